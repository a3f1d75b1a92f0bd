//go:build !agora_sdk

// The runnable examples of the package documentation, on the embedded engine.

package agorartm_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log"
	"slices"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
)

// exampleAppID makes an App ID of its own for an example: 32 hex digits.
func exampleAppID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

// exampleLogin makes a service and logs it in. Without an App Certificate the
// token is empty.
func exampleLogin(ctx context.Context, appID, userID string, h agorartm.ServiceHandler) *agorartm.Service {
	s, err := agorartm.NewService(appID, h)
	if err != nil {
		log.Fatal(err)
	}
	if err := s.Login(ctx, "", userID); err != nil {
		log.Fatal(err)
	}
	return s
}

// Two users log in, and one writes to the other.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()

	received := make(chan agorartm.PeerMessageEvent, 1)
	bob, err := agorartm.NewService(appID, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { received <- e },
	})
	if err != nil {
		log.Fatal(err)
	}
	defer bob.Close()
	if err := bob.Login(ctx, "", "bob"); err != nil {
		log.Fatal(err)
	}

	alice, err := agorartm.NewService(appID, agorartm.ServiceHandler{})
	if err != nil {
		log.Fatal(err)
	}
	defer alice.Close()
	if err := alice.Login(ctx, "", "alice"); err != nil {
		log.Fatal(err)
	}

	// When this returns nil, bob's service has the message.
	_, err = alice.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("hello"), agorartm.SendMessageOptions{})
	if err != nil {
		log.Fatal(err)
	}
	e := <-received
	fmt.Printf("%s says %q\n", e.PeerID, e.Message.Text)

	// Output: alice says "hello"
}

// A channel: join, write, list the members, leave.
func ExampleChannel() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{})
	defer alice.Close()
	bob := exampleLogin(ctx, appID, "bob", agorartm.ServiceHandler{})
	defer bob.Close()

	heard := make(chan agorartm.ChannelMessageEvent, 1)
	left := make(chan agorartm.ChannelMember, 1)
	lobby, err := alice.CreateChannel("lobby", agorartm.ChannelHandler{
		OnMessageReceived: func(e agorartm.ChannelMessageEvent) { heard <- e },
		OnMemberLeft:      func(e agorartm.MemberEvent) { left <- e.Member },
	})
	if err != nil {
		log.Fatal(err)
	}
	bobsLobby, err := bob.CreateChannel("lobby", agorartm.ChannelHandler{})
	if err != nil {
		log.Fatal(err)
	}
	for _, channel := range []*agorartm.Channel{lobby, bobsLobby} {
		if err := channel.Join(ctx); err != nil {
			log.Fatal(err)
		}
	}

	raw := agorartm.NewRawMessage([]byte{1, 2, 3}, "three bytes")
	if _, err := bobsLobby.SendMessage(ctx, raw, agorartm.SendMessageOptions{}); err != nil {
		log.Fatal(err)
	}
	e := <-heard
	fmt.Println(e.UserID, "sent", e.Message.Text, e.Message.Raw)

	members, err := lobby.Members(ctx)
	if err != nil {
		log.Fatal(err)
	}
	ids := make([]string, 0, len(members))
	for _, m := range members {
		ids = append(ids, m.UserID)
	}
	slices.Sort(ids)
	fmt.Println("members:", ids)

	if err := bobsLobby.Leave(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println((<-left).UserID, "left")

	// Output:
	// bob sent three bytes [1 2 3]
	// members: [alice bob]
	// bob left
}

