// service.h: what stands behind an rtm_service pointer.
#ifndef AGORA_RTM_GO_CSRC_SERVICE_H_
#define AGORA_RTM_GO_CSRC_SERVICE_H_

#include <memory>
#include <utility>

#include "event_queue.h"
#include "guard.h"
#include "pack.h"
#include "sdk.h"

namespace rtm_shim {

// Pushes a list as one event: `pack(packer)` packs its entries and returns how
// many there are. A list that memory does not suffice for becomes `failure`.
template <typename Pack>
void PushList(EventQueue& queue, Event e, const char* user, int32_t failure, Pack&& pack) noexcept {
  Packer packed;
  const bool ok = Guarded(false, [&] {
    e.detail = pack(packed);
    return true;
  });
  if (!ok) {
    e.code = failure;
    e.detail = 0;
  }
  queue.Push(e, ViewOf(user), {}, ok ? packed.view() : std::string_view());
}

// The callbacks that not every version of the SDK has. So none says `override`;
// where they are defined, they are checked to be overrides if there is something
// to override.
class VersionedServiceHandler : public agora::rtm::IRtmServiceEventHandler {
 public:
  // service.cc
  void onTokenPrivilegeWillExpire() noexcept;

  // media.cc
  void onImageMessageReceivedFromPeer(const char* peerId,
                                      const agora::rtm::IImageMessage* message) noexcept;
  void onFileMessageReceivedFromPeer(const char* peerId,
                                     const agora::rtm::IFileMessage* message) noexcept;
  void onMediaUploadingProgress(long long requestId,
                                const agora::rtm::MediaOperationProgress& progress) noexcept;
  void onMediaDownloadingProgress(long long requestId,
                                  const agora::rtm::MediaOperationProgress& progress) noexcept;
  void onFileMediaUploadResult(long long requestId, agora::rtm::IFileMessage* fileMessage,
                               agora::rtm::UPLOAD_MEDIA_ERR_CODE code) noexcept;
  void onImageMediaUploadResult(long long requestId, agora::rtm::IImageMessage* imageMessage,
                                agora::rtm::UPLOAD_MEDIA_ERR_CODE code) noexcept;
  void onMediaDownloadToFileResult(long long requestId,
                                   agora::rtm::DOWNLOAD_MEDIA_ERR_CODE code) noexcept;
  void onMediaDownloadToMemoryResult(long long requestId, const char* memory, long long length,
                                     agora::rtm::DOWNLOAD_MEDIA_ERR_CODE code) noexcept;
  void onMediaCancelResult(long long requestId, agora::rtm::CANCEL_MEDIA_ERR_CODE code) noexcept;

 protected:
  // `service` is the parent of the objects that results bring.
  VersionedServiceHandler(std::shared_ptr<EventQueue> queue, const void* service)
      : queue_(std::move(queue)), service_(service) {}

  void PushResult(EventKind kind, long long id, int32_t code) noexcept {
    Event e;
    e.kind = kind;
    e.id = id;
    e.code = code;
    queue_->Push(e);
  }

  const std::shared_ptr<EventQueue> queue_;
  const void* const service_;
};

// Turns the service callbacks of one SDK instance into queued events.
class ServiceHandler final : public VersionedServiceHandler {
 public:
  ServiceHandler(std::shared_ptr<EventQueue> queue, const void* service)
      : VersionedServiceHandler(std::move(queue), service) {}

  void onLoginSuccess() noexcept override;
  void onLoginFailure(agora::rtm::LOGIN_ERR_CODE errorCode) noexcept override;
  void onRenewTokenResult(const char* token,
                          agora::rtm::RENEW_TOKEN_ERR_CODE errorCode) noexcept override;
  void onTokenExpired() noexcept override;
  void onLogout(agora::rtm::LOGOUT_ERR_CODE errorCode) noexcept override;
  void onConnectionStateChanged(agora::rtm::CONNECTION_STATE state,
                                agora::rtm::CONNECTION_CHANGE_REASON reason) noexcept override;
  void onSendMessageResult(long long messageId,
                           agora::rtm::PEER_MESSAGE_ERR_CODE errorCode) noexcept override;
  void onMessageReceivedFromPeer(const char* peerId,
                                 const agora::rtm::IMessage* message) noexcept override;

  // presence.cc
  void onQueryPeersOnlineStatusResult(
      long long requestId, const agora::rtm::PeerOnlineStatus* peersStatus, int peerCount,
      agora::rtm::QUERY_PEERS_ONLINE_STATUS_ERR errorCode) noexcept override;
  void onSubscriptionRequestResult(
      long long requestId, agora::rtm::PEER_SUBSCRIPTION_STATUS_ERR errorCode) noexcept override;
  void onQueryPeersBySubscriptionOptionResult(
      long long requestId, const char* peerIds[], int peerCount,
      agora::rtm::QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR errorCode) noexcept override;
  void onPeersOnlineStatusChanged(const agora::rtm::PeerOnlineStatus peersStatus[],
                                  int peerCount) noexcept override;
  void onGetChannelMemberCountResult(
      long long requestId, const agora::rtm::ChannelMemberCount* channelMemberCounts,
      int channelCount, agora::rtm::GET_CHANNEL_MEMBER_COUNT_ERR_CODE errorCode) noexcept override;

  // attributes.cc
  void onSetLocalUserAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onAddOrUpdateLocalUserAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onDeleteLocalUserAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onClearLocalUserAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onGetUserAttributesResult(long long requestId, const char* userId,
                                 const agora::rtm::RtmAttribute* attributes, int numberOfAttributes,
                                 agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onSetChannelAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onAddOrUpdateChannelAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onDeleteChannelAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onClearChannelAttributesResult(
      long long requestId, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
  void onGetChannelAttributesResult(
      long long requestId, const agora::rtm::IRtmChannelAttribute* attributes[],
      int numberOfAttributes, agora::rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept override;
};

}  // namespace rtm_shim

struct rtm_service {
  agora::rtm::IRtmService* sdk;  // released by rtm_service_release, through the ABI only
  std::shared_ptr<rtm_shim::EventQueue> queue;
  std::unique_ptr<rtm_shim::ServiceHandler> handler;
};

#endif  // AGORA_RTM_GO_CSRC_SERVICE_H_
