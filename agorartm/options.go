// Options of NewService.

package agorartm

import (
	"context"
	"log/slog"
	"time"
)

// Option sets one option of NewService.
type Option func(*config) error

type config struct {
	log        *slog.Logger
	requireSDK bool
	maxEvents  int
	maxBytes   int
	grace      time.Duration
	nativeLog  logConfig

	tokenSource        func(context.Context) (string, error)
	tokenRenewInterval time.Duration
}

func defaultConfig() config {
	return config{
		maxEvents: 100_000,
		maxBytes:  256 << 20,
		grace:     5 * time.Second,

		tokenRenewInterval: defaultTokenRenewInterval,
	}
}

// WithRequireSDK makes NewService fail with ErrSDKRequired in a build that
// carries the embedded engine instead of the official SDK, so that a production
// program cannot run on the wrong one by accident.
func WithRequireSDK() Option {
	return func(c *config) error {
		c.requireSDK = true
		return nil
	}
}

// WithLogger sets the logger. Without it the service is silent, but for one
// line on slog's default logger when the first service of a process is made on
// the embedded engine. Tokens and message contents are never logged.
func WithLogger(log *slog.Logger) Option {
	return func(c *config) error {
		if log == nil {
			return badArgument("WithLogger", "is nil")
		}
		c.log = log
		return nil
	}
}

// WithEventQueueLimits bounds the messages that wait for their handlers, in
// number and in bytes of payload (100,000 and 256 MiB by default). When a bound
// is passed the oldest message is dropped, counted, and reported by OnDropped;
// results and all other events are never dropped.
func WithEventQueueLimits(messages, bytes int) Option {
	return func(c *config) error {
		if messages < 1 {
			return badArgument("WithEventQueueLimits.messages", "is less than 1")
		}
		if bytes < MaxMessageBytes {
			return badArgument("WithEventQueueLimits.bytes", "is less than one message of 32 KB")
		}
		c.maxEvents, c.maxBytes = messages, bytes
		return nil
	}
}

// WithResultGrace sets how much longer than the SDK's documented timeout a call
// waits for its result before it ends with ErrResultLost (5 seconds by
// default). Real libraries lose results; without it a call with no deadline of
// its own could wait for ever. It is rounded down to seconds, and a day at most.
func WithResultGrace(grace time.Duration) Option {
	return func(c *config) error {
		if grace < 0 {
			return badArgument("WithResultGrace", "is negative")
		}
		if grace > 24*time.Hour {
			return badArgument("WithResultGrace", "is longer than a day")
		}
		c.grace = grace
		return nil
	}
}

// WithLogFile has the native library log to a file from the beginning; see
// Service.SetLogFile. NewService, too, does not fail when the directory is
// missing or cannot be written: there is no log then.
func WithLogFile(path string) Option {
	return func(c *config) error {
		if err := checkLogFile("WithLogFile", path); err != nil {
			return err
		}
		c.nativeLog.file = path
		return nil
	}
}

// WithLogFilter chooses what the native library logs; see Service.SetLogFilter.
func WithLogFilter(filter LogFilterType) Option {
	return func(c *config) error {
		if err := checkLogFilter("WithLogFilter", filter); err != nil {
			return err
		}
		c.nativeLog.filter = &filter
		return nil
	}
}

// WithLogFileSize bounds the native library's log files; see
// Service.SetLogFileSize.
func WithLogFileSize(kb int) Option {
	return func(c *config) error {
		if err := checkLogFileSize("WithLogFileSize", kb); err != nil {
			return err
		}
		c.nativeLog.sizeKB = kb
		return nil
	}
}

// WithTokenSource lets the service get its tokens itself. The source returns a
// token for the user who logs in, from wherever the program's tokens are made.
// It is called one call at a time, on a goroutine of its own, so a panic in it
// ends the process like that of any goroutine: nobody can recover it, not the
// caller of Login either. Its context ends when the call that needs the token
// ends, and with Close.
//
// Login with an empty token asks the source. While the user is logged in, the
// token is renewed from it: every hour (WithTokenRenewInterval), when the SDK
// warns that it runs out, and when it has run out while reconnecting. A renewal
// that fails is tried again after 1 second, then after ever longer waits of up
// to 30 seconds. Each one, good or bad, is reported to
// ServiceHandler.OnTokenRenewal.
//
// A renewal may take 20 seconds, the source's part included; then it has failed
// with context.DeadlineExceeded. So a source should heed its context. One that
// is deaf to it does not delay the report, nor Login's return when its context
// ends, but it is not asked again before it has returned: renewals that come up
// meanwhile fail the same way, what it returns at last is thrown away, and
// Service.Done waits for it. (Close does not.)
func WithTokenSource(source func(ctx context.Context) (string, error)) Option {
	return func(c *config) error {
		if source == nil {
			return badArgument("WithTokenSource", "is nil")
		}
		c.tokenSource = source
		return nil
	}
}

// WithTokenRenewInterval sets how often a token is renewed from the source (an
// hour by default); see WithTokenSource.
func WithTokenRenewInterval(interval time.Duration) Option {
	return func(c *config) error {
		if interval <= 0 {
			return badArgument("WithTokenRenewInterval", "is not positive")
		}
		c.tokenRenewInterval = interval
		return nil
	}
}
