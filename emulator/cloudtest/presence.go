// This file tests presence: queries, subscriptions, and the states subscribers are told; and member counts.

package cloudtest

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// states writes online states as bob+ (online), bob? (unreachable), bob- (offline).
func states(peers []emulator.PeerStatus) string {
	marks := map[int32]string{
		emulator.PeerOnlineStateOnline:      "+",
		emulator.PeerOnlineStateUnreachable: "?",
		emulator.PeerOnlineStateOffline:     "-",
	}
	all := make([]string, len(peers))
	for i, p := range peers {
		all[i] = p.PeerID + marks[p.State]
	}
	return strings.Join(all, ",")
}

// counts writes member counts as room:2.
func counts(channels []emulator.ChannelCount) string {
	all := make([]string, len(channels))
	for i, ch := range channels {
		all[i] = fmt.Sprintf("%s:%d", ch.ChannelID, ch.Count)
	}
	return strings.Join(all, ",")
}

// names returns n different user ids.
func names(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(prefix, i)
	}
	return all
}

// fact: O-02, O-03, O-05, O-14, Z-04, S-25
func testQueryOnline(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	carol := w.login("carol")
	carol.setLive(false)
	carol.Logout(1)
	carol.wait(func() bool { return len(carol.notes) > 0 })
	carol.expect("1 = 0")
	query := func() { alice.QueryOnline(1, []string{"carol", "bob", "alice", "never", "bob"}) }
	query()
	alice.expect("1 peers carol-,bob+,alice+,never-,bob+ = 0")
	bob.cut()
	w.clock.Advance(30*time.Second - 1)
	query()
	alice.expect("1 peers carol-,bob+,alice+,never-,bob+ = 0") // silent, and never called unreachable
	w.clock.Advance(1)
	query()
	alice.expect("1 peers carol-,bob-,alice+,never-,bob- = 0")
	bob.back()
	bob.expect("resumed")
	query()
	alice.expect("1 peers carol-,bob+,alice+,never-,bob+ = 0")
}

// fact: O-07, O-08, O-10, O-11, O-12, O-14
func testSubscribe(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.Subscribe(1, []string{"carol", "bob", "alice", "bob"})
	alice.expect("1 = 0", "carol-,bob+,alice+")
	alice.Subscribe(2, []string{"bob", "dave"}) // those of this call, whether or not they are new
	alice.expect("2 = 0", "bob+,dave-")
	alice.Subscriptions(3)
	alice.expect("3 users carol,bob,alice,dave = 0")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, Subscriptions: 4})

	carol := w.login("carol")
	alice.expect("carol+")
	alice.Unsubscribe(4, []string{"carol", "nobody", "carol"})
	alice.expect("4 = 0")
	alice.Subscriptions(5)
	alice.expect("5 users bob,alice,dave = 0")
	carol.setLive(false)
	carol.Close()
	alice.expect()
	bob.setLive(false)
	bob.Logout(1)
	alice.expect("bob-")

	// Of one session, and gone with it.
	w.login("dave").setLive(false)
	alice.expect("dave+")
	alice.setLive(false)
	alice.Logout(6)
	alice.expect("6 = 0")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1})
	alice = w.login("alice")
	alice.Subscriptions(7)
	alice.expect("7 users  = 0")
	w.login("bob")
	alice.expect()
}

// fact: O-06
func testSubscribeOverflow(w *world) {
	alice := w.login("alice")
	alice.Subscribe(1, names("a", 513))
	alice.expect("1 = 6")
	alice.Subscribe(2, append(names("a", 512), "a0", "a1"))
	require.Len(w, alice.forget(), 2)
	alice.Subscribe(3, []string{"a0", "b"})
	alice.expect("3 = 6")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, Subscriptions: 512})
	alice.Subscribe(4, []string{"a0"})
	alice.expect("4 = 0", "a0-")
	alice.Unsubscribe(5, []string{"a0"})
	alice.Subscribe(6, []string{"b", "c"})
	alice.Subscribe(7, []string{"c"})
	alice.expect("5 = 0", "6 = 6", "7 = 0", "c-")
	w.session("a1").Login("")
	alice.expect("a1+")
}

