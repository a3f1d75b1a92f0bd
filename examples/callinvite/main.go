// Command callinvite shows call invitations: one that is accepted, one that is
// refused, one that the caller takes back. What follows an accepted call, such
// as joining a channel, is up to the program.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("callinvite", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer alice.Close()
	calls, err := alice.CallManager(agorartm.CallHandler{})
	if err != nil {
		return err
	}

	bob, err := run.LogIn(ctx, appID, "bob", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer bob.Close()
	rings := make(chan *agorartm.RemoteInvitation, 1)
	_, err = bob.CallManager(agorartm.CallHandler{
		OnRemoteInvitationReceived: func(e agorartm.RemoteInvitationEvent) { rings <- e.Invitation },
	})
	if err != nil {
		return err
	}
	// call has alice call bob, and returns both ends of the invitation.
	call := func(content string) (*agorartm.LocalInvitation, *agorartm.RemoteInvitation, error) {
		outgoing, err := calls.CreateLocalInvitation("bob")
		if err != nil {
			return nil, nil, err
		}
		if err := outgoing.SetContent(content); err != nil {
			return nil, nil, err
		}
		if err := outgoing.Send(); err != nil {
			return nil, nil, err
		}
		incoming, err := run.Next(ctx, rings)
		return outgoing, incoming, err
	}

	outgoing, incoming, err := call("lunch?")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "1. %s calls: %q\n", incoming.CallerID(), incoming.Content())
	if err := incoming.SetResponse("with pleasure"); err != nil {
		return err
	}
	if err := incoming.Accept(); err != nil {
		return err
	}
	response, err := outgoing.Wait(ctx)
	if err != nil {
		return err
	}
	if err := incoming.Wait(ctx); err != nil { // the caller's confirmation
		return err
	}
	fmt.Fprintf(out, "2. bob accepts: %q\n", response)

	outgoing, incoming, err = call("and a walk?")
	if err != nil {
		return err
	}
	if err := incoming.SetResponse("busy"); err != nil {
		return err
	}
	if err := incoming.Refuse(); err != nil {
		return err
	}
	response, err = outgoing.Wait(ctx)
	if !errors.Is(err, agorartm.ErrInvitationRefused) {
		return fmt.Errorf("the second call: %w", err)
	}
	fmt.Fprintf(out, "3. bob refuses the next one: %q\n", response)

	outgoing, incoming, err = call("or tea?")
	if err != nil {
		return err
	}
	if err := outgoing.Cancel(); err != nil {
		return err
	}
	if err := incoming.Wait(ctx); !errors.Is(err, agorartm.ErrInvitationCanceled) {
		return fmt.Errorf("the third call: %w", err)
	}
	fmt.Fprintln(out, "4. alice takes the last one back")

	if err := bob.Shutdown(ctx); err != nil {
		return err
	}
	return alice.Shutdown(ctx)
}
