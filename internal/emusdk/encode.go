// This file writes events as records for C++; wire.h describes them.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// released is what wait returns in place of a size.
const released = C.EMUSDK_RELEASED

const (
	headSize  = int(unsafe.Sizeof(C.struct_emusdk_event{}))
	alignment = 8
)

// Records are read where they lie, so the head must keep the next one aligned.
var _ = [1]struct{}{}[headSize%alignment]

// The kinds of wire.h are those of package emulator: each line indexes out of range if not.
var (
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGIN_SUCCESS-emulator.EventLoginSuccess]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGIN_FAILURE-emulator.EventLoginFailure]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_RENEW_TOKEN_RESULT-emulator.EventRenewTokenResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_TOKEN_EXPIRED-emulator.EventTokenExpired]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_TOKEN_PRIVILEGE_WILL_EXPIRE-emulator.EventTokenPrivilegeWillExpire]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGOUT-emulator.EventLogout]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CONNECTION_STATE_CHANGED-emulator.EventConnectionStateChanged]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_PEER_SEND_RESULT-emulator.EventPeerSendResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_PEER_MESSAGE-emulator.EventPeerMessage]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_JOIN_SUCCESS-emulator.EventJoinSuccess]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_JOIN_FAILURE-emulator.EventJoinFailure]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LEAVE-emulator.EventLeave]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CHANNEL_MESSAGE-emulator.EventChannelMessage]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CHANNEL_SEND_RESULT-emulator.EventChannelSendResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_JOINED-emulator.EventMemberJoined]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_LEFT-emulator.EventMemberLeft]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBERS-emulator.EventMembers]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_COUNT-emulator.EventMemberCount]
)

// batch is the buffer of one wait, and how far it is filled.
type batch struct {
	buf  []byte
	used int
	need int // size of the record that did not fit
}

func (b *batch) reset(buf []byte) { *b = batch{buf: buf} }

// put appends a record for e. It returns false, and leaves the batch as it was, if there is no room.
func (b *batch) put(e *emulator.Event) bool {
	message, text, count := e.Message, e.Text, e.Count
	var raw []byte
	if message != nil {
		text, raw = message.Text, message.Raw
	}
	size := headSize + len(e.User) + 1 + len(text) + 1 + len(raw) + 1
	if e.Kind == emulator.EventMembers {
		count = int32(len(e.Users))
		for _, user := range e.Users {
			size += len(user) + 1
		}
	}
	size = (size + alignment - 1) &^ (alignment - 1)
	if size > len(b.buf)-b.used {
		b.need = size
		return false
	}

	record := b.buf[b.used : b.used+size]
	head := (*C.struct_emusdk_event)(unsafe.Pointer(unsafe.SliceData(record)))
	*head = C.struct_emusdk_event{
		size:     C.uint32_t(size),
		kind:     C.uint32_t(e.Kind),
		code:     C.int32_t(e.Code),
		reason:   C.int32_t(e.Reason),
		channel:  C.uint64_t(e.Channel),
		id:       C.int64_t(e.ID),
		count:    C.int32_t(count),
		user_len: C.uint32_t(len(e.User)),
		text_len: C.uint32_t(len(text)),
		raw_len:  C.uint32_t(len(raw)),
	}
	if message != nil {
		head.message_type = C.int32_t(message.Type)
		if !message.ServerTime.IsZero() {
			head.server_ts = C.int64_t(message.ServerTime.UnixMilli())
		}
		if message.Offline {
			head.offline = 1
		}
	}
	rest := record[headSize:]
	rest = putString(rest, e.User)
	rest = putString(rest, text)
	rest = putString(rest, raw)
	if e.Kind == emulator.EventMembers {
		for _, user := range e.Users {
			rest = putString(rest, user)
		}
	}
	b.used += size
	return true
}

// putString writes s and a NUL to dst, and returns what is left of dst.
func putString[T string | []byte](dst []byte, s T) []byte {
	n := copy(dst, s)
	dst[n] = 0
	return dst[n+1:]
}
