// Call invitations at the caller, over the scripted SDK.

package agorartm_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// waitLocal is Wait's error.
func waitLocal(t *testing.T, i *agorartm.LocalInvitation) func() error {
	return func() error {
		_, err := i.Wait(t.Context())
		return err
	}
}

type localOutcome struct {
	name     string
	fire     func(*fakesdk.Fake) bool
	step     string
	state    agorartm.LocalInvitationState
	response string
	code     agorartm.LocalInvitationErrCode
	err      error // of Wait
	sentinel error
}

var localOutcomes = []localOutcome{
	{
		name: "accepted", fire: func(f *fakesdk.Fake) bool { return f.FireLocalAccepted("bob", "yes") },
		step: "local accepted", state: agorartm.LocalInvitationStateAcceptedByRemote, response: "yes",
	},
	{
		name: "refused", fire: func(f *fakesdk.Fake) bool { return f.FireLocalRefused("bob", "busy") },
		step: "local refused", state: agorartm.LocalInvitationStateRefusedByRemote, response: "busy",
		err: agorartm.ErrInvitationRefused,
	},
	{
		name: "canceled", fire: func(f *fakesdk.Fake) bool { return f.FireLocalCanceled("bob") },
		step: "local canceled", state: agorartm.LocalInvitationStateCanceled,
		err: agorartm.ErrInvitationCanceled,
	},
	{
		name: "peer offline", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 1) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure, code: agorartm.LocalInvitationErrPeerOffline,
		err: agorartm.LocalInvitationErrPeerOffline, sentinel: agorartm.ErrPeerUnreachable,
	},
	{
		name: "no response", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 2) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure, code: agorartm.LocalInvitationErrPeerNoResponse,
		err: agorartm.LocalInvitationErrPeerNoResponse, sentinel: agorartm.ErrTimeout,
	},
	{
		name: "expired", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 3) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure, code: agorartm.LocalInvitationErrInvitationExpire,
		err: agorartm.LocalInvitationErrInvitationExpire, sentinel: agorartm.ErrTimeout,
	},
	{
		name: "not logged in", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 4) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure, code: agorartm.LocalInvitationErrNotLoggedIn,
		err: agorartm.LocalInvitationErrNotLoggedIn, sentinel: agorartm.ErrNotLoggedIn,
	},
	{
		name: "a code of a later library", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 777) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure, code: 777,
		err: agorartm.LocalInvitationErrCode(777),
	},
	{
		name: "failed without a code", fire: func(f *fakesdk.Fake) bool { return f.FireLocalFailure("bob", 0) },
		step: "local failure", state: agorartm.LocalInvitationStateFailure,
		err: agorartm.ErrNative, sentinel: agorartm.ErrNative,
	},
}

// Every end, from both states it is possible in; it happens once.
//
// fact: I-12, I-13, I-14, I-15, I-16, I-17, I-30, I-32, I-34
func TestLocalInvitationOutcomes(t *testing.T) {
	t.Parallel()
	for _, o := range localOutcomes {
		for _, received := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, received %t", o.name, received), func(t *testing.T) {
				t.Parallel()
				r := newCallRig(t, setup{})
				i := r.invite()
				if !received {
					r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Mode: fakesdk.Never})
				}
				require.NoError(t, i.Send())
				want := agorartm.LocalInvitationStateSentToRemote
				if received {
					s := wait(t, r.steps)
					want = agorartm.LocalInvitationStateReceivedByRemote
					require.Equal(t, step{name: "local received", local: agorartm.LocalInvitationEvent{Invitation: i, State: want}}, s)
				}
				require.Equal(t, want, i.State())
				running(t, i.Done())
				require.True(t, r.service.InFlight())

				require.True(t, o.fire(r.fake))
				err := ended(t, i, waitLocal(t, i))
				response, _ := i.Wait(t.Context())
				require.Equal(t, o.response, response)
				require.Equal(t, o.response, i.Response())
				require.Equal(t, o.state, i.State())
				if o.err == nil {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, o.err)
					opErr(t, err, "LocalInvitation.Wait", true)
					answersOnly(t, err, o.sentinel)
				}
				s := wait(t, r.steps)
				require.Equal(t, o.step, s.name)
				require.Same(t, i, s.local.Invitation)
				require.Equal(t, o.state, s.local.State)
				require.Equal(t, o.response, s.local.Response)
				require.Equal(t, o.code, s.local.Code)
				if o.step == "local failure" {
					require.ErrorIs(t, s.local.Err, o.err)
				} else {
					require.NoError(t, s.local.Err)
				}
				r.nativeLeft(0)
				require.False(t, r.service.InFlight())

				// What a library tells of it later changes nothing.
				r.fake.EventsAfterRelease()
				for _, late := range localOutcomes {
					late.fire(r.fake)
				}
				r.fake.FireLocalReceived("bob")
				r.noStep()
				require.Equal(t, o.state, i.State())
				require.Equal(t, o.response, i.Response())

				for op, call := range map[string]func() error{"LocalInvitation.Send": i.Send, "LocalInvitation.Cancel": i.Cancel} {
					err := call()
					opErr(t, err, op, false)
					require.ErrorIs(t, err, agorartm.InvitationAPICallErrAlreadyEnd)
					require.ErrorIs(t, err, agorartm.ErrInvitationEnded)
				}
				require.Equal(t, 1, r.fake.Count(fakesdk.SendInvitation), "the SDK is not asked any more")
				require.NoError(t, i.Close())
				require.NoError(t, i.Close())
				require.Equal(t, o.state, i.State())
			})
		}
	}
}

