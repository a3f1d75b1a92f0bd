// This file holds the link of a client: it is made, watched, and made again when it breaks.

package remote

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

var (
	// errServerSilent ends a link whose server does not answer.
	errServerSilent = errors.New("remote: the server does not answer")
	errVersion      = errors.New("remote: the server speaks another version of the protocol")
)

// connect keeps a link up until the cloud is closed.
func (c *cloud) connect() {
	defer close(c.ended)
	first := c.limits.Retry / 10
	pause := first
	said := "" // what the log was told about the outage: once that there is one, and why a server refuses
	for {
		l, known, err := c.dial()
		if err == nil {
			if said != "" {
				c.log().Info("emulator: connected", "host", c.address, "app", c.app)
			}
			said, pause = "", first
			c.attach(l, known)
			err = c.watch(l)
			c.detach()
		}
		if c.isClosed() {
			return
		}
		if why := verdict(err); why != said && (why != outage || said == "") {
			said = why
			c.log().Warn("emulator: no connection; trying again", "host", c.address, "app", c.app, "error", err)
		}
		select {
		case <-c.done:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, c.limits.Retry)
	}
}

// outage is the verdict on a server that cannot be reached, for whatever reason.
const outage = "outage"

// verdict tells what a failure means.
func verdict(err error) string {
	var refusal *jsonrpc2.Error
	if errors.As(err, &refusal) || errors.Is(err, errVersion) {
		return err.Error()
	}
	return outage
}

// dial makes one attempt to connect, up to and including the handshake.
func (c *cloud) dial() (l *link, known bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), c.limits.Handshake)
	defer cancel()
	go func() {
		select {
		case <-c.done:
			cancel()
		case <-ctx.Done():
		}
	}()
	// The resolver of Go: cgo's would let a program hang at exit.
	dialer := net.Dialer{Resolver: &net.Resolver{PreferGo: true}}
	conn, err := dialer.DialContext(ctx, "tcp", c.address)
	if err != nil {
		return nil, false, err
	}
	l = newLink(conn, c.limits, c.limits.Frame, c.handle)
	known, err = c.greet(ctx, l)
	if err != nil {
		if cause := l.why(); cause != nil && errors.Is(err, errLinkDown) {
			err = cause
		}
		l.close(nil)
		return nil, false, err
	}
	l.live(c.limits.Frame, 0) // the pings find out what has died
	return l, known, nil
}

// greet is the handshake.
func (c *cloud) greet(ctx context.Context, l *link) (known bool, err error) {
	var ch challenge
	if err := l.call(ctx, "open", opening{protocolVersion}, &ch); err != nil {
		return false, err
	}
	if ch.Version != protocolVersion {
		return false, fmt.Errorf("%w: it speaks %d, this is %d", errVersion, ch.Version, protocolVersion)
	}
	h := hello{App: c.app, Instance: c.instance}
	if c.secret != "" {
		h.Proof = proof(c.secret, ch.Nonce, &h)
	}
	var w welcome
	if err := l.call(ctx, "hello", &h, &w); err != nil {
		return false, err
	}
	if w.Known {
		c.mu.Lock()
		k := keep{Sessions: []uint64{}}
		for n := range c.sessions {
			k.Sessions = append(k.Sessions, n)
		}
		c.mu.Unlock()
		if err := l.call(ctx, "keep", &k, nil); err != nil {
			return false, err
		}
	}
	return w.Known, nil
}

// attach gives all sessions the link. known says whether the server is one that remembers them.
func (c *cloud) attach(l *link, known bool) {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return
	}
	c.link = l
	close(c.up)
	sessions := c.list()
	c.mu.Unlock()
	for _, s := range sessions {
		s.attach(l, known)
	}
}

// detach takes the link from all sessions.
func (c *cloud) detach() {
	c.mu.Lock()
	if c.link == nil { // closed before attach
		c.mu.Unlock()
		return
	}
	c.link = nil
	c.up = make(chan struct{})
	sessions := c.list()
	c.mu.Unlock()
	for _, s := range sessions {
		s.detach()
	}
}

// watch waits for the end of the link, and sees to it that it does not end for want of words.
func (c *cloud) watch(l *link) error {
	ticker := time.NewTicker(c.limits.Silence / 5)
	defer ticker.Stop()
	for {
		select {
		case <-c.done:
			l.close(nil)
			return errLinkDown
		case <-l.done:
		case <-ticker.C:
			ctx, cancel := context.WithTimeout(context.Background(), c.limits.Silence)
			err := l.call(ctx, "ping", nil, nil)
			cancel()
			if err == nil {
				continue
			}
			if errors.Is(err, context.DeadlineExceeded) {
				l.close(errServerSilent)
			}
		}
		l.close(nil)
		if err := l.why(); err != nil {
			return err
		}
		return errLinkDown
	}
}

// handle takes a notice. It is called in the order of arrival.
func (c *cloud) handle(l *link, req *jsonrpc2.Request) {
	var n notice
	if req.Params == nil || json.Unmarshal(*req.Params, &n) != nil {
		l.close(errProtocol)
		return
	}
	if s := c.session(n.Session); s != nil {
		s.deliver(l, req.Method, &n)
	}
}
