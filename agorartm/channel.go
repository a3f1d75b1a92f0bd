// Channels: join, leave, messages, members.

package agorartm

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

// Channel is a channel of a Service. Its methods are safe for use from any
// goroutine, handlers included.
//
// Implements: class IChannel
type Channel struct{ core *channelCore }

// channelCore is what a Channel is made of.
type channelCore struct {
	service   *core
	native    nativeChannel
	public    *Channel
	id        string
	key       uint64
	guard     closeGuard
	shutOnce  sync.Once
	closeOnce sync.Once
	closing   chan struct{}
	joined    atomic.Bool

	handlers handlerList[ChannelHandler]
	sends    requestTable

	join, leave, members slot
}

// CreateChannel makes a channel without joining it. It needs no login. A
// service has at most one open Channel of an id; after Channel.Close the id may
// be used again.
//
// Errors: ErrInvalidArgument (channelID), ErrChannelExists, ErrClosed, ErrNative.
//
// Implements: IChannel* createChannel(const char* channelId, IChannelEventHandler* eventHandler)
func (s *Service) CreateChannel(channelID string, h ChannelHandler) (*Channel, error) {
	const op = "CreateChannel"
	if err := checkID("channelID", channelID); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	if !c.guard.enter() {
		return nil, opError(op, false, ErrClosed)
	}
	defer c.guard.leave()
	ch := &channelCore{
		service: c,
		id:      channelID,
		guard:   newCloseGuard(),
		closing: make(chan struct{}),
		join:    newSlot(),
		leave:   newSlot(),
		members: newSlot(),
	}
	ch.public = &Channel{core: ch}
	ch.handlers.add(h)
	// Entered before the native object exists, so that no event of it is missed
	// and no second one is made for the id.
	c.mu.Lock()
	if _, exists := c.ids[channelID]; exists {
		c.mu.Unlock()
		return nil, opError(op, false, ErrChannelExists)
	}
	c.nextKey++
	ch.key = c.nextKey
	c.ids[channelID] = ch
	c.channels[ch.key] = ch
	c.mu.Unlock()
	native, ok := c.native.newChannel(channelID, ch.key)
	if !ok {
		c.forget(ch)
		return nil, opError(op, false, nativeError(nativeErrNullObject, nil))
	}
	ch.native = native
	return ch.public, nil
}

// ID returns the channel's id.
//
// Implements: const char* getId() const
func (ch *Channel) ID() string { return ch.core.id }

// Join joins the channel and returns when the server has answered. It needs a
// login. At most 20 channels of a service are joined at a time. Cancelling ctx
// stops the wait, not the join.
//
// Errors: ErrInvalidArgument (ctx), JoinChannelErr (ErrAlreadyJoined,
// ErrTooOften, ErrTimeout, ErrLimitExceeded, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int join()
func (ch *Channel) Join(ctx context.Context) error {
	c := ch.core
	_, err := c.call(ctx, "Channel.Join", &c.join, joinTimeout, c.native.join, codeError[JoinChannelErr])
	return err
}

// Leave leaves the channel and returns when that is done; the Channel may join
// again. Cancelling ctx stops the wait, not the leaving.
//
// Errors: ErrInvalidArgument (ctx), LeaveChannelErr (ErrNotInChannel,
// ErrKicked, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's error.
//
// Implements: int leave()
func (ch *Channel) Leave(ctx context.Context) error {
	c := ch.core
	_, err := c.call(ctx, "Channel.Leave", &c.leave, leaveTimeout, c.native.leave, codeError[LeaveChannelErr])
	return err
}

// Members returns the members of the joined channel, the own user included: at
// most 512, a random choice when there are more, in no order. Cancelling ctx
// stops the wait, not the request.
//
// Errors: ErrInvalidArgument (ctx), GetMembersErr (ErrNotInChannel, ErrTooOften,
// ErrTimeout, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's error.
//
// Implements: int getMembers()
func (ch *Channel) Members(ctx context.Context) ([]ChannelMember, error) {
	c := ch.core
	out, err := c.call(ctx, "Channel.Members", &c.members, getMembersTimeout, c.native.getMembers, codeError[GetMembersErr])
	if err != nil {
		return nil, err
	}
	ids := valueOf[[]string](out)
	members := make([]ChannelMember, len(ids))
	for i, id := range ids {
		members[i] = ChannelMember{UserID: id, ChannelID: c.id}
	}
	return members, nil
}

