// This file tests what a server takes from strangers, and from clients that do not behave.

package remote_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
	"github.com/sourcegraph/jsonrpc2"
	"github.com/stretchr/testify/require"
)

const secret = "correct horse battery"

// logText is a log that can be read while it is written.
type logText struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logText) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (l *logText) logger() remote.Option {
	return remote.WithLogger(slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug})))
}

// stranger is a connection without a client behind it.
func stranger(t *testing.T, s *remote.Server) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr())
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(patience)))
	return conn
}

// cutOff requires that the server ends the connection, and does not say more than this before.
func cutOff(t *testing.T, conn net.Conn, most int) {
	t.Helper()
	said, err := io.ReadAll(conn)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the connection lives on")
	require.LessOrEqual(t, len(said), most, "%s", said)
}

func TestListenRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		address string
		opts    []remote.Option
		says    string
	}{
		"every interface":     {"0.0.0.0:0", nil, "no secret"},
		"every interface, 6":  {"[::]:0", nil, "no secret"},
		"no host":             {":0", nil, "no secret"},
		"name":                {"example.com:0", nil, "no secret"},
		"no port":             {"127.0.0.1", nil, "not host:port"},
		"short secret":        {"0.0.0.0:0", []remote.Option{remote.WithSecret("fifteen bytes..")}, "16 bytes"},
		"no secret file":      {"127.0.0.1:0", []remote.Option{remote.WithSecretFile("/nowhere/secret")}, "nowhere"},
		"no logger, no clock": {"127.0.0.1:0", []remote.Option{remote.WithLogger(nil)}, "logger"},
		"no clock":            {"127.0.0.1:0", []remote.Option{remote.WithClock(nil)}, "clock"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := remote.Listen(test.address, test.opts...)
			require.ErrorContains(t, err, test.says)
		})
	}
	s := serve(t, "localhost:0")
	require.True(t, strings.HasPrefix(s.Addr(), "127.0.0.1:"))
	file := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(file, []byte(secret+"\n"), 0o600))
	serve(t, "0.0.0.0:0", remote.WithSecretFile(file))
}

func TestSecret(t *testing.T) {
	t.Parallel()
	const token = "007 a token nobody should read"
	var log logText
	s := serve(t, "", remote.WithSecret(secret), log.logger())
	cloud := freshAppID()

	for _, wrong := range [][]remote.Option{nil, {remote.WithSecret("correct horse battery?")}} {
		app, id := process(t, s.Addr(), cloud, append(wrong, log.logger(), quick())...)
		app.Clock().Freeze()
		u := connect(t, id)
		require.Zero(t, u.Login(token, "mallory"))
		u.expect("state 2 1")
		require.True(t, poll(func() bool { return strings.Count(log.String(), "client refused") >= 3 }))
		app.Clock().Advance(12 * time.Second)
		u.expect("LoginFailure 9") // as without a network
		require.Equal(t, 1, strings.Count(log.String(), "no connection"), "said once")
		app.Close()
		log.mu.Lock()
		log.text.Reset()
		log.mu.Unlock()
	}
	_, id := process(t, s.Addr(), cloud, remote.WithSecret(secret), log.logger())
	u := connect(t, id)
	require.Zero(t, u.Login(token, "alice"))
	u.expect("logged in")
	require.Zero(t, u.RenewToken(token+"!"))
	u.expect("RenewTokenResult 0")
	require.NoError(t, s.Close())
	require.True(t, poll(func() bool { return strings.Contains(log.String(), "no connection") }))
	for _, hidden := range []string{secret, token, "alice"} {
		require.NotContains(t, log.String(), hidden)
	}
}

