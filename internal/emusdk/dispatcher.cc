// dispatcher.cc: from event records to handler calls.
#include "dispatcher.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "layout.h"
#include "message.h"
#include "payload.h"

namespace emusdk {

using namespace agora::rtm;  // NOLINT: this file speaks of little else

namespace {

template <typename T>
bool contains(const std::vector<T*>& v, const T* p) {
  return std::find(v.begin(), v.end(), p) != v.end();
}

bool hasFile(const emusdk_event& event) {
  return event.message_type == MESSAGE_TYPE_FILE || event.message_type == MESSAGE_TYPE_IMAGE;
}

// Alive during one callback; release() does nothing.
class Member final : public IChannelMember {
 public:
  Member(const char* user_id, const char* channel_id) noexcept
      : user_id_(user_id), channel_id_(channel_id) {}
  ~Member() override = default;
  const char* getUserId() const noexcept override { return user_id_; }
  const char* getChannelId() const noexcept override { return channel_id_; }
  void release() noexcept override {}

 private:
  const char* user_id_;
  const char* channel_id_;
};

void callWithMembers(Channel& channel, IChannelEventHandler& handler, const emusdk_event& event) {
  const auto code = static_cast<GET_MEMBERS_ERR>(event.code);
  if (code != GET_MEMBERS_ERR_OK) {
    handler.onGetMembers(nullptr, 0, code);
    return;
  }
  const auto count = static_cast<size_t>(event.count);
  std::vector<Member> members;
  std::vector<IChannelMember*> pointers;
  members.reserve(count);  // the pointers need the members to stay where they are
  pointers.reserve(count);
  EntryReader entries(event);
  for (size_t i = 0; i < count; i++) {
    members.emplace_back(entries.text(), channel.getId());
    pointers.push_back(&members.back());
  }
  handler.onGetMembers(pointers.data(), event.count, code);
}

}  // namespace

void Dispatcher::bind(const GoClient& engine) {
  const std::lock_guard<std::mutex> lock(mutex_);
  engine_ = &engine;
  owner_ = std::this_thread::get_id();
}

bool Dispatcher::onOwnThread() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return onOwnThreadLocked();
}

void Dispatcher::deliver(const void* batch, size_t size) {
  const auto* p = static_cast<const unsigned char*>(batch);
  for (const auto* const end = p + size; p < end;) {
    const auto& event = *reinterpret_cast<const emusdk_event*>(p);
    dispatch(event);
    p += event.size;
  }
}

void Dispatcher::close() {
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
}

void Dispatcher::add(IRtmServiceEventHandler* handler) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (handler == nullptr || contains(handlers_, handler)) return;
  handlers_.push_back(handler);
}

void Dispatcher::remove(IRtmServiceEventHandler* handler) {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto found = std::find(handlers_.begin(), handlers_.end(), handler);
  if (found == handlers_.end()) return;
  // Inside a callback the event at hand still goes to all its receivers. From elsewhere no further
  // call starts, not even of that event.
  if (!onOwnThreadLocked()) revoked_.push_back(handler);
  handlers_.erase(found);
  awaitEnd(lock, handler);
}

std::shared_ptr<Channel> Dispatcher::obtain(
    const std::function<GoChannel()>& open,
    const std::function<std::shared_ptr<Channel>(GoChannel&&)>& create) {
  const std::lock_guard<std::mutex> lock(mutex_);
  GoChannel go = open();
  if (!go) return nullptr;
  const auto found = channels_.find(go.key());
  if (found != channels_.end()) return found->second;
  auto channel = create(std::move(go));
  channels_.emplace(channel->key(), channel);
  return channel;
}

void Dispatcher::release(Channel& channel) {
  std::shared_ptr<Channel> self;  // dropped last, without the lock
  bool inside = false;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    self = channel.takeSelf();
    channel.leaveEngine();
    channels_.erase(channel.key());
    inside = running_ == &channel && onOwnThreadLocked();
    awaitEnd(lock, &channel);
  }
  if (inside) {
    std::fputs(
        "agora rtm (embedded engine): IChannel::release called inside a callback of that channel. "
        "The official SDK deadlocks here. The channel is left now and freed after the callback.\n",
        stderr);
  }
}

std::shared_ptr<CallManager> Dispatcher::obtainCalls(
    const std::function<std::shared_ptr<CallManager>()>& create) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (calls_ == nullptr) calls_ = create();
  return calls_;
}

std::shared_ptr<CallManager> Dispatcher::release(CallManager& calls) {
  std::shared_ptr<CallManager> self;
  std::shared_ptr<CallManager> current;  // dropped last, without the lock
  bool inside = false;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    self = calls.takeSelf();
    if (calls_.get() == &calls) current = std::move(calls_);
    inside = running_ == &calls && onOwnThreadLocked();
    awaitEnd(lock, &calls);
  }
  if (inside) {
    std::fputs(
        "agora rtm (embedded engine): IRtmCallManager::release called inside a callback of that "
        "call manager. It is out of use now and freed after the callback.\n",
        stderr);
  }
  return self;
}

