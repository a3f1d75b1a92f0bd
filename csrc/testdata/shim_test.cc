// shim_test.cc: the C ABI over the scripted SDK: calls down, callbacks up, and
// the end of a service, with no Go in the program.
#include <pthread.h>
#include <signal.h>

#include <string>
#include <thread>

#include "IAgoraRtmService.h"
#include "check.h"
#include "fakesdk.h"
#include "fixture.h"
#include "recorder.h"
#include "rtm_shim.h"

// The linked SDK of this program is the scripted one.
namespace agora {
namespace rtm {
IRtmService* createRtmService() { return fakesdk_create_service(); }
const char* getRtmSdkVersion() { return "scripted"; }
RtmServiceContext g_context;
SET_RTM_SERVICE_CONTEXT_ERR_CODE setRtmServiceContext(const RtmServiceContext& context) {
  g_context = context;
  return SET_RTM_SERVICE_CONTEXT_ERR_FAILURE;
}
}  // namespace rtm
}  // namespace agora

TEST(ShimCallsAndResults) {
  Fixture f;
  f.Login();
  const auto login = LastCall(f.script, FAKESDK_LOGIN);
  CHECK(login.token == std::string("tok") && login.target == std::string("alice"));
  CHECK(rtm_service_renew_token(f.service, "newer", 3) == 0);
  f.Await("renew 0");
  const auto r = rtm_service_send_message_to_peer(f.service, "bobby", 3, "hello", 4, nullptr, 0,
                                                  RTM_SEND_ENABLE_OFFLINE_MESSAGING);
  CHECK(r.code == 0 && r.id != 0);
  f.Await(Sent(r));
  const auto send = LastCall(f.script, FAKESDK_SEND_PEER);
  CHECK(send.target == std::string("bob") && send.text == std::string("hell"));
  CHECK(send.offline == 1 && send.historical == 0 && send.type == 1);
  const auto raw =
      rtm_service_send_message_to_peer(f.service, "bob", 3, "d", 1, "\0\1\2", 3, RTM_SEND_RAW);
  f.Await(Sent(raw));
  const auto sent_raw = LastCall(f.script, FAKESDK_SEND_PEER);
  CHECK(sent_raw.type == 2 && sent_raw.length == 3 && sent_raw.text == std::string("d"));
  // Nothing of this is null when it reaches the SDK, which would abort.
  for (const int flags : {0, int{RTM_SEND_RAW}}) {
    const auto empty =
        rtm_service_send_message_to_peer(f.service, "bob", 3, nullptr, 0, nullptr, 0, flags);
    CHECK(empty.code == 0);
    f.Await(Sent(empty));
  }
  CHECK(rtm_service_logout(f.service) == 0);
  f.Await("logout 0");
  f.Await("state 1/6");
  CHECK(std::string(rtm_shim_sdk_version()) == "scripted");
}

TEST(ShimRefusalKeepsTheId) {
  Fixture f;
  fakesdk_behavior refuse{};
  refuse.ret = -102;
  fakesdk_next(f.script, FAKESDK_SEND_PEER, &refuse);
  const auto r = rtm_service_send_message_to_peer(f.service, "bob", 3, "x", 1, nullptr, 0, 0);
  CHECK(r.code == -102 && r.id != 0);
}

TEST(ShimCallbacksComeOnTheDrainingThread) {
  Fixture f;
  fakesdk_behavior inline_result{};
  inline_result.mode = FAKESDK_INLINE;
  fakesdk_on(f.script, FAKESDK_LOGIN, &inline_result);
  std::thread([&] { CHECK(rtm_service_login(f.service, "", 0, "alice", 5) == 0); }).join();
  CHECK(f.seen.lines.empty());  // inline on that thread, and yet only queued
  f.Await("login ok");
  for (const auto id : f.seen.threads) CHECK(id == std::this_thread::get_id());
}

TEST(ShimChannel) {
  Fixture f;
  f.Login();
  rtm_channel* c = rtm_channel_new(f.service, "rooms", 4, 42);
  CHECK(c != nullptr);
  CHECK(LastCall(f.script, FAKESDK_CREATE_CHANNEL).target == std::string("room"));
  CHECK(rtm_channel_join(c) == 0);
  f.Await("join 42");
  const char* const users[] = {"alice", "", "bob"};
  fakesdk_set_members(f.script, users, 3);
  CHECK(rtm_channel_get_members(c) == 0);
  f.Await("members 42 3/0: alice  bob");
  const auto r = rtm_channel_send_message(c, "hi", 2, nullptr, 0, 0);
  CHECK(r.code == 0);
  f.Await("sent in 42 " + std::to_string(r.id) + " 0");
  fakesdk_event e{};
  e.wait = 1;
  e.channel = "room";
  e.user = "bob";
  e.text = "text";
  e.kind = FAKESDK_EVENT_CHANNEL_MESSAGE;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("in 42 from 'bob' type 1 text 'text' raw ''");
  e.kind = FAKESDK_EVENT_MEMBER_JOINED;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("joined 42 bob");
  e.kind = FAKESDK_EVENT_MEMBER_LEFT;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("left 42 bob");
  e.kind = FAKESDK_EVENT_MEMBER_COUNT;
  e.count = 9;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("count 42 9");
  CHECK(rtm_channel_leave(c) == 0);
  f.Await("leave 42 0");
  rtm_channel_release(c);
}

