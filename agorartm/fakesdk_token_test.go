// The token source, over the scripted SDK.

package agorartm_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// tokens numbers its tokens.
type tokens struct {
	asked atomic.Int32
	fail  atomic.Bool
}

func (s *tokens) token(context.Context) (string, error) {
	n := s.asked.Add(1)
	if s.fail.Load() {
		return "", errNoToken
	}
	return fmt.Sprint("token-", n), nil
}

// sourced makes a rig with a token source, and the reports of renewals.
func sourced(t *testing.T, source func(context.Context) (string, error), options ...agorartm.Option) (*rig, <-chan error) {
	t.Helper()
	renewals := make(chan error, 100)
	return newRig(t, setup{
		service: agorartm.ServiceHandler{OnTokenRenewal: func(e agorartm.TokenRenewalEvent) { renewals <- e.Err }},
		options: append(options, agorartm.WithTokenSource(source)),
	}), renewals
}

func (r *rig) tokensOf(op fakesdk.Op) []string {
	var all []string
	for _, c := range r.fake.Calls(op) {
		all = append(all, c.Token)
	}
	return all
}

// nothing watches for a moment that nothing comes.
func nothing[T any](t *testing.T, ch <-chan T, why string) {
	t.Helper()
	select {
	case v := <-ch:
		require.FailNow(t, "something came", "%v: %s", v, why)
	case <-time.After(aMoment):
	}
}

func TestLoginFetchesAToken(t *testing.T) {
	t.Parallel()
	var source tokens
	r, _ := sourced(t, source.token)
	require.NoError(t, r.service.Login(t.Context(), "", "alice"))
	require.NoError(t, r.service.Logout(t.Context()))
	require.NoError(t, r.service.Login(t.Context(), "mine", "alice"))
	require.NoError(t, r.service.Logout(t.Context()))
	require.NoError(t, r.service.Login(t.Context(), "", "alice"))
	require.Equal(t, []string{"token-1", "mine", "token-2"}, r.tokensOf(fakesdk.Login))
	require.Empty(t, r.tokensOf(fakesdk.RenewToken))

	require.Error(t, r.service.Login(t.Context(), "", "bad\x00id"))
	require.Equal(t, int32(2), source.asked.Load(), "not asked in vain")
}

func TestLoginWhoseSourceFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		source func(context.Context) (string, error)
		want   error
	}{
		"error": {func(context.Context) (string, error) { return "secret", errNoToken }, errNoToken},
		"a NUL": {func(context.Context) (string, error) { return "sec\x00ret", nil }, agorartm.ErrInvalidArgument},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, _ := sourced(t, test.source)
			err := r.service.Login(t.Context(), "", "alice")
			opErr(t, err, "Login", false)
			require.ErrorIs(t, err, test.want)
			require.NotContains(t, err.Error(), "sec")
			require.Zero(t, r.fake.Count(fakesdk.Login))
		})
	}
}

// The source's context ends with that of Login, and with Close.
func TestLoginWhoseSourceHangs(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{}, 2)
	hang := func(ctx context.Context) (string, error) {
		asked <- struct{}{}
		<-ctx.Done()
		return "", ctx.Err()
	}
	r, _ := sourced(t, hang)
	ctx, cancel := context.WithCancel(t.Context())
	login := start(func() error { return r.service.Login(ctx, "", "alice") })
	wait(t, asked)
	cancel()
	err := wait(t, login)
	opErr(t, err, "Login", false)
	answersOnly(t, err, nil)
	require.ErrorIs(t, err, context.Canceled)

	login = start(func() error { return r.service.Login(t.Context(), "", "alice") })
	wait(t, asked)
	require.NoError(t, r.service.Close())
	err = wait(t, login)
	opErr(t, err, "Login", false)
	answersOnly(t, err, agorartm.ErrClosed)
	err = r.service.Login(t.Context(), "", "alice")
	answersOnly(t, err, agorartm.ErrClosed)
	require.Empty(t, asked, "not asked any more")
	require.Zero(t, r.fake.Count(fakesdk.Login))
}

// Login heeds its context even when the source does not.
func TestLoginWhoseSourceIsDeaf(t *testing.T) {
	t.Parallel()
	returns := make(chan struct{})
	r, _ := sourced(t, func(context.Context) (string, error) {
		<-returns
		return "late", nil
	})
	defer close(returns)
	ctx, cancel := context.WithTimeout(t.Context(), aMoment)
	defer cancel()
	err := wait(t, start(func() error { return r.service.Login(ctx, "", "alice") }))
	opErr(t, err, "Login", false)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.Zero(t, r.fake.Count(fakesdk.Login))
}

// fact: K-08
func TestRenewalWhenTheSDKWarns(t *testing.T) {
	t.Parallel()
	var source tokens
	r, renewals := sourced(t, source.token)
	require.True(t, r.fake.FireTokenWillExpire())
	wait(t, r.marks)
	require.Zero(t, source.asked.Load(), "not logged in")

	r.login()
	require.True(t, r.fake.FireTokenWillExpire())
	require.NoError(t, wait(t, renewals))
	wait(t, r.marks)
	require.Equal(t, []string{"token-2"}, r.tokensOf(fakesdk.RenewToken))

	require.NoError(t, r.service.Logout(t.Context()))
	r.settle()
	nothing(t, renewals, "logged out")
	require.Equal(t, int32(2), source.asked.Load())
}

