//go:build !agora_sdk

// Presence and member counts between services on the embedded engine.

package agorartm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// next receives what another service's doings bring about.
func next[T any](t testing.TB, ch <-chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(patience):
		require.FailNow(t, "nothing came")
		panic("unreachable")
	}
}

// fact: O-02, O-03, O-05, O-08, O-10, O-12, O-14, O-15
func TestPresenceOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	app.Clock().Freeze()
	changes := make(chan []agorartm.PeerOnlineStatus, 10)
	alice := login(t, app, "alice", agorartm.ServiceHandler{
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) { changes <- e.Peers },
	})
	bob := login(t, app, "bob", agorartm.ServiceHandler{})
	ctx := testContext(t)

	states, err := alice.QueryPeersOnlineStatus(ctx, []string{"carol", "bob", "alice", "bob"})
	require.NoError(t, err)
	online, offline := agorartm.PeerOnlineStateOnline, agorartm.PeerOnlineStateOffline
	require.Equal(t, []agorartm.PeerOnlineStatus{
		{PeerID: "carol", State: offline},
		{PeerID: "bob", State: online},
		{PeerID: "alice", State: online},
		{PeerID: "bob", State: online},
	}, states)

	require.NoError(t, alice.SubscribePeersOnlineStatus(ctx, []string{"bob", "carol"}))
	require.ElementsMatch(t, []agorartm.PeerOnlineStatus{
		{PeerID: "bob", State: online}, {PeerID: "carol", State: offline},
	}, next(t, changes))
	peers, err := alice.QueryPeersBySubscriptionOption(ctx, agorartm.PeerSubscriptionOptionOnlineStatus)
	require.NoError(t, err)
	require.Equal(t, []string{"bob", "carol"}, peers)

	app.Interrupt("bob")
	app.Clock().Advance(7 * time.Second)
	require.Equal(t, []agorartm.PeerOnlineStatus{{PeerID: "bob", State: agorartm.PeerOnlineStateUnreachable}}, next(t, changes))
	states, err = alice.QueryPeersOnlineStatus(ctx, []string{"bob"})
	require.NoError(t, err)
	require.Equal(t, online, states[0].State, "a query never says unreachable")
	app.Clock().Advance(30 * time.Second)
	require.Equal(t, []agorartm.PeerOnlineStatus{{PeerID: "bob", State: offline}}, next(t, changes))
	app.Restore("bob")
	require.Equal(t, []agorartm.PeerOnlineStatus{{PeerID: "bob", State: online}}, next(t, changes))

	require.NoError(t, alice.UnsubscribePeersOnlineStatus(ctx, []string{"bob", "nobody"}))
	require.NoError(t, bob.Logout(ctx))
	carol := login(t, app, "carol", agorartm.ServiceHandler{})
	require.Equal(t, []agorartm.PeerOnlineStatus{{PeerID: "carol", State: online}}, next(t, changes), "of bob nothing more")
	require.NoError(t, carol.Logout(ctx))
	require.Equal(t, []agorartm.PeerOnlineStatus{{PeerID: "carol", State: offline}}, next(t, changes))

	require.NoError(t, alice.Logout(ctx))
	require.NoError(t, alice.Login(ctx, "", "alice"))
	peers, err = alice.QueryPeersBySubscriptionOption(ctx, agorartm.PeerSubscriptionOptionOnlineStatus)
	require.NoError(t, err)
	require.Empty(t, peers, "subscriptions end with the logout")
}

// fact: Y-02, Y-03, H-15
func TestMemberCountsOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	bob := login(t, app, "bob", agorartm.ServiceHandler{})
	join(t, alice, "lobby", agorartm.ChannelHandler{})
	join(t, bob, "lobby", agorartm.ChannelHandler{})
	join(t, bob, "other", agorartm.ChannelHandler{})
	counts, err := alice.GetChannelMemberCount(testContext(t), []string{"other", "nowhere", "lobby"})
	require.NoError(t, err)
	require.Equal(t, []agorartm.ChannelMemberCount{
		{ChannelID: "other", Count: 1}, {ChannelID: "nowhere", Count: 0}, {ChannelID: "lobby", Count: 2},
	}, counts)
	// Once in a second, by the cloud's clock.
	app.Clock().Freeze()
	_, err = bob.GetChannelMemberCount(testContext(t), []string{"lobby"})
	require.NoError(t, err)
	_, err = bob.GetChannelMemberCount(testContext(t), []string{"lobby"})
	require.ErrorIs(t, err, agorartm.ErrTooOften)
}

// fact: OB-22, L-08, O-13
func TestRequestsBeforeLoginOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	s := newService(t, app.ID(), agorartm.ServiceHandler{})
	r := &rig{t: t, service: s}
	for _, o := range requestOperations() {
		err := o.call(r, testContext(t))
		opErr(t, err, o.name, false)
		answersOnly(t, err, agorartm.ErrNotLoggedIn)
		require.ErrorIs(t, err, o.code(102))
	}
}
