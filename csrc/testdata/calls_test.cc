// calls_test.cc: the call manager and its invitations through the C ABI: both
// sides, every callback, and who owns an invitation.
#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <thread>

#include "check.h"
#include "fakesdk.h"
#include "fixture.h"
#include "invitation.h"
#include "recorder.h"
#include "rtm_shim.h"

namespace {

// A call manager on top.
struct CallFixture : Fixture {
  rtm_call_manager* manager = nullptr;
  CallFixture() {
    Login();
    manager = rtm_call_manager_new(service);
    CHECK(manager != nullptr);
  }
  ~CallFixture() {
    if (manager != nullptr) rtm_call_manager_release(manager);
  }
  rtm_local_invitation* Local(const char* callee, uint64_t* key) {
    rtm_local_invitation* i = rtm_local_invitation_new(manager, Str(callee), key);
    CHECK(i != nullptr && *key != 0);
    return i;
  }
  // Fires one of the callbacks of an invitation.
  bool Fire(int kind, const char* peer, const char* response = "", int code = 0) {
    auto e = EventOf(kind);
    e.user = peer;
    e.text = response;
    e.code = code;
    return fakesdk_fire(script, &e) == 1;
  }
  bool FireInvitation(const char* caller) {
    auto e = EventOf(FAKESDK_EVENT_INVITATION);
    e.user = caller;
    e.text = "content";
    e.channel = "signal";
    return fakesdk_fire(script, &e) == 1;
  }
  rtm_remote_invitation* Remote(const char* caller, uint64_t* key) {
    CHECK(FireInvitation(caller));
    const size_t before = seen.invitations.size();
    while (seen.invitations.size() == before) {
      if (rtm_service_drain(service, &seen).events == 0) CHECK(fd.Take(10000));
    }
    *key = seen.keys.back();
    return seen.invitations.back();
  }
  size_t AliveInSdk() {
    fakesdk_live live{};
    fakesdk_get_live(script, &live);
    return static_cast<size_t>(live.invitations);
  }
};

std::string Line(const char* name, uint64_t key, int state) {
  return name + (" " + std::to_string(key)) + " state " + std::to_string(state);
}

}  // namespace

TEST(ShimCaller) {
  CallFixture f;
  uint64_t key = 0;
  rtm_local_invitation* i = rtm_local_invitation_new(f.manager, {"bobby", 3}, &key);
  CHECK(i != nullptr);
  CHECK(LastCall(f.script, FAKESDK_CREATE_INVITATION).target == std::string("bob"));
  CHECK(rtm_shim_live_invitations() == 1);
  int32_t state = -1;
  Do(f.script, FAKESDK_SEND_INVITATION, FAKESDK_NEVER);
  // fact: I-10
  CHECK(rtm_local_invitation_send(i, {"contentx", 7}, {"channelx", 7}, &state) == 0);
  CHECK(state == 1);
  auto call = LastCall(f.script, FAKESDK_SEND_INVITATION);
  CHECK(call.target == std::string("bob") && call.text == std::string("content"));
  CHECK(call.channel == std::string("channel"));
  // Every callback, with the state as it was then.
  // fact: I-11, I-12, I-13, I-14, I-15
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_RECEIVED, "bob"));
  f.Await(Line("local received", key, 2));
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_ACCEPTED, "bob", "yes"));
  f.Await(Line("local accepted 'yes'", key, 3));
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_REFUSED, "bob", "no"));
  f.Await(Line("local refused 'no'", key, 4));
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_CANCELED, "bob"));
  f.Await(Line("local canceled", key, 5));
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_FAILURE, "bob", "", 3));
  f.Await(Line("local failure 3", key, 6));
  Do(f.script, FAKESDK_CANCEL_INVITATION, FAKESDK_NEVER, 3);
  CHECK(rtm_local_invitation_cancel(i) == 3);
  // A null text never goes down.
  Do(f.script, FAKESDK_SEND_INVITATION, FAKESDK_NEVER, 1);
  CHECK(rtm_local_invitation_send(i, {nullptr, 0}, {nullptr, 0}, nullptr) == 1);
  call = LastCall(f.script, FAKESDK_SEND_INVITATION);
  CHECK(call.text == std::string() && call.channel == std::string());
  rtm_local_invitation_release(i);
  CHECK(rtm_shim_live_invitations() == 0 && f.AliveInSdk() == 0);
  rtm_local_invitation_release(nullptr);
}

