// This file tests call invitations as the client sees them, on both sides.

package emulator_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// describeCall writes an event of an invitation down in words: "call" at the caller, "invitation" at the callee.
func describeCall(e *emulator.Event) string {
	switch e.Kind {
	case emulator.EventLocalInvitationReceivedByPeer:
		return "call received"
	case emulator.EventLocalInvitationCanceled:
		return "call canceled"
	case emulator.EventLocalInvitationFailure:
		return fmt.Sprintf("call failed %d", e.Code)
	case emulator.EventLocalInvitationAccepted:
		return fmt.Sprintf("call accepted %q", e.Text)
	case emulator.EventLocalInvitationRefused:
		return fmt.Sprintf("call refused %q", e.Text)
	case emulator.EventRemoteInvitationReceived:
		return fmt.Sprintf("invitation of %s %q", e.User, e.Text)
	case emulator.EventRemoteInvitationRefused:
		return "invitation refused"
	case emulator.EventRemoteInvitationAccepted:
		return "invitation accepted"
	case emulator.EventRemoteInvitationCanceled:
		return "invitation canceled"
	case emulator.EventRemoteInvitationFailure:
		return fmt.Sprintf("invitation failed %d", e.Code)
	default:
		return describeMedia(e)
	}
}

// call sends an invitation and returns its key.
func (u *user) call(callee string) uint64 {
	u.t.Helper()
	key := u.NewLocalInvitation(callee)
	require.Equal(u.t, emulator.InvitationAPICallErrOK, u.SendLocalInvitation(key, "hello", ""))
	return key
}

// invited returns the key of the invitation that has come, and nothing else.
func (u *user) invited() uint64 {
	u.t.Helper()
	raw := u.takeRaw()
	require.Len(u.t, raw, 1)
	require.Equal(u.t, emulator.EventRemoteInvitationReceived, raw[0].Kind, raw[0].Kind.String())
	return raw[0].Details.Invitation
}

// ring brings an invitation to RECEIVED on both sides.
func ring(t *testing.T, app *emulator.App) (alice, bob *user, out, in uint64) {
	t.Helper()
	alice, bob = login(t, app, "alice"), login(t, app, "bob")
	out = alice.call("bob")
	in = bob.invited()
	alice.expect("call received")
	return
}

// fact: I-05, I-06, I-07, I-32, I-33, R-08, OB-31, OB-32
func TestInvitationArguments(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		early := emulator.NewClient()
		key := early.NewLocalInvitation("bob")
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, early.SendLocalInvitation(key, "", ""))
		early.Release()

		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		long := strings.Repeat("x", 8193)
		for name, c := range map[string]struct {
			callee, content, channel string
			want                     int32
		}{
			"good":           {"bob", long[:8192], long[:64], emulator.InvitationAPICallErrOK},
			"plain":          {"bob", "", "", emulator.InvitationAPICallErrOK},
			"no callee":      {"", "", "", emulator.InvitationAPICallErrInvalidArgument},
			"bad callee":     {"b*b", "", "", emulator.InvitationAPICallErrInvalidArgument},
			"long callee":    {long[:65], "", "", emulator.InvitationAPICallErrInvalidArgument},
			"long content":   {"bob", long, "", emulator.InvitationAPICallErrInvalidArgument},
			"long channelID": {"bob", "", long[:65], emulator.InvitationAPICallErrInvalidArgument},
		} {
			key := alice.NewLocalInvitation(c.callee)
			require.NotZero(t, key)
			require.Equal(t, c.want, alice.SendLocalInvitation(key, c.content, c.channel), name)
			if c.want == emulator.InvitationAPICallErrOK {
				raw := bob.takeRaw()
				require.Len(t, raw, 1, name)
				require.Equal(t, "alice", raw[0].User, name)
				require.Equal(t, c.content, raw[0].Text, name)
				require.Equal(t, c.channel, raw[0].Details.ChannelID, name)
				require.Equal(t, emulator.InvitationAPICallErrAlreadySent, alice.SendLocalInvitation(key, "", ""), name)
				require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.SendLocalInvitation(key, long, ""), name)
			} else {
				bob.expect()
				// It is as new, and can be sent otherwise or not at all.
				require.Equal(t, emulator.InvitationAPICallErrNotStarted, alice.CancelLocalInvitation(key), name)
			}
		}
		alice.take()
		alice.call("bob")
		in := bob.invited()
		for _, bad := range []uint64{0, 1 << 60} {
			require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.SendLocalInvitation(bad, "", ""))
			require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.CancelLocalInvitation(bad))
			require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.AcceptRemoteInvitation(bad, ""))
			require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.RefuseRemoteInvitation(bad, ""))
			bob.ReleaseInvitation(bad)
		}
		// Of another kind, or another client.
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.CancelLocalInvitation(in))
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.AcceptRemoteInvitation(in, ""))
		// Oversize responses are refused and change nothing; the edge is included.
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.AcceptRemoteInvitation(in, long))
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.RefuseRemoteInvitation(in, long))
		alice.expect("call received")
		require.Equal(t, emulator.InvitationAPICallErrOK, bob.AcceptRemoteInvitation(in, long[:8192]))
		alice.expect(fmt.Sprintf("call accepted %q", long[:8192]))
	})
}

