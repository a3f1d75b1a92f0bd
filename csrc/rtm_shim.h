/*
 * rtm_shim.h: the C face of the RTM C++ SDK, the only header the Go side sees.
 *
 * Down: one C function per call. Strings come as pointer and length, need no
 * terminator and are copied before the function returns. Results are the SDK's
 * own return values, or one of RTM_SHIM_ERR_*.
 *
 * Up: the SDK's threads only append to the service's event queue and, when the
 * consumer sleeps, write to its eventfd. The consumer calls
 * rtm_service_drain(), which hands every queued event to the function of its
 * kind in the table set by rtm_shim_set_callbacks(), on the calling thread.
 * Everything a callback function gets is valid until it returns.
 *
 * Nothing here throws, and nothing here names a Go symbol.
 */
#ifndef AGORA_RTM_GO_CSRC_RTM_SHIM_H_
#define AGORA_RTM_GO_CSRC_RTM_SHIM_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define RTM_SHIM_NOEXCEPT noexcept
#else
#define RTM_SHIM_NOEXCEPT
#endif

/* Failures of the shim itself; far from any value the SDK returns. */
enum {
  RTM_SHIM_ERR_EXCEPTION = -32001,  /* a C++ exception reached the shim */
  RTM_SHIM_ERR_NULL_OBJECT = -32002 /* the SDK gave null where an object was due */
};

typedef struct rtm_service rtm_service;
typedef struct rtm_channel rtm_channel;

/* A received message. Strings are never null; lengths never negative. */
typedef struct rtm_message {
  const char* user; /* the sender */
  size_t user_len;
  int64_t id;
  int64_t server_ts; /* milliseconds */
  int32_t type;      /* MESSAGE_TYPE */
  int32_t offline;
  const char* text;
  size_t text_len;
  const char* raw;
  size_t raw_len;
} rtm_message;

/*
 * One function per SDK callback. `h` is the handle given to rtm_service_drain,
 * `channel` the key given to rtm_channel_new. Messages that came one behind the
 * other are handed over together, up to RTM_MESSAGES_AT_ONCE: crossing into Go
 * costs more than copying a small message.
 */
enum { RTM_MESSAGES_AT_ONCE = 32 };

typedef struct rtm_callbacks {
  void (*on_login_success)(void* h);
  void (*on_login_failure)(void* h, int32_t code);
  void (*on_renew_token_result)(void* h, int32_t code);
  void (*on_token_expired)(void* h);
  void (*on_token_privilege_will_expire)(void* h);
  void (*on_logout)(void* h, int32_t code);
  void (*on_connection_state_changed)(void* h, int32_t state, int32_t reason);
  void (*on_send_message_result)(void* h, int64_t id, int32_t code);
  void (*on_messages_received_from_peer)(void* h, const rtm_message* messages, size_t count);
  void (*on_channel_join_success)(void* h, uint64_t channel);
  void (*on_channel_join_failure)(void* h, uint64_t channel, int32_t code);
  void (*on_channel_leave)(void* h, uint64_t channel, int32_t code);
  void (*on_channel_messages_received)(void* h, uint64_t channel, const rtm_message* messages,
                                       size_t count);
  void (*on_channel_send_message_result)(void* h, uint64_t channel, int64_t id, int32_t code);
  void (*on_channel_member_joined)(void* h, uint64_t channel, const char* user, size_t user_len);
  void (*on_channel_member_left)(void* h, uint64_t channel, const char* user, size_t user_len);
  /* `users` holds `count` times: uint32_t length, then that many bytes. */
  void (*on_channel_get_members)(void* h, uint64_t channel, const char* users, size_t users_len,
                                 int32_t count, int32_t code);
  void (*on_channel_member_count_updated)(void* h, uint64_t channel, int32_t count);
} rtm_callbacks;

/* Sets the table for the whole process; call once, before the first drain. */
void rtm_shim_set_callbacks(const rtm_callbacks* callbacks) RTM_SHIM_NOEXCEPT;

