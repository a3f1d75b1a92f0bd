// RemoteInvitation: a call invitation as its callee sees it.

package agorartm

import "context"

// RemoteInvitation is a call invitation that this user has received, by
// CallHandler.OnRemoteInvitationReceived. Its methods are safe for use from any
// goroutine, handlers included. What the SDK holds of it is given back by
// itself when it has ended, whether or not anybody handles it.
//
// Implements: class IRemoteCallInvitation
type RemoteInvitation struct {
	life                         *invitationLife
	native                       nativeRemoteInvitation
	callerID, content, channelID string

	// Guarded by life.mu:
	response string
	state    RemoteInvitationState
}

// CallerID returns who calls.
//
// Implements: const char* getCallerId() const
func (i *RemoteInvitation) CallerID() string { return i.callerID }

// Content returns the caller's text.
//
// Implements: const char* getContent() const
func (i *RemoteInvitation) Content() string { return i.content }

// ChannelID returns the channel id that the caller has set, if any; it comes
// from the old Signaling SDK.
//
// Implements: const char* getChannelId() const
func (i *RemoteInvitation) ChannelID() string { return i.channelID }

// Response returns the text that SetResponse has set.
//
// Implements: const char* getResponse() const
func (i *RemoteInvitation) Response() string { return lockedGet(i.life, &i.response) }

// SetResponse sets a text that the caller gets with the answer: at most 8 KB of
// UTF-8. What is set after Accept or Refuse does not travel.
//
// Errors: ErrInvalidArgument (response).
//
// Implements: void setResponse(const char* response)
func (i *RemoteInvitation) SetResponse(response string) error {
	if err := checkInvitationText("response", response); err != nil {
		return opError("RemoteInvitation.SetResponse", false, err)
	}
	lockedSet(i.life, &i.response, response)
	return nil
}

// State returns the state last told by the SDK, as a call's return or a
// callback.
//
// Implements: REMOTE_INVITATION_STATE getState() const
func (i *RemoteInvitation) State() RemoteInvitationState { return lockedGet(i.life, &i.state) }

// Accept accepts the call. It returns as soon as the SDK has taken that; the
// call is made when the caller has confirmed it, which Wait and the handlers
// tell.
//
// Errors: InvitationAPICallErrCode (InvitationAPICallErrAlreadyAccept,
// ErrInvitationEnded, ErrInvalidArgument), ErrClosed, ErrNative.
//
// Implements: int acceptRemoteInvitation(IRemoteCallInvitation* invitation)
func (i *RemoteInvitation) Accept() error {
	return i.answer("RemoteInvitation.Accept", i.native.accept)
}

// Refuse refuses the call. It returns as soon as the SDK has taken that; Wait
// and the handlers tell when it is done.
//
// Errors: InvitationAPICallErrCode (InvitationAPICallErrAlreadyAccept,
// ErrInvitationEnded, ErrInvalidArgument), ErrClosed, ErrNative.
//
// Implements: int refuseRemoteInvitation(IRemoteCallInvitation* invitation)
func (i *RemoteInvitation) Refuse() error {
	return i.answer("RemoteInvitation.Refuse", i.native.refuse)
}

func (i *RemoteInvitation) answer(op string, native func(response string) (state, code int32)) error {
	if err := i.life.enter(); err != nil {
		return opError(op, false, err)
	}
	defer i.life.leave()
	state, code := native(i.Response())
	if code != 0 {
		return opError(op, false, nativeError(code, invitationCallError))
	}
	i.life.mu.Lock()
	defer i.life.mu.Unlock()
	if s := RemoteInvitationState(state); !i.life.ended && s > i.state && s <= RemoteInvitationStateFailure {
		i.state = s
	}
	return nil
}

// Done returns a channel that is closed when the invitation has ended, or is
// closed.
func (i *RemoteInvitation) Done() <-chan struct{} { return i.life.done }

