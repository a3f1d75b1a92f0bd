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
	seq     uint64        // place among all held and stored
	offline bool          // the sender wants it kept for an offline receiver
}

// stored is a message kept for a receiver who is offline.
type stored struct {
	from string
	m    *Message
	seq  uint64
}

// stamp returns the message as receivers see it. The payload is shared, not copied.
func (m *Message) stamp(at time.Time, offline bool) *Message {
	return &Message{Type: m.Type, Text: m.Text, Raw: m.Raw, Media: m.Media, ServerTime: at, Offline: offline}
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
		c.seq++
		to.waiting.peers = append(to.waiting.peers,
			held{s, req, m.stamp(now, false), c.clock.elapsed(), c.seq, o.EnableOfflineMessaging})
	case o.EnableOfflineMessaging:
		c.seq++
		c.store(peerID, stored{s.user, m.stamp(now, true), c.seq})
		s.sink.Result(req, PeerMessageErrCachedByServer)
	default:
		s.sink.Result(req, PeerMessageErrPeerUnreachable)
	}
}

// store keeps a message for a user who is offline; the oldest makes room for a new one.
func (c *memory) store(userID string, m stored) {
	u := c.userOf(userID)
	c.dropOld(u)
	if len(u.offline) >= offlineStoreSize {
		u.offline[0] = stored{} // lets go of the message; the slot goes with the next growth
		u.offline = u.offline[1:]
	}
	u.offline = append(u.offline, m)
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

// deliverMissed hands over what was stored while the user was offline and what was held during an outage,
// in the order it was sent, and tells the senders of the latter.
func (c *memory) deliverMissed(s *memSession, messages []held) {
	u := c.users[s.user]
	c.dropOld(u)
	offline := u.offline
	u.offline = nil
	for len(offline) > 0 || len(messages) > 0 {
		if len(messages) == 0 || len(offline) > 0 && offline[0].seq < messages[0].seq {
			s.sink.PeerMessage(offline[0].from, offline[0].m)
			offline = offline[1:]
			continue
		}
		h := messages[0]
		s.sink.PeerMessage(h.from.user, h.m)
		h.from.answer(h.req, PeerMessageErrOK)
		messages = messages[1:]
	}
}

// settle decides on held messages when their receiver is no longer online: they are treated as sent to one
// who is offline. Those whose sender has given up waiting are kept, in case the session returns.
func (c *memory) settle(s *memSession) {
	var kept []held
	for _, h := range s.waiting.peers {
		switch {
		case h.offline:
			c.store(s.user, stored{h.from.user, h.m.stamp(h.m.ServerTime, true), h.seq})
			h.from.answer(h.req, PeerMessageErrCachedByServer)
		case c.clock.elapsed()-h.at < deliveryTimeout:
			h.from.answer(h.req, PeerMessageErrPeerUnreachable)
		default:
			kept = append(kept, h)
		}
	}
	s.waiting.peers = kept
}
