// This file tests attributes of users and channels.

package cloudtest

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// attributes writes attributes as a=1,b=2.
func attributes(all []emulator.Attribute) string {
	words := make([]string, len(all))
	for i, a := range all {
		words[i] = a.Key + "=" + a.Value
	}
	return strings.Join(words, ",")
}

// pairs reads what attributes writes.
func pairs(words string) []emulator.Attribute {
	var all []emulator.Attribute
	for word := range strings.SplitSeq(words, ",") {
		key, value, _ := strings.Cut(word, "=")
		all = append(all, emulator.Attribute{Key: key, Value: value})
	}
	return all
}

func set(words string) emulator.AttributeChange {
	return emulator.AttributeChange{Kind: emulator.AttributeSet, Attributes: pairs(words)}
}

func update(words string) emulator.AttributeChange {
	return emulator.AttributeChange{Kind: emulator.AttributeUpdate, Attributes: pairs(words)}
}

func remove(keys ...string) emulator.AttributeChange {
	return emulator.AttributeChange{Kind: emulator.AttributeDelete, Keys: keys}
}

var wipe = emulator.AttributeChange{Kind: emulator.AttributeClear}

// fact: U-01, U-02, U-04, U-10, U-11, U-15
func testUserAttributes(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	read := func(want string) {
		w.Helper()
		bob.ReadUserAttributes(1, "alice", nil)
		bob.expect(fmt.Sprintf("1 attributes %s = 0", want))
	}
	read("")
	for _, step := range []struct {
		change emulator.AttributeChange
		want   string
	}{
		{set("a=1,b=2,a=3"), "a=3,b=2"},
		{update("c=4,b=5,c=6"), "a=3,b=5,c=6"},
		{remove("a", "none", "a"), "b=5,c=6"},
		{remove("none"), "b=5,c=6"},
		{set("d=7"), "d=7"},
		{wipe, ""},
		{wipe, ""},
		{update("e=8"), "e=8"},
	} {
		alice.WriteUserAttributes(1, step.change)
		alice.expect("1 = 0")
		read(step.want)
	}
	alice.WriteUserAttributes(2, set("x=1,y=2,z=3"))
	alice.ReadUserAttributes(3, "alice", []string{"z", "none", "x", "z"})
	alice.ReadUserAttributes(4, "alice", []string{"none"})
	alice.expect("2 = 0", "3 attributes z=3,x=1 = 0", "4 attributes  = 0")
	alice.ReadUserAttributes(5, "carol", nil)
	alice.ReadUserAttributes(6, "carol", []string{"x"})
	alice.expect("5 = 6", "6 = 6")
	bob.expect()
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, UserAttributes: 3})
}

// fact: U-03, U-04, S-24, S-26, S-27
func testUserAttributesLife(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	alice.WriteUserAttributes(1, set("a=1"))
	alice.expect("1 = 0")
	alice.cut()
	w.clock.Advance(29 * time.Second)
	bob.ReadUserAttributes(1, "alice", nil)
	bob.expect("1 attributes a=1 = 0") // silent, but still there
	w.clock.Advance(time.Second)
	bob.ReadUserAttributes(2, "alice", nil)
	bob.expect("2 = 6")
	alice.back()
	alice.expect("resumed")
	bob.ReadUserAttributes(3, "alice", nil)
	bob.expect("3 attributes a=1 = 0")

	again := func(end func()) {
		w.Helper()
		end()
		alice.wait(func() bool { return !alice.live })
		alice = w.login("alice")
		bob.ReadUserAttributes(4, "alice", nil)
		bob.expect("4 attributes  = 0")
		alice.WriteUserAttributes(2, set("a=1"))
		alice.expect("2 = 0")
	}
	again(func() { alice.setLive(false); alice.Logout(3); alice.expect("3 = 0") })
	again(func() { w.login("alice") })
	again(func() { w.cloud.ExpireToken("alice", 0) })
	again(func() { alice.setLive(false); alice.Close() })
}

