// exits.cc: ends a process that uses the library, in one of the ways that programs do.
//
// Usage: exits APP_ID WAY
//   unused      the library is loaded, and asked for its version
//   created     a service exists
//   idle        a service is logged in, its thread waits
//   released    it was released without waiting, its thread may still be ending
//   callback    exit() inside a callback
//   quick       quick_exit() with a service logged in

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

#include "IAgoraRtmService.h"

namespace rtm = agora::rtm;

namespace {

// Never destroyed, as callbacks may come while the process ends.
class Handler : public rtm::IRtmServiceEventHandler {
 public:
  void onLoginSuccess() override {
    if (exit_) std::exit(0);
    const std::lock_guard<std::mutex> lock(mutex_);
    logged_in_ = true;
    changed_.notify_all();
  }
  void await() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return logged_in_; });
  }
  void exitInCallback() { exit_ = true; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool logged_in_ = false;
  bool exit_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto way = [&](const char* name) { return std::strcmp(argv[2], name) == 0; };
  if (std::strlen(rtm::getRtmSdkVersion()) == 0) return 3;
  if (way("unused")) return 0;
  rtm::IRtmService* const service = rtm::createRtmService();
  if (service == nullptr) return 4;
  if (way("created")) return 0;
  Handler& handler = *new Handler;
  if (service->initialize(argv[1], &handler) != 0) return 5;
  if (way("callback")) handler.exitInCallback();
  if (service->login(nullptr, "alice") != 0) return 6;
  handler.await();  // forever when the callback exits
  if (way("released")) service->release(false);
  if (way("quick")) std::quick_exit(0);
  return 0;
}
