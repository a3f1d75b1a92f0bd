// This file holds the examples of the package.

package emulator_test

import (
	"fmt"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// Two clients of one App exchange a message.
func Example() {
	const appID = "00000000000000000000000e8a391e01"
	defer emulator.Open(appID).Close()

	alice, bob := emulator.NewClient(), emulator.NewClient()
	defer alice.Release()
	defer bob.Release()
	for name, c := range map[string]*emulator.Client{"alice": alice, "bob": bob} {
		c.Initialize(appID)
		c.Login("", name)
	}
	hello := &emulator.Message{Type: emulator.MessageTypeText, Text: "hello"}
	fmt.Println("taken:", alice.SendMessageToPeer("bob", 1, hello, emulator.SendOptions{}) == emulator.PeerMessageErrOK)

	bob.Next(func(e *emulator.Event) bool {
		if e.Kind == emulator.EventPeerMessage {
			fmt.Println(e.User, "says", e.Message.Text)
		}
		return true
	})
	// Output:
	// taken: true
	// alice says hello
}

// A test moves the clock and takes hold of a user's link.
func ExampleApp_Interrupt() {
	const appID = "00000000000000000000000e8a391e02"
	app := emulator.Open(appID)
	defer app.Close()
	app.Clock().Freeze()

	alice := emulator.NewClient()
	defer alice.Release()
	alice.Initialize(appID)
	alice.Login("", "alice")
	app.Interrupt("alice")
	app.Clock().Advance(4 * time.Second)
	app.Restore("alice")

	alice.Next(func(e *emulator.Event) bool {
		if e.Kind == emulator.EventConnectionStateChanged {
			fmt.Println("state", e.Code, "reason", e.Reason)
		}
		return true
	})
	// Output:
	// state 2 reason 1
	// state 3 reason 2
	// state 4 reason 5
	// state 3 reason 2
}
