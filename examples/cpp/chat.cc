// chat.cc: two users, alice and bob, chat in one process: messages to each other and in a channel,
// attributes, a call. Plain C++11 against the headers of Agora's RTM SDK 1.5.0, so it runs with the
// drop-in library as well as with the vendor's.
//
// Usage: chat [APP_ID [TOKEN_OF_ALICE TOKEN_OF_BOB]]
//
// Without an App ID it takes a new one, which is fine with the embedded engine. The SDK reports
// results on a thread of its own. Here the handlers only write down what they are told, and main
// waits for it.

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <iostream>
#include <list>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"

namespace rtm = agora::rtm;

namespace {

// The channel they meet in.
const char kLobby[] = "lobby";

// What happened and was not waited for yet.
class Events {
 public:
  void add(const std::string& event) {
    const std::lock_guard<std::mutex> lock(mutex_);
    events_.push_back(event);
    added_.notify_all();
  }

  // Waits for an event that begins with `start`, and returns what follows. Events may come in any
  // order: those that nobody waits for now are kept.
  std::string await(const std::string& start) {
    std::unique_lock<std::mutex> lock(mutex_);
    std::list<std::string>::iterator found;
    const bool came = added_.wait_for(lock, std::chrono::seconds(30), [&] {
      found = std::find_if(events_.begin(), events_.end(), [&](const std::string& event) {
        return event.compare(0, start.size(), start) == 0;
      });
      return found != events_.end();
    });
    if (!came) throw std::runtime_error("waited in vain for: " + start);
    const std::string rest = found->substr(start.size());
    events_.erase(found);
    return rest;
  }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  std::list<std::string> events_;
};

// Most objects of the SDK are given back by release(); release(true) of a service waits until no
// callback can come any more.
struct Release {
  void operator()(rtm::IRtmService* service) const { service->release(true); }
  template <typename T>
  void operator()(T* object) const {
    object->release();
  }
};
template <typename T>
using Owned = std::unique_ptr<T, Release>;

// A call that the SDK refuses at once returns a code other than 0.
void must(int code, const std::string& call) {
  if (code != 0) throw std::runtime_error(call + ": refused with " + std::to_string(code));
}

// An asynchronous one reports its code later.
void await_ok(Events& events, const std::string& result) {
  const std::string code = events.await(result + " ");
  if (code != "0") throw std::runtime_error(result + ": " + code);
}

std::string text(int number) { return std::to_string(number); }

// A user with all handlers in one object. In a callback its arguments are valid; afterwards not.
class User : public rtm::IRtmServiceEventHandler,
             public rtm::IChannelEventHandler,
             public rtm::IRtmCallEventHandler {
 public:
  User(const std::string& id, const std::string& app_id)
      : id_(id), service_(rtm::createRtmService()) {
    if (!service_) throw std::runtime_error("no service");
    must(service_->initialize(app_id.c_str(), this), "initialize");
    lobby_.reset(service_->createChannel(kLobby, this));
    calls_.reset(service_->getRtmCallManager(this));
    if (!lobby_ || !calls_) throw std::runtime_error("no channel or call manager");
  }
  User(const User&) = delete;
  User& operator=(const User&) = delete;

  // The service is released last, and before the handlers go.
  ~User() override {
    invitation_.reset();
    lobby_.reset();
    calls_.reset();
    service_.reset();
  }

  Events& events() { return events_; }
  rtm::IRtmService& service() { return *service_; }
  rtm::IChannel& lobby() { return *lobby_; }
  rtm::IRtmCallManager& calls() { return *calls_; }
  // The invitation of the event "is called by". It belongs to the program.
  rtm::IRemoteCallInvitation* invitation() { return invitation_.get(); }

  void login(const char* token) {
    must(service_->login(token, id_.c_str()), "login");
    await_ok(events_, "login");
  }
  void join() {
    must(lobby_->join(), "join");
    await_ok(events_, "join");
  }

 private:
  // Of a service.
  void onLoginSuccess() override { events_.add("login 0"); }
  void onLoginFailure(rtm::LOGIN_ERR_CODE code) override { events_.add("login " + text(code)); }
  void onLogout(rtm::LOGOUT_ERR_CODE code) override { events_.add("logout " + text(code)); }
  void onSendMessageResult(long long /*id*/, rtm::PEER_MESSAGE_ERR_CODE code) override {
    events_.add("sent to peer " + text(code));
  }
  void onMessageReceivedFromPeer(const char* peer, const rtm::IMessage* message) override {
    events_.add(std::string("message from ") + peer + ": " + describe(*message));
  }
  void onSetLocalUserAttributesResult(long long /*id*/,
                                      rtm::ATTRIBUTE_OPERATION_ERR code) override {
    events_.add("set attributes " + text(code));
  }
  void onGetUserAttributesResult(long long /*id*/, const char* user,
                                 const rtm::RtmAttribute* attributes, int count,
                                 rtm::ATTRIBUTE_OPERATION_ERR code) override {
    std::string all = text(code);
    for (int i = 0; i < count; i++) {
      all += std::string(" ") + attributes[i].key + "=" + attributes[i].value;
    }
    events_.add(std::string("attributes of ") + user + ": " + all);
  }
  void onAddOrUpdateChannelAttributesResult(long long /*id*/,
                                            rtm::ATTRIBUTE_OPERATION_ERR code) override {
    events_.add("set channel attributes " + text(code));
  }

  // Of a channel.
  void onJoinSuccess() override { events_.add("join 0"); }
  void onJoinFailure(rtm::JOIN_CHANNEL_ERR code) override { events_.add("join " + text(code)); }
  void onLeave(rtm::LEAVE_CHANNEL_ERR code) override { events_.add("leave " + text(code)); }
  void onSendMessageResult(long long /*id*/, rtm::CHANNEL_MESSAGE_ERR_CODE code) override {
    events_.add("sent to channel " + text(code));
  }
  void onMessageReceived(const char* user, const rtm::IMessage* message) override {
    events_.add(std::string("channel message from ") + user + ": " + describe(*message));
  }
  void onMemberJoined(rtm::IChannelMember* member) override {
    events_.add(std::string("joined: ") + member->getUserId());
  }
  void onMemberLeft(rtm::IChannelMember* member) override {
    events_.add(std::string("left: ") + member->getUserId());
  }
  void onGetMembers(rtm::IChannelMember** members, int count, rtm::GET_MEMBERS_ERR code) override {
    std::vector<std::string> names;
    for (int i = 0; i < count; i++) names.push_back(members[i]->getUserId());
    std::sort(names.begin(), names.end());
    std::string all = text(code);
    for (const std::string& name : names) all += " " + name;
    events_.add("members: " + all);
  }
  void onAttributesUpdated(const rtm::IRtmChannelAttribute* attributes[], int count) override {
    for (int i = 0; i < count; i++) {
      events_.add(std::string("channel attribute ") + attributes[i]->getKey() + "=" +
                  attributes[i]->getValue() + " by " + attributes[i]->getLastUpdateUserId());
    }
  }

  // Of a call manager.
  void onRemoteInvitationReceived(rtm::IRemoteCallInvitation* invitation) override {
    invitation_.reset(invitation);
    events_.add(std::string("is called by ") + invitation->getCallerId() + ": " +
                invitation->getContent());
  }
  void onRemoteInvitationAccepted(rtm::IRemoteCallInvitation* /*invitation*/) override {
    events_.add("call confirmed");
  }
  void onLocalInvitationAccepted(rtm::ILocalCallInvitation* invitation,
                                 const char* response) override {
    events_.add(std::string("call accepted by ") + invitation->getCalleeId() + ": " + response);
  }
  void onLocalInvitationFailure(rtm::ILocalCallInvitation* /*invitation*/,
                                rtm::LOCAL_INVITATION_ERR_CODE code) override {
    events_.add("call failed " + text(code));
  }

  static std::string describe(const rtm::IMessage& message) {
    if (message.getMessageType() != rtm::MESSAGE_TYPE_RAW) return message.getText();
    return text(message.getRawMessageLength()) + " bytes, " + message.getText();
  }

  const std::string id_;
  Events events_;
  Owned<rtm::IRtmService> service_;
  Owned<rtm::IChannel> lobby_;
  Owned<rtm::IRtmCallManager> calls_;
  Owned<rtm::IRemoteCallInvitation> invitation_;
};

void peer_messages(User& alice, User& bob) {
  // A message object can be sent several times, and be given back right after the send.
  const Owned<rtm::IMessage> hello(alice.service().createMessage("Hello, Bob!"));
  must(alice.service().sendMessageToPeer("bob", hello.get(), rtm::SendMessageOptions()), "send");
  await_ok(alice.events(), "sent to peer");
  std::cout << "2. alice to bob: " << bob.events().await("message from alice: ") << "\n";

  const std::vector<std::uint8_t> bytes = {0, 1, 254, 255};
  const Owned<rtm::IMessage> raw(bob.service().createMessage(
      bytes.data(), static_cast<int>(bytes.size()), "of which the first is 0"));
  must(bob.service().sendMessageToPeer("alice", raw.get(), rtm::SendMessageOptions()), "send");
  await_ok(bob.events(), "sent to peer");
  std::cout << "3. bob to alice: " << alice.events().await("message from bob: ") << "\n";
}

void channel(User& alice, User& bob) {
  alice.join();
  bob.join();
  std::cout << "4. alice sees " << alice.events().await("joined: ") << " join the " << kLobby
            << "\n";
  const Owned<rtm::IMessage> hello(alice.service().createMessage("Hello, everyone!"));
  must(alice.lobby().sendMessage(hello.get(), rtm::SendMessageOptions()), "send");
  await_ok(alice.events(), "sent to channel");
  std::cout << "5. alice in the " << kLobby << ": "
            << bob.events().await("channel message from alice: ") << "\n";
  must(bob.lobby().getMembers(), "getMembers");
  std::cout << "6. its members: " << bob.events().await("members: 0 ") << "\n";
}

void attributes(User& alice, User& bob) {
  long long request = 0;
  const rtm::RtmAttribute mood[] = {{"mood", "splendid"}};
  must(alice.service().setLocalUserAttributes(mood, 1, request), "setLocalUserAttributes");
  await_ok(alice.events(), "set attributes");
  must(bob.service().getUserAttributes("alice", request), "getUserAttributes");
  std::cout << "7. of alice bob reads: " << bob.events().await("attributes of alice: 0 ") << "\n";

  const Owned<rtm::IRtmChannelAttribute> topic(alice.service().createChannelAttribute());
  topic->setKey("topic");
  topic->setValue("tea");
  const rtm::IRtmChannelAttribute* all[] = {topic.get()};
  rtm::ChannelAttributeOptions options;
  options.enableNotificationToChannelMembers = true;
  must(alice.service().addOrUpdateChannelAttributes(kLobby, all, 1, options, request),
       "addOrUpdateChannelAttributes");
  await_ok(alice.events(), "set channel attributes");
  std::cout << "8. of the " << kLobby
            << " bob is told: " << bob.events().await("channel attribute ") << "\n";
}

void call(User& alice, User& bob) {
  const Owned<rtm::ILocalCallInvitation> invitation(alice.calls().createLocalCallInvitation("bob"));
  invitation->setContent("lunch?");
  must(alice.calls().sendLocalInvitation(invitation.get()), "sendLocalInvitation");
  std::cout << "9. alice calls bob: " << bob.events().await("is called by alice: ") << "\n";
  bob.invitation()->setResponse("with pleasure");
  must(bob.calls().acceptRemoteInvitation(bob.invitation()), "acceptRemoteInvitation");
  bob.events().await("call confirmed");
  std::cout << "10. bob accepts: " << alice.events().await("call accepted by bob: ") << "\n";
}

void leave(User& alice, User& bob) {
  must(bob.lobby().leave(), "leave");
  await_ok(bob.events(), "leave");
  std::cout << "11. alice sees " << alice.events().await("left: ") << " leave\n";
  must(alice.lobby().leave(), "leave");
  await_ok(alice.events(), "leave");
  for (User* const user : {&alice, &bob}) {
    must(user->service().logout(), "logout");
    await_ok(user->events(), "logout");
  }
}

// 32 hexadecimal digits.
std::string fresh_app_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 32; i++) id += "0123456789abcdef"[random() % 16];
  return id;
}

void chat(const std::string& app_id, const char* token_of_alice, const char* token_of_bob) {
  std::cout << "RTM SDK " << rtm::getRtmSdkVersion() << "\n";
  User alice("alice", app_id);
  User bob("bob", app_id);
  alice.login(token_of_alice);
  bob.login(token_of_bob);
  std::cout << "1. alice and bob are logged in\n";
  peer_messages(alice, bob);
  channel(alice, bob);
  attributes(alice, bob);
  call(alice, bob);
  leave(alice, bob);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 1 && argc != 2 && argc != 4) {
    std::cerr << "usage: " << argv[0] << " [APP_ID [TOKEN_OF_ALICE TOKEN_OF_BOB]]\n";
    return 2;
  }
  try {
    chat(argc > 1 ? argv[1] : fresh_app_id(), argc > 2 ? argv[2] : nullptr,
         argc > 2 ? argv[3] : nullptr);
  } catch (const std::exception& e) {
    std::cerr << argv[0] << ": " << e.what() << "\n";
    return 1;
  }
  return 0;
}
