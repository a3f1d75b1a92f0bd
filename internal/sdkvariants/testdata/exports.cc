// What the vendor's library exports, over the scripted SDK: a stand-in of the
// version that the force-included header says.
#include "fakesdk.h"

extern "C" {

__attribute__((visibility("default"))) agora::rtm::IRtmService* createRtmService() {
  return fakesdk_create_service();
}

__attribute__((visibility("default"))) const char* getRtmSdkVersion() { return FAKESDK_VERSION; }

#ifndef FAKESDK_NO_CONTEXT
__attribute__((visibility("default"))) agora::rtm::SET_RTM_SERVICE_CONTEXT_ERR_CODE
setRtmServiceContext(const agora::rtm::RtmServiceContext& context) {
  return context.areaCode == 0 ? agora::rtm::SET_RTM_SERVICE_CONTEXT_ERR_FAILURE
                               : agora::rtm::SET_RTM_SERVICE_CONTEXT_ERR_OK;
}
#endif

}  // extern "C"
