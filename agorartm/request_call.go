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

// ask runs a request of the service that has an id: native makes the call,
// typed names the errors of its codes, timeout is the SDK's own in seconds.
func (c *core) ask(ctx context.Context, op string, kind requestKind, timeout int64,
	native func() (id int64, code int32), typed func(uint32) error,
) (outcome, error) {
	t := &c.requests[kind]
	id, epoch, err := t.issue(op, &c.guard, native, typed)
	if err != nil {
		return outcome{}, err
	}
	return c.await(ctx, op, t, epoch, id, timeout, typed)
}

// send runs a send: native makes the call. ch is nil for peers. posted leaves
// the result to the handlers.
func (c *core) send(ctx context.Context, op string, t *requestTable, g *closeGuard, ch *channelCore, posted bool,
	native func() (id int64, code int32), typed func(uint32) error,
) (id int64, out outcome, err error) {
	id, epoch, err := t.issue(op, g, native, typed)
	if err != nil {
		return id, outcome{}, err
	}
	if posted {
		if out, ended := t.register(epoch, id, request{deadline: c.deadline(sendMessageTimeout)}); ended {
			c.dispatch.push([]event{sendResultEvent(ch, id, out)}, 0)
		}
		return id, outcome{}, nil
	}
	out, err = c.await(ctx, op, t, epoch, id, sendMessageTimeout, typed)
	return id, out, err
}

// issue makes the native call of a request. Unless it fails, register follows.
func (t *requestTable) issue(op string, g *closeGuard, native func() (id int64, code int32), typed func(uint32) error,
) (id int64, epoch uint64, err error) {
	if !g.enter() {
		return 0, 0, opError(op, false, ErrClosed)
	}
	epoch = t.begin()
	id, code := native()
	g.leave()
	if code != 0 {
		t.withdraw(id)
		return id, 0, opError(op, false, nativeError(code, typed))
	}
	return id, epoch, nil
}

// await enters an issued request and waits for its end.
func (c *core) await(ctx context.Context, op string, t *requestTable, epoch uint64, id, timeout int64,
	typed func(uint32) error,
) (outcome, error) {
	w := newWaiter()
	defer w.recycle()
	out, ended := t.register(epoch, id, request{waiter: w, deadline: c.deadline(timeout)})
	if !ended {
		select {
		case out = <-w.done:
		case <-ctx.Done():
			if t.giveUp(id, w) {
				return outcome{}, opError(op, true, ctx.Err())
			}
			out = <-w.done // it was faster
		}
	}
	return out, opError(op, true, out.errorOf(typed))
}