// What is no frame, or too large a one, ends a connection at once, and does no harm.
func TestBadFrames(t *testing.T) {
	t.Parallel()
	var log logText
	s := serve(t, "", log.logger())
	t.Cleanup(func() { require.NotContains(t, log.String(), "panic") })
	frame := func(text string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text) }
	call := func(method, params string) string {
		return frame(`{"jsonrpc":"2.0","id":7,"method":"` + method + `","params":` + params + `}`)
	}
	inside := call("open", `{"version":1}`)
	// What is right but for its frame is not answered.
	body := strings.SplitN(inside, "\r\n\r\n", 2)[1]
	n := len(body)
	for name, sent := range map[string]string{
		"HTTP":            fmt.Sprintf("POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s", n, body),
		"a header before": "Host: x\r\n" + inside,
		"a header behind": fmt.Sprintf("Content-Length: %d\r\nHost: x\r\n\r\n%s", n, body),
		"no empty line":   fmt.Sprintf("Content-Length: %d\r\nX\r\n%s", n, body),
		"another name":    fmt.Sprintf("content-length: %d\r\n\r\n%s", n, body),
		"line feeds":      fmt.Sprintf("Content-Length: %d\n\n%s", n, body),
		"space":           fmt.Sprintf("Content-Length: %d \r\n\r\n%s", n, body),
		"plus":            fmt.Sprintf("Content-Length: +%d\r\n\r\n%s", n, body),
		"too many digits": fmt.Sprintf("Content-Length: %010d\r\n\r\n%s", n, body),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := stranger(t, s)
			_, err := io.WriteString(conn, sent)
			require.NoError(t, err)
			cutOff(t, conn, 0)
		})
	}
	for name, sent := range map[string]string{
		"no length":             "Content-Length: \r\n\r\n{}",
		"negative":              "Content-Length: -1\r\n\r\n{}",
		"oversize":              "Content-Length: 4097\r\n\r\n",
		"huge":                  "Content-Length: 999999999\r\n\r\n",
		"a line without end":    "Content-Length: " + strings.Repeat("1", 10000),
		"not JSON":              frame("hello"),
		"empty":                 frame(""),
		"a batch":               frame(`[{"jsonrpc":"2.0","id":1,"method":"open","params":{"version":1}}]`),
		"no method":             frame(`{"jsonrpc":"2.0","id":1}`),
		"deep":                  frame(strings.Repeat("[", 4000)),
		"another method":        call("stats", `{}`),
		"a session":             call("login", `{"s":1,"user":"x"}`),
		"hello first":           call("hello", `{"app":"x","instance":"y"}`),
		"open twice":            inside + inside,
		"no params":             frame(`{"jsonrpc":"2.0","id":1,"method":"open"}`),
		"wrong params":          call("open", `{"version":"x"}`),
		"notification":          frame(`{"jsonrpc":"2.0","method":"open","params":{"version":1}}`),
		"no app":                inside + call("hello", `{"app":"","instance":"y"}`),
		"a long app":            inside + call("hello", `{"app":"`+strings.Repeat("x", 65)+`","instance":"y"}`),
		"a session with a user": inside + call("hello", `{"app":"x","instance":"a"}`) + call("login", `{"s":1}`),
		"an unknown method":     inside + call("hello", `{"app":"x","instance":"b"}`) + call("fly", `{"s":1}`),
		"no message": inside + call("hello", `{"app":"x","instance":"c"}`) +
			call("login", `{"s":1,"user":"u"}`) + call("sendToPeer", `{"s":1,"user":"u"}`),
		"oversize inside": inside + call("hello", `{"app":"x","instance":"d"}`) + "Content-Length: 1048577\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := stranger(t, s)
			_, err := io.WriteString(conn, sent)
			require.NoError(t, err)
			cutOff(t, conn, 1000)
		})
	}
}

func TestHandshakeDeadline(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Handshake: 50 * time.Millisecond}))
	conn := stranger(t, s)
	_, err := io.WriteString(conn, "Content-Len") // and no more
	require.NoError(t, err)
	cutOff(t, conn, 0)
	connections(t, s, 0)
}

