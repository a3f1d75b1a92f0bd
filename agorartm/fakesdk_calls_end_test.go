// How invitations and the call manager end when the SDK says nothing: Close of
// each kind, logout, lost outcomes.

package agorartm_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// One manager a service; each call attaches its handlers; a new one after Close.
//
// fact: I-03, I-04
func TestOneCallManager(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	more := make(chan step, 10)
	same, err := r.service.CallManager(recordSteps(more))
	require.NoError(t, err)
	require.Same(t, r.manager, same)
	further := make(chan step, 10)
	remove := r.manager.AddEventHandler(recordSteps(further))
	r.receive()
	require.Equal(t, "remote received", wait(t, more).name)
	require.Equal(t, "remote received", wait(t, further).name)
	remove()
	r.receive()
	require.Equal(t, "remote received", wait(t, more).name)
	require.Empty(t, further)
	require.Equal(t, 1, r.fake.Count(fakesdk.GetCallManager))

	require.NoError(t, r.manager.Close())
	require.NoError(t, r.manager.Close())
	require.Equal(t, fakesdk.Live{}.CallManagers, r.fake.Live().CallManagers)
	require.Zero(t, r.fake.Live().Invitations)
	_, err = r.manager.CreateLocalInvitation("bob")
	opErr(t, err, "CallManager.CreateLocalInvitation", false)
	require.ErrorIs(t, err, agorartm.ErrClosed)
	require.False(t, r.fake.FireInvitation("bob", "", ""))

	next, err := r.service.CallManager(recordSteps(further))
	require.NoError(t, err)
	require.NotSame(t, r.manager, next)
	require.True(t, r.fake.FireInvitation("bob", "", ""))
	require.Equal(t, "remote received", wait(t, further).name)
	require.Empty(t, more, "of the manager that is closed")
}

func TestNoCallManager(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.Next(fakesdk.GetCallManager, fakesdk.Behavior{Return: 1})
	_, err := r.service.CallManager(agorartm.CallHandler{})
	opErr(t, err, "CallManager", false)
	answersOnly(t, err, agorartm.ErrNative)
	m, err := r.service.CallManager(agorartm.CallHandler{})
	require.NoError(t, err, "the next one succeeds")
	r.fake.Next(fakesdk.CreateInvitation, fakesdk.Behavior{Return: 1})
	_, err = m.CreateLocalInvitation("bob")
	opErr(t, err, "CallManager.CreateLocalInvitation", false)
	answersOnly(t, err, agorartm.ErrNative)

	require.NoError(t, r.service.Close())
	_, err = r.service.CallManager(agorartm.CallHandler{})
	opErr(t, err, "CallManager", false)
	require.ErrorIs(t, err, agorartm.ErrClosed)
	_, err = m.CreateLocalInvitation("bob")
	require.ErrorIs(t, err, agorartm.ErrClosed)
	require.NoError(t, m.Close())
}

// Close of an invitation, of the manager, and of the service.
//
// fact: L-12, I-30
func TestCloseEndsInvitations(t *testing.T) {
	t.Parallel()
	for name, closeIt := range map[string]func(*callRig, *agorartm.LocalInvitation, *agorartm.RemoteInvitation) error{
		"invitations": func(_ *callRig, l *agorartm.LocalInvitation, r *agorartm.RemoteInvitation) error {
			if err := l.Close(); err != nil {
				return err
			}
			return r.Close()
		},
		"manager": func(r *callRig, _ *agorartm.LocalInvitation, _ *agorartm.RemoteInvitation) error {
			return r.manager.Close()
		},
		"service": func(r *callRig, _ *agorartm.LocalInvitation, _ *agorartm.RemoteInvitation) error {
			return r.service.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newCallRig(t, setup{})
			unsent := r.invite()
			local := r.send()
			remote := r.receive()
			waits := []<-chan error{start(waitLocal(t, local)), start(waitRemote(t, remote))}
			require.NoError(t, closeIt(r, local, remote))
			for _, w := range waits {
				require.ErrorIs(t, wait(t, w), agorartm.ErrClosed)
			}
			for _, call := range []func() error{local.Send, local.Cancel, remote.Accept, remote.Refuse} {
				require.ErrorIs(t, call(), agorartm.ErrClosed)
			}
			if name == "invitations" {
				running(t, unsent.Done())
				require.Equal(t, 1, r.fake.Live().Invitations)
				require.NoError(t, unsent.Close())
			} else {
				wait(t, unsent.Done())
				_, err := unsent.Wait(t.Context())
				opErr(t, err, "LocalInvitation.Wait", false)
			}
			require.Zero(t, r.fake.Live().Invitations)
			require.Equal(t, agorartm.LocalInvitationStateReceivedByRemote, local.State())
			require.Equal(t, agorartm.RemoteInvitationStateInvitationReceived, remote.State())

			r.fake.EventsAfterRelease()
			r.fake.FireLocalAccepted("bob", "yes")
			r.fake.FireRemoteCanceled("bob")
			require.Empty(t, r.steps)
			require.NoError(t, local.Close())
			require.NoError(t, remote.Close())
		})
	}
}

