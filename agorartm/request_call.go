// The shape every request shares: check, go down, wait for the result.

package agorartm

import "context"

// call runs a request of a slot: native makes the call, typed names the errors
// of its codes, timeout is the SDK's own in seconds.
func (c *core) call(ctx context.Context, op string, s *slot, g *closeGuard, timeout int64,
	native func() int32, typed func(uint32) error,
) (outcome, error) {
	w, err := s.begin(ctx, func() int64 { return c.deadline(timeout) })
	if err != nil {
		return outcome{}, opError(op, false, err)
	}
	if !g.enter() {
		s.withdraw(w)
		return outcome{}, opError(op, false, ErrClosed)
	}
	code := native()
	if code != 0 {
		// Some libraries refuse a call and answer it too (OB-11). Such an answer
		// is in the queue already, and must not meet the next request.
		c.settle()
	}
	g.leave()
	if err := nativeError(code, typed); err != nil {
		s.withdraw(w)
		return outcome{}, opError(op, false, err)
	}
	select {
	case out := <-w.done:
		w.recycle()
		return out, opError(op, true, out.errorOf(typed))
	case <-ctx.Done():
		// The slot keeps the waiter until the SDK answers.
		return outcome{}, opError(op, true, ctx.Err())
	}
}

// send runs a send: native makes the call. ch is nil for peers. posted leaves
// the result to the handlers.
func (c *core) send(ctx context.Context, op string, t *requestTable, g *closeGuard, ch *channelCore, posted bool,
	native func() (id int64, code int32), typed func(uint32) error,
) (id int64, out outcome, err error) {
	if !g.enter() {
		return 0, outcome{}, opError(op, false, ErrClosed)
	}
	epoch := t.begin()
	id, code := native()
	g.leave()
	if code != 0 {
		t.withdraw(id)
		return id, outcome{}, opError(op, false, nativeError(code, typed))
	}
	r := request{deadline: c.deadline(sendMessageTimeout)}
	if posted {
		if out, ended := t.register(epoch, id, r); ended {
			c.dispatch.push([]event{sendResultEvent(ch, id, out)}, 0)
		}
		return id, outcome{}, nil
	}
	w := newWaiter()
	defer w.recycle()
	r.waiter = w
	out, ended := t.register(epoch, id, r)
	if !ended {
		select {
		case out = <-w.done:
		case <-ctx.Done():
			if t.giveUp(id, w) {
				return id, outcome{}, opError(op, true, ctx.Err())
			}
			out = <-w.done // it was faster
		}
	}
	return id, out, opError(op, true, out.errorOf(typed))
}
