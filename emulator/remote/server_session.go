// This file holds the sessions of the server, and the processes they belong to.

package remote

import (
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// instance is one process, in one App. It outlives its connections for a while.
type instance struct {
	app *app
	id  string

	mu       sync.Mutex // a leaf but for the link's
	link     *link      // nil while there is none
	owner    *serverConn
	sessions map[uint64]*served
	lease    *time.Timer // runs while there is no link
	gone     bool        // the lease has run out, or the process has said goodbye
}

// served is one session, and its sink.
type served struct {
	instance *instance
	number   uint64
	user     string
	inner    emulator.Session
	file     []byte // what has come of a file to store; only the handler of the connection uses it

	mu       sync.Mutex // a leaf
	live     bool       // the client hears of what happens
	ended    bool       // over by what was told
	dropped  bool       // over by the client's will
	reviving bool       // the login is a Resume to the client
	leaving  bool       // a logout is under way, of this number
	logout   uint64
}

// tell queues a notice for the client. It is called with locks of the cloud held.
func (s *served) tell(method string, n *notice) {
	s.mu.Lock()
	dropped := s.dropped
	s.mu.Unlock()
	if dropped {
		return
	}
	n.Session = s.number
	s.instance.mu.Lock()
	l := s.instance.link
	s.instance.mu.Unlock()
	if l != nil {
		l.notify(method, n, n.size(), false)
	}
}

// interrupt cuts the link of a session.
func (s *served) interrupt() {
	s.mu.Lock()
	s.live = false
	s.mu.Unlock()
	s.inner.Interrupt()
}

// drop ends a session by the client's will.
func (s *served) drop() {
	s.mu.Lock()
	s.dropped = true
	s.mu.Unlock()
	s.instance.forget(s)
	s.inner.Close()
}

// attach makes l, of c, the link of the instance, if it has none. It fails if the instance has gone, or is somebody's.
func (in *instance) attach(c *serverConn, l *link) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.gone || in.owner != nil {
		return false
	}
	in.stopLease()
	in.owner, in.link = c, l
	return true
}

// detach interrupts the sessions of a connection that has ended.
func (in *instance) detach(c *serverConn, lease time.Duration) {
	in.mu.Lock()
	in.link = nil // and still somebody's until all is done
	sessions := in.list()
	in.mu.Unlock()
	for _, s := range sessions {
		s.interrupt()
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.owner = nil
	if !in.gone {
		in.stopLease()
		in.lease = time.AfterFunc(lease, in.expire)
	}
}

// stopLease lets the instance live on. The caller holds mu.
func (in *instance) stopLease() {
	if in.lease != nil {
		in.lease.Stop()
	}
}

// holder returns the connection the instance belongs to, or nil.
func (in *instance) holder() *serverConn {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.owner
}

// expire ends the sessions of a process that has not come back.
func (in *instance) expire() {
	in.mu.Lock()
	if in.owner != nil || in.gone {
		in.mu.Unlock()
		return
	}
	in.gone = true
	in.mu.Unlock()
	in.end()
}

// leave ends the instance by its own will.
func (in *instance) leave() {
	in.mu.Lock()
	in.gone = true
	in.mu.Unlock()
	in.end()
}

func (in *instance) end() {
	in.app.mu.Lock()
	if in.app.instances[in.id] == in {
		delete(in.app.instances, in.id)
	}
	in.app.mu.Unlock()
	in.keep(nil)
}

// keep ends the sessions but for these.
func (in *instance) keep(numbers []uint64) {
	in.mu.Lock()
	sessions := in.list()
	in.mu.Unlock()
	for _, s := range sessions {
		if !slices.Contains(numbers, s.number) {
			s.drop()
		}
	}
}

// list returns the sessions in the order in which they were made. The caller holds mu.
func (in *instance) list() []*served {
	list := make([]*served, 0, len(in.sessions))
	for _, n := range slices.Sorted(maps.Keys(in.sessions)) {
		list = append(list, in.sessions[n])
	}
	return list
}

// session returns the session of this number, or nil.
func (in *instance) session(number uint64) *served {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.sessions[number]
}

// add makes a session, unless there are too many.
func (in *instance) add(number uint64, user string, limit int) *served {
	s := &served{instance: in, number: number, user: user}
	s.inner = in.app.cloud.NewSession(user, s)
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.sessions) >= limit {
		return nil
	}
	in.sessions[number] = s
	return s
}

// forget takes out a session that has ended.
func (in *instance) forget(s *served) {
	in.app.disown(s)
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.sessions[s.number] == s {
		delete(in.sessions, s.number)
	}
}
