// This file tests the faults for single results.

package emulator_test

import (
	"fmt"
	"strings"
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

// The times are those of section 26.
// fact: R-04, P-03, H-08, H-17, G-02
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

// withCode replaces the code at the end of a result in words.
func withCode(result string, code int32) string {
	return fmt.Sprint(result[:strings.LastIndex(result, " ")+1], code)
}

// Any code of an enum can be provoked, and the request has done nothing.
// fact: M-12: INCOMPATIBLE_MESSAGE only so
func TestFailNextResult(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.op.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice, bob := login(t, app, "alice"), login(t, app, "bob")
				room := alice.join("room")
				for _, code := range []int32{emulator.PeerMessageErrFailure, emulator.PeerMessageErrIncompatibleMessage} {
					app.FailNextResult("bob", c.op, 77) // of another user
					app.FailNextResult("alice", c.op, 0)
					app.FailNextResult("alice", c.op, code)
					require.Zero(t, c.call(alice, room))
					failed := withCode(c.timeout, code)
					alice.expect(failed)
					bob.expect()
					require.Equal(t, 1, app.Stats().Channels, "a leave that failed")
					// It waits for the link, in its place.
					pass(5 * time.Second)
					interrupt(app, "alice")
					app.FailNextResult("alice", c.op, code)
					require.Zero(t, c.call(alice, room))
					alice.expect()
					app.Restore("alice")
					alice.expect(failed)
					bob.expect()
				}
				require.Zero(t, c.call(alice, room))
				alice.expect(c.success)
				pass(time.Minute)
				alice.expect()
			})
		})
	}
}

// Without a link the request that is to fail ends by its time.
func TestFailNextResultWithoutLink(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.op.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice := login(t, app, "alice")
				room := alice.join("room")
				interrupt(app, "alice")
				app.FailNextResult("alice", c.op, 99)
				require.Zero(t, c.call(alice, room))
				pass(10 * time.Second)
				require.ElementsMatch(t, []string{"state RECONNECTING INTERRUPTED", c.timeout}, alice.take())
			})
		})
	}
}

// A renewal that fails leaves a session whose token has run out where it is.
func TestFailedRenewal(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		interrupt(app, "alice")
		app.ExpireToken("alice")
		pass(5 * time.Second)
		app.Restore("alice")
		alice.expect("state RECONNECTING INTERRUPTED", "token expired")
		app.FailNextResult("alice", emulator.OperationRenewToken, emulator.RenewTokenErrTokenExpired)
		require.Zero(t, alice.RenewToken("new"))
		alice.expect(fmt.Sprint("renew new = ", emulator.RenewTokenErrTokenExpired))
		require.Zero(t, alice.RenewToken("newer"))
		alice.expect("renew newer = 0", "state CONNECTED LOGIN_SUCCESS")
	})
}

func TestFailLoginAndLogout(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		app.FailNextResult("alice", emulator.OperationLogin, emulator.LoginErrRejected)
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login failed 2", "state DISCONNECTED LOGIN_FAILURE")
		require.Zero(t, app.Stats().Sessions)
		// One without a link is not answered, and the next is as ever.
		app.Interrupt("alice")
		app.FailNextResult("alice", emulator.OperationLogin, emulator.LoginErrRejected)
		require.Zero(t, u.Login("", "alice"))
		pass(12 * time.Second)
		u.expect("state CONNECTING LOGIN", "login failed 9", "state DISCONNECTED LOGIN_TIMEOUT")
		app.Restore("alice")
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")

		app.FailNextResult("alice", emulator.OperationLogout, emulator.LogoutErrRejected)
		require.Zero(t, u.Logout())
		u.expect("logout = 1")
		require.Equal(t, 1, app.Stats().UsersOnline)
		u.send("alice", 1, "still here")
		require.ElementsMatch(t, []string{"sent 1 = 0", "alice says still here"}, u.take())

		// A client that reconnects tries again.
		app.FailNextResult("alice", emulator.OperationLogin, emulator.LoginErrRejected)
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS")
		require.Zero(t, u.Logout())
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
	})
}

func TestFailJoin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		ch := alice.channel("room")
		app.FailNextResult("alice", emulator.OperationJoin, emulator.JoinChannelErrRejected)
		require.Zero(t, ch.Join())
		alice.expect(fmt.Sprint("room: join failed ", emulator.JoinChannelErrRejected))
		require.Zero(t, app.Stats().Channels)
		require.Zero(t, ch.Join())
		alice.expect("room: joined", "room: count 1")
	})
}

func TestFailInvitations(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		for _, code := range []int32{
			emulator.LocalInvitationErrPeerOffline, emulator.LocalInvitationErrPeerNoResponse,
			emulator.LocalInvitationErrInvitationExpire,
		} {
			app.FailNextResult("alice", emulator.OperationSendLocalInvitation, code)
			alice.call("bob")
			alice.expect(fmt.Sprint("call failed ", code))
			bob.expect()
			require.Zero(t, app.Stats().Invitations)
		}
		for op, decide := range map[emulator.Operation]func(uint64, string) int32{
			emulator.OperationAcceptRemoteInvitation: bob.AcceptRemoteInvitation,
			emulator.OperationRefuseRemoteInvitation: bob.RefuseRemoteInvitation,
		} {
			app.FailNextResult("bob", op, emulator.RemoteInvitationErrPeerOffline)
			alice.call("bob")
			in := bob.invited()
			alice.expect("call received")
			require.Zero(t, decide(in, "yes"))
			bob.expect("invitation failed 1")
			alice.expect()
			pass(60 * time.Second)
			alice.expect("call failed 3")
			bob.expect()
		}
		// A cancellation is made again.
		app.FailNextResult("alice", emulator.OperationCancelLocalInvitation, 1)
		out := alice.call("bob")
		bob.invited()
		alice.expect("call received")
		require.Zero(t, alice.CancelLocalInvitation(out))
		alice.expect("call canceled")
		bob.expect("invitation canceled")
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
