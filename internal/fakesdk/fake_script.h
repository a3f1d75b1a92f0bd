// A script: what the services of one App ID do, and what they were seen doing.
#ifndef FAKE_SCRIPT_H_
#define FAKE_SCRIPT_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "IAgoraRtmService.h"
#include "fake_media.h"
#include "fake_threads.h"
#include "fakesdk.h"

namespace fakertm {

class FakeService;
class Object;

// A string that may be null.
class MaybeString {
 public:
  MaybeString() = default;
  MaybeString(const char* s) : null_(s == nullptr), text_(s == nullptr ? "" : s) {}  // NOLINT
  const char* c_str() const { return null_ ? nullptr : text_.c_str(); }

 private:
  bool null_ = true;
  std::string text_;
};

// A recorded call, the memory behind fakesdk_call.
struct Record {
  fakesdk_call call = {};
  MaybeString target, token, text, channel;
  std::string data;
  bool has_data = false;
  Media media;
  bool has_media = false;
  fakesdk_media media_view = {};
  std::vector<MaybeString> items, values;
  std::vector<const char*> item_pointers, value_pointers;

  void SetMessage(const agora::rtm::IMessage& message);
  void SetOptions(const agora::rtm::SendMessageOptions& options);
  void SetItems(const char* const* list, int count);
  template <typename Message>
  void SetMedia(const Message& message);
  // Points call at the strings; the record must not move afterwards.
  void Seal();
};

using Attributes = std::vector<std::pair<std::string, std::string>>;

class Script {
 public:
  explicit Script(std::string app_id);
  ~Script();
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;

  // The script of services that are not initialized; never closed.
  static Script* Orphans();

  const std::string& app_id() const { return app_id_; }
  bool orphans() const { return app_id_.empty(); }
  int option(int which) const { return options_[which].load(std::memory_order_relaxed); }
  void SetOption(int which, int value) { options_[which] = value; }
  bool quiet() const { return option(FAKESDK_OPTION_QUIET) != 0; }
  bool nulls(int bit) const { return (option(FAKESDK_OPTION_NULLS) & bit) != 0; }

  // Behaviours.
  void On(int op, const fakesdk_behavior& behavior);
  void Next(int op, const fakesdk_behavior& behavior);
  // What the call about to be made does; refuse: it returns that instead, whatever was scripted.
  fakesdk_behavior Pick(int op, int refuse);
  // Counts the call, records it (fill gets the Record, unless quiet), and blocks if it is to.
  template <typename Fill>
  void Note(int op, const fakesdk_behavior& behavior, const Fill& fill) {
    if (quiet()) {
      counts_[op].fetch_add(1, std::memory_order_relaxed);
    } else {
      auto record = std::make_unique<Record>();
      record->call.op = op;
      record->call.ret = behavior.ret;
      fill(record.get());
      Append(std::move(record));
    }
    if ((behavior.flags & FAKESDK_BLOCK) != 0) Block();
  }

  long long NextId();

  // What reads give.
  void SetMembers(std::vector<std::string> members);
  std::vector<std::string> Members();
  void SetAttributes(Attributes attributes);
  Attributes GetAttributes();
  // Who wrote the channel attributes, and when.
  using Writer = std::pair<std::string, long long>;
  void SetWriter(Writer writer);
  Writer GetWriter();
  void SetPeerStates(std::map<std::string, int> states);
  int PeerState(const std::string& peer);
  void SetUpload(const Media& media);
  Media Upload();
  void SetDownload(std::string data);
  std::string Download();
  // The user who logged in last, the only member of every channel unless SetMembers was called.
  void SetUser(const std::string& user);

  // The record.
  int Calls();
  bool CallAt(int i, fakesdk_call* call);
  void ForgetCalls();
  long long Count(int op) const { return counts_[op]; }
  bool WaitCalls(int op, long long n, int timeout_ms);

  // Blocked calls.
  void Unblock();
  bool WaitBlocked(int n, int timeout_ms);

  // Results held back.
  void Hold(FakeService* service, std::function<void()> run);
  int ReleaseLate();
  int Held();

  // Services: the number of a new one; the last one.
  int AddService(FakeService* service);
  FakeService* LastService();

  // Keeps a released object, so that its use after release is noticed. Messages and attributes are
  // kept up to a bound, or not at all when quiet; what a late callback may need is kept for good.
  void Bury(std::unique_ptr<Object> object, bool for_good);

  // Objects alive.
  std::atomic<long long> services{0}, channels{0}, call_managers{0}, invitations{0}, messages{0},
      received{0}, members{0}, attributes{0}, threads{0};
  fakesdk_live Live() const;
  long long Leaked() const;

 private:
  void Append(std::unique_ptr<Record> record);
  void Block();

  const std::string app_id_;
  std::atomic<int> options_[FAKESDK_OPTION_AFTER_RELEASE + 1];
  std::atomic<bool> scripted_[FAKESDK_OPS];  // something other than the default was ever set
  std::atomic<long long> counts_[FAKESDK_OPS];

  std::mutex mu_;  // guards all below; never held while a handler is called
  fakesdk_behavior sticky_[FAKESDK_OPS];
  std::deque<fakesdk_behavior> next_[FAKESDK_OPS];
  std::vector<std::unique_ptr<Record>> calls_;
  std::condition_variable unblocked_;
  int blocked_ = 0;
  long long unblock_round_ = 0;
  bool members_set_ = false;
  std::string user_;
  std::vector<std::string> members_;
  Attributes attributes_;
  Writer writer_;
  std::map<std::string, int> peer_states_;
  Media upload_;
  std::string download_ = "media";
  std::vector<std::pair<FakeService*, std::function<void()>>> late_;
  std::vector<FakeService*> all_services_;  // released or not
  std::deque<std::unique_ptr<Object>> tombs_;
  std::vector<std::unique_ptr<Object>> kept_;
};

// Object is what every object of the SDK has: a script, a place in the count of live objects, and
// the knowledge that it was released.
class Object {
 public:
  using Counter = std::atomic<long long> Script::*;

  virtual ~Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  bool released() const { return released_.load(std::memory_order_acquire); }

 protected:
  Object(Script* script, Counter counter) : script_(script), counter_(counter) {
    script->*counter += 1;
  }
  Script* script() const { return script_.load(std::memory_order_acquire); }
  // Moves the object, and its count, to another script.
  void MoveTo(Script* script);
  // Aborts when the object was released; method names the call.
  void Alive(const char* method) const;
  // Says that the object is released; the second time it aborts.
  void MarkReleased(const char* method);
  // Takes the object from the living and buries it: the last thing that is done with it.
  void Retire(bool for_good);

 private:
  std::atomic<Script*> script_;
  const Counter counter_;
  std::atomic<bool> released_{false};
};

}  // namespace fakertm

// The C handle is the script itself.
struct fakesdk_script : fakertm::Script {
  using Script::Script;
};

#endif  // FAKE_SCRIPT_H_
