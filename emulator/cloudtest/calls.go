// This file tests call invitations.

package cloudtest

import (
	"time"

	"github.com/stretchr/testify/require"
)

// Invited and the others are the Sink's part about call invitations. The server's number of an invitation is
// noted apart, for its value means nothing.
func (c *client) Invited(id uint64, callerID, content, channelID string) {
	c.mu.Lock()
	c.invited = id
	c.mu.Unlock()
	c.note("%s invites %q %q", callerID, content, channelID)
}

// InvitationWaits notes why there is no acknowledgement.
func (c *client) InvitationWaits(call uint64, offline bool) {
	c.note("call %d: offline %t", call, offline)
}

// InvitationAccepted notes the acceptance.
func (c *client) InvitationAccepted(call uint64, response string) {
	c.note("call %d: accepted %q", call, response)
}

// InvitationRefused notes the refusal.
func (c *client) InvitationRefused(call uint64, response string) {
	c.note("call %d: refused %q", call, response)
}

// InvitationCanceled notes the end of the invitation that came last.
func (c *client) InvitationCanceled(id uint64) {
	c.mu.Lock()
	last := c.invited
	c.mu.Unlock()
	if id != last {
		c.note("another one canceled")
		return
	}
	c.note("canceled")
}

// invitation waits for an invitation by alice, with nothing else, and returns its number.
func (c *client) invitation() uint64 {
	c.w.Helper()
	c.expect(`alice invites "hello" "room"`)
	c.mu.Lock()
	defer c.mu.Unlock()
	require.NotZero(c.w, c.invited)
	return c.invited
}

// invites sends invitation 7 as request 1.
func (c *client) invites(callee string) { c.Invite(1, 7, callee, "hello", "room") }

// ringing is an invitation of alice to bob that has been acknowledged.
func (w *world) ringing() (alice, bob *client, id uint64) {
	w.Helper()
	alice, bob = w.login("alice"), w.login("bob")
	alice.invites("bob")
	id = bob.invitation()
	alice.expect()
	bob.AcknowledgeInvitation(id)
	bob.expect()
	alice.expect("1 = 0")
	return
}

// noCalls requires that the cloud has forgotten all invitations.
func (w *world) noCalls() {
	w.Helper()
	require.Eventually(w, func() bool { return w.cloud.Stats().Invitations == 0 }, patience, time.Millisecond)
}

// fact: I-11, I-12, I-27, I-34
func testCallAccepted(w *world) {
	alice, bob, id := w.ringing()
	bob.AcknowledgeInvitation(id) // twice is once
	bob.AcceptInvitation(2, id, "yes")
	alice.expect(`call 7: accepted "yes"`)
	bob.AcceptInvitation(8, id, "again") // it waits already
	bob.RefuseInvitation(9, id, "no")
	bob.expect("9 = 3") // and the answer to the first not before the confirmation
	alice.expect()
	alice.ConfirmAcceptance(7)
	alice.ConfirmAcceptance(7)
	bob.expect("2 = 0")
	alice.expect()
	w.noCalls()
	bob.AcceptInvitation(3, id, "")
	bob.RefuseInvitation(4, id, "")
	bob.expect("3 = 3", "4 = 3")
	alice.expect()
}

// fact: I-13, I-34
func testCallRefused(w *world) {
	alice, bob, id := w.ringing()
	bob.RefuseInvitation(2, id, "busy")
	bob.expect("2 = 0")
	alice.expect(`call 7: refused "busy"`)
	w.noCalls()
}

// fact: I-14, I-23, I-35
func testCallCanceled(w *world) {
	alice, bob, id := w.ringing()
	alice.CancelInvitation(2, 7)
	alice.expect("2 = 0")
	bob.expect("canceled")
	w.noCalls()
	bob.AcceptInvitation(3, id, "too late")
	bob.expect("3 = 3")
	alice.expect()
	// One the server does not know is canceled all the same, without an answer if nobody waits for it.
	alice.CancelInvitation(3, 99)
	alice.CancelInvitation(0, 99)
	alice.expect("3 = 0")

	// What comes second loses.
	alice.Invite(4, 8, "bob", "hello", "room")
	id = bob.invitation()
	bob.AcknowledgeInvitation(id)
	bob.AcceptInvitation(5, id, "first")
	bob.expect()
	alice.CancelInvitation(5, 8)
	alice.expect("4 = 0", `call 8: accepted "first"`, "5 = 0")
	alice.ConfirmAcceptance(8)
	bob.expect("5 = 0")
}

