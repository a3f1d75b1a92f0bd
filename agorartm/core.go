// core: what a Service is made of. The goroutines and the native side refer to
// the core only, so that a forgotten Service can be noticed.

package agorartm

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"github.com/go-rtm/agora-rtm-go/internal/handle"
	"github.com/go-rtm/agora-rtm-go/internal/nativesdk"
)

// The SDK's documented timeouts, in sweeps (seconds).
const (
	loginTimeout       = 12
	logoutTimeout      = 5
	renewTokenTimeout  = 10
	joinTimeout        = 5
	leaveTimeout       = 5
	getMembersTimeout  = 5
	sendMessageTimeout = 10
	presenceTimeout    = 10 // queries and subscriptions
	byOptionTimeout    = 5
	attributesTimeout  = 5
	memberCountTimeout = 5

	sweepInterval = time.Second
)

type core struct {
	log      *slog.Logger
	native   nativeService
	handle   *handle.Handle[core]
	wakeFile *os.File // the eventfd, parked in the runtime's netpoller
	grace    int64    // sweeps

	guard     closeGuard
	closing   chan struct{} // closed when close begins
	closeOnce sync.Once
	stopping  atomic.Bool        // the next drain is the last
	settling  chan chan struct{} // whom the next drain tells when it is over
	drained   chan struct{}      // closed when the drain goroutine has ended

	handlers handlerList[ServiceHandler]
	dispatch *dispatcher
	state    atomic.Uint32

	peerSends            requestTable
	requests             [requestKinds]requestTable
	reporters            reporters
	uploads              uploadCache
	calls                callsCore
	tokens               *tokenKeeper // nil without a token source
	login, logout, renew slot

	mu       sync.Mutex
	channels map[uint64]*channelCore
	ids      map[string]*channelCore
	nextKey  uint64

	sweeps     atomic.Int64 // counted since the service was made
	sweepArmed atomic.Bool

	// Of the drain goroutine alone:
	batch             []event
	names             map[string]string
	lastName          string
	disconnectHandled bool // the result came first; its state event says nothing new
	panicked          any
}

