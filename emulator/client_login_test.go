// This file tests login, logout and the connection states.

package emulator_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

func TestInitialize(t *testing.T) {
	t.Parallel()
	id := freshAppID()
	defer emulator.Open(id).Close()
	c := emulator.NewClient()
	defer c.Release()
	// fact: OB-21, L-05
	for _, bad := range []string{"", "abc", strings.Repeat("a", 31), strings.Repeat("a", 33), strings.Repeat("g", 32)} {
		require.Equal(t, emulator.InitErrInvalidAppID, c.Initialize(bad), "app id %q", bad)
	}
	require.Equal(t, emulator.InitErrOK, c.Initialize(id))
	// fact: L-05, the first check is whether it is initialised already
	require.Equal(t, emulator.InitErrAlreadyInitialized, c.Initialize("abc"))
	require.Equal(t, emulator.InitErrAlreadyInitialized, c.Initialize(id))

	upper := emulator.NewClient()
	defer upper.Release()
	require.Equal(t, emulator.InitErrOK, upper.Initialize("0123456789ABCDEF0123456789abcdef"))
}

// refusals makes every call once and returns the answers.
func refusals(c *emulator.Client) map[string]int32 {
	ch := c.CreateChannel("x")
	return map[string]int32{
		"RenewToken":        c.RenewToken("t"),
		"SendMessageToPeer": c.SendMessageToPeer("b", 1, text("x"), emulator.SendOptions{}),
		"Join":              ch.Join(),
		"Leave":             ch.Leave(),
		"SendMessage":       ch.SendMessage(1, text("x"), emulator.SendOptions{}),
		"GetMembers":        ch.GetMembers(),
	}
}

func requireAll(t *testing.T, want int32, got map[string]int32) {
	t.Helper()
	for call, code := range got {
		require.Equal(t, want, code, call)
	}
}

// fact: L-06, OB-20
func TestBeforeInitialize(t *testing.T) {
	t.Parallel()
	c := emulator.NewClient()
	defer c.Release()
	require.NotNil(t, c.CreateChannel("x"))
	requireAll(t, 101, refusals(c))
	require.Equal(t, emulator.LoginErrNotInitialized, c.Login("", "alice"))
	require.Equal(t, emulator.LogoutErrNotInitialized, c.Logout())
	// A bad argument is not looked at: 101 comes first.
	// fact: R-08
	require.Equal(t, emulator.PeerMessageErrNotInitialized, c.SendMessageToPeer("", 1, nil, emulator.SendOptions{}))
}

// fact: L-08, OB-22, S-34, R-02
func TestBeforeLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		u.expect() // no state callback at initialize
		requireAll(t, 102, refusals(u.Client))
		// fact: R-08: 102 before the checks of arguments
		require.Equal(t, emulator.PeerMessageErrUserNotLoggedIn, u.SendMessageToPeer("", 1, nil, emulator.SendOptions{}))
		u.expect()
		// fact: OB-22: logout answers by an event
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("logout = 102")
	})
}

// fact: L-07
func TestAllowedBeforeLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		ch := u.channel("room")
		require.Equal(t, "room", ch.ID())
		invitation := u.NewLocalInvitation("bob")
		require.NotZero(t, invitation)
		require.Zero(t, u.SetParameters("{}"))
		require.Zero(t, u.SetLogFile(filepath.Join(t.TempDir(), "rtm.log")))
		require.Zero(t, u.SetLogFilter(uint32(emulator.LogFilterError)))
		require.Zero(t, u.SetLogFileSize(1024))
		u.expect()

		// What was made before the login works after it.
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
		require.Zero(t, ch.Join())
		u.expect("room: joined", "room: count 1")
		require.Zero(t, u.SendLocalInvitation(invitation, "", ""))
	})
}

// fact: S-02, S-03, S-23, OB-26
func TestLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
		require.Equal(t, 1, app.Stats().UsersOnline)
	})
}

