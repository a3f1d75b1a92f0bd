// This file tests the command as processes: itself, and programs that talk through it.

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
	"github.com/stretchr/testify/require"
)

const (
	roleVariable = "AGORA_RTM_EMULATOR_TEST_ROLE"
	patience     = 30 * time.Second
	appID        = "0123456789abcdef0123456789abcdef"
)

// TestMain is the command, or a program that uses it, when a test has started this binary as one.
func TestMain(m *testing.M) {
	switch os.Getenv(roleVariable) {
	case "":
		os.Exit(m.Run())
	case "chat":
		chat(os.Args[1])
	default:
		main()
	}
}

// chat logs a user in, says in lines what happens, and does what lines of its input say.
func chat(name string) {
	c := emulator.NewClient()
	c.Initialize(appID)
	room := c.CreateChannel("room")
	c.Login("", name)
	released := make(chan struct{})
	go func() {
		defer close(released)
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			to, text, _ := strings.Cut(lines.Text(), " ")
			m := &emulator.Message{Type: emulator.MessageTypeText, Text: text}
			if to == "room" {
				room.SendMessage(1, m, emulator.SendOptions{})
			} else {
				c.SendMessageToPeer(to, 1, m, emulator.SendOptions{})
			}
		}
		c.Release()
	}()
	for c.Next(func(e *emulator.Event) bool {
		switch e.Kind {
		case emulator.EventLoginSuccess:
			room.Join()
			c.SubscribePeersOnlineStatus(1, []string{"bob"})
		case emulator.EventJoinSuccess:
			fmt.Println("here I am")
		case emulator.EventLoginFailure:
			fmt.Println("login failed", e.Code)
		case emulator.EventPeerMessage, emulator.EventChannelMessage:
			fmt.Println(e.User, "says", e.Message.Text)
		case emulator.EventConnectionStateChanged:
			fmt.Println("state", e.Code)
		case emulator.EventPeersOnlineStatusChanged:
			fmt.Println("bob is", e.Details.Peers[0].State)
		}
		return true
	}) {
	}
	<-released // the server has been told
	os.Exit(0)
}

// program is a process, and what it has printed.
type program struct {
	*exec.Cmd
	t     *testing.T
	stdin io.WriteCloser
	err   bytes.Buffer // to be read when the process has ended

	mu    sync.Mutex
	lines []string
	read  chan struct{} // closed at the end of the output
}

// start starts this binary in a role.
func start(t *testing.T, role string, env []string, args ...string) *program {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	p := &program{Cmd: exec.Command(self, args...), t: t, read: make(chan struct{})}
	p.Env = append(os.Environ(), append(env, roleVariable+"="+role)...)
	p.Stderr = &p.err
	p.stdin, err = p.StdinPipe()
	require.NoError(t, err)
	stdout, err := p.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.Start())
	go func() {
		defer close(p.read)
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			p.mu.Lock()
			p.lines = append(p.lines, strings.TrimSpace(lines.Text()))
			p.mu.Unlock()
		}
	}()
	t.Cleanup(p.kill)
	return p
}

// kill ends the process without a word.
func (p *program) kill() {
	_ = p.Process.Kill()
	<-p.read
	_ = p.Wait()
}

// expect waits for a line with this beginning, and forgets those up to it.
func (p *program) expect(want string) (line string) {
	p.t.Helper()
	found := poll(func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		for i, l := range p.lines {
			if strings.HasPrefix(l, want) {
				line, p.lines = l, p.lines[i+1:]
				return true
			}
		}
		return false
	})
	if !found {
		p.kill()
		require.Fail(p.t, "no "+want, "output %q, errors %s", p.lines, p.err.String())
	}
	return line
}

func poll(holds func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		if holds() {
			return true
		}
	}
	return false
}

func (p *program) say(line string) {
	p.t.Helper()
	_, err := io.WriteString(p.stdin, line+"\n")
	require.NoError(p.t, err)
}

// daemon starts the command and returns the line users are to enter.
func daemon(t *testing.T, args ...string) (p *program, export string) {
	t.Helper()
	p = start(t, "daemon", nil, args...)
	export = strings.TrimPrefix(p.expect("export "+emulator.HostVariable), "export ")
	return p, export
}