// fact: I-01, I-10, I-11, I-12, I-18, I-19, I-21, I-27, I-31, I-34, I-39
func TestInvitationAccepted(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		out := alice.NewLocalInvitation("bob")
		require.Zero(t, alice.SendLocalInvitation(out, "join me", "old room"))
		received := bob.takeRaw()
		require.Len(t, received, 1)
		in := received[0].Details.Invitation
		require.NotEqual(t, out, in, "keys are unique in the process")
		require.Equal(t, "old room", received[0].Details.ChannelID)
		raw := alice.takeRaw()
		require.Len(t, raw, 1)
		require.Equal(t, emulator.EventLocalInvitationReceivedByPeer, raw[0].Kind)
		require.Equal(t, out, raw[0].Details.Invitation)
		pass(59 * time.Second)
		require.Zero(t, bob.AcceptRemoteInvitation(in, "coming"))
		raw = append(alice.takeRaw(), bob.takeRaw()...)
		require.Len(t, raw, 2)
		require.Equal(t, `call accepted "coming"`, describeCall(&raw[0]))
		require.Equal(t, out, raw[0].Details.Invitation)
		require.Equal(t, "invitation accepted", describeCall(&raw[1]))
		require.Equal(t, in, raw[1].Details.Invitation)
		require.Zero(t, app.Stats().Invitations)
		require.Zero(t, app.Stats().Channels)
		pass(5 * time.Minute)
		alice.expect()
		bob.expect()
	})
}

// fact: I-13, I-22, I-34, I-37
func TestInvitationRefused(t *testing.T) {
	for _, response := range []string{"", "busy"} {
		onCloudsNamed(t, fmt.Sprintf("response %q", response), func(t *testing.T, app *emulator.App) {
			alice, bob, _, in := ring(t, app)
			require.Zero(t, bob.RefuseRemoteInvitation(in, response))
			alice.expect(fmt.Sprintf("call refused %q", response))
			bob.expect("invitation refused")
			require.Zero(t, app.Stats().Invitations)
			pass(5 * time.Minute)
			alice.expect()
			bob.expect()
		})
	}
}

// onCloudsNamed is onClouds in a subtest.
func onCloudsNamed(t *testing.T, name string, test func(t *testing.T, app *emulator.App)) {
	t.Run(name, func(t *testing.T) { onClouds(t, test) })
}

// fact: I-14, I-23, I-33
func TestInvitationCanceled(t *testing.T) {
	for name, c := range map[string]struct {
		before         func(*emulator.App)
		caller, callee []string
	}{
		"received": {
			func(app *emulator.App) {},
			[]string{"call received", "call canceled"},
			[]string{`invitation of alice "hello"`, "invitation canceled"},
		},
		"callee interrupted": {
			func(app *emulator.App) { interrupt(app, "bob") },
			[]string{"call canceled"},
			nil, // it never arrives
		},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice, bob := login(t, app, "alice"), login(t, app, "bob")
			c.before(app)
			out := alice.call("bob")
			synctest.Wait()
			require.Zero(t, alice.CancelLocalInvitation(out))
			require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, alice.CancelLocalInvitation(out))
			alice.expect(c.caller...)
			bob.expect(c.callee...)
			require.Zero(t, app.Stats().Invitations)
			require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, alice.CancelLocalInvitation(out))
			app.Restore("bob")
			pass(3 * time.Second)
			bob.expect()
			alice.expect()
		})
	}
}

// A callee who is interrupted learns of the end after the outage, if the expiry is not faster.
// fact: I-23
func TestInvitationCanceledDuringOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, out, _ := ring(t, app)
		interrupt(app, "bob")
		require.Zero(t, alice.CancelLocalInvitation(out))
		alice.expect("call canceled")
		pass(3 * time.Second)
		bob.expect()
		app.Restore("bob")
		bob.expect("invitation canceled")
	})
}

