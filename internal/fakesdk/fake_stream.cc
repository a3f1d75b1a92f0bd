// clang-format off
//go:build !agora_sdk

// clang-format on

// Streams of the scripted SDK: messages in a tight loop, for benchmarks and tests of order.
#include <chrono>
#include <cstring>
#include <thread>

#include "fake_channel.h"
#include "fake_events.h"
#include "fake_message.h"
#include "fake_service.h"

using fakertm::ChannelHandler;
using fakertm::Content;
using fakertm::FakeChannel;
using fakertm::FakeService;
using fakertm::Script;
using fakertm::ServiceHandler;
using fakertm::ShownMessage;

namespace {

constexpr int kNumberLength = 12;

// Overwrites the first digits with the number.
void WriteNumber(std::string* payload, int number) {
  for (int i = kNumberLength - 1; i >= 0; --i, number /= 10) {
    (*payload)[i] = static_cast<char>('0' + number % 10);
  }
}

}  // namespace

struct fakesdk_stream {
  fakesdk_stream(Script* script, FakeService* service, const fakesdk_stream_spec& spec, bool late)
      : script_(script),
        service_(service),
        spec_(spec),
        late_(late),
        peer_(spec.channel == nullptr),
        channel_(spec.channel == nullptr ? "" : spec.channel),
        user_(spec.user == nullptr ? "" : spec.user) {}

  // Runs on its thread.
  void Run() {
    if (peer_) {
      // One set of handlers for the whole stream; their gates are held open, so that the loop has
      // nothing but the virtual call and the payload in it.
      const auto slots = service_->Slots();
      if (!slots.empty()) {
        slots.front()->Call(late_, [&](ServiceHandler* first) {
          Loop([&](const char* user, const agora::rtm::IMessage* message) {
            if (slots.front()->gate.closed() && !late_) return false;
            first->onMessageReceivedFromPeer(user, message);
            for (size_t i = 1; i < slots.size(); ++i) {
              slots[i]->Call(late_, [&](ServiceHandler* handler) {
                handler->onMessageReceivedFromPeer(user, message);
              });
            }
            return true;
          });
        });
      }
      return;
    }
    FakeChannel* const channel = service_->Channel(channel_, late_);
    if (channel == nullptr) return;
    channel->slot().Call(late_, [&](ChannelHandler* handler) {
      Loop([&](const char* user, const agora::rtm::IMessage* message) {
        if (channel->slot().gate.closed() && !late_) return false;
        handler->onMessageReceived(user, message);
        return true;
      });
    });
  }

  long long Wait(int* delivered) {
    if (ticket) ticket->Wait();
    if (thread.joinable()) thread.join();
    if (delivered != nullptr) *delivered = delivered_;
    return took_;
  }

  std::shared_ptr<fakertm::Ticket> ticket;
  std::thread thread;  // of its own, when the service has none

 private:
  template <typename Call>
  void Loop(const Call& call) {
    Content content;
    content.id = script_->NextId();
    content.type = spec_.raw != 0 ? agora::rtm::MESSAGE_TYPE_RAW : agora::rtm::MESSAGE_TYPE_TEXT;
    ShownMessage message(script_, content);
    std::string& payload = spec_.raw != 0 ? message.content().raw : message.content().text;
    payload.assign(static_cast<size_t>(spec_.size), 'x');
    const char* const user = script_->nulls(FAKESDK_NULL_ID) ? nullptr : user_.c_str();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < spec_.count; ++i) {
      if (spec_.same == 0) WriteNumber(&payload, spec_.first + i);
      if (spec_.stamp != 0) message.content().ts = fakertm::Monotonic();
      if (!call(user, message.get())) break;
      ++delivered_;
      if (spec_.pause_ns > 0) {
        std::this_thread::sleep_for(std::chrono::nanoseconds(spec_.pause_ns));
      }
    }
    took_ = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() -
                                                                 start)
                .count();
  }

  Script* const script_;
  FakeService* const service_;
  const fakesdk_stream_spec spec_;  // its pointers are not used
  const bool late_;
  const bool peer_;
  const std::string channel_, user_;
  long long took_ = 0;
  int delivered_ = 0;
};

namespace fakertm {

fakesdk_stream* StartStream(Script* script, const fakesdk_stream_spec& spec) {
  FakeService* const service = script->LastService();
  if (service == nullptr) return nullptr;
  const bool late = service->released();
  if (late && script->option(FAKESDK_OPTION_AFTER_RELEASE) == 0) return nullptr;
  auto stream = std::make_unique<fakesdk_stream>(script, service, spec, late);
  fakesdk_stream* const raw = stream.get();
  if (late) {
    stream->thread = std::thread([raw] { raw->Run(); });
    return stream.release();
  }
  service->StartThreads();
  stream->ticket = service->pool().Post(spec.thread, [raw] { raw->Run(); });
  return stream->ticket == nullptr ? nullptr : stream.release();
}

long long WaitStream(fakesdk_stream* stream, int* delivered) {
  const std::unique_ptr<fakesdk_stream> owned(stream);
  return owned->Wait(delivered);
}

}  // namespace fakertm