func newCore(appID string, h ServiceHandler, cfg config) (*core, error) {
	serviceOpened()
	fd, err := unix.Eventfd(0, unix.EFD_NONBLOCK|unix.EFD_CLOEXEC)
	if err != nil {
		serviceClosed()
		return nil, fmt.Errorf("making an eventfd: %w", err)
	}
	native, ok := newNativeService(nativesdk.Lookup(appID), fd, cfg.maxEvents, cfg.maxBytes)
	if !ok {
		_ = unix.Close(fd)
		serviceClosed()
		return nil, fmt.Errorf("%w: it made no service", ErrNative)
	}
	c := &core{
		log:      cfg.log,
		native:   native,
		wakeFile: os.NewFile(uintptr(fd), "eventfd"),
		grace:    int64(cfg.grace/sweepInterval) + 1,
		guard:    newCloseGuard(),
		closing:  make(chan struct{}),
		drained:  make(chan struct{}),
		settling: make(chan chan struct{}, 16),
		dispatch: newDispatcher(cfg.maxEvents, cfg.maxBytes),
		login:    newSlot(),
		logout:   newSlot(),
		renew:    newSlot(),
		channels: make(map[uint64]*channelCore),
		ids:      make(map[string]*channelCore),
		names:    make(map[string]string),
		batch:    make([]event, 0, batchSize),
	}
	if cfg.tokenSource != nil {
		c.tokens = newTokenKeeper(cfg.tokenSource, cfg.tokenRenewInterval, c.renewToken, c.reportRenewal)
	}
	c.state.Store(uint32(ConnectionStateDisconnected))
	c.handlers.add(h)
	c.handle = handle.New(c)
	c.dispatch.invoke = c.invoke
	c.dispatch.onDropped = c.reportDropped
	c.dispatch.last = c.tokens.wait
	go c.drainLoop()
	go c.dispatch.run()
	if err := nativeError(native.initialize(appID), codeError[InitErrCode]); err != nil {
		c.close()
		if errors.Is(err, InitErrInvalidAppID) {
			err = &ArgumentError{Field: "appID", Reason: "was refused by the SDK: " + err.Error(), Err: err}
		}
		return nil, err
	}
	if err := cfg.nativeLog.apply(c.native); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// drainLoop is the drain goroutine: it sleeps on the eventfd and takes what the
// SDK's threads have queued. It runs no user code and never waits for any.
func (c *core) drainLoop() {
	defer close(c.drained)
	var counter [8]byte
	for {
		if _, err := c.wakeFile.Read(counter[:]); err != nil {
			panic("agorartm: reading the eventfd: " + err.Error())
		}
		last := c.stopping.Load()
		settling := c.takeSettling()
		for idle := false; !idle; {
			idle = c.drainOnce()
		}
		for _, settled := range settling {
			close(settled)
		}
		if last {
			return
		}
	}
}

// settle returns when all that the SDK has told so far is drained. The caller
// is inside a close guard.
func (c *core) settle() {
	settled := make(chan struct{})
	c.settling <- settled
	c.native.wake()
	<-settled
}

func (c *core) takeSettling() (all []chan struct{}) {
	for {
		select {
		case settled := <-c.settling:
			all = append(all, settled)
		default:
			return all
		}
	}
}

func (c *core) drainOnce() (idle bool) {
	dropped, idle := c.native.drain(c.handle.Pointer())
	if c.panicked != nil {
		// Carried past the C++ frames, and no further.
		panic(c.panicked)
	}
	c.flushBatch(dropped)
	if idle {
		clear(c.batch[:cap(c.batch)]) // while asleep, keep nothing alive
	}
	return idle
}

// containPanic keeps a panic of an exported function out of the C++ frames
// that called it.
func (c *core) containPanic() {
	if p := recover(); p != nil && c.panicked == nil {
		c.panicked = p
	}
}

// batchSize is how many events the drain goroutine hands on at a time: enough
// to make the dispatcher's lock cheap, few enough that it starts soon.
const batchSize = 64

// notify queues an event for the handlers. Drain goroutine only.
func (c *core) notify(e event) { *c.next() = e }

// next returns the place of the next event, to be filled at once.
func (c *core) next() *event {
	if len(c.batch) == batchSize {
		c.flushBatch(0)
	}
	c.batch = c.batch[:len(c.batch)+1]
	return &c.batch[len(c.batch)-1]
}

func (c *core) flushBatch(dropped uint64) {
	if len(c.batch) == 0 && dropped == 0 {
		return
	}
	c.dispatch.push(c.batch, dropped)
	c.batch = c.batch[:0]
}

// maxNames bounds the remembered user ids.
const maxNames = 1024

// intern returns id as a string, the same one for the same id, so that a
// stream of messages from one peer allocates it once. Drain goroutine only.
func (c *core) intern(id []byte) string {
	if string(id) == c.lastName {
		return c.lastName
	}
	c.lastName = c.lookUpName(id)
	return c.lastName
}

func (c *core) lookUpName(id []byte) string {
	if s, ok := c.names[string(id)]; ok {
		return s
	}
	if len(c.names) >= maxNames {
		clear(c.names)
	}
	s := string(id)
	c.names[s] = s
	return s
}

// notifyMessage copies a received message and queues it; ch is nil for one from
// a peer. Drain goroutine only.
func (c *core) notifyMessage(kind eventKind, ch *channelCore, m receivedMessage) {
	e := c.next()
	*e = event{
		kind:    kind,
		channel: ch,
		detail:  m.messageType,
		offline: m.offline,
		id:      m.id,
		ts:      m.ts,
		user:    c.intern(m.user),
		text:    string(m.text),
	}
	if m.media != nil {
		e.more = m.media
	}
	if m.messageType == uint32(MessageTypeRaw) {
		e.raw = append(make([]byte, 0, len(m.raw)), m.raw...)
	}
}

// receives returns what gets the messages of a type; it may be nil.
func (h *ServiceHandler) receives(t MessageType) func(PeerMessageEvent) {
	switch t {
	case MessageTypeFile:
		return h.OnFileMessageReceivedFromPeer
	case MessageTypeImage:
		return h.OnImageMessageReceivedFromPeer
	}
	return h.OnMessageReceivedFromPeer
}

func (c *core) wantsPeerMessages() bool {
	return c.handlers.any(func(h *ServiceHandler) bool {
		return h.OnMessageReceivedFromPeer != nil || h.OnFileMessageReceivedFromPeer != nil || h.OnImageMessageReceivedFromPeer != nil
	})
}

// channel returns the open channel of a key, or nil.
func (c *core) channel(key uint64) *channelCore {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.channels[key]
}

// openChannels returns the channels of the moment.
func (c *core) openChannels() []*channelCore {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]*channelCore, 0, len(c.channels))
	for _, ch := range c.channels {
		all = append(all, ch)
	}
	return all
}

