// abi.cc: scenarios about what needs no login: factories, accessors, null arguments, return values.
#include <climits>
#include <cstring>

#include "recorder.h"

namespace emutest {

namespace {

void messages(Context& c) {
  const Service service(rtm::createRtmService());
  const auto bytes = reinterpret_cast<const uint8_t*>("a\0b");
  const Message empty(service->createMessage());
  const Message text(service->createMessage("hi"));
  const Message null_text(service->createMessage(static_cast<const char*>(nullptr)));
  const Message raw(service->createMessage(bytes, 3));
  const Message described(service->createMessage(bytes, 3, "what"));
  const Message null_description(service->createMessage(bytes, 3, nullptr));
  const Message no_data(service->createMessage(nullptr, 0));
  const auto show = [&](const char* name, const Message& m) {
    c.log.line(name, ": type ", m->getMessageType(), " text '", m->getText(), "' raw ",
               m->getRawMessageLength(), m->getRawMessageData() == nullptr ? " null" : "", " ts ",
               m->getServerReceivedTs(), m->isOfflineMessage() ? " offline" : "");
  };
  show("empty", empty);
  show("text", text);
  show("null text", null_text);
  show("raw", raw);
  show("described", described);
  show("null description", null_description);
  show("no data", no_data);
  text->setText("other");
  described->setText("changed");
  raw->setText(nullptr);
  show("text set", text);
  show("described set", described);
  show("raw set to null", raw);
  c.log.line("raw bytes kept: ", std::memcmp(raw->getRawMessageData(), "a\0b", 3) == 0);
  c.log.line("negative length: ", service->createMessage(bytes, -1) == nullptr);
  c.log.line("least length: ", service->createMessage(bytes, INT_MIN, "x") == nullptr);
  c.log.line("null data: ", service->createMessage(nullptr, 1) == nullptr);
  c.log.line("null data described: ", service->createMessage(nullptr, 1, "x") == nullptr);
  const Message large(service->createMessage(std::string(100000, 'x').c_str()));
  c.log.line("large text: ", std::strlen(large->getText()));
  c.log.line("ids: ", empty->getMessageId() > 0, " ", text->getMessageId() > empty->getMessageId(),
             " ", text->getMessageId() == text->getMessageId());
}
const Register r1("messages", messages);

void attributes(Context& c) {
  const Service service(rtm::createRtmService());
  const Attribute a(service->createChannelAttribute());
  const auto show = [&] {
    c.log.line("'", a->getKey(), "' '", a->getValue(), "' '", a->getLastUpdateUserId(), "' ",
               a->getLastUpdateTs());
  };
  show();
  a->setKey("topic");
  a->setValue("weather");
  show();
  a->setKey(nullptr);
  a->setValue(nullptr);
  show();
}
const Register r2("attributes", attributes);

void initialize(Context& c) {
  ServiceHandler handler(c.log, "a");
  const Service service(rtm::createRtmService());
  c.log.line("null handler: ", service->initialize(c.app_id.c_str(), nullptr));
  c.log.line("null app id: ", service->initialize(nullptr, &handler));
  c.log.line("empty app id: ", service->initialize("", &handler));
  c.log.line("abc: ", service->initialize("abc", &handler));
  c.log.line("good: ", service->initialize(c.app_id.c_str(), &handler));
  c.log.line("again: ", service->initialize(c.app_id.c_str(), &handler));
  c.log.line("again, null handler: ", service->initialize(c.app_id.c_str(), nullptr));
}
const Register r3("initialize", initialize);

// The requests that take an id, one line of codes for each enum; ids that were written are told.
void requests(Context& c, rtm::IRtmService& s) {
  constexpr long long kUntouched = -7;
  long long id = kUntouched;
  const char* peers[] = {"bob"};
  const char* keys[] = {"k"};
  const rtm::RtmAttribute user_attributes[] = {{"k", "v"}};
  const Attribute attribute(s.createChannelAttribute());
  const rtm::IRtmChannelAttribute* channel_attributes[] = {attribute.get()};
  const rtm::ChannelAttributeOptions options;
  c.log.line("media: ", s.downloadMediaToMemory("m", id), " ", s.downloadMediaToFile("m", "/f", id),
             " ", s.cancelMediaDownload(1), " ", s.cancelMediaUpload(1), " ",
             s.createFileMessageByUploading("/f", id), " ",
             s.createImageMessageByUploading("/f", id));
  c.log.line("presence: ", s.queryPeersOnlineStatus(peers, 1, id), " ",
             s.subscribePeersOnlineStatus(peers, 1, id), " ",
             s.unsubscribePeersOnlineStatus(peers, 1, id), " ",
             s.queryPeersBySubscriptionOption(rtm::PEER_SUBSCRIPTION_OPTION_ONLINE_STATUS, id));
  c.log.line("user attributes: ", s.setLocalUserAttributes(user_attributes, 1, id), " ",
             s.addOrUpdateLocalUserAttributes(user_attributes, 1, id), " ",
             s.deleteLocalUserAttributesByKeys(keys, 1, id), " ", s.clearLocalUserAttributes(id),
             " ", s.getUserAttributes("bob", id), " ",
             s.getUserAttributesByKeys("bob", keys, 1, id));
  c.log.line(
      "channel attributes: ", s.setChannelAttributes("c", channel_attributes, 1, options, id), " ",
      s.addOrUpdateChannelAttributes("c", channel_attributes, 1, options, id), " ",
      s.deleteChannelAttributesByKeys("c", keys, 1, options, id), " ",
      s.clearChannelAttributes("c", options, id), " ", s.getChannelAttributes("c", id), " ",
      s.getChannelAttributesByKeys("c", keys, 1, id));
  c.log.line("member count: ", s.getChannelMemberCount(peers, 1, id));
  c.log.line("request id ", id == kUntouched ? "untouched" : "written");
}

// The same requests with bad arguments.
void badRequests(Context& c, rtm::IRtmService& s) {
  long long id = 0;
  const char* peers[513] = {};
  const char* keys[] = {"k"};
  const rtm::RtmAttribute attributes[33] = {};
  const rtm::ChannelAttributeOptions options;
  c.log.line("bad media: ", s.downloadMediaToMemory(nullptr, id), " ",
             s.downloadMediaToFile("m", nullptr, id), " ", s.createFileMessageByUploading("", id),
             " ", s.createImageMessageByUploading(nullptr, id));
  c.log.line("bad presence: ", s.queryPeersOnlineStatus(nullptr, 1, id), " ",
             s.queryPeersOnlineStatus(peers, 257, id), " ",
             s.subscribePeersOnlineStatus(peers, 0, id), " ",
             s.subscribePeersOnlineStatus(peers, 513, id), " ",
             s.unsubscribePeersOnlineStatus(peers, -1, id));
  c.log.line("bad user attributes: ", s.setLocalUserAttributes(nullptr, 1, id), " ",
             s.addOrUpdateLocalUserAttributes(attributes, 33, id), " ",
             s.deleteLocalUserAttributesByKeys(nullptr, 1, id), " ",
             s.getUserAttributes(nullptr, id), " ", s.getUserAttributesByKeys("bob", keys, 0, id));
  c.log.line("bad channel attributes: ", s.setChannelAttributes("c", nullptr, 1, options, id), " ",
             s.clearChannelAttributes("", options, id), " ", s.getChannelAttributes(nullptr, id),
             " ", s.getChannelAttributesByKeys("c", nullptr, 1, id));
  c.log.line("bad member count: ", s.getChannelMemberCount(nullptr, 1, id), " ",
             s.getChannelMemberCount(peers, 0, id), " ", s.getChannelMemberCount(peers, 33, id));
}

void sessionCalls(Context& c, rtm::IRtmService& s, bool with_logout) {
  const Message message(s.createMessage("hi"));
  const Channel channel(s.createChannel("c", nullptr));
  c.log.line("channel ", channel ? "made" : "null", ", id '", channel->getId(), "'");
  c.log.line("renewToken: ", s.renewToken("t"), " null ", s.renewToken(nullptr));
  c.log.line("sendMessageToPeer: ", s.sendMessageToPeer("bob", message.get()), " null ",
             s.sendMessageToPeer(nullptr, nullptr));
  c.log.line("channel: ", channel->join(), " ", channel->leave(), " ",
             channel->sendMessage(message.get()), " ", channel->getMembers());
  if (with_logout) c.log.line("logout: ", s.logout());
}

void beforeInitialize(Context& c) {
  const Service service(rtm::createRtmService());
  c.log.line("login: ", service->login("t", "alice"), " null ", service->login(nullptr, nullptr));
  sessionCalls(c, *service, true);
  requests(c, *service);
  badRequests(c, *service);
  c.log.line("setParameters: ", service->setParameters("{}"));
  c.log.line("logs: ", service->setLogFile("/nowhere/x.log"));
}
const Register r4("before initialize", beforeInitialize);

void beforeLogin(Context& c) {
  ServiceHandler handler(c.log, "a");
  const Service service = makeService(c, &handler);
  sessionCalls(c, *service, false);
  requests(c, *service);
  c.log.line("logout: ", service->logout());
  c.log.await("a: onLogout(102)");
}
const Register r5("before login", beforeLogin);

// What a logged in user is refused.
void badArguments(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service service = makeUser(c, &handler, "alice");
  badRequests(c, *service);
  constexpr long long kUntouched = -7;
  long long id = kUntouched;
  std::vector<const char*> ids(257, "bob");
  const std::vector<rtm::RtmAttribute> attributes(33, {"k", "v"});
  const char* null_id[] = {"bob", nullptr};
  c.log.line("too many: ", service->queryPeersOnlineStatus(ids.data(), 257, id), " ",
             service->getChannelMemberCount(ids.data(), 33, id), " ",
             service->setLocalUserAttributes(attributes.data(), 33, id), " ",
             service->deleteLocalUserAttributesByKeys(ids.data(), 33, id));
  c.log.line("null entry: ", service->queryPeersOnlineStatus(null_id, 2, id), " ",
             service->getChannelMemberCount(null_id, 2, id), " ",
             service->getUserAttributesByKeys("bob", null_id, 2, id));
  c.log.line("request id ", id == kUntouched ? "untouched" : "written");
}
const Register r6("bad arguments", badArguments);

void settings(Context& c) {
  ServiceHandler handler(c.log, "a");
  const Service service = makeService(c, &handler);
  const auto set = [&](const char* text) { return service->setParameters(text); };
  c.log.line("setParameters: null ", set(nullptr), " empty ", set(""), " junk ", set("junk"),
             " [] ", set("[]"), " json null ", set("null"), " {} ", set("{}"), " object ",
             set(" {\"a\": [1, {}]} "), " two ", set("{} {}"));
  c.log.line("setLogFile: ", service->setLogFile("/nowhere/x.log"), " null ",
             service->setLogFile(nullptr));
  c.log.line("setLogFilter: ", service->setLogFilter(rtm::LOG_FILTER_WARN), " unknown ",
             service->setLogFilter(static_cast<rtm::LOG_FILTER_TYPE>(3)));
  c.log.line("setLogFileSize: ", service->setLogFileSize(1024), " small ",
             service->setLogFileSize(100), " negative ", service->setLogFileSize(-1), " large ",
             service->setLogFileSize(1024 * 1024 + 1), " largest ",
             service->setLogFileSize(1024 * 1024));
}
const Register r7("settings", settings);

void context(Context& c) {
  rtm::RtmServiceContext europe;
  europe.areaCode = rtm::AREA_CODE_EU | rtm::AREA_CODE_CN;
  rtm::RtmServiceContext nowhere;
  nowhere.areaCode = 0;
  const rtm::RtmServiceContext standard;
  c.log.line("first: ", rtm::setRtmServiceContext(europe));
  c.log.line("area 0: ", rtm::setRtmServiceContext(nowhere));
  Service one(rtm::createRtmService());
  Service two(rtm::createRtmService());
  c.log.line("with two: ", rtm::setRtmServiceContext(standard));
  one.reset();
  c.log.line("with one: ", rtm::setRtmServiceContext(standard));
  two.reset();
  c.log.line("after: ", rtm::setRtmServiceContext(standard));
  c.log.line("version: ", rtm::getRtmSdkVersion());
}
const Register r8("context", context);

}  // namespace

}  // namespace emutest
