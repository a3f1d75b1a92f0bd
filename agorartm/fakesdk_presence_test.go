// Presence and member counts: what goes down, what comes back, what is refused.

package agorartm_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// fact: O-02, O-04
func TestQueryPeersOnlineStatus(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.SetPeerStates(fakesdk.PeerState{Peer: "bob", State: 1}, fakesdk.PeerState{Peer: "carol", State: 2})
	peers := []string{"dave", "carol", "bob", "carol"}
	states, err := r.service.QueryPeersOnlineStatus(t.Context(), peers)
	require.NoError(t, err)
	require.Equal(t, []agorartm.PeerOnlineStatus{
		{PeerID: "dave", State: agorartm.PeerOnlineStateOnline},
		{PeerID: "carol", State: agorartm.PeerOnlineStateOffline},
		{PeerID: "bob", State: agorartm.PeerOnlineStateUnreachable},
		{PeerID: "carol", State: agorartm.PeerOnlineStateOffline},
	}, states)
	var online []bool
	for _, p := range states {
		online = append(online, p.IsOnline())
	}
	require.Equal(t, []bool{true, false, true, false}, online)
	require.False(t, agorartm.PeerOnlineStatus{State: 99}.IsOnline())
	require.Equal(t, peers, r.fake.Calls(fakesdk.QueryOnline)[0].Items)
}

// fact: O-11, OB-07
func TestSubscriptionsAndTheirPeers(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	require.NoError(t, r.service.SubscribePeersOnlineStatus(t.Context(), []string{"bob", "carol"}))
	require.NoError(t, r.service.UnsubscribePeersOnlineStatus(t.Context(), []string{"carol"}))
	require.Equal(t, []string{"bob", "carol"}, r.fake.Calls(fakesdk.SubscribeOnline)[0].Items)
	require.Equal(t, []string{"carol"}, r.fake.Calls(fakesdk.UnsubscribeOnline)[0].Items)

	// Both are answered by one callback: each gets its own answer.
	r.fake.Next(fakesdk.SubscribeOnline, fakesdk.Behavior{Mode: fakesdk.Late, Result: 6})
	subscribed := r.begin(t.Context(), operationNamed("SubscribePeersOnlineStatus"))
	require.NoError(t, r.service.UnsubscribePeersOnlineStatus(t.Context(), []string{"carol"}))
	running(t, subscribed)
	require.Equal(t, 1, r.fake.ReleaseLate())
	require.ErrorIs(t, wait(t, subscribed), agorartm.PeerSubscriptionStatusErrOverflow)
}

func TestQueryPeersBySubscriptionOption(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.SetMembers("bob", "carol")
	peers, err := r.service.QueryPeersBySubscriptionOption(t.Context(), agorartm.PeerSubscriptionOptionOnlineStatus)
	require.NoError(t, err)
	require.Equal(t, []string{"bob", "carol"}, peers)
}

// An id is unique only within its kind.
// fact: OB-07
func TestSameIDInEveryKind(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	calls := make(map[string]<-chan error)
	ids := make(map[string]int64)
	for _, o := range requestOperations() {
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
		calls[o.name] = r.begin(t.Context(), o)
		all := r.fake.Calls(o.op)
		ids[o.name] = all[len(all)-1].ID
	}
	// The result of one kind, under the id of each other.
	for _, o := range requestOperations() {
		for _, other := range requestOperations() {
			if !sameCallback(o.op, other.op) {
				require.True(t, r.fake.FireResult(fakesdk.Result{Op: o.op, Code: 1, ID: ids[other.name], User: "bob"}))
			}
		}
	}
	r.settle()
	for _, o := range requestOperations() {
		running(t, calls[o.name])
		require.True(t, r.fake.FireResult(fakesdk.Result{Op: o.op, ID: ids[o.name], User: "bob"}))
		require.NoError(t, wait(t, calls[o.name]), o.name)
	}
}

// sameCallback tells whether two calls are answered by one callback.
func sameCallback(a, b fakesdk.Op) bool {
	subscription := func(op fakesdk.Op) bool {
		return op == fakesdk.SubscribeOnline || op == fakesdk.UnsubscribeOnline
	}
	return a == b || subscription(a) && subscription(b)
}