// loginEnded handles onLoginSuccess and onLoginFailure.
func (c *core) loginEnded(out outcome) {
	state := ConnectionState(c.state.Load())
	if out.code != uint32(LoginErrOK) && state == ConnectionStateConnecting && c.login.inFlight() {
		// Requests taken while connecting have lost their connection (OB-28). In
		// other states a failure only says that a second login was refused.
		c.endRequests(errConnectionEnded)
		c.disconnectHandled = true
	}
	if out.code == uint32(LoginErrOK) {
		c.tokens.begin()
	}
	c.login.end(out)
}

// logoutEnded handles onLogout.
func (c *core) logoutEnded(out outcome) {
	if out.code == uint32(LogoutErrOK) {
		c.tokens.stop()
	}
	if out.code == uint32(LogoutErrOK) && c.logout.inFlight() {
		c.disconnectHandled = ConnectionState(c.state.Load()) != ConnectionStateDisconnected
		c.connectionOver()
	}
	c.logout.end(out)
}

// tokenWillExpire handles onTokenPrivilegeWillExpire.
func (c *core) tokenWillExpire() {
	c.tokens.hurry()
	c.notify(event{kind: eventTokenPrivilegeWillExpire})
}

// tokenExpired handles onTokenExpired. While reconnecting a renewal mends it;
// otherwise the session is over (K-09, K-10).
func (c *core) tokenExpired() {
	if ConnectionState(c.state.Load()) == ConnectionStateReconnecting {
		c.tokens.hurry()
	}
	c.notify(event{kind: eventTokenExpired})
}

// connectionOver ends every request of the connection, a login under way included.
func (c *core) connectionOver() {
	c.endRequests(errConnectionEnded)
	c.login.end(outcome{err: errConnectionEnded})
}

// stateChanged handles onConnectionStateChanged. Result and state callbacks
// may come in either order (S-23): whichever is first ends the requests that
// have lost their connection, and the second must not touch the requests of
// the next one.
func (c *core) stateChanged(state ConnectionState, reason ConnectionChangeReason) {
	c.state.Store(uint32(state))
	c.notify(event{kind: eventConnectionStateChanged, code: uint32(state), detail: uint32(reason)})
	switch state {
	case ConnectionStateConnected:
		c.tokens.begin()
	case ConnectionStateDisconnected, ConnectionStateAborted:
		c.tokens.stop()
	}
	if state == ConnectionStateAborted {
		// The SDK ends them now, and tells so right behind.
		c.calls.hasten(c.sweeps.Load() + 2)
	}
	if state != ConnectionStateDisconnected {
		c.disconnectHandled = false
		return
	}
	switch {
	case c.disconnectHandled:
		c.disconnectHandled = false
	case c.logout.inFlight():
		c.connectionOver()
		c.logout.end(outcome{})
	case c.login.inFlight():
		c.endRequests(errConnectionEnded)
		// The code comes right behind; should it not, the login ends without.
		c.login.hasten(c.sweeps.Load() + 2)
	default:
		c.endRequests(errConnectionEnded)
	}
}

// endRequests ends all requests but login and logout.
func (c *core) endRequests(err error) {
	out := outcome{err: err}
	c.renew.end(out)
	c.peerSends.endAll(c.endSend(nil, err))
	c.calls.endRequests(err)
	for i := range c.requests {
		c.requests[i].endAll(c.endSend(nil, err))
	}
	for _, ch := range c.openChannels() {
		ch.endRequests(err)
	}
}

// endSend returns what ends a send that can have no result any more; ch is nil
// for those to peers.
func (c *core) endSend(ch *channelCore, err error) func(id int64, r request) {
	return func(id int64, r request) {
		out := outcome{err: err}
		if r.waiter != nil {
			r.waiter.done <- out
		} else {
			c.dispatch.push([]event{sendResultEvent(ch, id, out)}, 0)
		}
	}
}

func sendResultEvent(ch *channelCore, id int64, out outcome) event {
	kind := eventPeerSendResult
	if ch != nil {
		kind = eventChannelSendResult
	}
	return event{kind: kind, channel: ch, id: id, code: out.code, more: out.err}
}

// peerSendEnded handles onSendMessageResult.
func (c *core) peerSendEnded(id int64, out outcome) { c.sendEnded(nil, &c.peerSends, id, out) }

// sendEnded gives a result to its request, if there is one. Drain goroutine only.
func (c *core) sendEnded(ch *channelCore, t *requestTable, id int64, out outcome) {
	r, ok := t.take(id, out)
	switch {
	case !ok:
	case r.waiter != nil:
		r.waiter.done <- out
	default:
		c.notify(sendResultEvent(ch, id, out))
	}
}