// SendMessage sends a message of any type to all other members and returns
// when the server has it. The channel must be joined: outside of it the SDK
// answers CHANNEL_MESSAGE_ERR_FAILURE, for which it has no code of its own.
//
// Cancelling ctx stops the wait, not the message: see OpError.Accepted.
//
// Errors: ErrInvalidArgument (message, ctx), ChannelMessageErrCode (ErrTimeout,
// ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's error.
//
// Implements: int sendMessage(const IMessage* message, const SendMessageOptions& options)
// Implements: int sendMessage(const IMessage* message)
func (ch *Channel) SendMessage(ctx context.Context, message *Message, options SendMessageOptions) (SendResult, error) {
	const op = "Channel.SendMessage"
	if err := checkContext(ctx); err != nil {
		return SendResult{}, opError(op, false, err)
	}
	id, _, err := ch.core.send(ctx, op, message, options, false)
	return SendResult{MessageID: id}, err
}

// SendMessageNoWait sends like SendMessage, but returns as soon as the SDK has
// taken the message; how it ends is reported to
// ChannelHandler.OnSendMessageResult under the id returned here.
//
// Errors: as SendMessage, of what is known at once.
//
// Implements: int sendMessage(const IMessage* message, const SendMessageOptions& options)
func (ch *Channel) SendMessageNoWait(message *Message, options SendMessageOptions) (messageID int64, err error) {
	messageID, _, err = ch.core.send(context.Background(), "Channel.SendMessageNoWait", message, options, true)
	return messageID, err
}

// Close releases the channel: what waits on it returns ErrClosed, its handlers
// start no more, and the user leaves it silently if it was joined. Like
// Service.Close it may be called any number of times, from any goroutine and
// from inside a handler. It returns nil.
//
// Implements: void release()
func (ch *Channel) Close() error {
	ch.core.close()
	return nil
}

// call runs a request of one of the channel's slots.
func (ch *channelCore) call(ctx context.Context, op string, s *slot, timeout int64, native func() int32, typed func(uint32) error) (outcome, error) {
	if err := checkContext(ctx); err != nil {
		return outcome{}, opError(op, false, err)
	}
	return ch.service.call(ctx, op, s, &ch.guard, timeout, native, typed)
}

func (ch *channelCore) send(ctx context.Context, op string, m *Message, o SendMessageOptions, posted bool) (int64, outcome, error) {
	if err := coded(ChannelMessageErrInvalidMessage, m.check()); err != nil {
		return 0, outcome{}, opError(op, false, err)
	}
	native := func() (int64, int32) { return ch.native.sendMessage(m, sendFlags(m, o)) }
	if m.isMedia() {
		native = func() (int64, int32) {
			return ch.service.sendMedia(m, func(uploaded nativeMediaMessage) (int64, int32) {
				return ch.native.sendMediaMessage(uploaded, m, sendFlags(m, o))
			})
		}
	}
	return ch.service.send(ctx, op, &ch.sends, &ch.guard, ch, posted, native, codeError[ChannelMessageErrCode])
}

// joinEnded handles onJoinSuccess and onJoinFailure.
func (ch *channelCore) joinEnded(out outcome) {
	if out.code == uint32(JoinChannelErrOK) {
		ch.joined.Store(true)
	}
	ch.join.end(out)
}

// leaveEnded handles onLeave. Without a Leave under way the server has spoken.
func (ch *channelCore) leaveEnded(out outcome) {
	switch LeaveChannelErr(out.code) {
	case LeaveChannelErrOK, LeaveChannelErrNotInChannel, LeaveChannelErrKicked:
		ch.joined.Store(false)
	}
	if !ch.leave.end(out) {
		ch.notify(event{kind: eventLeave, code: out.code})
	}
}

// sendEnded handles onSendMessageResult.
func (ch *channelCore) sendEnded(id int64, out outcome) {
	ch.service.sendEnded(ch, &ch.sends, id, out)
}

// receives returns what gets the messages of a type; it may be nil.
func (h *ChannelHandler) receives(t MessageType) func(ChannelMessageEvent) {
	switch t {
	case MessageTypeFile:
		return h.OnFileMessageReceived
	case MessageTypeImage:
		return h.OnImageMessageReceived
	}
	return h.OnMessageReceived
}

