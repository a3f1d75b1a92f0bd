// wire.h: the records in which events travel from Go to the service's C++ thread, and messages the
// other way. Plain C: Go writes and reads these structs through cgo.
#ifndef EMUSDK_WIRE_H_
#define EMUSDK_WIRE_H_

#include <stddef.h>
#include <stdint.h>

// Same values as emulator.EventKind; encode.go checks that at compile time.
enum emusdk_event_kind {
  EMUSDK_EVENT_LOGIN_SUCCESS = 1,
  EMUSDK_EVENT_LOGIN_FAILURE,
  EMUSDK_EVENT_RENEW_TOKEN_RESULT,
  EMUSDK_EVENT_TOKEN_EXPIRED,
  EMUSDK_EVENT_TOKEN_PRIVILEGE_WILL_EXPIRE,
  EMUSDK_EVENT_LOGOUT,
  EMUSDK_EVENT_CONNECTION_STATE_CHANGED,
  EMUSDK_EVENT_PEER_SEND_RESULT,
  EMUSDK_EVENT_PEER_MESSAGE,
  EMUSDK_EVENT_JOIN_SUCCESS,
  EMUSDK_EVENT_JOIN_FAILURE,
  EMUSDK_EVENT_LEAVE,
  EMUSDK_EVENT_CHANNEL_MESSAGE,
  EMUSDK_EVENT_CHANNEL_SEND_RESULT,
  EMUSDK_EVENT_MEMBER_JOINED,
  EMUSDK_EVENT_MEMBER_LEFT,
  EMUSDK_EVENT_MEMBERS,
  EMUSDK_EVENT_MEMBER_COUNT
};

// Head of one event record. After it, each ended by a NUL that its length leaves out: the user id,
// the text, the raw data, then `count` user ids when the kind is EMUSDK_EVENT_MEMBERS.
struct emusdk_event {
  uint32_t size;  // of the whole record, a multiple of 8
  uint32_t kind;
  int32_t code;
  int32_t reason;
  uint64_t channel;
  int64_t id;
  int64_t server_ts;  // milliseconds since 1970; 0 when there is none
  int32_t count;
  int32_t message_type;
  uint32_t user_len;
  uint32_t text_len;
  uint32_t raw_len;
  uint32_t offline;
};

// One message on its way down. Pointers are valid during the call only.
struct emusdk_message {
  int64_t id;
  const char* text;
  const uint8_t* raw;
  size_t text_len;
  size_t raw_len;
  int32_t type;
  uint32_t options;
};

enum emusdk_send_option { EMUSDK_SEND_OFFLINE_MESSAGING = 1, EMUSDK_SEND_HISTORICAL_MESSAGING = 2 };

// What emusdk_wait returns once the service is released.
#define EMUSDK_RELEASED 0

#endif  // EMUSDK_WIRE_H_
