// Service: one RTM user's connection, from NewService to Close.

package agorartm

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Service is one instance of the RTM SDK: one user, one connection. Make it
// with NewService; its methods are safe for use from any goroutine, handlers
// included. Close it when done: it holds native memory, a file descriptor, two
// goroutines (a third with a token source, a fourth while that is asked) and the
// SDK's own thread.
//
// Implements: class IRtmService
type Service struct {
	core  *core
	alarm runtime.Cleanup
}

// NewService makes and initializes a service for a project's App ID. The
// handlers are attached before anything can happen on the service; see
// ServiceHandler for how they run. An App ID is 32 hexadecimal digits, from
// Agora's console; the embedded engine takes any such.
//
// Errors: ErrInvalidArgument (appID, InitErrInvalidAppID among them, or an
// option), other InitErrCode, ResultCode (of the log options), ErrSDKRequired,
// ErrVersionMismatch, ErrNative.
//
// Implements: agora::rtm::IRtmService* createRtmService()
// Implements: int initialize(const char* appId, IRtmServiceEventHandler* eventHandler)
func NewService(appID string, h ServiceHandler, opts ...Option) (*Service, error) {
	const op = "NewService"
	cfg := defaultConfig()
	for _, opt := range opts {
		if opt == nil {
			return nil, opError(op, false, badArgument("opts", "has a nil option"))
		}
		if err := opt(&cfg); err != nil {
			return nil, opError(op, false, err)
		}
	}
	if err := coded(InitErrInvalidAppID, checkID("appID", appID)); err != nil {
		return nil, opError(op, false, err)
	}
	if cfg.requireSDK && Backend() != BackendSDK {
		return nil, opError(op, false, ErrSDKRequired)
	}
	if err := checkVersion(nativeLayout(), SDKVersion()); err != nil {
		return nil, opError(op, false, err)
	}
	announceBackend(cfg.log)
	if cfg.log == nil {
		cfg.log = slog.New(slog.DiscardHandler)
	}
	c, err := newCore(appID, h, cfg)
	if err != nil {
		return nil, opError(op, false, err)
	}
	s := &Service{core: c}
	s.alarm = runtime.AddCleanup(s, forgotten, c)
	return s, nil
}

// forgotten speaks of a Service that was dropped without Close. It only
// speaks: closing is the program's to order.
func forgotten(c *core) {
	// With a channel or the call manager left, the program may still be using that.
	if !c.guard.closing() && len(c.openChannels()) == 0 && !c.calls.isOpen() {
		c.log.Warn("agorartm: a Service was garbage collected without Close; its native memory and threads leak")
	}
}

// Close ends the service at once: what waits on it returns ErrClosed, no
// further handler is called, its channels are closed, the user is logged out
// silently and the native service is released. Messages still queued for
// handlers are dropped; use Shutdown to end in order.
//
// Close may be called any number of times, from any goroutine and from inside
// a handler; every call returns when the service is down. It does not wait for
// the one handler that runs, or is just being called, for that may be its
// caller; Done tells when it has returned. Close returns nil.
//
// Implements: void release(bool sync = false)
func (s *Service) Close() error {
	s.core.close()
	s.alarm.Stop()
	return nil
}

// Done returns a channel that is closed when the service is closed and the last
// of its handlers has returned, and the token source, if it was being asked.
func (s *Service) Done() <-chan struct{} { return s.core.dispatch.done }

