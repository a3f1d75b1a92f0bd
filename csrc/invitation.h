// invitation.h: call invitations the application owns, and the table by which
// callbacks find them.
#ifndef AGORA_RTM_GO_CSRC_INVITATION_H_
#define AGORA_RTM_GO_CSRC_INVITATION_H_

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "event.h"
#include "guard.h"
#include "rtm_shim.h"
#include "sdk.h"

namespace rtm_shim {

// The living invitations of one call manager. The SDK names an invitation by
// its pointer, which another one may have when this one is gone: so it is taken
// out here before the SDK may free it.
class InvitationTable {
 public:
  enum class Added { kYes, kKnown, kClosed };

  InvitationTable() = default;
  InvitationTable(const InvitationTable&) = delete;
  InvitationTable& operator=(const InvitationTable&) = delete;

  // Enters an invitation, unless it is there or the table is closed.
  Added Add(const void* sdk, uint64_t key);
  // Takes one out, and waits for the callbacks that use it. Not to be called in
  // one of those.
  void Remove(const void* sdk) noexcept;
  // Lets nothing in any more.
  void Close() noexcept;

  // Runs `body(key)` if the invitation is in the table, and keeps it there
  // meanwhile. No lock is held.
  template <typename Body>
  void Use(const void* sdk, Body&& body) {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto found = entries_.find(sdk);
    if (found == entries_.end() || found->second.leaving) return;
    Entry& entry = found->second;
    ++entry.users;
    lock.unlock();
    const Leave leave{this, &entry};
    body(entry.key);
  }

 private:
  struct Entry {
    uint64_t key = 0;
    int users = 0;  // callbacks in Use
    bool leaving = false;
  };
  struct Leave {
    InvitationTable* table;
    Entry* entry;
    ~Leave();
  };

  std::mutex mutex_;
  std::condition_variable unused_;
  std::map<const void*, Entry> entries_;
  bool closed_ = false;
};

// Keys of invitations: unique in the process, never 0.
uint64_t NextInvitationKey();

using LocalInvitationPtr = std::unique_ptr<agora::rtm::ILocalCallInvitation, Releaser>;
using RemoteInvitationPtr = std::unique_ptr<agora::rtm::IRemoteCallInvitation, Releaser>;

// Counts the invitations the application owns.
class CountedInvitation {
 public:
  CountedInvitation();
  ~CountedInvitation();
  CountedInvitation(const CountedInvitation&) = delete;
  CountedInvitation& operator=(const CountedInvitation&) = delete;
};

}  // namespace rtm_shim

// Destroying an invitation takes it out of the table, then gives it back.
struct rtm_local_invitation {
  rtm_local_invitation(agora::rtm::IRtmCallManager* sdk_manager,
                       std::shared_ptr<rtm_shim::InvitationTable> invitations,
                       rtm_shim::LocalInvitationPtr invitation)
      : manager(sdk_manager), table(std::move(invitations)), sdk(std::move(invitation)) {}
  ~rtm_local_invitation() { table->Remove(sdk.get()); }

  agora::rtm::IRtmCallManager* const manager;  // sends and cancels it
  const std::shared_ptr<rtm_shim::InvitationTable> table;
  const rtm_shim::LocalInvitationPtr sdk;
  const rtm_shim::CountedInvitation counted;
};

struct rtm_remote_invitation final : rtm_shim::Owned {
  rtm_remote_invitation(rtm_call_manager* call_manager,
                        std::shared_ptr<rtm_shim::InvitationTable> invitations,
                        rtm_shim::RemoteInvitationPtr invitation)
      : Owned(call_manager),
        manager(call_manager),
        table(std::move(invitations)),
        sdk(std::move(invitation)) {}
  ~rtm_remote_invitation() override { table->Remove(sdk.get()); }

  rtm_call_manager* const manager;  // accepts and refuses it
  const std::shared_ptr<rtm_shim::InvitationTable> table;
  const rtm_shim::RemoteInvitationPtr sdk;
  const rtm_shim::CountedInvitation counted;
};

#endif  // AGORA_RTM_GO_CSRC_INVITATION_H_
