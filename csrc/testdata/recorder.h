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
  // What was handed over for keeps; the test releases it.
  std::vector<rtm_media_message*> uploaded;
  std::vector<rtm_remote_invitation*> invitations;
  std::vector<uint64_t> keys;  // of the invitations
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

inline std::string Show(int64_t n) { return std::to_string(n); }
inline std::string Show(rtm_string s) { return std::string(s.data, s.len); }

inline std::string Show(const rtm_media& m) {
  return "media '" + Show(m.id) + "' name '" + Show(m.file_name) + "' thumbnail '" +
         Show(m.thumbnail) + "' size " + Show(m.size) + " " + Show(m.width) + "x" + Show(m.height) +
         " " + Show(m.thumbnail_width) + "x" + Show(m.thumbnail_height);
}

inline std::string Show(const rtm_message* m) {
  return "type " + std::to_string(m->type) + " text '" + std::string(m->text, m->text_len) +
         "' raw '" + std::string(m->raw, m->raw_len) + "'" + (m->offline != 0 ? " offline" : "") +
         (m->media != nullptr ? " " + Show(*m->media) : "");
}

inline std::string Show(const rtm_peer_status* peers, size_t n) {
  std::string s;
  for (size_t i = 0; i < n; ++i) s += " " + Show(peers[i].peer) + "=" + Show(peers[i].state);
  return s;
}

inline std::string Show(const rtm_attribute* list, size_t n) {
  std::string s;
  for (size_t i = 0; i < n; ++i) {
    s += " " + Show(list[i].key) + "=" + Show(list[i].value) + " by '" +
         Show(list[i].last_update_user) + "' at " + Show(list[i].last_update_ts);
  }
  return s;
}

// A result that is a request id and a code.
inline void AddResult(void* h, const char* name, int64_t id, int32_t code) {
  Of(h)->Add(std::string(name) + " " + Show(id) + " " + Show(code));
}

