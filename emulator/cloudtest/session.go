// This file tests sessions: login, their ends, outages, and tokens.

package cloudtest

import (
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: S-03, K-01
func testLogin(w *world) {
	w.login("alice")
	w.login("bob")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2})
	c := w.session("carol")
	c.Login("any token")
	c.expect("login 0")
	w.stats(emulator.CloudStats{UsersOnline: 3, Sessions: 3})
}

// fact: S-09, S-20
func testRemoteLogin(w *world) {
	first, bob := w.login("alice"), w.login("bob")
	first.in("room")
	bob.in("room")
	first.forget()
	w.clock.Advance(2 * time.Second)
	first.forget()
	second := w.login("alice")
	first.expect("closed 1")
	bob.expect("room: -alice", "room: count 1")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, Channels: 1})
	second.send(1, "bob", "hi", false)
	second.expect("1 = 0")
	bob.expect("alice says hi")
	// The end of the first session is not that of the second.
	first.Close()
	bob.send(2, "alice", "still there", false)
	second.expect("bob says still there")
}

// fact: S-10, S-31
func testBan(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	bob.forget()
	w.cloud.Ban("alice")
	bob.expect("room: -alice", "room: count 1")
	alice.wait(func() bool { return !alice.live })
	require.Contains(w, alice.forget(), "closed 2")
	again := w.session("alice")
	again.Login("")
	again.expect("login 2")
	w.cloud.Ban("nobody")
	w.cloud.Unban("nobody")
	w.cloud.Unban("alice")
	w.login("alice")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, Channels: 1})
}

// fact: S-14
func testBanInterrupted(w *world) {
	alice := w.login("alice")
	alice.cut()
	w.cloud.Ban("alice")
	w.stats(emulator.CloudStats{})
	alice.expect()
	alice.back()
	alice.expect("closed 2")
	// Also while the link is back but the session not yet resumed.
	bob := w.login("bob")
	bob.cut()
	bob.Restore()
	w.cloud.Ban("bob")
	bob.expect("closed 2")
}

// fact: S-24, S-25
func testLogout(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	alice.Logout(7)
	alice.wait(func() bool { return len(alice.notes) > 0 })
	alice.setLive(false)
	alice.expect("7 = 0")
	bob.expect("room: -alice", "room: count 1")
	bob.send(1, "alice", "x", false)
	bob.expect("1 = 3")
	alice.expect()
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, Channels: 1})
}

// fact: L-11
func testClose(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	alice.setLive(false)
	alice.Close()
	alice.Close()
	bob.expect("room: -alice", "room: count 1")
	bob.send(1, "alice", "x", false)
	bob.expect("1 = 3")
	alice.expect()
	w.session("carol").Close() // one that never logged in
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, Channels: 1})
}

// Requests of a session that is not logged in, interrupted, or over are lost.
func testLostRequests(w *world) {
	bob := w.login("bob")
	bob.in("room")
	all := func(c *client) {
		c.send(1, "bob", "lost", false)
		c.Join(2, "room")
		c.Leave(3, "room")
		c.post(4, "room", "lost")
		c.Session.Members(5, "room")
		c.RenewToken(6, "x")
	}
	fresh := w.session("alice")
	fresh.setLive(false)
	all(fresh)
	fresh.expect()

	alice := w.login("alice")
	alice.cut()
	all(alice)
	alice.Resume(nil)
	alice.expect()
	alice.back()
	alice.expect("resumed")

	alice.setLive(false)
	alice.Close()
	all(alice)
	alice.Restore()
	alice.Resume(nil)
	alice.expect()
	bob.expect()
}

// fact: S-26, S-30
func testSilence(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	bob.forget()
	alice.cut()
	alice.cut()
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, Channels: 1})
	w.clock.Advance(30*time.Second - 1)
	bob.expect()
	w.clock.Advance(1)
	bob.expect("room: -alice", "room: count 1")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 2, Channels: 1})
}

// fact: S-26
func testResumeInTime(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	for range 3 {
		alice.cut()
		w.clock.Advance(29 * time.Second)
		alice.back("room")
		alice.expect("resumed")
		bob.expect()
		alice.Resume([]string{"room"}) // once more is no harm
		alice.expect("resumed")
	}
	w.clock.Advance(time.Minute)
	bob.expect()
	// A link that is back is not enough.
	alice.cut()
	alice.Restore()
	bob.send(1, "alice", "x", false)
	bob.expect()
	alice.expect()
	w.clock.Advance(30 * time.Second)
	bob.expect("room: -alice", "room: count 1") // and no answer: nobody waits for it any more
}

// fact: S-26, S-27, S-28
func testResumeAfterRemoval(w *world) {
	alice, bob, carol := w.login("alice"), w.login("bob"), w.login("carol")
	alice.in("room")
	alice.in("other")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	alice.cut()
	dave := w.login("dave") // seen by nobody who is away for long
	dave.in("room")
	dave.Leave(2, "room")
	dave.fence()
	w.clock.Advance(time.Minute)
	carol.in("room")
	w.clock.Advance(2 * time.Second)
	bob.forget()
	dave.setLive(false)
	dave.Close()
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 3, Channels: 1})
	alice.back("other", "room")
	alice.expect("resumed", "room: count 3") // the count of the other is what it was
	bob.expect("room: +alice", "room: count 3")
	w.stats(emulator.CloudStats{UsersOnline: 3, Sessions: 3, Channels: 2})
	alice.post(1, "room", "back")
	alice.expect("1 = 0")
	bob.expect("room: alice says back")
}

