// This file holds the queue of events between a client and the one who calls the handlers.

package emulator

import (
	"sync"
	"sync/atomic"
)

// defaultQueueLimit is how many events wait for a slow handler before new ones are dropped.
const defaultQueueLimit = 1 << 20

// The sizes of chunks: an idle client holds small ones, large ones are shared by all.
const (
	smallChunk = 16
	largeChunk = 512
)

// chunk is a piece of the queue.
type chunk struct {
	events []Event
	next   *chunk
}

var largeChunks = sync.Pool{New: func() any { return &chunk{events: make([]Event, 0, largeChunk)} }}

// discard gives a chunk back whose events are all zero.
func (c *chunk) discard() {
	if cap(c.events) == largeChunk {
		c.events, c.next = c.events[:0], nil
		largeChunks.Put(c)
	}
}

// eventQueue holds events in a list of chunks. Producers append to its end; the consumer takes the whole
// list, so the two meet only once per batch. Producers hold the client's mutex anyway, to put events in
// order, so it guards the list as well.
type eventQueue struct {
	mu          *sync.Mutex // of the client; guards the list
	wake        sync.Cond   // on mu
	first, last *chunk
	spare       *chunk // the last chunk of the batch before, used first
	count       int    // events in the list
	asleep      bool
	closed      atomic.Bool
	taken       atomic.Int64 // events in the batch, until their chunk is done with

	consumer sync.Mutex // one consumer at a time; guards what follows
	batch    *chunk
	done     int // events of the batch's first chunk that are done with
}

func (q *eventQueue) init(mu *sync.Mutex) { q.mu, q.wake.L = mu, mu }

// push appends an event. It reports false if the queue is full; what is pushed after close is dropped
// silently. The caller holds mu.
func (q *eventQueue) push(e *Event, limit int) bool {
	if q.closed.Load() {
		return true
	}
	if q.count+int(q.taken.Load()) >= limit {
		return false
	}
	if q.last == nil || len(q.last.events) == cap(q.last.events) {
		q.grow()
	}
	q.last.events = append(q.last.events, *e)
	q.count++
	if q.asleep {
		q.asleep = false
		q.wake.Signal()
	}
	return true
}

// grow appends a chunk to the list.
func (q *eventQueue) grow() {
	var c *chunk
	switch {
	case q.spare != nil:
		c, q.spare = q.spare, nil
	case q.last == nil:
		c = &chunk{events: make([]Event, 0, smallChunk)}
	default:
		c = largeChunks.Get().(*chunk)
	}
	if q.last == nil {
		q.first = c
	} else {
		q.last.next = c
	}
	q.last = c
}

// next waits for events and calls f for each; see Client.Next.
func (q *eventQueue) next(f func(*Event) bool) bool {
	q.consumer.Lock()
	defer q.consumer.Unlock()
	if q.batch == nil && !q.refill(true) {
		return false
	}
	for {
		for q.batch != nil {
			if !q.handle(f) {
				return !q.closed.Load()
			}
		}
		if !q.refill(false) {
			return !q.closed.Load()
		}
	}
}

// handle calls f for the first chunk of the batch. It reports false if f or close has put an end to it.
func (q *eventQueue) handle(f func(*Event) bool) bool {
	c := q.batch
	for q.done < len(c.events) {
		if q.closed.Load() {
			q.batch = nil
			return false
		}
		e := &c.events[q.done]
		// Events of a channel released meanwhile go nowhere.
		if (e.ch == nil || !e.ch.released.Load()) && !f(e) {
			return false
		}
		*e = Event{} // lets go of the message
		q.done++
	}
	q.taken.Add(-int64(len(c.events)))
	q.batch, q.done = c.next, 0
	if q.batch != nil {
		c.discard()
		return true
	}
	c.events, c.next = c.events[:0], nil
	q.mu.Lock()
	if q.spare == nil {
		q.spare, c = c, nil
	}
	q.mu.Unlock()
	if c != nil {
		c.discard()
	}
	return true
}

// refill takes what producers have appended. With wait it sleeps until there is something. It reports false
// if there is nothing, or the queue is closed.
func (q *eventQueue) refill(wait bool) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.count == 0 && !q.closed.Load() {
		if !wait {
			return false
		}
		q.asleep = true
		q.wake.Wait()
	}
	if q.closed.Load() {
		q.batch, q.done = nil, 0
		return false
	}
	q.batch, q.done = q.first, 0
	q.taken.Store(int64(q.count))
	q.first, q.last, q.count = nil, nil, 0
	return true
}

// close drops all events and wakes the consumer for the last time. The caller holds mu.
func (q *eventQueue) close() {
	q.closed.Store(true)
	q.first, q.last, q.spare, q.count = nil, nil, nil, 0
	q.asleep = false
	q.wake.Broadcast()
}