// fact: I-15, I-16, I-17, I-25, I-28, section 26
func TestInvitationTimes(t *testing.T) {
	nothing := func(*testing.T, *emulator.App) {}
	for name, c := range map[string]struct {
		before func(*testing.T, *emulator.App)
		drop   bool
		want   string
	}{
		"never seen": {nothing, false, "call failed 1"},
		"logged out": {func(t *testing.T, app *emulator.App) {
			require.Zero(t, login(t, app, "bob").Logout())
			synctest.Wait()
		}, false, "call failed 1"},
		"silent for 30 s": {func(t *testing.T, app *emulator.App) {
			login(t, app, "bob")
			interrupt(app, "bob")
			pass(31 * time.Second)
		}, false, "call failed 1"},
		"interrupted": {func(t *testing.T, app *emulator.App) {
			login(t, app, "bob")
			interrupt(app, "bob")
		}, false, "call failed 2"},
		"lost on the way": {func(t *testing.T, app *emulator.App) { login(t, app, "bob") }, true, "call failed 2"},
		"interrupted for 20 s now": {func(t *testing.T, app *emulator.App) {
			login(t, app, "bob")
			interrupt(app, "bob")
			pass(20 * time.Second)
		}, false, "call failed 2"},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			c.before(t, app)
			alice := login(t, app, "alice")
			if c.drop {
				app.DropNextResult("alice", emulator.OperationSendLocalInvitation)
			}
			alice.call("bob")
			pass(30*time.Second - time.Millisecond)
			alice.expect()
			pass(time.Millisecond)
			alice.expect(c.want)
			require.Zero(t, app.Stats().Invitations)
			pass(5 * time.Minute)
			alice.expect()
		})
	}
	t.Run("no decision", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice, bob, out, in := ring(t, app)
			pass(60*time.Second - time.Millisecond)
			alice.expect()
			bob.expect()
			pass(time.Millisecond)
			alice.expect("call failed 3")
			bob.expect("invitation failed 3")
			requireEnded(t, alice, bob, out, in)
			require.Zero(t, app.Stats().Invitations)
			pass(5 * time.Minute)
			alice.expect()
			bob.expect()
		})
	})
}

// requireEnded requires that each call on the two sides of an ended invitation says so.
func requireEnded(t *testing.T, alice, bob *user, out, in uint64) {
	t.Helper()
	end := emulator.InvitationAPICallErrAlreadyEnd
	require.Equal(t, end, alice.SendLocalInvitation(out, "", ""))
	require.Equal(t, end, alice.CancelLocalInvitation(out))
	require.Equal(t, end, bob.AcceptRemoteInvitation(in, ""))
	require.Equal(t, end, bob.RefuseRemoteInvitation(in, ""))
}

// fact: I-32
func TestInvitationCallsAfterTheEnd(t *testing.T) {
	for name, end := range map[string]func(alice, bob *user, out, in uint64) int32{
		"accepted": func(_, bob *user, _, in uint64) int32 { return bob.AcceptRemoteInvitation(in, "") },
		"refused":  func(_, bob *user, _, in uint64) int32 { return bob.RefuseRemoteInvitation(in, "") },
		"canceled": func(alice, _ *user, out, _ uint64) int32 { return alice.CancelLocalInvitation(out) },
		"logout":   func(alice, bob *user, _, _ uint64) int32 { return alice.Logout() + bob.Logout() },
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice, bob, out, in := ring(t, app)
			require.Zero(t, end(alice, bob, out, in))
			synctest.Wait()
			requireEnded(t, alice, bob, out, in)
		})
	}
}

// fact: I-19, I-32: between accept and confirmation
func TestInvitationAcceptSent(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		_, bob, _, in := ring(t, app)
		interrupt(app, "alice") // nobody confirms
		require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
		require.Equal(t, emulator.InvitationAPICallErrAlreadyAccept, bob.AcceptRemoteInvitation(in, ""))
		require.Equal(t, emulator.InvitationAPICallErrAlreadyAccept, bob.RefuseRemoteInvitation(in, ""))
		bob.expect()
		pass(9 * time.Second)
		bob.expect()
		pass(time.Second)
		// fact: I-24, I-27
		bob.expect("invitation failed 2")
		require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, bob.AcceptRemoteInvitation(in, ""))
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-12, I-21, I-24: the caller's outage is over within the 10 s
func TestInvitationConfirmedLate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, _, in := ring(t, app)
		interrupt(app, "alice")
		require.Zero(t, bob.AcceptRemoteInvitation(in, "yes"))
		pass(9 * time.Second)
		alice.expect("state RECONNECTING INTERRUPTED")
		app.Restore("alice")
		alice.expect("state CONNECTED LOGIN_SUCCESS", `call accepted "yes"`)
		bob.expect("invitation accepted")
	})
}

