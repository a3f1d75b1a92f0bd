//go:build !agora_sdk

// The runnable examples. Each is the body of a test: what is run(func(t testing.TB) {...}) here is
// func TestSomething(t *testing.T) {...} in your code.

package rtmtest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/agorartm/rtmtest"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/token"
)

// echo is a program to test: it answers every message in capitals until it is closed.
type echo struct {
	service *agorartm.Service
	states  chan agorartm.ConnectionState
}

func newEcho(appID string) (*echo, error) {
	e := &echo{states: make(chan agorartm.ConnectionState, 100)}
	var err error
	e.service, err = agorartm.NewService(appID, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: e.answer,
		OnConnectionStateChanged:  func(ev agorartm.ConnectionStateChangedEvent) { e.states <- ev.State },
	})
	return e, err
}

func (e *echo) answer(ev agorartm.PeerMessageEvent) {
	answer := agorartm.NewTextMessage(strings.ToUpper(ev.Message.Text))
	_, _ = e.service.SendMessageToPeerNoWait(ev.PeerID, answer, agorartm.SendMessageOptions{})
}

func (e *echo) Close() { _ = e.service.Close() }

// A test of a program that uses package agorartm: it gets the App ID of the test's Cloud, and the
// test's own users talk to it. Were echo not closed, the test would fail.
func Example() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t)

		program, err := newEcho(cloud.AppID())
		if err != nil {
			t.Fatal(err)
		}
		defer program.Close()
		if err := program.service.Login(cloud.Context(), "", "echo"); err != nil {
			t.Fatal(err)
		}

		answers := make(chan string, 1)
		alice := cloud.Login("alice", agorartm.ServiceHandler{
			OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { answers <- e.Message.Text },
		})
		_, err = alice.SendMessageToPeer(cloud.Context(), "echo", agorartm.NewTextMessage("hello"), agorartm.SendMessageOptions{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(rtmtest.Receive(cloud, answers))
	})

	// Output: HELLO
}

// The program has left a service open, which would go on running into the next test.
func Example_leak() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t)
		if _, err := newEcho(cloud.AppID()); err != nil {
			t.Fatal(err)
		}
	})

	// Output: rtmtest: 1 service(s) still open at the end of the test: Close what NewService makes
}

// An outage: the SDK takes four seconds to notice, and nobody has to wait for them. What was sent to
// the user meanwhile arrives when the link is back.
func Example_reconnect() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t, rtmtest.WithFrozenClock())
		states := make(chan agorartm.ConnectionState, 10)
		received := make(chan string, 1)
		cloud.Login("alice", agorartm.ServiceHandler{
			OnConnectionStateChanged:  func(e agorartm.ConnectionStateChangedEvent) { states <- e.State },
			OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { received <- e.Message.Text },
		})
		bob := cloud.Login("bob", agorartm.ServiceHandler{})
		fmt.Println(rtmtest.Receive(cloud, states), rtmtest.Receive(cloud, states))

		cloud.Interrupt("alice")
		cloud.Advance(4 * time.Second)
		fmt.Println(rtmtest.Receive(cloud, states))

		if _, err := bob.SendMessageToPeerNoWait("alice", agorartm.NewTextMessage("are you there?"), agorartm.SendMessageOptions{}); err != nil {
			t.Fatal(err)
		}
		cloud.Restore("alice")
		fmt.Println(rtmtest.Receive(cloud, states))
		fmt.Println(rtmtest.Receive(cloud, received))
	})

	// Output:
	// CONNECTION_STATE_CONNECTING CONNECTION_STATE_CONNECTED
	// CONNECTION_STATE_RECONNECTING
	// CONNECTION_STATE_CONNECTED
	// are you there?
}

// A token runs out: the warning comes thirty seconds before, then the session ends.
func Example_tokenExpiry() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t, rtmtest.WithFrozenClock())
		events := make(chan string, 10)
		cloud.Login("alice", agorartm.ServiceHandler{
			OnTokenPrivilegeWillExpire: func(agorartm.TokenPrivilegeWillExpireEvent) { events <- "will expire" },
			OnTokenExpired:             func(agorartm.TokenExpiredEvent) { events <- "expired" },
			OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) {
				if e.State == agorartm.ConnectionStateAborted {
					events <- e.Reason.String()
				}
			},
		})
		cloud.ExpireTokenIn("alice", time.Hour)

		cloud.Advance(time.Hour - 30*time.Second)
		fmt.Println(rtmtest.Receive(cloud, events))
		cloud.Advance(30 * time.Second)
		fmt.Println(rtmtest.Receive(cloud, events))
		fmt.Println(rtmtest.Receive(cloud, events))
	})

	// Output:
	// will expire
	// expired
	// CONNECTION_CHANGE_REASON_TOKEN_EXPIRED
}

