// media_test.cc: file and image messages, uploads and downloads through the C
// ABI, and who owns an uploaded message.
#include <cstdint>
#include <string>
#include <thread>

#include "IAgoraRtmService.h"
#include "check.h"
#include "fakesdk.h"
#include "fixture.h"
#include "recorder.h"
#include "rtm_shim.h"

namespace {

fakesdk_media MediaOf(int type) {
  return {type, "id", "name", "\1\0\2", 3, 1234567890123, 640, 480, 64, 48};
}

std::string Fields(int type) {
  return std::string("media 'id' name 'name' thumbnail '") + std::string("\1\0\2", 3) +
         "' size 1234567890123 " + (type == 4 ? "640x480 64x48" : "0x0 0x0");
}

rtm_request_result Upload(Fixture& f, int type) {
  return type == 3 ? rtm_service_create_file_message_by_uploading(f.service, Str("/a"))
                   : rtm_service_create_image_message_by_uploading(f.service, Str("/a"));
}

std::string Uploaded(int type, int64_t id, const std::string& rest) {
  return (type == 3 ? "file " : "image ") + std::to_string(id) + rest;
}

// An uploaded message of that type.
rtm_media_message* UploadedMessage(Fixture& f, int type) {
  const fakesdk_media media = MediaOf(0);
  fakesdk_set_upload(f.script, &media);
  const auto r = Upload(f, type);
  CHECK(r.code == 0);
  f.Await(Uploaded(type, r.id, " 0 " + Fields(type)));
  CHECK(f.seen.uploaded.size() == 1);
  rtm_media_message* m = f.seen.uploaded.back();
  f.seen.uploaded.clear();
  return m;
}

}  // namespace

// fact: D-03
TEST(ShimReceivesMediaMessages) {
  Fixture f;
  f.Login();
  rtm_channel* c = rtm_channel_new(f.service, "room", 4, 42);
  for (const int type : {3, 4}) {
    const fakesdk_media media = MediaOf(type);
    auto e = EventOf(FAKESDK_EVENT_PEER_MESSAGE);
    e.user = "bob";
    e.text = "text";
    e.offline = 1;
    e.media = &media;
    CHECK(fakesdk_fire(f.script, &e) == 1);
    f.Await("from 'bob' type " + std::to_string(type) + " text 'text' raw '' offline " +
            Fields(type));
    e.kind = FAKESDK_EVENT_CHANNEL_MESSAGE;
    e.channel = "room";
    e.offline = 0;
    CHECK(fakesdk_fire(f.script, &e) == 1);
    f.Await("in 42 from 'bob' type " + std::to_string(type) + " text 'text' raw '' " +
            Fields(type));
  }
  rtm_channel_release(c);
}

// A run of messages of every type is one crossing, each with its own fields.
TEST(ShimMixesMessageTypes) {
  Fixture f;
  f.Login();
  const fakesdk_media file = MediaOf(3), image = MediaOf(4);
  auto e = EventOf(FAKESDK_EVENT_PEER_MESSAGE);
  e.user = "bob";
  e.text = "t";
  for (const fakesdk_media* media : {&file, static_cast<const fakesdk_media*>(nullptr), &image}) {
    e.media = media;
    CHECK(fakesdk_fire(f.script, &e) == 1);
  }
  f.seen.lines.clear();
  CHECK(rtm_service_drain(f.service, &f.seen).events >= 3);
  const size_t n = f.seen.lines.size();
  CHECK(f.seen.lines[n - 3] == "from 'bob' type 3 text 't' raw '' " + Fields(3));
  CHECK(f.seen.lines[n - 2] == "from 'bob' type 1 text 't' raw ''");
  CHECK(f.seen.lines[n - 1] == "from 'bob' type 4 text 't' raw '' " + Fields(4));
}

