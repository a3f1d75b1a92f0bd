// bridge.cc: the calls down into the engine's exported Go functions.
#include "bridge.h"

#include <cstring>

#include "_cgo_export.h"

namespace emusdk {

namespace {

using agora::rtm::IMessage;
using agora::rtm::SendMessageOptions;

// A C string as the Go side takes it: not const (cgo has no const), null as empty.
class Chars {
 public:
  explicit Chars(const char* s) noexcept
      : data_(const_cast<char*>(s)), size_(s == nullptr ? 0 : std::strlen(s)) {}
  char* data() const noexcept { return data_; }
  size_t size() const noexcept { return size_; }

 private:
  char* data_;
  size_t size_;
};

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
    if (options.enableOfflineMessaging) wire_.options |= EMUSDK_SEND_OFFLINE_MESSAGING;
    if (options.enableHistoricalMessaging) wire_.options |= EMUSDK_SEND_HISTORICAL_MESSAGING;
  }
  emusdk_message* get() noexcept { return present_ ? &wire_ : nullptr; }

 private:
  emusdk_message wire_{};
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

int GoClient::ready() const noexcept { return emusdk_ready(handle_.get()); }

int64_t GoClient::wait(void* buffer, size_t capacity) const noexcept {
  return emusdk_wait(handle_.get(), buffer, capacity);
}

void GoClient::release() const noexcept { emusdk_client_release(handle_.get()); }

bool isJsonObject(const char* text) noexcept {
  const Chars t(text);
  return emusdk_is_json_object(t.data(), t.size()) != 0;
}

}  // namespace emusdk
