// This file holds call invitations of the client. Invitations are named by keys, unique in the process; the
// calls return InvitationAPICallErr codes.

package emulator

import (
	"maps"
	"slices"
	"sync/atomic"
)

// lastInvitation is the key given out last.
var lastInvitation atomic.Uint64

// invitation is one invitation as one of its two clients sees it. Only the client's own clock ends one that
// nobody decides on, so it ends in time with the link down, too.
type invitation struct {
	key    uint64
	local  bool
	peer   string // whom a local one is for
	id     uint64 // the server's, of a remote one
	state  int32  // a LocalInvitationState or a RemoteInvitationState
	ended  bool
	silent bool // released: no events

	offline  bool   // the callee has not been there since
	deciding bool   // canceled or refused, and the server has not said so yet
	invite   uint64 // the request of sending
	decision uint64 // the request of cancel, accept or refuse
	expiry   *Timer
}

// invitations are those of one client.
type invitations struct {
	byKey  map[uint64]*invitation // all but those released after their end
	remote map[uint64]*invitation // those the server may still speak of, by its id
}

// NewLocalInvitation makes an invitation to the callee, whose id is checked by SendLocalInvitation, and returns
// its key.
func (c *Client) NewLocalInvitation(calleeID string) uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.addInvitation(&invitation{local: true, peer: calleeID, state: LocalInvitationStateIdle})
}

// addInvitation enters an invitation under a new key. A released client keeps none.
func (c *Client) addInvitation(i *invitation) uint64 {
	i.key = lastInvitation.Add(1)
	if c.released {
		return i.key
	}
	if c.calls.byKey == nil {
		c.calls.byKey = make(map[uint64]*invitation)
		c.calls.remote = make(map[uint64]*invitation)
	}
	c.calls.byKey[i.key] = i
	if !i.local {
		c.calls.remote[i.id] = i
	}
	return i.key
}

// invitation returns the local or remote invitation the application has under this key.
func (c *Client) invitation(key uint64, local bool) *invitation {
	if i := c.calls.byKey[key]; c.app != nil && i != nil && i.local == local && !i.silent {
		return i
	}
	return nil
}

// SendLocalInvitation sends the invitation. What becomes of it comes as EventLocalInvitation events. While no
// user is logged in it is taken, and fails with NotLoggedIn.
func (c *Client) SendLocalInvitation(key uint64, content, channelID string) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	i := c.invitation(key, true)
	code := InvitationAPICallErrOK
	switch {
	case i == nil || !validID(i.peer) || len(content) > maxInvitation || len(channelID) > maxLegacyChannel ||
		!c.app.carries(content):
		code = InvitationAPICallErrInvalidArgument
	case i.ended:
		code = InvitationAPICallErrAlreadyEnd
	case i.state != LocalInvitationStateIdle:
		code = InvitationAPICallErrAlreadySent
	case c.refusal() != 0:
		c.failInvitation(i, LocalInvitationErrNotLoggedIn)
	default:
		i.state = LocalInvitationStateSentToRemote
		i.invite = c.queue(outgoing{
			op: OperationSendLocalInvitation,
			do: func(sess Session, number uint64) {
				c.mu.Lock()
				wanted := !i.deciding
				c.mu.Unlock()
				if wanted {
					sess.Invite(number, i.key, i.peer, content, channelID)
				}
			},
			done: func(code int32, _ *Details) {
				if code == LocalInvitationErrOK {
					c.invitationReceived(i)
				} else {
					c.inviteFailed(i, code)
				}
			},
		})
	}
	c.mu.Unlock()
	c.run()
	return code
}

// queue enters a request that is no message; the next run sends it. The caller holds turn and mu.
func (c *Client) queue(o outgoing) uint64 {
	f := c.app.faults.take(c.user, o.op)
	o.number, o.fail = c.requests.add(request{op: o.op, done: o.done}), f.fail
	switch {
	case f.fail != 0 || f == fault{}:
		c.outbox.add(o, &c.requests)
	case f.delay > 0:
		c.sendLater(o, f.delay)
	}
	return o.number
}

// reply has the session told something that is not answered. The caller holds mu.
func (c *Client) reply(do func(sess Session, number uint64)) {
	if c.established() {
		c.outbox.add(outgoing{do: do}, &c.requests)
		c.wake()
	}
}

// invitationReceived is the acknowledgement of the callee.
func (c *Client) invitationReceived(i *invitation) {
	i.invite = 0
	if i.ended {
		return
	}
	i.state = LocalInvitationStateReceivedByRemote
	c.tellInvitation(i, Event{Kind: EventLocalInvitationReceivedByPeer})
	c.expireInvitation(i)
}