TEST(ShimMediaMessagesSurviveNulls) {
  for (int bit = 1; bit <= FAKESDK_NEGATIVE_COUNT; bit <<= 1) {
    for (const int type : {3, 4}) {
      Fixture f;
      f.Login();
      const fakesdk_media media = MediaOf(type);
      fakesdk_set_upload(f.script, &media);
      fakesdk_set(f.script, FAKESDK_OPTION_NULLS, bit);
      auto e = EventOf(FAKESDK_EVENT_PEER_MESSAGE);
      e.user = "bob";
      e.text = "t";
      e.media = &media;
      CHECK(fakesdk_fire(f.script, &e) == 1);
      const auto r = Upload(f, type);
      CHECK(r.code == 0);
      const std::string thumbnail =
          bit == FAKESDK_NULL_DATA || bit == FAKESDK_NEGATIVE_COUNT ? "" : std::string("\1\0\2", 3);
      const std::string fields = std::string("media '") + (bit == FAKESDK_NULL_ID ? "" : "id") +
                                 "' name '" + (bit == FAKESDK_NULL_TEXT ? "" : "name") +
                                 "' thumbnail '" + thumbnail + "' size 1234567890123 " +
                                 (type == 4 ? "640x480 64x48" : "0x0 0x0");
      if (bit == FAKESDK_NULL_OBJECT) {
        f.Await(Uploaded(type, r.id, " 0 none media '' name '' thumbnail '' size 0 0x0 0x0"));
        CHECK(f.seen.uploaded.empty());
      } else {
        f.Await(Uploaded(type, r.id, " 0 " + fields));
        f.Await(std::string("from '") + (bit == FAKESDK_NULL_ID ? "" : "bob") + "' type " +
                std::to_string(type) + " text '" + (bit == FAKESDK_NULL_TEXT ? "" : "t") +
                "' raw '' " + fields);
      }
      const auto d = rtm_service_download_media_to_memory(f.service, Str("id"));
      const bool no_data = bit == FAKESDK_NULL_DATA || bit == FAKESDK_NEGATIVE_COUNT;
      f.Await("to memory " + std::to_string(d.id) + " 0 '" + (no_data ? "" : "media") + "'");
      for (auto* m : f.seen.uploaded) rtm_media_message_release(m);
    }
  }
}

TEST(ShimUploads) {
  for (const int type : {3, 4}) {
    Fixture f;
    f.Login();
    rtm_media_message* m = UploadedMessage(f, type);
    const int op = type == 3 ? FAKESDK_UPLOAD_FILE : FAKESDK_UPLOAD_IMAGE;
    CHECK(LastCall(f.script, op).target == std::string("/a"));
    CHECK(rtm_shim_live_media_messages() == 1);
    rtm_media_message_release(m);
    CHECK(rtm_shim_live_media_messages() == 0);
    rtm_media_message_release(nullptr);
    Do(f.script, op, FAKESDK_NORMAL, 0, 4);
    const auto failed = Upload(f, type);
    f.Await(Uploaded(type, failed.id, " 4 none media '' name '' thumbnail '' size 0 0x0 0x0"));
    CHECK(rtm_shim_live_media_messages() == 0);
  }
}

TEST(ShimDownloadsAndProgress) {
  Fixture f;
  f.Login();
  fakesdk_set_download(f.script, "a\0b", 3);
  auto r = rtm_service_download_media_to_memory(f.service, {"idx", 2});
  CHECK(r.code == 0);
  f.Await("to memory " + std::to_string(r.id) + " 0 '" + std::string("a\0b", 3) + "'");
  CHECK(LastCall(f.script, FAKESDK_DOWNLOAD_TO_MEMORY).target == std::string("id"));
  r = rtm_service_download_media_to_file(f.service, Str("id"), {"/filex", 5});
  f.Await("to file " + std::to_string(r.id) + " 0");
  const auto call = LastCall(f.script, FAKESDK_DOWNLOAD_TO_FILE);
  CHECK(call.target == std::string("id") && call.text == std::string("/file"));
  Do(f.script, FAKESDK_DOWNLOAD_TO_MEMORY, FAKESDK_NORMAL, 0, 6);
  r = rtm_service_download_media_to_memory(f.service, Str("id"));
  f.Await("to memory " + std::to_string(r.id) + " 6 ''");
  // fact: D-11
  CHECK(rtm_service_cancel_media_download(f.service, 77) == 0);
  f.Await("canceled 77 0");
  CHECK(LastCall(f.script, FAKESDK_CANCEL_DOWNLOAD).id == 77);
  Do(f.script, FAKESDK_CANCEL_UPLOAD, FAKESDK_NORMAL, 0, 2);
  CHECK(rtm_service_cancel_media_upload(f.service, 78) == 0);
  f.Await("canceled 78 2");
  CHECK(LastCall(f.script, FAKESDK_CANCEL_UPLOAD).id == 78);
  auto e = EventOf(FAKESDK_EVENT_UPLOADING);
  e.id = 5;
  e.current = 1LL << 33;
  e.total = 1LL << 34;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("uploading 5 8589934592/17179869184");
  e.kind = FAKESDK_EVENT_DOWNLOADING;
  CHECK(fakesdk_fire(f.script, &e) == 1);
  f.Await("downloading 5 8589934592/17179869184");
}

