// LocalInvitation: a call invitation as its caller sees it.

package agorartm

import (
	"context"
	"sync"
)

// LocalInvitation is a call invitation that this user makes. Its methods are
// safe for use from any goroutine, handlers included. What the SDK holds of it
// is given back by itself when it has ended.
//
// Implements: class ILocalCallInvitation
type LocalInvitation struct {
	life     *invitationLife
	native   nativeLocalInvitation
	calleeID string
	sending  sync.Mutex // one Send at a time, so that each knows whether it is the one

	// Guarded by life.mu:
	content, channelID, response string
	state                        LocalInvitationState
	received                     bool // by the callee, and told
}

// CalleeID returns who is called.
//
// Implements: const char* getCalleeId() const
func (i *LocalInvitation) CalleeID() string { return i.calleeID }

// Content returns the text that SetContent has set.
//
// Implements: const char* getContent() const
func (i *LocalInvitation) Content() string { return lockedGet(i.life, &i.content) }

// SetContent sets the text that the callee gets: at most 8 KB of UTF-8. What is
// set after Send does not travel.
//
// Errors: ErrInvalidArgument (content).
//
// Implements: void setContent(const char* content)
func (i *LocalInvitation) SetContent(content string) error {
	if err := checkInvitationText("content", content); err != nil {
		return opError("LocalInvitation.SetContent", false, err)
	}
	lockedSet(i.life, &i.content, content)
	return nil
}

// ChannelID returns the channel id that SetChannelID has set.
//
// Implements: const char* getChannelId() const
func (i *LocalInvitation) ChannelID() string { return lockedGet(i.life, &i.channelID) }

// SetChannelID sets a channel id, at most 64 bytes, which a callee with the old
// Signaling SDK needs. What is set after Send does not travel.
//
// Errors: ErrInvalidArgument (channelID).
//
// Implements: void setChannelId(const char* channelId)
func (i *LocalInvitation) SetChannelID(channelID string) error {
	const op, invalid = "LocalInvitation.SetChannelID", InvitationAPICallErrInvalidArgument
	if len(channelID) > MaxIDBytes {
		return opError(op, false, tooLarge("channelID", MaxIDBytes, invalid))
	}
	if err := coded(invalid, checkText("channelID", channelID)); err != nil {
		return opError(op, false, err)
	}
	lockedSet(i.life, &i.channelID, channelID)
	return nil
}

// Response returns what the callee has answered with, once it has accepted or
// refused; it may be empty.
//
// Implements: const char* getResponse() const
func (i *LocalInvitation) Response() string { return lockedGet(i.life, &i.response) }

// State returns the state last told by the SDK, as a call's return or a
// callback: a Send of a user who is not logged in leaves it IDLE until the
// failure is reported, and a Cancel that the SDK has taken makes it CANCELED,
// unless the callee's decision comes out to have been before.
//
// Implements: LOCAL_INVITATION_STATE getState() const
func (i *LocalInvitation) State() LocalInvitationState { return lockedGet(i.life, &i.state) }

// Send sends the invitation, once. It returns as soon as the SDK has taken it;
// Wait, Done and the handlers tell how it goes on. The SDK sends it again for
// 30 seconds until it has reached the callee, who then has 60 to decide. When
// the user is not logged in the SDK takes the invitation, and reports the
// failure LocalInvitationErrNotLoggedIn.
//
// Errors: InvitationAPICallErrCode (InvitationAPICallErrAlreadySent,
// ErrInvitationEnded, ErrInvalidArgument), ErrClosed, ErrNative.
//
// Implements: int sendLocalInvitation(ILocalCallInvitation* invitation)
func (i *LocalInvitation) Send() error {
	const op = "LocalInvitation.Send"
	i.sending.Lock()
	defer i.sending.Unlock()
	if err := i.life.enter(); err != nil {
		return opError(op, false, err)
	}
	defer i.life.leave()
	// Before the call: what comes of it may be faster than its return.
	first := i.life.expect()
	state, code := i.native.send(i.Content(), i.ChannelID())
	i.life.mu.Lock()
	defer i.life.mu.Unlock()
	if code != 0 {
		if first {
			i.life.deadline = 0
		}
		return opError(op, false, nativeError(code, invitationCallError))
	}
	i.life.sent = true
	i.advance(LocalInvitationState(state))
	return nil
}

