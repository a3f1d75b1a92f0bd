// The service half of the C++ interface of Agora's RTM SDK, version 1.5.0: the binary interface is
// the vendor's, the text is our own. The order of virtual methods is the order of vtable slots and
// must not change; headers_test.go checks it against internal/spec/rtm-api.json.
//
// A program that defines AGORA_RTM_LAYOUT_1_4 gets the interface of 1.4.10 instead, which has
// other vtable slots: it needs a library of 1.4.x, and a library of 1.5.0 needs it undefined.
//
// Unless a comment says otherwise: a method that returns int returns 0 when the call was accepted
// and a value of the named enum when it was refused; what became of an accepted call is told by the
// named callback. Before initialize calls are refused with the NOT_INITIALIZED value (101) of their
// enum, before login with the NOT_LOGGED_IN one (102). Strings end with a NUL and may not be null.
// What a callback gets is valid until it returns. All callbacks of a service come from one thread.

#ifndef AGORA_RTM_SERVICE_H_
#define AGORA_RTM_SERVICE_H_

#include <stdint.h>

// Functions of the library: C linkage, visible to the dynamic linker.
#define AGORA_API extern "C" __attribute__((visibility("default")))

// Calling convention: nothing to say on Linux.
#define AGORA_CALL

// Visible C++ symbols; no declaration of RTM uses it.
#define _AGORA_CPP_API __attribute__((visibility("default")))

// A text message "<prefix>_<channelId>_<extra>" is the endCall of the old Signaling SDK. The extra
// part may be empty and has no underscore.
#define AGORA_RTM_ENDCALL_PREFIX "AgoraRTMLegacyEndcallCompatibleMessagePrefix"

