// This file tests outages the session itself reports, as a cloud behind a network does.

package emulator_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fragileCloud remembers its last session, so that a test can break its link.
type fragileCloud struct {
	emulator.Cloud
	mu   sync.Mutex
	last emulator.Session
	sink emulator.Sink
	made int
}

func (c *fragileCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	sess := c.Cloud.NewSession(userID, sink)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last, c.sink = sess, sink
	c.made++
	return sess
}

func (c *fragileCloud) breakLink() {
	c.last.Interrupt()
	c.sink.LinkDown()
	synctest.Wait()
}

func (c *fragileCloud) heal() {
	c.last.Restore()
	c.sink.LinkUp()
	synctest.Wait()
}

// fact: S-05 to S-08, R-11
func TestLinkBreaksByItself(t *testing.T) {
	t.Parallel()
	for name, newCloud := range clouds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				cloud := new(fragileCloud)
				app, err := emulator.OpenWith(freshAppID(), func(clock *emulator.Clock) emulator.Cloud {
					cloud.Cloud = newCloud(clock)
					return cloud
				})
				require.NoError(t, err)
				t.Cleanup(app.Close)
				u := login(t, app, "alice")
				cloud.breakLink()
				u.send("alice", 1, "later")
				pass(3 * time.Second)
				cloud.heal()
				u.expect("alice says later", "sent 1 = 0")
				cloud.breakLink()
				pass(5 * time.Second)
				u.expect("state RECONNECTING INTERRUPTED")
				u.send("alice", 2, "later")
				cloud.heal()
				cloud.heal()
				u.expect("state CONNECTED LOGIN_SUCCESS", "alice says later", "sent 2 = 0")

				// Both kinds of outage at once: the link is up when both are over.
				cloud.breakLink()
				app.Interrupt("alice")
				pass(5 * time.Second)
				cloud.heal()
				u.expect("state RECONNECTING INTERRUPTED")
				app.Restore("alice")
				u.expect("state CONNECTED LOGIN_SUCCESS")
				require.Equal(t, 1, cloud.made)
			})
		})
	}
}

// lateCloud lets a test answer Resume.
type lateCloud struct {
	emulator.Cloud
	resume func()
}

func (c *lateCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	return lateSession{c.Cloud.NewSession(userID, sink), c}
}

type lateSession struct {
	emulator.Session
	cloud *lateCloud
}

func (s lateSession) Resume(channels []string) {
	s.cloud.resume = func() { s.Session.Resume(channels) }
}

// fact: R-11, Z-02: what is sent in the moment the session is back does not overtake what waited
func TestNothingOvertakesTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cloud := new(lateCloud)
		app, err := emulator.OpenWith(freshAppID(), func(clock *emulator.Clock) emulator.Cloud {
			cloud.Cloud = emulator.NewMemory(clock)
			return cloud
		})
		require.NoError(t, err)
		t.Cleanup(app.Close)
		u := login(t, app, "alice")
		for range 100 {
			app.Interrupt("alice")
			u.send("alice", 1, "first")
			app.Restore("alice")
			cloud.resume() // from here on the session answers, and the client has the queue sent
			u.send("alice", 2, "second")
			u.expect("alice says first", "sent 1 = 0", "alice says second", "sent 2 = 0")
			pass(time.Second)
		}
	})
}

// lossyCloud loses the answers to joins.
type lossyCloud struct{ emulator.Cloud }

func (c lossyCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	return lossySession{c.Cloud.NewSession(userID, sink)}
}

type lossySession struct{ emulator.Session }

func (s lossySession) Join(_ uint64, channelID string) { s.Session.Join(0, channelID) }

// A join whose answer was lost may have worked: the client leaves then, so that it is what it tells.
// fact: H-08
func TestLostJoinIsUndone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app, err := emulator.OpenWith(freshAppID(), func(clock *emulator.Clock) emulator.Cloud {
			return lossyCloud{emulator.NewMemory(clock)}
		})
		require.NoError(t, err)
		t.Cleanup(app.Close)
		u := login(t, app, "alice")
		require.Zero(t, u.channel("room").Join())
		pass(4 * time.Second)
		require.Equal(t, 1, app.Stats().Channels)
		u.expect()
		pass(time.Second)
		u.expect("room: join failed 4")
		require.Zero(t, app.Stats().Channels)
	})
}

// muteCloud never answers a login.
type muteCloud struct{ fragileCloud }

func (c *muteCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	sess := muteSession{c.fragileCloud.NewSession(userID, sink)}
	return sess
}

type muteSession struct{ emulator.Session }

func (muteSession) Login(string) {}

// fact: S-05, S-15: while CONNECTING
func TestLinkBreaksWhileConnecting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		cloud := new(muteCloud)
		app, err := emulator.OpenWith(freshAppID(), func(clock *emulator.Clock) emulator.Cloud {
			cloud.Cloud = emulator.NewMemory(clock)
			return cloud
		})
		require.NoError(t, err)
		t.Cleanup(app.Close)
		u := connect(t, app, "alice")
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN")
		// A login that was under way is lost with the link; another session tries it again.
		first := cloud.sink
		app.Interrupt("alice")
		app.Restore("alice")
		synctest.Wait()
		require.Equal(t, 2, cloud.made)
		first.LoginResult(emulator.LoginErrOK) // of the session given up: not heard
		u.expect()
		// The server ends the session before it has answered.
		cloud.sink.Closed(emulator.ClosedBanned)
		u.expect("login failed 2", "state DISCONNECTED LOGIN_FAILURE")
		cloud.sink.LoginResult(emulator.LoginErrOK)
		u.expect()

		pass(time.Second)
		require.Zero(t, u.Login("", "alice"))
		pass(12 * time.Second)
		u.expect("state CONNECTING LOGIN", "login failed 9", "state DISCONNECTED LOGIN_TIMEOUT")
	})
}
