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
