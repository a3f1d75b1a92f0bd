// What was seen: the record of calls, and the objects alive.

package fakesdk

/*
#include "fakesdk.h"
*/
import "C"

import (
	"slices"
	"time"
	"unsafe"
)

// Call is one recorded call. Fields that the method has no use for are zero.
type Call struct {
	Op      Op
	Return  int    // what it returned; 0 for void methods, 1 for a pointer that is not null
	Service int    // 1 for the first service of the script that was initialized, 2 ...
	Target  string // App ID, user, peer, channel or media id, file, callee or caller
	Token   string // Login, RenewToken
	// Text is the text or description of a message, the parameters, the file to download to, the
	// content of a local invitation, or the response of a remote one.
	Text string
	Data []byte // payload of a raw message; nil for a text message

	MessageType int   // MESSAGE_TYPE of a message
	ID          int64 // message or request id
	Number      int64 // Release: sync; the log filter; the log size

	Offline    bool // SendMessageOptions::enableOfflineMessaging
	Historical bool // SendMessageOptions::enableHistoricalMessaging
	Notify     bool // ChannelAttributeOptions::enableNotificationToChannelMembers

	Items  []string // peer ids, channel ids, attribute keys
	Values []string // attribute values

	Channel string // channel id of an invitation
	Media   *Media // of a file or image message that was sent
	// TokenNull and TargetNull tell null from empty.
	TokenNull, TargetNull bool
}

// Calls returns the recorded calls in order: all of them, or those of the given kinds.
func (f *Fake) Calls(ops ...Op) []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	var calls []Call
	for i := range int(C.fakesdk_calls(f.script)) {
		var c C.fakesdk_call
		C.fakesdk_call_at(f.script, C.int(i), &c)
		if len(ops) > 0 && !slices.Contains(ops, Op(c.op)) {
			continue
		}
		call := Call{
			Op: Op(c.op), Return: int(c.ret), Service: int(c.service),
			Target: C.GoString(c.target), TargetNull: c.target == nil,
			Token: C.GoString(c.token), TokenNull: c.token == nil,
			Text: C.GoString(c.text), MessageType: int(c._type),
			ID: int64(c.id), Number: int64(c.number),
			Offline: c.offline != 0, Historical: c.historical != 0, Notify: c.notify != 0,
			Items: goStrings(c.items, c.count), Values: goStrings(c.values, c.count),
			Channel: C.GoString(c.channel), Media: goMedia(c.media),
		}
		if c.data != nil {
			call.Data = C.GoBytes(unsafe.Pointer(c.data), c.length)
		}
		calls = append(calls, call)
	}
	return calls
}

func goStrings(array **C.char, n C.int) []string {
	if array == nil || n <= 0 {
		return nil
	}
	var list []string
	for _, p := range unsafe.Slice(array, n) {
		list = append(list, C.GoString(p))
	}
	return list
}

// ForgetCalls empties the record and sets the counts back to 0.
func (f *Fake) ForgetCalls() {
	f.mu.Lock()
	defer f.mu.Unlock()
	C.fakesdk_forget_calls(f.script)
}

// Count returns how often a call was made.
func (f *Fake) Count(op Op) int { return int(C.fakesdk_count(f.script, C.int(op))) }

// WaitCalls waits until a call was made n times and returns whether it was.
func (f *Fake) WaitCalls(op Op, n int, timeout time.Duration) bool {
	return C.fakesdk_wait_calls(f.script, C.int(op), C.longlong(n), C.int(timeout.Milliseconds())) != 0
}

// Live counts objects: those the application created and has not released, those it is being shown
// in callbacks right now (Received, Members), and the SDK threads that run.
type Live struct {
	Services, Channels, CallManagers, Invitations int
	Messages, Attributes                          int
	Received, Members                             int
	Threads                                       int
}

// Live returns the counts of this script's services; zeros after Close.
func (f *Fake) Live() Live {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return Live{}
	}
	return liveOf(f.script)
}

// Uninitialized counts services that no successful call of initialize has tied to a script, with
// all they made, in the whole process.
func Uninitialized() Live { return liveOf(nil) }

func liveOf(script *C.fakesdk_script) Live {
	var l C.fakesdk_live
	C.fakesdk_get_live(script, &l)
	return Live{
		Services: int(l.services), Channels: int(l.channels), CallManagers: int(l.call_managers),
		Invitations: int(l.invitations), Messages: int(l.messages), Attributes: int(l.attributes),
		Received: int(l.received), Members: int(l.members), Threads: int(l.threads),
	}
}
