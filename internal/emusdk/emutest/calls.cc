// calls.cc: scenarios of call invitations.
#include "recorder.h"

namespace emutest {

namespace {

// Two users with a call manager each. The handlers go last.
struct Pair {
  explicit Pair(Context& c)
      : alice_handler(c.log, "alice"),
        bob_handler(c.log, "bob"),
        alice_calls(c.log, "alice"),
        bob_calls(c.log, "bob"),
        alice(makeUser(c, &alice_handler, "alice")),
        bob(makeUser(c, &bob_handler, "bob")),
        a(alice->getRtmCallManager(&alice_calls)),
        b(bob->getRtmCallManager(&bob_calls)) {}
  ServiceHandler alice_handler;
  ServiceHandler bob_handler;
  CallHandler alice_calls;
  CallHandler bob_calls;
  const Service alice;
  const Service bob;
  Calls a;
  Calls b;
};

LocalInvitation invite(Context& c, Pair& p, const char* content) {
  LocalInvitation invitation(p.a->createLocalCallInvitation("bob"));
  invitation->setContent(content);
  invitation->setChannelId("old");
  if (p.a->sendLocalInvitation(invitation.get()) != 0) c.log.line("FAILED: send");
  c.log.await("bob: onRemoteInvitationReceived(alice 1 '" + std::string(content) + "' 'old' '')");
  c.log.await("alice: onLocalInvitationReceivedByPeer(bob 2 '" + std::string(content) +
              "' 'old' '')");
  return invitation;
}

void callObjects(Context& c) {
  ServiceHandler handler(c.log, "alice");
  CallHandler calls_handler(c.log, "alice");
  CallHandler other_handler(c.log, "other");
  const Service service(rtm::createRtmService());
  Calls calls(service->getRtmCallManager(&calls_handler));
  c.log.line("before initialize: ", calls != nullptr,
             " same: ", service->getRtmCallManager(&other_handler) == calls.get(),
             service->getRtmCallManager(nullptr) == calls.get());
  const auto show = [&](const char* name, const rtm::ILocalCallInvitation& i) {
    c.log.line(name, ": ", CallHandler::describe(i));
  };
  const LocalInvitation invitation(calls->createLocalCallInvitation("bob"));
  const LocalInvitation nobody(calls->createLocalCallInvitation(nullptr));
  const LocalInvitation empty(calls->createLocalCallInvitation(""));
  show("new", *invitation);
  show("null callee", *nobody);
  show("empty callee", *empty);
  invitation->setContent("come");
  invitation->setChannelId("old");
  show("set", *invitation);
  invitation->setContent(nullptr);
  invitation->setChannelId(nullptr);
  show("set to null", *invitation);

  if (service->initialize(c.app_id.c_str(), &handler) != 0) c.log.line("FAILED: initialize");
  const Service other(rtm::createRtmService());
  const Calls other_calls(other->getRtmCallManager(nullptr));
  c.log.line("null: ", calls->sendLocalInvitation(nullptr), " ",
             calls->cancelLocalInvitation(nullptr), " ", calls->acceptRemoteInvitation(nullptr),
             " ", calls->refuseRemoteInvitation(nullptr));
  c.log.line("foreign: ", other_calls->sendLocalInvitation(invitation.get()), " ",
             other_calls->cancelLocalInvitation(invitation.get()));
  c.log.line("cancel before send: ", calls->cancelLocalInvitation(invitation.get()));
  invitation->setContent(std::string(8193, 'x').c_str());
  c.log.line("too long: ", calls->sendLocalInvitation(invitation.get()));
  invitation->setContent("");
  // On the service's own thread, so that the failure cannot come before the state is read.
  handler.afterEach([&](const std::string&) {
    const int code = calls->sendLocalInvitation(invitation.get());
    c.log.line("not logged in: ", code, " state ", invitation->getState());
  });
  if (service->logout() != 0) c.log.line("FAILED: logout");
  c.log.await("alice: onLocalInvitationFailure(bob 6 '' '' '',4)");
  c.log.line("after the end: ", calls->sendLocalInvitation(invitation.get()), " ",
             calls->cancelLocalInvitation(invitation.get()));
}
const Register r1("call objects", callObjects);

void calls(Context& c) {
  Pair p(c);
  const LocalInvitation accepted = invite(c, p, "one");
  c.log.line("sent twice: ", p.a->sendLocalInvitation(accepted.get()));
  rtm::IRemoteCallInvitation* remote = p.bob_calls.remote[0].get();
  remote->setResponse("yes");
  c.log.line("foreign: ", p.a->acceptRemoteInvitation(remote), " ",
             p.a->refuseRemoteInvitation(remote));
  c.log.line("accept: ", p.b->acceptRemoteInvitation(remote));
  c.log.await("bob: onRemoteInvitationAccepted(alice 4 'one' 'old' 'yes')");
  c.log.await("alice: onLocalInvitationAccepted(bob 3 'one' 'old' 'yes',yes)");
  c.log.line("after the end: ", p.b->acceptRemoteInvitation(remote), " ",
             p.b->refuseRemoteInvitation(remote), " ", p.a->cancelLocalInvitation(accepted.get()));

  const LocalInvitation refused = invite(c, p, "two");
  remote = p.bob_calls.remote[1].get();
  remote->setResponse("busy");
  c.log.line("refuse: ", p.b->refuseRemoteInvitation(remote));
  c.log.await("bob: onRemoteInvitationRefused(alice 3 'two' 'old' 'busy')");
  c.log.await("alice: onLocalInvitationRefused(bob 4 'two' 'old' 'busy',busy)");

  const LocalInvitation canceled = invite(c, p, "three");
  c.log.line("cancel: ", p.a->cancelLocalInvitation(canceled.get()));
  c.log.await("alice: onLocalInvitationCanceled(bob 5 'three' 'old' '')");
  c.log.await("bob: onRemoteInvitationCanceled(alice 5 'three' 'old' '')");

  const LocalInvitation open = invite(c, p, "four");
  if (p.bob->logout() != 0) c.log.line("FAILED: logout");
  c.log.await("bob: onRemoteInvitationFailure(alice 6 'four' 'old' '',3)");
}
const Register r2("calls", calls);

// What the calls leave as state when they return, seen on the threads that events come on, which
// therefore cannot come between.
void callStates(Context& c) {
  Pair p(c);
  const LocalInvitation canceled(p.a->createLocalCallInvitation("bob"));
  Gate sent(c.log);
  p.alice_handler.afterEach([&](const std::string& callback) {
    if (callback != "onRenewTokenResult") return;
    const int code = p.a->sendLocalInvitation(canceled.get());
    c.log.line("sent: ", code, " state ", canceled->getState());
    sent.open();
  });
  p.alice_calls.afterEach([&](const std::string& callback) {
    if (callback != "onLocalInvitationReceivedByPeer") return;
    const int code = p.a->cancelLocalInvitation(canceled.get());
    c.log.line("canceled: ", code, " state ", canceled->getState());
  });
  if (p.alice->renewToken("t") != 0) c.log.line("FAILED: renewToken");
  sent.pass();
  c.log.await("alice: onLocalInvitationCanceled(bob 5 '' '' '')");
  c.log.await("bob: onRemoteInvitationCanceled(alice 5 '' '' '')");
  p.bob_calls.afterEach([&](const std::string& callback) {
    if (callback != "onRemoteInvitationReceived") return;
    rtm::IRemoteCallInvitation* const remote = p.bob_calls.remote.back().get();
    const bool first = p.bob_calls.remote.size() == 2;
    const int code =
        first ? p.b->acceptRemoteInvitation(remote) : p.b->refuseRemoteInvitation(remote);
    c.log.line(first ? "accepted: " : "refused: ", code, " state ", remote->getState());
  });
  p.alice_calls.afterEach(nullptr);
  const LocalInvitation accepted(p.a->createLocalCallInvitation("bob"));
  if (p.a->sendLocalInvitation(accepted.get()) != 0) c.log.line("FAILED: send");
  c.log.await("alice: onLocalInvitationAccepted(bob 3 '' '' '',)");
  c.log.await("bob: onRemoteInvitationAccepted(alice 4 '' '' '')");
  const LocalInvitation refused(p.a->createLocalCallInvitation("bob"));
  if (p.a->sendLocalInvitation(refused.get()) != 0) c.log.line("FAILED: send");
  c.log.await("alice: onLocalInvitationRefused(bob 4 '' '' '',)");
  c.log.await("bob: onRemoteInvitationRefused(alice 3 '' '' '')");
}
const Register r3("call states", callStates);

// Invitations released early run on without callbacks; inside a callback they last until its end.
void releaseInvitations(Context& c) {
  Pair p(c);
  LocalInvitation early = invite(c, p, "one");
  early.reset();
  if (p.b->acceptRemoteInvitation(p.bob_calls.remote[0].get()) != 0) c.log.line("FAILED: accept");
  c.log.await("bob: onRemoteInvitationAccepted(alice 4 'one' 'old' '')");
  LocalInvitation second = invite(c, p, "two");
  p.bob_calls.remote[1].reset();
  rtm::ILocalCallInvitation* const raw = second.release();
  p.alice_calls.afterEach([&](const std::string& callback) {
    if (callback != "onLocalInvitationCanceled") return;
    raw->release();
    raw->release();  // once too often
    c.log.line("after the release: ", CallHandler::describe(*raw));
  });
  if (p.a->cancelLocalInvitation(raw) != 0) c.log.line("FAILED: cancel");
  c.log.await("after the release: bob 5 'two' 'old' ''");
  if (sendText(*p.alice, "bob", "end") != 0) c.log.line("FAILED: send");
  c.log.await("bob: onMessageReceivedFromPeer(alice,type 1 'end' ts)");
  if (sendText(*p.bob, "alice", "end") != 0) c.log.line("FAILED: send");
  c.log.await("alice: onMessageReceivedFromPeer(bob,type 1 'end' ts)");
}
const Register r4("release invitations", releaseInvitations);

// A call manager that is released: the next one is new and knows nothing of the old invitations,
// which can still be released. n: 0 outside, 1 inside a callback of the manager.
void releaseCalls(Context& c) {
  Pair p(c);
  const LocalInvitation old = invite(c, p, "one");
  CallHandler again_handler(c.log, "again");
  Gate done(c.log);
  if (c.n == 0) {
    p.b.reset();
  } else {
    p.bob_calls.afterEach([&](const std::string& callback) {
      if (callback != "onRemoteInvitationCanceled") return;
      p.b.release()->release();
      c.log.line("after the release: ", CallHandler::describe(*p.bob_calls.remote[0]));
      done.open();
    });
    if (p.a->cancelLocalInvitation(old.get()) != 0) c.log.line("FAILED: cancel");
    done.pass();
  }
  p.b.reset(p.bob->getRtmCallManager(&again_handler));
  c.log.line("old invitation: ", p.b->acceptRemoteInvitation(p.bob_calls.remote[0].get()), " from ",
             p.bob_calls.remote[0]->getCallerId());
  const LocalInvitation next(p.a->createLocalCallInvitation("bob"));
  if (p.a->sendLocalInvitation(next.get()) != 0) c.log.line("FAILED: send");
  c.log.await("again: onRemoteInvitationReceived(alice 1 '' '' '')");
}
const Register r5("release calls", releaseCalls);

// Nobody is there to answer: no call manager, then one without a handler.
void noCallHandler(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  CallHandler alice_calls(c.log, "alice");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  const Calls a(alice->getRtmCallManager(&alice_calls));
  const LocalInvitation first(a->createLocalCallInvitation("bob"));
  if (a->sendLocalInvitation(first.get()) != 0) c.log.line("FAILED: send");
  c.log.await("alice: onLocalInvitationReceivedByPeer(bob 2 '' '' '')");
  const Calls b(bob->getRtmCallManager(nullptr));
  const LocalInvitation second(a->createLocalCallInvitation("bob"));
  if (a->sendLocalInvitation(second.get()) != 0) c.log.line("FAILED: send");
  c.log.await("alice: onLocalInvitationReceivedByPeer(bob 2 '' '' '')", 2);
}
const Register r6("no call handler", noCallHandler);

// The wrong order, on purpose: call manager and invitation outlive their service.
void callsWithoutService(Context& c) {
  Calls calls;
  LocalInvitation invitation;
  {
    ServiceHandler handler(c.log, "alice");
    const Service service = makeUser(c, &handler, "alice");
    calls.reset(service->getRtmCallManager(nullptr));
    invitation.reset(calls->createLocalCallInvitation("bob"));
  }
  c.log.line("without service: callee ", invitation->getCalleeId(), " send refused ",
             calls->sendLocalInvitation(invitation.get()) != 0);
}
const Register r7("calls without service", callsWithoutService);

}  // namespace

}  // namespace emutest
