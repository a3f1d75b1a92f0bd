// drive.h: a C++ application of the RTM SDK, remote-controlled through a C API: it makes calls and
// writes down what happens, one line each.
#ifndef FAKEDRIVE_DRIVE_H_
#define FAKEDRIVE_DRIVE_H_

#ifdef __cplusplus
extern "C" {
#endif

typedef struct fakedrive fakedrive;

// A driver with a service from the factory (of the type of createRtmService); initialize is the
// first line of its log.
fakedrive* fakedrive_new(void* factory, const char* app_id);
// Releases everything that is not released, then the driver.
void fakedrive_free(fakedrive* drive);
// Makes one call; see fakedrive.go for the names. NULL arguments go down as null. Returns what it
// returned, 1 and 0 for pointers. Its line is written after it has returned.
int fakedrive_do(fakedrive* drive, const char* call, const char* a, const char* b);
// The log, newline after each line; lives until the next call on this driver.
const char* fakedrive_log(fakedrive* drive);
// Waits until the log has n lines; returns whether it has.
int fakedrive_wait(fakedrive* drive, int n, int timeout_ms);

#ifdef __cplusplus
}
#endif

#endif  // FAKEDRIVE_DRIVE_H_
