// message.h: messages on their way down (made, sent, released) and up (copied
// into the event queue).
#ifndef AGORA_RTM_GO_CSRC_MESSAGE_H_
#define AGORA_RTM_GO_CSRC_MESSAGE_H_

#include <memory>
#include <string_view>

#include "event_queue.h"
#include "guard.h"
#include "sdk.h"

namespace rtm_shim {

using MessagePtr = std::unique_ptr<agora::rtm::IMessage, Releaser>;

// Null when the SDK gives none.
MessagePtr MakeMessage(agora::rtm::IRtmService* sdk, const char* text, size_t text_len,
                       const char* raw, size_t raw_len, int flags);

// False when the SDK's options lack what the flags ask for.
bool SetOptions(agora::rtm::SendMessageOptions& options, int flags);

// Makes a message, has `send(message, options)` send it, releases it.
template <typename Send>
rtm_send_result SendOnce(agora::rtm::IRtmService* sdk, const char* text, size_t text_len,
                         const char* raw, size_t raw_len, int flags, Send&& send) {
  agora::rtm::SendMessageOptions options;
  if (!SetOptions(options, flags)) return {0, RTM_SHIM_ERR_UNSUPPORTED};
  const MessagePtr message = MakeMessage(sdk, text, text_len, raw, raw_len, flags);
  if (!message) return {0, RTM_SHIM_ERR_NULL_OBJECT};
  // The id is read before the send: afterwards the result may have been drained.
  const int64_t id = message->getMessageId();
  return {id, send(message.get(), options)};
}

// What every received message says of itself, but for its strings.
Event EventOf(EventKind kind, uint64_t key, const agora::rtm::IMessage& message);

// Copies a received message into `queue`. A null message is no message.
void PushMessage(EventQueue& queue, EventKind kind, uint64_t key, const char* user,
                 const agora::rtm::IMessage* message) noexcept;

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_MESSAGE_H_
