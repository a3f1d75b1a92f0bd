// Nothing is left behind by services that came and went on the embedded engine.

package agorartm_test

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// resources counts what a service holds.
type resources struct{ handles, goroutines, files, threads int }

func countResources(t *testing.T) resources {
	t.Helper()
	entries := func(dir string) int {
		list, err := os.ReadDir(dir)
		require.NoError(t, err)
		return len(list)
	}
	return resources{
		handles:    handle.Live(),
		goroutines: runtime.NumGoroutine(),
		files:      entries("/proc/self/fd"),
		threads:    entries("/proc/self/task"),
	}
}

// Not parallel: it counts what the whole process holds.
func TestTwoThousandServices(t *testing.T) {
	app := newCloud(t)
	app.LiftFrequencyLimits(true)
	ctx := testContext(t)
	const batch = 200
	number := 0
	// A batch makes, uses and closes its services at the same time.
	run := func() {
		services := make([]*agorartm.Service, batch)
		var wg sync.WaitGroup
		for i := range services {
			number++
			user := fmt.Sprintf("user-%d", number)
			wg.Go(func() {
				s, err := agorartm.NewService(app.ID(), agorartm.ServiceHandler{})
				if err != nil {
					t.Error(err)
					return
				}
				services[i] = s
				if err := s.Login(ctx, "", user); err != nil {
					t.Error(err)
				}
				ch, err := s.CreateChannel(fmt.Sprintf("room-%d", i%20), agorartm.ChannelHandler{})
				if err != nil {
					t.Error(err)
					return
				}
				if err := ch.Join(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.False(t, t.Failed())
		for _, s := range services {
			wg.Go(func() {
				_ = s.Close()
				<-s.Done()
			})
		}
		wg.Wait()
	}
	run()
	first := countResources(t)
	for number < 2000 {
		run()
	}
	// The runtime may have started a few threads of its own for calls that
	// happened to overlap; those of the SDK would be 1,800.
	const spare = 12
	eventually(t, "resources back to the first batch's", func() bool {
		now := countResources(t)
		return now.handles <= first.handles && now.goroutines <= first.goroutines &&
			now.files <= first.files && now.threads <= first.threads+spare
	})
	t.Logf("after the first batch %+v, after 2,000 services %+v", first, countResources(t))
}