namespace agora {
namespace rtm {

// Outcome of IRtmService::initialize.
enum INIT_ERR_CODE {
  INIT_ERR_OK = 0,
  INIT_ERR_FAILURE = 1,              // Initialization failed.
  INIT_ERR_ALREADY_INITIALIZED = 2,  // Service is initialized already.
  INIT_ERR_INVALID_APP_ID = 3,       // App ID is not one the SDK accepts.
  INIT_ERR_INVALID_ARGUMENT = 4,     // An argument is invalid, for one a null event handler.
};

// Outcome of a login.
enum LOGIN_ERR_CODE {
  LOGIN_ERR_OK = 0,
  // Login failed for an unknown reason.
  LOGIN_ERR_UNKNOWN = 1,
  // Login was refused by the server.
  LOGIN_ERR_REJECTED = 2,
  // User id is not one the SDK accepts.
  LOGIN_ERR_INVALID_ARGUMENT = 3,
  // App ID is unknown.
  LOGIN_ERR_INVALID_APP_ID = 4,
  // Token is invalid.
  LOGIN_ERR_INVALID_TOKEN = 5,
  // Token has expired.
  LOGIN_ERR_TOKEN_EXPIRED = 6,
  // User may not log in.
  LOGIN_ERR_NOT_AUTHORIZED = 7,
  // User is logged in, logging in, or was put out and has not logged out.
  LOGIN_ERR_ALREADY_LOGGED_IN = 8,
  // Login got no answer in time.
  LOGIN_ERR_TIMEOUT = 9,
  // More logins than 2 in 1 s.
  LOGIN_ERR_TOO_OFTEN = 10,
  // Service is not initialized.
  LOGIN_ERR_NOT_INITIALIZED = 101,
};

// Outcome of a logout.
enum LOGOUT_ERR_CODE {
  LOGOUT_ERR_OK = 0,
  LOGOUT_ERR_REJECTED = 1,              // Refused by the server; reserved.
  LOGOUT_ERR_NOT_INITIALIZED = 101,     // Service is not initialized.
  LOGOUT_ERR_USER_NOT_LOGGED_IN = 102,  // User is not logged in.
};

// Outcome of a token renewal.
enum RENEW_TOKEN_ERR_CODE {
  RENEW_TOKEN_ERR_OK = 0,
  RENEW_TOKEN_ERR_FAILURE = 1,               // Token could not be renewed.
  RENEW_TOKEN_ERR_INVALID_ARGUMENT = 2,      // Token is missing.
  RENEW_TOKEN_ERR_REJECTED = 3,              // Refused by the server; reserved.
  RENEW_TOKEN_ERR_TOO_OFTEN = 4,             // More token renewals than 2 in 1 s.
  RENEW_TOKEN_ERR_TOKEN_EXPIRED = 5,         // Token has expired.
  RENEW_TOKEN_ERR_INVALID_TOKEN = 6,         // Token is invalid.
  RENEW_TOKEN_ERR_NOT_INITIALIZED = 101,     // Service is not initialized.
  RENEW_TOKEN_ERR_USER_NOT_LOGGED_IN = 102,  // User is not logged in.
};

// State of the connection between a service and the RTM system.
enum CONNECTION_STATE {
  // Not logged in; the state at the start, after a logout and after a failed login.
  CONNECTION_STATE_DISCONNECTED = 1,
  // Login is under way.
  CONNECTION_STATE_CONNECTING = 2,
  // Logged in.
  CONNECTION_STATE_CONNECTED = 3,
  // Logged in but cut off; the SDK keeps trying to come back.
  CONNECTION_STATE_RECONNECTING = 4,
  // Put out by the server, and the SDK has given up; log out before the next login.
  CONNECTION_STATE_ABORTED = 5,
};

// Why the connection state changed.
enum CONNECTION_CHANGE_REASON {
  // Login was called.
  CONNECTION_CHANGE_REASON_LOGIN = 1,
  // Login succeeded, or a lost connection was restored.
  CONNECTION_CHANGE_REASON_LOGIN_SUCCESS = 2,
  // Login failed.
  CONNECTION_CHANGE_REASON_LOGIN_FAILURE = 3,
  // Login got no answer in time.
  CONNECTION_CHANGE_REASON_LOGIN_TIMEOUT = 4,
  // Link was lost for more than 4 s.
  CONNECTION_CHANGE_REASON_INTERRUPTED = 5,
  // Logout was called.
  CONNECTION_CHANGE_REASON_LOGOUT = 6,
  // User was banned by the server.
  CONNECTION_CHANGE_REASON_BANNED_BY_SERVER = 7,
  // Same user id logged in elsewhere.
  CONNECTION_CHANGE_REASON_REMOTE_LOGIN = 8,
#ifndef AGORA_RTM_LAYOUT_1_4
  // Token ran out.
  CONNECTION_CHANGE_REASON_TOKEN_EXPIRED = 9,
#endif
};

// Outcome of a peer message.
enum PEER_MESSAGE_ERR_CODE {
  // Peer has received the message.
  PEER_MESSAGE_ERR_OK = 0,
  // Message could not be sent.
  PEER_MESSAGE_ERR_FAILURE = 1,
  // No acknowledgement within 10 s.
  PEER_MESSAGE_ERR_SENT_TIMEOUT = 2,
  // Peer is offline and the message was not stored.
  PEER_MESSAGE_ERR_PEER_UNREACHABLE = 3,
  // Peer is offline; the server keeps the message for its next login.
  PEER_MESSAGE_ERR_CACHED_BY_SERVER = 4,
  // More messages than 1500 in 3 s, peer and channel messages together.
  PEER_MESSAGE_ERR_TOO_OFTEN = 5,
  // Peer id is not one the SDK accepts.
  PEER_MESSAGE_ERR_INVALID_USERID = 6,
  // Message is missing or larger than 32 KB.
  PEER_MESSAGE_ERR_INVALID_MESSAGE = 7,
  // Peer's SDK is too old for this kind of message.
  PEER_MESSAGE_ERR_IMCOMPATIBLE_MESSAGE = 8,
  // Service is not initialized.
  PEER_MESSAGE_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  PEER_MESSAGE_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of joining a channel.
enum JOIN_CHANNEL_ERR {
  JOIN_CHANNEL_ERR_OK = 0,
  JOIN_CHANNEL_ERR_FAILURE = 1,                      // Channel could not be joined.
  JOIN_CHANNEL_ERR_REJECTED = 2,                     // Join was refused; not used after 1.0.0.
  JOIN_CHANNEL_ERR_INVALID_ARGUMENT = 3,             // Channel id is not one the SDK accepts.
  JOIN_CHANNEL_TIMEOUT = 4,                          // Join got no answer within 5 s.
  JOIN_CHANNEL_ERR_EXCEED_LIMIT = 5,                 // More channels than 20 at once.
  JOIN_CHANNEL_ERR_ALREADY_JOINED = 6,               // Channel is joined, or being joined, already.
  JOIN_CHANNEL_ERR_TOO_OFTEN = 7,                    // More joins than 50 in 3 s.
  JOIN_CHANNEL_ERR_JOIN_SAME_CHANNEL_TOO_OFTEN = 8,  // More joins of this channel than 2 in 5 s.
  JOIN_CHANNEL_ERR_NOT_INITIALIZED = 101,            // Service is not initialized.
  JOIN_CHANNEL_ERR_USER_NOT_LOGGED_IN = 102,         // User is not logged in.
};

// Outcome of leaving a channel.
enum LEAVE_CHANNEL_ERR {
  LEAVE_CHANNEL_ERR_OK = 0,
  LEAVE_CHANNEL_ERR_FAILURE = 1,         // Channel could not be left.
  LEAVE_CHANNEL_ERR_REJECTED = 2,        // Refused by the server; reserved.
  LEAVE_CHANNEL_ERR_NOT_IN_CHANNEL = 3,  // User is not in the channel.
#ifndef AGORA_RTM_LAYOUT_1_4
  LEAVE_CHANNEL_ERR_KICKED = 4,  // User was removed from the channel by the server.
#endif
  LEAVE_CHANNEL_ERR_NOT_INITIALIZED = 101,     // Service is not initialized.
  LEAVE_CHANNEL_ERR_USER_NOT_LOGGED_IN = 102,  // User is not logged in.
};

// Why a user left a channel; no method or callback of the SDK uses it.
enum LEAVE_CHANNEL_REASON {
  LEAVE_CHANNEL_REASON_QUIT = 1,    // User left.
  LEAVE_CHANNEL_REASON_KICKED = 2,  // User was removed by the server.
};

// Outcome of a channel message.
enum CHANNEL_MESSAGE_ERR_CODE {
  // Server has received the message.
  CHANNEL_MESSAGE_ERR_OK = 0,
  // Message could not be sent.
  CHANNEL_MESSAGE_ERR_FAILURE = 1,
  // No acknowledgement within 10 s.
  CHANNEL_MESSAGE_ERR_SENT_TIMEOUT = 2,
  // More messages than 1500 in 3 s, peer and channel messages together.
  CHANNEL_MESSAGE_ERR_TOO_OFTEN = 3,
  // Message is missing or larger than 32 KB.
  CHANNEL_MESSAGE_ERR_INVALID_MESSAGE = 4,
  // Service is not initialized.
  CHANNEL_MESSAGE_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  CHANNEL_MESSAGE_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of asking for a channel's member list.
enum GET_MEMBERS_ERR {
  GET_MEMBERS_ERR_OK = 0,
  GET_MEMBERS_ERR_FAILURE = 1,               // Member list could not be fetched.
  GET_MEMBERS_ERR_REJECTED = 2,              // Refused by the server; reserved.
  GET_MEMBERS_ERR_TIMEOUT = 3,               // Member list did not come within 5 s.
  GET_MEMBERS_ERR_TOO_OFTEN = 4,             // More member list requests than 5 in 2 s.
  GET_MEMBERS_ERR_NOT_IN_CHANNEL = 5,        // User is not in the channel.
  GET_MEMBERS_ERR_NOT_INITIALIZED = 101,     // Service is not initialized.
  GET_MEMBERS_ERR_USER_NOT_LOGGED_IN = 102,  // User is not logged in.
};

// Outcome of asking whether users are online.
enum QUERY_PEERS_ONLINE_STATUS_ERR {
  QUERY_PEERS_ONLINE_STATUS_ERR_OK = 0,
  // Online status could not be fetched.
  QUERY_PEERS_ONLINE_STATUS_ERR_FAILURE = 1,
  // A user id, or the number of them, is not one the SDK accepts.
  QUERY_PEERS_ONLINE_STATUS_ERR_INVALID_ARGUMENT = 2,
  // Refused by the server; reserved.
  QUERY_PEERS_ONLINE_STATUS_ERR_REJECTED = 3,
  // Online status did not come within 10 s.
  QUERY_PEERS_ONLINE_STATUS_ERR_TIMEOUT = 4,
  // More online status queries than 100 in 5 s.
  QUERY_PEERS_ONLINE_STATUS_ERR_TOO_OFTEN = 5,
  // Service is not initialized.
  QUERY_PEERS_ONLINE_STATUS_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  QUERY_PEERS_ONLINE_STATUS_ERR_USER_NOT_LOGGED_IN = 102,
};

// Whether a user is online.
enum PEER_ONLINE_STATE {
  PEER_ONLINE_STATE_ONLINE = 0,       // Logged in.
  PEER_ONLINE_STATE_UNREACHABLE = 1,  // Logged in, but silent for more than 6 s.
  PEER_ONLINE_STATE_OFFLINE = 2,      // Not logged in, or silent for more than 30 s.
};

// What a subscription to users is about.
enum PEER_SUBSCRIPTION_OPTION {
  PEER_SUBSCRIPTION_OPTION_ONLINE_STATUS = 0,  // Subscription to the online status.
};

// Outcome of subscribing to users' online status, or of ending that.
enum PEER_SUBSCRIPTION_STATUS_ERR {
  PEER_SUBSCRIPTION_STATUS_ERR_OK = 0,
  // Subscription could not be changed.
  PEER_SUBSCRIPTION_STATUS_ERR_FAILURE = 1,
  // A user id, or the number of them, is not one the SDK accepts.
  PEER_SUBSCRIPTION_STATUS_ERR_INVALID_ARGUMENT = 2,
  // Refused by the server; reserved.
  PEER_SUBSCRIPTION_STATUS_ERR_REJECTED = 3,
  // Subscription got no answer within 10 s.
  PEER_SUBSCRIPTION_STATUS_ERR_TIMEOUT = 4,
  // More subscriptions than 10 in 5 s.
  PEER_SUBSCRIPTION_STATUS_ERR_TOO_OFTEN = 5,
  // More subscribed users than 512.
  PEER_SUBSCRIPTION_STATUS_ERR_OVERFLOW = 6,
  // Service is not initialized.
  PEER_SUBSCRIPTION_STATUS_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  PEER_SUBSCRIPTION_STATUS_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of asking which users are subscribed to.
enum QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR {
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_OK = 0,
  // Subscribed users could not be listed.
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_FAILURE = 1,
  // Subscribed users were not listed within 5 s.
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_TIMEOUT = 2,
  // More such queries than 10 in 5 s.
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_TOO_OFTEN = 3,
  // Service is not initialized.
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of reading or writing user or channel attributes.
enum ATTRIBUTE_OPERATION_ERR {
  ATTRIBUTE_OPERATION_ERR_OK = 0,
  // User is not logged in; not used after 1.1.0.
  ATTRIBUTE_OPERATION_ERR_NOT_READY = 1,
  // Attributes could not be read or written.
  ATTRIBUTE_OPERATION_ERR_FAILURE = 2,
  // An id, key or value is not one the SDK accepts.
  ATTRIBUTE_OPERATION_ERR_INVALID_ARGUMENT = 3,
  // Attributes would exceed the number or size allowed.
  ATTRIBUTE_OPERATION_ERR_SIZE_OVERFLOW = 4,
  // More attribute operations than allowed in 5 s.
  ATTRIBUTE_OPERATION_ERR_TOO_OFTEN = 5,
  // User is offline or unknown.
  ATTRIBUTE_OPERATION_ERR_USER_NOT_FOUND = 6,
  // Attributes got no answer within 5 s.
  ATTRIBUTE_OPERATION_ERR_TIMEOUT = 7,
  // Service is not initialized.
  ATTRIBUTE_OPERATION_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  ATTRIBUTE_OPERATION_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of asking how many members channels have.
enum GET_CHANNEL_MEMBER_COUNT_ERR_CODE {
  GET_CHANNEL_MEMBER_COUNT_ERR_OK = 0,
  // Member counts could not be fetched.
  GET_CHANNEL_MEMBER_COUNT_ERR_FAILURE = 1,
  // A channel id, or the number of them, is not one the SDK accepts.
  GET_CHANNEL_MEMBER_COUNT_ERR_INVALID_ARGUMENT = 2,
  // More member count queries than 1 in 1 s.
  GET_CHANNEL_MEMBER_COUNT_ERR_TOO_OFTEN = 3,
  // Member counts did not come within 5 s.
  GET_CHANNEL_MEMBER_COUNT_ERR_TIMEOUT = 4,
  // More channels in one query than 32.
  GET_CHANNEL_MEMBER_COUNT_ERR_EXCEED_LIMIT = 5,
  // Service is not initialized.
  GET_CHANNEL_MEMBER_COUNT_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  GET_CHANNEL_MEMBER_COUNT_ERR_USER_NOT_LOGGED_IN = 102,
};

// Outcome of a download.
enum DOWNLOAD_MEDIA_ERR_CODE {
  DOWNLOAD_MEDIA_ERR_OK = 0,
  // Download failed.
  DOWNLOAD_MEDIA_ERR_FAILURE = 1,
  // Media id or file path is not one the SDK accepts.
  DOWNLOAD_MEDIA_ERR_INVALID_ARGUMENT = 2,
  // Download stood still for 120 s.
  DOWNLOAD_MEDIA_ERR_TIMEOUT = 3,
  // Media id is unknown or has expired.
  DOWNLOAD_MEDIA_ERR_NOT_EXIST = 4,
  // More uploads and downloads than 9 at once.
  DOWNLOAD_MEDIA_ERR_CONCURRENCY_LIMIT_EXCEEDED = 5,
  // Transfer was cancelled or cut off.
  DOWNLOAD_MEDIA_ERR_INTERRUPTED = 6,
  // Service is not initialized.
  DOWNLOAD_MEDIA_ERR_NOT_INITIALIZED = 101,
  // User is not logged in.
  DOWNLOAD_MEDIA_ERR_NOT_LOGGED_IN = 102,
};

// Outcome of an upload.
enum UPLOAD_MEDIA_ERR_CODE {
  UPLOAD_MEDIA_ERR_OK = 0,
  UPLOAD_MEDIA_ERR_FAILURE = 1,                     // Upload failed.
  UPLOAD_MEDIA_ERR_INVALID_ARGUMENT = 2,            // File path is not one the SDK accepts.
  UPLOAD_MEDIA_ERR_TIMEOUT = 3,                     // Upload stood still for 120 s.
  UPLOAD_MEDIA_ERR_SIZE_OVERFLOW = 4,               // File is larger than 30 MB.
  UPLOAD_MEDIA_ERR_CONCURRENCY_LIMIT_EXCEEDED = 5,  // More uploads and downloads than 9 at once.
  UPLOAD_MEDIA_ERR_INTERRUPTED = 6,                 // Transfer was cancelled or cut off.
  UPLOAD_MEDIA_ERR_NOT_INITIALIZED = 101,           // Service is not initialized.
  UPLOAD_MEDIA_ERR_NOT_LOGGED_IN = 102,             // User is not logged in.
};

// Outcome of cancelling an upload or a download.
enum CANCEL_MEDIA_ERR_CODE {
  CANCEL_MEDIA_ERR_OK = 0,
  CANCEL_MEDIA_ERR_FAILURE = 1,            // Transfer could not be cancelled.
  CANCEL_MEDIA_ERR_NOT_EXIST = 2,          // No such transfer is running.
  CANCEL_MEDIA_ERR_NOT_INITIALIZED = 101,  // Service is not initialized.
  CANCEL_MEDIA_ERR_NOT_LOGGED_IN = 102,    // User is not logged in.
};

// Kind of a message.
enum MESSAGE_TYPE {
  MESSAGE_TYPE_UNDEFINED = 0,  // Kind is not known.
  MESSAGE_TYPE_TEXT = 1,       // Text.
  MESSAGE_TYPE_RAW = 2,        // Bytes, with an optional text as description.
  MESSAGE_TYPE_FILE = 3,       // Uploaded file.
  MESSAGE_TYPE_IMAGE = 4,      // Uploaded image.
};

// What the SDK writes into its log file; each level includes the more severe ones.
enum LOG_FILTER_TYPE {
  LOG_FILTER_OFF = 0,       // Nothing is written.
  LOG_FILTER_INFO = 15,     // Everything down to information is written.
  LOG_FILTER_WARN = 14,     // Warnings and errors are written.
  LOG_FILTER_ERROR = 12,    // Errors are written.
  LOG_FILTER_CRITICAL = 8,  // Critical errors alone are written.
  LOG_FILTER_MASK = 0x80f,  // Reserved.
};

#ifndef AGORA_SDK_BOTH_RTM_AND_RTC
// Part of the world whose servers may be used; areas can be combined with |. A program that also
// uses the RTC SDK gets these names from there and hides them here.
enum RTM_AREA_CODE {
  AREA_CODE_CN = 1,             // Mainland China.
  AREA_CODE_NA = 2,             // North America.
  AREA_CODE_EU = 4,             // Europe.
  AREA_CODE_AS = 8,             // Asia without mainland China.
  AREA_CODE_JP = 16,            // Japan.
  AREA_CODE_IN = 32,            // India.
  AREA_CODE_GLOB = 0xffffffff,  // The whole world, all bits set.
};
#endif

// Whether connections go through the vendor's cloud proxy.
enum RTM_CLOUD_PROXY_TYPE {
  RTM_NONE_PROXY = 0,  // No proxy.
  RTM_TCP_PROXY = 1,   // TLS over TCP through the cloud proxy.
};

// Outcome of setRtmServiceContext.
enum SET_RTM_SERVICE_CONTEXT_ERR_CODE {
  SET_RTM_SERVICE_CONTEXT_ERR_OK = 0,
  // Service context could not be set, for one because a service exists already.
  SET_RTM_SERVICE_CONTEXT_ERR_FAILURE = 1,
};

// How to send a message.
struct SendMessageOptions {
  // Peer messages only: the server keeps the message when the peer is offline. Deprecated in
  // 1.5.0.
  bool enableOfflineMessaging;
  // Was never opened to the public. Deprecated in 1.5.0.
  bool enableHistoricalMessaging;

