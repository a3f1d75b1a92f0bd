// Command duet is two users who greet each other, each in a process of its own
// (or, without -user and -peer, both in this one). Two processes need a cloud
// in common: Agora's, or that of agora-rtm-emulator.
//
//	duet -user alice -peer bob     # in one terminal
//	duet -user bob -peer alice     # in the other
//
// With -rounds 0 -timeout 0 it goes on until it is interrupted, however often
// the peer or the cloud goes away in between; -heartbeat and -check are for
// those who watch over it, such as the health check of a container.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

var (
	user      = flag.String("user", "", "`name` of this process's user")
	peer      = flag.String("peer", "", "`name` of the other process's user")
	rounds    = flag.Int("rounds", 3, "how many `times` they greet; 0: until interrupted")
	pause     = flag.Duration("pause", 200*time.Millisecond, "the `time` between two greetings")
	heartbeat = flag.String("heartbeat", "", "a `file` to touch whenever the peer was heard")
	check     = flag.Duration("check", 0, "do nothing but see whether the file of -heartbeat is younger than this `age`")
)

// commonAppID is the one App ID that two processes on the engine have without
// being told. With the official SDK it comes from Agora's console.
const commonAppID = "d0e7d0e7d0e7d0e7d0e7d0e7d0e7d0e7"

func main() { run.Main("duet", duet) }

func duet(ctx context.Context, out io.Writer, appID string) error {
	switch {
	case *check > 0:
		return fresh(*heartbeat, *check)
	case *rounds < 0 || *pause <= 0:
		return errors.New("-rounds and -pause have to be positive")
	case *user == "" && *peer == "":
		return together(ctx, out, appID)
	case *user == "" || *peer == "" || *user == *peer:
		return errors.New("-user and -peer have to name two different users")
	case agorartm.Backend() == agorartm.BackendEmbedded && os.Getenv("AGORA_RTM_EMULATOR_HOST") == "":
		return fmt.Errorf("%s and %s are in two processes, which need one cloud: "+
			"start agora-rtm-emulator and set AGORA_RTM_EMULATOR_HOST as it says", *user, *peer)
	}
	if !given("appid") {
		appID = commonAppID
	}
	return play(ctx, out, appID, *user, *peer)
}

// given reports whether a flag is on the command line.
func given(name string) (found bool) {
	flag.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}

// together plays both parts in this process.
func together(ctx context.Context, out io.Writer, appID string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // who has lost the other need not wait for it
	done := make(chan error, 2)
	for _, part := range [][2]string{{"alice", "bob"}, {"bob", "alice"}} {
		go func() {
			err := play(ctx, out, appID, part[0], part[1])
			if err != nil {
				cancel()
			}
			done <- err
		}()
	}
	// The first error is the cause of the other.
	first, second := <-done, <-done
	return errors.Join(first, onlyAfter(first == nil, second))
}

func onlyAfter(ok bool, err error) error {
	if ok {
		return err
	}
	return nil
}

// answerTime is how long whoever has greeted waits for the answer before it
// greets again. The answer is lost if the peer goes in that moment.
const answerTime = 5 * time.Second

// play is the part of one user. The first of the two in the alphabet greets,
// the other answers, so that they need not agree on anything before.
func play(ctx context.Context, out io.Writer, appID, user, peer string) error {
	heard := make(chan string, 16)
	service, err := run.LogIn(ctx, appID, user, agorartm.ServiceHandler{
		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
			select {
			case heard <- e.Message.Text:
			default: // it greets faster than this side can read
			}
		},
		OnConnectionStateChanged: func(e agorartm.ConnectionStateChangedEvent) {
			fmt.Fprintf(os.Stderr, "%s: %v (%v)\n", user, e.State, e.Reason)
		},
	})
	if err != nil {
		return err
	}
	defer service.Close()
	if err := greet(ctx, out, service, heard, user, peer); err != nil {
		// An interrupt is how a duet without an end ends.
		if *rounds > 0 || !errors.Is(ctx.Err(), context.Canceled) {
			return err
		}
	}
	inOrder, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return service.Shutdown(inOrder)
}

// greet exchanges greetings until all rounds are done or ctx ends.
func greet(ctx context.Context, out io.Writer, service *agorartm.Service, heard <-chan string, user, peer string) error {
	leads := user < peer
	tick := time.NewTimer(0) // when the one who leads has to say something
	if !leads {
		tick.Stop()
	}
	alone := false
	for n := 1; *rounds == 0 || n <= *rounds; {
		text := fmt.Sprintf("hello %s, for the %s time", peer, ordinal(n))
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", peer, ctx.Err())
		case greeting := <-heard:
			fmt.Fprintf(out, "%s hears %s: %s\n", user, peer, greeting)
			if err := beat(); err != nil {
				return err
			}
			if leads {
				n++
				tick.Reset(*pause)
			} else if said(ctx, service, peer, text) == nil {
				n++ // else the other one greets again
			}
		case <-tick.C:
			err := said(ctx, service, peer, text)
			if err != nil && !alone {
				fmt.Fprintf(os.Stderr, "%s: waiting for %s (%v)\n", user, peer, err)
			}
			alone = err != nil
			wait := max(*pause, answerTime)
			if alone {
				wait = *pause
			}
			tick.Reset(wait)
		}
	}
	return nil
}

// said sends a text, and returns nil when the peer has it.
func said(ctx context.Context, service *agorartm.Service, peer, text string) error {
	_, err := service.SendMessageToPeer(ctx, peer, agorartm.NewTextMessage(text), agorartm.SendMessageOptions{})
	return err
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 && n%10 >= 1 && n%10 <= 3 {
		suffix = [...]string{"st", "nd", "rd"}[n%10-1]
	}
	return fmt.Sprint(n, suffix)
}

// beat says to whoever checks that the peer was heard just now.
func beat() error {
	if *heartbeat == "" {
		return nil
	}
	return os.WriteFile(*heartbeat, []byte(time.Now().Format(time.RFC3339)+"\n"), 0o600)
}

// fresh is the check.
func fresh(file string, age time.Duration) error {
	if file == "" {
		return errors.New("-check needs -heartbeat")
	}
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("the peer was not heard yet: %w", err)
	}
	if silence := time.Since(info.ModTime()); silence > age {
		return fmt.Errorf("the peer was not heard for %v", silence.Round(time.Second))
	}
	return nil
}
