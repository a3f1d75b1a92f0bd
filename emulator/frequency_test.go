// This file tests the limits on calls per time.

package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: F-01, F-02, section 20: sliding windows over accepted calls
func TestFrequencyLimits(t *testing.T) {
	noOptions := emulator.SendOptions{}
	for _, c := range []struct {
		name    string
		calls   int
		in      time.Duration
		tooMany int32
		prepare func(*user) func() int32
	}{
		{"renewToken", 2, time.Second, emulator.RenewTokenErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.RenewToken("new") }
		}},
		{"peer", 1500, 3 * time.Second, emulator.PeerMessageErrTooOften, func(u *user) func() int32 {
			m := text("x")
			return func() int32 { return u.SendMessageToPeer("alice", 1, m, noOptions) }
		}},
		{"channel", 1500, 3 * time.Second, emulator.ChannelMessageErrTooOften, func(u *user) func() int32 {
			ch, m := u.join("room"), text("x")
			return func() int32 { return ch.SendMessage(1, m, noOptions) }
		}},
		{"getMembers", 5, 2 * time.Second, emulator.GetMembersErrTooOften, func(u *user) func() int32 {
			ch := u.join("room")
			return ch.GetMembers
		}},
		{"queryOnline", 100, 5 * time.Second, emulator.QueryPeersOnlineStatusErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.QueryPeersOnlineStatus(1, []string{"bob"}) }
		}},
		{"subscribe", 10, 5 * time.Second, emulator.PeerSubscriptionStatusErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.SubscribePeersOnlineStatus(1, []string{"bob"}) }
		}},
		{"unsubscribe", 10, 5 * time.Second, emulator.PeerSubscriptionStatusErrTooOften, func(u *user) func() int32 {
			// A budget of its own.
			for range 10 {
				require.Zero(u.t, u.SubscribePeersOnlineStatus(1, []string{"bob"}))
			}
			return func() int32 { return u.UnsubscribePeersOnlineStatus(1, []string{"bob"}) }
		}},
		{"queryByOption", 10, 5 * time.Second, emulator.QueryPeersBySubscriptionOptionErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.QueryPeersBySubscriptionOption(1, 0) }
		}},
		{"writeUserAttributes", 100, 5 * time.Second, emulator.AttributeOperationErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.ClearLocalUserAttributes(1) }
		}},
		{"readUserAttributes", 400, 5 * time.Second, emulator.AttributeOperationErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.GetUserAttributes(1, "bob") }
		}},
		{"writeChannelAttributes", 100, 5 * time.Second, emulator.AttributeOperationErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.ClearChannelAttributes(1, "room", false) }
		}},
		{"readChannelAttributes", 400, 5 * time.Second, emulator.AttributeOperationErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.GetChannelAttributes(1, "room") }
		}},
		// fact: Y-03
		{"memberCount", 1, time.Second, emulator.GetChannelMemberCountErrTooOften, func(u *user) func() int32 {
			return func() int32 { return u.GetChannelMemberCount(1, []string{"room"}) }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				call := c.prepare(login(t, app, "alice"))
				half := c.in / 2
				for range c.calls - 1 {
					require.Zero(t, call())
				}
				pass(half)
				require.Zero(t, call())
				// fact: R-08: refused calls use up nothing
				for range 10 {
					require.Equal(t, c.tooMany, call())
				}
				pass(c.in - half - time.Millisecond)
				require.Equal(t, c.tooMany, call())
				pass(time.Millisecond)
				for range c.calls - 1 {
					require.Zero(t, call(), "the first calls have left the window")
				}
				require.Equal(t, c.tooMany, call(), "the call made half way has not")

				app.LiftFrequencyLimits(true)
				for range 2 * c.calls {
					require.Zero(t, call())
				}
				app.LiftFrequencyLimits(false)
				require.Equal(t, c.tooMany, call())
			})
		})
	}
}

// Section 20: peer and channel messages add up, per instance.
// fact: F-01, F-02
func TestSendLimitIsShared(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		room := alice.join("room")
		for range 750 {
			alice.send("bob", 1, "x")
			alice.post(room, 1, "x")
		}
		require.Equal(t, emulator.PeerMessageErrTooOften, alice.SendMessageToPeer("bob", 1, text("x"), emulator.SendOptions{}))
		require.Equal(t, emulator.ChannelMessageErrTooOften, room.SendMessage(1, text("x"), emulator.SendOptions{}))
		// fact: R-08: arguments are checked first
		require.Equal(t, emulator.PeerMessageErrInvalidUserID, alice.SendMessageToPeer("", 1, text("x"), emulator.SendOptions{}))
		require.Equal(t, emulator.ChannelMessageErrInvalidMessage, room.SendMessage(1, nil, emulator.SendOptions{}))
		bob.send("alice", 1, "x")
	})
}

// fact: F-01, R-08, OB-26
func TestLoginLimit(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		for range 2 {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			require.Zero(t, u.Logout())
			synctest.Wait()
		}
		require.Equal(t, emulator.LoginErrTooOften, u.Login("", "alice"))
		require.Equal(t, emulator.LoginErrInvalidArgument, u.Login("", ""))
		pass(time.Second)
		require.Zero(t, u.Login("", "alice"))
		synctest.Wait()
		// Logged in, the state is the reason, not the frequency.
		for range 5 {
			require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "alice"))
		}
	})
}

// fact: H-09, F-03
func TestJoinLimits(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		cycle := func(ch *emulator.Channel) int32 {
			code := ch.Join()
			if code == 0 {
				synctest.Wait()
				require.Zero(t, ch.Leave())
				synctest.Wait()
			}
			return code
		}
		room := alice.channel("room")
		require.Zero(t, cycle(room))
		require.Zero(t, cycle(room))
		require.Equal(t, emulator.JoinChannelErrJoinSameChannelTooOften, cycle(room))
		// The limit is of the id, not of the object.
		room.Release()
		room = alice.channel("room")
		require.Equal(t, emulator.JoinChannelErrJoinSameChannelTooOften, cycle(room))
		for i := range 48 { // those refused do not count
			require.Zero(t, cycle(alice.channel(fmt.Sprint(i))))
		}
		require.Equal(t, emulator.JoinChannelErrTooOften, cycle(alice.channel("one more")))
		pass(3 * time.Second)
		require.Zero(t, cycle(alice.channel("one more")))
		require.Equal(t, emulator.JoinChannelErrJoinSameChannelTooOften, cycle(room))
		pass(2 * time.Second)
		require.Zero(t, cycle(room))

		// Many ids over a long time.
		for i := range 40 {
			pass(3 * time.Second)
			for j := range 50 {
				require.Zero(t, cycle(alice.channel(fmt.Sprint(i, j))))
			}
			alice.take()
		}
	})
}

// Leave has no limit, and logging out does not reset those of the instance.
// fact: F-01, L-01, F-02
func TestLimitsAreOfTheInstance(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		for range 1500 {
			alice.send("bob", 1, "x")
		}
		require.Zero(t, alice.Logout())
		synctest.Wait()
		require.Zero(t, alice.Login("", "alice"))
		synctest.Wait()
		require.Equal(t, emulator.PeerMessageErrTooOften, alice.SendMessageToPeer("bob", 1, text("x"), emulator.SendOptions{}))
		other := connect(t, app, "other")
		require.Zero(t, other.Login("", "other"))
		synctest.Wait()
		other.send("bob", 1, "x")
	})
}