// fact: I-15, I-38
func testCallOffline(w *world) {
	alice := w.login("alice")
	alice.invites("bob")
	alice.invites("bob") // repeated
	alice.expect("call 7: offline true")
	w.clock.Advance(29 * time.Second)
	bob := w.login("bob", `alice invites "hello" "room"`)
	alice.expect("call 7: offline false")
	bob.AcknowledgeInvitation(bob.invited)
	bob.expect()
	alice.expect("1 = 0")
	w.clock.Advance(30 * time.Second) // the life is that of one acknowledged now
	bob.RefuseInvitation(2, bob.invited, "")
	bob.expect("2 = 0")

	// Nobody waits longer than 30 s.
	alice.Invite(3, 9, "carol", "", "")
	alice.expect(`call 7: refused ""`, "call 9: offline true")
	w.clock.Advance(30 * time.Second)
	w.noCalls()
	w.login("carol")
}

// fact: I-16, I-38: an interrupted callee is there, and does not acknowledge
func testCallInterrupted(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	bob.cut()
	alice.invites("bob")
	alice.expect()
	w.clock.Advance(20 * time.Second)
	bob.back()
	bob.expect("resumed", `alice invites "hello" "room"`)
	// Not acknowledged, it comes again; acknowledged, it does not.
	bob.cut()
	bob.back()
	bob.expect("resumed", `alice invites "hello" "room"`)
	bob.AcknowledgeInvitation(bob.invited)
	bob.fence()
	bob.cut()
	bob.back()
	bob.expect("resumed")
	alice.expect("1 = 0")
}

// What is told to one who is interrupted comes with the end of the outage.
// fact: I-11, I-12, I-13, I-23, Z-06
func testCallOutage(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.invites("bob")
	first := bob.invitation()
	alice.Invite(2, 8, "bob", "hello", "room")
	second := bob.invitation()
	alice.cut()
	bob.AcknowledgeInvitation(first)
	bob.AcknowledgeInvitation(second)
	bob.RefuseInvitation(2, first, "no")
	bob.AcceptInvitation(3, second, "yes")
	bob.send(4, "alice", "hi", false)
	bob.expect("2 = 0")
	alice.back()
	alice.expect("resumed", "1 = 0", "2 = 0", "bob says hi", `call 7: refused "no"`, `call 8: accepted "yes"`)
	// Not confirmed, it comes again.
	alice.cut()
	alice.back()
	alice.expect("resumed", `call 8: accepted "yes"`)
	alice.ConfirmAcceptance(8)
	alice.fence()
	bob.expect("4 = 0", "3 = 0")

	alice.Invite(5, 9, "bob", "hello", "room")
	bob.AcknowledgeInvitation(bob.invitation())
	bob.cut()
	alice.CancelInvitation(6, 9)
	alice.expect("5 = 0", "6 = 0")
	bob.back()
	bob.expect("resumed", "canceled")
	w.noCalls()
}

// fact: I-24: after 10 s nobody waits for the confirmation
func testCallNotConfirmed(w *world) {
	alice, bob, id := w.ringing()
	alice.cut()
	bob.AcceptInvitation(2, id, "yes")
	bob.AcceptInvitation(3, id, "yes") // it waits already
	bob.expect()
	w.clock.Advance(10 * time.Second)
	w.noCalls()
	alice.back()
	alice.expect("resumed")
	bob.expect()
}

