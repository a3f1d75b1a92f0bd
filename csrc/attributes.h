// attributes.h: attributes of channels on their way up.
#ifndef AGORA_RTM_GO_CSRC_ATTRIBUTES_H_
#define AGORA_RTM_GO_CSRC_ATTRIBUTES_H_

#include "pack.h"
#include "sdk.h"

namespace rtm_shim {

// Packs attributes as rtm_attribute records and returns how many there are.
int32_t PackAttributes(Packer& packed, const agora::rtm::IRtmChannelAttribute* const* attributes,
                       int count);

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_ATTRIBUTES_H_
