// What the tests over the scripted SDK share: a service with one channel on a
// fake, and the table of its operations.

package agorartm_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

const roomID = "room"

// setup is what a test wants its rig to be made of.
type setup struct {
	script  func(*fakesdk.Fake) // before the service exists
	service agorartm.ServiceHandler
	room    agorartm.ChannelHandler
	options []agorartm.Option
}

// rig is a service on a fake of its own, with one channel.
type rig struct {
	t       *testing.T
	fake    *fakesdk.Fake
	service *agorartm.Service
	room    *agorartm.Channel

	marks       chan struct{}
	peerResults chan agorartm.SendMessageResultEvent
	roomResults chan agorartm.ChannelSendMessageResultEvent
}

// newRig makes a rig. When the test ends, everything is closed, and the fake
// asked whether every native object was released.
func newRig(t *testing.T, s setup) *rig {
	t.Helper()
	r := &rig{
		t:           t,
		fake:        newFake(t),
		marks:       make(chan struct{}, 1),
		peerResults: make(chan agorartm.SendMessageResultEvent, 1000),
		roomResults: make(chan agorartm.ChannelSendMessageResultEvent, 1000),
	}
	if s.script != nil {
		s.script(r.fake)
	}
	if s.room.OnSendMessageResult == nil {
		s.room.OnSendMessageResult = func(e agorartm.ChannelSendMessageResultEvent) { r.roomResults <- e }
	}
	r.service = serviceOf(t, r.fake, s.service, s.options...)
	r.service.AddEventHandler(agorartm.ServiceHandler{
		OnTokenPrivilegeWillExpire: func(agorartm.TokenPrivilegeWillExpireEvent) { r.marks <- struct{}{} },
		OnSendMessageResult:        func(e agorartm.SendMessageResultEvent) { r.peerResults <- e },
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) {
			if len(e.Peers) == 1 && e.Peers[0].PeerID == markPeer {
				r.marks <- struct{}{}
			}
		},
	})
	var err error
	r.room, err = r.service.CreateChannel(roomID, s.room)
	require.NoError(t, err)
	return r
}

// newFake makes a fake that must have nothing left at the end of the test.
func newFake(t *testing.T) *fakesdk.Fake {
	t.Helper()
	fake := fakesdk.New()
	t.Cleanup(func() { require.NoError(t, fake.Close()) })
	return fake
}

// serviceOf makes a service that is closed at the end of the test.
func serviceOf(t *testing.T, fake *fakesdk.Fake, h agorartm.ServiceHandler, opts ...agorartm.Option) *agorartm.Service {
	t.Helper()
	service, err := agorartm.NewService(fake.AppID(), h, opts...)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, service.Close())
		wait(t, service.Done())
	})
	return service
}

// login logs the rig's user in.
func (r *rig) login() {
	r.t.Helper()
	require.NoError(r.t, r.service.Login(r.t.Context(), "", "alice"))
	require.Eventually(r.t, func() bool { return r.service.ConnectionState() == agorartm.ConnectionStateConnected },
		inTime, time.Millisecond)
}

// fireMark tells the rig's own handler something: onTokenPrivilegeWillExpire, or,
// in versions of the SDK without that, the online state of markPeer.
var fireMark = func(f *fakesdk.Fake) bool { return f.FireTokenWillExpire() }

const markPeer = "settled"

// settle returns when all that the SDK's (one) thread had told before has
// reached requests and handlers.
func (r *rig) settle() {
	r.t.Helper()
	require.True(r.t, fireMark(r.fake))
	wait(r.t, r.marks)
}

// errNoEvent says that the service ended before the result event came.
var errNoEvent = errors.New("no result event")

// operation is one request of the binding.
type operation struct {
	name    string // as in OpError.Op
	op      fakesdk.Op
	timeout int64 // the SDK's own, in seconds
	hasID   bool  // its result carries an id
	message bool  // it sends a message
	posted  bool  // its result is an event
	call    func(*rig, context.Context) error
	code    func(uint32) error
	failure map[uint32]error // every failure code of the enum, and the sentinel it answers to
}

