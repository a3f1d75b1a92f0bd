// This file tests outages: detection, requests made meanwhile, and what is made up for afterwards.

package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: S-06, S-07
func TestInterruption(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		interrupt(app, "alice")
		interrupt(app, "alice") // idempotent
		pass(4*time.Second - time.Millisecond)
		u.expect()
		pass(time.Millisecond)
		u.expect("state RECONNECTING INTERRUPTED")
		// fact: S-08: without end
		pass(10 * time.Minute)
		u.expect()
		app.Restore("alice")
		u.expect("state CONNECTED LOGIN_SUCCESS") // no onLoginSuccess
		app.Restore("alice")
		pass(time.Minute)
		u.expect()
	})
}

// fact: S-06
func TestShortOutageIsNotTold(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		interrupt(app, "alice")
		pass(3 * time.Second)
		u.send("bob", 1, "late")
		bob.send("alice", 2, "hi")
		u.expect()
		bob.expect()
		app.Restore("alice")
		u.expect("bob says hi", "sent 1 = 0")
		bob.expect("sent 2 = 0", "alice says late")
		pass(time.Minute)
		u.expect()
		// Each outage has its own 4 s.
		interrupt(app, "alice")
		pass(3 * time.Second)
		app.Restore("alice")
		pass(time.Millisecond)
		interrupt(app, "alice")
		pass(3 * time.Second)
		app.Restore("alice")
		pass(time.Minute)
		u.expect()
	})
}

// fact, P-03, G-02, H-08, H-17
func TestRequestsWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		room := u.join("room")
		bob.join("room")
		pass(2 * time.Second)
		u.take()
		interrupt(app, "alice")
		pass(5 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED")

		// Those whose time is over before the link is back end with their timeout.
		u.send("bob", 1, "early")
		u.post(room, 2, "early")
		require.Zero(t, u.channel("other").Join())
		require.Zero(t, room.GetMembers())
		pass(5*time.Second - time.Millisecond)
		u.expect()
		pass(time.Millisecond)
		u.expect("other: join failed 4", "room: members  = 3")
		pass(4 * time.Second)
		u.send("bob", 3, "late")
		u.post(room, 4, "late")
		require.Zero(t, u.channel("third").Join())
		pass(time.Second)
		u.expect("sent 1 = 2", "room: sent 2 = 2")
		// The others are sent then, in order.
		app.Restore("alice")
		u.expect("state CONNECTED LOGIN_SUCCESS", "sent 3 = 0", "room: sent 4 = 0", "third: joined", "third: count 1")
		bob.expect("alice says late", "room: alice says late")
		pass(time.Minute)
		u.expect()
		bob.expect()
	})
}

// fact: R-11, Z-02: a long queue, part of which times out
func TestManyRequestsInOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		interrupt(app, "alice")
		var want []string
		for i := range 6000 {
			if i == 3000 {
				pass(8 * time.Second)
			}
			if i == 4000 {
				pass(2 * time.Second)
				require.Len(t, u.take(), 1+3000)
			}
			u.send("bob", int64(i), fmt.Sprint(i))
			if i >= 3000 {
				want = append(want, fmt.Sprint("alice says ", i))
			}
		}
		app.Restore("alice")
		bob.expect(want...)
		require.Len(t, u.take(), 1+3000)
		u.send("bob", 1, "again")
		bob.expect("alice says again")
	})
}

// fact: S-26, S-27, S-28, H-16
func TestLongOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob, carol := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "carol")
		room := u.join("room")
		bob.join("room")
		pass(2 * time.Second)
		u.take()
		interrupt(app, "alice")
		pass(30*time.Second - time.Millisecond)
		bob.expect() // nothing seen by others
		require.Equal(t, 3, app.Stats().UsersOnline)
		pass(time.Millisecond)
		bob.expect("room: -alice", "room: count 1")
		require.Equal(t, 2, app.Stats().UsersOnline)
		carol.join("room")
		pass(2 * time.Second)
		bob.take()
		u.expect("state RECONNECTING INTERRUPTED")

		app.Restore("alice")
		// No onJoinSuccess; the count has changed from 2 to 3.
		u.expect("state CONNECTED LOGIN_SUCCESS", "room: count 3")
		bob.expect("room: +alice", "room: count 3")
		require.Equal(t, 3, app.Stats().UsersOnline)
		u.post(room, 1, "back")
		u.expect("room: sent 1 = 0")
		bob.expect("room: alice says back")
	})
}

