// CallManager: call invitations, sent and received. The manager owns the
// invitations, and the service owns the manager.

package agorartm

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// CallManager sends call invitations and receives those of others; there is
// one per Service. It only carries the invitation and its answer: what follows
// an accepted call, such as joining a channel, is the program's. Its methods
// are safe for use from any goroutine, handlers included.
//
// Implements: class IRtmCallManager
type CallManager struct {
	service  *core
	native   nativeCallManager
	guard    closeGuard // of the manager and its invitations
	handlers handlerList[CallHandler]

	shutOnce, closeOnce sync.Once

	mu     sync.Mutex
	over   bool // no invitation enters any more
	local  map[uint64]*LocalInvitation
	remote map[uint64]*RemoteInvitation
}

// CallHandler is the set of notifications of a CallManager. The rules of
// ServiceHandler apply. An invitation is also an object of its own, with Done
// and Wait: a program that waits there needs no handler but
// OnRemoteInvitationReceived.
//
// Implements: class IRtmCallEventHandler
type CallHandler struct {
	// OnLocalInvitationReceivedByPeer tells the caller that the invitation has
	// reached the callee.
	//
	// Implements: void onLocalInvitationReceivedByPeer(ILocalCallInvitation* localInvitation)
	OnLocalInvitationReceivedByPeer func(LocalInvitationEvent)
	// OnLocalInvitationAccepted tells the caller that the callee has accepted.
	//
	// Implements: void onLocalInvitationAccepted(ILocalCallInvitation* localInvitation, const char* response)
	OnLocalInvitationAccepted func(LocalInvitationEvent)
	// OnLocalInvitationRefused tells the caller that the callee has refused.
	//
	// Implements: void onLocalInvitationRefused(ILocalCallInvitation* localInvitation, const char* response)
	OnLocalInvitationRefused func(LocalInvitationEvent)
	// OnLocalInvitationCanceled tells the caller that Cancel has taken effect.
	//
	// Implements: void onLocalInvitationCanceled(ILocalCallInvitation* localInvitation)
	OnLocalInvitationCanceled func(LocalInvitationEvent)
	// OnLocalInvitationFailure tells the caller that the invitation has failed,
	// or that its outcome is lost; see LocalInvitationEvent.Err.
	//
	// Implements: void onLocalInvitationFailure(ILocalCallInvitation* localInvitation, LOCAL_INVITATION_ERR_CODE errorCode)
	OnLocalInvitationFailure func(LocalInvitationEvent)
	// OnRemoteInvitationReceived brings the callee an invitation.
	//
	// Implements: void onRemoteInvitationReceived(IRemoteCallInvitation* remoteInvitation)
	OnRemoteInvitationReceived func(RemoteInvitationEvent)
	// OnRemoteInvitationAccepted tells the callee that the caller has confirmed
	// the acceptance: the call is made.
	//
	// Implements: void onRemoteInvitationAccepted(IRemoteCallInvitation* remoteInvitation)
	OnRemoteInvitationAccepted func(RemoteInvitationEvent)
	// OnRemoteInvitationRefused tells the callee that Refuse has taken effect.
	//
	// Implements: void onRemoteInvitationRefused(IRemoteCallInvitation* remoteInvitation)
	OnRemoteInvitationRefused func(RemoteInvitationEvent)
	// OnRemoteInvitationCanceled tells the callee that the caller has taken the
	// invitation back.
	//
	// Implements: void onRemoteInvitationCanceled(IRemoteCallInvitation* remoteInvitation)
	OnRemoteInvitationCanceled func(RemoteInvitationEvent)
	// OnRemoteInvitationFailure tells the callee that the invitation has failed,
	// or that its outcome is lost; see RemoteInvitationEvent.Err.
	//
	// Implements: void onRemoteInvitationFailure(IRemoteCallInvitation* remoteInvitation, REMOTE_INVITATION_ERR_CODE errorCode)
	OnRemoteInvitationFailure func(RemoteInvitationEvent)
}

// LocalInvitationEvent is one step of an invitation that this user has sent.
type LocalInvitationEvent struct {
	// Invitation is the invitation. It may have gone on since.
	Invitation *LocalInvitation
	// State is its state after this step.
	State LocalInvitationState
	// Response is the callee's, when it has accepted or refused.
	Response string
	// Code is why the invitation has failed, when the SDK told.
	Code LocalInvitationErrCode
	// Err is why the invitation has failed: Code, or ErrResultLost when the
	// connection or the time for the outcome is over. It is nil in other steps.
	Err error
}

