// call_manager.cc: IRtmCallManager, and the events of invitations.
#include "call_manager.h"

#include "dispatcher.h"
#include "payload.h"
#include "service.h"

namespace emusdk {

using namespace agora::rtm;  // NOLINT: this file speaks of little else

std::shared_ptr<CallManager> CallManager::create(std::shared_ptr<Dispatcher> dispatcher,
                                                 GoCalls&& go, IRtmCallEventHandler* handler) {
  auto calls = std::make_shared<CallManager>(std::move(dispatcher), std::move(go), handler);
  calls->self_ = calls;
  return calls;
}

CallManager::CallManager(std::shared_ptr<Dispatcher> dispatcher, GoCalls&& go,
                         IRtmCallEventHandler* handler)
    : dispatcher_(std::move(dispatcher)), go_(std::move(go)), handler_(handler) {}

CallManager::~CallManager() = default;

int CallManager::sendLocalInvitation(ILocalCallInvitation* invitation) noexcept {
  try {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto local = locals_.find(invitation);
    lock.unlock();
    if (local == nullptr) return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
    const bool ready = go_.ready() == 0;
    const int code = go_.send(local->key(), local->content(), local->channelId());
    // Without a login the state stays, and the failure that follows is the first to change it.
    if (code == INVITATION_API_CALL_ERR_OK && ready) {
      local->state().advance({LOCAL_INVITATION_STATE_IDLE}, LOCAL_INVITATION_STATE_SENT_TO_REMOTE);
    }
    return code;
  } catch (...) {
    return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;  // no memory; the enum has no better code
  }
}

int CallManager::cancelLocalInvitation(ILocalCallInvitation* invitation) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto local = locals_.find(invitation);
  lock.unlock();
  if (local == nullptr) return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
  const int code = go_.cancel(local->key());
  if (code == INVITATION_API_CALL_ERR_OK) {
    local->state().advance(
        {LOCAL_INVITATION_STATE_SENT_TO_REMOTE, LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE},
        LOCAL_INVITATION_STATE_CANCELED);
  }
  return code;
}

// A null invitation has ended, says the official library of acceptRemoteInvitation; refusing is
// taken to be the same.

int CallManager::acceptRemoteInvitation(IRemoteCallInvitation* invitation) noexcept {
  if (invitation == nullptr) return INVITATION_API_CALL_ERR_ALREADY_END;
  try {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto remote = remotes_.find(invitation);
    lock.unlock();
    if (remote == nullptr) return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
    const int code = go_.accept(remote->key(), remote->response());
    if (code == INVITATION_API_CALL_ERR_OK) {
      remote->state().advance({REMOTE_INVITATION_STATE_INVITATION_RECEIVED},
                              REMOTE_INVITATION_STATE_ACCEPT_SENT_TO_LOCAL);
    }
    return code;
  } catch (...) {
    return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
  }
}

int CallManager::refuseRemoteInvitation(IRemoteCallInvitation* invitation) noexcept {
  if (invitation == nullptr) return INVITATION_API_CALL_ERR_ALREADY_END;
  try {
    std::unique_lock<std::mutex> lock(mutex_);
    const auto remote = remotes_.find(invitation);
    lock.unlock();
    if (remote == nullptr) return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
    const int code = go_.refuse(remote->key(), remote->response());
    if (code == INVITATION_API_CALL_ERR_OK) {
      remote->state().advance({REMOTE_INVITATION_STATE_INVITATION_RECEIVED},
                              REMOTE_INVITATION_STATE_REFUSED);
    }
    return code;
  } catch (...) {
    return INVITATION_API_CALL_ERR_INVALID_ARGUMENT;
  }
}

ILocalCallInvitation* CallManager::createLocalCallInvitation(const char* calleeId) noexcept {
  try {
    const uint64_t key = go_.newLocal(calleeId);
    if (key == 0) return nullptr;
    return keep(locals_, std::make_shared<LocalInvitation>(shared_from_this(), key, calleeId))
        .get();
  } catch (...) {
    return nullptr;
  }
}

void CallManager::release() noexcept {
  const std::shared_ptr<CallManager> self = dispatcher_->release(*this);
  if (self == nullptr) return;
  forgetAll(locals_);
  forgetAll(remotes_);
}

std::shared_ptr<LocalInvitation> CallManager::local(uint64_t key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return locals_.find(key);
}

std::shared_ptr<RemoteInvitation> CallManager::remote(uint64_t key) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return remotes_.find(key);
}

std::shared_ptr<RemoteInvitation> CallManager::received(uint64_t key, const char* caller_id,
                                                        const char* content,
                                                        const char* channel_id) {
  return keep(remotes_, std::make_shared<RemoteInvitation>(shared_from_this(), key, caller_id,
                                                           content, channel_id));
}

void CallManager::release(LocalInvitation& invitation) noexcept { release(locals_, invitation); }

void CallManager::release(RemoteInvitation& invitation) noexcept { release(remotes_, invitation); }

template <typename Invitation>
std::shared_ptr<Invitation> CallManager::keep(Registry<Invitation>& registry,
                                              std::shared_ptr<Invitation> invitation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  registry.add(invitation);
  invitation->own(invitation);
  return invitation;
}

