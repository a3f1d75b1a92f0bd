// Errors: the sentinels shared by all operations, and the types that carry
// them. The SDK's own codes are in codes_gen.go.

package agorartm

import (
	"context"
	"errors"
	"fmt"
)

// Sentinels for errors.Is. Several codes of the SDK answer to one sentinel;
// the code itself is reached with errors.As or compared with errors.Is.
var (
	// ErrClosed: the Service or Channel was closed before or during the call.
	ErrClosed = errors.New("closed")
	// ErrTimeout: the SDK gave up, or never answered.
	ErrTimeout = errors.New("timed out")
	// ErrResultLost: the SDK took the request, then the connection ended or the
	// time for its answer passed; whether it took effect is unknown.
	ErrResultLost = errors.New("no result came")
	// ErrTooOften: a call frequency limit of the SDK.
	ErrTooOften = errors.New("too often")
	// ErrNotLoggedIn: the call needs a successful Login first.
	ErrNotLoggedIn = errors.New("not logged in")
	// ErrNotInitialized: the native service is not initialized.
	ErrNotInitialized = errors.New("not initialized")
	// ErrInvalidArgument: an argument was refused, here (see ArgumentError) or by the SDK.
	ErrInvalidArgument = errors.New("invalid argument")
	// ErrTokenExpired: the token has run out.
	ErrTokenExpired = errors.New("token expired")
	// ErrInvalidToken: the token does not fit the App ID or the user.
	ErrInvalidToken = errors.New("invalid token")
	// ErrPeerUnreachable: the peer is offline or did not answer.
	ErrPeerUnreachable = errors.New("peer unreachable")
	// ErrAlreadyLoggedIn: logged in, logging in, or aborted and not yet logged out.
	ErrAlreadyLoggedIn = errors.New("already logged in")
	// ErrAlreadyJoined: the channel is joined or being joined.
	ErrAlreadyJoined = errors.New("already joined")
	// ErrNotInChannel: the call needs a joined channel.
	ErrNotInChannel = errors.New("not in the channel")
	// ErrKicked: the server removed the user from the channel.
	ErrKicked = errors.New("kicked from the channel")
	// ErrLimitExceeded: a size or count limit of the SDK.
	ErrLimitExceeded = errors.New("limit exceeded")
	// ErrRejected: the server refused the request.
	ErrRejected = errors.New("rejected by the server")
	// ErrNotAuthorized: the project or user may not use RTM.
	ErrNotAuthorized = errors.New("not authorized")
	// ErrNotFound: the user or object is not known to the server.
	ErrNotFound = errors.New("not found")
	// ErrInterrupted: the operation was cut off.
	ErrInterrupted = errors.New("interrupted")
	// ErrIncompatible: the receiver's SDK is too old for this message.
	ErrIncompatible = errors.New("incompatible with the receiver")
	// ErrChannelExists: this Service has an open Channel of that id.
	ErrChannelExists = errors.New("channel exists")
	// ErrServicesOpen: SetServiceContext was called while a Service was open.
	ErrServicesOpen = errors.New("a service is open")
	// ErrSDKRequired: WithRequireSDK was given, and this build carries the embedded engine.
	ErrSDKRequired = errors.New("the official SDK is required, but this build carries the embedded engine (build with -tags agora_sdk)")
	// ErrUnsupported: the SDK this build stands on has no such call or option; the
	// error's text names its version.
	ErrUnsupported = errors.New("not in SDK")
	// ErrVersionMismatch: the native library is of another version than the headers
	// this program was compiled with, and its classes look different.
	ErrVersionMismatch = errors.New("library and headers are of different SDK versions")
	// ErrNative: the native library failed in a way it does not document (an
	// exception, or null where an object was due).
	ErrNative = errors.New("native library failure")
)

// OpError says which operation failed and why. Every error of a Service or
// Channel method is one.
type OpError struct {
	// Op is the method, such as "Login" or "Channel.Join".
	Op string
	// Accepted tells that the SDK had taken the request when the call ended: it
	// may have taken effect, or still take effect. False means nothing was sent.
	Accepted bool
	// Err is the reason: a code type such as LoginErrCode, an *ArgumentError, a
	// context's error, or one of the sentinels.
	Err error
}

// Error returns the operation and the reason.
func (e *OpError) Error() string { return "agorartm: " + e.Op + ": " + e.Err.Error() }

// Unwrap returns the reason.
func (e *OpError) Unwrap() error { return e.Err }

// Timeout reports whether time ran out: a timeout code, a lost result, or the
// context's deadline. With it OpError satisfies net.Error's Timeout.
func (e *OpError) Timeout() bool {
	return errors.Is(e.Err, ErrTimeout) || errors.Is(e.Err, context.DeadlineExceeded)
}

// ArgumentError names the argument that was refused before anything was sent.
// It answers errors.Is for ErrInvalidArgument and, where the SDK has a code for
// it, for that: PeerMessageErrInvalidUserID, say. For a context that was done
// already it answers for the context's error instead.
type ArgumentError struct {
	// Field is the parameter, or the part of it: "peerID", "message.Text",
	// "peerIDs[3]", "attributes[0].Key", "ctx".
	Field string
	// Reason tells what is wrong with it, without its content.
	Reason string
	// Err is ErrInvalidArgument, an error that answers to it and is the SDK's code,
	// or the context's error.
	Err error
}

// Error returns the field and the reason.
func (e *ArgumentError) Error() string { return fmt.Sprintf("%s %s", e.Field, e.Reason) }

// Unwrap returns Err.
func (e *ArgumentError) Unwrap() error { return e.Err }

func badArgument(field, reason string) error {
	return &ArgumentError{Field: field, Reason: reason, Err: ErrInvalidArgument}
}

// opError wraps err; nil stays nil.
func opError(op string, accepted bool, err error) error {
	if err == nil {
		return nil
	}
	return &OpError{Op: op, Accepted: accepted, Err: err}
}

// errAnswerOverdue is the lost result whose documented time has passed.
var errAnswerOverdue = fmt.Errorf("%w in its time: %w", ErrResultLost, ErrTimeout)

// errConnectionEnded is the lost result of a request whose connection ended.
var errConnectionEnded = fmt.Errorf("%w before the connection ended", ErrResultLost)