// fact: I-13, I-23
func TestInvitationRefusedDuringOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, _, in := ring(t, app)
		interrupt(app, "alice")
		require.Zero(t, bob.RefuseRemoteInvitation(in, "no"))
		bob.expect("invitation refused")
		pass(3 * time.Second)
		app.Restore("alice")
		alice.expect(`call refused "no"`)
	})
}

// fact: I-26, I-29
func TestInvitationCallerOffline(t *testing.T) {
	for name, c := range map[string]struct {
		leave func(*emulator.App, *user)
		after time.Duration
	}{
		"logged out": {func(_ *emulator.App, alice *user) { alice.Logout() }, 0},
		"released":   {func(_ *emulator.App, alice *user) { alice.Release() }, 0},
		"banned":     {func(app *emulator.App, _ *user) { app.Ban("alice") }, 0},
		"silent":     {func(app *emulator.App, _ *user) { app.Interrupt("alice") }, 31 * time.Second},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice, bob, _, in := ring(t, app)
			c.leave(app, alice)
			pass(c.after)
			require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
			bob.expect("invitation failed 1")
			require.Zero(t, app.Stats().Invitations)
		})
	}
}

// The same while the acceptance waits for the caller.
// fact: I-26, I-29
func TestInvitationCallerGoesOffline(t *testing.T) {
	for name, leave := range map[string]func(*testing.T, *emulator.App){
		"banned": func(_ *testing.T, app *emulator.App) { app.Ban("alice") },
		"remote login": func(t *testing.T, app *emulator.App) {
			app.DropNextResult("alice", emulator.OperationLogin) // of the old client, which does not come back
			app.Restore("alice")
			login(t, app, "alice")
		},
		"silent": func(*testing.T, *emulator.App) { pass(5 * time.Second) },
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			_, bob, _, in := ring(t, app)
			interrupt(app, "alice")
			pass(25 * time.Second)
			require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
			bob.expect()
			leave(t, app)
			bob.expect("invitation failed 1")
			require.Zero(t, app.Stats().Invitations)
		})
	}
}

// fact: I-38
func TestInvitationReachesLateCallee(t *testing.T) {
	for name, c := range map[string]struct {
		before, come func(*testing.T, *emulator.App) *user
	}{
		"logs in": {
			func(*testing.T, *emulator.App) *user { return nil },
			func(t *testing.T, app *emulator.App) *user {
				bob := connect(t, app, "bob")
				require.Zero(t, bob.Login("", "bob"))
				return bob
			},
		},
		"resumes": {
			func(t *testing.T, app *emulator.App) *user {
				bob := login(t, app, "bob")
				interrupt(app, "bob")
				return bob
			},
			func(_ *testing.T, app *emulator.App) *user {
				app.Restore("bob")
				return nil
			},
		},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			bob := c.before(t, app)
			alice := login(t, app, "alice")
			out := alice.call("bob")
			pass(29 * time.Second)
			alice.expect()
			if came := c.come(t, app); bob == nil {
				bob = came
			}
			notes := bob.take()
			require.Equal(t, `invitation of alice "hello"`, notes[len(notes)-1])
			alice.expect("call received")
			// The 60 s run from the acknowledgement.
			pass(59 * time.Second)
			alice.expect()
			pass(time.Second)
			alice.expect("call failed 3")
			bob.expect("invitation failed 3")
			require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, alice.CancelLocalInvitation(out))
		})
	}
	t.Run("too late", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice := login(t, app, "alice")
			alice.call("bob")
			pass(30 * time.Second)
			alice.expect("call failed 1")
			login(t, app, "bob")
			pass(5 * time.Minute)
			alice.expect()
		})
	})
}

