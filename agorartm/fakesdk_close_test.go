// Close, of services and channels: from everywhere, at any time.

package agorartm_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// handlerKind is one kind of handler: how to set it, and how to make it run.
type handlerKind struct {
	name string
	room bool
	set  func(*setup, func())
	fire func(*rig)
}

func runs[E any](f func()) func(E) { return func(E) { f() } }

var handlerKinds = []handlerKind{
	{
		name: "OnConnectionStateChanged",
		set: func(s *setup, f func()) {
			s.service.OnConnectionStateChanged = runs[agorartm.ConnectionStateChangedEvent](f)
		},
		fire: func(r *rig) { r.fake.FireState(4, 5) },
	},
	{
		name: "OnMessageReceivedFromPeer",
		set:  func(s *setup, f func()) { s.service.OnMessageReceivedFromPeer = runs[agorartm.PeerMessageEvent](f) },
		fire: func(r *rig) { r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi"}) },
	},
	{
		name: "service OnSendMessageResult",
		set:  func(s *setup, f func()) { s.service.OnSendMessageResult = runs[agorartm.SendMessageResultEvent](f) },
		fire: func(r *rig) {
			_, err := r.service.SendMessageToPeerNoWait("bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			require.NoError(r.t, err)
		},
	},
	{
		name: "OnTokenExpired",
		set:  func(s *setup, f func()) { s.service.OnTokenExpired = runs[agorartm.TokenExpiredEvent](f) },
		fire: func(r *rig) { r.fake.FireTokenExpired() },
	},
	{
		name: "OnTokenPrivilegeWillExpire",
		set: func(s *setup, f func()) {
			s.service.OnTokenPrivilegeWillExpire = runs[agorartm.TokenPrivilegeWillExpireEvent](f)
		},
		fire: func(r *rig) { r.fake.FireTokenWillExpire() },
	},
	{
		name: "OnTokenRenewal",
		set: func(s *setup, f func()) {
			s.options = append(s.options, agorartm.WithTokenSource(func(context.Context) (string, error) { return "token", nil }))
			s.service.OnTokenRenewal = runs[agorartm.TokenRenewalEvent](f)
		},
		fire: func(r *rig) {
			require.NoError(r.t, r.service.Login(r.t.Context(), "token", "alice"))
			r.fake.FireTokenWillExpire()
		},
	},
	{
		name: "OnPeersOnlineStatusChanged",
		set: func(s *setup, f func()) {
			s.service.OnPeersOnlineStatusChanged = runs[agorartm.PeersOnlineStatusChangedEvent](f)
		},
		fire: func(r *rig) { r.fake.FirePeersOnline(fakesdk.PeerState{Peer: "bob"}) },
	},
	{
		name: "OnDropped",
		set: func(s *setup, f func()) {
			s.options = append(s.options, agorartm.WithEventQueueLimits(1, limit))
			s.service.OnDropped = runs[agorartm.DroppedEvent](f)
			s.service.OnMessageReceivedFromPeer = func(agorartm.PeerMessageEvent) {}
		},
		fire: func(r *rig) {
			// More than the queue of one holds, all before the drain sees the first.
			release := r.service.HoldDrain()
			defer release()
			r.fake.FireMemberJoined(roomID, "holds the drain")
			for range 10 {
				r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi"})
			}
		},
	},
	{
		name: "OnMessageReceived", room: true,
		set:  func(s *setup, f func()) { s.room.OnMessageReceived = runs[agorartm.ChannelMessageEvent](f) },
		fire: func(r *rig) { r.fake.FireChannelMessage(roomID, fakesdk.Message{From: "bob", Text: "hi"}) },
	},
	{
		name: "channel OnSendMessageResult", room: true,
		set: func(s *setup, f func()) { s.room.OnSendMessageResult = runs[agorartm.ChannelSendMessageResultEvent](f) },
		fire: func(r *rig) {
			_, err := r.room.SendMessageNoWait(agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			require.NoError(r.t, err)
		},
	},
	{
		name: "OnMemberJoined", room: true,
		set:  func(s *setup, f func()) { s.room.OnMemberJoined = runs[agorartm.MemberEvent](f) },
		fire: func(r *rig) { r.fake.FireMemberJoined(roomID, "bob") },
	},
	{
		name: "OnMemberLeft", room: true,
		set:  func(s *setup, f func()) { s.room.OnMemberLeft = runs[agorartm.MemberEvent](f) },
		fire: func(r *rig) { r.fake.FireMemberLeft(roomID, "bob") },
	},
	{
		name: "OnMemberCountUpdated", room: true,
		set:  func(s *setup, f func()) { s.room.OnMemberCountUpdated = runs[agorartm.MemberCountEvent](f) },
		fire: func(r *rig) { r.fake.FireMemberCount(roomID, 3) },
	},
	{
		name: "OnAttributesUpdated", room: true,
		set:  func(s *setup, f func()) { s.room.OnAttributesUpdated = runs[agorartm.AttributesUpdatedEvent](f) },
		fire: func(r *rig) { r.fake.FireAttributes(roomID, "bob", 1, fakesdk.Attribute{Key: "k", Value: "v"}) },
	},
	{
		name: "OnLeave", room: true,
		set:  func(s *setup, f func()) { s.room.OnLeave = runs[agorartm.LeaveEvent](f) },
		fire: func(r *rig) { r.fake.FireResult(fakesdk.Result{Op: fakesdk.Leave, Code: 4, Channel: roomID}) },
	},
}

// afterClose asserts that nothing works any more, and that it says so.
func afterClose(t *testing.T, r *rig) {
	t.Helper()
	for _, o := range operations {
		err := o.call(r, t.Context())
		opErr(t, err, o.name, false)
		answersOnly(t, err, agorartm.ErrClosed)
	}
	_, err := r.service.CreateChannel("another", agorartm.ChannelHandler{})
	opErr(t, err, "CreateChannel", false)
	answersOnly(t, err, agorartm.ErrClosed)
	err = r.service.Shutdown(t.Context())
	opErr(t, err, "Shutdown", false)
	answersOnly(t, err, agorartm.ErrClosed)
	require.NoError(t, r.room.Close())
	require.NoError(t, r.service.Close())
}

func TestCloseInsideEveryHandler(t *testing.T) {
	t.Parallel()
	for _, kind := range handlerKinds {
		for _, others := range []int{0, 50} {
			t.Run(fmt.Sprintf("%s, %d others", kind.name, others), func(t *testing.T) {
				t.Parallel()
				var r *rig
				var wg sync.WaitGroup
				closed := make(chan int32, 10)
				var calls atomic.Int32
				s := setup{}
				kind.set(&s, func() {
					n := calls.Add(1)
					for range others {
						wg.Go(func() { _ = r.service.Close() })
					}
					_ = r.service.Close()
					_ = r.room.Close()
					_ = r.service.Close()
					closed <- n
				})
				r = newRig(t, s)
				kind.fire(r)
				require.Equal(t, int32(1), wait(t, closed))
				wait(t, r.service.Done())
				wg.Wait()
				require.Equal(t, 1, r.fake.Count(fakesdk.Release))
				require.Equal(t, 1, r.fake.Count(fakesdk.ReleaseChannel))
				require.Equal(t, fakesdk.Live{}, r.fake.Live())
				afterClose(t, r)
				require.Equal(t, int32(1), calls.Load(), "no handler starts after Close")
			})
		}
	}
}

func TestChannelCloseInsideEveryHandler(t *testing.T) {
	t.Parallel()
	for _, kind := range handlerKinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			var r *rig
			closed := make(chan struct{}, 10)
			s := setup{}
			kind.set(&s, func() {
				_ = r.room.Close()
				_ = r.room.Close()
				closed <- struct{}{}
			})
			r = newRig(t, s)
			kind.fire(r)
			wait(t, closed)
			require.Equal(t, 1, r.fake.Count(fakesdk.ReleaseChannel))
			require.NoError(t, r.service.Login(t.Context(), "", "alice"), "the service goes on")

			// The id may be used again, and the new channel's events are its own.
			joined := make(chan agorartm.MemberEvent, 1)
			again, err := r.service.CreateChannel(roomID, agorartm.ChannelHandler{
				OnMemberJoined: func(e agorartm.MemberEvent) { joined <- e },
			})
			require.NoError(t, err)
			require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
			require.Same(t, again, wait(t, joined).Channel)
			for len(closed) > 0 {
				<-closed
			}
			if kind.room {
				kind.fire(&rig{t: t, fake: r.fake, service: r.service, room: again})
				require.NoError(t, r.service.Logout(t.Context()))
				require.NoError(t, r.service.Shutdown(t.Context()))
				require.Empty(t, closed, "no handler of a closed channel starts")
			}
		})
	}
}

