// This file tests the end of a client and its event queue.

package emulator_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: L-10, L-11
func TestRelease(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.join("room")
		bob.join("room")
		pass(2 * time.Second)
		bob.take()
		alice.take()
		room := alice.CreateChannel("room")
		alice.Release()
		alice.Release()
		alice.expect() // no onLogout, no state callback
		pass(time.Second)
		bob.expect("room: -alice", "room: count 1")
		bob.send("alice", 1, "x")
		bob.expect("sent 1 = 3")
		require.Equal(t, 1, app.Stats().Clients)

		requireAll(t, 101, refusals(alice.Client))
		require.Equal(t, emulator.LoginErrNotInitialized, alice.Login("", "alice"))
		require.Equal(t, emulator.LogoutErrNotInitialized, alice.Logout())
		require.Equal(t, emulator.InitErrFailure, alice.Initialize(app.ID()))
		room.Release()
		require.False(t, alice.Next(func(*emulator.Event) bool { t.Error("an event after Release"); return true }))
	})
}

// fact: L-10, T-05: in every state, also with requests open, and from inside a handler
func TestReleaseAnytime(t *testing.T) {
	states := map[string]func(*testing.T, *emulator.App, *user){
		"disconnected": func(*testing.T, *emulator.App, *user) {},
		"connecting": func(t *testing.T, app *emulator.App, u *user) {
			app.Interrupt("alice")
			require.Zero(t, u.Login("", "alice"))
		},
		"delayed login": func(t *testing.T, app *emulator.App, u *user) {
			app.DelayNextResult("alice", emulator.OperationLogin, time.Second)
			require.Zero(t, u.Login("", "alice"))
		},
		"connected": func(t *testing.T, app *emulator.App, u *user) {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			u.join("room")
		},
		"open requests": func(t *testing.T, app *emulator.App, u *user) {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			room := u.join("room")
			app.DelayNextResult("alice", emulator.OperationSendMessageToPeer, time.Second)
			u.send("alice", 1, "x")
			app.DelayNextResult("alice", emulator.OperationGetMembers, time.Second)
			require.Zero(t, room.GetMembers())
		},
		"interrupted": func(t *testing.T, app *emulator.App, u *user) {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			interrupt(app, "alice")
			u.send("bob", 1, "x")
		},
		"reconnecting": func(t *testing.T, app *emulator.App, u *user) {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			interrupt(app, "alice")
			pass(5 * time.Second)
		},
		"aborted": func(t *testing.T, app *emulator.App, u *user) {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			app.Ban("alice")
		},
	}
	for name, enter := range states {
		t.Run(name, func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				u := connect(t, app, "alice")
				enter(t, app, u)
				synctest.Wait()
				u.take()
				u.Release()
				synctest.Wait()
				// One that could not say goodbye is waited for by the server, with one timer.
				require.Equal(t, app.Stats().Sessions, app.Clock().Timers(), "timers of the client")
				app.Restore("alice")
				pass(time.Minute)
				u.expect()
				require.Zero(t, app.Stats().Sessions)
			})
		})
	}
}

// fact: T-05, L-10
func TestReleaseInHandler(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		c := emulator.NewClient()
		require.Zero(t, c.Initialize(app.ID()))
		seen := 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			for c.Next(func(e *emulator.Event) bool {
				seen++
				c.CreateChannel("x").Release()
				c.Release()
				return true
			}) {
			}
		}()
		require.Zero(t, c.Login("", "alice"))
		<-done
		require.Equal(t, 1, seen, "events queued behind are dropped")
	})
}

// Next leaves an event that was not taken at the front.
func TestNextStops(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	c := emulator.NewClient()
	require.Zero(t, c.Initialize(app.ID()))
	for range 3 {
		require.Zero(t, c.Logout())
	}
	require.Zero(t, c.Login("", "alice")) // three more events
	var kinds []string
	calls := 0
	take := func(max int) func(*emulator.Event) bool {
		return func(e *emulator.Event) bool {
			calls++
			if max--; max < 0 {
				return false
			}
			kinds = append(kinds, e.Kind.String())
			return true
		}
	}
	require.True(t, c.Next(take(2)))
	require.Equal(t, 3, calls, "the third was offered")
	require.True(t, c.Next(take(0)))
	require.True(t, c.Next(take(2)))
	require.True(t, c.Next(take(100)))
	require.Equal(t, []string{"Logout", "Logout", "Logout", "ConnectionStateChanged", "LoginSuccess", "ConnectionStateChanged"}, kinds)
	c.Release()
	require.False(t, c.Next(take(100)))
}

