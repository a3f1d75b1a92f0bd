//go:build !agora_sdk

package rtmtest

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
)

// recordingT is a test that can fail without failing the one that watches it.
type recordingT struct {
	testing.TB
	ctx context.Context
	// asked is closed when the test is first asked whether it has failed.
	asked chan struct{}
	once  sync.Once

	mu       sync.Mutex
	cleanups []func()
	errors   []string
}

func (r *recordingT) Helper()                  {}
func (r *recordingT) Context() context.Context { return r.ctx }

func (r *recordingT) Cleanup(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cleanups = append(r.cleanups, f)
}

func (r *recordingT) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func (r *recordingT) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recordingT) Failed() bool {
	r.once.Do(func() { close(r.asked) })
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.errors) > 0
}

// run runs a test as package testing does, cleanups last, and returns its errors.
func run(t testing.TB, test func(t testing.TB)) []string {
	ctx, cancel := context.WithCancel(t.Context())
	r := &recordingT{TB: t, ctx: ctx, asked: make(chan struct{})}
	step := func(f func()) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			f()
		}()
		<-done
	}
	step(func() { test(r) })
	cancel()
	for len(r.cleanups) > 0 {
		last := len(r.cleanups) - 1
		f := r.cleanups[last]
		r.cleanups = r.cleanups[:last]
		step(f)
	}
	return r.errors
}

// gone tells that an App has been taken out of the registry: opening its id makes another.
func gone(t *testing.T, app *emulator.App) {
	t.Helper()
	again := emulator.Open(app.ID())
	defer again.Close()
	require.NotSame(t, app, again)
}

func TestServicesOfTheCloudAreClosed(t *testing.T) {
	t.Parallel()
	var alice, bob *agorartm.Service
	var app *emulator.App
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		app = cloud.App
		alice = cloud.Login("alice", agorartm.ServiceHandler{})
		bob = cloud.NewService(agorartm.ServiceHandler{})
		require.Equal(t, 2, cloud.Stats().Clients)
	})
	require.Empty(t, errors)
	for _, s := range []*agorartm.Service{alice, bob} {
		require.ErrorIs(t, s.Login(t.Context(), "", "x"), agorartm.ErrClosed)
	}
	require.Zero(t, app.Stats().Clients)
	gone(t, app)
}

func TestLeakedServiceFailsTheTest(t *testing.T) {
	t.Parallel()
	var leaked *agorartm.Service
	var app *emulator.App
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		cloud.leakPatience = time.Millisecond
		app = cloud.App
		var err error
		leaked, err = agorartm.NewService(cloud.AppID(), agorartm.ServiceHandler{})
		require.NoError(t, err)
	})
	require.Equal(t, []string{"rtmtest: 1 service(s) still open at the end of the test: Close what NewService makes"}, errors)
	gone(t, app)
	require.NoError(t, leaked.Close())
}

// Closing on another goroutine, or in a cleanup of the test, is no leak.
func TestServicesMayCloseLate(t *testing.T) {
	t.Parallel()
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		cloud.leakPatience = patience
		inCleanup, err := agorartm.NewService(cloud.AppID(), agorartm.ServiceHandler{})
		require.NoError(t, err)
		t.Cleanup(func() { _ = inCleanup.Close() })
		elsewhere, err := agorartm.NewService(cloud.AppID(), agorartm.ServiceHandler{})
		require.NoError(t, err)
		go func() {
			<-t.(*recordingT).asked // the search for leaks begins
			_ = elsewhere.Close()
		}()
	})
	require.Empty(t, errors)
}

// A test that has failed is not told off for what it had no chance to close.
func TestFailedTestIsNotAskedForLeaks(t *testing.T) {
	t.Parallel()
	var leaked *agorartm.Service
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		leaked, _ = agorartm.NewService(cloud.AppID(), agorartm.ServiceHandler{})
		t.Fatalf("on its own account")
	})
	require.Equal(t, []string{"on its own account"}, errors)
	require.NoError(t, leaked.Close())
}

// The App's own Close is at hand too. It cuts off whoever is left, and the end of the test is not upset.
func TestCloudClosedEarly(t *testing.T) {
	t.Parallel()
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		lost := make(chan bool, 1)
		cloud.Login("alice", agorartm.ServiceHandler{
			OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) {
				if e.State == agorartm.ConnectionStateReconnecting {
					lost <- true
				}
			},
		})
		cloud.Close()
		cloud.Advance(4 * time.Second)
		Receive(cloud, lost)
	})
	require.Empty(t, errors)
}

