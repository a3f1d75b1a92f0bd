// event_queue.cc: the bounded event queue: append on the SDK's threads, drain
// on the consumer's.
#include "event_queue.h"

#include <unistd.h>

#include <stdexcept>
#include <utility>

#include "dispatch.h"

namespace rtm_shim {

namespace {

// What an empty buffer keeps while the consumer sleeps: a burst does not stay
// allocated.
constexpr size_t kKeptEvents = 2048;
constexpr size_t kKeptBytes = 256 * 1024;

}  // namespace

void EventQueue::Buffer::Reset() {
  events.clear();
  arena.clear();
  owned.clear();
  messages = message_bytes = dead = oldest = 0;
}

void EventQueue::Buffer::Trim() {
  if (events.capacity() > kKeptEvents) std::vector<Event>().swap(events);
  if (arena.capacity() > kKeptBytes) std::vector<char>().swap(arena);
}

void EventQueue::Buffer::DropOldestMessage() {
  while (!events[oldest].droppable()) ++oldest;
  Event& e = events[oldest];
  --messages;
  message_bytes -= e.size();
  e.kind = EventKind::kDropped;
  ++dead;
  ++oldest;
  // A dropped event keeps its place and its bytes until half the buffer is
  // dead; so a full queue costs at most twice its bound, and each drop O(1).
  if (dead > 64 && dead > events.size() / 2) Compact();
}

void EventQueue::Buffer::Compact() {
  Buffer packed;
  packed.events.reserve(events.size() - dead);
  for (Event& e : events) {
    if (e.kind == EventKind::kDropped) continue;
    const char* from = arena.data() + e.offset;
    e.offset = packed.arena.size();
    packed.arena.insert(packed.arena.end(), from, from + e.size());
    packed.events.push_back(e);
  }
  packed.owned = std::move(owned);  // owning events are not among the dropped messages
  packed.messages = messages;
  packed.message_bytes = message_bytes;
  *this = std::move(packed);
}

void EventQueue::PushOwning(Event event, std::string_view user, std::string_view text,
                            std::string_view raw, std::unique_ptr<Owned> owned) noexcept {
  event.user_len = static_cast<uint32_t>(user.size());
  event.text_len = static_cast<uint32_t>(text.size());
  event.raw_len = static_cast<uint32_t>(raw.size());
  std::lock_guard<std::mutex> lock(mutex_);
  if (detached_) return;  // `owned` ends in the caller, when the lock is free again
  Buffer& b = filling_;
  event.offset = b.arena.size();
  try {
    if (event.size() != user.size() + text.size() + raw.size()) throw std::length_error("event");
    b.arena.insert(b.arena.end(), user.begin(), user.end());
    b.arena.insert(b.arena.end(), text.begin(), text.end());
    b.arena.insert(b.arena.end(), raw.begin(), raw.end());
    if (event.owning()) b.owned.reserve(b.owned.size() + 1);
    b.events.push_back(event);
    if (event.owning()) b.owned.push_back(std::move(owned));
    if (event.droppable()) {
      ++b.messages;
      b.message_bytes += event.size();
      // The newest always stays, were it alone larger than the bound.
      while (b.messages > max_events_ || (b.message_bytes > max_bytes_ && b.messages > 1)) {
        ++dropped_;
        b.DropOldestMessage();
      }
    }
  } catch (...) {
    // Out of memory, or a string beyond all measure: this event is lost, and said to be.
    ++dropped_;
  }
  if (consumer_sleeps_) WakeLocked();
}

void EventQueue::DropOwned(const void* parent) noexcept {
  std::vector<std::unique_ptr<Owned>> released;  // without the lock
  std::vector<std::unique_ptr<Owned>> kept;
  std::lock_guard<std::mutex> lock(mutex_);
  try {
    kept.reserve(filling_.owned.size());
    released.reserve(filling_.owned.size());
  } catch (...) {
    return;  // they come with the next drain
  }
  auto owned = filling_.owned.begin();
  for (Event& e : filling_.events) {
    if (!e.owning()) continue;
    if (*owned != nullptr && (*owned)->parent() == parent) {
      e.kind = EventKind::kDropped;
      ++filling_.dead;
      released.push_back(std::move(*owned));
    } else {
      kept.push_back(std::move(*owned));
    }
    ++owned;
  }
  filling_.owned.swap(kept);
}

void EventQueue::WakeLocked() {
  const uint64_t one = 1;
  // Fails only when the counter is full, and then the consumer is awake anyway.
  if (write(event_fd_, &one, sizeof one) == sizeof one) consumer_sleeps_ = false;
}

void EventQueue::Wake() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  WakeLocked();
}

void EventQueue::Detach() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  detached_ = true;
}

rtm_drain_result EventQueue::Drain(const rtm_callbacks& table, void* handle) noexcept {
  rtm_drain_result result{};
  {
    std::lock_guard<std::mutex> lock(mutex_);
    result.dropped = std::exchange(dropped_, 0);
    std::swap(filling_, draining_);
  }
  Dispatcher dispatcher(table, handle, draining_.arena.data(), draining_.owned.data());
  const Event* const end = draining_.events.data() + draining_.events.size();
  for (const Event* e = draining_.events.data(); e != end;) {
    try {
      e += dispatcher.Next(e, end);
    } catch (...) {
      ++e;
      ++result.dropped;
    }
  }
  result.events = draining_.events.size() - draining_.dead;
  draining_.Reset();
  std::lock_guard<std::mutex> lock(mutex_);
  consumer_sleeps_ = filling_.events.empty();
  if (consumer_sleeps_) {
    filling_.Trim();
    draining_.Trim();
    result.idle = 1;
  }
  return result;
}

void EventQueue::Clear() noexcept {
  Buffer gone;  // ends without the lock: objects in it are released
  {
    std::lock_guard<std::mutex> lock(mutex_);
    std::swap(gone, filling_);
  }
  draining_ = Buffer();
}

}  // namespace rtm_shim