  SendMessageOptions() : enableOfflineMessaging(false), enableHistoricalMessaging(false) {}
};

// One attribute of a user.
struct RtmAttribute {
  // At most 32 bytes.
  const char* key;
  // At most 8 KB, not empty.
  const char* value;
};

// How far an upload or a download has come, in bytes.
struct MediaOperationProgress {
  long long totalSize;
  long long currentSize;
};

// How to change the attributes of a channel.
struct ChannelAttributeOptions {
  // Members get onAttributesUpdated for this change.
  bool enableNotificationToChannelMembers;

  ChannelAttributeOptions() : enableNotificationToChannelMembers(false) {}
};

// Whether one user is online.
struct PeerOnlineStatus {
  const char* peerId;
  // Deprecated in 1.2.0 in favour of onlineState.
  bool isOnline;
  PEER_ONLINE_STATE onlineState;
};

// How many members one channel has. A channel nobody is in has 0.
struct ChannelMemberCount {
  const char* channelId;
  int count;
};

// Settings for all services of the process.
struct RtmServiceContext {
  // Bits of RTM_AREA_CODE. All of them, AREA_CODE_GLOB, read as -1 in an int.
  int areaCode = -1;
  RTM_CLOUD_PROXY_TYPE proxyType = RTM_NONE_PROXY;
};

class IRtmCallManager;       // IAgoraRtmCallManager.h
class IRtmCallEventHandler;  // IAgoraRtmCallManager.h

// One attribute of a channel. Those that createChannelAttribute made belong to the program; those
// that arrive in a callback belong to the SDK.
class IRtmChannelAttribute {
 protected:
  virtual ~IRtmChannelAttribute() {}