// Whenever and however often the answer to Send comes.
//
// fact: I-05, I-10, I-11
func TestSendInvitationInEveryMode(t *testing.T) {
	t.Parallel()
	for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Early, fakesdk.Inline, fakesdk.Late} {
		for _, twice := range []bool{false, true} {
			for _, code := range []int{0, 1, 4} {
				t.Run(fmt.Sprintf("mode %d twice %t code %d", mode, twice, code), func(t *testing.T) {
					t.Parallel()
					r := newCallRig(t, setup{})
					i := r.invite()
					require.Equal(t, agorartm.LocalInvitationStateIdle, i.State())
					require.False(t, r.service.InFlight())
					r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Mode: mode, Twice: twice, Result: code})
					require.NoError(t, i.Send())
					if mode == fakesdk.Late {
						require.Equal(t, agorartm.LocalInvitationStateSentToRemote, i.State())
						require.NotZero(t, r.fake.ReleaseLate())
					}
					s := wait(t, r.steps)
					if code == 0 {
						require.Equal(t, "local received", s.name)
						require.Equal(t, agorartm.LocalInvitationStateReceivedByRemote, i.State())
						r.noStep()
						running(t, i.Done())
						require.NoError(t, i.Close())
						return
					}
					require.Equal(t, "local failure", s.name)
					require.ErrorIs(t, ended(t, i, waitLocal(t, i)), agorartm.LocalInvitationErrCode(code))
					require.Equal(t, agorartm.LocalInvitationStateFailure, i.State())
					r.noStep()
					r.nativeLeft(0)
				})
			}
		}
	}
}

// A refused Send leaves the invitation as it was; it may be sent again. With
// OB-11, refused and failed, the failure ends it.
//
// fact: I-32
func TestRefusedSendInvitation(t *testing.T) {
	t.Parallel()
	for code, sentinel := range map[uint32]error{1: agorartm.ErrInvalidArgument, 2: nil, 3: nil, 4: nil, 5: nil, 777: nil} {
		for _, sign := range []int{1, -1} {
			r := newCallRig(t, setup{})
			i := r.invite()
			r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Return: sign * int(code)})
			err := i.Send()
			opErr(t, err, "LocalInvitation.Send", false)
			require.ErrorIs(t, err, agorartm.InvitationAPICallErrCode(code))
			answersOnly(t, err, sentinel)
			require.Equal(t, agorartm.LocalInvitationStateIdle, i.State())
			require.False(t, r.service.InFlight())
			r.noStep()
			require.NoError(t, i.Send())
			require.Equal(t, "local received", wait(t, r.steps).name)
			require.NoError(t, i.Close())
			r.nativeLeft(0)
		}
	}
	r := newCallRig(t, setup{})
	i := r.invite()
	r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{Mode: fakesdk.Inline, Return: -1, Result: 1, Also: true})
	opErr(t, i.Send(), "LocalInvitation.Send", false)
	require.Equal(t, "local failure", wait(t, r.steps).name)
	require.ErrorIs(t, ended(t, i, waitLocal(t, i)), agorartm.LocalInvitationErrPeerOffline)
	r.nativeLeft(0)
}