// Close waits for a call inside the SDK, and the last one out gives the object back.
func TestCloseWhileCallsAreInside(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.invite()
	r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Block: true})
	t.Cleanup(r.fake.Unblock)
	sent := start(i.Send)
	require.True(t, r.fake.WaitBlocked(1, inTime))
	require.NoError(t, i.Close(), "waits for nothing")
	wait(t, i.Done())
	require.Equal(t, 1, r.fake.Live().Invitations, "a call is inside")
	closed := start(r.manager.Close)
	time.Sleep(aMoment) // would release the manager meanwhile, if it did not wait
	running(t, closed)
	require.Zero(t, r.fake.Count(fakesdk.ReleaseCallManager))
	r.fake.Unblock()
	require.NoError(t, wait(t, sent))
	require.NoError(t, wait(t, closed))
	require.Zero(t, r.fake.Live().Invitations)
	require.Zero(t, r.fake.Live().CallManagers)
	require.Equal(t, agorartm.LocalInvitationStateIdle, i.State(), "nothing is heard of it after Close")
}

func TestCloseWhileAnAnswerIsInside(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.receive()
	r.fake.Next(fakesdk.AcceptInvitation, fakesdk.Behavior{Mode: fakesdk.Never, Block: true})
	t.Cleanup(r.fake.Unblock)
	accepted := start(i.Accept)
	require.True(t, r.fake.WaitBlocked(1, inTime))
	require.NoError(t, i.Close())
	r.fake.Unblock()
	require.NoError(t, wait(t, accepted))
	require.Equal(t, agorartm.RemoteInvitationStateInvitationReceived, i.State(), "nothing is heard of it after Close")
	r.nativeLeft(0)
}

// One Send at a time: a refused one does not take the time of the other's outcome.
func TestSendsOfOneInvitationTakeTurns(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.invite()
	r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Return: 5, Block: true})
	t.Cleanup(r.fake.Unblock)
	first := start(i.Send)
	require.True(t, r.fake.WaitBlocked(1, inTime))
	second := start(i.Send)
	time.Sleep(aMoment) // would go down meanwhile, if it did not wait
	require.Equal(t, 1, r.fake.Count(fakesdk.SendInvitation))
	r.fake.Unblock()
	require.ErrorIs(t, wait(t, first), agorartm.InvitationAPICallErrAlreadySent)
	require.NoError(t, wait(t, second))
	require.True(t, r.service.InFlight())
}

// What is on its way up when the manager closes is given back before the manager is.
func TestCloseWaitsForInvitationsOnTheirWay(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	release := r.service.HoldDrain()
	require.True(t, r.fake.FireMemberJoined(roomID, "bob")) // the drain stops here
	require.True(t, r.fake.FireInvitation("bob", "", ""))
	closed := start(r.manager.Close)
	time.Sleep(aMoment) // would release the manager meanwhile, if it did not wait
	released := r.fake.Count(fakesdk.ReleaseCallManager)
	release()
	require.Zero(t, released)
	require.NoError(t, wait(t, closed))
	require.Zero(t, r.fake.Live().Invitations)
	require.Empty(t, r.steps)
}

// No handler of the manager starts after its Close, though events wait for it.
func TestNoCallHandlerStartsAfterClose(t *testing.T) {
	t.Parallel()
	entered, letGo := make(chan struct{}), make(chan struct{})
	r := newCallRig(t, setup{service: agorartm.ServiceHandler{OnTokenExpired: func(agorartm.TokenExpiredEvent) {
		close(entered)
		<-letGo
	}}})
	require.True(t, r.fake.FireTokenExpired())
	wait(t, entered)
	require.True(t, r.fake.FireInvitation("bob", "", ""))
	require.Eventually(t, r.service.InFlight, inTime, time.Millisecond)
	require.NoError(t, r.manager.Close())
	close(letGo)
	r.noStep()
}

// A terminal event while a call is inside the SDK.
func TestEndWhileACallIsInside(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.send()
	r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Mode: fakesdk.Never, Block: true})
	t.Cleanup(r.fake.Unblock)
	cancelled := start(i.Cancel)
	require.True(t, r.fake.WaitBlocked(1, inTime))
	require.True(t, r.fake.FireLocalAccepted("bob", "yes"))
	require.NoError(t, ended(t, i, waitLocal(t, i)))
	require.Equal(t, 1, r.fake.Live().Invitations, "a call is inside")
	r.fake.Unblock()
	require.NoError(t, wait(t, cancelled))
	r.nativeLeft(0)
}

