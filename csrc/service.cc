// service.cc: IRtmService and its event handler behind the C ABI.
#include "service.h"

#include <utility>

#include "message.h"
#include "retired.h"
#include "sigpipe.h"

namespace rtm = agora::rtm;
using rtm_shim::CString;
using rtm_shim::Event;
using rtm_shim::EventKind;
using rtm_shim::Guarded;
using rtm_shim::GuardedCall;
using rtm_shim::GuardedVoid;
using rtm_shim::SigpipeBlocked;

namespace rtm_shim {

namespace {

rtm_callbacks g_callbacks;

Event EventOf(EventKind kind, int32_t code = 0, int32_t detail = 0) {
  Event e;
  e.kind = kind;
  e.code = code;
  e.detail = detail;
  return e;
}

}  // namespace

void ServiceHandler::onLoginSuccess() noexcept { queue_->Push(EventOf(EventKind::kLoginSuccess)); }

void ServiceHandler::onLoginFailure(rtm::LOGIN_ERR_CODE errorCode) noexcept {
  queue_->Push(EventOf(EventKind::kLoginFailure, static_cast<int32_t>(errorCode)));
}

// The token is not copied: it is a secret, and the request knows its own.
void ServiceHandler::onRenewTokenResult(const char* /*token*/,
                                        rtm::RENEW_TOKEN_ERR_CODE errorCode) noexcept {
  queue_->Push(EventOf(EventKind::kRenewTokenResult, static_cast<int32_t>(errorCode)));
}

void ServiceHandler::onTokenExpired() noexcept { queue_->Push(EventOf(EventKind::kTokenExpired)); }

RTM_SHIM_OVERRIDES_IF_THERE(VersionedServiceHandler, rtm::IRtmServiceEventHandler,
                            onTokenPrivilegeWillExpire);

void VersionedServiceHandler::onTokenPrivilegeWillExpire() noexcept {
  queue_->Push(EventOf(EventKind::kTokenPrivilegeWillExpire));
}

void ServiceHandler::onLogout(rtm::LOGOUT_ERR_CODE errorCode) noexcept {
  queue_->Push(EventOf(EventKind::kLogout, static_cast<int32_t>(errorCode)));
}

void ServiceHandler::onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                              rtm::CONNECTION_CHANGE_REASON reason) noexcept {
  queue_->Push(EventOf(EventKind::kConnectionStateChanged, static_cast<int32_t>(state),
                       static_cast<int32_t>(reason)));
}

