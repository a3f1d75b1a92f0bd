// This file holds the Go functions that the C++ side calls for call invitations.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// withCalls is withClient for a call manager. Its enum has no code for a failure, nor for what is not
// initialized.
func withCalls(h unsafe.Pointer, f func(*calls) int32) (code C.int32_t) {
	defer guard(&code, emulator.InvitationAPICallErrInvalidArgument)
	m := handle.Lookup[calls](h)
	if m == nil {
		return C.int32_t(emulator.InvitationAPICallErrInvalidArgument)
	}
	return C.int32_t(f(m))
}

//export emusdk_client_release_invitation
func emusdk_client_release_invitation(h unsafe.Pointer, key C.uint64_t) {
	withClient(h, func(c *client) int32 {
		c.ReleaseInvitation(uint64(key))
		return 0
	})
}

//export emusdk_calls_new
func emusdk_calls_new(h unsafe.Pointer) (p unsafe.Pointer) {
	withClient(h, func(c *client) int32 {
		p = newCalls(c.Client).self.Pointer()
		return 0
	})
	return p
}

//export emusdk_calls_free
func emusdk_calls_free(h unsafe.Pointer) {
	withCalls(h, func(m *calls) int32 {
		m.self.Free()
		return 0
	})
}

//export emusdk_calls_ready
func emusdk_calls_ready(h unsafe.Pointer) C.int32_t {
	return withCalls(h, func(m *calls) int32 { return m.Ready() })
}

//export emusdk_calls_new_local
func emusdk_calls_new_local(h unsafe.Pointer, callee *C.char, calleeLen C.size_t) (key C.uint64_t) {
	withCalls(h, func(m *calls) int32 {
		key = C.uint64_t(m.NewLocalInvitation(text(callee, calleeLen)))
		return 0
	})
	return key
}

//export emusdk_calls_send
func emusdk_calls_send(h unsafe.Pointer, key C.uint64_t, content *C.char, contentLen C.size_t, channel *C.char, channelLen C.size_t) C.int32_t {
	return withCalls(h, func(m *calls) int32 {
		return m.SendLocalInvitation(uint64(key), text(content, contentLen), text(channel, channelLen))
	})
}

//export emusdk_calls_cancel
func emusdk_calls_cancel(h unsafe.Pointer, key C.uint64_t) C.int32_t {
	return withCalls(h, func(m *calls) int32 { return m.CancelLocalInvitation(uint64(key)) })
}

//export emusdk_calls_accept
func emusdk_calls_accept(h unsafe.Pointer, key C.uint64_t, response *C.char, responseLen C.size_t) C.int32_t {
	return withCalls(h, func(m *calls) int32 {
		return m.AcceptRemoteInvitation(uint64(key), text(response, responseLen))
	})
}

//export emusdk_calls_refuse
func emusdk_calls_refuse(h unsafe.Pointer, key C.uint64_t, response *C.char, responseLen C.size_t) C.int32_t {
	return withCalls(h, func(m *calls) int32 {
		return m.RefuseRemoteInvitation(uint64(key), text(response, responseLen))
	})
}

//export emusdk_calls_release
func emusdk_calls_release(h unsafe.Pointer, key C.uint64_t) {
	withCalls(h, func(m *calls) int32 {
		m.ReleaseInvitation(uint64(key))
		return 0
	})
}
