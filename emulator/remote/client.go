// This file holds the Cloud of a client: its knobs, its sessions, and the name it goes by.

package remote

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// patience is how long a client waits for what has to take effect before a method returns.
const patience = 5 * time.Second

// cloud is a Cloud that another process has.
type cloud struct {
	config
	address  string
	app      string
	instance string
	done     chan struct{} // closed by Close
	ended    chan struct{} // closed when connect has returned

	mu       sync.Mutex
	closed   bool
	link     *link         // nil while there is none
	up       chan struct{} // closed while there is one
	sessions map[uint64]*session
	last     uint64
}

// Dial returns the cloud of the App ID at host, which is host:port, or a host only. It does not wait for the
// connection: until there is one, and whenever it is lost, the network is down as far as clients can tell, and
// Dial's logger is told once.
//
// Close ends the sessions of this process. What other processes see of the cloud stays as it is.
func Dial(host, appID string, opts ...Option) (emulator.Cloud, error) {
	c, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	address, err := addressOf(host)
	if err != nil {
		return nil, err
	}
	r := &cloud{
		config: c, address: address, app: appID, instance: rand.Text(),
		done: make(chan struct{}), ended: make(chan struct{}), up: make(chan struct{}),
		sessions: make(map[uint64]*session),
	}
	go r.connect()
	return r, nil
}

// addressOf adds the port that is usual.
func addressOf(host string) (string, error) {
	if name, port, err := net.SplitHostPort(host); err == nil && port != "" {
		if name == "" {
			name = "127.0.0.1"
		}
		return net.JoinHostPort(name, port), nil
	}
	if ip := net.ParseIP(host); ip != nil { // of IPv6 without brackets, too
		return net.JoinHostPort(host, DefaultPort), nil
	}
	address := net.JoinHostPort(host, DefaultPort)
	if name, _, err := net.SplitHostPort(host + ":" + DefaultPort); err != nil || name == "" {
		return "", fmt.Errorf("remote: %q is not host:port", host)
	}
	return address, nil
}

func (c *cloud) NewSession(userID string, sink emulator.Sink) emulator.Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	s := &session{cloud: c, number: c.last, user: userID, sink: sink, link: c.link, ended: c.closed}
	if !c.closed {
		c.sessions[s.number] = s
	}
	return s
}

// session returns the session of this number, or nil.
func (c *cloud) session(number uint64) *session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.sessions[number]
}

// forget takes out a session that has ended.
func (c *cloud) forget(s *session) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.sessions, s.number)
}

// list returns the sessions in the order in which they were made.
func (c *cloud) list() []*session {
	list := make([]*session, 0, len(c.sessions))
	for n := uint64(1); n <= c.last && len(list) < len(c.sessions); n++ {
		if s := c.sessions[n]; s != nil {
			list = append(list, s)
		}
	}
	return list
}

// turn turns a knob of the cloud. It waits for the server a while if there is none.
func (c *cloud) turn(method string, k knob, result any) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for {
		c.mu.Lock()
		l, up := c.link, c.up
		c.mu.Unlock()
		if l != nil {
			return l.call(ctx, method, &k, result)
		}
		select {
		case <-up:
		case <-c.done:
			return errLinkDown
		case <-ctx.Done():
			return errLinkDown
		}
	}
}

// set turns a knob, and says so if that has not worked, for the caller is not told.
func (c *cloud) set(method string, k knob) {
	if err := c.turn(method, k, nil); err != nil && !c.isClosed() {
		c.log().Warn("emulator: not done", "what", method, "app", c.app, "error", err)
	}
}

func (c *cloud) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

func (c *cloud) Ban(userID string)   { c.set("ban", knob{User: text(userID)}) }
func (c *cloud) Unban(userID string) { c.set("unban", knob{User: text(userID)}) }

func (c *cloud) KickFromChannel(channelID, userID string) error {
	return c.turn("kickFromChannel", knob{Channel: text(channelID), User: text(userID)}, nil)
}

func (c *cloud) ExpireToken(userID string, in time.Duration) {
	c.set("expireToken", knob{User: text(userID), Duration: in})
}

func (c *cloud) SetCertificate(appID, certificate string) {
	c.set("setCertificate", knob{User: text(appID), Text: text(certificate)})
}

func (c *cloud) KeepOldTokenSessions(keep bool) { c.set("keepOldTokenSessions", knob{Flag: keep}) }

func (c *cloud) RefuseLogins(userID string, code int32) {
	c.set("refuseLogins", knob{User: text(userID), Number: int64(code)})
}

func (c *cloud) SetChannelAttributeLife(d time.Duration) {
	c.set("setChannelAttributeLife", knob{Duration: d})
}

func (c *cloud) SetMediaLimits(total int64, life time.Duration) {
	c.set("setMediaLimits", knob{Number: total, Duration: life})
}

func (c *cloud) Stats() (st emulator.CloudStats) {
	if err := c.turn("stats", knob{}, &st); err != nil {
		return emulator.CloudStats{}
	}
	return st
}

func (c *cloud) Close() {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return
	}
	c.closed = true
	l := c.link
	sessions := c.list()
	clear(c.sessions)
	c.mu.Unlock()
	for _, s := range sessions {
		s.end()
	}
	if l != nil {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		_ = l.call(ctx, "bye", nil, nil)
		cancel()
	}
	close(c.done)
	<-c.ended
}
