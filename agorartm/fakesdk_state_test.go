// Connection states and the results they come with, in either order (S-23).

package agorartm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

const (
	stateDisconnected, stateConnecting, stateConnected, stateReconnecting = 1, 2, 3, 4

	reasonLogin, reasonLoginFailure, reasonInterrupted, reasonLogout = 1, 3, 5, 6
)

// Both orders give the same results, again and again.
//
// fact: S-23, OB-05, OB-36
func TestStateAndResultInEitherOrder(t *testing.T) {
	t.Parallel()
	for _, login := range []fakesdk.Behavior{{}, {StateFirst: true}, {NoState: true}, {Mode: fakesdk.Inline}, {Mode: fakesdk.Early, StateFirst: true}} {
		for _, logout := range []fakesdk.Behavior{{}, {StateFirst: true}, {NoState: true}, {Mode: fakesdk.Inline}, {Mode: fakesdk.Early, StateFirst: true}} {
			t.Run(fmt.Sprintf("%+v %+v", login, logout), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, setup{})
				// Callbacks on two threads have no order to rely on.
				between := func() {}
				if login.Mode != logout.Mode {
					between = r.settle
				}
				for range 50 {
					r.fake.Next(fakesdk.Login, login)
					require.NoError(t, r.service.Login(t.Context(), "", "alice"))
					between()
					require.NoError(t, r.room.Join(t.Context()))

					failed := login
					failed.Result = 5
					r.fake.Next(fakesdk.Logout, logout)
					require.NoError(t, r.service.Logout(t.Context()))
					between()
					r.fake.Next(fakesdk.Login, failed)
					require.ErrorIs(t, r.service.Login(t.Context(), "", "alice"), agorartm.LoginErrInvalidToken)
				}
				r.settle()
				require.False(t, r.service.InFlight())
			})
		}
	}
}

// A Login started right behind Logout's result, or behind a failed Login's,
// while the DISCONNECTED of the old connection is still coming.
func TestLateStateDoesNotHurtTheNextLogin(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(r *rig) (reason int){
		"logout": func(r *rig) int {
			r.fake.Next(fakesdk.Logout, fakesdk.Behavior{NoState: true})
			require.NoError(r.t, r.service.Logout(r.t.Context()))
			return reasonLogout
		},
		"failed login": func(r *rig) int {
			r.fake.Next(fakesdk.Login, fakesdk.Behavior{NoState: true, Mode: fakesdk.Late, Result: 2})
			ended := r.begin(r.t.Context(), operationNamed("Login"))
			require.Eventually(r.t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
			require.True(r.t, r.fake.FireState(stateConnecting, reasonLogin))
			r.settle()
			require.Equal(r.t, 1, r.fake.ReleaseLate())
			require.ErrorIs(r.t, wait(r.t, ended), agorartm.LoginErrRejected)
			return reasonLoginFailure
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{options: []agorartm.Option{agorartm.WithResultGrace(time.Hour)}})
			r.login()
			reason := end(r)
			r.fake.Next(fakesdk.Login, fakesdk.Behavior{NoState: true, Mode: fakesdk.Late})
			login := r.begin(t.Context(), operationNamed("Login"))
			require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
			// A send made now belongs to the new connection.
			r.fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Late})
			send := r.begin(t.Context(), operationNamed("SendMessageToPeer"))
			require.Eventually(t, func() bool { return r.fake.Held() == 2 }, inTime, time.Millisecond)

			require.True(t, r.fake.FireState(stateDisconnected, reason))
			r.settle()
			for range 10 {
				r.service.Sweep()
			}
			running(t, login)
			running(t, send)
			require.True(t, r.fake.FireState(stateConnecting, reasonLogin))
			require.Equal(t, 2, r.fake.ReleaseLate())
			require.NoError(t, wait(t, login))
			require.NoError(t, wait(t, send))
		})
	}
}