// fact: O-05, O-15, S-30
func testSubscribedSilence(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.Subscribe(1, []string{"bob"})
	alice.expect("1 = 0", "bob+")
	// Six seconds are nothing.
	bob.cut()
	w.clock.Advance(6*time.Second - 1)
	bob.back()
	bob.expect("resumed")
	w.clock.Advance(time.Minute)
	alice.expect()

	bob.cut()
	w.clock.Advance(6*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.expect("bob?")
	bob.back()
	bob.expect("resumed")
	alice.expect("bob+")

	bob.cut()
	w.clock.Advance(10 * time.Second)
	alice.expect("bob?")
	carol := w.login("carol")
	carol.Subscribe(1, []string{"bob"})
	carol.expect("1 = 0", "bob?")
	w.clock.Advance(20*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.expect("bob-")
	carol.expect("bob-")
	bob.back()
	bob.expect("resumed")
	alice.expect("bob+")
	carol.expect("bob+")

	// A client that has closed meanwhile is missed as late.
	bob.cut()
	bob.Close()
	alice.expect()
	w.clock.Advance(6 * time.Second)
	alice.expect("bob?")
	w.clock.Advance(24 * time.Second)
	alice.expect("bob-")
}

// Every way in which a user goes offline or comes back is told once.
// fact: O-05, O-15, S-09, S-10, S-11
func testSubscribedEnds(w *world) {
	alice := w.login("alice")
	alice.Subscribe(1, []string{"bob"})
	alice.expect("1 = 0", "bob-")
	first := w.login("bob")
	alice.expect("bob+")
	second := w.login("bob") // takes over without being away
	first.wait(func() bool { return !first.live })
	first.expect("closed 1")
	alice.expect()
	second.cut()
	w.clock.Advance(6 * time.Second)
	alice.expect("bob?")
	third := w.login("bob")
	alice.expect("bob+")
	w.cloud.Ban("bob")
	third.wait(func() bool { return !third.live })
	alice.expect("bob-")
	w.cloud.Unban("bob")
	last := w.login("bob")
	alice.expect("bob+")
	w.cloud.ExpireToken("bob", 0)
	last.wait(func() bool { return !last.live })
	alice.expect("bob-")
	w.cloud.ExpireToken("bob", 0) // of the next login, which fails
	w.session("bob").Login("x")
	alice.expect()
}

// fact: O-09, O-10, S-27, Z-06
func testSubscriberOutage(w *world) {
	for _, outage := range []time.Duration{3 * time.Second, 10 * time.Second, 40 * time.Second} {
		alice, bob, carol := w.login("alice"), w.login("bob"), w.login("carol")
		alice.in("room")
		bob.in("room")
		w.clock.Advance(2 * time.Second)
		alice.forget()
		bob.forget()
		alice.Subscribe(1, []string{"bob", "dave", "alice", "carol", "erin"})
		alice.expect("1 = 0", "bob+,dave-,alice+,carol+,erin-")
		alice.cut()
		bob.send(1, "alice", "hi", true)
		bob.post(2, "room", "hello")
		bob.forget()
		dave := w.login("dave")
		erin := w.login("erin") // comes and goes: no net change
		for _, c := range []*client{erin, carol} {
			c.setLive(false)
			c.Close()
		}
		w.clock.Advance(outage)
		alice.back("room")
		// Her own absence is none to herself.
		news := []string{"resumed", "dave+,carol-", "bob says hi", "room: bob says hello"}
		if outage > 30*time.Second {
			news = []string{"resumed", "dave+,carol-", "bob says hi (offline)"} // and room's message is too old
		}
		alice.expect(news...)
		alice.Subscriptions(2)
		alice.expect("2 users bob,dave,alice,carol,erin = 0")
		dave.setLive(false)
		dave.Close()
		alice.expect("dave-")
		for _, c := range []*client{bob, alice} {
			c.setLive(false)
			c.Close()
		}
		w.stats(emulator.CloudStats{})
	}
}

// fact: Y-02
func testMemberCounts(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	bob.in("other")
	carol := w.login("carol")
	carol.MemberCounts(1, []string{"other", "nowhere", "room", "other"})
	carol.expect("1 counts other:1,nowhere:0,room:2,other:1 = 0")
	bob.Leave(2, "room")
	bob.fence()
	carol.MemberCounts(2, []string{"room"})
	carol.expect("2 counts room:1 = 0")
}

// Requests made while the link is down are lost.
func testLostQuestions(w *world) {
	alice := w.login("alice")
	all := func(c *client) {
		c.QueryOnline(1, []string{"alice"})
		c.Subscribe(2, []string{"alice"})
		c.Unsubscribe(3, []string{"alice"})
		c.Subscriptions(4)
		c.MemberCounts(5, []string{"room"})
		c.WriteUserAttributes(6, set("a=1"))
		c.ReadUserAttributes(7, "alice", nil)
		c.WriteChannelAttributes(8, "room", set("a=1"), true)
		c.ReadChannelAttributes(9, "room", nil)
	}
	alice.cut()
	all(alice)
	alice.back()
	alice.expect("resumed")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1})
	alice.setLive(false)
	alice.Close()
	all(alice)
	alice.expect()
	w.stats(emulator.CloudStats{})
}
