// This file holds presence and member counts of the client.

package emulator

import "slices"

// QueryPeersOnlineStatus asks who of at most 256 peers is online. The result is
// EventQueryPeersOnlineStatusResult with this id, within 10 s.
func (c *Client) QueryPeersOnlineStatus(id int64, peers []string) int32 {
	valid := len(peers) <= maxQueryPeers && validIDs(peers)
	peers = slices.Clone(peers)
	return c.ask(OperationQueryPeersOnlineStatus, func() int32 {
		switch {
		case !valid:
			return QueryPeersOnlineStatusErrInvalidArgument
		case !c.allow(&c.windows.queryOnline, limitQueryOnline):
			return QueryPeersOnlineStatusErrTooOften
		}
		return QueryPeersOnlineStatusErrOK
	}, func(sess Session, number uint64) {
		sess.QueryOnline(number, peers)
	}, func(code int32, d *Details) {
		c.emit(Event{Kind: EventQueryPeersOnlineStatusResult, ID: id, Code: code, Details: d})
	})
}

// peerSet is a set of user ids.
type peerSet map[string]struct{}

// pick returns the peers, each once, that are in the set, or those that are not.
func (p peerSet) pick(peers []string, in bool) peerSet {
	some := make(peerSet, len(peers))
	for _, peer := range peers {
		if _, found := p[peer]; found == in {
			some[peer] = struct{}{}
		}
	}
	return some
}

func (p peerSet) add(peers peerSet) {
	for peer := range peers {
		p[peer] = struct{}{}
	}
}

func (p peerSet) remove(peers peerSet) {
	for peer := range peers {
		delete(p, peer)
	}
}

// SubscribePeersOnlineStatus subscribes to the status of peers, 512 in all. The result is
// EventSubscriptionRequestResult with this id, within 10 s, then EventPeersOnlineStatusChanged.
func (c *Client) SubscribePeersOnlineStatus(id int64, peers []string) int32 {
	valid := validIDs(peers)
	peers = slices.Clone(peers)
	// The set is the one of now: what the requests of a session come to is of no concern once it has ended.
	var all, added peerSet
	return c.ask(OperationSubscribePeersOnlineStatus, func() int32 {
		if !valid {
			return PeerSubscriptionStatusErrInvalidArgument
		}
		all, added = c.subscribed, c.subscribed.pick(peers, false)
		switch {
		case len(all)+len(added) > maxSubscriptions:
			return PeerSubscriptionStatusErrOverflow
		case !c.allow(&c.windows.subscribe, limitSubscribe):
			return PeerSubscriptionStatusErrTooOften
		}
		all.add(added)
		return PeerSubscriptionStatusErrOK
	}, func(sess Session, number uint64) {
		sess.Subscribe(number, peers)
	}, func(code int32, _ *Details) {
		if code != PeerSubscriptionStatusErrOK {
			all.remove(added)
		}
		c.emit(Event{Kind: EventSubscriptionRequestResult, ID: id, Code: code})
	})
}

// UnsubscribePeersOnlineStatus takes subscriptions back. The result is
// EventSubscriptionRequestResult with this id, within 10 s.
func (c *Client) UnsubscribePeersOnlineStatus(id int64, peers []string) int32 {
	valid := validIDs(peers)
	peers = slices.Clone(peers)
	var all, removed peerSet
	return c.ask(OperationUnsubscribePeersOnlineStatus, func() int32 {
		switch {
		case !valid:
			return PeerSubscriptionStatusErrInvalidArgument
		case !c.allow(&c.windows.unsubscribe, limitUnsubscribe):
			return PeerSubscriptionStatusErrTooOften
		}
		all, removed = c.subscribed, c.subscribed.pick(peers, true)
		all.remove(removed)
		return PeerSubscriptionStatusErrOK
	}, func(sess Session, number uint64) {
		sess.Unsubscribe(number, peers)
	}, func(code int32, _ *Details) {
		if code != PeerSubscriptionStatusErrOK {
			all.add(removed)
		}
		c.emit(Event{Kind: EventSubscriptionRequestResult, ID: id, Code: code})
	})
}

// QueryPeersBySubscriptionOption asks for the peers subscribed to. The result is
// EventQueryPeersBySubscriptionOptionResult with this id, within 5 s. An option other than
// PeerSubscriptionOptionOnlineStatus fails there.
func (c *Client) QueryPeersBySubscriptionOption(id int64, option int32) int32 {
	return c.ask(OperationQueryPeersBySubscriptionOption, func() int32 {
		if !c.allow(&c.windows.queryByOption, limitQueryByOption) {
			return QueryPeersBySubscriptionOptionErrTooOften
		}
		return QueryPeersBySubscriptionOptionErrOK
	}, func(sess Session, number uint64) {
		sess.Subscriptions(number)
	}, func(code int32, d *Details) {
		e := Event{Kind: EventQueryPeersBySubscriptionOptionResult, ID: id, Code: code}
		switch {
		case code != QueryPeersBySubscriptionOptionErrOK:
		case option != PeerSubscriptionOptionOnlineStatus:
			e.Code = QueryPeersBySubscriptionOptionErrFailure
		default:
			e.Users = d.Users
		}
		c.emit(e)
	})
}

// GetChannelMemberCount asks for the number of members of at most 32 channels. The result is
// EventGetChannelMemberCountResult with this id, within 5 s.
func (c *Client) GetChannelMemberCount(id int64, channelIDs []string) int32 {
	valid := validIDs(channelIDs)
	channelIDs = slices.Clone(channelIDs)
	return c.ask(OperationGetChannelMemberCount, func() int32 {
		switch {
		case len(channelIDs) > maxCountChannels:
			return GetChannelMemberCountErrExceedLimit
		case !valid:
			return GetChannelMemberCountErrInvalidArgument
		case !c.allow(&c.windows.memberCount, limitMemberCount):
			return GetChannelMemberCountErrTooOften
		}
		return GetChannelMemberCountErrOK
	}, func(sess Session, number uint64) {
		sess.MemberCounts(number, channelIDs)
	}, func(code int32, d *Details) {
		c.emit(Event{Kind: EventGetChannelMemberCountResult, ID: id, Code: code, Details: d})
	})
}

func (s *sink) PeersOnlineStatus(peers []PeerStatus) {
	c := s.c
	defer c.mu.Unlock()
	if s.enter() {
		c.emit(Event{Kind: EventPeersOnlineStatusChanged, Details: &Details{Peers: peers}})
	}
}