 public:
  // Sets the key: at most 32 bytes.
  virtual void setKey(const char* key) = 0;

  // Returns the key.
  virtual const char* getKey() const = 0;

  // Sets the value: at most 8 KB, not empty.
  virtual void setValue(const char* value) = 0;

  // Returns the value.
  virtual const char* getValue() const = 0;

  // Returns who wrote the attribute last.
  virtual const char* getLastUpdateUserId() const = 0;

  // Returns when that was, by the server's clock, in milliseconds since 1970.
  virtual long long getLastUpdateTs() const = 0;

  // Gives back an attribute that the program made.
  virtual void release() = 0;
};

// A message to or from a peer or a channel. One object can be sent several times, and each send
// copies it. A message holds at most 32 KB, its text and its bytes together.
class IMessage {
 protected:
  virtual ~IMessage() {}

 public:
  // Returns the id that onSendMessageResult will name. A received message has an id of its own on
  // this side.
  virtual long long getMessageId() const = 0;

  // Returns the kind.
  virtual MESSAGE_TYPE getMessageType() const = 0;

  // Sets the text of a text message, or the description of a raw message.
  virtual void setText(const char* str) = 0;

  // Returns the text of a text message, or the description of a raw message.
  virtual const char* getText() const = 0;

  // Returns the bytes of a raw message.
  virtual const char* getRawMessageData() const = 0;

