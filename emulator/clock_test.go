// This file tests the clock.

package emulator_test

import (
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

func TestClockFollowsRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := emulator.NewClock()
		require.True(t, time.Now().Equal(c.Now()))
		order := make(chan string, 3)
		c.AfterFunc(2*time.Second, func() { order <- "late" })
		c.AfterFunc(time.Second, func() { order <- "early" })
		stopped := c.AfterFunc(time.Second, func() { order <- "stopped" })
		require.Equal(t, 3, c.Timers())
		require.True(t, stopped.Stop())
		require.False(t, stopped.Stop())
		pass(time.Second)
		require.Len(t, order, 1)
		require.Equal(t, "early", <-order)
		pass(time.Second)
		require.Len(t, order, 1)
		require.Equal(t, "late", <-order)
		require.True(t, time.Now().Equal(c.Now()))
		require.Zero(t, c.Timers())
	})
}

func TestClockScale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := emulator.NewClock()
		start := c.Now()
		fired := make(chan bool, 2)
		c.AfterFunc(time.Minute, func() { fired <- true })
		c.SetScale(60)
		pass(time.Second - time.Millisecond)
		require.Empty(t, fired)
		pass(2 * time.Millisecond)
		require.Len(t, fired, 1)
		c.SetScale(0.5)
		before := c.Now()
		pass(time.Second)
		require.Equal(t, 500*time.Millisecond, c.Now().Sub(before))
		require.Greater(t, c.Now().Sub(start), time.Minute)
		for _, bad := range []float64{0, -1, math.NaN(), math.Inf(1)} {
			c.SetScale(bad)
			before := c.Now()
			pass(time.Second)
			require.Equal(t, time.Second, c.Now().Sub(before), "%v", bad)
		}
	})
}

func TestClockByHand(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := emulator.NewClock()
		c.Freeze()
		start := c.Now()
		pass(time.Hour)
		require.True(t, start.Equal(c.Now()))

		var at []time.Duration
		note := func() { at = append(at, c.Now().Sub(start)) }
		c.AfterFunc(3*time.Second, note)
		c.AfterFunc(time.Second, func() {
			note()
			c.AfterFunc(time.Second, note) // due within the same Advance
			c.AfterFunc(time.Hour, note)
		})
		c.AfterFunc(0, note)
		require.Empty(t, at)
		c.Advance(0)
		require.Equal(t, []time.Duration{0}, at)
		c.Advance(3 * time.Second)
		require.Equal(t, []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}, at)
		c.AfterFunc(0, func() { c.Advance(time.Minute) })
		before := c.Now()
		c.Advance(0)
		require.Equal(t, time.Minute, c.Now().Sub(before), "moved by a call")
		c.Advance(-time.Hour)
		c.AfterFunc(0, func() { c.Set(start.Add(3 * time.Second)) })
		c.Advance(0)
		require.Equal(t, 3*time.Second, c.Now().Sub(start))

		// Set forward runs timers; back, it moves the date alone. (A bubble begins in 2000.)
		c.Set(start.Add(time.Second + time.Hour))
		require.Len(t, at, 5)
		fired := false
		c.AfterFunc(time.Minute, func() { fired = true })
		past := time.Date(1990, 2, 3, 4, 5, 6, 0, time.UTC)
		c.Set(past)
		require.True(t, past.Equal(c.Now()))
		c.Advance(time.Minute - 1)
		require.False(t, fired)
		c.Advance(1)
		require.True(t, fired)
		require.True(t, past.Add(time.Minute).Equal(c.Now()))

		// And on from there by itself.
		c.SetScale(1)
		pass(time.Second)
		require.True(t, past.Add(time.Minute+time.Second).Equal(c.Now()))
	})
}

// A frozen clock holds timers back; one that runs again lets them go.
func TestClockThaw(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := emulator.NewClock()
		fired := make(chan bool, 3)
		c.AfterFunc(time.Second, func() { fired <- true })
		c.Freeze()
		pass(time.Hour)
		require.Empty(t, fired)
		c.SetScale(1)
		pass(time.Second)
		require.Len(t, fired, 1)
		// A call may make and stop timers, and move the clock.
		c.AfterFunc(time.Second, func() {
			c.AfterFunc(0, func() { fired <- true })
			c.Freeze()
			c.Advance(time.Second)
		})
		pass(time.Second)
		require.Len(t, fired, 2)
		require.Zero(t, c.Timers())
	})
}

// The whole package runs on the App's clock, moved by hand as well.
// fact: S-06, S-26, P-03
func TestAppOnManualClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := emulator.Open(freshAppID())
		defer app.Close()
		app.Clock().Freeze()
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		bob.join("room")
		alice.join("room")
		app.Clock().Advance(2 * time.Second)
		bob.take()
		app.Interrupt("alice")
		alice.send("bob", 1, "lost")
		pass(time.Hour) // real time means nothing
		alice.expect()
		app.Clock().Advance(time.Hour)
		alice.expect("state RECONNECTING INTERRUPTED", "sent 1 = 2")
		bob.expect("room: -alice", "room: count 1")
		app.Restore("alice")
		alice.expect("state CONNECTED LOGIN_SUCCESS")
		alice.Release()
		bob.Release()
		require.Zero(t, app.Clock().Timers())
	})
}
