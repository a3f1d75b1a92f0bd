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
  RTM_SHIM_ERR_EXCEPTION = -32001,   /* a C++ exception reached the shim */
  RTM_SHIM_ERR_NULL_OBJECT = -32002, /* the SDK gave null where an object was due */
  RTM_SHIM_ERR_UNSUPPORTED = -32003  /* the headers in use have no such call or option */
};

typedef struct rtm_service rtm_service;
typedef struct rtm_channel rtm_channel;
typedef struct rtm_call_manager rtm_call_manager;
typedef struct rtm_local_invitation rtm_local_invitation;
typedef struct rtm_remote_invitation rtm_remote_invitation;
typedef struct rtm_media_message rtm_media_message;

/* Bytes that need no terminator. `data` may be null when `len` is 0. */
typedef struct rtm_string {
  const char* data;
  size_t len;
} rtm_string;

/* `count` strings, each as uint32_t length and that many bytes, one behind the
 * other. A list of attributes has key and value as two strings: count is twice
 * their number. */
typedef struct rtm_list {
  const char* data;
  size_t len;
  int32_t count;
} rtm_list;

/* What a file or image message says of its file. */
typedef struct rtm_media {
  rtm_string id;
  rtm_string file_name;
  rtm_string thumbnail;
  int64_t size;
  int32_t width; /* these four of images only */
  int32_t height;
  int32_t thumbnail_width;
  int32_t thumbnail_height;
} rtm_media;

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
  const rtm_media* media; /* of file and image messages, else null */
} rtm_message;

/* The online state of a peer: `state` is a PEER_ONLINE_STATE. */
typedef struct rtm_peer_status {
  rtm_string peer;
  int32_t state;
} rtm_peer_status;

typedef struct rtm_attribute {
  rtm_string key;
  rtm_string value;
  rtm_string last_update_user; /* this and the next of channel attributes only */
  int64_t last_update_ts;      /* milliseconds */
} rtm_attribute;

typedef struct rtm_channel_count {
  rtm_string channel;
  int32_t count;
} rtm_channel_count;

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
  void (*on_channel_attributes_updated)(void* h, uint64_t channel, const rtm_attribute* attributes,
                                        size_t count);

  void (*on_query_peers_online_status_result)(void* h, int64_t id, const rtm_peer_status* peers,
                                              size_t count, int32_t code);
  void (*on_subscription_request_result)(void* h, int64_t id, int32_t code);
  void (*on_query_peers_by_subscription_option_result)(void* h, int64_t id, const rtm_string* peers,
                                                       size_t count, int32_t code);
  void (*on_peers_online_status_changed)(void* h, const rtm_peer_status* peers, size_t count);

  void (*on_set_local_user_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_add_or_update_local_user_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_delete_local_user_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_clear_local_user_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_get_user_attributes_result)(void* h, int64_t id, const char* user, size_t user_len,
                                        const rtm_attribute* attributes, size_t count,
                                        int32_t code);
  void (*on_set_channel_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_add_or_update_channel_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_delete_channel_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_clear_channel_attributes_result)(void* h, int64_t id, int32_t code);
  void (*on_get_channel_attributes_result)(void* h, int64_t id, const rtm_attribute* attributes,
                                           size_t count, int32_t code);
  void (*on_get_channel_member_count_result)(void* h, int64_t id, const rtm_channel_count* counts,
                                             size_t count, int32_t code);

  void (*on_media_uploading_progress)(void* h, int64_t id, int64_t current, int64_t total);
  void (*on_media_downloading_progress)(void* h, int64_t id, int64_t current, int64_t total);
  /* `message` is null when the upload failed; `media` is never null. The message
   * belongs to the receiver, to be given back by rtm_media_message_release before
   * rtm_service_release (which gives those back that nobody drained). */
  void (*on_file_media_upload_result)(void* h, int64_t id, rtm_media_message* message,
                                      const rtm_media* media, int32_t code);
  void (*on_image_media_upload_result)(void* h, int64_t id, rtm_media_message* message,
                                       const rtm_media* media, int32_t code);
  void (*on_media_download_to_file_result)(void* h, int64_t id, int32_t code);
  void (*on_media_download_to_memory_result)(void* h, int64_t id, const char* memory, size_t len,
                                             int32_t code);
  void (*on_media_cancel_result)(void* h, int64_t id, int32_t code);

  /* `invitation` is the key of the invitation, `state` what its getState said in
   * the callback. Nothing comes of an invitation that was released. */
  void (*on_local_invitation_received_by_peer)(void* h, uint64_t invitation, int32_t state);
  void (*on_local_invitation_canceled)(void* h, uint64_t invitation, int32_t state);
  void (*on_local_invitation_failure)(void* h, uint64_t invitation, int32_t state, int32_t code);
  void (*on_local_invitation_accepted)(void* h, uint64_t invitation, int32_t state,
                                       const char* response, size_t response_len);
  void (*on_local_invitation_refused)(void* h, uint64_t invitation, int32_t state,
                                      const char* response, size_t response_len);
  /* `object` belongs to the receiver, to be given back by
   * rtm_remote_invitation_release before rtm_call_manager_release (which gives
   * those back that nobody drained). */
  void (*on_remote_invitation_received)(void* h, uint64_t invitation, int32_t state,
                                        rtm_remote_invitation* object, rtm_string caller,
                                        rtm_string content, rtm_string channel);
  void (*on_remote_invitation_refused)(void* h, uint64_t invitation, int32_t state);
  void (*on_remote_invitation_accepted)(void* h, uint64_t invitation, int32_t state);
  void (*on_remote_invitation_canceled)(void* h, uint64_t invitation, int32_t state);
  void (*on_remote_invitation_failure)(void* h, uint64_t invitation, int32_t state, int32_t code);
} rtm_callbacks;

