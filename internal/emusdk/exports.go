// This file holds the Go functions that the C++ side calls for sessions, messages and channels, and what all
// of these functions share. None of them lets a panic out.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"bytes"
	"log/slog"
	"runtime/debug"
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

const (
	// Every enum of results has 101 for "not initialized" and 1 for "failure" or "unknown".
	codeNotInitialized = emulator.LoginErrNotInitialized
	codeFailure        = emulator.LoginErrUnknown

	// One byte more than a message may have is enough to have it refused.
	maxCopied = 32*1024 + 1
)

// guard turns a panic into *code: a panic must not unwind into C++.
func guard[T ~int32 | ~int64](code *T, failure int32) {
	if r := recover(); r != nil {
		slog.Error("agora rtm: panic in the embedded engine", "panic", r, "stack", string(debug.Stack()))
		*code = T(failure)
	}
}

// withClient calls f with the client behind h; when there is none, that is "not initialized".
func withClient(h unsafe.Pointer, f func(*client) int32) (code C.int32_t) {
	defer guard(&code, codeFailure)
	c := handle.Lookup[client](h)
	if c == nil {
		return C.int32_t(codeNotInitialized)
	}
	return C.int32_t(f(c))
}

// withChannel is withClient for a channel.
func withChannel(h unsafe.Pointer, f func(*channel) int32) (code C.int32_t) {
	defer guard(&code, codeFailure)
	c := handle.Lookup[channel](h)
	if c == nil {
		return C.int32_t(codeNotInitialized)
	}
	return C.int32_t(f(c))
}

// view is n bytes of C memory; they must not be kept.
func view(p *C.char, n C.size_t) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(p)), int(n))
}

// text copies n bytes of C memory.
func text(p *C.char, n C.size_t) string { return string(view(p, n)) }

// newMessage copies a message, nil for none. Of one that is too large it copies as much as it takes
// to be refused.
func newMessage(m *C.struct_emusdk_message) (*emulator.Message, emulator.SendOptions) {
	if m == nil {
		return nil, emulator.SendOptions{}
	}
	message := &emulator.Message{
		Type: int32(m._type),
		Text: text(m.text, min(m.text_len, maxCopied)),
	}
	if m.raw_len > 0 {
		raw := unsafe.Slice((*byte)(unsafe.Pointer(m.raw)), int(min(m.raw_len, maxCopied)))
		message.Raw = bytes.Clone(raw)
	}
	if m.media != nil {
		message.Media = newMedia(m.media)
	}
	return message, emulator.SendOptions{
		EnableOfflineMessaging:    m.options&C.EMUSDK_SEND_OFFLINE_MESSAGING != 0,
		EnableHistoricalMessaging: m.options&C.EMUSDK_SEND_HISTORICAL_MESSAGING != 0,
	}
}

//export emusdk_client_new
func emusdk_client_new() (h unsafe.Pointer) {
	defer guard(new(int32), codeFailure) // h stays nil
	return newClient(emulator.NewClient()).self.Pointer()
}

//export emusdk_client_free
func emusdk_client_free(h unsafe.Pointer) {
	withClient(h, func(c *client) int32 {
		c.self.Free()
		return 0
	})
}

//export emusdk_client_release
func emusdk_client_release(h unsafe.Pointer) {
	withClient(h, func(c *client) int32 {
		c.Release()
		return 0
	})
}

//export emusdk_initialize
func emusdk_initialize(h unsafe.Pointer, appID *C.char, appIDLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.Initialize(text(appID, appIDLen)) })
}

//export emusdk_login
func emusdk_login(h unsafe.Pointer, token *C.char, tokenLen C.size_t, userID *C.char, userIDLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 {
		return c.Login(text(token, tokenLen), text(userID, userIDLen))
	})
}

//export emusdk_logout
func emusdk_logout(h unsafe.Pointer) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.Logout() })
}

//export emusdk_renew_token
func emusdk_renew_token(h unsafe.Pointer, token *C.char, tokenLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.RenewToken(text(token, tokenLen)) })
}

//export emusdk_send_message_to_peer
func emusdk_send_message_to_peer(h unsafe.Pointer, peerID *C.char, peerIDLen C.size_t, m *C.struct_emusdk_message) C.int32_t {
	return withClient(h, func(c *client) int32 {
		message, options := newMessage(m)
		var id int64
		if m != nil {
			id = int64(m.id)
		}
		return c.SendMessageToPeer(c.peer(view(peerID, peerIDLen)), id, message, options)
	})
}

//export emusdk_channel_new
func emusdk_channel_new(h unsafe.Pointer, id *C.char, idLen C.size_t, key *C.uint64_t) (p unsafe.Pointer) {
	withClient(h, func(c *client) int32 {
		ch := c.CreateChannel(text(id, idLen))
		if ch == nil {
			return codeFailure
		}
		*key = C.uint64_t(ch.Key())
		p = newChannel(ch).self.Pointer()
		return 0
	})
	return p
}

//export emusdk_channel_free
func emusdk_channel_free(h unsafe.Pointer) {
	withChannel(h, func(c *channel) int32 {
		c.self.Free()
		return 0
	})
}

//export emusdk_channel_release
func emusdk_channel_release(h unsafe.Pointer) {
	withChannel(h, func(c *channel) int32 {
		c.Release()
		return 0
	})
}

//export emusdk_channel_join
func emusdk_channel_join(h unsafe.Pointer) C.int32_t {
	return withChannel(h, func(c *channel) int32 { return c.Join() })
}

//export emusdk_channel_leave
func emusdk_channel_leave(h unsafe.Pointer) C.int32_t {
	return withChannel(h, func(c *channel) int32 { return c.Leave() })
}

//export emusdk_channel_get_members
func emusdk_channel_get_members(h unsafe.Pointer) C.int32_t {
	return withChannel(h, func(c *channel) int32 { return c.GetMembers() })
}

//export emusdk_channel_send
func emusdk_channel_send(h unsafe.Pointer, m *C.struct_emusdk_message) C.int32_t {
	return withChannel(h, func(c *channel) int32 {
		message, options := newMessage(m)
		var id int64
		if m != nil {
			id = int64(m.id)
		}
		return c.SendMessage(id, message, options)
	})
}

// emusdk_wait blocks until there are events, and writes as many records as fit into the buffer.
// See GoClient::wait in bridge.h for what it returns.
//
//export emusdk_wait
func emusdk_wait(h unsafe.Pointer, buffer unsafe.Pointer, capacity C.size_t) (n C.int64_t) {
	defer guard(&n, released)
	c := handle.Lookup[client](h)
	if c == nil {
		return C.EMUSDK_RELEASED
	}
	return C.int64_t(c.wait(unsafe.Slice((*byte)(buffer), int(capacity))))
}
