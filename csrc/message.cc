// message.cc: makes outgoing messages and copies received ones.
#include "message.h"

#include <climits>
#include <stdexcept>

namespace rtm_shim {

using agora::rtm::IMessage;
using agora::rtm::IRtmService;

MessagePtr MakeMessage(IRtmService* sdk, const char* text, size_t text_len, const char* raw,
                       size_t raw_len, int flags) {
  const CString text_z(text, text_len);
  if ((flags & RTM_SEND_RAW) == 0) return MessagePtr(sdk->createMessage(text_z.c_str()));
  if (raw_len > INT_MAX) throw std::length_error("raw message");
  // Never null: some libraries check the pointer before the length.
  static const uint8_t kEmpty[1] = {0};
  const uint8_t* data = raw_len == 0 ? kEmpty : reinterpret_cast<const uint8_t*>(raw);
  const int len = static_cast<int>(raw_len);
  if (text_len == 0) return MessagePtr(sdk->createMessage(data, len));
  return MessagePtr(sdk->createMessage(data, len, text_z.c_str()));
}

namespace {

// The options of 1.5.1 are an empty struct.
template <typename Options>
auto Set(Options& options, bool offline, bool historical, int)
    -> decltype(options.enableOfflineMessaging, options.enableHistoricalMessaging, true) {
  options.enableOfflineMessaging = offline;
  options.enableHistoricalMessaging = historical;
  return true;
}

template <typename Options>
bool Set(Options&, bool offline, bool historical, ...) {
  return !offline && !historical;
}

}  // namespace

bool SetOptions(agora::rtm::SendMessageOptions& options, int flags) {
  return Set(options, (flags & RTM_SEND_ENABLE_OFFLINE_MESSAGING) != 0,
             (flags & RTM_SEND_ENABLE_HISTORICAL_MESSAGING) != 0, 0);
}

Event EventOf(EventKind kind, uint64_t key, const IMessage& message) {
  Event e;
  e.kind = kind;
  e.key = key;
  e.id = message.getMessageId();
  e.server_ts = message.getServerReceivedTs();
  e.detail = static_cast<int32_t>(message.getMessageType());
  e.offline = message.isOfflineMessage() ? 1 : 0;
  return e;
}

void PushMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                 const IMessage* message) noexcept {
  if (message == nullptr) return;
  GuardedVoid([&] {
    const Event e = EventOf(kind, key, *message);
    std::string_view raw;
    if (e.detail == agora::rtm::MESSAGE_TYPE_RAW) {
      raw = BytesOf(message->getRawMessageData(), message->getRawMessageLength());
    }
    queue.Push(e, ViewOf(user), ViewOf(message->getText()), raw);
  });
}

}  // namespace rtm_shim
