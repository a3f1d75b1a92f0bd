// This file runs the conformance suite.

package emulator_test

import (
	"testing"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/cloudtest"
)

func TestMemoryCloud(t *testing.T) {
	t.Parallel()
	cloudtest.Run(t, func(_ *testing.T, clock *emulator.Clock) emulator.Cloud { return emulator.NewMemory(clock) })
}

// The cloud the client's tests use has to be one, too.
func TestAsyncCloud(t *testing.T) {
	t.Parallel()
	cloudtest.Run(t, func(_ *testing.T, clock *emulator.Clock) emulator.Cloud { return newAsyncCloud(clock) })
}
