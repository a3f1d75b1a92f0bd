// Package rtmtest helps programs that use package agorartm to be tested without an account and
// without a network, on the embedded engine.
//
//	func TestGreeting(t *testing.T) {
//		cloud := rtmtest.New(t)
//		alice := cloud.Login("alice", agorartm.ServiceHandler{})
//		greeter, err := NewGreeter(cloud.AppID(), "bob") // the program under test
//		...
//	}
//
// A Cloud is an RTM system of the test's own: an App ID that no other test has, so that tests can run
// in parallel, with a clock and with faults. The methods of its [emulator.App] are at hand as the
// Cloud's own: Interrupt, Restore, Ban, KickFromChannel, ExpireToken, DropNextResult, FailNextResult
// and so on.
//
// What the test makes through the Cloud is closed when the test ends; a service that the program under
// test has made and not closed by then fails the test.
package rtmtest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
)

// patience bounds the waits for what other threads do. Only tests that fail ever wait so long.
const patience = time.Minute

// Cloud is an RTM system of one test. Make it with New. Its methods fail the test on errors, so they
// belong on the test's own goroutine.
type Cloud struct {
	// App is the control surface of the engine.
	*emulator.App

	t            testing.TB
	leakPatience time.Duration
}

// Option sets one option of New.
type Option func(*Cloud)

// WithFrozenClock lets the Cloud's clock stand still: only its Advance and Set move it, so that
// timeouts, outages and expiries come when the test says. Without it the clock follows real time.
func WithFrozenClock() Option {
	return func(c *Cloud) { c.Clock().Freeze() }
}

// WithClockScale lets the Cloud's clock run so many times as fast as real time: with 100, ten seconds
// take a tenth of one.
func WithClockScale(scale float64) Option {
	return func(c *Cloud) { c.Clock().SetScale(scale) }
}

// New makes a Cloud with a fresh App ID. It ends with the test: services made through it are closed,
// and the test fails if others are still open then.
//
// It needs the embedded engine and fails the test in a build with the official SDK. The cloud is in this
// process, also when AGORA_RTM_EMULATOR_HOST is set.
func New(t testing.TB, opts ...Option) *Cloud {
	t.Helper()
	if agorartm.Backend() != agorartm.BackendEmbedded {
		t.Fatalf("rtmtest: this build has the official SDK; tests with rtmtest need the embedded engine (build without -tags agora_sdk)")
	}
	// In this process, whatever AGORA_RTM_EMULATOR_HOST says: the clock and the faults are here.
	app, err := emulator.OpenWith(newAppID(), emulator.NewMemory)
	if err != nil {
		t.Fatalf("rtmtest: %v", err)
	}
	c := &Cloud{App: app, t: t, leakPatience: 2 * time.Second}
	for _, opt := range opts {
		opt(c)
	}
	t.Cleanup(c.end)
	return c
}

// newAppID makes an App ID as Agora's console does: 32 hexadecimal digits.
func newAppID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

// end looks for services left open and takes the App down. It runs after the cleanups of all services
// made through c, and after those that the test has registered since New.
func (c *Cloud) end() {
	c.t.Helper()
	defer c.App.Close()
	if c.t.Failed() {
		return // a test that stopped half-way has no chance to close
	}
	// One may be closing on another goroutine.
	for deadline := time.Now().Add(c.leakPatience); c.Stats().Clients > 0 && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if n := c.Stats().Clients; n > 0 {
		c.t.Errorf("rtmtest: %d service(s) still open at the end of the test: Close what NewService makes", n)
	}
}

// AppID returns the App ID of this Cloud, for the NewService of the program under test.
func (c *Cloud) AppID() string { return c.ID() }

// Context returns a context for the test's calls: it ends with the test, and after a minute at most,
// so that a test that hangs fails where it hangs.
func (c *Cloud) Context() context.Context {
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	c.t.Cleanup(cancel)
	return ctx
}

// NewService makes a service that is closed when the test ends.
func (c *Cloud) NewService(h agorartm.ServiceHandler, opts ...agorartm.Option) *agorartm.Service {
	c.t.Helper()
	s, err := agorartm.NewService(c.AppID(), h, opts...)
	if err != nil {
		c.t.Fatalf("rtmtest: %v", err)
	}
	c.t.Cleanup(func() { c.closeService(s) })
	return s
}

// closeService closes a service and waits for its last handler, which might use the test's t.
func (c *Cloud) closeService(s *agorartm.Service) {
	c.t.Helper()
	if err := s.Close(); err != nil {
		c.t.Errorf("rtmtest: %v", err)
	}
	select {
	case <-s.Done():
	case <-time.After(c.leakPatience):
		c.t.Errorf("rtmtest: a handler has not returned at the end of the test")
	}
}

// Login makes a service and logs the user in, with an empty token. It is closed when the test ends.
func (c *Cloud) Login(userID string, h agorartm.ServiceHandler, opts ...agorartm.Option) *agorartm.Service {
	c.t.Helper()
	s := c.NewService(h, opts...)
	if err := s.Login(c.Context(), "", userID); err != nil {
		c.t.Fatalf("rtmtest: %s: %v", userID, err)
	}
	return s
}

// Join makes a channel of a service and joins it.
func (c *Cloud) Join(s *agorartm.Service, channelID string, h agorartm.ChannelHandler) *agorartm.Channel {
	c.t.Helper()
	channel, err := s.CreateChannel(channelID, h)
	if err != nil {
		c.t.Fatalf("rtmtest: %v", err)
	}
	if err := channel.Join(c.Context()); err != nil {
		c.t.Fatalf("rtmtest: %s: %v", channelID, err)
	}
	return channel
}

// Advance moves the clock on by d and runs the engine's timers that become due; from then on only
// Advance and Set move it. The handlers hear of it on their own goroutine, a moment later: wait for
// what they do, as with Eventually.
func (c *Cloud) Advance(d time.Duration) { c.Clock().Advance(d) }

// Eventually waits until the condition holds, and fails the test if it does not within a minute. The
// condition is asked on the test's goroutine, again and again.
func (c *Cloud) Eventually(what string, condition func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(patience); !condition(); {
		if time.Now().After(deadline) {
			c.t.Fatalf("rtmtest: waited in vain: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

// Receive waits for the next value of a channel, such as a handler sends to, and fails the test if none
// comes within a minute or the channel is closed.
func Receive[T any](c *Cloud, values <-chan T) T {
	c.t.Helper()
	select {
	case v, ok := <-values:
		if !ok {
			c.t.Fatalf("rtmtest: the channel is closed")
		}
		return v
	case <-time.After(patience):
		c.t.Fatalf("rtmtest: waited in vain for a %T", *new(T))
	}
	panic("unreachable")
}
