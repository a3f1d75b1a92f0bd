// The token source's machinery, on a clock of its own.

package agorartm_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// keeping is a keeper and what it did, by the bubble's clock.
type keeping struct {
	*agorartm.TokenKeeper
	start   time.Time
	fetched []time.Duration
	renewed []string
	reports []error

	mu    sync.Mutex                            // what the test changed, the keeper's goroutine sees
	fetch func(context.Context) (string, error) // nil: a token numbered from 1
	renew error
	hangs bool // renew does, until its context ends
}

var errNoToken = errors.New("no token today")

func keep(t *testing.T, interval time.Duration) *keeping {
	t.Helper()
	k := &keeping{start: time.Now()}
	k.TokenKeeper = agorartm.NewTokenKeeper(
		func(ctx context.Context) (string, error) {
			k.mu.Lock()
			k.fetched = append(k.fetched, time.Since(k.start))
			fetch := k.fetch
			k.mu.Unlock()
			if fetch != nil {
				return fetch(ctx)
			}
			return fmt.Sprint("token ", len(k.fetched)), nil
		},
		interval,
		func(ctx context.Context, token string) error {
			k.mu.Lock()
			k.renewed = append(k.renewed, token)
			hangs, err := k.hangs, k.renew
			k.mu.Unlock()
			if hangs {
				<-ctx.Done()
				return ctx.Err()
			}
			return err
		},
		func(err error) {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.reports = append(k.reports, err)
		},
	)
	t.Cleanup(func() {
		k.Close()
		k.Wait()
	})
	return k
}

// pass lets time go by, and everything in it happen.
func (k *keeping) pass(d time.Duration) {
	k.mu.Lock()
	//lint:ignore SA2001 orders what the test wrote before what follows
	k.mu.Unlock()
	time.Sleep(d)
	synctest.Wait()
}

// seconds is a list of times.
func seconds(s ...float64) []time.Duration {
	var all []time.Duration
	for _, n := range s {
		all = append(all, time.Duration(n*float64(time.Second)))
	}
	return all
}

// fact: K-13
func TestTokenIsRenewedByTheClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, agorartm.DefaultTokenRenewInterval())
		k.pass(3 * time.Hour)
		require.Empty(t, k.fetched, "not logged in")
		k.start = time.Now()
		k.Begin()
		k.Begin()
		k.pass(time.Hour - time.Nanosecond)
		require.Empty(t, k.fetched)
		k.pass(time.Nanosecond)
		k.pass(time.Hour)
		require.Equal(t, seconds(3600, 7200), k.fetched)
		require.Equal(t, []string{"token 1", "token 2"}, k.renewed)
		require.Equal(t, []error{nil, nil}, k.reports)

		k.Stop()
		k.Stop()
		k.pass(3 * time.Hour)
		require.Len(t, k.fetched, 2, "logged out")
		k.Begin()
		k.pass(time.Hour)
		require.Len(t, k.fetched, 3, "logged in again")
	})
}

func TestTokenIsRenewedWhenTheSDKWarns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		k.Hurry() // of a session before
		k.Begin()
		synctest.Wait()
		require.Empty(t, k.fetched)
		k.pass(20 * time.Minute)
		k.Hurry()
		synctest.Wait()
		require.Equal(t, seconds(1200), k.fetched)
		k.pass(time.Hour)
		require.Equal(t, seconds(1200, 4800), k.fetched, "an hour after the last one")
		require.Equal(t, []error{nil, nil}, k.reports)
	})
}

// Waits of 1, 2, 4 ... 30 seconds; a warning cuts them short; success ends them.
func TestFailedRenewalIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*keeping, bool){
		"fetch": func(k *keeping, fails bool) {
			k.fetch = nil
			if fails {
				k.fetch = func(context.Context) (string, error) { return "", errNoToken }
			}
		},
		"renew": func(k *keeping, fails bool) {
			k.renew = nil
			if fails {
				k.renew = errNoToken
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				k := keep(t, time.Minute)
				fail(k, true)
				k.Begin()
				k.pass(60*time.Second + 91*time.Second)
				require.Equal(t, seconds(60, 61, 63, 67, 75, 91, 121, 151), k.fetched)
				require.Len(t, k.reports, 8)
				for _, err := range k.reports {
					require.ErrorIs(t, err, errNoToken, "as the source gave it")
				}
				k.Hurry()
				synctest.Wait()
				require.Len(t, k.fetched, 9)
				fail(k, false)
				k.pass(30 * time.Second)
				require.Len(t, k.fetched, 10)
				require.NoError(t, k.reports[9])
				k.pass(59 * time.Second)
				require.Len(t, k.fetched, 10)
				fail(k, true)
				k.pass(2 * time.Second)
				require.Len(t, k.fetched, 12, "the waits begin anew")
			})
		})
	}
}