// With the state first, a failed Login still gets its code; and ends soon
// should the code never come.
func TestLoginFailsStateFirst(t *testing.T) {
	t.Parallel()
	for _, comes := range []bool{true, false} {
		t.Run(fmt.Sprintf("code comes %t", comes), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{options: []agorartm.Option{agorartm.WithResultGrace(time.Hour)}})
			r.fake.Next(fakesdk.Login, fakesdk.Behavior{NoState: true, Mode: fakesdk.Late, Result: 9})
			r.fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
			login := r.begin(t.Context(), operationNamed("Login"))
			require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
			require.True(t, r.fake.FireState(stateConnecting, reasonLogin))
			send := r.begin(t.Context(), operationNamed("SendMessageToPeer"))
			require.True(t, r.fake.FireState(stateDisconnected, reasonLoginFailure))
			require.ErrorIs(t, wait(t, send), agorartm.ErrResultLost, "taken while connecting (OB-28)")
			if comes {
				running(t, login)
				require.Equal(t, 1, r.fake.ReleaseLate())
				require.ErrorIs(t, wait(t, login), agorartm.LoginErrTimeout)
				return
			}
			for range 3 {
				r.service.Sweep()
			}
			require.ErrorIs(t, wait(t, login), agorartm.ErrResultLost)
		})
	}
}

// Requests taken while connecting are lost with the login (OB-28).
func TestFailedLoginEndsRequests(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.op == fakesdk.Login || o.op == fakesdk.Logout {
			return
		}
		r := newRig(t, setup{})
		r.fake.Next(fakesdk.Login, fakesdk.Behavior{NoState: true, Mode: fakesdk.Late, Result: 9})
		login := r.begin(t.Context(), operationNamed("Login"))
		require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
		require.True(t, r.fake.FireState(stateConnecting, reasonLogin))
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
		ended := r.begin(t.Context(), o)
		require.Equal(t, 1, r.fake.ReleaseLate())
		require.ErrorIs(t, wait(t, login), agorartm.LoginErrTimeout)
		err := wait(t, ended)
		opErr(t, err, o.name, true)
		require.ErrorIs(t, err, agorartm.ErrResultLost)
	})
}

// OB-26: a second login is answered by the callback. It ends nothing else.
//
// fact: OB-04, OB-26
func TestRefusedSecondLoginEndsNothingElse(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.op == fakesdk.Login || o.op == fakesdk.Logout {
			return
		}
		for _, b := range []fakesdk.Behavior{{Result: 8}, {Return: 8}} {
			r := newRig(t, setup{})
			r.login()
			r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late})
			ended := r.begin(t.Context(), o)
			require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
			r.fake.Next(fakesdk.Login, b)
			err := r.service.Login(t.Context(), "", "alice")
			require.ErrorIs(t, err, agorartm.LoginErrAlreadyLoggedIn)
			require.ErrorIs(t, err, agorartm.ErrAlreadyLoggedIn)
			r.settle()
			running(t, ended)
			require.Equal(t, 1, r.fake.ReleaseLate())
			require.NoError(t, wait(t, ended))
		}
	})
}

// A logout that was refused ends nothing.
func TestRefusedLogoutEndsNothing(t *testing.T) {
	t.Parallel()
	for _, b := range []fakesdk.Behavior{{Result: 102}, {Return: 102}, {Result: 1}} {
		r := newRig(t, setup{})
		r.login()
		r.fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Late})
		send := r.begin(t.Context(), operationNamed("SendMessageToPeer"))
		require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
		r.fake.Next(fakesdk.Logout, b)
		require.Error(t, r.service.Logout(t.Context()))
		r.settle()
		running(t, send)
		require.Equal(t, 1, r.fake.ReleaseLate())
		require.NoError(t, wait(t, send))
	}
}

