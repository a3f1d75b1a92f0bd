//go:build !agora_sdk

// Large exchanges through the embedded engine: nothing lost, nothing twice,
// order kept.

package agorartm_test

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// inOrder counts the numbered messages of one sender and remembers the first
// that was not the next.
type inOrder struct {
	n     atomic.Int64
	wrong atomic.Pointer[string]
}

func (o *inOrder) got(text string) {
	want := strconv.FormatInt(o.n.Load(), 10)
	if text != want && o.wrong.Load() == nil {
		s := fmt.Sprintf("got message %q, want %q", text, want)
		o.wrong.Store(&s)
	}
	o.n.Add(1)
}

func (o *inOrder) check(t *testing.T, n int64) {
	t.Helper()
	if wrong := o.wrong.Load(); wrong != nil {
		require.Fail(t, *wrong)
	}
	require.Equal(t, n, o.n.Load())
}

// window is how far a sender may be ahead of its receiver's handler. It is
// below the bound of the event queue, so nothing may be dropped.
const window = 50_000

// throttle waits, without a clock, until the receiver is near.
func throttle(sent int64, received *inOrder, step chan struct{}) {
	for sent-received.n.Load() > window {
		<-step
	}
}

// fact: Z-02, P-14
func TestMillionPeerMessagesBothWays(t *testing.T) {
	app := newCloud(t)
	app.LiftFrequencyLimits(true)
	const each = 1_000_000
	type side struct {
		service  *agorartm.Service
		received inOrder
		step     chan struct{} // nudged every thousand messages
		results  atomic.Int64
		failed   atomic.Int64
		dropped  atomic.Uint64
	}
	sides := [2]*side{{step: make(chan struct{}, 1)}, {step: make(chan struct{}, 1)}}
	names := [2]string{"alice", "bob"}
	for i, s := range sides {
		s.service = login(t, app, names[i], agorartm.ServiceHandler{
			OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
				if e.PeerID != names[1-i] {
					return // the count will tell
				}
				s.received.got(e.Message.Text)
				if s.received.n.Load()%1000 == 0 {
					select {
					case s.step <- struct{}{}:
					default:
					}
				}
			},
			OnSendMessageResult: func(e agorartm.SendMessageResultEvent) {
				s.results.Add(1)
				if e.Err != nil {
					s.failed.Add(1)
				}
			},
			OnDropped: func(e agorartm.DroppedEvent) { s.dropped.Store(e.Total) },
		})
	}
	var wg sync.WaitGroup
	for i, s := range sides {
		other := sides[1-i]
		wg.Go(func() {
			for n := range int64(each) {
				throttle(n, &other.received, other.step)
				_, err := s.service.SendMessageToPeerNoWait(names[1-i], agorartm.NewTextMessage(strconv.FormatInt(n, 10)), agorartm.SendMessageOptions{})
				if err != nil {
					t.Errorf("message %d of %s: %v", n, names[i], err)
					return
				}
			}
		})
	}
	wg.Wait()
	for _, s := range sides {
		eventually(t, "all messages and results", func() bool {
			return s.received.n.Load() >= each && s.results.Load() >= each
		})
	}
	for _, s := range sides {
		require.NoError(t, s.service.Shutdown(testContext(t)))
		s.received.check(t, each)
		require.Equal(t, int64(each), s.results.Load())
		require.Zero(t, s.failed.Load())
		require.Zero(t, s.dropped.Load())
	}
}

func TestManyChannelMessages(t *testing.T) {
	app := newCloud(t)
	app.LiftFrequencyLimits(true)
	const total = 200_000
	first, second := new(inOrder), new(inOrder)
	step := make(chan struct{}, 1)
	receiver := func(o *inOrder) agorartm.ChannelHandler {
		return agorartm.ChannelHandler{OnMessageReceived: func(e agorartm.ChannelMessageEvent) {
			o.got(e.Message.Text)
			select {
			case step <- struct{}{}:
			default:
			}
		}}
	}
	one := login(t, app, "one", agorartm.ServiceHandler{})
	two := login(t, app, "two", agorartm.ServiceHandler{})
	join(t, one, "room", receiver(first))
	join(t, two, "room", receiver(second))

	var results, echoes, failed atomic.Int64
	sender := login(t, app, "sender", agorartm.ServiceHandler{})
	room := join(t, sender, "room", agorartm.ChannelHandler{
		OnMessageReceived: func(agorartm.ChannelMessageEvent) { echoes.Add(1) },
		OnSendMessageResult: func(e agorartm.ChannelSendMessageResultEvent) {
			results.Add(1)
			if e.Err != nil {
				failed.Add(1)
			}
		},
	})
	for n := range int64(total) {
		throttle(n, first, step)
		throttle(n, second, step)
		_, err := room.SendMessageNoWait(agorartm.NewTextMessage(strconv.FormatInt(n, 10)), agorartm.SendMessageOptions{})
		require.NoError(t, err)
	}
	eventually(t, "all messages and results", func() bool {
		return first.n.Load() >= total && second.n.Load() >= total && results.Load() >= total
	})
	for _, s := range []*agorartm.Service{one, two, sender} {
		require.NoError(t, s.Shutdown(testContext(t)))
	}
	first.check(t, total)
	second.check(t, total)
	require.Equal(t, int64(total), results.Load())
	require.Zero(t, failed.Load())
	require.Zero(t, echoes.Load(), "the sender does not get its own message")
}

// Blocking sends from many goroutines: each call gets the result of its own message.
//
// fact: T-06
func TestBlockingSendsFromManyGoroutines(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	app.LiftFrequencyLimits(true)
	const callers, each = 64, 500
	var mu sync.Mutex
	seen := make(map[string]int)
	login(t, app, "bob", agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
		mu.Lock()
		defer mu.Unlock()
		seen[e.Message.Text]++
	}})
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	ctx := testContext(t)
	var ids sync.Map
	var wg sync.WaitGroup
	for caller := range callers {
		wg.Go(func() {
			for i := range each {
				res, err := alice.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage(fmt.Sprint(caller, "/", i)), agorartm.SendMessageOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				if _, twice := ids.LoadOrStore(res.MessageID, true); twice {
					t.Errorf("message id %d given twice", res.MessageID)
				}
			}
		})
	}
	wg.Wait()
	eventually(t, "all messages", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(seen) == callers*each
	})
	for text, n := range seen {
		require.Equal(t, 1, n, text)
	}
}
