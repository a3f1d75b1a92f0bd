// Null and negative values in callbacks.

package agorartm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// received is what a handler saw, of any kind.
type received struct {
	kind, user, text string
	raw              []byte
	count            int
}

// record makes handlers that note what they see.
func record(into chan<- received) setup {
	return setup{
		service: agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
			into <- received{kind: "peer", user: e.PeerID, text: e.Message.Text, raw: e.Message.Raw}
		}},
		room: agorartm.ChannelHandler{
			OnMessageReceived: func(e agorartm.ChannelMessageEvent) {
				into <- received{kind: "room", user: e.UserID, text: e.Message.Text, raw: e.Message.Raw}
			},
			OnMemberJoined: func(e agorartm.MemberEvent) { into <- received{kind: "joined", user: e.Member.UserID} },
			OnMemberLeft:   func(e agorartm.MemberEvent) { into <- received{kind: "left", user: e.Member.UserID} },
			OnMemberCountUpdated: func(e agorartm.MemberCountEvent) {
				into <- received{kind: "count", count: e.Count}
			},
		},
	}
}

func TestNullsInCallbacks(t *testing.T) {
	t.Parallel()
	const every = fakesdk.NullID | fakesdk.NullText | fakesdk.NullData | fakesdk.NullObject |
		fakesdk.NullArray | fakesdk.NullValue | fakesdk.NegativeCount
	cases := []fakesdk.Nulls{0, every, every &^ fakesdk.NullObject, every &^ (fakesdk.NullObject | fakesdk.NullArray)}
	for bit := fakesdk.NullID; bit <= fakesdk.NegativeCount; bit <<= 1 {
		cases = append(cases, bit)
	}
	for _, nulls := range cases {
		t.Run(fmt.Sprintf("%#x", int(nulls)), func(t *testing.T) {
			t.Parallel()
			seen := make(chan received, 100)
			r := newRig(t, record(seen))
			r.login()
			r.fake.SetMembers("alice", "bob")
			r.fake.SetNulls(nulls)

			has := func(bit fakesdk.Nulls) bool { return nulls&bit != 0 }
			text := func(bit fakesdk.Nulls, s string) string {
				if has(bit) {
					return ""
				}
				return s
			}
			id := text(fakesdk.NullID, "bob")
			data := []byte{1, 0, 2}
			if has(fakesdk.NullData | fakesdk.NegativeCount) {
				data = []byte{}
			}
			var want []received
			if !has(fakesdk.NullObject) {
				want = []received{
					{kind: "peer", user: id, text: text(fakesdk.NullText, "hello")},
					{kind: "peer", user: id, text: text(fakesdk.NullText, "about"), raw: data},
					{kind: "room", user: id, text: text(fakesdk.NullText, "hello")},
					{kind: "room", user: id, text: text(fakesdk.NullText, "about"), raw: data},
					{kind: "joined", user: id},
					{kind: "left", user: id},
				}
			}
			count := 7
			if has(fakesdk.NegativeCount) {
				count = -1
			}
			want = append(want, received{kind: "count", count: count})

			plain := fakesdk.Message{From: "bob", Text: "hello"}
			raw := fakesdk.Message{From: "bob", Text: "about", Data: []byte{1, 0, 2}}
			require.True(t, r.fake.FirePeerMessage(plain))
			require.True(t, r.fake.FirePeerMessage(raw))
			require.True(t, r.fake.FireChannelMessage(roomID, plain))
			require.True(t, r.fake.FireChannelMessage(roomID, raw))
			require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
			require.True(t, r.fake.FireMemberLeft(roomID, "bob"))
			require.True(t, r.fake.FireMemberCount(roomID, 7))
			r.settle()
			close(seen)
			var got []received
			for e := range seen {
				got = append(got, e)
			}
			require.Equal(t, want, got)

			require.NoError(t, r.service.RenewToken(t.Context(), "token"))
			members, err := r.room.Members(t.Context())
			require.NoError(t, err)
			switch {
			case has(fakesdk.NullObject | fakesdk.NullArray | fakesdk.NegativeCount):
				require.Empty(t, members)
			default:
				require.Equal(t, []agorartm.ChannelMember{
					{UserID: text(fakesdk.NullID, "alice"), ChannelID: roomID},
					{UserID: text(fakesdk.NullID, "bob"), ChannelID: roomID},
				}, members)
			}
		})
	}
}

// What a message carries arrives whole, and as the receiver's own copy.
func TestReceivedMessageIsWhole(t *testing.T) {
	t.Parallel()
	seen := make(chan agorartm.Message, 10)
	r := newRig(t, setup{
		service: agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { seen <- e.Message }},
		room:    agorartm.ChannelHandler{OnMessageReceived: func(e agorartm.ChannelMessageEvent) { seen <- e.Message }},
	})
	text := fakesdk.Message{From: "bob", Text: "grüße \U0001F600", Time: 1_600_000_000_123, Offline: true, ID: 1 << 40}
	raw := fakesdk.Message{From: "bob", Text: "about", Data: []byte("\x00\xff\x00"), ID: 77}
	empty := fakesdk.Message{From: "bob", Data: []byte{}, ID: 78}
	for _, m := range []fakesdk.Message{text, raw, empty} {
		require.True(t, r.fake.FirePeerMessage(m))
		require.True(t, r.fake.FireChannelMessage(roomID, m))
	}
	for range 2 {
		require.Equal(t, agorartm.Message{
			Type: agorartm.MessageTypeText, Text: text.Text, ID: 1 << 40,
			ServerReceivedTime: time.UnixMilli(1_600_000_000_123), Offline: true,
		}, wait(t, seen))
	}
	var copies [][]byte
	for range 2 {
		m := wait(t, seen)
		require.Equal(t, agorartm.Message{Type: agorartm.MessageTypeRaw, Text: "about", Raw: raw.Data, ID: 77}, m)
		copies = append(copies, m.Raw)
	}
	copies[0][0] = 9
	require.Equal(t, raw.Data, copies[1])
	for range 2 {
		m := wait(t, seen)
		require.Equal(t, agorartm.Message{Type: agorartm.MessageTypeRaw, Raw: []byte{}, ID: 78}, m)
	}
}
