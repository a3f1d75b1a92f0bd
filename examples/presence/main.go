// Command presence shows who is online: a query, a subscription, and what a
// subscriber is told when a peer comes, falls silent and goes.
package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("presence", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	changes := make(chan agorartm.PeersOnlineStatusChangedEvent, 8)
	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) { changes <- e },
	})
	if err != nil {
		return err
	}
	defer alice.Close()
	told := func(what string) error {
		e, err := run.Next(ctx, changes)
		if err == nil {
			fmt.Fprintf(out, "%s: %s\n", what, list(e.Peers))
		}
		return err
	}

	peers, err := alice.QueryPeersOnlineStatus(ctx, []string{"alice", "bob", "carol"})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "1. alice asks who is online: %s\n", list(peers))

	// A subscription begins with the state of the peers, and outlasts outages.
	if err := alice.SubscribePeersOnlineStatus(ctx, []string{"bob", "carol"}); err != nil {
		return err
	}
	if err := told("2. alice subscribes to bob and carol"); err != nil {
		return err
	}
	subscribed, err := alice.QueryPeersBySubscriptionOption(ctx, agorartm.PeerSubscriptionOptionOnlineStatus)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "3. alice is subscribed to %s\n", strings.Join(subscribed, ", "))

	bob, err := run.LogIn(ctx, appID, "bob", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer bob.Close()
	if err := told("4. bob logs in"); err != nil {
		return err
	}
	if err := bob.Logout(ctx); err != nil {
		return err
	}
	if err := told("5. bob logs out"); err != nil {
		return err
	}

	if err := alice.UnsubscribePeersOnlineStatus(ctx, subscribed); err != nil {
		return err
	}
	if err := bob.Login(ctx, "", "bob"); err != nil {
		return err
	}
	peers, err = alice.QueryPeersOnlineStatus(ctx, []string{"bob"})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "6. no longer subscribed, alice has to ask: %s\n", list(peers))
	return alice.Shutdown(ctx)
}

func list(peers []agorartm.PeerOnlineStatus) string {
	var all []string
	for _, p := range peers {
		all = append(all, fmt.Sprintf("%s is %s", p.PeerID, word(p.State)))
	}
	return strings.Join(all, ", ")
}

func word(s agorartm.PeerOnlineState) string {
	switch s {
	case agorartm.PeerOnlineStateOnline:
		return "online"
	case agorartm.PeerOnlineStateUnreachable:
		return "silent" // for more than 6 seconds; after 30 it is offline
	default:
		return "offline"
	}
}
