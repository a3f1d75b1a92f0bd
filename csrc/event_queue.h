// event_queue.h: the bounded queue between the SDK's threads and the one
// consumer that drains it. Producers never wait for the consumer.
#ifndef AGORA_RTM_GO_CSRC_EVENT_QUEUE_H_
#define AGORA_RTM_GO_CSRC_EVENT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

#include "rtm_shim.h"

namespace rtm_shim {

enum class EventKind : uint32_t {
  kDropped,  // a message event that gave way to newer ones
  kLoginSuccess,
  kLoginFailure,
  kRenewTokenResult,
  kTokenExpired,
  kTokenPrivilegeWillExpire,
  kLogout,
  kConnectionStateChanged,
  kSendMessageResult,
  kMessageReceivedFromPeer,
  kChannelJoinSuccess,
  kChannelJoinFailure,
  kChannelLeave,
  kChannelMessageReceived,
  kChannelSendMessageResult,
  kChannelMemberJoined,
  kChannelMemberLeft,
  kChannelGetMembers,
  kChannelMemberCountUpdated,
};

// One event. Its strings stand one after the other in the buffer's arena.
struct Event {
  EventKind kind = EventKind::kDropped;
  int32_t code = 0;    // error code, connection state, or count
  int32_t detail = 0;  // change reason, or message type
  int32_t offline = 0;
  uint64_t channel = 0;
  int64_t id = 0;
  int64_t server_ts = 0;
  size_t offset = 0;
  uint32_t user_len = 0;
  uint32_t text_len = 0;
  uint32_t raw_len = 0;
  size_t size() const { return size_t{user_len} + text_len + raw_len; }
  bool droppable() const {
    return kind == EventKind::kMessageReceivedFromPeer ||
           kind == EventKind::kChannelMessageReceived;
  }
};

class EventQueue {
 public:
  EventQueue(int event_fd, size_t max_events, size_t max_bytes)
      : event_fd_(event_fd), max_events_(max_events), max_bytes_(max_bytes) {}
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  // Any thread. Copies the strings; drops the event once detached.
  void Push(Event event, std::string_view user = {}, std::string_view text = {},
            std::string_view raw = {}) noexcept;
  // Any thread. Events that arrive afterwards are dropped, and wake nobody.
  void Detach() noexcept;
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
    size_t messages = 0;       // message events not dropped
    size_t message_bytes = 0;  // and their payload
    size_t dead = 0;           // dropped events still in `events`
    size_t oldest = 0;         // no message event stands before this index
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
