// This file holds peer messages in the memory cloud: delivery, messages held for an interrupted
// receiver, and the store for those who are offline.

package emulator

import "time"

// held is a message whose receiver is online but interrupted.
type held struct {
	from    *memSession
	req     uint64
	m       *Message
	at      time.Duration // when it was sent
	offline bool          // the sender wants it kept for an offline receiver
}

// stored is a message kept for a receiver who is offline.
type stored struct {
	from string
	m    *Message
}

// stamp returns the message as receivers see it. The payload is shared, not copied.
func (m *Message) stamp(at time.Time, offline bool) *Message {
	return &Message{Type: m.Type, Text: m.Text, Raw: m.Raw, ServerTime: at, Offline: offline}
}

func (s *memSession) SendToPeer(req uint64, peerID string, m *Message, o SendOptions) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	now := c.clock.Now()
	switch to := c.online(peerID); {
	case to != nil && to.live:
		to.sink.PeerMessage(s.user, m.stamp(now, false))
		s.sink.Result(req, PeerMessageErrOK)
	case to != nil:
		to.waiting.peers = append(to.waiting.peers,
			held{s, req, m.stamp(now, false), c.clock.elapsed(), o.EnableOfflineMessaging})
	case o.EnableOfflineMessaging:
		c.store(peerID, s.user, m.stamp(now, true))
		s.sink.Result(req, PeerMessageErrCachedByServer)
	default:
		s.sink.Result(req, PeerMessageErrPeerUnreachable)
	}
}

// store keeps a message for a user who is offline; the oldest makes room for a new one.
func (c *memory) store(userID, from string, m *Message) {
	u := c.userOf(userID)
	c.dropOld(u)
	if len(u.offline) >= offlineStoreSize {
		u.offline[0] = stored{} // lets go of the message; the slot goes with the next growth
		u.offline = u.offline[1:]
	}
	u.offline = append(u.offline, stored{from, m})
}

// dropOld forgets stored messages that have been kept for their time. No timer does: they are looked
// at when they matter.
func (c *memory) dropOld(u *memUser) {
	limit := c.clock.Now().Add(-offlineStoreLife)
	for len(u.offline) > 0 && !u.offline[0].m.ServerTime.After(limit) {
		u.offline[0] = stored{}
		u.offline = u.offline[1:]
	}
}

// deliverOffline hands over what was stored, oldest first.
func (c *memory) deliverOffline(u *memUser, s *memSession) {
	c.dropOld(u)
	messages := u.offline
	u.offline = nil
	for _, o := range messages {
		s.sink.PeerMessage(o.from, o.m)
	}
}

// deliverHeld hands over what was held during an outage, and tells the senders.
func (c *memory) deliverHeld(s *memSession, messages []held) {
	for _, h := range messages {
		s.sink.PeerMessage(h.from.user, h.m)
		h.from.answer(h.req, PeerMessageErrOK)
	}
}

// settle decides on held messages when their receiver is no longer online: they are treated as sent to one
// who is offline. Those whose sender has given up waiting may be kept for a session that can return.
func (c *memory) settle(s *memSession, keep bool) {
	var kept []held
	for _, h := range s.waiting.peers {
		switch {
		case h.offline:
			c.store(s.user, h.from.user, h.m.stamp(h.m.ServerTime, true))
			h.from.answer(h.req, PeerMessageErrCachedByServer)
		case c.clock.elapsed()-h.at < deliveryTimeout:
			h.from.answer(h.req, PeerMessageErrPeerUnreachable)
		case keep:
			kept = append(kept, h)
		}
	}
	s.waiting.peers = kept
}
