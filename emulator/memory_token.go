// This file holds what the memory cloud does about tokens that run out.

package emulator

import "time"

// expire notes that the token is of no more use to this user.
func (u *memUser) expire(token string) {
	if token == "" {
		return
	}
	if u.expired == nil {
		u.expired = make(map[string]struct{})
	}
	u.expired[token] = struct{}{}
}

func (c *memory) ExpireToken(userID string, in time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	u := c.userOf(userID)
	if u.session != nil && !u.session.gone {
		u.session.limitToken(in)
		return
	}
	at := c.clock.elapsed() + max(in, 0)
	u.nextExpiry = &at
}

// limitToken lets the token of the session run out after the given time.
func (s *memSession) limitToken(in time.Duration) {
	s.stopToken()
	if in <= 0 {
		s.tokenOver()
		return
	}
	c := s.cloud
	s.expiry = c.clock.afterFunc(in, func(t *Timer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.expiry == t {
			s.tokenOver()
		}
	})
	if in <= tokenWarning {
		s.warnToken()
		return
	}
	s.warning = c.clock.afterFunc(in-tokenWarning, func(t *Timer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if s.warning == t {
			s.warnToken()
		}
	})
}

// stopToken forgets the end of the token.
func (s *memSession) stopToken() {
	s.expiry.Stop()
	s.warning.Stop()
	s.expiry, s.warning = nil, nil
}

// warnToken warns once per token, now or when the session resumes.
func (s *memSession) warnToken() {
	if s.warned {
		return
	}
	s.warned = true
	if s.live {
		s.sink.TokenWillExpire()
	} else {
		s.warn = true
	}
}

// tokenOver ends a session whose token has run out. One that is interrupted learns of it when it
// resumes, and may go on with another token.
func (s *memSession) tokenOver() {
	c := s.cloud
	s.stopToken()
	if u := c.users[s.user]; u != nil {
		u.expire(s.token)
	}
	s.expired, s.warn = true, false
	if !s.live {
		return
	}
	c.remove(s)
	c.settle(s)
	sink := s.sink
	s.finish()
	sink.TokenExpired()
}

func (s *memSession) RenewToken(req uint64, token string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up || (s.phase != phaseOnline && s.phase != phaseRemoved) {
		return
	}
	if _, expired := c.userOf(s.user).expired[token]; expired {
		s.sink.Result(req, RenewTokenErrTokenExpired)
		return
	}
	s.stopToken()
	s.token, s.expired, s.warned, s.warn = token, false, false, false
	s.sink.Result(req, RenewTokenErrOK)
}
