// This file holds what stands behind the handles that C++ has.

package emusdk

import (
	"sync/atomic"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// client stands behind an IRtmService.
type client struct {
	*emulator.Client
	self     *handle.Handle[client]
	lastPeer atomic.Pointer[string]
	batch    batch
	put      func(*emulator.Event) bool // batch.put, bound once
}

func newClient(c *emulator.Client) *client {
	cl := &client{Client: c}
	cl.put = cl.batch.put
	cl.self = handle.New(cl)
	return cl
}

// peer is id as a string. Most senders send to one peer many times, which costs one copy.
func (c *client) peer(id []byte) string {
	if last := c.lastPeer.Load(); last != nil && *last == string(id) {
		return *last
	}
	s := string(id)
	c.lastPeer.Store(&s)
	return s
}

// wait fills buf with records of the next events and returns how many bytes they take. It returns
// minus the size of the first record if that does not fit, and released once the client is.
func (c *client) wait(buf []byte) int {
	c.batch.reset(buf)
	defer c.batch.reset(nil) // C memory, not ours after the return
	for {
		if !c.Next(c.put) {
			return released
		}
		if c.batch.used > 0 {
			return c.batch.used
		}
		if c.batch.need > 0 {
			return -c.batch.need
		}
	}
}

// channel stands behind an IChannel.
type channel struct {
	*emulator.Channel
	self *handle.Handle[channel]
}

func newChannel(c *emulator.Channel) *channel {
	ch := &channel{Channel: c}
	ch.self = handle.New(ch)
	return ch
}

// calls stands behind an IRtmCallManager.
type calls struct {
	*emulator.Client
	self *handle.Handle[calls]
}

func newCalls(c *emulator.Client) *calls {
	m := &calls{Client: c}
	m.self = handle.New(m)
	return m
}
