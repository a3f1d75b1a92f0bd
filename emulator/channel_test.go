// This file tests channels: membership, messages, notices, and the life of channel objects.

package emulator_test

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: H-02, H-03, H-20, OB-23
func TestCreateChannel(t *testing.T) {
	t.Parallel()
	c := emulator.NewClient()
	defer c.Release()
	keys := make(map[uint64]bool)
	for _, id := range []string{"", "null", strings.Repeat("x", 65), "a\tb", "é", "'", "*", "/", "room"} {
		ch := c.CreateChannel(id)
		require.NotNil(t, ch)
		require.Equal(t, id, ch.ID())
		require.Same(t, ch, c.CreateChannel(id))
		require.NotZero(t, ch.Key())
		require.False(t, keys[ch.Key()])
		keys[ch.Key()] = true
	}
	old := c.CreateChannel("room")
	old.Release()
	old.Release()
	next := c.CreateChannel("room")
	require.NotSame(t, old, next)
	require.NotEqual(t, old.Key(), next.Key())
	for i := range 100 { // fact: H-03: creating is not limited
		require.NotNil(t, c.CreateChannel(fmt.Sprint("room ", i)))
	}
}

// fact: H-18
// fact: H-01: making the object joins nothing
func TestCreatingIsNotJoining(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		a := alice.join("room")
		b := bob.channel("room")
		alice.expect()
		alice.post(a, 1, "anybody?")
		alice.expect("room: sent 1 = 0")
		bob.expect()
		require.Equal(t, emulator.GetMembersErrNotInChannel, b.GetMembers())
		require.Zero(t, a.GetMembers())
		alice.expect("room: members alice = 0")
	})
}

func TestJoinAndLeave(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		a, b := alice.channel("room"), bob.channel("room")
		// fact: H-06, H-13, H-15, Z-07
		require.Zero(t, a.Join())
		alice.expect("room: joined", "room: count 1")
		pass(time.Second)
		require.Zero(t, b.Join())
		bob.expect("room: joined", "room: count 2")
		alice.expect("room: +bob", "room: count 2")
		require.Equal(t, 1, app.Stats().Channels)
		// fact: H-07
		require.Equal(t, emulator.JoinChannelErrAlreadyJoined, a.Join())

		// fact: H-10
		pass(time.Second)
		require.Zero(t, b.Leave())
		bob.expect("room: left = 0")
		alice.expect("room: -bob", "room: count 1")
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, b.Leave())
		bob.expect()
		// fact: Z-07: after onLeave nothing more of the channel comes
		alice.post(a, 1, "alone")
		alice.expect("room: sent 1 = 0")
		bob.expect()
		// fact: H-19
		require.Zero(t, a.Leave())
		alice.expect("room: left = 0")
		require.Zero(t, app.Stats().Channels)
	})
}

// fact: C-17, E-02
func TestJoinChecks(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		// fact: OB-23, E-01, E-03
		for _, id := range []string{"", "null", strings.Repeat("x", 65), "a\tb", "é", "'", `"`, "*", "/"} {
			require.Equal(t, emulator.JoinChannelErrInvalidArgument, alice.CreateChannel(id).Join(), "%q", id)
		}
		alice.expect()
		for _, id := range []string{strings.Repeat("x", 64), " ", "`", "a,b"} {
			alice.join(id)
		}
	})
}

// fact: H-07, H-10, G-01: while joining
func TestWhileJoining(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		ch := alice.channel("room")
		app.DelayNextResult("alice", emulator.OperationJoin, time.Second)
		require.Zero(t, ch.Join())
		require.Equal(t, emulator.JoinChannelErrAlreadyJoined, ch.Join())
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, ch.Leave())
		require.Equal(t, emulator.GetMembersErrNotInChannel, ch.GetMembers())
		require.Equal(t, emulator.ChannelMessageErrFailure, ch.SendMessage(1, text("x"), emulator.SendOptions{}))
		alice.expect()
		pass(time.Second)
		alice.expect("room: joined", "room: count 1")

		app.DelayNextResult("alice", emulator.OperationLeave, 3*time.Second)
		require.Zero(t, ch.Leave())
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, ch.Leave())
		require.Equal(t, emulator.JoinChannelErrAlreadyJoined, ch.Join())
		require.Equal(t, emulator.ChannelMessageErrFailure, ch.SendMessage(1, text("x"), emulator.SendOptions{}))
		// It is a member until it is told otherwise.
		bob := login(t, app, "bob")
		bob.post(bob.join("room"), 1, "still here?")
		alice.expect("room: +bob", "room: bob says still here?")
		pass(3 * time.Second)
		alice.expect("room: count 2", "room: left = 0")
	})
}

