// Requests in flight: how a result callback finds the call that waits for it.
//
// Requests with an id live in a requestTable, those without one in a slot (one
// in flight per kind and object). In both, a request ends exactly once: with
// its result, or because none can come any more.

package agorartm

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// outcome is how a request ended.
type outcome struct {
	code  uint32 // the result callback's code, when err is nil
	err   error  // why no result can come
	value any    // what the result brought: []string of getMembers, ...
}

// waiter is where a caller waits for its outcome. nil stands for nobody: the
// outcome of a posted request becomes a handler event.
type waiter struct {
	done chan outcome // room for the one outcome
}

// waiterPool reuses waiters whose outcome was received, so that a send
// allocates nothing of its own.
var waiterPool = sync.Pool{New: func() any { return &waiter{done: make(chan outcome, 1)} }}

func newWaiter() *waiter { return waiterPool.Get().(*waiter) }

// recycle may be called once the outcome was received, or when none was sent
// and none can be.
func (w *waiter) recycle() { waiterPool.Put(w) }

// valueOf returns the value of a successful outcome.
func valueOf[T any](out outcome) T {
	v, _ := out.value.(T)
	return v
}

// request is one call that the SDK took and has not answered.
type request struct {
	waiter   *waiter
	deadline int64 // the sweep at which the answer counts as lost
}

// requestKind is a kind of request with an id, beside the sends of messages:
// one for each result callback, because an id is unique only within its kind.
type requestKind int

const (
	requestQueryPeers requestKind = iota
	requestSubscription
	requestQueryByOption
	requestSetUserAttributes
	requestAddOrUpdateUserAttributes
	requestDeleteUserAttributes
	requestClearUserAttributes
	requestGetUserAttributes
	requestSetChannelAttributes
	requestAddOrUpdateChannelAttributes
	requestDeleteChannelAttributes
	requestClearChannelAttributes
	requestGetChannelAttributes
	requestMemberCount
	requestUploadFile // from here on transfers of media
	requestUploadImage
	requestDownloadToMemory
	requestDownloadToFile
	requestKinds // how many there are
)

// minParked is how many results without a request a table keeps at least. Far
// more than calls go on at a time: one that is slow to come back must find its
// result behind many strays.
const minParked = 4096

// requestTable holds the requests of one kind that have an id. A result may
// come before the call that makes the request has told its id; such a result
// is parked. The table is two-sided: request and result look for one another.
type requestTable struct {
	calls atomic.Int64  // native calls under way, whose ids are not known yet
	epoch atomic.Uint64 // counts connections; a request does not outlive its own

	mu      sync.Mutex
	pending map[int64]request
	closed  error
	parked  map[int64]outcome
	order   []int64 // of parked, oldest first
}

// begin announces a native call. One of register and withdraw follows.
func (t *requestTable) begin() (epoch uint64) {
	t.calls.Add(1)
	return t.epoch.Load()
}

// register enters the request of a call that the SDK took. ended tells that it
// has ended already, with out.
func (t *requestTable) register(epoch uint64, id int64, r request) (out outcome, ended bool) {
	t.mu.Lock()
	if len(t.parked) > 0 {
		out, ended = t.parked[id]
	}
	switch {
	case ended:
	case t.closed != nil:
		out, ended = outcome{err: t.closed}, true
	case epoch != t.epoch.Load():
		out, ended = outcome{err: errConnectionEnded}, true
	default:
		if t.pending == nil {
			t.pending = make(map[int64]request)
		}
		t.pending[id] = r
	}
	t.callEnded(id)
	t.mu.Unlock()
	return out, ended
}

// withdraw ends the announcement of a call that the SDK refused. A result for
// it may have come all the same and is forgotten.
func (t *requestTable) withdraw(id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.callEnded(id)
}

func (t *requestTable) callEnded(id int64) {
	calls := t.calls.Add(-1)
	if len(t.parked) == 0 {
		return
	}
	if calls == 0 {
		// Nobody is left who could ask for what is parked.
		clear(t.parked)
		t.order = t.order[:0]
		return
	}
	if _, ok := t.parked[id]; ok {
		delete(t.parked, id)
		i := slices.Index(t.order, id)
		t.order = slices.Delete(t.order, i, i+1)
	}
}

// take removes and returns the request of a result, or parks the result while
// a call is under way that it may belong to. The caller delivers the outcome.
func (t *requestTable) take(id int64, out outcome) (r request, ok bool) {
	r, ok, _ = t.offer(id, out)
	return r, ok
}

