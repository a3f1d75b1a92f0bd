// A panic of ours inside a drain.

package agorartm_test

import (
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// childPanic has the copy of a received message panic.
func childPanic() int {
	fake := fakesdk.New()
	service, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) {},
	})
	if err != nil {
		fmt.Println(err)
		return 0
	}
	service.BreakDrain()
	fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi"})
	time.Sleep(inTime)
	return 0
}

// It ends the process, as panics do, but only behind the C++ frames: none of
// them is unwound by it.
func TestPanicDoesNotCrossCPlusPlus(t *testing.T) {
	t.Parallel()
	out, err := child(t, "panic").CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 2, exit.ExitCode(), "%s", out)
	require.Contains(t, string(out), "nil map")
	require.Contains(t, string(out), "drainOnce")
	require.NotContains(t, string(out), "agorartmOnMessageReceivedFromPeer", "went through the C++ frames")
}
