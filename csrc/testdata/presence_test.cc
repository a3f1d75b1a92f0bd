// presence_test.cc: online states, subscriptions, member counts and attributes
// through the C ABI: what goes down, and every field that comes up.
#include <string>
#include <vector>

#include "check.h"
#include "fakesdk.h"
#include "fixture.h"
#include "recorder.h"
#include "rtm_shim.h"

namespace {

using Strings = std::vector<std::string>;

std::string Line(const char* name, const rtm_request_result& r, const char* rest = " 0") {
  CHECK(r.code == 0 && r.id != 0);
  return name + (" " + std::to_string(r.id)) + rest;
}

// Every request with an id, as one call each.
std::vector<rtm_request_result> AllRequests(rtm_service* s) {
  const List none{};
  const rtm_string empty{nullptr, 0};
  return {
      rtm_service_query_peers_online_status(s, none),
      rtm_service_subscribe_peers_online_status(s, none),
      rtm_service_unsubscribe_peers_online_status(s, none),
      rtm_service_query_peers_by_subscription_option(s, 0),
      rtm_service_get_channel_member_count(s, none),
      rtm_service_set_local_user_attributes(s, none),
      rtm_service_add_or_update_local_user_attributes(s, none),
      rtm_service_delete_local_user_attributes_by_keys(s, none),
      rtm_service_clear_local_user_attributes(s),
      rtm_service_get_user_attributes(s, empty),
      rtm_service_get_user_attributes_by_keys(s, empty, none),
      rtm_service_set_channel_attributes(s, empty, none, 0),
      rtm_service_add_or_update_channel_attributes(s, empty, none, 0),
      rtm_service_delete_channel_attributes_by_keys(s, empty, none, 0),
      rtm_service_clear_channel_attributes(s, empty, 0),
      rtm_service_get_channel_attributes(s, empty),
      rtm_service_get_channel_attributes_by_keys(s, empty, none),
      rtm_service_create_file_message_by_uploading(s, empty),
      rtm_service_create_image_message_by_uploading(s, empty),
      rtm_service_download_media_to_memory(s, empty),
      rtm_service_download_media_to_file(s, empty, empty),
  };
}

}  // namespace

TEST(ShimPresence) {
  Fixture f;
  f.Login();
  const List peers{"bob", "", "carol!"};
  const char* const known[] = {"bob", "carol!"};
  const int states[] = {2, 1};
  fakesdk_set_peer_states(f.script, known, states, 2);
  // fact: O-02
  f.Await(Line("query", rtm_service_query_peers_online_status(f.service, peers),
               " 0: bob=2 =0 carol!=1"));
  CHECK((Items(LastCall(f.script, FAKESDK_QUERY_ONLINE)) == Strings{"bob", "", "carol!"}));
  f.Await(Line("subscription", rtm_service_subscribe_peers_online_status(f.service, peers)));
  CHECK((Items(LastCall(f.script, FAKESDK_SUBSCRIBE_ONLINE)) == Strings{"bob", "", "carol!"}));
  // fact: O-11
  f.Await(Line("subscription", rtm_service_unsubscribe_peers_online_status(f.service, peers)));
  CHECK((Items(LastCall(f.script, FAKESDK_UNSUBSCRIBE_ONLINE)) == Strings{"bob", "", "carol!"}));
  const char* const members[] = {"dave", "erin"};
  fakesdk_set_members(f.script, members, 2);
  f.Await(Line("by option", rtm_service_query_peers_by_subscription_option(f.service, 1),
               " 0: dave erin"));
  CHECK(LastCall(f.script, FAKESDK_QUERY_BY_OPTION).number == 1);
  f.Await(Line("counts", rtm_service_get_channel_member_count(f.service, List{"r1", "r2"}),
               " 0: r1=2 r2=2"));
  CHECK((Items(LastCall(f.script, FAKESDK_GET_MEMBER_COUNT)) == Strings{"r1", "r2"}));
  auto e = EventOf(FAKESDK_EVENT_PEERS_ONLINE);
  e.items = known;
  e.numbers = states;
  e.count = 2;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("peers: bob=2 carol!=1");
}

