// Contexts that end while a call waits.

package agorartm_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// aMoment is how long a test watches that something does not happen.
const aMoment = 50 * time.Millisecond

// The call ends at once; its result, when it comes, is not the next call's.
func TestCancelWhileWaiting(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.posted {
			return // waits for nothing
		}
		r := newRig(t, setup{})
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late, Result: 1, NoState: true})
		ctx, cancel := context.WithCancel(t.Context())
		first := r.begin(ctx, o)
		require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
		running(t, first)
		cancel()
		err := wait(t, first)
		e := opErr(t, err, o.name, true)
		require.Equal(t, context.Canceled, e.Err)
		require.False(t, e.Timeout())

		// The next one of the kind: succeeds, while the first one's result is a failure.
		second := start(func() error { return o.call(r, t.Context()) })
		if o.hasID {
			require.NoError(t, wait(t, second))
		} else {
			require.False(t, r.fake.WaitCalls(o.op, 2, aMoment), "went down although the SDK has not answered the first")
			running(t, second)
		}
		require.Equal(t, 1, r.fake.ReleaseLate())
		if !o.hasID {
			require.NoError(t, wait(t, second))
		}
		r.settle()
		require.False(t, r.service.InFlight())
	})
}

func TestDeadlineWhileWaiting(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.posted {
			return
		}
		r := newRig(t, setup{})
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
		ctx, cancel := context.WithTimeout(t.Context(), aMoment)
		defer cancel()
		err := o.call(r, ctx)
		if !r.fake.WaitCalls(o.op, 1, time.Millisecond) {
			refused(t, err, o.name, "ctx") // a very slow machine
			return
		}
		e := opErr(t, err, o.name, true)
		require.Equal(t, context.DeadlineExceeded, e.Err)
		require.True(t, e.Timeout())
		if o.hasID {
			require.False(t, r.service.InFlight(), "nobody waits any more")
			return
		}
		// The slot stays taken, until the answer counts as lost.
		ctx, cancel = context.WithTimeout(t.Context(), aMoment)
		defer cancel()
		err = o.call(r, ctx)
		require.Equal(t, context.DeadlineExceeded, opErr(t, err, o.name, false).Err)
		require.Equal(t, 1, r.fake.Count(o.op))
		third := start(func() error { return o.call(r, t.Context()) })
		for r.service.InFlight() && r.fake.Count(o.op) == 1 {
			r.service.Sweep()
		}
		require.NoError(t, wait(t, third))
	})
}

// A send being made counts as in flight, so that the clock of lost results
// goes on for it.
func TestCallUnderWayIsInFlight(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{})
		r.fake.Next(o.op, fakesdk.Behavior{Block: true})
		t.Cleanup(r.fake.Unblock)
		ended := start(func() error { return o.call(r, t.Context()) })
		require.True(t, r.fake.WaitBlocked(1, inTime))
		require.True(t, r.service.InFlight())
		r.fake.Unblock()
		require.NoError(t, wait(t, ended))
		require.False(t, r.service.InFlight())
	})
}

// Cancelling many sends while their results come in: each call ends once.
func TestCancelRacesResults(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	ended := make(chan error, 500)
	for range 500 {
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			_, err := r.service.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			ended <- err
		}()
		go cancel()
	}
	for range 500 {
		if err := wait(t, ended); err != nil {
			require.ErrorIs(t, err, context.Canceled)
		}
	}
	require.False(t, r.service.InFlight())
	_, err := r.service.SendMessageToPeer(t.Context(), "bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
	require.NoError(t, err)
}