// OB-27: logout gives a login up, which has no result of its own.
//
// fact: OB-27
func TestLogoutGivesLoginUp(t *testing.T) {
	t.Parallel()
	for _, logout := range []fakesdk.Behavior{{}, {StateFirst: true}} {
		r := newRig(t, setup{})
		r.fake.Next(fakesdk.Login, fakesdk.Behavior{Mode: fakesdk.Never})
		login := r.begin(t.Context(), operationNamed("Login"))
		require.True(t, r.fake.FireState(stateConnecting, reasonLogin))
		r.fake.Next(fakesdk.Logout, logout)
		require.NoError(t, r.service.Logout(t.Context()))
		err := wait(t, login)
		opErr(t, err, "Login", true)
		require.ErrorIs(t, err, agorartm.ErrResultLost)
		require.NoError(t, r.service.Login(t.Context(), "", "alice"))
		require.NoError(t, r.service.Logout(t.Context()))
	}
}

// Logout's result may be lost; the state tells as well.
func TestStateEndsLogout(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.login()
	r.fake.Next(fakesdk.Logout, fakesdk.Behavior{Mode: fakesdk.Never})
	logout := r.begin(t.Context(), operationNamed("Logout"))
	require.True(t, r.fake.FireState(stateDisconnected, reasonLogout))
	require.NoError(t, wait(t, logout))
	require.Equal(t, agorartm.ConnectionStateDisconnected, r.service.ConnectionState())
}

// A call that is still inside the SDK when its connection ends has lost its
// result too.
func TestCallInsideTheSDKWhenTheConnectionEnds(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.op == fakesdk.Login || o.op == fakesdk.Logout {
			return
		}
		r := newRig(t, setup{})
		r.login()
		r.fake.Next(o.op, fakesdk.Behavior{Block: true, Mode: fakesdk.Never})
		t.Cleanup(r.fake.Unblock)
		ended := start(func() error { return o.call(r, t.Context()) })
		require.True(t, r.fake.WaitBlocked(1, inTime))
		require.NoError(t, r.service.Logout(t.Context()))
		r.fake.Unblock()
		err := wait(t, ended)
		opErr(t, err, o.name, true)
		require.ErrorIs(t, err, agorartm.ErrResultLost)
		require.False(t, r.service.InFlight())
	})
}

// While the link is down, requests wait: the SDK may send them yet.
// A connection that ends on its own takes them along.
func TestStatesThatEndRequests(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		state, reason int
		ends          bool
	}{
		{stateReconnecting, reasonInterrupted, false},
		{stateConnected, 2, false},
		{5, 8, false},
		{stateDisconnected, reasonInterrupted, true},
	} {
		t.Run(fmt.Sprint(test.state), func(t *testing.T) {
			t.Parallel()
			states := make(chan agorartm.ConnectionStateChangedEvent, 10)
			r := newRig(t, setup{service: agorartm.ServiceHandler{
				OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) { states <- e },
			}})
			require.Equal(t, agorartm.ConnectionStateDisconnected, r.service.ConnectionState())
			r.login()
			require.Equal(t, agorartm.ConnectionStateChangedEvent{State: 2, Reason: 1}, wait(t, states))
			require.Equal(t, agorartm.ConnectionStateChangedEvent{State: 3, Reason: 2}, wait(t, states))
			var calls []<-chan error
			for _, o := range operations {
				if o.op != fakesdk.Login && o.op != fakesdk.Logout {
					r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late})
					calls = append(calls, r.begin(t.Context(), o))
				}
			}
			require.Eventually(t, func() bool { return r.fake.Held() == len(calls) }, inTime, time.Millisecond)
			require.True(t, r.fake.FireState(test.state, test.reason))
			require.Equal(t, agorartm.ConnectionStateChangedEvent{
				State: agorartm.ConnectionState(test.state), Reason: agorartm.ConnectionChangeReason(test.reason),
			}, wait(t, states))
			require.Equal(t, agorartm.ConnectionState(test.state), r.service.ConnectionState())
			r.settle()
			if !test.ends {
				for _, ended := range calls {
					running(t, ended)
				}
				r.fake.ReleaseLate()
			}
			for _, ended := range calls {
				err := wait(t, ended)
				require.Equal(t, test.ends, err != nil)
				if err != nil {
					require.ErrorIs(t, err, agorartm.ErrResultLost)
				}
			}
		})
	}
}