TEST(ShimCallee) {
  CallFixture f;
  uint64_t key = 0;
  rtm_remote_invitation* i = f.Remote("carol", &key);
  // fact: I-18
  f.Await(Line("invited by 'carol' 'content' 'signal'", key, 1));
  CHECK(rtm_shim_live_invitations() == 1);
  // Told twice, it has one owner all the same.
  CHECK(f.Fire(FAKESDK_EVENT_REMOTE_RECEIVED, "carol"));
  rtm_service_drain(f.service, &f.seen);
  CHECK(f.seen.invitations.size() == 1 && rtm_shim_live_invitations() == 1);
  Do(f.script, FAKESDK_ACCEPT_INVITATION, FAKESDK_NEVER);
  int32_t state = -1;
  // fact: I-19
  CHECK(rtm_remote_invitation_accept(i, {"yesx", 3}, &state) == 0 && state == 2);
  auto call = LastCall(f.script, FAKESDK_ACCEPT_INVITATION);
  CHECK(call.target == std::string("carol") && call.text == std::string("yes"));
  Do(f.script, FAKESDK_REFUSE_INVITATION, FAKESDK_NEVER, 4);
  CHECK(rtm_remote_invitation_refuse(i, {nullptr, 0}, &state) == 4 && state == 2);
  call = LastCall(f.script, FAKESDK_REFUSE_INVITATION);
  CHECK(call.target == std::string("carol") && call.text == std::string());
  // fact: I-21, I-22, I-23, I-24
  CHECK(f.Fire(FAKESDK_EVENT_REMOTE_ACCEPTED, "carol"));
  f.Await(Line("remote accepted", key, 4));
  CHECK(f.Fire(FAKESDK_EVENT_REMOTE_REFUSED, "carol"));
  f.Await(Line("remote refused", key, 3));
  CHECK(f.Fire(FAKESDK_EVENT_REMOTE_CANCELED, "carol"));
  f.Await(Line("remote canceled", key, 5));
  CHECK(f.Fire(FAKESDK_EVENT_REMOTE_FAILURE, "carol", "", 2));
  f.Await(Line("remote failure 2", key, 6));
  rtm_remote_invitation_release(i);
  CHECK(rtm_shim_live_invitations() == 0 && f.AliveInSdk() == 0);
  rtm_remote_invitation_release(nullptr);
}

TEST(ShimInvitationKeysAreUnique) {
  CallFixture f;
  std::set<uint64_t> keys;
  uint64_t key = 0;
  for (int n = 0; n < 5; ++n) {
    rtm_local_invitation_release(f.Local("bob", &key));
    CHECK(keys.insert(key).second);
    rtm_remote_invitation_release(f.Remote("bob", &key));
    CHECK(keys.insert(key).second);
  }
}

// Results may come before the call returns, on this thread or another, twice.
TEST(ShimInvitationResultsAtAnyTime) {
  for (const int mode : {int{FAKESDK_NORMAL}, int{FAKESDK_EARLY}, int{FAKESDK_INLINE}}) {
    CallFixture f;
    for (const int op : {FAKESDK_SEND_INVITATION, FAKESDK_CANCEL_INVITATION,
                         FAKESDK_ACCEPT_INVITATION, FAKESDK_REFUSE_INVITATION}) {
      Do(f.script, op, mode, 0, 0, FAKESDK_TWICE);
    }
    uint64_t key = 0;
    rtm_local_invitation* l = f.Local("bob", &key);
    CHECK(rtm_local_invitation_send(l, Str("c"), Str(""), nullptr) == 0);
    f.Await(Line("local received", key, 2));
    CHECK(rtm_local_invitation_cancel(l) == 0);
    f.Await(Line("local canceled", key, 5));
    rtm_local_invitation_release(l);
    rtm_remote_invitation* r = f.Remote("bob", &key);
    CHECK(rtm_remote_invitation_accept(r, Str("r"), nullptr) == 0);
    f.Await(Line("remote accepted", key, 4));
    CHECK(rtm_remote_invitation_refuse(r, Str("r"), nullptr) == 0);
    f.Await(Line("remote refused", key, 3));
    rtm_remote_invitation_release(r);
    Do(f.script, FAKESDK_ACCEPT_INVITATION, mode, 0, 1);
    r = f.Remote("bob", &key);
    CHECK(rtm_remote_invitation_accept(r, Str("r"), nullptr) == 0);
    f.Await(Line("remote failure 1", key, 6));
    rtm_remote_invitation_release(r);
  }
}

