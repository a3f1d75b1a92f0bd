// session.cc: scenarios of logged in users: messages, channels, members.
#include <algorithm>
#include <atomic>

#include "recorder.h"

namespace emutest {

namespace {

// One user, all alone: the calls and callbacks of a session in their order.
void session(Context& c) {
  ServiceHandler handler(c.log, "alice");
  Service service = makeService(c, &handler);
  c.log.line("login: ", service->login("token", "alice"));
  c.log.await("alice: onConnectionStateChanged(3,2)");
  c.log.line("renewToken: ", service->renewToken("next"));
  c.log.await("alice: onRenewTokenResult(next,0)");
  c.log.line("logout: ", service->logout());
  c.log.await("alice: onConnectionStateChanged(1,6)");
  c.log.line("one thread: ", handler.onOneThreadBeside(std::this_thread::get_id()));
}
const Register r1("session", session);

// Every await stands for the end of a step, so that the lines of two services do not mix.
void peers(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  const auto sent = [&](int code, const char* received, int results) {
    if (code != 0) c.log.line("FAILED: send ", code);
    c.log.await(received);
    c.log.await("alice: onSendMessageResult(id,0)", results);
  };
  sent(sendText(*alice, "bob", "hi"), "bob: onMessageReceivedFromPeer(alice,type 1 'hi' ts)", 1);
  sent(sendText(*alice, "bob", ""), "bob: onMessageReceivedFromPeer(alice,type 1 '' ts)", 2);
  const Message raw(alice->createMessage(reinterpret_cast<const uint8_t*>("123"), 3, "digits"));
  sent(alice->sendMessageToPeer("bob", raw.get()),
       "bob: onMessageReceivedFromPeer(alice,type 2 'digits' raw '123' ts)", 3);
  // The same object again, with options.
  rtm::SendMessageOptions options;
  options.enableOfflineMessaging = true;
  raw->setText("again");
  sent(alice->sendMessageToPeer("bob", raw.get(), options),
       "bob: onMessageReceivedFromPeer(alice,type 2 'again' raw '123' ts)", 4);

  c.log.line("null peer: ", sendText(*alice, "", "x"),
             " null message: ", alice->sendMessageToPeer("bob", nullptr));
  c.log.line("32768 bytes: ", sendText(*alice, "bob", std::string(32768, 'x')),
             " 32769: ", sendText(*alice, "bob", std::string(32769, 'x')),
             " 1000000: ", sendText(*alice, "bob", std::string(1000000, 'x')));
  const std::string half(16384, 'x');
  const auto half_bytes = reinterpret_cast<const uint8_t*>(half.data());
  const Message fits(alice->createMessage(half_bytes, 16384, half.c_str()));
  const Message too_large(alice->createMessage(half_bytes, 16384, (half + "x").c_str()));
  c.log.line("raw and description, 32768: ", alice->sendMessageToPeer("bob", fits.get()),
             " 32769: ", alice->sendMessageToPeer("bob", too_large.get()));
  c.log.await("alice: onSendMessageResult(id,0)", 6);
  c.log.await("bob: onMessageReceivedFromPeer(alice,type 2 16384 bytes raw 16384 bytes ts)");
}
const Register r2("peers", peers);

// bob is away: no option, then kept for him. In between nothing is received.
void offline(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  const Service alice = makeUser(c, &alice_handler, "alice");
  c.log.line("plain: ", sendText(*alice, "bob", "lost"));
  c.log.await("alice: onSendMessageResult(id,3)");
  rtm::SendMessageOptions options;
  options.enableOfflineMessaging = true;
  const Message kept(alice->createMessage("kept"));
  c.log.line("offline: ", alice->sendMessageToPeer("bob", kept.get(), options));
  c.log.await("alice: onSendMessageResult(id,4)");
  ServiceHandler bob_handler(c.log, "bob");
  const Service bob = makeUser(c, &bob_handler, "bob");
  c.log.await("bob: onMessageReceivedFromPeer(alice,type 1 'kept' ts offline)");
}
const Register r3("offline", offline);

void channels(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  ChannelHandler alice_room(c.log, "alice room");
  ChannelHandler bob_room(c.log, "bob room");
  const Channel a = makeMember(c, *alice, "room", &alice_room, "alice room");
  c.log.line("same object: ", alice->createChannel("room", &bob_room) == a.get());
  Channel b = makeMember(c, *bob, "room", &bob_room, "bob room");
  c.log.await("alice room: onMemberJoined(bob@room)");
  const Message hi(alice->createMessage("hi"));
  c.log.line("send: ", a->sendMessage(hi.get()));
  c.log.await("bob room: onMessageReceived(alice,type 1 'hi' ts)");
  c.log.await("alice room: onSendMessageResult(id,0)");
  const Message raw(alice->createMessage(reinterpret_cast<const uint8_t*>("123"), 3, "digits"));
  c.log.line("send: ", a->sendMessage(raw.get(), rtm::SendMessageOptions()), " null ",
             a->sendMessage(nullptr));
  c.log.await("bob room: onMessageReceived(alice,type 2 'digits' raw '123' ts)");
  c.log.await("alice room: onSendMessageResult(id,0)", 2);
  c.log.line("members: ", a->getMembers());
  c.log.await("alice room: onGetMembers(alice@room bob@room,2,0)");
  c.log.line("leave: ", b->leave());
  c.log.await("bob room: onLeave(0)");
  c.log.await("alice room: onMemberLeft(bob@room)");
  c.log.line("not in channel: ", b->leave(), " ", b->getMembers(), " ", b->sendMessage(hi.get()));
  // Released while joined: the others see a leave, the object is new when asked for again.
  if (b->join() != 0) c.log.line("FAILED: join");
  c.log.await("alice room: onMemberJoined(bob@room)", 2);
  c.log.await("bob room: onJoinSuccess()", 2);
  b.reset();
  c.log.await("alice room: onMemberLeft(bob@room)", 2);
  ChannelHandler fresh_room(c.log, "fresh room");
  const Channel fresh = makeMember(c, *bob, "room", &fresh_room, "fresh room");
  c.log.await("alice room: onMemberJoined(bob@room)", 3);
  // Service and channel callbacks share the service's thread.
  c.log.line("one thread: ", alice_room.thread() == alice_handler.thread());
}
const Register r4("channels", channels);

void memberCount(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service service = makeUser(c, &handler, "alice");
  ChannelHandler room_handler(c.log, "room");
  room_handler.counts = true;
  const Channel room = makeMember(c, *service, "room", &room_handler, "room");
  c.log.await("room: onMemberCountUpdated(1)");
}
const Register r5("member count", memberCount);

// A user who joins a channel with many members asks for the list: one record larger than the
// smallest buffer. n says how many; the test has them join beforehand.
void manyMembers(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service service = makeUser(c, &handler, "alice");
  struct Handler : ChannelHandler {
    using ChannelHandler::ChannelHandler;
    void onGetMembers(rtm::IChannelMember** members, int count, rtm::GET_MEMBERS_ERR) override {
      size_t bytes = 0;
      for (int i = 0; i < count; i++) bytes += std::string(members[i]->getUserId()).size();
      log->line("members ", count, " bytes ", bytes);
    }
    Log* log = nullptr;
  } room_handler(c.log, "room");
  room_handler.log = &c.log;
  const Channel room = makeMember(c, *service, "room", &room_handler, "room");
  if (room->getMembers() != 0) c.log.line("FAILED: getMembers");
  c.log.await("members " + std::to_string(c.n + 1) + " bytes " + std::to_string(64 * c.n + 5));
}
const Register r6("many members", manyMembers);

// A channel without a handler can be used, and swallows its events.
void noChannelHandler(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  ChannelHandler alice_room(c.log, "alice room");
  const Channel a = makeMember(c, *alice, "room", &alice_room, "alice room");
  const Channel b(bob->createChannel("room", nullptr));
  c.log.line("join: ", b->join());
  c.log.await("alice room: onMemberJoined(bob@room)");
  const Message hi(alice->createMessage("hi"));
  c.log.line("send: ", a->sendMessage(hi.get()));
  if (sendText(*alice, "bob", "still there") != 0) c.log.line("FAILED: send");
  c.log.await("bob: onMessageReceivedFromPeer(alice,type 1 'still there' ts)");
}
const Register r9("no channel handler", noChannelHandler);

// Counts what one side of an exchange gets, and checks that it comes in order.
class Counter final : public rtm::IRtmServiceEventHandler {
 public:
  Counter(Log& log, const std::string& user) : log_(log), user_(user) {}