TEST(ShimSurvivesNulls) {
  for (int bit = 1; bit <= FAKESDK_NEGATIVE_COUNT; bit <<= 1) {
    Fixture f;
    f.Login();
    rtm_channel* c = rtm_channel_new(f.service, "room", 4, 1);
    fakesdk_set(f.script, FAKESDK_OPTION_NULLS, bit);
    CHECK(rtm_channel_join(c) == 0);
    CHECK(rtm_channel_get_members(c) == 0);
    CHECK(rtm_service_renew_token(f.service, "t", 1) == 0);
    fakesdk_event e{};
    e.wait = 1;
    e.channel = "room";
    e.user = "bob";
    e.text = "t";
    for (const int kind : {FAKESDK_EVENT_PEER_MESSAGE, FAKESDK_EVENT_CHANNEL_MESSAGE,
                           FAKESDK_EVENT_MEMBER_JOINED, FAKESDK_EVENT_MEMBER_LEFT}) {
      e.kind = kind;
      for (const void* data : {static_cast<const void*>(nullptr), static_cast<const void*>("r")}) {
        e.data = data;
        e.length = 1;
        fakesdk_fire(f.script, &e);
      }
    }
    f.Await("renew 0");
    f.Await("join 1");
    rtm_channel_release(c);
  }
}

TEST(ShimLateCallbacksFindNobody) {
  const size_t retired = rtm_shim_retired_handlers();
  Fixture f;
  fakesdk_set(f.script, FAKESDK_OPTION_AFTER_RELEASE, 1);
  rtm_channel* c = rtm_channel_new(f.service, "room", 4, 1);
  fakesdk_behavior late{};
  late.mode = FAKESDK_LATE;
  fakesdk_on(f.script, FAKESDK_LOGIN, &late);
  fakesdk_on(f.script, FAKESDK_JOIN, &late);
  CHECK(rtm_service_login(f.service, "", 0, "alice", 5) == 0);
  CHECK(rtm_channel_join(c) == 0);
  rtm_channel_release(c);
  f.End();
  CHECK(rtm_shim_retired_handlers() == retired + 2);
  CHECK(fakesdk_release_late(f.script) > 0);
  fakesdk_event e{};
  e.wait = 1;
  e.user = "bob";
  e.text = "t";
  e.kind = FAKESDK_EVENT_PEER_MESSAGE;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  CHECK(f.seen.lines.empty());
}

TEST(ShimSettings) {
  Fixture f;
  CHECK(rtm_service_set_parameters(f.service, {"{}x", 2}) == 0);
  CHECK(LastCall(f.script, FAKESDK_SET_PARAMETERS).text == std::string("{}"));
  CHECK(rtm_service_set_log_file(f.service, {"/logx", 4}) == 0);
  CHECK(LastCall(f.script, FAKESDK_SET_LOG_FILE).target == std::string("/log"));
  // fact: Q-03
  CHECK(rtm_service_set_log_filter(f.service, 0x80F) == 0);
  CHECK(LastCall(f.script, FAKESDK_SET_LOG_FILTER).number == 0x80F);
  CHECK(rtm_service_set_log_file_size(f.service, -1) == -1);
  CHECK(LastCall(f.script, FAKESDK_SET_LOG_FILE_SIZE).number == -1);
  // An empty string is not null, which the SDK refuses.
  CHECK(rtm_service_set_parameters(f.service, {nullptr, 0}) == 0);
  CHECK(rtm_service_set_log_file(f.service, {nullptr, 0}) == 0);
  CHECK(rtm_shim_set_service_context(0xFFFFFFFF, 1) == 1);
  CHECK(agora::rtm::g_context.areaCode == -1);
  CHECK(agora::rtm::g_context.proxyType == agora::rtm::RTM_TCP_PROXY);
}

