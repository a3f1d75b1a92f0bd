// This file holds channels in the memory cloud: membership, messages, and the notices about both.

package emulator

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// memChannel exists while it has members.
type memChannel struct {
	id      string
	members []*member
	recent  []channelMessage // the last backfillSize messages, a ring once full
	next    int              // where the ring goes on
	counter *Timer           // pending sweep of member counts
	sweepAt time.Duration    // before this no member may be told another count
}

// member is one session in one channel.
type member struct {
	s      *memSession
	ch     *memChannel
	index  int           // in ch.members
	told   int           // the member count last told to it
	toldAt time.Duration // and when
	stale  bool          // attributes of the channel changed while the link was down
}

// channelMessage is a message kept for members who missed it.
type channelMessage struct {
	seq  uint64
	at   time.Duration
	from string
	m    *Message
}

func (s *memSession) Join(req uint64, channelID string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	if s.members[channelID] != nil {
		s.sink.Result(req, JoinChannelErrOK)
		return
	}
	m := c.addMember(s, channelID)
	s.sink.Result(req, JoinChannelErrOK)
	s.sink.MemberCount(channelID, m.told)
	c.joined(m)
}

func (s *memSession) Leave(req uint64, channelID string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	m := s.members[channelID]
	if m == nil {
		s.sink.Result(req, LeaveChannelErrNotInChannel)
		return
	}
	c.removeMember(m)
	s.sink.Result(req, LeaveChannelErrOK)
}

func (s *memSession) SendToChannel(req uint64, channelID string, m *Message, _ SendOptions) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	self := s.members[channelID]
	if self == nil {
		s.sink.Result(req, ChannelMessageErrFailure)
		return
	}
	sent := m.stamp(c.clock.Now(), false)
	c.seq++
	self.ch.remember(channelMessage{c.seq, c.clock.elapsed(), s.user, sent})
	for _, to := range self.ch.members {
		if to != self && to.s.live {
			to.s.sink.ChannelMessage(channelID, s.user, sent)
		}
	}
	s.sink.Result(req, ChannelMessageErrOK)
}

func (s *memSession) Members(req uint64, channelID string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	self := s.members[channelID]
	if self == nil {
		s.sink.Members(req, nil, GetMembersErrNotInChannel)
		return
	}
	all := self.ch.members
	users := make([]string, min(len(all), membersLimit))
	if len(all) <= membersLimit {
		for i, m := range all {
			users[i] = m.s.user
		}
	} else {
		for i, pick := range rand.Perm(len(all))[:membersLimit] {
			users[i] = all[pick].s.user
		}
	}
	s.sink.Members(req, users, GetMembersErrOK)
}

// addMember puts the session into the channel, which comes into being with its first member.
func (c *memory) addMember(s *memSession, channelID string) *member {
	ch := c.channels[channelID]
	if ch == nil {
		ch = &memChannel{id: channelID}
		c.channels[channelID] = ch
		c.channelOpened(channelID)
	}
	m := &member{s: s, ch: ch, index: len(ch.members), told: len(ch.members) + 1, toldAt: c.clock.elapsed()}
	ch.members = append(ch.members, m)
	if s.members == nil {
		s.members = make(map[string]*member)
	}
	s.members[channelID] = m
	return m
}

// joined tells the others of a new member.
func (c *memory) joined(m *member) {
	m.ch.notify(m, m.s.user, true, len(m.ch.members))
	c.countChanged(m.ch)
}

// removeMember takes the session out of the channel, which vanishes with its last member.
func (c *memory) removeMember(m *member) {
	ch := m.ch
	last := len(ch.members) - 1
	ch.members[m.index] = ch.members[last]
	ch.members[m.index].index = m.index
	ch.members[last] = nil
	ch.members = ch.members[:last]
	delete(m.s.members, ch.id)
	if last == 0 {
		ch.counter.Stop()
		delete(c.channels, ch.id)
		c.channelEmptied(ch.id)
		return
	}
	ch.notify(nil, m.s.user, false, last+1)
	c.countChanged(ch)
}

