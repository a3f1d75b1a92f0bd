// IRtmCallManager of the scripted SDK, and its invitations.
#ifndef FAKE_CALLS_H_
#define FAKE_CALLS_H_

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "IAgoraRtmCallManager.h"
#include "fake_script.h"
#include "fake_service.h"

namespace fakertm {

using CallHandler = agora::rtm::IRtmCallEventHandler;

// What both kinds of invitation have. Strings are guarded: state and texts change on other threads.
template <typename Interface, typename State>
class Invitation : public Interface, public Object {
 public:
  Invitation(Script* script, std::string peer, std::string content, std::string channel)
      : Object(script, &Script::invitations),
        peer_(std::move(peer)),
        content_(std::move(content)),
        channel_(std::move(channel)) {}

  const char* getContent() const override { return Get("getContent", content_); }
  const char* getChannelId() const override { return Get("getChannelId", channel_); }
  const char* getResponse() const override { return Get("getResponse", response_); }
  State getState() const override {
    Alive("getState");
    return state_.load();
  }
  void release() override {
    MarkReleased("invitation release");
    Retire(true);  // an answer may still be under way
  }

  void SetState(State state) { state_ = state; }
  void Answer(const std::string& response) { response_ = response; }
  const std::string& peer() const { return peer_; }
  // Changes the state from one to the other, unless it has moved on already.
  void Advance(State from, State to) { state_.compare_exchange_strong(from, to); }

 protected:
  const char* Get(const char* method, const std::string& field) const {
    Alive(method);
    return script()->nulls(FAKESDK_NULL_TEXT) ? nullptr : field.c_str();
  }
  void Set(const char* method, std::string* field, const char* value) {
    Alive(method);
    if (value == nullptr) Die((std::string(method) + ": null kills the real library").c_str());
    *field = value;
  }
  const char* Peer(const char* method) const {
    Alive(method);
    return script()->nulls(FAKESDK_NULL_ID) ? nullptr : peer_.c_str();
  }

  const std::string peer_;
  std::string content_, channel_, response_;
  std::atomic<State> state_{static_cast<State>(0)};
};

class FakeLocalInvitation final
    : public Invitation<agora::rtm::ILocalCallInvitation, agora::rtm::LOCAL_INVITATION_STATE> {
 public:
  using Invitation::Invitation;
  // What the application says with it.
  const char* said() const { return getContent(); }
  const char* getCalleeId() const override { return Peer("getCalleeId"); }
  void setContent(const char* content) override { Set("setContent", &content_, content); }
  void setChannelId(const char* channel) override { Set("setChannelId", &channel_, channel); }
};

class FakeRemoteInvitation final
    : public Invitation<agora::rtm::IRemoteCallInvitation, agora::rtm::REMOTE_INVITATION_STATE> {
 public:
  using Invitation::Invitation;
  // What the application says with it.
  const char* said() const { return getResponse(); }
  const char* getCallerId() const override { return Peer("getCallerId"); }
  void setResponse(const char* response) override { Set("setResponse", &response_, response); }
};

class FakeCallManager final : public agora::rtm::IRtmCallManager, public Object {
 public:
  FakeCallManager(FakeService* service, CallHandler* handler)
      : Object(service->script(), &Script::call_managers), service_(service), slot_(handler) {}

  int sendLocalInvitation(agora::rtm::ILocalCallInvitation* invitation) override;
  int acceptRemoteInvitation(agora::rtm::IRemoteCallInvitation* invitation) override;
  int refuseRemoteInvitation(agora::rtm::IRemoteCallInvitation* invitation) override;
  int cancelLocalInvitation(agora::rtm::ILocalCallInvitation* invitation) override;
  agora::rtm::ILocalCallInvitation* createLocalCallInvitation(const char* callee_id) override;
  void release() override;

  Slot<CallHandler>& slot() { return slot_; }

  // Remembers an invitation, for Fire.
  void Add(FakeLocalInvitation* invitation) { Add(&locals_, invitation); }
  void Add(FakeRemoteInvitation* invitation) { Add(&remotes_, invitation); }
  // Fires one of FAKESDK_EVENT_LOCAL_* or _REMOTE_*: sets the state, calls the handler. False when
  // there is no such invitation.
  bool Fire(int kind, const std::string& peer, const std::string& response, int code, bool late);

 private:
  template <typename T>
  void Add(std::vector<T*>* list, T* invitation) {
    std::lock_guard<std::mutex> lock(mu_);
    list->push_back(invitation);
  }
  template <typename T>
  T* Newest(const std::vector<T*>& list, const std::string& peer, bool late);
  bool FireLocal(int kind, FakeLocalInvitation* object, const std::string& response, int code,
                 bool late);
  bool FireRemote(int kind, FakeRemoteInvitation* object, int code, bool late);
  void MustLive(const char* method) const;
  template <typename FakeType, typename Interface, typename Fn>
  int Ask(int op, const char* method, int refuse, Interface* invitation, const Fn& fn);

  FakeService* const service_;
  Slot<CallHandler> slot_;
  std::mutex mu_;  // guards the lists; what they point to is kept as long as the script
  std::vector<FakeLocalInvitation*> locals_;
  std::vector<FakeRemoteInvitation*> remotes_;
};

}  // namespace fakertm

#endif  // FAKE_CALLS_H_