TEST(ShimUserAttributes) {
  Fixture f;
  f.Login();
  const List pairs{"k1", "v1", "k2", ""};
  f.Await(Line("set user", rtm_service_set_local_user_attributes(f.service, pairs)));
  auto call = LastCall(f.script, FAKESDK_SET_USER_ATTRIBUTES);
  CHECK((Items(call) == Strings{"k1", "k2"} && Values(call) == Strings{"v1", ""}));
  f.Await(Line("update user", rtm_service_add_or_update_local_user_attributes(f.service, pairs)));
  call = LastCall(f.script, FAKESDK_UPDATE_USER_ATTRIBUTES);
  CHECK((Items(call) == Strings{"k1", "k2"} && Values(call) == Strings{"v1", ""}));
  f.Await(Line("delete user",
               rtm_service_delete_local_user_attributes_by_keys(f.service, List{"a", "b"})));
  CHECK((Items(LastCall(f.script, FAKESDK_DELETE_USER_ATTRIBUTES)) == Strings{"a", "b"}));
  f.Await(Line("clear user", rtm_service_clear_local_user_attributes(f.service)));
  const char* const keys[] = {"k", "l"};
  const char* const values[] = {"v", "w"};
  fakesdk_set_attributes(f.script, keys, values, 2);
  // fact: U-12
  f.Await(Line("get user", rtm_service_get_user_attributes(f.service, {"bobby", 3}),
               " 0 bob: k=v by '' at 0 l=w by '' at 0"));
  f.Await(Line("get user",
               rtm_service_get_user_attributes_by_keys(f.service, Str("bob"), List{"k"}),
               " 0 bob: k=v by '' at 0 l=w by '' at 0"));
  CHECK((Items(LastCall(f.script, FAKESDK_GET_USER_ATTRIBUTES)) == Strings{"k"}));
}

TEST(ShimChannelAttributes) {
  Fixture f;
  f.Login();
  const List pairs{"k1", "v1", "k2", "v2"};
  for (const int notify : {0, 1}) {
    f.Await(Line("set channel",
                 rtm_service_set_channel_attributes(f.service, {"rooms", 4}, pairs, notify)));
    auto call = LastCall(f.script, FAKESDK_SET_CHANNEL_ATTRIBUTES);
    CHECK(call.target == std::string("room") && call.notify == notify);
    CHECK((Items(call) == Strings{"k1", "k2"} && Values(call) == Strings{"v1", "v2"}));
    f.Await(Line("update channel", rtm_service_add_or_update_channel_attributes(
                                       f.service, Str("room"), pairs, notify)));
    call = LastCall(f.script, FAKESDK_UPDATE_CHANNEL_ATTRIBUTES);
    CHECK(call.target == std::string("room") && call.notify == notify);
    CHECK((Items(call) == Strings{"k1", "k2"} && Values(call) == Strings{"v1", "v2"}));
    f.Await(Line("delete channel", rtm_service_delete_channel_attributes_by_keys(
                                       f.service, Str("room"), List{"a"}, notify)));
    call = LastCall(f.script, FAKESDK_DELETE_CHANNEL_ATTRIBUTES);
    CHECK(call.target == std::string("room") && call.notify == notify);
    CHECK(Items(call) == Strings{"a"});
    f.Await(Line("clear channel",
                 rtm_service_clear_channel_attributes(f.service, Str("room"), notify)));
    call = LastCall(f.script, FAKESDK_CLEAR_CHANNEL_ATTRIBUTES);
    CHECK(call.target == std::string("room") && call.notify == notify);
  }
  fakesdk_live live{};
  fakesdk_get_live(f.script, &live);
  CHECK(live.attributes == 0);  // fact: N-11
  const char* const keys[] = {"k"};
  const char* const values[] = {"v"};
  fakesdk_set_attributes(f.script, keys, values, 1);
  fakesdk_set_attribute_writer(f.script, "bob", 1234567890123);
  // fact: N-05
  f.Await(Line("get channel", rtm_service_get_channel_attributes(f.service, Str("room")),
               " 0: k=v by 'bob' at 1234567890123"));
  f.Await(Line("get channel",
               rtm_service_get_channel_attributes_by_keys(f.service, Str("room"), List{"k"}),
               " 0: k=v by 'bob' at 1234567890123"));
  CHECK(Items(LastCall(f.script, FAKESDK_GET_CHANNEL_ATTRIBUTES)) == Strings{"k"});
  rtm_channel* c = rtm_channel_new(f.service, "room", 4, 42);
  auto e = EventOf(FAKESDK_EVENT_ATTRIBUTES);
  e.channel = "room";
  e.user = "carol";
  e.ts = 77;
  e.items = keys;
  e.values = values;
  e.count = 1;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("attributes 42: k=v by 'carol' at 77");
  e.count = 0;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("attributes 42:");
  rtm_channel_release(c);
}

