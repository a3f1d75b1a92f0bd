// Handlers: order, adding and removing; and Shutdown, which lets them finish.

package agorartm_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// fact: L-09
func TestHandlersInOrderOfAttachment(t *testing.T) {
	t.Parallel()
	var log []string
	logs := func(name string) agorartm.ServiceHandler {
		return agorartm.ServiceHandler{OnTokenExpired: func(agorartm.TokenExpiredEvent) { log = append(log, name) }}
	}
	r := newRig(t, setup{service: logs("first")})
	removeB := r.service.AddEventHandler(logs("b"))
	r.service.AddEventHandler(logs("c"))
	removeD := r.service.AddEventHandler(logs("d"))
	fire := func() []string {
		log = nil
		require.True(t, r.fake.FireTokenExpired())
		r.settle() // ordered before what follows by the handler of the mark
		return log
	}
	require.Equal(t, []string{"first", "b", "c", "d"}, fire())
	removeB()
	require.Equal(t, []string{"first", "c", "d"}, fire())
	removeB()
	removeD()
	require.Equal(t, []string{"first", "c"}, fire())
	r.service.AddEventHandler(logs("e"))
	require.Equal(t, []string{"first", "c", "e"}, fire())
}

// fact: L-09
func TestHandlersChangedInsideHandlers(t *testing.T) {
	t.Parallel()
	var log []string
	var r *rig
	var removeSelf, removeNext func()
	r = newRig(t, setup{})
	removeSelf = r.service.AddEventHandler(agorartm.ServiceHandler{OnTokenExpired: func(agorartm.TokenExpiredEvent) {
		log = append(log, "self")
		removeSelf()
		removeNext()
		r.service.AddEventHandler(agorartm.ServiceHandler{
			OnTokenExpired: func(agorartm.TokenExpiredEvent) { log = append(log, "new") },
		})
	}})
	removeNext = r.service.AddEventHandler(agorartm.ServiceHandler{
		OnTokenExpired: func(agorartm.TokenExpiredEvent) { log = append(log, "next") },
	})
	r.service.AddEventHandler(agorartm.ServiceHandler{
		OnTokenExpired: func(agorartm.TokenExpiredEvent) { log = append(log, "last") },
	})
	require.True(t, r.fake.FireTokenExpired())
	r.settle()
	require.Equal(t, []string{"self", "last"}, log)
	log = nil
	require.True(t, r.fake.FireTokenExpired())
	r.settle()
	require.Equal(t, []string{"last", "new"}, log)
}

// Once remove has returned, the handler does not start, whoever removed it.
// Detached and closed handlers get no further call; the one that was just being
// made when they were, on the one goroutine they have, may still be seen.
func TestNoHandlerStartsAfterRemove(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	stream := r.fake.StartStream(fakesdk.Stream{From: "bob", Count: 30_000, Size: 16})
	for range 300 {
		var removed atomic.Bool
		var late atomic.Int64
		remove := r.service.AddEventHandler(agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) {
			if removed.Load() {
				late.Add(1)
			}
		}})
		remove()
		removed.Store(true)
		defer func() { require.LessOrEqual(t, late.Load(), int64(1)) }()
	}
	stream.Wait()
	require.NoError(t, r.service.Shutdown(t.Context()))
}

// What nobody handles is not kept either; a handler added later gets what
// comes later.
func TestHandlerAddedLater(t *testing.T) {
	t.Parallel()
	seen := make(chan string, 100)
	entered, wake := make(chan struct{}, 1), make(chan struct{})
	r := newRig(t, setup{
		options: []agorartm.Option{agorartm.WithEventQueueLimits(500, 1<<20)},
		service: agorartm.ServiceHandler{
			OnDropped: func(agorartm.DroppedEvent) { seen <- "dropped" },
			OnTokenExpired: func(agorartm.TokenExpiredEvent) {
				entered <- struct{}{}
				<-wake
			},
		},
	})
	require.True(t, r.fake.FireTokenExpired())
	wait(t, entered)
	for range 10 {
		r.fake.Stream(fakesdk.Stream{From: "bob", Count: 200, Size: 16})
		r.fake.Stream(fakesdk.Stream{Channel: roomID, From: "bob", Count: 200, Size: 16})
		// Nobody takes them, but the queue in C++ cannot know.
		require.NoError(t, r.service.RenewToken(t.Context(), "token"))
	}
	close(wake)
	r.settle()
	r.service.AddEventHandler(agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { seen <- e.Message.Text },
	})
	require.True(t, r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi"}))
	require.Equal(t, "hi", wait(t, seen))
}

