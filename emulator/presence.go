// This file holds presence and member counts between a client and the cloud.

package emulator

import "time"

// Limits of presence and member counts.
const (
	unreachableAfter = 6 * time.Second // silence after which subscribers are told UNREACHABLE
	maxQueryPeers    = 256             // peers of one online query
	maxSubscriptions = 512             // distinct peers a client may be subscribed to
	maxCountChannels = 32              // channels of one member count query
)

// PresenceSession is the part of Session about who is online, and how many are in a channel.
type PresenceSession interface {
	// QueryOnline is answered by Sink.Reply with a QueryPeersOnlineStatusErr code and Details.Peers: one entry
	// per entry of peers, in their order, online or offline.
	QueryOnline(req uint64, peers []string)
	// Subscribe subscribes the session to the online status of peers, all of them or none; answered by
	// Sink.Result with a PeerSubscriptionStatusErr code and, on success, by Sink.PeersOnlineStatus with the
	// state of each of these peers. Subscriptions outlast outages and end with the session.
	Subscribe(req uint64, peers []string)
	// Unsubscribe takes subscriptions back; peers without one are no error.
	Unsubscribe(req uint64, peers []string)
	// Subscriptions is answered by Sink.Reply with a QueryPeersBySubscriptionOptionErr code and
	// Details.Users: the peers subscribed to, in the order of subscription.
	Subscriptions(req uint64)
	// MemberCounts is answered by Sink.Reply with a GetChannelMemberCountErr code and Details.Counts, in
	// the order of the ids; a channel nobody is in has 0 members.
	MemberCounts(req uint64, channelIDs []string)
}

// PresenceSink is the part of Sink about subscriptions.
type PresenceSink interface {
	// PeersOnlineStatus brings the states of subscribed peers: of all those of a subscription just made, later
	// of those that changed; after an outage the net changes in one call. A peer is unreachable after 6 s of
	// silence.
	PeersOnlineStatus(peers []PeerStatus)
}
