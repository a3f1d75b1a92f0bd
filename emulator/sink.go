// This file holds what the client does with what the server tells it.

package emulator

// sink is the Sink of one login. Its methods may be called with the cloud's locks held: they take the
// client's mutex, and leave calls to the session to Client.run.
type sink struct{ c *Client }

// enter locks the client and tells whether this sink is still the one to listen to.
func (s *sink) enter() bool {
	s.c.mu.Lock()
	return s.c.sink == s
}

func (s *sink) LoginResult(code int32) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() || c.state != ConnectionStateConnecting {
		return
	}
	if code != LoginErrOK {
		c.forgetSession()
		c.loginFailed(code, ConnectionChangeReasonLoginFailure)
		return
	}
	c.requests.takeAll() // nothing but the login
	c.ready = true
	c.emit(Event{Kind: EventLoginSuccess})
	c.setState(ConnectionStateConnected, ConnectionChangeReasonLoginSuccess)
}

func (s *sink) Resumed() {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() || !c.established() || c.cut || c.broken {
		return
	}
	c.requests.take(c.relogin)
	c.resume = resumeNone
	c.ready = true
	c.alarm.Stop()
	c.alarm = nil
	c.setState(ConnectionStateConnected, ConnectionChangeReasonLoginSuccess)
	if !c.outbox.empty() {
		c.wake()
	}
}

func (s *sink) Result(req uint64, code int32) { s.answer(req, code, nil, nil) }

func (s *sink) Members(req uint64, users []string, code int32) { s.answer(req, code, users, nil) }

func (s *sink) Reply(req uint64, code int32, d *Details) { s.answer(req, code, nil, d) }

func (s *sink) answer(req uint64, code int32, users []string, d *Details) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	r := c.requests.get(req)
	switch {
	case r == nil: // too late, or nobody asked
	case r.fault.drop: // it will time out
	case r.fault.delay > 0:
		c.after(r.fault.delay, func() {
			if r, open := c.requests.take(req); open {
				c.complete(r, code, users, d)
			}
		})
	default:
		c.complete(c.requests.remove(int32(req&0xffffffff)), code, users, d)
	}
}

func (s *sink) PeerMessage(from string, m *Message) {
	c := s.c
	defer c.mu.Unlock()
	if s.enter() {
		c.emit(Event{Kind: EventPeerMessage, User: from, Message: m})
	}
}

func (s *sink) ChannelMessage(channelID, from string, m *Message) {
	s.channelEvent(channelID, Event{Kind: EventChannelMessage, User: from, Message: m})
}

func (s *sink) MemberJoined(channelID, userID string) {
	s.channelEvent(channelID, Event{Kind: EventMemberJoined, User: userID})
}

func (s *sink) MemberLeft(channelID, userID string) {
	s.channelEvent(channelID, Event{Kind: EventMemberLeft, User: userID})
}

func (s *sink) MemberCount(channelID string, n int) {
	s.channelEvent(channelID, Event{Kind: EventMemberCount, Count: int32(n)})
}

// channelEvent passes an event on to a channel that is joined.
func (s *sink) channelEvent(channelID string, e Event) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if ch := c.channels[channelID]; ch != nil && (ch.state == channelJoined || ch.state == channelLeaving) {
		ch.emit(e)
	}
}

func (s *sink) Kicked(channelID string) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if ch := c.channels[channelID]; ch != nil {
		ch.kicked()
	}
}

func (s *sink) TokenWillExpire() {
	c := s.c
	defer c.mu.Unlock()
	if s.enter() {
		c.emit(Event{Kind: EventTokenPrivilegeWillExpire})
	}
}

func (s *sink) TokenExpired() {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if !c.ready && c.state == ConnectionStateConnected && c.app.keepOld.Load() && oldToken(c.token) {
		// Old tokens end no session: after the shortest outage, too, there is time for another.
		c.alarm.Stop()
		c.alarm = nil
		c.setState(ConnectionStateReconnecting, ConnectionChangeReasonInterrupted)
	}
	if !c.told {
		c.told = true
		c.emit(Event{Kind: EventTokenExpired})
	}
	switch {
	case c.ready: // the session has ended
		c.forgetSession()
		c.abort(ConnectionChangeReasonTokenExpired)
	case c.state == ConnectionStateConnected: // found out after an outage too short to be noticed
		c.abort(ConnectionChangeReasonTokenExpired)
		c.wake()
	default: // RECONNECTING until there is another token
		c.requests.take(c.relogin)
		c.resume = resumeNone
	}
}

func (s *sink) Closed(reason ClosedReason) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	c.forgetSession()
	switch {
	case c.state == ConnectionStateConnecting:
		c.loginFailed(LoginErrRejected, ConnectionChangeReasonLoginFailure)
	case reason == ClosedBanned:
		c.abort(ConnectionChangeReasonBannedByServer)
	default:
		c.abort(ConnectionChangeReasonRemoteLogin)
	}
}

func (s *sink) LinkDown() { s.link(true) }

func (s *sink) LinkUp() { s.link(false) }

func (s *sink) link(broken bool) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() || c.broken == broken {
		return
	}
	c.broken = broken
	c.linkChanged(!broken)
	c.wake()
}