// fact: I-26, I-29
func testCallCallerGone(w *world) {
	for _, leave := range []func(*client){
		func(alice *client) { alice.Logout(9); alice.over("out") },
		func(alice *client) { alice.setLive(false); alice.Close() },
		func(alice *client) { alice.cut(); w.clock.Advance(30 * time.Second) },
		func(alice *client) { w.login("alice") },
	} {
		alice, bob, id := w.ringing()
		leave(alice)
		bob.AcceptInvitation(2, id, "")
		bob.expect("2 = 1")
		bob.AcceptInvitation(3, id, "")
		bob.expect("3 = 3")
		w.noCalls()
		// A refusal does not need the caller.
		alice, bob, id = w.ringing()
		leave(alice)
		bob.RefuseInvitation(2, id, "")
		bob.expect("2 = 0")
		w.noCalls()
		// Nor is one left that the callee does not decide on.
		alice, _, _ = w.ringing()
		leave(alice)
		w.clock.Advance(60 * time.Second)
		w.noCalls()
	}
	// While the acceptance waits.
	alice, bob, id := w.ringing()
	alice.cut()
	w.clock.Advance(25 * time.Second)
	bob.AcceptInvitation(2, id, "")
	bob.expect()
	w.clock.Advance(5 * time.Second)
	bob.expect("2 = 1")
	w.noCalls()
}

// fact: I-36: an invitation goes with the callee's session, or waits for the next
func testCallCalleeGone(w *world) {
	alice, bob, id := w.ringing()
	other := w.login("bob")
	bob.expect("closed 1")
	other.AcceptInvitation(2, id, "") // it came to the other session
	other.expect("2 = 3")
	w.noCalls()
	alice.expect()

	alice.Invite(2, 8, "bob", "hello", "room")
	other.invitation()
	other.setLive(false)
	other.Close() // not acknowledged
	third := w.login("bob", `alice invites "hello" "room"`)
	third.AcknowledgeInvitation(third.invited)
	third.expect()
	alice.expect("2 = 0")
	third.Logout(3)
	third.over("out")
	w.noCalls()
	alice.expect()
}

// Section 26 has the times.
func testCallExpires(w *world) {
	alice, bob, id := w.ringing()
	w.clock.Advance(60*time.Second - 1)
	require.Equal(w, 1, w.cloud.Stats().Invitations)
	w.clock.Advance(1)
	w.noCalls()
	bob.AcceptInvitation(2, id, "")
	bob.expect("2 = 3")
	alice.expect() // its client keeps the time
}

// A session cannot decide on what is not its own.
func testCallStranger(w *world) {
	alice, bob, id := w.ringing()
	eve := w.login("eve")
	eve.AcknowledgeInvitation(id)
	eve.AcceptInvitation(2, id, "")
	eve.RefuseInvitation(3, id, "")
	eve.CancelInvitation(4, 7)
	eve.ConfirmAcceptance(7)
	eve.expect("2 = 3", "3 = 3", "4 = 0")
	bob.expect()
	alice.expect()
	bob.RefuseInvitation(2, id, "")
	alice.expect(`call 7: refused ""`)
}

// What is said without a link is lost, and the cloud takes its timers along when it is closed.
func testCallLost(w *world) {
	alice, bob, id := w.ringing()
	alice.cut()
	alice.Invite(2, 8, "bob", "hello", "room")
	alice.CancelInvitation(3, 7)
	alice.back()
	alice.expect("resumed")
	bob.expect()
	bob.cut()
	bob.AcceptInvitation(2, id, "")
	bob.RefuseInvitation(3, id, "")
	bob.back()
	bob.expect("resumed")
	alice.expect()

	alice.Invite(4, 9, "bob", "hello", "room")
	id = bob.invitation()
	bob.cut()
	bob.AcknowledgeInvitation(id)
	alice.expect()
	bob.back()
	bob.expect("resumed", `alice invites "hello" "room"`)
	bob.AcceptInvitation(4, id, "") // says as well that it has come
	bob.expect()
	alice.expect("4 = 0", `call 9: accepted ""`)
	alice.cut()
	alice.ConfirmAcceptance(9)
	bob.expect()
	require.Equal(w, 2, w.cloud.Stats().Invitations)
	w.cloud.Close()
	alice.setLive(false)
	bob.setLive(false)
	require.Zero(w, w.clock.Timers())
	require.Zero(w, w.cloud.Stats())
	alice.Invite(5, 10, "bob", "", "")
	bob.AcceptInvitation(5, id, "")
	alice.StoreMedia(6, []byte("x"))
	bob.FetchMedia(6, "x")
	w.cloud.SetMediaLimits(1, time.Hour)
	alice.expect()
	bob.expect()
}
