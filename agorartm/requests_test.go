// Unit tests of the request table and the slot: every order in which a call,
// its result, its caller's patience and the end of the connection can meet.

package agorartm

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

var errGone = errors.New("gone")

func newTestRequest(deadline int64) request {
	return request{waiter: newWaiter(), deadline: deadline}
}

// collect keeps the requests a table ends.
type collect map[int64]request

func (c collect) add(id int64, r request) { c[id] = r }

// takes reports whether a result finds a request.
func takes(t *requestTable, id int64) bool {
	_, ok := t.take(id, outcome{})
	return ok
}

func TestRequestTableResultAfterCall(t *testing.T) {
	t.Parallel()
	var table requestTable
	epoch := table.begin()
	r := newTestRequest(10)
	_, ended := table.register(epoch, 7, r)
	require.False(t, ended)
	got, ok := table.take(7, outcome{code: 3})
	require.True(t, ok)
	require.Equal(t, r, got)
	require.False(t, takes(&table, 7), "a doubled result has no taker")
	require.Zero(t, table.len())
}

func TestRequestTableResultBeforeCallReturned(t *testing.T) {
	t.Parallel()
	var table requestTable
	epoch := table.begin()
	_, ok := table.take(7, outcome{code: 3})
	require.False(t, ok)
	require.False(t, takes(&table, 7), "doubled: the first counts")
	out, ended := table.register(epoch, 7, newTestRequest(10))
	require.True(t, ended)
	require.Equal(t, uint32(3), out.code)
	require.Empty(t, table.parked)
}

func TestRequestTableForgetsStrays(t *testing.T) {
	t.Parallel()
	var table requestTable
	require.False(t, takes(&table, 1), "no call under way: nobody will ask")
	require.Empty(t, table.parked)

	// A refused call whose result came all the same, beside another call.
	epoch := table.begin()
	table.begin()
	table.take(2, outcome{code: 1})
	table.withdraw(2)
	require.Empty(t, table.parked)

	// Strays beside a long call do not pile up, and its own result stays.
	for id := range int64(3 * minParked) {
		table.take(1000+id, outcome{})
	}
	require.LessOrEqual(t, len(table.parked), minParked)
	table.take(3, outcome{code: 9})
	out, ended := table.register(epoch, 3, newTestRequest(10))
	require.True(t, ended)
	require.Equal(t, uint32(9), out.code)
	require.Empty(t, table.parked, "the last call under way is over")
}

func TestRequestTableEndAll(t *testing.T) {
	t.Parallel()
	var table requestTable
	before := table.begin()
	under := table.begin()
	r := newTestRequest(10)
	table.register(before, 1, r)
	ended := collect{}
	table.endAll(ended.add)
	require.Equal(t, collect{1: r}, ended)

	out, over := table.register(under, 2, newTestRequest(10))
	require.True(t, over, "a call begun before the connection ended")
	require.ErrorIs(t, out.err, ErrResultLost)

	epoch := table.begin()
	_, over = table.register(epoch, 3, newTestRequest(10))
	require.False(t, over, "the next connection is not touched")
}

func TestRequestTableClose(t *testing.T) {
	t.Parallel()
	var table requestTable
	epoch := table.begin()
	under := table.begin()
	table.register(epoch, 1, newTestRequest(10))
	ended := collect{}
	table.close(errGone, ended.add)
	require.Len(t, ended, 1)
	out, over := table.register(under, 2, newTestRequest(10))
	require.True(t, over)
	require.ErrorIs(t, out.err, errGone)
}

func TestRequestTableOverdueAndGiveUp(t *testing.T) {
	t.Parallel()
	var table requestTable
	early, late := newTestRequest(5), newTestRequest(6)
	for id, r := range map[int64]request{1: early, 2: late} {
		epoch := table.begin()
		table.register(epoch, id, r)
	}
	ended := collect{}
	table.overdue(4, ended.add)
	require.Empty(t, ended)
	table.overdue(5, ended.add)
	require.Equal(t, collect{1: early}, ended)
	require.False(t, table.giveUp(1, early.waiter), "its outcome is on its way")
	require.True(t, table.giveUp(2, late.waiter))
	require.False(t, takes(&table, 2))
}

