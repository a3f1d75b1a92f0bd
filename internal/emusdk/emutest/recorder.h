// recorder.h: what the scenarios share: a log that can be waited on, handlers that write to it, and
// services that release themselves.
#ifndef EMUSDK_EMUTEST_RECORDER_H_
#define EMUSDK_EMUTEST_RECORDER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "IAgoraRtmService.h"

namespace emutest {

namespace rtm = agora::rtm;

// Lines in the order they came. All methods may be called from any thread.
class Log {
 public:
  template <typename... T>
  void line(const T&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    const std::lock_guard<std::mutex> lock(mutex_);
    lines_.push_back(out.str());
    changed_.notify_all();
  }

  // Waits until `line` was written `count` times; writes a FAILED line if that takes too long.
  void await(const std::string& line, int count = 1) {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool seen = changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      int n = 0;
      for (const auto& l : lines_) n += l == line;
      return n >= count;
    });
    if (!seen) lines_.push_back("FAILED: waited for: " + line);
  }

  std::string text() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::string all;
    for (const auto& line : lines_) all += line + "\n";
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

// A door that threads wait at until it is opened.
class Gate {
 public:
  explicit Gate(Log& log) : log_(log) {}
  void open() {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return open_; })) {
      log_.line("FAILED: a gate stayed shut");
    }
  }

 private:
  Log& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

std::string describe(const rtm::IMessage* message);
std::string describe(rtm::IChannelMember** members, int count);

// Writes every callback as `name: callback(arguments)`, then calls the hook with the callback's
// name.
class ServiceHandler : public rtm::IRtmServiceEventHandler {
 public:
  ServiceHandler(Log& log, std::string name) : log_(log), name_(std::move(name)) {}

  // `hook` is called at the end of each callback that starts from now on.
  void afterEach(std::function<void(const std::string&)> hook) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hook_ = std::move(hook);
  }

  void onLoginSuccess() override { note("onLoginSuccess"); }
  void onLoginFailure(rtm::LOGIN_ERR_CODE code) override { note("onLoginFailure", code); }
  void onRenewTokenResult(const char* token, rtm::RENEW_TOKEN_ERR_CODE code) override {
    note("onRenewTokenResult", token, ",", code);
  }
  void onTokenExpired() override { note("onTokenExpired"); }
  void onTokenPrivilegeWillExpire() override { note("onTokenPrivilegeWillExpire"); }
  void onLogout(rtm::LOGOUT_ERR_CODE code) override { note("onLogout", code); }
  void onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                rtm::CONNECTION_CHANGE_REASON reason) override {
    note("onConnectionStateChanged", state, ",", reason);
  }
  void onSendMessageResult(long long id, rtm::PEER_MESSAGE_ERR_CODE code) override {
    note("onSendMessageResult", id > 0 ? "id" : "no id", ",", code);
  }
  void onMessageReceivedFromPeer(const char* peer, const rtm::IMessage* message) override {
    note("onMessageReceivedFromPeer", peer, ",", describe(message));
  }

  // Whether all callbacks so far came on one thread other than `thread`.
  bool onOneThreadBeside(std::thread::id thread) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return !many_threads_ && thread_ != std::thread::id() && thread_ != thread;
  }
  std::thread::id thread() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return thread_;
  }

 protected:
  template <typename... T>
  void note(const std::string& callback, const T&... arguments) {
    std::function<void(const std::string&)> hook;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      hook = hook_;
      const auto here = std::this_thread::get_id();
      if (thread_ == std::thread::id()) thread_ = here;
      many_threads_ = many_threads_ || thread_ != here;
    }
    log_.line(name_, ": ", callback, "(", arguments..., ")");
    if (hook) hook(callback);
  }

 private:
  Log& log_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::function<void(const std::string&)> hook_;
  std::thread::id thread_;
  bool many_threads_ = false;
};

