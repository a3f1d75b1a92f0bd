//go:build !agora_sdk

// Outages of 3, 10 and 40 seconds, as both ends see them: states, membership,
// presence, attributes, and what is made up for afterwards.

package agorartm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// teller collects what handlers are told, in the order they are told.
type teller chan string

func (tell teller) say(format string, args ...any) { tell <- fmt.Sprintf(format, args...) }

// expect takes the next lines, which have to be these.
func (tell teller) expect(t *testing.T, want ...string) {
	t.Helper()
	for _, line := range want {
		require.Equal(t, line, next(t, tell))
	}
}

func (tell teller) service() agorartm.ServiceHandler {
	return agorartm.ServiceHandler{
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) { tell.say("%v, %v", e.State, e.Reason) },
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) {
			for _, p := range e.Peers {
				tell.say("%s: %v", p.PeerID, p.State)
			}
		},
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
			tell.say("from %s: %s, offline %t", e.PeerID, e.Message.Text, e.Message.Offline)
		},
	}
}

func (tell teller) channel() agorartm.ChannelHandler {
	return agorartm.ChannelHandler{
		OnMessageReceived:    func(e agorartm.ChannelMessageEvent) { tell.say("said by %s: %s", e.UserID, e.Message.Text) },
		OnMemberJoined:       func(e agorartm.MemberEvent) { tell.say("%s came", e.Member.UserID) },
		OnMemberLeft:         func(e agorartm.MemberEvent) { tell.say("%s left", e.Member.UserID) },
		OnMemberCountUpdated: func(e agorartm.MemberCountEvent) { tell.say("count %d", e.Count) },
	}
}

// fact: S-06, S-07, S-08, S-26, S-27, S-28, S-29, S-30, Z-06, G-05, O-09, O-10, O-15, P-10, U-03, R-11
func TestOutages(t *testing.T) {
	t.Parallel()
	const (
		reconnecting = "CONNECTION_STATE_RECONNECTING, CONNECTION_CHANGE_REASON_INTERRUPTED"
		connected    = "CONNECTION_STATE_CONNECTED, CONNECTION_CHANGE_REASON_LOGIN_SUCCESS"
	)
	for _, tt := range []struct {
		length time.Duration
		alice  []string // what alice is told of it, but for the messages
		bob    []string // what bob is told of alice
		found  error    // of alice's attributes at the end of the outage
	}{
		{
			length: 3 * time.Second,
			alice:  []string{"carol: PEER_ONLINE_STATE_ONLINE"},
		},
		{
			length: 10 * time.Second,
			alice:  []string{reconnecting, connected, "carol: PEER_ONLINE_STATE_ONLINE"},
			bob:    []string{"alice: PEER_ONLINE_STATE_UNREACHABLE", "alice: PEER_ONLINE_STATE_ONLINE"},
		},
		{
			length: 40 * time.Second,
			alice:  []string{reconnecting, connected, "carol: PEER_ONLINE_STATE_ONLINE"},
			bob: []string{
				"alice: PEER_ONLINE_STATE_UNREACHABLE", "alice left", "count 1", "alice: PEER_ONLINE_STATE_OFFLINE",
				"alice: PEER_ONLINE_STATE_ONLINE", "alice came", "count 2",
			},
			found: agorartm.ErrNotFound,
		},
	} {
		t.Run(tt.length.String(), func(t *testing.T) {
			t.Parallel()
			app := newCloud(t)
			app.Clock().Freeze()
			app.LiftFrequencyLimits(true)
			ctx := testContext(t)
			aliceTold, bobTold := make(teller, 100), make(teller, 100)
			alice := login(t, app, "alice", aliceTold.service())
			room := join(t, alice, "room", aliceTold.channel())
			bob := login(t, app, "bob", bobTold.service())
			bobsRoom := join(t, bob, "room", bobTold.channel())
			require.NoError(t, alice.SubscribePeersOnlineStatus(ctx, []string{"carol"}))
			require.NoError(t, bob.SubscribePeersOnlineStatus(ctx, []string{"alice"}))
			mood := []agorartm.Attribute{{Key: "mood", Value: "fine"}}
			require.NoError(t, alice.SetLocalUserAttributes(ctx, mood))
			aliceTold.expect(t, "CONNECTION_STATE_CONNECTING, CONNECTION_CHANGE_REASON_LOGIN", connected,
				"count 1", "bob came", "carol: PEER_ONLINE_STATE_OFFLINE")
			bobTold.expect(t, "CONNECTION_STATE_CONNECTING, CONNECTION_CHANGE_REASON_LOGIN", connected, "count 2",
				"alice: PEER_ONLINE_STATE_ONLINE")
			app.Clock().Advance(2 * time.Second)
			aliceTold.expect(t, "count 2") // at most once a second

			app.Interrupt("alice")
			login(t, app, "carol", agorartm.ServiceHandler{})
			seconds := int(tt.length / time.Second)
			for i := range seconds {
				_, err := bobsRoom.SendMessage(ctx, agorartm.NewTextMessage(fmt.Sprint(i+1)), agorartm.SendMessageOptions{})
				require.NoError(t, err)
				app.Clock().Advance(time.Second)
			}
			// The peer message is posted: its result comes when alice has it.
			if tt.found == nil {
				_, err := bob.SendMessageToPeerNoWait("alice", agorartm.NewTextMessage("are you there?"), agorartm.SendMessageOptions{})
				require.NoError(t, err)
			} else {
				_, err := bob.SendMessageToPeer(ctx, "alice", agorartm.NewTextMessage("are you there?"),
					agorartm.SendMessageOptions{EnableOfflineMessaging: true})
				require.NoError(t, err)
			}
			_, err := bob.GetUserAttributes(ctx, "alice")
			require.ErrorIs(t, err, tt.found)
			members, err := bobsRoom.Members(ctx)
			require.NoError(t, err)
			require.Len(t, members, map[bool]int{true: 2, false: 1}[tt.found == nil])

			app.Restore("alice")
			aliceTold.expect(t, tt.alice...)
			aliceTold.expect(t, fmt.Sprintf("from bob: are you there?, offline %t", tt.found != nil))
			// What bob said in the last 30 seconds, the oldest first.
			for i := max(1, seconds-30+1); i <= seconds; i++ {
				aliceTold.expect(t, fmt.Sprintf("said by bob: %d", i))
			}
			app.Clock().Advance(3 * time.Second)
			bobTold.expect(t, tt.bob...)

			// All is as before, and nothing has to be done for it.
			require.Equal(t, agorartm.ConnectionStateConnected, alice.ConnectionState())
			attributes, err := bob.GetUserAttributes(ctx, "alice")
			require.NoError(t, err)
			require.Equal(t, mood, attributes)
			members, err = room.Members(ctx)
			require.NoError(t, err)
			require.Len(t, members, 2)
			peers, err := alice.QueryPeersBySubscriptionOption(ctx, agorartm.PeerSubscriptionOptionOnlineStatus)
			require.NoError(t, err)
			require.Equal(t, []string{"carol"}, peers)
			_, err = room.SendMessage(ctx, agorartm.NewTextMessage("back again"), agorartm.SendMessageOptions{})
			require.NoError(t, err)
			bobTold.expect(t, "said by alice: back again")
			require.Empty(t, aliceTold)
		})
	}
}