// Close inside the handlers of invitations.
func TestCloseInsideCallHandlers(t *testing.T) {
	t.Parallel()
	for name, closeIt := range map[string]func(*callRig, *agorartm.RemoteInvitation) error{
		"invitation": func(_ *callRig, i *agorartm.RemoteInvitation) error { return i.Close() },
		"manager":    func(r *callRig, _ *agorartm.RemoteInvitation) error { return r.manager.Close() },
		"service":    func(r *callRig, _ *agorartm.RemoteInvitation) error { return r.service.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newCallRig(t, setup{})
			closed := make(chan error, 1)
			r.manager.AddEventHandler(agorartm.CallHandler{OnRemoteInvitationReceived: func(e agorartm.RemoteInvitationEvent) {
				closed <- closeIt(r, e.Invitation)
			}})
			i := r.receive()
			require.NoError(t, wait(t, closed))
			wait(t, i.Done())
			require.Zero(t, r.fake.Live().Invitations)
		})
	}
}

// Invitations come in while the manager closes, again and again.
func TestCloseRacesInvitations(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				r.fake.FireInvitation("bob", "", "")
			}
		}
	})
	for range 100 {
		m, err := r.service.CallManager(agorartm.CallHandler{OnRemoteInvitationReceived: func(e agorartm.RemoteInvitationEvent) {
			_ = e.Invitation.Accept()
		}})
		require.NoError(t, err)
		i, err := m.CreateLocalInvitation("bob")
		require.NoError(t, err)
		require.NoError(t, i.Send())
		require.NoError(t, m.Close())
		wait(t, i.Done())
	}
	close(stop)
	wg.Wait()
	require.NoError(t, r.service.Close())
	require.Zero(t, r.fake.Live().Invitations)
}

// Logout and a lost connection end what was sent and received; handlers hear of
// it, too. What was not sent stays.
//
// fact: I-36
func TestInvitationsEndWithTheConnection(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*callRig){
		"logout":       func(r *callRig) { require.NoError(r.t, r.service.Logout(r.t.Context())) },
		"disconnected": func(r *callRig) { require.True(r.t, r.fake.FireState(1, 5)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newCallRig(t, setup{})
			r.login()
			unsent := r.invite()
			local, remote := r.send(), r.receive()
			end(r)
			for _, err := range []error{ended(t, local, waitLocal(t, local)), ended(t, remote, waitRemote(t, remote))} {
				require.ErrorIs(t, err, agorartm.ErrResultLost)
				answersOnly(t, err, agorartm.ErrResultLost)
			}
			require.Equal(t, agorartm.LocalInvitationStateFailure, local.State())
			require.Equal(t, agorartm.RemoteInvitationStateFailure, remote.State())
			s := wait(t, r.steps)
			require.Equal(t, "local failure", s.name)
			require.ErrorIs(t, s.local.Err, agorartm.ErrResultLost)
			require.Zero(t, s.local.Code)
			s = wait(t, r.steps)
			require.Equal(t, "remote failure", s.name)
			require.ErrorIs(t, s.remote.Err, agorartm.ErrResultLost)
			r.nativeLeft(1)
			running(t, unsent.Done())
			require.NoError(t, unsent.Send())
			require.Equal(t, "local received", wait(t, r.steps).name)
		})
	}
}

// The documented life has passed, and the grace: the outcome is lost.
func TestLostInvitations(t *testing.T) {
	t.Parallel()
	const grace = 7
	r := newCallRig(t, setup{options: []agorartm.Option{agorartm.WithResultGrace(grace * time.Second)}})
	before := r.service.Sweeps()
	local, remote := r.send(), r.receive()
	after := r.service.Sweeps() // the real clock may strike as well
	for r.service.Sweeps() < before+90+grace {
		r.service.Sweep()
	}
	if r.service.Sweeps() <= before+90+grace {
		running(t, local.Done())
		running(t, remote.Done())
	}
	for r.service.Sweeps() < after+90+grace+1 {
		r.service.Sweep()
	}
	for _, err := range []error{ended(t, local, waitLocal(t, local)), ended(t, remote, waitRemote(t, remote))} {
		require.ErrorIs(t, err, agorartm.ErrResultLost)
		require.ErrorIs(t, err, agorartm.ErrTimeout)
	}
	require.Equal(t, "local failure", wait(t, r.steps).name)
	require.Equal(t, "remote failure", wait(t, r.steps).name)
	r.nativeLeft(0)
	require.False(t, r.service.InFlight())
}

// Kicked: the SDK is to end them, and has two seconds for it.
//
// fact: I-36
func TestInvitationsEndWhenAborted(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	r.login()
	local, remote := r.send(), r.receive()
	require.True(t, r.fake.FireState(5, 8))
	require.True(t, r.fake.FireLocalFailure("bob", 2))
	require.ErrorIs(t, ended(t, local, waitLocal(t, local)), agorartm.LocalInvitationErrPeerNoResponse)
	require.ErrorIs(t, ended(t, remote, waitRemote(t, remote)), agorartm.ErrResultLost)
}
