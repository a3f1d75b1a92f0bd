// What the SDK tells on its own: events one by one, and streams of messages.

package fakesdk

/*
#include <stdlib.h>
#include "fakesdk.h"
*/
import "C"

import (
	"fmt"
	"strconv"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Source fires events at the service that was initialized last. The Fire methods return whether
// handlers were called: false when there is no such service, channel or thread, or it is released
// (but see [Fake.EventsAfterRelease]).
//
// A [Fake] is a Source whose threads take turns and that waits until the handlers have returned.
type Source struct {
	fake   *Fake
	thread int
	noWait bool
}

// Thread returns a source on the given SDK thread, counted from 1.
func (s Source) Thread(thread int) Source {
	s.thread = thread
	return s
}

// NoWait returns a source whose Fire methods return once the event is queued. They then return
// whether it was.
func (s Source) NoWait() Source {
	s.noWait = true
	return s
}

// Message is a message to be received.
type Message struct {
	From    string
	Text    string // the text, or the description of a raw message
	Data    []byte // not nil: a raw message
	Time    int64  // getServerReceivedTs, milliseconds
	Stamp   bool   // Time becomes Monotonic() in nanoseconds, read right before the callback
	Offline bool
	ID      int64  // 0: the next one
	Media   *Media // not nil: a file or image message
}

// Media is what a file or image message says of its file.
type Media struct {
	Image     bool // an image message, else a file message
	ID        string
	FileName  string
	Thumbnail []byte
	Size      int64
	// These four of images only.
	Width, Height, ThumbnailWidth, ThumbnailHeight int
}

const (
	typeFile  = 3 // MESSAGE_TYPE
	typeImage = 4
)

func (a *arena) media(m Media) *C.fakesdk_media {
	p := (*C.fakesdk_media)(a.alloc(C.sizeof_fakesdk_media))
	*p = C.fakesdk_media{
		_type: typeFile, id: a.string(m.ID), file_name: a.string(m.FileName),
		thumbnail: a.bytes(m.Thumbnail), thumbnail_length: C.int(len(m.Thumbnail)),
		size: C.longlong(m.Size), width: C.int(m.Width), height: C.int(m.Height),
		thumbnail_width: C.int(m.ThumbnailWidth), thumbnail_height: C.int(m.ThumbnailHeight),
	}
	if m.Image {
		p._type = typeImage
	}
	return p
}

func goMedia(m *C.fakesdk_media) *Media {
	if m == nil {
		return nil
	}
	media := &Media{
		Image: m._type == typeImage, ID: C.GoString(m.id), FileName: C.GoString(m.file_name),
		Size: int64(m.size), Width: int(m.width), Height: int(m.height),
		ThumbnailWidth: int(m.thumbnail_width), ThumbnailHeight: int(m.thumbnail_height),
	}
	if m.thumbnail_length > 0 {
		media.Thumbnail = C.GoBytes(m.thumbnail, m.thumbnail_length)
	}
	return media
}

// FirePeerMessage fires onMessageReceivedFromPeer, or with Media onFileMessageReceivedFromPeer or
// onImageMessageReceivedFromPeer.
func (s Source) FirePeerMessage(m Message) bool {
	return s.message(C.FAKESDK_EVENT_PEER_MESSAGE, nil, m)
}

// FireChannelMessage fires onMessageReceived of a channel, or with Media onFileMessageReceived or
// onImageMessageReceived.
func (s Source) FireChannelMessage(channel string, m Message) bool {
	return s.message(C.FAKESDK_EVENT_CHANNEL_MESSAGE, &channel, m)
}

func (s Source) message(kind int, channel *string, m Message) bool {
	return s.fire(kind, func(e *C.fakesdk_event, a *arena) {
		if channel != nil {
			e.channel = a.string(*channel)
		}
		e.user, e.text = a.string(m.From), a.string(m.Text)
		if m.Data != nil {
			e.data, e.length = a.bytes(m.Data), C.int(len(m.Data))
		}
		if m.Media != nil {
			e.media = a.media(*m.Media)
		}
		e.ts, e.offline, e.stamp, e.id = C.longlong(m.Time), cbool(m.Offline), cbool(m.Stamp), C.longlong(m.ID)
	})
}

// FireState fires onConnectionStateChanged with the SDK's numbers.
func (s Source) FireState(state, reason int) bool {
	return s.fire(C.FAKESDK_EVENT_STATE, func(e *C.fakesdk_event, _ *arena) {
		e.code, e.count = C.int(state), C.int(reason)
	})
}

// FireTokenExpired fires onTokenExpired.
func (s Source) FireTokenExpired() bool { return s.fire(C.FAKESDK_EVENT_TOKEN_EXPIRED, nil) }

// FireTokenWillExpire fires onTokenPrivilegeWillExpire.
func (s Source) FireTokenWillExpire() bool { return s.fire(C.FAKESDK_EVENT_TOKEN_WILL_EXPIRE, nil) }

// FireMemberJoined fires onMemberJoined of a channel.
func (s Source) FireMemberJoined(channel, user string) bool {
	return s.member(C.FAKESDK_EVENT_MEMBER_JOINED, channel, user)
}

// FireMemberLeft fires onMemberLeft of a channel.
func (s Source) FireMemberLeft(channel, user string) bool {
	return s.member(C.FAKESDK_EVENT_MEMBER_LEFT, channel, user)
}

func (s Source) member(kind int, channel, user string) bool {
	return s.fire(kind, func(e *C.fakesdk_event, a *arena) {
		e.channel, e.user = a.string(channel), a.string(user)
	})
}

// FireMemberCount fires onMemberCountUpdated of a channel.
func (s Source) FireMemberCount(channel string, n int) bool {
	return s.fire(C.FAKESDK_EVENT_MEMBER_COUNT, func(e *C.fakesdk_event, a *arena) {
		e.channel, e.count = a.string(channel), C.int(n)
	})
}

// FireAttributes fires onAttributesUpdated of a channel, every attribute last written by user at
// the given milliseconds.
func (s Source) FireAttributes(channel, user string, at int64, attributes ...Attribute) bool {
	return s.fire(C.FAKESDK_EVENT_ATTRIBUTES, func(e *C.fakesdk_event, a *arena) {
		e.channel, e.user, e.ts = a.string(channel), a.string(user), C.longlong(at)
		e.items, e.values = a.attributes(attributes)
		e.count = C.int(len(attributes))
	})
}

// PeerState is a PEER_ONLINE_STATE of a peer: 0 online, 1 unreachable, 2 offline.
type PeerState struct {
	Peer  string
	State int
}

// FirePeersOnline fires onPeersOnlineStatusChanged.
func (s Source) FirePeersOnline(peers ...PeerState) bool {
	return s.fire(C.FAKESDK_EVENT_PEERS_ONLINE, func(e *C.fakesdk_event, a *arena) {
		var names []string
		for _, p := range peers {
			names = append(names, p.Peer)
		}
		e.items, e.count = a.strings(names), C.int(len(peers))
		e.numbers = a.states(peers)
	})
}

func (a *arena) states(peers []PeerState) *C.int {
	numbers := (*C.int)(a.alloc((len(peers) + 1) * C.sizeof_int))
	for i, p := range peers {
		unsafe.Slice(numbers, len(peers))[i] = C.int(p.State)
	}
	return numbers
}

// FireUploading fires onMediaUploadingProgress.
func (s Source) FireUploading(id, current, total int64) bool {
	return s.progress(C.FAKESDK_EVENT_UPLOADING, id, current, total)
}

// FireDownloading fires onMediaDownloadingProgress.
func (s Source) FireDownloading(id, current, total int64) bool {
	return s.progress(C.FAKESDK_EVENT_DOWNLOADING, id, current, total)
}

func (s Source) progress(kind int, id, current, total int64) bool {
	return s.fire(kind, func(e *C.fakesdk_event, _ *arena) {
		e.id, e.current, e.total = C.longlong(id), C.longlong(current), C.longlong(total)
	})
}

// FireInvitation fires onRemoteInvitationReceived.
func (s Source) FireInvitation(caller, content, channel string) bool {
	return s.fire(C.FAKESDK_EVENT_INVITATION, func(e *C.fakesdk_event, a *arena) {
		e.user, e.text, e.channel = a.string(caller), a.string(content), a.string(channel)
	})
}

// The callbacks of an invitation that nobody asked for. They reach the newest invitation to the
// callee, or from the caller, that was not released (with [Fake.EventsAfterRelease]: released or
// not), and set its state first.

// FireLocalReceived fires onLocalInvitationReceivedByPeer.
func (s Source) FireLocalReceived(callee string) bool {
	return s.invitation(C.FAKESDK_EVENT_LOCAL_RECEIVED, callee, "", 0)
}

// FireLocalAccepted fires onLocalInvitationAccepted.
func (s Source) FireLocalAccepted(callee, response string) bool {
	return s.invitation(C.FAKESDK_EVENT_LOCAL_ACCEPTED, callee, response, 0)
}

// FireLocalRefused fires onLocalInvitationRefused.
func (s Source) FireLocalRefused(callee, response string) bool {
	return s.invitation(C.FAKESDK_EVENT_LOCAL_REFUSED, callee, response, 0)
}

// FireLocalCanceled fires onLocalInvitationCanceled.
func (s Source) FireLocalCanceled(callee string) bool {
	return s.invitation(C.FAKESDK_EVENT_LOCAL_CANCELED, callee, "", 0)
}

// FireLocalFailure fires onLocalInvitationFailure.
func (s Source) FireLocalFailure(callee string, code int) bool {
	return s.invitation(C.FAKESDK_EVENT_LOCAL_FAILURE, callee, "", code)
}

// FireRemoteReceived fires onRemoteInvitationReceived once more, with the same object.
func (s Source) FireRemoteReceived(caller string) bool {
	return s.invitation(C.FAKESDK_EVENT_REMOTE_RECEIVED, caller, "", 0)
}

// FireRemoteAccepted fires onRemoteInvitationAccepted.
func (s Source) FireRemoteAccepted(caller string) bool {
	return s.invitation(C.FAKESDK_EVENT_REMOTE_ACCEPTED, caller, "", 0)
}

// FireRemoteRefused fires onRemoteInvitationRefused.
func (s Source) FireRemoteRefused(caller string) bool {
	return s.invitation(C.FAKESDK_EVENT_REMOTE_REFUSED, caller, "", 0)
}

// FireRemoteCanceled fires onRemoteInvitationCanceled.
func (s Source) FireRemoteCanceled(caller string) bool {
	return s.invitation(C.FAKESDK_EVENT_REMOTE_CANCELED, caller, "", 0)
}

// FireRemoteFailure fires onRemoteInvitationFailure.
func (s Source) FireRemoteFailure(caller string, code int) bool {
	return s.invitation(C.FAKESDK_EVENT_REMOTE_FAILURE, caller, "", code)
}

func (s Source) invitation(kind int, peer, response string, code int) bool {
	return s.fire(kind, func(e *C.fakesdk_event, a *arena) {
		e.user, e.text, e.code = a.string(peer), a.string(response), C.int(code)
	})
}

// Result is a result callback that nobody asked for.
type Result struct {
	Op      Op
	Code    int
	ID      int64  // message or request id
	Channel string // Join, Leave, SendChannel, GetMembers
	User    string // GetUserAttributes; RenewToken: the token
}

// FireResult fires the result callback of a call that was never made, without state callbacks: a
// second result, a result of another request, or what the SDK tells by that callback on its own,
// such as onLeave when the server removed the user.
func (s Source) FireResult(r Result) bool {
	return s.fire(C.FAKESDK_EVENT_RESULT, func(e *C.fakesdk_event, a *arena) {
		e.op, e.code, e.id = C.int(r.Op), C.int(r.Code), C.longlong(r.ID)
		e.channel, e.user = a.string(r.Channel), a.string(r.User)
	})
}

func (s Source) fire(kind int, fill func(*C.fakesdk_event, *arena)) bool {
	var a arena
	defer a.free()
	e := C.fakesdk_event{kind: C.int(kind), thread: C.int(s.thread), wait: cbool(!s.noWait)}
	if fill != nil {
		fill(&e, &a)
	}
	return C.fakesdk_fire(s.fake.script, &e) != 0
}

func cbool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

// Stream describes messages fired in a tight loop on one SDK thread.
type Stream struct {
	Channel string // empty: peer messages
	From    string
	Count   int
	Size    int  // bytes of each payload; at least 12 unless Same
	Raw     bool // raw messages instead of text
	// Same makes every payload the same; otherwise each starts with its number (see [Number]).
	Same  bool
	First int // the first number
	Stamp bool
	// Pause is slept between two messages, as by a thread that waits for a network.
	Pause time.Duration
}

// Running is a stream that was started.
type Running struct{ stream *C.fakesdk_stream }

// StartStream starts a stream and returns at once, or nil when there is no service to fire at.
// [Running.Wait] must be called.
func (s Source) StartStream(m Stream) *Running {
	if !m.Same && m.Size < numberLen {
		panic(fmt.Sprintf("fakesdk: a numbered payload has at least %d bytes", numberLen))
	}
	var a arena
	defer a.free()
	spec := C.fakesdk_stream_spec{
		user: a.string(m.From), thread: C.int(s.thread), count: C.int(m.Count), size: C.int(m.Size),
		raw: cbool(m.Raw), same: cbool(m.Same), first: C.int(m.First), stamp: cbool(m.Stamp),
		pause_ns: C.longlong(m.Pause),
	}
	if m.Channel != "" {
		spec.channel = a.string(m.Channel)
	}
	p := C.fakesdk_stream_start(s.fake.script, &spec)
	if p == nil {
		return nil
	}
	return &Running{p}
}

// Wait waits for the end of the stream; it may be called once. It returns how long the loop took on
// the SDK thread and with how many messages the handlers were called: fewer than Count when the
// service was released meanwhile.
func (r *Running) Wait() (took time.Duration, delivered int) {
	var n C.int
	ns := C.fakesdk_stream_wait(r.stream, &n)
	return time.Duration(ns), int(n)
}

// Stream runs a stream to its end. It returns zeros when there is no service to fire at.
func (s Source) Stream(m Stream) (took time.Duration, delivered int) {
	r := s.StartStream(m)
	if r == nil {
		return 0, 0
	}
	return r.Wait()
}

const numberLen = 12

// Number returns the number at the start of a stream's payload.
func Number[T string | []byte](payload T) (int, error) {
	if len(payload) < numberLen {
		return 0, fmt.Errorf("fakesdk: payload of %d bytes has no number", len(payload))
	}
	return strconv.Atoi(string(payload[:numberLen]))
}

// Monotonic is the clock of Stamp: CLOCK_MONOTONIC in nanoseconds.
func Monotonic() int64 {
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &ts); err != nil {
		panic(err) // the clock always exists
	}
	return ts.Nano()
}
