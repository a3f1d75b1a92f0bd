//go:build !agora_sdk

// Tests of what ends the process: each runs in a process of its own, this test program again.
package fakesdk_test

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk/fakedrive"
	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

// fatal lists what must kill the process, with a piece of what it says (or the signal it dies of).
var fatal = map[string]struct {
	do     func(*fakesdk.Fake, *fakedrive.Driver)
	says   string
	signal syscall.Signal
}{
	"createMessage null": {
		do:   func(_ *fakesdk.Fake, d *fakedrive.Driver) { d.Do("keepMessage", fakedrive.Null) },
		says: "createMessage: null text",
	},
	"createMessage null data": {
		do:   func(_ *fakesdk.Fake, d *fakedrive.Driver) { d.Do("createRaw", "5") },
		says: "createMessage: null data",
	},
	"createMessage negative length": {
		do:   func(_ *fakesdk.Fake, d *fakedrive.Driver) { d.Do("createRaw", "-1") },
		says: "createMessage: negative length",
	},
	"setText null": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("keepMessage", "x")
			d.Do("setText", fakedrive.Null)
		},
		says: "setText: null",
	},
	"createChannel null": {
		do:   func(_ *fakesdk.Fake, d *fakedrive.Driver) { d.Do("createChannel", fakedrive.Null) },
		says: "createChannel: null id",
	},
	"message used after release": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("keepMessage", "x")
			d.Do("releaseMessage")
			d.Do("useMessage")
		},
		says: "IMessage::getMessageType: the object was released",
	},
	"message released twice": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("keepMessage", "x")
			d.Do("releaseMessage")
			d.Do("releaseMessage")
		},
		says: "IMessage::release: released twice",
	},
	"received message used after the callback": {
		do: func(f *fakesdk.Fake, d *fakedrive.Driver) {
			f.FirePeerMessage(fakesdk.Message{From: "bob", Text: "x"})
			d.Do("useReceived")
		},
		says: "IMessage::getMessageType: the object was released",
	},
	"received message released": {
		do: func(f *fakesdk.Fake, d *fakedrive.Driver) {
			f.FirePeerMessage(fakesdk.Message{From: "bob", Text: "x"})
			d.Do("releaseReceived")
		},
		says: "a received message belongs to the SDK",
	},
	"service used after release": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("release")
			d.Do("useService")
		},
		says: "IRtmService::logout: the object was released",
	},
	"channel used after release": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("createChannel", "room")
			d.Do("releaseChannel")
			d.Do("join")
		},
		says: "IChannel::join: the object was released",
	},
	"channel used after its service": {
		do: func(_ *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("createChannel", "room")
			d.Do("release")
			d.Do("releaseChannel")
		},
		says: "the service of the channel was released before",
	},
	"channel released inside its callback": {
		do: func(f *fakesdk.Fake, d *fakedrive.Driver) {
			d.Do("createChannel", "room")
			d.Do("releaseChannelInCallback")
			f.FireMemberLeft("room", "bob")
		},
		says: "inside its own callback",
	},
	"unknown thread": {
		do: func(f *fakesdk.Fake, d *fakedrive.Driver) {
			f.On(fakesdk.Login, fakesdk.Behavior{Thread: 2})
			d.Do("login", "token", "alice")
		},
		says: "names an SDK thread that does not exist",
	},
	"SIGPIPE not blocked": {
		do:     func(f *fakesdk.Fake, _ *fakedrive.Driver) { f.WriteToClosedSocket(0) },
		signal: syscall.SIGPIPE,
	},
}

const fatalEnv = "FAKESDK_TEST_FATAL"

func TestMain(m *testing.M) {
	if c, ok := fatal[os.Getenv(fatalEnv)]; ok {
		fake := fakesdk.New()
		c.do(fake, fakedrive.New(fakesdk.Factory(), fake.AppID()))
		os.Exit(0) // it did not kill
	}
	os.Exit(m.Run())
}

// fact: OB-34
func TestFatal(t *testing.T) {
	t.Parallel()
	for name, c := range fatal {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := testexec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), fatalEnv+"="+name, "GOTRACEBACK=none")
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			err := cmd.Run()
			var exit *exec.ExitError
			require.ErrorAs(t, err, &exit, "the process went on")
			if c.signal != 0 {
				status, ok := exit.Sys().(syscall.WaitStatus)
				require.True(t, ok)
				require.True(t, status.Signaled(), stderr.String())
				require.Equal(t, c.signal, status.Signal())
				return
			}
			require.Contains(t, stderr.String(), "fakesdk: ")
			require.Contains(t, stderr.String(), c.says)
		})
	}
}

// lockThreadWithSIGPIPEBlocked keeps the calling goroutine on a thread with SIGPIPE blocked. Go
// throws the thread away with the goroutine: call it in a subtest, which has one of its own.
func lockThreadWithSIGPIPEBlocked(t *testing.T) {
	t.Helper()
	runtime.LockOSThread() // and never unlocked: the mask stays with the thread
	var set unix.Sigset_t
	set.Val[0] = 1 << (uint(syscall.SIGPIPE) - 1)
	require.NoError(t, unix.PthreadSigmask(unix.SIG_BLOCK, &set, nil))
}
