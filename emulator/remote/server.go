// This file holds Server: it listens, and has a cloud for each App ID.

package remote

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// Server serves clouds in memory.
type Server struct {
	config
	listener net.Listener
	done     chan struct{} // closed by Close
	wg       sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	apps    map[string]*app
	conns   map[*serverConn]struct{}
	clients uint64    // that have come
	refused time.Time // when a connection too many was last logged
}

// app is the cloud of one App ID. It outlasts its connections, as what is kept for users who are offline does, and
// is forgotten when there are too many.
type app struct {
	id    string
	cloud emulator.Cloud
	uses  int    // connections; guarded by Server.mu
	used  uint64 // when the last one came, as Server.clients counts; the same

	mu        sync.Mutex
	instances map[string]*instance // by their own id
	owners    map[string]*served   // the latest session of a user, by user id
}

// Listen begins to serve at the address, host and port. A host that is not loopback needs WithSecret.
func Listen(address string, opts ...Option) (*Server, error) {
	c, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("remote: %q is not host:port", address)
	}
	if c.secret == "" && !loopback(host) {
		return nil, fmt.Errorf("remote: %q is not a loopback address, and there is no secret", host)
	}
	if host == "localhost" {
		host = "127.0.0.1" // no resolver has a say in what loopback is
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, err
	}
	s := &Server{
		config: c, listener: listener, done: make(chan struct{}),
		apps: make(map[string]*app), conns: make(map[*serverConn]struct{}),
	}
	s.wg.Go(s.accept)
	return s, nil
}

// loopback tells whether only this machine can reach the host.
func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// Addr returns the address the server listens at, host and port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Clock returns the clock of the server's clouds.
func (s *Server) Clock() *emulator.Clock { return s.clock }

// Connections returns how many connections there are, those included that have not made themselves known.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// Close ends the server: its clients see an outage, and what its clouds held is gone.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.done)
	conns := make([]*serverConn, 0, len(s.conns))
	for c := range s.conns {
		conns = append(conns, c)
	}
	s.mu.Unlock()
	err := s.listener.Close()
	for _, c := range conns {
		c.link.close(nil)
	}
	s.wg.Wait()
	for _, a := range s.apps { // nobody else is left
		a.close()
	}
	return err
}

// accept takes connections until the server is closed.
func (s *Server) accept() {
	pause := time.Duration(0)
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			if errors.Is(err, net.ErrClosed) {
				return
			}
			// Such as too many open files: it may get better.
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			s.log().Warn("emulator: cannot accept", "error", err)
			select {
			case <-s.done:
				return
			case <-time.After(pause):
			}
			continue
		}
		pause = 0
		s.serve(conn)
	}
}

// serve takes one connection, if there is room.
func (s *Server) serve(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.conns) >= s.limits.Connections {
		_ = conn.Close()
		if now := time.Now(); !s.closed && now.Sub(s.refused) > time.Second {
			s.refused = now
			s.log().Warn("emulator: too many connections", "limit", s.limits.Connections)
		}
		return
	}
	_ = conn.SetReadDeadline(time.Now().Add(s.limits.Handshake))
	c := newServerConn(s, conn)
	s.conns[c] = struct{}{}
	s.wg.Go(c.wait)
}

// remove forgets a connection.
func (s *Server) remove(c *serverConn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// use returns the cloud of the App ID, made if need be, for a connection that calls release at its end. It returns
// nil if there are too many.
func (s *Server) use(id string) *app {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.apps[id]
	if a == nil {
		if s.closed || len(s.apps) >= s.limits.Apps && !s.dropApp() {
			return nil
		}
		a = &app{
			id: id, cloud: emulator.NewMemory(s.clock),
			instances: make(map[string]*instance), owners: make(map[string]*served),
		}
		s.apps[id] = a
		s.log().Info("emulator: app opened", "app", id)
	}
	s.clients++
	a.uses++
	a.used = s.clients
	return a
}

// release ends a use of an App.
func (s *Server) release(a *app) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.uses--
}

// dropApp forgets the App that has been without a client for longest. The caller holds mu.
func (s *Server) dropApp() bool {
	var oldest *app
	for _, a := range s.apps {
		if a.uses == 0 && a.deserted() && (oldest == nil || a.used < oldest.used) {
			oldest = a
		}
	}
	if oldest == nil {
		return false
	}
	delete(s.apps, oldest.id)
	oldest.close()
	s.log().Info("emulator: app forgotten", "app", oldest.id)
	return true
}

// deserted tells whether no process is remembered.
func (a *app) deserted() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.instances) == 0
}

// own notes that this is the latest session of its user.
func (a *app) own(s *served) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.owners[s.user] = s
}

// disown notes that a session has ended.
func (a *app) disown(s *served) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.owners[s.user] == s {
		delete(a.owners, s.user)
	}
}

// owned tells whether the user has a session.
func (a *app) owned(user string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.owners[user] != nil
}

// open returns the instance of this id, and whether it was there.
func (a *app) open(id string) (*instance, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	in, known := a.instances[id]
	if !known {
		in = &instance{app: a, id: id, sessions: make(map[uint64]*served)}
		a.instances[id] = in
	}
	return in, known
}

func (a *app) close() {
	a.cloud.Close()
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, in := range a.instances {
		in.mu.Lock()
		in.stopLease()
		in.mu.Unlock()
	}
}