// Cancel takes a sent invitation back. It returns as soon as the SDK has taken
// that, and State is CANCELED; the callee may have decided before, then its
// decision stands, and State follows. Wait, Done and the handlers tell.
//
// Errors: InvitationAPICallErrCode (InvitationAPICallErrNotStarted,
// ErrInvitationEnded), ErrClosed, ErrNative.
//
// Implements: int cancelLocalInvitation(ILocalCallInvitation* invitation)
func (i *LocalInvitation) Cancel() error {
	const op = "LocalInvitation.Cancel"
	if err := i.life.enter(); err != nil {
		return opError(op, false, err)
	}
	defer i.life.leave()
	if code := i.native.cancel(); code != 0 {
		return opError(op, false, nativeError(code, invitationCallError))
	}
	i.life.mu.Lock()
	defer i.life.mu.Unlock()
	i.advance(LocalInvitationStateCanceled)
	return nil
}

// Done returns a channel that is closed when the invitation has ended, or is
// closed.
func (i *LocalInvitation) Done() <-chan struct{} { return i.life.done }

// Wait waits for the outcome of the invitation: nil when the callee has
// accepted. response is the callee's, when it has accepted or refused.
// Cancelling ctx stops the wait, not the invitation: see Cancel.
//
// Errors: ErrInvitationRefused, ErrInvitationCanceled, LocalInvitationErrCode
// (ErrPeerUnreachable, ErrTimeout, ErrNotLoggedIn), ErrClosed, ErrResultLost
// (the user is logged out, or the SDK has not told in time), ErrInvalidArgument
// (ctx), the context's error.
func (i *LocalInvitation) Wait(ctx context.Context) (response string, err error) {
	err = i.life.wait(ctx, "LocalInvitation.Wait")
	return i.Response(), err
}

// Close gives the invitation back early: if it is under way it runs on at the
// server, but nothing is heard of it any more. What waits returns ErrClosed. It
// is not needed for an invitation that was sent. Close may be called any number
// of times, and returns nil.
//
// Implements: void release()
func (i *LocalInvitation) Close() error {
	i.life.close()
	return nil
}

// advance moves the state on; it never goes back. With life.mu held.
func (i *LocalInvitation) advance(state LocalInvitationState) {
	if !i.life.ended && state > i.state && state <= LocalInvitationStateFailure {
		i.state = state
	}
}

// end ends the invitation and tells the handlers through notify.
func (i *LocalInvitation) end(e LocalInvitationEvent, kind eventKind, err error, notify func(event)) {
	m := i.life.manager
	if !m.guard.enter() {
		return // the manager's close ends it
	}
	defer m.guard.leave()
	e.Invitation = i
	if i.life.end(err, func() { i.state, i.response = e.State, e.Response }) {
		notify(event{kind: kind, more: &e})
	}
}

// lost ends the invitation without the SDK's word. Any goroutine.
func (i *LocalInvitation) lost(err error) {
	i.end(LocalInvitationEvent{State: LocalInvitationStateFailure, Err: err}, eventLocalInvitationFailure, err,
		func(e event) { i.life.manager.service.dispatch.push([]event{e}, 0) })
}

// localInvitationEvent handles the five callbacks of a caller. What happened
// tells the state: libraries leave steps out, and tell others twice. Drain
// goroutine only.
func (c *core) localInvitationEvent(kind eventKind, key uint64, _ LocalInvitationState, code uint32, response string) {
	m := c.calls.manager.Load()
	if m == nil {
		return
	}
	i := m.localInvitation(key)
	if i == nil {
		return // ended, or closed
	}
	switch kind {
	case eventLocalInvitationReceivedByPeer:
		i.life.mu.Lock()
		news := !i.life.ended && !i.received
		i.received = true
		i.advance(LocalInvitationStateReceivedByRemote)
		i.life.mu.Unlock()
		if news {
			c.notify(event{kind: kind, more: &LocalInvitationEvent{Invitation: i, State: LocalInvitationStateReceivedByRemote}})
		}
	case eventLocalInvitationAccepted:
		i.end(LocalInvitationEvent{State: LocalInvitationStateAcceptedByRemote, Response: response}, kind, nil, c.notify)
	case eventLocalInvitationRefused:
		i.end(LocalInvitationEvent{State: LocalInvitationStateRefusedByRemote, Response: response}, kind, ErrInvitationRefused, c.notify)
	case eventLocalInvitationCanceled:
		i.end(LocalInvitationEvent{State: LocalInvitationStateCanceled}, kind, ErrInvitationCanceled, c.notify)
	case eventLocalInvitationFailure:
		err := invitationFailure(codeError[LocalInvitationErrCode](code))
		i.end(LocalInvitationEvent{State: LocalInvitationStateFailure, Code: LocalInvitationErrCode(code), Err: err}, kind, err, c.notify)
	}
}