TEST(ShimSendsMediaMessages) {
  const rtm_string thumbnail{"\3\0", 2};
  for (const int type : {3, 4}) {
    Fixture f;
    f.Login();
    rtm_channel* c = rtm_channel_new(f.service, "room", 4, 42);
    rtm_media media{};
    media.id = {"mediax", 5};
    // Made from its id, with nothing else set: nothing is taken back.
    auto r =
        rtm_service_send_media_message_to_peer(f.service, "bobby", 3, type, nullptr, {nullptr, 0},
                                               media, RTM_SEND_ENABLE_OFFLINE_MESSAGING);
    CHECK(r.code == 0 && r.id != 0);
    f.Await(Sent(r));
    auto call = LastCall(f.script, FAKESDK_SEND_PEER);
    CHECK(call.target == std::string("bob") && call.type == type && call.id == r.id);
    CHECK(call.offline == 1 && call.text == std::string() && call.media != nullptr);
    CHECK(call.media->id == std::string("media") && call.media->file_name == std::string());
    // With everything set, and to a channel.
    media.file_name = {"namex", 4};
    media.thumbnail = thumbnail;
    media.width = 1;
    media.height = 2;
    media.thumbnail_width = 3;
    media.thumbnail_height = 4;
    r = rtm_channel_send_media_message(c, type, nullptr, {"textx", 4}, media,
                                       RTM_SEND_ENABLE_HISTORICAL_MESSAGING);
    CHECK(r.code == 0);
    f.Await("sent in 42 " + std::to_string(r.id) + " 0");
    call = LastCall(f.script, FAKESDK_SEND_CHANNEL);
    CHECK(call.historical == 1 && call.offline == 0 && call.text == std::string("text"));
    CHECK(call.media->file_name == std::string("name") && call.media->thumbnail_length == 2);
    CHECK(call.media->width == (type == 4 ? 1 : 0) && call.media->height == (type == 4 ? 2 : 0));
    CHECK(call.media->thumbnail_width == (type == 4 ? 3 : 0));
    CHECK(call.media->thumbnail_height == (type == 4 ? 4 : 0));
    // An uploaded one, first with everything set, then with all taken back.
    rtm_media_message* m = UploadedMessage(f, type);
    r = rtm_service_send_media_message_to_peer(f.service, "bob", 3, type, m, Str("t"), media, 0);
    CHECK(r.code == 0);
    call = LastCall(f.script, FAKESDK_SEND_PEER);
    CHECK(call.id == r.id && call.text == std::string("t"));
    CHECK(call.media->id == std::string("id") && call.media->size == 1234567890123);
    CHECK(call.media->file_name == std::string("name"));
    const auto again = rtm_channel_send_media_message(c, type, m, {nullptr, 0}, rtm_media{}, 0);
    CHECK(again.code == 0 && again.id == r.id);  // fact: R-06
    call = LastCall(f.script, FAKESDK_SEND_CHANNEL);
    CHECK(call.text == std::string() && call.media->file_name == std::string());
    CHECK(call.media->thumbnail_length == 0 && call.media->width == 0);
    CHECK(call.media->height == 0 && call.media->thumbnail_width == 0);
    CHECK(call.media->thumbnail_height == 0);
    rtm_media_message_release(m);
    rtm_channel_release(c);
  }
}

TEST(ShimMediaMessagesThatCannotBeMade) {
  Fixture f;
  f.Login();
  rtm_media media{};
  media.id = Str("id");
  Do(f.script, FAKESDK_CREATE_MESSAGE, FAKESDK_NORMAL, 1);
  for (const int type : {3, 4}) {
    CHECK(rtm_service_send_media_message_to_peer(f.service, "bob", 3, type, nullptr, Str("t"),
                                                 media, 0)
              .code == RTM_SHIM_ERR_NULL_OBJECT);
  }
  fakesdk_on(f.script, FAKESDK_CREATE_MESSAGE, nullptr);
  CHECK(rtm_service_send_media_message_to_peer(f.service, "bob", 3, 1, nullptr, Str("t"), media, 0)
            .code == RTM_SHIM_ERR_NULL_OBJECT);  // text is no media
  CHECK(fakesdk_count(f.script, FAKESDK_SEND_PEER) == 0);
  media.file_name = Str("f");
  media.thumbnail = {"x", size_t{1} << 31};  // more than an int holds: nothing is read
  CHECK(rtm_service_send_media_message_to_peer(f.service, "bob", 3, 3, nullptr, Str("t"), media, 0)
            .code == RTM_SHIM_ERR_EXCEPTION);
}

