// This file tests outages: of the network, of a client, and of the server.

package remote_test

import (
	"slices"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
	"github.com/stretchr/testify/require"
)

// The states and reasons as users note them.
const (
	connected    = "state 3 2"
	reconnecting = "state 4 5"
	replaced     = "state 5 8"
)

// connections waits until the server has so many, what follows from those that ended included.
func connections(t *testing.T, s *remote.Server, n int) {
	t.Helper()
	require.True(t, poll(func() bool { return s.Connections() == n }), "%d connections", s.Connections())
}

// lose lets time go by on the client's clock until it has noticed that the link is gone.
func (u *user) lose(app *emulator.App) {
	u.t.Helper()
	require.True(u.t, poll(func() bool {
		app.Clock().Advance(time.Second)
		return slices.Contains(u.noted(), reconnecting)
	}), "%q", u.noted())
	u.expect(reconnecting)
}

// A network that breaks takes the client to RECONNECTING, and what was said meanwhile is made up for.
// fact: S-06, S-07, S-29, G-05, R-11
func TestNetworkOutage(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	app, id := process(t, n.addr(), cloud, quick())
	_, other := process(t, s.Addr(), cloud, quick())
	alice, bob := login(t, id, "alice"), login(t, other, "bob")
	room := alice.CreateChannel("room")
	require.Zero(t, room.Join())
	alice.expect("JoinSuccess")
	theirs := bob.CreateChannel("room")
	require.Zero(t, theirs.Join())
	bob.expect("JoinSuccess")

	n.setCut(true)
	connections(t, s, 1)
	alice.lose(app)
	require.Zero(t, bob.SendMessageToPeer("alice", 1, text("are you there?"), emulator.SendOptions{}))
	require.Zero(t, theirs.SendMessage(2, text("is anybody there?"), emulator.SendOptions{}))
	bob.expect("ChannelSendResult 0")

	n.setCut(false)
	alice.expect(connected)
	alice.expect("bob says are you there?")
	alice.expect("bob says is anybody there?")
	bob.expect("PeerSendResult 0")
	require.Zero(t, room.SendMessage(3, text("now I am"), emulator.SendOptions{}))
	bob.expect("alice says now I am")
	require.NotContains(t, alice.noted(), "logged in", "S-07: no second login success")
}

// A client that dies without a word is silent to others.
// fact: O-15, S-26, S-30
func TestClientGone(t *testing.T) {
	t.Parallel()
	clock := emulator.NewClock()
	clock.Freeze()
	s := serve(t, "", remote.WithClock(clock), remote.WithLimits(remote.Limits{Lease: 50 * time.Millisecond}))
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	_, id := process(t, n.addr(), cloud)
	watching, other := process(t, s.Addr(), cloud)
	login(t, id, "bob")
	alice := login(t, other, "alice")
	require.Zero(t, alice.SubscribePeersOnlineStatus(1, []string{"bob"}))
	alice.expect("bob is 0")

	n.setCut(true)
	connections(t, s, 1)
	clock.Advance(5 * time.Second)
	require.Empty(t, alice.noted())
	clock.Advance(time.Second)
	alice.expect("bob is 1")
	clock.Advance(23 * time.Second)
	require.Equal(t, 2, watching.Stats().UsersOnline)
	require.Empty(t, alice.noted())
	clock.Advance(time.Second)
	alice.expect("bob is 2")
	// Nobody comes back for the session, so the server does not keep it for ever.
	require.True(t, poll(func() bool { return watching.Stats().Sessions == 1 }), "%+v", watching.Stats())
}