TEST(ShimChannelAttributesThatCannotBeMade) {
  Fixture f;
  f.Login();
  fakesdk_behavior ok{}, null{};
  null.ret = 1;
  fakesdk_next(f.script, FAKESDK_CREATE_ATTRIBUTE, &ok);
  fakesdk_next(f.script, FAKESDK_CREATE_ATTRIBUTE, &null);
  const List pairs{"k1", "v1", "k2", "v2"};
  CHECK(rtm_service_set_channel_attributes(f.service, Str("room"), pairs, 0).code ==
        RTM_SHIM_ERR_NULL_OBJECT);
  CHECK(fakesdk_count(f.script, FAKESDK_SET_CHANNEL_ATTRIBUTES) == 0);
}

// A refused request has no id, and an empty one reaches the SDK with no null in it.
TEST(ShimRefusedRequests) {
  Fixture f;
  f.Login();
  // fact: R-05
  for (int op = FAKESDK_QUERY_ONLINE; op <= FAKESDK_UPLOAD_IMAGE; ++op) {
    Do(f.script, op, FAKESDK_NORMAL, 102);
  }
  for (const auto& r : AllRequests(f.service)) CHECK(r.code != 0 && r.id == 0);
  // Not null where the SDK refuses (or dies of) null: the ids arrived as empty strings.
  CHECK(LastCall(f.script, FAKESDK_GET_USER_ATTRIBUTES).target == std::string());
  CHECK(LastCall(f.script, FAKESDK_DOWNLOAD_TO_FILE).text == std::string());
  CHECK(LastCall(f.script, FAKESDK_DOWNLOAD_TO_FILE).target == std::string());
}

TEST(ShimMalformedListsDoNotGoDown) {
  Fixture f;
  f.Login();
  const List good{"a", "b"};
  const rtm_list l = good;
  const rtm_list bad[] = {
      {l.data, l.len, 3},      // fewer than it says
      {l.data, l.len - 1, 2},  // the last one cut
      {l.data, 2, 1},          // a length cut
      {l.data, l.len, -1},    {nullptr, 0, 1},
  };
  for (const rtm_list& list : bad) {
    CHECK(rtm_service_query_peers_online_status(f.service, list).code == RTM_SHIM_ERR_EXCEPTION);
  }
  CHECK(rtm_service_set_local_user_attributes(f.service, List{"key"}).code ==
        RTM_SHIM_ERR_EXCEPTION);
  CHECK(fakesdk_count(f.script, FAKESDK_QUERY_ONLINE) == 0);
  CHECK(fakesdk_count(f.script, FAKESDK_SET_USER_ATTRIBUTES) == 0);
}

