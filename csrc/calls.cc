// calls.cc: IRtmCallManager, its invitations and its event handler behind the C
// ABI.
#include <atomic>
#include <memory>
#include <utility>

#include "event_queue.h"
#include "guard.h"
#include "invitation.h"
#include "retired.h"
#include "sdk.h"
#include "service.h"
#include "sigpipe.h"

namespace rtm = agora::rtm;
using rtm_shim::CString;
using rtm_shim::Event;
using rtm_shim::EventKind;
using rtm_shim::EventQueue;
using rtm_shim::Guarded;
using rtm_shim::GuardedCall;
using rtm_shim::GuardedVoid;
using rtm_shim::InvitationTable;
using rtm_shim::LocalInvitationPtr;
using rtm_shim::NextInvitationKey;
using rtm_shim::RemoteInvitationPtr;
using rtm_shim::SigpipeBlocked;
using rtm_shim::ViewOf;

namespace {

// Turns the callbacks of one call manager into events of its service's queue.
// Callbacks of invitations that were released, or never known, are nobody's.
class CallHandler final : public rtm::IRtmCallEventHandler {
 public:
  CallHandler(std::shared_ptr<EventQueue> queue, std::shared_ptr<InvitationTable> table,
              rtm_call_manager* manager)
      : queue_(std::move(queue)), table_(std::move(table)), manager_(manager) {}

  void onLocalInvitationReceivedByPeer(rtm::ILocalCallInvitation* i) noexcept override {
    Push(EventKind::kLocalInvitationReceivedByPeer, i);
  }

  void onLocalInvitationCanceled(rtm::ILocalCallInvitation* i) noexcept override {
    Push(EventKind::kLocalInvitationCanceled, i);
  }

  void onLocalInvitationFailure(rtm::ILocalCallInvitation* i,
                                rtm::LOCAL_INVITATION_ERR_CODE errorCode) noexcept override {
    Push(EventKind::kLocalInvitationFailure, i, static_cast<int32_t>(errorCode));
  }

  void onLocalInvitationAccepted(rtm::ILocalCallInvitation* i,
                                 const char* response) noexcept override {
    Push(EventKind::kLocalInvitationAccepted, i, 0, response);
  }

  void onLocalInvitationRefused(rtm::ILocalCallInvitation* i,
                                const char* response) noexcept override {
    Push(EventKind::kLocalInvitationRefused, i, 0, response);
  }

  void onRemoteInvitationReceived(rtm::IRemoteCallInvitation* i) noexcept override {
    if (i == nullptr) return;
    GuardedVoid([&] {
      const uint64_t key = NextInvitationKey();
      const InvitationTable::Added added = table_->Add(i, key);
      if (added == InvitationTable::Added::kKnown) return;  // told twice; it has its owner
      RemoteInvitationPtr sdk(i);
      if (added == InvitationTable::Added::kClosed) return;
      std::unique_ptr<rtm_remote_invitation> owned;
      GuardedVoid([&] {
        owned = std::make_unique<rtm_remote_invitation>(manager_, table_, std::move(sdk));
      });
      if (!owned) return table_->Remove(i);
      Event e;
      e.kind = EventKind::kRemoteInvitationReceived;
      e.key = key;
      e.detail = static_cast<int32_t>(i->getState());
      queue_->PushOwning(e, ViewOf(i->getCallerId()), ViewOf(i->getContent()),
                         ViewOf(i->getChannelId()), std::move(owned));
    });
  }

  void onRemoteInvitationRefused(rtm::IRemoteCallInvitation* i) noexcept override {
    Push(EventKind::kRemoteInvitationRefused, i);
  }

  void onRemoteInvitationAccepted(rtm::IRemoteCallInvitation* i) noexcept override {
    Push(EventKind::kRemoteInvitationAccepted, i);
  }

  void onRemoteInvitationCanceled(rtm::IRemoteCallInvitation* i) noexcept override {
    Push(EventKind::kRemoteInvitationCanceled, i);
  }

  void onRemoteInvitationFailure(rtm::IRemoteCallInvitation* i,
                                 rtm::REMOTE_INVITATION_ERR_CODE errorCode) noexcept override {
    Push(EventKind::kRemoteInvitationFailure, i, static_cast<int32_t>(errorCode));
  }

 private:
  template <typename Invitation>
  void Push(EventKind kind, Invitation* i, int32_t code = 0,
            const char* response = nullptr) noexcept {
    GuardedVoid([&] {
      table_->Use(i, [&](uint64_t key) {
        Event e;
        e.kind = kind;
        e.key = key;
        e.code = code;
        e.detail = static_cast<int32_t>(i->getState());
        queue_->Push(e, {}, ViewOf(response));
      });
    });
  }