TEST(ShimBlocksSigpipeForRequests) {
  const rtm_string none{nullptr, 0};
  for (int op = FAKESDK_QUERY_ONLINE; op < FAKESDK_OPS; ++op) {
    if (op == FAKESDK_INITIALIZE || op == FAKESDK_RELEASE || op == FAKESDK_ADD_HANDLER ||
        op == FAKESDK_REMOVE_HANDLER || op == FAKESDK_CREATE_MESSAGE ||
        op == FAKESDK_CREATE_CHANNEL || op == FAKESDK_RELEASE_CHANNEL) {
      continue;  // see the test above, or not blocked for: sends; or no thread may start there
    }
    if (op == FAKESDK_ACCEPT_INVITATION || op == FAKESDK_REFUSE_INVITATION) {
      continue;  // an invitation that came in has come on a thread
    }
    Fixture f;
    fakesdk_set(f.script, FAKESDK_OPTION_START_IN, op);
    const EventFd fd;
    rtm_service* s = rtm_service_new({fakesdk_factory(), fd.get(), 1000, 1 << 20});
    const std::string app_id = fakesdk_app_id(f.script);
    CHECK(rtm_service_initialize(s, app_id.data(), app_id.size()) == 0);
    for (int any = 0; any < FAKESDK_ASYNC_OPS; ++any) Do(f.script, any, FAKESDK_NEVER);
    const List list{"k", "v"};
    rtm_service_query_peers_online_status(s, list);
    rtm_service_subscribe_peers_online_status(s, list);
    rtm_service_unsubscribe_peers_online_status(s, list);
    rtm_service_query_peers_by_subscription_option(s, 0);
    rtm_service_get_channel_member_count(s, list);
    rtm_service_set_local_user_attributes(s, list);
    rtm_service_add_or_update_local_user_attributes(s, list);
    rtm_service_delete_local_user_attributes_by_keys(s, list);
    rtm_service_clear_local_user_attributes(s);
    rtm_service_get_user_attributes(s, none);
    rtm_service_set_channel_attributes(s, none, list, 0);
    rtm_service_add_or_update_channel_attributes(s, none, list, 0);
    rtm_service_delete_channel_attributes_by_keys(s, none, list, 0);
    rtm_service_clear_channel_attributes(s, none, 0);
    rtm_service_get_channel_attributes(s, none);
    rtm_service_create_file_message_by_uploading(s, none);
    rtm_service_create_image_message_by_uploading(s, none);
    rtm_service_download_media_to_memory(s, none);
    rtm_service_download_media_to_file(s, none, none);
    rtm_service_cancel_media_download(s, 1);
    rtm_service_cancel_media_upload(s, 1);
    rtm_service_set_parameters(s, none);
    rtm_service_set_log_file(s, none);
    rtm_service_set_log_filter(s, 0);
    rtm_service_set_log_file_size(s, 1);
    rtm_call_manager* m = rtm_call_manager_new(s);
    uint64_t key = 0;
    rtm_local_invitation* i = rtm_local_invitation_new(m, none, &key);
    rtm_local_invitation_send(i, none, none, nullptr);
    rtm_local_invitation_cancel(i);
    rtm_local_invitation_release(i);
    rtm_call_manager_release(m);
    CHECK(fakesdk_sigpipe_blocked(f.script, 1) == 1);
    rtm_service_detach(s);
    rtm_service_release(s);
    rtm_service_free(s);
  }
}

TEST(ShimBlocksSigpipeForSdkThreads) {
  for (const int op : {FAKESDK_INITIALIZE, FAKESDK_LOGIN, FAKESDK_LOGOUT, FAKESDK_RENEW_TOKEN,
                       FAKESDK_CREATE_CHANNEL, FAKESDK_JOIN, FAKESDK_LEAVE, FAKESDK_GET_MEMBERS}) {
    Fixture f;
    // A second service: the switch must be set before the threads start.
    fakesdk_set(f.script, FAKESDK_OPTION_START_IN, op);
    const EventFd fd;
    rtm_service* s = rtm_service_new({fakesdk_factory(), fd.get(), 1000, 1 << 20});
    const std::string app_id = fakesdk_app_id(f.script);
    CHECK(rtm_service_initialize(s, app_id.data(), app_id.size()) == 0);
    CHECK(rtm_service_login(s, "", 0, "alice", 5) == 0);
    CHECK(rtm_service_renew_token(s, "t", 1) == 0);
    rtm_channel* c = rtm_channel_new(s, "room", 4, 1);
    rtm_channel_join(c);
    rtm_channel_get_members(c);
    rtm_channel_leave(c);
    CHECK(rtm_service_logout(s) == 0);
    CHECK(fakesdk_sigpipe_blocked(f.script, 1) == 1);
    CHECK(fakesdk_write_to_closed_socket(f.script, 1) == EPIPE);
    rtm_channel_release(c);
    rtm_service_detach(s);
    rtm_service_release(s);
    rtm_service_free(s);
    // The caller's own mask is as it was.
    sigset_t mask;
    pthread_sigmask(SIG_BLOCK, nullptr, &mask);
    CHECK(sigismember(&mask, SIGPIPE) == 0);
  }
}

TEST(ShimUsesTheLinkedSdkByDefault) {
  Fixture f(nullptr);
  f.Login();
}

int main(int argc, char** argv) {
  if (argc != 2) {
    for (const auto& [name, body] : Tests()) std::printf("%s\n", name.c_str());
    return 0;
  }
  const auto found = Tests().find(argv[1]);
  if (found == Tests().end()) return 2;
  found->second();
  return 0;
}
