// guard.h: what every extern "C" body stands on: nothing thrown gets out, and
// strings reach the SDK NUL-terminated.
#ifndef AGORA_RTM_GO_CSRC_GUARD_H_
#define AGORA_RTM_GO_CSRC_GUARD_H_

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "rtm_shim.h"
#include "sdk.h"
#include "sigpipe.h"

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

// The same for a call that may start threads, as all but sends may.
template <typename Body>
int GuardedCall(Body&& body) noexcept {
  return Guarded(int{RTM_SHIM_ERR_EXCEPTION}, [&]() -> int {
    const SigpipeBlocked blocked;
    return body();
  });
}

template <typename Body>
void GuardedVoid(Body&& body) noexcept {
  try {
    body();
  } catch (...) {
  }
}

// A request whose id the SDK writes: `call(id)` returns its code. The result may
// be in the event queue before `call` returns.
template <typename Call>
rtm_request_result Request(Call&& call) noexcept {
  return Guarded(rtm_request_result{0, RTM_SHIM_ERR_EXCEPTION}, [&] {
    const SigpipeBlocked blocked;
    long long id = 0;
    const int code = call(id);
    return rtm_request_result{id, code};
  });
}

// What not every version of the SDK has: `Has` tells, `call` is a generic lambda
// that gets `object`, so that its body is compiled only where it can be.
template <bool Has, typename Object, typename Call>
int IfThere(Object* object, Call&& call) {
  if constexpr (Has) {
    return call(object);
  } else {
    static_cast<void>(object);
    static_cast<void>(call);
    return RTM_SHIM_ERR_UNSUPPORTED;
  }
}

// A NUL-terminated copy of a pointer and length, on the stack when it is short.
class CString {
 public:
  explicit CString(rtm_string s) : CString(s.data, s.len) {}
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

// The SDK may pass null data with a length, or a negative length.
inline std::string_view BytesOf(const char* data, long long len) {
  return data == nullptr || len <= 0 ? std::string_view()
                                     : std::string_view(data, static_cast<size_t>(len));
}

// Gives an SDK object back through its release().
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    // None is ever made of a class that the SDK lacks.
    if constexpr (IsThere<T>::value) object->release();
  }
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_GUARD_H_
