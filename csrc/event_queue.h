// event_queue.h: the bounded queue between the SDK's threads and the one
// consumer that drains it. Producers never wait for the consumer.
#ifndef AGORA_RTM_GO_CSRC_EVENT_QUEUE_H_
#define AGORA_RTM_GO_CSRC_EVENT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "event.h"
#include "rtm_shim.h"

namespace rtm_shim {

class EventQueue {
 public:
  EventQueue(int event_fd, size_t max_events, size_t max_bytes)
      : event_fd_(event_fd), max_events_(max_events), max_bytes_(max_bytes) {}
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  // Any thread. Copies the strings; drops the event once detached.
  void Push(const Event& event, std::string_view user = {}, std::string_view text = {},
            std::string_view raw = {}) noexcept {
    PushOwning(event, user, text, raw, nullptr);
  }
  // The same for an event that is owning(); its object may be null. An object
  // whose event is dropped is released, here or where the event is dropped.
  void PushOwning(Event event, std::string_view user, std::string_view text, std::string_view raw,
                  std::unique_ptr<Owned> owned) noexcept;
  // Any thread. Events that arrive afterwards are dropped, and wake nobody.
  void Detach() noexcept;
  // Any thread. Drops the events whose object must not outlive `parent` and that
  // the consumer has not taken yet, and releases the objects.
  void DropOwned(const void* parent) noexcept;
  // Any thread.
  void Wake() noexcept;
  // The consumer only.
  rtm_drain_result Drain(const rtm_callbacks& table, void* handle) noexcept;
  // The consumer only, after Detach: gives the memory back.
  void Clear() noexcept;

 private:
  struct Buffer {
    std::vector<Event> events;
    std::vector<char> arena;
    std::vector<std::unique_ptr<Owned>> owned;  // of the owning events, in their order
    size_t messages = 0;                        // message events not dropped
    size_t message_bytes = 0;                   // and their payload
    size_t dead = 0;                            // dropped events still in `events`
    size_t oldest = 0;                          // no message event stands before this index
    void Reset();
    void Trim();
    void DropOldestMessage();
    void Compact();
  };

  void WakeLocked();

  std::mutex mutex_;
  Buffer filling_;   // guarded by mutex_
  Buffer draining_;  // the consumer's own
  uint64_t dropped_ = 0;
  bool detached_ = false;
  bool consumer_sleeps_ = true;
  const int event_fd_;
  const size_t max_events_;
  const size_t max_bytes_;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_EVENT_QUEUE_H_
