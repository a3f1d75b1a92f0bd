// invitationLife: what both kinds of invitation have, their one end and the
// native object behind them.

package agorartm

import (
	"context"
	"errors"
	"sync"
)

// The documented life of an invitation, in sweeps: 30 seconds to reach the
// callee and 60 for the decision. Its confirmation falls into the slack.
const invitationTimeout = 30 + 60

// MaxInvitationBytes is the longest content and the longest response of an
// invitation.
const MaxInvitationBytes = 8 * 1024

// invitationLife ends once. The native object is given back when the invitation
// has ended and no call is inside it.
type invitationLife struct {
	manager *CallManager
	forget  func() // leaves the manager's map
	release func() // of the native object
	done    chan struct{}

	mu       sync.Mutex
	ended    bool
	err      error // how it ended; nil is accepted
	inside   int   // native calls under way
	deadline int64 // the sweep at which the outcome counts as lost; 0 before it is sent
	sent     bool  // the SDK has it
}

func newInvitationLife(m *CallManager, forget, release func()) *invitationLife {
	return &invitationLife{manager: m, forget: forget, release: release, done: make(chan struct{})}
}

// enter lets a native call in; leave must follow if it returns nil.
func (l *invitationLife) enter() error {
	if !l.manager.guard.enter() {
		return ErrClosed
	}
	l.mu.Lock()
	if !l.ended {
		l.inside++
		l.mu.Unlock()
		return nil
	}
	err := errInvitationEnded
	if errors.Is(l.err, ErrClosed) {
		err = ErrClosed
	}
	l.mu.Unlock()
	l.manager.guard.leave()
	return err
}

func (l *invitationLife) leave() {
	l.mu.Lock()
	l.inside--
	last := l.ended && l.inside == 0
	l.mu.Unlock()
	if last {
		l.release()
	}
	l.manager.guard.leave()
}

// end ends the invitation, if it has not ended; apply, which may be nil, then
// runs with it locked. The caller is inside the manager's guard, or is its close.
func (l *invitationLife) end(err error, apply func()) bool {
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return false
	}
	l.ended = true
	l.err = err
	if apply != nil {
		apply()
	}
	last := l.inside == 0
	l.mu.Unlock()
	l.forget()
	close(l.done)
	if last {
		l.release()
	}
	return true
}

// close ends the invitation early.
func (l *invitationLife) close() {
	if !l.manager.guard.enter() {
		return // the manager's close ends it
	}
	defer l.manager.guard.leave()
	l.end(ErrClosed, nil)
}

// expect sets the deadline of an invitation about to be sent, unless it has
// one. It reports whether it did.
func (l *invitationLife) expect() bool {
	deadline := l.manager.service.deadline(invitationTimeout)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.deadline != 0 {
		return false
	}
	l.deadline = deadline
	return true
}

func (l *invitationLife) open() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.ended && l.deadline != 0
}

func (l *invitationLife) hasten(deadline int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.deadline = min(l.deadline, deadline)
}

func (l *invitationLife) isOverdue(now int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.deadline <= now
}

// wait returns when the invitation has ended.
func (l *invitationLife) wait(ctx context.Context, op string) error {
	if err := checkContext(ctx); err != nil {
		return opError(op, false, err)
	}
	select {
	case <-l.done:
		l.mu.Lock()
		defer l.mu.Unlock()
		return opError(op, l.sent, l.err)
	case <-ctx.Done():
		l.mu.Lock()
		defer l.mu.Unlock()
		return opError(op, l.sent, ctx.Err())
	}
}

// checkInvitationText is for content and response.
func checkInvitationText(field, text string) error {
	const invalid = InvitationAPICallErrInvalidArgument
	if len(text) > MaxInvitationBytes {
		return coded(invalid, badArgument(field, "is larger than 8 KB"))
	}
	return coded(invalid, checkText(field, text))
}

// lockedGet and lockedSet reach a field that the life's lock guards.
func lockedGet[T any](l *invitationLife, field *T) T {
	l.mu.Lock()
	defer l.mu.Unlock()
	return *field
}

func lockedSet[T any](l *invitationLife, field *T, value T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*field = value
}
