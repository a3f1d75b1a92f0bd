// pack.h: lists on their way through the shim: packed into a record by the
// SDK's thread, unpacked by the consumer.
#ifndef AGORA_RTM_GO_CSRC_PACK_H_
#define AGORA_RTM_GO_CSRC_PACK_H_

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

#include "rtm_shim.h"

namespace rtm_shim {

// Numbers as they stand in memory; strings behind their length (uint32_t).
class Packer {
 public:
  template <typename T>
  void Number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void String(std::string_view s) {
    if (s.size() > UINT32_MAX) throw std::length_error("string");
    Number(static_cast<uint32_t>(s.size()));
    bytes_.append(s);
  }
  std::string_view view() const { return bytes_; }

 private:
  std::string bytes_;
};

// Reads what a Packer wrote, in the same order. Strings point into it.
class Unpacker {
 public:
  explicit Unpacker(const char* data) : at_(data) {}
  template <typename T>
  T Number() {
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  rtm_string String() {
    const auto len = Number<uint32_t>();
    const rtm_string s = {at_, len};
    at_ += len;
    return s;
  }

 private:
  const char* at_;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_PACK_H_
