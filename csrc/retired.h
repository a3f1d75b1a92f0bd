// retired.h: handler objects that outlive their service, channel or
// call manager.
//
// The SDK may still call a handler after release; so it is never freed, only
// set aside here (some hundred bytes each, its event queue emptied), where leak
// checkers can reach it and tests can count it.
#ifndef AGORA_RTM_GO_CSRC_RETIRED_H_
#define AGORA_RTM_GO_CSRC_RETIRED_H_

#include <cstddef>
#include <memory>

#include "sdk.h"

namespace rtm_shim {

void Retire(std::unique_ptr<agora::rtm::IRtmServiceEventHandler> handler);
void Retire(std::unique_ptr<agora::rtm::IChannelEventHandler> handler);
void Retire(std::unique_ptr<agora::rtm::IRtmCallEventHandler> handler);
size_t RetiredCount();

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_RETIRED_H_