// A server that is started anew is told by its clients what they know.
// fact: S-27
func TestServerRestart(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	app, id := process(t, s.Addr(), cloud, quick())
	_, other := process(t, s.Addr(), cloud, quick())
	alice, bob := login(t, id, "alice"), login(t, other, "bob")
	for _, u := range []*user{alice, bob} {
		require.Zero(t, u.CreateChannel("room").Join())
		u.expect("JoinSuccess")
	}
	require.Zero(t, alice.SubscribePeersOnlineStatus(1, []string{"bob", "carol"}))
	alice.expect("bob is 0")
	require.Zero(t, alice.UnsubscribePeersOnlineStatus(2, []string{"carol"}))
	alice.expect("SubscriptionRequestResult 0")
	attributes := []emulator.Attribute{{Key: "mood", Value: "good"}, {Key: "food", Value: "soup"}}
	require.Zero(t, bob.SetLocalUserAttributes(3, attributes))
	bob.expect("SetLocalUserAttributesResult 0")
	require.Zero(t, bob.AddOrUpdateLocalUserAttributes(4, []emulator.Attribute{{Key: "mood", Value: "better"}}))
	bob.expect("AddOrUpdateLocalUserAttributesResult 0")
	require.Zero(t, bob.DeleteLocalUserAttributesByKeys(5, []string{"food"}))
	bob.expect("DeleteLocalUserAttributesResult 0")

	require.NoError(t, s.Close())
	alice.lose(app)
	again := serve(t, s.Addr())
	alice.expect(connected)
	require.True(t, poll(func() bool {
		st := app.Stats()
		return st.UsersOnline == 2 && st.Channels == 1 && st.Subscriptions == 1 && st.UserAttributes == 1
	}), "%+v", app.Stats())
	connections(t, again, 2)

	require.Zero(t, bob.SendMessageToPeer("alice", 6, text("hello again"), emulator.SendOptions{}))
	alice.expect("bob says hello again")
	require.Zero(t, alice.GetUserAttributes(7, "bob"))
	alice.expect("attributes 0 mood=better")
	require.Zero(t, bob.Logout())
	alice.expect("MemberLeft bob")
	require.True(t, poll(func() bool { return app.Stats().UsersOnline == 1 }))
}

// The latest login of a user counts, also over the end of a server.
// fact: S-09
func TestServerRestartReplaced(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	_, id := process(t, n.addr(), cloud, quick())
	first := login(t, id, "alice")
	n.setCut(true)
	require.NoError(t, s.Close())
	again := serve(t, "")
	_, other := process(t, again.Addr(), cloud, quick())
	second := login(t, other, "alice")
	n.lead(again.Addr())
	n.setCut(false)
	first.expect(replaced)
	require.Zero(t, second.SendMessageToPeer("alice", 1, text("me"), emulator.SendOptions{}))
	second.expect("alice says me")
}

// A token the new server does not take can be renewed.
// fact: S-12
func TestServerRestartToken(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	app, id := process(t, n.addr(), cloud, quick())
	alice := connect(t, id)
	require.Zero(t, alice.Login("first", "alice"))
	alice.expect("logged in")
	n.setCut(true)
	alice.lose(app)
	again := serve(t, "")
	dial(t, again.Addr(), cloud).ExpireToken("alice", 0)
	n.lead(again.Addr())
	n.setCut(false)
	alice.expect("TokenExpired")
	require.Zero(t, alice.RenewToken("second"))
	alice.expect("RenewTokenResult 0")
	alice.expect(connected)
}

// A renewal that waited for the link reaches a server that does not know the session.
// fact: S-12
func TestServerRestartRenewed(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	app, id := process(t, n.addr(), cloud, quick())
	alice := connect(t, id)
	require.Zero(t, alice.Login("first", "alice"))
	alice.expect("logged in")
	n.setCut(true)
	alice.lose(app)
	require.Zero(t, alice.RenewToken("second"))
	again := serve(t, "")
	admin := dial(t, again.Addr(), cloud)
	n.lead(again.Addr())
	n.setCut(false)
	alice.expect("RenewTokenResult 0")
	alice.expect(connected)
	// It is the second token that counts now: a token that runs out is refused from then on.
	admin.ExpireToken("alice", 0)
	alice.expect("state 5 9")
	app.LiftFrequencyLimits(true)
	require.Zero(t, alice.Logout())
	alice.expect("Logout 0")
	require.Zero(t, alice.Login("second", "alice"))
	alice.expect("LoginFailure")
	require.Zero(t, alice.Login("first", "alice"))
	alice.expect("logged in")
}

