// This file tests attributes of users and channels of the client.

package emulator_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// attributes writes attributes as a=1,b=2.
func attributes(d *emulator.Details) string {
	if d == nil {
		return "nothing"
	}
	var all []string
	for _, a := range d.Attributes {
		all = append(all, a.Key+"="+a.Value)
	}
	return strings.Join(all, ",")
}

// attr reads what attributes writes.
func attr(words string) []emulator.Attribute {
	var all []emulator.Attribute
	for word := range strings.SplitSeq(words, ",") {
		key, value, _ := strings.Cut(word, "=")
		all = append(all, emulator.Attribute{Key: key, Value: value})
	}
	return all
}

var attributeQuestions = []question{
	{
		"set user", emulator.OperationSetLocalUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.SetLocalUserAttributes(1, attr("a=1")) },
		"SetLocalUserAttributesResult 1 = 0", "SetLocalUserAttributesResult 1 = 7",
	},
	{
		"update user", emulator.OperationAddOrUpdateLocalUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.AddOrUpdateLocalUserAttributes(1, attr("a=1")) },
		"AddOrUpdateLocalUserAttributesResult 1 = 0", "AddOrUpdateLocalUserAttributesResult 1 = 7",
	},
	{
		"delete user", emulator.OperationDeleteLocalUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.DeleteLocalUserAttributesByKeys(1, []string{"a"}) },
		"DeleteLocalUserAttributesResult 1 = 0", "DeleteLocalUserAttributesResult 1 = 7",
	},
	{
		"clear user", emulator.OperationClearLocalUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.ClearLocalUserAttributes(1) },
		"ClearLocalUserAttributesResult 1 = 0", "ClearLocalUserAttributesResult 1 = 7",
	},
	{
		"get user", emulator.OperationGetUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.GetUserAttributes(1, "alice") },
		"user alice 1  = 0", "user alice 1 nothing = 7",
	},
	{
		"get user keys", emulator.OperationGetUserAttributes, 5 * time.Second,
		func(u *user) int32 { return u.GetUserAttributesByKeys(1, "alice", []string{"a"}) },
		"user alice 1  = 0", "user alice 1 nothing = 7",
	},
	{
		"set channel", emulator.OperationSetChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.SetChannelAttributes(1, "room", attr("a=1"), true) },
		"SetChannelAttributesResult 1 = 0", "SetChannelAttributesResult 1 = 7",
	},
	{
		"update channel", emulator.OperationAddOrUpdateChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.AddOrUpdateChannelAttributes(1, "room", attr("a=1"), true) },
		"AddOrUpdateChannelAttributesResult 1 = 0", "AddOrUpdateChannelAttributesResult 1 = 7",
	},
	{
		"delete channel", emulator.OperationDeleteChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.DeleteChannelAttributesByKeys(1, "room", []string{"a"}, true) },
		"DeleteChannelAttributesResult 1 = 0", "DeleteChannelAttributesResult 1 = 7",
	},
	{
		"clear channel", emulator.OperationClearChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.ClearChannelAttributes(1, "room", true) },
		"ClearChannelAttributesResult 1 = 0", "ClearChannelAttributesResult 1 = 7",
	},
	{
		"get channel", emulator.OperationGetChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.GetChannelAttributes(1, "room") },
		"channel 1  = 0", "channel 1 nothing = 7",
	},
	{
		"get channel keys", emulator.OperationGetChannelAttributes, 5 * time.Second,
		func(u *user) int32 { return u.GetChannelAttributesByKeys(1, "room", []string{"a"}) },
		"channel 1  = 0", "channel 1 nothing = 7",
	},
}

func TestAttributeQuestions(t *testing.T) { testQuestions(t, attributeQuestions) }

// fact: U-01, U-02, U-04, U-10, U-11, U-12, U-15, R-05
func TestUserAttributes(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		list := attr("a=1,b=2,a=3")
		require.Zero(t, alice.SetLocalUserAttributes(1, list))
		list[0].Key, list[1].Key = "x", "x" // read by the call only
		require.Zero(t, alice.AddOrUpdateLocalUserAttributes(2, attr("b=4,c=5")))
		keys := []string{"a", "none"}
		require.Zero(t, alice.DeleteLocalUserAttributesByKeys(3, keys))
		keys[0] = "b"
		alice.expect("SetLocalUserAttributesResult 1 = 0", "AddOrUpdateLocalUserAttributesResult 2 = 0", "DeleteLocalUserAttributesResult 3 = 0")
		require.Zero(t, bob.GetUserAttributes(4, "alice"))
		require.Zero(t, bob.GetUserAttributesByKeys(5, "alice", []string{"c", "none"}))
		require.Zero(t, bob.GetUserAttributes(6, "bob"))
		require.Zero(t, bob.GetUserAttributes(7, "carol"))
		require.Zero(t, bob.GetUserAttributesByKeys(8, "carol", []string{"a"}))
		bob.expect("user alice 4 b=4,c=5 = 0", "user alice 5 c=5 = 0", "user bob 6  = 0", "user carol 7 nothing = 6", "user carol 8 nothing = 6")
		require.Zero(t, alice.ClearLocalUserAttributes(9))
		alice.expect("ClearLocalUserAttributesResult 9 = 0")
		require.Zero(t, bob.GetUserAttributes(10, "alice"))
		bob.expect("user alice 10  = 0")
	})
}

