// This file holds what the tests of the suite share: a cloud, and sessions whose notices are noted.

package cloudtest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// patience is how long a test waits for a notice, in real time.
const patience = 10 * time.Second

// world is the cloud of one test.
type world struct {
	*testing.T
	clock *emulator.Clock
	cloud emulator.Cloud
}

// session makes a session that is not logged in.
func (w *world) session(user string) *client {
	c := &client{w: w, user: user, changed: make(chan struct{}, 1), live: true}
	c.Session = w.cloud.NewSession(user, c)
	w.Cleanup(c.Close)
	return c
}

// login makes a session that is logged in.
func (w *world) login(user string, more ...string) *client {
	w.Helper()
	c := w.session(user)
	c.Login("")
	c.expect(append([]string{"login 0"}, more...)...)
	return c
}

// eventually waits until the numbers of the cloud are these.
func (w *world) stats(want emulator.CloudStats) {
	w.Helper()
	require.Eventually(w, func() bool { return w.cloud.Stats() == want }, patience, time.Millisecond,
		"want %+v", want)
}

// client is a session that notes in words what it is told.
type client struct {
	emulator.Session
	w    *world
	user string
	live bool // the test believes that the session answers

	changed chan struct{} // tells of another note
	mu      sync.Mutex
	notes   []string
	users   []string
	last    *emulator.Message
	details *emulator.Details // of the last reply, or attributes told
	fenced  uint64
	invited uint64 // the server's number of the last invitation
}

// fences are numbers of requests that tests do not use otherwise.
const fences = 1 << 40

func (c *client) note(format string, args ...any) {
	c.mu.Lock()
	c.notes = append(c.notes, fmt.Sprintf(format, args...))
	c.mu.Unlock()
	c.signal()
}

func (c *client) signal() {
	select {
	case c.changed <- struct{}{}:
	default:
	}
}

// wait waits until the condition, asked under the lock, holds.
func (c *client) wait(holds func() bool) {
	timeout := time.After(patience)
	for {
		c.mu.Lock()
		done := holds()
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-c.changed:
		case <-timeout:
			return
		}
	}
}

// expect waits for these notes and requires that there are no others before them or, as far as can be told,
// behind.
func (c *client) expect(want ...string) {
	c.w.Helper()
	c.wait(func() bool { return len(c.notes) >= len(want) })
	c.fence()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(want) == 0 {
		require.Empty(c.w, c.notes, "notices of %s", c.user)
	} else {
		require.Equal(c.w, want, c.notes, "notices of %s", c.user)
	}
	c.notes = nil
}

// forget waits until all notices under way have come and drops them.
func (c *client) forget() []string {
	c.fence()
	c.mu.Lock()
	defer c.mu.Unlock()
	notes := c.notes
	c.notes = nil
	return notes
}

// fence waits until what happened before has been told, by a request that is answered behind it.
func (c *client) fence() {
	c.mu.Lock()
	live := c.live
	next := max(c.fenced+1, fences)
	c.mu.Unlock()
	if !live {
		return
	}
	c.Session.Members(next, "no such channel")
	c.wait(func() bool { return c.fenced == next || !c.live })
}

// cut interrupts the session, and makes sure the server has heard what came before.
func (c *client) cut() {
	c.fence()
	c.setLive(false)
	c.Interrupt()
}

// back restores the session and resumes it.
func (c *client) back(channels ...string) {
	c.Restore()
	c.setLive(true)
	c.Resume(channels)
}

func (c *client) setLive(live bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.live = live
}

func (c *client) over(format string, args ...any) {
	c.setLive(false)
	c.note(format, args...)
}

// send sends a text to a peer.
func (c *client) send(req uint64, peer, s string, offline bool) {
	c.SendToPeer(req, peer, text(s), emulator.SendOptions{EnableOfflineMessaging: offline})
}

// post sends a text to a channel.
func (c *client) post(req uint64, channel, s string) {
	c.SendToChannel(req, channel, text(s), emulator.SendOptions{})
}

// in joins a channel.
func (c *client) in(channel string) {
	c.w.Helper()
	c.Join(1, channel)
	require.Contains(c.w, c.forget(), "1 = 0")
}

func text(s string) *emulator.Message {
	return &emulator.Message{Type: emulator.MessageTypeText, Text: s}
}

// LoginResult and the others are the Sink.
func (c *client) LoginResult(code int32) {
	if code != 0 {
		c.setLive(false)
	}
	c.note("login %d", code)
}

func (c *client) Resumed() { c.note("resumed") }

func (c *client) Result(req uint64, code int32) { c.note("%d = %d", req, code) }

func (c *client) Members(req uint64, users []string, code int32) {
	if req >= fences {
		c.mu.Lock()
		c.fenced = req
		c.mu.Unlock()
		c.signal()
		return
	}
	c.mu.Lock()
	c.users = slices.Clone(users)
	c.mu.Unlock()
	slices.Sort(users)
	if len(users) > 10 {
		c.note("%d members %d = %d", req, len(users), code)
		return
	}
	c.note("%d members %s = %d", req, strings.Join(users, ","), code)
}

func (c *client) PeerMessage(from string, m *emulator.Message) {
	mark := ""
	if m.Offline {
		mark = " (offline)"
	}
	c.mu.Lock()
	c.last = m
	c.mu.Unlock()
	c.note("%s says %s%s", from, m.Text, mark)
}

func (c *client) ChannelMessage(channel, from string, m *emulator.Message) {
	c.mu.Lock()
	c.last = m
	c.mu.Unlock()
	c.note("%s: %s says %s", channel, from, m.Text)
}

func (c *client) MemberJoined(channel, user string) { c.note("%s: +%s", channel, user) }

func (c *client) MemberLeft(channel, user string) { c.note("%s: -%s", channel, user) }

func (c *client) MemberCount(channel string, n int) { c.note("%s: count %d", channel, n) }

func (c *client) Kicked(channel string) { c.note("%s: kicked", channel) }

func (c *client) TokenWillExpire() { c.note("token will expire") }

func (c *client) TokenExpired() { c.over("token expired") }

func (c *client) Closed(reason emulator.ClosedReason) { c.over("closed %d", reason) }

func (c *client) LinkDown() { c.note("link down") }

func (c *client) LinkUp() { c.note("link up") }

func (c *client) Reply(req uint64, code int32, d *emulator.Details) {
	c.mu.Lock()
	c.details = d
	c.mu.Unlock()
	switch {
	case d == nil:
		c.note("%d = %d", req, code)
	case d.Media != nil || d.Data != nil:
		c.note("%d media = %d", req, code)
	case d.Peers != nil:
		c.note("%d peers %s = %d", req, states(d.Peers), code)
	case d.Counts != nil:
		c.note("%d counts %s = %d", req, counts(d.Counts), code)
	case d.Users != nil:
		c.note("%d users %s = %d", req, strings.Join(d.Users, ","), code)
	default:
		c.note("%d attributes %s = %d", req, attributes(d.Attributes), code)
	}
}

func (c *client) PeersOnlineStatus(peers []emulator.PeerStatus) { c.note("%s", states(peers)) }

func (c *client) AttributesUpdated(channelID string, all []emulator.Attribute) {
	c.mu.Lock()
	c.details = &emulator.Details{Attributes: all}
	c.mu.Unlock()
	c.note("%s: attributes %s", channelID, attributes(all))
}
