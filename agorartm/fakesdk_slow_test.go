// Handlers that take their time: what they may not hold up, and what is dropped.

package agorartm_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// A handler that sleeps stalls neither the SDK's thread, nor a call made
// elsewhere on the same service, nor another service.
func TestSleepingHandlerStallsNobody(t *testing.T) {
	t.Parallel()
	for _, kind := range handlerKinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			asleep, wake := make(chan struct{}, 2000), make(chan struct{})
			s := setup{}
			kind.set(&s, func() {
				asleep <- struct{}{}
				<-wake
			})
			r := newRig(t, s)
			defer close(wake)
			kind.fire(r)
			wait(t, asleep)

			_, delivered := r.fake.Stream(fakesdk.Stream{From: "bob", Count: 1000, Size: 100})
			require.Equal(t, 1000, delivered, "the SDK's thread goes on")
			for _, o := range operations {
				if !o.posted { // their results are events
					require.NoError(t, o.call(r, t.Context()), o.name)
				}
			}
			other := newRig(t, setup{})
			require.NoError(t, other.service.Login(t.Context(), "", "bob"))
			other.settle()
			running(t, r.service.Done())
		})
	}
}

// What a slow consumer loses is counted to the message, and it is the oldest.
func TestDropsAreCounted(t *testing.T) {
	t.Parallel()
	const size = 1000
	for _, test := range []struct {
		name            string
		messages, bytes int
		sent            int
		room, raw       bool
		kept            int // that must be there at the end, however it came about
	}{
		{name: "one", messages: 1, bytes: 1 << 20, sent: 50, kept: 1},
		{name: "ten", messages: 10, bytes: 1 << 20, sent: 500, kept: 10},
		{name: "many", messages: 1000, bytes: 1 << 26, sent: 5000, kept: 1000, raw: true},
		{name: "bytes", messages: 1000, bytes: limit, sent: 500, kept: limit / (size + len("bob"))},
		{name: "bytes of raw", messages: 1000, bytes: limit, sent: 500, kept: limit / (size + len("bob")), raw: true},
		{name: "channel", messages: 10, bytes: 1 << 20, sent: 500, kept: 10, room: true},
		{name: "none", messages: 500, bytes: 1 << 26, sent: 500, kept: 500},
	} {
		for _, where := range []string{"behind the handler", "behind the drain", "anywhere"} {
			t.Run(test.name+" "+where, func(t *testing.T) {
				t.Parallel()
				var got []int
				var dropped, told uint64
				entered, wake := make(chan struct{}, 1), make(chan struct{})
				handle := func(text string) {
					n, err := fakesdk.Number(text)
					if err != nil {
						t.Error(err)
					}
					got = append(got, n)
				}
				r := newRig(t, setup{
					options: []agorartm.Option{agorartm.WithEventQueueLimits(test.messages, test.bytes)},
					service: agorartm.ServiceHandler{
						OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { handle(e.Message.Text + string(e.Message.Raw)) },
						OnDropped: func(e agorartm.DroppedEvent) {
							if e.Count == 0 {
								t.Error("nothing to report")
							}
							dropped += e.Count
							told = e.Total
						},
						OnTokenExpired: func(agorartm.TokenExpiredEvent) {
							entered <- struct{}{}
							<-wake
						},
					},
					room: agorartm.ChannelHandler{
						OnMessageReceived: func(e agorartm.ChannelMessageEvent) { handle(e.Message.Text + string(e.Message.Raw)) },
						OnMemberJoined:    func(agorartm.MemberEvent) {},
					},
				})
				stream := fakesdk.Stream{From: "bob", Count: test.sent, Size: size, Raw: test.raw}
				if test.room {
					stream.Channel = roomID
				}
				switch where {
				case "behind the handler":
					require.True(t, r.fake.FireTokenExpired())
					wait(t, entered)
					r.fake.Stream(stream)
					// All of it is drained, and waits for the handler: a result is given
					// out before the events of its own batch are queued, not of an earlier one.
					require.NoError(t, r.service.RenewToken(t.Context(), "token"))
					require.NoError(t, r.service.RenewToken(t.Context(), "token"))
				case "behind the drain":
					close(wake)
					release := r.service.HoldDrain()
					require.True(t, r.fake.FireMemberJoined(roomID, "holds the drain"))
					r.fake.Stream(stream)
					release()
				default:
					close(wake)
					r.fake.Stream(stream)
				}
				if where == "behind the handler" {
					close(wake)
				}
				require.NoError(t, r.service.Shutdown(t.Context()))
				wait(t, r.service.Done())

				require.Equal(t, uint64(test.sent), uint64(len(got))+dropped, "each is received or counted")
				require.Equal(t, dropped, told)
				require.GreaterOrEqual(t, len(got), test.kept)
				for i := 1; i < len(got); i++ {
					require.Less(t, got[i-1], got[i], "in order, none twice")
				}
				for i, n := range got[len(got)-test.kept:] {
					require.Equal(t, test.sent-test.kept+i, n, "the newest are kept")
				}
				if where == "behind the handler" {
					require.Equal(t, test.kept, len(got), "the bound holds")
				}
			})
		}
	}
}