// pending starts sends and one request of every other kind, none of which gets
// its result.
func pending(r *rig, sends int) []<-chan error {
	r.t.Helper()
	var all []<-chan error
	for _, o := range operations {
		switch {
		case o.posted:
		case o.hasID:
			before := r.fake.Count(o.op)
			for range sends {
				all = append(all, start(func() error { return o.call(r, r.t.Context()) }))
			}
			require.True(r.t, r.fake.WaitCalls(o.op, before+sends, inTime))
		default:
			all = append(all, r.begin(r.t.Context(), o))
		}
	}
	return all
}

func closedAll(t *testing.T, calls []<-chan error) {
	t.Helper()
	for _, ended := range calls {
		err := wait(t, ended)
		var e *agorartm.OpError
		require.ErrorAs(t, err, &e)
		opErr(t, err, e.Op, true)
		answersOnly(t, err, agorartm.ErrClosed)
	}
}

func TestCloseEndsPendingCalls(t *testing.T) {
	t.Parallel()
	for _, mode := range []fakesdk.Mode{fakesdk.Never, fakesdk.Late} {
		for _, closers := range []int{1, 50} {
			t.Run(fmt.Sprintf("mode %d, %d closers", mode, closers), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, setup{})
				for _, o := range operations {
					r.fake.On(o.op, fakesdk.Behavior{Mode: mode})
				}
				calls := pending(r, 50)
				var wg sync.WaitGroup
				for range closers {
					wg.Go(func() {
						_ = r.service.Close()
						// Whoever returns from Close finds it done.
						if n := r.fake.Live().Services; n != 0 {
							t.Errorf("Close returned while %d services live", n)
						}
					})
				}
				closedAll(t, calls)
				wg.Wait()
				afterClose(t, r)
				r.fake.ReleaseLate()
			})
		}
	}
}

