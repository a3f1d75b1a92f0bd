// clang-format off
//go:build !agora_sdk

// clang-format on

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
        record->target = object->peer().c_str();
        record->text = object->said();
        record->channel = invitation->getChannelId();
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
  auto* const invitation = new FakeLocalInvitation(service_->script(), callee_id, "", "");
  Add(invitation);
  return invitation;
}

template <typename T>
T* FakeCallManager::Newest(const std::vector<T*>& list, const std::string& peer, bool late) {
  std::lock_guard<std::mutex> lock(mu_);
  for (auto it = list.rbegin(); it != list.rend(); ++it) {
    if ((*it)->peer() == peer && (late || !(*it)->released())) return *it;
  }
  return nullptr;
}

bool FakeCallManager::Fire(int kind, const std::string& peer, const std::string& response, int code,
                           bool late) {
  if (kind <= FAKESDK_EVENT_LOCAL_FAILURE) {
    return FireLocal(kind, Newest(locals_, peer, late), response, code, late);
  }
  return FireRemote(kind, Newest(remotes_, peer, late), code, late);
}

bool FakeCallManager::FireLocal(int kind, FakeLocalInvitation* object, const std::string& response,
                                int code, bool late) {
  if (object == nullptr) return false;
  const Script& s = *service_->script();
  FakeLocalInvitation* const shown = s.nulls(FAKESDK_NULL_OBJECT) ? nullptr : object;
  const char* const answer = s.nulls(FAKESDK_NULL_TEXT) ? nullptr : response.c_str();
  return slot_.Call(late, [&](CallHandler* handler) {
    switch (kind) {
      case FAKESDK_EVENT_LOCAL_RECEIVED:
        object->SetState(LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE);
        return handler->onLocalInvitationReceivedByPeer(shown);
      case FAKESDK_EVENT_LOCAL_ACCEPTED:
        object->Answer(response);
        object->SetState(LOCAL_INVITATION_STATE_ACCEPTED_BY_REMOTE);
        return handler->onLocalInvitationAccepted(shown, answer);
      case FAKESDK_EVENT_LOCAL_REFUSED:
        object->Answer(response);
        object->SetState(LOCAL_INVITATION_STATE_REFUSED_BY_REMOTE);
        return handler->onLocalInvitationRefused(shown, answer);
      case FAKESDK_EVENT_LOCAL_CANCELED:
        object->SetState(LOCAL_INVITATION_STATE_CANCELED);
        return handler->onLocalInvitationCanceled(shown);
      default:
        object->SetState(LOCAL_INVITATION_STATE_FAILURE);
        return handler->onLocalInvitationFailure(shown,
                                                 static_cast<LOCAL_INVITATION_ERR_CODE>(code));
    }
  });
}

bool FakeCallManager::FireRemote(int kind, FakeRemoteInvitation* object, int code, bool late) {
  if (object == nullptr) return false;
  FakeRemoteInvitation* const shown =
      service_->script()->nulls(FAKESDK_NULL_OBJECT) ? nullptr : object;
  return slot_.Call(late, [&](CallHandler* handler) {
    switch (kind) {
      case FAKESDK_EVENT_REMOTE_RECEIVED:
        return handler->onRemoteInvitationReceived(shown);
      case FAKESDK_EVENT_REMOTE_ACCEPTED:
        object->SetState(REMOTE_INVITATION_STATE_ACCEPTED);
        return handler->onRemoteInvitationAccepted(shown);
      case FAKESDK_EVENT_REMOTE_REFUSED:
        object->SetState(REMOTE_INVITATION_STATE_REFUSED);
        return handler->onRemoteInvitationRefused(shown);
      case FAKESDK_EVENT_REMOTE_CANCELED:
        object->SetState(REMOTE_INVITATION_STATE_CANCELED);
        return handler->onRemoteInvitationCanceled(shown);
      default:
        object->SetState(REMOTE_INVITATION_STATE_FAILURE);
        return handler->onRemoteInvitationFailure(shown,
                                                  static_cast<REMOTE_INVITATION_ERR_CODE>(code));
    }
  });
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