// fact: U-03, U-04, S-20, S-24, S-26, S-27
func TestUserAttributesAfterOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		read := func(want string) {
			t.Helper()
			require.Zero(t, bob.GetUserAttributes(1, "alice"))
			bob.expect("user alice 1 " + want)
		}
		require.Zero(t, alice.SetLocalUserAttributes(1, attr("a=1")))
		for _, outage := range []time.Duration{3 * time.Second, 10 * time.Second, 40 * time.Second} {
			alice.take()
			interrupt(app, "alice")
			pass(outage)
			if outage < 30*time.Second {
				read("a=1 = 0")
			} else {
				read("nothing = 6")
			}
			app.Restore("alice")
			synctest.Wait()
			read("a=1 = 0")
		}
		require.Zero(t, alice.Logout())
		synctest.Wait()
		read("nothing = 6")
		require.Zero(t, alice.Login("", "alice"))
		synctest.Wait()
		read(" = 0")
		require.Zero(t, alice.SetLocalUserAttributes(1, attr("a=1")))
		synctest.Wait()
		read("a=1 = 0")
		login(t, app, "alice") // elsewhere
		read(" = 0")
	})
}

// fact: N-01, N-02, N-04, N-05, N-07, N-08, N-10, N-11, S-33, N-07
func TestChannelAttributes(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		alice.join("room")
		alice.take()
		require.Zero(t, bob.GetChannelAttributes(1, "room"))
		bob.expect("channel 1  = 0")
		list := attr("a=1,b=2,a=3")
		require.Zero(t, bob.SetChannelAttributes(2, "room", list, false))
		list[0].Key, list[1].Key = "x", "x"
		bob.expect("SetChannelAttributesResult 2 = 0")
		pass(time.Hour)
		require.Zero(t, alice.AddOrUpdateChannelAttributes(3, "room", attr("b=4"), true))
		events := alice.takeRaw()
		require.Equal(t, []string{"AddOrUpdateChannelAttributesResult 3 = 0", "room: attributes a=3,b=4"}, describeAll(alice, events))
		now := app.Clock().Now()
		got := events[1].Details.Attributes
		require.Equal(t, "bob", got[0].UpdatedBy)
		require.True(t, now.Add(-time.Hour).Equal(got[0].UpdatedAt), "%v", got)
		require.Equal(t, "alice", got[1].UpdatedBy)
		require.True(t, now.Equal(got[1].UpdatedAt), "%v", got)
		require.Zero(t, bob.GetChannelAttributes(4, "room"))
		require.Zero(t, bob.GetChannelAttributesByKeys(5, "room", []string{"b", "none"}))
		bob.expect("channel 4 a=3,b=4 = 0", "channel 5 b=4 = 0")
		require.Zero(t, bob.DeleteChannelAttributesByKeys(6, "room", []string{"a", "none"}, true))
		require.Zero(t, bob.ClearChannelAttributes(7, "room", true))
		require.Zero(t, bob.ClearChannelAttributes(8, "room", true)) // nothing changed
		bob.expect("DeleteChannelAttributesResult 6 = 0", "ClearChannelAttributesResult 7 = 0", "ClearChannelAttributesResult 8 = 0")
		alice.expect("room: attributes b=4", "room: attributes ", "room: attributes ")
		require.Equal(t, "a=3,b=4", attributes(&emulator.Details{Attributes: got}), "what was handed out does not change")
		require.Zero(t, bob.SetChannelAttributes(9, "room", attr("c=1"), false))
		alice.expect()
	})
}

