// invitation.cc: the table of living invitations.
#include "invitation.h"

#include <atomic>

namespace rtm_shim {

namespace {

std::atomic<uint64_t> g_last_key{0};
std::atomic<size_t> g_live{0};

}  // namespace

InvitationTable::Added InvitationTable::Add(const void* sdk, uint64_t key) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) return Added::kClosed;
  const auto [entry, added] = entries_.try_emplace(sdk);
  if (!added) return Added::kKnown;
  entry->second.key = key;
  return Added::kYes;
}

void InvitationTable::Remove(const void* sdk) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto found = entries_.find(sdk);
  if (found == entries_.end()) return;
  found->second.leaving = true;
  unused_.wait(lock, [&] { return found->second.users == 0; });
  entries_.erase(found);
}

void InvitationTable::Close() noexcept {
  std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
}

InvitationTable::Leave::~Leave() {
  std::lock_guard<std::mutex> lock(table->mutex_);
  if (--entry->users == 0) table->unused_.notify_all();
}

uint64_t NextInvitationKey() { return ++g_last_key; }

CountedInvitation::CountedInvitation() { ++g_live; }

CountedInvitation::~CountedInvitation() { --g_live; }

}  // namespace rtm_shim

size_t rtm_shim_live_invitations(void) noexcept { return rtm_shim::g_live; }