func TestChannelCloseEndsPendingCalls(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	var calls []<-chan error
	for _, o := range operations {
		switch o.op {
		case fakesdk.Join, fakesdk.Leave, fakesdk.GetMembers, fakesdk.SendChannel:
			if !o.posted {
				r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late})
				calls = append(calls, r.begin(t.Context(), o))
			}
		}
	}
	// A second one that waits for its turn has sent nothing.
	turn := start(func() error { return r.room.Join(t.Context()) })
	require.Eventually(t, func() bool { return r.fake.Held() == 4 }, inTime, time.Millisecond)
	require.NoError(t, r.room.Close())
	closedAll(t, calls)
	require.ErrorIs(t, wait(t, turn), agorartm.ErrClosed)
	require.Equal(t, 1, r.fake.Count(fakesdk.Join))
	for _, err := range []error{r.room.Join(t.Context()), r.room.Leave(t.Context())} {
		require.ErrorIs(t, err, agorartm.ErrClosed)
	}
	_, err := r.room.SendMessage(t.Context(), agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
	require.ErrorIs(t, err, agorartm.ErrClosed)

	// The old channel's results come when the new one waits for its own.
	again, err := r.service.CreateChannel(roomID, agorartm.ChannelHandler{})
	require.NoError(t, err)
	r.fake.Next(fakesdk.Join, fakesdk.Behavior{Mode: fakesdk.Never})
	join := start(func() error { return again.Join(t.Context()) })
	require.True(t, r.fake.WaitCalls(fakesdk.Join, 2, inTime))
	require.Equal(t, 4, r.fake.ReleaseLate())
	r.settle()
	running(t, join)
	require.NoError(t, r.service.Close())
	require.ErrorIs(t, wait(t, join), agorartm.ErrClosed)
}