// inviteFailed is the end of the time the callee has to acknowledge. Should the invitation reach the callee all
// the same, it is canceled there. Any other code is one that a test has armed.
func (c *Client) inviteFailed(i *invitation, code int32) {
	i.invite = 0
	if i.ended || i.deciding {
		return
	}
	c.withdraw(i)
	if code == LocalInvitationErrPeerNoResponse && i.offline {
		code = LocalInvitationErrPeerOffline
	}
	c.failInvitation(i, code)
}

// withdraw has the server told that the caller does not want the invitation any more.
func (c *Client) withdraw(i *invitation) {
	key := i.key
	c.reply(func(sess Session, _ uint64) { sess.CancelInvitation(0, key) })
}

// expireInvitation ends an invitation that is not decided on in time.
func (c *Client) expireInvitation(i *invitation) {
	i.expiry = c.after(invitationLife, func() {
		i.expiry = nil
		code := RemoteInvitationErrInvitationExpire
		if i.local {
			code = LocalInvitationErrInvitationExpire
		}
		c.failInvitation(i, code)
	})
}

// failInvitation ends an invitation in FAILURE.
func (c *Client) failInvitation(i *invitation, code int32) {
	if i.local {
		c.endInvitation(i, LocalInvitationStateFailure, Event{Kind: EventLocalInvitationFailure, Code: code})
	} else {
		c.endInvitation(i, RemoteInvitationStateFailure, Event{Kind: EventRemoteInvitationFailure, Code: code})
	}
}

// endInvitation ends an invitation in a state, with the event that tells so.
func (c *Client) endInvitation(i *invitation, state int32, e Event) {
	if i.ended {
		return
	}
	i.state, i.ended, i.deciding = state, true, false
	c.stopDelay(i.expiry)
	i.expiry = nil
	c.requests.take(i.invite)
	c.requests.take(i.decision)
	c.tellInvitation(i, e)
	if i.silent {
		c.dropInvitation(i)
	}
}

// tellInvitation tells the application, unless it has released the invitation.
func (c *Client) tellInvitation(i *invitation, e Event) {
	if i.silent {
		return
	}
	if e.Details == nil {
		e.Details = new(Details)
	}
	e.Details.Invitation = i.key
	c.emit(e)
}

// dropInvitation forgets an invitation.
func (c *Client) dropInvitation(i *invitation) {
	delete(c.calls.byKey, i.key)
	if !i.local {
		delete(c.calls.remote, i.id)
	}
}

// endInvitations is the end of all that are open, by a logout or by the end of the session.
func (c *Client) endInvitations() {
	for _, key := range slices.Sorted(maps.Keys(c.calls.byKey)) {
		switch i := c.calls.byKey[key]; {
		case i.local && i.state == LocalInvitationStateIdle:
		case i.local && i.deciding:
			c.endInvitation(i, LocalInvitationStateCanceled, Event{Kind: EventLocalInvitationCanceled})
		case i.local:
			c.failInvitation(i, LocalInvitationErrPeerNoResponse)
		case i.state == RemoteInvitationStateAcceptSentToLocal:
			c.failInvitation(i, RemoteInvitationErrAcceptFailure)
		default:
			c.failInvitation(i, RemoteInvitationErrInvitationExpire)
		}
	}
}

// forgetInvitations drops all of them without a word, when the client is released.
func (c *Client) forgetInvitations() { c.calls = invitations{} }

// CancelLocalInvitation takes an invitation back that was sent and has not ended. If the callee has decided
// meanwhile, that holds; otherwise EventLocalInvitationCanceled comes, after 10 s even without an answer.
func (c *Client) CancelLocalInvitation(key uint64) int32 {
	return c.decide(key, true, "", func(i *invitation) int32 {
		switch {
		case i.ended || i.deciding:
			return InvitationAPICallErrAlreadyEnd
		case i.state == LocalInvitationStateIdle:
			return InvitationAPICallErrNotStarted
		default:
			return InvitationAPICallErrOK
		}
	}, func(i *invitation) {
		i.deciding = true
		i.decision = c.queue(outgoing{
			op: OperationCancelLocalInvitation,
			do: func(sess Session, number uint64) { sess.CancelInvitation(number, i.key) },
			done: func(code int32, _ *Details) {
				if code != InvitationAPICallErrOK {
					c.withdraw(i) // once more, for the first may be lost
				}
				c.endInvitation(i, LocalInvitationStateCanceled, Event{Kind: EventLocalInvitationCanceled})
			},
		})
	})
}

