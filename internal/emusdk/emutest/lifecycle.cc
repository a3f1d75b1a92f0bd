// lifecycle.cc: scenarios of releases, and of handlers and channels that come and go.
#include <pthread.h>
#include <signal.h>

#include <atomic>
#include <set>

#include "recorder.h"

namespace emutest {

namespace {

void releaseSync(Context& c) {
  ServiceHandler handler(c.log, "alice");
  Service service = makeUser(c, &handler, "alice");
  service.release()->release(true);
  c.log.line("released");
}
const Register r1("release(true)", releaseSync);

void releaseNeverInitialized(Context& c) {
  rtm::createRtmService()->release(true);
  rtm::createRtmService()->release(false);
  rtm::IRtmService* service = rtm::createRtmService();
  ServiceHandler handler(c.log, "a");
  c.log.line("refused: ", service->initialize("abc", &handler));
  service->release(true);
  c.log.line("released");
}
const Register r2("release before initialize", releaseNeverInitialized);

// release(false) comes back while a callback runs; that callback may go on using the service, and
// is the last one, though more events are waiting.
void releaseAsync(Context& c) {
  Gate& inside = forever<Gate>(c.log);
  Gate& released = forever<Gate>(c.log);
  Gate& done = forever<Gate>(c.log);
  ServiceHandler& handler = forever<ServiceHandler>(c.log, "alice");
  Service owner = makeUser(c, &handler, "alice");
  rtm::IRtmService* service = owner.release();
  handler.afterEach([&, service](const std::string& callback) {
    if (callback != "onMessageReceivedFromPeer") return;
    inside.open();
    released.pass();
    c.log.line("after the release: message ", Message(service->createMessage("x")) != nullptr,
               ", send refused ", sendText(*service, "alice", "late") != 0);
    done.open();
  });
  for (int i = 0; i < 3; i++) {
    if (sendText(*service, "alice", "hi") != 0) c.log.line("FAILED: send");
  }
  inside.pass();
  service->release(false);
  // Released counts, though its last callback still runs.
  c.log.line("released, context ", rtm::setRtmServiceContext(rtm::RtmServiceContext()));
  released.open();
  done.pass();
}
const Register r3("release(false)", releaseAsync);

// release(sync) on the service's own thread. Afterwards the callback goes on; nothing follows it.
void releaseInside(Context& c) {
  Gate& sent = forever<Gate>(c.log);
  Gate& done = forever<Gate>(c.log);
  ServiceHandler& handler = forever<ServiceHandler>(c.log, "alice");
  ServiceHandler& second = forever<ServiceHandler>(c.log, "second");
  Service owner = makeUser(c, &handler, "alice");
  owner->addEventHandler(&second);
  rtm::IRtmService* service = owner.release();
  handler.afterEach([&, service](const std::string& callback) {
    if (callback != "onMessageReceivedFromPeer") return;
    sent.pass();
    service->release(c.n != 0);
    service->release(c.n != 0);  // once too often
    c.log.line("after the release: message ", Message(service->createMessage("x")) != nullptr);
    done.open();
  });
  for (int i = 0; i < 3; i++) {
    if (sendText(*service, "alice", "hi") != 0) c.log.line("FAILED: send");
  }
  sent.open();
  done.pass();
}
const Register r4("release inside", releaseInside);

// The same in a callback of a channel. The channel is released last, which is the wrong order.
void releaseInsideChannel(Context& c) {
  Gate& sent = forever<Gate>(c.log);
  Gate& done = forever<Gate>(c.log);
  ServiceHandler& handler = forever<ServiceHandler>(c.log, "alice");
  ChannelHandler& room_handler = forever<ChannelHandler>(c.log, "room");
  Service owner = makeUser(c, &handler, "alice");
  const Channel room = makeMember(c, *owner, "room", &room_handler, "room");
  rtm::IRtmService* service = owner.release();
  room_handler.afterEach([&, service](const std::string&) {
    sent.pass();
    service->release(false);
    c.log.line("released");
    done.open();
  });
  const Message hi(service->createMessage("hi"));
  for (int i = 0; i < 3; i++) {
    if (room->sendMessage(hi.get()) != 0) c.log.line("FAILED: send");
  }
  sent.open();
  done.pass();
}
const Register r16("release inside a channel", releaseInsideChannel);

// The remote side sees a released user leave at once.
void releaseIsLogout(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  Service bob = makeUser(c, &bob_handler, "bob");
  ChannelHandler alice_room(c.log, "alice room");
  ChannelHandler bob_room(c.log, "bob room");
  const Channel a = makeMember(c, *alice, "room", &alice_room, "alice room");
  Channel b = makeMember(c, *bob, "room", &bob_room, "bob room");
  c.log.await("alice room: onMemberJoined(bob@room)");
  // The wrong order, on purpose: the channel outlives its service, and can still be released.
  bob.reset();
  c.log.await("alice room: onMemberLeft(bob@room)");
  c.log.line("channel without service: join refused ", b->join() != 0, ", id ", b->getId());
  b.reset();
  if (sendText(*alice, "bob", "hi") != 0) c.log.line("FAILED: send");
  c.log.await("alice: onSendMessageResult(id,3)");
}
const Register r5("release is logout", releaseIsLogout);

// Handlers are called in the order they were added; null and duplicates do not count.
void handlers(Context& c) {
  ServiceHandler alice(c.log, "alice");
  ServiceHandler second(c.log, "second");
  ServiceHandler third(c.log, "third");
  const Service service(rtm::createRtmService());
  service->addEventHandler(nullptr);
  service->removeEventHandler(nullptr);
  service->removeEventHandler(&third);
  if (service->initialize(c.app_id.c_str(), &alice) != 0) c.log.line("FAILED: initialize");
  service->addEventHandler(&second);
  service->addEventHandler(&alice);
  service->addEventHandler(&third);
  if (service->logout() != 0) c.log.line("FAILED: logout");
  c.log.await("third: onLogout(102)");
  service->removeEventHandler(&alice);
  c.log.line("first one removed");
  if (service->logout() != 0) c.log.line("FAILED: logout");
  c.log.await("third: onLogout(102)", 2);
  service->addEventHandler(&alice);
  service->removeEventHandler(&second);
  c.log.line("back again, at the end");
  if (service->logout() != 0) c.log.line("FAILED: logout");
  c.log.await("alice: onLogout(102)", 2);
}
const Register r6("handlers", handlers);

// What a callback adds or removes counts from the next event on.
void handlersInside(Context& c) {
  ServiceHandler first(c.log, "first");
  ServiceHandler second(c.log, "second");
  ServiceHandler third(c.log, "third");
  const Service service = makeService(c, &first);
  service->addEventHandler(&second);
  bool once = true;
  first.afterEach([&](const std::string&) {
    if (!once) return;
    once = false;
    service->removeEventHandler(&first);
    service->removeEventHandler(&second);
    service->addEventHandler(&third);
    c.log.line("changed");
  });
  for (int i = 1; i <= 2; i++) {
    if (service->logout() != 0) c.log.line("FAILED: logout");
  }
  c.log.await("third: onLogout(102)");
}
const Register r7("handlers inside", handlersInside);

// While `first` runs, another thread removes a handler that the event has not reached: it is not
// called any more.
void removeNext(Context& c) {
  Gate inside(c.log);
  Gate removed(c.log);
  ServiceHandler first(c.log, "first");
  ServiceHandler second(c.log, "second");
  ServiceHandler third(c.log, "third");
  const Service service = makeService(c, &first);
  service->addEventHandler(&second);
  service->addEventHandler(&third);
  first.afterEach([&](const std::string&) {
    inside.open();
    removed.pass();
  });
  if (service->logout() != 0) c.log.line("FAILED: logout");
  inside.pass();
  service->removeEventHandler(&second);
  c.log.line("removed");
  removed.open();
  c.log.await("third: onLogout(102)");
}
const Register r8("remove the next handler", removeNext);

// Runs `take_away` on another thread while a callback runs that must end first, and writes whether
// it did. The callback is held until `take_away` had its time, so that one that does not wait is
// seen.
template <typename F>
void takeAwayWhileRunning(Context& c, Gate& inside, Gate& go_on, std::atomic<bool>& running,
                          F take_away) {
  inside.pass();
  std::atomic<bool> returned{false};
  std::thread other([&] {
    take_away();
    c.log.line("callback ended first: ", !running.load());
    returned = true;
  });
  for (int i = 0; i < 50 && !returned; i++) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  go_on.open();
  other.join();
}

void removeRunning(Context& c) {
  Gate inside(c.log);
  Gate go_on(c.log);
  std::atomic<bool> running{false};
  ServiceHandler first(c.log, "first");
  ServiceHandler second(c.log, "second");
  const Service service = makeService(c, &first);
  service->addEventHandler(&second);
  first.afterEach([&](const std::string&) {
    running = true;
    inside.open();
    go_on.pass();
    running = false;
  });
  for (int i = 0; i < 2; i++) {
    if (service->logout() != 0) c.log.line("FAILED: logout");
  }
  takeAwayWhileRunning(c, inside, go_on, running, [&] { service->removeEventHandler(&first); });
  c.log.await("second: onLogout(102)", 2);
}
const Register r9("remove a running handler", removeRunning);

void releaseRunningService(Context& c) {
  Gate& inside = forever<Gate>(c.log);
  Gate& go_on = forever<Gate>(c.log);
  auto& running = forever<std::atomic<bool>>(false);
  ServiceHandler& handler = forever<ServiceHandler>(c.log, "a");
  Service service = makeService(c, &handler);
  handler.afterEach([&](const std::string&) {
    running = true;
    inside.open();
    go_on.pass();
    running = false;
  });
  for (int i = 0; i < 2; i++) {
    if (service->logout() != 0) c.log.line("FAILED: logout");
  }
  takeAwayWhileRunning(c, inside, go_on, running, [&] { service.reset(); });
}
const Register r17("release(true) during a callback", releaseRunningService);

void releaseRunningChannel(Context& c) {
  Gate inside(c.log);
  Gate go_on(c.log);
  std::atomic<bool> running{false};
  ServiceHandler handler(c.log, "alice");
  const Service service = makeUser(c, &handler, "alice");
  ChannelHandler room_handler(c.log, "room");
  Channel room = makeMember(c, *service, "room", &room_handler, "room");
  room_handler.afterEach([&](const std::string&) {
    running = true;
    inside.open();
    go_on.pass();
    running = false;
  });
  const Message hi(service->createMessage("hi"));
  for (int i = 0; i < 3; i++) {
    if (room->sendMessage(hi.get()) != 0) c.log.line("FAILED: send");
  }
  takeAwayWhileRunning(c, inside, go_on, running, [&] { room.reset(); });
  // The service goes on, and the channel stays silent.
  if (sendText(*service, "alice", "still here") != 0) c.log.line("FAILED: send");
  c.log.await("alice: onSendMessageResult(id,0)");
}
const Register r10("release a running channel", releaseRunningChannel);

// A channel released inside its own callback: usable until the callback ends, silent afterwards,
// and new when it is asked for again. n: 0 in the callback of the channel, 1 of the service.
void releaseChannelInside(Context& c) {
  Gate sent(c.log);
  Gate done(c.log);
  ServiceHandler handler(c.log, "alice");
  const Service service = makeUser(c, &handler, "alice");
  ChannelHandler room_handler(c.log, "room");
  ChannelHandler again_handler(c.log, "again");
  rtm::IChannel* room = makeMember(c, *service, "room", &room_handler, "room").release();
  Channel again;
  const auto release = [&](const std::string&) {
    sent.pass();
    room->release();
    // In a callback of the service the object is gone by now.
    if (c.n == 0) {
      room->release();  // once too often
      c.log.line("after the release: ", room->getId());
    }
    again.reset(service->createChannel("room", &again_handler));
    done.open();
  };
  const Message hi(service->createMessage("hi"));
  if (c.n == 0) {
    room_handler.afterEach(release);
    for (int i = 0; i < 3; i++) {
      if (room->sendMessage(hi.get()) != 0) c.log.line("FAILED: send");
    }
  } else {
    handler.afterEach([&](const std::string& callback) {
      if (callback == "onRenewTokenResult") release(callback);
    });
    if (service->renewToken("t") != 0) c.log.line("FAILED: renewToken");
  }
  sent.open();
  done.pass();
  if (again->join() != 0) c.log.line("FAILED: join");
  c.log.await("again: onJoinSuccess()");
}
const Register r11("release a channel inside", releaseChannelInside);

// Services that live and die. Their threads must be gone: the test counts them.
void churn(Context& c) {
  for (int i = 0; i < c.n; i++) {
    const std::string user = "user" + std::to_string(i);
    ServiceHandler handler(c.log, user);
    const Service service = makeUser(c, &handler, user);
  }
}
const Register r12("churn", churn);

// One service whose handlers, channels and calls are used from many threads at once.
void storm(Context& c) {
  struct Quiet final : rtm::IRtmServiceEventHandler, rtm::IChannelEventHandler {
    std::atomic<int> calls{0};
    void onMessageReceivedFromPeer(const char*, const rtm::IMessage*) override { calls++; }
    void onMessageReceived(const char*, const rtm::IMessage*) override { calls++; }
  };
  ServiceHandler handler(c.log, "alice");
  Service service = makeUser(c, &handler, "alice");
  service->removeEventHandler(&handler);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; t++) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < c.n; i++) {
        // Destroyed right after its removal: a call to it after that is a crash, or ASan's.
        auto quiet = std::make_unique<Quiet>();
        service->addEventHandler(quiet.get());
        sendText(*service, "alice", "hi");
        const std::string id = "room" + std::to_string(t);
        Channel room(service->createChannel(id.c_str(), quiet.get()));
        room->join();
        const Message hi(service->createMessage("hi"));
        room->sendMessage(hi.get());
        room.reset();
        service->removeEventHandler(quiet.get());
      }
    });
  }
  for (auto& thread : threads) thread.join();
  service.reset();
  c.log.line("done");
}
const Register r13("storm", storm);

