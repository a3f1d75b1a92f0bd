// This file holds call invitations in the memory cloud.

package emulator

import (
	"maps"
	"slices"
	"time"
)

// memCall is an invitation under way.
type memCall struct {
	id, number uint64 // of the callee and of the caller
	caller     *memSession
	calleeID   string
	callee     *memSession // to whom it was delivered last; nil before
	content    string
	channelID  string

	inviteReq    uint64
	acknowledged bool
	offline      bool // as the caller was told last

	accepted  bool
	acceptReq uint64
	response  string

	life *Timer // until nobody waits any more
}

// memCalls are the invitations of a memory cloud.
type memCalls struct {
	last uint64
	byID map[uint64]*memCall
}

func (s *memSession) Invite(req, call uint64, calleeID, content, channelID string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live || s.calls[call] != nil {
		return
	}
	c.calls.last++
	m := &memCall{
		id: c.calls.last, number: call, caller: s, calleeID: calleeID,
		content: content, channelID: channelID, inviteReq: req,
	}
	if c.calls.byID == nil {
		c.calls.byID = make(map[uint64]*memCall)
	}
	c.calls.byID[m.id] = m
	if s.calls == nil {
		s.calls = make(map[uint64]*memCall)
	}
	s.calls[call] = m
	c.lives(m, inviteTimeout)
	if m.offline = c.online(calleeID) == nil; m.offline {
		s.sink.InvitationWaits(call, true)
		return
	}
	c.deliverCall(m)
}

// lives has the invitation forgotten when the time is over. Nobody is told: both clients count as well.
func (c *memory) lives(m *memCall, d time.Duration) {
	m.life.Stop()
	m.life = c.clock.afterFunc(d, func(t *Timer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if m.life == t && c.calls.byID[m.id] == m {
			c.forgetCall(m)
		}
	})
}

// forgetCall ends an invitation.
func (c *memory) forgetCall(m *memCall) {
	m.life.Stop()
	m.life = nil
	delete(c.calls.byID, m.id)
	if m.caller != nil {
		delete(m.caller.calls, m.number)
	}
}

// deliverCall brings an invitation to the callee's session, if it is there. From then on the callee does not count
// as offline any more: who has been there could have acknowledged.
func (c *memory) deliverCall(m *memCall) {
	to := c.online(m.calleeID)
	if to == nil {
		return
	}
	if m.offline {
		m.offline = false
		m.caller.tellCall(func(k Sink) { k.InvitationWaits(m.number, false) })
	}
	if to.live {
		m.callee = to
		to.sink.Invited(m.id, m.caller.user, m.content, m.channelID)
	}
}

// callsWhere returns the invitations of which f is true, the oldest first.
func (c *memory) callsWhere(f func(*memCall) bool) []*memCall {
	var found []*memCall
	if len(c.calls.byID) == 0 {
		return nil
	}
	for _, id := range slices.Sorted(maps.Keys(c.calls.byID)) {
		if m := c.calls.byID[id]; f(m) {
			found = append(found, m)
		}
	}
	return found
}

// tellCall gives a session a notice about an invitation, now or when it resumes.
func (s *memSession) tellCall(notice func(Sink)) {
	switch {
	case s.live:
		notice(s.sink)
	case s.phase == phaseOnline || s.phase == phaseRemoved:
		s.waiting.calls = append(s.waiting.calls, notice)
	}
}

// resumeCalls brings a session that is there again what it has not acknowledged or confirmed.
func (c *memory) resumeCalls(s *memSession, notices []func(Sink)) {
	for _, notice := range notices {
		notice(s.sink)
	}
	c.awaitedCalls(s)
	for _, m := range c.callsWhere(func(m *memCall) bool { return m.caller == s && m.accepted }) {
		s.sink.InvitationAccepted(m.number, m.response)
	}
}

// awaitedCalls brings the invitations that wait for the user of a session.
func (c *memory) awaitedCalls(s *memSession) {
	for _, m := range c.callsWhere(func(m *memCall) bool {
		return m.calleeID == s.user && m.caller != nil && !m.acknowledged
	}) {
		c.deliverCall(m)
	}
}

// endCalls lets go of a session that has ended. An invitation it sent stays with the callee, who may still find
// out that the caller has gone. One it received is over, unless the next login can have it.
func (c *memory) endCalls(s *memSession) {
	c.abandonCalls(s)
	for _, m := range c.callsWhere(func(m *memCall) bool { return m.caller == s || m.callee == s }) {
		switch {
		case m.callee == s && (m.acknowledged || m.caller == s || m.caller == nil), m.callee == nil:
			c.forgetCall(m)
		case m.callee == s:
			m.callee = nil
		default:
			m.caller = nil
		}
	}
	s.calls = nil
}

// abandonCalls tells those whose acceptance waits for a session that nobody is there.
func (c *memory) abandonCalls(s *memSession) {
	for _, m := range c.callsWhere(func(m *memCall) bool { return m.caller == s && m.accepted }) {
		c.forgetCall(m)
		m.callee.answer(m.acceptReq, RemoteInvitationErrPeerOffline)
	}
}

// received returns the invitation with this id if it was delivered to the session.
func (s *memSession) received(id uint64) *memCall {
	if m := s.cloud.calls.byID[id]; m != nil && m.callee == s {
		return m
	}
	return nil
}

func (s *memSession) AcknowledgeInvitation(id uint64) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := s.received(id); s.live && m != nil {
		c.acknowledged(m)
	}
}

func (c *memory) acknowledged(m *memCall) {
	if m.acknowledged {
		return
	}
	m.acknowledged = true
	c.lives(m, invitationLife)
	if m.caller != nil {
		m.caller.answer(m.inviteReq, LocalInvitationErrOK)
	}
}

func (s *memSession) AcceptInvitation(req, id uint64, response string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	switch m := s.received(id); {
	case m == nil:
		s.sink.Result(req, RemoteInvitationErrInvitationExpire)
	case m.accepted: // it waits for the caller
	case m.caller == nil || m.caller.phase != phaseOnline:
		c.forgetCall(m)
		s.sink.Result(req, RemoteInvitationErrPeerOffline)
	default:
		c.acknowledged(m)
		m.accepted, m.acceptReq, m.response = true, req, response
		c.lives(m, confirmTimeout)
		if m.caller.live {
			m.caller.sink.InvitationAccepted(m.number, response)
		}
	}
}

func (s *memSession) ConfirmAcceptance(call uint64) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if m := s.calls[call]; s.live && m != nil && m.accepted {
		c.forgetCall(m)
		m.callee.answer(m.acceptReq, RemoteInvitationErrOK)
	}
}

func (s *memSession) RefuseInvitation(req, id uint64, response string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	m := s.received(id)
	if m == nil || m.accepted {
		s.sink.Result(req, RemoteInvitationErrInvitationExpire)
		return
	}
	if m.caller != nil {
		c.acknowledged(m)
		number := m.number
		m.caller.tellCall(func(k Sink) { k.InvitationRefused(number, response) })
	}
	c.forgetCall(m)
	s.sink.Result(req, RemoteInvitationErrOK)
}

func (s *memSession) CancelInvitation(req, call uint64) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.live {
		return
	}
	if m := s.calls[call]; m != nil && !m.accepted {
		c.forgetCall(m)
		if m.callee != nil {
			id := m.id
			m.callee.tellCall(func(k Sink) { k.InvitationCanceled(id) })
		}
	}
	if req != 0 {
		s.sink.Result(req, 0)
	}
}
