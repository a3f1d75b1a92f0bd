// This file holds what the tests share: servers on loopback, and clients whose events are noted.

package remote_test

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

var lastApp atomic.Uint64

// freshAppID returns an App ID no other test uses.
func freshAppID() string { return fmt.Sprintf("%032x", lastApp.Add(1)) }

// silent is a logger for what is not looked at.
var silent = slog.New(slog.NewTextHandler(io.Discard, nil))

// serve starts a server on loopback, or at the address of one that has ended.
func serve(t *testing.T, address string, opts ...remote.Option) *remote.Server {
	t.Helper()
	if address == "" {
		address = "127.0.0.1:0"
	}
	var s *remote.Server
	require.Eventually(t, func() (ok bool) { // the old one's port may take a moment
		var err error
		s, err = remote.Listen(address, append([]remote.Option{remote.WithLogger(silent)}, opts...)...)
		return err == nil
	}, patience, 10*time.Millisecond)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// dial returns the cloud at a host, as one more process has it.
func dial(t *testing.T, host, appID string, opts ...remote.Option) emulator.Cloud {
	t.Helper()
	opts = append([]remote.Option{remote.WithLogger(silent)}, opts...)
	c, err := remote.Dial(host, appID, opts...)
	require.NoError(t, err)
	t.Cleanup(c.Close)
	return c
}

// user is a client with its events in words.
type user struct {
	*emulator.Client
	t *testing.T

	mu    sync.Mutex
	notes []string
}

// process opens an App of its own, as another process would. Apps find their clouds by their id, which is
// why each has another; appID is that of the cloud.
func process(t *testing.T, host, appID string, opts ...remote.Option) (app *emulator.App, id string) {
	t.Helper()
	id = freshAppID()
	app, err := emulator.OpenWith(id, func(*emulator.Clock) emulator.Cloud { return dial(t, host, appID, opts...) })
	require.NoError(t, err)
	t.Cleanup(app.Close)
	return app, id
}

// login logs a user in, in the process with this id.
func login(t *testing.T, id, name string) *user {
	t.Helper()
	u := connect(t, id)
	require.Zero(t, u.Login("", name))
	u.expect("logged in")
	return u
}

// connect makes a client that is not logged in.
func connect(t *testing.T, id string) *user {
	t.Helper()
	u := &user{Client: emulator.NewClient(), t: t}
	require.Zero(t, u.Initialize(id))
	var reading sync.WaitGroup
	reading.Go(func() {
		for u.Next(u.take) {
		}
	})
	t.Cleanup(func() {
		u.Release()
		reading.Wait()
	})
	return u
}

func (u *user) take(e *emulator.Event) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	switch e.Kind {
	case emulator.EventLoginSuccess:
		u.notes = append(u.notes, "logged in")
	case emulator.EventConnectionStateChanged:
		u.notes = append(u.notes, fmt.Sprintf("state %d %d", e.Code, e.Reason))
	case emulator.EventPeerMessage, emulator.EventChannelMessage:
		u.notes = append(u.notes, fmt.Sprintf("%s says %s", e.User, e.Message.Text))
	case emulator.EventPeersOnlineStatusChanged:
		for _, p := range e.Details.Peers {
			u.notes = append(u.notes, fmt.Sprintf("%s is %d", p.PeerID, p.State))
		}
	case emulator.EventMemberCount:
		u.notes = append(u.notes, fmt.Sprintf("count %d", e.Count))
	case emulator.EventMemberJoined, emulator.EventMemberLeft:
		u.notes = append(u.notes, fmt.Sprintf("%v %s", e.Kind, e.User))
	case emulator.EventGetUserAttributesResult:
		note := fmt.Sprintf("attributes %d", e.Code)
		if e.Details != nil {
			for _, a := range e.Details.Attributes {
				note += " " + a.Key + "=" + a.Value
			}
		}
		u.notes = append(u.notes, note)
	case emulator.EventFileMediaUploadResult:
		note := fmt.Sprintf("uploaded %d", e.Code)
		if e.Details != nil {
			note += " " + e.Details.Media.ID
		}
		u.notes = append(u.notes, note)
	case emulator.EventMediaDownloadToMemoryResult:
		u.notes = append(u.notes, fmt.Sprintf("downloaded %d %d", e.Code, len(e.Details.Data)))
	default:
		u.notes = append(u.notes, fmt.Sprintf("%v %d", e.Kind, e.Code))
	}
	return true
}

// expect waits for a note, and forgets those up to it.
func (u *user) expect(want string) string {
	u.t.Helper()
	var found string
	ok := poll(func() bool {
		u.mu.Lock()
		defer u.mu.Unlock()
		for i, n := range u.notes {
			if strings.HasPrefix(n, want) {
				found = n
				u.notes = u.notes[i+1:]
				return true
			}
		}
		return false
	})
	require.True(u.t, ok, "no %q; there are %q", want, u.noted())
	return found
}

func (u *user) noted() []string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return append([]string(nil), u.notes...)
}

// poll waits until the condition holds.
func poll(holds func() bool) bool {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if holds() {
			return true
		}
	}
	return false
}

func text(s string) *emulator.Message {
	return &emulator.Message{Type: emulator.MessageTypeText, Text: s}
}

// quick are limits that let outages pass quickly.
func quick() remote.Option { return remote.WithLimits(remote.Limits{Retry: 20 * time.Millisecond}) }