void ServiceHandler::onSendMessageResult(long long messageId,
                                         rtm::PEER_MESSAGE_ERR_CODE errorCode) noexcept {
  PushResult(EventKind::kSendMessageResult, messageId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onMessageReceivedFromPeer(const char* peerId,
                                               const rtm::IMessage* message) noexcept {
  PushMessage(*queue_, EventKind::kMessageReceivedFromPeer, 0, peerId, message);
}

}  // namespace rtm_shim

void rtm_shim_set_callbacks(const rtm_callbacks* callbacks) noexcept {
  rtm_shim::g_callbacks = *callbacks;
}

const char* rtm_shim_sdk_version(void) noexcept {
  return Guarded("", [] {
    const char* version = rtm::getRtmSdkVersion();
    return version == nullptr ? "" : version;
  });
}

size_t rtm_shim_retired_handlers(void) noexcept { return rtm_shim::RetiredCount(); }

int rtm_shim_layout(void) noexcept {
  if (rtm_shim::kHasPrivilegeWillExpire) {
    return rtm_shim::kHasMedia ? RTM_LAYOUT_1_5_0 : RTM_LAYOUT_1_5_1;
  }
  if (rtm_shim::kHasContext) return RTM_LAYOUT_1_4;
  return rtm_shim::kHasMedia ? RTM_LAYOUT_1_3 : RTM_LAYOUT_1_2;
}

namespace {

// The context of 1.4.0 has no proxy.
template <typename Context>
auto SetProxy(Context& context, int32_t type, int) -> decltype(context.proxyType, true) {
  context.proxyType = static_cast<decltype(context.proxyType)>(type);
  return true;
}

template <typename Context>
bool SetProxy(Context&, int32_t type, ...) {
  return type == rtm::RTM_NONE_PROXY;
}

// A context that a library of a later version may read beyond its end.
template <typename Context>
struct Padded {
  Context context;
  int32_t more[4] = {};
};

template <typename Context>
int SetContext(uint32_t area_code, int32_t proxy_type) {
  if constexpr (rtm_shim::IsThere<Context>::value) {
    Padded<Context> padded;
    padded.context.areaCode = static_cast<int>(area_code);
    if (!SetProxy(padded.context, proxy_type, 0)) return RTM_SHIM_ERR_UNSUPPORTED;
    return static_cast<int>(setRtmServiceContext(padded.context));
  } else {
    static_cast<void>(area_code);
    static_cast<void>(proxy_type);
    return RTM_SHIM_ERR_UNSUPPORTED;
  }
}

}  // namespace

int rtm_shim_set_service_context(uint32_t area_code, int32_t proxy_type) noexcept {
  return GuardedCall([&] { return SetContext<rtm::RtmServiceContext>(area_code, proxy_type); });
}

rtm_service* rtm_service_new(rtm_service_config config) noexcept {
  return Guarded(static_cast<rtm_service*>(nullptr), [&]() -> rtm_service* {
    using Factory = rtm::IRtmService* (*)();
    const Factory create = config.create_service == nullptr
                               ? &rtm::createRtmService
                               : reinterpret_cast<Factory>(config.create_service);
    auto s = std::make_unique<rtm_service>();
    s->queue = std::make_shared<rtm_shim::EventQueue>(config.event_fd, config.max_events,
                                                      config.max_bytes);
    s->handler = std::make_unique<rtm_shim::ServiceHandler>(s->queue, s.get());
    const SigpipeBlocked blocked;
    s->sdk = create();
    return s->sdk == nullptr ? nullptr : s.release();
  });
}

int rtm_service_initialize(rtm_service* s, const char* app_id, size_t app_id_len) noexcept {
  return GuardedCall(
      [&] { return s->sdk->initialize(CString(app_id, app_id_len).c_str(), s->handler.get()); });
}

int rtm_service_login(rtm_service* s, const char* token, size_t token_len, const char* user_id,
                      size_t user_id_len) noexcept {
  return GuardedCall([&] {
    return s->sdk->login(CString(token, token_len).c_str(), CString(user_id, user_id_len).c_str());
  });
}

int rtm_service_logout(rtm_service* s) noexcept {
  return GuardedCall([&] { return s->sdk->logout(); });
}

int rtm_service_renew_token(rtm_service* s, const char* token, size_t token_len) noexcept {
  return GuardedCall([&] { return s->sdk->renewToken(CString(token, token_len).c_str()); });
}

rtm_send_result rtm_service_send_message_to_peer(rtm_service* s, const char* peer, size_t peer_len,
                                                 const char* text, size_t text_len, const char* raw,
                                                 size_t raw_len, int flags) noexcept {
  return Guarded(rtm_send_result{0, RTM_SHIM_ERR_EXCEPTION}, [&] {
    return rtm_shim::SendOnce(
        s->sdk, text, text_len, raw, raw_len, flags,
        [&](const rtm::IMessage* message, const rtm::SendMessageOptions& options) {
          return s->sdk->sendMessageToPeer(CString(peer, peer_len).c_str(), message, options);
        });
  });
}

int rtm_service_set_parameters(rtm_service* s, rtm_string parameters) noexcept {
  return GuardedCall([&] { return s->sdk->setParameters(CString(parameters).c_str()); });
}

int rtm_service_set_log_file(rtm_service* s, rtm_string path) noexcept {
  return GuardedCall([&] { return s->sdk->setLogFile(CString(path).c_str()); });
}

int rtm_service_set_log_filter(rtm_service* s, uint32_t filter) noexcept {
  return GuardedCall(
      [&] { return s->sdk->setLogFilter(static_cast<rtm::LOG_FILTER_TYPE>(filter)); });
}

int rtm_service_set_log_file_size(rtm_service* s, int32_t kb) noexcept {
  return GuardedCall([&] { return s->sdk->setLogFileSize(kb); });
}

rtm_drain_result rtm_service_drain(rtm_service* s, void* handle) noexcept {
  return s->queue->Drain(rtm_shim::g_callbacks, handle);
}

void rtm_service_wake(rtm_service* s) noexcept { s->queue->Wake(); }

void rtm_service_detach(rtm_service* s) noexcept { s->queue->Detach(); }

void rtm_service_release(rtm_service* s) noexcept {
  GuardedVoid([&] {
    const SigpipeBlocked blocked;
    s->queue->DropOwned(s);
    std::exchange(s->sdk, nullptr)->release(true);
  });
}

void rtm_service_free(rtm_service* s) noexcept {
  GuardedVoid([&] {
    const std::unique_ptr<rtm_service> owned(s);
    owned->queue->Clear();
    rtm_shim::Retire(std::move(owned->handler));
  });
}