// A kick comes to OnLeave; the answer to Leave is what Leave returns.
//
// fact: H-12
func TestOnLeave(t *testing.T) {
	t.Parallel()
	left := make(chan agorartm.LeaveEvent, 10)
	r := newRig(t, setup{room: agorartm.ChannelHandler{OnLeave: func(e agorartm.LeaveEvent) { left <- e }}})
	r.login()
	require.NoError(t, r.room.Join(t.Context()))
	require.True(t, r.fake.FireResult(fakesdk.Result{Op: fakesdk.Leave, Code: 4, Channel: roomID}))
	require.Equal(t, agorartm.LeaveEvent{Channel: r.room, Code: agorartm.LeaveChannelErrKicked}, wait(t, left))

	require.NoError(t, r.room.Join(t.Context()))
	require.NoError(t, r.room.Leave(t.Context()))
	r.fake.Next(fakesdk.Leave, fakesdk.Behavior{Result: 4})
	require.ErrorIs(t, r.room.Leave(t.Context()), agorartm.ErrKicked)
	r.settle()
	require.Empty(t, left)
}

// fact: L-17, OB-13
func TestShutdown(t *testing.T) {
	t.Parallel()
	const messages = 2000
	handled := 0
	r := newRig(t, setup{service: agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) {
		if handled++; handled%500 == 0 {
			time.Sleep(time.Millisecond)
		}
	}}})
	r.login()
	require.NoError(t, r.room.Join(t.Context()))
	notJoined, err := r.service.CreateChannel("another", agorartm.ChannelHandler{})
	require.NoError(t, err)
	r.fake.Stream(fakesdk.Stream{From: "bob", Count: messages, Size: 16})
	require.NoError(t, r.service.Shutdown(t.Context()))
	wait(t, r.service.Done())
	require.Equal(t, messages, handled)

	var ops []fakesdk.Op
	for _, call := range r.fake.Calls(fakesdk.Leave, fakesdk.Logout, fakesdk.ReleaseChannel, fakesdk.Release) {
		ops = append(ops, call.Op)
		require.False(t, call.Op == fakesdk.Leave && call.Target != roomID)
		require.False(t, call.Op == fakesdk.Release && call.Number != 1, "released synchronously")
	}
	require.Equal(t, []fakesdk.Op{
		fakesdk.Leave, fakesdk.Logout, fakesdk.ReleaseChannel, fakesdk.ReleaseChannel, fakesdk.Release,
	}, ops)
	require.ErrorIs(t, notJoined.Join(t.Context()), agorartm.ErrClosed)
	afterClose(t, r)
}

