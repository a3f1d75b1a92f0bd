// clang-format off
//go:build !agora_sdk

// clang-format on

// IRtmService of the scripted SDK: life, login, messages, and how results find their thread.
#include "fake_service.h"

#include <algorithm>
#include <cstring>

#include "fake_calls.h"
#include "fake_channel.h"
#include "fake_message.h"
#include "fake_registry.h"

namespace fakertm {

using agora::rtm::IMessage;
using agora::rtm::SendMessageOptions;

int FakeService::initialize(const char* app_id, ServiceHandler* handler) {
  Alive("IRtmService::initialize");
  int refuse = 0;
  if (initialized_) {
    refuse = agora::rtm::INIT_ERR_ALREADY_INITIALIZED;
  } else if (handler == nullptr) {
    refuse = agora::rtm::INIT_ERR_INVALID_ARGUMENT;
  } else if (app_id == nullptr || !Adopt(app_id, this)) {
    return agora::rtm::INIT_ERR_INVALID_APP_ID;  // no script to record it in
  }
  const int ret = Tell(FAKESDK_INITIALIZE, "IRtmService::initialize", refuse,
                       [&](Record* record) { record->target = app_id; });
  if (ret != 0) return ret;
  {
    std::lock_guard<std::mutex> lock(mu_);
    slots_.push_back(std::make_shared<ServiceSlot>(handler));
  }
  initialized_.store(true, std::memory_order_release);
  return 0;
}

void FakeService::Attach(Script* script) {
  if (this->script() == script) return;  // initialize failed before, and is tried again
  MoveTo(script);
  number_ = script->AddService(this);
}

void FakeService::addEventHandler(ServiceHandler* handler) {
  Tell(FAKESDK_ADD_HANDLER, "IRtmService::addEventHandler", 0, [](Record*) {});
  std::lock_guard<std::mutex> lock(mu_);
  const bool known = std::any_of(slots_.begin(), slots_.end(),
                                 [&](const auto& slot) { return slot->handler == handler; });
  if (handler != nullptr && !known) slots_.push_back(std::make_shared<ServiceSlot>(handler));
}

void FakeService::removeEventHandler(ServiceHandler* handler) {
  Tell(FAKESDK_REMOVE_HANDLER, "IRtmService::removeEventHandler", 0, [](Record*) {});
  std::shared_ptr<ServiceSlot> removed;
  {
    std::lock_guard<std::mutex> lock(mu_);
    const auto found = std::find_if(slots_.begin(), slots_.end(),
                                    [&](const auto& slot) { return slot->handler == handler; });
    if (found == slots_.end()) return;
    removed = *found;
    slots_.erase(found);
  }
  removed->gate.Close(true);
}

void FakeService::release(bool sync) {
  Tell(FAKESDK_RELEASE, "IRtmService::release", 0,
       [&](Record* record) { record->call.number = sync ? 1 : 0; });
  MarkReleased("IRtmService::release");
  pool_.Stop(false);  // drops the queue; then the callbacks that run are waited for
  for (const auto& slot : Slots()) slot->gate.Close(sync);
  std::vector<FakeChannel*> channels;
  FakeCallManager* call_manager = nullptr;
  {
    std::lock_guard<std::mutex> lock(mu_);
    for (const auto& channel : channels_) channels.push_back(channel.second);
    call_manager = call_manager_;
  }
  for (FakeChannel* channel : channels) channel->slot().gate.Close(sync);
  if (call_manager != nullptr) call_manager->slot().gate.Close(sync);
  if (sync) pool_.Stop(true);
  Retire(true);
}

int FakeService::login(const char* token, const char* user_id) {
  const int refuse = user_id == nullptr ? agora::rtm::LOGIN_ERR_INVALID_ARGUMENT : 0;
  if (user_id != nullptr) script()->SetUser(user_id);
  return Ask(
      FAKESDK_LOGIN, "IRtmService::login", refuse, nullptr,
      [&](Record* record) {
        record->token = token;
        record->target = user_id;
      },
      [this](int code, int flags, bool late, bool again, long long) {
        Outcome outcome;
        outcome.op = FAKESDK_LOGIN;
        outcome.code = code;
        outcome.flags = flags;
        outcome.late = late;
        outcome.again = again;
        Deliver(outcome);
      });
}

int FakeService::logout() {
  return Ask(
      FAKESDK_LOGOUT, "IRtmService::logout", 0, nullptr, [](Record*) {},
      [this](int code, int flags, bool late, bool again, long long) {
        Outcome outcome;
        outcome.op = FAKESDK_LOGOUT;
        outcome.code = code;
        outcome.flags = flags;
        outcome.late = late;
        outcome.again = again;
        Deliver(outcome);
      });
}

int FakeService::renewToken(const char* token) {
  const int refuse = token == nullptr ? agora::rtm::RENEW_TOKEN_ERR_INVALID_ARGUMENT : 0;
  const std::string copy = token == nullptr ? "" : token;
  return Ask(
      FAKESDK_RENEW_TOKEN, "IRtmService::renewToken", refuse, nullptr,
      [&](Record* record) { record->token = token; },
      [this, copy](int code, int, bool late, bool, long long) {
        Outcome outcome;
        outcome.op = FAKESDK_RENEW_TOKEN;
        outcome.code = code;
        outcome.late = late;
        outcome.user = copy;
        Deliver(outcome);
      });
}

int FakeService::sendMessageToPeer(const char* peer_id, const IMessage* message) {
  return SendToPeer(peer_id, message, SendMessageOptions());
}

int FakeService::sendMessageToPeer(const char* peer_id, const IMessage* message,
                                   const SendMessageOptions& options) {
  return SendToPeer(peer_id, message, options);
}

int FakeService::SendToPeer(const char* peer_id, const IMessage* message,
                            const SendMessageOptions& options) {
  int refuse = 0;
  if (peer_id == nullptr) refuse = agora::rtm::PEER_MESSAGE_ERR_INVALID_USERID;
  if (message == nullptr) refuse = agora::rtm::PEER_MESSAGE_ERR_INVALID_MESSAGE;
  const long long id = message == nullptr ? 0 : message->getMessageId();
  return Ask(
      FAKESDK_SEND_PEER, "IRtmService::sendMessageToPeer", refuse, nullptr,
      [&](Record* record) {
        record->target = peer_id;
        record->SetOptions(options);
        if (message != nullptr) record->SetMessage(*message);
      },
      [this, id](int code, int, bool late, bool, long long) {
        Each(late, [&](ServiceHandler* handler) {
          handler->onSendMessageResult(id, static_cast<agora::rtm::PEER_MESSAGE_ERR_CODE>(code));
        });
      });
}

agora::rtm::IChannel* FakeService::createChannel(const char* channel_id,
                                                 agora::rtm::IChannelEventHandler* handler) {
  if (channel_id == nullptr) Die("createChannel: null id, which kills the real library");
  const int ret =
      Tell(FAKESDK_CREATE_CHANNEL, "IRtmService::createChannel", 0, [&](Record* record) {
        record->target = channel_id;
        record->call.ret = record->call.ret == 0 ? 1 : 0;
      });
  if (ret != 0) return nullptr;
  std::lock_guard<std::mutex> lock(mu_);
  FakeChannel*& channel = channels_[channel_id];
  if (channel == nullptr) channel = new FakeChannel(this, channel_id, handler);
  return channel;
}

FakeChannel* FakeService::Channel(const std::string& id, bool released) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto alive = channels_.find(id);
  if (alive != channels_.end()) return alive->second;
  const auto former = former_.find(id);
  return released && former != former_.end() ? former->second : nullptr;
}