// What is set before Send travels, and nothing else does.
//
// fact: I-06, I-07, OB-31
func TestInvitationContentGoesDown(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.invite()
	require.Equal(t, "bob", i.CalleeID())
	require.Empty(t, i.Content())
	require.Empty(t, i.ChannelID())
	require.Empty(t, i.Response())
	content := strings.Repeat("ü", agorartm.MaxInvitationBytes/2)
	require.NoError(t, i.SetContent(content))
	require.NoError(t, i.SetChannelID(strings.Repeat("c", 64)))
	require.NoError(t, i.Send())
	require.NoError(t, i.SetContent("later"))
	require.Equal(t, "later", i.Content())
	calls := r.fake.Calls(fakesdk.CreateInvitation, fakesdk.SendInvitation)
	require.Len(t, calls, 2)
	require.Equal(t, "bob", calls[0].Target)
	require.Equal(t, content, calls[1].Text)
	require.Equal(t, strings.Repeat("c", 64), calls[1].Channel)
	require.Equal(t, strings.Repeat("c", 64), i.ChannelID())
}

// fact: I-06, I-07, M-10
func TestBadInvitationArguments(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	for _, id := range []string{"", "null", "a\x00b", "ü", strings.Repeat("x", 65)} {
		_, err := r.manager.CreateLocalInvitation(id)
		refused(t, err, "CallManager.CreateLocalInvitation", "calleeID")
	}
	require.Zero(t, r.fake.Count(fakesdk.CreateInvitation))
	i := r.invite()
	remote := r.receive()
	for _, text := range []string{"a\x00b", "\xff", strings.Repeat("x", agorartm.MaxInvitationBytes+1)} {
		refused(t, i.SetContent(text), "LocalInvitation.SetContent", "content")
		refused(t, remote.SetResponse(text), "RemoteInvitation.SetResponse", "response")
	}
	for _, id := range []string{"a\x00b", "\xff", strings.Repeat("x", 65)} {
		refused(t, i.SetChannelID(id), "LocalInvitation.SetChannelID", "channelID")
	}
	require.Empty(t, i.Content())
	require.Empty(t, i.ChannelID())
	require.Empty(t, remote.Response())
	var none context.Context
	_, err := i.Wait(none)
	refused(t, err, "LocalInvitation.Wait", "ctx")
	refused(t, remote.Wait(none), "RemoteInvitation.Wait", "ctx")
}