// fact: N-04, S-26, S-27, Z-07
func TestChannelAttributesAfterOutage(t *testing.T) {
	for outage, want := range map[time.Duration][]string{
		3 * time.Second:  {"room: bob says hi", "room: attributes a=2"},
		10 * time.Second: {"state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS", "room: bob says hi", "room: attributes a=2"},
		40 * time.Second: {"state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS"},
	} {
		t.Run(outage.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				alice, bob := login(t, app, "alice"), login(t, app, "bob")
				alice.join("room")
				room := bob.join("room")
				pass(2 * time.Second)
				alice.take()
				interrupt(app, "alice")
				require.Zero(t, bob.SetChannelAttributes(1, "room", attr("a=1"), true))
				require.Zero(t, bob.SetChannelAttributes(2, "room", attr("a=2"), true))
				bob.post(room, 3, "hi")
				pass(outage)
				app.Restore("alice")
				alice.expect(want...)
				require.Zero(t, alice.GetChannelAttributes(4, "room"))
				alice.expect("channel 4 a=2 = 0")
			})
		})
	}
	// After the leave nothing more is told.
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		room := alice.join("room")
		alice.take()
		require.Zero(t, room.Leave())
		alice.take()
		require.Zero(t, bob.SetChannelAttributes(1, "room", attr("a=1"), true))
		alice.expect()
	})
}

// fact: N-06
func TestChannelAttributeLife(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		require.Zero(t, alice.SetChannelAttributes(1, "room", attr("a=1"), true))
		room := alice.join("room")
		pass(time.Hour)
		require.Equal(t, 1, app.Stats().ChannelAttributes)
		require.Zero(t, room.Leave())
		pass(120*time.Second - time.Millisecond)
		require.Equal(t, 1, app.Stats().ChannelAttributes)
		pass(time.Millisecond)
		require.Zero(t, app.Stats().ChannelAttributes)
		app.SetChannelAttributeLife(time.Second)
		require.Zero(t, alice.SetChannelAttributes(1, "room", attr("a=1"), true))
		pass(time.Second)
		require.Zero(t, app.Stats().ChannelAttributes)
		app.SetChannelAttributeLife(time.Hour)
		require.Zero(t, alice.SetChannelAttributes(1, "room", attr("a=1"), true))
		require.Zero(t, alice.SetChannelAttributes(1, "room", attr("a=2"), true))
		pass(time.Minute) // the App is closed with a timer running, and only one
		require.Equal(t, 1, app.Clock().Timers())
	})
}

// writers are the calls that write attributes with values.
func writers(u *user) map[string]func(...emulator.Attribute) int32 {
	return map[string]func(...emulator.Attribute) int32{
		"set user":       func(a ...emulator.Attribute) int32 { return u.SetLocalUserAttributes(1, a) },
		"update user":    func(a ...emulator.Attribute) int32 { return u.AddOrUpdateLocalUserAttributes(1, a) },
		"set channel":    func(a ...emulator.Attribute) int32 { return u.SetChannelAttributes(1, "room", a, false) },
		"update channel": func(a ...emulator.Attribute) int32 { return u.AddOrUpdateChannelAttributes(1, "room", a, false) },
	}
}

// fact: U-05, U-06, U-07, U-08, U-09, U-10, N-03, N-12, R-08, C-13, C-14, C-15: what is refused at once, and uses up nothing
func TestAttributeChecks(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		one := emulator.Attribute{Key: "k", Value: "v"}
		badKeys := []string{"", strings.Repeat("k", 33), "a b", "a\n", "\x00", "\x7f", "\u0085", "\xff", strings.Repeat("é", 17)}
		many := make([]emulator.Attribute, 33)
		for i := range many {
			many[i] = emulator.Attribute{Key: fmt.Sprint("k", i), Value: "v"}
		}
		sized := func(n int) []emulator.Attribute { // n bytes in all
			var all []emulator.Attribute
			for ; n > 0; n -= 8000 {
				size := min(n, 8000)
				all = append(all, emulator.Attribute{Key: fmt.Sprintf("k%03d", len(all)), Value: strings.Repeat("x", size-4)})
			}
			return all
		}
		for name, write := range writers(alice) {
			limit := 16 << 10
			if strings.HasSuffix(name, "channel") {
				limit = 32 << 10
			}
			invalid, overflow := emulator.AttributeOperationErrInvalidArgument, emulator.AttributeOperationErrSizeOverflow
			for range 20 {
				require.Equal(t, invalid, write(), name)
				require.Equal(t, invalid, write(one, emulator.Attribute{Key: "k"}), name)
				for _, key := range badKeys {
					require.Equal(t, invalid, write(one, emulator.Attribute{Key: key, Value: "v"}), "%s %q", name, key)
				}
				require.Equal(t, overflow, write(one, emulator.Attribute{Key: "b", Value: strings.Repeat("x", 8193)}), name)
				require.Equal(t, overflow, write(many...), name)
				require.Equal(t, overflow, write(sized(limit+1)...), name)
			}
			alice.expect()
			for _, ok := range [][]emulator.Attribute{
				many[:32],
				{{Key: "!~é💡", Value: " \x00\xff"}, {Key: strings.Repeat("k", 32), Value: strings.Repeat("x", 8192)}},
				sized(limit),
			} {
				require.Zero(t, write(ok...), name)
				synctest.Wait()
				// Each is what it says as the only thing there.
				require.Zero(t, alice.ClearLocalUserAttributes(2))
				require.Zero(t, alice.ClearChannelAttributes(3, "room", false))
				require.True(t, strings.HasSuffix(alice.take()[0], " 1 = 0"), name)
			}
		}
	})
}

