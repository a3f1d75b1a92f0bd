// Command tokens shows how a program with an App Certificate gets its tokens: a
// token server over HTTP, which alone knows the certificate, and a client that
// fetches a token to log in and another before the first runs out.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
	"github.com/go-rtm/agora-rtm-go/token"
)

// certificateVariable holds the certificate of a real project.
const certificateVariable = "AGORA_APP_CERTIFICATE"

// life is how long the tokens are valid: the shortest that still shows the
// warning, which comes 30 seconds before the end. In production, hours.
const life = 31 * time.Second

func main() { run.Main("tokens", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	certificate := os.Getenv(certificateVariable)
	if agorartm.Backend() == agorartm.BackendEmbedded {
		certificate = run.FreshAppID() // certificates have the same form
		app := emulator.Open(appID)
		defer app.Close()
		if err := app.SetCertificate(certificate); err != nil {
			return err
		}
	}
	if certificate == "" {
		return errors.New("set " + certificateVariable)
	}
	server, err := startServer(appID, certificate)
	if err != nil {
		return err
	}
	defer server.Close()

	_, err = run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{})
	if !errors.Is(err, agorartm.ErrInvalidToken) {
		return fmt.Errorf("a login without a token: %w", err)
	}
	fmt.Fprintln(out, "1. without a token alice cannot log in")

	renewals := make(chan agorartm.TokenRenewalEvent, 8)
	warnings := make(chan agorartm.TokenPrivilegeWillExpireEvent, 8)
	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{
		OnTokenPrivilegeWillExpire: func(e agorartm.TokenPrivilegeWillExpireEvent) { warnings <- e },
		OnTokenRenewal:             func(e agorartm.TokenRenewalEvent) { renewals <- e },
	}, agorartm.WithTokenSource(func(ctx context.Context) (string, error) {
		return fetch(ctx, server.address, "alice")
	}))
	if err != nil {
		return err
	}
	defer alice.Close()
	fmt.Fprintf(out, "2. with one from the token server she can; served: %d\n", server.served.Load())

	if _, err := run.Next(ctx, warnings); err != nil {
		return err
	}
	renewal, err := run.Next(ctx, renewals)
	if err == nil {
		err = renewal.Err
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "3. it is about to run out, and is replaced by itself; served: %d\n", server.served.Load())
	fmt.Fprintf(out, "4. she is still %s\n", alice.ConnectionState())
	return alice.Shutdown(ctx)
}

// server is the token server. Only it knows the certificate.
type server struct {
	http.Server
	address string
	served  atomic.Int64
}

// startServer serves tokens on the loopback address. A real one would first find
// out who is asking.
func startServer(appID, certificate string) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{address: "http://" + listener.Addr().String()}
	s.ReadHeaderTimeout = 5 * time.Second
	s.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := token.BuildRTM(appID, certificate, r.URL.Query().Get("user"), life)
		if err != nil {
			http.Error(w, "no token for this user", http.StatusBadRequest)
			return
		}
		s.served.Add(1)
		_, _ = io.WriteString(w, text)
	})
	go func() { _ = s.Serve(listener) }() // until Close
	return s, nil
}

// fetch gets a token for the user from the token server.
func fetch(ctx context.Context, address, user string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/token?user="+url.QueryEscape(user), nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("token server: %s", response.Status)
	}
	return strings.TrimSpace(string(body)), nil
}