func TestHandlersAreOverBeforeTheTestEnds(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	var service *agorartm.Service
	errors := run(t, func(t testing.TB) {
		cloud := New(t)
		cloud.leakPatience = time.Millisecond
		inside := make(chan struct{})
		service = cloud.Login("alice", agorartm.ServiceHandler{
			OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) {
				close(inside)
				<-release
			},
		})
		_, err := service.SendMessageToPeer(cloud.Context(), "alice", agorartm.NewTextMessage("x"), agorartm.SendMessageOptions{})
		require.NoError(t, err)
		Receive(cloud, events(inside))
	})
	require.Equal(t, []string{"rtmtest: a handler has not returned at the end of the test"}, errors)
	close(release)
	<-service.Done()
}

// events turns the closing of a channel into a value.
func events(closed <-chan struct{}) <-chan bool {
	value := make(chan bool, 1)
	go func() {
		<-closed
		value <- true
	}()
	return value
}

func TestErrorsFailTheTest(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		test func(*Cloud)
		text string
	}{
		"option": {
			func(c *Cloud) { c.NewService(agorartm.ServiceHandler{}, agorartm.WithLogger(nil)) }, "WithLogger",
		},
		"login": {
			func(c *Cloud) {
				c.Ban("mallory")
				c.Login("mallory", agorartm.ServiceHandler{})
			}, "rtmtest: mallory: ",
		},
		"channel": {
			func(c *Cloud) { c.Join(c.Login("alice", agorartm.ServiceHandler{}), "", agorartm.ChannelHandler{}) }, "channelID",
		},
		"join": {
			func(c *Cloud) { c.Join(c.NewService(agorartm.ServiceHandler{}), "lobby", agorartm.ChannelHandler{}) }, "rtmtest: lobby: ",
		},
		"closed": {
			func(c *Cloud) {
				values := make(chan int)
				close(values)
				Receive(c, values)
			}, "rtmtest: the channel is closed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			went := false
			errors := run(t, func(t testing.TB) {
				cloud := New(t)
				tt.test(cloud)
				went = true
			})
			require.False(t, went, "the test went on")
			require.Len(t, errors, 1)
			require.Contains(t, errors[0], tt.text)
		})
	}
}

func TestCloudsAreApart(t *testing.T) {
	t.Parallel()
	one, other := New(t), New(t)
	require.NotEqual(t, one.AppID(), other.AppID())
	require.Regexp(t, "^[0-9a-f]{32}$", one.AppID())
	alice := one.Login("alice", agorartm.ServiceHandler{})
	other.Login("bob", agorartm.ServiceHandler{})
	_, err := alice.SendMessageToPeer(one.Context(), "bob", agorartm.NewTextMessage("x"), agorartm.SendMessageOptions{})
	require.ErrorIs(t, err, agorartm.ErrPeerUnreachable)
}

func TestClocks(t *testing.T) {
	t.Parallel()
	frozen := New(t, WithFrozenClock())
	before := frozen.Clock().Now()
	frozen.Advance(time.Hour)
	require.Equal(t, before.Add(time.Hour), frozen.Clock().Now())

	fast := New(t, WithClockScale(1e6))
	before = fast.Clock().Now()
	fast.Eventually("an hour passes", func() bool { return fast.Clock().Now().Sub(before) >= time.Hour })

	standing := New(t)
	before = standing.Clock().Now()
	standing.Eventually("real time passes", func() bool { return standing.Clock().Now().After(before) })
}

func TestJoin(t *testing.T) {
	t.Parallel()
	cloud := New(t)
	alice := cloud.Join(cloud.Login("alice", agorartm.ServiceHandler{}), "lobby", agorartm.ChannelHandler{})
	cloud.Join(cloud.Login("bob", agorartm.ServiceHandler{}), "lobby", agorartm.ChannelHandler{})
	members, err := alice.Members(cloud.Context())
	require.NoError(t, err)
	names := []string{members[0].UserID, members[1].UserID}
	slices.Sort(names)
	require.Equal(t, []string{"alice", "bob"}, names)
}

// The context ends with the test.
func TestContextEnds(t *testing.T) {
	t.Parallel()
	var ctx context.Context
	require.Empty(t, run(t, func(t testing.TB) {
		ctx = New(t).Context()
		require.NoError(t, ctx.Err())
		_, bounded := ctx.Deadline()
		require.True(t, bounded)
	}))
	require.ErrorIs(t, ctx.Err(), context.Canceled)
}
