// This file tests the faults for single results.

package emulator_test

import (
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// faultCase is a request, the event of its success, and that of its timeout.
type faultCase struct {
	op      emulator.Operation
	call    func(*user, *emulator.Channel) int32
	success string
	timeout string
	after   time.Duration
}

// fact: section 26, R-04 table: P-03, H-08, H-17, G-02
var faultCases = []faultCase{
	{
		emulator.OperationRenewToken, func(u *user, _ *emulator.Channel) int32 { return u.RenewToken("new") },
		"renew new = 0", "renew new = 1", 10 * time.Second,
	},
	{emulator.OperationSendMessageToPeer, func(u *user, _ *emulator.Channel) int32 {
		return u.SendMessageToPeer("bob", 7, text("hi"), emulator.SendOptions{})
	}, "sent 7 = 0", "sent 7 = 2", 10 * time.Second},
	{emulator.OperationSendChannelMessage, func(_ *user, ch *emulator.Channel) int32 {
		return ch.SendMessage(8, text("all"), emulator.SendOptions{})
	}, "room: sent 8 = 0", "room: sent 8 = 2", 10 * time.Second},
	{
		emulator.OperationGetMembers, func(_ *user, ch *emulator.Channel) int32 { return ch.GetMembers() },
		"room: members alice = 0", "room: members  = 3", 5 * time.Second,
	},
	{
		emulator.OperationLeave, func(_ *user, ch *emulator.Channel) int32 { return ch.Leave() },
		"room: left = 0", "room: left = 1", 5 * time.Second,
	},
}

func TestDropNextResult(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.op.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice, bob := login(t, app, "alice"), login(t, app, "bob")
				room := alice.join("room")
				app.DropNextResult("bob", c.op) // of another user
				app.DropNextResult("alice", c.op)
				require.Zero(t, c.call(alice, room))
				pass(c.after - time.Millisecond)
				alice.expect()
				pass(time.Millisecond)
				alice.expect(c.timeout)
				if c.op == emulator.OperationSendMessageToPeer {
					bob.expect("alice says hi") // only the answer was lost
				}
				// The next one is as ever, and leave leaves what the failed one did not.
				require.Zero(t, c.call(alice, room))
				alice.expect(c.success)
				pass(time.Minute)
				alice.expect()
			})
		})
	}
}

// fact: T-01
func TestDelayNextResult(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.op.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice := login(t, app, "alice")
				login(t, app, "bob")
				room := alice.join("room")
				app.DelayNextResult("alice", c.op, 3*time.Second)
				require.Zero(t, c.call(alice, room))
				pass(3*time.Second - time.Millisecond)
				alice.expect()
				pass(time.Millisecond)
				alice.expect(c.success)
				pass(time.Minute)
				alice.expect()
			})
		})
	}
}

// A result later than the timeout is a timeout, and comes once.
// fact: R-03
func TestDelayBeyondTimeout(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.op.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice := login(t, app, "alice")
				login(t, app, "bob")
				room := alice.join("room")
				app.DelayNextResult("alice", c.op, time.Minute)
				require.Zero(t, c.call(alice, room))
				pass(2 * time.Minute)
				alice.expect(c.timeout)
			})
		})
	}
}

// fact: S-05
func TestFaultsOfLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		app.DropNextResult("alice", emulator.OperationLogin)
		app.DelayNextResult("alice", emulator.OperationLogin, time.Second)
		require.Zero(t, u.Login("", "alice"))
		pass(12 * time.Second)
		u.expect("state CONNECTING LOGIN", "login failed 9", "state DISCONNECTED LOGIN_TIMEOUT")
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN")
		pass(time.Second)
		u.expect("login ok", "state CONNECTED LOGIN_SUCCESS")
		pass(time.Minute)
		u.expect()
	})
}

// A delayed login given up by a logout stays given up.
func TestDelayedLoginGivenUp(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		app.DelayNextResult("alice", emulator.OperationLogin, 2*time.Second)
		require.Zero(t, u.Login("", "alice"))
		require.Zero(t, u.Logout())
		u.expect("state CONNECTING LOGIN", "logout = 0", "state DISCONNECTED LOGOUT")
		// Not even when another login is held back by then.
		app.DropNextResult("alice", emulator.OperationLogin)
		require.Zero(t, u.Login("", "alice"))
		pass(5 * time.Second)
		u.expect("state CONNECTING LOGIN")
		require.Zero(t, app.Stats().UsersOnline)
	})
}

func TestFaultsOfLogout(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		app.DelayNextResult("alice", emulator.OperationLogout, 8*time.Second)
		require.Zero(t, u.Logout())
		u.expect()
		requireAll(t, 102, refusals(u.Client))
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "alice"))
		require.Zero(t, u.Logout())
		u.expect("logout = 102")
		pass(8 * time.Second)
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")

		// fact: OB-28: a request that was taken can end without a callback
		require.Zero(t, u.Login("", "alice"))
		u.take()
		app.DropNextResult("alice", emulator.OperationLogout)
		require.Zero(t, u.Logout())
		u.expect("state DISCONNECTED LOGOUT")
		require.Zero(t, app.Stats().UsersOnline)

		// An outage during a delayed logout ends it, since nobody could answer.
		pass(time.Second)
		require.Zero(t, u.Login("", "alice"))
		u.take()
		app.DelayNextResult("alice", emulator.OperationLogout, 8*time.Second)
		require.Zero(t, u.Logout())
		app.Interrupt("alice")
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
		app.Restore("alice")

		// So does a ban.
		pass(time.Second)
		require.Zero(t, u.Login("", "alice"))
		u.take()
		app.DelayNextResult("alice", emulator.OperationLogout, time.Minute)
		require.Zero(t, u.Logout())
		app.Ban("alice")
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
		pass(2 * time.Minute)
		u.expect()
	})
}

func TestDropJoin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		ch := alice.channel("room")
		app.DropNextResult("alice", emulator.OperationJoin)
		require.Zero(t, ch.Join())
		pass(5 * time.Second)
		alice.expect("room: join failed 4")
		require.Zero(t, app.Stats().Channels)
		require.Zero(t, ch.Join())
		alice.expect("room: joined", "room: count 1")
	})
}

func TestOperationNames(t *testing.T) {
	t.Parallel()
	for op := emulator.OperationLogin; op <= emulator.OperationRefuseRemoteInvitation; op++ {
		require.NotContains(t, op.String(), "Operation")
	}
	require.Equal(t, "GetMembers", emulator.OperationGetMembers.String())
	require.Equal(t, "Operation(0)", emulator.Operation(0).String())
	require.Equal(t, "Operation(99)", emulator.Operation(99).String())
	for k := emulator.EventLoginSuccess; k <= emulator.EventRemoteInvitationFailure; k++ {
		require.NotContains(t, k.String(), "EventKind")
	}
	require.Equal(t, "EventKind(99)", emulator.EventKind(99).String())
}