// The source is asked by one caller at a time.
func TestTokenSourceIsAskedOneByOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		var inside atomic.Int32
		k.fetch = func(context.Context) (string, error) {
			require.Equal(t, int32(1), inside.Add(1))
			defer inside.Add(-1)
			time.Sleep(time.Second)
			return "token", nil
		}
		k.Begin()
		k.Hurry()
		for range 3 {
			go func() { _, _ = k.Fetch(t.Context()) }()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
		defer cancel()
		synctest.Wait()
		_, err := k.Fetch(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded, "its turn did not come")
		k.pass(10 * time.Second)
		require.Len(t, k.fetched, 4)
	})
}

// A fetch ends with its caller's context, with the session, and with Close;
// none of that is a failure to report.
func TestTokenFetchEnds(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context) (string, error) {
		<-ctx.Done()
		return "", ctx.Err()
	}
	for name, end := range map[string]func(*keeping){
		"session": func(k *keeping) { k.Stop() },
		"close":   func(k *keeping) { k.Close() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				k := keep(t, time.Hour)
				k.fetch = hang
				k.Begin()
				k.Hurry()
				synctest.Wait()
				require.Len(t, k.fetched, 1)
				end(k)
				synctest.Wait()
				require.Empty(t, k.reports)
				require.Empty(t, k.renewed)
			})
		})
	}
	t.Run("caller", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			k := keep(t, time.Hour)
			k.fetch = hang
			ctx, cancel := context.WithCancel(t.Context())
			ended := start(func() error { return only(k.Fetch(ctx)) })
			synctest.Wait()
			cancel()
			require.ErrorIs(t, <-ended, context.Canceled)
		})
	})
	t.Run("caller, by close", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			k := keep(t, time.Hour)
			k.fetch = hang
			ended := start(func() error { return only(k.Fetch(t.Context())) })
			synctest.Wait()
			k.Close()
			require.ErrorIs(t, <-ended, context.Canceled)
			require.ErrorIs(t, only(k.Fetch(t.Context())), context.Canceled)
			require.Len(t, k.fetched, 1, "no longer asked")
			k.Begin()
			k.Hurry()
			k.pass(2 * time.Hour)
			require.Len(t, k.fetched, 1)
		})
	})
}

// A renewal that was under way when a session ended is none of the next one's.
func TestSlowRenewalOutlivesNoSession(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		k.fetch = func(context.Context) (string, error) {
			time.Sleep(time.Minute) // deaf to its context
			return "late", nil
		}
		k.Begin()
		k.Hurry()
		synctest.Wait()
		k.Stop()
		k.Begin()
		k.pass(time.Hour - time.Second)
		require.Empty(t, k.renewed)
		require.Empty(t, k.reports)
	})
}

