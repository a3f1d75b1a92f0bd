// Tests that the yardstick measures something that works, and the floors as benchmarks.
package naive_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/bench/naive"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

func start(t *testing.T) (*fakesdk.Fake, *naive.Service) {
	t.Helper()
	fake := fakesdk.New()
	t.Cleanup(func() { require.NoError(t, fake.Close()) })
	service, err := naive.NewService(fake.AppID(), fakesdk.Factory())
	require.NoError(t, err)
	return fake, service
}

func TestNewServiceFails(t *testing.T) {
	t.Parallel()
	_, err := naive.NewService("unknown", fakesdk.Factory())
	require.ErrorContains(t, err, "code 3")
}

func TestLogin(t *testing.T) {
	t.Parallel()
	fake, service := start(t)
	defer service.Close()
	fake.Next(fakesdk.Login, fakesdk.Behavior{Return: 10})
	fake.Next(fakesdk.Login, fakesdk.Behavior{Result: 5})
	require.ErrorContains(t, service.Login("token", "alice"), "code 10")
	require.ErrorContains(t, service.Login("token", "alice"), "result 5")
	require.NoError(t, service.Login("token", "alice"))
}

func TestSendWaitTakesResultsAnyTime(t *testing.T) {
	t.Parallel()
	for name, behavior := range map[string]fakesdk.Behavior{
		"normal": {},
		"early":  {Mode: fakesdk.Early},
		"inline": {Mode: fakesdk.Inline},
		"twice":  {Mode: fakesdk.Inline, Twice: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake, service := start(t)
			defer service.Close()
			fake.On(fakesdk.SendPeer, behavior)
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for range 50 {
						if err := service.SendWait("bob", "hello"); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			sent := fake.Calls(fakesdk.SendPeer)
			require.Len(t, sent, 400)
			require.Equal(t, "bob", sent[0].Target)
			require.Equal(t, "hello", sent[0].Text)

			behavior.Result = 3
			fake.On(fakesdk.SendPeer, behavior)
			require.ErrorContains(t, service.SendWait("bob", "hello"), "result 3")
		})
	}
}

func TestSendReturnsTheID(t *testing.T) {
	t.Parallel()
	fake, service := start(t)
	defer service.Close()
	id, err := service.Send("bob", "hello")
	require.NoError(t, err)
	require.Equal(t, fake.Calls(fakesdk.SendPeer)[0].ID, id)
	fake.On(fakesdk.SendPeer, fakesdk.Behavior{Return: 102})
	_, err = service.Send("bob", "hello")
	require.ErrorContains(t, err, "code 102")
}

func TestMessagesArriveInOrder(t *testing.T) {
	t.Parallel()
	fake, service := start(t)
	defer service.Close()
	const count = 5000 // more than the channel holds
	running := fake.StartStream(fakesdk.Stream{From: "bob", Count: count, Size: 32})
	for i := range count {
		m := <-service.Messages()
		n, err := fakesdk.Number(m.Text)
		require.NoError(t, err)
		require.Equal(t, i, n)
		require.Equal(t, "bob", m.Peer)
		require.True(t, strings.HasSuffix(m.Text, "xxxx"))
	}
	_, delivered := running.Wait()
	require.Equal(t, count, delivered)
}

func TestCloseFreesAStuckThread(t *testing.T) {
	t.Parallel()
	fake, service := start(t)
	running := fake.StartStream(fakesdk.Stream{From: "bob", Count: 1 << 30, Size: 32})
	<-service.Messages()
	service.Close() // the reader reads no more: the SDK's thread waits for it
	running.Wait()
	require.Zero(t, fake.Live().Services)
}

func TestFloorsMeasure(t *testing.T) {
	t.Parallel()
	naive.EmptyCall()
	require.Positive(t, naive.EmptyForeignCallbacks(1000))
	require.Greater(t, naive.CopyPayload(1<<20, 50), naive.CopyPayload(1, 1))
}

func BenchmarkEmptyCall(b *testing.B) {
	for b.Loop() {
		naive.EmptyCall()
	}
}

func BenchmarkEmptyForeignCallback(b *testing.B) {
	took := naive.EmptyForeignCallbacks(b.N)
	b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/callback")
}

func BenchmarkCopyPayload(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"32B", 32}, {"1KB", 1 << 10}, {"32KB", 32 << 10}} {
		b.Run(size.name, func(b *testing.B) {
			b.SetBytes(int64(size.bytes))
			took := naive.CopyPayload(size.bytes, b.N)
			b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "ns/copy")
		})
	}
}
