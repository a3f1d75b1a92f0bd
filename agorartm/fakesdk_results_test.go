// Results of all kinds: early, inline, doubled, late, lost; for every operation.

package agorartm_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// Whenever and however often a result comes, each call gets its own.
//
// fact: T-08, OB-11, OB-12
func TestResultsInEveryMode(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		for _, mode := range []fakesdk.Mode{fakesdk.Normal, fakesdk.Early, fakesdk.Inline, fakesdk.Late} {
			for _, twice := range []bool{false, true} {
				for _, big := range []bool{false, true} {
					t.Run(fmt.Sprintf("mode %d twice %t big %t", mode, twice, big), func(t *testing.T) {
						t.Parallel()
						r := newRig(t, setup{script: func(f *fakesdk.Fake) {
							if big {
								f.BigIDs()
							}
						}})
						for _, result := range []uint32{0, 1, 0} {
							r.fake.Next(o.op, fakesdk.Behavior{Mode: mode, Twice: twice, Result: int(result)})
							ended := r.begin(t.Context(), o)
							if mode == fakesdk.Late {
								released := 0
								for released == 0 {
									released = r.fake.ReleaseLate()
								}
							}
							err := wait(t, ended)
							if result == 0 {
								require.NoError(t, err)
							} else {
								require.ErrorIs(t, err, o.code(result))
								opErr(t, err, o.name, true)
							}
							// The second copy must be past before the next call: without an id
							// nothing tells it from that one's result.
							r.settle()
						}
						require.False(t, r.service.InFlight())
						require.Empty(t, r.peerResults, "a doubled result is reported once")
						require.Empty(t, r.roomResults, "a doubled result is reported once")
					})
				}
			}
		}
	})
}

// OB-11: refused, and answered too. The call ends once, as refused, and the
// answer is not taken for that of the next call, even of one made at once.
//
// fact: C-01, OB-11
func TestResultsOfRefusedCalls(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		for _, mode := range []fakesdk.Mode{fakesdk.Inline, fakesdk.Early} {
			t.Run(fmt.Sprintf("mode %d", mode), func(t *testing.T) {
				t.Parallel()
				r := newRig(t, setup{})
				for range 100 {
					// State callbacks would be right to end requests of the connection.
					r.fake.Next(o.op, fakesdk.Behavior{Mode: mode, Return: -1, Result: 1, Also: true, NoState: true})
					err := o.call(r, t.Context())
					opErr(t, err, o.name, false)
					require.ErrorIs(t, err, o.code(1))
					require.NoError(t, o.call(r, t.Context()))
				}
				r.settle()
				require.False(t, r.service.InFlight())
				require.Empty(t, r.peerResults)
				require.Empty(t, r.roomResults)
			})
		}
	})
}

// A result nobody waits for changes nothing.
func TestStrayResults(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{})
		for _, code := range []int{0, 1} {
			require.True(t, r.fake.FireResult(fakesdk.Result{Op: o.op, Code: code, ID: 1 << 50, Channel: roomID}))
		}
		r.settle()
		require.False(t, r.service.InFlight())
		require.Empty(t, r.peerResults)
		require.Empty(t, r.roomResults)
		require.NoError(t, o.call(r, t.Context()))
	})
}

// OB-28: taken, then lost at logout.
//
// fact: OB-28, OB-14
func TestResultsLostAtLogout(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.op == fakesdk.Logout {
			return // see TestResultsLostForEver
		}
		for _, logout := range []fakesdk.Behavior{{}, {StateFirst: true}, {NoState: true}, {Mode: fakesdk.Inline}} {
			r := newRig(t, setup{})
			if o.op != fakesdk.Login {
				r.login()
			}
			r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
			ended := r.begin(t.Context(), o)
			running(t, ended)
			r.fake.Next(fakesdk.Logout, logout)
			require.NoError(t, r.service.Logout(t.Context()))
			err := wait(t, ended)
			e := opErr(t, err, o.name, true)
			require.ErrorIs(t, err, agorartm.ErrResultLost)
			require.False(t, e.Timeout())
			require.False(t, r.service.InFlight())
			require.NoError(t, o.call(r, t.Context()), "the next call is not touched")
		}
	})
}