// Shutdown ends the service in order: it leaves the joined channels, logs out,
// waits until the handlers have had every event, that of the last connection
// state included, and closes. All steps are tried, and the service is closed in
// any case. When ctx ends, the steps left are cut short.
//
// Do not call it from a handler, where it would wait for itself until ctx
// ends: call Close there, or Shutdown on a goroutine of its own.
//
// Errors: ErrInvalidArgument (ctx), ErrClosed if the service is or gets closed,
// and those of Leave, Logout and the context, joined in one OpError.
func (s *Service) Shutdown(ctx context.Context) error {
	const op = "Shutdown"
	defer func() { _ = s.Close() }()
	if ctx == nil {
		return opError(op, false, badArgument("ctx", "is nil"))
	}
	c := s.core
	if c.guard.closing() {
		return opError(op, false, ErrClosed)
	}
	var mu sync.Mutex
	var errs []error
	var wg sync.WaitGroup
	for _, ch := range c.openChannels() {
		if !ch.joined.Load() {
			continue
		}
		wg.Go(func() {
			// Left or kicked meanwhile is as good as left.
			if err := ch.public.Leave(ctx); err != nil && !errors.Is(err, ErrNotInChannel) && !errors.Is(err, ErrKicked) {
				mu.Lock()
				errs = append(errs, err)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	disconnected := make(chan struct{}, 1)
	detach := c.handlers.add(ServiceHandler{OnConnectionStateChanged: func(e ConnectionStateChangedEvent) {
		if e.State == ConnectionStateDisconnected {
			select {
			case disconnected <- struct{}{}:
			default:
			}
		}
	}})
	defer detach()
	// Always tried: a login may be under way, and a library may leave states out.
	err := s.Logout(ctx)
	notLoggedIn := errors.Is(err, ErrNotLoggedIn)
	if err != nil && !notLoggedIn {
		errs = append(errs, err)
	}
	if err == nil || notLoggedIn && s.ConnectionState() != ConnectionStateDisconnected {
		// The state may come a moment after the result.
		select {
		case <-disconnected:
		case <-time.After(lastStatePatience):
		case <-c.dispatch.done:
		case <-ctx.Done():
		}
	}
	if err := c.flush(ctx); err != nil {
		errs = append(errs, err)
	}
	accepted := slices.ContainsFunc(errs, func(err error) bool {
		step, ok := errors.AsType[*OpError](err)
		return ok && step.Accepted
	})
	return opError(op, accepted, errors.Join(errs...))
}

// lastStatePatience is how long Shutdown waits for a state event that a
// library leaves out.
const lastStatePatience = time.Second

// flush waits until the handlers have had all that the SDK has told so far.
func (c *core) flush(ctx context.Context) error {
	if !c.guard.enter() {
		return ErrClosed
	}
	c.settle()
	c.guard.leave()
	flushed := make(chan struct{})
	c.dispatch.push([]event{{kind: eventFlush, more: flushed}}, 0)
	select {
	case <-flushed:
		return nil
	case <-c.dispatch.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ConnectionState returns the connection state last reported by the SDK. The
// report may come a moment after the result of Login or Logout. Once the
// service is closed it is DISCONNECTED.
func (s *Service) ConnectionState() ConnectionState {
	return ConnectionState(s.core.state.Load())
}

// AddEventHandler attaches further handlers behind those there are, and
// returns the function that detaches them again. Detaching takes effect with
// the next event: it does not wait for the one call that is under way, or just
// being made, on the handlers' goroutine. It may be called from inside a
// handler.
//
// Implements: void addEventHandler(IRtmServiceEventHandler* eventHandler)
// Implements: void removeEventHandler(IRtmServiceEventHandler* eventHandler)
func (s *Service) AddEventHandler(h ServiceHandler) (remove func()) {
	return s.core.handlers.add(h)
}

// invoke runs the handlers of one event, on the dispatcher's goroutine.
func (c *core) invoke(e *event) {
	switch e.kind {
	case eventFlush:
		close(e.more.(chan struct{}))
	case eventConnectionStateChanged:
		ev := ConnectionStateChangedEvent{ConnectionState(e.code), ConnectionChangeReason(e.detail)}
		c.handlers.each(func(h *ServiceHandler) { deliver(h.OnConnectionStateChanged, ev) })
	case eventPeerMessage:
		// Spelled out: messages are many, and large to pass around.
		for _, r := range c.handlers.all() {
			if f := r.handler.receives(MessageType(e.detail)); f != nil && !r.off.Load() {
				f(PeerMessageEvent{PeerID: e.user, Message: e.message()})
			}
		}
	case eventPeerSendResult:
		res, err := peerSendResult("SendMessageToPeerNoWait", e.id, e.outcome())
		ev := SendMessageResultEvent{res, err}
		c.handlers.each(func(h *ServiceHandler) { deliver(h.OnSendMessageResult, ev) })
	case eventTokenExpired:
		c.handlers.each(func(h *ServiceHandler) { deliver(h.OnTokenExpired, TokenExpiredEvent{}) })
	case eventTokenPrivilegeWillExpire:
		c.handlers.each(func(h *ServiceHandler) {
			deliver(h.OnTokenPrivilegeWillExpire, TokenPrivilegeWillExpireEvent{})
		})
	case eventTokenRenewal:
		err, _ := e.more.(error)
		c.handlers.each(func(h *ServiceHandler) { deliver(h.OnTokenRenewal, TokenRenewalEvent{err}) })
	case eventPeersOnlineStatusChanged:
		peers := e.more.([]PeerOnlineStatus)
		c.handlers.each(func(h *ServiceHandler) {
			// A copy each: a handler may change and keep what it gets.
			deliver(h.OnPeersOnlineStatusChanged, PeersOnlineStatusChangedEvent{slices.Clone(peers)})
		})
	case eventMediaUploadingProgress, eventMediaDownloadingProgress:
		c.invokeMediaProgress(e)
	default:
		switch more := e.more.(type) {
		case *LocalInvitationEvent:
			more.Invitation.life.manager.invoke(e.kind, *more, RemoteInvitationEvent{})
		case *RemoteInvitationEvent:
			more.Invitation.life.manager.invoke(e.kind, LocalInvitationEvent{}, *more)
		default:
			e.channel.invoke(e)
		}
	}
}

func (c *core) reportDropped(n, total uint64) {
	c.log.Warn("agorartm: messages dropped: the handlers are slower than they come", "count", n, "total", total)
	c.handlers.each(func(h *ServiceHandler) { deliver(h.OnDropped, DroppedEvent{Count: n, Total: total}) })
}

// deliver calls a handler, if there is one.
func deliver[E any](handler func(E), e E) {
	if handler != nil {
		handler(e)
	}
}