// fact: I-14, I-32, I-33, I-35
func TestCancelInvitation(t *testing.T) {
	t.Parallel()
	t.Run("not sent", func(t *testing.T) {
		t.Parallel()
		r := newCallRig(t, setup{})
		i := r.invite()
		r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Return: 2})
		err := i.Cancel()
		opErr(t, err, "LocalInvitation.Cancel", false)
		require.ErrorIs(t, err, agorartm.InvitationAPICallErrNotStarted)
		require.Equal(t, agorartm.LocalInvitationStateIdle, i.State())
		running(t, i.Done())
	})
	for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Early, fakesdk.Inline, fakesdk.Late} {
		t.Run(fmt.Sprintf("mode %d", mode), func(t *testing.T) {
			t.Parallel()
			r := newCallRig(t, setup{})
			i := r.send()
			r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Mode: mode, Twice: true})
			require.NoError(t, i.Cancel())
			require.Equal(t, agorartm.LocalInvitationStateCanceled, i.State(), "at once, as in C++")
			if mode == fakesdk.Late {
				running(t, i.Done())
				require.NotZero(t, r.fake.ReleaseLate())
			}
			require.ErrorIs(t, ended(t, i, waitLocal(t, i)), agorartm.ErrInvitationCanceled)
			require.Equal(t, "local canceled", wait(t, r.steps).name)
			require.Equal(t, agorartm.LocalInvitationStateCanceled, i.State())
			r.noStep()
			r.nativeLeft(0)
		})
	}
	t.Run("after the decision", func(t *testing.T) {
		t.Parallel()
		r := newCallRig(t, setup{})
		i := r.send()
		r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Mode: fakesdk.Never})
		require.NoError(t, i.Cancel())
		require.Equal(t, agorartm.LocalInvitationStateCanceled, i.State())
		require.True(t, r.fake.FireLocalReceived("bob"))
		r.settle()
		require.Equal(t, agorartm.LocalInvitationStateCanceled, i.State(), "never back")
		running(t, i.Done())
		require.True(t, r.fake.FireLocalAccepted("bob", "yes"))
		require.NoError(t, ended(t, i, waitLocal(t, i)))
		require.Equal(t, agorartm.LocalInvitationStateAcceptedByRemote, i.State())
		require.Equal(t, "yes", i.Response())
	})
	t.Run("the decision comes first", func(t *testing.T) {
		t.Parallel()
		r := newCallRig(t, setup{})
		i := r.send()
		r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Mode: fakesdk.Never, Block: true})
		t.Cleanup(r.fake.Unblock)
		canceling := start(i.Cancel)
		require.True(t, r.fake.WaitBlocked(1, inTime))
		require.True(t, r.fake.FireLocalRefused("bob", "busy"))
		require.ErrorIs(t, ended(t, i, waitLocal(t, i)), agorartm.ErrInvitationRefused)
		r.fake.Unblock()
		require.NoError(t, wait(t, canceling))
		require.Equal(t, agorartm.LocalInvitationStateRefusedByRemote, i.State())
	})
	t.Run("refused", func(t *testing.T) {
		t.Parallel()
		r := newCallRig(t, setup{})
		i := r.send()
		r.fake.Next(fakesdk.CancelInvitation, fakesdk.Behavior{Return: 3})
		require.ErrorIs(t, i.Cancel(), agorartm.ErrInvitationEnded)
		require.Equal(t, agorartm.LocalInvitationStateReceivedByRemote, i.State())
	})
}

// The context of Wait ends the wait only.
func TestWaitForInvitationIsCancelled(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	i := r.invite()
	ctx, cancel := context.WithCancel(t.Context())
	waiting := func() <-chan error {
		return start(func() error {
			_, err := i.Wait(ctx)
			return err
		})
	}
	first := waiting()
	running(t, first)
	cancel()
	err := wait(t, first)
	if e := opErr(t, err, "LocalInvitation.Wait", false); e.Err != context.Canceled {
		refused(t, err, "LocalInvitation.Wait", "ctx") // it was faster than the wait
	}
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, i.Send())
	require.Equal(t, "local received", wait(t, r.steps).name)
	ctx, cancel = context.WithTimeout(t.Context(), aMoment)
	defer cancel()
	e := opErr(t, wait(t, waiting()), "LocalInvitation.Wait", true)
	require.Equal(t, context.DeadlineExceeded, e.Err)
	require.True(t, e.Timeout())
	running(t, i.Done())
	require.True(t, r.fake.FireLocalAccepted("bob", "yes"))
	require.NoError(t, ended(t, i, waitLocal(t, i)))
}

// Sends of one invitation from many goroutines, and its end meanwhile.
func TestInvitationUsedFromManyGoroutines(t *testing.T) {
	t.Parallel()
	for range 50 {
		r := newCallRig(t, setup{})
		i := r.invite()
		r.fake.Next(fakesdk.SendInvitation, fakesdk.Behavior{})
		r.fake.On(fakesdk.SendInvitation, fakesdk.Behavior{Return: 5})
		var wg sync.WaitGroup
		var mu sync.Mutex
		sent := 0
		for range 8 {
			wg.Go(func() {
				if err := i.Send(); err == nil {
					mu.Lock()
					sent++
					mu.Unlock()
				}
				_ = i.Cancel()
				_, _ = i.State(), i.Response()
			})
		}
		wg.Wait()
		require.Equal(t, 1, sent)
		require.ErrorIs(t, ended(t, i, waitLocal(t, i)), agorartm.ErrInvitationCanceled)
		r.nativeLeft(0)
	}
}