// Connections above the limit are turned away, and those that are dropped leave nothing behind.
func TestManyConnections(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Connections: 8}))
	var kept []net.Conn
	for range 8 {
		kept = append(kept, stranger(t, s))
	}
	connections(t, s, 8)
	cutOff(t, stranger(t, s), 0)
	require.Equal(t, 8, s.Connections())
	for _, c := range kept {
		require.NoError(t, c.Close())
	}
	connections(t, s, 0)
	for range 10000 {
		conn, err := net.Dial("tcp", s.Addr())
		require.NoError(t, err)
		require.NoError(t, conn.(*net.TCPConn).SetLinger(0)) // so that the machine does not run out of ports
		require.NoError(t, conn.Close())
	}
	connections(t, s, 0)
	_, id := process(t, s.Addr(), freshAppID())
	login(t, id, "alice")
}

// App IDs come and go: the one without clients for longest makes room, one with clients does not.
func TestManyApps(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Apps: 2}))
	ban := func(cloud string) {
		c := dial(t, s.Addr(), cloud)
		c.RefuseLogins("", emulator.LoginErrRejected)
		c.Close()
	}
	first, second := freshAppID(), freshAppID()
	ban(first)
	ban(second)
	connections(t, s, 0)
	app, id := process(t, s.Addr(), second)
	u := connect(t, id)
	require.Zero(t, u.Login("", "alice"))
	u.expect("LoginFailure 2") // still remembered
	_, other := process(t, s.Addr(), freshAppID())
	login(t, other, "alice") // in the place of the first
	var log logText
	_, third := process(t, s.Addr(), first, quick(), log.logger())
	v := connect(t, third)
	require.Zero(t, v.Login("", "alice"))
	require.True(t, poll(func() bool { return strings.Contains(log.String(), "no room") }), log.String())
	require.NotContains(t, v.noted(), "logged in")
	app.Close()
	v.expect("logged in") // with nothing remembered
}

// rawClient is a client on the level of the wire.
type rawClient struct {
	*jsonrpc2.Conn
	conn net.Conn
}

type ignore struct{ block <-chan struct{} }

func (i ignore) Handle(ctx context.Context, _ *jsonrpc2.Conn, _ *jsonrpc2.Request) {
	select {
	case <-i.block:
	case <-ctx.Done():
	}
}

// rawLogin logs a user in and reads nothing more until block is closed.
func rawLogin(t *testing.T, s *remote.Server, app, instance, user string, block <-chan struct{}) rawClient {
	t.Helper()
	conn := stranger(t, s)
	require.NoError(t, conn.(*net.TCPConn).SetReadBuffer(4096))
	c := jsonrpc2.NewConn(t.Context(), jsonrpc2.NewBufferedStream(conn, jsonrpc2.VSCodeObjectCodec{}), ignore{block})
	t.Cleanup(func() { _ = c.Close() })
	require.NoError(t, c.Call(t.Context(), "open", map[string]any{"version": 1}, nil))
	require.NoError(t, c.Call(t.Context(), "hello", map[string]any{"app": app, "instance": instance}, nil))
	require.NoError(t, c.Notify(t.Context(), "login", map[string]any{"s": 1, "user": user}))
	return rawClient{c, conn}
}

// One who does not read what others send is cut off; the others are not held up.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Queue: 256 << 10, Silence: time.Minute, Stall: time.Minute}))
	cloud := freshAppID()
	block := make(chan struct{})
	defer close(block)
	rawLogin(t, s, cloud, "sleeper", "bob", block)
	app, id := process(t, s.Addr(), cloud)
	app.LiftFrequencyLimits(true)
	alice := login(t, id, "alice")
	require.True(t, poll(func() bool { return app.Stats().UsersOnline == 2 }))
	long := text(strings.Repeat("x", 32<<10))
	for i := range 2000 {
		if s.Connections() == 1 {
			break
		}
		require.Zero(t, alice.SendMessageToPeer("bob", int64(i), long, emulator.SendOptions{}))
		alice.expect("PeerSendResult")
	}
	connections(t, s, 1)
	require.Zero(t, alice.SendMessageToPeer("alice", 1, text("well"), emulator.SendOptions{}))
	alice.expect("alice says well")
}