// requestEnded gives the result of a request with an id to whoever waits for it.
func (c *core) requestEnded(kind requestKind, id int64, code uint32, value any) {
	out := outcome{code: code, value: value}
	if r, ok := c.requests[kind].take(id, out); ok {
		r.waiter.done <- out
	}
}

// deadline returns the sweep at which a request made now, with a documented
// timeout of so many seconds, counts as lost; and sees that sweeps happen.
func (c *core) deadline(timeout int64) int64 {
	c.armSweep()
	// One more is in grace, because the current second has begun already.
	return c.sweeps.Load() + timeout + c.grace
}

// armSweep starts the clock of lost results, unless it runs. It runs only
// while requests are in flight.
func (c *core) armSweep() {
	if !c.sweepArmed.Load() && c.sweepArmed.CompareAndSwap(false, true) {
		time.AfterFunc(sweepInterval, c.sweepAgain)
	}
}

func (c *core) sweepAgain() {
	c.sweep()
	if c.guard.closing() {
		return
	}
	c.sweepArmed.Store(false)
	if c.inFlight() {
		c.armSweep()
	}
}

// sweep counts one second and ends the requests whose answer is overdue.
func (c *core) sweep() {
	now := c.sweeps.Add(1)
	c.restTransfers()
	c.calls.overdue(now)
	c.peerSends.overdue(now, c.endSend(nil, errAnswerOverdue))
	for i := range c.requests {
		c.requests[i].overdue(now, c.endSend(nil, errAnswerOverdue))
	}
	c.login.overdue(now)
	c.logout.overdue(now)
	c.renew.overdue(now)
	for _, ch := range c.openChannels() {
		ch.overdue(now)
	}
}

// inFlight reports whether any request waits for its answer.
func (c *core) inFlight() bool {
	if c.peerSends.len() > 0 || c.login.inFlight() || c.logout.inFlight() || c.renew.inFlight() {
		return true
	}
	for i := range c.requests {
		if c.requests[i].len() > 0 {
			return true
		}
	}
	if c.calls.inFlight() {
		return true
	}
	for _, ch := range c.openChannels() {
		if ch.inFlight() {
			return true
		}
	}
	return false
}

// close takes the service down; the order is explained in docs/callbacks.md.
// Idempotent; every caller returns when it is done.
func (c *core) close() {
	c.closeOnce.Do(func() {
		c.guard.shut()
		close(c.closing)
		c.dispatch.close()
		c.handlers.shut()
		c.tokens.close()
		c.peerSends.close(ErrClosed, c.endSend(nil, ErrClosed))
		for i := range c.requests {
			c.requests[i].close(ErrClosed, c.endSend(nil, ErrClosed))
		}
		c.login.close(ErrClosed)
		c.logout.close(ErrClosed)
		c.renew.close(ErrClosed)
		c.calls.shut()
		for _, ch := range c.openChannels() {
			ch.shut()
		}
		c.guard.wait()
		for _, ch := range c.openChannels() {
			ch.close()
		}
		c.calls.close()
		c.native.detach()
		c.uploads.close(c.settle)
		c.native.release()
		c.stopping.Store(true)
		c.native.wake()
		<-c.drained
		c.native.free()
		c.handle.Free()
		_ = c.wakeFile.Close()
		c.state.Store(uint32(ConnectionStateDisconnected))
		serviceClosed()
	})
}

// nativeError turns what a native call returned into an error; typed makes the
// error of a code of the call's enum. Some libraries return codes negated.
func nativeError(code int32, typed func(uint32) error) error {
	switch code {
	case nativeErrException:
		return fmt.Errorf("%w: it threw an exception", ErrNative)
	case nativeErrNullObject:
		return fmt.Errorf("%w: it made no object", ErrNative)
	case nativeErrUnsupported:
		return fmt.Errorf("%w %s", ErrUnsupported, SDKVersion())
	}
	if code < 0 {
		code = -code
	}
	return typed(uint32(code))
}

// codeError makes the error of a code; 0 is success.
func codeError[T interface {
	~uint32
	error
}](code uint32) error {
	if code == 0 {
		return nil
	}
	return T(code)
}

// errorOf returns the error of an outcome.
func (out outcome) errorOf(typed func(uint32) error) error {
	if out.err != nil {
		return out.err
	}
	return typed(out.code)
}