// RemoteInvitationEvent is one step of an invitation that this user has received.
type RemoteInvitationEvent struct {
	// Invitation is the invitation. It may have gone on since.
	Invitation *RemoteInvitation
	// State is its state after this step.
	State RemoteInvitationState
	// Code is why the invitation has failed, when the SDK told.
	Code RemoteInvitationErrCode
	// Err is why the invitation has failed: Code, or ErrResultLost when the
	// connection or the time for the outcome is over. It is nil in other steps.
	Err error
}

// CallManager returns the service's call manager and attaches h to it. The
// first call makes it, and invitations are received from then on; it needs no
// login. After CallManager.Close a new one can be made.
//
// Careful: every call attaches its h, for good. Later calls return the same
// manager with h as a further handler behind those there are, which stays until
// CallManager.Close: called twice with the same h, each event is handled twice.
// (In C++ the first handler stays and later ones are ignored.) So call it once
// and keep what it returns, pass CallHandler{} to get at the manager again, and
// attach handlers that come and go by CallManager.AddEventHandler.
//
// Errors: ErrClosed, ErrNative.
//
// Implements: IRtmCallManager* getRtmCallManager(IRtmCallEventHandler* eventHandler)
func (s *Service) CallManager(h CallHandler) (*CallManager, error) {
	const op = "CallManager"
	c := s.core
	if !c.guard.enter() {
		return nil, opError(op, false, ErrClosed)
	}
	defer c.guard.leave()
	c.calls.making.Lock()
	defer c.calls.making.Unlock()
	if m := c.calls.manager.Load(); m != nil {
		m.handlers.add(h)
		return m, nil
	}
	m := &CallManager{
		service: c,
		guard:   newCloseGuard(),
		local:   make(map[uint64]*LocalInvitation),
		remote:  make(map[uint64]*RemoteInvitation),
	}
	m.handlers.add(h)
	// Known before the native object exists, so that nothing it tells is missed.
	c.calls.manager.Store(m)
	native, ok := c.native.newCallManager()
	if !ok {
		c.calls.manager.Store(nil)
		return nil, opError(op, false, nativeError(nativeErrNullObject, nil))
	}
	m.native = native
	return m, nil
}

// AddEventHandler attaches further handlers behind those there are, and
// returns the function that detaches them again, by the rules of
// Service.AddEventHandler.
func (m *CallManager) AddEventHandler(h CallHandler) (remove func()) { return m.handlers.add(h) }

// CreateLocalInvitation makes an invitation for a user. Nothing is sent before
// LocalInvitation.Send. An invitation that is never sent lives until its Close,
// or that of the manager.
//
// Errors: ErrInvalidArgument (calleeID), ErrClosed, ErrNative.
//
// Implements: ILocalCallInvitation* createLocalCallInvitation(const char* calleeId)
func (m *CallManager) CreateLocalInvitation(calleeID string) (*LocalInvitation, error) {
	const op = "CallManager.CreateLocalInvitation"
	if err := checkID("calleeID", calleeID); err != nil {
		return nil, opError(op, false, err)
	}
	if !m.guard.enter() {
		return nil, opError(op, false, ErrClosed)
	}
	defer m.guard.leave()
	native, key, ok := m.native.newLocalInvitation(calleeID)
	if !ok {
		return nil, opError(op, false, nativeError(nativeErrNullObject, nil))
	}
	i := &LocalInvitation{calleeID: calleeID, native: native}
	i.life = newInvitationLife(m, func() {
		m.mu.Lock()
		delete(m.local, key)
		m.mu.Unlock()
	}, native.release)
	m.mu.Lock()
	over := m.over
	if !over {
		m.local[key] = i
	}
	m.mu.Unlock()
	if over {
		i.life.end(ErrClosed, nil)
		return nil, opError(op, false, ErrClosed)
	}
	return i, nil
}

// Close releases the call manager and its invitations: what waits on them
// returns ErrClosed, and no handler of the manager starts any more. Open
// invitations run on at the server, without this side hearing of them. Like
// Service.Close it may be called any number of times, from any goroutine and
// from inside a handler. It returns nil.
//
// Implements: void release()
func (m *CallManager) Close() error {
	m.close()
	return nil
}

// shut turns calls away, ends the invitations, and lets no handler start.
func (m *CallManager) shut() {
	m.shutOnce.Do(func() {
		m.guard.shut()
		m.handlers.shut()
	})
	m.endAll(ErrClosed)
}

// endAll ends the invitations; later ones are turned away.
func (m *CallManager) endAll(err error) {
	m.mu.Lock()
	m.over = true
	m.mu.Unlock()
	for _, i := range m.localInvitations() {
		i.life.end(err, nil)
	}
	for _, i := range m.remoteInvitations() {
		i.life.end(err, nil)
	}
}

