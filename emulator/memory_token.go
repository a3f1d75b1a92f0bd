// This file holds what the memory cloud does about tokens: which it takes, and what happens when they run out.

package emulator

import (
	"errors"
	"strings"
	"time"

	"github.com/go-rtm/agora-rtm-go/token"
)

// tokenRules say which tokens the cloud takes, and which logins.
type tokenRules struct {
	appID       string
	certificate string // empty: any token is taken, and none runs out by itself
	keepOld     bool   // the end of a token of the older format does not end a session
	refused     int32  // the code with which all logins are refused, or 0
}

func (c *memory) SetCertificate(appID, certificate string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens.appID, c.tokens.certificate = appID, certificate
}

func (c *memory) KeepOldTokenSessions(keep bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens.keepOld = keep
}

func (c *memory) RefuseLogins(userID string, code int32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
	case userID == "":
		c.tokens.refused = code
	default:
		u := c.userOf(userID)
		u.refused = code
		c.forget(u)
	}
}

// verdict is what the cloud makes of a token.
type verdict uint8

const (
	tokenGood verdict = iota
	tokenInvalid
	tokenExpired
)

// tokenLife is how long a good token lives by what is in it.
type tokenLife struct {
	limited bool
	left    time.Duration
}

// checkToken judges a token that the user brings.
func (c *memory) checkToken(u *memUser, text string) (tokenLife, verdict) {
	if _, expired := u.expired[text]; expired {
		return tokenLife{}, tokenExpired
	}
	if c.tokens.certificate == "" {
		return tokenLife{}, tokenGood
	}
	now := c.clock.Now()
	expiry, err := token.VerifyRTM(text, c.tokens.appID, c.tokens.certificate, u.id, now)
	switch {
	case errors.Is(err, token.ErrExpired):
		return tokenLife{}, tokenExpired
	case err != nil:
		return tokenLife{}, tokenInvalid
	default:
		return tokenLife{limited: true, left: expiry.Sub(now)}, tokenGood
	}
}

// useToken takes a good token into use.
func (s *memSession) useToken(text string, life tokenLife) {
	s.stopToken()
	s.token, s.bound, s.expired, s.warned, s.warn = text, 0, false, false, false
	if life.limited {
		s.bound = s.cloud.clock.elapsed() + life.left
		s.limitToken(life.left)
	}
}

// outlivesToken tells whether the session goes on when its token has run out.
func (s *memSession) outlivesToken() bool { return s.cloud.tokens.keepOld && oldToken(s.token) }

// oldToken tells whether a token looks like one of the older format.
func oldToken(text string) bool { return strings.HasPrefix(text, "006") }

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

// limitToken lets the token of the session run out after the given time, or when it does by what is in it.
func (s *memSession) limitToken(in time.Duration) {
	c := s.cloud
	s.stopToken()
	if s.bound != 0 {
		in = min(in, s.bound-c.clock.elapsed())
	}
	if in <= 0 {
		s.tokenOver()
		return
	}
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
	if s.warned || s.outlivesToken() {
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
	// A token that ends by what is in it need not be remembered.
	if u := c.users[s.user]; u != nil && (s.bound == 0 || c.clock.elapsed() < s.bound) {
		u.expire(s.token)
	}
	s.expired, s.warn = true, false
	if !s.live || s.outlivesToken() {
		return
	}
	c.remove(s)
	c.settle(s)
	sink := s.sink
	s.finish()
	sink.TokenExpired()
}

func (s *memSession) RenewToken(req uint64, text string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up || (s.phase != phaseOnline && s.phase != phaseRemoved) {
		return
	}
	life, verdict := c.checkToken(c.userOf(s.user), text)
	switch {
	case verdict == tokenExpired:
		s.sink.Result(req, RenewTokenErrTokenExpired)
	case verdict == tokenInvalid:
		s.sink.Result(req, RenewTokenErrInvalidToken)
	case text == s.token && !s.expired:
		// It lives no longer for being brought again, and no second warning comes.
		s.sink.Result(req, RenewTokenErrOK)
	default:
		s.sink.Result(req, RenewTokenErrOK)
		s.useToken(text, life)
	}
}
