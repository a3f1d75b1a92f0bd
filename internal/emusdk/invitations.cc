// invitations.cc: ILocalCallInvitation and IRemoteCallInvitation.
#include "invitations.h"

#include "call_manager.h"

namespace emusdk {

namespace {

const char* orEmpty(const char* s) noexcept { return s == nullptr ? "" : s; }

}  // namespace

void SharedText::set(const char* text) noexcept {
  try {
    std::string copy(orEmpty(text));
    const std::lock_guard<std::mutex> lock(mutex_);
    text_ = std::move(copy);
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

const char* SharedText::get() const noexcept {
  const std::lock_guard<std::mutex> lock(mutex_);
  return text_.c_str();
}

std::string SharedText::copy() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return text_;
}

LocalInvitation::LocalInvitation(std::shared_ptr<CallManager> calls, uint64_t key,
                                 const char* callee_id)
    : calls_(std::move(calls)), key_(key), callee_id_(orEmpty(callee_id)) {}

LocalInvitation::~LocalInvitation() = default;

void LocalInvitation::answered(const char* response) {
  if (!answer_.empty()) return;
  answer_ = orEmpty(response);
  response_.store(answer_.c_str());
}

void LocalInvitation::release() noexcept { calls_->release(*this); }

RemoteInvitation::RemoteInvitation(std::shared_ptr<CallManager> calls, uint64_t key,
                                   const char* caller_id, const char* content,
                                   const char* channel_id)
    : calls_(std::move(calls)),
      key_(key),
      caller_id_(orEmpty(caller_id)),
      content_(orEmpty(content)),
      channel_id_(orEmpty(channel_id)) {}

RemoteInvitation::~RemoteInvitation() = default;

void RemoteInvitation::release() noexcept { calls_->release(*this); }

}  // namespace emusdk