// A link that says nothing is dead, on either side.
func TestSilentLink(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Silence: 100 * time.Millisecond}))
	rawLogin(t, s, freshAppID(), "silent", "bob", nil)
	connections(t, s, 1)
	connections(t, s, 0)

	// A server that greets, and then falls silent.
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	var came sync.WaitGroup
	greeted := make(chan struct{}, 100)
	came.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			came.Go(func() {
				c := jsonrpc2.NewConn(context.Background(),
					jsonrpc2.NewBufferedStream(conn, jsonrpc2.VSCodeObjectCodec{}), greeter{greeted})
				<-c.DisconnectNotify()
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		came.Wait()
	})
	c := dial(t, l.Addr().String(), freshAppID(),
		remote.WithLimits(remote.Limits{Silence: 50 * time.Millisecond, Retry: 10 * time.Millisecond}))
	for range 3 {
		select {
		case <-greeted:
		case <-time.After(patience):
			require.Fail(t, "the client has not tried again")
		}
	}
	c.Close()
}

type greeter struct{ greeted chan<- struct{} }

func (g greeter) Handle(ctx context.Context, c *jsonrpc2.Conn, req *jsonrpc2.Request) {
	switch req.Method {
	case "open":
		_ = c.Reply(ctx, req.ID, map[string]any{"version": 1, "nonce": "x"})
	case "hello":
		_ = c.Reply(ctx, req.ID, map[string]any{})
		select {
		case g.greeted <- struct{}{}:
		default:
		}
	}
}

// A client that comes back before its old connection was found dead takes its sessions over.
func TestHalfOpen(t *testing.T) {
	t.Parallel()
	s := serve(t, "", remote.WithLimits(remote.Limits{Silence: time.Hour}))
	cloud := freshAppID()
	app, _ := process(t, s.Addr(), cloud)
	closed := make(chan struct{})
	close(closed)
	old := rawLogin(t, s, cloud, "twice", "bob", closed)
	require.NoError(t, old.conn.SetDeadline(time.Time{}))
	require.True(t, poll(func() bool { return app.Stats().UsersOnline == 1 }))
	c := stranger(t, s)
	again := jsonrpc2.NewConn(t.Context(), jsonrpc2.NewBufferedStream(c, jsonrpc2.VSCodeObjectCodec{}), ignore{closed})
	t.Cleanup(func() { _ = again.Close() })
	require.NoError(t, again.Call(t.Context(), "open", map[string]any{"version": 1}, nil))
	var w struct{ Known bool }
	require.NoError(t, again.Call(t.Context(), "hello", map[string]any{"app": cloud, "instance": "twice"}, &w))
	require.True(t, w.Known)
	<-old.DisconnectNotify()
	require.Equal(t, 1, app.Stats().Sessions)
	require.NoError(t, again.Call(t.Context(), "keep", map[string]any{"sessions": []int{}}, nil))
	connections(t, s, 2)
}

// A server of another version is no server.
func TestVersion(t *testing.T) {
	t.Parallel()
	s := serve(t, "")
	conn := stranger(t, s)
	c := jsonrpc2.NewConn(t.Context(), jsonrpc2.NewBufferedStream(conn, jsonrpc2.VSCodeObjectCodec{}), ignore{})
	t.Cleanup(func() { _ = c.Close() })
	var got struct {
		Version int
		Nonce   string
	}
	require.NoError(t, c.Call(t.Context(), "open", map[string]any{"version": 2}, &got))
	require.Equal(t, 1, got.Version)
	require.Empty(t, got.Nonce)
	require.Error(t, c.Call(t.Context(), "hello", map[string]any{"app": "x", "instance": "y"}, nil))
}

func TestDialAddresses(t *testing.T) {
	t.Parallel()
	for _, host := range []string{"a:b:c", "", "[::1", ":"} {
		_, err := remote.Dial(host, freshAppID())
		require.Error(t, err, host)
	}
	for _, host := range []string{"127.0.0.1", "::1", ":1", "[::1]:1"} {
		dial(t, host, freshAppID())
	}
}
