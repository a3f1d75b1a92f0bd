// channel.cc: IChannel and its event handler behind the C ABI.
#include <memory>
#include <utility>

#include "attributes.h"
#include "event_queue.h"
#include "guard.h"
#include "media_message.h"
#include "message.h"
#include "retired.h"
#include "sdk.h"
#include "service.h"
#include "sigpipe.h"

namespace rtm = agora::rtm;
using rtm_shim::CString;
using rtm_shim::Event;
using rtm_shim::EventKind;
using rtm_shim::EventQueue;
using rtm_shim::Guarded;
using rtm_shim::GuardedCall;
using rtm_shim::GuardedVoid;
using rtm_shim::Packer;
using rtm_shim::SigpipeBlocked;
using rtm_shim::ViewOf;

namespace {

// The callbacks that not every version of the SDK has.
class VersionedChannelHandler : public rtm::IChannelEventHandler {
 public:
  void onImageMessageReceived(const char* userId, const rtm::IImageMessage* message) noexcept {
    rtm_shim::PushMediaMessage(*queue_, EventKind::kChannelMessageReceived, key_, userId, message);
  }

  void onFileMessageReceived(const char* userId, const rtm::IFileMessage* message) noexcept {
    rtm_shim::PushMediaMessage(*queue_, EventKind::kChannelMessageReceived, key_, userId, message);
  }

 protected:
  VersionedChannelHandler(std::shared_ptr<EventQueue> queue, uint64_t key)
      : queue_(std::move(queue)), key_(key) {}

  const std::shared_ptr<EventQueue> queue_;
  const uint64_t key_;
};

RTM_SHIM_OVERRIDES_IF_THERE(VersionedChannelHandler, rtm::IChannelEventHandler,
                            onImageMessageReceived);
RTM_SHIM_OVERRIDES_IF_THERE(VersionedChannelHandler, rtm::IChannelEventHandler,
                            onFileMessageReceived);

// Turns the callbacks of one channel into events of its service's queue.
class ChannelHandler final : public VersionedChannelHandler {
 public:
  ChannelHandler(std::shared_ptr<EventQueue> queue, uint64_t key)
      : VersionedChannelHandler(std::move(queue), key) {}

  void onJoinSuccess() noexcept override { Push(EventKind::kChannelJoinSuccess, 0); }

  void onJoinFailure(rtm::JOIN_CHANNEL_ERR errorCode) noexcept override {
    Push(EventKind::kChannelJoinFailure, static_cast<int32_t>(errorCode));
  }

  void onLeave(rtm::LEAVE_CHANNEL_ERR errorCode) noexcept override {
    Push(EventKind::kChannelLeave, static_cast<int32_t>(errorCode));
  }

  void onMessageReceived(const char* userId, const rtm::IMessage* message) noexcept override {
    rtm_shim::PushMessage(*queue_, EventKind::kChannelMessageReceived, key_, userId, message);
  }

  void onSendMessageResult(long long messageId,
                           rtm::CHANNEL_MESSAGE_ERR_CODE state) noexcept override {
    Push(EventKind::kChannelSendMessageResult, static_cast<int32_t>(state), messageId);
  }

  void onMemberJoined(rtm::IChannelMember* member) noexcept override {
    PushMember(EventKind::kChannelMemberJoined, member);
  }

  void onMemberLeft(rtm::IChannelMember* member) noexcept override {
    PushMember(EventKind::kChannelMemberLeft, member);
  }

  void onGetMembers(rtm::IChannelMember** members, int userCount,
                    rtm::GET_MEMBERS_ERR errorCode) noexcept override {
    // The whole list in one event: each id behind its length.
    Event e = EventOf(EventKind::kChannelGetMembers, static_cast<int32_t>(errorCode));
    rtm_shim::PushList(*queue_, e, nullptr, rtm::GET_MEMBERS_ERR_FAILURE, [&](Packer& packed) {
      int32_t count = 0;
      for (int i = 0; members != nullptr && i < userCount; ++i) {
        if (members[i] == nullptr) continue;
        packed.String(ViewOf(members[i]->getUserId()));
        ++count;
      }
      return count;
    });
  }

