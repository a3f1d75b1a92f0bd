// naive.h: the C functions of the naive binding, over the C++ interface of the SDK.
#ifndef NAIVE_H_
#define NAIVE_H_

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct naive_service naive_service;

// A service from the factory (of the type of createRtmService), initialized; its callbacks come
// with the handle. NULL when there is none; *code is then what initialize returned.
naive_service* naive_create(void* factory, const char* app_id, uintptr_t handle, int* code);
void naive_release(naive_service* service);
int naive_login(naive_service* service, const char* token, const char* user);
int naive_send(naive_service* service, const char* peer, const char* text, long long* id);
// Sends n times in a C++ loop; returns the nanoseconds that took: the SDK's own share of a send.
long long naive_send_loop(naive_service* service, const char* peer, const char* text, int n);

// Floors.
void naive_empty_call(void);
// Calls the empty Go function n times on a thread of its own; returns the nanoseconds that took,
// without the thread's first call.
long long naive_foreign_callbacks(int n);
// Copies a payload of that size n times; returns the nanoseconds that took.
long long naive_copy(int size, int n);

#ifdef __cplusplus
}
#endif

#endif  // NAIVE_H_