// fact: T-03: the newest are dropped, and counted
func TestQueueLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := emulator.Open(freshAppID())
		defer app.Close()
		app.SetEventQueueLimit(100)
		app.LiftFrequencyLimits(true)
		bob := emulator.NewClient()
		require.Zero(t, bob.Initialize(app.ID()))
		require.Zero(t, bob.Login("", "bob"))
		alice := login(t, app, "alice")
		for i := range 150 {
			alice.send("bob", int64(i), fmt.Sprint(i))
			alice.take()
		}
		require.EqualValues(t, 53, app.Stats().DroppedCallbacks, "3 of 100 were those of the login")
		var got []string
		require.True(t, bob.Next(func(e *emulator.Event) bool {
			if e.Kind == emulator.EventPeerMessage {
				got = append(got, e.Message.Text)
			}
			return true
		}))
		require.Len(t, got, 97)
		for i := range got {
			require.Equal(t, fmt.Sprint(i), got[i])
		}
		// There is room again.
		alice.send("bob", 1, "more")
		require.True(t, bob.Next(func(e *emulator.Event) bool { got = append(got, e.Message.Text); return true }))
		require.Equal(t, "more", got[97])
		bob.Release()
	})
}

// Events that have been handed over in a batch count until they are dealt with.
// fact: T-03
func TestQueueLimitWithBusyHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := emulator.Open(freshAppID())
		defer app.Close()
		app.SetEventQueueLimit(10)
		bob := emulator.NewClient()
		defer bob.Release()
		require.Zero(t, bob.Initialize(app.ID()))
		require.Zero(t, bob.Login("", "bob"))
		alice := login(t, app, "alice")
		goOn, kept := make(chan bool), 0
		go func() {
			for bob.Next(func(e *emulator.Event) bool {
				if e.Kind == emulator.EventPeerMessage {
					kept++
				} else {
					<-goOn
				}
				return true
			}) {
			}
		}()
		synctest.Wait() // inside the handler of the first of three
		for range 20 {
			alice.send("bob", 1, "x")
			alice.take()
		}
		require.EqualValues(t, 13, app.Stats().DroppedCallbacks)
		close(goOn)
		synctest.Wait()
		require.Equal(t, 7, kept)
	})
}

// fact: OB-40: a slow handler holds up more than 100,000 events, and loses none
func TestQueueDepth(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	app.LiftFrequencyLimits(true)
	c := emulator.NewClient()
	defer c.Release()
	require.Zero(t, c.Initialize(app.ID()))
	require.Zero(t, c.Login("", "alice"))
	const n = 150_000
	m := text("x")
	for i := range n {
		c.SendMessageToPeer("alice", int64(i), m, emulator.SendOptions{})
	}
	next := int64(0)
	for next < n {
		require.True(t, c.Next(func(e *emulator.Event) bool {
			if e.Kind == emulator.EventPeerSendResult {
				if e.ID != next {
					t.Fatalf("result %d instead of %d", e.ID, next)
				}
				next++
			}
			return true
		}))
	}
	require.Zero(t, app.Stats().DroppedCallbacks)
}

// Events of a channel released before they are handed over are skipped.
func TestReleasedChannelIsSilent(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	c := emulator.NewClient()
	defer c.Release()
	require.Zero(t, c.Initialize(app.ID()))
	require.Zero(t, c.Login("", "alice"))
	one, two := c.CreateChannel("one"), c.CreateChannel("two")
	require.Zero(t, one.Join())
	require.Zero(t, two.Join())
	one.Release()
	channels := make(map[uint64]int)
	require.True(t, c.Next(func(e *emulator.Event) bool { channels[e.Channel]++; return true }))
	require.Equal(t, map[uint64]int{0: 3, two.Key(): 2}, channels)
}

// 2,000 clients leave nothing behind.
// fact: L-13
func TestManyClients(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		for batch := range 20 {
			var clients []*emulator.Client
			for i := range 100 {
				c := emulator.NewClient()
				require.Zero(t, c.Initialize(app.ID()))
				require.Zero(t, c.Login("", fmt.Sprint(i)))
				clients = append(clients, c)
			}
			synctest.Wait()
			require.Equal(t, 100, app.Stats().UsersOnline)
			for i, c := range clients {
				require.Zero(t, c.CreateChannel(fmt.Sprint(i%7)).Join())
				require.Zero(t, c.SendMessageToPeer("0", 1, text("x"), emulator.SendOptions{}))
				if (batch+i)%2 == 0 {
					require.Zero(t, c.Logout())
				}
			}
			synctest.Wait()
			for _, c := range clients {
				c.Release()
			}
			synctest.Wait()
			require.Equal(t, emulator.Stats{}, app.Stats())
			require.Zero(t, app.Clock().Timers())
			pass(time.Second)
		}
		// The bubble of the test would not end if a goroutine were left.
	})
}
