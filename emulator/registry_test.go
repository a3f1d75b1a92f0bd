// This file tests where Open finds its clouds.

package emulator_test

import (
	"bytes"
	"log/slog"
	"testing"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

func TestHostVariable(t *testing.T) { // alone, for the environment is everybody's
	var log bytes.Buffer
	usual := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	t.Cleanup(func() { slog.SetDefault(usual) })
	type call struct{ host, appID string }
	var calls []call
	open := func() *emulator.App {
		app := emulator.Open(freshAppID())
		t.Cleanup(app.Close)
		require.Equal(t, emulator.CloudStats{}, app.Stats().CloudStats)
		return app
	}

	t.Setenv(emulator.HostVariable, "desk:1")
	open()
	require.Contains(t, log.String(), "desk:1", "nobody is there to connect, and that is said")
	log.Reset()

	emulator.RegisterRemote(func(host, appID string) emulator.Cloud {
		calls = append(calls, call{host, appID})
		return emulator.NewMemory(emulator.NewClock())
	})
	t.Cleanup(func() { emulator.RegisterRemote(nil) })
	app := open()
	require.Equal(t, []call{{"desk:1", app.ID()}}, calls)
	require.Same(t, app, emulator.Open(app.ID()))
	// Who brings a cloud along has that.
	own, err := emulator.OpenWith(freshAppID(), emulator.NewMemory)
	require.NoError(t, err)
	t.Cleanup(own.Close)
	t.Setenv(emulator.HostVariable, "")
	open()
	require.Len(t, calls, 1)
	require.Empty(t, log.String())
}
