// recorder.cc: the list of scenarios, and what they share.
#include "recorder.h"

#include <algorithm>
#include <cstring>
#include <map>

#include "emutest.h"

namespace emutest {

namespace {

std::map<std::string, Scenario>& scenarios() {
  static std::map<std::string, Scenario> all;
  return all;
}

}  // namespace

void keep(std::shared_ptr<void> object) {
  static std::mutex mutex;
  static auto& all = *new std::vector<std::shared_ptr<void>>;
  const std::lock_guard<std::mutex> lock(mutex);
  all.push_back(std::move(object));
}

Register::Register(const char* name, Scenario scenario) { scenarios()[name] = scenario; }

// In quotes, or if it is long only how long.
static std::string quoted(const std::string& text) {
  if (text.size() > 100) return std::to_string(text.size()) + " bytes";
  return "'" + text + "'";
}

std::string describe(const rtm::IMessage* message) {
  std::ostringstream out;
  out << "type " << message->getMessageType() << " " << quoted(message->getText());
  if (message->getRawMessageLength() > 0) {
    out << " raw "
        << quoted(
               {message->getRawMessageData(), static_cast<size_t>(message->getRawMessageLength())});
  }
  if (message->getServerReceivedTs() > 0) out << " ts";
  if (message->isOfflineMessage()) out << " offline";
  return out.str();
}

template <typename Message>
static std::string describeMedia(const Message* message) {
  if (message == nullptr) return "null";
  std::ostringstream out;
  out << describe(static_cast<const rtm::IMessage*>(message)) << " size " << message->getSize()
      << " name '" << message->getFileName() << "' thumbnail "
      << quoted({message->getThumbnailData(), static_cast<size_t>(message->getThumbnailLength())})
      << (*message->getMediaId() == '\0' ? " no id" : " id");
  return out.str();
}

std::string describe(const rtm::IFileMessage* message) { return describeMedia(message); }

std::string describe(const rtm::IImageMessage* message) {
  if (message == nullptr) return "null";
  std::ostringstream out;
  out << describeMedia(message) << " " << message->getWidth() << "x" << message->getHeight() << " "
      << message->getThumbnailWidth() << "x" << message->getThumbnailHeight();
  return out.str();
}

// The texts that `f` has for 0 to count-1.
template <typename F>
static std::string joined(int count, F f) {
  std::ostringstream out;
  for (int i = 0; i < count; i++) {
    if (i > 0) out << " ";
    f(out, i);
  }
  return out.str();
}

std::string describe(const rtm::PeerOnlineStatus* peers, int count) {
  return joined(count, [&](std::ostream& out, int i) {
    out << peers[i].peerId << ":" << peers[i].isOnline << ":" << peers[i].onlineState;
  });
}

std::string describe(const rtm::RtmAttribute* attributes, int count) {
  return joined(count, [&](std::ostream& out, int i) {
    out << attributes[i].key << "=" << attributes[i].value;
  });
}

std::string describe(const rtm::IRtmChannelAttribute** attributes, int count) {
  return joined(count, [&](std::ostream& out, int i) {
    const rtm::IRtmChannelAttribute& a = *attributes[i];
    out << a.getKey() << "=" << a.getValue() << " by " << a.getLastUpdateUserId()
        << (a.getLastUpdateTs() > 0 ? " ts" : " no ts");
    const_cast<rtm::IRtmChannelAttribute&>(a).release();  // must do nothing
  });
}

std::string describe(const rtm::ChannelMemberCount* counts, int count) {
  return joined(count, [&](std::ostream& out, int i) {
    out << counts[i].channelId << ":" << counts[i].count;
  });
}

std::string describe(rtm::IChannelMember** members, int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; i++) {
    names.push_back(std::string(members[i]->getUserId()) + "@" + members[i]->getChannelId());
  }
  std::sort(names.begin(), names.end());
  std::string all;
  for (const auto& name : names) all += (all.empty() ? "" : " ") + name;
  return all;
}

Service makeService(Context& c, rtm::IRtmServiceEventHandler* handler) {
  Service service(rtm::createRtmService());
  const int code = service->initialize(c.app_id.c_str(), handler);
  if (code != 0) c.log.line("FAILED: initialize ", code);
  return service;
}

Service makeUser(Context& c, rtm::IRtmServiceEventHandler* handler, const std::string& user) {
  Service service = makeService(c, handler);
  const int code = service->login("", user.c_str());
  if (code != 0) c.log.line("FAILED: login ", code);
  c.log.await(user + ": onConnectionStateChanged(3,2)");
  return service;
}

Channel makeMember(Context& c, rtm::IRtmService& service, const std::string& id,
                   rtm::IChannelEventHandler* handler, const std::string& name) {
  Channel channel(service.createChannel(id.c_str(), handler));
  const int code = channel->join();
  if (code != 0) c.log.line("FAILED: join ", code);
  c.log.await(name + ": onJoinSuccess()");
  return channel;
}

int sendText(rtm::IRtmService& service, const std::string& peer, const std::string& text) {
  const Message message(service.createMessage(text.c_str()));
  return service.sendMessageToPeer(peer.c_str(), message.get());
}

}  // namespace emutest

char* emutest_run(const char* scenario, const char* app_id, int n) {
  emutest::Context context{app_id, n, {}};
  const auto found = emutest::scenarios().find(scenario);
  if (found == emutest::scenarios().end()) {
    context.log.line("FAILED: no such scenario: ", scenario);
  } else {
    found->second(context);
  }
  return strdup(context.log.text().c_str());
}
