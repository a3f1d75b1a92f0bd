// Errors of call invitations: how they end, and what their calls refuse.

package agorartm

import (
	"errors"
	"fmt"
)

// Sentinels of call invitations, for errors.Is.
var (
	// ErrInvitationRefused: the callee has refused the call.
	ErrInvitationRefused = errors.New("the invitation was refused")
	// ErrInvitationCanceled: the caller has taken the invitation back.
	ErrInvitationCanceled = errors.New("the invitation was canceled")
	// ErrInvitationEnded: the invitation has ended before the call, however it did.
	ErrInvitationEnded = errors.New("the invitation has ended")
)

// errInvitationEnded is what a call of an ended invitation answers. The SDK's
// object is given back by then, so it is not asked.
var errInvitationEnded = invitationCallError(uint32(InvitationAPICallErrAlreadyEnd))

// invitationCallError makes the error of a code that a call returned.
func invitationCallError(code uint32) error {
	if code == uint32(InvitationAPICallErrAlreadyEnd) {
		return fmt.Errorf("%w: %w", ErrInvitationEnded, InvitationAPICallErrAlreadyEnd)
	}
	return codeError[InvitationAPICallErrCode](code)
}

// invitationFailure makes the error of an invitation that failed, which there
// must be even when the library gives no code.
func invitationFailure(err error) error {
	if err == nil {
		return fmt.Errorf("%w: an invitation failed without a code", ErrNative)
	}
	return err
}
