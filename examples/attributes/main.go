// Command attributes shows the attributes of a user, which others read, and
// those of a channel, whose members are told when they change.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("attributes", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer alice.Close()
	bob, err := run.LogIn(ctx, appID, "bob", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer bob.Close()

	// Of a user: only the user itself writes them; they last until its logout.
	err = alice.SetLocalUserAttributes(ctx, []agorartm.Attribute{{Key: "name", Value: "Alice"}, {Key: "mood", Value: "fine"}})
	if err != nil {
		return err
	}
	if err := alice.AddOrUpdateLocalUserAttributes(ctx, []agorartm.Attribute{{Key: "mood", Value: "splendid"}}); err != nil {
		return err
	}
	attributes, err := bob.GetUserAttributes(ctx, "alice")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "1. bob reads what alice says of herself: %s\n", list(attributes))

	if err := alice.DeleteLocalUserAttributesByKeys(ctx, []string{"mood"}); err != nil {
		return err
	}
	attributes, err = bob.GetUserAttributesByKeys(ctx, "alice", []string{"name", "mood"})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "2. without her mood: %s\n", list(attributes))

	_, err = bob.GetUserAttributes(ctx, "nobody")
	if !errors.Is(err, agorartm.ErrNotFound) {
		return fmt.Errorf("the attributes of nobody: %w", err)
	}
	fmt.Fprintln(out, "3. nobody is not online, so nobody has attributes")

	// Of a channel: anybody writes them, in the channel or not.
	updates := make(chan agorartm.AttributesUpdatedEvent, 8)
	room, err := bob.CreateChannel("room", agorartm.ChannelHandler{
		OnAttributesUpdated: func(e agorartm.AttributesUpdatedEvent) { updates <- e },
	})
	if err != nil {
		return err
	}
	if err := room.Join(ctx); err != nil {
		return err
	}
	notify := agorartm.ChannelAttributeOptions{EnableNotificationToChannelMembers: true}
	if err := alice.SetChannelAttributes(ctx, "room", []agorartm.Attribute{{Key: "topic", Value: "tea"}}, notify); err != nil {
		return err
	}
	update, err := run.Next(ctx, updates)
	if err != nil {
		return err
	}
	for _, a := range update.Attributes {
		fmt.Fprintf(out, "4. bob, in the channel %s, is told: %s is %s, says %s\n", update.Channel.ID(), a.Key, a.Value, a.LastUpdateUserID)
	}
	if err := bob.ClearChannelAttributes(ctx, "room", agorartm.ChannelAttributeOptions{}); err != nil {
		return err
	}
	left, err := alice.GetChannelAttributes(ctx, "room")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "5. bob clears them quietly; left: %d\n", len(left))

	if err := bob.Shutdown(ctx); err != nil {
		return err
	}
	return alice.Shutdown(ctx)
}

// list writes attributes in the order of their keys: the SDK promises none.
func list(attributes []agorartm.Attribute) string {
	slices.SortFunc(attributes, func(a, b agorartm.Attribute) int { return strings.Compare(a.Key, b.Key) })
	var all []string
	for _, a := range attributes {
		all = append(all, a.Key+" = "+a.Value)
	}
	return strings.Join(all, ", ")
}