// decide is what the calls that decide on an invitation share: check says why not, and apply does it.
func (c *Client) decide(key uint64, local bool, response string, check func(*invitation) int32, apply func(*invitation)) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	i := c.invitation(key, local)
	code := InvitationAPICallErrInvalidArgument
	if i != nil && len(response) <= maxInvitation && c.app.carries(response) {
		code = check(i)
	}
	if code == InvitationAPICallErrOK {
		c.stopDelay(i.expiry)
		i.expiry = nil
		apply(i)
	}
	c.mu.Unlock()
	c.run()
	return code
}

// undecided says why a remote invitation cannot be accepted or refused any more, or 0.
func undecided(i *invitation) int32 {
	switch {
	case i.ended || i.deciding:
		return InvitationAPICallErrAlreadyEnd
	case i.state == RemoteInvitationStateAcceptSentToLocal:
		return InvitationAPICallErrAlreadyAccept
	default:
		return InvitationAPICallErrOK
	}
}

// AcceptRemoteInvitation accepts an invitation that came with EventRemoteInvitationReceived.
// EventRemoteInvitationAccepted comes once the caller has confirmed, or EventRemoteInvitationFailure within 10 s.
func (c *Client) AcceptRemoteInvitation(key uint64, response string) int32 {
	return c.decide(key, false, response, undecided, func(i *invitation) {
		i.state = RemoteInvitationStateAcceptSentToLocal
		i.decision = c.queue(outgoing{
			op: OperationAcceptRemoteInvitation,
			do: func(sess Session, number uint64) { sess.AcceptInvitation(number, i.id, response) },
			done: func(code int32, _ *Details) {
				if code == RemoteInvitationErrOK {
					c.endInvitation(i, RemoteInvitationStateAccepted, Event{Kind: EventRemoteInvitationAccepted})
				} else {
					c.failInvitation(i, code)
				}
			},
		})
	})
}

// RefuseRemoteInvitation refuses an invitation that came with EventRemoteInvitationReceived.
// EventRemoteInvitationRefused comes, or EventRemoteInvitationFailure within 10 s.
func (c *Client) RefuseRemoteInvitation(key uint64, response string) int32 {
	return c.decide(key, false, response, undecided, func(i *invitation) {
		i.state, i.deciding = RemoteInvitationStateRefused, true
		i.decision = c.queue(outgoing{
			op: OperationRefuseRemoteInvitation,
			do: func(sess Session, number uint64) { sess.RefuseInvitation(number, i.id, response) },
			done: func(code int32, _ *Details) {
				if code == RemoteInvitationErrOK {
					c.endInvitation(i, RemoteInvitationStateRefused, Event{Kind: EventRemoteInvitationRefused})
				} else {
					c.failInvitation(i, code)
				}
			},
		})
	})
}

// ReleaseInvitation forgets a local or remote invitation: it runs on without events.
func (c *Client) ReleaseInvitation(key uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := c.calls.byKey[key]
	if i == nil {
		return
	}
	i.silent = true
	if i.ended || i.local && i.state == LocalInvitationStateIdle {
		c.dropInvitation(i)
	}
}

func (s *sink) Invited(id uint64, callerID, content, channelID string) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() || !c.established() {
		return
	}
	if c.calls.remote[id] == nil {
		i := &invitation{id: id, state: RemoteInvitationStateInvitationReceived}
		c.addInvitation(i)
		c.tellInvitation(i, Event{
			Kind: EventRemoteInvitationReceived, User: callerID, Text: content,
			Details: &Details{ChannelID: channelID},
		})
		c.expireInvitation(i)
	}
	c.reply(func(sess Session, _ uint64) { sess.AcknowledgeInvitation(id) })
}

func (s *sink) InvitationWaits(call uint64, offline bool) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if i := c.calls.byKey[call]; i != nil && i.local {
		i.offline = offline
	}
}

func (s *sink) InvitationAccepted(call uint64, response string) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	i := c.calls.byKey[call]
	if i == nil || !i.local {
		return
	}
	c.endInvitation(i, LocalInvitationStateAcceptedByRemote, Event{Kind: EventLocalInvitationAccepted, Text: response})
	if i.state == LocalInvitationStateAcceptedByRemote {
		c.reply(func(sess Session, _ uint64) { sess.ConfirmAcceptance(call) })
	}
}

func (s *sink) InvitationRefused(call uint64, response string) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if i := c.calls.byKey[call]; i != nil && i.local {
		c.endInvitation(i, LocalInvitationStateRefusedByRemote, Event{Kind: EventLocalInvitationRefused, Text: response})
	}
}

func (s *sink) InvitationCanceled(id uint64) {
	c := s.c
	defer c.mu.Unlock()
	if !s.enter() {
		return
	}
	if i := c.calls.remote[id]; i != nil {
		c.endInvitation(i, RemoteInvitationStateCanceled, Event{Kind: EventRemoteInvitationCanceled})
	}
}
