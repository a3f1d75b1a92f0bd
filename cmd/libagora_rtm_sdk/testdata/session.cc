// session.cc: one session of a C++ program, which writes down what it is told. Compiled with the
// headers of either layout.
//
// Usage: session APP_ID new|old
//   old makes the service as programs for 0.9 to 1.2.1 do.

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"
#include "IAgoraService.h"

namespace rtm = agora::rtm;

namespace {

// Lines in the order they came, and on standard output.
class Log {
 public:
  void add(const std::string& line) {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::puts(line.c_str());
    last_ = line;
    changed_.notify_all();
  }
  // Waits until `line` is the last one.
  void await(const std::string& line) {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [&] { return last_ == line; })) {
      std::printf("FAILED: waited for %s\n", line.c_str());
    }
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string last_;
};

std::string text(int number) { return std::to_string(number); }

// From the slots before the one that the layouts differ in to the last one.
class Handler : public rtm::IRtmServiceEventHandler {
 public:
  explicit Handler(Log& log) : log_(log) {}
  void onLoginSuccess() override { log_.add("onLoginSuccess"); }
  void onRenewTokenResult(const char* token, rtm::RENEW_TOKEN_ERR_CODE code) override {
    log_.add(std::string("onRenewTokenResult ") + token + " " + text(code));
  }
  void onTokenExpired() override { log_.add("onTokenExpired"); }
#ifndef AGORA_RTM_LAYOUT_1_4
  void onTokenPrivilegeWillExpire() override { log_.add("onTokenPrivilegeWillExpire"); }
#endif
  void onLogout(rtm::LOGOUT_ERR_CODE code) override { log_.add("onLogout " + text(code)); }
  void onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                rtm::CONNECTION_CHANGE_REASON reason) override {
    log_.add("onConnectionStateChanged " + text(state) + " " + text(reason));
  }
  void onSendMessageResult(long long, rtm::PEER_MESSAGE_ERR_CODE code) override {
    log_.add("onSendMessageResult " + text(code));
  }
  void onGetChannelMemberCountResult(long long, const rtm::ChannelMemberCount* counts, int n,
                                     rtm::GET_CHANNEL_MEMBER_COUNT_ERR_CODE code) override {
    log_.add("onGetChannelMemberCountResult " + text(n) + " " + text(code) + " " +
             (n > 0 ? counts[0].channelId : ""));
  }

 private:
  Log& log_;
};

struct Release {
  void operator()(rtm::IRtmService* service) const { service->release(true); }
  void operator()(agora::base::IAgoraService* service) const { service->release(); }
  void operator()(rtm::IMessage* message) const { message->release(); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

void show(Log& log, const char* what, int code) {
  if (code != 0) log.add(std::string(what) + " refused: " + text(code));
}

void session(Log& log, rtm::IRtmService& service, const char* app_id) {
  Handler handler(log);
  show(log, "initialize", service.initialize(app_id, &handler));
  show(log, "login", service.login(nullptr, "alice"));
  log.await("onConnectionStateChanged 3 2");
  show(log, "renewToken", service.renewToken("next"));
  log.await("onRenewTokenResult next 0");
  const Owned<rtm::IMessage> message(service.createMessage("lost"));
  show(log, "sendMessageToPeer", service.sendMessageToPeer("bob", message.get()));
  log.await("onSendMessageResult 3");
  const char* channels[] = {"room"};
  long long request = 0;
  show(log, "getChannelMemberCount", service.getChannelMemberCount(channels, 1, request));
  log.await("onGetChannelMemberCountResult 1 0 room");
  show(log, "logout", service.logout());
  log.await("onConnectionStateChanged 1 6");
  service.removeEventHandler(&handler);
}

void old_way(Log& log, const char* app_id) {
  int build = -1;
  const std::string version = getAgoraSdkVersion(&build);
  log.add("version " + version + " " + text(build));
  log.add(getAgoraSdkVersion(nullptr) == version ? "again" : "not again");
  const Owned<agora::base::IAgoraService> factory(createAgoraService());
  log.add(factory->createRtmService() == nullptr ? "not before initialize" : "too early");
  show(log, "initialize", factory->initialize(agora::base::AgoraServiceContext()));
  build = -1;
  log.add(factory->getVersion(&build) == version ? "same " + text(build) : "other");
  log.add(factory->createRtcEngine() == nullptr ? "no RTC" : "RTC");
  const Owned<rtm::IRtmService> service(factory->createRtmService());
  const Owned<rtm::IRtmService> other(factory->createRtmService());
  log.add(service && other && service != other ? "two services" : "not two services");
  session(log, *service, app_id);
}

void new_way(Log& log, const char* app_id) {
  log.add(std::string("version ") + rtm::getRtmSdkVersion());
  // As long as the context of 1.4.0, with nothing readable behind it: memory checkers look at that.
  const std::unique_ptr<int> area(new int(rtm::AREA_CODE_EU));
  const auto& context = *reinterpret_cast<const rtm::RtmServiceContext*>(area.get());
  show(log, "setRtmServiceContext", rtm::setRtmServiceContext(context));
  const Owned<rtm::IRtmService> service(rtm::createRtmService());
  session(log, *service, app_id);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  Log log;
  (std::strcmp(argv[2], "old") == 0 ? old_way : new_way)(log, argv[1]);
  return 0;
}
