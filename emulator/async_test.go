// This file holds a cloud that answers late: requests and answers go through queues with a goroutine each,
// as they do over a network.

package emulator_test

import (
	"sync"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// asyncCloud wraps the memory cloud.
type asyncCloud struct{ emulator.Cloud }

func newAsyncCloud(clock *emulator.Clock) emulator.Cloud {
	return asyncCloud{emulator.NewMemory(clock)}
}

func (c asyncCloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	down := new(worker)
	inner := c.Cloud.NewSession(userID, &asyncSink{sink, down})
	return &asyncSession{inner: inner, up: new(worker), down: down}
}

// worker runs calls one after the other on a goroutine that lives while there are any.
type worker struct {
	mu      sync.Mutex
	calls   []func()
	running bool
	lost    bool
}

func (w *worker) do(call func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost {
		return
	}
	w.calls = append(w.calls, call)
	if !w.running {
		w.running = true
		go w.run()
	}
}

func (w *worker) run() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.calls) > 0 {
		call := w.calls[0]
		w.calls = w.calls[1:]
		w.mu.Unlock()
		call()
		w.mu.Lock()
	}
	w.running = false
}

// cut loses what is waiting, and with lost what comes until it is called again.
func (w *worker) cut(lost bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost, w.calls = lost, nil
}

type asyncSession struct {
	inner    emulator.Session
	up, down *worker
}

func (s *asyncSession) Login(token string) { s.up.do(func() { s.inner.Login(token) }) }
func (s *asyncSession) Resume(ch []string) { s.up.do(func() { s.inner.Resume(ch) }) }
func (s *asyncSession) Logout(req uint64)  { s.up.do(func() { s.inner.Logout(req) }) }
func (s *asyncSession) RenewToken(req uint64, token string) {
	s.up.do(func() { s.inner.RenewToken(req, token) })
}

func (s *asyncSession) SendToPeer(req uint64, id string, m *emulator.Message, o emulator.SendOptions) {
	s.up.do(func() { s.inner.SendToPeer(req, id, m, o) })
}
func (s *asyncSession) Join(req uint64, id string)  { s.up.do(func() { s.inner.Join(req, id) }) }
func (s *asyncSession) Leave(req uint64, id string) { s.up.do(func() { s.inner.Leave(req, id) }) }
func (s *asyncSession) SendToChannel(req uint64, id string, m *emulator.Message, o emulator.SendOptions) {
	s.up.do(func() { s.inner.SendToChannel(req, id, m, o) })
}

func (s *asyncSession) Members(req uint64, id string) { s.up.do(func() { s.inner.Members(req, id) }) }

// Interrupt, Restore and Close take effect before they return.
func (s *asyncSession) Interrupt() {
	s.up.cut(true) // what is under way is lost
	s.inner.Interrupt()
}

func (s *asyncSession) Restore() {
	s.inner.Restore()
	s.up.cut(false)
}

func (s *asyncSession) Close() {
	s.up.cut(true)
	s.down.cut(true)
	s.inner.Close()
}

type asyncSink struct {
	inner emulator.Sink
	down  *worker
}

func (s *asyncSink) LoginResult(code int32) { s.down.do(func() { s.inner.LoginResult(code) }) }
func (s *asyncSink) Resumed()               { s.down.do(s.inner.Resumed) }
func (s *asyncSink) Result(req uint64, code int32) {
	s.down.do(func() { s.inner.Result(req, code) })
}

func (s *asyncSink) Members(req uint64, users []string, code int32) {
	s.down.do(func() { s.inner.Members(req, users, code) })
}

func (s *asyncSink) PeerMessage(from string, m *emulator.Message) {
	s.down.do(func() { s.inner.PeerMessage(from, m) })
}

func (s *asyncSink) ChannelMessage(id, from string, m *emulator.Message) {
	s.down.do(func() { s.inner.ChannelMessage(id, from, m) })
}

func (s *asyncSink) MemberJoined(id, user string) {
	s.down.do(func() { s.inner.MemberJoined(id, user) })
}

func (s *asyncSink) MemberLeft(id, user string) { s.down.do(func() { s.inner.MemberLeft(id, user) }) }

func (s *asyncSink) MemberCount(id string, n int) { s.down.do(func() { s.inner.MemberCount(id, n) }) }
func (s *asyncSink) Kicked(id string)             { s.down.do(func() { s.inner.Kicked(id) }) }
func (s *asyncSink) TokenWillExpire()             { s.down.do(s.inner.TokenWillExpire) }
func (s *asyncSink) TokenExpired()                { s.down.do(s.inner.TokenExpired) }
func (s *asyncSink) Closed(r emulator.ClosedReason) {
	s.down.do(func() { s.inner.Closed(r) })
}
func (s *asyncSink) LinkDown() { s.down.do(s.inner.LinkDown) }
func (s *asyncSink) LinkUp()   { s.down.do(s.inner.LinkUp) }

func (s *asyncSession) QueryOnline(req uint64, peers []string) {
	s.up.do(func() { s.inner.QueryOnline(req, peers) })
}

func (s *asyncSession) Subscribe(req uint64, peers []string) {
	s.up.do(func() { s.inner.Subscribe(req, peers) })
}

func (s *asyncSession) Unsubscribe(req uint64, peers []string) {
	s.up.do(func() { s.inner.Unsubscribe(req, peers) })
}

func (s *asyncSession) Subscriptions(req uint64) {
	s.up.do(func() { s.inner.Subscriptions(req) })
}

func (s *asyncSession) MemberCounts(req uint64, ids []string) {
	s.up.do(func() { s.inner.MemberCounts(req, ids) })
}

func (s *asyncSession) WriteUserAttributes(req uint64, change emulator.AttributeChange) {
	s.up.do(func() { s.inner.WriteUserAttributes(req, change) })
}

func (s *asyncSession) ReadUserAttributes(req uint64, user string, keys []string) {
	s.up.do(func() { s.inner.ReadUserAttributes(req, user, keys) })
}

func (s *asyncSession) WriteChannelAttributes(req uint64, id string, change emulator.AttributeChange, notify bool) {
	s.up.do(func() { s.inner.WriteChannelAttributes(req, id, change, notify) })
}

func (s *asyncSession) ReadChannelAttributes(req uint64, id string, keys []string) {
	s.up.do(func() { s.inner.ReadChannelAttributes(req, id, keys) })
}

func (s *asyncSink) Reply(req uint64, code int32, d *emulator.Details) {
	s.down.do(func() { s.inner.Reply(req, code, d) })
}

func (s *asyncSink) PeersOnlineStatus(peers []emulator.PeerStatus) {
	s.down.do(func() { s.inner.PeersOnlineStatus(peers) })
}

func (s *asyncSink) AttributesUpdated(id string, attributes []emulator.Attribute) {
	s.down.do(func() { s.inner.AttributesUpdated(id, attributes) })
}
