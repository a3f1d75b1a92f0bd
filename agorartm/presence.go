// Presence: who is online, asked once or subscribed to.

package agorartm

import (
	"cmp"
	"context"
)

// Limits of the SDK.
const (
	// MaxPeersInQuery is how many users one QueryPeersOnlineStatus may name.
	MaxPeersInQuery = 256
	// MaxSubscribedPeers is how many users a Service may be subscribed to.
	MaxSubscribedPeers = 512
)

// PeerOnlineStatus is the online state of one user.
//
// Implements: struct PeerOnlineStatus
type PeerOnlineStatus struct {
	// PeerID is the user.
	PeerID string
	// State is the state: online, unreachable (silent for more than 6 seconds, to
	// subscribers only) or offline.
	State PeerOnlineState
}

// IsOnline tells whether the user counts as logged in: online or unreachable.
func (p PeerOnlineStatus) IsOnline() bool {
	return p.State == PeerOnlineStateOnline || p.State == PeerOnlineStateUnreachable
}

// QueryPeersOnlineStatus asks for the online state of up to 256 users (at most
// 100 times in 5 seconds). The states come in the order of peerIDs and never
// say unreachable. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (peerIDs, ctx), QueryPeersOnlineStatusErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int queryPeersOnlineStatus(const char* peerIds[], int peerCount, long long& requestId)
func (s *Service) QueryPeersOnlineStatus(ctx context.Context, peerIDs []string) ([]PeerOnlineStatus, error) {
	const op = "QueryPeersOnlineStatus"
	invalid := QueryPeersOnlineStatusErrInvalidArgument
	if err := cmp.Or(checkContext(ctx), coded(invalid, checkIDs("peerIDs", peerIDs)),
		checkCount("peerIDs", len(peerIDs), MaxPeersInQuery, invalid)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestQueryPeers, presenceTimeout,
		func() (int64, int32) { return c.native.queryPeersOnlineStatus(peerIDs) },
		codeError[QueryPeersOnlineStatusErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]PeerOnlineStatus](out), nil
}

// SubscribePeersOnlineStatus subscribes to the online state of users: at most
// 512 in all, beyond which none of the call is subscribed (10 times in 5
// seconds). Users subscribed already are no error. From then on
// ServiceHandler.OnPeersOnlineStatusChanged reports: first all users of this
// call, then changes. Subscriptions outlive reconnects and end with Logout.
// Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (peerIDs, ctx), PeerSubscriptionStatusErr
// (ErrLimitExceeded, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int subscribePeersOnlineStatus(const char* peerIds[], int peerCount, long long& requestId)
func (s *Service) SubscribePeersOnlineStatus(ctx context.Context, peerIDs []string) error {
	const op = "SubscribePeersOnlineStatus"
	if err := cmp.Or(checkContext(ctx),
		coded(PeerSubscriptionStatusErrInvalidArgument, checkIDs("peerIDs", peerIDs)),
		checkCount("peerIDs", len(peerIDs), MaxSubscribedPeers, PeerSubscriptionStatusErrOverflow)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestSubscription, presenceTimeout,
		func() (int64, int32) { return c.native.subscribePeersOnlineStatus(peerIDs) },
		codeError[PeerSubscriptionStatusErr])
	return err
}

// UnsubscribePeersOnlineStatus ends the subscription to users (10 times in 5
// seconds); those not subscribed to are no error. Cancelling ctx stops the
// wait, not the request.
//
// Errors: ErrInvalidArgument (peerIDs, ctx), PeerSubscriptionStatusErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int unsubscribePeersOnlineStatus(const char* peerIds[], int peerCount, long long& requestId)
func (s *Service) UnsubscribePeersOnlineStatus(ctx context.Context, peerIDs []string) error {
	const op = "UnsubscribePeersOnlineStatus"
	invalid := PeerSubscriptionStatusErrInvalidArgument
	if err := cmp.Or(checkContext(ctx), coded(invalid, checkIDs("peerIDs", peerIDs)),
		checkCount("peerIDs", len(peerIDs), MaxSubscribedPeers, invalid)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestSubscription, presenceTimeout,
		func() (int64, int32) { return c.native.unsubscribePeersOnlineStatus(peerIDs) },
		codeError[PeerSubscriptionStatusErr])
	return err
}

// QueryPeersBySubscriptionOption returns the users subscribed to (10 times in 5
// seconds). Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (ctx), QueryPeersBySubscriptionOptionErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int queryPeersBySubscriptionOption(PEER_SUBSCRIPTION_OPTION option, long long& requestId)
func (s *Service) QueryPeersBySubscriptionOption(ctx context.Context, option PeerSubscriptionOption) ([]string, error) {
	const op = "QueryPeersBySubscriptionOption"
	if err := checkContext(ctx); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestQueryByOption, byOptionTimeout,
		func() (int64, int32) { return c.native.queryPeersBySubscriptionOption(int32(option)) },
		codeError[QueryPeersBySubscriptionOptionErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]string](out), nil
}

func (c *core) wantsPresence() bool {
	return c.handlers.any(func(h *ServiceHandler) bool { return h.OnPeersOnlineStatusChanged != nil })
}

// presenceChanged handles onPeersOnlineStatusChanged.
func (c *core) presenceChanged(peers []PeerOnlineStatus) {
	c.notify(event{kind: eventPeersOnlineStatusChanged, more: peers})
}
