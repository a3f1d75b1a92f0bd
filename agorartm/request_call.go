// The shape every request shares: check, go down, wait for the result.

package agorartm

import "context"

// call runs a request of a slot: native makes the call, typed names the errors
// of its codes, timeout is the SDK's own in seconds.
func (c *core) call(ctx context.Context, op string, s *slot, g *closeGuard, closing <-chan struct{}, timeout int64,
	native func() int32, typed func(uint32) error,
) (outcome, error) {
	r, err := s.begin(ctx, closing, func() int64 { return c.deadline(timeout) })
	if err != nil {
		return outcome{}, opError(op, false, err)
	}
	if !g.enter() {
		s.withdraw(r)
		return outcome{}, opError(op, false, ErrClosed)
	}
	code := native()
	g.leave()
	if err := nativeError(code, typed); err != nil {
		s.withdraw(r)
		return outcome{}, opError(op, false, err)
	}
	select {
	case out := <-r.done:
		r.recycle()
		return out, opError(op, true, out.errorOf(typed))
	case <-ctx.Done():
		// The slot keeps the request until the SDK answers.
		return outcome{}, opError(op, true, ctx.Err())
	}
}

// send runs a send: native makes the call. ch is nil for peers. posted leaves
// the result to the handlers.
func (c *core) send(ctx context.Context, op string, t *requestTable, g *closeGuard, ch *channelCore, posted bool,
	native func() (id int64, code int32), typed func(uint32) error,
) (id int64, out outcome, err error) {
	epoch, err := t.begin()
	if err != nil {
		return 0, outcome{}, opError(op, false, err)
	}
	if !g.enter() {
		t.withdraw(0)
		return 0, outcome{}, opError(op, false, ErrClosed)
	}
	id, code := native()
	g.leave()
	if code != 0 {
		t.withdraw(id)
		return id, outcome{}, opError(op, false, nativeError(code, typed))
	}
	r := newRequest(c.deadline(sendMessageTimeout), posted)
	out, ended := t.register(epoch, id, r)
	switch {
	case ended && posted:
		r.recycle()
		c.dispatch.push([]event{sendResultEvent(ch, id, out)}, 0)
		return id, outcome{}, nil
	case ended:
		r.recycle()
		return id, out, opError(op, true, out.errorOf(typed))
	case posted:
		return id, outcome{}, nil
	}
	select {
	case out = <-r.done:
	case <-ctx.Done():
		if t.giveUp(id, r) {
			r.recycle()
			return id, outcome{}, opError(op, true, ctx.Err())
		}
		out = <-r.done // it was faster
	}
	r.recycle()
	return id, out, opError(op, true, out.errorOf(typed))
}
