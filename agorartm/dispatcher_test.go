// Unit tests of the dispatcher: order, bounds, drops, and the end.

package agorartm

import (
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

func peerEvent(text string) event { return event{kind: eventPeerMessage, text: text} }

func popAll(d *dispatcher) (texts []string, dropped uint64) {
	batch := make([]event, 7)
	for {
		n, lost, _ := d.pop(batch)
		dropped += lost
		for _, e := range batch[:n] {
			if e.kind.isMessage() {
				texts = append(texts, e.text)
			} else {
				texts = append(texts, "state "+strconv.Itoa(int(e.code)))
			}
		}
		if n == 0 && lost == 0 {
			return texts, dropped
		}
	}
}

func TestDispatcherDropsOldestMessagesOnly(t *testing.T) {
	t.Parallel()
	d := newDispatcher(2, 1<<20)
	var want []string
	for i := range 50 {
		d.push([]event{peerEvent("m" + strconv.Itoa(i)), {kind: eventConnectionStateChanged, code: uint32(i)}}, 0)
		if i >= 48 {
			want = append(want, "m"+strconv.Itoa(i))
		}
		want = append(want, "state "+strconv.Itoa(i))
	}
	got, dropped := popAll(d)
	require.Equal(t, want, got)
	require.Equal(t, uint64(48), dropped)
}

func TestDispatcherBoundsBytes(t *testing.T) {
	t.Parallel()
	d := newDispatcher(1000, 10)
	d.push([]event{peerEvent("1234"), peerEvent("5678"), peerEvent("abc")}, 3)
	got, dropped := popAll(d)
	require.Equal(t, []string{"5678", "abc"}, got)
	require.Equal(t, uint64(1+3), dropped, "what was lost in C++ counts too")
	require.Zero(t, d.bytes)
}

func TestDispatcherReportsDropsBeforeTheNextEvent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDispatcher(1, 1<<20)
		var log []string
		d.invoke = func(e *event) { log = append(log, e.text) }
		d.onDropped = func(n, total uint64) {
			log = append(log, "dropped "+strconv.FormatUint(n, 10)+" of "+strconv.FormatUint(total, 10))
		}
		d.push([]event{peerEvent("a"), peerEvent("b"), peerEvent("c")}, 0)
		go d.run()
		synctest.Wait()
		require.Equal(t, []string{"dropped 2 of 2", "c"}, log)
		d.push([]event{peerEvent("d"), peerEvent("e")}, 0)
		synctest.Wait()
		require.Equal(t, []string{"dropped 2 of 2", "c", "dropped 1 of 3", "e"}, log)
		d.push(nil, 5)
		synctest.Wait()
		require.Equal(t, "dropped 5 of 8", log[len(log)-1], "drops are told without an event behind them")
		d.close()
		<-d.done
	})
}

func TestDispatcherCloseInsideHandler(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDispatcher(100, 1<<20)
		handled := 0
		d.invoke = func(*event) {
			handled++
			d.close()
			d.close()
		}
		d.push([]event{peerEvent("a"), peerEvent("b")}, 0)
		go d.run()
		<-d.done
		require.Equal(t, 1, handled, "no handler starts after close")
	})
}

func TestEventFIFO(t *testing.T) {
	t.Parallel()
	var f eventFIFO
	next, want := int64(0), int64(0)
	pop := func() {
		var e event
		require.Equal(t, want, f.front().id)
		f.pop(&e)
		require.Equal(t, want, e.id)
		want++
	}
	for round := range 300 {
		for range round {
			f.push(&event{id: next})
			next++
		}
		for range round / 2 {
			pop()
		}
		if round%7 == 0 {
			for f.len > 0 {
				pop()
			}
			require.Nil(t, f.first, "an empty queue holds no memory")
		}
	}
	for f.len > 0 {
		pop()
	}
	require.Equal(t, next, want)
}

func TestCloseGuard(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newCloseGuard()
		require.True(t, g.enter())
		require.True(t, g.enter())
		g.shut()
		g.shut()
		require.True(t, g.closing())
		require.False(t, g.enter())
		waited := false
		go func() {
			g.wait()
			waited = true
		}()
		synctest.Wait()
		require.False(t, waited)
		g.leave()
		require.False(t, g.enter())
		synctest.Wait()
		require.False(t, waited, "one call is still inside")
		g.leave()
		synctest.Wait()
		require.True(t, waited)
	})
}
