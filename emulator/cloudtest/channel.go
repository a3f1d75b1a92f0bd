// This file tests channels.

package cloudtest

import (
	"fmt"
	"sync"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: H-06, H-13, H-15, H-17, H-19, Z-07
func testJoin(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.Join(1, "room")
	alice.expect("1 = 0", "room: count 1")
	w.clock.Advance(time.Second)
	bob.Join(2, "room")
	bob.expect("2 = 0", "room: count 2")
	alice.expect("room: +bob", "room: count 2")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, Channels: 1})
	alice.Session.Members(3, "room")
	alice.expect("3 members alice,bob = 0")
	alice.Session.Members(4, "elsewhere")
	alice.expect("4 members  = 5")
	alice.Join(5, "other")
	alice.expect("5 = 0", "other: count 1")
	alice.Join(6, "other") // a member already
	alice.Session.Members(7, "other")
	alice.expect("6 = 0", "7 members alice = 0")
	bob.expect()
}

// fact: H-10, H-19, Z-07
func testLeave(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(time.Second)
	alice.forget()
	bob.Leave(1, "room")
	bob.expect("1 = 0")
	alice.expect("room: -bob")
	w.clock.Advance(time.Second)
	alice.expect("room: count 1")
	bob.Leave(2, "room")
	bob.expect("2 = 3")
	alice.post(3, "room", "x")
	alice.expect("3 = 0")
	bob.expect()
	alice.Leave(4, "room")
	alice.expect("4 = 0")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2})
}

// fact: G-01, G-02, G-03, G-06, M-08, M-09, P-06
func testChannelMessage(w *world) {
	alice, bob, carol := w.login("alice"), w.login("bob"), w.login("carol")
	alice.in("room")
	bob.in("room")
	alice.forget()
	alice.SendToChannel(1, "room", text("hello"), emulator.SendOptions{EnableOfflineMessaging: true})
	alice.expect("1 = 0")
	bob.expect("room: alice says hello")
	require.False(w, bob.last.Offline)
	require.True(w, w.clock.Now().Equal(bob.last.ServerTime))
	carol.post(2, "room", "from outside")
	carol.expect("2 = 1")
	bob.expect()
	carol.Join(3, "room")
	carol.expect("3 = 0", "room: count 3") // and nothing from before
}

// fact: S-29, G-05
func testBackfill(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	bob.post(1, "room", "before")
	bob.forget()
	alice.forget()
	alice.cut()
	bob.post(1, "room", "too old")
	bob.forget()
	w.clock.Advance(time.Second)
	for i := range 40 {
		bob.post(1, "room", fmt.Sprint(i))
	}
	bob.forget()
	w.clock.Advance(29 * time.Second) // at 30 s alice is removed
	want := []string{"resumed"}
	for i := 8; i < 40; i++ {
		want = append(want, fmt.Sprintf("room: bob says %d", i))
	}
	alice.back("room")
	alice.expect(want...)
	alice.Resume([]string{"room"}) // once more makes up for nothing twice
	alice.expect("resumed")

	alice.cut()
	bob.post(1, "room", "too old")
	bob.forget()
	w.clock.Advance(1)
	bob.post(1, "room", "just")
	bob.forget()
	w.clock.Advance(30 * time.Second)
	alice.back("room")
	alice.expect("resumed", "room: bob says just")
}

// fact: H-12
func testKick(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(time.Second)
	alice.forget()
	require.Error(w, w.cloud.KickFromChannel("room", "nobody"))
	require.Error(w, w.cloud.KickFromChannel("elsewhere", "bob"))
	require.NoError(w, w.cloud.KickFromChannel("room", "bob"))
	bob.wait(func() bool { return len(bob.notes) > 0 })
	require.Contains(w, bob.forget(), "room: kicked")
	require.Error(w, w.cloud.KickFromChannel("room", "bob"))
	alice.post(1, "room", "x")
	bob.expect()
	bob.Join(2, "room")
	bob.expect("2 = 0", "room: count 2")
}

// fact: H-12: one who is interrupted is not put back
func testKickInterrupted(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	carol := w.login("carol")
	for _, outage := range []time.Duration{time.Second, time.Minute} {
		bob.in("room")
		w.clock.Advance(5 * time.Second)
		bob.forget()
		bob.cut()
		carol.in("room")
		carol.Leave(2, "room")
		carol.fence()
		require.NoError(w, w.cloud.KickFromChannel("room", "bob"))
		w.clock.Advance(outage)
		alice.forget()
		bob.back("room")
		bob.expect("resumed", "room: kicked")
		alice.expect()
	}
}

