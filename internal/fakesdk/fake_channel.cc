// clang-format off
//go:build !agora_sdk

// clang-format on

// IChannel of the scripted SDK, and the members it shows.
#include "fake_channel.h"

namespace fakertm {

using agora::rtm::IMessage;
using agora::rtm::SendMessageOptions;

void FakeChannel::MustLive(const char* method) const {
  Alive(method);
  if (!service_->released()) return;
  Die((std::string(method) + ": the service of the channel was released before").c_str());
}

int FakeChannel::Ask(int op, const char* method) {
  MustLive(method);
  return service_->Ask(
      op, method, 0, nullptr, [&](Record* record) { record->target = id_.c_str(); },
      [this, op](int code, int, bool late, bool, long long) { Deliver(op, code, 0, late); });
}

int FakeChannel::join() { return Ask(FAKESDK_JOIN, "IChannel::join"); }

int FakeChannel::leave() { return Ask(FAKESDK_LEAVE, "IChannel::leave"); }

int FakeChannel::getMembers() { return Ask(FAKESDK_GET_MEMBERS, "IChannel::getMembers"); }

int FakeChannel::sendMessage(const IMessage* message) {
  return Send(message, SendMessageOptions());
}

int FakeChannel::sendMessage(const IMessage* message, const SendMessageOptions& options) {
  return Send(message, options);
}

int FakeChannel::Send(const IMessage* message, const SendMessageOptions& options) {
  MustLive("IChannel::sendMessage");
  const int refuse = message == nullptr ? agora::rtm::CHANNEL_MESSAGE_ERR_INVALID_MESSAGE : 0;
  const long long id = message == nullptr ? 0 : message->getMessageId();
  return service_->Ask(
      FAKESDK_SEND_CHANNEL, "IChannel::sendMessage", refuse, nullptr,
      [&](Record* record) {
        record->target = id_.c_str();
        record->SetOptions(options);
        if (message != nullptr) record->SetMessage(*message);
      },
      [this, id](int code, int, bool late, bool, long long) {
        Deliver(FAKESDK_SEND_CHANNEL, code, id, late);
      });
}

const char* FakeChannel::getId() const {
  MustLive("IChannel::getId");
  return id_.c_str();
}

void FakeChannel::release() {
  MustLive("IChannel::release");
  if (slot_.gate.Inside()) Die("IChannel::release inside its own callback: a deadlock (T-04)");
  service_->Tell(FAKESDK_RELEASE_CHANNEL, "IChannel::release", 0,
                 [&](Record* record) { record->target = id_.c_str(); });
  MarkReleased("IChannel::release");
  service_->ForgetChannel(this);
  slot_.gate.Close(true);
  Retire(true);
}

bool FakeChannel::Deliver(int op, int code, long long id, bool late) {
  return slot_.Call(late, [&](ChannelHandler* handler) {
    switch (op) {
      case FAKESDK_JOIN:
        if (code == 0) {
          handler->onJoinSuccess();
        } else {
          handler->onJoinFailure(static_cast<agora::rtm::JOIN_CHANNEL_ERR>(code));
        }
        break;
      case FAKESDK_LEAVE:
        handler->onLeave(static_cast<agora::rtm::LEAVE_CHANNEL_ERR>(code));
        break;
      case FAKESDK_SEND_CHANNEL:
        handler->onSendMessageResult(id, static_cast<agora::rtm::CHANNEL_MESSAGE_ERR_CODE>(code));
        break;
      case FAKESDK_GET_MEMBERS: {
        const auto error = static_cast<agora::rtm::GET_MEMBERS_ERR>(code);
        if (code != 0) {
          handler->onGetMembers(nullptr, 0, error);
          break;
        }
        Script* const script = service_->script();
        ShownMembers members(script, script->Members(), id_);
        handler->onGetMembers(members.array(), members.count(), error);
        break;
      }
      default:
        Die("not a result of a channel");
    }
  });
}

const char* FakeMember::getUserId() const {
  Alive("IChannelMember::getUserId");
  return script()->nulls(FAKESDK_NULL_ID) ? nullptr : user_.c_str();
}

const char* FakeMember::getChannelId() const {
  Alive("IChannelMember::getChannelId");
  return script()->nulls(FAKESDK_NULL_ID) ? nullptr : channel_.c_str();
}

// The SDK owns it; to release it inside the callback does no harm.
void FakeMember::release() { Alive("IChannelMember::release"); }

void FakeMember::EndShow() {
  MarkReleased("end of the callback");
  Retire(false);
}

ShownMembers::ShownMembers(Script* script, const std::vector<std::string>& users,
                           const std::string& channel)
    : script_(script) {
  for (const auto& user : users) {
    objects_.push_back(new FakeMember(script, user, channel));
    pointers_.push_back(script->nulls(FAKESDK_NULL_OBJECT) ? nullptr : objects_.back());
  }
}

ShownMembers::~ShownMembers() {
  for (FakeMember* object : objects_) object->EndShow();
}

agora::rtm::IChannelMember** ShownMembers::array() {
  return script_->nulls(FAKESDK_NULL_ARRAY) ? nullptr : pointers_.data();
}

int ShownMembers::count() const {
  return script_->nulls(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<int>(objects_.size());
}

}  // namespace fakertm
