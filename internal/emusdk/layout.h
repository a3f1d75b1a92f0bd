// layout.h: which SDK's interface the engine is built with. The tag rtm_layout_1_4 makes it that of
// 1.4.x (layout_1_4.go).
#ifndef EMUSDK_LAYOUT_H_
#define EMUSDK_LAYOUT_H_

#include "IAgoraRtmService.h"

namespace emusdk {

// The version that the interface is of. The suffix marks the embedded engine.
#ifdef AGORA_RTM_LAYOUT_1_4
constexpr char kVersion[] = "1.4.10-embedded";
#else
constexpr char kVersion[] = "1.5.0-embedded";
#endif

// Calls the callback of that name, which 1.4.x has not: its programs learn of a token when it has
// expired.
inline void tokenPrivilegeWillExpire(agora::rtm::IRtmServiceEventHandler& handler) {
#ifdef AGORA_RTM_LAYOUT_1_4
  static_cast<void>(handler);
#else
  handler.onTokenPrivilegeWillExpire();
#endif
}

}  // namespace emusdk

#endif  // EMUSDK_LAYOUT_H_
