// The way down: every call into the C shim stands here, and nothing else does.

package agorartm

// #cgo CFLAGS: -I${SRCDIR}/../csrc
// #include "rtm_shim.h"
//
// extern void agorartmOnLoginSuccess(void*);
// extern void agorartmOnLoginFailure(void*, int32_t);
// extern void agorartmOnRenewTokenResult(void*, int32_t);
// extern void agorartmOnTokenExpired(void*);
// extern void agorartmOnTokenPrivilegeWillExpire(void*);
// extern void agorartmOnLogout(void*, int32_t);
// extern void agorartmOnConnectionStateChanged(void*, int32_t, int32_t);
// extern void agorartmOnSendMessageResult(void*, int64_t, int32_t);
// extern void agorartmOnMessagesReceivedFromPeer(void*, const rtm_message*, size_t);
// extern void agorartmOnChannelJoinSuccess(void*, uint64_t);
// extern void agorartmOnChannelJoinFailure(void*, uint64_t, int32_t);
// extern void agorartmOnChannelLeave(void*, uint64_t, int32_t);
// extern void agorartmOnChannelMessagesReceived(void*, uint64_t, const rtm_message*, size_t);
// extern void agorartmOnChannelSendMessageResult(void*, uint64_t, int64_t, int32_t);
// extern void agorartmOnChannelMemberJoined(void*, uint64_t, const char*, size_t);
// extern void agorartmOnChannelMemberLeft(void*, uint64_t, const char*, size_t);
// extern void agorartmOnChannelGetMembers(void*, uint64_t, const char*, size_t, int32_t, int32_t);
// extern void agorartmOnChannelMemberCountUpdated(void*, uint64_t, int32_t);
//
// static void install_callbacks(void) {
//   const rtm_callbacks table = {
//       .on_login_success = agorartmOnLoginSuccess,
//       .on_login_failure = agorartmOnLoginFailure,
//       .on_renew_token_result = agorartmOnRenewTokenResult,
//       .on_token_expired = agorartmOnTokenExpired,
//       .on_token_privilege_will_expire = agorartmOnTokenPrivilegeWillExpire,
//       .on_logout = agorartmOnLogout,
//       .on_connection_state_changed = agorartmOnConnectionStateChanged,
//       .on_send_message_result = agorartmOnSendMessageResult,
//       .on_messages_received_from_peer = agorartmOnMessagesReceivedFromPeer,
//       .on_channel_join_success = agorartmOnChannelJoinSuccess,
//       .on_channel_join_failure = agorartmOnChannelJoinFailure,
//       .on_channel_leave = agorartmOnChannelLeave,
//       .on_channel_messages_received = agorartmOnChannelMessagesReceived,
//       .on_channel_send_message_result = agorartmOnChannelSendMessageResult,
//       .on_channel_member_joined = agorartmOnChannelMemberJoined,
//       .on_channel_member_left = agorartmOnChannelMemberLeft,
//       .on_channel_get_members = agorartmOnChannelGetMembers,
//       .on_channel_member_count_updated = agorartmOnChannelMemberCountUpdated,
//   };
//   rtm_shim_set_callbacks(&table);
// }
import "C"

import (
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/csrc" // the shim
)

func init() { C.install_callbacks() }

// Failures of the shim itself.
const (
	nativeErrException  = int32(C.RTM_SHIM_ERR_EXCEPTION)
	nativeErrNullObject = int32(C.RTM_SHIM_ERR_NULL_OBJECT)
)

// cstr passes a string's bytes; the shim copies them before it returns.
func cstr(s string) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

func cbytes(b []byte) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))), C.size_t(len(b))
}

func nativeVersion() string { return C.GoString(C.rtm_shim_sdk_version()) }

// retiredHandlers counts the C++ handler objects kept after their release.
func retiredHandlers() int { return int(C.rtm_shim_retired_handlers()) }

// nativeService is an IRtmService with its handler and event queue.
type nativeService struct{ p *C.rtm_service }

func newNativeService(create unsafe.Pointer, eventFD, maxEvents, maxBytes int) (nativeService, bool) {
	p := C.rtm_service_new(C.rtm_service_config{
		create_service: create,
		event_fd:       C.int(eventFD),
		max_events:     C.size_t(maxEvents),
		max_bytes:      C.size_t(maxBytes),
	})
	return nativeService{p}, p != nil
}

func (n nativeService) initialize(appID string) int32 {
	id, idLen := cstr(appID)
	return int32(C.rtm_service_initialize(n.p, id, idLen))
}

func (n nativeService) login(token, userID string) int32 {
	t, tLen := cstr(token)
	u, uLen := cstr(userID)
	return int32(C.rtm_service_login(n.p, t, tLen, u, uLen))
}

func (n nativeService) logout() int32 { return int32(C.rtm_service_logout(n.p)) }

func (n nativeService) renewToken(token string) int32 {
	t, tLen := cstr(token)
	return int32(C.rtm_service_renew_token(n.p, t, tLen))
}

func (n nativeService) sendMessageToPeer(peerID string, m *Message, flags int) (id int64, code int32) {
	p, pLen := cstr(peerID)
	t, tLen := cstr(m.Text)
	r, rLen := cbytes(m.Raw)
	res := C.rtm_service_send_message_to_peer(n.p, p, pLen, t, tLen, r, rLen, C.int(flags))
	return int64(res.id), int32(res.code)
}

// drain hands what is queued to the exported functions, on this goroutine.
func (n nativeService) drain(handle unsafe.Pointer) (dropped uint64, idle bool) {
	res := C.rtm_service_drain(n.p, handle)
	return uint64(res.dropped), res.idle != 0
}

func (n nativeService) wake()    { C.rtm_service_wake(n.p) }
func (n nativeService) detach()  { C.rtm_service_detach(n.p) }
func (n nativeService) release() { C.rtm_service_release(n.p) }
func (n nativeService) free()    { C.rtm_service_free(n.p) }

// nativeChannel is an IChannel with its handler.
type nativeChannel struct{ p *C.rtm_channel }

func (n nativeService) newChannel(id string, key uint64) (nativeChannel, bool) {
	c, cLen := cstr(id)
	p := C.rtm_channel_new(n.p, c, cLen, C.uint64_t(key))
	return nativeChannel{p}, p != nil
}

func (n nativeChannel) join() int32       { return int32(C.rtm_channel_join(n.p)) }
func (n nativeChannel) leave() int32      { return int32(C.rtm_channel_leave(n.p)) }
func (n nativeChannel) getMembers() int32 { return int32(C.rtm_channel_get_members(n.p)) }
func (n nativeChannel) release()          { C.rtm_channel_release(n.p) }

func (n nativeChannel) sendMessage(m *Message, flags int) (id int64, code int32) {
	t, tLen := cstr(m.Text)
	r, rLen := cbytes(m.Raw)
	res := C.rtm_channel_send_message(n.p, t, tLen, r, rLen, C.int(flags))
	return int64(res.id), int32(res.code)
}

func sendFlags(m *Message, o SendMessageOptions) (flags int) {
	if m.isRaw() {
		flags |= C.RTM_SEND_RAW
	}
	if o.EnableOfflineMessaging {
		flags |= C.RTM_SEND_ENABLE_OFFLINE_MESSAGING
	}
	if o.EnableHistoricalMessaging {
		flags |= C.RTM_SEND_ENABLE_HISTORICAL_MESSAGING
	}
	return flags
}
