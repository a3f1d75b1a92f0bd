// bridge.h: the engine as C++ objects. Go functions are named in bridge.cc, and in the files of
// single topics (presence.cc, attributes.cc, media.cc), whose calls go straight to the engine.
#ifndef EMUSDK_BRIDGE_H_
#define EMUSDK_BRIDGE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "IAgoraRtmService.h"

namespace emusdk {

// Owns one Go handle and frees it once.
class GoHandle {
 public:
  using Free = void (*)(void*);

  GoHandle(void* handle, Free free) noexcept : handle_(handle), free_(free) {}
  ~GoHandle() {
    if (handle_ != nullptr) free_(handle_);
  }
  GoHandle(const GoHandle&) = delete;
  GoHandle& operator=(const GoHandle&) = delete;
  GoHandle(GoHandle&& other) noexcept : handle_(other.handle_), free_(other.free_) {
    other.handle_ = nullptr;
  }
  GoHandle& operator=(GoHandle&&) = delete;

  void* get() const noexcept { return handle_; }

 private:
  void* handle_;
  const Free free_;
};

// A channel of the engine. All methods may be called from any thread; null strings and messages
// are allowed and refused with the code the engine has for them.
class GoChannel {
 public:
  GoChannel(void* handle, uint64_t key) noexcept;

  explicit operator bool() const noexcept { return handle_.get() != nullptr; }
  // Unique in the process; every event of the channel carries it.
  uint64_t key() const noexcept { return key_; }
  int join() const noexcept;
  int leave() const noexcept;
  int getMembers() const noexcept;
  int sendMessage(const agora::rtm::IMessage* message,
                  const agora::rtm::SendMessageOptions& options) const noexcept;
  void release() const noexcept;

 private:
  GoHandle handle_;
  uint64_t key_;
};

// The call invitations of a client, named by keys. A key that is not one is refused.
class GoCalls {
 public:
  explicit GoCalls(void* handle) noexcept;

  explicit operator bool() const noexcept { return handle_.get() != nullptr; }
  // 0 while the user is logged in.
  int ready() const noexcept;
  // Returns the key, or 0.
  uint64_t newLocal(const char* callee_id) const noexcept;
  int send(uint64_t key, const std::string& content, const std::string& channel_id) const noexcept;
  int cancel(uint64_t key) const noexcept;
  int accept(uint64_t key, const std::string& response) const noexcept;
  int refuse(uint64_t key, const std::string& response) const noexcept;
  // No more events of this invitation.
  void release(uint64_t key) const noexcept;

 private:
  GoHandle handle_;
};

// A client of the engine: what stands behind one IRtmService.
class GoClient {
 public:
  GoClient() noexcept;

  explicit operator bool() const noexcept { return handle_.get() != nullptr; }
  int initialize(const char* app_id) const noexcept;
  int login(const char* token, const char* user_id) const noexcept;
  int logout() const noexcept;
  int renewToken(const char* token) const noexcept;
  int sendMessageToPeer(const char* peer_id, const agora::rtm::IMessage* message,
                        const agora::rtm::SendMessageOptions& options) const noexcept;
  GoChannel createChannel(const char* channel_id) const noexcept;
  GoCalls openCalls() const noexcept;
  // Of an invitation that GoCalls does not know.
  void releaseInvitation(uint64_t key) const noexcept;
  // Blocks until events are there and writes as many records as fit. Returns how many bytes, or
  // minus the size of the first record when that does not fit, or EMUSDK_RELEASED.
  int64_t wait(void* buffer, size_t capacity) const noexcept;
  void release() const noexcept;
  // For the exported functions of single topics.
  void* handle() const noexcept { return handle_.get(); }

 private:
  GoHandle handle_;
};

}  // namespace emusdk

#endif  // EMUSDK_BRIDGE_H_