var operations = append([]operation{
	{
		name: "Login", op: fakesdk.Login, timeout: 12,
		call: func(r *rig, ctx context.Context) error { return r.service.Login(ctx, "token", "alice") },
		code: func(c uint32) error { return agorartm.LoginErrCode(c) },
		failure: map[uint32]error{
			1: nil, 2: agorartm.ErrRejected, 3: agorartm.ErrInvalidArgument, 4: agorartm.ErrInvalidArgument,
			5: agorartm.ErrInvalidToken, 6: agorartm.ErrTokenExpired, 7: agorartm.ErrNotAuthorized,
			8: agorartm.ErrAlreadyLoggedIn, 9: agorartm.ErrTimeout, 10: agorartm.ErrTooOften,
			101: agorartm.ErrNotInitialized,
		},
	},
	{
		name: "Logout", op: fakesdk.Logout, timeout: 5,
		call: func(r *rig, ctx context.Context) error { return r.service.Logout(ctx) },
		code: func(c uint32) error { return agorartm.LogoutErrCode(c) },
		failure: map[uint32]error{
			1: agorartm.ErrRejected, 101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
		},
	},
	{
		name: "RenewToken", op: fakesdk.RenewToken, timeout: 10,
		call: func(r *rig, ctx context.Context) error { return r.service.RenewToken(ctx, "token") },
		code: func(c uint32) error { return agorartm.RenewTokenErrCode(c) },
		failure: map[uint32]error{
			1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrRejected, 4: agorartm.ErrTooOften,
			5: agorartm.ErrTokenExpired, 6: agorartm.ErrInvalidToken,
			101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
		},
	},
	{
		name: "SendMessageToPeer", op: fakesdk.SendPeer, timeout: 10, hasID: true, message: true,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.service.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			return err
		},
		code: peerCode, failure: peerFailures,
	},
	{
		name: "SendMessageToPeerNoWait", op: fakesdk.SendPeer, timeout: 10, hasID: true, message: true, posted: true,
		call: func(r *rig, _ context.Context) error {
			id, err := r.service.SendMessageToPeerNoWait("bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			if err != nil {
				return err
			}
			return postedResult(r, id, r.peerResults, func(e agorartm.SendMessageResultEvent) (int64, error) {
				return e.MessageID, e.Err
			})
		},
		code: peerCode, failure: peerFailures,
	},
	{
		name: "Channel.Join", op: fakesdk.Join, timeout: 5,
		call: func(r *rig, ctx context.Context) error { return r.room.Join(ctx) },
		code: func(c uint32) error { return agorartm.JoinChannelErr(c) },
		failure: map[uint32]error{
			1: nil, 2: agorartm.ErrRejected, 3: agorartm.ErrInvalidArgument, 4: agorartm.ErrTimeout,
			5: agorartm.ErrLimitExceeded, 6: agorartm.ErrAlreadyJoined, 7: agorartm.ErrTooOften,
			8: agorartm.ErrTooOften, 101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
		},
	},
	{
		name: "Channel.Leave", op: fakesdk.Leave, timeout: 5,
		call: func(r *rig, ctx context.Context) error { return r.room.Leave(ctx) },
		code: func(c uint32) error { return agorartm.LeaveChannelErr(c) },
		failure: map[uint32]error{
			1: nil, 2: agorartm.ErrRejected, 3: agorartm.ErrNotInChannel, 4: agorartm.ErrKicked,
			101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
		},
	},
	{
		name: "Channel.Members", op: fakesdk.GetMembers, timeout: 5,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.room.Members(ctx)
			return err
		},
		code: func(c uint32) error { return agorartm.GetMembersErr(c) },
		failure: map[uint32]error{
			1: nil, 2: agorartm.ErrRejected, 3: agorartm.ErrTimeout, 4: agorartm.ErrTooOften,
			5: agorartm.ErrNotInChannel, 101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
		},
	},
	{
		name: "Channel.SendMessage", op: fakesdk.SendChannel, timeout: 10, hasID: true, message: true,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.room.SendMessage(ctx, agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			return err
		},
		code: channelCode, failure: channelFailures,
	},
	{
		name: "Channel.SendMessageNoWait", op: fakesdk.SendChannel, timeout: 10, hasID: true, message: true, posted: true,
		call: func(r *rig, _ context.Context) error {
			id, err := r.room.SendMessageNoWait(agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			if err != nil {
				return err
			}
			return postedResult(r, id, r.roomResults, func(e agorartm.ChannelSendMessageResultEvent) (int64, error) {
				return e.MessageID, e.Err
			})
		},
		code: channelCode, failure: channelFailures,
	},
}, requestOperations()...)