// A login that finds no server waits for it, as long as a login may.
// fact: S-05
func TestLoginWithoutServer(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	address := s.Addr()
	require.NoError(t, s.Close())
	app, id := process(t, address, freshAppID(), quick())
	app.Clock().Freeze()
	u := connect(t, id)
	require.Zero(t, u.Login("", "alice"))
	u.expect("state 2 1")
	app.Clock().Advance(12*time.Second - 1)
	require.Empty(t, u.noted())
	app.Clock().Advance(1)
	u.expect("LoginFailure 9")
	require.Zero(t, u.Login("", "alice"))
	serve(t, address)
	u.expect("logged in")
	require.Zero(t, app.Stats().DroppedCallbacks)
}

// What the server has said and nobody has heard does not leave the two at odds.
// fact: S-09
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	n := newNetwork(t, s.Addr())
	app, id := process(t, n.addr(), cloud, quick())
	watching, other := process(t, s.Addr(), cloud, quick())
	require.Zero(t, app.Stats().Sessions) // there is a connection
	alice := connect(t, id)

	n.setMute(true)
	require.Zero(t, alice.Login("", "alice"))
	require.True(t, poll(func() bool { return watching.Stats().UsersOnline == 1 }))
	require.NotContains(t, alice.noted(), "logged in")
	n.setCut(true)
	n.setMute(false)
	n.setCut(false)
	alice.expect("logged in")
	require.True(t, poll(func() bool { return watching.Stats().Sessions == 1 }), "%+v", watching.Stats())

	n.setMute(true)
	login(t, other, "alice")
	n.setCut(true)
	n.setMute(false)
	n.setCut(false)
	alice.expect(replaced)
	require.Equal(t, 1, watching.Stats().UsersOnline)
}

// The knobs of the cloud work from afar, and have taken effect when they return.
// fact: S-10
func TestKnobs(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	cloud := freshAppID()
	app, id := process(t, s.Addr(), cloud)
	_, other := process(t, s.Addr(), cloud)
	alice := login(t, other, "alice")
	require.Error(t, app.KickFromChannel("room", "alice"))
	require.Zero(t, alice.CreateChannel("room").Join())
	alice.expect("JoinSuccess")
	require.NoError(t, app.KickFromChannel("room", "alice"))
	alice.expect("Leave 4")
	app.Ban("alice")
	alice.expect("state 5 7")
	bob := connect(t, id)
	app.RefuseLogins("", emulator.LoginErrNotAuthorized)
	require.Zero(t, bob.Login("", "bob"))
	bob.expect("LoginFailure 7")
	require.Zero(t, app.Stats().UsersOnline)

	// Interrupt concerns the clients of this process, and the server is not told.
	app.RefuseLogins("", emulator.LoginErrOK)
	app.LiftFrequencyLimits(true)
	require.Zero(t, bob.Login("", "bob"))
	bob.expect("logged in")
	app.Interrupt("bob")
	app.Clock().Advance(4 * time.Second)
	bob.expect(reconnecting)
	require.Equal(t, 1, app.Stats().UsersOnline)
	app.Restore("bob")
	bob.expect(connected)
}

// What one process closes is its own: its clients are cut off, and nobody waits for them to come back.
func TestCloseOfOneProcess(t *testing.T) {
	t.Parallel()
	clock := emulator.NewClock()
	clock.Freeze()
	s := serve(t, "", remote.WithClock(clock))
	cloud := freshAppID()
	first, id := process(t, s.Addr(), cloud)
	second, other := process(t, s.Addr(), cloud)
	login(t, id, "alice")
	bob := login(t, other, "bob")
	require.Zero(t, bob.SubscribePeersOnlineStatus(1, []string{"alice"}))
	bob.expect("alice is 0")
	first.Close()
	connections(t, s, 1)
	require.Equal(t, 2, second.Stats().UsersOnline)
	clock.Advance(30 * time.Second)
	bob.expect("alice is 2")
	require.Equal(t, 1, second.Stats().Sessions)
	first.Close()
	require.Zero(t, first.Stats().CloudStats)
}
