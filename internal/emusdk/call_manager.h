// call_manager.h: IRtmCallManager.
#ifndef EMUSDK_CALL_MANAGER_H_
#define EMUSDK_CALL_MANAGER_H_

#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "IAgoraRtmCallManager.h"
#include "bridge.h"
#include "invitations.h"

namespace emusdk {

class Dispatcher;

// The invitations that the application holds, by key and by address.
template <typename Invitation>
class Registry {
 public:
  void add(const std::shared_ptr<Invitation>& invitation) {
    by_address_.emplace(invitation.get(), invitation->key());
    by_key_.emplace(invitation->key(), invitation);
  }
  // Null if there is none of the kind. The pointer is compared only: it may be anyone's.
  std::shared_ptr<Invitation> find(const typename Invitation::Interface* address) const {
    const auto found = by_address_.find(address);
    return found == by_address_.end() ? nullptr : find(found->second);
  }
  std::shared_ptr<Invitation> find(uint64_t key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
  }
  void remove(const Invitation& invitation) noexcept {
    by_address_.erase(&invitation);
    by_key_.erase(invitation.key());
  }
  std::unordered_map<uint64_t, std::shared_ptr<Invitation>> takeAll() noexcept {
    by_address_.clear();
    return std::exchange(by_key_, {});
  }

 private:
  std::unordered_map<uint64_t, std::shared_ptr<Invitation>> by_key_;
  std::unordered_map<const typename Invitation::Interface*, uint64_t> by_address_;
};

// The application owns it through `self_` until release(), as it owns a channel; the dispatcher and
// the invitations share it.
class CallManager final : public agora::rtm::IRtmCallManager,
                          public std::enable_shared_from_this<CallManager> {
 public:
  static std::shared_ptr<CallManager> create(std::shared_ptr<Dispatcher> dispatcher, GoCalls&& go,
                                             agora::rtm::IRtmCallEventHandler* handler);

  CallManager(std::shared_ptr<Dispatcher> dispatcher, GoCalls&& go,
              agora::rtm::IRtmCallEventHandler* handler);
  ~CallManager() override;

  int sendLocalInvitation(agora::rtm::ILocalCallInvitation* invitation) noexcept override;
  int acceptRemoteInvitation(agora::rtm::IRemoteCallInvitation* invitation) noexcept override;
  int refuseRemoteInvitation(agora::rtm::IRemoteCallInvitation* invitation) noexcept override;
  int cancelLocalInvitation(agora::rtm::ILocalCallInvitation* invitation) noexcept override;
  agora::rtm::ILocalCallInvitation* createLocalCallInvitation(
      const char* calleeId) noexcept override;
  void release() noexcept override;

  agora::rtm::IRtmCallEventHandler* handler() const noexcept { return handler_; }
  std::shared_ptr<CallManager> takeSelf() noexcept { return std::move(self_); }

  // For events. Null if the application has released the invitation.
  std::shared_ptr<LocalInvitation> local(uint64_t key) const;
  std::shared_ptr<RemoteInvitation> remote(uint64_t key) const;
  std::shared_ptr<RemoteInvitation> received(uint64_t key, const char* caller_id,
                                             const char* content, const char* channel_id);
  // For the invitations: gives up the application's share.
  void release(LocalInvitation& invitation) noexcept;
  void release(RemoteInvitation& invitation) noexcept;

 private:
  template <typename Invitation>
  std::shared_ptr<Invitation> keep(Registry<Invitation>& registry,
                                   std::shared_ptr<Invitation> invitation);
  template <typename Invitation>
  void release(Registry<Invitation>& registry, Invitation& invitation) noexcept;
  template <typename Invitation>
  void forgetAll(Registry<Invitation>& registry) noexcept;

  const std::shared_ptr<Dispatcher> dispatcher_;
  const GoCalls go_;
  agora::rtm::IRtmCallEventHandler* const handler_;  // may be null: no events
  std::shared_ptr<CallManager> self_;                // guarded by the dispatcher's mutex
  mutable std::mutex mutex_;                         // taken after the dispatcher's
  Registry<LocalInvitation> locals_;
  Registry<RemoteInvitation> remotes_;
};

}  // namespace emusdk

#endif  // EMUSDK_CALL_MANAGER_H_