// What was given up by a caller the server could not hear is taken back when it can.
// fact: I-16, I-36
func TestInvitationGivenUpDuringOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		alice.call("bob")
		synctest.Wait()
		interrupt(app, "alice")
		pass(25 * time.Second)
		bob := connect(t, app, "bob")
		require.Zero(t, bob.Login("", "bob"))
		require.Contains(t, bob.take(), `invitation of alice "hello"`)
		pass(5 * time.Second)
		alice.expect("state RECONNECTING INTERRUPTED", "call failed 1")
		pass(time.Second)
		app.Restore("alice")
		alice.expect("state CONNECTED LOGIN_SUCCESS")
		bob.expect("invitation canceled")
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-35
func TestInvitationRace(t *testing.T) {
	for name, c := range map[string]struct {
		late           string
		op             emulator.Operation
		caller, callee string
		decide         func(bob *user, in uint64) int32
	}{
		"accept first": {
			"alice", emulator.OperationCancelLocalInvitation, `call accepted "yes"`, "invitation accepted",
			func(bob *user, in uint64) int32 { return bob.AcceptRemoteInvitation(in, "yes") },
		},
		"refuse first": {
			"alice", emulator.OperationCancelLocalInvitation, `call refused "no"`, "invitation refused",
			func(bob *user, in uint64) int32 { return bob.RefuseRemoteInvitation(in, "no") },
		},
		"cancel before accept": {
			"bob", emulator.OperationAcceptRemoteInvitation, "call canceled", "invitation canceled",
			func(bob *user, in uint64) int32 { return bob.AcceptRemoteInvitation(in, "yes") },
		},
		"cancel before refuse": {
			"bob", emulator.OperationRefuseRemoteInvitation, "call canceled", "invitation canceled",
			func(bob *user, in uint64) int32 { return bob.RefuseRemoteInvitation(in, "no") },
		},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice, bob, out, in := ring(t, app)
			app.DelayNextResult(c.late, c.op, time.Second)
			if c.late == "bob" {
				require.Zero(t, c.decide(bob, in))
			}
			require.Zero(t, alice.CancelLocalInvitation(out))
			if c.late == "alice" {
				require.Zero(t, c.decide(bob, in))
			}
			alice.expect(c.caller)
			bob.expect(c.callee)
			requireEnded(t, alice, bob, out, in)
			pass(5 * time.Minute)
			alice.expect()
			bob.expect()
		})
	}
}

// fact: I-35, T-06: both sides at once; they always end alike
func TestInvitationRaceConcurrent(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		for range 100 {
			out := alice.call("bob")
			in := bob.invited()
			var wg sync.WaitGroup
			wg.Go(func() { alice.CancelLocalInvitation(out) })
			wg.Go(func() { bob.AcceptRemoteInvitation(in, "") })
			wg.Wait()
			synctest.Wait()
			a, b := strings.Join(alice.take(), ","), strings.Join(bob.take(), ",")
			require.Contains(t, []string{
				`call received,call accepted "" / invitation accepted`,
				"call received,call canceled / invitation canceled",
			}, a+" / "+b)
			alice.ReleaseInvitation(out)
			bob.ReleaseInvitation(in)
		}
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-36: the timers of both sides go on though the link is down
func TestInvitationTimersWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, _, _ := ring(t, app)
		interrupt(app, "alice")
		interrupt(app, "bob")
		pass(50 * time.Second)
		alice.expect("state RECONNECTING INTERRUPTED")
		bob.expect("state RECONNECTING INTERRUPTED")
		pass(10 * time.Second)
		alice.expect("call failed 3")
		bob.expect("invitation failed 3")
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact, I-16, I-24, I-36: calls made without a link
func TestInvitationCallsWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, out, in := ring(t, app)
		// A call made without a link is sent when it is back.
		interrupt(app, "alice")
		pass(5 * time.Second)
		second := alice.call("bob")
		alice.expect("state RECONNECTING INTERRUPTED")
		bob.expect()
		app.Restore("alice")
		alice.expect("state CONNECTED LOGIN_SUCCESS", "call received")
		in2 := bob.invited()
		// One canceled before it was sent never goes out.
		interrupt(app, "alice")
		third := alice.call("bob")
		require.Zero(t, alice.CancelLocalInvitation(third))
		pass(time.Second)
		app.Restore("alice")
		alice.expect("call canceled")
		bob.expect()
		// Decisions that cannot be sent end after 10 s.
		interrupt(app, "alice")
		interrupt(app, "bob")
		require.Zero(t, alice.CancelLocalInvitation(out))
		require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
		require.Zero(t, bob.RefuseRemoteInvitation(in2, ""))
		pass(9 * time.Second)
		alice.expect("state RECONNECTING INTERRUPTED")
		bob.expect("state RECONNECTING INTERRUPTED")
		pass(time.Second)
		alice.expect("call canceled")
		bob.expect("invitation failed 2", "invitation failed 3")
		require.Zero(t, alice.CancelLocalInvitation(second))
		// And so does a call, after 30 s.
		alice.call("bob")
		pass(30*time.Second - 5*time.Second)
		gone := alice.call("bob") // canceled for 10 s when the link is back
		require.Zero(t, alice.CancelLocalInvitation(gone))
		pass(5 * time.Second)
		alice.expect("call canceled", "call failed 2")
		pass(5 * time.Second)
		alice.expect("call canceled")
		app.Restore("alice")
		app.Restore("bob")
		alice.expect("state CONNECTED LOGIN_SUCCESS")
		bob.expect("state CONNECTED LOGIN_SUCCESS")
		pass(5 * time.Minute)
		alice.expect()
		bob.expect()
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-20, OB-32
func TestInvitationNotLoggedIn(t *testing.T) {
	for name, enter := range map[string]func(*testing.T, *emulator.App, *user){
		"disconnected": func(*testing.T, *emulator.App, *user) {},
		"connecting": func(t *testing.T, app *emulator.App, u *user) {
			app.Interrupt("alice")
			require.Zero(t, u.Login("", "alice"))
		},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice := connect(t, app, "alice")
			enter(t, app, alice)
			alice.take()
			out := alice.NewLocalInvitation("bob")
			require.Equal(t, emulator.InvitationAPICallErrNotStarted, alice.CancelLocalInvitation(out))
			require.Zero(t, alice.SendLocalInvitation(out, "", ""))
			alice.expect("call failed 4")
			require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, alice.SendLocalInvitation(out, "", ""))
			require.Equal(t, emulator.InvitationAPICallErrAlreadyEnd, alice.CancelLocalInvitation(out))
		})
	}
}

