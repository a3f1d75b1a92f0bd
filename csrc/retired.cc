// retired.cc: keeps handler objects that the SDK may still call.
#include "retired.h"

#include <mutex>
#include <utility>
#include <vector>

namespace rtm_shim {

namespace {

struct Retired {
  std::mutex mutex;
  std::vector<std::unique_ptr<agora::rtm::IRtmServiceEventHandler>> services;
  std::vector<std::unique_ptr<agora::rtm::IChannelEventHandler>> channels;
  std::vector<std::unique_ptr<agora::rtm::IRtmCallEventHandler>> call_managers;
};

// Never destroyed: an SDK thread may call a handler while the process exits.
Retired& All() {
  static Retired& all = *new Retired();
  return all;
}

}  // namespace

void Retire(std::unique_ptr<agora::rtm::IRtmServiceEventHandler> handler) {
  Retired& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  all.services.push_back(std::move(handler));
}

void Retire(std::unique_ptr<agora::rtm::IChannelEventHandler> handler) {
  Retired& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  all.channels.push_back(std::move(handler));
}

void Retire(std::unique_ptr<agora::rtm::IRtmCallEventHandler> handler) {
  Retired& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  all.call_managers.push_back(std::move(handler));
}

size_t RetiredCount() {
  Retired& all = All();
  std::lock_guard<std::mutex> lock(all.mutex);
  return all.services.size() + all.channels.size() + all.call_managers.size();
}

}  // namespace rtm_shim
