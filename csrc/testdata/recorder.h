// recorder.h: a callback table that writes every callback down as a line.
#ifndef AGORA_RTM_GO_CSRC_TESTDATA_RECORDER_H_
#define AGORA_RTM_GO_CSRC_TESTDATA_RECORDER_H_

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "check.h"
#include "rtm_shim.h"

struct Recorder {
  std::vector<std::string> lines;
  std::vector<std::thread::id> threads;
  void Add(std::string line) {
    lines.push_back(std::move(line));
    threads.push_back(std::this_thread::get_id());
  }
  bool Has(const std::string& line) const {
    for (const auto& l : lines) {
      if (l == line) return true;
    }
    return false;
  }
};

inline Recorder* Of(void* h) { return static_cast<Recorder*>(h); }

inline std::string Show(const rtm_message* m) {
  return "type " + std::to_string(m->type) + " text '" + std::string(m->text, m->text_len) +
         "' raw '" + std::string(m->raw, m->raw_len) + "'" + (m->offline != 0 ? " offline" : "");
}

inline rtm_callbacks RecordingTable() {
  rtm_callbacks t{};
  t.on_login_success = [](void* h) { Of(h)->Add("login ok"); };
  t.on_login_failure = [](void* h, int32_t c) { Of(h)->Add("login " + std::to_string(c)); };
  t.on_renew_token_result = [](void* h, int32_t c) { Of(h)->Add("renew " + std::to_string(c)); };
  t.on_token_expired = [](void* h) { Of(h)->Add("token expired"); };
  t.on_token_privilege_will_expire = [](void* h) { Of(h)->Add("token will expire"); };
  t.on_logout = [](void* h, int32_t c) { Of(h)->Add("logout " + std::to_string(c)); };
  t.on_connection_state_changed = [](void* h, int32_t s, int32_t r) {
    Of(h)->Add("state " + std::to_string(s) + "/" + std::to_string(r));
  };
  t.on_send_message_result = [](void* h, int64_t id, int32_t c) {
    Of(h)->Add("sent " + std::to_string(id) + " " + std::to_string(c));
  };
  t.on_messages_received_from_peer = [](void* h, const rtm_message* m, size_t n) {
    CHECK(n > 0 && n <= RTM_MESSAGES_AT_ONCE);
    for (size_t i = 0; i < n; ++i) {
      Of(h)->Add("from '" + std::string(m[i].user, m[i].user_len) + "' " + Show(&m[i]));
    }
  };
  t.on_channel_join_success = [](void* h, uint64_t k) { Of(h)->Add("join " + std::to_string(k)); };
  t.on_channel_join_failure = [](void* h, uint64_t k, int32_t c) {
    Of(h)->Add("join " + std::to_string(k) + " failed " + std::to_string(c));
  };
  t.on_channel_leave = [](void* h, uint64_t k, int32_t c) {
    Of(h)->Add("leave " + std::to_string(k) + " " + std::to_string(c));
  };
  t.on_channel_messages_received = [](void* h, uint64_t k, const rtm_message* m, size_t n) {
    for (size_t i = 0; i < n; ++i) {
      Of(h)->Add("in " + std::to_string(k) + " from '" + std::string(m[i].user, m[i].user_len) +
                 "' " + Show(&m[i]));
    }
  };
  t.on_channel_send_message_result = [](void* h, uint64_t k, int64_t id, int32_t c) {
    Of(h)->Add("sent in " + std::to_string(k) + " " + std::to_string(id) + " " + std::to_string(c));
  };
  t.on_channel_member_joined = [](void* h, uint64_t k, const char* u, size_t n) {
    Of(h)->Add("joined " + std::to_string(k) + " " + std::string(u, n));
  };
  t.on_channel_member_left = [](void* h, uint64_t k, const char* u, size_t n) {
    Of(h)->Add("left " + std::to_string(k) + " " + std::string(u, n));
  };
  t.on_channel_get_members = [](void* h, uint64_t k, const char* packed, size_t n, int32_t count,
                                int32_t code) {
    std::string line = "members " + std::to_string(k) + " " + std::to_string(count) + "/" +
                       std::to_string(code) + ":";
    for (size_t at = 0; at < n;) {
      uint32_t len = 0;
      std::memcpy(&len, packed + at, sizeof len);
      line += " " + std::string(packed + at + sizeof len, len);
      at += sizeof len + len;
    }
    Of(h)->Add(line);
  };
  t.on_channel_member_count_updated = [](void* h, uint64_t k, int32_t n) {
    Of(h)->Add("count " + std::to_string(k) + " " + std::to_string(n));
  };
  return t;
}

// An eventfd that closes itself.
class EventFd {
 public:
  EventFd() : fd_(eventfd(0, EFD_NONBLOCK)) {}
  ~EventFd() { close(fd_); }
  EventFd(const EventFd&) = delete;
  EventFd& operator=(const EventFd&) = delete;
  int get() const { return fd_; }
  // Waits for a wake-up and takes it; false after the time.
  bool Take(int timeout_ms) const {
    pollfd p{fd_, POLLIN, 0};
    if (poll(&p, 1, timeout_ms) != 1) return false;
    uint64_t n = 0;
    return read(fd_, &n, sizeof n) == sizeof n;
  }

 private:
  const int fd_;
};

#endif  // AGORA_RTM_GO_CSRC_TESTDATA_RECORDER_H_
