//go:build !agora_sdk

// Nothing is left behind by services that came and went on the embedded engine.

package agorartm_test

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
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
//
// fact: L-01, L-13
func TestTwoThousandServices(t *testing.T) {
	app := newCloud(t)
	app.LiftFrequencyLimits(true)
	ctx := testContext(t)
	const batch, workers = 200, 8
	number := 0
	// each runs f for a batch, by a few workers: calls into C that overlap cost
	// the Go runtime a thread each, which it keeps, and which is not at stake here.
	each := func(f func(i int)) {
		next := make(chan int)
		var wg sync.WaitGroup
		for range workers {
			wg.Go(func() {
				for i := range next {
					f(i)
				}
			})
		}
		for i := range batch {
			next <- i
		}
		close(next)
		wg.Wait()
	}
	run := func() (open resources) {
		services := make([]*agorartm.Service, batch)
		each(func(i int) {
			s, err := agorartm.NewService(app.ID(), agorartm.ServiceHandler{})
			if !assert.NoError(t, err) {
				return
			}
			services[i] = s
			assert.NoError(t, s.Login(ctx, "", fmt.Sprintf("user-%d", number+i)))
			// A room of its own: fanning out to all the others would make the runtime
			// start threads for them.
			ch, err := s.CreateChannel(fmt.Sprintf("room-%d", i), agorartm.ChannelHandler{})
			if assert.NoError(t, err) {
				assert.NoError(t, ch.Join(ctx))
			}
		})
		require.False(t, t.Failed())
		number += batch
		open = countResources(t)
		each(func(i int) {
			_ = services[i].Close()
			<-services[i].Done()
		})
		return open
	}
	// The runtime may start a few more threads for calls that happen to overlap;
	// those of the SDK would be 1,800.
	const spare = 2 * workers
	open := run()
	var first resources
	// Each open service has its thread, so the count below means something. The
	// threads end a moment after their services.
	eventually(t, "the threads of the first batch ended", func() bool {
		first = countResources(t)
		return first.threads <= open.threads-batch+spare
	})
	for number < 2000 {
		run()
	}
	now := first
	defer func() {
		t.Logf("a batch open %+v, after it %+v, after 2,000 services %+v", open, first, now)
	}()
	eventually(t, "resources back to the first batch's", func() bool {
		now = countResources(t)
		return now.handles <= first.handles && now.goroutines <= first.goroutines &&
			now.files <= first.files && now.threads <= first.threads+spare
	})
}