void FakeService::ForgetChannel(FakeChannel* channel) {
  std::lock_guard<std::mutex> lock(mu_);
  channels_.erase(channel->id());
  former_[channel->id()] = channel;
}

agora::rtm::IRtmCallManager* FakeService::getRtmCallManager(
    agora::rtm::IRtmCallEventHandler* handler) {
  const int ret = Tell(FAKESDK_GET_CALL_MANAGER, "IRtmService::getRtmCallManager", 0,
                       [](Record* record) { record->call.ret = record->call.ret == 0 ? 1 : 0; });
  if (ret != 0) return nullptr;
  std::lock_guard<std::mutex> lock(mu_);
  if (call_manager_ == nullptr) call_manager_ = new FakeCallManager(this, handler);
  return call_manager_;
}

FakeCallManager* FakeService::CallManager(bool released) {
  std::lock_guard<std::mutex> lock(mu_);
  return call_manager_ == nullptr && released ? former_call_manager_ : call_manager_;
}

void FakeService::ForgetCallManager() {
  std::lock_guard<std::mutex> lock(mu_);
  former_call_manager_ = call_manager_;
  call_manager_ = nullptr;
}

IMessage* FakeService::createMessage() {
  return NewMessage(agora::rtm::MESSAGE_TYPE_TEXT, "", nullptr, 0);
}

