// payload.h: reads what follows the head of an event record.
#ifndef EMUSDK_PAYLOAD_H_
#define EMUSDK_PAYLOAD_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "wire.h"

namespace emusdk {

// The strings of a record; each is ended by a NUL. `entries` is where the entries begin.
struct Payload {
  explicit Payload(const emusdk_event& event) noexcept
      : user(reinterpret_cast<const char*>(&event + 1)),
        text(user + event.user_len + 1),
        raw(text + event.text_len + 1),
        entries(raw + event.raw_len + 1) {}
  const char* const user;
  const char* const text;
  const char* const raw;
  const char* const entries;
};

// Takes numbers and strings off the entries of a record, which it points into.
class EntryReader {
 public:
  explicit EntryReader(const emusdk_event& event) noexcept : next_(Payload(event).entries) {}

  int64_t number() noexcept {
    int64_t n = 0;
    std::memcpy(&n, next_, sizeof n);  // entries are not aligned
    next_ += sizeof n;
    return n;
  }
  // A NUL follows the last byte; there may be others inside.
  std::string_view bytes() noexcept {
    const auto size = static_cast<size_t>(number());
    const std::string_view all(next_, size);
    next_ += size + 1;
    return all;
  }
  const char* text() noexcept { return bytes().data(); }

 private:
  const char* next_;
};

}  // namespace emusdk

#endif  // EMUSDK_PAYLOAD_H_
