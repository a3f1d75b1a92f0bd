// This file tests peer messages.

package emulator_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: P-01, P-02, Z-01, Z-02
func TestPeerMessage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		var want, results []string
		for i := range 100 {
			alice.send("bob", int64(i), fmt.Sprint(i))
			want = append(want, fmt.Sprint("alice says ", i))
			results = append(results, fmt.Sprintf("sent %d = 0", i))
		}
		bob.expect(want...)
		alice.expect(results...)
	})
}

// fact: M-02, M-04, M-06, M-08, M-09, S-33, P-07
func TestMessageContent(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		pass(time.Hour)
		for _, m := range []emulator.Message{
			{Type: emulator.MessageTypeText, Text: "hi"},
			{Type: emulator.MessageTypeText},
			{Type: emulator.MessageTypeText, Text: "\xff\xfe no UTF-8"}, // fact: M-10
			{Type: emulator.MessageTypeRaw, Raw: []byte{0, 1, 2}, Text: "description"},
			{Type: emulator.MessageTypeRaw},
		} {
			require.Zero(t, alice.SendMessageToPeer("bob", 1, &m, emulator.SendOptions{EnableHistoricalMessaging: true}))
			events := bob.takeRaw()
			require.Len(t, events, 1)
			got := events[0].Message
			require.Equal(t, m.Type, got.Type)
			require.Equal(t, m.Text, got.Text)
			require.Equal(t, m.Raw, got.Raw)
			require.False(t, got.Offline)
			require.True(t, app.Clock().Now().Equal(got.ServerTime), "%v", got.ServerTime)
			require.True(t, m.ServerTime.IsZero(), "the sender's message is not touched")
		}
		alice.expect("sent 1 = 0", "sent 1 = 0", "sent 1 = 0", "sent 1 = 0", "sent 1 = 0")
	})
}

// fact: M-10: strict mode
func TestStrictUTF8(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		room := alice.join("room")
		bad := "\xff\xfe"
		media := func(name string) *emulator.Media { return &emulator.Media{ID: "x", FileName: name} }
		for name, c := range map[string]struct {
			m    emulator.Message
			good bool
		}{
			"text":            {emulator.Message{Type: emulator.MessageTypeText, Text: "hällo"}, true},
			"bad text":        {emulator.Message{Type: emulator.MessageTypeText, Text: bad}, false},
			"raw":             {emulator.Message{Type: emulator.MessageTypeRaw, Raw: []byte(bad), Text: "x"}, true},
			"bad description": {emulator.Message{Type: emulator.MessageTypeRaw, Raw: []byte("x"), Text: bad}, false},
			"file":            {emulator.Message{Type: emulator.MessageTypeFile, Media: media("ä")}, true},
			"bad file name":   {emulator.Message{Type: emulator.MessageTypeFile, Media: media(bad)}, false},
		} {
			for _, strict := range []bool{true, false} {
				app.SetStrictUTF8(strict)
				toPeer, toRoom := emulator.PeerMessageErrOK, emulator.ChannelMessageErrOK
				if strict && !c.good {
					toPeer, toRoom = emulator.PeerMessageErrInvalidMessage, emulator.ChannelMessageErrInvalidMessage
				}
				require.Equal(t, toPeer, alice.SendMessageToPeer("bob", 1, &c.m, emulator.SendOptions{}), name)
				require.Equal(t, toRoom, room.SendMessage(1, &c.m, emulator.SendOptions{}), name)
			}
		}
		require.Equal(t, emulator.PeerMessageErrInvalidMessage, alice.SendMessageToPeer("bob", 1, nil, emulator.SendOptions{}))
		alice.take()
		bob.take()

		app.SetStrictUTF8(true)
		key := alice.NewLocalInvitation("bob")
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.SendLocalInvitation(key, bad, ""))
		require.Zero(t, alice.SendLocalInvitation(key, "hällo", ""))
		in := bob.invited()
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.AcceptRemoteInvitation(in, bad))
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.RefuseRemoteInvitation(in, bad))
		require.Zero(t, bob.AcceptRemoteInvitation(in, "jä"))
		bob.expect("invitation accepted")
	})
}

func TestPeerMessageChecks(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		send := func(peer string, m *emulator.Message) int32 {
			return alice.SendMessageToPeer(peer, 1, m, emulator.SendOptions{})
		}
		// fact: P-12
		for _, id := range []string{"", "null", strings.Repeat("x", 65), "é", "a/b", "a*b", "\x00"} {
			require.Equal(t, emulator.PeerMessageErrInvalidUserID, send(id, text("x")), "%q", id)
		}
		raw := func(data, description int) *emulator.Message {
			return &emulator.Message{Type: emulator.MessageTypeRaw, Raw: make([]byte, data), Text: strings.Repeat("x", description)}
		}
		// fact: M-04, M-05
		for name, m := range map[string]*emulator.Message{
			"nil":       nil,
			"text":      text(strings.Repeat("x", 32769)),
			"raw":       raw(32769, 0),
			"sum":       raw(32768, 1),
			"undefined": {Type: emulator.MessageTypeUndefined, Text: "x"},
		} {
			require.Equal(t, emulator.PeerMessageErrInvalidMessage, send("alice", m), name)
		}
		alice.expect()
		require.Zero(t, send("alice", text(strings.Repeat("x", 32768))))
		require.Zero(t, send("alice", raw(32768, 0)))
		require.Zero(t, send("alice", raw(32767, 1)))
		require.Len(t, alice.take(), 6)
	})
}

