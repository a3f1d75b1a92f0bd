// attributes.cc: scenarios of attributes of users and channels.
#include "recorder.h"

namespace emutest {

namespace {

Attribute make(rtm::IRtmService& service, const char* key, const char* value) {
  Attribute attribute(service.createChannelAttribute());
  attribute->setKey(key);
  attribute->setValue(value);
  return attribute;
}

// A check that a call was taken, answered as told, and under its id.
struct Answers {
  Context& c;
  ServiceHandler& handler;
  void operator()(int code, long long id, const std::string& callback, const std::string& arguments,
                  int count = 1) const {
    if (code != 0) c.log.line("FAILED: ", callback, " refused ", code);
    c.log.await("alice: " + callback + "(" + arguments + ")", count);
    if (handler.lastId(callback) != id) c.log.line("FAILED: id of ", callback);
  }
};

void userAttributes(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service alice = makeUser(c, &handler, "alice");
  const Answers answered{c, handler};
  const rtm::RtmAttribute two[] = {{"age", "7"}, {"mood", "good"}};
  const rtm::RtmAttribute one[] = {{"mood", "better"}};
  const char* mood[] = {"mood", "missing"};
  long long id = 0;
  int code = alice->setLocalUserAttributes(two, 2, id);
  answered(code, id, "onSetLocalUserAttributesResult", "0");
  code = alice->addOrUpdateLocalUserAttributes(one, 1, id);
  answered(code, id, "onAddOrUpdateLocalUserAttributesResult", "0");
  code = alice->getUserAttributes("alice", id);
  answered(code, id, "onGetUserAttributesResult", "alice,age=7 mood=better,2,0");
  code = alice->getUserAttributesByKeys("alice", mood, 2, id);
  answered(code, id, "onGetUserAttributesResult", "alice,mood=better,1,0");
  code = alice->deleteLocalUserAttributesByKeys(mood, 2, id);
  answered(code, id, "onDeleteLocalUserAttributesResult", "0");
  code = alice->clearLocalUserAttributes(id);
  answered(code, id, "onClearLocalUserAttributesResult", "0");
  code = alice->getUserAttributes("alice", id);
  answered(code, id, "onGetUserAttributesResult", "alice,,0,0");
  code = alice->getUserAttributes("nobody", id);
  answered(code, id, "onGetUserAttributesResult", "nobody,,0,6");
}
const Register r1("user attributes", userAttributes);

void channelAttributes(Context& c) {
  ServiceHandler handler(c.log, "alice");
  const Service alice = makeUser(c, &handler, "alice");
  ChannelHandler room_handler(c.log, "room");
  const Channel room = makeMember(c, *alice, "room", &room_handler, "room");
  const Answers answered{c, handler};
  Attribute topic = make(*alice, "topic", "weather");
  Attribute lead = make(*alice, "lead", "bob");
  const rtm::IRtmChannelAttribute* two[] = {lead.get(), topic.get()};
  rtm::ChannelAttributeOptions notify;
  notify.enableNotificationToChannelMembers = true;
  const rtm::ChannelAttributeOptions silent;
  const char* keys[] = {"topic"};
  long long id = 0;
  int code = alice->setChannelAttributes("room", two, 2, notify, id);
  topic.reset();  // read during the call only
  lead.reset();
  answered(code, id, "onSetChannelAttributesResult", "0");
  c.log.await("room: onAttributesUpdated(lead=bob by alice ts topic=weather by alice ts,2)");
  Attribute changed = make(*alice, "topic", "sports");
  const rtm::IRtmChannelAttribute* one[] = {changed.get()};
  code = alice->addOrUpdateChannelAttributes("room", one, 1, silent, id);
  answered(code, id, "onAddOrUpdateChannelAttributesResult", "0");
  code = alice->getChannelAttributes("room", id);
  answered(code, id, "onGetChannelAttributesResult",
           "lead=bob by alice ts topic=sports by alice ts,2,0");
  code = alice->getChannelAttributesByKeys("room", keys, 1, id);
  answered(code, id, "onGetChannelAttributesResult", "topic=sports by alice ts,1,0");
  code = alice->deleteChannelAttributesByKeys("room", keys, 1, notify, id);
  answered(code, id, "onDeleteChannelAttributesResult", "0");
  c.log.await("room: onAttributesUpdated(lead=bob by alice ts,1)");
  code = alice->clearChannelAttributes("room", notify, id);
  answered(code, id, "onClearChannelAttributesResult", "0");
  c.log.await("room: onAttributesUpdated(,0)");
  code = alice->getChannelAttributes("room", id);
  answered(code, id, "onGetChannelAttributesResult", ",0,0");
  const rtm::IRtmChannelAttribute* none[] = {nullptr};
  const long long before = id;
  c.log.line("null attribute: ", alice->setChannelAttributes("room", none, 1, silent, id), " id ",
             id == before ? "untouched" : "written");
}
const Register r2("channel attributes", channelAttributes);

}  // namespace

}  // namespace emutest