// fact: K-01, OB-39
func TestLoginTakesAnyToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		for _, token := range []string{"", app.ID(), "anything"} {
			u := connect(t, app, "alice")
			require.Equal(t, emulator.LoginErrOK, u.Login(token, "alice"))
			require.Contains(t, u.take(), "login ok", token)
			u.Release()
		}
	})
}

// fact: E-02
func TestLoginChecksUserID(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		// fact: OB-24, E-01, E-03
		for _, id := range []string{"", "null", strings.Repeat("x", 65), "é", "日本", "it's", `a"b`, "a*b", "a/b", `a\b`, "a\tb", "a\nb", "a\x00b", "a\x7fb"} {
			u := connect(t, app, id)
			require.Equal(t, emulator.LoginErrInvalidArgument, u.Login("", id), "user id %q", id)
			u.expect() // fact: R-03: a refusal brings no callback
		}
		// fact: OB-24, E-04, E-06
		for _, id := range []string{strings.Repeat("x", 64), " leading", "trailing ", "NULL", "null ", "`", "!#$%&()+-:;<=.>?@[]^_{}|~,", "0", "A", "a"} {
			login(t, app, id)
		}
		require.Equal(t, 10, app.Stats().UsersOnline, "ids are case-sensitive")
	})
}

func TestLoginTimeout(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		// fact: S-05, S-16, OB-38
		interrupt(app, "alice")
		u := connect(t, app, "alice")
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN")
		pass(12*time.Second - time.Millisecond)
		u.expect()
		// fact: OB-37: requests are refused while CONNECTING
		requireAll(t, 102, refusals(u.Client))
		pass(time.Millisecond)
		u.expect("login failed 9", "state DISCONNECTED LOGIN_TIMEOUT")
		require.Zero(t, app.Stats().UsersOnline)

		// A link that is back within the time lets the login through.
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN")
		pass(11 * time.Second)
		app.Restore("alice")
		u.expect("login ok", "state CONNECTED LOGIN_SUCCESS")
		pass(time.Minute)
		u.expect()
	})
}

// fact: S-01, R-01
func TestLoginTwice(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		interrupt(app, "alice")
		u := connect(t, app, "alice")
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		// fact: OB-26: one failure per extra call, none too often
		for range 3 {
			require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		}
		u.expect("state CONNECTING LOGIN", "login failed 8", "login failed 8", "login failed 8")
		app.Restore("alice")
		u.expect("login ok", "state CONNECTED LOGIN_SUCCESS")

		// fact: S-18
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "alice"))
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "bob"))
		interrupt(app, "alice")
		pass(5 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED")
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "alice"))
		app.Ban("alice")
		app.Restore("alice")
		u.expect("state ABORTED BANNED_BY_SERVER")
		// fact: S-19: ABORTED is left by logout only
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("", "alice"))
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
		app.Unban("alice")
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

func TestLogout(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		// fact: S-13, S-23, OB-36
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("logout = 0", "state DISCONNECTED LOGOUT")
		requireAll(t, 102, refusals(u.Client))
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("logout = 102")

		// fact: S-25: offline at once
		bob := login(t, app, "bob")
		bob.send("alice", 1, "hi")
		bob.expect("sent 1 = 3")
		require.Equal(t, 1, app.Stats().UsersOnline)
	})
}

// fact: OB-27
func TestLogoutWhileConnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		interrupt(app, "alice")
		u := connect(t, app, "alice")
		require.Equal(t, emulator.LoginErrOK, u.Login("", "alice"))
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("state CONNECTING LOGIN", "logout = 0", "state DISCONNECTED LOGOUT")
		app.Restore("alice")
		pass(time.Minute)
		u.expect()
		require.Zero(t, app.Stats().UsersOnline)
	})
}