/* Sets the table for the whole process; call once, before the first drain. */
void rtm_shim_set_callbacks(const rtm_callbacks* callbacks) RTM_SHIM_NOEXCEPT;

/* The version text of the linked SDK; static, never null. */
const char* rtm_shim_sdk_version(void) RTM_SHIM_NOEXCEPT;

/* The interface of the headers the shim was compiled with. The tables of virtual
 * methods differ, so the library has to be of the same one. Named after the first
 * version each was seen in. */
enum {
  RTM_LAYOUT_1_2 = 1, /* no media yet */
  RTM_LAYOUT_1_3,     /* media, no setRtmServiceContext */
  RTM_LAYOUT_1_4,     /* both */
  RTM_LAYOUT_1_5_0,   /* onTokenPrivilegeWillExpire too */
  RTM_LAYOUT_1_5_1    /* no media any more */
};
int rtm_shim_layout(void) RTM_SHIM_NOEXCEPT;

/* How many handler objects outlived their service or channel (they are kept,
 * because the SDK may still call them). */
size_t rtm_shim_retired_handlers(void) RTM_SHIM_NOEXCEPT;

/* How many uploaded messages and invitations the application owns now. */
size_t rtm_shim_live_media_messages(void) RTM_SHIM_NOEXCEPT;
size_t rtm_shim_live_invitations(void) RTM_SHIM_NOEXCEPT;

/* setRtmServiceContext: for the whole process. */
int rtm_shim_set_service_context(uint32_t area_code, int32_t proxy_type) RTM_SHIM_NOEXCEPT;

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

/* Sends a file or image message: `type` is its MESSAGE_TYPE. `uploaded` is the
 * message an upload gave, or null; then one is made from media.id. Text, file
 * name and the rest of `media` but id and size are set on it before (an empty
 * thumbnail or file name, and a width or height of 0, only when `uploaded` is
 * given: they take back what was set for an earlier send). Sends of one
 * `uploaded` run one after the other. */
rtm_send_result rtm_service_send_media_message_to_peer(rtm_service* s, const char* peer,
                                                       size_t peer_len, int32_t type,
                                                       rtm_media_message* uploaded, rtm_string text,
                                                       rtm_media media,
                                                       int flags) RTM_SHIM_NOEXCEPT;
void rtm_media_message_release(rtm_media_message* m) RTM_SHIM_NOEXCEPT;

/* Requests that are answered with their id. */
typedef struct rtm_request_result {
  int64_t id; /* meaningful when code is 0 */
  int32_t code;
} rtm_request_result;

rtm_request_result rtm_service_query_peers_online_status(rtm_service* s,
                                                         rtm_list peers) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_subscribe_peers_online_status(rtm_service* s,
                                                             rtm_list peers) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_unsubscribe_peers_online_status(rtm_service* s,
                                                               rtm_list peers) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_query_peers_by_subscription_option(rtm_service* s,
                                                                  int32_t option) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_set_local_user_attributes(rtm_service* s,
                                                         rtm_list attributes) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_add_or_update_local_user_attributes(
    rtm_service* s, rtm_list attributes) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_delete_local_user_attributes_by_keys(rtm_service* s, rtm_list keys)
    RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_clear_local_user_attributes(rtm_service* s) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_get_user_attributes(rtm_service* s,
                                                   rtm_string user) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_get_user_attributes_by_keys(rtm_service* s, rtm_string user,
                                                           rtm_list keys) RTM_SHIM_NOEXCEPT;