func (ch *channelCore) wantsMessages() bool {
	return ch.handlers.any(func(h *ChannelHandler) bool {
		return h.OnMessageReceived != nil || h.OnFileMessageReceived != nil || h.OnImageMessageReceived != nil
	})
}

func (ch *channelCore) wantsAttributes() bool {
	return ch.handlers.any(func(h *ChannelHandler) bool { return h.OnAttributesUpdated != nil })
}

// attributesUpdated handles onAttributesUpdated.
func (ch *channelCore) attributesUpdated(attributes []ChannelAttribute) {
	ch.notify(event{kind: eventAttributesUpdated, more: attributes})
}

func (ch *channelCore) notify(e event) {
	e.channel = ch
	ch.service.notify(e)
}

// invoke runs the handlers of one event, on the dispatcher's goroutine.
func (ch *channelCore) invoke(e *event) {
	switch e.kind {
	case eventChannelMessage:
		for _, r := range ch.handlers.all() {
			if f := r.handler.receives(MessageType(e.detail)); f != nil && !r.off.Load() {
				f(ChannelMessageEvent{Channel: ch.public, UserID: e.user, Message: e.message()})
			}
		}
	case eventChannelSendResult:
		err := opError("Channel.SendMessageNoWait", true, e.outcome().errorOf(codeError[ChannelMessageErrCode]))
		ev := ChannelSendMessageResultEvent{ch.public, SendResult{MessageID: e.id}, err}
		ch.handlers.each(func(h *ChannelHandler) { deliver(h.OnSendMessageResult, ev) })
	case eventMemberJoined:
		ev := MemberEvent{ch.public, ChannelMember{e.user, ch.id}}
		ch.handlers.each(func(h *ChannelHandler) { deliver(h.OnMemberJoined, ev) })
	case eventMemberLeft:
		ev := MemberEvent{ch.public, ChannelMember{e.user, ch.id}}
		ch.handlers.each(func(h *ChannelHandler) { deliver(h.OnMemberLeft, ev) })
	case eventMemberCount:
		ev := MemberCountEvent{ch.public, int(int32(e.code))}
		ch.handlers.each(func(h *ChannelHandler) { deliver(h.OnMemberCountUpdated, ev) })
	case eventAttributesUpdated:
		attributes := e.more.([]ChannelAttribute)
		ch.handlers.each(func(h *ChannelHandler) {
			// A copy each: a handler may change and keep what it gets.
			deliver(h.OnAttributesUpdated, AttributesUpdatedEvent{ch.public, slices.Clone(attributes)})
		})
	case eventLeave:
		ev := LeaveEvent{ch.public, LeaveChannelErr(e.code)}
		ch.handlers.each(func(h *ChannelHandler) { deliver(h.OnLeave, ev) })
	}
}

// endRequests ends all requests of the channel: the connection is over.
func (ch *channelCore) endRequests(err error) {
	ch.joined.Store(false)
	out := outcome{err: err}
	ch.join.end(out)
	ch.leave.end(out)
	ch.members.end(out)
	ch.sends.endAll(ch.service.endSend(ch, err))
}

func (ch *channelCore) overdue(now int64) {
	ch.join.overdue(now)
	ch.leave.overdue(now)
	ch.members.overdue(now)
	ch.sends.overdue(now, ch.service.endSend(ch, errAnswerOverdue))
}

func (ch *channelCore) inFlight() bool {
	return ch.sends.len() > 0 || ch.join.inFlight() || ch.leave.inFlight() || ch.members.inFlight()
}

// shut turns calls away, ends those that wait, and lets no handler start.
func (ch *channelCore) shut() {
	ch.shutOnce.Do(func() {
		ch.guard.shut()
		close(ch.closing)
		ch.handlers.shut()
		ch.sends.close(ErrClosed, ch.service.endSend(ch, ErrClosed))
		ch.join.close(ErrClosed)
		ch.leave.close(ErrClosed)
		ch.members.close(ErrClosed)
	})
}

// close releases the native channel. The service's close calls it for every
// channel before it releases the native service.
func (ch *channelCore) close() {
	ch.closeOnce.Do(func() {
		ch.shut()
		ch.guard.wait()
		ch.native.release()
		ch.service.forget(ch)
	})
}

// forget makes the channel's id free again.
func (c *core) forget(ch *channelCore) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.channels, ch.key)
	delete(c.ids, ch.id)
}
