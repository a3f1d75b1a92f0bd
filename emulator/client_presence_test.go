// This file tests presence and member counts of the client.

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

// peerStates writes online states as bob+ (online), bob? (unreachable), bob- (offline).
func peerStates(d *emulator.Details) string {
	if d == nil {
		return "nothing"
	}
	marks := map[int32]string{
		emulator.PeerOnlineStateOnline: "+", emulator.PeerOnlineStateUnreachable: "?", emulator.PeerOnlineStateOffline: "-",
	}
	var all []string
	for _, p := range d.Peers {
		all = append(all, p.PeerID+marks[p.State])
	}
	return strings.Join(all, ",")
}

// memberCounts writes member counts as room:2.
func memberCounts(d *emulator.Details) string {
	if d == nil {
		return "nothing"
	}
	var all []string
	for _, ch := range d.Counts {
		all = append(all, fmt.Sprintf("%s:%d", ch.ChannelID, ch.Count))
	}
	return strings.Join(all, ",")
}

// ids returns n different ids.
func ids(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(prefix, i)
	}
	return all
}

// badIDs can name nobody and nothing.
var badIDs = []string{"", "null", strings.Repeat("x", 65), "é", "a/b", "a*b", "\x00"}

// fact: O-02, O-05, O-14, R-05, Z-04
func TestQueryPeersOnlineStatus(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		login(t, app, "bob")
		peers := []string{"carol", "bob", "alice", "bob"}
		require.Zero(t, alice.QueryPeersOnlineStatus(41, peers))
		peers[0] = "bob" // the list is read by the call only
		alice.expect("query 41 carol-,bob+,alice+,bob+ = 0")
	})
}

// fact: O-06, O-07, O-08, O-11, O-12, R-05, C-20
func TestSubscribePeersOnlineStatus(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		peers := []string{"bob", "alice"}
		require.Zero(t, alice.SubscribePeersOnlineStatus(1, peers))
		peers[0] = "carol"
		alice.expect("subscription 1 = 0", "peers bob-,alice+")
		require.Zero(t, alice.SubscribePeersOnlineStatus(2, []string{"bob"}))
		alice.expect("subscription 2 = 0", "peers bob-")
		bob := login(t, app, "bob")
		alice.expect("peers bob+")
		require.Zero(t, alice.QueryPeersBySubscriptionOption(3, emulator.PeerSubscriptionOptionOnlineStatus))
		alice.expect("subscribed 3 bob,alice = 0")
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(4, []string{"bob", "nobody"}))
		alice.expect("subscription 4 = 0")
		require.Zero(t, bob.Logout())
		alice.expect()
		require.Zero(t, alice.QueryPeersBySubscriptionOption(5, 7))
		require.Zero(t, alice.QueryPeersBySubscriptionOption(6, 0))
		alice.expect("subscribed 5  = 1", "subscribed 6 alice = 0")
		require.Equal(t, 1, app.Stats().Subscriptions)
	})
}

// fact: O-06, R-08, C-28, O-16
func TestSubscriptionOverflow(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		subscribe := func(peers ...string) int32 { return alice.SubscribePeersOnlineStatus(1, peers) }
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe(ids("a", 513)...))
		require.Zero(t, subscribe(append(ids("a", 511), "a0")...))
		// More while the answer is on its way: two more are one too many, and none is subscribed to.
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe("b", "c"))
		require.Zero(t, subscribe("b", "a1"))
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe("c"))
		synctest.Wait()
		require.Equal(t, 512, app.Stats().Subscriptions)
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(2, []string{"a0", "nobody"}))
		require.Zero(t, subscribe("c"))
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe("d"))
		synctest.Wait()
		require.Equal(t, 512, app.Stats().Subscriptions)

		// One that fails takes no place, and a failed unsubscription frees none.
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(3, []string{"c"}))
		synctest.Wait()
		app.DropNextResult("alice", emulator.OperationSubscribePeersOnlineStatus)
		require.Zero(t, subscribe("lost"))
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe("d"))
		alice.take()
		pass(10 * time.Second)
		alice.expect("subscription 1 = 4")
		require.Zero(t, subscribe("d"))
		app.DropNextResult("alice", emulator.OperationUnsubscribePeersOnlineStatus)
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(4, []string{"d"}))
		pass(10 * time.Second)
		require.Equal(t, emulator.PeerSubscriptionStatusErrOverflow, subscribe("e"))
		alice.expect("subscription 1 = 0", "peers d-", "subscription 4 = 4")

		// fact: O-10, S-24
		require.Zero(t, alice.Logout())
		synctest.Wait()
		require.Zero(t, app.Stats().Subscriptions)
		require.Zero(t, alice.Login("", "alice"))
		alice.take()
		require.Zero(t, subscribe(ids("z", 512)...))
		synctest.Wait()
		require.Equal(t, 512, app.Stats().Subscriptions)
	})
}