// fact: H-15
func testMemberCount(w *world) {
	alice := w.login("alice")
	alice.in("room")
	for _, name := range []string{"b", "c", "d"} {
		w.login(name).in("room")
	}
	alice.expect("room: +b", "room: +c", "room: +d")
	w.clock.Advance(time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.expect("room: count 4")
	w.clock.Advance(time.Minute)
	alice.expect()
	w.login("e").in("room")
	alice.expect("room: +e", "room: count 5")
}

// fact: H-14, H-15, H-17
func testCrowd(w *world) {
	alice := w.login("alice")
	alice.in("room")
	crowd := make([]*client, 512)
	for i := range crowd {
		crowd[i] = w.session(fmt.Sprint(i))
		crowd[i].Login("")
		crowd[i].Join(1, "room")
		crowd[i].fence()
	}
	w.clock.Advance(3 * time.Second)
	got := alice.forget()
	require.Len(w, got, 512, "511 joined by name, one count")
	require.Contains(w, got, "room: +510")
	require.Contains(w, got, "room: count 513")
	alice.Session.Members(1, "room")
	alice.expect("1 members 512 = 0")
	unique := make(map[string]bool)
	for _, u := range alice.users {
		unique[u] = true
	}
	require.Len(w, unique, 512)

	crowd[0].Leave(2, "room")
	crowd[0].fence()
	alice.expect() // the larger of 513 and 512 is above the limit; the count has to wait
	w.clock.Advance(time.Second)
	crowd[1].Leave(2, "room")
	crowd[1].fence()
	require.Contains(w, alice.forget(), "room: -1")
	w.clock.Advance(3 * time.Second)
	require.Contains(w, alice.forget(), "room: count 511")
}

// fact: Z-02: many at once, nothing lost, one order per channel
func testConcurrency(w *world) {
	const users, messages = 8, 100
	var all []*client
	for i := range users {
		c := w.login(fmt.Sprint("u", i))
		c.in("room")
		all = append(all, c)
	}
	reader := w.login("reader")
	reader.in("room")
	for _, c := range all {
		c.forget()
	}
	var senders sync.WaitGroup
	for i, c := range all {
		senders.Go(func() {
			for m := range messages {
				c.post(1, "room", fmt.Sprint(m))
				c.send(2, fmt.Sprint("u", (i+1)%users), fmt.Sprint(m), false)
				switch {
				case m%10 == 0:
					c.Join(3, fmt.Sprint("own ", i))
				case m%10 == 5:
					c.Leave(4, fmt.Sprint("own ", i))
				}
			}
			c.fence()
		})
	}
	senders.Wait()
	for _, c := range append(all, reader) {
		next := make(map[string]int)
		results := 0
		for _, n := range c.forget() {
			var from string
			var m int
			if k, _ := fmt.Sscanf(n, "room: %s says %d", &from, &m); k == 2 {
				from = "room " + from
			} else if k, _ := fmt.Sscanf(n, "%s says %d", &from, &m); k != 2 {
				results++
				continue
			}
			require.Equal(w, next[from], m, "%s to %s", from, c.user)
			next[from]++
		}
		if c == reader {
			require.Len(w, next, users)
		} else {
			require.Len(w, next, users, "the other members, and one peer")
			require.GreaterOrEqual(w, results, 2*messages+20)
		}
		for from, n := range next {
			require.Equal(w, messages, n, "%s to %s", from, c.user)
		}
	}
}

// After Close everything is silent.
func testCloseCloud(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.in("room")
	bob.in("room") // alice's count is due in a second
	alice.forget()
	bob.cut()
	w.cloud.ExpireToken("alice", time.Hour)
	w.cloud.Close()
	w.cloud.Close()
	alice.setLive(false)
	require.Zero(w, w.clock.Timers(), "timers of the cloud")
	alice.send(1, "bob", "x", true)
	alice.Join(2, "other")
	alice.Leave(3, "room")
	alice.Logout(4)
	bob.Restore()
	bob.Resume(nil)
	w.session("carol").Login("")
	w.cloud.Ban("alice")
	w.cloud.Unban("alice")
	w.cloud.ExpireToken("alice", 0)
	require.Error(w, w.cloud.KickFromChannel("room", "alice"))
	w.clock.Advance(24 * time.Hour)
	require.Equal(w, emulator.CloudStats{}, w.cloud.Stats())
	alice.expect()
	bob.expect()
}
