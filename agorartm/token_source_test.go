// The token source's machinery, on a clock of its own.

package agorartm_test

import (
	"context"
	"errors"
	"fmt"
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
		func(_ context.Context, token string) error {
			k.mu.Lock()
			defer k.mu.Unlock()
			k.renewed = append(k.renewed, token)
			return k.renew
		},
		func(err error) { k.reports = append(k.reports, err) },
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
		k := keep(t, time.Hour)
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
				k.Wait()
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
