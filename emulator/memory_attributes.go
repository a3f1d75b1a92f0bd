// This file holds attributes of users and channels in the memory cloud.

package emulator

import "time"

// memAttributes are the attributes of one channel. They exist while there are any, with or without a channel.
type memAttributes struct {
	list   []Attribute // replaced as a whole, never changed
	left   bool        // there have been members
	expiry *Timer      // runs while the channel is empty
}

func (s *memSession) WriteUserAttributes(req uint64, change AttributeChange) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	attributes, ok := change.apply(s.attributes, maxUserAttributeBytes, Attribute{})
	if !ok {
		s.sink.Result(req, AttributeOperationErrSizeOverflow)
		return
	}
	s.attributes = attributes
	s.sink.Result(req, AttributeOperationErrOK)
}

func (s *memSession) ReadUserAttributes(req uint64, userID string, keys []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	of := c.online(userID)
	if of == nil {
		s.sink.Reply(req, AttributeOperationErrUserNotFound, nil)
		return
	}
	s.sink.Reply(req, AttributeOperationErrOK, &Details{Attributes: pick(of.attributes, keys)})
}

func (s *memSession) WriteChannelAttributes(req uint64, channelID string, change AttributeChange, notify bool) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	stamp := Attribute{UpdatedBy: s.user, UpdatedAt: c.clock.Now()}
	attributes, ok := change.apply(c.attributesOf(channelID), maxChannelAttributeBytes, stamp)
	if !ok {
		s.sink.Result(req, AttributeOperationErrSizeOverflow)
		return
	}
	c.setAttributes(channelID, attributes)
	s.sink.Result(req, AttributeOperationErrOK)
	if ch := c.channels[channelID]; ch != nil && notify {
		for _, m := range ch.members {
			m.attributesUpdated(attributes)
		}
	}
}

func (s *memSession) ReadChannelAttributes(req uint64, channelID string, keys []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	s.sink.Reply(req, AttributeOperationErrOK, &Details{Attributes: pick(c.attributesOf(channelID), keys)})
}

// attributesOf returns the attributes of a channel.
func (c *memory) attributesOf(channelID string) []Attribute {
	if a := c.attributes[channelID]; a != nil {
		return a.list
	}
	return nil
}

// setAttributes replaces the attributes of a channel. In an empty one they live from the last leave, or, if
// nobody has been there, from this write.
func (c *memory) setAttributes(channelID string, list []Attribute) {
	a := c.attributes[channelID]
	if len(list) == 0 {
		if a != nil {
			a.expiry.Stop()
			delete(c.attributes, channelID)
		}
		return
	}
	if a == nil {
		a = &memAttributes{}
		c.attributes[channelID] = a
	}
	a.list = list
	if c.channels[channelID] == nil && !a.left {
		c.expireAttributes(channelID, a)
	}
}

// expireAttributes starts the life of the attributes of an empty channel.
func (c *memory) expireAttributes(channelID string, a *memAttributes) {
	a.expiry.Stop()
	a.expiry = c.clock.afterFunc(c.attributeLife, func(t *Timer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.closed && a.expiry == t {
			delete(c.attributes, channelID)
		}
	})
}

// channelOpened keeps the attributes of a channel that has a member now.
func (c *memory) channelOpened(channelID string) {
	if a := c.attributes[channelID]; a != nil {
		a.expiry.Stop()
		a.expiry = nil
	}
}

// channelEmptied starts the life of the attributes of a channel without members.
func (c *memory) channelEmptied(channelID string) {
	if a := c.attributes[channelID]; a != nil {
		a.left = true
		c.expireAttributes(channelID, a)
	}
}

// attributesUpdated tells a member the attributes of its channel, now or when it resumes.
func (m *member) attributesUpdated(attributes []Attribute) {
	m.stale = !m.s.live
	if !m.stale {
		m.s.sink.AttributesUpdated(m.ch.id, attributes)
	}
}

// missedAttributes tells a resumed session of changed attributes of its channels.
func (c *memory) missedAttributes(s *memSession, channels []string) {
	for _, id := range channels {
		if m := s.members[id]; m != nil && m.stale {
			m.attributesUpdated(c.attributesOf(id))
		}
	}
}

func (c *memory) SetChannelAttributeLife(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.attributeLife = max(d, 0)
}
