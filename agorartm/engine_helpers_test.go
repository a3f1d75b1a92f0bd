//go:build !agora_sdk

// Helpers of the tests that run on the embedded engine.

package agorartm_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
)

// patience bounds waits across threads; nothing asserts on how long they take.
const patience = 3 * time.Minute

// newCloud returns a cloud of the test's own.
func newCloud(t testing.TB) *emulator.App {
	t.Helper()
	id := make([]byte, 16)
	_, err := rand.Read(id)
	require.NoError(t, err)
	app := emulator.Open(hex.EncodeToString(id))
	t.Cleanup(func() { app.Close() })
	return app
}

// testContext ends with the test, or when patience does.
func testContext(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	return ctx
}

// newService makes a service that is closed with the test.
func newService(t testing.TB, appID string, h agorartm.ServiceHandler, opts ...agorartm.Option) *agorartm.Service {
	t.Helper()
	s, err := agorartm.NewService(appID, h, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}

// login makes a service and logs it in.
func login(t testing.TB, app *emulator.App, userID string, h agorartm.ServiceHandler, opts ...agorartm.Option) *agorartm.Service {
	t.Helper()
	s := newService(t, app.ID(), h, opts...)
	require.NoError(t, s.Login(testContext(t), "", userID))
	return s
}

// join makes a channel and joins it.
func join(t testing.TB, s *agorartm.Service, id string, h agorartm.ChannelHandler) *agorartm.Channel {
	t.Helper()
	ch, err := s.CreateChannel(id, h)
	require.NoError(t, err)
	require.NoError(t, ch.Join(testContext(t)))
	return ch
}

// eventually polls for what other threads bring about, on the test's goroutine.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !condition(); {
		require.True(t, time.Now().Before(deadline), what)
		time.Sleep(time.Millisecond)
	}
}
