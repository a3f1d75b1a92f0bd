// The lists of handlers of a service and of a channel.

package agorartm

import (
	"sync"
	"sync/atomic"
)

// registration is one attached handler.
type registration[H any] struct {
	handler H
	off     atomic.Bool // not to be called any more
}

// handlerList is read on every event and changed rarely: it is replaced, not
// modified.
type handlerList[H any] struct {
	mu     sync.Mutex
	closed bool
	list   atomic.Pointer[[]*registration[H]]
}

// add attaches h behind the others. The returned func detaches it again, but
// for a call that is just being made.
func (l *handlerList[H]) add(h H) (remove func()) {
	r := &registration[H]{handler: h}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return func() {}
	}
	old := l.all()
	l.set(append(old[:len(old):len(old)], r))
	return func() { l.remove(r) }
}

func (l *handlerList[H]) remove(r *registration[H]) {
	r.off.Store(true)
	l.mu.Lock()
	defer l.mu.Unlock()
	var kept []*registration[H]
	for _, other := range l.all() {
		if other != r {
			kept = append(kept, other)
		}
	}
	l.set(kept)
}

// shut has no handler of the list called any more.
func (l *handlerList[H]) shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for _, r := range l.all() {
		r.off.Store(true)
	}
}

func (l *handlerList[H]) set(list []*registration[H]) { l.list.Store(&list) }

func (l *handlerList[H]) all() []*registration[H] {
	if list := l.list.Load(); list != nil {
		return *list
	}
	return nil
}

// each calls f with every attached handler, in order of attachment.
func (l *handlerList[H]) each(f func(*H)) {
	for _, r := range l.all() {
		if !r.off.Load() {
			f(&r.handler)
		}
	}
}

// any reports whether a handler wants an event.
func (l *handlerList[H]) any(wants func(*H) bool) bool {
	for _, r := range l.all() {
		if wants(&r.handler) {
			return true
		}
	}
	return false
}