// fact: U-05, U-07, N-03
func testAttributeLimits(w *world) {
	alice := w.login("alice")
	write := map[string]func(emulator.AttributeChange){
		"user":    func(c emulator.AttributeChange) { alice.WriteUserAttributes(1, c) },
		"channel": func(c emulator.AttributeChange) { alice.WriteChannelAttributes(1, "room", c, true) },
	}
	alice.in("room")
	for name, limit := range map[string]int{"user": 16 << 10, "channel": 32 << 10} {
		many := make([]string, 32)
		for i := range many {
			many[i] = fmt.Sprintf("k%d=v", i)
		}
		full := strings.Join(many, ",")
		write[name](set(full))
		alice.forget()
		write[name](update("one=more"))
		alice.expect("1 = 4") // and nobody is told
		write[name](update("k1=w"))
		require.Equal(w, "1 = 0", alice.forget()[0])

		half := strings.Repeat("x", limit/4)
		write[name](set(fmt.Sprintf("a=%s,b=%s,c=%s,d=%s", half, half, half, half[:len(half)-4])))
		require.Equal(w, "1 = 0", alice.forget()[0], name)
		write[name](update("a=" + half + "x"))
		alice.expect("1 = 4")
		write[name](update("d=" + half[:len(half)-3]))
		alice.expect("1 = 4")
		write[name](remove("a"))
		require.Equal(w, "1 = 0", alice.forget()[0])
		write[name](update("d=" + half[:len(half)-3]))
		require.Equal(w, "1 = 0", alice.forget()[0])
	}
}

// fact: N-01, N-02, N-05, N-08, N-10
func testChannelAttributes(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	bob.ReadChannelAttributes(1, "room", nil)
	bob.expect("1 attributes  = 0")
	began := w.clock.Now()
	alice.WriteChannelAttributes(1, "room", set("a=1,b=2,a=3"), false)
	alice.expect("1 = 0")
	w.clock.Advance(time.Second)
	bob.WriteChannelAttributes(2, "room", update("b=4,c=5"), false)
	bob.ReadChannelAttributes(3, "room", nil)
	bob.expect("2 = 0", "3 attributes a=3,b=4,c=5 = 0")
	for i, want := range []struct {
		by string
		at time.Time
	}{{"alice", began}, {"bob", began.Add(time.Second)}, {"bob", began.Add(time.Second)}} {
		got := bob.details.Attributes[i]
		require.Equal(w, want.by, got.UpdatedBy)
		require.True(w, want.at.Equal(got.UpdatedAt), "%v", got)
	}
	bob.ReadChannelAttributes(4, "room", []string{"c", "x", "a"})
	bob.expect("4 attributes c=5,a=3 = 0")
	w.clock.Advance(time.Second)
	bob.WriteChannelAttributes(5, "room", remove("c", "x"), false)
	bob.WriteChannelAttributes(6, "room", set("a=3"), false) // the same value, and another stamp
	bob.ReadChannelAttributes(7, "room", nil)
	bob.expect("5 = 0", "6 = 0", "7 attributes a=3 = 0")
	require.Equal(w, "bob", bob.details.Attributes[0].UpdatedBy)
	require.True(w, began.Add(2*time.Second).Equal(bob.details.Attributes[0].UpdatedAt))
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2, ChannelAttributes: 1})
	alice.WriteChannelAttributes(8, "room", wipe, false)
	alice.ReadChannelAttributes(9, "room", nil)
	alice.expect("8 = 0", "9 attributes  = 0")
	w.stats(emulator.CloudStats{UsersOnline: 2, Sessions: 2})
}