// fact: K-10, K-09
func TestRenewalWhenTheTokenHasExpired(t *testing.T) {
	t.Parallel()
	var source tokens
	r, renewals := sourced(t, source.token)
	r.login()
	require.True(t, r.fake.FireTokenExpired())
	nothing(t, renewals, "connected: the session ends")
	require.True(t, r.fake.FireState(5, 9))
	require.True(t, r.fake.FireTokenExpired())
	r.settle()
	nothing(t, renewals, "aborted: the session has ended")
	require.Empty(t, r.tokensOf(fakesdk.RenewToken))

	require.NoError(t, r.service.Logout(t.Context()))
	r.login()
	asked := source.asked.Load()
	require.True(t, r.fake.FireState(stateReconnecting, reasonInterrupted))
	require.True(t, r.fake.FireTokenExpired())
	require.NoError(t, wait(t, renewals))
	require.Equal(t, []string{fmt.Sprint("token-", asked+1)}, r.tokensOf(fakesdk.RenewToken))
	require.Empty(t, renewals)
}

func TestRenewalByTheClock(t *testing.T) {
	t.Parallel()
	var source tokens
	r, renewals := sourced(t, source.token, agorartm.WithTokenRenewInterval(aMoment))
	r.login()
	require.NoError(t, wait(t, renewals))
	require.NoError(t, wait(t, renewals))
}

// A service renews every hour, unless told otherwise.
//
// fact: K-13
func TestTokenRenewInterval(t *testing.T) {
	t.Parallel()
	var source tokens
	r, _ := sourced(t, source.token)
	require.Equal(t, time.Hour, r.service.TokenRenewInterval())
	r, _ = sourced(t, source.token, agorartm.WithTokenRenewInterval(time.Minute))
	require.Equal(t, time.Minute, r.service.TokenRenewInterval())
}

// Failures are reported as they are and tried again; no token is told.
func TestFailedRenewals(t *testing.T) {
	t.Parallel()
	var source tokens
	r, renewals := sourced(t, source.token)
	r.login()
	source.fail.Store(true)
	require.True(t, r.fake.FireTokenWillExpire())
	wait(t, r.marks)
	err := wait(t, renewals)
	opErr(t, err, "RenewToken", false)
	require.ErrorIs(t, err, errNoToken)
	source.fail.Store(false)
	r.fake.Next(fakesdk.RenewToken, fakesdk.Behavior{Result: 5})
	err = wait(t, renewals) // tried again by itself
	opErr(t, err, "RenewToken", true)
	require.ErrorIs(t, err, agorartm.ErrTokenExpired)
	require.NotContains(t, err.Error(), "token-")
	require.NoError(t, wait(t, renewals))
}

// Close ends a renewal in any stage, from inside the source and the report too.
func TestCloseDuringRenewal(t *testing.T) {
	t.Parallel()
	t.Run("in the source", func(t *testing.T) {
		t.Parallel()
		var r *rig
		var asked atomic.Int32
		r, renewals := sourced(t, func(context.Context) (string, error) {
			if asked.Add(1) > 1 {
				_ = r.service.Close()
				return "", errors.New("closed")
			}
			return "", nil
		})
		r.login()
		require.True(t, r.fake.FireTokenWillExpire())
		wait(t, r.service.Done())
		require.Empty(t, renewals)
		require.Zero(t, r.fake.Count(fakesdk.RenewToken))
	})
	t.Run("in a deaf source", func(t *testing.T) {
		t.Parallel()
		asked, returns := make(chan struct{}), make(chan struct{})
		r, renewals := sourced(t, func(context.Context) (string, error) {
			close(asked)
			<-returns
			return "late", nil
		})
		require.NoError(t, r.service.Login(t.Context(), "mine", "alice"))
		require.True(t, r.fake.FireTokenWillExpire())
		wait(t, asked)
		require.NoError(t, wait(t, start(r.service.Close)))
		nothing(t, r.service.Done(), "the source has not returned")
		close(returns)
		wait(t, r.service.Done())
		require.Empty(t, renewals)
		require.Zero(t, r.fake.Count(fakesdk.RenewToken))
	})
	t.Run("in the SDK", func(t *testing.T) {
		t.Parallel()
		var source tokens
		r, renewals := sourced(t, source.token)
		r.login()
		r.fake.Next(fakesdk.RenewToken, fakesdk.Behavior{Mode: fakesdk.Never})
		require.True(t, r.fake.FireTokenWillExpire())
		require.True(t, r.fake.WaitCalls(fakesdk.RenewToken, 1, inTime))
		require.NoError(t, r.service.Close())
		wait(t, r.service.Done())
		require.Empty(t, renewals)
	})
	t.Run("while waiting", func(t *testing.T) {
		t.Parallel()
		var source tokens
		source.fail.Store(true)
		r, renewals := sourced(t, source.token)
		require.NoError(t, r.service.Login(t.Context(), "mine", "alice"))
		require.True(t, r.fake.FireTokenWillExpire())
		require.Error(t, wait(t, renewals))
		require.NoError(t, r.service.Close())
		wait(t, r.service.Done())
	})
}

func TestBadTokenOptions(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	for name, option := range map[string]agorartm.Option{
		"WithTokenSource":        agorartm.WithTokenSource(nil),
		"WithTokenRenewInterval": agorartm.WithTokenRenewInterval(-time.Second),
	} {
		_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}, option)
		refused(t, err, "NewService", name)
		answersOnly(t, err, agorartm.ErrInvalidArgument)
	}
	_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}, agorartm.WithTokenRenewInterval(0))
	refused(t, err, "NewService", "WithTokenRenewInterval")
}
