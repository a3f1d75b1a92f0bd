// message.cc: text and raw messages.
#include "message.h"

#include <memory>

namespace emusdk {

using agora::rtm::IMessage;
using agora::rtm::MESSAGE_TYPE;
using agora::rtm::MESSAGE_TYPE_RAW;
using agora::rtm::MESSAGE_TYPE_TEXT;

namespace {

const char* orEmpty(const char* s) noexcept { return s == nullptr ? "" : s; }

IMessage* create(MESSAGE_TYPE type, const char* text, const uint8_t* data, int length) noexcept {
  try {
    return std::make_unique<LocalMessage>(type, text, data, length).release();
  } catch (...) {
    return nullptr;
  }
}

}  // namespace

IMessage* LocalMessage::createText(const char* text) noexcept {
  return create(MESSAGE_TYPE_TEXT, text, nullptr, 0);
}

IMessage* LocalMessage::createRaw(const uint8_t* data, int length,
                                  const char* description) noexcept {
  if (length < 0 || (data == nullptr && length > 0)) return nullptr;
  return create(MESSAGE_TYPE_RAW, description, data, length);
}

LocalMessage::LocalMessage(MESSAGE_TYPE type, const char* text, const uint8_t* data, int length)
    : id_(nextId()), type_(type), text_(orEmpty(text)) {
  if (length > 0) raw_.assign(reinterpret_cast<const char*>(data), static_cast<size_t>(length));
}

void LocalMessage::setText(const char* str) noexcept {
  try {
    text_ = orEmpty(str);
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

void ReceivedMessage::setText(const char* str) noexcept {
  try {
    own_text_ = orEmpty(str);
    text_ = own_text_.c_str();
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

}  // namespace emusdk