// fact: U-08, U-10, N-12, E-05
func TestAttributeKeyAndIDChecks(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		byKeys := map[string]func(...string) int32{
			"delete user":    func(k ...string) int32 { return alice.DeleteLocalUserAttributesByKeys(1, k) },
			"get user":       func(k ...string) int32 { return alice.GetUserAttributesByKeys(1, "alice", k) },
			"delete channel": func(k ...string) int32 { return alice.DeleteChannelAttributesByKeys(1, "room", k, true) },
			"get channel":    func(k ...string) int32 { return alice.GetChannelAttributesByKeys(1, "room", k) },
		}
		for name, call := range byKeys {
			for _, keys := range [][]string{{}, {"a", ""}, {strings.Repeat("k", 33)}, {"a b"}, ids("k", 33)} {
				require.Equal(t, emulator.AttributeOperationErrInvalidArgument, call(keys...), "%s %q", name, keys)
			}
			require.Zero(t, call(ids("k", 32)...), name)
		}
		require.Len(t, alice.take(), len(byKeys))
		for _, id := range badIDs {
			for i, code := range []int32{
				alice.GetUserAttributes(1, id),
				alice.GetUserAttributesByKeys(1, id, []string{"a"}),
				alice.SetChannelAttributes(1, id, attr("a=1"), false),
				alice.AddOrUpdateChannelAttributes(1, id, attr("a=1"), false),
				alice.DeleteChannelAttributesByKeys(1, id, []string{"a"}, false),
				alice.ClearChannelAttributes(1, id, false),
				alice.GetChannelAttributes(1, id),
				alice.GetChannelAttributesByKeys(1, id, []string{"a"}),
			} {
				require.Equal(t, emulator.AttributeOperationErrInvalidArgument, code, "%q, call %d", id, i)
			}
		}
		alice.expect()
	})
}

// What is there after the call counts too, but is known to the server only.
// fact: U-05, N-03, N-04
func TestAttributeOverflow(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		alice.join("room")
		alice.take()
		var full []emulator.Attribute
		for i := range 32 {
			full = append(full, emulator.Attribute{Key: fmt.Sprint("k", i), Value: "v"})
		}
		require.Zero(t, alice.SetLocalUserAttributes(1, full))
		require.Zero(t, alice.AddOrUpdateLocalUserAttributes(2, attr("more=v")))
		require.Zero(t, alice.SetChannelAttributes(3, "room", full, false))
		require.Zero(t, alice.AddOrUpdateChannelAttributes(4, "room", attr("more=v"), true))
		alice.expect("SetLocalUserAttributesResult 1 = 0", "AddOrUpdateLocalUserAttributesResult 2 = 4",
			"SetChannelAttributesResult 3 = 0", "AddOrUpdateChannelAttributesResult 4 = 4")
		require.Equal(t, 32, app.Stats().UserAttributes)
		require.Equal(t, 32, app.Stats().ChannelAttributes)
	})
}

// Section 20: users and channels, reads and writes each have a budget, in which the calls add up.
// fact: F-01
func TestAttributeBudgets(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice := login(t, app, "alice")
		for _, group := range [][]question{
			attributeQuestions[0:4], attributeQuestions[4:6], attributeQuestions[6:10], attributeQuestions[10:12],
		} {
			calls := 100
			if len(group) == 2 {
				calls = 400
			}
			for i := range calls {
				require.Zero(t, group[i%len(group)].call(alice))
			}
			for _, q := range group {
				require.Equal(t, emulator.AttributeOperationErrTooOften, q.call(alice), q.name)
			}
		}
		pass(5 * time.Second)
		for _, q := range attributeQuestions {
			require.Zero(t, q.call(alice), q.name)
		}
	})
}
