// attributes.cc: IRtmChannelAttribute.
#include "attributes.h"

#include <memory>

namespace emusdk {

namespace {

void assign(std::string& to, const char* from) noexcept {
  try {
    to = from == nullptr ? "" : from;
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

}  // namespace

agora::rtm::IRtmChannelAttribute* ChannelAttribute::create() noexcept {
  try {
    return std::make_unique<ChannelAttribute>().release();
  } catch (...) {
    return nullptr;
  }
}

void ChannelAttribute::setKey(const char* key) noexcept { assign(key_, key); }

void ChannelAttribute::setValue(const char* value) noexcept { assign(value_, value); }

}  // namespace emusdk