// notify tells the members, but for one, that a user came or went. In a crowd it says nothing; size is the
// larger of the member counts before and after.
func (ch *memChannel) notify(except *member, user string, joined bool, size int) {
	if size > noticeLimit {
		return
	}
	for _, m := range ch.members {
		switch {
		case m == except:
		case !m.s.live:
			m.s.waiting.notices = append(m.s.waiting.notices, notice{ch.id, user, joined})
		default:
			m.s.tell(notice{ch.id, user, joined})
		}
	}
}

// tell passes a notice on to the client.
func (s *memSession) tell(n notice) {
	if n.joined {
		s.sink.MemberJoined(n.channel, n.user)
	} else {
		s.sink.MemberLeft(n.channel, n.user)
	}
}

// remember keeps a message for those who miss it.
func (ch *memChannel) remember(m channelMessage) {
	if len(ch.recent) < backfillSize {
		ch.recent = append(ch.recent, m)
		return
	}
	ch.recent[ch.next] = m
	ch.next = (ch.next + 1) % backfillSize
}

// countChanged tells the members how many they are, no member more often than the interval allows. The
// last count wins.
func (c *memory) countChanged(ch *memChannel) {
	now := c.clock.elapsed()
	if now < ch.sweepAt {
		c.sweepLater(ch, ch.sweepAt-now)
		return
	}
	interval := countInterval
	if len(ch.members) > noticeLimit {
		interval = countIntervalCrowd
	}
	ch.sweepAt = math.MaxInt64
	later := time.Duration(math.MaxInt64)
	for _, m := range ch.members {
		due := m.toldAt + interval
		if m.s.live && m.told != len(ch.members) {
			if due <= now {
				m.told, m.toldAt = len(ch.members), now
				due = now + interval
				m.s.sink.MemberCount(ch.id, m.told)
			} else {
				later = min(later, due)
			}
		}
		ch.sweepAt = min(ch.sweepAt, due)
	}
	if later != math.MaxInt64 {
		c.sweepLater(ch, later-now)
	}
}

// sweepLater looks at the member counts again after d, unless that is arranged already.
func (c *memory) sweepLater(ch *memChannel, d time.Duration) {
	if ch.counter != nil {
		return
	}
	ch.counter = c.clock.AfterFunc(d, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.closed || c.channels[ch.id] != ch {
			return
		}
		ch.counter = nil
		c.countChanged(ch)
	})
}

// rejoin makes the memberships of a resumed session what the client believes they are, but for channels
// the server removed it from.
func (c *memory) rejoin(s *memSession, channels []string) {
	for id, m := range s.members {
		if !slices.Contains(channels, id) {
			c.removeMember(m)
		}
	}
	for _, id := range channels {
		if _, kicked := s.kicked[id]; kicked {
			s.sink.Kicked(id)
		} else if s.members[id] == nil {
			c.joined(c.addMember(s, id))
		}
	}
	s.kicked = nil
}

// makeUp tells a resumed session what it missed in its channels.
func (c *memory) makeUp(s *memSession, channels []string, notices []notice) {
	now := c.clock.elapsed()
	for _, id := range channels {
		m := s.members[id]
		if m == nil {
			continue
		}
		for i := range m.ch.recent {
			msg := &m.ch.recent[(m.ch.next+i)%len(m.ch.recent)]
			if msg.seq > s.lostAt && now-msg.at <= backfillLife {
				s.sink.ChannelMessage(id, msg.from, msg.m)
			}
		}
	}
	c.missedAttributes(s, channels)
	for _, n := range notices {
		if s.members[n.channel] != nil {
			s.tell(n)
		}
	}
	for _, id := range channels {
		m := s.members[id]
		if m == nil {
			continue
		}
		known := m.told
		if before, removed := s.counts[id]; removed {
			known = before
		}
		if n := len(m.ch.members); n != known {
			m.told, m.toldAt = n, now
			s.sink.MemberCount(id, n)
		}
	}
	s.counts = nil
}