// Subscriptions end with the session: what becomes of its requests does not count afterwards.
// fact: O-06, O-10, R-11
func TestSubscriptionsOfAnEndedSession(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		require.Zero(t, alice.SubscribePeersOnlineStatus(1, ids("a", 512)))
		synctest.Wait()
		app.DropNextResult("alice", emulator.OperationUnsubscribePeersOnlineStatus)
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(2, ids("a", 512)))
		app.Ban("alice")
		app.Unban("alice")
		pass(10 * time.Second)
		require.Contains(t, alice.take(), "subscription 2 = 4")
		require.Zero(t, alice.SubscribePeersOnlineStatus(3, ids("b", 512))) // ABORTED: taken, and lost
		pass(10 * time.Second)
		alice.expect("subscription 3 = 4")
		require.Zero(t, alice.Logout())
		synctest.Wait()
		require.Zero(t, alice.Login("", "alice"))
		synctest.Wait()
		require.Zero(t, alice.SubscribePeersOnlineStatus(4, ids("c", 512)))
	})
}

// fact: O-05, O-15, S-26, S-30
func TestPeerOnlineStates(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		require.Zero(t, alice.SubscribePeersOnlineStatus(1, []string{"bob"}))
		alice.expect("subscription 1 = 0", "peers bob+")
		interrupt(app, "bob")
		pass(6*time.Second - time.Millisecond)
		alice.expect()
		pass(time.Millisecond)
		alice.expect("peers bob?")
		// fact: O-03
		require.Zero(t, alice.QueryPeersOnlineStatus(2, []string{"bob"}))
		alice.expect("query 2 bob+ = 0")
		app.Restore("bob")
		alice.expect("peers bob+")
		interrupt(app, "bob")
		pass(6 * time.Second)
		alice.expect("peers bob?")
		pass(24*time.Second - time.Millisecond)
		alice.expect()
		pass(time.Millisecond)
		alice.expect("peers bob-")
		require.Zero(t, alice.QueryPeersOnlineStatus(3, []string{"bob"}))
		alice.expect("query 3 bob- = 0")
		app.Restore("bob")
		alice.expect("peers bob+")
		bob.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS",
			"state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS")
		bob.Release()
		alice.expect("peers bob-")
	})
}

// fact: O-09, O-10, S-06, S-26, S-27, S-28, S-29, Z-06
func TestPresenceAfterOutage(t *testing.T) {
	for outage, want := range map[time.Duration][]string{
		3 * time.Second: {
			"peers bob-,carol+", "dave says hi", "room: dave says hello", "room: count 1",
		},
		10 * time.Second: {
			"state CONNECTED LOGIN_SUCCESS", "peers bob-,carol+", "dave says hi", "room: dave says hello", "room: count 1",
		},
		40 * time.Second: {
			"state CONNECTED LOGIN_SUCCESS", "peers bob-,carol+", "dave says hi (offline)", "room: count 1",
		},
	} {
		t.Run(outage.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice, bob, dave := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "dave")
				alice.join("room")
				room := dave.join("room")
				pass(2 * time.Second)
				alice.take()
				require.Zero(t, alice.SubscribePeersOnlineStatus(1, []string{"bob", "carol", "dave", "alice"}))
				alice.expect("subscription 1 = 0", "peers bob+,carol-,dave+,alice+")
				interrupt(app, "alice")
				require.Zero(t, bob.Logout())
				login(t, app, "carol")
				dave.send("alice", 1, "hi", offline)
				dave.post(room, 2, "hello")
				synctest.Wait()
				require.Zero(t, room.Leave())
				pass(outage)
				// Between states she is told nothing else.
				if outage > 4*time.Second {
					alice.expect("state RECONNECTING INTERRUPTED")
				}
				app.Restore("alice")
				synctest.Wait()
				// Who left while she counted as a member comes before the count.
				var got []string
				for _, n := range alice.take() {
					if n != "room: -dave" {
						got = append(got, n)
					}
				}
				require.Equal(t, want, got)
				require.Zero(t, alice.QueryPeersBySubscriptionOption(2, 0))
				alice.expect("subscribed 2 bob,carol,dave,alice = 0")
				require.Zero(t, dave.Logout())
				alice.expect("peers dave-")
			})
		})
	}
}

