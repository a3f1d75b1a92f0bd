// This file holds presence and member counts of the client.

package emulator

// QueryPeersOnlineStatus asks who of at most 256 peers is online. The result is
// EventQueryPeersOnlineStatusResult with this id, within 10 s.
func (c *Client) QueryPeersOnlineStatus(id int64, peers []string) int32 { panic("to do") }

// SubscribePeersOnlineStatus subscribes to the status of peers, 512 in all. The result is
// EventSubscriptionRequestResult with this id, within 10 s, then EventPeersOnlineStatusChanged.
func (c *Client) SubscribePeersOnlineStatus(id int64, peers []string) int32 { panic("to do") }

// UnsubscribePeersOnlineStatus takes subscriptions back. The result is
// EventSubscriptionRequestResult with this id, within 10 s.
func (c *Client) UnsubscribePeersOnlineStatus(id int64, peers []string) int32 { panic("to do") }

// QueryPeersBySubscriptionOption asks for the peers subscribed to. The result is
// EventQueryPeersBySubscriptionOptionResult with this id, within 5 s.
func (c *Client) QueryPeersBySubscriptionOption(id int64, option int32) int32 { panic("to do") }

// GetChannelMemberCount asks for the number of members of at most 32 channels. The result is
// EventGetChannelMemberCountResult with this id, within 5 s.
func (c *Client) GetChannelMemberCount(id int64, channelIDs []string) int32 { panic("to do") }

func (s *sink) PeersOnlineStatus(peers []PeerStatus) {}