// Shared errors say what an error means, whichever operation it comes from; the
// operation's own code and the refused argument are there for those who want
// them.
func ExampleOpError() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	alice := exampleLogin(ctx, exampleAppID(), "alice", agorartm.ServiceHandler{})
	defer alice.Close()
	hello := agorartm.NewTextMessage("hello")

	// Nobody of that name is logged in.
	_, err := alice.SendMessageToPeer(ctx, "nobody", hello, agorartm.SendMessageOptions{})
	fmt.Println("peer unreachable:", errors.Is(err, agorartm.ErrPeerUnreachable))
	if code, ok := errors.AsType[agorartm.PeerMessageErrCode](err); ok {
		fmt.Println("code:", code.String())
	}
	if op, ok := errors.AsType[*agorartm.OpError](err); ok {
		fmt.Printf("%s, accepted by the SDK: %t\n", op.Op, op.Accepted)
	}

	// An argument that is refused is never sent.
	_, err = alice.SendMessageToPeer(ctx, "", hello, agorartm.SendMessageOptions{})
	fmt.Println("invalid argument:", errors.Is(err, agorartm.ErrInvalidArgument))
	if argument, ok := errors.AsType[*agorartm.ArgumentError](err); ok {
		fmt.Println(argument.Field, argument.Reason)
	}

	// Output:
	// peer unreachable: true
	// code: PEER_MESSAGE_ERR_PEER_UNREACHABLE
	// SendMessageToPeer, accepted by the SDK: true
	// invalid argument: true
	// peerID is empty
}

// A message can wait on the server until its receiver logs in.
func ExampleSendMessageOptions() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{})
	defer alice.Close()

	result, err := alice.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("see you later"),
		agorartm.SendMessageOptions{EnableOfflineMessaging: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("cached by the server:", result.CachedByServer)

	received := make(chan agorartm.Message, 1)
	bob := exampleLogin(ctx, appID, "bob", agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { received <- e.Message },
	})
	defer bob.Close()
	m := <-received
	fmt.Printf("%q, kept while offline: %t\n", m.Text, m.Offline)

	// Output:
	// cached by the server: true
	// "see you later", kept while offline: true
}

// From a single goroutine, sending without waiting is the fast way: the results
// come as events, each with the id of its message.
func ExampleService_SendMessageToPeerNoWait() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	bob := exampleLogin(ctx, appID, "bob", agorartm.ServiceHandler{})
	defer bob.Close()
	results := make(chan agorartm.SendMessageResultEvent, 3)
	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{
		OnSendMessageResult: func(e agorartm.SendMessageResultEvent) { results <- e },
	})
	defer alice.Close()

	peerOf := make(map[int64]string)
	for _, peer := range []string{"bob", "nobody", "bob"} {
		id, err := alice.SendMessageToPeerNoWait(peer, agorartm.NewTextMessage("hello"), agorartm.SendMessageOptions{})
		if err != nil {
			log.Fatal(err)
		}
		peerOf[id] = peer
	}
	for range 3 {
		e := <-results
		fmt.Printf("%s: unreachable %t\n", peerOf[e.MessageID], errors.Is(e.Err, agorartm.ErrPeerUnreachable))
	}

	// Unordered output:
	// bob: unreachable false
	// nobody: unreachable true
	// bob: unreachable false
}

// A program for production refuses to start on the embedded engine.
func ExampleWithRequireSDK() {
	_, err := agorartm.NewService(exampleAppID(), agorartm.ServiceHandler{}, agorartm.WithRequireSDK())
	fmt.Println(errors.Is(err, agorartm.ErrSDKRequired))

	// Output: true
}

