// What the tests of call invitations over the scripted SDK share.

package agorartm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// step is one event of an invitation, of either side.
type step struct {
	name   string // of the handler
	local  agorartm.LocalInvitationEvent
	remote agorartm.RemoteInvitationEvent
}

// callRig is a rig with a call manager whose steps can be waited for.
type callRig struct {
	*rig
	manager *agorartm.CallManager
	steps   chan step
}

func newCallRig(t *testing.T, s setup) *callRig {
	t.Helper()
	r := &callRig{rig: newRig(t, s), steps: make(chan step, 100)}
	var err error
	r.manager, err = r.service.CallManager(recordSteps(r.steps))
	require.NoError(t, err)
	return r
}

// recordSteps makes handlers for all steps.
func recordSteps(steps chan<- step) agorartm.CallHandler {
	local := func(name string) func(agorartm.LocalInvitationEvent) {
		return func(e agorartm.LocalInvitationEvent) { steps <- step{name: name, local: e} }
	}
	remote := func(name string) func(agorartm.RemoteInvitationEvent) {
		return func(e agorartm.RemoteInvitationEvent) { steps <- step{name: name, remote: e} }
	}
	return agorartm.CallHandler{
		OnLocalInvitationReceivedByPeer: local("local received"),
		OnLocalInvitationAccepted:       local("local accepted"),
		OnLocalInvitationRefused:        local("local refused"),
		OnLocalInvitationCanceled:       local("local canceled"),
		OnLocalInvitationFailure:        local("local failure"),
		OnRemoteInvitationReceived:      remote("remote received"),
		OnRemoteInvitationAccepted:      remote("remote accepted"),
		OnRemoteInvitationRefused:       remote("remote refused"),
		OnRemoteInvitationCanceled:      remote("remote canceled"),
		OnRemoteInvitationFailure:       remote("remote failure"),
	}
}

// invite makes an invitation for bob.
func (r *callRig) invite() *agorartm.LocalInvitation {
	r.t.Helper()
	i, err := r.manager.CreateLocalInvitation("bob")
	require.NoError(r.t, err)
	return i
}

// send makes an invitation for bob, sends it, and waits until bob has it.
func (r *callRig) send() *agorartm.LocalInvitation {
	r.t.Helper()
	i := r.invite()
	require.NoError(r.t, i.Send())
	s := wait(r.t, r.steps)
	require.Equal(r.t, "local received", s.name)
	require.Same(r.t, i, s.local.Invitation)
	return i
}

// receive has bob call.
func (r *callRig) receive() *agorartm.RemoteInvitation {
	r.t.Helper()
	require.True(r.t, r.fake.FireInvitation("bob", "content", "channel"))
	s := wait(r.t, r.steps)
	require.Equal(r.t, "remote received", s.name)
	return s.remote.Invitation
}

// noStep asserts that nothing more has happened to any invitation.
func (r *callRig) noStep() {
	r.t.Helper()
	r.settle()
	require.Empty(r.t, r.steps)
}

// nativeLeft asserts how many native invitations are left, in a moment.
func (r *callRig) nativeLeft(n int) {
	r.t.Helper()
	require.Eventually(r.t, func() bool { return r.fake.Live().Invitations == n }, inTime, time.Millisecond)
}

// ended returns the error of a Wait that must come back.
func ended(t *testing.T, i interface{ Done() <-chan struct{} }, outcome func() error) error {
	t.Helper()
	wait(t, i.Done())
	return wait(t, start(outcome))
}
