// process.cc: the exported C functions of the interface.
#include "process.h"

#include <cstddef>
#include <mutex>

#include "IAgoraRtmService.h"
#include "layout.h"
#include "service.h"

namespace emusdk {

namespace {

struct Process {
  std::mutex mutex;
  size_t instances = 0;
  int area_code = -1;
};

// Never destroyed: a service's thread may end after the static objects of the process.
Process& process() {
  static Process& shared = *new Process;
  return shared;
}

}  // namespace

InstanceToken::InstanceToken() {
  const std::lock_guard<std::mutex> lock(process().mutex);
  process().instances++;
}

InstanceToken::~InstanceToken() {
  const std::lock_guard<std::mutex> lock(process().mutex);
  process().instances--;
}

}  // namespace emusdk

namespace agora {
namespace rtm {

extern "C" IRtmService* AGORA_CALL createRtmService() { return emusdk::Service::create(); }

extern "C" const char* AGORA_CALL getRtmSdkVersion() { return emusdk::kVersion; }

// The area is kept, and chooses nothing: the engine has no areas and no network. The proxy is not
// looked at: programs for 1.4.0 pass a context without one.
extern "C" SET_RTM_SERVICE_CONTEXT_ERR_CODE AGORA_CALL
setRtmServiceContext(const RtmServiceContext& context) {
  auto& process = emusdk::process();
  const std::lock_guard<std::mutex> lock(process.mutex);
  if (process.instances > 0 || context.areaCode == 0) return SET_RTM_SERVICE_CONTEXT_ERR_FAILURE;
  process.area_code = context.areaCode;
  return SET_RTM_SERVICE_CONTEXT_ERR_OK;
}

}  // namespace rtm
}  // namespace agora
