// eventFIFO: the queue behind the dispatcher.

package agorartm

import "sync"

// chunkEvents is how many events a chunk holds: some 8 KB.
const chunkEvents = 64

// eventChunk is a piece of a queue. Chunks are shared by all services, so that
// an idle one holds none and a burst gives back what it took.
type eventChunk struct {
	events [chunkEvents]event
	next   *eventChunk
}

var eventChunks = sync.Pool{New: func() any { return new(eventChunk) }}

// eventFIFO is a queue of events in a list of chunks: nothing is moved when it
// grows. Its zero value is empty.
type eventFIFO struct {
	first, last *eventChunk
	head, tail  int // index of the next event in first, of the next free place in last
	len         int
}

func (f *eventFIFO) push(e *event) {
	if f.last == nil || f.tail == chunkEvents {
		chunk := eventChunks.Get().(*eventChunk)
		if f.last == nil {
			f.first, f.head = chunk, 0
		} else {
			f.last.next = chunk
		}
		f.last, f.tail = chunk, 0
	}
	f.last.events[f.tail] = *e
	f.tail++
	f.len++
}

// front returns the oldest event. The queue must not be empty.
func (f *eventFIFO) front() *event { return &f.first.events[f.head] }

// pop removes the oldest event, into out unless that is nil.
func (f *eventFIFO) pop(out *event) {
	e := f.front()
	if out != nil {
		*out = *e
	}
	f.head++
	f.len--
	if f.len > 0 && f.head < chunkEvents {
		return
	}
	spent := f.first
	f.first, f.head = spent.next, 0
	if f.first == nil {
		f.last = nil
	}
	*spent = eventChunk{} // all at once: what the events refer to is free now
	eventChunks.Put(spent)
}
