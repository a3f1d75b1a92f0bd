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
  EMUSDK_EVENT_MEMBER_COUNT,
  EMUSDK_EVENT_QUERY_PEERS_ONLINE_STATUS_RESULT,
  EMUSDK_EVENT_SUBSCRIPTION_REQUEST_RESULT,
  EMUSDK_EVENT_QUERY_PEERS_BY_SUBSCRIPTION_OPTION_RESULT,
  EMUSDK_EVENT_PEERS_ONLINE_STATUS_CHANGED,
  EMUSDK_EVENT_SET_LOCAL_USER_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_ADD_OR_UPDATE_LOCAL_USER_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_DELETE_LOCAL_USER_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_CLEAR_LOCAL_USER_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_GET_USER_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_SET_CHANNEL_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_ADD_OR_UPDATE_CHANNEL_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_DELETE_CHANNEL_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_CLEAR_CHANNEL_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_GET_CHANNEL_ATTRIBUTES_RESULT,
  EMUSDK_EVENT_CHANNEL_ATTRIBUTES_UPDATED,
  EMUSDK_EVENT_GET_CHANNEL_MEMBER_COUNT_RESULT,
  EMUSDK_EVENT_FILE_MEDIA_UPLOAD_RESULT,
  EMUSDK_EVENT_IMAGE_MEDIA_UPLOAD_RESULT,
  EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_FILE_RESULT,
  EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_MEMORY_RESULT,
  EMUSDK_EVENT_MEDIA_CANCEL_RESULT,
  EMUSDK_EVENT_MEDIA_UPLOADING_PROGRESS,
  EMUSDK_EVENT_MEDIA_DOWNLOADING_PROGRESS,
  EMUSDK_EVENT_LOCAL_INVITATION_RECEIVED_BY_PEER,
  EMUSDK_EVENT_LOCAL_INVITATION_CANCELED,
  EMUSDK_EVENT_LOCAL_INVITATION_FAILURE,
  EMUSDK_EVENT_LOCAL_INVITATION_ACCEPTED,
  EMUSDK_EVENT_LOCAL_INVITATION_REFUSED,
  EMUSDK_EVENT_REMOTE_INVITATION_RECEIVED,
  EMUSDK_EVENT_REMOTE_INVITATION_REFUSED,
  EMUSDK_EVENT_REMOTE_INVITATION_ACCEPTED,
  EMUSDK_EVENT_REMOTE_INVITATION_CANCELED,
  EMUSDK_EVENT_REMOTE_INVITATION_FAILURE
};

// Head of one event record. After it, each ended by a NUL that its length leaves out: the user id,
// the text, the raw data. Then, in the few kinds that have more, `count` entries (rare_fields.go
// writes them, payload.h reads them) made of numbers of 8 bytes and of strings, which are a number
// of bytes, the bytes and a NUL:
//   users: user id
//   online states: user id, state
//   attributes: key, value, user id, milliseconds since 1970
//   member counts: channel id, count
//   the file of a message, or of an upload: media id, file name, thumbnail, size, width, height,
//     width and height of the thumbnail
//   progress: bytes so far, bytes in all
//   an invitation received: channel id
struct emusdk_event {
  uint32_t size;  // of the whole record, a multiple of 8
  uint32_t kind;
  int32_t code;
  int32_t reason;
  uint64_t channel;
  int64_t id;         // of a message or request, or the key of an invitation
  int64_t server_ts;  // milliseconds since 1970; 0 when there is none
  int32_t count;
  int32_t message_type;
  uint32_t user_len;
  uint32_t text_len;
  uint32_t raw_len;
  uint32_t offline;
};

// The file of a file or image message on its way down.
struct emusdk_media {
  const char* id;
  const char* file_name;
  const uint8_t* thumbnail;
  size_t thumbnail_len;
  int64_t size;
  int32_t width;
  int32_t height;
  int32_t thumbnail_width;
  int32_t thumbnail_height;
};

// One attribute on its way down. Pointers may be null.
struct emusdk_attribute {
  const char* key;
  const char* value;
};

// One message on its way down. Pointers are valid during the call only.
struct emusdk_message {
  int64_t id;
  const char* text;
  const uint8_t* raw;
  size_t text_len;
  size_t raw_len;
  const struct emusdk_media* media;  // null in text and raw messages
  int32_t type;
  uint32_t options;
};

enum emusdk_send_option { EMUSDK_SEND_OFFLINE_MESSAGING = 1, EMUSDK_SEND_HISTORICAL_MESSAGING = 2 };

// What emusdk_wait returns once the service is released.
#define EMUSDK_RELEASED 0

#endif  // EMUSDK_WIRE_H_
