// This file holds Clock, the time of one App: real, scaled, or moved by hand.

package emulator

import (
	"container/heap"
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// Clock is the time of one App and of all timers in it. It follows real time until SetScale,
// Freeze or Set change that. All methods are safe from any goroutine.
//
// Two things move: the elapsed time, which timers and frequency windows are measured with and which
// never goes back, and the date, which stamps messages.
type Clock struct {
	// rate is replaced as a whole, so that reading the time takes no lock.
	rate atomic.Pointer[clockRate]

	mu     sync.Mutex // guards what follows, and changes of rate
	timers timerHeap
	wake   *time.Timer // armed for the first timer; nil when there is none or time stands still
	firing bool        // a goroutine is running due calls, and takes stock itself when it is done
	epoch  uint64      // tells a wake-up that was replaced from the one now armed
	seq    uint64      // keeps timers of one instant in the order they were made
}

// clockRate says how elapsed time follows from real time: elapsed = base + scale * (real - since).
type clockRate struct {
	manual bool
	scale  float64
	since  time.Time     // real time at which this rate began
	base   time.Duration // elapsed time at that moment
	date   time.Time     // the date at elapsed time zero
}

func (r *clockRate) elapsed() time.Duration {
	switch {
	case r.manual:
		return r.base
	case r.scale == 1:
		return r.base + time.Since(r.since)
	default:
		return r.base + time.Duration(float64(time.Since(r.since))*r.scale)
	}
}

// NewClock returns a clock that follows real time.
func NewClock() *Clock {
	c := new(Clock)
	now := time.Now()
	// Round strips the monotonic reading: dates are compared and printed as wall time.
	c.rate.Store(&clockRate{scale: 1, since: now, date: now.Round(0)})
	return c
}

// Now returns the date of this clock.
func (c *Clock) Now() time.Time {
	r := c.rate.Load()
	return r.date.Add(r.elapsed())
}

// elapsed returns the time passed since the clock was made. It never goes back.
func (c *Clock) elapsed() time.Duration { return c.rate.Load().elapsed() }

// SetScale lets this clock run by itself, scale times as fast as real time: 1 is real time, 60 lets
// a minute pass in a second. It ends Freeze, Set and Advance. What is not a positive number is 1.
func (c *Clock) SetScale(scale float64) {
	if !(scale > 0) || math.IsInf(scale, 0) {
		scale = 1
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.rate.Load()
	c.rate.Store(&clockRate{scale: scale, since: time.Now(), base: old.elapsed(), date: old.date})
	c.arm()
}

// Freeze stops the clock where it is. From then on only Set and Advance move it.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.rate.Load()
	c.rate.Store(&clockRate{manual: true, base: old.elapsed(), date: old.date})
	c.arm()
}

// Set freezes the clock at the date t. Going forward, it runs the timers on the way as Advance does;
// going back, it changes the date only.
func (c *Clock) Set(t time.Time) {
	c.Freeze()
	if d := t.Sub(c.Now()); d > 0 {
		c.Advance(d)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.rate.Load()
	c.rate.Store(&clockRate{manual: true, base: old.base, date: t.Round(0).Add(-old.base)})
}

// Advance freezes the clock and moves it on by d. The timers that become due run before it returns,
// on this goroutine and in the order of their times, and each sees the clock at its own time.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	old := c.rate.Load()
	target := old.elapsed() + max(d, 0)
	c.rate.Store(&clockRate{manual: true, base: old.elapsed(), date: old.date})
	c.arm()
	for len(c.timers) > 0 && c.timers[0].when <= target {
		t := heap.Pop(&c.timers).(*Timer)
		c.moveTo(t.when)
		c.mu.Unlock()
		t.f(t)
		c.mu.Lock()
	}
	c.moveTo(target)
	c.mu.Unlock()
}

// moveTo sets the elapsed time of a frozen clock. A callback may have moved or released the clock
// meanwhile: it never goes back, and a running clock is left alone.
func (c *Clock) moveTo(elapsed time.Duration) {
	if r := c.rate.Load(); r.manual && elapsed > r.base {
		c.rate.Store(&clockRate{manual: true, base: elapsed, date: r.date})
	}
}

// Timer is a call to be made later; see Clock.AfterFunc.
type Timer struct {
	clock *Clock
	when  time.Duration // in elapsed time
	seq   uint64
	f     func(*Timer)
	index int // in the heap, -1 when not there
}

// AfterFunc calls f once d has passed on this clock: within Advance or Set while the clock is frozen,
// else on a goroutine of its own. Functions run one after the other and hold up those behind them,
// so f must be short and must not wait for another timer.
func (c *Clock) AfterFunc(d time.Duration, f func()) *Timer {
	return c.afterFunc(d, func(*Timer) { f() })
}

// afterFunc is AfterFunc for a function that wants to know on whose behalf it is called, to find out
// under its own lock whether that timer is still wanted.
func (c *Clock) afterFunc(d time.Duration, f func(*Timer)) *Timer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	t := &Timer{clock: c, when: c.elapsed() + max(d, 0), seq: c.seq, f: f}
	heap.Push(&c.timers, t)
	if t.index == 0 {
		c.arm()
	}
	return t
}

// Stop prevents the call. It reports false if the function has been called or stopped already.
func (t *Timer) Stop() bool {
	if t == nil {
		return false
	}
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.index < 0 {
		return false
	}
	first := t.index == 0
	heap.Remove(&c.timers, t.index)
	if first {
		c.arm()
	}
	return true
}

// Timers returns how many calls are waiting for their time. A test can use it to look for leaks.
func (c *Clock) Timers() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.timers)
}

// arm sets the one runtime timer for the first call waiting. The caller holds c.mu.
func (c *Clock) arm() {
	c.epoch++
	if c.wake != nil {
		c.wake.Stop()
		c.wake = nil
	}
	r := c.rate.Load()
	if c.firing || r.manual || len(c.timers) == 0 {
		return
	}
	left := float64(c.timers[0].when-r.elapsed()) / r.scale
	epoch := c.epoch
	c.wake = time.AfterFunc(time.Duration(math.Ceil(min(max(left, 0), math.MaxInt64/2))), func() { c.fire(epoch) })
}

// fire runs the calls that are due in real or scaled time, one after the other.
func (c *Clock) fire(epoch uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if epoch != c.epoch || c.firing {
		return
	}
	c.firing = true
	for len(c.timers) > 0 {
		if r := c.rate.Load(); r.manual || c.timers[0].when > r.elapsed() {
			break
		}
		t := heap.Pop(&c.timers).(*Timer)
		c.mu.Unlock()
		t.f(t)
		c.mu.Lock()
	}
	c.firing = false
	c.arm()
}

// timerHeap orders timers by time, and by age within one instant.
type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool {
	if h[i].when != h[j].when {
		return h[i].when < h[j].when
	}
	return h[i].seq < h[j].seq
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