// With a certificate the engine demands real tokens. A service with a token source logs in with them.
func Example_certificate() {
	run(func(t testing.TB) {
		const certificate = "0123456789abcdef0123456789abcdef"
		cloud := rtmtest.New(t)
		if err := cloud.SetCertificate(certificate); err != nil {
			t.Fatal(err)
		}

		err := cloud.NewService(agorartm.ServiceHandler{}).Login(cloud.Context(), "", "alice")
		fmt.Println("without a token:", errors.Is(err, agorartm.ErrInvalidToken))

		alice := cloud.Login("alice", agorartm.ServiceHandler{},
			agorartm.WithTokenSource(func(context.Context) (string, error) {
				return token.BuildRTM(cloud.AppID(), certificate, "alice", time.Hour)
			}))
		result, err := alice.SendMessageToPeer(cloud.Context(), "alice", agorartm.NewTextMessage("in"), agorartm.SendMessageOptions{})
		fmt.Println("with one:", result.MessageID != 0, err)
	})

	// Output:
	// without a token: true
	// with one: true <nil>
}

// Two ways to lose a user: the same user id logs in elsewhere, and the server bans it.
func Example_kick() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t)
		reasons := make(chan agorartm.ConnectionChangeReason, 10)
		watch := agorartm.ServiceHandler{OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) {
			if e.State == agorartm.ConnectionStateAborted {
				reasons <- e.Reason
			}
		}}

		cloud.Login("alice", watch)
		cloud.Login("alice", watch) // on another device
		fmt.Println(rtmtest.Receive(cloud, reasons))

		cloud.Ban("alice")
		fmt.Println(rtmtest.Receive(cloud, reasons))
	})

	// Output:
	// CONNECTION_CHANGE_REASON_REMOTE_LOGIN
	// CONNECTION_CHANGE_REASON_BANNED_BY_SERVER
}

// The answer to a request gets lost. The call ends with the SDK's timeout: ten seconds, of which a
// clock that runs a thousand times as fast takes a hundredth of one.
func Example_lostResult() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t, rtmtest.WithClockScale(1000))
		alice := cloud.Login("alice", agorartm.ServiceHandler{})
		cloud.DropNextResult("alice", emulator.OperationSendMessageToPeer)

		_, err := alice.SendMessageToPeer(cloud.Context(), "alice", agorartm.NewTextMessage("to myself"), agorartm.SendMessageOptions{})
		fmt.Println("timeout:", errors.Is(err, agorartm.ErrTimeout))
	})

	// Output: timeout: true
}

// Time travel: the server keeps a message for a user who is offline for seven days, not eight.
func Example_timeTravel() {
	run(func(t testing.TB) {
		cloud := rtmtest.New(t, rtmtest.WithFrozenClock())
		alice := cloud.Login("alice", agorartm.ServiceHandler{})
		for _, peer := range []string{"carol", "dave"} {
			_, err := alice.SendMessageToPeer(cloud.Context(), peer, agorartm.NewTextMessage("for "+peer),
				agorartm.SendMessageOptions{EnableOfflineMessaging: true})
			if err != nil {
				t.Fatal(err)
			}
		}
		received := make(chan string, 10)
		h := agorartm.ServiceHandler{
			OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { received <- e.Message.Text },
		}

		cloud.Advance(6 * 24 * time.Hour)
		cloud.Login("carol", h)
		fmt.Println(rtmtest.Receive(cloud, received))

		cloud.Advance(2 * 24 * time.Hour)
		dave := cloud.Login("dave", h)
		if _, err := dave.SendMessageToPeer(cloud.Context(), "dave", agorartm.NewTextMessage("nothing was kept"), agorartm.SendMessageOptions{}); err != nil {
			t.Fatal(err)
		}
		fmt.Println(rtmtest.Receive(cloud, received))
	})

	// Output:
	// for carol
	// nothing was kept
}
