// lists.cc: unpacks lists of strings on their way down.
#include "lists.h"

#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace rtm_shim {

StringList::StringList(rtm_list list) : arena_(new char[list.len + 1]), count_(list.count) {
  if (list.count < 0) throw std::invalid_argument("list");
  pointers_.reserve(static_cast<size_t>(list.count) + 1);
  // A string with its NUL is shorter than with its length before it.
  char* to = arena_.get();
  const char* from = list.data;
  size_t left = list.len;
  for (int32_t i = 0; i < list.count; ++i) {
    uint32_t len = 0;
    if (left < sizeof len) throw std::invalid_argument("list");
    std::memcpy(&len, from, sizeof len);
    from += sizeof len;
    left -= sizeof len;
    if (left < len) throw std::invalid_argument("list");
    std::memcpy(to, from, len);
    from += len;
    left -= len;
    pointers_.push_back(to);
    to += len;
    *to++ = '\0';
  }
  pointers_.push_back(nullptr);
}

}  // namespace rtm_shim