// fact: H-04, C-05
func TestJoinLimit(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		var channels []*emulator.Channel
		for i := range 19 {
			channels = append(channels, alice.join(fmt.Sprint(i)))
		}
		// Joining ones count too.
		app.DelayNextResult("alice", emulator.OperationJoin, time.Second)
		require.Zero(t, alice.channel("joining").Join())
		extra := alice.channel("extra")
		require.Equal(t, emulator.JoinChannelErrExceedLimit, extra.Join())
		pass(time.Second)
		require.Equal(t, emulator.JoinChannelErrExceedLimit, extra.Join())
		require.Zero(t, channels[0].Leave())
		synctest.Wait()
		require.Zero(t, extra.Join())
		synctest.Wait()
		channels[1].Release()
		require.Zero(t, alice.channel("another").Join())
		synctest.Wait()
		require.Equal(t, emulator.JoinChannelErrExceedLimit, channels[0].Join())
		// A new login starts from nothing.
		require.Zero(t, alice.Logout())
		alice.take()
		require.Zero(t, alice.Login("", "alice"))
		synctest.Wait()
		require.Zero(t, channels[0].Join())
	})
}

func TestChannelMessage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, carol, eve := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "carol"), login(t, app, "eve")
		a := alice.join("room")
		bob.join("room")
		// fact: G-01
		e := eve.channel("room")
		require.Equal(t, emulator.ChannelMessageErrFailure, e.SendMessage(1, text("x"), emulator.SendOptions{}))
		// fact: M-04, M-05, R-08: sizes before states
		for _, m := range []*emulator.Message{nil, text(strings.Repeat("x", 32769)), {Type: emulator.MessageTypeUndefined}} {
			require.Equal(t, emulator.ChannelMessageErrInvalidMessage, a.SendMessage(1, m, emulator.SendOptions{}))
			require.Equal(t, emulator.ChannelMessageErrInvalidMessage, e.SendMessage(1, m, emulator.SendOptions{}))
		}
		alice.take()
		// fact: G-02, G-03, P-06
		require.Zero(t, a.SendMessage(5, text("hello"), offline))
		alice.expect("room: sent 5 = 0")
		require.Equal(t, []string{"room: alice says hello"}, bob.take())
		eve.expect()
		// fact: G-06
		c := carol.join("room")
		carol.expect()
		// fact: M-08, M-09
		require.Zero(t, c.SendMessage(6, text("from carol"), emulator.SendOptions{}))
		for _, ev := range bob.takeRaw() {
			if ev.Kind == emulator.EventChannelMessage {
				require.False(t, ev.Message.Offline)
				require.True(t, app.Clock().Now().Equal(ev.Message.ServerTime))
				require.Equal(t, "carol", ev.User)
			}
		}
	})
}

// fact: Z-02: one order for all members
func TestChannelOrder(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		const senders, messages = 4, 200
		readers := []*user{login(t, app, "r0"), login(t, app, "r1"), login(t, app, "r2")}
		for _, r := range readers {
			r.join("room")
		}
		for s := range senders {
			u := login(t, app, fmt.Sprint("s", s))
			ch := u.join("room")
			go func() {
				for i := range messages {
					ch.SendMessage(1, text(fmt.Sprint(i)), emulator.SendOptions{})
				}
			}()
		}
		var orders [][]string
		for _, r := range readers {
			var order []string
			next := make(map[string]int)
			for _, e := range r.takeRaw() {
				if e.Kind == emulator.EventChannelMessage {
					order = append(order, e.User+e.Message.Text)
					require.Equal(t, fmt.Sprint(next[e.User]), e.Message.Text)
					next[e.User]++
				}
			}
			require.Len(t, order, senders*messages)
			orders = append(orders, order)
		}
		require.Equal(t, orders[0], orders[1])
		require.Equal(t, orders[0], orders[2])
	})
}

// fact: H-17
func TestGetMembers(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		ch := alice.channel("room")
		require.Equal(t, emulator.GetMembersErrNotInChannel, ch.GetMembers())
		require.Zero(t, ch.Join())
		synctest.Wait()
		bob.join("room")
		alice.take()
		require.Zero(t, ch.GetMembers())
		events := alice.takeRaw()
		require.Len(t, events, 1)
		require.Equal(t, emulator.GetMembersErrOK, events[0].Code)
		sort.Strings(events[0].Users)
		require.Equal(t, []string{"alice", "bob"}, events[0].Users)
	})
}