  const std::shared_ptr<EventQueue> queue_;
  const std::shared_ptr<InvitationTable> table_;
  rtm_call_manager* const manager_;  // gone when the table is closed
};

template <typename State>
void Tell(int32_t* to, State state) {
  if (to != nullptr) *to = static_cast<int32_t>(state);
}

}  // namespace

struct rtm_call_manager {
  std::shared_ptr<EventQueue> queue;
  std::shared_ptr<InvitationTable> table = std::make_shared<InvitationTable>();
  std::unique_ptr<CallHandler> handler;
  // Released by rtm_call_manager_release, through the ABI only. An invitation
  // may come in before rtm_call_manager_new has it: then it is null.
  std::atomic<rtm::IRtmCallManager*> sdk{nullptr};
};

rtm_call_manager* rtm_call_manager_new(rtm_service* s) noexcept {
  return Guarded(static_cast<rtm_call_manager*>(nullptr), [&]() -> rtm_call_manager* {
    auto m = std::make_unique<rtm_call_manager>();
    m->queue = s->queue;
    m->handler = std::make_unique<CallHandler>(s->queue, m->table, m.get());
    const SigpipeBlocked blocked;
    m->sdk = s->sdk->getRtmCallManager(m->handler.get());
    return m->sdk == nullptr ? nullptr : m.release();
  });
}

void rtm_call_manager_detach(rtm_call_manager* m) noexcept {
  GuardedVoid([&] { m->table->Close(); });
}

void rtm_call_manager_release(rtm_call_manager* m) noexcept {
  GuardedVoid([&] {
    const std::unique_ptr<rtm_call_manager> owned(m);
    const SigpipeBlocked blocked;
    // Invitations that nobody took yet go before their manager.
    owned->table->Close();
    owned->queue->DropOwned(m);
    owned->sdk.load()->release();
    owned->queue->DropOwned(m);  // of callbacks that ran meanwhile
    rtm_shim::Retire(std::move(owned->handler));
  });
}

rtm_local_invitation* rtm_local_invitation_new(rtm_call_manager* m, rtm_string callee,
                                               uint64_t* key) noexcept {
  return Guarded(static_cast<rtm_local_invitation*>(nullptr), [&]() -> rtm_local_invitation* {
    const SigpipeBlocked blocked;
    rtm::IRtmCallManager* const manager = m->sdk;
    LocalInvitationPtr sdk(manager->createLocalCallInvitation(CString(callee).c_str()));
    if (!sdk) return nullptr;
    auto i = std::make_unique<rtm_local_invitation>(manager, m->table, std::move(sdk));
    *key = NextInvitationKey();
    i->table->Add(i->sdk.get(), *key);
    return i.release();
  });
}

int rtm_local_invitation_send(rtm_local_invitation* i, rtm_string content, rtm_string channel,
                              int32_t* state) noexcept {
  return GuardedCall([&] {
    i->sdk->setContent(CString(content).c_str());
    i->sdk->setChannelId(CString(channel).c_str());
    const int code = i->manager->sendLocalInvitation(i->sdk.get());
    Tell(state, i->sdk->getState());
    return code;
  });
}

int rtm_local_invitation_cancel(rtm_local_invitation* i) noexcept {
  return GuardedCall([&] { return i->manager->cancelLocalInvitation(i->sdk.get()); });
}

void rtm_local_invitation_release(rtm_local_invitation* i) noexcept {
  GuardedVoid([&] { const std::unique_ptr<rtm_local_invitation> owned(i); });
}

int rtm_remote_invitation_accept(rtm_remote_invitation* i, rtm_string response,
                                 int32_t* state) noexcept {
  return GuardedCall([&] {
    rtm::IRtmCallManager* const manager = i->manager->sdk;
    if (manager == nullptr) return int{RTM_SHIM_ERR_NULL_OBJECT};
    i->sdk->setResponse(CString(response).c_str());
    const int code = manager->acceptRemoteInvitation(i->sdk.get());
    Tell(state, i->sdk->getState());
    return code;
  });
}

int rtm_remote_invitation_refuse(rtm_remote_invitation* i, rtm_string response,
                                 int32_t* state) noexcept {
  return GuardedCall([&] {
    rtm::IRtmCallManager* const manager = i->manager->sdk;
    if (manager == nullptr) return int{RTM_SHIM_ERR_NULL_OBJECT};
    i->sdk->setResponse(CString(response).c_str());
    const int code = manager->refuseRemoteInvitation(i->sdk.get());
    Tell(state, i->sdk->getState());
    return code;
  });
}

void rtm_remote_invitation_release(rtm_remote_invitation* i) noexcept {
  GuardedVoid([&] { const std::unique_ptr<rtm_remote_invitation> owned(i); });
}