  // Returns how many bytes that are. 0 for other kinds.
  virtual int getRawMessageLength() const = 0;

  // Returns when the server got the message, in milliseconds since 1970. Good for display; 0 on
  // the sender's side.
  virtual long long getServerReceivedTs() const = 0;

  // Tells whether the server had kept the message while this user was offline.
  virtual bool isOfflineMessage() const = 0;

  // Gives back a message that the program made. Possible right after the send.
  virtual void release() = 0;
};

// The vendor declares "const long long" return types; compilers call the const idle, but an
// override has to repeat it.
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wignored-qualifiers"
#endif

// A message about an uploaded file: its media id, and a name and a small picture to show.
// Deprecated in 1.5.0. It has no destructor of its own, so the implicit one is public; release it
// all the same.
class IFileMessage : public IMessage {
 public:
  // Returns the size of the uploaded file in bytes.
  virtual long long getSize() const = 0;

  // Returns the id by which the file can be downloaded. It is good for 7 days.
  virtual const char* getMediaId() const = 0;

  // Sets a small picture. File name and thumbnail together are at most 32 KB.
  virtual void setThumbnail(const uint8_t* thumbnail, int length) = 0;

  // Returns the bytes of the small picture.
  virtual const char* getThumbnailData() const = 0;

  // Returns how many bytes that are.
  virtual const long long getThumbnailLength() const = 0;

  // Sets the file name to show.
  virtual void setFileName(const char* fileName) = 0;

  // Returns the file name to show.
  virtual const char* getFileName() const = 0;
};

// A message about an uploaded image. Deprecated in 1.5.0. Like IFileMessage it is released, not
// deleted.
class IImageMessage : public IMessage {
 public:
  // Returns the size of the uploaded image in bytes.
  virtual long long getSize() const = 0;

  // Returns the id by which the image can be downloaded. It is good for 7 days.
  virtual const char* getMediaId() const = 0;

  // Sets a small picture. The length is wider than that of IFileMessage.
  virtual void setThumbnail(const uint8_t* thumbnail, long long length) = 0;

  // Returns the bytes of the small picture.
  virtual const char* getThumbnailData() const = 0;

  // Returns how many bytes that are.
  virtual const long long getThumbnailLength() const = 0;

  // Sets the file name to show.
  virtual void setFileName(const char* fileName) = 0;

  // Returns the file name to show.
  virtual const char* getFileName() const = 0;

  // Sets the width to show; the image stays as it is. The SDK finds the size of JPEG, PNG and BMP
  // images by itself.
  virtual void setWidth(int width) = 0;

  // Returns the width, or 0 when it is not known.
  virtual int getWidth() const = 0;

  // Sets the height to show.
  virtual void setHeight(int height) = 0;

  // Returns the height, or 0 when it is not known.
  virtual int getHeight() const = 0;

  // Sets the width of the small picture, which the SDK never finds by itself.
  virtual void setThumbnailWidth(int width) = 0;

  // Returns the width of the small picture.
  virtual int getThumbnailWidth() const = 0;

  // Sets the height of the small picture.
  virtual void setThumbnailHeight(int height) = 0;

  // Returns the height of the small picture.
  virtual int getThumbnailHeight() const = 0;
};

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

// A user in a channel. The objects that callbacks get belong to the SDK.
class IChannelMember {
 protected:
  virtual ~IChannelMember() {}

 public:
  // Returns the user.
  virtual const char* getUserId() const = 0;

  // Returns the channel.
  virtual const char* getChannelId() const = 0;

  // Not for the program: the SDK gives back what it passed to a callback.
  virtual void release() = 0;
};

// What a channel tells the program. Override what is of interest. The handler must outlive the
// channel.
class IChannelEventHandler {
 public:
  virtual ~IChannelEventHandler() {}

  // join has succeeded.
  virtual void onJoinSuccess() {}

  // join has failed.
  virtual void onJoinFailure(JOIN_CHANNEL_ERR /*errorCode*/) {}

  // leave has ended. Also tells, with KICKED, that the server has removed the user.
  virtual void onLeave(LEAVE_CHANNEL_ERR /*errorCode*/) {}

  // Another member has sent a text or raw message.
  virtual void onMessageReceived(const char* /*userId*/, const IMessage* /*message*/) {}

  // Another member has sent an image message. Deprecated in 1.5.0.
  virtual void onImageMessageReceived(const char* /*userId*/, const IImageMessage* /*message*/) {}

  // Another member has sent a file message. Deprecated in 1.5.0.
  virtual void onFileMessageReceived(const char* /*userId*/, const IFileMessage* /*message*/) {}

  // sendMessage has ended. OK means that the server has got the message.
  virtual void onSendMessageResult(long long /*messageId*/, CHANNEL_MESSAGE_ERR_CODE /*state*/) {}

