// This file holds login, logout and renewal of the token.

package emulator

import "github.com/go-rtm/agora-rtm-go/token"

// loginStep is how far a login has got while CONNECTING.
type loginStep uint8

const (
	loginDue  loginStep = iota // to be sent when there is a link
	loginHeld                  // a fault holds it back
	loginSent
)

// Login logs the user in. Any token will do, also an empty one, unless it has run out or the App has a certificate.
// The result is EventLoginSuccess or EventLoginFailure, within 12 s.
func (c *Client) Login(token, userID string) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	if code := c.admitLogin(token, userID); code != LoginErrOK || c.state != ConnectionStateDisconnected {
		if code != LoginErrOK {
			c.logRefused(OperationLogin, code)
		}
		c.mu.Unlock()
		return code
	}
	c.user, c.token = userID, token
	c.cut, c.broken = c.app.isInterrupted(userID), false
	c.told = false
	if c.logs() {
		c.logf(logInfo, "login of %q", userID)
	}
	c.setState(ConnectionStateConnecting, ConnectionChangeReasonLogin)
	number := c.requests.add(request{op: OperationLogin})
	c.login = loginDue
	f := c.app.faults.take(userID, OperationLogin)
	c.loginFault = f.fail
	if f.fail == 0 && f != (fault{}) {
		c.login = loginHeld
		if f.delay > 0 {
			c.after(f.delay, func() {
				if c.requests.get(number) != nil {
					c.login = loginDue
				}
			})
		}
	}
	c.mu.Unlock()
	c.run()
	return LoginErrOK
}

// admitLogin checks a login. A login while another is under way is taken, and then fails.
func (c *Client) admitLogin(token, userID string) int32 {
	switch {
	case c.app == nil || c.released:
		return LoginErrNotInitialized
	case !validID(userID):
		return LoginErrInvalidArgument
	case !c.mayBeToken(token):
		return LoginErrInvalidToken
	case c.state == ConnectionStateConnecting:
		c.emit(Event{Kind: EventLoginFailure, Code: LoginErrAlreadyLoggedIn})
		return LoginErrOK
	case c.state != ConnectionStateDisconnected:
		return LoginErrAlreadyLoggedIn
	case !c.app.lifted.Load() && !c.windows.login.take(limitLogin, c.app.clock.elapsed()):
		return LoginErrTooOften
	default:
		return LoginErrOK
	}
}

// mayBeToken tells whether the server is asked about a token. The SDK itself refuses a text that is of no format, but
// not the two that projects without a certificate use. Here they do not need a token at all, so nothing is
// refused without one.
func (c *Client) mayBeToken(text string) bool {
	return text == "" || !c.app.certified.Load() || text == c.app.id || token.CheckFormat(text) == nil
}

// loginSteps returns what to do next while CONNECTING with a link.
func (c *Client) loginSteps() func() {
	if c.login != loginDue {
		return nil
	}
	if c.loginFault != LoginErrOK {
		c.loginFailed(c.loginFault, ConnectionChangeReasonLoginFailure)
		return nil
	}
	c.login = loginSent
	s := &sink{c: c}
	c.sink = s
	user, token, cloud := c.user, c.token, c.app.cloud
	return func() {
		sess := cloud.NewSession(user, s)
		c.mu.Lock()
		current := c.sink == s
		if current {
			c.sess = sess
		}
		c.mu.Unlock()
		if current {
			sess.Login(token)
		} else {
			sess.Close()
		}
	}
}

// loginOver ends a login, or an attempt to log in again after an outage, that the server has not answered.
func (c *Client) loginOver(code int32) {
	if c.state != ConnectionStateConnecting {
		if c.resume == resumeSent {
			c.resume = resumeWanted
		}
		return
	}
	c.loginFailed(code, ConnectionChangeReasonLoginTimeout)
}

// loginFailed goes back to DISCONNECTED.
func (c *Client) loginFailed(code, reason int32) {
	c.requests.takeAll() // nothing but the login
	c.emit(Event{Kind: EventLoginFailure, Code: code})
	c.disconnect(reason)
}