// offer is take, and tells of a result that is not taken whether it is parked.
func (t *requestTable) offer(id int64, out outcome) (r request, taken, parked bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, taken = t.pending[id]; taken {
		delete(t.pending, id)
		return r, true, false
	}
	calls := int(t.calls.Load())
	if calls == 0 || t.closed != nil {
		return r, false, false // a stray: doubled, or given up before
	}
	if t.parked == nil {
		t.parked = make(map[int64]outcome)
	}
	if _, doubled := t.parked[id]; !doubled {
		t.parked[id] = out
		t.order = append(t.order, id)
	}
	// Each call under way has at most one result parked, so what is above their
	// number is strays; the oldest goes first.
	for len(t.order) > max(minParked, 4*calls) {
		delete(t.parked, t.order[0])
		t.order = t.order[1:]
	}
	return r, false, true
}

// postpone moves the deadline of a request on, if there is one.
func (t *requestTable) postpone(id, deadline int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r, ok := t.pending[id]; ok {
		r.deadline = deadline
		t.pending[id] = r
	}
}

// rest moves the deadlines of all requests on by one sweep.
func (t *requestTable) rest() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, r := range t.pending {
		r.deadline++
		t.pending[id] = r
	}
}

// giveUp removes the request of a caller that waits no longer. It reports
// false when the outcome is on its way.
func (t *requestTable) giveUp(id int64, w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.pending[id].waiter != w {
		return false
	}
	delete(t.pending, id)
	return true
}

// keptRequests is the largest number of requests whose memory a table keeps
// when they have ended together.
const keptRequests = 1024

// endAll ends all requests; those being made end as well. f is called for each
// with the table locked, and must not come back to it.
func (t *requestTable) endAll(f func(id int64, r request)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.epoch.Add(1)
	for id, r := range t.pending {
		f(id, r)
	}
	if len(t.pending) > keptRequests {
		t.pending = nil
	} else {
		clear(t.pending)
	}
}

// close ends all requests, and has later ones refused with err.
func (t *requestTable) close(err error, f func(id int64, r request)) {
	t.mu.Lock()
	if t.closed == nil {
		t.closed = err
	}
	t.mu.Unlock()
	t.endAll(f)
}

// overdue ends the requests whose deadline has come, by the rules of endAll.
func (t *requestTable) overdue(now int64, f func(id int64, r request)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id, r := range t.pending {
		if r.deadline <= now {
			delete(t.pending, id)
			f(id, r)
		}
	}
}

func (t *requestTable) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.pending) + int(t.calls.Load())
}

// slot holds the one request of a kind without an id. Its turn is taken until
// the SDK has answered, even when the caller has gone: else the answer would
// be taken for that of the next request.
type slot struct {
	turn     chan struct{} // holds one token while a request is in flight
	mu       sync.Mutex
	cur      *waiter
	deadline int64 // of cur
	closed   error
}

func newSlot() slot { return slot{turn: make(chan struct{}, 1)} }

// begin waits for the turn and enters a request, whose deadline is read then;
// the native call follows.
func (s *slot) begin(ctx context.Context, deadline func() int64) (*waiter, error) {
	select {
	case s.turn <- struct{}{}: // close gives the turn on, too
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed != nil {
		<-s.turn
		return nil, s.closed
	}
	s.cur, s.deadline = newWaiter(), deadline()
	return s.cur, nil
}

// end ends the request in flight, if any, and gives the turn on.
func (s *slot) end(out outcome) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.endLocked(out)
}

func (s *slot) endLocked(out outcome) bool {
	if s.cur == nil {
		return false
	}
	s.cur.done <- out
	s.cur = nil
	<-s.turn
	return true
}

// withdraw ends w without an outcome: the SDK refused the call. A result may
// have come all the same, doubled; it is thrown away.
func (s *slot) withdraw(w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cur == w {
		s.cur = nil
		<-s.turn
	} else {
		<-w.done
	}
	w.recycle()
}

func (s *slot) inFlight() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cur != nil
}

// hasten brings the deadline forward.
func (s *slot) hasten(deadline int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = min(s.deadline, deadline)
}

func (s *slot) overdue(now int64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cur != nil && s.deadline <= now && s.endLocked(outcome{err: errAnswerOverdue})
}

func (s *slot) close(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = err
	s.endLocked(outcome{err: err})
}
