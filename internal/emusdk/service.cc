// service.cc: IRtmService: life cycle, session, messages.
#include "service.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "attributes.h"
#include "channel.h"
#include "event_buffer.h"
#include "message.h"

namespace emusdk {

using agora::rtm::IChannel;
using agora::rtm::IChannelEventHandler;
using agora::rtm::IMessage;
using agora::rtm::IRtmChannelAttribute;
using agora::rtm::IRtmService;
using agora::rtm::IRtmServiceEventHandler;
using agora::rtm::SendMessageOptions;

IRtmService* Service::create() noexcept {
  try {
    auto service = std::make_shared<Service>();
    if (!service->go_) return nullptr;
    service->self_ = service;
    service->token_.emplace();
    return service.get();
  } catch (...) {
    return nullptr;
  }
}

namespace {

// Waits, before a thread that has called Go ends, until Go's scheduler has taken its processor (P)
// back, which it does after some 10 ms. Threads that ended with a P were seen, rarely, to hold up a
// garbage collection's stop of the world. Going by the source of Go 1.26 (not proven: no small
// program showed it), the stop tries to take the P once, gives up when runtime.dropm is just then
// changing the thread's state, and waits for the monitor, which looks again after 60 s. Nobody
// waits for this sleep: the service is gone by now.
void leaveGo() { std::this_thread::sleep_for(std::chrono::milliseconds(50)); }

}  // namespace

Service::Service() : dispatcher_(std::make_shared<Dispatcher>()) {}

Service::~Service() = default;

int Service::initialize(const char* appId, IRtmServiceEventHandler* eventHandler) noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (initialized_) return agora::rtm::INIT_ERR_ALREADY_INITIALIZED;
  if (eventHandler == nullptr) return agora::rtm::INIT_ERR_INVALID_ARGUMENT;
  if (self_ == nullptr) return agora::rtm::INIT_ERR_FAILURE;  // released
  try {
    // The thread comes first because the engine cannot take an initialization back. After a refused
    // App ID it waits, without events, for the next attempt or the release.
    if (!thread_.joinable()) {
      thread_ = std::thread([self = self_]() mutable {
        self->run();
        self->finished_.set_value();
        self.reset();
        leaveGo();
      });
    }
    const int code = go_.initialize(appId);
    if (code != agora::rtm::INIT_ERR_OK) return code;
    dispatcher_->add(eventHandler);
    initialized_ = true;
    return agora::rtm::INIT_ERR_OK;
  } catch (...) {
    return agora::rtm::INIT_ERR_FAILURE;
  }
}

void Service::run() {
  dispatcher_->bind(go_);
  EventBuffer buffer;
  for (;;) {
    const int64_t n = go_.wait(buffer.data(), buffer.capacity());
    if (n == EMUSDK_RELEASED) return;
    if (n < 0) {
      buffer.require(static_cast<size_t>(-n));
      continue;
    }
    dispatcher_->deliver(buffer.data(), static_cast<size_t>(n));
    buffer.used(static_cast<size_t>(n));
  }
}

void Service::release(bool sync) noexcept {
  std::shared_ptr<Service> self;  // the last thing to go
  std::thread thread;
  std::future<void> finished;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    self = std::move(self_);
    if (thread_.joinable()) finished = finished_.get_future();
    thread = std::move(thread_);
    token_.reset();
  }
  dispatcher_->close();
  go_.release();  // wakes the thread, which ends
  if (!thread.joinable()) return;
  const bool inside = thread.get_id() == std::this_thread::get_id();
  if (inside && sync) {
    std::fputs(
        "agora rtm (embedded engine): IRtmService::release(true) called inside a callback of that "
        "service cannot wait for its end; it goes on as release(false).\n",
        stderr);
  }
  thread.detach();
  if (sync && !inside) finished.wait();
}

void Service::addEventHandler(IRtmServiceEventHandler* eventHandler) noexcept {
  dispatcher_->add(eventHandler);
}

void Service::removeEventHandler(IRtmServiceEventHandler* eventHandler) noexcept {
  dispatcher_->remove(eventHandler);
}

int Service::login(const char* token, const char* userId) noexcept {
  return go_.login(token, userId);
}

int Service::logout() noexcept { return go_.logout(); }

int Service::renewToken(const char* token) noexcept { return go_.renewToken(token); }

int Service::sendMessageToPeer(const char* peerId, const IMessage* message) noexcept {
  return go_.sendMessageToPeer(peerId, message, SendMessageOptions());
}

int Service::sendMessageToPeer(const char* peerId, const IMessage* message,
                               const SendMessageOptions& options) noexcept {
  return go_.sendMessageToPeer(peerId, message, options);
}

IChannel* Service::createChannel(const char* channelId,
                                 IChannelEventHandler* eventHandler) noexcept {
  try {
    return dispatcher_
        ->obtain([&] { return go_.createChannel(channelId); },
                 [&](GoChannel&& go) {
                   return Channel::create(dispatcher_, std::move(go), channelId, eventHandler);
                 })
        .get();
  } catch (...) {
    return nullptr;
  }
}

IMessage* Service::createMessage() noexcept { return LocalMessage::createText(""); }

IMessage* Service::createMessage(const char* message) noexcept {
  return LocalMessage::createText(message);
}

IMessage* Service::createMessage(const uint8_t* rawData, int length) noexcept {
  return LocalMessage::createRaw(rawData, length, "");
}

IMessage* Service::createMessage(const uint8_t* rawData, int length,
                                 const char* description) noexcept {
  return LocalMessage::createRaw(rawData, length, description);
}

IRtmChannelAttribute* Service::createChannelAttribute() noexcept {
  return ChannelAttribute::create();
}

}  // namespace emusdk
