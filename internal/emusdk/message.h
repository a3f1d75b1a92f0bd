// message.h: text and raw messages: made by the application, and received.
#ifndef EMUSDK_MESSAGE_H_
#define EMUSDK_MESSAGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "IAgoraRtmService.h"
#include "request.h"
#include "wire.h"

namespace emusdk {

// A message the application made; release() deletes it.
class LocalMessage final : public agora::rtm::IMessage {
 public:
  // All return null when there is no memory; createRaw also for a negative length and for null
  // data with a positive one. A null text counts as empty.
  static agora::rtm::IMessage* createText(const char* text) noexcept;
  static agora::rtm::IMessage* createRaw(const uint8_t* data, int length,
                                         const char* description) noexcept;

  LocalMessage(agora::rtm::MESSAGE_TYPE type, const char* text, const uint8_t* data, int length);
  ~LocalMessage() override = default;

  long long getMessageId() const noexcept override { return id_; }
  agora::rtm::MESSAGE_TYPE getMessageType() const noexcept override { return type_; }
  void setText(const char* str) noexcept override;
  const char* getText() const noexcept override { return text_.c_str(); }
  const char* getRawMessageData() const noexcept override { return raw_.c_str(); }
  int getRawMessageLength() const noexcept override { return static_cast<int>(raw_.size()); }
  long long getServerReceivedTs() const noexcept override { return 0; }
  bool isOfflineMessage() const noexcept override { return false; }
  void release() noexcept override { delete this; }

 private:
  const long long id_;
  const agora::rtm::MESSAGE_TYPE type_;
  std::string text_;
  std::string raw_;  // a string, so that its address is never null (OB-29)
};

// A message that arrived: a view of an event record, alive during one callback.
class ReceivedMessage final : public agora::rtm::IMessage {
 public:
  ReceivedMessage(const emusdk_event& event, const char* text, const char* raw) noexcept
      : event_(event), text_(text), raw_(raw), id_(nextId()) {}
  ~ReceivedMessage() override = default;

  long long getMessageId() const noexcept override { return id_; }
  agora::rtm::MESSAGE_TYPE getMessageType() const noexcept override {
    return static_cast<agora::rtm::MESSAGE_TYPE>(event_.message_type);
  }
  void setText(const char* str) noexcept override;
  const char* getText() const noexcept override { return text_; }
  const char* getRawMessageData() const noexcept override { return raw_; }
  int getRawMessageLength() const noexcept override { return static_cast<int>(event_.raw_len); }
  long long getServerReceivedTs() const noexcept override { return event_.server_ts; }
  bool isOfflineMessage() const noexcept override { return event_.offline != 0; }
  void release() noexcept override {}  // the callback's thread owns it

 private:
  const emusdk_event& event_;
  const char* text_;
  const char* const raw_;
  const long long id_;  // a fresh local number: the sender's id does not travel
  std::string own_text_;
};

}  // namespace emusdk

#endif  // EMUSDK_MESSAGE_H_
