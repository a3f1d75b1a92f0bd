// This file holds a proxy between a client and a server: a network that can be cut, and mended.

package remote_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// network passes connections on to a server.
type network struct {
	listener net.Listener
	mu       sync.Mutex
	target   string
	cut      bool
	mute     bool // what servers say is lost
	conns    map[net.Conn]struct{}
	wg       sync.WaitGroup
}

// newNetwork returns a network to the server at this address.
func newNetwork(t *testing.T, target string) *network {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	n := &network{listener: l, target: target, conns: make(map[net.Conn]struct{})}
	n.wg.Go(n.accept)
	t.Cleanup(func() {
		_ = l.Close()
		n.setCut(true)
		n.wg.Wait()
	})
	return n
}

func (n *network) addr() string { return n.listener.Addr().String() }

// setCut breaks all connections and refuses more, or mends the network.
func (n *network) setCut(cut bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut = cut
	if cut {
		for c := range n.conns {
			_ = c.Close()
		}
	}
}

// enter notes a connection; it fails while the network is cut.
func (n *network) enter(c net.Conn) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cut {
		_ = c.Close()
		return false
	}
	n.conns[c] = struct{}{}
	return true
}

func (n *network) leave(c net.Conn) {
	n.mu.Lock()
	defer n.mu.Unlock()
	_ = c.Close()
	delete(n.conns, c)
}

func (n *network) accept() {
	for {
		near, err := n.listener.Accept()
		if err != nil {
			return
		}
		n.wg.Go(func() { n.pass(near) })
	}
}

func (n *network) pass(near net.Conn) {
	if !n.enter(near) {
		return
	}
	defer n.leave(near)
	n.mu.Lock()
	target := n.target
	n.mu.Unlock()
	far, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	if !n.enter(far) {
		return
	}
	defer n.leave(far)
	var back sync.WaitGroup
	back.Go(func() {
		_, _ = io.Copy(answers{n, near}, far)
		_ = near.Close()
	})
	_, _ = io.Copy(far, near)
	_ = far.Close()
	back.Wait()
}

// lead sends later connections to another server.
func (n *network) lead(target string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.target = target
}

// answers is the way back, which can be muted.
type answers struct {
	*network
	io.Writer
}

func (a answers) Write(p []byte) (int, error) {
	a.mu.Lock()
	mute := a.mute
	a.mu.Unlock()
	if mute {
		return len(p), nil
	}
	return a.Writer.Write(p)
}

func (n *network) setMute(mute bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.mute = mute
}
