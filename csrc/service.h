// service.h: what stands behind an rtm_service pointer.
#ifndef AGORA_RTM_GO_CSRC_SERVICE_H_
#define AGORA_RTM_GO_CSRC_SERVICE_H_

#include <memory>

#include "IAgoraRtmService.h"
#include "event_queue.h"
#include "guard.h"

namespace rtm_shim {

// Turns the service callbacks of one SDK instance into queued events.
class ServiceHandler final : public agora::rtm::IRtmServiceEventHandler {
 public:
  explicit ServiceHandler(std::shared_ptr<EventQueue> queue) : queue_(std::move(queue)) {}

  void onLoginSuccess() noexcept override;
  void onLoginFailure(agora::rtm::LOGIN_ERR_CODE errorCode) noexcept override;
  void onRenewTokenResult(const char* token,
                          agora::rtm::RENEW_TOKEN_ERR_CODE errorCode) noexcept override;
  void onTokenExpired() noexcept override;
  void onTokenPrivilegeWillExpire() noexcept override;
  void onLogout(agora::rtm::LOGOUT_ERR_CODE errorCode) noexcept override;
  void onConnectionStateChanged(agora::rtm::CONNECTION_STATE state,
                                agora::rtm::CONNECTION_CHANGE_REASON reason) noexcept override;
  void onSendMessageResult(long long messageId,
                           agora::rtm::PEER_MESSAGE_ERR_CODE errorCode) noexcept override;
  void onMessageReceivedFromPeer(const char* peerId,
                                 const agora::rtm::IMessage* message) noexcept override;

 private:
  const std::shared_ptr<EventQueue> queue_;
};

}  // namespace rtm_shim

struct rtm_service {
  agora::rtm::IRtmService* sdk;  // released by rtm_service_release, through the ABI only
  std::shared_ptr<rtm_shim::EventQueue> queue;
  std::unique_ptr<rtm_shim::ServiceHandler> handler;
};

#endif  // AGORA_RTM_GO_CSRC_SERVICE_H_
