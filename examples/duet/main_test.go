// Tests of the duet in two processes, with a server of clouds in a third (this
// one). Both parts in one process: see examples/programs_test.go.

package main

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/emulator/remote"
	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

// patience bounds every wait, however busy the machine is.
const patience = time.Minute

const runMain = "DUET_TEST_RUN_MAIN" // in the environment: be the program

func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// buffer is read while a program writes it.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// program is a duet that runs.
type program struct {
	cmd            *exec.Cmd
	stdout, stderr buffer
}

func start(t *testing.T, host string, args ...string) *program {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	t.Cleanup(cancel)
	p := &program{cmd: testexec.CommandContext(ctx, self, args...)}
	p.cmd.Env = append(os.Environ(), runMain+"=1", "AGORA_RTM_EMULATOR_HOST="+host, "AGORA_RTM_EMULATOR_SECRET=")
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	require.NoError(t, p.cmd.Start())
	return p
}

// ends waits for the program and returns its exit code.
func (p *program) ends() int {
	_ = p.cmd.Wait()
	return p.cmd.ProcessState.ExitCode()
}

func (p *program) hears(t *testing.T, what string) {
	t.Helper()
	require.Eventually(t, func() bool { return bytes.Contains([]byte(p.stdout.String()), []byte(what)) },
		patience, 5*time.Millisecond, "%s", what)
}

func server(t *testing.T) string {
	t.Helper()
	s, err := remote.Listen("127.0.0.1:0", remote.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s.Addr()
}

func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	host := server(t)
	alice := start(t, host, "-user", "alice", "-peer", "bob", "-rounds", "2")
	bob := start(t, host, "-user", "bob", "-peer", "alice", "-rounds", "2")
	require.Zero(t, alice.ends(), "%s", &alice.stderr)
	require.Zero(t, bob.ends(), "%s", &bob.stderr)
	require.Equal(t, "alice hears bob: hello alice, for the 1st time\nalice hears bob: hello alice, for the 2nd time\n", alice.stdout.String())
	require.Equal(t, "bob hears alice: hello bob, for the 1st time\nbob hears alice: hello bob, for the 2nd time\n", bob.stdout.String())
}

// One of them is killed and comes again; the other goes on, until interrupted.
func TestWithoutEnd(t *testing.T) {
	t.Parallel()
	host := server(t)
	heartbeat := filepath.Join(t.TempDir(), "heartbeat")
	check := func() (int, string) {
		p := start(t, host, "-heartbeat", heartbeat, "-check", "1h")
		return p.ends(), p.stderr.String()
	}
	code, text := check()
	require.Equal(t, 1, code)
	require.Contains(t, text, "not heard yet")

	endless := []string{"-rounds", "0", "-timeout", "0", "-pause", "20ms", "-heartbeat"}
	alice := start(t, host, append(endless, heartbeat, "-user", "alice", "-peer", "bob")...)
	bobs := append(endless, filepath.Join(t.TempDir(), "bob"), "-user", "bob", "-peer", "alice")
	bob := start(t, host, bobs...)
	alice.hears(t, "for the 1st time")
	code, text = check()
	require.Zero(t, code, text)

	require.NoError(t, bob.cmd.Process.Kill())
	bob.ends()
	old := time.Now().Add(-2 * time.Hour)
	require.Eventually(t, func() bool { // when alice has heard the last of bob
		require.NoError(t, os.Chtimes(heartbeat, old, old))
		code, text = check()
		return code == 1
	}, patience, 10*time.Millisecond)
	require.Contains(t, text, "not heard for 2h0m")

	bob = start(t, host, bobs...)
	bob.hears(t, "bob hears alice")
	for _, p := range []*program{alice, bob} {
		require.NoError(t, p.cmd.Process.Signal(syscall.SIGTERM))
		require.Zero(t, p.ends(), "%s", &p.stderr)
		require.Contains(t, p.stderr.String(), "CONNECTION_CHANGE_REASON_LOGOUT", "it has not ended in order")
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		host string
		args []string
		says string
	}{
		"no cloud in common": {"", []string{"-user", "alice", "-peer", "bob"}, "start agora-rtm-emulator"},
		"one name":           {"x", []string{"-user", "alice"}, "two different users"},
		"the same name":      {"x", []string{"-user", "alice", "-peer", "alice"}, "two different users"},
		"rounds":             {"x", []string{"-rounds", "-1"}, "positive"},
		"pause":              {"x", []string{"-pause", "0s"}, "positive"},
		"no file to check":   {"x", []string{"-check", "1s"}, "needs -heartbeat"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := start(t, tt.host, tt.args...)
			require.Equal(t, 1, p.ends())
			require.Contains(t, p.stderr.String(), "duet: ")
			require.Contains(t, p.stderr.String(), tt.says)
		})
	}
}

func TestOrdinal(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 10: "10th", 11: "11th", 12: "12th", 13: "13th",
		21: "21st", 101: "101st", 111: "111th", 113: "113th", 122: "122nd",
	} {
		require.Equal(t, want, ordinal(n))
	}
}