// timeouts asserts that so many renewals were reported, and all as out of time.
func (k *keeping) timeouts(t *testing.T, n int) {
	t.Helper()
	require.Len(t, k.reports, n)
	for _, err := range k.reports {
		require.True(t, opErr(t, err, "RenewToken", false).Timeout())
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
}

// A renewal that hangs is given up after 20 seconds, reported, and tried again.
func TestHangingRenewalIsReported(t *testing.T) {
	t.Parallel()
	for name, hang := range map[string]func(*keeping, bool){
		"source": func(k *keeping, hangs bool) {
			k.fetch = nil
			if hangs {
				k.fetch = func(ctx context.Context) (string, error) {
					<-ctx.Done()
					return "", ctx.Err()
				}
			}
		},
		"renewal": func(k *keeping, hangs bool) { k.hangs = hangs },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				k := keep(t, time.Hour)
				hang(k, true)
				k.Begin()
				k.Hurry()
				k.pass(20*time.Second - time.Nanosecond)
				require.Empty(t, k.reports)
				k.pass(time.Nanosecond)
				require.Len(t, k.reports, 1)
				require.ErrorIs(t, k.reports[0], context.DeadlineExceeded)
				k.pass(23 * time.Second)
				require.Len(t, k.reports, 2)
				require.Equal(t, seconds(0, 21, 43), k.fetched)
				k.pass(18 * time.Second)
				hang(k, false)
				k.pass(6 * time.Second)
				require.Equal(t, seconds(0, 21, 43, 67), k.fetched)
				require.Len(t, k.reports, 4)
				require.NoError(t, k.reports[3])
			})
		})
	}
}

// A source deaf to its context delays no report, is not asked again before it
// has returned, and what it returns then is thrown away.
func TestDeafTokenSource(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		var inside, most atomic.Int32
		k.fetch = func(context.Context) (string, error) {
			most.Store(max(most.Load(), inside.Add(1)))
			defer inside.Add(-1)
			time.Sleep(50 * time.Second)
			return "late", nil
		}
		k.Begin()
		k.Hurry()
		k.pass(20 * time.Second)
		k.timeouts(t, 1)
		k.pass(21 * time.Second) // the second one, whose turn has not come
		k.timeouts(t, 2)
		require.Equal(t, seconds(0), k.fetched)
		k.fetch = nil
		k.pass(9*time.Second - time.Nanosecond)
		require.Equal(t, seconds(0), k.fetched)
		k.pass(time.Nanosecond)
		require.Equal(t, seconds(0, 50), k.fetched, "its turn has come")
		require.Equal(t, []string{"token 2"}, k.renewed)
		require.Len(t, k.reports, 3)
		require.NoError(t, k.reports[2])
		require.Equal(t, int32(1), most.Load())
	})
}

// Close does not wait for a deaf source, Wait does; nor does a caller.
func TestDeafTokenSourceAndTheEnd(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*keeping) <-chan error{
		"session": func(k *keeping) <-chan error {
			k.Begin()
			k.Hurry()
			return nil
		},
		"caller": func(k *keeping) <-chan error {
			return start(func() error { return only(k.Fetch(context.Background())) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				k := keep(t, time.Hour)
				k.fetch = func(context.Context) (string, error) {
					time.Sleep(time.Minute)
					return "late", nil
				}
				called := begin(k)
				k.pass(time.Second)
				require.Len(t, k.fetched, 1)
				k.Close()
				if called != nil {
					synctest.Wait()
					require.ErrorIs(t, <-called, context.Canceled)
					require.Equal(t, time.Second, time.Since(k.start), "at once")
				}
				k.Wait()
				require.Equal(t, time.Minute, time.Since(k.start))
				require.Empty(t, k.renewed)
				require.Empty(t, k.reports)
			})
		})
	}
	t.Run("caller's context", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			k := keep(t, time.Hour)
			k.fetch = func(context.Context) (string, error) {
				time.Sleep(time.Minute)
				return "late", nil
			}
			for range 2 { // the second one is still waiting for its turn
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				require.ErrorIs(t, only(k.Fetch(ctx)), context.DeadlineExceeded)
				cancel()
			}
			require.Equal(t, 2*time.Second, time.Since(k.start))
			k.pass(0)
			require.Len(t, k.fetched, 1)
		})
	})
}

// A wait that began before Close ends with it, not before.
func TestTokenKeeperIsWaitedForFromTheBeginning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		over := start(func() error {
			k.Wait()
			return nil
		})
		synctest.Wait()
		running(t, over)
		k.Begin()
		k.Close()
		require.NoError(t, <-over)
	})
}

// A source that ends its goroutine, as a failed assertion does, has failed.
func TestTokenSourceThatExits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k := keep(t, time.Hour)
		k.fetch = func(context.Context) (string, error) {
			runtime.Goexit()
			return "token", nil
		}
		for range 2 {
			require.ErrorContains(t, only(k.Fetch(t.Context())), "returned nothing")
		}
	})
}
