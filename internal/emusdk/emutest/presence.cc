// presence.cc: scenarios of presence and member counts.
#include "recorder.h"

namespace emutest {

namespace {

void presence(Context& c) {
  ServiceHandler alice_handler(c.log, "alice");
  ServiceHandler bob_handler(c.log, "bob");
  const Service alice = makeUser(c, &alice_handler, "alice");
  Service bob = makeUser(c, &bob_handler, "bob");
  long long last = 0;
  // Each request gets an id of its own, larger than the one before, and the callback names it.
  const auto answered = [&](int code, long long id, const std::string& callback,
                            const std::string& arguments, int count = 1) {
    if (code != 0) c.log.line("FAILED: ", callback, " refused ", code);
    c.log.await("alice: " + callback + "(" + arguments + ")", count);
    if (id <= last || alice_handler.lastId(callback) != id) c.log.line("FAILED: id of ", callback);
    last = id;
  };
  const char* three[] = {"bob", "carol", "bob"};
  const char* two[] = {"bob", "carol"};
  long long id = 0;
  int code = alice->queryPeersOnlineStatus(three, 3, id);
  answered(code, id, "onQueryPeersOnlineStatusResult", "bob:1:0 carol:0:2 bob:1:0,3,0");
  code = alice->subscribePeersOnlineStatus(two, 2, id);
  answered(code, id, "onSubscriptionRequestResult", "0");
  c.log.await("alice: onPeersOnlineStatusChanged(bob:1:0 carol:0:2,2)");
  code = alice->queryPeersBySubscriptionOption(rtm::PEER_SUBSCRIPTION_OPTION_ONLINE_STATUS, id);
  answered(code, id, "onQueryPeersBySubscriptionOptionResult", "bob carol,2,0");
  code = alice->queryPeersBySubscriptionOption(static_cast<rtm::PEER_SUBSCRIPTION_OPTION>(7), id);
  answered(code, id, "onQueryPeersBySubscriptionOptionResult", ",0,1");
  bob.reset();
  c.log.await("alice: onPeersOnlineStatusChanged(bob:0:2,1)");
  code = alice->unsubscribePeersOnlineStatus(two, 2, id);
  answered(code, id, "onSubscriptionRequestResult", "0", 2);
  code = alice->queryPeersBySubscriptionOption(rtm::PEER_SUBSCRIPTION_OPTION_ONLINE_STATUS, id);
  answered(code, id, "onQueryPeersBySubscriptionOptionResult", ",0,0");

  ChannelHandler room_handler(c.log, "room");
  const Channel room = makeMember(c, *alice, "room", &room_handler, "room");
  const char* channels[] = {"nowhere", "room"};
  code = alice->getChannelMemberCount(channels, 2, id);
  answered(code, id, "onGetChannelMemberCountResult", "nowhere:0 room:1,2,0");
}
const Register r1("presence", presence);

}  // namespace

}  // namespace emutest
