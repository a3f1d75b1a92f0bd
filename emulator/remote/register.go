// This file holds what lets emulator.Open find its clouds at AGORA_RTM_EMULATOR_HOST.

package remote

import (
	"log/slog"
	"os"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

func init() { emulator.RegisterRemote(open) }

// open is Dial by the environment. A value that cannot be used is like a host nobody is at.
func open(host, appID string) emulator.Cloud {
	var opts []Option
	if secret := os.Getenv(SecretVariable); secret != "" {
		opts = append(opts, WithSecret(secret))
	}
	c, err := Dial(host, appID, opts...)
	if err != nil {
		slog.Error("emulator: there will be no connection", emulator.HostVariable, host, "error", err)
		return nowhere(appID)
	}
	return c
}

// nowhere returns a cloud that is never reached.
func nowhere(appID string) emulator.Cloud {
	c := &cloud{
		app: appID, done: make(chan struct{}), ended: make(chan struct{}), up: make(chan struct{}),
		sessions: make(map[uint64]*session),
	}
	close(c.ended)
	return c
}