// Each send sets its own text before it sends: one at a time.
TEST(ShimSendsOfOneUploadedMessageDoNotMix) {
  Fixture f;
  f.Login();
  rtm_media_message* m = UploadedMessage(f, 4);
  const auto send = [&](const char* text) {
    CHECK(
        rtm_service_send_media_message_to_peer(f.service, "bob", 3, 4, m, Str(text), rtm_media{}, 0)
            .code == 0);
  };
  Do(f.script, FAKESDK_SEND_PEER, FAKESDK_NEVER, 0, 0, FAKESDK_BLOCK);
  std::thread one([&] { send("one"); });
  std::thread two([&] { send("two"); });
  CHECK(fakesdk_wait_blocked(f.script, 1, 10000) == 1);
  CHECK(fakesdk_wait_blocked(f.script, 2, 100) == 0);  // the other one stays outside
  fakesdk_on(f.script, FAKESDK_SEND_PEER, nullptr);
  fakesdk_unblock(f.script);
  one.join();
  two.join();
  CHECK(fakesdk_count(f.script, FAKESDK_SEND_PEER) == 2);
  rtm_media_message_release(m);
}

// An uploaded message that nobody takes is given back: pushed after detach,
// or still queued when the service is released.
TEST(ShimUploadsThatNobodyTakes) {
  for (const bool detach_first : {true, false}) {
    for (const int type : {3, 4}) {
      Fixture f;
      f.Login();
      if (detach_first) rtm_service_detach(f.service);
      Do(f.script, type == 3 ? FAKESDK_UPLOAD_FILE : FAKESDK_UPLOAD_IMAGE, FAKESDK_INLINE);
      CHECK(Upload(f, type).code == 0);
      CHECK(rtm_shim_live_media_messages() == (detach_first ? 0u : 1u));
      fakesdk_live live{};
      fakesdk_get_live(f.script, &live);
      CHECK(live.messages == (detach_first ? 0 : 1));
      f.End();
      CHECK(rtm_shim_live_media_messages() == 0 && f.seen.uploaded.empty());
    }
  }
}

// Messages that give way leave an uploaded message in its place.
TEST(ShimUploadsOutliveDroppedMessages) {
  Fixture f;
  f.Login();
  Do(f.script, FAKESDK_UPLOAD_FILE, FAKESDK_INLINE);
  Do(f.script, FAKESDK_UPLOAD_IMAGE, FAKESDK_INLINE);
  fakesdk_stream_spec spec{};
  spec.user = "bob";
  spec.count = 3000;  // the bound is 1000
  spec.size = 12;
  const auto stream = [&] {
    fakesdk_stream* s = fakesdk_stream_start(f.script, &spec);
    CHECK(s != nullptr);
    fakesdk_stream_wait(s, nullptr);
  };
  stream();
  const auto file = Upload(f, 3);
  stream();
  const auto image = Upload(f, 4);
  stream();
  CHECK(rtm_service_drain(f.service, &f.seen).dropped == 8000);
  const std::string rest = " 0 media 'uploaded' name '' thumbnail '' size 0 0x0 0x0";
  CHECK(f.seen.Has(Uploaded(3, file.id, rest)) && f.seen.Has(Uploaded(4, image.id, rest)));
  CHECK(f.seen.uploaded.size() == 2);
  for (auto* m : f.seen.uploaded) rtm_media_message_release(m);
  f.seen.uploaded.clear();
  // Received file and image messages give way too.
  const fakesdk_media media = MediaOf(3);
  auto e = EventOf(FAKESDK_EVENT_PEER_MESSAGE);
  e.user = "bob";
  e.media = &media;
  for (int i = 0; i < 1010; ++i) CHECK(fakesdk_fire(f.script, &e) == 1);
  CHECK(rtm_service_drain(f.service, &f.seen).dropped == 10);
}