// Calls that are inside the SDK when Close begins: Close waits for them, later
// calls are turned away at once, and nothing is released under them.
func TestCloseWaitsForCallsInsideTheSDK(t *testing.T) {
	t.Parallel()
	for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Never, fakesdk.Inline} {
		t.Run(fmt.Sprintf("mode %d", mode), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			for _, o := range operations {
				r.fake.On(o.op, fakesdk.Behavior{Mode: mode, Block: true})
			}
			r.fake.On(fakesdk.CreateChannel, fakesdk.Behavior{Return: 1})
			t.Cleanup(r.fake.Unblock)
			calls := pending(r, 5)
			require.True(t, r.fake.WaitBlocked(len(calls), inTime))
			closed := start(r.service.Close)
			require.Eventually(t, func() bool {
				_, err := r.service.CreateChannel("door", agorartm.ChannelHandler{})
				return errors.Is(err, agorartm.ErrClosed)
			}, inTime, time.Millisecond)
			_, err := r.service.SendMessageToPeerNoWait("bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			require.ErrorIs(t, err, agorartm.ErrClosed)
			require.False(t, r.fake.WaitCalls(fakesdk.Release, 1, aMoment), "released under a call")
			require.Zero(t, r.fake.Count(fakesdk.ReleaseChannel), "released under a call")
			running(t, closed)
			r.fake.Unblock()
			for _, ended := range calls {
				wait(t, ended) // with its result, ErrClosed, or lost to the Logout among them
			}
			require.NoError(t, wait(t, closed))
		})
	}
}

// The same of one call, of each kind.
func TestCloseWaitsForOneCallInsideTheSDK(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{})
		r.fake.Next(o.op, fakesdk.Behavior{Block: true, Mode: fakesdk.Never})
		t.Cleanup(r.fake.Unblock)
		stuck := start(func() error { return o.call(r, t.Context()) })
		require.True(t, r.fake.WaitBlocked(1, inTime))
		closed := start(r.service.Close)
		require.False(t, r.fake.WaitCalls(fakesdk.Release, 1, aMoment), "released under a call")
		running(t, closed)
		r.fake.Unblock()
		if err := wait(t, stuck); o.posted {
			require.ErrorIs(t, err, errNoEvent)
		} else {
			opErr(t, err, o.name, true)
			require.ErrorIs(t, err, agorartm.ErrClosed)
		}
		require.NoError(t, wait(t, closed))
	})
}

// And of a channel's calls, when only the channel is closed.
func TestChannelCloseWaitsForCallsInsideTheSDK(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Channel.Join", "Channel.Leave", "Channel.Members", "Channel.SendMessage"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := operationNamed(name)
			r := newRig(t, setup{})
			r.fake.Next(o.op, fakesdk.Behavior{Block: true, Mode: fakesdk.Never})
			t.Cleanup(r.fake.Unblock)
			stuck := start(func() error { return o.call(r, t.Context()) })
			require.True(t, r.fake.WaitBlocked(1, inTime))
			closed := start(r.room.Close)
			require.False(t, r.fake.WaitCalls(fakesdk.ReleaseChannel, 1, aMoment), "released under a call")
			running(t, closed)
			r.fake.Unblock()
			closedAll(t, []<-chan error{stuck})
			require.NoError(t, wait(t, closed))
		})
	}
}

