// chars.h: C strings as the exported Go functions take them.
#ifndef EMUSDK_CHARS_H_
#define EMUSDK_CHARS_H_

#include <cstddef>
#include <cstring>

namespace emusdk {

// One string: not const (cgo has no const), null as empty.
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

// An array of strings, of which null ones count as empty; a null array has none.
class CharsList {
 public:
  // Of a call that takes any number.
  CharsList(const char* const* list, int count) noexcept
      : data_(const_cast<char**>(list)), size_(list == nullptr || count < 0 ? 0 : count) {}
  // Of a call that takes `limit` at most. One more is enough to have it refused, so others are not
  // looked at.
  CharsList(const char* const* list, int count, int limit) noexcept
      : CharsList(list, count > limit ? limit + 1 : count) {}
  char** data() const noexcept { return data_; }
  int size() const noexcept { return size_; }

 private:
  char** data_;
  int size_;
};

}  // namespace emusdk

#endif  // EMUSDK_CHARS_H_