// fact: P-11
func TestMessageToSelf(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		alice.send("alice", 7, "note")
		alice.expect("alice says note", "sent 7 = 0")
	})
}

func TestPeerOffline(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		// fact: P-04
		alice.send("bob", 1, "gone")
		alice.send("bob", 2, "kept 1", offline)
		pass(time.Second)
		sentAt := app.Clock().Now()
		alice.send("bob", 3, "kept 2", offline)
		alice.expect("sent 1 = 3", "sent 2 = 4", "sent 3 = 4")
		require.Equal(t, 2, app.Stats().OfflineMessages)

		// fact: P-05, Z-02: oldest first, after the login, with the time they were sent; then new ones
		pass(time.Hour)
		bob := connect(t, app, "bob")
		require.Zero(t, bob.Login("", "bob"))
		synctest.Wait()
		alice.send("bob", 4, "new")
		events := bob.takeRaw()
		require.Equal(t, []string{"login ok", "state CONNECTED LOGIN_SUCCESS", "alice says kept 1 (offline)", "alice says kept 2 (offline)", "alice says new"},
			describeAll(bob, events[1:]))
		require.True(t, sentAt.Equal(events[4].Message.ServerTime))
		require.Zero(t, app.Stats().OfflineMessages)

		// Delivered once.
		// fact: P-14
		require.Zero(t, bob.Logout())
		bob.take()
		require.Zero(t, bob.Login("", "bob"))
		bob.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

func describeAll(u *user, events []emulator.Event) []string {
	var all []string
	for _, e := range events {
		all = append(all, u.describe(&e))
	}
	return all
}

// fact: P-05
func TestOfflineStoreLimits(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		alice := login(t, app, "alice")
		for i := range 250 {
			alice.send("bob", 1, fmt.Sprint(i), offline)
		}
		alice.take()
		require.Equal(t, 200, app.Stats().OfflineMessages)
		want := []string{"state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS"}
		for i := 50; i < 250; i++ {
			want = append(want, fmt.Sprintf("alice says %d (offline)", i))
		}
		bob := connect(t, app, "bob")
		require.Zero(t, bob.Login("", "bob"))
		bob.expect(want...)

		require.Zero(t, bob.Logout())
		bob.take()
		alice.send("bob", 2, "old", offline)
		pass(time.Hour)
		alice.send("bob", 3, "young", offline)
		pass(7*24*time.Hour - time.Hour)
		require.Equal(t, 1, app.Stats().OfflineMessages)
		require.Zero(t, bob.Login("", "bob"))
		bob.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS", "alice says young (offline)")
	})
}

// fact: P-13: the text that legacy peers take as the end of a call is plain text here
func TestEndCallPrefixIsPlainText(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		alice.send("alice", 1, "AgoraRTMLegacyEndcallCompatibleMessagePrefix_room_")
		alice.expect("alice says AgoraRTMLegacyEndcallCompatibleMessagePrefix_room_", "sent 1 = 0")
	})
}

// Apps do not see each other.
func TestAppsAreSeparate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		other := emulator.Open(freshAppID())
		t.Cleanup(other.Close)
		alice, bob := login(t, app, "alice"), login(t, other, "bob")
		require.Same(t, other, emulator.Open(other.ID()))
		alice.send("bob", 1, "hi")
		alice.expect("sent 1 = 3")
		bob.expect()
		_, err := emulator.OpenWith(app.ID(), emulator.NewMemory)
		require.Error(t, err)
	})
}

// The payload is shared by all receivers, however large.
func TestPayloadIsNotCopied(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, carol := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "carol")
		room := alice.join("room")
		bob.join("room")
		carol.join("room")
		data := make([]byte, 1000)
		m := &emulator.Message{Type: emulator.MessageTypeRaw, Raw: data}
		require.Zero(t, room.SendMessage(1, m, emulator.SendOptions{}))
		var got []*emulator.Message
		for _, u := range []*user{bob, carol} {
			for _, e := range u.takeRaw() {
				if e.Kind == emulator.EventChannelMessage {
					got = append(got, e.Message)
				}
			}
		}
		require.Len(t, got, 2)
		require.Same(t, got[0], got[1])
		require.Same(t, &data[0], &got[0].Raw[0])
	})
}