// The same for a channel.
class ChannelHandler : public rtm::IChannelEventHandler {
 public:
  ChannelHandler(Log& log, std::string name) : log_(log), name_(std::move(name)) {}

  void afterEach(std::function<void(const std::string&)> hook) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hook_ = std::move(hook);
  }

  bool counts = false;  // whether onMemberCountUpdated is written: when it comes is not fixed

  void onJoinSuccess() override { note("onJoinSuccess"); }
  void onJoinFailure(rtm::JOIN_CHANNEL_ERR code) override { note("onJoinFailure", code); }
  void onLeave(rtm::LEAVE_CHANNEL_ERR code) override { note("onLeave", code); }
  void onMessageReceived(const char* user, const rtm::IMessage* message) override {
    note("onMessageReceived", user, ",", describe(message));
  }
  void onSendMessageResult(long long id, rtm::CHANNEL_MESSAGE_ERR_CODE code) override {
    note("onSendMessageResult", id > 0 ? "id" : "no id", ",", code);
  }
  void onMemberJoined(rtm::IChannelMember* member) override {
    note("onMemberJoined", describe(&member, 1));
    member->release();  // must do nothing
  }
  void onMemberLeft(rtm::IChannelMember* member) override {
    note("onMemberLeft", describe(&member, 1));
  }
  void onGetMembers(rtm::IChannelMember** members, int count, rtm::GET_MEMBERS_ERR code) override {
    note("onGetMembers", describe(members, count), ",", count, ",", code);
  }
  void onMemberCountUpdated(int count) override {
    if (counts) note("onMemberCountUpdated", count);
  }

  std::thread::id thread() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return thread_;
  }

 private:
  template <typename... T>
  void note(const std::string& callback, const T&... arguments) {
    std::function<void(const std::string&)> hook;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      hook = hook_;
      thread_ = std::this_thread::get_id();
    }
    log_.line(name_, ": ", callback, "(", arguments..., ")");
    if (hook) hook(callback);
  }

  Log& log_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::function<void(const std::string&)> hook_;
  std::thread::id thread_;
};

void keep(std::shared_ptr<void> object);
// An object that lives to the end of the process, for callbacks that may end after their scenario:
// nobody waits for the callback that runs during release(false).
template <typename T, typename... Arguments>
T& forever(Arguments&&... arguments) {
  auto object = std::make_shared<T>(std::forward<Arguments>(arguments)...);
  keep(object);
  return *object;
}

// Releases what it holds the synchronous way.
struct Releaser {
  void operator()(rtm::IRtmService* service) const { service->release(true); }
  void operator()(rtm::IChannel* channel) const { channel->release(); }
  void operator()(rtm::IMessage* message) const { message->release(); }
  void operator()(rtm::IRtmChannelAttribute* attribute) const { attribute->release(); }
};
using Service = std::unique_ptr<rtm::IRtmService, Releaser>;
using Channel = std::unique_ptr<rtm::IChannel, Releaser>;
using Message = std::unique_ptr<rtm::IMessage, Releaser>;
using Attribute = std::unique_ptr<rtm::IRtmChannelAttribute, Releaser>;

// What a scenario gets.
struct Context {
  std::string app_id;
  int n;
  Log log;
};

// A service that is initialized with `handler`.
Service makeService(Context& c, rtm::IRtmServiceEventHandler* handler);
// The same, logged in. The handler must write as `user`.
Service makeUser(Context& c, rtm::IRtmServiceEventHandler* handler, const std::string& user);
// A channel that is joined. The handler must write as `name`.
Channel makeMember(Context& c, rtm::IRtmService& service, const std::string& id,
                   rtm::IChannelEventHandler* handler, const std::string& name);
int sendText(rtm::IRtmService& service, const std::string& peer, const std::string& text);

using Scenario = void (*)(Context&);
// Static objects of this type put a scenario on the list.
struct Register {
  Register(const char* name, Scenario scenario);
};

}  // namespace emutest

#endif  // EMUSDK_EMUTEST_RECORDER_H_