// Two programs talk; one dies, and then the server, and nobody has to be told.
// fact: S-06, S-07, S-30, O-15
func TestProcesses(t *testing.T) {
	t.Parallel()
	server, host := daemon(t, "-listen", "127.0.0.1:0", "-speed", "10", "-log-level", "debug")
	bob := start(t, "chat", []string{host}, "bob")
	bob.expect("here I am")
	alice := start(t, "chat", []string{host}, "alice")
	alice.expect("bob is 0")
	alice.say("bob hello")
	bob.expect("alice says hello")
	bob.say("room hello everybody")
	alice.expect("bob says hello everybody")

	killed := time.Now()
	bob.kill()
	alice.expect("bob is 1")
	require.GreaterOrEqual(t, time.Since(killed), 600*time.Millisecond-50*time.Millisecond) // 6 s of the server
	alice.expect("bob is 2")
	require.GreaterOrEqual(t, time.Since(killed), 3*time.Second-50*time.Millisecond) // 30 s
	bob = start(t, "chat", []string{host}, "bob")
	bob.expect("here I am")
	alice.expect("bob is 0")

	server.kill()
	alice.expect("state 4")
	bob.expect("state 4")
	_, again := daemon(t, "-listen", strings.TrimPrefix(host, emulator.HostVariable+"="))
	require.Equal(t, host, again)
	alice.expect("state 3")
	bob.expect("state 3")
	alice.say("bob still there?")
	bob.expect("alice says still there?")
	bob.say("room yes")
	alice.expect("bob says yes")

	require.NoError(t, bob.stdin.Close())
	<-bob.read
	require.NoError(t, bob.Wait(), "%s", bob.err.String())
	alice.expect("bob is 2")
}

// A host nobody is at, or that is none, is like no network, and said once.
// fact: S-05
func TestWrongHost(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"127.0.0.1:1", "a:b:c"} {
		t.Run(host, func(t *testing.T) {
			t.Parallel()
			p := start(t, "chat", []string{emulator.HostVariable + "=" + host}, "alice")
			p.expect("login failed 9")
			p.kill()
			require.Equal(t, 1, strings.Count(p.err.String(), "emulator: "), "%s", p.err.String())
			require.Contains(t, p.err.String(), host)
		})
	}
}

func TestSecretFile(t *testing.T) {
	t.Parallel()
	const secret = "sixteen bytes or more"
	file := filepath.Join(t.TempDir(), "it's a secret")
	require.NoError(t, os.WriteFile(file, []byte(secret+"\n"), 0o600))
	server, host := daemon(t, "-listen", "0.0.0.0:0", "-secret-file", file)
	require.Regexp(t, regexp.MustCompile(`^\w+=127\.0\.0\.1:\d+$`), host)
	line := server.expect("export " + remote.SecretVariable)
	require.NotContains(t, line, secret)
	out, err := exec.Command("sh", "-c", line+"; echo \"$"+remote.SecretVariable+"\"").Output()
	require.NoError(t, err)
	require.Equal(t, secret, strings.TrimSpace(string(out)))

	alice := start(t, "chat", []string{host, remote.SecretVariable + "=" + secret}, "alice")
	alice.expect("here I am")
	mallory := start(t, "chat", []string{host}, "mallory")
	mallory.expect("login failed 9")
	mallory.kill()
	require.Contains(t, mallory.err.String(), remote.SecretVariable)

	require.NoError(t, server.Process.Signal(os.Interrupt))
	<-server.read
	require.NoError(t, server.Wait())
	require.NotContains(t, server.err.String(), secret)
}

// Both signals end the server in order.
func TestSignals(t *testing.T) {
	t.Parallel()
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		server, host := daemon(t, "-listen", "127.0.0.1:0")
		alice := start(t, "chat", []string{host}, "alice")
		alice.expect("here I am")
		require.NoError(t, server.Process.Signal(sig))
		server.expect("agora-rtm-emulator has ended")
		<-server.read
		require.NoError(t, server.Wait())
	}
}

func TestArguments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"help":         {[]string{"-help"}, exitOK, "-listen host:port"},
		"unknown":      {[]string{"-fly"}, exitUsage, "-fly"},
		"argument":     {[]string{"fly"}, exitUsage, "fly"},
		"speed":        {[]string{"-speed", "0"}, exitUsage, "speed"},
		"no speed":     {[]string{"-speed", "NaN"}, exitUsage, "speed"},
		"level":        {[]string{"-log-level", "loud"}, exitUsage, "loud"},
		"no secret":    {[]string{"-listen", "0.0.0.0:0"}, exitFailed, "no secret"},
		"no file":      {[]string{"-secret-file", "/nowhere/secret"}, exitFailed, "/nowhere/secret"},
		"no address":   {[]string{"-listen", "here"}, exitFailed, "host:port"},
		"not my place": {[]string{"-listen", "127.0.0.1:99999"}, exitFailed, "99999"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr strings.Builder
			require.Equal(t, test.code, run(t.Context(), test.args, &stdout, &stderr))
			require.Contains(t, stderr.String(), test.says)
			require.Empty(t, stdout.String())
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr strings.Builder
	require.Equal(t, exitOK, run(ctx, []string{"-listen", "127.0.0.1:0", "-quiet"}, &stdout, &stderr))
	require.Empty(t, stdout.String()+stderr.String())
}
