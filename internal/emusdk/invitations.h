// invitations.h: ILocalCallInvitation and IRemoteCallInvitation.
#ifndef EMUSDK_INVITATIONS_H_
#define EMUSDK_INVITATIONS_H_

#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "IAgoraRtmCallManager.h"

namespace emusdk {

class CallManager;

// A text that is set and read on any thread. What get() returns is valid until the next set().
class SharedText {
 public:
  // Null counts as empty.
  void set(const char* text) noexcept;
  const char* get() const noexcept;
  std::string copy() const;

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

// A state that calls of the application and events both move on.
template <typename State>
class SharedState {
 public:
  explicit SharedState(State first) noexcept : state_(first) {}
  State get() const noexcept { return state_.load(); }
  // What an event says.
  void set(State state) noexcept { state_.store(state); }
  // What a call has done, unless an event was faster.
  void advance(std::initializer_list<State> from, State to) noexcept {
    for (State expected : from) {
      if (state_.compare_exchange_strong(expected, to)) return;
    }
  }

 private:
  std::atomic<State> state_;
};

// Both kinds of invitation belong to the application through `self_` until release(), also beyond
// the life of their call manager; a callback at work shares them.

class LocalInvitation final : public agora::rtm::ILocalCallInvitation {
 public:
  using Interface = agora::rtm::ILocalCallInvitation;
  using State = agora::rtm::LOCAL_INVITATION_STATE;

  LocalInvitation(std::shared_ptr<CallManager> calls, uint64_t key, const char* callee_id);
  ~LocalInvitation() override;

  const char* getCalleeId() const noexcept override { return callee_id_.c_str(); }
  void setContent(const char* content) noexcept override { content_.set(content); }
  const char* getContent() const noexcept override { return content_.get(); }
  void setChannelId(const char* channelId) noexcept override { channel_id_.set(channelId); }
  const char* getChannelId() const noexcept override { return channel_id_.get(); }
  const char* getResponse() const noexcept override { return response_.load(); }
  State getState() const noexcept override { return state_.get(); }
  void release() noexcept override;

  uint64_t key() const noexcept { return key_; }
  std::string content() const { return content_.copy(); }
  std::string channelId() const { return channel_id_.copy(); }
  SharedState<State>& state() noexcept { return state_; }
  // What the callee answered, which it does once.
  void answered(const char* response);
  void own(std::shared_ptr<LocalInvitation> self) noexcept { self_ = std::move(self); }
  std::shared_ptr<LocalInvitation> takeSelf() noexcept { return std::move(self_); }

 private:
  const std::shared_ptr<CallManager> calls_;
  const uint64_t key_;
  const std::string callee_id_;
  SharedText content_;
  SharedText channel_id_;
  std::string answer_;
  std::atomic<const char*> response_{""};  // then answer_
  SharedState<State> state_{agora::rtm::LOCAL_INVITATION_STATE_IDLE};
  std::shared_ptr<LocalInvitation> self_;  // guarded by the call manager's mutex
};

class RemoteInvitation final : public agora::rtm::IRemoteCallInvitation {
 public:
  using Interface = agora::rtm::IRemoteCallInvitation;
  using State = agora::rtm::REMOTE_INVITATION_STATE;

  RemoteInvitation(std::shared_ptr<CallManager> calls, uint64_t key, const char* caller_id,
                   const char* content, const char* channel_id);
  ~RemoteInvitation() override;

  const char* getCallerId() const noexcept override { return caller_id_.c_str(); }
  const char* getContent() const noexcept override { return content_.c_str(); }
  void setResponse(const char* response) noexcept override { response_.set(response); }
  const char* getResponse() const noexcept override { return response_.get(); }
  const char* getChannelId() const noexcept override { return channel_id_.c_str(); }
  State getState() const noexcept override { return state_.get(); }
  void release() noexcept override;

  uint64_t key() const noexcept { return key_; }
  std::string response() const { return response_.copy(); }
  SharedState<State>& state() noexcept { return state_; }
  void own(std::shared_ptr<RemoteInvitation> self) noexcept { self_ = std::move(self); }
  std::shared_ptr<RemoteInvitation> takeSelf() noexcept { return std::move(self_); }

 private:
  const std::shared_ptr<CallManager> calls_;
  const uint64_t key_;
  const std::string caller_id_;
  const std::string content_;
  const std::string channel_id_;
  SharedText response_;
  SharedState<State> state_{agora::rtm::REMOTE_INVITATION_STATE_INVITATION_RECEIVED};
  std::shared_ptr<RemoteInvitation> self_;  // guarded by the call manager's mutex
};

}  // namespace emusdk

#endif  // EMUSDK_INVITATIONS_H_
