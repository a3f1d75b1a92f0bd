// event.h: the record of one event, between an SDK callback and the consumer.
#ifndef AGORA_RTM_GO_CSRC_EVENT_H_
#define AGORA_RTM_GO_CSRC_EVENT_H_

#include <cstddef>
#include <cstdint>

namespace rtm_shim {

// One kind per function of rtm_callbacks, in its order.
enum class EventKind : uint32_t {
  kDropped,  // gave way to newer ones, or lost what it was about
  kLoginSuccess,
  kLoginFailure,
  kRenewTokenResult,
  kTokenExpired,
  kTokenPrivilegeWillExpire,
  kLogout,
  kConnectionStateChanged,
  kSendMessageResult,
  kMessageReceivedFromPeer,
  kChannelJoinSuccess,
  kChannelJoinFailure,
  kChannelLeave,
  kChannelMessageReceived,
  kChannelSendMessageResult,
  kChannelMemberJoined,
  kChannelMemberLeft,
  kChannelGetMembers,
  kChannelMemberCountUpdated,
  kChannelAttributesUpdated,
  kQueryPeersOnlineStatusResult,
  kSubscriptionRequestResult,
  kQueryPeersBySubscriptionOptionResult,
  kPeersOnlineStatusChanged,
  kSetLocalUserAttributesResult,
  kAddOrUpdateLocalUserAttributesResult,
  kDeleteLocalUserAttributesResult,
  kClearLocalUserAttributesResult,
  kGetUserAttributesResult,
  kSetChannelAttributesResult,
  kAddOrUpdateChannelAttributesResult,
  kDeleteChannelAttributesResult,
  kClearChannelAttributesResult,
  kGetChannelAttributesResult,
  kGetChannelMemberCountResult,
  kMediaUploadingProgress,
  kMediaDownloadingProgress,
  kFileMediaUploadResult,
  kImageMediaUploadResult,
  kMediaDownloadToFileResult,
  kMediaDownloadToMemoryResult,
  kMediaCancelResult,
  kLocalInvitationReceivedByPeer,
  kLocalInvitationCanceled,
  kLocalInvitationFailure,
  kLocalInvitationAccepted,
  kLocalInvitationRefused,
  kRemoteInvitationReceived,
  kRemoteInvitationRefused,
  kRemoteInvitationAccepted,
  kRemoteInvitationCanceled,
  kRemoteInvitationFailure,
};

// One event. Its strings stand one after the other in the buffer's arena; what
// has no field of its own (lists, the extras of a file message) is packed into
// the third of them, `raw`.
struct Event {
  EventKind kind = EventKind::kDropped;
  int32_t code = 0;    // error code, connection state, or count
  int32_t detail = 0;  // change reason, message type, invitation state, or length of a list
  int32_t offline = 0;
  uint64_t key = 0;       // of the channel or invitation; of a progress, the total
  int64_t id = 0;         // of the message or request
  int64_t server_ts = 0;  // of a progress, how far it is
  size_t offset = 0;
  uint32_t user_len = 0;
  uint32_t text_len = 0;
  uint32_t raw_len = 0;

  size_t size() const { return size_t{user_len} + text_len + raw_len; }
  bool droppable() const {
    return kind == EventKind::kMessageReceivedFromPeer ||
           kind == EventKind::kChannelMessageReceived;
  }
  // Whether it has a place in the buffer's list of owned objects.
  bool owning() const {
    return kind == EventKind::kFileMediaUploadResult ||
           kind == EventKind::kImageMediaUploadResult ||
           kind == EventKind::kRemoteInvitationReceived;
  }
};

// What an event hands over for keeps: an SDK object that the application is to
// release. Destroying one releases it.
class Owned {
 public:
  // `parent` is the service or call manager that it must not outlive.
  explicit Owned(const void* parent) : parent_(parent) {}
  virtual ~Owned() = default;
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  const void* parent() const { return parent_; }

 private:
  const void* const parent_;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_EVENT_H_