// fact: I-36, S-20, Z-01
func TestInvitationSessionEnds(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*testing.T, *emulator.App)
		last []string
	}{
		"logout": {nil, []string{"logout = 0", "state DISCONNECTED LOGOUT"}},
		"ban": {
			func(_ *testing.T, app *emulator.App) { app.Ban("alice") },
			[]string{"state ABORTED BANNED_BY_SERVER"},
		},
		"remote login": {
			func(t *testing.T, app *emulator.App) { login(t, app, "alice") },
			[]string{"state ABORTED REMOTE_LOGIN"},
		},
		"token": {
			func(_ *testing.T, app *emulator.App) { app.ExpireToken("alice") },
			[]string{"token expired", "state ABORTED TOKEN_EXPIRED"},
		},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			alice, bob := login(t, app, "alice"), login(t, app, "bob")
			unsent := alice.NewLocalInvitation("bob")
			alice.call("nobody") // SENT
			alice.call("bob")    // RECEIVED
			bob.invited()
			canceling := alice.call("bob")
			bob.invited()
			bob.call("alice") // at the callee
			bob.take()
			synctest.Wait()
			bob.call("alice") // accepted, and nobody confirms
			var ins []uint64
			for _, e := range alice.takeRaw() {
				if e.Kind == emulator.EventRemoteInvitationReceived {
					ins = append(ins, e.Details.Invitation)
				}
			}
			require.Len(t, ins, 2)
			app.DropNextResult("alice", emulator.OperationAcceptRemoteInvitation)
			require.Zero(t, alice.AcceptRemoteInvitation(ins[1], ""))
			app.DropNextResult("alice", emulator.OperationCancelLocalInvitation)
			require.Zero(t, alice.CancelLocalInvitation(canceling))
			alice.expect()
			bob.take()

			if c.end == nil {
				require.Zero(t, alice.Logout())
			} else {
				c.end(t, app)
			}
			got := alice.take()
			want := []string{"call failed 2", "call failed 2", "call canceled", "invitation failed 3", "invitation failed 2"}
			if c.last[0] == "token expired" {
				want = append([]string{c.last[0]}, append(want, c.last[1:]...)...)
			} else {
				want = append(want, c.last...)
			}
			require.Equal(t, want, got)
			pass(5 * time.Minute)
			alice.expect()
			// fact: I-17: the other side is not told; its own time ends it
			bob.expect("invitation failed 3", "invitation failed 3", "call failed 3", "call failed 3")
			require.Zero(t, app.Stats().Invitations)
			// One that was not sent can still be.
			if c.end == nil {
				require.Zero(t, alice.Login("", "alice"))
				synctest.Wait()
				require.Zero(t, alice.SendLocalInvitation(unsent, "", ""))
				require.Contains(t, bob.take(), `invitation of alice ""`)
			}
		})
	}
}

// In ABORTED a call is taken, and nobody answers.
// fact: R-10
func TestInvitationAborted(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		app.Ban("alice")
		alice.take()
		alice.call("bob")
		canceled := alice.call("bob")
		require.Zero(t, alice.CancelLocalInvitation(canceled))
		pass(10 * time.Second)
		alice.expect("call canceled")
		pass(20 * time.Second)
		alice.expect("call failed 2")
	})
}