void Dispatcher::awaitEnd(std::unique_lock<std::mutex>& lock, const void* target) {
  if (running_ != target || onOwnThreadLocked()) return;
  // Counting turns and not only looking at running_: the target may be back, and running again,
  // before this thread wakes up.
  const uint64_t turn = turns_;
  waiting_++;
  turn_over_.wait(lock, [&] { return turns_ != turn; });
  waiting_--;
}

void Dispatcher::dispatch(const emusdk_event& event) {
  using Service = IRtmServiceEventHandler;
  using Handler = IChannelEventHandler;
  switch (event.kind) {
    case EMUSDK_EVENT_LOGIN_SUCCESS:
      return eachHandler([](Service& h) { h.onLoginSuccess(); });
    case EMUSDK_EVENT_LOGIN_FAILURE:
      return eachHandler(
          [&](Service& h) { h.onLoginFailure(static_cast<LOGIN_ERR_CODE>(event.code)); });
    case EMUSDK_EVENT_RENEW_TOKEN_RESULT:
      return eachHandler([&](Service& h) {
        h.onRenewTokenResult(Payload(event).text, static_cast<RENEW_TOKEN_ERR_CODE>(event.code));
      });
    case EMUSDK_EVENT_TOKEN_EXPIRED:
      return eachHandler([](Service& h) { h.onTokenExpired(); });
    case EMUSDK_EVENT_TOKEN_PRIVILEGE_WILL_EXPIRE:
      return eachHandler([](Service& h) { tokenPrivilegeWillExpire(h); });
    case EMUSDK_EVENT_LOGOUT:
      return eachHandler([&](Service& h) { h.onLogout(static_cast<LOGOUT_ERR_CODE>(event.code)); });
    case EMUSDK_EVENT_CONNECTION_STATE_CHANGED:
      return eachHandler([&](Service& h) {
        h.onConnectionStateChanged(static_cast<CONNECTION_STATE>(event.code),
                                   static_cast<CONNECTION_CHANGE_REASON>(event.reason));
      });
    case EMUSDK_EVENT_PEER_SEND_RESULT:
      return eachHandler([&](Service& h) {
        h.onSendMessageResult(event.id, static_cast<PEER_MESSAGE_ERR_CODE>(event.code));
      });
    case EMUSDK_EVENT_PEER_MESSAGE: {
      if (hasFile(event)) return dispatchMediaMessage(event);
      const Payload payload(event);
      ReceivedMessage message(event, payload.text, payload.raw);
      return eachHandler([&](Service& h) { h.onMessageReceivedFromPeer(payload.user, &message); });
    }
    case EMUSDK_EVENT_JOIN_SUCCESS:
      return withChannel(event.channel, [](Channel&, Handler& h) { h.onJoinSuccess(); });
    case EMUSDK_EVENT_JOIN_FAILURE:
      return withChannel(event.channel, [&](Channel&, Handler& h) {
        h.onJoinFailure(static_cast<JOIN_CHANNEL_ERR>(event.code));
      });
    case EMUSDK_EVENT_LEAVE:
      return withChannel(event.channel, [&](Channel&, Handler& h) {
        h.onLeave(static_cast<LEAVE_CHANNEL_ERR>(event.code));
      });
    case EMUSDK_EVENT_CHANNEL_MESSAGE:
      if (hasFile(event)) return dispatchMediaMessage(event);
      return withChannel(event.channel, [&](Channel&, Handler& h) {
        const Payload payload(event);
        ReceivedMessage message(event, payload.text, payload.raw);
        h.onMessageReceived(payload.user, &message);
      });
    case EMUSDK_EVENT_CHANNEL_SEND_RESULT:
      return withChannel(event.channel, [&](Channel&, Handler& h) {
        h.onSendMessageResult(event.id, static_cast<CHANNEL_MESSAGE_ERR_CODE>(event.code));
      });
    case EMUSDK_EVENT_MEMBER_JOINED:
      return withChannel(event.channel, [&](Channel& channel, Handler& h) {
        Member member(Payload(event).user, channel.getId());
        h.onMemberJoined(&member);
      });
    case EMUSDK_EVENT_MEMBER_LEFT:
      return withChannel(event.channel, [&](Channel& channel, Handler& h) {
        Member member(Payload(event).user, channel.getId());
        h.onMemberLeft(&member);
      });
    case EMUSDK_EVENT_MEMBERS:
      return withChannel(event.channel,
                         [&](Channel& channel, Handler& h) { callWithMembers(channel, h, event); });
    case EMUSDK_EVENT_MEMBER_COUNT:
      return withChannel(event.channel,
                         [&](Channel&, Handler& h) { h.onMemberCountUpdated(event.count); });
    default:
      dispatchPresence(event) || dispatchAttributes(event) || dispatchMedia(event) ||
          dispatchCalls(event);
  }
}

}  // namespace emusdk
