// Benchmarks of the binding beside its floors and the naive binding, all in
// one run: see docs/performance.md for the command and the table.
//
// Names: Benchmark<what>/<who>[/<size or callers>].

package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/bench/naive"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

var sizes = []int{32, 1024, 32 * 1024}

func BenchmarkFloor(b *testing.B) {
	b.Run("empty cgo call", func(b *testing.B) {
		for b.Loop() {
			naive.EmptyCall()
		}
	})
	b.Run("empty foreign callback", func(b *testing.B) {
		own(b, naive.EmptyForeignCallbacks(b.N))
	})
	for _, size := range sizes {
		b.Run(fmt.Sprintf("memcpy/%dB", size), func(b *testing.B) {
			own(b, naive.CopyPayload(size, b.N))
		})
	}
}

// own reports a time that was measured in C++, on the thread at work.
func own(b *testing.B, took time.Duration) {
	b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/op")
}

// newFake returns a script that keeps no record, for services under test.
func newFake(b *testing.B) *fakesdk.Fake {
	b.Helper()
	fake := fakesdk.New()
	fake.Quiet()
	b.Cleanup(func() { require.NoError(b, fake.Close()) })
	return fake
}

func newBinding(b *testing.B, appID string, h agorartm.ServiceHandler) *agorartm.Service {
	b.Helper()
	s, err := agorartm.NewService(appID, h)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	return s
}

func newNaive(b *testing.B, fake *fakesdk.Fake) *naive.Service {
	b.Helper()
	s, err := naive.NewService(fake.AppID(), fakesdk.Factory())
	require.NoError(b, err)
	b.Cleanup(s.Close)
	return s
}

// BenchmarkStream measures messages one behind the other, from the C++ virtual
// call on the SDK's thread to the Go handler (naive: to the reader of its channel).
func BenchmarkStream(b *testing.B) {
	for _, size := range sizes {
		stream := func(b *testing.B, fake *fakesdk.Fake, received *atomic.Int64) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			b.ResetTimer()
			// In pieces below both bounds of the event queue, so that none is dropped.
			piece := min(20_000, 64<<20/size)
			for sent := 0; sent < b.N; {
				n := min(piece, b.N-sent)
				_, delivered := fake.Stream(fakesdk.Stream{From: "peer", Count: n, Size: size, Same: true})
				require.Equal(b, n, delivered)
				sent += n
				for received.Load() < int64(sent) {
					time.Sleep(time.Microsecond)
				}
			}
			b.StopTimer()
			require.Equal(b, int64(b.N), received.Load())
		}
		b.Run(fmt.Sprintf("binding/%dB", size), func(b *testing.B) {
			var received atomic.Int64
			fake := newFake(b)
			newBinding(b, fake.AppID(), agorartm.ServiceHandler{
				OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) { received.Add(1) },
			})
			stream(b, fake, &received)
		})
		b.Run(fmt.Sprintf("naive/%dB", size), func(b *testing.B) {
			var received atomic.Int64
			fake := newFake(b)
			s := newNaive(b, fake)
			go func() {
				for range s.Messages() {
					received.Add(1)
				}
			}()
			stream(b, fake, &received)
		})
	}
}

// BenchmarkLatency measures one message at a time, as they come from a network:
// the SDK's thread sleeps, and so does the process, when the message comes. From
// right before the C++ virtual call to the Go handler; the median is p50-ns.
func BenchmarkLatency(b *testing.B) {
	run := func(b *testing.B, fake *fakesdk.Fake, took chan int64) {
		b.ResetTimer()
		fake.Stream(fakesdk.Stream{
			From: "peer", Count: b.N, Size: 32, Same: true, Stamp: true, Pause: 300 * time.Microsecond,
		})
		all := make([]int64, b.N)
		var sum int64
		for i := range all {
			all[i] = <-took
			sum += all[i]
		}
		b.StopTimer()
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2]), "p50-ns")
		b.ReportMetric(float64(all[len(all)*99/100]), "p99-ns")
		b.ReportMetric(float64(sum)/float64(len(all)), "mean-ns")
		b.ReportMetric(0, "ns/op") // mostly the pause
	}
	b.Run("binding", func(b *testing.B) {
		fake, took := newFake(b), make(chan int64, b.N)
		newBinding(b, fake.AppID(), agorartm.ServiceHandler{
			OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
				// Stamped in nanoseconds, which the binding takes for milliseconds.
				took <- fakesdk.Monotonic() - e.Message.ServerReceivedTime.UnixMilli()
			},
		})
		run(b, fake, took)
	})
	b.Run("naive", func(b *testing.B) {
		fake, took := newFake(b), make(chan int64, b.N)
		s := newNaive(b, fake)
		go func() {
			for m := range s.Messages() {
				took <- fakesdk.Monotonic() - m.Time
			}
		}()
		run(b, fake, took)
	})
}

