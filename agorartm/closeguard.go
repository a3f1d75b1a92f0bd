// closeGuard: counted entry into native objects, so that none is released
// while a call runs in it.

package agorartm

import "sync/atomic"

const guardClosing = 1 << 62

// closeGuard counts the calls inside an object. Once closing, none enters.
type closeGuard struct {
	state atomic.Int64 // number of calls inside, plus guardClosing
	empty chan struct{}
}

func newCloseGuard() closeGuard { return closeGuard{empty: make(chan struct{}, 1)} }

// enter reports whether the call may go in; leave must follow if so.
func (g *closeGuard) enter() bool {
	if g.state.Add(1) < guardClosing {
		return true
	}
	g.leave()
	return false
}

func (g *closeGuard) leave() {
	if g.state.Add(-1) == guardClosing {
		// The last one out. A call turned away at the door may make the count
		// touch zero again, so this can happen more than once.
		select {
		case g.empty <- struct{}{}:
		default:
		}
	}
}

// closing reports whether close has begun.
func (g *closeGuard) closing() bool { return g.state.Load() >= guardClosing }

// shut turns later calls away.
func (g *closeGuard) shut() {
	for {
		old := g.state.Load()
		if old >= guardClosing || g.state.CompareAndSwap(old, old+guardClosing) {
			return
		}
	}
}

// wait returns when no call is inside. One caller, after shut.
func (g *closeGuard) wait() {
	for g.state.Load() != guardClosing {
		<-g.empty
	}
}