  // Another user has joined. Silent in channels with more than 512 members.
  virtual void onMemberJoined(IChannelMember* /*member*/) {}

  // Another user has left, logged out, or was cut off for 30 s. Silent in channels with more than
  // 512 members.
  virtual void onMemberLeft(IChannelMember* /*member*/) {}

  // getMembers has ended. At most 512 members are listed; on failure none.
  virtual void onGetMembers(IChannelMember** /*members*/, int /*userCount*/,
                            GET_MEMBERS_ERR /*errorCode*/) {}

  // The attributes of the channel have changed and their writer wished members to know. Lists all
  // of them.
  virtual void onAttributesUpdated(const IRtmChannelAttribute* /*attributes*/[],
                                   int /*numberOfAttributes*/) {}

  // The number of members has changed. Comes at most once in 1 s, in channels with more than 512
  // members once in 3 s, and after joining.
  virtual void onMemberCountUpdated(int /*memberCount*/) {}
};

// A channel. Making the object does not join it. At most 20 channels can be joined at once.
class IChannel {
 protected:
  virtual ~IChannel() {}

 public:
  // Joins. Returns JOIN_CHANNEL_ERR; ends in onJoinSuccess or onJoinFailure. At most 50 in 3 s, 2
  // in 5 s for one channel.
  virtual int join() = 0;

  // Leaves. Returns LEAVE_CHANNEL_ERR; ends in onLeave.
  virtual int leave() = 0;

  // Sends to all other members, with default options. Returns CHANNEL_MESSAGE_ERR_CODE; ends in
  // onSendMessageResult. Deprecated in 1.3.0.
  virtual int sendMessage(const IMessage* message) = 0;

  // Sends to all other members. Returns CHANNEL_MESSAGE_ERR_CODE; ends in onSendMessageResult.
  // Peer and channel messages of a service together: at most 1500 in 3 s.
  virtual int sendMessage(const IMessage* message, const SendMessageOptions& options) = 0;

  // Returns the channel id.
  virtual const char* getId() const = 0;

  // Asks who is in the channel. Returns GET_MEMBERS_ERR; ends in onGetMembers. At most 5 in 2 s.
  virtual int getMembers() = 0;

  // Gives the channel back, which leaves it. Not from inside one of the channel's own callbacks:
  // that blocks for ever.
  virtual void release() = 0;
};

// What a service tells the program. Override what is of interest. The handler must outlive the
// service or be removed from it.
class IRtmServiceEventHandler {
 public:
  virtual ~IRtmServiceEventHandler() {}

  // login has succeeded.
  virtual void onLoginSuccess() {}

  // login has failed.
  virtual void onLoginFailure(LOGIN_ERR_CODE /*errorCode*/) {}

  // renewToken has ended.
  virtual void onRenewTokenResult(const char* /*token*/, RENEW_TOKEN_ERR_CODE /*errorCode*/) {}

  // The token has run out. The connection ends, or stays down until renewToken.
  virtual void onTokenExpired() {}

#ifndef AGORA_RTM_LAYOUT_1_4
  // The token runs out in 30 s. New in 1.5.0.
  virtual void onTokenPrivilegeWillExpire() {}
#endif

  // logout has ended.
  virtual void onLogout(LOGOUT_ERR_CODE /*errorCode*/) {}

  // The connection has another state.
  virtual void onConnectionStateChanged(CONNECTION_STATE /*state*/,
                                        CONNECTION_CHANGE_REASON /*reason*/) {}

  // sendMessageToPeer has ended. OK means that the peer has got the message.
  virtual void onSendMessageResult(long long /*messageId*/, PEER_MESSAGE_ERR_CODE /*errorCode*/) {}

  // A peer has sent a text or raw message.
  virtual void onMessageReceivedFromPeer(const char* /*peerId*/, const IMessage* /*message*/) {}

  // A peer has sent an image message. Deprecated in 1.5.0.
  virtual void onImageMessageReceivedFromPeer(const char* /*peerId*/,
                                              const IImageMessage* /*message*/) {}

  // A peer has sent a file message. Deprecated in 1.5.0.
  virtual void onFileMessageReceivedFromPeer(const char* /*peerId*/,
                                             const IFileMessage* /*message*/) {}

  // How far an upload has come; once per second while it moves. Deprecated in 1.5.0.
  virtual void onMediaUploadingProgress(long long /*requestId*/,
                                        const MediaOperationProgress& /*progress*/) {}

  // How far a download has come; once per second while it moves. Deprecated in 1.5.0.
  virtual void onMediaDownloadingProgress(long long /*requestId*/,
                                          const MediaOperationProgress& /*progress*/) {}

  // createFileMessageByUploading has ended. The message belongs to the program.
  virtual void onFileMediaUploadResult(long long /*requestId*/, IFileMessage* /*fileMessage*/,
                                       UPLOAD_MEDIA_ERR_CODE /*code*/) {}

  // createImageMessageByUploading has ended. The message belongs to the program.
  virtual void onImageMediaUploadResult(long long /*requestId*/, IImageMessage* /*imageMessage*/,
                                        UPLOAD_MEDIA_ERR_CODE /*code*/) {}

  // downloadMediaToFile has ended.
  virtual void onMediaDownloadToFileResult(long long /*requestId*/,
                                           DOWNLOAD_MEDIA_ERR_CODE /*code*/) {}

  // downloadMediaToMemory has ended. The memory is freed when the callback returns.
  virtual void onMediaDownloadToMemoryResult(long long /*requestId*/, const char* /*memory*/,
                                             long long /*length*/,
                                             DOWNLOAD_MEDIA_ERR_CODE /*code*/) {}

  // cancelMediaDownload or cancelMediaUpload has ended. Names the transfer.
  virtual void onMediaCancelResult(long long /*requestId*/, CANCEL_MEDIA_ERR_CODE /*code*/) {}

  // queryPeersOnlineStatus has ended. The states come in the order of the question.
  virtual void onQueryPeersOnlineStatusResult(long long /*requestId*/,
                                              const PeerOnlineStatus* /*peersStatus*/,
                                              int /*peerCount*/,
                                              QUERY_PEERS_ONLINE_STATUS_ERR /*errorCode*/) {}

