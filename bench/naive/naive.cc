// The C++ side of the naive binding: a handler that calls Go from the SDK's thread.
#include "naive.h"

#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "IAgoraRtmService.h"
#include "_cgo_export.h"

namespace {

uintptr_t ToHandle(void* context) { return reinterpret_cast<uintptr_t>(context); }

class Handler final : public agora::rtm::IRtmServiceEventHandler {
 public:
  explicit Handler(void* context) : context_(context) {}

  void onLoginSuccess() override { naiveLogin(ToHandle(context_), 0); }
  void onLoginFailure(agora::rtm::LOGIN_ERR_CODE code) override {
    naiveLogin(ToHandle(context_), code);
  }
  void onSendMessageResult(long long id, agora::rtm::PEER_MESSAGE_ERR_CODE code) override {
    naiveResult(ToHandle(context_), id, code);
  }
  void onMessageReceivedFromPeer(const char* peer, const agora::rtm::IMessage* message) override {
    naiveMessage(ToHandle(context_), const_cast<char*>(peer), const_cast<char*>(message->getText()),
                 message->getServerReceivedTs());
  }

 private:
  void* const context_;  // the cgo.Handle
};

template <typename Fn>
long long Nanoseconds(const Fn& fn) {
  const auto start = std::chrono::steady_clock::now();
  fn();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() -
                                                              start)
      .count();
}

}  // namespace

struct naive_service {
  explicit naive_service(void* context) : handler(context) {}

  Handler handler;
  agora::rtm::IRtmService* service = nullptr;  // released, not deleted
};

naive_service* naive_create(void* factory, const char* app_id, uintptr_t handle, int* code) {
  auto result = std::make_unique<naive_service>(reinterpret_cast<void*>(handle));
  result->service = reinterpret_cast<agora::rtm::IRtmService* (*)()>(factory)();
  *code = result->service->initialize(app_id, &result->handler);
  if (*code == 0) return result.release();
  result->service->release(true);
  return nullptr;
}

void naive_release(naive_service* service) {
  const std::unique_ptr<naive_service> owned(service);
  owned->service->release(true);
}

int naive_login(naive_service* service, const char* token, const char* user) {
  return service->service->login(token, user);
}

int naive_send(naive_service* service, const char* peer, const char* text, long long* id) {
  agora::rtm::IMessage* const message = service->service->createMessage(text);
  *id = message->getMessageId();
  const int code =
      service->service->sendMessageToPeer(peer, message, agora::rtm::SendMessageOptions());
  message->release();
  return code;
}

long long naive_send_loop(naive_service* service, const char* peer, const char* text, int n) {
  return Nanoseconds([&] {
    long long id = 0;
    for (int i = 0; i < n; ++i) naive_send(service, peer, text, &id);
  });
}

void naive_empty_call(void) {}

long long naive_foreign_callbacks(int n) {
  long long took = 0;
  std::thread thread([&] {
    naiveEmpty();  // the first call on a thread costs microseconds
    took = Nanoseconds([n] {
      for (int i = 0; i < n; ++i) naiveEmpty();
    });
  });
  thread.join();
  return took;
}

long long naive_copy(int size, int n) {
  const std::vector<char> from(size, 'x');
  std::vector<char> to(size);
  return Nanoseconds([&] {
    for (int i = 0; i < n; ++i) {
      std::memcpy(to.data(), from.data(), from.size());
      __asm__ volatile("" : : "r"(to.data()) : "memory");  // the copy must happen
    }
  });
}
