// This file runs the conformance suite over the wire.

package remote_test

import (
	"testing"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/cloudtest"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
)

// wholeCloud is a client and the server behind it: Close ends both.
type wholeCloud struct {
	emulator.Cloud
	server *remote.Server
}

func (c wholeCloud) Close() {
	c.Cloud.Close()
	_ = c.server.Close()
}

func TestRemoteCloud(t *testing.T) {
	t.Parallel()
	cloudtest.Run(t, func(t *testing.T, clock *emulator.Clock) emulator.Cloud {
		s := serve(t, "", remote.WithClock(clock))
		return wholeCloud{dial(t, s.Addr(), freshAppID()), s}
	})
}
