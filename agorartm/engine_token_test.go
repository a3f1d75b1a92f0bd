//go:build !agora_sdk

// Tokens that are checked, from a token source, on the embedded engine.

package agorartm_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/token"
)

const certificate = "5cfd2fd1755d40ecb72977518be15d3b"

// fact: K-02, K-05, K-08, S-31
func TestTokenSourceOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	require.NoError(t, app.SetCertificate(certificate))
	var made atomic.Int32
	var down atomic.Bool
	renewals := make(chan error, 10)
	errDown := errors.New("the token server is down")
	source := func(context.Context) (string, error) {
		if down.Load() {
			return "", errDown
		}
		life := time.Hour
		if made.Add(1) == 1 {
			life = 10 * time.Minute
		}
		return token.BuildRTM(app.ID(), certificate, "alice", life)
	}
	s := newService(t, app.ID(), agorartm.ServiceHandler{
		OnTokenRenewal: func(e agorartm.TokenRenewalEvent) { renewals <- e.Err },
	}, agorartm.WithTokenSource(source))
	ctx := testContext(t)
	require.NoError(t, s.Login(ctx, "", "alice"))
	require.Equal(t, int32(1), made.Load())

	// The warning comes half a minute before the end, and is answered in time.
	app.Clock().Advance(10*time.Minute - 20*time.Second)
	require.NoError(t, next(t, renewals))
	require.Equal(t, int32(2), made.Load())
	app.Clock().Advance(time.Minute)
	_, err := s.QueryPeersOnlineStatus(ctx, []string{"bob"})
	require.NoError(t, err)
	require.Equal(t, agorartm.ConnectionStateConnected, s.ConnectionState())

	require.NoError(t, s.Logout(ctx))
	down.Store(true)
	err = s.Login(ctx, "", "alice")
	opErr(t, err, "Login", false)
	require.ErrorIs(t, err, errDown)
	bare := newService(t, app.ID(), agorartm.ServiceHandler{})
	require.ErrorIs(t, bare.Login(ctx, "", "alice"), agorartm.LoginErrInvalidToken)
}

// fact: K-10, K-11, S-12
func TestExpiredTokenIsRenewedWhileReconnecting(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	app.Clock().Freeze()
	renewals := make(chan error, 10)
	states := make(chan agorartm.ConnectionState, 100)
	s := newService(t, app.ID(), agorartm.ServiceHandler{
		OnTokenRenewal:           func(e agorartm.TokenRenewalEvent) { renewals <- e.Err },
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) { states <- e.State },
	}, agorartm.WithTokenSource(func(context.Context) (string, error) { return "token", nil }))
	require.NoError(t, s.Login(testContext(t), "first", "alice"))
	require.Equal(t, agorartm.ConnectionStateConnecting, next(t, states))
	require.Equal(t, agorartm.ConnectionStateConnected, next(t, states))
	app.Interrupt("alice")
	app.Clock().Advance(5 * time.Second)
	require.Equal(t, agorartm.ConnectionStateReconnecting, next(t, states))
	app.ExpireToken("alice")
	app.Restore("alice")
	app.Clock().Advance(time.Second)
	require.NoError(t, next(t, renewals))
	eventually(t, "connected again", func() bool {
		app.Clock().Advance(time.Second)
		return s.ConnectionState() == agorartm.ConnectionStateConnected
	})
}
