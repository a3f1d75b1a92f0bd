// This file holds the faults a test arms for single results.

package emulator

import (
	"sync"
	"sync/atomic"
	"time"
)

// fault is what happens to one result.
type fault struct {
	drop  bool
	delay time.Duration
	fail  int32 // the code it is answered with instead of being made; 0 is none
}

// faults are the armed faults of one App, used up in the order they were armed.
type faults struct {
	armed atomic.Int64 // their number, so that a call that finds 0 takes no lock
	mu    sync.Mutex
	queue map[faultKey][]fault
}

type faultKey struct {
	user string
	op   Operation
}

// arm adds a fault for the next result without one.
func (f *faults) arm(user string, op Operation, what fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.queue == nil {
		f.queue = make(map[faultKey][]fault)
	}
	key := faultKey{user, op}
	f.queue[key] = append(f.queue[key], what)
	f.armed.Add(1)
}

// take uses up the next fault for a request of this kind.
func (f *faults) take(user string, op Operation) fault {
	if f.armed.Load() == 0 {
		return fault{}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	key := faultKey{user, op}
	armed := f.queue[key]
	if len(armed) == 0 {
		return fault{}
	}
	if len(armed) == 1 {
		delete(f.queue, key)
	} else {
		f.queue[key] = armed[1:]
	}
	f.armed.Add(-1)
	return armed[0]
}
