// Package examples_test runs every example as a program: unattended, on the
// embedded engine, to the exit code and the last line.
package examples_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience bounds a program, however busy the machine is.
const patience = 2 * time.Minute

var programs = map[string]string{
	"presence": `1. alice asks who is online: alice is online, bob is offline, carol is offline
2. alice subscribes to bob and carol: bob is offline, carol is offline
3. alice is subscribed to bob, carol
4. bob logs in: bob is online
5. bob logs out: bob is offline
6. no longer subscribed, alice has to ask: bob is online
`,
	"attributes": `1. bob reads what alice says of herself: mood = splendid, name = Alice
2. without her mood: name = Alice
3. nobody is not online, so nobody has attributes
4. bob, in the channel room, is told: topic is tea, says alice
5. bob clears them quietly; left: 0
`,
	"callinvite": `1. alice calls: "lunch?"
2. bob accepts: "with pleasure"
3. bob refuses the next one: "busy"
4. alice takes the last one back
`,
	"media": `1. alice has uploaded an image of 1600 x 1200 pixels
2. alice sent bob stripes.png: "look at this"
3. bob has downloaded it; the same file: true
4. and once more, into memory; as large: true
`,
	"tokens": `1. without a token alice cannot log in
2. with one from the token server she can; served: 1
3. it is about to run out, and is replaced by itself; served: 2
4. she is still CONNECTION_STATE_CONNECTED
`,
	"duet": `bob hears alice: hello bob, for the 1st time
alice hears bob: hello alice, for the 1st time
bob hears alice: hello bob, for the 2nd time
alice hears bob: hello alice, for the 2nd time
bob hears alice: hello bob, for the 3rd time
alice hears bob: hello alice, for the 3rd time
`,
	"chatbot": `bot: Welcome, alice!
alice: !echo Hello, world!
bot: Hello, world!
alice: !count žluťoučký kůň
bot: 12 letters
alice: !members
bot: We are 2.
alice: !dance
bot: I know !echo, !count and !members.
`,
	"reconnect": `At the start:
  alice: CONNECTION_STATE_CONNECTING (CONNECTION_CHANGE_REASON_LOGIN)
  alice: CONNECTION_STATE_CONNECTED (CONNECTION_CHANGE_REASON_LOGIN_SUCCESS)
  bob: alice is PEER_ONLINE_STATE_ONLINE
An outage of 3s:
  alice: bob said "number 1"
An outage of 10s:
  alice: CONNECTION_STATE_RECONNECTING (CONNECTION_CHANGE_REASON_INTERRUPTED)
  alice: CONNECTION_STATE_CONNECTED (CONNECTION_CHANGE_REASON_LOGIN_SUCCESS)
  alice: bob said "number 2"
  bob: alice is PEER_ONLINE_STATE_UNREACHABLE
  bob: alice is PEER_ONLINE_STATE_ONLINE
An outage of 40s:
  alice: CONNECTION_STATE_RECONNECTING (CONNECTION_CHANGE_REASON_INTERRUPTED)
  alice: CONNECTION_STATE_CONNECTED (CONNECTION_CHANGE_REASON_LOGIN_SUCCESS)
  alice: bob said "number 3"
  bob: alice is PEER_ONLINE_STATE_UNREACHABLE
  bob: alice left
  bob: alice is PEER_ONLINE_STATE_OFFLINE
  bob: alice is PEER_ONLINE_STATE_ONLINE
  bob: alice came
After all this the room has 2 members, and alice is CONNECTION_STATE_CONNECTED.
`,
}

// build makes all examples at once, and returns where they are.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 5*patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", dir+"/", "./...").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return dir
}

func TestPrograms(t *testing.T) {
	t.Parallel()
	dir := build(t)
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, entry := range entries {
		name := entry.Name()
		if !entry.IsDir() || name == "internal" || name == "quickstart" || name == "cpp" {
			continue // the quickstart has its own tests
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, ok := programs[name]
			require.True(t, ok, "this example has no test")
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, filepath.Join(dir, name), "-timeout", patience.String())
			cmd.Dir = t.TempDir() // where it should leave nothing
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			require.NoError(t, cmd.Run(), "%s", &stderr)
			require.Equal(t, want, stdout.String())
			left, err := os.ReadDir(cmd.Dir)
			require.NoError(t, err)
			require.Empty(t, left)
			if name == "media" {
				require.Regexp(t, `alice uploads .*\d+%.*100%`, strings.ReplaceAll(stderr.String(), "\r", " "))
			}
		})
	}
	// What all examples share.
	for _, tt := range []struct {
		name   string
		args   []string
		exit   int
		stderr string
	}{
		{"bad App ID", []string{"-appid", "no good/"}, 1, `presence: agorartm: NewService: appID has a byte`},
		{"no time", []string{"-timeout", "1ns"}, 1, `presence: .*deadline exceeded \(not done within 1ns\)`},
		{"help", []string{"-h"}, 0, `(?s)-appid ID\s.*-timeout duration\s`},
		{"unknown flag", []string{"-nosuch"}, 2, `-nosuch`},
		{"stray argument", []string{"nosuch"}, 2, `unexpected argument "nosuch"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, filepath.Join(dir, "presence"), tt.args...)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			err := cmd.Run()
			require.Equal(t, tt.exit, cmd.ProcessState.ExitCode(), "%v", err)
			require.Regexp(t, tt.stderr, stderr.String())
		})
	}
	// Ctrl-C ends an example where it stands: tokens waits for more than a second.
	t.Run("interrupt", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		cmd := exec.CommandContext(ctx, filepath.Join(dir, "tokens"))
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		require.NoError(t, cmd.Start())
		first := make([]byte, 1)
		_, err = stdout.Read(first)
		require.NoError(t, err)
		require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
		require.Error(t, cmd.Wait())
		require.Equal(t, 1, cmd.ProcessState.ExitCode())
		require.Regexp(t, `tokens: .*\(.*signal.*\)`, stderr.String())
	})
}