func TestShutdownClosesInAnyCase(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name   string
		ctx    func(context.Context) (context.Context, context.CancelFunc)
		script func(*fakesdk.Fake)
		want   []error
	}{
		{name: "cancelled", ctx: func(context.Context) (context.Context, context.CancelFunc) { return cancelled, func() {} }, want: []error{context.Canceled}},
		{
			name: "nothing answers",
			ctx: func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, aMoment)
			},
			script: func(f *fakesdk.Fake) {
				f.On(fakesdk.Leave, fakesdk.Behavior{Mode: fakesdk.Never})
				f.On(fakesdk.Logout, fakesdk.Behavior{Mode: fakesdk.Never})
			},
			want: []error{context.DeadlineExceeded},
		},
		{
			name: "all refused", ctx: context.WithCancel,
			script: func(f *fakesdk.Fake) {
				f.On(fakesdk.Leave, fakesdk.Behavior{Return: 1})
				f.On(fakesdk.Logout, fakesdk.Behavior{Result: 1})
			},
			want: []error{agorartm.LeaveChannelErrFailure, agorartm.LogoutErrRejected},
		},
		{
			name: "over already", ctx: context.WithCancel,
			script: func(f *fakesdk.Fake) {
				f.On(fakesdk.Leave, fakesdk.Behavior{Return: 3})
				f.On(fakesdk.Logout, fakesdk.Behavior{Result: 102})
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			r.login()
			require.NoError(t, r.room.Join(t.Context()))
			if test.script != nil {
				test.script(r.fake)
			}
			ctx, cancel := test.ctx(context.Background())
			defer cancel()
			err := r.service.Shutdown(ctx)
			if len(test.want) == 0 {
				require.NoError(t, err)
			}
			for _, want := range test.want {
				require.ErrorIs(t, err, want)
			}
			wait(t, r.service.Done())
			require.Equal(t, fakesdk.Live{}, r.fake.Live())
			require.ErrorIs(t, r.service.Shutdown(context.Background()), agorartm.ErrClosed)
		})
	}
	r := newRig(t, setup{})
	var none context.Context
	refused(t, r.service.Shutdown(none), "Shutdown", "ctx")
	require.ErrorIs(t, r.service.Login(t.Context(), "", "alice"), agorartm.ErrClosed)
	require.Zero(t, r.fake.Count(fakesdk.Logout), "nothing was tried without a context")
}

// A handler may call everything.
//
// fact: T-05
func TestHandlersMayCall(t *testing.T) {
	t.Parallel()
	var r *rig
	errs := make(chan error, len(operations))
	r = newRig(t, setup{service: agorartm.ServiceHandler{OnTokenExpired: func(agorartm.TokenExpiredEvent) {
		for _, o := range operations {
			if !o.posted { // their results wait behind this handler
				errs <- o.call(r, context.Background())
			}
		}
		_, err := r.service.CreateChannel("another", agorartm.ChannelHandler{})
		errs <- err
	}}})
	require.True(t, r.fake.FireTokenExpired())
	for range len(operations) - 2 + 1 {
		require.NoError(t, wait(t, errs))
	}
}

// Shutdown logs out although the states say nothing of a login.
func TestShutdownLogsOutWithoutStates(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.Next(fakesdk.Login, fakesdk.Behavior{NoState: true})
	require.NoError(t, r.service.Login(t.Context(), "", "alice"))
	require.NoError(t, r.service.Shutdown(t.Context()))
	require.Equal(t, 1, r.fake.Count(fakesdk.Logout))
}

// The program has logged out, and the state event is still on its way.
func TestShutdownWaitsForTheStateOfAnEarlierLogout(t *testing.T) {
	t.Parallel()
	states := make(chan agorartm.ConnectionState, 10)
	fake := fakesdk.New()
	service, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) { states <- e.State },
	})
	require.NoError(t, err)
	require.NoError(t, service.Login(t.Context(), "", "alice"))
	fake.Next(fakesdk.Logout, fakesdk.Behavior{NoState: true})
	require.NoError(t, service.Logout(t.Context()))
	fake.Next(fakesdk.Logout, fakesdk.Behavior{Return: 102})
	go func() {
		// Once Shutdown has been refused, the state comes.
		fake.WaitCalls(fakesdk.Logout, 2, inTime)
		fake.FireState(int(agorartm.ConnectionStateDisconnected), int(agorartm.ConnectionChangeReasonLogout))
	}()
	require.NoError(t, service.Shutdown(t.Context()))
	wait(t, service.Done())
	close(states)
	var seen []agorartm.ConnectionState
	for s := range states {
		seen = append(seen, s)
	}
	require.Equal(t, []agorartm.ConnectionState{
		agorartm.ConnectionStateConnecting, agorartm.ConnectionStateConnected, agorartm.ConnectionStateDisconnected,
	}, seen)
	require.NoError(t, fake.Close())
}