// fact: S-26: an outage of less than 30 s changes nothing for others
func TestMediumOutageIsNotSeen(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		u.join("room")
		bob.join("room")
		pass(2 * time.Second)
		u.take()
		for range 3 { // the silence does not add up
			interrupt(app, "alice")
			pass(20 * time.Second)
			app.Restore("alice")
			u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS")
			bob.expect()
		}
		pass(time.Minute)
		bob.expect()
	})
}

// fact: S-29, Z-06, G-05
func TestBackfill(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		u, bob, carol := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "carol")
		u.join("a")
		u.join("b")
		a, b := bob.join("a"), bob.join("b")
		bob.post(a, 1, "before")
		pass(2 * time.Second)
		u.take()
		interrupt(app, "alice")
		bob.send("alice", 2, "peer 1")
		bob.post(b, 3, "b 1")
		carol.join("a")
		for i := range 40 {
			bob.post(a, 4, fmt.Sprint("a ", i))
		}
		bob.send("alice", 5, "peer 2")
		bob.take()
		pass(20 * time.Second)
		app.Restore("alice")

		want := []string{"state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS", "bob says peer 1", "bob says peer 2"}
		for i := 8; i < 40; i++ { // the newest 32, oldest first
			want = append(want, fmt.Sprint("a: bob says a ", i))
		}
		want = append(want, "b: bob says b 1", "a: +carol", "a: count 3")
		u.expect(want...)
		// fact: P-10: bob's messages were received, but later than he waited
		bob.expect("sent 2 = 2", "sent 5 = 2")
	})
}

// fact: S-29: channel messages of the last 30 s before the reconnect, also after a removal (G-05)
func TestBackfillAge(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		u.join("room")
		room := bob.join("room")
		pass(2 * time.Second)
		u.take()
		interrupt(app, "alice")
		pass(5 * time.Second)
		bob.post(room, 1, "too old")
		pass(time.Millisecond)
		bob.post(room, 2, "just")
		pass(29 * time.Second)
		bob.post(room, 3, "new")
		pass(time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS", "room: bob says just", "room: bob says new")
	})
}

// fact: S-29, M-09: own messages are not made up for, and what is made up for is not offline
func TestBackfillIsOnlyOfOthers(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		mine := u.join("room")
		his := bob.join("room")
		pass(2 * time.Second)
		u.take()
		u.post(mine, 1, "mine")
		u.expect("room: sent 1 = 0")
		interrupt(app, "alice")
		bob.post(his, 2, "his")
		bob.send("alice", 3, "his", offline)
		pass(time.Second)
		app.Restore("alice")
		u.expect("bob says his", "room: bob says his")
	})
}

func TestHeldMessages(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		// fact: P-10: OK if the receiver is back within 10 s
		interrupt(app, "alice")
		bob.send("alice", 1, "one")
		pass(9 * time.Second)
		bob.expect()
		app.Restore("alice")
		bob.expect("sent 1 = 0")
		u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS", "bob says one")

		// fact: P-10, P-04: after 30 s the rules for an offline receiver apply
		interrupt(app, "alice")
		bob.send("alice", 2, "given up")
		pass(25 * time.Second)
		bob.send("alice", 3, "unreachable")
		bob.send("alice", 4, "stored", offline)
		bob.expect("sent 2 = 2")
		pass(5 * time.Second)
		bob.expect("sent 3 = 3", "sent 4 = 4")
		bob.send("alice", 5, "refused")
		bob.send("alice", 6, "kept", offline)
		bob.expect("sent 5 = 3", "sent 6 = 4")
		require.Equal(t, 2, app.Stats().OfflineMessages)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS",
			"bob says given up", "bob says stored (offline)", "bob says kept (offline)")
		bob.expect()
		require.Zero(t, app.Stats().OfflineMessages)
	})
}

// A sender whose own link is down gets the answer when it is back.
// fact: P-10, R-11
func TestAnswerWaitsForTheSender(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		interrupt(app, "alice")
		bob.send("alice", 1, "hi")
		bob.expect()
		interrupt(app, "bob")
		pass(time.Second)
		app.Restore("alice")
		u.expect("bob says hi")
		bob.expect()
		app.Restore("bob")
		bob.expect("sent 1 = 0")
	})
}

