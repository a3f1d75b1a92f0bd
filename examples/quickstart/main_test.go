// Tests of the quickstart: as a program (output, flags, signals, a closed
// stdout) and, interrupted at each of its steps, as a function.

package main

import (
	"bufio"
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
	"golang.org/x/sys/unix"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

// patience bounds every wait for a child process, however busy the machine is.
const patience = time.Minute

var steps = []string{
	`1. alice and bob are logged in.`,
	`2. alice sent a text to bob: "Hello, Bob!"`,
	`3. bob sent raw data to alice: 00 01 fe ff (four bytes)`,
	`4. alice is in the channel lobby and saw bob join.`,
	`5. alice sent a message to the channel lobby: "Hello, everyone!"`,
	`6. The members of the channel: alice, bob.`,
	`7. alice saw bob leave the channel, and left it too.`,
	`8. alice and bob are logged out.`,
	`9. Both services are closed.`,
}

// What the program under test is told by its environment.
const (
	runMain  = "QUICKSTART_TEST_RUN_MAIN"  // be the program
	loseJoin = "QUICKSTART_TEST_LOSE_JOIN" // with this App ID, bob's Join gets no answer
)

func TestMain(m *testing.M) {
	// The program under test is this binary, so that it is built once and with
	// the flags of the test run.
	if os.Getenv(runMain) == "" {
		os.Exit(m.Run())
	}
	if appID := os.Getenv(loseJoin); appID != "" {
		app := emulator.Open(appID)
		app.Clock().Freeze() // so that the Join does not time out either
		app.DropNextResult("bob", emulator.OperationJoin)
	}
	main()
}

// quickstart returns the program as a command that ends with the test.
func quickstart(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := testexec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), runMain+"=1")
	return cmd
}