// fact: Y-01, Y-02, H-15
func TestGetChannelMemberCount(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.join("room")
		channels := []string{"nowhere", "room"}
		require.Zero(t, bob.GetChannelMemberCount(1, channels))
		channels[0] = "room"
		bob.expect("counts 1 nowhere:0,room:1 = 0")
		bob.join("room")
		login(t, app, "carol").join("room")
		alice.take() // not told yet of the last: at most once per second
		app.LiftFrequencyLimits(true)
		require.Zero(t, alice.GetChannelMemberCount(2, []string{"room"}))
		alice.expect("counts 2 room:3 = 0") // the query knows
		pass(time.Second)
		alice.expect("room: count 3")
	})
}

// question is a call that is answered with a request id.
type question struct {
	name    string
	op      emulator.Operation
	timeout time.Duration
	call    func(u *user) int32 // valid, with id 1
	ok      string              // what is told when alice asks, herself and alone
	late    string              // what is told when no answer comes
}

var presenceQuestions = []question{
	{
		"query", emulator.OperationQueryPeersOnlineStatus, 10 * time.Second,
		func(u *user) int32 { return u.QueryPeersOnlineStatus(1, []string{"alice"}) }, "query 1 alice+ = 0", "query 1 nothing = 4",
	},
	{
		"subscribe", emulator.OperationSubscribePeersOnlineStatus, 10 * time.Second,
		func(u *user) int32 { return u.SubscribePeersOnlineStatus(1, []string{"alice"}) }, "subscription 1 = 0", "subscription 1 = 4",
	},
	{
		"unsubscribe", emulator.OperationUnsubscribePeersOnlineStatus, 10 * time.Second,
		func(u *user) int32 { return u.UnsubscribePeersOnlineStatus(1, []string{"alice"}) }, "subscription 1 = 0", "subscription 1 = 4",
	},
	{
		"by option", emulator.OperationQueryPeersBySubscriptionOption, 5 * time.Second,
		func(u *user) int32 { return u.QueryPeersBySubscriptionOption(1, 0) }, "subscribed 1  = 0", "subscribed 1  = 2",
	},
	{
		"member count", emulator.OperationGetChannelMemberCount, 5 * time.Second,
		func(u *user) int32 { return u.GetChannelMemberCount(1, []string{"room"}) }, "counts 1 room:0 = 0", "counts 1 nothing = 4",
	},
}

// fact, E-03, E-05, O-01, O-11, Y-01: what is refused at once, and uses up nothing
func TestPresenceChecks(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		for range 200 {
			for _, id := range badIDs {
				bad := []string{"alice", id}
				require.Equal(t, emulator.QueryPeersOnlineStatusErrInvalidArgument, alice.QueryPeersOnlineStatus(1, bad), "%q", id)
				require.Equal(t, emulator.PeerSubscriptionStatusErrInvalidArgument, alice.SubscribePeersOnlineStatus(1, bad), "%q", id)
				require.Equal(t, emulator.PeerSubscriptionStatusErrInvalidArgument, alice.UnsubscribePeersOnlineStatus(1, bad), "%q", id)
				require.Equal(t, emulator.GetChannelMemberCountErrInvalidArgument, alice.GetChannelMemberCount(1, bad), "%q", id)
			}
		}
		require.Equal(t, emulator.QueryPeersOnlineStatusErrInvalidArgument, alice.QueryPeersOnlineStatus(1, nil))
		require.Equal(t, emulator.PeerSubscriptionStatusErrInvalidArgument, alice.SubscribePeersOnlineStatus(1, nil))
		require.Equal(t, emulator.PeerSubscriptionStatusErrInvalidArgument, alice.UnsubscribePeersOnlineStatus(1, nil))
		require.Equal(t, emulator.GetChannelMemberCountErrInvalidArgument, alice.GetChannelMemberCount(1, nil))
		require.Equal(t, emulator.QueryPeersOnlineStatusErrInvalidArgument, alice.QueryPeersOnlineStatus(1, ids("u", 257)))
		require.Equal(t, emulator.GetChannelMemberCountErrExceedLimit, alice.GetChannelMemberCount(1, ids("c", 33)))
		alice.expect()
		for _, q := range presenceQuestions {
			require.Zero(t, q.call(alice), q.name)
		}
		require.Zero(t, alice.QueryPeersOnlineStatus(1, ids("u", 256)))
		pass(time.Second)
		require.Zero(t, alice.GetChannelMemberCount(1, ids("c", 32)))
		require.Zero(t, alice.UnsubscribePeersOnlineStatus(1, ids("u", 600)))
	})
}