// fact: O-08
func TestPeersOnlineStatusChanged(t *testing.T) {
	t.Parallel()
	events := make(chan agorartm.PeersOnlineStatusChangedEvent, 10)
	note := agorartm.ServiceHandler{
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) { events <- e },
	}
	r := newRig(t, setup{service: note})
	r.service.AddEventHandler(note)
	require.True(t, r.fake.FirePeersOnline(
		fakesdk.PeerState{Peer: "bob", State: 0}, fakesdk.PeerState{Peer: "carol", State: 1}, fakesdk.PeerState{Peer: "dave", State: 2}))
	want := []agorartm.PeerOnlineStatus{
		{PeerID: "bob", State: agorartm.PeerOnlineStateOnline},
		{PeerID: "carol", State: agorartm.PeerOnlineStateUnreachable},
		{PeerID: "dave", State: agorartm.PeerOnlineStateOffline},
	}
	first := wait(t, events)
	require.Equal(t, want, first.Peers)
	first.Peers[0].PeerID = "changed"
	require.Equal(t, want, wait(t, events).Peers, "each handler has its own copy")
	require.True(t, r.fake.FirePeersOnline())
	require.Empty(t, wait(t, events).Peers)
}

// fact: Y-02
func TestGetChannelMemberCount(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.SetMembers("alice", "bob")
	channels := []string{"lobby", "other", "lobby"}
	counts, err := r.service.GetChannelMemberCount(t.Context(), channels)
	require.NoError(t, err)
	require.Len(t, counts, 3)
	for i, c := range counts {
		require.Equal(t, agorartm.ChannelMemberCount{ChannelID: channels[i], Count: 2}, c)
	}
	require.Equal(t, channels, r.fake.Calls(fakesdk.GetMemberCount)[0].Items)
}

// many makes n different ids.
func many(n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprint("id", i)
	}
	return ids
}

// fact: O-01, O-06, Y-01, E-05
func TestBadLists(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	ctx := t.Context()
	for _, list := range []struct {
		op, field string
		max       int
		call      func([]string) error
		invalid   error
		tooMany   error
		sentinel  error // of tooMany, beside ErrInvalidArgument
	}{
		{
			"QueryPeersOnlineStatus", "peerIDs", 256,
			func(ids []string) error { return only(r.service.QueryPeersOnlineStatus(ctx, ids)) },
			agorartm.QueryPeersOnlineStatusErrInvalidArgument, agorartm.QueryPeersOnlineStatusErrInvalidArgument, nil,
		},
		{
			"SubscribePeersOnlineStatus", "peerIDs", 512,
			func(ids []string) error { return r.service.SubscribePeersOnlineStatus(ctx, ids) },
			agorartm.PeerSubscriptionStatusErrInvalidArgument, agorartm.PeerSubscriptionStatusErrOverflow, agorartm.ErrLimitExceeded,
		},
		{
			"UnsubscribePeersOnlineStatus", "peerIDs", 512,
			func(ids []string) error { return r.service.UnsubscribePeersOnlineStatus(ctx, ids) },
			agorartm.PeerSubscriptionStatusErrInvalidArgument, agorartm.PeerSubscriptionStatusErrInvalidArgument, nil,
		},
		{
			"GetChannelMemberCount", "channelIDs", 32,
			func(ids []string) error { return only(r.service.GetChannelMemberCount(ctx, ids)) },
			agorartm.GetChannelMemberCountErrInvalidArgument, agorartm.GetChannelMemberCountErrExceedLimit, agorartm.ErrLimitExceeded,
		},
	} {
		t.Run(list.op, func(t *testing.T) {
			for _, empty := range [][]string{nil, {}} {
				err := list.call(empty)
				require.Equal(t, list.invalid, refused(t, err, list.op, list.field).Err)
				answersOnly(t, err, agorartm.ErrInvalidArgument)
			}
			for name, id := range badIDs {
				err := list.call([]string{"bob", "carol", id, "dave"})
				require.Equal(t, list.invalid, refused(t, err, list.op, list.field+"[2]").Err, name)
				answersOnly(t, err, agorartm.ErrInvalidArgument)
			}
			err := list.call(many(list.max + 1))
			refused(t, err, list.op, list.field)
			require.ErrorIs(t, err, list.tooMany)
			require.ErrorIs(t, err, agorartm.ErrInvalidArgument)
			if list.sentinel != nil {
				require.ErrorIs(t, err, list.sentinel)
			}
			require.Empty(t, r.fake.Calls(fakesdk.QueryOnline, fakesdk.SubscribeOnline, fakesdk.UnsubscribeOnline, fakesdk.GetMemberCount))

			require.NoError(t, list.call(many(list.max)))
			all := r.fake.Calls(fakesdk.QueryOnline, fakesdk.SubscribeOnline, fakesdk.UnsubscribeOnline, fakesdk.GetMemberCount)
			require.Equal(t, many(list.max), all[0].Items)
			r.fake.ForgetCalls()
			require.NoError(t, list.call([]string{strings.Repeat("x", 64)}))
			r.fake.ForgetCalls()
		})
	}
}
