// The token source: tokens that the binding fetches and renews by itself.

package agorartm

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// defaultTokenRenewInterval is what the vendor advises: renew on a timer,
// rather than when the SDK warns.
const defaultTokenRenewInterval = time.Hour

// The waits between failed renewals: doubled from the first to the last.
const (
	firstTokenRetry = time.Second
	lastTokenRetry  = 30 * time.Second
)

// tokenFetchTimeout bounds one renewal, the source's part included: a source
// that hangs must not keep the failure from being told and tried again.
const tokenFetchTimeout = 20 * time.Second

// tokenKeeper keeps the token of a session fresh. While the user is logged in
// it has one goroutine, which fetches and renews: on the timer, when told to,
// and again after a failure. The source runs on another, because it may be deaf
// to its context.
type tokenKeeper struct {
	source   func(context.Context) (string, error)
	renew    func(ctx context.Context, token string) error
	report   func(error)
	interval time.Duration

	fetching chan struct{} // holds one token while the source runs
	now      chan struct{} // room for one: renew now

	mu      sync.Mutex
	ctx     context.Context // ends with the service
	cancel  context.CancelFunc
	end     context.CancelFunc // of the session; nil when there is none
	running sync.WaitGroup
}

func newTokenKeeper(source func(context.Context) (string, error), interval time.Duration,
	renew func(context.Context, string) error, report func(error),
) *tokenKeeper {
	k := &tokenKeeper{
		source:   source,
		renew:    renew,
		report:   report,
		interval: interval,
		fetching: make(chan struct{}, 1),
		now:      make(chan struct{}, 1),
	}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

// answer is what the source gave.
type answer struct {
	token string
	err   error
}

// errSourceGone is the answer of a source that has ended its goroutine.
var errSourceGone = errors.New("it returned nothing")

// fetch asks the source for a token, one caller at a time. Its context ends
// with ctx and with the service, and so does fetch, whatever the source does.
// The turn of a source that goes on regardless lasts until it returns, and what
// it returns then is thrown away.
func (k *tokenKeeper) fetch(ctx context.Context) (string, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(k.ctx, cancel)()
	select {
	case k.fetching <- struct{}{}:
	case <-ctx.Done():
		return "", fmt.Errorf("token source: still busy: %w", ctx.Err())
	}
	answered := make(chan answer, 1)
	if err := k.ask(ctx, answered); err != nil {
		<-k.fetching
		return "", err
	}
	select {
	case a := <-answered:
		if a.err != nil {
			return "", fmt.Errorf("token source: %w", a.err)
		}
		return a.token, nil
	case <-ctx.Done():
		return "", fmt.Errorf("token source: no answer: %w", ctx.Err())
	}
}

// ask runs the source on a goroutine of its own, which gives the turn back.
// Nothing runs if it returns an error.
func (k *tokenKeeper) ask(ctx context.Context, answered chan<- answer) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, waits := range []context.Context{ctx, k.ctx} {
		if err := waits.Err(); err != nil {
			return err
		}
	}
	k.running.Go(func() {
		a := answer{err: errSourceGone}
		defer func() {
			answered <- a
			<-k.fetching
		}()
		a.token, a.err = k.source(ctx)
	})
	return nil
}

// begin starts to keep the session's token. Nothing happens when it does.
func (k *tokenKeeper) begin() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.end != nil || k.ctx.Err() != nil {
		return
	}
	select {
	case <-k.now: // meant for an earlier session
	default:
	}
	ctx, end := context.WithCancel(k.ctx)
	k.end = end
	k.running.Go(func() { k.keep(ctx) })
}

// stop ends the session, if there is one.
func (k *tokenKeeper) stop() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.end != nil {
		k.end()
		k.end = nil
	}
}

// hurry has the token renewed now.
func (k *tokenKeeper) hurry() {
	if k == nil {
		return
	}
	select {
	case k.now <- struct{}{}:
	default:
	}
}

// close ends everything and does not wait: its caller may be the source.
func (k *tokenKeeper) close() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cancel()
	k.end = nil
}

// wait returns after close, when nothing runs any more.
func (k *tokenKeeper) wait() {
	if k != nil {
		<-k.ctx.Done() // nothing starts from here on
		k.running.Wait()
	}
}

// keep is the session's goroutine.
func (k *tokenKeeper) keep(ctx context.Context) {
	due, retry := k.interval, firstTokenRetry
	for {
		timer := time.NewTimer(due)
		select {
		case <-timer.C:
		case <-k.now:
			timer.Stop()
		case <-ctx.Done():
			timer.Stop()
			return
		}
		err := k.renewOnce(ctx)
		if ctx.Err() != nil {
			return // a failure of that is none
		}
		k.report(err)
		if err == nil {
			due, retry = k.interval, firstTokenRetry
			continue
		}
		due, retry = retry, min(2*retry, lastTokenRetry)
	}
}

func (k *tokenKeeper) renewOnce(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tokenFetchTimeout)
	defer cancel()
	token, err := k.fetch(ctx)
	if err == nil {
		err = ctx.Err() // a token may come just as it ends
	}
	if err != nil {
		return opError("RenewToken", false, err)
	}
	return k.renew(ctx, token)
}

// reportRenewal tells the handlers how a renewal ended.
func (c *core) reportRenewal(err error) {
	c.dispatch.push([]event{{kind: eventTokenRenewal, more: err}}, 0)
}
