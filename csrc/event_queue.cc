// event_queue.cc: the bounded event queue: append on the SDK's threads, drain
// on the consumer's.
#include "event_queue.h"

#include <unistd.h>

#include <utility>

namespace rtm_shim {

namespace {

// What an empty buffer keeps while the consumer sleeps: a burst does not stay
// allocated.
constexpr size_t kKeptEvents = 2048;
constexpr size_t kKeptBytes = 256 * 1024;

// Hands the run of messages that begins at `first` to the table and returns how
// many that are: same kind, same channel, nothing else in between.
size_t DispatchMessages(const rtm_callbacks& table, void* h, const Event* first, const Event* end,
                        const char* arena) {
  rtm_message run[RTM_MESSAGES_AT_ONCE];
  size_t count = 0;
  const Event* e = first;
  for (; e != end && count < RTM_MESSAGES_AT_ONCE; ++e) {
    if (e->kind != first->kind || e->channel != first->channel) break;
    const char* user = arena + e->offset;
    const char* text = user + e->user_len;
    const char* raw = text + e->text_len;
    run[count++] = {user,       e->user_len, e->id,       e->server_ts, e->detail,
                    e->offline, text,        e->text_len, raw,          e->raw_len};
  }
  if (first->kind == EventKind::kMessageReceivedFromPeer) {
    table.on_messages_received_from_peer(h, run, count);
  } else {
    table.on_channel_messages_received(h, first->channel, run, count);
  }
  return count;
}

void Dispatch(const rtm_callbacks& table, void* h, const Event& e, const char* arena) {
  const char* user = arena + e.offset;
  const char* raw = user + e.user_len + e.text_len;
  switch (e.kind) {
    case EventKind::kDropped:
    case EventKind::kMessageReceivedFromPeer:  // see DispatchMessages
    case EventKind::kChannelMessageReceived:
      break;
    case EventKind::kLoginSuccess:
      table.on_login_success(h);
      break;
    case EventKind::kLoginFailure:
      table.on_login_failure(h, e.code);
      break;
    case EventKind::kRenewTokenResult:
      table.on_renew_token_result(h, e.code);
      break;
    case EventKind::kTokenExpired:
      table.on_token_expired(h);
      break;
    case EventKind::kTokenPrivilegeWillExpire:
      table.on_token_privilege_will_expire(h);
      break;
    case EventKind::kLogout:
      table.on_logout(h, e.code);
      break;
    case EventKind::kConnectionStateChanged:
      table.on_connection_state_changed(h, e.code, e.detail);
      break;
    case EventKind::kSendMessageResult:
      table.on_send_message_result(h, e.id, e.code);
      break;
    case EventKind::kChannelJoinSuccess:
      table.on_channel_join_success(h, e.channel);
      break;
    case EventKind::kChannelJoinFailure:
      table.on_channel_join_failure(h, e.channel, e.code);
      break;
    case EventKind::kChannelLeave:
      table.on_channel_leave(h, e.channel, e.code);
      break;
    case EventKind::kChannelSendMessageResult:
      table.on_channel_send_message_result(h, e.channel, e.id, e.code);
      break;
    case EventKind::kChannelMemberJoined:
      table.on_channel_member_joined(h, e.channel, user, e.user_len);
      break;
    case EventKind::kChannelMemberLeft:
      table.on_channel_member_left(h, e.channel, user, e.user_len);
      break;
    case EventKind::kChannelGetMembers:
      table.on_channel_get_members(h, e.channel, raw, e.raw_len, static_cast<int32_t>(e.id),
                                   e.code);
      break;
    case EventKind::kChannelMemberCountUpdated:
      table.on_channel_member_count_updated(h, e.channel, e.code);
      break;
  }
}

}  // namespace

void EventQueue::Buffer::Reset() {
  events.clear();
  arena.clear();
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
  packed.messages = messages;
  packed.message_bytes = message_bytes;
  *this = std::move(packed);
}

void EventQueue::Push(Event event, std::string_view user, std::string_view text,
                      std::string_view raw) noexcept {
  event.user_len = static_cast<uint32_t>(user.size());
  event.text_len = static_cast<uint32_t>(text.size());
  event.raw_len = static_cast<uint32_t>(raw.size());
  std::lock_guard<std::mutex> lock(mutex_);
  if (detached_) return;
  Buffer& b = filling_;
  event.offset = b.arena.size();
  try {
    b.arena.insert(b.arena.end(), user.begin(), user.end());
    b.arena.insert(b.arena.end(), text.begin(), text.end());
    b.arena.insert(b.arena.end(), raw.begin(), raw.end());
    b.events.push_back(event);
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
    // Out of memory: this event is lost, and said to be.
    ++dropped_;
  }
  if (consumer_sleeps_) WakeLocked();
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
  const char* arena = draining_.arena.data();
  const Event* const end = draining_.events.data() + draining_.events.size();
  for (const Event* e = draining_.events.data(); e != end;) {
    if (e->droppable()) {
      e += DispatchMessages(table, handle, e, end, arena);
    } else {
      Dispatch(table, handle, *e++, arena);
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
  std::lock_guard<std::mutex> lock(mutex_);
  filling_ = Buffer();
  draining_ = Buffer();
}

}  // namespace rtm_shim