// testQuestions tests what is common to all calls with a request id.
func testQuestions(t *testing.T, questions []question) {
	for _, q := range questions {
		t.Run(q.name, func(t *testing.T) {
			t.Run("refused", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testRefused(t, app, q) }) })
			t.Run("timeout", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testTimeout(t, app, q) }) })
			t.Run("failure", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testFailure(t, app, q) }) })
			t.Run("delay", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testDelay(t, app, q) }) })
			t.Run("reconnecting", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testReconnecting(t, app, q) }) })
			t.Run("aborted", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testAborted(t, app, q) }) })
			t.Run("logout", func(t *testing.T) { onClouds(t, func(t *testing.T, app *emulator.App) { testLogout(t, app, q) }) })
		})
	}
}

func testFailure(t *testing.T, app *emulator.App, q question) {
	alice := login(t, app, "alice")
	app.FailNextResult("alice", q.op, 1)
	require.Zero(t, q.call(alice))
	alice.expect(withCode(q.late, 1))
	st := app.Stats()
	require.Zero(t, st.Subscriptions+st.UserAttributes+st.ChannelAttributes, "nothing has been done")
	pass(5 * time.Second)
	require.Zero(t, q.call(alice))
	require.Contains(t, alice.take(), q.ok)
}

func TestPresenceQuestions(t *testing.T) { testQuestions(t, presenceQuestions) }

// fact: L-06, L-08, O-13, OB-20, OB-22, R-03, R-10
func testRefused(t *testing.T, app *emulator.App, q question) {
	require.EqualValues(t, 101, q.call(&user{Client: emulator.NewClient()}))
	u := connect(t, app, "alice")
	require.EqualValues(t, 102, q.call(u))
	interrupt(app, "alice")
	require.Zero(t, u.Login("", "alice"))
	require.EqualValues(t, 102, q.call(u)) // CONNECTING
	app.Restore("alice")
	u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	require.Zero(t, u.Logout())
	require.EqualValues(t, 102, q.call(u))
	u.expect("logout = 0", "state DISCONNECTED LOGOUT")
	u.Release()
	require.EqualValues(t, 101, q.call(u))
}

// fact: O-01, U-13, N-12, Y-03
func testTimeout(t *testing.T, app *emulator.App, q question) {
	u := login(t, app, "alice")
	app.DropNextResult("alice", q.op)
	require.Zero(t, q.call(u))
	pass(q.timeout - time.Millisecond)
	u.expect()
	pass(time.Millisecond)
	u.expect(q.late)
	require.Zero(t, q.call(u))
	require.Equal(t, q.ok, u.take()[0])
}

func testDelay(t *testing.T, app *emulator.App, q question) {
	u := login(t, app, "alice")
	app.DelayNextResult("alice", q.op, 3*time.Second)
	require.Zero(t, q.call(u))
	pass(3*time.Second - time.Millisecond)
	u.expect()
	pass(time.Millisecond)
	require.Equal(t, q.ok, u.take()[0])
	app.DelayNextResult("alice", q.op, time.Minute)
	require.Zero(t, q.call(u))
	pass(q.timeout)
	u.expect(q.late)
	pass(time.Hour)
	u.expect()
}

// fact
func testReconnecting(t *testing.T, app *emulator.App, q question) {
	u := login(t, app, "alice")
	interrupt(app, "alice")
	pass(5 * time.Second)
	u.expect("state RECONNECTING INTERRUPTED")
	require.Zero(t, q.call(u))
	pass(q.timeout - time.Millisecond)
	u.expect()
	pass(time.Millisecond)
	u.expect(q.late)
	require.Zero(t, q.call(u))
	pass(3 * time.Second)
	app.Restore("alice")
	require.Equal(t, []string{"state CONNECTED LOGIN_SUCCESS", q.ok}, u.take()[:2])
}

// fact
func testAborted(t *testing.T, app *emulator.App, q question) {
	u := login(t, app, "alice")
	app.Ban("alice")
	u.expect("state ABORTED BANNED_BY_SERVER")
	require.Zero(t, q.call(u))
	pass(q.timeout - time.Millisecond)
	u.expect()
	pass(time.Millisecond)
	u.expect(q.late)
	app.Unban("alice")
}

// fact: R-12
func testLogout(t *testing.T, app *emulator.App, q question) {
	u := login(t, app, "alice")
	app.DropNextResult("alice", q.op)
	require.Zero(t, q.call(u))
	require.Zero(t, u.Logout())
	u.expect(q.late, "logout = 0", "state DISCONNECTED LOGOUT")
	pass(time.Minute)
	u.expect()
}
