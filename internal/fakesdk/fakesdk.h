// fakesdk.h: the C API of the scripted RTM SDK. Plain C, no Go in it: a C++ test program compiles
// this directory's .cc files with  g++ -std=c++17 -I include -I internal/fakesdk ... -lpthread.
// The Go wrapper (fakesdk.go) says the same things in Go; read its package comment first.
//
// A *script* decides what the services of one App ID do. Services come from the factory, find their
// script by the App ID given to initialize, and answer as it says.
#ifndef FAKESDK_H_
#define FAKESDK_H_

#ifdef __cplusplus
namespace agora {
namespace rtm {
class IRtmService;
}
}  // namespace agora
// The factory, of the type of createRtmService. A service knows its script from initialize on.
extern "C" agora::rtm::IRtmService* fakesdk_create_service();
extern "C" {
#endif

// A script: what the services of one App ID do, and what they were seen doing.
typedef struct fakesdk_script fakesdk_script;

// Calls, for behaviours and for the record. Up to FAKESDK_ASYNC_OPS they answer with a callback.
typedef enum fakesdk_op {
  FAKESDK_LOGIN,
  FAKESDK_LOGOUT,
  FAKESDK_RENEW_TOKEN,
  FAKESDK_SEND_PEER,
  FAKESDK_JOIN,
  FAKESDK_LEAVE,
  FAKESDK_SEND_CHANNEL,
  FAKESDK_GET_MEMBERS,
  FAKESDK_QUERY_ONLINE,
  FAKESDK_SUBSCRIBE_ONLINE,
  FAKESDK_UNSUBSCRIBE_ONLINE,
  FAKESDK_QUERY_BY_OPTION,
  FAKESDK_SET_USER_ATTRIBUTES,
  FAKESDK_UPDATE_USER_ATTRIBUTES,
  FAKESDK_DELETE_USER_ATTRIBUTES,
  FAKESDK_CLEAR_USER_ATTRIBUTES,
  FAKESDK_GET_USER_ATTRIBUTES,
  FAKESDK_SET_CHANNEL_ATTRIBUTES,
  FAKESDK_UPDATE_CHANNEL_ATTRIBUTES,
  FAKESDK_DELETE_CHANNEL_ATTRIBUTES,
  FAKESDK_CLEAR_CHANNEL_ATTRIBUTES,
  FAKESDK_GET_CHANNEL_ATTRIBUTES,
  FAKESDK_GET_MEMBER_COUNT,
  FAKESDK_DOWNLOAD_TO_MEMORY,
  FAKESDK_DOWNLOAD_TO_FILE,
  FAKESDK_UPLOAD_FILE,
  FAKESDK_UPLOAD_IMAGE,
  FAKESDK_CANCEL_DOWNLOAD,
  FAKESDK_CANCEL_UPLOAD,
  FAKESDK_SEND_INVITATION,
  FAKESDK_CANCEL_INVITATION,
  FAKESDK_ACCEPT_INVITATION,
  FAKESDK_REFUSE_INVITATION,
  FAKESDK_ASYNC_OPS,  // not a call: all before it answer with a callback
  FAKESDK_INITIALIZE = FAKESDK_ASYNC_OPS,
  FAKESDK_RELEASE,
  FAKESDK_ADD_HANDLER,
  FAKESDK_REMOVE_HANDLER,
  FAKESDK_CREATE_CHANNEL,
  FAKESDK_RELEASE_CHANNEL,
  FAKESDK_GET_CALL_MANAGER,
  FAKESDK_RELEASE_CALL_MANAGER,
  FAKESDK_CREATE_INVITATION,
  FAKESDK_CREATE_MESSAGE,
  FAKESDK_CREATE_ATTRIBUTE,
  FAKESDK_SET_PARAMETERS,
  FAKESDK_SET_LOG_FILE,
  FAKESDK_SET_LOG_FILTER,
  FAKESDK_SET_LOG_FILE_SIZE,
  FAKESDK_OPS  // not a call: how many there are
} fakesdk_op;

// When and where the result callback of a call runs.
typedef enum fakesdk_mode {
  FAKESDK_NORMAL,  // on an SDK thread, soon
  FAKESDK_EARLY,   // on an SDK thread, and the call returns only when the callback has
  FAKESDK_INLINE,  // on the caller's thread, inside the call
  FAKESDK_LATE,    // held until fakesdk_release_late, even past the release of the service
  FAKESDK_NEVER    // accepted, then lost
} fakesdk_mode;

// Flags of a behaviour.
enum {
  FAKESDK_TWICE = 1,        // the result callback comes twice
  FAKESDK_ALSO = 2,         // the callback comes although the call returns a failure
  FAKESDK_STATE_FIRST = 4,  // login, logout: the state callback before the result callback
  FAKESDK_NO_STATE = 8,     // login, logout: no state callbacks
  FAKESDK_BLOCK = 16        // the call stays inside the SDK until fakesdk_unblock
};

// What a call does. All zero: it returns 0 and succeeds on an SDK thread.
typedef struct fakesdk_behavior {
  int mode;    // fakesdk_mode
  int ret;     // what the call returns; other than 0: no callback, unless FAKESDK_ALSO
  int code;    // the code in the callback
  int thread;  // 0: the SDK threads take turns; k: the k-th one (1 is the first)
  int flags;
} fakesdk_behavior;

// Null pointers (and worse) in callbacks; bits of FAKESDK_OPTION_NULLS.
enum {
  FAKESDK_NULL_ID = 1,         // user, peer and channel ids, the token of a renewal
  FAKESDK_NULL_TEXT = 2,       // IMessage::getText, invitation content and response
  FAKESDK_NULL_DATA = 4,       // raw data and media memory, with a length above 0
  FAKESDK_NULL_OBJECT = 8,     // message, member, attribute and invitation pointers
  FAKESDK_NULL_ARRAY = 16,     // an array, with a count above 0
  FAKESDK_NULL_VALUE = 32,     // keys and values of attributes
  FAKESDK_NEGATIVE_COUNT = 64  // counts and lengths are -1
};

// Switches of a script.
typedef enum fakesdk_option {
  FAKESDK_OPTION_THREADS,        // SDK threads of a service, default 1; before they start
  FAKESDK_OPTION_START_IN,       // fakesdk_op in which they start, default FAKESDK_INITIALIZE
  FAKESDK_OPTION_BIG_IDS,        // 1: ids above 2^40, as some libraries have
  FAKESDK_OPTION_QUIET,          // 1: no record, no tombstones: for benchmarks
  FAKESDK_OPTION_NULLS,          // FAKESDK_NULL_* bits
  FAKESDK_OPTION_AFTER_RELEASE,  // 1: fakesdk_fire and streams reach handlers after release
} fakesdk_option;

// A new script under a fresh App ID of 32 hexadecimal digits. Never NULL.
fakesdk_script* fakesdk_new(void);
// The App ID of the script; lives as long as it.
const char* fakesdk_app_id(const fakesdk_script* script);
// Ends the script and returns 0; or, when objects of its services are still alive, keeps all of it
// in memory and returns how many. Either way the App ID is unknown from now on, and the script must
// not be used again. Results still held are dropped.
long long fakesdk_close(fakesdk_script* script);
// fakesdk_create_service as a function pointer.
void* fakesdk_factory(void);

// Sets what the call does from now on. NULL behaviour: the default again.
void fakesdk_on(fakesdk_script* script, int op, const fakesdk_behavior* behavior);
// Queues what the next such call does, once, before what fakesdk_on said.
void fakesdk_next(fakesdk_script* script, int op, const fakesdk_behavior* behavior);
// Sets a switch.
void fakesdk_set(fakesdk_script* script, int option, int value);
// Who is in every channel (getMembers, member counts). Default: only the user who logged in.
void fakesdk_set_members(fakesdk_script* script, const char* const* users, int count);
// What attribute reads of any user or channel give. Default: nothing.
void fakesdk_set_attributes(fakesdk_script* script, const char* const* keys,
                            const char* const* values, int count);
// Who wrote the channel attributes that reads give, and when (milliseconds). Default: "" and 0.
void fakesdk_set_attribute_writer(fakesdk_script* script, const char* user, long long ts);
// The PEER_ONLINE_STATE a query gives of these peers. Default: 0, online.
void fakesdk_set_peer_states(fakesdk_script* script, const char* const* peers, const int* states,
                             int count);

// A file or image: what a message says of it. Strings may be NULL for empty ones.
typedef struct fakesdk_media {
  int type;  // MESSAGE_TYPE: 3 file, 4 image
  const char* id;
  const char* file_name;
  const void* thumbnail;
  int thumbnail_length;
  long long size;
  int width;  // these four of images only
  int height;
  int thumbnail_width;
  int thumbnail_height;
} fakesdk_media;
// What uploads from now on result in (its type is not read). Default: media id "uploaded".
void fakesdk_set_upload(fakesdk_script* script, const fakesdk_media* media);
// What downloads to memory give. Default: "media".
void fakesdk_set_download(fakesdk_script* script, const void* data, int length);

// Delivers the held results (FAKESDK_LATE), in order, and returns how many callbacks ran. They run
// on an SDK thread, or when their service is released on a thread of the script's own.
int fakesdk_release_late(fakesdk_script* script);
// How many results are held.
int fakesdk_held(fakesdk_script* script);
// Lets the calls stuck by FAKESDK_BLOCK go on. Those that come later are stuck again.
void fakesdk_unblock(fakesdk_script* script);
// Waits until n calls are stuck, at most that long; returns whether they are.
int fakesdk_wait_blocked(fakesdk_script* script, int n, int timeout_ms);

// What an event is. The fields of fakesdk_event it reads stand behind it.
typedef enum fakesdk_event_kind {
  FAKESDK_EVENT_PEER_MESSAGE,       // user, text or data, length or media, ts, offline, id
  FAKESDK_EVENT_CHANNEL_MESSAGE,    // channel, user, text or data, length or media, ts, id
  FAKESDK_EVENT_STATE,              // code = state, count = reason
  FAKESDK_EVENT_TOKEN_EXPIRED,      //
  FAKESDK_EVENT_TOKEN_WILL_EXPIRE,  //
  FAKESDK_EVENT_MEMBER_JOINED,      // channel, user
  FAKESDK_EVENT_MEMBER_LEFT,        // channel, user
  FAKESDK_EVENT_MEMBER_COUNT,       // channel, count
  FAKESDK_EVENT_ATTRIBUTES,         // channel, user (last writer), ts, items = keys, values, count
  FAKESDK_EVENT_PEERS_ONLINE,       // items = peers, numbers = states, count
  FAKESDK_EVENT_INVITATION,         // user, text = content, channel: a remote invitation comes in
  FAKESDK_EVENT_RESULT,             // op, code, id, channel, user: a result nobody asked for
  FAKESDK_EVENT_UPLOADING,          // id, current, total
  FAKESDK_EVENT_DOWNLOADING,        // id, current, total
  // Of the newest invitation to or from user that is not released; with
  // FAKESDK_OPTION_AFTER_RELEASE, released or not.
  FAKESDK_EVENT_LOCAL_RECEIVED,   // user = callee
  FAKESDK_EVENT_LOCAL_ACCEPTED,   // user = callee, text = response
  FAKESDK_EVENT_LOCAL_REFUSED,    // user = callee, text = response
  FAKESDK_EVENT_LOCAL_CANCELED,   // user = callee
  FAKESDK_EVENT_LOCAL_FAILURE,    // user = callee, code
  FAKESDK_EVENT_REMOTE_ACCEPTED,  // user = caller
  FAKESDK_EVENT_REMOTE_REFUSED,   // user = caller
  FAKESDK_EVENT_REMOTE_CANCELED,  // user = caller
  FAKESDK_EVENT_REMOTE_FAILURE,   // user = caller, code
  FAKESDK_EVENT_REMOTE_RECEIVED   // user = caller: once more of an invitation that came in
} fakesdk_event_kind;

// One event. Zero what the kind does not read.
typedef struct fakesdk_event {
  int kind;    // fakesdk_event_kind
  int thread;  // 0: the SDK threads take turns; k: the k-th one
  int wait;    // 1: fakesdk_fire returns when the handlers have; 0: once it is queued
  int op;      // FAKESDK_EVENT_RESULT: fakesdk_op
  const char* channel;
  const char* user;
  const char* text;
  const void* data;  // raw message when not NULL; text is its description
  int length;
  int code;
  int count;
  int offline;
  int stamp;  // 1: ts is CLOCK_MONOTONIC in nanoseconds, read right before the callback
  long long ts;
  long long id;
  const char* const* items;
  const char* const* values;
  const int* numbers;
  long long current;  // bytes so far
  long long total;
  const fakesdk_media* media;  // file or image message when not NULL
} fakesdk_event;

// Fires an event at the service that was initialized last. Returns 1 when handlers were called
// (wait) or the event was queued (no wait), 0 when there is no such service, channel or thread, or
// the service is released.
int fakesdk_fire(fakesdk_script* script, const fakesdk_event* event);

// Messages in a tight loop on one SDK thread.
typedef struct fakesdk_stream_spec {
  const char* channel;  // NULL: peer messages
  const char* user;     // the sender
  int thread;
  int count;
  int size;            // bytes of each text or raw payload
  int raw;             // 1: raw messages
  int same;            // 1: every payload is the same; 0: each starts with its number, 12 digits
  int first;           // the first number
  int stamp;           // 1: getServerReceivedTs is CLOCK_MONOTONIC in nanoseconds
  long long pause_ns;  // slept between two messages, as by a thread that waits for a network
} fakesdk_stream_spec;

// A running stream.
typedef struct fakesdk_stream fakesdk_stream;
// Starts a stream at the service that was initialized last; NULL when there is none.
fakesdk_stream* fakesdk_stream_start(fakesdk_script* script, const fakesdk_stream_spec* spec);
// Waits for its end, frees it, and returns the nanoseconds the loop took (steady clock); *delivered
// (if not NULL) is how many messages the handlers were called with: fewer than count when the
// service was released meanwhile.
long long fakesdk_stream_wait(fakesdk_stream* stream, int* delivered);

// Writes to a socket whose other end is closed, on an SDK thread. Returns errno: EPIPE when SIGPIPE
// is blocked or ignored there (else the process ends), -1 when there is no thread.
int fakesdk_write_to_closed_socket(fakesdk_script* script, int thread);
// Whether SIGPIPE was blocked when the k-th SDK thread started: 1, 0; -1: no such thread.
int fakesdk_sigpipe_blocked(fakesdk_script* script, int thread);

// One recorded call. Pointers live until fakesdk_forget_calls or fakesdk_close; NULL = was null.
typedef struct fakesdk_call {
  int op;
  int ret;             // what it returned (0 for void methods, 1 for a pointer that is not null)
  int service;         // 1 for the first service of the script, 2 ...
  const char* target;  // user, peer, channel or media id, App ID, file
  const char* token;
  const char* text;  // text or description of a message, invitation content, parameters
  const char* data;  // raw data
  int length;        // of data; for text its strlen
  int type;          // MESSAGE_TYPE of a message
  long long id;      // message or request id
  long long number;  // release: sync; log filter, log size
  int offline;       // SendMessageOptions
  int historical;
  int notify;                  // ChannelAttributeOptions
  int count;                   // entries of items and values
  const char* const* items;    // peer ids, channel ids, keys
  const char* const* values;   // attribute values
  const char* channel;         // channel id of an invitation
  const fakesdk_media* media;  // of a file or image message that was sent
} fakesdk_call;

// How many calls are recorded; the i-th of them, 0 when there is none.
int fakesdk_calls(fakesdk_script* script);
int fakesdk_call_at(fakesdk_script* script, int i, fakesdk_call* call);
// Forgets the record and sets fakesdk_count back to 0.
void fakesdk_forget_calls(fakesdk_script* script);
// How often the call was made; counted with FAKESDK_OPTION_QUIET too.
long long fakesdk_count(fakesdk_script* script, int op);
// Waits until the call was made n times, at most that long; returns whether it was.
int fakesdk_wait_calls(fakesdk_script* script, int op, long long n, int timeout_ms);

// Objects alive: created and not released.
typedef struct fakesdk_live {
  long long services;
  long long channels;
  long long call_managers;
  long long invitations;
  long long messages;    // made by the application, or uploaded: the application releases them
  long long received;    // messages inside a callback right now
  long long members;     // inside a callback right now
  long long attributes;  // made by the application
  long long threads;     // SDK threads running
} fakesdk_live;
// Counts of a script; NULL: of services that are not initialized and all they made.
void fakesdk_get_live(const fakesdk_script* script, fakesdk_live* live);

#ifdef __cplusplus
}
#endif

#endif  // FAKESDK_H_