// fact: R-12
func TestLogoutEndsOpenRequests(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		ch, other, third := u.join("room"), u.channel("other"), u.join("third")
		interrupt(app, "alice")
		u.send("bob", 1, "a")
		require.Zero(t, other.Join())
		u.post(ch, 2, "b")
		require.Zero(t, ch.GetMembers())
		require.Zero(t, u.RenewToken("new"))
		require.Zero(t, third.Leave())
		u.expect()
		require.Equal(t, emulator.LogoutErrOK, u.Logout())
		u.expect("sent 1 = 2", "other: join failed 4", "room: sent 2 = 2", "room: members  = 3", "renew new = 1", "third: left = 1",
			"logout = 0", "state DISCONNECTED LOGOUT")
		app.Restore("alice")
		pass(time.Minute)
		u.expect()
	})
}

// fact: S-24, H-16
func TestLogoutLeavesChannels(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		room := alice.join("room")
		bob.join("room")
		pass(2 * time.Second)
		alice.take()
		require.Equal(t, emulator.LogoutErrOK, alice.Logout())
		alice.expect("logout = 0", "state DISCONNECTED LOGOUT")
		pass(2 * time.Second)
		bob.expect("room: -alice", "room: count 1")
		// The object stays usable.
		require.Zero(t, alice.Login("", "alice"))
		alice.take()
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, room.Leave())
		require.Zero(t, room.Join())
		alice.expect("room: joined", "room: count 2")
	})
}

// fact: S-09, S-20, S-32, R-10, S-22, H-16
func TestRemoteLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		first, bob := login(t, app, "alice"), login(t, app, "bob")
		room := first.join("room")
		bob.join("room")
		pass(2 * time.Second)
		first.take()

		second := login(t, app, "alice")
		first.expect("state ABORTED REMOTE_LOGIN") // and no onLeave
		pass(2 * time.Second)
		bob.expect("room: -alice", "room: count 1")
		require.Equal(t, 2, app.Stats().UsersOnline)

		// Channels are not joined any more, other requests are taken and time out.
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, room.Leave())
		require.Equal(t, emulator.GetMembersErrNotInChannel, room.GetMembers())
		require.Equal(t, emulator.ChannelMessageErrFailure, room.SendMessage(1, text("x"), emulator.SendOptions{}))
		first.send("bob", 2, "lost")
		require.Zero(t, room.Join())
		// fact: K-12: RenewToken fails in ABORTED
		require.Zero(t, first.RenewToken("new"))
		first.expect("renew new = 1")
		pass(5 * time.Second)
		first.expect("room: join failed 4")
		pass(5 * time.Second)
		first.expect("sent 2 = 2")
		bob.expect()

		second.send("bob", 3, "hi")
		second.expect("sent 3 = 0")
		bob.expect("alice says hi")
		require.Zero(t, first.Logout())
		first.expect("logout = 0", "state DISCONNECTED LOGOUT")
		second.expect() // the logout of a kicked client changes nothing for the one logged in
		require.Equal(t, 2, app.Stats().UsersOnline)
	})
}

func TestBan(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		// fact: S-10
		u, bob := login(t, app, "alice"), login(t, app, "bob")
		u.join("room")
		bob.join("room")
		pass(2 * time.Second)
		u.take()
		app.Ban("alice")
		u.expect("state ABORTED BANNED_BY_SERVER")
		pass(2 * time.Second)
		bob.expect("room: -alice", "room: count 1")
		require.Equal(t, 1, app.Stats().UsersOnline)
		// fact: S-31
		require.Zero(t, u.Logout())
		u.take()
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login failed 2", "state DISCONNECTED LOGIN_FAILURE")
		app.Unban("alice")
		pass(time.Second)
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

// fact: S-15
func TestBanWhileConnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		interrupt(app, "alice")
		u := connect(t, app, "alice")
		require.Zero(t, u.Login("", "alice"))
		app.Ban("alice")
		app.Restore("alice")
		u.expect("state CONNECTING LOGIN", "login failed 2", "state DISCONNECTED LOGIN_FAILURE")
	})
}

func TestLoginAgainManyTimes(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		for range 50 {
			require.Zero(t, u.Login("", "alice"))
			synctest.Wait()
			require.Zero(t, u.Logout())
			u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS", "logout = 0", "state DISCONNECTED LOGOUT")
			pass(time.Second)
		}
	})
}
