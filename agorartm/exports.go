// The way up: the functions the shim calls while it drains an event queue, on
// the drain goroutine. Each finds the service's core by its handle, copies what
// it keeps into Go, and returns; no user code runs here.

package agorartm

// #include "rtm_shim.h"
import "C"

import (
	"encoding/binary"
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// coreOf returns the core of a drain in progress. It is never nil: the handle
// is freed after the last drain.
func coreOf(h unsafe.Pointer) *core { return handle.Lookup[core](h) }

// view shows C memory as bytes, for the length of the callback.
func view(p *C.char, n C.size_t) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(p)), int(n)) }

// receivedMessage shows a message for the length of the callback.
type receivedMessage struct {
	user, text, raw []byte
	id, ts          int64
	messageType     uint32
	offline         bool
}

func received(m *C.rtm_message) receivedMessage {
	return receivedMessage{
		user:        view(m.user, m.user_len),
		text:        view(m.text, m.text_len),
		raw:         view(m.raw, m.raw_len),
		id:          int64(m.id),
		ts:          int64(m.server_ts),
		messageType: uint32(m._type),
		offline:     m.offline != 0,
	}
}

//export agorartmOnLoginSuccess
func agorartmOnLoginSuccess(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.loginEnded(outcome{})
}

//export agorartmOnLoginFailure
func agorartmOnLoginFailure(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.loginEnded(outcome{code: uint32(code)})
}

//export agorartmOnRenewTokenResult
func agorartmOnRenewTokenResult(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.renew.end(outcome{code: uint32(code)})
}

//export agorartmOnTokenExpired
func agorartmOnTokenExpired(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.notify(event{kind: eventTokenExpired})
}

//export agorartmOnTokenPrivilegeWillExpire
func agorartmOnTokenPrivilegeWillExpire(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.notify(event{kind: eventTokenPrivilegeWillExpire})
}

//export agorartmOnLogout
func agorartmOnLogout(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.logoutEnded(outcome{code: uint32(code)})
}

//export agorartmOnConnectionStateChanged
func agorartmOnConnectionStateChanged(h unsafe.Pointer, state, reason C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.stateChanged(ConnectionState(state), ConnectionChangeReason(reason))
}

//export agorartmOnSendMessageResult
func agorartmOnSendMessageResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.peerSendEnded(int64(id), outcome{code: uint32(code)})
}

//export agorartmOnMessagesReceivedFromPeer
func agorartmOnMessagesReceivedFromPeer(h unsafe.Pointer, messages *C.rtm_message, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if !c.wantsPeerMessages() {
		return
	}
	all := unsafe.Slice(messages, int(count))
	for i := range all {
		c.notifyMessage(eventPeerMessage, nil, received(&all[i]))
	}
}

//export agorartmOnChannelJoinSuccess
func agorartmOnChannelJoinSuccess(h unsafe.Pointer, key C.uint64_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.joinEnded(outcome{})
	}
}

//export agorartmOnChannelJoinFailure
func agorartmOnChannelJoinFailure(h unsafe.Pointer, key C.uint64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.joinEnded(outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelLeave
func agorartmOnChannelLeave(h unsafe.Pointer, key C.uint64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.leaveEnded(outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelMessagesReceived
func agorartmOnChannelMessagesReceived(h unsafe.Pointer, key C.uint64_t, messages *C.rtm_message, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	ch := c.channel(uint64(key))
	if ch == nil || !ch.wantsMessages() {
		return
	}
	all := unsafe.Slice(messages, int(count))
	for i := range all {
		c.notifyMessage(eventChannelMessage, ch, received(&all[i]))
	}
}

//export agorartmOnChannelSendMessageResult
func agorartmOnChannelSendMessageResult(h unsafe.Pointer, key C.uint64_t, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.sendEnded(int64(id), outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelMemberJoined
func agorartmOnChannelMemberJoined(h unsafe.Pointer, key C.uint64_t, user *C.char, userLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberJoined, user: c.intern(view(user, userLen))})
	}
}

//export agorartmOnChannelMemberLeft
func agorartmOnChannelMemberLeft(h unsafe.Pointer, key C.uint64_t, user *C.char, userLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberLeft, user: c.intern(view(user, userLen))})
	}
}

//export agorartmOnChannelGetMembers
func agorartmOnChannelGetMembers(h unsafe.Pointer, key C.uint64_t, users *C.char, usersLen C.size_t, count, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	ch := c.channel(uint64(key))
	if ch == nil {
		return
	}
	out := outcome{code: uint32(code), members: make([]string, 0, int(count))}
	for packed := view(users, usersLen); len(packed) >= 4; {
		n := binary.NativeEndian.Uint32(packed)
		out.members = append(out.members, string(packed[4:4+n]))
		packed = packed[4+n:]
	}
	ch.members.end(out)
}

//export agorartmOnChannelMemberCountUpdated
func agorartmOnChannelMemberCountUpdated(h unsafe.Pointer, key C.uint64_t, count C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberCount, code: uint32(count)})
	}
}
