// The dispatcher: one goroutine per service that runs the user's handlers, one
// after the other, in arrival order, behind a bounded queue.

package agorartm

import (
	"sync"
	"sync/atomic"
)

// dispatcher holds two queues, of message events, which are bounded, and of
// all others, which are not; numbers restore the order between them. So the
// oldest message is found at once when it must give way.
type dispatcher struct {
	maxEvents, maxBytes int
	invoke              func(*event) // runs the handlers of one event
	onDropped           func(n, total uint64)
	last                func() // runs before done, if set

	mu       sync.Mutex
	messages eventFIFO
	others   eventFIFO
	seq      uint64
	bytes    int
	dropped  uint64 // since the handler was last told
	total    uint64
	sleeping bool

	wake   chan struct{} // room for one
	closed atomic.Bool
	done   chan struct{} // closed when the goroutine has ended
}

func newDispatcher(maxEvents, maxBytes int) *dispatcher {
	return &dispatcher{
		maxEvents: maxEvents,
		maxBytes:  maxBytes,
		wake:      make(chan struct{}, 1),
		done:      make(chan struct{}),
	}
}

// push appends a batch, of which the slice may be reused, and drops the oldest
// messages that do not fit. dropped counts what was lost before it got here.
func (d *dispatcher) push(batch []event, dropped uint64) {
	d.mu.Lock()
	for i := range batch {
		e := &batch[i]
		d.seq++
		e.seq = d.seq
		if !e.kind.isMessage() {
			d.others.push(e)
			continue
		}
		d.messages.push(e)
		d.bytes += e.size()
		// The newest always stays, were it alone larger than the bound.
		for d.messages.len > d.maxEvents || d.bytes > d.maxBytes && d.messages.len > 1 {
			d.bytes -= d.messages.front().size()
			d.messages.pop(nil)
			dropped++
		}
	}
	d.dropped += dropped
	d.total += dropped
	wake := d.sleeping
	d.sleeping = false
	d.mu.Unlock()
	if wake {
		d.nudge()
	}
}

func (d *dispatcher) nudge() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// pop fills out with the events next in order. When the queue is empty it
// returns 0 and the next push wakes the goroutine.
func (d *dispatcher) pop(out []event) (n int, dropped, total uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	dropped, total = d.dropped, d.total
	d.dropped = 0
	for n < len(out) {
		switch {
		case d.messages.len == 0 && d.others.len == 0:
			d.sleeping = n == 0 && dropped == 0
			return n, dropped, total
		case d.messages.len == 0 || d.others.len > 0 && d.others.front().seq < d.messages.front().seq:
			d.others.pop(&out[n])
		default:
			d.messages.pop(&out[n])
			d.bytes -= out[n].size()
		}
		n++
	}
	return n, dropped, total
}

// run is the goroutine. It ends after close, when the handler that was running
// has returned.
func (d *dispatcher) run() {
	defer func() {
		if d.last != nil {
			d.last()
		}
		close(d.done)
	}()
	// What is in hand no longer counts against the bound, so it is kept small
	// beside it.
	batch := make([]event, max(1, min(32, d.maxEvents/8)))
	for {
		n, dropped, total := d.pop(batch)
		if dropped > 0 {
			if d.closed.Load() {
				return
			}
			d.onDropped(dropped, total)
		}
		for i := range n {
			if d.closed.Load() {
				return
			}
			d.invoke(&batch[i])
		}
		if n == 0 && dropped == 0 {
			if d.closed.Load() {
				return
			}
			clear(batch) // while asleep, keep nothing alive
			<-d.wake
		}
	}
}

// close lets no further handler start. It does not wait for a running one,
// which may be its caller.
func (d *dispatcher) close() {
	d.closed.Store(true)
	d.nudge()
}
