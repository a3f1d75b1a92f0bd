// Command reconnect shows what an outage of 3, 10 and 40 seconds does to a user,
// to the others, and to the messages sent meanwhile. It holds the cloud of the
// embedded engine in hand: it cuts the link, and moves the clock itself, so that
// nobody has to wait.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("reconnect", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	if agorartm.Backend() != agorartm.BackendEmbedded {
		return errors.New("only the embedded engine can cut a link by command")
	}
	app := emulator.Open(appID)
	defer app.Close()
	app.Clock().Freeze()

	// What alice is told, in the order she is told.
	events := make(chan string, 16)
	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) {
			events <- fmt.Sprintf("alice: %s (%s)", e.State, e.Reason)
		},
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
			events <- fmt.Sprintf("alice: %s wrote %q", e.PeerID, e.Message.Text)
		},
	})
	if err != nil {
		return err
	}
	defer alice.Close()
	room, err := alice.CreateChannel("room", agorartm.ChannelHandler{
		OnMessageReceived: func(e agorartm.ChannelMessageEvent) {
			events <- fmt.Sprintf("alice: %s said %q", e.UserID, e.Message.Text)
		},
	})
	if err != nil {
		return err
	}
	if err := room.Join(ctx); err != nil {
		return err
	}

	// What bob, who has no trouble, sees of it.
	seen := make(chan string, 16)
	bob, err := run.LogIn(ctx, appID, "bob", agorartm.ServiceHandler{
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) {
			for _, p := range e.Peers {
				seen <- fmt.Sprintf("bob: %s is %s", p.PeerID, p.State)
			}
		},
	})
	if err != nil {
		return err
	}
	defer bob.Close()
	bobsRoom, err := bob.CreateChannel("room", agorartm.ChannelHandler{
		OnMemberJoined: func(e agorartm.MemberEvent) { seen <- "bob: " + e.Member.UserID + " came" },
		OnMemberLeft:   func(e agorartm.MemberEvent) { seen <- "bob: " + e.Member.UserID + " left" },
	})
	if err != nil {
		return err
	}
	if err := bobsRoom.Join(ctx); err != nil {
		return err
	}
	if err := bob.SubscribePeersOnlineStatus(ctx, []string{"alice"}); err != nil {
		return err
	}
	// print writes the next n lines of what somebody is told.
	print := func(lines <-chan string, n int) error {
		for range n {
			line, err := run.Next(ctx, lines)
			if err != nil {
				return err
			}
			fmt.Fprintln(out, "  "+line)
		}
		return nil
	}
	fmt.Fprintln(out, "At the start:")
	if err := errors.Join(print(events, 2), print(seen, 1)); err != nil {
		return err
	}

	outages := []struct {
		length         time.Duration
		told, bobsView int // lines to come
	}{
		{3 * time.Second, 1, 0},  // too short to be noticed by anybody
		{10 * time.Second, 3, 2}, // RECONNECTING after 4 s, silent to the others after 6 s
		{40 * time.Second, 3, 5}, // offline after 30 s: out of the channel, and put back
	}
	for i, o := range outages {
		fmt.Fprintf(out, "An outage of %v:\n", o.length)
		app.Interrupt("alice")
		app.Clock().Advance(o.length - time.Second)
		// Said a second before the end, so that it is not too old to be made up for.
		_, err := bobsRoom.SendMessage(ctx, agorartm.NewTextMessage(fmt.Sprint("number ", i+1)), agorartm.SendMessageOptions{})
		if err != nil {
			return err
		}
		app.Clock().Advance(time.Second)
		app.Restore("alice")
		if err := errors.Join(print(events, o.told), print(seen, o.bobsView)); err != nil {
			return err
		}
	}
	members, err := room.Members(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "After all this the room has %d members, and alice is %s.\n", len(members), alice.ConnectionState())
	if err := bob.Shutdown(ctx); err != nil {
		return err
	}
	return alice.Shutdown(ctx)
}