template <typename Invitation>
void CallManager::release(Registry<Invitation>& registry, Invitation& invitation) noexcept {
  std::shared_ptr<Invitation> self;  // dropped last; this object may go with it
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    self = invitation.takeSelf();
    if (self == nullptr) return;
    registry.remove(invitation);
  }
  go_.release(invitation.key());
}

template <typename Invitation>
void CallManager::forgetAll(Registry<Invitation>& registry) noexcept {
  std::unique_lock<std::mutex> lock(mutex_);
  const auto all = registry.takeAll();
  lock.unlock();
  for (const auto& [key, invitation] : all) go_.release(key);
}

bool Dispatcher::dispatchCalls(const emusdk_event& event) {
  const auto key = static_cast<uint64_t>(event.id);
  const auto withLocal = [&](LocalInvitation::State state, auto f) {
    withCalls([&](CallManager& calls, IRtmCallEventHandler& handler) {
      const auto invitation = calls.local(key);
      if (invitation == nullptr) return;
      invitation->state().set(state);
      f(handler, *invitation);
    });
    return true;
  };
  const auto withRemote = [&](RemoteInvitation::State state, auto f) {
    withCalls([&](CallManager& calls, IRtmCallEventHandler& handler) {
      const auto invitation = calls.remote(key);
      if (invitation == nullptr) return;
      invitation->state().set(state);
      f(handler, *invitation);
    });
    return true;
  };
  using Handler = IRtmCallEventHandler;
  switch (event.kind) {
    case EMUSDK_EVENT_LOCAL_INVITATION_RECEIVED_BY_PEER:
      return withLocal(
          LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE,
          [](Handler& h, LocalInvitation& i) { h.onLocalInvitationReceivedByPeer(&i); });
    case EMUSDK_EVENT_LOCAL_INVITATION_CANCELED:
      return withLocal(LOCAL_INVITATION_STATE_CANCELED,
                       [](Handler& h, LocalInvitation& i) { h.onLocalInvitationCanceled(&i); });
    case EMUSDK_EVENT_LOCAL_INVITATION_FAILURE:
      return withLocal(LOCAL_INVITATION_STATE_FAILURE, [&](Handler& h, LocalInvitation& i) {
        h.onLocalInvitationFailure(&i, static_cast<LOCAL_INVITATION_ERR_CODE>(event.code));
      });
    case EMUSDK_EVENT_LOCAL_INVITATION_ACCEPTED:
      return withLocal(LOCAL_INVITATION_STATE_ACCEPTED_BY_REMOTE,
                       [&](Handler& h, LocalInvitation& i) {
                         i.answered(Payload(event).text);
                         h.onLocalInvitationAccepted(&i, i.getResponse());
                       });
    case EMUSDK_EVENT_LOCAL_INVITATION_REFUSED:
      return withLocal(LOCAL_INVITATION_STATE_REFUSED_BY_REMOTE,
                       [&](Handler& h, LocalInvitation& i) {
                         i.answered(Payload(event).text);
                         h.onLocalInvitationRefused(&i, i.getResponse());
                       });
    case EMUSDK_EVENT_REMOTE_INVITATION_RECEIVED: {
      const Payload payload(event);
      const bool taken = withCalls([&](CallManager& calls, Handler& handler) {
        const char* channel_id = event.count > 0 ? EntryReader(event).text() : "";
        handler.onRemoteInvitationReceived(
            calls.received(key, payload.user, payload.text, channel_id).get());
      });
      // Without a handler nobody can ever answer or release it.
      if (!taken) engine_->releaseInvitation(key);
      return true;
    }
    case EMUSDK_EVENT_REMOTE_INVITATION_REFUSED:
      return withRemote(REMOTE_INVITATION_STATE_REFUSED,
                        [](Handler& h, RemoteInvitation& i) { h.onRemoteInvitationRefused(&i); });
    case EMUSDK_EVENT_REMOTE_INVITATION_ACCEPTED:
      return withRemote(REMOTE_INVITATION_STATE_ACCEPTED,
                        [](Handler& h, RemoteInvitation& i) { h.onRemoteInvitationAccepted(&i); });
    case EMUSDK_EVENT_REMOTE_INVITATION_CANCELED:
      return withRemote(REMOTE_INVITATION_STATE_CANCELED,
                        [](Handler& h, RemoteInvitation& i) { h.onRemoteInvitationCanceled(&i); });
    case EMUSDK_EVENT_REMOTE_INVITATION_FAILURE:
      return withRemote(REMOTE_INVITATION_STATE_FAILURE, [&](Handler& h, RemoteInvitation& i) {
        h.onRemoteInvitationFailure(&i, static_cast<REMOTE_INVITATION_ERR_CODE>(event.code));
      });
    default:
      return false;
  }
}

IRtmCallManager* Service::getRtmCallManager(IRtmCallEventHandler* eventHandler) noexcept {
  try {
    return dispatcher_
        ->obtainCalls([&]() -> std::shared_ptr<CallManager> {
          GoCalls go = go_.openCalls();
          if (!go) return nullptr;
          return CallManager::create(dispatcher_, std::move(go), eventHandler);
        })
        .get();
  } catch (...) {
    return nullptr;
  }
}

}  // namespace emusdk