  void onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                rtm::CONNECTION_CHANGE_REASON reason) override {
    log_.line(user_, ": onConnectionStateChanged(", state, ",", reason, ")");
  }
  void onMessageReceivedFromPeer(const char*, const rtm::IMessage* message) override {
    if (std::stoi(message->getText()) != received_) disorder_++;
    if (message->getRawMessageLength() != sizeOf(received_)) disorder_++;
    received_++;
    report();
  }
  void onSendMessageResult(long long id, rtm::PEER_MESSAGE_ERR_CODE code) override {
    if (code != 0 || id <= last_id_) disorder_++;
    last_id_ = id;
    results_++;
    report();
  }
  // Mostly small, with some that take the largest buffer alone.
  static int sizeOf(int i) { return i % 1000 == 999 ? 32000 : i % 50; }

  int expected = 0;

 private:
  void report() {
    if (received_ == expected && results_ == expected) {
      log_.line(user_, ": received ", received_, " results ", results_, " disorder ", disorder_);
    }
  }

  Log& log_;
  const std::string user_;
  int received_ = 0;
  int results_ = 0;
  int disorder_ = 0;
  long long last_id_ = 0;
};

// n messages each way at the same time.
void exchange(Context& c) {
  Counter alice_counter(c.log, "alice");
  Counter bob_counter(c.log, "bob");
  alice_counter.expected = bob_counter.expected = c.n;
  const Service alice = makeUser(c, &alice_counter, "alice");
  const Service bob = makeUser(c, &bob_counter, "bob");
  const auto send = [&](rtm::IRtmService& service, const char* peer) {
    const std::string data(32000, 'x');
    for (int i = 0; i < c.n; i++) {
      const Message message(service.createMessage(reinterpret_cast<const uint8_t*>(data.data()),
                                                  Counter::sizeOf(i), std::to_string(i).c_str()));
      const int code = service.sendMessageToPeer(peer, message.get());
      if (code != 0) {
        c.log.line("FAILED: send ", code);
        return;
      }
    }
  };
  std::thread other([&] { send(*bob, "alice"); });
  send(*alice, "bob");
  other.join();
  const std::string all = std::to_string(c.n);
  c.log.await("alice: received " + all + " results " + all + " disorder 0");
  c.log.await("bob: received " + all + " results " + all + " disorder 0");
}
const Register r7("exchange", exchange);

// A received message can be sent on from inside its callback, and outlives a change of its text.
void forward(Context& c) {
  struct Handler : ServiceHandler {
    using ServiceHandler::ServiceHandler;
    void onMessageReceivedFromPeer(const char* peer, const rtm::IMessage* message) override {
      ServiceHandler::onMessageReceivedFromPeer(peer, message);
      auto* mine = const_cast<rtm::IMessage*>(message);
      mine->setText("forwarded");
      mine->release();  // must do nothing
      const int code = service->sendMessageToPeer("alice", mine);
      if (code != 0) log->line("FAILED: send ", code);
      mine->setText(nullptr);
      log->line("text now '", mine->getText(), "', id ", mine->getMessageId() > 0);
    }
    rtm::IRtmService* service = nullptr;
    Log* log = nullptr;
  };
  ServiceHandler alice_handler(c.log, "alice");
  Handler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  const Service bob = makeUser(c, &bob_handler, "bob");
  bob_handler.service = bob.get();
  bob_handler.log = &c.log;
  const Message raw(alice->createMessage(reinterpret_cast<const uint8_t*>("123"), 3, "digits"));
  if (alice->sendMessageToPeer("bob", raw.get()) != 0) c.log.line("FAILED: send");
  c.log.await("alice: onMessageReceivedFromPeer(bob,type 2 'forwarded' raw '123' ts)");
  c.log.await("text now '', id 1");
}
const Register r8("forward", forward);

}  // namespace

}  // namespace emutest
