// This file holds outages: the link to the server goes down, comes back, and the session is resumed.

package emulator

import "slices"

// resumeStep is how far a session has got on its way back after an outage.
type resumeStep uint8

const (
	resumeNone   resumeStep = iota // no link, or waiting for another token
	resumeWanted                   // to be asked for
	resumeDue                      // the same, past a fault that held it back
	resumeSent                     // asked for
)

// syncLink takes over whether the user's link is cut, if the client is that user; "" is every user.
func (c *Client) syncLink(userID string) {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	if c.released || c.user == "" || (userID != "" && c.user != userID) {
		c.mu.Unlock()
		return
	}
	cut := c.app.isInterrupted(c.user)
	if cut == c.cut {
		c.mu.Unlock()
		return
	}
	c.cut = cut
	var sess Session
	if c.established() {
		sess = c.sess
	}
	c.linkChanged(!cut)
	c.mu.Unlock()
	switch {
	case sess == nil:
	case cut:
		sess.Interrupt()
	default:
		sess.Restore()
	}
	c.run()
}

// linkChanged starts or ends an outage. The caller holds mu.
func (c *Client) linkChanged(up bool) {
	switch {
	case c.state == ConnectionStateConnecting:
		// Whatever was said is lost. A link that is back finds a new session.
		if !up && c.login == loginSent {
			c.dropSession()
			c.login = loginDue
		}
	case !c.established():
	case up:
		if !c.cut && !c.broken && !c.ready && c.resume == resumeNone {
			c.resume = resumeWanted
		}
	default:
		c.ready = false
		c.resume = resumeNone
		c.requests.take(c.relogin)
		if c.leaving {
			c.logoutOver()
			return
		}
		if c.state == ConnectionStateConnected && c.alarm == nil {
			c.startAlarm()
		}
	}
}

// startAlarm changes the state to RECONNECTING unless the session is back in time.
func (c *Client) startAlarm() {
	c.alarm = c.app.clock.afterFunc(interruptedAfter, func(t *Timer) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.alarm != t {
			return
		}
		c.alarm = nil
		if c.state == ConnectionStateConnected && !c.ready {
			c.setState(ConnectionStateReconnecting, ConnectionChangeReasonInterrupted)
		}
	})
}

// resumeSteps returns what to do next with a session that has a link and is not resumed.
func (c *Client) resumeSteps() func() {
	sess := c.sess
	if o, found := c.outbox.takeRenewal(); found {
		switch {
		case c.requests.get(o.number) == nil:
			return func() {}
		case o.fail != 0:
			c.fail(o)
			return func() {}
		}
		return func() { o.send(sess) }
	}
	switch c.resume {
	case resumeWanted:
		c.relogin = c.requests.add(request{op: OperationLogin})
		if f := c.app.faults.take(c.user, OperationLogin); f.fail == 0 && f != (fault{}) {
			c.resume = resumeSent
			if number := c.relogin; f.delay > 0 {
				c.after(f.delay, func() {
					if c.requests.get(number) != nil && c.resume == resumeSent {
						c.resume = resumeDue
					}
				})
			}
			return nil
		}
	case resumeDue:
	default:
		return nil
	}
	c.resume = resumeSent
	channels := make([]string, 0, c.joined)
	for id, ch := range c.channels {
		if ch.state == channelJoined || ch.state == channelLeaving && !ch.removed {
			channels = append(channels, id)
		}
	}
	slices.Sort(channels)
	return func() { sess.Resume(channels) }
}

// abort is the end of a session by the server's will. Requests still open time out.
func (c *Client) abort(reason int32) {
	if c.leaving {
		c.logoutOver()
		return
	}
	c.endInvitations()
	c.endTransfers()
	c.reset()
	c.setState(ConnectionStateAborted, reason)
}
