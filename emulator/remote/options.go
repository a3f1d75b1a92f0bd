// This file holds the options of both sides, and their limits.

package remote

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// DefaultPort is the port of the server, and of a client that is told a host only.
const DefaultPort = "6789"

// SecretVariable is the environment variable from which clients take the secret.
const SecretVariable = "AGORA_RTM_EMULATOR_SECRET"

// minSecret is the number of bytes a secret has at least: it can be tried over a network.
const minSecret = 16

// Limits bound what one side takes from the other. What is 0 or less has its default.
type Limits struct {
	// Frame is the size of one frame, in bytes. The default is 1 MiB.
	Frame int
	// Queue is how much may wait for a reader, in bytes, before the server cuts it off and a client waits. The
	// default is 128 MiB.
	Queue int
	// Connections is how many connections a server has at a time. The default is 1024.
	Connections int
	// Sessions is how many sessions one process may have. The default is 16384.
	Sessions int
	// Apps is how many App IDs the server remembers. The one without a client for longest goes first, with all its
	// cloud holds. The default is 4096.
	Apps int
	// Handshake is the time a new connection has to make itself known. The default is 5 s.
	Handshake time.Duration
	// Silence is how long a connection lives on without a word; clients say one more often. The default is
	// 10 s.
	Silence time.Duration
	// Stall is how long one frame may take to be written. The default is 10 s.
	Stall time.Duration
	// Lease is how long the server remembers the sessions of a process that has gone without a word. The default is
	// 10 minutes.
	Lease time.Duration
	// Retry is the longest pause between two attempts of a client to connect. The first is a tenth of it. The default
	// is 1 s.
	Retry time.Duration
}

// handshakeFrame is the size of a frame before the other side is known.
const handshakeFrame = 4 << 10

func (l Limits) withDefaults() Limits {
	number := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	duration := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	number(&l.Frame, 1<<20)
	number(&l.Queue, 128<<20)
	number(&l.Connections, 1024)
	number(&l.Sessions, 16384)
	number(&l.Apps, 4096)
	duration(&l.Handshake, 5*time.Second)
	duration(&l.Silence, 10*time.Second)
	duration(&l.Stall, 10*time.Second)
	duration(&l.Lease, 10*time.Minute)
	duration(&l.Retry, time.Second)
	return l
}

// Option is a choice for Listen or Dial.
type Option func(*config) error

type config struct {
	secret string
	logger *slog.Logger
	clock  *emulator.Clock
	limits Limits
}

func newConfig(opts []Option) (config, error) {
	var c config
	for _, opt := range opts {
		if err := opt(&c); err != nil {
			return config{}, err
		}
	}
	c.limits = c.limits.withDefaults()
	if c.clock == nil {
		c.clock = emulator.NewClock()
	}
	return c, nil
}

// log returns the logger, which may be the default one of the moment.
func (c *config) log() *slog.Logger {
	if c.logger != nil {
		return c.logger
	}
	return slog.Default()
}

// WithSecret sets the secret both sides know, of at least 16 bytes. A server with a secret takes only clients
// that have it.
func WithSecret(secret string) Option {
	return func(c *config) error {
		if len(secret) < minSecret {
			return errors.New("remote: a secret has to have at least 16 bytes")
		}
		c.secret = secret
		return nil
	}
}

// WithSecretFile takes the secret from a file, without the space around it.
func WithSecretFile(path string) Option {
	return func(c *config) error {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return WithSecret(strings.TrimSpace(string(text)))(c)
	}
}

// WithLogger sets where the log goes. The default is slog.Default. Tokens and secrets are never logged.
func WithLogger(logger *slog.Logger) Option {
	return func(c *config) error {
		if logger == nil {
			return errors.New("remote: no logger")
		}
		c.logger = logger
		return nil
	}
}

// WithClock sets the clock of a server's clouds. The default follows real time.
func WithClock(clock *emulator.Clock) Option {
	return func(c *config) error {
		if clock == nil {
			return errors.New("remote: no clock")
		}
		c.clock = clock
		return nil
	}
}

// WithLimits sets limits.
func WithLimits(limits Limits) Option {
	return func(c *config) error {
		c.limits = limits
		return nil
	}
}
