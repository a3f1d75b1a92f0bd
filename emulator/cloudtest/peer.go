// This file tests peer messages.

package cloudtest

import (
	"fmt"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// fact: P-01, P-11, M-08, Z-02
func testPeer(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	var sent, got []string
	for i := range 50 {
		alice.send(uint64(i), "bob", fmt.Sprint(i), false)
		sent = append(sent, fmt.Sprintf("%d = 0", i))
		got = append(got, fmt.Sprintf("alice says %d", i))
	}
	alice.expect(sent...)
	bob.expect(got...)
	w.clock.Advance(time.Hour)
	m := &emulator.Message{Type: emulator.MessageTypeRaw, Raw: []byte{1, 0, 2}, Text: "what it is"}
	alice.SendToPeer(1, "bob", m, emulator.SendOptions{})
	bob.expect("alice says what it is")
	require.Equal(w, m.Type, bob.last.Type)
	require.Equal(w, m.Raw, bob.last.Raw)
	require.True(w, w.clock.Now().Equal(bob.last.ServerTime))
	require.False(w, bob.last.Offline)
	require.True(w, m.ServerTime.IsZero())
	alice.forget()
	alice.send(2, "alice", "self", false)
	alice.expect("alice says self", "2 = 0")
}

// fact: P-04, P-05
func testPeerOffline(w *world) {
	alice := w.login("alice")
	alice.send(1, "bob", "gone", false)
	alice.send(2, "bob", "kept", true)
	alice.expect("1 = 3", "2 = 4")
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, OfflineMessages: 1})
	sent := w.clock.Now()
	w.clock.Advance(time.Hour)
	alice.send(3, "bob", "later", true)
	alice.expect("3 = 4")
	bob := w.login("bob", "alice says kept (offline)", "alice says later (offline)")
	require.Equal(w, time.Hour, bob.last.ServerTime.Sub(sent))
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2})
	bob.setLive(false)
	bob.Close()
	w.login("bob")
}

// fact: P-05
func testPeerOfflineLimit(w *world) {
	alice := w.login("alice")
	var want []string
	for i := range 230 {
		alice.send(1, "bob", fmt.Sprint(i), true)
		if i >= 30 {
			want = append(want, fmt.Sprintf("alice says %d (offline)", i))
		}
	}
	alice.forget()
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, OfflineMessages: 200})
	w.login("bob", want...)
}

// fact: P-05
func testPeerOfflineLife(w *world) {
	alice := w.login("alice")
	alice.send(1, "bob", "old", true)
	alice.forget()
	w.clock.Advance(time.Second)
	alice.send(2, "bob", "young", true)
	alice.forget()
	w.clock.Advance(7*24*time.Hour - time.Second)
	w.stats(emulator.CloudStats{UsersOnline: 1, Sessions: 1, OfflineMessages: 1})
	w.login("bob", "alice says young (offline)")
}

// fact: P-10
func testPeerHeld(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	bob.cut()
	alice.send(1, "bob", "one", false)
	alice.send(2, "bob", "two", true)
	alice.expect()
	w.clock.Advance(20 * time.Second)
	bob.back()
	bob.expect("resumed", "alice says one", "alice says two")
	alice.expect("1 = 0", "2 = 0")
	require.False(w, bob.last.Offline)
	require.Equal(w, 20*time.Second, w.clock.Now().Sub(bob.last.ServerTime))
}

// fact: P-10, P-04
func testPeerHeldTooLong(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	bob.cut()
	alice.send(7, "bob", "stored first", true)
	alice.send(1, "bob", "given up", false) // its sender does not wait any more at the end
	alice.forget()
	w.clock.Advance(25 * time.Second)
	alice.send(2, "bob", "refused", false)
	alice.send(3, "bob", "stored", true)
	alice.expect()
	w.clock.Advance(5 * time.Second)
	alice.expect("7 = 4", "2 = 3", "3 = 4")
	alice.send(4, "bob", "refused", false)
	alice.expect("4 = 3")
	bob.back()
	bob.expect("resumed", "alice says stored first (offline)", "alice says given up", "alice says stored (offline)")
}

// fact: P-10, S-09
func testPeerHeldForNextLogin(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.send(1, "carol", "x", true)
	bob.cut()
	alice.send(2, "bob", "held", false)
	alice.forget()
	w.login("bob", "alice says held")
	alice.expect("2 = 0")
}
