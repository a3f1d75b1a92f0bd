// Call invitations at the callee, over the scripted SDK.

package agorartm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

func waitRemote(t *testing.T, i *agorartm.RemoteInvitation) func() error {
	return func() error { return i.Wait(t.Context()) }
}

// Every end of a received invitation; it happens once.
//
// fact: I-18, I-21, I-22, I-23, I-24, I-25, I-26, I-30, I-31, I-32
func TestRemoteInvitationOutcomes(t *testing.T) {
	t.Parallel()
	for _, o := range []struct {
		name     string
		fire     func(*fakesdk.Fake) bool
		step     string
		state    agorartm.RemoteInvitationState
		code     agorartm.RemoteInvitationErrCode
		err      error
		sentinel error
	}{
		{
			name: "accepted", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteAccepted("bob") },
			step: "remote accepted", state: agorartm.RemoteInvitationStateAccepted,
		},
		{
			name: "refused", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteRefused("bob") },
			step: "remote refused", state: agorartm.RemoteInvitationStateRefused,
			err: agorartm.ErrInvitationRefused,
		},
		{
			name: "canceled", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteCanceled("bob") },
			step: "remote canceled", state: agorartm.RemoteInvitationStateCanceled,
			err: agorartm.ErrInvitationCanceled,
		},
		{
			name: "caller offline", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteFailure("bob", 1) },
			step: "remote failure", state: agorartm.RemoteInvitationStateFailure, code: agorartm.RemoteInvitationErrPeerOffline,
			err: agorartm.RemoteInvitationErrPeerOffline, sentinel: agorartm.ErrPeerUnreachable,
		},
		{
			name: "not confirmed", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteFailure("bob", 2) },
			step: "remote failure", state: agorartm.RemoteInvitationStateFailure, code: agorartm.RemoteInvitationErrAcceptFailure,
			err: agorartm.RemoteInvitationErrAcceptFailure,
		},
		{
			name: "expired", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteFailure("bob", 3) },
			step: "remote failure", state: agorartm.RemoteInvitationStateFailure, code: agorartm.RemoteInvitationErrInvitationExpire,
			err: agorartm.RemoteInvitationErrInvitationExpire, sentinel: agorartm.ErrTimeout,
		},
		{
			name: "failed without a code", fire: func(f *fakesdk.Fake) bool { return f.FireRemoteFailure("bob", 0) },
			step: "remote failure", state: agorartm.RemoteInvitationStateFailure,
			err: agorartm.ErrNative, sentinel: agorartm.ErrNative,
		},
	} {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			r := newCallRig(t, setup{})
			i := r.receive()
			require.Equal(t, "bob", i.CallerID())
			require.Equal(t, "content", i.Content())
			require.Equal(t, "channel", i.ChannelID())
			require.Empty(t, i.Response())
			require.Equal(t, agorartm.RemoteInvitationStateInvitationReceived, i.State())
			running(t, i.Done())
			require.True(t, r.service.InFlight())

			require.True(t, o.fire(r.fake))
			err := ended(t, i, waitRemote(t, i))
			require.Equal(t, o.state, i.State())
			if o.err == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, o.err)
				opErr(t, err, "RemoteInvitation.Wait", true)
				answersOnly(t, err, o.sentinel)
			}
			s := wait(t, r.steps)
			require.Equal(t, o.step, s.name)
			require.Same(t, i, s.remote.Invitation)
			require.Equal(t, o.state, s.remote.State)
			require.Equal(t, o.code, s.remote.Code)
			if o.step == "remote failure" {
				require.ErrorIs(t, s.remote.Err, o.err)
			} else {
				require.NoError(t, s.remote.Err)
			}
			r.nativeLeft(0)
			require.False(t, r.service.InFlight())

			r.fake.EventsAfterRelease()
			r.fake.FireRemoteAccepted("bob")
			r.fake.FireRemoteCanceled("bob")
			r.fake.FireRemoteFailure("bob", 1)
			r.noStep()
			require.Equal(t, o.state, i.State())

			for op, call := range map[string]func() error{"RemoteInvitation.Accept": i.Accept, "RemoteInvitation.Refuse": i.Refuse} {
				err := call()
				opErr(t, err, op, false)
				require.ErrorIs(t, err, agorartm.InvitationAPICallErrAlreadyEnd)
				require.ErrorIs(t, err, agorartm.ErrInvitationEnded)
			}
			require.Zero(t, r.fake.Count(fakesdk.AcceptInvitation), "the SDK is not asked any more")
			require.NoError(t, i.Close())
			require.Equal(t, o.state, i.State())
		})
	}
}

