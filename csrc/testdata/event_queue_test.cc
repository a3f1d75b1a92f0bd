// event_queue_test.cc: order, bounds, wake-ups and the end of the event queue.
#include "event_queue.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "check.h"
#include "guard.h"
#include "recorder.h"

using rtm_shim::Event;
using rtm_shim::EventKind;
using rtm_shim::EventQueue;

namespace {

constexpr size_t kMany = 1 << 20;

void PushMessage(EventQueue& q, const std::string& text) {
  Event e;
  e.kind = EventKind::kMessageReceivedFromPeer;
  e.detail = 1;
  q.Push(e, "p", text);
}

void PushResult(EventQueue& q, int64_t id) {
  Event e;
  e.kind = EventKind::kSendMessageResult;
  e.id = id;
  q.Push(e);
}

std::string Line(const std::string& text) { return "from 'p' type 1 text '" + text + "' raw ''"; }

}  // namespace

TEST(QueueKeepsOrderAndCopies) {
  const EventFd fd;
  EventQueue q(fd.get(), kMany, kMany);
  {
    std::string gone = "first";
    PushMessage(q, gone);
    gone.assign("xxxxx");
  }
  PushResult(q, 7);
  PushMessage(q, "");
  Recorder r;
  const auto result = q.Drain(RecordingTable(), &r);
  CHECK(result.events == 3 && result.dropped == 0 && result.idle == 1);
  CHECK((r.lines == std::vector<std::string>{Line("first"), "sent 7 0", Line("")}));
}

TEST(QueueWakesOnlyASleeper) {
  const EventFd fd;
  EventQueue q(fd.get(), kMany, kMany);
  PushResult(q, 1);
  CHECK(fd.Take(0));
  PushResult(q, 2);  // the consumer has not been back: it is awake
  CHECK(!fd.Take(0));
  Recorder r;
  CHECK(q.Drain(RecordingTable(), &r).idle == 1);
  PushResult(q, 3);
  CHECK(fd.Take(0));
}

TEST(QueueDropsTheOldestMessagesOnly) {
  const EventFd fd;
  EventQueue q(fd.get(), 3, kMany);
  for (int i = 0; i < 1000; ++i) {
    PushMessage(q, std::to_string(i));
    PushResult(q, i);
  }
  Recorder r;
  const auto result = q.Drain(RecordingTable(), &r);
  CHECK(result.dropped == 997);
  CHECK(result.events == 1003);
  CHECK(r.lines.size() == 1003);
  CHECK(r.Has(Line("997")) && r.Has(Line("998")) && r.Has(Line("999")));
  CHECK(r.lines[996] == "sent 996 0" && r.lines[997] == Line("997"));
  PushMessage(q, "after");
  CHECK(q.Drain(RecordingTable(), &r).dropped == 0);
  CHECK(r.lines.back() == Line("after"));
}

TEST(QueueBoundsBytes) {
  const EventFd fd;
  EventQueue q(fd.get(), kMany, 10 * 1001);
  const std::string big(1000, 'b');
  for (int i = 0; i < 500; ++i) PushMessage(q, big);
  Recorder r;
  const auto result = q.Drain(RecordingTable(), &r);
  CHECK(result.events == 10 && result.dropped == 490);
}

TEST(QueueLosesNothingUnderThreads) {
  const EventFd fd;
  EventQueue q(fd.get(), kMany, size_t{1} << 30);
  constexpr int kThreads = 4;
  constexpr int kEach = 20000;
  std::vector<std::thread> producers;
  for (int t = 0; t < kThreads; ++t) {
    producers.emplace_back([&q, t] {
      for (int i = 0; i < kEach; ++i) PushResult(q, int64_t{t} * kEach + i);
    });
  }
  std::vector<int64_t> next(kThreads, 0);
  struct Seen {
    std::vector<int64_t>* next;
    int count = 0;
  } seen{&next};
  rtm_callbacks table = RecordingTable();
  table.on_send_message_result = [](void* h, int64_t id, int32_t) {
    auto* s = static_cast<Seen*>(h);
    CHECK((*s->next)[id / kEach]++ == id % kEach);
    ++s->count;
  };
  while (seen.count < kThreads * kEach) {
    CHECK(fd.Take(10000));
    while (q.Drain(table, &seen).idle == 0) {
    }
  }
  for (auto& p : producers) p.join();
}

TEST(QueueDetachedTakesNothing) {
  const EventFd fd;
  EventQueue q(fd.get(), kMany, kMany);
  PushResult(q, 1);
  q.Detach();
  PushResult(q, 2);
  Recorder r;
  CHECK(q.Drain(RecordingTable(), &r).events == 1);
  CHECK(fd.Take(0));
  PushResult(q, 3);
  CHECK(!fd.Take(0));
  q.Wake();
  CHECK(fd.Take(0));
  q.Clear();
}

TEST(QueueReleasesWhatItOwns) {
  const EventFd fd;
  int alive = 0;
  struct Thing final : rtm_shim::Owned {
    Thing(const void* parent, int* count) : Owned(parent), alive(count) { ++*alive; }
    ~Thing() override { --*alive; }
    int* const alive;
  };
  const auto push = [&](EventQueue& q, const void* parent) {
    Event e;
    e.kind = EventKind::kRemoteInvitationReceived;
    q.PushOwning(e, "caller", "content", "channel", std::make_unique<Thing>(parent, &alive));
  };
  int one = 0, two = 0;
  {
    EventQueue q(fd.get(), kMany, kMany);
    push(q, &one);
    push(q, &two);
    PushResult(q, 1);
    push(q, &one);
    CHECK(alive == 3);
    q.DropOwned(&one);
    CHECK(alive == 1);
    q.DropOwned(&two);
    CHECK(alive == 0);
    Recorder r;
    const auto result = q.Drain(RecordingTable(), &r);  // what was dropped is not handed over
    CHECK(result.events == 1 && result.dropped == 0 && r.lines.size() == 1);
    push(q, &one);
    q.Clear();
    CHECK(alive == 0);
    push(q, &one);
    q.Detach();
    CHECK(alive == 1);
    push(q, &one);  // not taken
    CHECK(alive == 1);
  }
  CHECK(alive == 0);
}

TEST(GuardStopsExceptions) {
  CHECK(rtm_shim::Guarded(-5, []() -> int { throw 1; }) == -5);
  rtm_shim::GuardedVoid([] { throw std::string("x"); });
  const std::string text(300, 'a');
  CHECK(rtm_shim::CString(text.data(), text.size()).c_str() == text);
  CHECK(rtm_shim::CString(text.data(), 255).c_str() == text.substr(0, 255));
  CHECK(rtm_shim::CString(text.data(), 256).c_str() == text.substr(0, 256));
  CHECK(*rtm_shim::CString(nullptr, 0).c_str() == '\0');
}
