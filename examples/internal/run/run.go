// Package run is what the example programs share beside their subject: flags,
// Ctrl-C, a fresh App ID, waiting for an event. (The quickstart does without
// it, so that it can be copied as one file.)
package run

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
	"syscall"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// Tour shows something, step by step, and returns the first error. It ends when
// ctx does.
type Tour func(ctx context.Context, out io.Writer, appID string) error

// Main is the main function of an example: it reads the flags, runs the tour
// until it ends, Ctrl-C is pressed or time is up, and exits with 1 on an error,
// with 2 on a wrong flag.
func Main(name string, tour Tour) {
	appID := flag.String("appid", "", "App `ID` of the project, 32 hex digits (default: a fresh one for each run)")
	timeout := flag.Duration("timeout", 30*time.Second, "how long the whole example may take; 0: as long as it likes")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "%s: unexpected argument %q\n", name, flag.Arg(0))
		flag.Usage()
		os.Exit(2)
	}
	if *appID == "" {
		*appID = FreshAppID()
	}
	if err := interruptible(tour, *appID, *timeout); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func interruptible(tour Tour, appID string, timeout time.Duration) error {
	ctx := context.Background()
	if timeout != 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, timeout, fmt.Errorf("not done within %v", timeout))
		defer cancel()
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first Ctrl-C ends the tour in order, a second one ends the process.
	context.AfterFunc(ctx, stop)

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

// printer remembers the first error of writing: a tour that nobody could read
// has failed.
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

// FreshAppID makes an App ID that no other program uses: 32 hexadecimal digits.
// The embedded engine takes any such; with the official SDK it comes from
// Agora's console.
func FreshAppID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

// LogIn makes a service and logs the user in, with an empty token: projects
// without an App Certificate need none, and a token source fetches one.
func LogIn(ctx context.Context, appID, userID string, h agorartm.ServiceHandler, opts ...agorartm.Option) (*agorartm.Service, error) {
	service, err := agorartm.NewService(appID, h, opts...)
	if err != nil {
		return nil, err
	}
	if err := service.Login(ctx, "", userID); err != nil {
		_ = service.Close()
		return nil, err
	}
	return service, nil
}

// Next returns the next event that a handler put into events.
func Next[E any](ctx context.Context, events <-chan E) (E, error) {
	select {
	case e := <-events:
		return e, nil
	case <-ctx.Done():
		var none E
		return none, fmt.Errorf("waiting for an event: %w", ctx.Err())
	}
}
