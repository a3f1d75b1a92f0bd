// IRtmService of the scripted SDK.
#ifndef FAKE_SERVICE_H_
#define FAKE_SERVICE_H_

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"
#include "fake_script.h"
#include "fake_threads.h"

namespace fakertm {

class FakeCallManager;
class FakeChannel;

using ServiceHandler = agora::rtm::IRtmServiceEventHandler;
using ServiceSlot = Slot<ServiceHandler>;

// Outcome is the result of a call, as its callback tells it.
struct Outcome {
  int op = 0;
  int code = 0;
  long long id = 0;                // message or request
  int flags = 0;                   // of the behaviour
  bool late = false;               // reaches handlers that are no longer to be called
  bool again = false;              // the second one of FAKESDK_TWICE
  std::string user;                // whose attributes; the token of a renewal
  std::vector<std::string> items;  // the ids that were asked for
};

// A script's services. Their methods are those of the interface, told about there.
class FakeService final : public agora::rtm::IRtmService, public Object {
 public:
  FakeService() : Object(Script::Orphans(), &Script::services) {}

  // fake_service.cc
  int initialize(const char* app_id, ServiceHandler* handler) override;
  void addEventHandler(ServiceHandler* handler) override;
  void removeEventHandler(ServiceHandler* handler) override;
  void release(bool sync) override;
  int login(const char* token, const char* user_id) override;
  int logout() override;
  int renewToken(const char* token) override;
  int sendMessageToPeer(const char* peer_id, const agora::rtm::IMessage* message) override;
  int sendMessageToPeer(const char* peer_id, const agora::rtm::IMessage* message,
                        const agora::rtm::SendMessageOptions& options) override;
  agora::rtm::IChannel* createChannel(const char* channel_id,
                                      agora::rtm::IChannelEventHandler* handler) override;
  agora::rtm::IRtmCallManager* getRtmCallManager(
      agora::rtm::IRtmCallEventHandler* handler) override;
  agora::rtm::IMessage* createMessage() override;
  agora::rtm::IMessage* createMessage(const char* text) override;
  agora::rtm::IMessage* createMessage(const uint8_t* data, int length) override;
  agora::rtm::IMessage* createMessage(const uint8_t* data, int length,
                                      const char* description) override;
  int setParameters(const char* parameters) override;
  int setLogFile(const char* file) override;
  int setLogFilter(agora::rtm::LOG_FILTER_TYPE filter) override;
  int setLogFileSize(int kilobytes) override;

  // fake_requests.cc
  // Not in every version, so without override: while one is pure, no service can be made.
  agora::rtm::IFileMessage* createFileMessageByMediaId(const char* media_id);
  agora::rtm::IImageMessage* createImageMessageByMediaId(const char* media_id);
  int downloadMediaToMemory(const char* media_id, long long& request_id);
  int downloadMediaToFile(const char* media_id, const char* file, long long& request_id);
  int cancelMediaDownload(long long request_id);
  int cancelMediaUpload(long long request_id);
  int createFileMessageByUploading(const char* file, long long& request_id);
  int createImageMessageByUploading(const char* file, long long& request_id);
  // All versions have the rest.
  int queryPeersOnlineStatus(const char* peers[], int count, long long& request_id) override;
  int subscribePeersOnlineStatus(const char* peers[], int count, long long& request_id) override;
  int unsubscribePeersOnlineStatus(const char* peers[], int count, long long& request_id) override;
  int queryPeersBySubscriptionOption(agora::rtm::PEER_SUBSCRIPTION_OPTION option,
                                     long long& request_id) override;
  agora::rtm::IRtmChannelAttribute* createChannelAttribute() override;
  int setLocalUserAttributes(const agora::rtm::RtmAttribute* attributes, int count,
                             long long& request_id) override;
  int addOrUpdateLocalUserAttributes(const agora::rtm::RtmAttribute* attributes, int count,
                                     long long& request_id) override;
  int deleteLocalUserAttributesByKeys(const char* keys[], int count,
                                      long long& request_id) override;
  int clearLocalUserAttributes(long long& request_id) override;
  int getUserAttributes(const char* user_id, long long& request_id) override;
  int getUserAttributesByKeys(const char* user_id, const char* keys[], int count,
                              long long& request_id) override;
  int setChannelAttributes(const char* channel_id,
                           const agora::rtm::IRtmChannelAttribute* attributes[], int count,
                           const agora::rtm::ChannelAttributeOptions& options,
                           long long& request_id) override;
  int addOrUpdateChannelAttributes(const char* channel_id,
                                   const agora::rtm::IRtmChannelAttribute* attributes[], int count,
                                   const agora::rtm::ChannelAttributeOptions& options,
                                   long long& request_id) override;
  int deleteChannelAttributesByKeys(const char* channel_id, const char* keys[], int count,
                                    const agora::rtm::ChannelAttributeOptions& options,
                                    long long& request_id) override;
  int clearChannelAttributes(const char* channel_id,
                             const agora::rtm::ChannelAttributeOptions& options,
                             long long& request_id) override;
  int getChannelAttributes(const char* channel_id, long long& request_id) override;
  int getChannelAttributesByKeys(const char* channel_id, const char* keys[], int count,
                                 long long& request_id) override;
  int getChannelMemberCount(const char* channels[], int count, long long& request_id) override;

  // The rest is for the other files of the fake.

  using Object::script;
  void MustLive(const char* method) const { Alive(method); }

