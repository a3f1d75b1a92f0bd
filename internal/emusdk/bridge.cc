// bridge.cc: the calls down into the engine's exported Go functions.
#include "bridge.h"

#include <cstring>

#include "_cgo_export.h"
#include "chars.h"
#include "media_message.h"

namespace emusdk {

namespace {

using agora::rtm::IMessage;
using agora::rtm::SendMessageOptions;

// A message as the Go side takes it. It asks the interface, not a class of ours, so that a received
// message can be sent on.
class OutgoingMessage {
 public:
  OutgoingMessage(const IMessage* message, const SendMessageOptions& options) noexcept {
    if (message == nullptr) return;
    present_ = true;
    const char* text = message->getText();
    const int raw_length = message->getRawMessageLength();
    wire_.id = message->getMessageId();
    wire_.text = text;
    wire_.text_len = text == nullptr ? 0 : std::strlen(text);
    wire_.raw = reinterpret_cast<const uint8_t*>(message->getRawMessageData());
    wire_.raw_len = wire_.raw == nullptr || raw_length < 0 ? 0 : static_cast<size_t>(raw_length);
    wire_.type = message->getMessageType();
    if (describeMedia(*message, media_)) wire_.media = &media_;
    if (options.enableOfflineMessaging) wire_.options |= EMUSDK_SEND_OFFLINE_MESSAGING;
    if (options.enableHistoricalMessaging) wire_.options |= EMUSDK_SEND_HISTORICAL_MESSAGING;
  }
  emusdk_message* get() noexcept { return present_ ? &wire_ : nullptr; }

 private:
  emusdk_message wire_{};
  emusdk_media media_{};
  bool present_ = false;
};

}  // namespace

GoChannel::GoChannel(void* handle, uint64_t key) noexcept
    : handle_(handle, emusdk_channel_free), key_(key) {}

int GoChannel::join() const noexcept { return emusdk_channel_join(handle_.get()); }

int GoChannel::leave() const noexcept { return emusdk_channel_leave(handle_.get()); }

int GoChannel::getMembers() const noexcept { return emusdk_channel_get_members(handle_.get()); }

int GoChannel::sendMessage(const IMessage* message,
                           const SendMessageOptions& options) const noexcept {
  OutgoingMessage outgoing(message, options);
  return emusdk_channel_send(handle_.get(), outgoing.get());
}

void GoChannel::release() const noexcept { emusdk_channel_release(handle_.get()); }

GoCalls::GoCalls(void* handle) noexcept : handle_(handle, emusdk_calls_free) {}

int GoCalls::ready() const noexcept { return emusdk_calls_ready(handle_.get()); }

uint64_t GoCalls::newLocal(const char* callee_id) const noexcept {
  const Chars callee(callee_id);
  return emusdk_calls_new_local(handle_.get(), callee.data(), callee.size());
}

int GoCalls::send(uint64_t key, const std::string& content,
                  const std::string& channel_id) const noexcept {
  const Chars text(content.c_str());
  const Chars channel(channel_id.c_str());
  return emusdk_calls_send(handle_.get(), key, text.data(), text.size(), channel.data(),
                           channel.size());
}

int GoCalls::cancel(uint64_t key) const noexcept { return emusdk_calls_cancel(handle_.get(), key); }

int GoCalls::accept(uint64_t key, const std::string& response) const noexcept {
  const Chars text(response.c_str());
  return emusdk_calls_accept(handle_.get(), key, text.data(), text.size());
}

int GoCalls::refuse(uint64_t key, const std::string& response) const noexcept {
  const Chars text(response.c_str());
  return emusdk_calls_refuse(handle_.get(), key, text.data(), text.size());
}

void GoCalls::release(uint64_t key) const noexcept { emusdk_calls_release(handle_.get(), key); }

GoClient::GoClient() noexcept : handle_(emusdk_client_new(), emusdk_client_free) {}

int GoClient::initialize(const char* app_id) const noexcept {
  const Chars id(app_id);
  return emusdk_initialize(handle_.get(), id.data(), id.size());
}

int GoClient::login(const char* token, const char* user_id) const noexcept {
  const Chars t(token);
  const Chars u(user_id);
  return emusdk_login(handle_.get(), t.data(), t.size(), u.data(), u.size());
}

int GoClient::logout() const noexcept { return emusdk_logout(handle_.get()); }

int GoClient::renewToken(const char* token) const noexcept {
  const Chars t(token);
  return emusdk_renew_token(handle_.get(), t.data(), t.size());
}

int GoClient::sendMessageToPeer(const char* peer_id, const IMessage* message,
                                const SendMessageOptions& options) const noexcept {
  const Chars peer(peer_id);
  OutgoingMessage outgoing(message, options);
  return emusdk_send_message_to_peer(handle_.get(), peer.data(), peer.size(), outgoing.get());
}

GoChannel GoClient::createChannel(const char* channel_id) const noexcept {
  const Chars id(channel_id);
  uint64_t key = 0;
  void* handle = emusdk_channel_new(handle_.get(), id.data(), id.size(), &key);
  return GoChannel(handle, key);
}

GoCalls GoClient::openCalls() const noexcept { return GoCalls(emusdk_calls_new(handle_.get())); }

void GoClient::releaseInvitation(uint64_t key) const noexcept {
  emusdk_client_release_invitation(handle_.get(), key);
}

int64_t GoClient::wait(void* buffer, size_t capacity) const noexcept {
  return emusdk_wait(handle_.get(), buffer, capacity);
}

void GoClient::release() const noexcept { emusdk_client_release(handle_.get()); }

}  // namespace emusdk