// Package emulator gives a test the cloud's side of the embedded engine: here a
// broken link, with the clock in the test's hand.
func Example_faults() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	app := emulator.Open(appID)
	defer app.Close()

	states := make(chan agorartm.ConnectionStateChangedEvent, 10)
	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) { states <- e },
	})
	defer alice.Close()
	nextState := func() {
		e := <-states
		fmt.Println(e.State, e.Reason)
	}
	nextState()
	nextState()

	app.Clock().Freeze()
	app.Interrupt("alice")
	app.Clock().Advance(4 * time.Second) // the SDK takes that long to notice
	nextState()
	app.Restore("alice")
	nextState()

	// An answer that is lost on the way: the call ends with the SDK's timeout,
	// ten seconds later. With the clock sped up, nobody waits for it.
	app.Clock().SetScale(100)
	app.DropNextResult("alice", emulator.OperationSendMessageToPeer)
	_, err := alice.SendMessageToPeer(ctx, "alice", agorartm.NewTextMessage("to myself"), agorartm.SendMessageOptions{})
	fmt.Println("timed out:", errors.Is(err, agorartm.ErrTimeout))

	// Output:
	// CONNECTION_STATE_CONNECTING CONNECTION_CHANGE_REASON_LOGIN
	// CONNECTION_STATE_CONNECTED CONNECTION_CHANGE_REASON_LOGIN_SUCCESS
	// CONNECTION_STATE_RECONNECTING CONNECTION_CHANGE_REASON_INTERRUPTED
	// CONNECTION_STATE_CONNECTED CONNECTION_CHANGE_REASON_LOGIN_SUCCESS
	// timed out: true
}

// Watching other users: their state now, then every change.
func ExampleService_SubscribePeersOnlineStatus() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	changes := make(chan agorartm.PeerOnlineStatus, 10)
	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{
		OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) {
			for _, p := range e.Peers {
				changes <- p
			}
		},
	})
	defer alice.Close()

	if err := alice.SubscribePeersOnlineStatus(ctx, []string{"bob"}); err != nil {
		log.Fatal(err)
	}
	fmt.Println((<-changes).State)
	bob := exampleLogin(ctx, appID, "bob", agorartm.ServiceHandler{})
	fmt.Println((<-changes).State)
	_ = bob.Close()
	fmt.Println((<-changes).State)

	// Output:
	// PEER_ONLINE_STATE_OFFLINE
	// PEER_ONLINE_STATE_ONLINE
	// PEER_ONLINE_STATE_OFFLINE
}

// Attributes of a channel, whose members are told of a change.
func ExampleService_SetChannelAttributes() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	appID := exampleAppID()
	bob := exampleLogin(ctx, appID, "bob", agorartm.ServiceHandler{})
	defer bob.Close()
	updates := make(chan agorartm.AttributesUpdatedEvent, 1)
	lobby, err := bob.CreateChannel("lobby", agorartm.ChannelHandler{
		OnAttributesUpdated: func(e agorartm.AttributesUpdatedEvent) { updates <- e },
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := lobby.Join(ctx); err != nil {
		log.Fatal(err)
	}

	alice := exampleLogin(ctx, appID, "alice", agorartm.ServiceHandler{})
	defer alice.Close()
	err = alice.SetChannelAttributes(ctx, "lobby",
		[]agorartm.Attribute{{Key: "topic", Value: "gophers"}},
		agorartm.ChannelAttributeOptions{EnableNotificationToChannelMembers: true})
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range (<-updates).Attributes {
		fmt.Printf("%s set %s to %q\n", a.LastUpdateUserID, a.Key, a.Value)
	}

	// Output: alice set topic to "gophers"
}

// A service that gets its tokens itself, at login and before they run out.
func ExampleWithTokenSource() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	tokenServer := func(context.Context) (string, error) {
		// Ask a server of yours, which has the App Certificate.
		fmt.Println("a token is made")
		return "", nil // this App has no certificate
	}
	service, err := agorartm.NewService(exampleAppID(), agorartm.ServiceHandler{
		OnTokenRenewal: func(e agorartm.TokenRenewalEvent) {
			if e.Err != nil {
				log.Println("renewing the token:", e.Err)
			}
		},
	}, agorartm.WithTokenSource(tokenServer))
	if err != nil {
		log.Fatal(err)
	}
	defer service.Close()
	if err := service.Login(ctx, "", "alice"); err != nil {
		log.Fatal(err)
	}
	fmt.Println("logged in")

	// Output:
	// a token is made
	// logged in
}
