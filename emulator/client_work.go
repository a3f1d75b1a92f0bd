// This file holds how a client's requests reach its session, now or when the link is back, and how they
// end.

package emulator

import (
	"slices"
	"time"
)

// outgoing is a request on its way to the session.
type outgoing struct {
	op      Operation
	number  uint64   // in the table of requests; 0 if nobody waits for the answer
	ch      *Channel // whose request it is; nil for those of the service, and for a silent leave
	target  string   // peer or channel id
	token   string
	message *Message
	options SendOptions
	fail    int32                             // the code it is answered with instead of being sent, if it is to fail
	do      func(sess Session, number uint64) // makes the call of a request made with ask
	done    func(code int32, d *Details)      // and tells its result
}

// keepOutbox is the largest outbox whose memory is kept when it is empty.
const keepOutbox = 256

// outbox holds requests that cannot be sent yet, in order.
type outbox struct {
	list  []outgoing
	first int
}

func (o *outbox) empty() bool { return o.first == len(o.list) }

// add appends a request. Those in front that have ended meanwhile make room.
func (o *outbox) add(r outgoing, t *requestTable) {
	for !o.empty() && o.list[o.first].number != 0 && t.get(o.list[o.first].number) == nil {
		o.pop()
	}
	o.list = append(o.list, r)
}

func (o *outbox) pop() outgoing {
	r := o.list[o.first]
	o.list[o.first] = outgoing{}
	if o.first++; o.empty() {
		*o = outbox{list: o.list[:0]}
		if cap(o.list) > keepOutbox {
			o.list = nil
		}
	} else if o.first > 1024 && o.first > len(o.list)/2 {
		o.list = slices.Delete(o.list, 0, o.first)
		o.first = 0
	}
	return r
}

// takeRenewal takes out the first renewal of the token: it is what a session that is not resumed needs.
func (o *outbox) takeRenewal() (outgoing, bool) {
	for i := o.first; i < len(o.list); i++ {
		if r := o.list[i]; r.op == OperationRenewToken {
			o.list = slices.Delete(o.list, i, i+1)
			return r, true
		}
	}
	return outgoing{}, false
}

// submit enters a request and sends it, unless it has to wait or a fault takes it. The caller holds turn
// and mu; submit releases mu.
func (c *Client) submit(o outgoing, id int64) {
	f := c.app.faults.take(c.user, o.op)
	message := o.op == OperationSendMessageToPeer || o.op == OperationSendChannelMessage
	r := request{op: o.op, id: id, ch: o.ch, token: o.token, done: o.done}
	if message {
		r.fault = f
	}
	o.number, o.fail = c.requests.add(r), f.fail
	switch {
	case message && c.ready && c.outbox.empty() && f.fail == 0:
		// The short way: nothing to be put in order.
		sess := c.sess
		c.mu.Unlock()
		o.send(sess)
		c.mu.Lock()
		c.watch()
		c.mu.Unlock()
		return
	case message || f.fail != 0 || f == fault{}:
		c.outbox.add(o, &c.requests)
	case f.delay > 0:
		c.sendLater(o, f.delay)
	}
	c.mu.Unlock()
	c.run()
}

// sendLater sends a request after a delay, if it is still open then.
func (c *Client) sendLater(o outgoing, d time.Duration) {
	c.after(d, func() {
		if c.requests.get(o.number) != nil && c.established() {
			c.outbox.add(o, &c.requests)
		}
	})
}

// fail answers a request that FailNextResult was meant for. The caller holds mu.
func (c *Client) fail(o outgoing) {
	if r, open := c.requests.take(o.number); open {
		r.fault.fail = o.fail
		c.complete(r, o.fail, nil, nil)
	}
}

// send makes the call. No lock but turn is held.
func (o outgoing) send(sess Session) {
	switch o.op {
	case OperationLogout:
		sess.Logout(o.number)
	case OperationRenewToken:
		sess.RenewToken(o.number, o.token)
	case OperationSendMessageToPeer:
		sess.SendToPeer(o.number, o.target, o.message, o.options)
	case OperationJoin:
		sess.Join(o.number, o.target)
	case OperationLeave:
		sess.Leave(o.number, o.target)
	case OperationSendChannelMessage:
		sess.SendToChannel(o.number, o.target, o.message, o.options)
	case OperationGetMembers:
		sess.Members(o.number, o.target)
	default:
		o.do(sess, o.number)
	}
}

// ask makes a request that is answered by Sink.Reply or Sink.Result. check returns why it is refused now,
// frequency last, or 0; it runs with the locks held, as done does. done is called exactly once, unless the
// client is released first.
func (c *Client) ask(op Operation, check func() int32, do func(Session, uint64), done func(int32, *Details)) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := c.refusal()
	if code == 0 {
		code = check()
	}
	if code != 0 {
		c.logRefused(op, code)
		c.mu.Unlock()
		return code
	}
	c.submit(outgoing{op: op, do: do, done: done}, 0)
	return 0
}