// Whenever and however often the answer to Accept or Refuse comes.
//
// fact: I-19, I-21, I-22
func TestAnswerInvitationInEveryMode(t *testing.T) {
	t.Parallel()
	for _, accept := range []bool{true, false} {
		for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Early, fakesdk.Inline, fakesdk.Late} {
			for _, code := range []int{0, 1} {
				t.Run(fmt.Sprintf("accept %t mode %d code %d", accept, mode, code), func(t *testing.T) {
					t.Parallel()
					r := newCallRig(t, setup{})
					i := r.receive()
					require.NoError(t, i.SetResponse("response"))
					op, call := fakesdk.RefuseInvitation, i.Refuse
					if accept {
						op, call = fakesdk.AcceptInvitation, i.Accept
					}
					r.fake.Next(op, fakesdk.Behavior{Mode: mode, Twice: true, Result: code})
					require.NoError(t, call())
					if mode == fakesdk.Late {
						if accept {
							require.Equal(t, agorartm.RemoteInvitationStateAcceptSentToLocal, i.State())
						}
						running(t, i.Done())
						require.NotZero(t, r.fake.ReleaseLate())
					}
					err := ended(t, i, waitRemote(t, i))
					s := wait(t, r.steps)
					switch {
					case code != 0:
						require.ErrorIs(t, err, agorartm.RemoteInvitationErrCode(code))
						require.Equal(t, "remote failure", s.name)
					case accept:
						require.NoError(t, err)
						require.Equal(t, "remote accepted", s.name)
						require.Equal(t, agorartm.RemoteInvitationStateAccepted, i.State())
					default:
						require.ErrorIs(t, err, agorartm.ErrInvitationRefused)
						require.Equal(t, "remote refused", s.name)
						require.Equal(t, agorartm.RemoteInvitationStateRefused, i.State())
					}
					require.Equal(t, "response", r.fake.Calls(op)[0].Text)
					require.Equal(t, "response", i.Response())
					r.noStep()
					r.nativeLeft(0)
				})
			}
		}
	}
}

// fact: I-32
func TestRefusedAnswers(t *testing.T) {
	t.Parallel()
	for code, sentinel := range map[uint32]error{1: agorartm.ErrInvalidArgument, 2: nil, 3: nil, 4: nil, 5: nil, 777: nil} {
		r := newCallRig(t, setup{})
		i := r.receive()
		for _, sign := range []int{1, -1} {
			r.fake.Next(fakesdk.AcceptInvitation, fakesdk.Behavior{Return: sign * int(code)})
			r.fake.Next(fakesdk.RefuseInvitation, fakesdk.Behavior{Return: sign * int(code)})
			for op, call := range map[string]func() error{"RemoteInvitation.Accept": i.Accept, "RemoteInvitation.Refuse": i.Refuse} {
				err := call()
				opErr(t, err, op, false)
				require.ErrorIs(t, err, agorartm.InvitationAPICallErrCode(code))
				require.Equal(t, code == 3, errors.Is(err, agorartm.ErrInvitationEnded))
				answersOnly(t, err, sentinel)
			}
		}
		require.Equal(t, agorartm.RemoteInvitationStateInvitationReceived, i.State())
		running(t, i.Done())
		r.noStep()
	}
}

// An invitation that nobody handles is given back at its end all the same.
//
// fact: I-30
func TestUnhandledInvitationIsReleased(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	_, err := r.service.CallManager(agorartm.CallHandler{})
	require.NoError(t, err)
	require.True(t, r.fake.FireInvitation("bob", "", ""))
	r.settle()
	require.Equal(t, 1, r.fake.Live().Invitations)
	require.True(t, r.fake.FireRemoteCanceled("bob"))
	r.settle()
	require.Zero(t, r.fake.Live().Invitations)
	require.False(t, r.service.InFlight())
}

func TestRemoteWaitIsCancelled(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.receive()
	ctx, cancel := context.WithTimeout(t.Context(), aMoment)
	defer cancel()
	e := opErr(t, i.Wait(ctx), "RemoteInvitation.Wait", true)
	require.Equal(t, context.DeadlineExceeded, e.Err)
	running(t, i.Done())
}

// Nulls in what the SDK shows do no harm.
func TestNullsInInvitations(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	r.fake.SetNulls(fakesdk.NullText | fakesdk.NullID)
	remote := r.receive()
	require.Empty(t, remote.CallerID())
	require.Empty(t, remote.Content())
	require.Empty(t, remote.ChannelID())
	local := r.send()
	require.True(t, r.fake.FireLocalAccepted("bob", "yes"))
	require.NoError(t, ended(t, local, waitLocal(t, local)))
	require.Empty(t, local.Response())
	require.Equal(t, "local accepted", wait(t, r.steps).name)

	r.fake.SetNulls(fakesdk.NullObject)
	r.fake.FireInvitation("bob", "content", "channel")
	r.fake.FireRemoteCanceled("bob")
	r.noStep()
	running(t, remote.Done())
	r.fake.SetNulls(0)
	require.NoError(t, remote.Close())
}