  void onAttributesUpdated(const rtm::IRtmChannelAttribute* attributes[],
                           int numberOfAttributes) noexcept override {
    rtm_shim::PushList(*queue_, EventOf(EventKind::kChannelAttributesUpdated), nullptr, 0,
                       [&](Packer& packed) {
                         return rtm_shim::PackAttributes(packed, attributes, numberOfAttributes);
                       });
  }

  void onMemberCountUpdated(int memberCount) noexcept override {
    Push(EventKind::kChannelMemberCountUpdated, memberCount);
  }

 private:
  Event EventOf(EventKind kind, int32_t code = 0, int64_t id = 0) const {
    Event e;
    e.kind = kind;
    e.code = code;
    e.key = key_;
    e.id = id;
    return e;
  }

  void Push(EventKind kind, int32_t code, int64_t id = 0) noexcept {
    queue_->Push(EventOf(kind, code, id));
  }

  void PushMember(EventKind kind, rtm::IChannelMember* member) noexcept {
    if (member == nullptr) return;
    GuardedVoid([&] { queue_->Push(EventOf(kind), ViewOf(member->getUserId())); });
  }
};

}  // namespace

struct rtm_channel {
  rtm::IRtmService* sdk_service;  // makes the messages
  rtm::IChannel* sdk;             // released by rtm_channel_release, through the ABI only
  std::unique_ptr<ChannelHandler> handler;
};

rtm_channel* rtm_channel_new(rtm_service* s, const char* id, size_t id_len, uint64_t key) noexcept {
  return Guarded(static_cast<rtm_channel*>(nullptr), [&]() -> rtm_channel* {
    auto c = std::make_unique<rtm_channel>();
    c->sdk_service = s->sdk;
    c->handler = std::make_unique<ChannelHandler>(s->queue, key);
    const SigpipeBlocked blocked;
    c->sdk = s->sdk->createChannel(CString(id, id_len).c_str(), c->handler.get());
    return c->sdk == nullptr ? nullptr : c.release();
  });
}

int rtm_channel_join(rtm_channel* c) noexcept {
  return GuardedCall([&] { return c->sdk->join(); });
}

int rtm_channel_leave(rtm_channel* c) noexcept {
  return GuardedCall([&] { return c->sdk->leave(); });
}

int rtm_channel_get_members(rtm_channel* c) noexcept {
  return GuardedCall([&] { return c->sdk->getMembers(); });
}

rtm_send_result rtm_channel_send_message(rtm_channel* c, const char* text, size_t text_len,
                                         const char* raw, size_t raw_len, int flags) noexcept {
  return Guarded(rtm_send_result{0, RTM_SHIM_ERR_EXCEPTION}, [&] {
    return rtm_shim::SendOnce(
        c->sdk_service, text, text_len, raw, raw_len, flags,
        [&](const rtm::IMessage* message, const rtm::SendMessageOptions& options) {
          return c->sdk->sendMessage(message, options);
        });
  });
}

rtm_send_result rtm_channel_send_media_message(rtm_channel* c, int32_t type,
                                               rtm_media_message* uploaded, rtm_string text,
                                               rtm_media media, int flags) noexcept {
  return Guarded(rtm_send_result{0, RTM_SHIM_ERR_EXCEPTION}, [&] {
    return rtm_shim::SendMediaOnce(
        c->sdk_service, type, uploaded, text, media, flags,
        [&](const rtm::IMessage* message, const rtm::SendMessageOptions& options) {
          return c->sdk->sendMessage(message, options);
        });
  });
}

void rtm_channel_release(rtm_channel* c) noexcept {
  GuardedVoid([&] {
    const std::unique_ptr<rtm_channel> owned(c);
    const SigpipeBlocked blocked;
    owned->sdk->release();
    rtm_shim::Retire(std::move(owned->handler));
  });
}