/* The version text of the linked SDK; static, never null. */
const char* rtm_shim_sdk_version(void) RTM_SHIM_NOEXCEPT;

/* How many handler objects outlived their service or channel (they are kept,
 * because the SDK may still call them). */
size_t rtm_shim_retired_handlers(void) RTM_SHIM_NOEXCEPT;

typedef struct rtm_service_config {
  /* Function that makes the IRtmService; null means the linked createRtmService. */
  void* create_service;
  int event_fd;      /* non-blocking eventfd; the caller keeps it open until rtm_service_free */
  size_t max_events; /* bound of queued message events */
  size_t max_bytes;  /* bound of their payload */
} rtm_service_config;

/* Null when the SDK gave no service. */
rtm_service* rtm_service_new(rtm_service_config config) RTM_SHIM_NOEXCEPT;
int rtm_service_initialize(rtm_service* s, const char* app_id, size_t app_id_len) RTM_SHIM_NOEXCEPT;
int rtm_service_login(rtm_service* s, const char* token, size_t token_len, const char* user_id,
                      size_t user_id_len) RTM_SHIM_NOEXCEPT;
int rtm_service_logout(rtm_service* s) RTM_SHIM_NOEXCEPT;
int rtm_service_renew_token(rtm_service* s, const char* token, size_t token_len) RTM_SHIM_NOEXCEPT;

/* Options of a send, or-ed together. */
enum {
  RTM_SEND_RAW = 1, /* raw message: text is its description */
  RTM_SEND_ENABLE_OFFLINE_MESSAGING = 2,
  RTM_SEND_ENABLE_HISTORICAL_MESSAGING = 4
};

typedef struct rtm_send_result {
  int64_t id; /* the message's id; also set when the SDK refused the send */
  int32_t code;
} rtm_send_result;

rtm_send_result rtm_service_send_message_to_peer(rtm_service* s, const char* peer, size_t peer_len,
                                                 const char* text, size_t text_len, const char* raw,
                                                 size_t raw_len, int flags) RTM_SHIM_NOEXCEPT;

typedef struct rtm_drain_result {
  size_t events;    /* handed to the table by this call */
  uint64_t dropped; /* message events dropped since the last call */
  int idle;         /* the queue is empty: the next event writes to the eventfd */
} rtm_drain_result;

/* One consumer at a time. */
rtm_drain_result rtm_service_drain(rtm_service* s, void* handle) RTM_SHIM_NOEXCEPT;
/* Writes to the eventfd, so that a sleeping consumer comes back. */
void rtm_service_wake(rtm_service* s) RTM_SHIM_NOEXCEPT;

/* End of life, in this order. After detach, callbacks are dropped on arrival. */
void rtm_service_detach(rtm_service* s) RTM_SHIM_NOEXCEPT;
void rtm_service_release(rtm_service* s) RTM_SHIM_NOEXCEPT;
void rtm_service_free(rtm_service* s) RTM_SHIM_NOEXCEPT;

/* Null when the SDK gave no channel. `key` names the channel in callbacks. */
rtm_channel* rtm_channel_new(rtm_service* s, const char* id, size_t id_len,
                             uint64_t key) RTM_SHIM_NOEXCEPT;
int rtm_channel_join(rtm_channel* c) RTM_SHIM_NOEXCEPT;
int rtm_channel_leave(rtm_channel* c) RTM_SHIM_NOEXCEPT;
int rtm_channel_get_members(rtm_channel* c) RTM_SHIM_NOEXCEPT;
rtm_send_result rtm_channel_send_message(rtm_channel* c, const char* text, size_t text_len,
                                         const char* raw, size_t raw_len,
                                         int flags) RTM_SHIM_NOEXCEPT;
/* Releases the SDK's channel and frees `c`. Before rtm_service_release. */
void rtm_channel_release(rtm_channel* c) RTM_SHIM_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif /* AGORA_RTM_GO_CSRC_RTM_SHIM_H_ */