// fact: R-05, T-08
TEST(ShimResultsBeforeTheirCallReturns) {
  for (const int mode : {int{FAKESDK_EARLY}, int{FAKESDK_INLINE}}) {
    for (const int flags : {0, int{FAKESDK_TWICE}}) {
      Fixture f;
      f.Login();
      Do(f.script, FAKESDK_SET_USER_ATTRIBUTES, mode, 0, 4, flags);
      const auto r = rtm_service_set_local_user_attributes(f.service, List{"k", "v"});
      CHECK(r.code == 0);
      f.seen.lines.clear();
      rtm_service_drain(f.service, &f.seen);
      CHECK(!f.seen.lines.empty());
      // The second one of two may come after the call has returned.
      while (flags != 0 && f.seen.lines.size() < 2 && f.fd.Take(10000)) {
        rtm_service_drain(f.service, &f.seen);
      }
      CHECK(f.seen.lines.size() == (flags == 0 ? 1u : 2u));
      for (const auto& line : f.seen.lines) {
        CHECK(line == "set user " + std::to_string(r.id) + " 4");
      }
    }
  }
}

TEST(ShimListsSurviveNulls) {
  const char* const peers[] = {"bob", "carol"};
  const int states[] = {0, 1};
  struct Want {
    int nulls;
    const char *query, *option, *counts, *user, *channel, *changed, *updated;
  };
  const Want wants[] = {
      {FAKESDK_NULL_ID, " =0", "  ", " =2", " : k=v by '' at 0", " k=v by '' at 7", " =0 =1",
       " k=v by '' at 9"},
      {FAKESDK_NULL_ARRAY, "", "", "", " bob:", "", "", ""},
      {FAKESDK_NEGATIVE_COUNT, "", "", "", " bob:", "", "", ""},
      {FAKESDK_NULL_VALUE, " bob=0", " bob carol", " r=2", " bob: = by '' at 0", " = by 'eve' at 7",
       " bob=0 carol=1", " = by 'eve' at 9"},
      {FAKESDK_NULL_OBJECT, " bob=0", " bob carol", " r=2", " bob: k=v by '' at 0", "",
       " bob=0 carol=1", ""},
  };
  for (const Want& want : wants) {
    Fixture f;
    f.Login();
    rtm_channel* c = rtm_channel_new(f.service, "room", 4, 1);
    const char* const keys[] = {"k"};
    const char* const values[] = {"v"};
    fakesdk_set_members(f.script, peers, 2);
    fakesdk_set_attributes(f.script, keys, values, 1);
    fakesdk_set_attribute_writer(f.script, "eve", 7);
    fakesdk_set(f.script, FAKESDK_OPTION_NULLS, want.nulls);
    const std::string ok = " 0:";
    f.Await(Line("query", rtm_service_query_peers_online_status(f.service, List{"bob"}),
                 (ok + want.query).c_str()));
    f.Await(Line("by option", rtm_service_query_peers_by_subscription_option(f.service, 0),
                 (ok + want.option).c_str()));
    f.Await(Line("counts", rtm_service_get_channel_member_count(f.service, List{"r"}),
                 (ok + want.counts).c_str()));
    f.Await(Line("get user", rtm_service_get_user_attributes(f.service, Str("bob")),
                 (" 0" + std::string(want.user)).c_str()));
    f.Await(Line("get channel", rtm_service_get_channel_attributes(f.service, Str("room")),
                 (ok + want.channel).c_str()));
    auto e = EventOf(FAKESDK_EVENT_PEERS_ONLINE);
    e.items = peers;
    e.numbers = states;
    e.count = 2;
    CHECK(fakesdk_fire(f.script, &e) == 1);
    f.Await("peers:" + std::string(want.changed));
    e = EventOf(FAKESDK_EVENT_ATTRIBUTES);
    e.channel = "room";
    e.user = "eve";
    e.ts = 9;
    e.items = keys;
    e.values = values;
    e.count = 1;
    CHECK(fakesdk_fire(f.script, &e) == 1);
    f.Await("attributes 1:" + std::string(want.updated));
    rtm_channel_release(c);
  }
}
