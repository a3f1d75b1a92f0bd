// This file holds the Session of a client: what it needs to know to carry on after an outage.

package remote

import (
	"context"
	"slices"
	"sync"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// session is a Session whose other end another process has.
type session struct {
	cloud  *cloud
	number uint64
	user   string
	sink   emulator.Sink

	mu   sync.Mutex // held while the sink is called
	link *link      // nil while there is none
	via  *link      // by which the login was sent

	asked  bool // for a login, which is sent when there is a link
	in     bool // the login was granted
	live   bool // the server talks to this session: logged in, or resumed
	cut    bool // by Interrupt
	down   bool // the sink was told so
	lost   bool // the server does not know this session any more
	revive bool // and has been asked to make it anew
	ended  bool // closed, or over by what was told

	leaving  bool // a logout is under way, of this number
	logout   uint64
	token    string
	channels []string // of the last Resume
	// What a new server has to be told. changes are what requests under way will have changed when they succeed.
	peers      []string
	attributes []emulator.Attribute
	changes    map[uint64]func()
	file       []byte // what has come of a file
}

// attach gives the session a link.
func (s *session) attach(l *link, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.link = l
	switch {
	case s.in:
		if !known {
			s.lost = true
		} else if !s.cut {
			s.post(l, "restore", request{})
		}
		if s.down {
			s.down = false
			s.sink.LinkUp()
		}
	case s.asked && !s.cut:
		s.sendLogin(l, known && s.via != nil)
	}
}

// detach takes the link away. What was under way is lost, but for a login.
func (s *session) detach() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link, s.live, s.revive = nil, false, false
	s.changes, s.file = nil, nil
	if s.in && !s.ended {
		s.down = true
		s.sink.LinkDown()
	}
}

// post queues a request without waiting for room; the caller holds mu.
func (s *session) post(l *link, method string, r request) {
	r.Session = s.number
	l.notify(method, &r, itemSize, false)
}

// over marks the session as ended. The caller holds mu.
func (s *session) over() {
	s.ended = true
	s.changes, s.file = nil, nil
	s.cloud.forget(s)
}

// end ends the session, whose cloud is closed.
func (s *session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over()
}

// send sends a request of a session the server knows. If it is granted, change is called with mu held.
func (s *session) send(method string, r request, change func()) {
	s.mu.Lock()
	l := s.link
	if l == nil || s.ended || s.cut || s.lost || !s.asked {
		s.mu.Unlock()
		return
	}
	if change != nil && r.Number != 0 {
		if s.changes == nil {
			s.changes = make(map[uint64]func())
		}
		s.changes[r.Number] = change
	}
	s.mu.Unlock()
	r.Session = s.number
	l.notify(method, &r, r.size(), true)
}

// deliver tells the sink what has come over the link.
func (s *session) deliver(l *link, method string, n *notice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link != l || s.ended {
		return
	}
	switch method {
	case noticeLogin:
		s.in, s.live, s.ended = n.Code == emulator.LoginErrOK, n.Code == emulator.LoginErrOK, n.Code != emulator.LoginErrOK
	case noticeResumed:
		s.live, s.revive = true, false
	case noticeResult:
		change := s.changes[n.Number]
		delete(s.changes, n.Number)
		if change != nil && n.Code == 0 {
			change()
		}
		s.ended = s.leaving && n.Number == s.logout
	case noticeTokenExpired:
		s.ended = s.live
		if s.revive {
			s.revive, s.lost = false, true
		}
	case noticeClosed:
		s.ended = true
	case noticeUnknown:
		if s.in && !s.cut {
			s.sendRevival(l)
		}
		return
	case noticePart:
		if len(s.file)+len(n.Data) > maxFileSize {
			l.close(errProtocol)
			return
		}
		s.file = append(s.file, n.Data...)
		return
	}
	if n.Details != nil && n.Details.File {
		n.Data, s.file = s.file, nil
	}
	tell := notices[method]
	if tell == nil {
		l.close(errProtocol)
		return
	}
	tell(s.sink, n)
	if s.ended {
		s.over()
	}
}

func (s *session) Login(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.cut || s.asked {
		return
	}
	s.asked, s.token = true, token
	if s.link != nil {
		s.sendLogin(s.link, false)
	}
}

// sendLogin sends the login. The caller holds mu.
func (s *session) sendLogin(l *link, again bool) {
	s.via = l
	s.post(l, "login", request{User: text(s.user), Token: text(s.token), Again: again})
}

func (s *session) Resume(channels []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.cut || s.link == nil || !s.in {
		return
	}
	s.channels = slices.Clone(channels)
	if s.lost {
		s.sendRevival(s.link)
		return
	}
	s.post(s.link, "resume", request{List: texts(s.channels)})
}

// sendRevival has the session made anew. The caller holds mu.
func (s *session) sendRevival(l *link) {
	s.lost, s.revive = false, true
	s.post(l, "revive", request{
		User: text(s.user), Token: text(s.token), List: texts(s.channels), Peers: texts(s.peers),
		Attributes: wireAttributes(s.attributes),
	})
}

func (s *session) Logout(req uint64) {
	s.mu.Lock()
	s.leaving, s.logout = true, req
	s.mu.Unlock()
	s.send("logout", request{Number: req}, nil)
}

func (s *session) RenewToken(req uint64, token string) {
	s.mu.Lock()
	if s.lost && !s.ended && !s.cut && s.link != nil {
		// There is nobody else to give it to; the next Resume brings it along.
		s.token = token
		s.sink.Result(req, emulator.RenewTokenErrOK)
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.send("renewToken", request{Number: req, Token: text(token)}, func() { s.token = token })
}

// Interrupt, Restore and Close wait until the server has done so, if it can be reached.
func (s *session) Interrupt() {
	s.mu.Lock()
	if s.ended || s.cut {
		s.mu.Unlock()
		return
	}
	s.cut, s.live, s.revive = true, false, false
	if s.via == nil {
		s.asked = false // a login that has not been sent is lost
	}
	l := s.server()
	s.mu.Unlock()
	s.sync(l, "interrupt")
}

func (s *session) Restore() {
	s.mu.Lock()
	if s.ended || !s.cut {
		s.mu.Unlock()
		return
	}
	s.cut = false
	l := s.server()
	s.mu.Unlock()
	s.sync(l, "restore")
}

func (s *session) Close() {
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		return
	}
	l := s.server()
	s.over()
	s.mu.Unlock()
	s.sync(l, "close")
}

// server returns the link to a server that knows the session, or nil. The caller holds mu.
func (s *session) server() *link {
	if !s.asked || s.lost {
		return nil
	}
	return s.link
}

// sync makes a request and waits until it has been carried out. A server that does not do so in time is none.
func (s *session) sync(l *link, method string) {
	if l == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := l.call(ctx, method, &request{Session: s.number}, nil); ctx.Err() != nil && err != nil {
		l.close(errServerSilent)
	}
}
