// message.cc: makes outgoing messages and copies received ones.
#include "message.h"

namespace rtm_shim {

using agora::rtm::IMessage;
using agora::rtm::IRtmService;

MessagePtr MakeMessage(IRtmService* sdk, const char* text, size_t text_len, const char* raw,
                       size_t raw_len, int flags) {
  const CString text_z(text, text_len);
  if ((flags & RTM_SEND_RAW) == 0) return MessagePtr(sdk->createMessage(text_z.c_str()));
  // Never null: some libraries check the pointer before the length.
  static const uint8_t kEmpty[1] = {0};
  const uint8_t* data = raw_len == 0 ? kEmpty : reinterpret_cast<const uint8_t*>(raw);
  const int len = static_cast<int>(raw_len);
  if (text_len == 0) return MessagePtr(sdk->createMessage(data, len));
  return MessagePtr(sdk->createMessage(data, len, text_z.c_str()));
}

agora::rtm::SendMessageOptions OptionsOf(int flags) {
  agora::rtm::SendMessageOptions options;
  options.enableOfflineMessaging = (flags & RTM_SEND_ENABLE_OFFLINE_MESSAGING) != 0;
  options.enableHistoricalMessaging = (flags & RTM_SEND_ENABLE_HISTORICAL_MESSAGING) != 0;
  return options;
}

void PushMessage(EventQueue& queue, EventKind kind, uint64_t channel, const char* user,
                 const IMessage* message) noexcept {
  if (message == nullptr) return;
  GuardedVoid([&] {
    Event e;
    e.kind = kind;
    e.channel = channel;
    e.id = message->getMessageId();
    e.server_ts = message->getServerReceivedTs();
    e.detail = static_cast<int32_t>(message->getMessageType());
    e.offline = message->isOfflineMessage() ? 1 : 0;
    std::string_view raw;
    if (message->getMessageType() == agora::rtm::MESSAGE_TYPE_RAW) {
      const char* data = message->getRawMessageData();
      const int len = message->getRawMessageLength();
      if (data != nullptr && len > 0) raw = std::string_view(data, static_cast<size_t>(len));
    }
    queue.Push(e, ViewOf(user), ViewOf(message->getText()), raw);
  });
}

}  // namespace rtm_shim
