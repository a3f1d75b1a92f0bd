// sdk.h: the SDK's headers, of whichever version, and what the version in use
// lacks. Nothing else includes them.
//
// Versions differ in what they have, not in what it means. What is missing is
// found by the compiler, so that nobody has to say which version it is: enums
// and their values are looked up in rtm_shim::expected when the SDK's namespace
// has none of that name; classes are declared here and then tested for being
// complete; calls stand in discarded branches of templates.
#ifndef AGORA_RTM_GO_CSRC_SDK_H_
#define AGORA_RTM_GO_CSRC_SDK_H_

#include <cstdint>  // IAgoraRtmService.h of 1.2.2 needs it, and does not say so
#include <type_traits>

#include "enum_values_gen.h"

namespace agora {
namespace rtm {
// A name declared in a namespace hides that of a namespace it uses.
using namespace ::rtm_shim::expected;  // NOLINT
}  // namespace rtm
}  // namespace agora

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"

namespace agora {
namespace rtm {
class IFileMessage;
class IImageMessage;
struct MediaOperationProgress;
struct RtmServiceContext;
}  // namespace rtm
}  // namespace agora

namespace rtm_shim {

// Whether a class that may be missing is there.
template <typename T, typename = void>
struct IsThere : std::false_type {};
template <typename T>
struct IsThere<T, std::void_t<decltype(sizeof(T))>> : std::true_type {};

// File and image messages, uploads and downloads: all of it is there or none
// (1.2.2 has none yet, 1.5.1 none any more).
inline constexpr bool kHasMedia = IsThere<agora::rtm::IFileMessage>::value;

// setRtmServiceContext, since 1.4.0.
inline constexpr bool kHasContext = IsThere<agora::rtm::RtmServiceContext>::value;

// onTokenPrivilegeWillExpire, since 1.5.0.
template <typename Handler, typename = void>
struct TellsPrivilegeWillExpire : std::false_type {};
template <typename Handler>
struct TellsPrivilegeWillExpire<Handler,
                                std::void_t<decltype(&Handler::onTokenPrivilegeWillExpire)>>
    : std::true_type {};
inline constexpr bool kHasPrivilegeWillExpire =
    TellsPrivilegeWillExpire<agora::rtm::IRtmServiceEventHandler>::value;

// The type of a method, as one of a derived class.
template <typename Derived, typename Base, typename Result, typename... Args>
auto AsMethodOf(Result (Base::*)(Args...)) -> Result (Derived::*)(Args...);

// A callback that not every version has cannot say `override`. This stops the
// build when Base has the method and Derived's is not an override of it.
#define RTM_SHIM_OVERRIDES_IF_THERE(Derived, Base, method)                             \
  template <typename B, typename = void>                                               \
  struct Overrides_##method : std::true_type {};                                       \
  template <typename B>                                                                \
  struct Overrides_##method<B, std::void_t<decltype(&B::method)>>                      \
      : std::is_convertible<decltype(&Derived::method),                                \
                            decltype(::rtm_shim::AsMethodOf<Derived>(&B::method))> {}; \
  static_assert(Overrides_##method<Base>::value, #Derived "::" #method " is no override")

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_SDK_H_