// fact: Z-06, S-29
func testResumeOrder(w *world) {
	alice, bob, carol := w.login("alice"), w.login("bob"), w.login("carol")
	alice.in("a")
	alice.in("b")
	bob.in("a")
	bob.in("b")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	carol.cut()
	alice.send(1, "carol", "hi", false)
	alice.cut()
	carol.back() // alice is given the answer later
	carol.expect("resumed", "alice says hi")
	bob.post(1, "b", "first")
	carol.in("a")
	bob.send(2, "alice", "second", false)
	bob.post(3, "a", "third")
	bob.forget()
	w.clock.Advance(9 * time.Second)
	alice.back("a", "b")
	alice.expect("resumed", "1 = 0", "bob says second", "a: bob says third", "b: bob says first", "a: +carol", "a: count 3")
	require.Contains(w, bob.forget(), "2 = 0")
}

// fact: S-14
func testResumeReplaced(w *world) {
	alice := w.login("alice")
	alice.cut()
	second := w.login("alice")
	alice.expect()
	alice.back()
	alice.expect("closed 1")
	second.expect()
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1})
	// The same when the first had been removed.
	second.cut()
	w.clock.Advance(time.Minute)
	w.login("alice")
	second.back()
	second.expect("closed 1")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1})
}

// The client's view of its channels is the one that counts.
func testResumeReconciles(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("left")
	bob.in("left")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	alice.cut()
	alice.back("joined")
	alice.expect("resumed")
	bob.expect("left: -alice", "left: count 1")
	alice.Session.Members(1, "joined")
	alice.Session.Members(2, "left")
	alice.expect("1 members alice = 0", "2 members  = 5")
}

// fact: S-26: a goodbye that does not arrive
func testCloseInterrupted(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	bob.forget()
	alice.cut()
	w.clock.Advance(20 * time.Second)
	alice.Close()
	bob.expect()
	w.clock.Advance(10 * time.Second)
	bob.expect("room: -alice", "room: count 1")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, Channels: 1})
	// With the link up it does arrive, resumed or not.
	again := w.login("alice")
	again.cut()
	again.Restore()
	again.Close()
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, Channels: 1})
}

// fact: K-09, S-11, S-31
func testTokenEnds(w *world) {
	alice, bob := w.session("alice"), w.login("bob")
	alice.Login("one")
	alice.expect("login 0")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	w.cloud.ExpireToken("alice", 0)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")
	bob.expect("room: -alice", "room: count 1")
	again := w.session("alice")
	again.Login("one")
	again.expect("login 6")
	again = w.session("alice")
	again.Login("two")
	again.expect("login 0")
	bob.Login("one") // a second login of one session is nothing
	bob.expect()
	carol := w.session("carol")
	carol.Login("one") // the token of another user
	carol.expect("login 0")
}

// fact: K-08
func testTokenWarning(w *world) {
	alice := w.login("alice")
	w.cloud.ExpireToken("alice", time.Minute)
	w.clock.Advance(30*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.expect("token will expire")
	w.cloud.ExpireToken("alice", 10*time.Second)
	alice.expect() // once per token
	w.clock.Advance(10*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")

	bob := w.login("bob")
	w.cloud.ExpireToken("bob", 29*time.Second)
	bob.expect("token will expire")
}

// fact: K-12
func testTokenRenewed(w *world) {
	alice := w.session("alice")
	alice.Login("one")
	alice.expect("login 0")
	w.cloud.ExpireToken("alice", 20*time.Second)
	alice.RenewToken(1, "two")
	alice.expect("token will expire", "1 = 0")
	w.clock.Advance(time.Hour)
	alice.expect()
	w.cloud.ExpireToken("alice", 20*time.Second)
	alice.expect("token will expire")
	w.clock.Advance(20 * time.Second)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")
	again := w.session("alice")
	again.Login("three")
	again.expect("login 0")
	again.RenewToken(2, "two")
	again.expect("2 = 5")
	again.RenewToken(3, "one") // never ran out
	again.expect("3 = 0")
}

// fact: K-10, S-12
func testTokenInterrupted(w *world) {
	alice, bob := w.session("alice"), w.login("bob")
	alice.Login("one")
	alice.expect("login 0")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	alice.cut()
	w.cloud.ExpireToken("alice", 10*time.Second)
	w.clock.Advance(10 * time.Second)
	alice.back("room")
	alice.expect("token expired")
	bob.expect()
	bob.send(1, "alice", "x", false)
	alice.RenewToken(1, "one")
	alice.expect("1 = 5")
	alice.RenewToken(2, "two")
	alice.expect("2 = 0")
	alice.setLive(true)
	alice.Resume([]string{"room"})
	alice.expect("resumed", "bob says x")
	bob.expect("1 = 0")
	// A warning that fell due meanwhile comes later.
	w.cloud.ExpireToken("alice", time.Minute)
	alice.cut()
	w.clock.Advance(29 * time.Second)
	alice.Restore()
	w.clock.Advance(time.Second / 2)
	alice.cut()
	w.clock.Advance(time.Second / 2)
	alice.expect()
	alice.back("room")
	alice.wait(func() bool { return len(alice.notes) >= 2 })
	got := alice.forget()
	require.Contains(w, got, "resumed")
	require.Contains(w, got, "token will expire")
}

// fact: K-08: set before the login
func testTokenOfNextLogin(w *world) {
	w.cloud.ExpireToken("alice", 10*time.Second)
	alice := w.login("alice", "token will expire")
	w.clock.Advance(10 * time.Second)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")
	w.cloud.ExpireToken("alice", 0)
	again := w.session("alice")
	again.Login("one")
	again.expect("login 6")
	again = w.session("alice")
	again.Login("one")
	again.expect("login 6")
	last := w.login("alice")
	// A session nobody will resume is none.
	last.cut()
	last.Close()
	w.cloud.ExpireToken("alice", 0)
	again = w.session("alice")
	again.Login("two")
	again.expect("login 6")
}
