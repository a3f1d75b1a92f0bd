// Command agora-rtm-emulator serves RTM clouds to several processes. Programs use it when
// AGORA_RTM_EMULATOR_HOST names its address; see docs/emulator.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	// The first signal ends the server in order, the second at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop()
	}()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run serves until ctx is done.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("agora-rtm-emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	listen := flags.String("listen", "127.0.0.1:"+remote.DefaultPort,
		"address to listen at, `host:port`; a host that is not loopback needs a secret")
	secretFile := flags.String("secret-file", "",
		"`file` with the secret clients have in "+remote.SecretVariable+", of at least 16 bytes")
	speed := flags.Float64("speed", 1, "how many times as fast as real time the clouds' clock runs")
	quiet := flags.Bool("quiet", false, "print nothing but errors")
	level := slog.LevelInfo
	flags.TextVar(&level, "log-level", level, "lowest `level` that is logged: debug, info, warn or error")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK
	case err != nil:
		return exitUsage
	case flags.NArg() > 0:
		return failed(stderr, exitUsage, fmt.Errorf("unexpected argument %q", flags.Arg(0)))
	case !(*speed > 0):
		return failed(stderr, exitUsage, errors.New("-speed has to be more than 0"))
	}
	if *quiet {
		stdout, level = io.Discard, slog.LevelError
	}

	clock := emulator.NewClock()
	clock.SetScale(*speed)
	opts := []remote.Option{
		remote.WithClock(clock),
		remote.WithLogger(slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))),
	}
	if *secretFile != "" {
		opts = append(opts, remote.WithSecretFile(*secretFile))
	}
	server, err := remote.Listen(*listen, opts...)
	if err != nil {
		return failed(stderr, exitFailed, err)
	}
	_, _ = fmt.Fprintf(stdout, "agora-rtm-emulator listens at %s\nPrograms use it with\n\n  export %s=%s\n",
		server.Addr(), emulator.HostVariable, reachable(server.Addr()))
	if *secretFile != "" {
		_, _ = fmt.Fprintf(stdout, "  export %s=\"$(cat %s)\"\n", remote.SecretVariable, quote(*secretFile))
	}
	_, _ = fmt.Fprintln(stdout)

	<-ctx.Done()
	if err := server.Close(); err != nil {
		return failed(stderr, exitFailed, err)
	}
	_, _ = fmt.Fprintln(stdout, "agora-rtm-emulator has ended")
	return exitOK
}

// failed says why, in one line.
func failed(stderr io.Writer, code int, err error) int {
	_, _ = fmt.Fprintln(stderr, "agora-rtm-emulator:", strings.TrimPrefix(err.Error(), "remote: "))
	return code
}

// reachable returns an address programs on this machine can use for one that is listened at.
func reachable(address string) string {
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsUnspecified() {
		return address
	}
	return net.JoinHostPort("127.0.0.1", port)
}

// quote makes a word of the shell.
func quote(path string) string { return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'" }
