// This file holds the example of the package.

package remote_test

import (
	"fmt"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
)

// A program that starts others which are to talk to each other gives them a server.
func ExampleListen() {
	server, err := remote.Listen("127.0.0.1:0", remote.WithLogger(silent))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = server.Close() }()
	environment := emulator.HostVariable + "=" + server.Addr() // for exec.Cmd.Env

	// The others find it by their environment. One that does not can still connect.
	cloud, err := remote.Dial(server.Addr(), "0123456789abcdef0123456789abcdef", remote.WithLogger(silent))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer cloud.Close()
	fmt.Println(environment != "", cloud.Stats().UsersOnline)
	// Output: true 0
}