/* `notify` is enableNotificationToChannelMembers. */
rtm_request_result rtm_service_set_channel_attributes(rtm_service* s, rtm_string channel,
                                                      rtm_list attributes,
                                                      int notify) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_add_or_update_channel_attributes(rtm_service* s, rtm_string channel,
                                                                rtm_list attributes,
                                                                int notify) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_delete_channel_attributes_by_keys(rtm_service* s, rtm_string channel,
                                                                 rtm_list keys,
                                                                 int notify) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_clear_channel_attributes(rtm_service* s, rtm_string channel,
                                                        int notify) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_get_channel_attributes(rtm_service* s,
                                                      rtm_string channel) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_get_channel_attributes_by_keys(rtm_service* s, rtm_string channel,
                                                              rtm_list keys) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_get_channel_member_count(rtm_service* s,
                                                        rtm_list channels) RTM_SHIM_NOEXCEPT;

rtm_request_result rtm_service_create_file_message_by_uploading(rtm_service* s,
                                                                rtm_string path) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_create_image_message_by_uploading(rtm_service* s,
                                                                 rtm_string path) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_download_media_to_memory(rtm_service* s,
                                                        rtm_string media_id) RTM_SHIM_NOEXCEPT;
rtm_request_result rtm_service_download_media_to_file(rtm_service* s, rtm_string media_id,
                                                      rtm_string path) RTM_SHIM_NOEXCEPT;
int rtm_service_cancel_media_download(rtm_service* s, int64_t id) RTM_SHIM_NOEXCEPT;
int rtm_service_cancel_media_upload(rtm_service* s, int64_t id) RTM_SHIM_NOEXCEPT;

int rtm_service_set_parameters(rtm_service* s, rtm_string parameters) RTM_SHIM_NOEXCEPT;
int rtm_service_set_log_file(rtm_service* s, rtm_string path) RTM_SHIM_NOEXCEPT;
int rtm_service_set_log_filter(rtm_service* s, uint32_t filter) RTM_SHIM_NOEXCEPT;
int rtm_service_set_log_file_size(rtm_service* s, int32_t kb) RTM_SHIM_NOEXCEPT;

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
/* As rtm_service_send_media_message_to_peer. */
rtm_send_result rtm_channel_send_media_message(rtm_channel* c, int32_t type,
                                               rtm_media_message* uploaded, rtm_string text,
                                               rtm_media media, int flags) RTM_SHIM_NOEXCEPT;
/* Releases the SDK's channel and frees `c`. Before rtm_service_release. */
void rtm_channel_release(rtm_channel* c) RTM_SHIM_NOEXCEPT;

/* Null when the SDK gave no call manager. One per service at a time. */
rtm_call_manager* rtm_call_manager_new(rtm_service* s) RTM_SHIM_NOEXCEPT;
/* From now on nothing more comes of invitations, and one that comes in is given
 * back at once. What is queued still is drained. */
void rtm_call_manager_detach(rtm_call_manager* m) RTM_SHIM_NOEXCEPT;
/* Releases the SDK's call manager and frees `m`. After the release of its
 * invitations, before rtm_service_release. */
void rtm_call_manager_release(rtm_call_manager* m) RTM_SHIM_NOEXCEPT;

/* Null when the SDK gave none. Keys of local and remote invitations come from one
 * counter of the shim, and are unique in the process. */
rtm_local_invitation* rtm_local_invitation_new(rtm_call_manager* m, rtm_string callee,
                                               uint64_t* key) RTM_SHIM_NOEXCEPT;
/* Sets content and channel id, then sends. `state` gets getState after the call. */
int rtm_local_invitation_send(rtm_local_invitation* i, rtm_string content, rtm_string channel,
                              int32_t* state) RTM_SHIM_NOEXCEPT;
int rtm_local_invitation_cancel(rtm_local_invitation* i) RTM_SHIM_NOEXCEPT;
void rtm_local_invitation_release(rtm_local_invitation* i) RTM_SHIM_NOEXCEPT;
/* Set the response, then accept or refuse. */
int rtm_remote_invitation_accept(rtm_remote_invitation* i, rtm_string response,
                                 int32_t* state) RTM_SHIM_NOEXCEPT;
int rtm_remote_invitation_refuse(rtm_remote_invitation* i, rtm_string response,
                                 int32_t* state) RTM_SHIM_NOEXCEPT;
void rtm_remote_invitation_release(rtm_remote_invitation* i) RTM_SHIM_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif /* AGORA_RTM_GO_CSRC_RTM_SHIM_H_ */