func peerCode(c uint32) error { return agorartm.PeerMessageErrCode(c) }

var peerFailures = map[uint32]error{
	1: nil, 2: agorartm.ErrTimeout, 3: agorartm.ErrPeerUnreachable, 5: agorartm.ErrTooOften,
	6: agorartm.ErrInvalidArgument, 7: agorartm.ErrInvalidArgument, 8: agorartm.ErrIncompatible,
	101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
}

func channelCode(c uint32) error { return agorartm.ChannelMessageErrCode(c) }

var channelFailures = map[uint32]error{
	1: nil, 2: agorartm.ErrTimeout, 3: agorartm.ErrTooOften, 4: agorartm.ErrInvalidArgument,
	101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
}

// postedResult waits for the event of a message sent without waiting. One such
// send at a time.
func postedResult[E any](r *rig, id int64, events <-chan E, of func(E) (int64, error)) error {
	select {
	case e := <-events:
		got, err := of(e)
		if got != id {
			return errors.New("the result event of another message")
		}
		return err
	case <-r.service.Done():
		return errNoEvent
	case <-time.After(inTime):
		return errors.New("no result event in time")
	}
}

func operationNamed(name string) operation {
	for _, o := range operations {
		if o.name == name {
			return o
		}
	}
	panic("no operation " + name)
}

// eachOperation runs a test for every operation, in parallel.
func eachOperation(t *testing.T, test func(*testing.T, operation)) {
	t.Helper()
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			test(t, o)
		})
	}
}

// start runs f beside the test.
func start[T any](f func() T) <-chan T {
	ended := make(chan T, 1)
	go func() { ended <- f() }()
	return ended
}

// begin starts the operation and returns when the SDK has taken it.
func (r *rig) begin(ctx context.Context, o operation) <-chan error {
	r.t.Helper()
	before := r.fake.Count(o.op)
	ended := start(func() error { return o.call(r, ctx) })
	require.True(r.t, r.fake.WaitCalls(o.op, before+1, inTime))
	return ended
}

// wait receives from ch, which must not take for ever.
func wait[T any](t *testing.T, ch <-chan T) T {
	t.Helper()
	select {
	case v := <-ch:
		return v
	case <-time.After(inTime):
		require.FailNow(t, "nothing came in time")
		panic("unreachable")
	}
}

// running asserts that a call has not ended.
func running[T any](t *testing.T, ch <-chan T) {
	t.Helper()
	select {
	case v := <-ch:
		require.FailNow(t, "ended too early", "%v", v)
	default:
	}
}

// opErr asserts that err is an *OpError with these properties and returns it.
func opErr(t *testing.T, err error, op string, accepted bool) *agorartm.OpError {
	t.Helper()
	require.Error(t, err)
	var e *agorartm.OpError
	require.ErrorAs(t, err, &e)
	require.Equal(t, op, e.Op)
	require.Equal(t, accepted, e.Accepted, "Accepted of: %v", err)
	return e
}
