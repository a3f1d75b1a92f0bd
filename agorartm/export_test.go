// Hooks for the black-box tests.

package agorartm

import (
	"context"
	"time"
)

// Sweep counts one second of the clock of lost results, as its timer does.
func (s *Service) Sweep() { s.core.sweep() }

// Sweeps returns how many seconds that clock has counted.
func (s *Service) Sweeps() int64 { return s.core.sweeps.Load() }

// InFlight reports whether the service keeps a request whose answer has not come.
func (s *Service) InFlight() bool { return s.core.inFlight() }

// EventFD returns the number of the file descriptor by which the SDK's threads
// wake the drain goroutine.
func (s *Service) EventFD() int { return int(s.core.wakeFile.Fd()) }

// HoldDrain makes the drain goroutine stop at the next event of a channel until
// release is called, so that what comes meanwhile piles up in the C++ queue.
func (s *Service) HoldDrain() (release func()) {
	s.core.mu.Lock()
	return s.core.mu.Unlock
}

// BreakDrain makes the copy of the next received message panic.
func (s *Service) BreakDrain() { s.core.names = nil }

// RetiredHandlers returns how many C++ handler objects were kept past their release.
func RetiredHandlers() int { return retiredHandlers() }

// RequestTable shows the table of requests with an id.
type RequestTable struct{ table requestTable }

// Begin announces a native call.
func (t *RequestTable) Begin() (epoch uint64) { return t.table.begin() }

// Result has a result come.
func (t *RequestTable) Result(id int64) { t.table.take(id, outcome{}) }

// Register enters the call's request and reports whether its result is there.
func (t *RequestTable) Register(epoch uint64, id int64) bool {
	_, ended := t.table.register(epoch, id, request{})
	return ended
}

// TokenKeeper shows the machinery of the token source.
type TokenKeeper struct{ keeper *tokenKeeper }

// NewTokenKeeper makes one that renews and reports through the functions given.
func NewTokenKeeper(source func(context.Context) (string, error), interval time.Duration,
	renew func(context.Context, string) error, report func(error),
) *TokenKeeper {
	return &TokenKeeper{newTokenKeeper(source, interval, renew, report)}
}

// Begin tells that the user is logged in, Stop that no longer, Hurry that the
// token must be renewed, Close that the service is closed. Wait returns when
// nothing runs any more.
func (k *TokenKeeper) Begin() { k.keeper.begin() }
func (k *TokenKeeper) Stop()  { k.keeper.stop() }
func (k *TokenKeeper) Hurry() { k.keeper.hurry() }
func (k *TokenKeeper) Close() { k.keeper.close() }
func (k *TokenKeeper) Wait()  { k.keeper.wait() }

// Fetch asks the source.
func (k *TokenKeeper) Fetch(ctx context.Context) (string, error) { return k.keeper.fetch(ctx) }

// DefaultTokenRenewInterval is what NewService begins its options with.
func DefaultTokenRenewInterval() time.Duration { return defaultConfig().tokenRenewInterval }

// TokenRenewInterval returns how often the service renews its token.
func (s *Service) TokenRenewInterval() time.Duration { return s.core.tokens.interval }
