// This file holds call frequency limits: sliding windows over the calls that were accepted.

package emulator

import "time"

// limit is a number of calls allowed in any stretch of time.
type limit struct {
	calls int
	in    time.Duration
}

// The limits of the calls of this package, per client.
var (
	limitLogin      = limit{2, time.Second}
	limitRenewToken = limit{2, time.Second}
	limitSend       = limit{1500, 3 * time.Second} // peer and channel messages together
	limitJoin       = limit{50, 3 * time.Second}   // all channels together
	limitJoinSame   = limit{2, 5 * time.Second}    // one channel id
	limitGetMembers = limit{5, 2 * time.Second}

	limitQueryOnline     = limit{100, 5 * time.Second}
	limitSubscribe       = limit{10, 5 * time.Second}
	limitUnsubscribe     = limit{10, 5 * time.Second}
	limitQueryByOption   = limit{10, 5 * time.Second}
	limitWriteAttributes = limit{100, 5 * time.Second} // set, update, delete and clear together; users and channels apart
	limitReadAttributes  = limit{400, 5 * time.Second} // users and channels apart
	limitMemberCount     = limit{1, time.Second}
)

// window remembers the times of the last accepted calls, as many as the limit allows. It is allocated as
// calls come, since most clients make few.
type window struct {
	times []time.Duration // a ring once full
	next  int             // the oldest, once full
}

// allows tells whether a call at the given time keeps to the limit.
func (w *window) allows(l limit, now time.Duration) bool {
	return len(w.times) < l.calls || now-w.times[w.next] >= l.in
}

// add notes an accepted call.
func (w *window) add(l limit, now time.Duration) {
	if len(w.times) < l.calls {
		w.times = append(w.times, now)
		return
	}
	w.times[w.next] = now
	if w.next++; w.next == l.calls {
		w.next = 0
	}
}

// take is allows and, if it does, add.
func (w *window) take(l limit, now time.Duration) bool {
	if !w.allows(l, now) {
		return false
	}
	w.add(l, now)
	return true
}

// idle tells that no accepted call is left in the stretch before now.
func (w *window) idle(l limit, now time.Duration) bool {
	last := len(w.times) - 1
	if len(w.times) == l.calls {
		last = (w.next + l.calls - 1) % l.calls
	}
	return last < 0 || now-w.times[last] >= l.in
}

// windows are the windows of one client.
type windows struct {
	login, renewToken, send, join, getMembers window

	queryOnline, subscribe, unsubscribe, queryByOption window
	writeUserAttributes, readUserAttributes            window
	writeChannelAttributes, readChannelAttributes      window
	memberCount                                        window

	joinSame map[string]*window // by channel id
}

// takeJoin checks a join against both of its limits and returns the code of the one it breaks. Neither is
// charged unless both allow it.
func (w *windows) takeJoin(channelID string, now time.Duration) int32 {
	same := w.joinSame[channelID]
	switch {
	case !w.join.allows(limitJoin, now):
		return JoinChannelErrTooOften
	case same != nil && !same.allows(limitJoinSame, now):
		return JoinChannelErrJoinSameChannelTooOften
	case same == nil:
		// At most 50 joins in 3 s: forgetting idle channels now and then keeps the map small.
		if len(w.joinSame) >= 128 {
			for id, other := range w.joinSame {
				if other.idle(limitJoinSame, now) {
					delete(w.joinSame, id)
				}
			}
		}
		if w.joinSame == nil {
			w.joinSame = make(map[string]*window)
		}
		same = new(window)
		w.joinSame[channelID] = same
	}
	w.join.add(limitJoin, now)
	same.add(limitJoinSame, now)
	return JoinChannelErrOK
}