// close releases the native manager, after its invitations.
func (m *CallManager) close() {
	m.closeOnce.Do(func() {
		c := m.service
		// A new manager waits: the SDK would give it this one.
		c.calls.making.Lock()
		defer c.calls.making.Unlock()
		m.shut()
		m.guard.wait()
		m.endAll(ErrClosed)
		// Invitations that are on their way up must be given back first.
		m.native.detach()
		c.settle()
		m.native.release()
		c.calls.manager.Store(nil)
	})
}

func (m *CallManager) localInvitation(key uint64) *LocalInvitation {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.local[key]
}

func (m *CallManager) remoteInvitation(key uint64) *RemoteInvitation {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.remote[key]
}

// localInvitations returns those of the moment.
func (m *CallManager) localInvitations() []*LocalInvitation {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.local))
}

func (m *CallManager) remoteInvitations() []*RemoteInvitation {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.remote))
}

// eachOpen calls f with the life of every invitation that waits for its
// outcome; lost ends one without the SDK's word.
func (m *CallManager) eachOpen(f func(life *invitationLife, lost func(error))) {
	for _, i := range m.localInvitations() {
		if i.life.open() {
			f(i.life, i.lost)
		}
	}
	for _, i := range m.remoteInvitations() {
		if i.life.open() {
			f(i.life, i.lost)
		}
	}
}

// invoke runs the handlers of one event, on the dispatcher's goroutine.
func (m *CallManager) invoke(kind eventKind, local LocalInvitationEvent, remote RemoteInvitationEvent) {
	m.handlers.each(func(h *CallHandler) {
		switch kind {
		case eventLocalInvitationReceivedByPeer:
			deliver(h.OnLocalInvitationReceivedByPeer, local)
		case eventLocalInvitationAccepted:
			deliver(h.OnLocalInvitationAccepted, local)
		case eventLocalInvitationRefused:
			deliver(h.OnLocalInvitationRefused, local)
		case eventLocalInvitationCanceled:
			deliver(h.OnLocalInvitationCanceled, local)
		case eventLocalInvitationFailure:
			deliver(h.OnLocalInvitationFailure, local)
		case eventRemoteInvitationReceived:
			deliver(h.OnRemoteInvitationReceived, remote)
		case eventRemoteInvitationAccepted:
			deliver(h.OnRemoteInvitationAccepted, remote)
		case eventRemoteInvitationRefused:
			deliver(h.OnRemoteInvitationRefused, remote)
		case eventRemoteInvitationCanceled:
			deliver(h.OnRemoteInvitationCanceled, remote)
		case eventRemoteInvitationFailure:
			deliver(h.OnRemoteInvitationFailure, remote)
		}
	})
}

// callsCore is what a core keeps of calls.
type callsCore struct {
	making  sync.Mutex // held while a manager is made or released
	manager atomic.Pointer[CallManager]
}

// isOpen reports whether there is a call manager.
func (cc *callsCore) isOpen() bool { return cc.manager.Load() != nil }

// shut is the part of a service's close that waits for nothing.
func (cc *callsCore) shut() {
	if m := cc.manager.Load(); m != nil {
		m.shut()
	}
}

// close releases the manager. No call is inside the service any more.
func (cc *callsCore) close() {
	if m := cc.manager.Load(); m != nil {
		m.close()
	}
}

// endRequests ends the open invitations: their connection is over.
func (cc *callsCore) endRequests(err error) {
	if m := cc.manager.Load(); m != nil {
		m.eachOpen(func(_ *invitationLife, lost func(error)) { lost(err) })
	}
}

// hasten brings the deadline of the open invitations forward.
func (cc *callsCore) hasten(deadline int64) {
	if m := cc.manager.Load(); m != nil {
		m.eachOpen(func(life *invitationLife, _ func(error)) { life.hasten(deadline) })
	}
}

// overdue ends the invitations whose outcome has not come in time.
func (cc *callsCore) overdue(now int64) {
	if m := cc.manager.Load(); m != nil {
		m.eachOpen(func(life *invitationLife, lost func(error)) {
			if life.isOverdue(now) {
				lost(errAnswerOverdue)
			}
		})
	}
}

// inFlight reports whether an invitation waits for its outcome.
func (cc *callsCore) inFlight() (open bool) {
	if m := cc.manager.Load(); m != nil {
		m.eachOpen(func(*invitationLife, func(error)) { open = true })
	}
	return open
}