// What the SDK still says of a released invitation is not looked at: the object
// may be gone (here its use would abort).
TEST(ShimReleasedInvitationsAreForgotten) {
  CallFixture f;
  fakesdk_set(f.script, FAKESDK_OPTION_AFTER_RELEASE, 1);
  uint64_t key = 0;
  rtm_local_invitation_release(f.Local("bob", &key));
  rtm_remote_invitation_release(f.Remote("bob", &key));
  f.seen.lines.clear();
  for (int kind = FAKESDK_EVENT_LOCAL_RECEIVED; kind <= FAKESDK_EVENT_REMOTE_FAILURE; ++kind) {
    CHECK(f.Fire(kind, "bob"));
  }
  rtm_service_drain(f.service, &f.seen);
  CHECK(f.seen.lines.empty());
}

TEST(ShimInvitationsSurviveNulls) {
  CallFixture f;
  uint64_t local_key = 0, key = 0;
  rtm_local_invitation* l = f.Local("bob", &local_key);
  rtm_remote_invitation* r = f.Remote("bob", &key);
  f.seen.lines.clear();
  fakesdk_set(f.script, FAKESDK_OPTION_NULLS, FAKESDK_NULL_OBJECT);
  for (int kind = FAKESDK_EVENT_LOCAL_RECEIVED; kind <= FAKESDK_EVENT_REMOTE_FAILURE; ++kind) {
    CHECK(f.Fire(kind, "bob"));
  }
  CHECK(f.FireInvitation("bob"));
  rtm_service_drain(f.service, &f.seen);
  CHECK(f.seen.lines.empty());
  fakesdk_set(f.script, FAKESDK_OPTION_NULLS, FAKESDK_NULL_TEXT | FAKESDK_NULL_ID);
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_ACCEPTED, "bob", "yes"));
  f.Await(Line("local accepted ''", local_key, 3));
  CHECK(f.Fire(FAKESDK_EVENT_LOCAL_REFUSED, "bob", "no"));
  f.Await(Line("local refused ''", local_key, 4));
  rtm_remote_invitation* nulls = f.Remote("carol", &key);
  f.Await(Line("invited by '' '' ''", key, 1));
  for (auto* i : {r, nulls}) rtm_remote_invitation_release(i);
  rtm_local_invitation_release(l);
}

TEST(ShimCallManagersThatCannotBeMade) {
  CallFixture f;
  fakesdk_behavior null{};
  null.ret = 1;
  fakesdk_next(f.script, FAKESDK_CREATE_INVITATION, &null);
  uint64_t key = 0;
  CHECK(rtm_local_invitation_new(f.manager, Str("bob"), &key) == nullptr);
  rtm_call_manager_release(f.manager);
  fakesdk_next(f.script, FAKESDK_GET_CALL_MANAGER, &null);
  f.manager = nullptr;
  CHECK(rtm_call_manager_new(f.service) == nullptr);
  CHECK(rtm_shim_live_invitations() == 0);
}

// An invitation that nobody takes is given back: pushed after detach, still
// queued when the call manager is released, or told after that.
TEST(ShimInvitationsThatNobodyTakes) {
  CallFixture f;
  CHECK(f.FireInvitation("bob"));
  CHECK(f.AliveInSdk() == 1 && rtm_shim_live_invitations() == 1);
  const size_t retired = rtm_shim_retired_handlers();
  rtm_call_manager_release(f.manager);
  CHECK(rtm_shim_retired_handlers() == retired + 1);
  CHECK(f.AliveInSdk() == 0 && rtm_shim_live_invitations() == 0);
  fakesdk_set(f.script, FAKESDK_OPTION_AFTER_RELEASE, 1);
  CHECK(f.FireInvitation("bob"));
  CHECK(f.AliveInSdk() == 0);
  // The next one works, with the service still there.
  f.manager = rtm_call_manager_new(f.service);
  uint64_t key = 0;
  rtm_remote_invitation_release(f.Remote("bob", &key));
  CHECK(f.seen.invitations.size() == 1);
  rtm_service_detach(f.service);
  CHECK(f.FireInvitation("bob"));
  CHECK(f.AliveInSdk() == 0 && rtm_shim_live_invitations() == 0);
}

// A callback reads the state of an invitation that is being released: the SDK
// object must still be there.
TEST(InvitationTableRemoveWaitsForCallbacks) {
  rtm_shim::InvitationTable table;
  const int sdk = 0;
  CHECK(table.Add(&sdk, 7) == rtm_shim::InvitationTable::Added::kYes);
  std::atomic<bool> removed{false};
  std::thread remover;
  table.Use(&sdk, [&](uint64_t key) {
    CHECK(key == 7);
    remover = std::thread([&] {
      table.Remove(&sdk);
      removed = true;
    });
    for (bool used = true; used;) {  // until the removal has begun
      used = false;
      table.Use(&sdk, [&](uint64_t) { used = true; });
    }
    CHECK(!removed);
  });
  remover.join();
  table.Use(&sdk, [](uint64_t) { CHECK(!"it is gone"); });
}