// Callers that wait for their turn behind a request without an answer have
// sent nothing when the service closes.
func TestCloseEndsCallersWaitingForTheirTurn(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.hasID {
			return // sends do not wait for one another
		}
		r := newRig(t, setup{})
		r.fake.On(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
		calls := []<-chan error{r.begin(t.Context(), o)}
		for range 5 {
			calls = append(calls, start(func() error { return o.call(r, t.Context()) }))
		}
		require.False(t, r.fake.WaitCalls(o.op, 2, aMoment))
		require.NoError(t, r.service.Close())
		for i, ended := range calls {
			err := wait(t, ended)
			opErr(t, err, o.name, i == 0)
			answersOnly(t, err, agorartm.ErrClosed)
		}
		require.Equal(t, 1, r.fake.Count(o.op))
	})
}

// A call stuck in the SDK holds Close up, but not the end of the calls that wait.
func TestCloseEndsWaitingCallsBesideAStuckOne(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for _, o := range operations {
		r.fake.On(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
	}
	calls := pending(r, 5)
	t.Cleanup(r.fake.Unblock)
	r.fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Block: true, Mode: fakesdk.Never})
	stuck := start(func() error { return operationNamed("SendMessageToPeer").call(r, t.Context()) })
	require.True(t, r.fake.WaitBlocked(1, inTime))
	closed := start(r.service.Close)
	closedAll(t, calls)
	running(t, closed)
	running(t, stuck)
	r.fake.Unblock()
	closedAll(t, []<-chan error{stuck})
	require.NoError(t, wait(t, closed))
}

// Sends from all sides while the service closes: each ends with its result or
// ErrClosed.
func TestCloseRacesSends(t *testing.T) {
	t.Parallel()
	for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Early, fakesdk.Inline} {
		t.Run(fmt.Sprintf("mode %d", mode), func(t *testing.T) {
			t.Parallel()
			for range 20 {
				r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetThreads(3) }})
				for _, o := range operations {
					r.fake.On(o.op, fakesdk.Behavior{Mode: mode})
				}
				var wg sync.WaitGroup
				// A Logout would end the others' calls as well.
				several := []operation{
					operationNamed("SendMessageToPeer"), operationNamed("Channel.SendMessage"), operationNamed("Channel.Members"),
				}
				for i := range 50 {
					wg.Go(func() {
						o := several[i%len(several)]
						for {
							if err := o.call(r, t.Context()); err != nil {
								require.ErrorIs(t, err, agorartm.ErrClosed)
								return
							}
						}
					})
				}
				require.True(t, r.fake.WaitCalls(fakesdk.SendPeer, 10, inTime))
				require.NoError(t, r.service.Close())
				wg.Wait()
				require.Equal(t, fakesdk.Live{}, r.fake.Live())
			}
		})
	}
}