// Logout logs the user out. The result is EventLogout.
func (c *Client) Logout() int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	switch {
	case c.app == nil || c.released:
		c.mu.Unlock()
		return LogoutErrNotInitialized
	case c.leaving || c.state == ConnectionStateDisconnected:
		// Refused by an event, not by the return value.
		c.emit(Event{Kind: EventLogout, Code: LogoutErrUserNotLoggedIn})
	case c.state == ConnectionStateConnecting:
		c.logoutOver() // the login is given up without a word
	default:
		f := c.app.faults.take(c.user, OperationLogout)
		if f.fail != 0 {
			c.emit(Event{Kind: EventLogout, Code: f.fail})
			break
		}
		c.leaving = true
		c.logf(logInfo, "logout")
		c.mute = f.drop
		if f.delay > 0 {
			c.after(f.delay, c.sendLogout)
		} else {
			c.sendLogout()
		}
	}
	c.mu.Unlock()
	c.run()
	return LogoutErrOK
}

// sendLogout tells the server, if it can be reached, behind all requests made before.
func (c *Client) sendLogout() {
	if !c.leaving {
		return // over already
	}
	if !c.ready {
		c.logoutOver()
		return
	}
	number := c.requests.add(request{op: OperationLogout})
	c.outbox.add(outgoing{op: OperationLogout, number: number}, &c.requests)
}

// logoutOver ends a logout. Requests still open end before it with the code of their timeout.
func (c *Client) logoutOver() {
	mute := c.mute
	c.leaving, c.mute = false, false
	c.endInvitations()
	c.endTransfers()
	for _, r := range c.requests.takeAll() {
		if r.op != OperationLogin && r.op != OperationLogout {
			c.complete(r, timeoutCode(r.op), nil, nil)
		}
	}
	if !mute {
		c.emit(Event{Kind: EventLogout, Code: LogoutErrOK})
	}
	c.disconnect(ConnectionChangeReasonLogout)
}

// disconnect goes to DISCONNECTED and forgets the login.
func (c *Client) disconnect(reason int32) {
	c.reset()
	c.user = ""
	c.setState(ConnectionStateDisconnected, reason)
}

// reset lets go of the session and of what was said in it. Channels are not joined any more.
func (c *Client) reset() {
	c.dropSession()
	c.outbox = outbox{}
	c.leaving, c.mute = false, false
	c.subscribed = make(peerSet)
	for _, ch := range c.channels {
		// A join or leave that is open ends by its timeout.
		if ch.state == channelJoined || ch.state == channelKicked {
			ch.setState(channelIdle)
		}
	}
}

// dropSession has the session closed; what it still says is not heard.
func (c *Client) dropSession() {
	if c.sess != nil {
		c.closing = append(c.closing, c.sess)
	}
	c.forgetSession()
}

// forgetSession forgets a session that has ended.
func (c *Client) forgetSession() {
	c.sess, c.sink, c.ready = nil, nil, false
	c.resume = resumeNone
	c.requests.take(c.relogin)
	c.alarm.Stop()
	c.alarm = nil
}

// RenewToken gives the server a new token. The result is EventRenewTokenResult.
func (c *Client) RenewToken(token string) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := c.refusal()
	switch {
	case code != 0:
	case token == "":
		code = RenewTokenErrInvalidArgument
	case !c.app.lifted.Load() && !c.windows.renewToken.take(limitRenewToken, c.app.clock.elapsed()):
		code = RenewTokenErrTooOften
	case c.state == ConnectionStateAborted:
		c.emit(Event{Kind: EventRenewTokenResult, Text: token, Code: RenewTokenErrFailure})
	default:
		c.submit(outgoing{op: OperationRenewToken, token: token}, 0)
		return RenewTokenErrOK
	}
	if code != 0 {
		c.logRefused(OperationRenewToken, code)
	}
	c.mu.Unlock()
	return code
}

// renewed takes the new token into use. An outage that hung on the old one can end now.
func (c *Client) renewed(token string) {
	c.token, c.told = token, false
	if c.established() && !c.ready && c.resume == resumeNone {
		c.resume = resumeWanted
		c.wake()
	}
}