func TestProgram(t *testing.T) {
	t.Parallel()
	const id = "0123456789abcdef0123456789abcdef"
	tests := []struct {
		name   string
		args   []string
		exit   int
		steps  []string // after the first line
		stderr string   // a pattern
	}{
		{name: "plain", steps: steps, stderr: `embedded engine`},
		{name: "App ID given", args: []string{"-appid", id}, steps: steps, stderr: `embedded engine`},
		{name: "bad App ID", args: []string{"-appid", "no good/"}, exit: 1, stderr: `quickstart: agorartm: NewService: appID has a byte that ids may not have`},
		{name: "no time", args: []string{"-timeout", "1ns"}, exit: 1, stderr: `quickstart: agorartm: Login: .*deadline exceeded \(not done within 1ns\)`},
		{name: "help", args: []string{"-h"}, stderr: `(?s)-appid ID\s.*-timeout duration\s`},
		{name: "unknown flag", args: []string{"-nosuch"}, exit: 2, stderr: `-nosuch`},
		{name: "stray argument", args: []string{"nosuch"}, exit: 2, stderr: `unexpected argument "nosuch"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cmd := quickstart(t, tt.args...)
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			err := cmd.Run()
			require.Equal(t, tt.exit, cmd.ProcessState.ExitCode(), "%v\n%s", err, &stderr)
			require.Regexp(t, tt.stderr, stderr.String())
			lines := strings.Split(strings.TrimSuffix(stdout.String(), "\n"), "\n")
			if tt.steps == nil {
				require.LessOrEqual(t, len(lines), 1, "%s", &stdout)
				return
			}
			require.Regexp(t, `^This program runs on the embedded engine, version 1\.5\.0\S*\.$`, lines[0])
			require.Equal(t, tt.steps, lines[1:])
		})
	}
}

// The documented command builds, too.
func TestBuilds(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 5*patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", filepath.Join(t.TempDir(), "quickstart"), ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// nearlyFull returns a pipe that has room for only some bytes more. A program
// that writes more blocks until the reader reads, or is gone.
func nearlyFull(t *testing.T, room int) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { _ = r.Close(); _ = w.Close() })
	size, err := unix.FcntlInt(w.Fd(), unix.F_SETPIPE_SZ, os.Getpagesize())
	require.NoError(t, err)
	_, err = w.Write(make([]byte, size-room))
	require.NoError(t, err)
	return r, w
}

// waitForOutput returns when the pipe holds want bytes or more.
func waitForOutput(t *testing.T, r *os.File, want int) {
	t.Helper()
	require.Eventually(t, func() bool {
		n, err := unix.IoctlGetInt(int(r.Fd()), unix.TIOCINQ)
		return err == nil && n >= want
	}, patience, time.Millisecond)
}

// As in "quickstart | head -1": whoever writes into a pipe that nobody reads
// any more ends by SIGPIPE, a Go program with C++ threads in it no less.
func TestClosedStdout(t *testing.T) {
	t.Parallel()
	// Room for the first lines, not for all: so the program cannot have ended
	// when the reader goes, and its SDK threads are running by then.
	const room = 200
	r, w := nearlyFull(t, room)
	cmd := quickstart(t)
	cmd.Stdout = w
	require.NoError(t, cmd.Start())
	waitForOutput(t, r, os.Getpagesize()-room+len(steps[0])+len("This program runs on the embedded engine, version 1.5.0."))
	require.NoError(t, w.Close())
	require.NoError(t, r.Close())

	require.Error(t, cmd.Wait())
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.True(t, status.Signaled(), "%v", cmd.ProcessState)
	require.Equal(t, syscall.SIGPIPE, status.Signal())
}

// Ctrl-C ends the tour where it stands.
func TestInterruptSignal(t *testing.T) {
	t.Parallel()
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			appID := freshAppID()
			cmd := quickstart(t, "-appid", appID)
			cmd.Env = append(cmd.Env, loseJoin+"="+appID)
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			stdout, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			// From step 3 on it waits for the Join that gets no answer.
			lines := bufio.NewScanner(stdout)
			for lines.Scan() && lines.Text() != steps[2] {
			}
			require.NoError(t, cmd.Process.Signal(sig))
			require.False(t, lines.Scan(), "%s", lines.Text())

			require.Error(t, cmd.Wait())
			require.Equal(t, 1, cmd.ProcessState.ExitCode(), "%v", cmd.ProcessState)
			require.Regexp(t, `quickstart: agorartm: Channel\.Join: .*context canceled \(.*signal.*\)`, stderr.String())
		})
	}
}

// interruptAt is an output that cancels the tour when a line begins so.
type interruptAt struct {
	prefix string
	cancel context.CancelFunc
	bytes.Buffer
}

func (w *interruptAt) Write(line []byte) (int, error) {
	if bytes.HasPrefix(line, []byte(w.prefix)) {
		w.cancel()
	}
	return w.Buffer.Write(line)
}

// Wherever it is cut off, the tour leaves nothing behind in the engine.
func TestInterruptedAnywhere(t *testing.T) {
	t.Parallel()
	for i := range steps[:8] { // step 9 has nothing to wait for
		prefix := "This program"
		if i > 0 {
			prefix = steps[i-1][:3]
		}
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			appID := freshAppID()
			app := emulator.Open(appID)
			defer app.Close()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			out := &interruptAt{prefix: prefix, cancel: cancel}
			err := tour(ctx, out, appID)
			require.ErrorIs(t, err, context.Canceled)
			require.NotContains(t, out.String(), steps[i])
			require.Zero(t, app.Stats().Clients)
		})
	}
}

// An error of any step ends the tour and is what it returns.
func TestStepFails(t *testing.T) {
	t.Parallel()
	appID := freshAppID()
	app := emulator.Open(appID)
	defer app.Close()
	app.Ban("bob")
	err := tour(t.Context(), new(bytes.Buffer), appID)
	require.ErrorIs(t, err, agorartm.ErrRejected)
	require.Zero(t, app.Stats().Clients)
}