// A library that does not stop: callbacks after release reach no handler.
//
// fact: L-10, L-15
func TestCallbacksAfterRelease(t *testing.T) {
	t.Parallel()
	seen := make(chan received, 1000)
	s := record(seen)
	s.service.OnConnectionStateChanged = func(agorartm.ConnectionStateChangedEvent) { seen <- received{kind: "state"} }
	s.room.OnLeave = func(agorartm.LeaveEvent) { seen <- received{kind: "leave"} }
	r := newRig(t, s)
	r.fake.EventsAfterRelease()
	fire := func() {
		message := fakesdk.Message{From: "bob", Text: "hi"}
		require.True(t, r.fake.FireChannelMessage(roomID, message))
		require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
		require.True(t, r.fake.FireMemberCount(roomID, 3))
		require.True(t, r.fake.FireResult(fakesdk.Result{Op: fakesdk.Leave, Channel: roomID}))
		require.True(t, r.fake.FireResult(fakesdk.Result{Op: fakesdk.Join, Channel: roomID}))
	}
	before := agorartm.RetiredHandlers()
	require.NoError(t, r.room.Close())
	require.Greater(t, agorartm.RetiredHandlers(), before, "the SDK may still call the handler: it is kept")
	fire()
	r.settle()
	require.Empty(t, seen, "the channel is closed")

	require.NoError(t, r.service.Close())
	require.Greater(t, agorartm.RetiredHandlers(), before+1, "the SDK may still call the handler: it is kept")
	fire()
	require.True(t, r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi"}))
	require.True(t, r.fake.FireState(1, 6))
	_, delivered := r.fake.Stream(fakesdk.Stream{From: "bob", Count: 1000, Size: 100})
	require.Equal(t, 1000, delivered)
	require.Empty(t, seen, "the service is closed")
}

// The number of the closed eventfd may belong to another file by then: late
// callbacks must not write to it.
func TestLateCallbacksDoNotWriteToTheOldDescriptor(t *testing.T) {
	// Not parallel: no other test may take the number.
	r := newRig(t, setup{})
	r.fake.EventsAfterRelease()
	fd := r.service.EventFD()
	require.NoError(t, r.service.Close())
	wait(t, r.service.Done())
	peek := takeDescriptor(t, fd)
	require.True(t, r.fake.FireState(1, 6))
	require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
	require.Empty(t, peek())
}

// fact: H-02
func TestOneChannelOfAnID(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	_, err := r.service.CreateChannel(roomID, agorartm.ChannelHandler{})
	opErr(t, err, "CreateChannel", false)
	answersOnly(t, err, agorartm.ErrChannelExists)
	require.Equal(t, 1, r.fake.Count(fakesdk.CreateChannel), "the SDK would give the same object twice")

	var made atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := r.service.CreateChannel("one", agorartm.ChannelHandler{}); err == nil {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int32(1), made.Load())
}

// What was queued for a channel's handlers when it was closed is dropped.
func TestChannelCloseDropsWhatIsQueued(t *testing.T) {
	t.Parallel()
	seen := make(chan received, 100)
	s := record(seen)
	entered, wake := make(chan struct{}, 1), make(chan struct{})
	s.service.OnTokenExpired = func(agorartm.TokenExpiredEvent) {
		entered <- struct{}{}
		<-wake
	}
	r := newRig(t, s)
	require.True(t, r.fake.FireTokenExpired())
	wait(t, entered)
	require.True(t, r.fake.FireChannelMessage(roomID, fakesdk.Message{From: "bob", Text: "hi"}))
	require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
	_, err := r.room.SendMessageNoWait(agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
	require.NoError(t, err)
	for range 2 { // the second result comes with a later batch than all before
		require.NoError(t, r.service.RenewToken(t.Context(), "token"))
	}
	require.NoError(t, r.room.Close())
	require.True(t, r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "after"}))
	close(wake)
	require.Equal(t, received{kind: "peer", user: "bob", text: "after"}, wait(t, seen))
	require.Empty(t, r.roomResults)
}

// Once Channel.Close has returned, none of its handlers starts.
func TestNoHandlerStartsAfterChannelClose(t *testing.T) {
	t.Parallel()
	for range 300 {
		var closed atomic.Bool
		var late atomic.Int64
		r := newRig(t, setup{room: agorartm.ChannelHandler{OnMessageReceived: func(agorartm.ChannelMessageEvent) {
			if closed.Load() {
				late.Add(1)
			}
		}}})
		stream := r.fake.StartStream(fakesdk.Stream{Channel: roomID, From: "bob", Count: 300, Size: 16})
		require.NoError(t, r.room.Close())
		closed.Store(true)
		stream.Wait()
		require.NoError(t, r.service.Shutdown(t.Context()))
		require.LessOrEqual(t, late.Load(), int64(1), "but for one that was just being called")
	}
}