// fact: I-30
func TestInvitationReleased(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		// It runs on without events at the caller.
		alice, bob, out, in := ring(t, app)
		alice.ReleaseInvitation(out)
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.CancelLocalInvitation(out))
		require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
		bob.expect("invitation accepted")
		alice.expect()
		// And at the callee.
		alice.call("bob")
		in = bob.invited()
		alice.expect("call received")
		bob.ReleaseInvitation(in)
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, bob.AcceptRemoteInvitation(in, ""))
		pass(60 * time.Second)
		alice.expect("call failed 3")
		bob.expect()
		// One never sent, and one that has ended, are gone.
		unsent := alice.NewLocalInvitation("bob")
		alice.ReleaseInvitation(unsent)
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.SendLocalInvitation(unsent, "", ""))
		bob.ReleaseInvitation(in)
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-30, L-11: nothing stays when a client goes with invitations open
func TestInvitationClientReleased(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, out, _ := ring(t, app)
		alice.call("nobody")
		alice.Release()
		alice.expect()
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument, alice.CancelLocalInvitation(out))
		require.Equal(t, emulator.InvitationAPICallErrInvalidArgument,
			alice.SendLocalInvitation(alice.NewLocalInvitation("bob"), "", ""))
		require.Equal(t, 1, app.Stats().Invitations, "bob may still find out")
		bob.Release()
		synctest.Wait()
		require.Zero(t, app.Stats().Invitations)
		require.Zero(t, app.Clock().Timers())
	})
}

// fact: I-04, I-37
func TestInvitationsManyAtOnce(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, carol := login(t, app, "alice"), login(t, app, "bob"), login(t, app, "carol")
		seen := make(map[uint64]bool)
		for range 20 {
			seen[alice.call("bob")] = true
			seen[alice.call("carol")] = true
		}
		synctest.Wait()
		require.Equal(t, 40, app.Stats().Invitations)
		for _, callee := range []*user{bob, carol} {
			raw := callee.takeRaw()
			require.Len(t, raw, 20)
			for i, e := range raw {
				require.False(t, seen[e.Details.Invitation])
				seen[e.Details.Invitation] = true
				if i%2 == 0 {
					require.Zero(t, callee.AcceptRemoteInvitation(e.Details.Invitation, callee.name))
				} else {
					require.Zero(t, callee.RefuseRemoteInvitation(e.Details.Invitation, callee.name))
				}
			}
		}
		count := make(map[string]int)
		for _, note := range alice.take() {
			count[note]++
		}
		require.Equal(t, map[string]int{
			"call received":         40,
			`call accepted "bob"`:   10,
			`call refused "bob"`:    10,
			`call accepted "carol"`: 10,
			`call refused "carol"`:  10,
		}, count)
		require.Zero(t, app.Stats().Invitations)
	})
}

// fact: I-39: with oneself the order of all four can be seen
func TestInvitationToOneself(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		alice.call("alice")
		raw := alice.takeRaw()
		require.Len(t, raw, 2)
		require.Equal(t, emulator.EventRemoteInvitationReceived, raw[0].Kind)
		require.Equal(t, emulator.EventLocalInvitationReceivedByPeer, raw[1].Kind)
		require.Zero(t, alice.AcceptRemoteInvitation(raw[0].Details.Invitation, ""))
		alice.expect(`call accepted ""`, "invitation accepted")
		alice.call("alice")
		synctest.Wait()
		require.Zero(t, alice.Logout())
		synctest.Wait()
		require.Zero(t, app.Stats().Invitations)
	})
}

// What DropNextResult and DelayNextResult do to each of the four calls.
// fact: I-16, I-24, R-04
func TestFaultsOfInvitations(t *testing.T) {
	t.Run("drop", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice, bob, _, in := ring(t, app)
			app.DropNextResult("bob", emulator.OperationAcceptRemoteInvitation)
			require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
			pass(10 * time.Second)
			bob.expect("invitation failed 2")
			alice.expect()
			pass(50 * time.Second)
			alice.expect("call failed 3")

			alice.call("bob")
			in = bob.invited()
			app.DropNextResult("bob", emulator.OperationRefuseRemoteInvitation)
			require.Zero(t, bob.RefuseRemoteInvitation(in, ""))
			pass(10 * time.Second)
			bob.expect("invitation failed 3")
			pass(50 * time.Second)
			alice.expect("call received", "call failed 3")

			out := alice.call("bob")
			bob.invited()
			app.DropNextResult("alice", emulator.OperationCancelLocalInvitation)
			require.Zero(t, alice.CancelLocalInvitation(out))
			alice.expect("call received")
			bob.expect()
			pass(10 * time.Second)
			alice.expect("call canceled")
			bob.expect("invitation canceled")
		})
	})
	t.Run("delay", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice, bob := login(t, app, "alice"), login(t, app, "bob")
			app.DelayNextResult("alice", emulator.OperationSendLocalInvitation, 20*time.Second)
			alice.call("bob")
			pass(20*time.Second - time.Millisecond)
			bob.expect()
			pass(time.Millisecond)
			in := bob.invited()
			app.DelayNextResult("bob", emulator.OperationAcceptRemoteInvitation, time.Second)
			require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
			bob.expect()
			alice.expect("call received")
			pass(time.Second)
			bob.expect("invitation accepted")
			alice.expect(`call accepted ""`)
		})
	})
}