// fact: N-04, N-10
func testAttributesUpdated(w *world) {
	alice, bob, carol := w.login("alice"), w.login("bob"), w.login("carol")
	alice.in("room")
	bob.in("room")
	w.clock.Advance(2 * time.Second)
	alice.forget()
	bob.forget()
	alice.WriteChannelAttributes(1, "room", set("a=1,b=2"), false)
	alice.expect("1 = 0")
	alice.WriteChannelAttributes(2, "room", update("a=1"), true) // the writer too, and nothing new
	alice.expect("2 = 0", "room: attributes a=1,b=2")
	bob.expect("room: attributes a=1,b=2")
	kept := bob.details.Attributes
	carol.WriteChannelAttributes(2, "room", update("a=3,c=4"), false)
	carol.expect("2 = 0")
	require.Equal(w, "a=1,b=2", attributes(kept), "what was handed out does not change")
	carol.WriteChannelAttributes(2, "room", set("a=1,b=2"), false)
	carol.expect("2 = 0")
	carol.WriteChannelAttributes(3, "room", remove("a"), true) // from outside
	carol.WriteChannelAttributes(4, "room", wipe, true)
	carol.WriteChannelAttributes(5, "room", wipe, true)
	carol.expect("3 = 0", "4 = 0", "5 = 0")
	bob.expect("room: attributes b=2", "room: attributes ", "room: attributes ")
	alice.forget()

	// One who is interrupted hears of the last state once; one who was removed is no member.
	bob.cut()
	carol.WriteChannelAttributes(6, "room", set("a=1"), true)
	carol.WriteChannelAttributes(7, "room", set("a=2"), true)
	carol.WriteChannelAttributes(8, "room", set("a=3"), false)
	carol.forget()
	alice.post(1, "room", "first")
	alice.forget()
	bob.back("room")
	bob.expect("resumed", "room: alice says first", "room: attributes a=3")
	bob.cut()
	bob.back("room")
	bob.expect("resumed")
	bob.cut()
	carol.WriteChannelAttributes(9, "room", set("a=4"), true)
	carol.forget()
	w.clock.Advance(time.Minute)
	bob.back("room")
	bob.expect("resumed")
}

// fact: N-06, H-19
func testChannelAttributesLife(w *world) {
	alice := w.login("alice")
	left := func() int {
		alice.fence()
		return w.cloud.Stats().ChannelAttributes
	}
	write := func(change emulator.AttributeChange) {
		w.Helper()
		alice.WriteChannelAttributes(1, "room", change, false)
		alice.expect("1 = 0")
	}
	leave := func() {
		alice.Leave(2, "room")
		alice.expect("2 = 0")
	}
	// Nobody has ever joined: from the last write.
	write(set("a=1"))
	w.clock.Advance(100 * time.Second)
	write(update("b=1"))
	w.clock.Advance(120*time.Second - 1)
	require.Equal(w, 2, left())
	w.clock.Advance(1)
	require.Zero(w, left())

	// With members, without end; then from the last leave, whatever is written.
	write(set("a=1"))
	w.clock.Advance(100 * time.Second)
	alice.in("room")
	w.clock.Advance(time.Hour)
	require.Equal(w, 1, left())
	leave()
	w.clock.Advance(100 * time.Second)
	write(update("b=1"))
	alice.in("room") // and counted anew after each
	leave()
	w.clock.Advance(100 * time.Second)
	write(update("c=1"))
	w.clock.Advance(20*time.Second - 1)
	require.Equal(w, 3, left())
	w.clock.Advance(1)
	require.Zero(w, left())
	write(set("a=1")) // afresh
	w.clock.Advance(119 * time.Second)
	write(wipe)
	write(set("a=1"))
	w.clock.Advance(119 * time.Second)
	require.Equal(w, 1, left())

	// Silence of the last member counts as leaving when it is removed.
	bob := w.login("bob")
	bob.in("room")
	bob.cut()
	w.clock.Advance(149 * time.Second)
	require.Equal(w, 1, left())
	w.clock.Advance(time.Second)
	require.Zero(w, left())

	w.cloud.SetChannelAttributeLife(time.Second)
	write(set("a=1"))
	w.clock.Advance(time.Second - 1)
	require.Equal(w, 1, left())
	w.clock.Advance(1)
	require.Zero(w, left())
	w.cloud.SetChannelAttributeLife(-1)
	write(set("a=1"))
	w.clock.Advance(0)
	require.Zero(w, left())
}
