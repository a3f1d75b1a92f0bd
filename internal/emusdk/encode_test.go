// This file tests the records of wire.h from the inside: what a batch holds, and when it is full.

package emusdk

import (
	"encoding/binary"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// record is a decoded struct emusdk_event with what follows it.
type record struct {
	Size, Kind               uint32
	Code, Reason             int32
	Channel                  uint64
	ID, ServerTS             int64
	Count, MessageType       int32
	UserLen, TextLen, RawLen uint32
	Offline                  uint32
	user, text, raw          string
	entries                  string // with the zeros that pad the record
}

// decode takes the first record off buf.
func decode(t *testing.T, buf []byte) (record, []byte) {
	t.Helper()
	fields := struct {
		Size, Kind               uint32
		Code, Reason             int32
		Channel                  uint64
		ID, ServerTS             int64
		Count, MessageType       int32
		UserLen, TextLen, RawLen uint32
		Offline                  uint32
	}{}
	n, err := binary.Decode(buf, binary.NativeEndian, &fields)
	require.NoError(t, err)
	require.Equal(t, headSize, n)
	r := record{
		Size: fields.Size, Kind: fields.Kind, Code: fields.Code, Reason: fields.Reason,
		Channel: fields.Channel, ID: fields.ID, ServerTS: fields.ServerTS, Count: fields.Count,
		MessageType: fields.MessageType, UserLen: fields.UserLen, TextLen: fields.TextLen,
		RawLen: fields.RawLen, Offline: fields.Offline,
	}
	rest := buf[n:r.Size]
	take := func(n uint32) string {
		require.Zero(t, rest[n], "the NUL after a string")
		s := string(rest[:n])
		rest = rest[n+1:]
		return s
	}
	r.user, r.text, r.raw = take(r.UserLen), take(r.TextLen), take(r.RawLen)
	r.entries = string(rest)
	return r, buf[r.Size:]
}

// entries is what follows the raw data, made of strings and numbers.
func entries(parts ...any) string {
	var r rareFields
	for _, part := range parts {
		switch p := part.(type) {
		case string:
			r.text(p)
		case int:
			r.number(int64(p))
		default:
			panic(fmt.Sprintf("neither a string nor a number: %T", part))
		}
	}
	return string(r.entries)
}

func TestEntries(t *testing.T) {
	t.Parallel()
	eight := func(n uint64) string { return string(binary.NativeEndian.AppendUint64(nil, n)) }
	require.Equal(t, eight(3)+"a\x00b\x00"+eight(math.MaxUint64)+eight(0)+"\x00", entries("a\x00b", -1, ""))
}

func TestRecords(t *testing.T) {
	t.Parallel()
	sent := time.UnixMilli(1700000000123)
	media := &emulator.Media{
		ID: "m1", Size: 7, FileName: "a.png", Thumbnail: []byte{0, 9}, Width: 3, Height: 4, ThumbnailWidth: 1, ThumbnailHeight: 2,
	}
	ofMedia := entries("m1", "a.png", "\x00\x09", 7, 3, 4, 1, 2)
	for _, test := range []struct {
		event emulator.Event
		want  record
	}{
		{emulator.Event{Kind: emulator.EventLoginSuccess}, record{Kind: 1}},
		{
			emulator.Event{Kind: emulator.EventConnectionStateChanged, Code: 3, Reason: 2},
			record{Kind: 7, Code: 3, Reason: 2},
		},
		{
			emulator.Event{Kind: emulator.EventRenewTokenResult, Text: "t", Code: 6},
			record{Kind: 3, Code: 6, TextLen: 1, text: "t"},
		},
		{
			emulator.Event{Kind: emulator.EventPeerSendResult, ID: -1 << 62, Code: 2},
			record{Kind: 8, ID: -1 << 62, Code: 2},
		},
		{
			emulator.Event{Kind: emulator.EventPeerMessage, User: "bob", Message: &emulator.Message{
				Type: emulator.MessageTypeRaw, Text: "what", Raw: []byte{0, 1, 0}, ServerTime: sent, Offline: true,
			}},
			record{
				Kind: 9, UserLen: 3, TextLen: 4, RawLen: 3, MessageType: 2, ServerTS: 1700000000123, Offline: 1,
				user: "bob", text: "what", raw: "\x00\x01\x00",
			},
		},
		{emulator.Event{Kind: emulator.EventPeerMessage, Message: &emulator.Message{}}, record{Kind: 9}},
		{
			emulator.Event{Kind: emulator.EventMemberCount, Channel: 1 << 63, Count: 7},
			record{Kind: 18, Channel: 1 << 63, Count: 7},
		},
		{
			emulator.Event{Kind: emulator.EventMembers, Channel: 9, Users: []string{"a", "bc"}},
			record{Kind: 17, Channel: 9, Count: 2, entries: entries("a", "bc")},
		},
		{emulator.Event{Kind: emulator.EventMembers, Channel: 9, Code: 5}, record{Kind: 17, Channel: 9, Code: 5}},
		{
			emulator.Event{Kind: emulator.EventQueryPeersOnlineStatusResult, ID: 5, Details: &emulator.Details{
				Peers: []emulator.PeerStatus{{PeerID: "a", State: 2}, {PeerID: "bc"}},
			}},
			record{Kind: 19, ID: 5, Count: 2, entries: entries("a", 2, "bc", 0)},
		},
		{emulator.Event{Kind: emulator.EventQueryPeersOnlineStatusResult, ID: 5, Code: 4}, record{Kind: 19, ID: 5, Code: 4}},
		{
			emulator.Event{Kind: emulator.EventQueryPeersBySubscriptionOptionResult, ID: 5, Users: []string{"a"}},
			record{Kind: 21, ID: 5, Count: 1, entries: entries("a")},
		},
		{
			emulator.Event{Kind: emulator.EventGetUserAttributesResult, ID: 5, User: "bob", Details: &emulator.Details{
				Attributes: []emulator.Attribute{{Key: "k", Value: "v\x00w"}},
			}},
			record{Kind: 27, ID: 5, UserLen: 3, user: "bob", Count: 1, entries: entries("k", "v\x00w", "", 0)},
		},
		{
			emulator.Event{Kind: emulator.EventChannelAttributesUpdated, Channel: 9, Details: &emulator.Details{
				Attributes: []emulator.Attribute{{Key: "k", Value: "v", UpdatedBy: "bob", UpdatedAt: sent}},
			}},
			record{Kind: 33, Channel: 9, Count: 1, entries: entries("k", "v", "bob", 1700000000123)},
		},
		{
			emulator.Event{Kind: emulator.EventGetChannelMemberCountResult, ID: 5, Details: &emulator.Details{
				Counts: []emulator.ChannelCount{{ChannelID: "room", Count: 3}, {ChannelID: "empty"}},
			}},
			record{Kind: 34, ID: 5, Count: 2, entries: entries("room", 3, "empty", 0)},
		},
		{
			emulator.Event{Kind: emulator.EventImageMediaUploadResult, ID: 5, Details: &emulator.Details{Media: media}},
			record{Kind: 36, ID: 5, Count: 1, entries: ofMedia},
		},
		{
			emulator.Event{Kind: emulator.EventPeerMessage, User: "bob", Message: &emulator.Message{
				Type: emulator.MessageTypeImage, Text: "look", Media: media,
			}},
			record{Kind: 9, UserLen: 3, TextLen: 4, MessageType: 4, user: "bob", text: "look", Count: 1, entries: ofMedia},
		},
		{
			emulator.Event{Kind: emulator.EventMediaDownloadToMemoryResult, ID: 5, Details: &emulator.Details{Data: []byte("da\x00ta")}},
			record{Kind: 38, ID: 5, RawLen: 5, raw: "da\x00ta"},
		},
		{
			emulator.Event{Kind: emulator.EventMediaUploadingProgress, ID: 5, Details: &emulator.Details{Current: 1, Total: 30 << 20}},
			record{Kind: 40, ID: 5, Count: 1, entries: entries(1, 30<<20)},
		},
		{
			emulator.Event{Kind: emulator.EventLocalInvitationAccepted, Text: "yes", Details: &emulator.Details{Invitation: 77}},
			record{Kind: 45, ID: 77, TextLen: 3, text: "yes"},
		},
		{
			emulator.Event{
				Kind: emulator.EventRemoteInvitationReceived, User: "bob", Text: "come",
				Details: &emulator.Details{Invitation: 77, ChannelID: "old"},
			},
			record{Kind: 47, ID: 77, UserLen: 3, TextLen: 4, user: "bob", text: "come", Count: 1, entries: entries("old")},
		},
		{
			emulator.Event{Kind: emulator.EventRemoteInvitationFailure, Code: 3, Details: &emulator.Details{Invitation: 77}},
			record{Kind: 51, ID: 77, Code: 3},
		},
	} {
		t.Run(fmt.Sprint(test.event.Kind), func(t *testing.T) {
			var b batch
			b.reset(make([]byte, 512))
			require.True(t, b.put(&test.event))
			got, rest := decode(t, b.buf[:b.used])
			require.Empty(t, rest)
			require.Zero(t, got.Size%alignment)
			padding, found := strings.CutPrefix(got.entries, test.want.entries)
			require.True(t, found, "%q does not begin with %q", got.entries, test.want.entries)
			require.Less(t, len(padding), alignment)
			got.entries, test.want.entries, test.want.Size = "", "", got.Size
			require.Equal(t, test.want, got)
		})
	}
}

// A record that does not fit leaves the batch alone, and says how much room it needs.
func TestBatchIsFull(t *testing.T) {
	t.Parallel()
	event := &emulator.Event{Kind: emulator.EventMemberJoined, User: "someone"}
	var b batch
	b.reset(make([]byte, 4096))
	require.True(t, b.put(event))
	one := b.used

	for room := range 2*one + 1 {
		buf := []byte(strings.Repeat("?", 2*one+1))
		b.reset(buf[:room:room])
		fitting := room / one
		for i := range fitting {
			require.True(t, b.put(event), "record %d of %d bytes in %d", i, one, room)
		}
		require.False(t, b.put(event))
		require.Equal(t, fitting*one, b.used)
		require.Equal(t, one, b.need)
		require.Equal(t, strings.Repeat("?", len(buf)-b.used), string(buf[b.used:]), "written past the records")
	}
}

// wait asks for a larger buffer, then goes on with the event that did not fit.
func TestWait(t *testing.T) {
	t.Parallel()
	inner := emulator.NewClient()
	c := newClient(inner)
	defer c.self.Free()
	require.Zero(t, c.Initialize(fmt.Sprintf("%032x", 0xe3c0de)))
	require.Zero(t, c.Logout()) // answered with EventLogout
	buf := make([]byte, 4096)
	need := -c.wait(buf[:8])
	require.Positive(t, need)
	require.Equal(t, need, c.wait(buf[:need]))
	r, _ := decode(t, buf)
	require.EqualValues(t, emulator.EventLogout, r.Kind)
	require.Equal(t, emulator.LogoutErrUserNotLoggedIn, r.Code)
	c.Release()
	require.Equal(t, released, c.wait(buf))
	require.Nil(t, c.batch.buf, "C memory is not kept")
}

func TestGuard(t *testing.T) {
	// Not parallel: the logger belongs to the process.
	var log strings.Builder
	previous := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(previous)

	fail := func() (code int32) {
		defer guard(&code, codeFailure)
		panic("boom")
	}
	require.Equal(t, codeFailure, fail())
	require.Contains(t, log.String(), "boom")

	log.Reset()
	work := func() (code int32) {
		defer guard(&code, codeFailure)
		return 7
	}
	require.EqualValues(t, 7, work())
	require.Empty(t, log.String())
}

// Not parallel, because it counts allocations.
func TestPeer(t *testing.T) {
	c := newClient(emulator.NewClient())
	defer c.self.Free()
	defer c.Release()
	bob := []byte("bob")
	require.Equal(t, "bob", c.peer(bob))
	require.Zero(t, testing.AllocsPerRun(100, func() { c.peer(bob) }))
	require.Equal(t, "alice", c.peer([]byte("alice")))
	bob[0] = 'r'
	require.Equal(t, "rob", c.peer(bob), "the bytes are not kept")
}
