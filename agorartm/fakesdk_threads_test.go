// Callbacks from several threads of the SDK at once.

package agorartm_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// Four threads stream at one service while calls get their results on the same
// threads: nothing is lost, nothing comes twice, and each thread's order stays.
func TestCallbacksFromSeveralThreads(t *testing.T) {
	t.Parallel()
	const threads, each, size = 4, 5000, 64
	var mu sync.Mutex
	next := map[string]int{}
	wrong := 0
	all := make(chan struct{})
	total := 0
	count := func(from, text string) {
		mu.Lock()
		defer mu.Unlock()
		n, err := fakesdk.Number(text)
		if err != nil || n != next[from] || len(text) != size {
			wrong++
		}
		next[from]++
		if total++; total == 2*threads*each {
			close(all)
		}
	}
	r := newRig(t, setup{
		script:  func(f *fakesdk.Fake) { f.SetThreads(threads) },
		service: agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { count(e.PeerID, e.Message.Text) }},
		room: agorartm.ChannelHandler{OnMessageReceived: func(e agorartm.ChannelMessageEvent) {
			count(e.UserID, string(e.Message.Raw))
		}},
	})
	var streams []*fakesdk.Running
	for thread, name := range []string{"p1", "p2", "p3", "p4"} {
		source := r.fake.Thread(thread + 1)
		streams = append(streams,
			source.StartStream(fakesdk.Stream{From: name, Count: each, Size: size}),
			source.StartStream(fakesdk.Stream{Channel: roomID, From: "c" + name, Count: each, Size: size, Raw: true}))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				for _, o := range operations {
					if o.posted || o.op == fakesdk.Logout || o.op == fakesdk.Login {
						continue // events are for one caller; connections would end the others' requests
					}
					if err := o.call(r, t.Context()); err != nil {
						t.Error(o.name, err)
					}
				}
			}
		})
	}
	for _, s := range streams {
		_, delivered := s.Wait()
		require.Equal(t, each, delivered)
	}
	wg.Wait()
	wait(t, all)
	mu.Lock()
	defer mu.Unlock()
	require.Zero(t, wrong, "lost, doubled or out of order")
	require.False(t, r.service.InFlight())
}
