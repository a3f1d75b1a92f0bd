// The lists of handlers of a service and of a channel.

package agorartm

import (
	"sync"
	"sync/atomic"
)

// registration is one attached handler.
type registration[H any] struct {
	handler H
	gate    handlerGate
}

// handlerList is read on every event and changed rarely: it is replaced, not
// modified.
type handlerList[H any] struct {
	mu   sync.Mutex
	list atomic.Pointer[[]*registration[H]]
}

// add attaches h behind the others. The returned func detaches it again: once
// it has returned, h does not start any more.
func (l *handlerList[H]) add(h H) (remove func()) {
	r := &registration[H]{handler: h}
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.all()
	l.set(append(old[:len(old):len(old)], r))
	return func() { l.remove(r) }
}

func (l *handlerList[H]) remove(r *registration[H]) {
	r.gate.shut()
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

// shut lets no handler of the list start any more.
func (l *handlerList[H]) shut() {
	for _, r := range l.all() {
		r.gate.shut()
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
		if r.gate.enter() {
			f(&r.handler)
			r.gate.leave()
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