  // A call that answers with a callback: finds out what it is to do, records it, and launches the
  // callback. refuse: the call returns that, whatever was scripted. fill gets the Record and the
  // id; id tells whether a request id is to be made up, and where it goes. deliver(code, flags,
  // late, again, id) calls the handlers.
  template <typename Fill, typename Deliver>
  int Ask(int op, const char* method, int refuse, long long* request_id, const Fill& fill,
          const Deliver& deliver) {
    Alive(method);
    Script* const s = script();
    if (!initialized_.load(std::memory_order_acquire)) return kNotInitialized;
    const fakesdk_behavior behavior = s->Pick(op, refuse);
    const bool accepted = refuse == 0 && (behavior.ret == 0 || behavior.flags & FAKESDK_ALSO);
    long long id = 0;
    if (request_id != nullptr && accepted) {
      id = s->NextId();
      if (behavior.ret == 0) *request_id = id;
    }
    if (s->option(FAKESDK_OPTION_START_IN) == op) StartThreads();
    s->Note(op, behavior, [&](Record* record) {
      record->call.service = number_;
      record->call.id = id;
      fill(record);
    });
    if (!accepted || behavior.mode == FAKESDK_NEVER) return behavior.ret;
    const int code = behavior.code, flags = behavior.flags;
    Launch(behavior, [=](bool late, bool again) { deliver(code, flags, late, again, id); });
    return behavior.ret;
  }
  // A call without a callback; fill gets the Record. Returns what it is to return.
  template <typename Fill>
  int Tell(int op, const char* method, int refuse, const Fill& fill) {
    Alive(method);
    Script* const s = script();
    const fakesdk_behavior behavior = s->Pick(op, refuse);
    if (s->option(FAKESDK_OPTION_START_IN) == op) StartThreads();
    s->Note(op, behavior, [&](Record* record) {
      record->call.service = number_;
      fill(record);
    });
    return behavior.ret;
  }

  // Calls fn with each handler in turn and returns how many were called. late: released or not.
  template <typename Fn>
  int Each(bool late, const Fn& fn) {
    int called = 0;
    for (const auto& slot : Slots()) called += slot->Call(late, fn) ? 1 : 0;
    return called;
  }
  std::vector<std::shared_ptr<ServiceSlot>> Slots();

  // Calls the result callback of a service's request. Returns how many handlers were called.
  int Deliver(const Outcome& outcome);

  Pool& pool() { return pool_; }
  void StartThreads() {
    Script* const s = script();
    pool_.Start(s->option(FAKESDK_OPTION_THREADS), &s->threads);
  }
  // Runs the task on an SDK thread and waits for it; false when there is none (any more).
  bool RunOnThread(int thread, const Pool::Task& task);

  // The channel of that id: the one alive, or with released the last one that was.
  FakeChannel* Channel(const std::string& id, bool released);
  void ForgetChannel(FakeChannel* channel);
  // The call manager: the one alive, or with released the last one that was.
  FakeCallManager* CallManager(bool released);
  void ForgetCallManager();

  // Ties the service to the script of its App ID.
  void Attach(Script* script);

 private:
  static constexpr int kNotInitialized = 101;  // the same in every enum

  void Launch(const fakesdk_behavior& behavior, const std::function<void(bool, bool)>& deliver);
  int SendToPeer(const char* peer_id, const agora::rtm::IMessage* message,
                 const agora::rtm::SendMessageOptions& options);
  agora::rtm::IMessage* NewMessage(agora::rtm::MESSAGE_TYPE type, const char* text,
                                   const uint8_t* data, int length);
  void DeliverLogin(const Outcome& outcome);
  void DeliverLogout(const Outcome& outcome);
  int DeliverMedia(const Outcome& outcome);
  int DeliverPresence(const Outcome& outcome);
  int DeliverAttributes(const Outcome& outcome);
  template <typename Message>
  Message* ByMediaId(const char* method, const char* media_id, agora::rtm::MESSAGE_TYPE type);
  // A request of the kind that has nothing but a request id.
  template <typename Fill>
  int Request(int op, const char* method, int refuse, long long* request_id, std::string user,
              std::vector<std::string> items, const Fill& fill);
  int PeersRequest(int op, const char* method, const char* const* peers, int count,
                   long long* request_id);
  int UserAttributesRequest(int op, const char* method, const agora::rtm::RtmAttribute* attributes,
                            int count, long long* request_id);
  int ChannelAttributesRequest(int op, const char* method, const char* channel_id,
                               const agora::rtm::IRtmChannelAttribute* const* attributes, int count,
                               const agora::rtm::ChannelAttributeOptions& options,
                               long long* request_id);
  int KeysRequest(int op, const char* method, const char* target, bool needs_target,
                  const char* const* keys, int count, bool needs_keys, bool notify,
                  long long* request_id);

  std::atomic<bool> initialized_{false};
  std::atomic<int> number_{0};
  Pool pool_;
  std::mutex mu_;  // guards all below; never held while a handler is called
  std::vector<std::shared_ptr<ServiceSlot>> slots_;
  std::map<std::string, FakeChannel*> channels_;  // alive
  std::map<std::string, FakeChannel*> former_;    // released, the last of each id
  FakeCallManager* call_manager_ = nullptr;
  FakeCallManager* former_call_manager_ = nullptr;
};

}  // namespace fakertm

#endif  // FAKE_SERVICE_H_