const text32 = "0123456789abcdef0123456789abcdef"

// BenchmarkSendCall measures the call alone: down to the SDK and back. The SDK
// answers nothing, so that no result is on the way at the same time; what waits
// for its result is given up by a logout now and then, unmeasured.
func BenchmarkSendCall(b *testing.B) {
	b.Run("binding", func(b *testing.B) {
		fake := newFake(b)
		fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
		s := newBinding(b, fake.AppID(), agorartm.ServiceHandler{})
		message := agorartm.NewTextMessage(text32)
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			if n%1000 == 999 {
				b.StopTimer()
				require.NoError(b, s.Logout(context.Background()))
				b.StartTimer()
			}
			if _, err := s.SendMessageToPeerNoWait("peer", message, agorartm.SendMessageOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("naive", func(b *testing.B) {
		fake := newFake(b)
		fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
		s := newNaive(b, fake)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := s.Send("peer", text32); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSendSDK measures what the scripted SDK itself takes for the send of
// BenchmarkSendCall: a C++ loop, no Go.
func BenchmarkSendSDK(b *testing.B) {
	fake := newFake(b)
	fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
	s := newNaive(b, fake)
	own(b, s.SendLoop("peer", text32, b.N))
}

// BenchmarkStreamSDK measures what the scripted SDK itself takes for a message
// of BenchmarkStream: the service has no handler that wants it, and the binding
// copies it into its queue only. It is the share of the SDK's thread.
func BenchmarkStreamSDK(b *testing.B) {
	for _, size := range sizes {
		b.Run(fmt.Sprintf("%dB", size), func(b *testing.B) {
			fake := newFake(b)
			newBinding(b, fake.AppID(), agorartm.ServiceHandler{})
			took, delivered := fake.Stream(fakesdk.Stream{From: "peer", Count: b.N, Size: size, Same: true})
			require.Equal(b, b.N, delivered)
			own(b, took)
		})
	}
}

// BenchmarkSendResult measures a send and its result, which the SDK gives on
// its own thread, for one caller and for 64 at a time.
func BenchmarkSendResult(b *testing.B) {
	for _, callers := range []int{1, 64} {
		run := func(b *testing.B, send func() error) {
			b.ReportAllocs()
			b.ResetTimer()
			var left atomic.Int64
			left.Store(int64(b.N))
			var wg sync.WaitGroup
			for range callers {
				wg.Go(func() {
					for left.Add(-1) >= 0 {
						if err := send(); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
		}
		b.Run(fmt.Sprintf("binding/%d", callers), func(b *testing.B) {
			fake := newFake(b)
			s := newBinding(b, fake.AppID(), agorartm.ServiceHandler{})
			ctx, message := context.Background(), agorartm.NewTextMessage(text32)
			run(b, func() error {
				_, err := s.SendMessageToPeer(ctx, "peer", message, agorartm.SendMessageOptions{})
				return err
			})
		})
		b.Run(fmt.Sprintf("naive/%d", callers), func(b *testing.B) {
			fake := newFake(b)
			s := newNaive(b, fake)
			run(b, func() error { return s.SendWait("peer", text32) })
		})
	}
}

// BenchmarkPingPong measures a message to a second service and its answer,
// both on the embedded engine.
func BenchmarkPingPong(b *testing.B) {
	appID := strings.Repeat("ab", 15) + "00"
	app := emulator.Open(appID)
	b.Cleanup(func() { app.Close() })
	app.LiftFrequencyLimits(true)
	message := agorartm.NewTextMessage(text32)
	ctx := context.Background()

	pong := make(chan struct{}, 1)
	var bob *agorartm.Service
	alice := newBinding(b, appID, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) { pong <- struct{}{} },
	})
	bob = newBinding(b, appID, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
			if _, err := bob.SendMessageToPeerNoWait(e.PeerID, message, agorartm.SendMessageOptions{}); err != nil {
				b.Error(err)
			}
		},
	})
	require.NoError(b, alice.Login(ctx, "", "alice"))
	require.NoError(b, bob.Login(ctx, "", "bob"))
	b.Run("binding", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := alice.SendMessageToPeerNoWait("bob", message, agorartm.SendMessageOptions{}); err != nil {
				b.Fatal(err)
			}
			<-pong
		}
	})
}