// fact: H-14, H-15, H-17: above 512 members
func TestCrowd(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		ch := alice.join("room")
		var crowd []*emulator.Channel
		for i := range 511 {
			u := emulator.NewClient()
			t.Cleanup(u.Release)
			require.Zero(t, u.Initialize(app.ID()))
			require.Zero(t, u.Login("", fmt.Sprint(i)))
			crowd = append(crowd, u.CreateChannel("room"))
		}
		synctest.Wait()
		for _, c := range crowd {
			require.Zero(t, c.Join())
		}
		pass(time.Second)
		notes := alice.take()
		require.Contains(t, notes, "room: +510")
		require.Equal(t, "room: count 512", notes[len(notes)-1])

		// The 513th is not told by name, nor is whoever leaves to make it 512.
		pass(3 * time.Second)
		extra := login(t, app, "extra")
		extra.join("room")
		alice.expect("room: count 513")
		require.Zero(t, ch.GetMembers())
		events := alice.takeRaw()
		require.Len(t, events[0].Users, 512)
		unique := make(map[string]bool)
		for _, name := range events[0].Users {
			unique[name] = true
		}
		require.Len(t, unique, 512)
		// At most once in 3 s now.
		second := login(t, app, "second")
		other := second.join("room")
		pass(3*time.Second - time.Millisecond)
		alice.expect()
		pass(time.Millisecond)
		alice.expect("room: count 514")
		require.Zero(t, other.Leave())
		require.Zero(t, crowd[0].Leave())
		alice.expect() // 513 to 512 is not told by name either
		pass(3 * time.Second)
		alice.expect("room: count 512")
		require.Zero(t, crowd[1].Leave())
		alice.expect("room: -1")
		pass(time.Second)
		alice.expect("room: count 511")
	})
}

// fact: H-15: at most once per second, the last value wins
func TestMemberCountIsCoalesced(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		ch := alice.channel("room")
		require.Zero(t, ch.Join())
		alice.expect("room: joined", "room: count 1")
		var others []*emulator.Channel
		for _, name := range []string{"b", "c", "d"} {
			others = append(others, login(t, app, name).join("room"))
		}
		require.Zero(t, others[0].Leave())
		alice.expect("room: +b", "room: +c", "room: +d", "room: -b")
		pass(time.Second - time.Millisecond)
		alice.expect()
		pass(time.Millisecond)
		alice.expect("room: count 3")
		// There and back within the second is no change.
		require.Zero(t, others[1].Leave())
		synctest.Wait()
		require.Zero(t, others[0].Join())
		alice.expect("room: -c", "room: +b")
		pass(time.Minute)
		alice.expect()
		// After a quiet time a change is told at once.
		require.Zero(t, others[2].Leave())
		alice.expect("room: -d", "room: count 2")
	})
}

// fact: H-11, H-12
func TestKickFromChannel(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		a, b := alice.join("room"), bob.join("room")
		pass(2 * time.Second)
		alice.take()
		require.Error(t, app.KickFromChannel("nowhere", "bob"))
		require.Error(t, app.KickFromChannel("room", "nobody"))
		require.NoError(t, app.KickFromChannel("room", "bob"))
		bob.expect("room: left = 4")
		alice.expect("room: -bob", "room: count 1")
		require.Error(t, app.KickFromChannel("room", "bob"))

		alice.post(a, 1, "x")
		bob.expect()
		require.Equal(t, emulator.ChannelMessageErrFailure, b.SendMessage(1, text("x"), emulator.SendOptions{}))
		require.Equal(t, emulator.GetMembersErrNotInChannel, b.GetMembers())
		// The next leave is told so once more, then there is nothing to leave.
		require.Zero(t, b.Leave())
		bob.expect("room: left = 4")
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, b.Leave())
		// Joining again is possible, also without that leave.
		require.Zero(t, b.Join())
		bob.expect("room: joined", "room: count 2")
		require.NoError(t, app.KickFromChannel("room", "bob"))
		pass(5 * time.Second)
		bob.take()
		require.Zero(t, b.Join())
		bob.expect("room: joined", "room: count 2")
	})
}

// fact: H-11, H-12: one who is interrupted learns of it later, and is not put back
func TestKickWhileInterrupted(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		for _, outage := range []time.Duration{2 * time.Second, 20 * time.Second, 40 * time.Second} {
			alice, bob := login(t, app, "alice"), login(t, app, "bob")
			alice.join("room")
			bob.join("room")
			bob.join("other")
			pass(2 * time.Second)
			alice.take()
			bob.take()
			interrupt(app, "bob")
			require.NoError(t, app.KickFromChannel("room", "bob"))
			alice.expect("room: -bob", "room: count 1")
			pass(outage)
			app.Restore("bob")
			require.Contains(t, bob.take(), "room: left = 4")
			alice.expect()
			require.Equal(t, 2, app.Stats().Channels, "the other channel is kept")
			alice.Release()
			bob.Release()
			pass(5 * time.Second)
		}
	})
}