IMessage* FakeService::createMessage(const char* text) {
  if (text == nullptr) Die("createMessage: null text, which kills the real library");
  return NewMessage(agora::rtm::MESSAGE_TYPE_TEXT, text, nullptr, 0);
}

IMessage* FakeService::createMessage(const uint8_t* data, int length) {
  return NewMessage(agora::rtm::MESSAGE_TYPE_RAW, "", data, length);
}

IMessage* FakeService::createMessage(const uint8_t* data, int length, const char* description) {
  if (description == nullptr) Die("createMessage: null description, which kills the real library");
  return NewMessage(agora::rtm::MESSAGE_TYPE_RAW, description, data, length);
}

IMessage* FakeService::NewMessage(agora::rtm::MESSAGE_TYPE type, const char* text,
                                  const uint8_t* data, int length) {
  if (length < 0) Die("createMessage: negative length, which kills the real library");
  if (data == nullptr && length > 0) Die("createMessage: null data, which kills the real library");
  Script* const s = script();
  Content content;
  content.type = type;
  content.text = text;
  if (length > 0) content.raw.assign(reinterpret_cast<const char*>(data), length);
  content.id = s->NextId();
  const int ret =
      Tell(FAKESDK_CREATE_MESSAGE, "IRtmService::createMessage", 0, [&](Record* record) {
        record->call.ret = record->call.ret == 0 ? 1 : 0;
        record->call.type = type;
        record->call.id = content.id;
        record->text = text;
        record->has_data = type == agora::rtm::MESSAGE_TYPE_RAW;
        record->data = content.raw;
      });
  if (ret != 0) return nullptr;
  return new FakeMessage(s, std::move(content), false);
}

int FakeService::setParameters(const char* parameters) {
  const int refuse = !initialized_ ? -7 : (parameters == nullptr ? -2 : 0);  // OB-20, OB-33
  return Tell(FAKESDK_SET_PARAMETERS, "IRtmService::setParameters", refuse,
              [&](Record* record) { record->text = parameters; });
}

int FakeService::setLogFile(const char* file) {
  return Tell(FAKESDK_SET_LOG_FILE, "IRtmService::setLogFile", file == nullptr ? -1 : 0,
              [&](Record* record) { record->target = file; });
}

int FakeService::setLogFilter(agora::rtm::LOG_FILTER_TYPE filter) {
  return Tell(FAKESDK_SET_LOG_FILTER, "IRtmService::setLogFilter", 0,
              [&](Record* record) { record->call.number = filter; });
}

int FakeService::setLogFileSize(int kilobytes) {
  return Tell(FAKESDK_SET_LOG_FILE_SIZE, "IRtmService::setLogFileSize", kilobytes < 0 ? -1 : 0,
              [&](Record* record) { record->call.number = kilobytes; });
}

std::vector<std::shared_ptr<ServiceSlot>> FakeService::Slots() {
  std::lock_guard<std::mutex> lock(mu_);
  return slots_;
}

void FakeService::Launch(const fakesdk_behavior& behavior,
                         const std::function<void(bool, bool)>& deliver) {
  const int copies = (behavior.flags & FAKESDK_TWICE) != 0 ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    const bool again = i == 1;
    switch (behavior.mode) {
      case FAKESDK_INLINE:
        deliver(false, again);
        break;
      case FAKESDK_EARLY:
        RunOnThread(behavior.thread, [&] { deliver(false, again); });
        break;
      case FAKESDK_LATE:
        script()->Hold(this, [deliver, again] { deliver(true, again); });
        break;
      default:
        StartThreads();
        if (pool_.Post(behavior.thread, [deliver, again] { deliver(false, again); }) == nullptr &&
            !released()) {
          Die("a behaviour names an SDK thread that does not exist");
        }
    }
  }
}

bool FakeService::RunOnThread(int thread, const Pool::Task& task) {
  if (pool_.OnThread()) {  // it cannot wait for itself
    std::thread(task).join();
    return true;
  }
  StartThreads();
  const auto ticket = pool_.Post(thread, task);
  if (ticket != nullptr) return ticket->Wait();
  if (!released()) Die("no such SDK thread");
  return false;
}

}  // namespace fakertm
