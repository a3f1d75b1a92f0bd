// This file holds Channel: the client's side of one channel.

package emulator

import "sync/atomic"

// maxJoined is how many channels a client may have joined at once.
const maxJoined = 20

// channelState is where a channel stands for its client.
type channelState uint8

const (
	channelIdle channelState = iota
	channelJoining
	channelJoined
	channelLeaving
	channelKicked // removed by the server; the next Leave is told so
)

// Channel is one channel object of a Client. Its methods return the values of the SDK's enums, like those of
// Client.
type Channel struct {
	c        *Client
	id       string
	key      uint64
	released atomic.Bool
	state    channelState // guarded by c.mu, as is removed
	removed  bool         // the server has removed the user while a leave is under way
}

// lastChannelKey numbers all channels of the process.
var lastChannelKey atomic.Uint64

// CreateChannel returns the channel object of this id: the same one until it is released. It joins nothing
// and checks nothing; an id that cannot be is found out by Join.
func (c *Client) CreateChannel(channelID string) *Channel {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := c.channels[channelID]
	if ch == nil {
		ch = &Channel{c: c, id: channelID, key: lastChannelKey.Add(1)}
		c.channels[channelID] = ch
	}
	return ch
}

// ID returns the id the channel was created with.
func (ch *Channel) ID() string { return ch.id }

// Key returns a number unique in the process; it is what Event.Channel holds.
func (ch *Channel) Key() uint64 { return ch.key }

// Join joins the channel. The result is EventJoinSuccess or EventJoinFailure, within 5 s.
func (ch *Channel) Join() int32 {
	c := ch.c
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := ch.admitJoin()
	if code != JoinChannelErrOK {
		c.logRefused(OperationJoin, code)
		c.mu.Unlock()
		return code
	}
	ch.setState(channelJoining)
	c.submit(outgoing{op: OperationJoin, ch: ch, target: ch.id}, 0)
	return JoinChannelErrOK
}

func (ch *Channel) admitJoin() int32 {
	c := ch.c
	if code := ch.refusal(); code != 0 {
		return code
	}
	switch {
	case !validID(ch.id):
		return JoinChannelErrInvalidArgument
	case ch.state != channelIdle && ch.state != channelKicked:
		return JoinChannelErrAlreadyJoined
	case c.joined >= maxJoined:
		return JoinChannelErrExceedLimit
	case c.app.lifted.Load():
		return JoinChannelErrOK
	default:
		return c.windows.takeJoin(ch.id, c.app.clock.elapsed())
	}
}

// Leave leaves the channel. The result is EventLeave, within 5 s.
func (ch *Channel) Leave() int32 {
	c := ch.c
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := ch.refusal()
	switch {
	case code != 0:
	case ch.state == channelKicked:
		ch.setState(channelIdle)
		ch.emit(Event{Kind: EventLeave, Code: LeaveChannelErrKicked})
	case ch.state != channelJoined:
		code = LeaveChannelErrNotInChannel
	default:
		ch.setState(channelLeaving)
		c.submit(outgoing{op: OperationLeave, ch: ch, target: ch.id}, 0)
		return LeaveChannelErrOK
	}
	if code != 0 {
		c.logRefused(OperationLeave, code)
	}
	c.mu.Unlock()
	return code
}

// SendMessage sends a message to all other members. The result is EventChannelSendResult with this
// message id, within 10 s. A nil message is refused as invalid.
func (ch *Channel) SendMessage(messageID int64, m *Message, o SendOptions) int32 {
	c := ch.c
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := ch.refusal()
	switch {
	case code != 0:
	case !m.valid() || !c.carries(m):
		code = ChannelMessageErrInvalidMessage
	case ch.state != channelJoined:
		code = ChannelMessageErrFailure
	case !c.takeSend():
		code = ChannelMessageErrTooOften
	default:
		c.submit(outgoing{op: OperationSendChannelMessage, ch: ch, target: ch.id, message: m, options: o}, messageID)
		return ChannelMessageErrOK
	}
	c.mu.Unlock()
	return code
}

// GetMembers asks for the members. The result is EventMembers, within 5 s.
func (ch *Channel) GetMembers() int32 {
	c := ch.c
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := ch.refusal()
	switch {
	case code != 0:
	case ch.state != channelJoined:
		code = GetMembersErrNotInChannel
	case !c.app.lifted.Load() && !c.windows.getMembers.take(limitGetMembers, c.app.clock.elapsed()):
		code = GetMembersErrTooOften
	default:
		c.submit(outgoing{op: OperationGetMembers, ch: ch, target: ch.id}, 0)
		return GetMembersErrOK
	}
	c.logRefused(OperationGetMembers, code)
	c.mu.Unlock()
	return code
}

// Release ends the channel object. A channel that is joined is left, of which only the others are told; events
// of the channel still queued are dropped. More calls do nothing.
func (ch *Channel) Release() {
	c := ch.c
	if ch.released.Swap(true) {
		return
	}
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	if c.channels[ch.id] == ch {
		delete(c.channels, ch.id)
	}
	// A join under way is left too: behind it, whether or not it has been sent.
	if ch.state != channelIdle && ch.state != channelKicked && c.established() {
		c.outbox.add(outgoing{op: OperationLeave, target: ch.id}, &c.requests)
	}
	ch.setState(channelIdle)
	c.mu.Unlock()
	c.run()
}

// refusal returns why the channel takes no requests now, or 0.
func (ch *Channel) refusal() int32 {
	if ch.released.Load() {
		return JoinChannelErrNotInitialized
	}
	return ch.c.refusal()
}

// setState changes the state and counts the channels that are joined, or about to be.
func (ch *Channel) setState(state channelState) {
	counts := func(s channelState) bool { return s != channelIdle && s != channelKicked }
	switch {
	case counts(state) && !counts(ch.state):
		ch.c.joined++
	case !counts(state) && counts(ch.state):
		ch.c.joined--
	}
	ch.state, ch.removed = state, false
}

// emit queues an event of this channel.
func (ch *Channel) emit(e Event) {
	if ch.released.Load() {
		return
	}
	e.Channel, e.ch = ch.key, ch
	ch.c.emit(e)
}

// complete tells the result of a request of this channel.
func (ch *Channel) complete(r request, code int32, users []string) {
	switch r.op {
	case OperationJoin:
		if code != JoinChannelErrOK {
			ch.setState(channelIdle)
			ch.emit(Event{Kind: EventJoinFailure, Code: code})
		} else if !ch.released.Load() {
			ch.setState(channelJoined)
			ch.emit(Event{Kind: EventJoinSuccess})
		}
	case OperationLeave:
		switch {
		case ch.released.Load():
			return
		case ch.removed:
			code = LeaveChannelErrKicked
			ch.setState(channelIdle)
		case (code == LeaveChannelErrFailure || r.fault.fail != 0) && ch.c.established():
			ch.setState(channelJoined)
		default:
			ch.setState(channelIdle)
		}
		ch.emit(Event{Kind: EventLeave, Code: code})
	case OperationSendChannelMessage:
		ch.emit(Event{Kind: EventChannelSendResult, ID: r.id, Code: code})
	case OperationGetMembers:
		ch.emit(Event{Kind: EventMembers, Users: users, Code: code})
	}
}

// kicked notes that the server has removed the user. A Leave under way tells it; otherwise it is told
// now, and to the next Leave as well.
func (ch *Channel) kicked() {
	switch ch.state {
	case channelJoined:
		ch.emit(Event{Kind: EventLeave, Code: LeaveChannelErrKicked})
		ch.setState(channelKicked)
	case channelLeaving:
		ch.removed = true
	}
}