// Taken, then lost for ever: the documented timeout and the grace end it.
func TestResultsLostForEver(t *testing.T) {
	t.Parallel()
	const grace = 7
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{options: []agorartm.Option{agorartm.WithResultGrace(grace * time.Second)}})
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
		before := r.service.Sweeps()
		ended := r.begin(t.Context(), o)
		require.Eventually(t, r.service.InFlight, inTime, time.Millisecond)

		for r.service.Sweeps() < before+o.timeout+grace {
			r.service.Sweep()
		}
		select {
		case err := <-ended:
			// The real clock may have struck as well.
			require.Greater(t, r.service.Sweeps(), before+o.timeout+grace, "ended too early: %v", err)
		default:
			r.service.Sweep()
			r.service.Sweep() // in case the call was made in the second sweep
			err := wait(t, ended)
			e := opErr(t, err, o.name, true)
			require.ErrorIs(t, err, agorartm.ErrResultLost)
			require.True(t, e.Timeout())
		}
		require.False(t, r.service.InFlight())
		require.NoError(t, o.call(r, t.Context()), "the next call is not touched")
	})
}

// The clock of lost results runs by itself.
func TestLostResultEndsUnattended(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{options: []agorartm.Option{agorartm.WithResultGrace(0)}})
	r.fake.Next(fakesdk.Leave, fakesdk.Behavior{Mode: fakesdk.Never})
	err := r.room.Leave(context.Background())
	require.ErrorIs(t, err, agorartm.ErrResultLost)
	require.ErrorIs(t, err, agorartm.ErrTimeout)
}

// Results that come after Close find nobody.
func TestResultsAfterClose(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{})
		r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late, Twice: true})
		ended := r.begin(t.Context(), o)
		require.Eventually(t, func() bool { return r.fake.Held() == 2 }, inTime, time.Millisecond)
		require.NoError(t, r.service.Close())
		err := wait(t, ended)
		if o.posted {
			require.ErrorIs(t, err, errNoEvent, "no handler starts after Close")
		} else {
			opErr(t, err, o.name, true)
			require.ErrorIs(t, err, agorartm.ErrClosed)
		}
		require.Equal(t, 2, r.fake.ReleaseLate())
		require.Empty(t, r.peerResults)
		require.Empty(t, r.roomResults)
	})
}

// Many callers at once, whose results all come before the calls return: none
// loses its own among the others', doubled ones included.
func TestManyEarlyResults(t *testing.T) {
	t.Parallel()
	for _, b := range []fakesdk.Behavior{
		{Mode: fakesdk.Inline}, {Mode: fakesdk.Early}, {Mode: fakesdk.Inline, Twice: true},
	} {
		t.Run(fmt.Sprintf("%+v", b), func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetThreads(4) }})
			r.fake.On(fakesdk.SendPeer, b)
			ctx, cancel := context.WithTimeout(t.Context(), inTime)
			defer cancel()
			var wg sync.WaitGroup
			for range 64 {
				wg.Go(func() {
					for range 100 {
						_, err := r.service.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
						if err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			require.False(t, r.service.InFlight())
		})
	}
}

// A call that is slow to come back from the SDK finds its result, however many
// results other calls have had meanwhile.
func TestEarlyResultOfSlowCallIsKept(t *testing.T) {
	t.Parallel()
	for name, stray := range map[string]bool{"results of others": false, "strays": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var table agorartm.RequestTable
			slow := table.Begin()
			table.Result(1)
			for id := int64(2); id < 4000; id++ {
				other := table.Begin()
				table.Result(id)
				require.True(t, table.Register(other, id))
				if stray {
					table.Result(id) // doubled
				}
			}
			require.True(t, table.Register(slow, 1), "the result was thrown away")
		})
	}
}