// A cancellation under way is not overtaken by the end of the 30 s or the 60 s.
// fact: I-14, I-15
func TestInvitationCanceledNearTheEnd(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		out := alice.call("bob")
		pass(25 * time.Second)
		app.DropNextResult("alice", emulator.OperationCancelLocalInvitation)
		require.Zero(t, alice.CancelLocalInvitation(out))
		pass(10*time.Second - 1)
		alice.expect()
		pass(1)
		alice.expect("call canceled")
	})
	t.Run("after the acknowledgement", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice, bob, out, _ := ring(t, app)
			pass(55 * time.Second)
			app.DropNextResult("alice", emulator.OperationCancelLocalInvitation)
			require.Zero(t, alice.CancelLocalInvitation(out))
			pass(5 * time.Second)
			bob.expect("invitation failed 3")
			alice.expect()
			pass(5 * time.Second)
			alice.expect("call canceled")
		})
	})
	// One canceled before it was acknowledged gets no expiry with the acknowledgement.
	t.Run("before the acknowledgement", func(t *testing.T) {
		onClouds(t, func(t *testing.T, app *emulator.App) {
			alice := login(t, app, "alice")
			out := alice.call("bob")
			app.DelayNextResult("alice", emulator.OperationCancelLocalInvitation, 5*time.Second)
			require.Zero(t, alice.CancelLocalInvitation(out))
			bob := connect(t, app, "bob")
			require.Zero(t, bob.Login("", "bob"))
			require.Contains(t, bob.take(), `invitation of alice "hello"`)
			alice.expect("call received")
			pass(5 * time.Second)
			alice.expect("call canceled")
			bob.expect("invitation canceled")
			pass(5 * time.Minute)
			alice.expect()
		})
	})
}

// A caller who has given up does not confirm.
// fact: I-24, I-35
func TestInvitationAcceptedAfterTheEnd(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob, out, in := ring(t, app)
		interrupt(app, "alice")
		require.Zero(t, alice.CancelLocalInvitation(out))
		pass(5 * time.Second)
		require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
		pass(6 * time.Second)
		alice.expect("state RECONNECTING INTERRUPTED", "call canceled")
		app.Restore("alice")
		alice.expect("state CONNECTED LOGIN_SUCCESS")
		bob.expect()
		pass(4 * time.Second)
		bob.expect("invitation failed 2")
		alice.expect()
		require.Zero(t, app.Stats().Invitations)
	})
}

// deafCloud loses the first acknowledgement and the first confirmation of each session.
type deafCloud struct{ emulator.Cloud }

func (c deafCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	return &deafSession{Session: c.Cloud.NewSession(userID, sink)}
}

type deafSession struct {
	emulator.Session
	acknowledged, confirmed bool
}

func (s *deafSession) AcknowledgeInvitation(id uint64) {
	if s.acknowledged {
		s.Session.AcknowledgeInvitation(id)
	}
	s.acknowledged = true
}

func (s *deafSession) ConfirmAcceptance(call uint64) {
	if s.confirmed {
		s.Session.ConfirmAcceptance(call)
	}
	s.confirmed = true
}

// What comes again after an outage is told once, and answered again.
// fact: I-11, I-21, I-27
func TestInvitationRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app, err := emulator.OpenWith(freshAppID(), func(clock *emulator.Clock) emulator.Cloud {
			return deafCloud{emulator.NewMemory(clock)}
		})
		require.NoError(t, err)
		t.Cleanup(app.Close)
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.call("bob")
		in := bob.invited()
		alice.expect()
		interrupt(app, "bob")
		app.Restore("bob")
		bob.expect()
		alice.expect("call received")
		require.Zero(t, bob.AcceptRemoteInvitation(in, ""))
		alice.expect(`call accepted ""`)
		bob.expect()
		interrupt(app, "alice")
		app.Restore("alice")
		alice.expect()
		bob.expect("invitation accepted")
	})
}