// Releases of every kind race with running callbacks and sends of a peer.
void releaseStorm(Context& c) {
  ServiceHandler bob_handler(c.log, "bob");
  const Service bob = makeUser(c, &bob_handler, "bob");
  bob->removeEventHandler(&bob_handler);
  std::atomic<bool> stop{false};
  std::thread sender([&] {
    while (!stop) {
      sendText(*bob, "target", "hi");
      std::this_thread::yield();
    }
  });
  struct Target final : rtm::IRtmServiceEventHandler {
    std::atomic<rtm::IRtmService*> service{nullptr};
    std::atomic<int> kind{0};
    std::atomic<bool> inside{false};
    Gate* got = nullptr;
    void onMessageReceivedFromPeer(const char*, const rtm::IMessage*) override {
      if (kind == 2) {
        rtm::IRtmService* mine = service.exchange(nullptr);
        if (mine != nullptr) mine->release(false);
      }
      got->open();
    }
  };
  for (int i = 0; i < c.n; i++) {
    Target& target = forever<Target>();
    target.got = &forever<Gate>(c.log);
    target.kind = i % 3;
    target.service = makeService(c, &target).release();
    if (target.service.load()->login("", "target") != 0) c.log.line("FAILED: login");
    target.got->pass();
    if (target.kind == 2) continue;
    target.service.load()->release(target.kind == 0);
  }
  stop = true;
  sender.join();
}
const Register r14("release storm", releaseStorm);

// The service's thread has the signal mask of the thread that called initialize.
void signalMask(Context& c) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  for (const int how : {SIG_BLOCK, SIG_UNBLOCK}) {
    sigset_t before;
    pthread_sigmask(how, &pipe, &before);
    Gate done(c.log);
    ServiceHandler handler(c.log, "a");
    handler.afterEach([&](const std::string&) {
      sigset_t mask;
      pthread_sigmask(SIG_SETMASK, nullptr, &mask);
      c.log.line("SIGPIPE blocked: ", sigismember(&mask, SIGPIPE));
      done.open();
    });
    const Service service = makeService(c, &handler);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (service->logout() != 0) c.log.line("FAILED: logout");
    done.pass();
  }
}
const Register r15("signal mask", signalMask);

}  // namespace

}  // namespace emutest
