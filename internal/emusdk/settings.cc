// settings.cc: the parameters and log settings of IRtmService; the engine has the numbers.
#include "_cgo_export.h"
#include "chars.h"
#include "service.h"

namespace emusdk {

int Service::setParameters(const char* parameters) noexcept {
  const Chars json(parameters);
  return emusdk_set_parameters(go_.handle(), json.data(), json.size());
}

int Service::setLogFile(const char* logfile) noexcept {
  const Chars path(logfile);
  return emusdk_set_log_file(go_.handle(), path.data(), path.size());
}

int Service::setLogFilter(agora::rtm::LOG_FILTER_TYPE filter) noexcept {
  return emusdk_set_log_filter(go_.handle(), static_cast<uint32_t>(filter));
}

int Service::setLogFileSize(int fileSizeInKBytes) noexcept {
  return emusdk_set_log_file_size(go_.handle(), fileSizeInKBytes);
}

}  // namespace emusdk
