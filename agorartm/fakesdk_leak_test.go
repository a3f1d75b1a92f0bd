// What services and channels leave behind: nothing.

package agorartm_test

import (
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

func entries(t *testing.T, dir string) int {
	t.Helper()
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	return len(list)
}

// backTo waits until there are no more descriptors and goroutines than that.
func backTo(t *testing.T, fds, goroutines int) {
	t.Helper()
	// No require.Eventually, which has goroutines of its own.
	for deadline := time.Now().Add(inTime); ; runtime.Gosched() {
		nowFDs, nowGoroutines := entries(t, "/proc/self/fd"), runtime.NumGoroutine()
		if nowFDs <= fds && nowGoroutines <= goroutines {
			return
		}
		if time.Now().After(deadline) {
			require.FailNow(t, "left behind", "descriptors %d -> %d, goroutines %d -> %d", fds, nowFDs, goroutines, nowGoroutines)
		}
	}
}

// fact: L-13
func TestServicesLeaveNothing(t *testing.T) {
	// Not parallel: it counts what belongs to the process.
	batch := func() {
		for range 300 {
			fake := fakesdk.New()
			service, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{})
			require.NoError(t, err)
			require.NoError(t, service.Login(t.Context(), "", "alice"))
			room, err := service.CreateChannel(roomID, agorartm.ChannelHandler{})
			require.NoError(t, err)
			require.NoError(t, room.Join(t.Context()))
			fake.Stream(fakesdk.Stream{From: "bob", Count: 5, Size: 16})
			fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
			_, err = service.SendMessageToPeerNoWait("bob", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
			require.NoError(t, err)
			require.NoError(t, service.Close())
			wait(t, service.Done())
			require.NoError(t, fake.Close())
		}
	}
	batch()
	handles, fds := handle.Live(), entries(t, "/proc/self/fd")
	goroutines, threads := runtime.NumGoroutine(), entries(t, "/proc/self/task")
	retired := agorartm.RetiredHandlers()
	batch()
	require.Equal(t, handles, handle.Live())
	require.Equal(t, 600, agorartm.RetiredHandlers()-retired, "one handler a service, one a channel, and none twice")
	backTo(t, fds, goroutines)
	// The Go runtime may have started a thread or two of its own meanwhile.
	require.LessOrEqual(t, entries(t, "/proc/self/task"), threads+5)
}

// A service that could not be made leaves nothing either.
func TestFailedServicesLeaveNothing(t *testing.T) {
	fake := newFake(t)
	fake.On(fakesdk.Initialize, fakesdk.Behavior{Return: 1})
	batch := func() {
		for range 50 {
			_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{})
			require.Error(t, err)
		}
	}
	batch()
	handles, fds, goroutines := handle.Live(), entries(t, "/proc/self/fd"), runtime.NumGoroutine()
	batch()
	require.Equal(t, handles, handle.Live())
	require.Equal(t, fakesdk.Live{}, fake.Live())
	backTo(t, fds, goroutines)
}
