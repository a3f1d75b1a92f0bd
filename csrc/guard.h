// guard.h: what every extern "C" body stands on: nothing thrown gets out, and
// strings reach the SDK NUL-terminated.
#ifndef AGORA_RTM_GO_CSRC_GUARD_H_
#define AGORA_RTM_GO_CSRC_GUARD_H_

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "rtm_shim.h"

namespace rtm_shim {

// Runs body; an exception becomes `fallback`.
template <typename Body, typename Result>
Result Guarded(Result fallback, Body&& body) noexcept {
  try {
    return body();
  } catch (...) {
    return fallback;
  }
}

template <typename Body>
void GuardedVoid(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
  }
}

// A NUL-terminated copy of a pointer and length, on the stack when it is short.
class CString {
 public:
  CString(const char* data, size_t len) {
    char* to = inline_;
    if (len >= sizeof inline_) {
      long_.resize(len);
      to = long_.data();
    }
    if (len > 0) std::memcpy(to, data, len);
    to[len] = '\0';
    text_ = to;
  }
  CString(const CString&) = delete;
  CString& operator=(const CString&) = delete;
  const char* c_str() const { return text_; }

 private:
  char inline_[256];
  std::string long_;
  const char* text_;
};

// The SDK may pass null where a string is due.
inline std::string_view ViewOf(const char* s) {
  return s == nullptr ? std::string_view() : std::string_view(s);
}

// Gives an SDK object back through its release().
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    object->release();
  }
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_GUARD_H_