// Wait waits for the outcome of the invitation: nil when it was accepted and
// the caller has confirmed that. Cancelling ctx stops the wait, not the
// invitation.
//
// Errors: ErrInvitationRefused (by this user), ErrInvitationCanceled (by the
// caller), RemoteInvitationErrCode (ErrPeerUnreachable, ErrTimeout, ...),
// ErrClosed, ErrResultLost (the user is logged out, or the SDK has not told in
// time), ErrInvalidArgument (ctx), the context's error.
func (i *RemoteInvitation) Wait(ctx context.Context) error {
	return i.life.wait(ctx, "RemoteInvitation.Wait")
}

// Close gives the invitation back early: nothing is heard of it any more, and
// to the caller it is not answered. What waits returns ErrClosed. It is not
// needed: every invitation ends. Close may be called any number of times, and
// returns nil.
//
// Implements: void release()
func (i *RemoteInvitation) Close() error {
	i.life.close()
	return nil
}

// end ends the invitation and tells the handlers through notify.
func (i *RemoteInvitation) end(e RemoteInvitationEvent, kind eventKind, err error, notify func(event)) {
	m := i.life.manager
	if !m.guard.enter() {
		return // the manager's close ends it
	}
	defer m.guard.leave()
	e.Invitation = i
	if i.life.end(err, func() { i.state = e.State }) {
		notify(event{kind: kind, more: &e})
	}
}

// lost ends the invitation without the SDK's word. Any goroutine.
func (i *RemoteInvitation) lost(err error) {
	i.end(RemoteInvitationEvent{State: RemoteInvitationStateFailure, Err: err}, eventRemoteInvitationFailure, err,
		func(e event) { i.life.manager.service.dispatch.push([]event{e}, 0) })
}

// remoteInvitationReceived handles onRemoteInvitationReceived and owns native.
// Drain goroutine only.
func (c *core) remoteInvitationReceived(key uint64, _ RemoteInvitationState, native nativeRemoteInvitation, callerID, content, channelID string) {
	m := c.calls.manager.Load()
	if m == nil || !m.guard.enter() {
		native.release()
		return
	}
	defer m.guard.leave()
	i := &RemoteInvitation{
		native:   native,
		callerID: callerID, content: content, channelID: channelID,
		state: RemoteInvitationStateInvitationReceived,
	}
	i.life = newInvitationLife(m, func() {
		m.mu.Lock()
		delete(m.remote, key)
		m.mu.Unlock()
	}, native.release)
	i.life.sent = true
	i.life.expect()
	m.mu.Lock()
	over := m.over
	if !over {
		m.remote[key] = i
	}
	m.mu.Unlock()
	if over {
		i.life.end(ErrClosed, nil)
		return
	}
	c.notify(event{kind: eventRemoteInvitationReceived, more: &RemoteInvitationEvent{
		Invitation: i, State: RemoteInvitationStateInvitationReceived,
	}})
}

// remoteInvitationEvent handles the other four callbacks of a callee, as
// localInvitationEvent does. Drain goroutine only.
func (c *core) remoteInvitationEvent(kind eventKind, key uint64, _ RemoteInvitationState, code uint32) {
	m := c.calls.manager.Load()
	if m == nil {
		return
	}
	i := m.remoteInvitation(key)
	if i == nil {
		return // ended, or closed
	}
	switch kind {
	case eventRemoteInvitationAccepted:
		i.end(RemoteInvitationEvent{State: RemoteInvitationStateAccepted}, kind, nil, c.notify)
	case eventRemoteInvitationRefused:
		i.end(RemoteInvitationEvent{State: RemoteInvitationStateRefused}, kind, ErrInvitationRefused, c.notify)
	case eventRemoteInvitationCanceled:
		i.end(RemoteInvitationEvent{State: RemoteInvitationStateCanceled}, kind, ErrInvitationCanceled, c.notify)
	case eventRemoteInvitationFailure:
		err := invitationFailure(codeError[RemoteInvitationErrCode](code))
		i.end(RemoteInvitationEvent{State: RemoteInvitationStateFailure, Code: RemoteInvitationErrCode(code), Err: err}, kind, err, c.notify)
	}
}