// The largest message passes the smallest bound.
func TestLargestMessageIsNotDropped(t *testing.T) {
	t.Parallel()
	for _, raw := range []bool{false, true} {
		seen := make(chan int, 1)
		r := newRig(t, setup{
			options: []agorartm.Option{agorartm.WithEventQueueLimits(1, limit)},
			service: agorartm.ServiceHandler{OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
				seen <- len(e.Message.Text) + len(e.Message.Raw)
			}},
		})
		r.fake.Stream(fakesdk.Stream{From: "bob", Count: 1, Size: limit, Raw: raw})
		require.Equal(t, limit, wait(t, seen))
	}
}

// However many messages are dropped, results and all other events come, in order.
func TestOnlyMessagesAreDropped(t *testing.T) {
	t.Parallel()
	for _, hold := range []bool{false, true} {
		t.Run(fmt.Sprintf("drain held %t", hold), func(t *testing.T) {
			t.Parallel()
			const rounds = 100
			type count struct{ state, expired, result, joined, left, members, leave, roomResult int }
			var got count
			var order []int
			var received, dropped uint64
			entered, wake := make(chan struct{}, 1), make(chan struct{})
			first := true
			r := newRig(t, setup{
				options: []agorartm.Option{agorartm.WithEventQueueLimits(1, limit)},
				service: agorartm.ServiceHandler{
					OnConnectionStateChanged:  func(agorartm.ConnectionStateChangedEvent) { got.state++ },
					OnMessageReceivedFromPeer: func(agorartm.PeerMessageEvent) { received++ },
					OnDropped:                 func(e agorartm.DroppedEvent) { dropped += e.Count },
					OnTokenExpired: func(agorartm.TokenExpiredEvent) {
						if first {
							first = false
							entered <- struct{}{}
							<-wake
							return
						}
						got.expired++
					},
					OnSendMessageResult: func(e agorartm.SendMessageResultEvent) {
						if e.Err == nil {
							got.result++
						}
					},
				},
				room: agorartm.ChannelHandler{
					OnMessageReceived: func(agorartm.ChannelMessageEvent) { received++ },
					OnMemberJoined:    func(agorartm.MemberEvent) { got.joined++ },
					OnMemberLeft:      func(agorartm.MemberEvent) { got.left++ },
					OnMemberCountUpdated: func(e agorartm.MemberCountEvent) {
						got.members++
						order = append(order, e.Count)
					},
					OnLeave: func(agorartm.LeaveEvent) { got.leave++ },
					OnSendMessageResult: func(e agorartm.ChannelSendMessageResultEvent) {
						if e.Err == nil {
							got.roomResult++
						}
					},
				},
			})
			require.True(t, r.fake.FireTokenExpired())
			wait(t, entered)
			release := func() {}
			if hold {
				release = r.service.HoldDrain()
			}
			for i := range rounds {
				message := fakesdk.Message{From: "bob", Text: "hi"}
				require.True(t, r.fake.FirePeerMessage(message))
				require.True(t, r.fake.FireState(4-i%2, 5))
				require.True(t, r.fake.FireChannelMessage(roomID, message))
				require.True(t, r.fake.FireTokenExpired())
				require.True(t, r.fake.FireMemberJoined(roomID, "bob"))
				require.True(t, r.fake.FireMemberLeft(roomID, "bob"))
				require.True(t, r.fake.FireMemberCount(roomID, i))
				require.True(t, r.fake.FireResult(fakesdk.Result{Op: fakesdk.Leave, Code: 4, Channel: roomID}))
				_, err := r.service.SendMessageToPeerNoWait("carol", agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
				require.NoError(t, err)
				_, err = r.room.SendMessageNoWait(agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
				require.NoError(t, err)
			}
			release()
			require.Eventually(t, func() bool { return !r.service.InFlight() }, inTime, time.Millisecond)
			close(wake)
			// Its last state counts as CONNECTED or RECONNECTING: one more at Logout.
			require.NoError(t, r.service.Shutdown(t.Context()))
			wait(t, r.service.Done())
			n := rounds
			require.Equal(t, count{state: n + 1, expired: n, result: n, joined: n, left: n, members: n, leave: n, roomResult: n}, got)
			for i := range rounds {
				require.Equal(t, i, order[i])
			}
			require.Equal(t, uint64(2*rounds), received+dropped)
			require.NotZero(t, dropped)
		})
	}
}
