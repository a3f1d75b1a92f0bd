// This file tests the queue of a link.

package remote

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/stretchr/testify/require"
)

// large does not fit into what is written at once.
var large = strings.Repeat("x", 100<<10)

// pipe returns a link whose other end nobody reads.
func pipe(t *testing.T) (*link, net.Conn) {
	t.Helper()
	near, far := net.Pipe()
	lim := Limits{Queue: 1000, Stall: time.Minute}.withDefaults()
	l := newLink(near, lim, 1000, func(*link, *jsonrpc2.Request) {})
	t.Cleanup(func() {
		l.close(nil)
		_ = far.Close()
	})
	return l, far
}

// One who may wait does until there is room, or no link.
func TestPushWaits(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*link, net.Conn){
		"room":    func(_ *link, far net.Conn) { go func() { _, _ = io.Copy(io.Discard, far) }() },
		"no link": func(l *link, _ net.Conn) { l.close(nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, far := pipe(t)
			require.True(t, l.notify("x", large, 5000, true), "there is room for one, however large")
			pushed := make(chan bool)
			go func() { pushed <- l.notify("x", 2, 600, true) }()
			select {
			case <-pushed:
				require.Fail(t, "it has not waited")
			case <-time.After(20 * time.Millisecond): // as far as can be told
			}
			end(l, far)
			require.Equal(t, name == "room", <-pushed)
		})
	}
}

// One who may not wait ends the link.
func TestPushGivesUp(t *testing.T) {
	t.Parallel()
	l, _ := pipe(t)
	require.True(t, l.notify("x", large, 600, false))
	require.False(t, l.notify("x", 2, 600, false))
	<-l.done
	require.ErrorIs(t, l.why(), errSlowReader)
	require.False(t, l.notify("x", 3, 1, false))
	require.ErrorIs(t, l.call(context.Background(), "x", nil, nil), errLinkDown)
}

// A call ends with its context, and with the link.
func TestCallEnds(t *testing.T) {
	t.Parallel()
	l, far := pipe(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.ErrorIs(t, l.call(ctx, "x", nil, nil), context.Canceled)
	go func() { _, _ = io.Copy(io.Discard, far) }()
	result := make(chan error)
	go func() { result <- l.call(context.Background(), "x", nil, nil) }()
	select {
	case <-result:
		require.Fail(t, "nobody has answered")
	case <-time.After(20 * time.Millisecond):
	}
	require.NoError(t, far.Close())
	require.ErrorIs(t, <-result, errLinkDown)
}
