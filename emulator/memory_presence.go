// This file holds presence and member counts in the memory cloud.

package emulator

import "slices"

// subscription is one session's interest in one peer.
type subscription struct {
	s    *memSession
	peer string
	told int32 // the state last told
}

// peerState is how subscribers see the user.
func (c *memory) peerState(userID string) int32 {
	switch s := c.online(userID); {
	case s == nil:
		return PeerOnlineStateOffline
	case s.unreachable:
		return PeerOnlineStateUnreachable
	default:
		return PeerOnlineStateOnline
	}
}

// presenceChanged tells the user's subscribers of another state. Those who are interrupted find out by
// themselves when they resume.
func (c *memory) presenceChanged(userID string) {
	watchers := c.watchers[userID]
	if len(watchers) == 0 {
		return
	}
	news := []PeerStatus{{PeerID: userID, State: c.peerState(userID)}}
	for s, sub := range watchers {
		if s.live && sub.told != news[0].State {
			sub.told = news[0].State
			s.sink.PeersOnlineStatus(news)
		}
	}
}

// missedPresence tells a resumed session which of its peers have another state than it knows.
func (c *memory) missedPresence(s *memSession) {
	var news []PeerStatus
	for _, sub := range s.subscriptions {
		if state := c.peerState(sub.peer); state != sub.told {
			sub.told = state
			news = append(news, PeerStatus{PeerID: sub.peer, State: state})
		}
	}
	if news != nil {
		s.sink.PeersOnlineStatus(news)
	}
}

// lostSight marks a session that has not been heard of for 6 s, and goes on waiting for 30 s.
func (c *memory) lostSight(s *memSession, t *Timer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || s.silence != t {
		return // heard of just now
	}
	s.silence = c.clock.afterFunc(s.silentSince+offlineAfter-c.clock.elapsed(), func(t *Timer) { c.silent(s, t) })
	s.unreachable = true
	c.presenceChanged(s.user)
}

func (s *memSession) QueryOnline(req uint64, peers []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	states := make([]PeerStatus, len(peers))
	for i, peer := range peers {
		states[i] = PeerStatus{PeerID: peer, State: PeerOnlineStateOffline}
		if c.online(peer) != nil {
			states[i].State = PeerOnlineStateOnline // silent ones too, until they are removed
		}
	}
	s.sink.Reply(req, QueryPeersOnlineStatusErrOK, &Details{Peers: states})
}

func (s *memSession) Subscribe(req uint64, peers []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	asked := make(map[string]struct{}, len(peers))
	fresh := 0
	states := make([]PeerStatus, 0, len(peers)) // each peer once
	for _, peer := range peers {
		if _, twice := asked[peer]; twice {
			continue
		}
		asked[peer] = struct{}{}
		states = append(states, PeerStatus{PeerID: peer, State: c.peerState(peer)})
		if c.watchers[peer][s] == nil {
			fresh++
		}
	}
	if len(s.subscriptions)+fresh > maxSubscriptions {
		s.sink.Result(req, PeerSubscriptionStatusErrOverflow)
		return
	}
	for _, st := range states {
		sub := c.watchers[st.PeerID][s]
		if sub == nil {
			sub = c.watch(s, st.PeerID)
		}
		sub.told = st.State
	}
	s.sink.Result(req, PeerSubscriptionStatusErrOK)
	if len(states) > 0 {
		s.sink.PeersOnlineStatus(states)
	}
}

// watch adds a subscription.
func (c *memory) watch(s *memSession, peer string) *subscription {
	sub := &subscription{s: s, peer: peer}
	watchers := c.watchers[peer]
	if watchers == nil {
		watchers = make(map[*memSession]*subscription)
		c.watchers[peer] = watchers
	}
	watchers[s] = sub
	s.subscriptions = append(s.subscriptions, sub)
	return sub
}

// unwatch forgets that the session is interested in the peer; its own list is left to the caller.
func (c *memory) unwatch(sub *subscription) {
	watchers := c.watchers[sub.peer]
	delete(watchers, sub.s)
	if len(watchers) == 0 {
		delete(c.watchers, sub.peer)
	}
}

// unsubscribeAll is what the end of a session does to its subscriptions.
func (s *memSession) unsubscribeAll() {
	for _, sub := range s.subscriptions {
		s.cloud.unwatch(sub)
	}
	s.subscriptions = nil
}

func (s *memSession) Unsubscribe(req uint64, peers []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	for _, peer := range peers {
		if sub := c.watchers[peer][s]; sub != nil {
			c.unwatch(sub)
		}
	}
	s.subscriptions = slices.DeleteFunc(s.subscriptions, func(sub *subscription) bool {
		return c.watchers[sub.peer][s] != sub
	})
	s.sink.Result(req, PeerSubscriptionStatusErrOK)
}

func (s *memSession) Subscriptions(req uint64) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	users := make([]string, len(s.subscriptions))
	for i, sub := range s.subscriptions {
		users[i] = sub.peer
	}
	s.sink.Reply(req, QueryPeersBySubscriptionOptionErrOK, &Details{Users: users})
}

func (s *memSession) MemberCounts(req uint64, channelIDs []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	counts := make([]ChannelCount, len(channelIDs))
	for i, id := range channelIDs {
		counts[i].ChannelID = id
		if ch := c.channels[id]; ch != nil {
			counts[i].Count = len(ch.members)
		}
	}
	s.sink.Reply(req, GetChannelMemberCountErrOK, &Details{Counts: counts})
}
