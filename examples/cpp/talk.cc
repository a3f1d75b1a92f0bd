// talk.cc: one user at a terminal, who talks to another one: a line that is typed is a message to
// the peer, and what the peer says is printed. Ctrl-D ends it. Plain C++11.
//
// Usage: talk USER PEER [APP_ID [TOKEN]]
//
// The peer sits at another process, so on the embedded engine both need one cloud in common: that
// of agora-rtm-emulator, found by the environment variable AGORA_RTM_EMULATOR_HOST.

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "IAgoraRtmService.h"

namespace rtm = agora::rtm;

namespace {

// The App ID of those who give none. The Go program of examples/duet has the same.
const char kCommonAppId[] = "d0e7d0e7d0e7d0e7d0e7d0e7d0e7d0e7";

struct Release {
  void operator()(rtm::IRtmService* service) const { service->release(true); }
  void operator()(rtm::IMessage* message) const { message->release(); }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

// Prints what comes, and keeps count of what is still to come.
class Talk : public rtm::IRtmServiceEventHandler {
 public:
  // Waits for the result of a login.
  void awaitLogin() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(30), [this] { return login_ >= 0; })) {
      throw std::runtime_error("login: no result");
    }
    if (login_ != rtm::LOGIN_ERR_OK) {
      throw std::runtime_error("login: " + std::to_string(login_));
    }
  }
  void sending() {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++unanswered_;
  }
  // Waits for the results of all messages, and returns how many were not delivered.
  int awaitResults() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(15), [this] { return unanswered_ == 0; });
    return undelivered_ + unanswered_;
  }

 private:
  void onLoginSuccess() override { loggedIn(rtm::LOGIN_ERR_OK); }
  void onLoginFailure(rtm::LOGIN_ERR_CODE code) override { loggedIn(code); }
  void onMessageReceivedFromPeer(const char* peer, const rtm::IMessage* message) override {
    std::cout << peer << ": " << message->getText() << std::endl;
  }
  void onSendMessageResult(long long /*id*/, rtm::PEER_MESSAGE_ERR_CODE code) override {
    if (code == rtm::PEER_MESSAGE_ERR_PEER_UNREACHABLE) {
      std::cerr << "(not delivered: the peer is not online)\n";
    } else if (code != rtm::PEER_MESSAGE_ERR_OK) {
      std::cerr << "(not delivered: " << code << ")\n";
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    --unanswered_;
    if (code != rtm::PEER_MESSAGE_ERR_OK) ++undelivered_;
    changed_.notify_all();
  }
  void onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                rtm::CONNECTION_CHANGE_REASON /*reason*/) override {
    if (state == rtm::CONNECTION_STATE_RECONNECTING) std::cerr << "(the connection is lost)\n";
    if (state == rtm::CONNECTION_STATE_CONNECTED) std::cerr << "(connected)\n";
    if (state == rtm::CONNECTION_STATE_ABORTED) std::cerr << "(put out by the server)\n";
  }

  void loggedIn(int code) {
    const std::lock_guard<std::mutex> lock(mutex_);
    login_ = code;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  int login_ = -1;
  int unanswered_ = 0;
  int undelivered_ = 0;
};

int talk(const char* user, const char* peer, const char* app_id, const char* token) {
  const bool embedded = std::string(rtm::getRtmSdkVersion()).find("-embedded") != std::string::npos;
  const char* const host = std::getenv("AGORA_RTM_EMULATOR_HOST");
  if (embedded && (host == nullptr || *host == '\0')) {
    throw std::runtime_error(std::string(peer) +
                             " cannot be reached: start agora-rtm-emulator and set "
                             "AGORA_RTM_EMULATOR_HOST as it says");
  }
  Talk handler;  // lives longer than the service
  const Owned<rtm::IRtmService> service(rtm::createRtmService());
  if (!service || service->initialize(app_id, &handler) != 0) {
    throw std::runtime_error("no service; is this an App ID?");
  }
  const int code = service->login(token, user);
  if (code != 0) throw std::runtime_error("login: " + std::to_string(code));
  handler.awaitLogin();
  for (std::string line; std::getline(std::cin, line);) {
    const Owned<rtm::IMessage> message(service->createMessage(line.c_str()));
    handler.sending();
    const int refused = service->sendMessageToPeer(peer, message.get(), rtm::SendMessageOptions());
    if (refused != 0) throw std::runtime_error("send: " + std::to_string(refused));
  }
  const int undelivered = handler.awaitResults();
  service->logout();
  return undelivered == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::cerr << "usage: " << argv[0] << " USER PEER [APP_ID [TOKEN]]\n";
    return 2;
  }
  try {
    return talk(argv[1], argv[2], argc > 3 ? argv[3] : kCommonAppId, argc > 4 ? argv[4] : nullptr);
  } catch (const std::exception& e) {
    std::cerr << argv[0] << ": " << e.what() << "\n";
    return 1;
  }
}
