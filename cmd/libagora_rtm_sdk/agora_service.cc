// agora_service.cc: the functions of IAgoraService.h. They are here and not with the engine because
// Agora's RTC SDK has functions of the same names, which a Go program may want to link.
#include <new>

#include "IAgoraService.h"

namespace {

using agora::base::AgoraServiceContext;
using agora::base::IAgoraService;

class AgoraService final : public IAgoraService {
 public:
  void release() noexcept override { delete this; }
  int initialize(const AgoraServiceContext& /*context*/) noexcept override {
    initialized_ = true;
    return 0;
  }
  const char* getVersion(int* build) noexcept override { return getAgoraSdkVersion(build); }
  agora::rtc::IRtcEngine* createRtcEngine() noexcept override { return nullptr; }
  agora::rtm::IRtmService* createRtmService() noexcept override {
    return initialized_ ? agora::rtm::createRtmService() : nullptr;
  }

 private:
  bool initialized_ = false;
};

}  // namespace

extern "C" IAgoraService* AGORA_CALL createAgoraService() {
  return new (std::nothrow) AgoraService;
}

// The engine does not count its builds.
extern "C" const char* AGORA_CALL getAgoraSdkVersion(int* build) {
  if (build != nullptr) *build = 0;
  return agora::rtm::getRtmSdkVersion();
}