// Logging out or releasing without a link cannot be told to the server.
// fact: S-26, S-30
func TestSilentGoodbye(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		for _, goodbye := range []func(*user){
			func(u *user) { require.Zero(t, u.Logout()) },
			func(u *user) { u.Release() },
		} {
			u, bob := login(t, app, "alice"), login(t, app, "bob")
			bob.join("room")
			u.join("room")
			pass(3 * time.Second)
			bob.take()
			interrupt(app, "alice")
			goodbye(u)
			pass(29 * time.Second)
			require.Equal(t, 2, app.Stats().UsersOnline)
			bob.send("alice", 1, "x")
			bob.send("alice", 2, "y", offline)
			pass(time.Second)
			bob.expect("room: -alice", "room: count 1", "sent 1 = 3", "sent 2 = 4")
			require.Equal(t, 1, app.Stats().Sessions)
			app.Restore("alice")
			require.Equal(t, 1, app.Stats().UsersOnline)

			again := login2(t, app, "alice", "bob says y (offline)")
			again.Release()
			bob.Release()
			pass(time.Second)
		}
	})
}

// login2 is login for a user who is then told more.
func login2(t *testing.T, app *emulator.App, name string, more ...string) *user {
	t.Helper()
	u := connect(t, app, name)
	require.Zero(t, u.Login("", name))
	u.expect(append([]string{"state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS"}, more...)...)
	return u
}

// fact: S-09, P-10: a new login takes over from a session that has not come back
func TestLoginReplacesSilentSession(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		bob.join("room")
		u.join("room")
		pass(3 * time.Second)
		bob.take()
		interrupt(app, "alice")
		bob.send("alice", 1, "held")
		u.Release()
		app.Restore("alice")
		login2(t, app, "alice", "bob says held")
		pass(time.Minute)
		bob.expect("room: -alice", "room: count 1", "sent 1 = 0")
		require.Equal(t, 2, app.Stats().UsersOnline)
	})
}

// fact: S-14
func TestBanWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.Ban("alice")
		u.expect("state RECONNECTING INTERRUPTED") // cannot know yet
		require.Zero(t, app.Stats().UsersOnline)
		app.Restore("alice")
		u.expect("state ABORTED BANNED_BY_SERVER")
	})
}

// fact: S-14
func TestRemoteLoginWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		interrupt(app, "alice")
		pass(5 * time.Second)
		// The way back takes 2 s, in which another client logs in.
		app.DelayNextResult("alice", emulator.OperationLogin, 2*time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED")
		login(t, app, "alice")
		u.expect("state ABORTED REMOTE_LOGIN")
		pass(time.Minute)
		u.expect()
		require.Equal(t, 1, app.Stats().UsersOnline)
	})
}

// fact: S-08: a re-login that is not answered is tried again
func TestReloginIsRepeated(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		app.DropNextResult("alice", emulator.OperationLogin)
		app.DropNextResult("alice", emulator.OperationLogin)
		interrupt(app, "alice")
		pass(time.Second)
		app.Restore("alice")
		pass(3 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED") // the link is back, the session is not
		pass(20 * time.Second)
		u.expect()
		pass(time.Second)
		u.expect("state CONNECTED LOGIN_SUCCESS")
		pass(time.Minute)
		u.expect()
	})
}

// A link that was back, but for too short a time to resume, has not ended the outage.
// fact: S-06
func TestOutageGoesOn(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		app.DropNextResult("alice", emulator.OperationLogin)
		app.Interrupt("alice")
		pass(3 * time.Second)
		app.Restore("alice")
		synctest.Wait()
		app.Interrupt("alice")
		pass(time.Second)
		u.expect("state RECONNECTING INTERRUPTED")
		app.Restore("alice")
		u.expect("state CONNECTED LOGIN_SUCCESS")
	})
}

// An interrupted logout does not hang on an answer that cannot come.
// fact: S-13
func TestLogoutWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		interrupt(app, "alice")
		pass(5 * time.Second)
		require.Zero(t, u.Logout())
		u.expect("state RECONNECTING INTERRUPTED", "logout = 0", "state DISCONNECTED LOGOUT")
		app.Restore("alice")
		pass(time.Minute)
		u.expect()
		require.Zero(t, app.Stats().Sessions)
	})
}

// After Close of the App its clients are alone, and still behave.
func TestAppClose(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		room := u.join("room")
		u.take()
		app.Close()
		pass(5 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED")
		u.send("bob", 1, "x")
		require.Zero(t, room.Leave())
		pass(10 * time.Second)
		u.expect("room: left = 1", "sent 1 = 2")
		other := emulator.Open(app.ID())
		defer other.Close()
		require.NotSame(t, app, other)
		app.Close() // once more closes nothing else
		require.Same(t, other, emulator.Open(app.ID()))
		require.Zero(t, u.Logout())
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
	})
}
