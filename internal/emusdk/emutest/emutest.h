// emutest.h: the C face of the scenarios.
#ifndef EMUSDK_EMUTEST_EMUTEST_H_
#define EMUSDK_EMUTEST_EMUTEST_H_

#ifdef __cplusplus
extern "C" {
#endif

// Returns the scenario's lines; the caller frees them.
char* emutest_run(const char* scenario, const char* app_id, int n);

#ifdef __cplusplus
}
#endif

#endif  // EMUSDK_EMUTEST_EMUTEST_H_
