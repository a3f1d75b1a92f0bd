// IRtmCallManager of the scripted SDK, and its invitations.
#include "fake_calls.h"

namespace fakertm {

using agora::rtm::ILocalCallInvitation;
using agora::rtm::IRemoteCallInvitation;
using namespace agora::rtm;  // NOLINT: the states and codes, named as in the interface

void FakeCallManager::MustLive(const char* method) const {
  Alive(method);
  if (!service_->released()) return;
  Die((std::string(method) + ": the service of the call manager was released before").c_str());
}

// fn(handler, object, code) sets the state and calls the handler.
template <typename FakeType, typename Interface, typename Fn>
int FakeCallManager::Ask(int op, const char* method, int refuse, Interface* invitation,
                         const Fn& fn) {
  MustLive(method);
  auto* const object = static_cast<FakeType*>(invitation);
  return service_->Ask(
      op, method, invitation == nullptr ? refuse : 0, nullptr,
      [&](Record* record) {
        if (invitation == nullptr) return;
        record->text = invitation->getContent();
      },
      [this, object, fn](int code, int, bool late, bool, long long) {
        if (object->released() && !late) return;
        slot_.Call(late, [&](CallHandler* handler) { fn(handler, object, code); });
      });
}

int FakeCallManager::sendLocalInvitation(ILocalCallInvitation* invitation) {
  const int ret = Ask<FakeLocalInvitation>(
      FAKESDK_SEND_INVITATION, "IRtmCallManager::sendLocalInvitation",
      INVITATION_API_CALL_ERR_INVALID_ARGUMENT, invitation,
      [](CallHandler* handler, FakeLocalInvitation* object, int code) {
        if (code == 0) {
          object->SetState(LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE);
          handler->onLocalInvitationReceivedByPeer(object);
        } else {
          object->SetState(LOCAL_INVITATION_STATE_FAILURE);
          handler->onLocalInvitationFailure(object, static_cast<LOCAL_INVITATION_ERR_CODE>(code));
        }
      });
  if (ret == 0) {  // the answer may have come already
    static_cast<FakeLocalInvitation*>(invitation)
        ->Advance(LOCAL_INVITATION_STATE_IDLE, LOCAL_INVITATION_STATE_SENT_TO_REMOTE);
  }
  return ret;
}

int FakeCallManager::cancelLocalInvitation(ILocalCallInvitation* invitation) {
  return Ask<FakeLocalInvitation>(FAKESDK_CANCEL_INVITATION,
                                  "IRtmCallManager::cancelLocalInvitation",
                                  INVITATION_API_CALL_ERR_INVALID_ARGUMENT, invitation,
                                  [](CallHandler* handler, FakeLocalInvitation* object, int) {
                                    object->SetState(LOCAL_INVITATION_STATE_CANCELED);
                                    handler->onLocalInvitationCanceled(object);
                                  });
}

int FakeCallManager::acceptRemoteInvitation(IRemoteCallInvitation* invitation) {
  const int ret = Ask<FakeRemoteInvitation>(
      FAKESDK_ACCEPT_INVITATION, "IRtmCallManager::acceptRemoteInvitation",
      INVITATION_API_CALL_ERR_ALREADY_END, invitation,
      [](CallHandler* handler, FakeRemoteInvitation* object, int code) {
        if (code == 0) {
          object->SetState(REMOTE_INVITATION_STATE_ACCEPTED);
          handler->onRemoteInvitationAccepted(object);
        } else {
          object->SetState(REMOTE_INVITATION_STATE_FAILURE);
          handler->onRemoteInvitationFailure(object, static_cast<REMOTE_INVITATION_ERR_CODE>(code));
        }
      });
  if (ret == 0) {
    static_cast<FakeRemoteInvitation*>(invitation)
        ->Advance(REMOTE_INVITATION_STATE_INVITATION_RECEIVED,
                  REMOTE_INVITATION_STATE_ACCEPT_SENT_TO_LOCAL);
  }
  return ret;
}

int FakeCallManager::refuseRemoteInvitation(IRemoteCallInvitation* invitation) {
  return Ask<FakeRemoteInvitation>(
      FAKESDK_REFUSE_INVITATION, "IRtmCallManager::refuseRemoteInvitation",
      INVITATION_API_CALL_ERR_ALREADY_END, invitation,
      [](CallHandler* handler, FakeRemoteInvitation* object, int code) {
        if (code == 0) {
          object->SetState(REMOTE_INVITATION_STATE_REFUSED);
          handler->onRemoteInvitationRefused(object);
        } else {
          object->SetState(REMOTE_INVITATION_STATE_FAILURE);
          handler->onRemoteInvitationFailure(object, static_cast<REMOTE_INVITATION_ERR_CODE>(code));
        }
      });
}

ILocalCallInvitation* FakeCallManager::createLocalCallInvitation(const char* callee_id) {
  MustLive("IRtmCallManager::createLocalCallInvitation");
  if (callee_id == nullptr) {
    Die("createLocalCallInvitation: null id, which kills the real library");
  }
  const int ret =
      service_->Tell(FAKESDK_CREATE_INVITATION, "IRtmCallManager::createLocalCallInvitation", 0,
                     [&](Record* record) {
                       record->target = callee_id;
                       record->call.ret = record->call.ret == 0 ? 1 : 0;
                     });
  if (ret != 0) return nullptr;
  return new FakeLocalInvitation(service_->script(), callee_id, "", "");
}

void FakeCallManager::release() {
  MustLive("IRtmCallManager::release");
  if (slot_.gate.Inside())
    Die("IRtmCallManager::release inside its own callback: a deadlock (T-04)");
  service_->Tell(FAKESDK_RELEASE_CALL_MANAGER, "IRtmCallManager::release", 0, [](Record*) {});
  MarkReleased("IRtmCallManager::release");
  service_->ForgetCallManager();
  slot_.gate.Close(true);
  Retire(true);
}

}  // namespace fakertm