// fact: H-11, R-03: kicked while leaving, that leave tells it, and until then nothing can be joined
func TestKickWhileLeaving(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		for _, fault := range []func(){
			func() { app.DropNextResult("bob", emulator.OperationLeave) },
			func() { app.DelayNextResult("bob", emulator.OperationLeave, 5*time.Second-1) },
		} {
			bob := login(t, app, "bob")
			room := bob.join("room")
			fault()
			require.Zero(t, room.Leave())
			require.NoError(t, app.KickFromChannel("room", "bob"))
			bob.expect()
			require.Equal(t, emulator.JoinChannelErrAlreadyJoined, room.Join())
			interrupt(app, "bob")
			app.Restore("bob")
			synctest.Wait()
			require.Zero(t, app.Stats().Channels, "not put back")
			pass(5 * time.Second)
			bob.expect("room: left = 4")
			require.Equal(t, emulator.LeaveChannelErrNotInChannel, room.Leave())
			require.Zero(t, room.Join())
			bob.expect("room: joined", "room: count 1")
			bob.Release()
			pass(time.Second)
		}
	})
}

// fact: L-16
func TestReleaseChannel(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.join("room")
		b := bob.join("room")
		pass(2 * time.Second)
		alice.take()
		b.Release()
		bob.expect()
		alice.expect("room: -bob", "room: count 1")
		require.Equal(t, emulator.JoinChannelErrNotInitialized, b.Join())
		require.Equal(t, emulator.LeaveChannelErrNotInitialized, b.Leave())
		require.Equal(t, emulator.GetMembersErrNotInitialized, b.GetMembers())
		require.Equal(t, emulator.ChannelMessageErrNotInitialized, b.SendMessage(1, text("x"), emulator.SendOptions{}))
		// fact: H-21: another object of the id is another object
		next := bob.channel("room")
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, next.Leave())
		require.Zero(t, next.Join())
		bob.expect("room: joined", "room: count 2")
		b.Release()
		pass(time.Second)
		alice.expect("room: +bob", "room: count 2")
	})
}

// fact: L-16, H-08: released while its join is under way, the channel is not joined, nor is its successor left
func TestReleaseWhileJoining(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.join("room")
		b := bob.channel("room")
		interrupt(app, "bob")
		require.Zero(t, b.Join())
		b.Release()
		next := bob.channel("room")
		require.Zero(t, next.Join())
		app.Restore("bob")
		bob.expect("room: joined", "room: count 2")
		pass(time.Minute)
		bob.expect()
		alice.expect("room: +bob", "room: count 2") // the join given up was not even sent
		bob.post(next, 1, "still in")
		bob.expect("room: sent 1 = 0")
	})
}

// fact: L-16, H-04: the same with a link, over and over; in the end nothing is joined
func TestReleaseAfterJoining(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		bob := login(t, app, "bob")
		for range 30 {
			ch := bob.channel("room")
			require.Zero(t, ch.Join())
			ch.Release()
		}
		synctest.Wait()
		bob.take()
		require.Zero(t, app.Stats().Channels)
		for i := range 20 { // none of those released counts
			bob.join(fmt.Sprint(i))
		}
		// Released with a leave under way that is lost.
		app.DropNextResult("bob", emulator.OperationLeave)
		ch := bob.channel("0")
		require.Zero(t, ch.Leave())
		ch.Release()
		synctest.Wait()
		require.Equal(t, 19, app.Stats().Channels)
	})
}

// fact: S-20, R-10: a leave that is open when the session ends
func TestLeaveIntoAborted(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		bob := login(t, app, "bob")
		room := bob.join("room")
		app.DropNextResult("bob", emulator.OperationLeave)
		require.Zero(t, room.Leave())
		app.Ban("bob")
		pass(5 * time.Second)
		bob.expect("state ABORTED BANNED_BY_SERVER", "room: left = 1")
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, room.Leave())
		require.Equal(t, emulator.GetMembersErrNotInChannel, room.GetMembers())
	})
}

// A join whose answer was lost may have worked: the client leaves then, so that it is what it tells.
// fact: H-08
func TestJoinTimeoutLeaves(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		bob := login(t, app, "bob")
		b := bob.channel("room")
		app.DelayNextResult("bob", emulator.OperationJoin, 6*time.Second)
		require.Zero(t, b.Join())
		pass(5 * time.Second)
		bob.expect("room: join failed 4")
		pass(5 * time.Second)
		bob.expect()
		require.Zero(t, app.Stats().Channels)
		require.Zero(t, b.Join())
		bob.expect("room: joined", "room: count 1")
	})
}