// allow charges a call to its window; false means that it comes too often.
func (c *Client) allow(w *window, l limit) bool {
	return c.app.lifted.Load() || w.take(l, c.app.clock.elapsed())
}

// run does what there is to do with the session, until nothing is left. The caller holds turn and no other
// lock.
func (c *Client) run() {
	c.mu.Lock()
	c.running = true
	for {
		step := c.nextStep()
		if step == nil {
			break
		}
		c.mu.Unlock()
		step()
		c.mu.Lock()
	}
	c.running = false
	c.watch()
	c.mu.Unlock()
}

// wake has run called after a change made by a sink, which cannot call it. The caller holds mu.
func (c *Client) wake() {
	if !c.running {
		go c.work()
	}
}

// work is run for those who do not have the turn.
func (c *Client) work() {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.run()
}

// nextStep returns what to do next, to be done without mu, or nil.
func (c *Client) nextStep() func() {
	if n := len(c.closing); n > 0 {
		sess := c.closing[n-1]
		c.closing = c.closing[:n-1]
		return sess.Close
	}
	switch {
	case c.released || c.cut || c.broken:
		return nil
	case c.state == ConnectionStateConnecting:
		return c.loginSteps()
	case !c.established() || c.sess == nil:
		return nil
	case !c.ready:
		return c.resumeSteps()
	}
	for !c.outbox.empty() {
		o := c.outbox.pop()
		if o.number != 0 && c.requests.get(o.number) == nil || o.ch != nil && o.ch.released.Load() {
			continue // ended meanwhile
		}
		if o.fail != 0 {
			c.fail(o)
			continue
		}
		sess := c.sess
		return func() { o.send(sess) }
	}
	return nil
}

// after calls f on the App's clock, with turn and mu held, and then runs. Release and stopDelay take it back.
func (c *Client) after(d time.Duration, f func()) *Timer {
	t := c.app.clock.afterFunc(d, func(t *Timer) {
		c.turn.Lock()
		defer c.turn.Unlock()
		c.mu.Lock()
		_, wanted := c.delays[t]
		delete(c.delays, t)
		if wanted {
			f()
		}
		c.mu.Unlock()
		c.run()
	})
	if c.delays == nil {
		c.delays = make(map[*Timer]struct{})
	}
	c.delays[t] = struct{}{}
	return t
}

// stopDelay takes back a call made with after; nil is none.
func (c *Client) stopDelay(t *Timer) {
	t.Stop()
	delete(c.delays, t)
}

// watch sees to it that the first request to time out does. The caller holds mu.
func (c *Client) watch() {
	if c.requests.count == 0 || c.released {
		return
	}
	now := c.app.clock.elapsed()
	c.requests.stamp(now)
	at := c.requests.slots[c.requests.head()].deadline
	if c.sweep != nil && c.sweepAt <= at {
		return
	}
	c.sweep.Stop()
	c.sweepAt = at
	c.sweep = c.app.clock.afterFunc(at-now, func(t *Timer) {
		c.turn.Lock()
		defer c.turn.Unlock()
		c.mu.Lock()
		if c.sweep != t {
			c.mu.Unlock()
			return
		}
		c.sweep = nil
		c.expire()
		c.mu.Unlock()
		c.run()
	})
}

// expire ends the requests whose time is over.
func (c *Client) expire() {
	now := c.app.clock.elapsed()
	for {
		r, due := c.requests.takeDue(now)
		if !due {
			return
		}
		if r.op == OperationJoin && c.established() && !r.ch.released.Load() {
			// It may have worked, only the answer is missing. A channel released has been left already.
			c.outbox.add(outgoing{op: OperationLeave, target: r.ch.id}, &c.requests)
		}
		if c.logs() {
			c.logf(logWarn, "%v timed out", r.op)
		}
		c.complete(r, timeoutCode(r.op), nil, nil)
	}
}

// complete tells the result of a request that has left the table.
func (c *Client) complete(r request, code int32, users []string, d *Details) {
	if r.done != nil {
		r.done(code, d)
		return
	}
	switch r.op {
	case OperationLogin:
		c.loginOver(code)
	case OperationLogout:
		c.logoutOver()
	case OperationRenewToken:
		if code == RenewTokenErrOK {
			c.renewed(r.token)
		}
		c.emit(Event{Kind: EventRenewTokenResult, Text: r.token, Code: code})
	case OperationSendMessageToPeer:
		c.emit(Event{Kind: EventPeerSendResult, ID: r.id, Code: code})
	default:
		r.ch.complete(r, code, users)
	}
}