  // subscribePeersOnlineStatus or unsubscribePeersOnlineStatus has ended.
  virtual void onSubscriptionRequestResult(long long /*requestId*/,
                                           PEER_SUBSCRIPTION_STATUS_ERR /*errorCode*/) {}

  // queryPeersBySubscriptionOption has ended.
  virtual void onQueryPeersBySubscriptionOptionResult(
      long long /*requestId*/, const char* /*peerIds*/[], int /*peerCount*/,
      QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR /*errorCode*/) {}

  // Users subscribed to have another state. Comes after each subscription too.
  virtual void onPeersOnlineStatusChanged(const PeerOnlineStatus /*peersStatus*/[],
                                          int /*peerCount*/) {}

  // setLocalUserAttributes has ended.
  virtual void onSetLocalUserAttributesResult(long long /*requestId*/,
                                              ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // addOrUpdateLocalUserAttributes has ended.
  virtual void onAddOrUpdateLocalUserAttributesResult(long long /*requestId*/,
                                                      ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // deleteLocalUserAttributesByKeys has ended.
  virtual void onDeleteLocalUserAttributesResult(long long /*requestId*/,
                                                 ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // clearLocalUserAttributes has ended.
  virtual void onClearLocalUserAttributesResult(long long /*requestId*/,
                                                ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // getUserAttributes or getUserAttributesByKeys has ended.
  virtual void onGetUserAttributesResult(long long /*requestId*/, const char* /*userId*/,
                                         const RtmAttribute* /*attributes*/,
                                         int /*numberOfAttributes*/,
                                         ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // setChannelAttributes has ended.
  virtual void onSetChannelAttributesResult(long long /*requestId*/,
                                            ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // addOrUpdateChannelAttributes has ended.
  virtual void onAddOrUpdateChannelAttributesResult(long long /*requestId*/,
                                                    ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // deleteChannelAttributesByKeys has ended.
  virtual void onDeleteChannelAttributesResult(long long /*requestId*/,
                                               ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // clearChannelAttributes has ended.
  virtual void onClearChannelAttributesResult(long long /*requestId*/,
                                              ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // getChannelAttributes or getChannelAttributesByKeys has ended.
  virtual void onGetChannelAttributesResult(long long /*requestId*/,
                                            const IRtmChannelAttribute* /*attributes*/[],
                                            int /*numberOfAttributes*/,
                                            ATTRIBUTE_OPERATION_ERR /*errorCode*/) {}

  // getChannelMemberCount has ended.
  virtual void onGetChannelMemberCountResult(long long /*requestId*/,
                                             const ChannelMemberCount* /*channelMemberCounts*/,
                                             int /*channelCount*/,
                                             GET_CHANNEL_MEMBER_COUNT_ERR_CODE /*errorCode*/) {}
};

// One user of the RTM system: login, peer messages, presence, attributes, media, and the way to
// channels and calls.
class IRtmService {
 protected:
  virtual ~IRtmService() {}

 public:
  // Comes before all else. Returns INIT_ERR_CODE; no callback.
  virtual int initialize(const char* appId, IRtmServiceEventHandler* eventHandler) = 0;

  // Adds a handler beside the one that initialize got.
  virtual void addEventHandler(IRtmServiceEventHandler* eventHandler) = 0;

  // Takes a handler away.
  virtual void removeEventHandler(IRtmServiceEventHandler* eventHandler) = 0;

  // Ends the service and frees it. With sync it returns when no callback can come any more.
  // Channels and the call manager are released before.
  virtual void release(bool sync = false) = 0;

  // Logs in. The token may be null while the project asks for none. Returns LOGIN_ERR_CODE; ends
  // in onLoginSuccess or onLoginFailure. At most 2 in 1 s. A user who was logged in elsewhere is
  // put out there.
  virtual int login(const char* token, const char* userId) = 0;

  // Logs out, which leaves all channels and forgets subscriptions and user attributes. Returns
  // LOGOUT_ERR_CODE; ends in onLogout.
  virtual int logout() = 0;

  // Replaces the token. Returns RENEW_TOKEN_ERR_CODE; ends in onRenewTokenResult. At most 2 in 1
  // s.
  virtual int renewToken(const char* token) = 0;

  // Sends to one user, with default options. Deprecated in 1.1.0.
  virtual int sendMessageToPeer(const char* peerId, const IMessage* message) = 0;

  // Fetches a file into memory. Returns DOWNLOAD_MEDIA_ERR_CODE; ends in
  // onMediaDownloadToMemoryResult. At most 9 transfers at once. Deprecated in 1.5.0, like all
  // media methods.
  virtual int downloadMediaToMemory(const char* mediaId, long long& requestId) = 0;

  // Fetches a file to an absolute path. Returns DOWNLOAD_MEDIA_ERR_CODE; ends in
  // onMediaDownloadToFileResult.
  virtual int downloadMediaToFile(const char* mediaId, const char* filePath,
                                  long long& requestId) = 0;

  // Ends a running download, whose own result is then INTERRUPTED. Returns CANCEL_MEDIA_ERR_CODE;
  // ends in onMediaCancelResult.
  virtual int cancelMediaDownload(long long requestId) = 0;

  // Ends a running upload, whose own result is then INTERRUPTED. Returns CANCEL_MEDIA_ERR_CODE;
  // ends in onMediaCancelResult.
  virtual int cancelMediaUpload(long long requestId) = 0;

  // Sends to one user. Returns PEER_MESSAGE_ERR_CODE; ends in onSendMessageResult. Peer and
  // channel messages together: at most 1500 in 3 s.
  virtual int sendMessageToPeer(const char* peerId, const IMessage* message,
                                const SendMessageOptions& options) = 0;

  // Makes a channel object, or returns the one there is for the same id. Possible before login.
  virtual IChannel* createChannel(const char* channelId, IChannelEventHandler* eventHandler) = 0;

  // Returns the call manager, always the same one. Possible before login.
  virtual IRtmCallManager* getRtmCallManager(IRtmCallEventHandler* eventHandler) = 0;

  // Makes an empty text message.
  virtual IMessage* createMessage() = 0;

  // Makes a text message.
  virtual IMessage* createMessage(const char* message) = 0;

  // Makes a raw message.
  virtual IMessage* createMessage(const uint8_t* rawData, int length) = 0;

  // Makes a raw message with a text as description.
  virtual IMessage* createMessage(const uint8_t* rawData, int length, const char* description) = 0;

  // Makes a file message about what was uploaded before.
  virtual IFileMessage* createFileMessageByMediaId(const char* mediaId) = 0;

  // Makes an image message about what was uploaded before.
  virtual IImageMessage* createImageMessageByMediaId(const char* mediaId) = 0;

  // Uploads a file of at most 30 MB. Returns UPLOAD_MEDIA_ERR_CODE; ends in
  // onFileMediaUploadResult.
  virtual int createFileMessageByUploading(const char* filePath, long long& requestId) = 0;

  // Uploads an image of at most 30 MB. Returns UPLOAD_MEDIA_ERR_CODE; ends in
  // onImageMediaUploadResult.
  virtual int createImageMessageByUploading(const char* filePath, long long& requestId) = 0;

  // Makes a channel attribute.
  virtual IRtmChannelAttribute* createChannelAttribute() = 0;

  // Sets private options, as JSON. Returns 0, or another number on failure.
  virtual int setParameters(const char* parameters) = 0;

  // Asks whether users are online: at most 256 users, 100 calls in 5 s. Returns
  // QUERY_PEERS_ONLINE_STATUS_ERR; ends in onQueryPeersOnlineStatusResult.
  virtual int queryPeersOnlineStatus(const char* peerIds[], int peerCount,
                                     long long& requestId) = 0;

  // Asks to be told when users come and go: at most 512 in all, 10 calls in 5 s. Returns
  // PEER_SUBSCRIPTION_STATUS_ERR; ends in onSubscriptionRequestResult.
  virtual int subscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                         long long& requestId) = 0;

  // Ends that. Returns PEER_SUBSCRIPTION_STATUS_ERR; ends in onSubscriptionRequestResult.
  virtual int unsubscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                           long long& requestId) = 0;

  // Asks which users are subscribed to: 10 calls in 5 s. Returns
  // QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR; ends in onQueryPeersBySubscriptionOptionResult.
  virtual int queryPeersBySubscriptionOption(PEER_SUBSCRIPTION_OPTION option,
                                             long long& requestId) = 0;

  // Replaces all attributes of this user: at most 32, 16 KB in all. Writing user attributes: 100
  // calls in 5 s. This and the next five return ATTRIBUTE_OPERATION_ERR and end in a callback of
  // their own name.
  virtual int setLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                     long long& requestId) = 0;

  // Writes some attributes of this user and keeps the others.
  virtual int addOrUpdateLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                             long long& requestId) = 0;

  // Deletes some attributes of this user.
  virtual int deleteLocalUserAttributesByKeys(const char* attributeKeys[], int numberOfKeys,
                                              long long& requestId) = 0;

  // Deletes all attributes of this user.
  virtual int clearLocalUserAttributes(long long& requestId) = 0;

  // Reads all attributes of a user who is online. Reading user attributes: 400 calls in 5 s.
  virtual int getUserAttributes(const char* userId, long long& requestId) = 0;

  // Reads some attributes of a user who is online.
  virtual int getUserAttributesByKeys(const char* userId, const char* attributeKeys[],
                                      int numberOfKeys, long long& requestId) = 0;

  // Replaces all attributes of a channel: at most 32, 32 KB in all. No need to be in the channel.
  // Writing channel attributes: 100 calls in 5 s. This and the next five return
  // ATTRIBUTE_OPERATION_ERR and end in a callback of their own name.
  virtual int setChannelAttributes(const char* channelId, const IRtmChannelAttribute* attributes[],
                                   int numberOfAttributes, const ChannelAttributeOptions& options,
                                   long long& requestId) = 0;

  // Writes some attributes of a channel and keeps the others.
  virtual int addOrUpdateChannelAttributes(const char* channelId,
                                           const IRtmChannelAttribute* attributes[],
                                           int numberOfAttributes,
                                           const ChannelAttributeOptions& options,
                                           long long& requestId) = 0;

  // Deletes some attributes of a channel.
  virtual int deleteChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                            int numberOfKeys,
                                            const ChannelAttributeOptions& options,
                                            long long& requestId) = 0;

  // Deletes all attributes of a channel.
  virtual int clearChannelAttributes(const char* channelId, const ChannelAttributeOptions& options,
                                     long long& requestId) = 0;

  // Reads all attributes of a channel. Reading channel attributes: 400 calls in 5 s.
  virtual int getChannelAttributes(const char* channelId, long long& requestId) = 0;

  // Reads some attributes of a channel.
  virtual int getChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                         int numberOfKeys, long long& requestId) = 0;

  // Asks how many members channels have: at most 32 channels, 1 call in 1 s. Returns
  // GET_CHANNEL_MEMBER_COUNT_ERR_CODE; ends in onGetChannelMemberCountResult.
  virtual int getChannelMemberCount(const char* channelIds[], int channelCount,
                                    long long& requestId) = 0;

  // Says where the log goes: an absolute path. Best called right after initialize. Returns 0, or
  // another number on failure, as do the next two.
  virtual int setLogFile(const char* logfile) = 0;

  // Says what is logged.
  virtual int setLogFilter(LOG_FILTER_TYPE filter) = 0;

  // Says how large each of the two log files may grow, in KB: 512 to 1048576.
  virtual int setLogFileSize(int fileSizeInKBytes) = 0;
};

// Makes a service, or returns null. Any number may exist in a process. initialize comes next.
AGORA_API IRtmService* AGORA_CALL createRtmService();

// Returns the version of the library, such as "1.5.0".
AGORA_API const char* AGORA_CALL getRtmSdkVersion();

// Sets what holds for all services made later. Possible before the first service is made and after
// all are released.
AGORA_API SET_RTM_SERVICE_CONTEXT_ERR_CODE AGORA_CALL
setRtmServiceContext(const RtmServiceContext& context);

}  // namespace rtm
}  // namespace agora

#endif  // AGORA_RTM_SERVICE_H_