inline void AddState(void* h, const char* name, uint64_t key, int32_t state) {
  Of(h)->Add(std::string(name) + " " + std::to_string(key) + " state " + Show(state));
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
  t.on_subscription_request_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "subscription", id, c);
  };
  t.on_set_local_user_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "set user", id, c);
  };
  t.on_add_or_update_local_user_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "update user", id, c);
  };
  t.on_delete_local_user_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "delete user", id, c);
  };
  t.on_clear_local_user_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "clear user", id, c);
  };
  t.on_set_channel_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "set channel", id, c);
  };
  t.on_add_or_update_channel_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "update channel", id, c);
  };
  t.on_delete_channel_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "delete channel", id, c);
  };
  t.on_clear_channel_attributes_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "clear channel", id, c);
  };
  t.on_media_download_to_file_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "to file", id, c);
  };
  t.on_media_cancel_result = [](void* h, int64_t id, int32_t c) {
    AddResult(h, "canceled", id, c);
  };
  t.on_local_invitation_received_by_peer = [](void* h, uint64_t k, int32_t s) {
    AddState(h, "local received", k, s);
  };
  t.on_local_invitation_canceled = [](void* h, uint64_t k, int32_t s) {
    AddState(h, "local canceled", k, s);
  };
  t.on_remote_invitation_refused = [](void* h, uint64_t k, int32_t s) {
    AddState(h, "remote refused", k, s);
  };
  t.on_remote_invitation_accepted = [](void* h, uint64_t k, int32_t s) {
    AddState(h, "remote accepted", k, s);
  };
  t.on_remote_invitation_canceled = [](void* h, uint64_t k, int32_t s) {
    AddState(h, "remote canceled", k, s);
  };
  t.on_local_invitation_failure = [](void* h, uint64_t k, int32_t s, int32_t c) {
    AddState(h, ("local failure " + Show(c)).c_str(), k, s);
  };
  t.on_remote_invitation_failure = [](void* h, uint64_t k, int32_t s, int32_t c) {
    AddState(h, ("remote failure " + Show(c)).c_str(), k, s);
  };
  t.on_local_invitation_accepted = [](void* h, uint64_t k, int32_t s, const char* r, size_t n) {
    AddState(h, ("local accepted '" + std::string(r, n) + "'").c_str(), k, s);
  };
  t.on_local_invitation_refused = [](void* h, uint64_t k, int32_t s, const char* r, size_t n) {
    AddState(h, ("local refused '" + std::string(r, n) + "'").c_str(), k, s);
  };
  t.on_media_uploading_progress = [](void* h, int64_t id, int64_t at, int64_t of) {
    Of(h)->Add("uploading " + Show(id) + " " + Show(at) + "/" + Show(of));
  };
  t.on_media_downloading_progress = [](void* h, int64_t id, int64_t at, int64_t of) {
    Of(h)->Add("downloading " + Show(id) + " " + Show(at) + "/" + Show(of));
  };
  t.on_file_media_upload_result = [](void* h, int64_t id, rtm_media_message* m,
                                     const rtm_media* media, int32_t c) {
    if (m != nullptr) Of(h)->uploaded.push_back(m);
    Of(h)->Add("file " + Show(id) + " " + Show(c) + (m != nullptr ? " " : " none ") + Show(*media));
  };
  t.on_image_media_upload_result = [](void* h, int64_t id, rtm_media_message* m,
                                      const rtm_media* media, int32_t c) {
    if (m != nullptr) Of(h)->uploaded.push_back(m);
    Of(h)->Add("image " + Show(id) + " " + Show(c) + (m != nullptr ? " " : " none ") +
               Show(*media));
  };
  t.on_media_download_to_memory_result = [](void* h, int64_t id, const char* memory, size_t n,
                                            int32_t c) {
    Of(h)->Add("to memory " + Show(id) + " " + Show(c) + " '" + std::string(memory, n) + "'");
  };
  t.on_channel_attributes_updated = [](void* h, uint64_t k, const rtm_attribute* a, size_t n) {
    Of(h)->Add("attributes " + std::to_string(k) + ":" + Show(a, n));
  };
  t.on_query_peers_online_status_result = [](void* h, int64_t id, const rtm_peer_status* p,
                                             size_t n, int32_t c) {
    Of(h)->Add("query " + Show(id) + " " + Show(c) + ":" + Show(p, n));
  };
  t.on_query_peers_by_subscription_option_result = [](void* h, int64_t id, const rtm_string* p,
                                                      size_t n, int32_t c) {
    std::string line = "by option " + Show(id) + " " + Show(c) + ":";
    for (size_t i = 0; i < n; ++i) line += " " + Show(p[i]);
    Of(h)->Add(line);
  };
  t.on_peers_online_status_changed = [](void* h, const rtm_peer_status* p, size_t n) {
    Of(h)->Add("peers:" + Show(p, n));
  };
  t.on_get_user_attributes_result = [](void* h, int64_t id, const char* u, size_t len,
                                       const rtm_attribute* a, size_t n, int32_t c) {
    Of(h)->Add("get user " + Show(id) + " " + Show(c) + " " + std::string(u, len) + ":" +
               Show(a, n));
  };
  t.on_get_channel_attributes_result = [](void* h, int64_t id, const rtm_attribute* a, size_t n,
                                          int32_t c) {
    Of(h)->Add("get channel " + Show(id) + " " + Show(c) + ":" + Show(a, n));
  };
  t.on_get_channel_member_count_result = [](void* h, int64_t id, const rtm_channel_count* p,
                                            size_t n, int32_t c) {
    std::string line = "counts " + Show(id) + " " + Show(c) + ":";
    for (size_t i = 0; i < n; ++i) line += " " + Show(p[i].channel) + "=" + Show(p[i].count);
    Of(h)->Add(line);
  };
  t.on_remote_invitation_received = [](void* h, uint64_t k, int32_t s, rtm_remote_invitation* o,
                                       rtm_string caller, rtm_string content, rtm_string channel) {
    CHECK(o != nullptr);
    Of(h)->invitations.push_back(o);
    AddState(h,
             ("invited by '" + Show(caller) + "' '" + Show(content) + "' '" + Show(channel) + "'")
                 .c_str(),
             k, s);
    Of(h)->keys.push_back(k);
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