// Ids, callers and results from all sides: every call ends once, with its own result.
func TestRequestTableConcurrent(t *testing.T) {
	t.Parallel()
	var table requestTable
	const callers, each = 8, 2000
	var wg sync.WaitGroup
	for caller := range int64(callers) {
		wg.Go(func() {
			for i := range int64(each) {
				id := caller*each + i
				epoch := table.begin()
				wg.Go(func() {
					if r, ok := table.take(id, outcome{code: uint32(id)}); ok {
						r.waiter.done <- outcome{code: uint32(id)}
					}
				})
				r := newTestRequest(10)
				out, ended := table.register(epoch, id, r)
				if !ended {
					// The stray rule: a result that came while no call was under way
					// is gone, which cannot be here.
					out = <-r.waiter.done
				}
				r.waiter.recycle()
				if out.code != uint32(id) {
					t.Errorf("request %d got the result of %d", id, out.code)
				}
			}
		})
	}
	wg.Wait()
	require.Zero(t, table.len())
	require.Empty(t, table.parked)
}

func fixed(deadline int64) func() int64 { return func() int64 { return deadline } }

func TestSlotOneInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSlot()
		first, err := s.begin(t.Context(), fixed(10))
		require.NoError(t, err)
		var second *waiter
		go func() {
			second, _ = s.begin(t.Context(), fixed(10))
		}()
		synctest.Wait()
		require.Nil(t, second, "the first has not ended")
		require.True(t, s.end(outcome{code: 4}))
		require.Equal(t, uint32(4), (<-first.done).code)
		synctest.Wait()
		require.NotNil(t, second)
		require.True(t, s.end(outcome{}))
		require.False(t, s.end(outcome{}), "a stray result ends nothing")
	})
}

func TestSlotWaitEnds(t *testing.T) {
	t.Parallel()
	s := newSlot()
	_, err := s.begin(t.Context(), fixed(10))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = s.begin(ctx, fixed(10))
	require.ErrorIs(t, err, context.Canceled)

	waiting := make(chan error)
	go func() {
		_, err := s.begin(t.Context(), fixed(10))
		waiting <- err
	}()
	s.close(errGone)
	require.ErrorIs(t, <-waiting, errGone)
}

func TestSlotWithdraw(t *testing.T) {
	t.Parallel()
	s := newSlot()
	r, err := s.begin(t.Context(), fixed(10))
	require.NoError(t, err)
	s.withdraw(r)
	require.False(t, s.inFlight())

	// Refused and answered: the answer is thrown away, the turn given on once.
	r, err = s.begin(t.Context(), fixed(10))
	require.NoError(t, err)
	require.True(t, s.end(outcome{code: 1}))
	s.withdraw(r)
	r, err = s.begin(t.Context(), fixed(10))
	require.NoError(t, err)
	require.Empty(t, r.done)
	s.close(errGone)
	require.ErrorIs(t, (<-r.done).err, errGone)
	_, err = s.begin(t.Context(), fixed(10))
	require.ErrorIs(t, err, errGone)
}

func TestSlotOverdue(t *testing.T) {
	t.Parallel()
	s := newSlot()
	r, err := s.begin(t.Context(), fixed(10))
	require.NoError(t, err)
	require.False(t, s.overdue(9))
	s.hasten(5)
	s.hasten(8)
	require.False(t, s.overdue(4))
	require.True(t, s.overdue(5))
	out := <-r.done
	require.ErrorIs(t, out.err, ErrResultLost)
	require.ErrorIs(t, out.err, ErrTimeout)
}
