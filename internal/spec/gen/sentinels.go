package main

import (
	"fmt"
	"strings"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// sentinels says which shared error of package agorartm an enumerator answers to in errors.Is, by
// the end of its name. The first match counts; no name means that the code stands for itself.
var sentinels = []struct{ suffix, sentinel string }{
	{"_TOO_OFTEN", "ErrTooOften"},
	{"_TIMEOUT", "ErrTimeout"},
	{"_PEER_NO_RESPONSE", "ErrTimeout"},
	{"_INVITATION_EXPIRE", "ErrTimeout"},
	{"_NOT_LOGGED_IN", "ErrNotLoggedIn"},
	{"_NOT_LOGGEDIN", "ErrNotLoggedIn"},
	{"_ERR_NOT_READY", "ErrNotLoggedIn"}, // what NOT_LOGGED_IN of attributes was up to 1.1.0
	{"_NOT_INITIALIZED", "ErrNotInitialized"},
	{"_INVALID_TOKEN", "ErrInvalidToken"},
	{"_TOKEN_EXPIRED", "ErrTokenExpired"},
	{"_INVALID_ARGUMENT", "ErrInvalidArgument"},
	{"_INVALID_APP_ID", "ErrInvalidArgument"},
	{"_INVALID_USERID", "ErrInvalidArgument"},
	{"_INVALID_MESSAGE", "ErrInvalidArgument"},
	{"_PEER_UNREACHABLE", "ErrPeerUnreachable"},
	{"_PEER_OFFLINE", "ErrPeerUnreachable"},
	{"_ALREADY_LOGGED_IN", "ErrAlreadyLoggedIn"},
	{"_ALREADY_JOINED", "ErrAlreadyJoined"},
	{"_NOT_IN_CHANNEL", "ErrNotInChannel"},
	{"_KICKED", "ErrKicked"},
	{"_EXCEED_LIMIT", "ErrLimitExceeded"},
	{"_LIMIT_EXCEEDED", "ErrLimitExceeded"},
	{"_OVERFLOW", "ErrLimitExceeded"},
	{"_REJECTED", "ErrRejected"},
	{"_NOT_AUTHORIZED", "ErrNotAuthorized"},
	{"_NOT_EXIST", "ErrNotFound"},
	{"_USER_NOT_FOUND", "ErrNotFound"},
	{"_INTERRUPTED", "ErrInterrupted"},
	{"_IMCOMPATIBLE_MESSAGE", "ErrIncompatible"},

	{"_ERR_OK", ""},
	{"_FAILURE", ""},
	{"_UNKNOWN", ""},
	{"_CACHED_BY_SERVER", ""}, // the message will arrive: not the same as unreachable
	{"_ALREADY_INITIALIZED", ""},
	{"_ERR_NOT_STARTED", ""},
	{"_ERR_ALREADY_END", ""},
	{"_ERR_ALREADY_ACCEPT", ""},
	{"_ERR_ALREADY_SENT", ""},
}

// isError tells whether an enum reports outcomes, and so becomes an error type in Go.
func isError(e *spec.Enum) bool {
	for _, v := range e.Values {
		if strings.HasSuffix(v.Name, "_OK") {
			return true
		}
	}
	return false
}

// sentinel returns the name of the shared error for an enumerator, or "" when it has none. An
// enumerator no rule speaks of is an error, so that a new one is not forgotten.
func sentinel(identifier string) (string, error) {
	for _, s := range sentinels {
		if strings.HasSuffix(identifier, s.suffix) {
			return s.sentinel, nil
		}
	}
	return "", fmt.Errorf("no rule says which shared error %s belongs to", identifier)
}
