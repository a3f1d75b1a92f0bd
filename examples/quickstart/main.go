// Command quickstart is the shortest tour of package agorartm: two users log
// in, write to one another, meet in a channel and leave again. On the default
// build it needs no account and no network.
package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

func main() {
	appID := flag.String("appid", "", "App `ID` of the project, 32 hex digits (default: a fresh one for each run)")
	timeout := flag.Duration("timeout", 30*time.Second, "how long the whole tour may take")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "quickstart: unexpected argument %q\n", flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}
	if err := interruptible(*appID, *timeout); err != nil {
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

// interruptible runs the tour until it ends, Ctrl-C is pressed, or time is up.
func interruptible(appID string, timeout time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), timeout,
		fmt.Errorf("not done within %v", timeout))
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first Ctrl-C ends the tour in order, a second one ends the process.
	context.AfterFunc(ctx, stop)

	if appID == "" {
		appID = freshAppID()
	}
	out := &printer{w: os.Stdout}
	err := tour(ctx, out, appID)
	if err == nil {
		err = out.err
	}
	if err != nil && errors.Is(err, ctx.Err()) {
		err = fmt.Errorf("%w (%w)", err, context.Cause(ctx))
	}
	return err
}

// freshAppID makes an App ID that no other program uses: 32 hexadecimal digits.
// The embedded engine takes any such; with the official SDK it comes from Agora's console.
func freshAppID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

// tour shows the calls one after the other. Before each step it waits for the
// events of the one before, so its output is always the same.
func tour(ctx context.Context, out io.Writer, appID string) error {
	fmt.Fprintf(out, "This program runs on the %s, version %s.\n", agorartm.Backend(), agorartm.SDKVersion())

	alice, err := logIn(ctx, appID, "alice")
	if err != nil {
		return err
	}
	defer alice.Close()
	bob, err := logIn(ctx, appID, "bob")
	if err != nil {
		return err
	}
	defer bob.Close()
	fmt.Fprintln(out, "1. alice and bob are logged in.")

	_, err = alice.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("Hello, Bob!"), agorartm.SendMessageOptions{})
	if err != nil {
		return err
	}
	received, err := next(ctx, bob.peerMessages)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "2. %s sent a text to bob: %q\n", received.PeerID, received.Message.Text)

	raw := agorartm.NewRawMessage([]byte{0, 1, 254, 255}, "four bytes")
	if _, err := bob.SendMessageToPeer(ctx, "alice", raw, agorartm.SendMessageOptions{}); err != nil {
		return err
	}
	if received, err = next(ctx, alice.peerMessages); err != nil {
		return err
	}
	fmt.Fprintf(out, "3. %s sent raw data to alice: % x (%s)\n", received.PeerID, received.Message.Raw, received.Message.Text)

	if err := alice.lobby.Join(ctx); err != nil {
		return err
	}
	if err := bob.lobby.Join(ctx); err != nil {
		return err
	}
	joined, err := next(ctx, alice.joined)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "4. alice is in the channel %s and saw %s join.\n", joined.ChannelID, joined.UserID)

	if _, err := alice.lobby.SendMessage(ctx, agorartm.NewTextMessage("Hello, everyone!"), agorartm.SendMessageOptions{}); err != nil {
		return err
	}
	heard, err := next(ctx, bob.channelMessages)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "5. %s sent a message to the channel %s: %q\n", heard.UserID, heard.Channel.ID(), heard.Message.Text)

	members, err := alice.lobby.Members(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "6. The members of the channel: %s.\n", names(members))

	if err := bob.lobby.Leave(ctx); err != nil {
		return err
	}
	left, err := next(ctx, alice.left)
	if err != nil {
		return err
	}
	if err := alice.lobby.Leave(ctx); err != nil {
		return err
	}
	fmt.Fprintf(out, "7. alice saw %s leave the channel, and left it too.\n", left.UserID)

	for _, u := range []*user{alice, bob} {
		if err := u.Logout(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "8. alice and bob are logged out.")

	for _, u := range []*user{alice, bob} {
		if err := u.Close(); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "9. Both services are closed.")
	return nil
}

// printer remembers the first error of writing, for a tour that nobody could
// read has failed.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	if p.err == nil {
		p.err = err
	}
	return n, err
}

// user is a service with one channel and the events that the tour waits for.
type user struct {
	*agorartm.Service
	lobby *agorartm.Channel

	peerMessages    chan agorartm.PeerMessageEvent
	channelMessages chan agorartm.ChannelMessageEvent
	joined, left    chan agorartm.ChannelMember
}

// logIn makes a user and logs it in. The channel object exists from the start,
// joined or not, so its handlers miss nothing.
func logIn(ctx context.Context, appID, userID string) (*user, error) {
	u := &user{
		peerMessages:    make(chan agorartm.PeerMessageEvent, 1),
		channelMessages: make(chan agorartm.ChannelMessageEvent, 1),
		joined:          make(chan agorartm.ChannelMember, 1),
		left:            make(chan agorartm.ChannelMember, 1),
	}
	var err error
	u.Service, err = agorartm.NewService(appID, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { u.peerMessages <- e },
	})
	if err != nil {
		return nil, err
	}
	u.lobby, err = u.CreateChannel("lobby", agorartm.ChannelHandler{
		OnMessageReceived: func(e agorartm.ChannelMessageEvent) { u.channelMessages <- e },
		OnMemberJoined:    func(e agorartm.MemberEvent) { u.joined <- e.Member },
		OnMemberLeft:      func(e agorartm.MemberEvent) { u.left <- e.Member },
	})
	if err == nil {
		// Without an App Certificate the token is empty.
		err = u.Login(ctx, "", userID)
	}
	if err != nil {
		_ = u.Close()
		return nil, err
	}
	return u, nil
}

// next returns the next event that a handler put into events.
func next[E any](ctx context.Context, events <-chan E) (E, error) {
	select {
	case e := <-events:
		return e, nil
	case <-ctx.Done():
		var none E
		return none, fmt.Errorf("waiting for an event: %w", ctx.Err())
	}
}

// names lists the members in the order of their names.
func names(members []agorartm.ChannelMember) string {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.UserID
	}
	slices.Sort(ids)
	return strings.Join(ids, ", ")
}
