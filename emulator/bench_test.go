// This file measures messages from the send call to the receiver's Next.

package emulator_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// benchClient is a client whose events of one kind are counted.
func benchClient(b *testing.B, app *emulator.App, name string, kind emulator.EventKind) (*emulator.Client, *atomic.Int64) {
	b.Helper()
	c, count := emulator.NewClient(), new(atomic.Int64)
	if c.Initialize(app.ID()) != 0 || c.Login("", name) != 0 {
		b.Fatal("no login")
	}
	go func() {
		for c.Next(func(e *emulator.Event) bool {
			if e.Kind == kind {
				count.Add(1)
			}
			return true
		}) {
		}
	}()
	b.Cleanup(c.Release)
	return c, count
}

func benchApp(b *testing.B) *emulator.App {
	app := emulator.Open(freshAppID())
	app.LiftFrequencyLimits(true)
	b.Cleanup(app.Close)
	return app
}

func awaitCount(b *testing.B, count *atomic.Int64, n int) {
	for deadline := time.Now().Add(time.Minute); count.Load() < int64(n); {
		if time.Now().After(deadline) {
			b.Fatalf("%d of %d", count.Load(), n)
		}
		time.Sleep(10 * time.Microsecond)
	}
}

func BenchmarkPeerMessage(b *testing.B) {
	for _, size := range []int{32, 1024, 32 * 1024} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			app := benchApp(b)
			alice, _ := benchClient(b, app, "alice", emulator.EventPeerSendResult)
			_, got := benchClient(b, app, "bob", emulator.EventPeerMessage)
			m := text(strings.Repeat("x", size))
			b.ReportAllocs()
			for i := range b.N {
				alice.SendMessageToPeer("bob", int64(i), m, emulator.SendOptions{})
			}
			awaitCount(b, got, b.N)
		})
	}
}

// With the limit on, its window is part of the price.
func BenchmarkPeerMessageLimited(b *testing.B) {
	app := benchApp(b)
	app.LiftFrequencyLimits(false)
	app.Clock().SetScale(1e6)
	alice, _ := benchClient(b, app, "alice", emulator.EventPeerSendResult)
	m := text("x")
	b.ReportAllocs()
	for i := range b.N {
		alice.SendMessageToPeer("alice", int64(i), m, emulator.SendOptions{})
	}
}

func BenchmarkChannelMessage(b *testing.B) {
	for _, members := range []int{2, 10, 100} {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			app := benchApp(b)
			alice, _ := benchClient(b, app, "alice", emulator.EventChannelSendResult)
			room := alice.CreateChannel("room")
			room.Join()
			var last *atomic.Int64
			for i := range members - 1 {
				var c *emulator.Client
				c, last = benchClient(b, app, fmt.Sprint(i), emulator.EventChannelMessage)
				c.CreateChannel("room").Join()
			}
			m := text(strings.Repeat("x", 32))
			b.ReportAllocs()
			for i := range b.N {
				room.SendMessage(int64(i), m, emulator.SendOptions{})
			}
			awaitCount(b, last, b.N)
		})
	}
}

func BenchmarkLoginLogoutRelease(b *testing.B) {
	app := benchApp(b)
	b.ReportAllocs()
	for range b.N {
		c := emulator.NewClient()
		c.Initialize(app.ID())
		c.Login("", "alice")
		c.Release()
	}
}
