// This file tests tokens that run out.

package emulator_test

import (
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

func loginWith(t *testing.T, app *emulator.App, name, token string) *user {
	t.Helper()
	u := connect(t, app, name)
	require.Zero(t, u.Login(token, name))
	u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	return u
}

// fact: S-11, K-09
func TestTokenExpiresWhileConnected(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := loginWith(t, app, "alice", "one"), login(t, app, "bob")
		bob.join("room")
		u.join("room")
		pass(3 * time.Second)
		bob.take()
		app.ExpireToken("alice")
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
		bob.expect("room: -alice", "room: count 1")
		require.Equal(t, 1, app.Stats().UsersOnline)

		// fact: S-19, S-31
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("two", "alice"))
		require.Zero(t, u.Logout())
		u.take()
		require.Zero(t, u.Login("one", "alice"))
		u.expect("state CONNECTING LOGIN", "login failed 6", "state DISCONNECTED LOGIN_FAILURE")
		pass(time.Second)
		require.Zero(t, u.Login("two", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

// fact: K-08
func TestTokenWarning(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		app.ExpireTokenIn("alice", time.Minute)
		pass(30*time.Second - time.Millisecond)
		u.expect()
		pass(time.Millisecond)
		u.expect("token will expire")
		pass(30*time.Second - time.Millisecond)
		u.expect()
		pass(time.Millisecond)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: K-08: once per token; K-12: RenewToken carries the new token in its result
func TestRenewToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		app.ExpireTokenIn("alice", 20*time.Second)
		app.ExpireTokenIn("alice", 10*time.Second)
		u.expect("token will expire")
		require.Equal(t, emulator.RenewTokenErrInvalidArgument, u.RenewToken(""))
		require.Zero(t, u.RenewToken("two"))
		u.expect("renew two = 0")
		pass(time.Hour)
		u.expect() // the end of the old token means nothing now

		app.ExpireTokenIn("alice", 10*time.Second)
		u.expect("token will expire") // a new token, a new warning
		pass(10 * time.Second)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: K-12
func TestRenewWithExpiredToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		app.ExpireToken("alice")
		require.Zero(t, u.Logout())
		u.take()
		pass(time.Second)
		require.Zero(t, u.Login("two", "alice"))
		u.take()
		require.Zero(t, u.RenewToken("one"))
		u.expect("renew one = 5")
		// The session goes on with the token it has.
		u.send("alice", 1, "self")
		u.expect("alice says self", "sent 1 = 0")
	})
}

// fact: S-12, K-10, K-11
func TestTokenExpiresWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := loginWith(t, app, "alice", "one"), login(t, app, "bob")
		u.join("room")
		bob.join("room")
		pass(2 * time.Second)
		u.take()
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.ExpireToken("alice")
		u.expect("state RECONNECTING INTERRUPTED")
		app.Restore("alice")
		u.expect("token expired") // and still RECONNECTING
		bob.send("alice", 1, "waiting")
		pass(time.Second)
		// Once per token, not per attempt.
		interrupt(app, "alice")
		pass(time.Second)
		app.Restore("alice")
		u.expect()

		require.Zero(t, u.RenewToken("one"))
		u.expect("renew one = 5")
		require.Zero(t, u.RenewToken("two"))
		u.expect("renew two = 0", "state CONNECTED LOGIN_SUCCESS", "bob says waiting")
		bob.expect("sent 1 = 0")

		// Another token, and after a new login another: each is told.
		for _, token := range []string{"three", "four"} {
			interrupt(app, "alice")
			app.ExpireToken("alice")
			app.Restore("alice")
			require.Contains(t, u.take(), "token expired")
			require.Zero(t, u.Logout())
			u.take()
			pass(time.Second)
			require.Zero(t, u.Login(token, "alice"))
			u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
			interrupt(app, "alice")
			pass(5 * time.Second)
			app.ExpireToken("alice")
			app.Restore("alice")
			u.expect("state RECONNECTING INTERRUPTED", "token expired")
			require.Zero(t, u.RenewToken(token+" renewed"))
			u.expect("renew "+token+" renewed = 0", "state CONNECTED LOGIN_SUCCESS")
		}
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.ExpireToken("alice")
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "token expired")
		require.Zero(t, u.Logout())
		u.take()
		require.Zero(t, u.Login("five", "alice"))
		u.take()
		app.ExpireToken("alice")
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: K-10, S-26: the same after the server has removed the user
func TestTokenExpiresInLongOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u, bob := loginWith(t, app, "alice", "one"), login(t, app, "bob")
		bob.join("room")
		u.join("room")
		pass(3 * time.Second)
		bob.take()
		interrupt(app, "alice")
		app.ExpireTokenIn("alice", 20*time.Second)
		pass(25 * time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "token expired")
		bob.expect()
		pass(5 * time.Second)
		bob.expect("room: -alice", "room: count 1") // nobody who is not logged in stays online
		pass(time.Hour)
		require.Zero(t, u.RenewToken("two"))
		u.expect("renew two = 0", "state CONNECTED LOGIN_SUCCESS")
		bob.expect("room: +alice", "room: count 2")
	})
}

// fact: S-11: an outage too short to be noticed leaves CONNECTED, so the rule for CONNECTED holds
func TestTokenExpiresInShortOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		interrupt(app, "alice")
		app.ExpireTokenIn("alice", time.Second)
		pass(2 * time.Second)
		u.expect()
		app.Restore("alice")
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
		require.Zero(t, app.Stats().UsersOnline)
	})
}

// fact: K-08: the warning that fell due in an outage comes after it
func TestTokenWarningAfterOutage(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		app.ExpireTokenIn("alice", time.Minute)
		pass(29 * time.Second)
		interrupt(app, "alice")
		pass(2 * time.Second)
		u.expect()
		app.Restore("alice")
		u.expect("token will expire")
	})
}

// fact: K-12: a renewal without a link ends with FAILURE after 10 s, or works when the link is back
func TestRenewWhileReconnecting(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		interrupt(app, "alice")
		require.Zero(t, u.RenewToken("two"))
		pass(10 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED", "renew two = 1")
		app.ExpireToken("alice")
		require.Zero(t, u.RenewToken("three"))
		pass(9 * time.Second)
		app.Restore("alice")
		// Renewed before the login is tried: the expired token is never noticed.
		u.expect("renew three = 0", "state CONNECTED LOGIN_SUCCESS")
	})
}

// fact: K-08, S-31: ExpireToken before the login is about the token of the login
func TestTokenOfNextLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.ExpireTokenIn("alice", 20*time.Second)
		u := connect(t, app, "alice")
		require.Zero(t, u.Login("one", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS", "token will expire")
		pass(20 * time.Second)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")

		app.ExpireToken("bob")
		bob := connect(t, app, "bob")
		require.Zero(t, bob.Login("", "bob"))
		bob.expect("state CONNECTING LOGIN", "login failed 6", "state DISCONNECTED LOGIN_FAILURE")
		pass(time.Second)
		require.Zero(t, bob.Login("", "bob"))
		bob.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

// A ban reaches a client that waits for another token.
// fact: S-14
func TestBanWhileWaitingForToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.ExpireToken("alice")
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "token expired")
		app.Ban("alice")
		u.expect("state ABORTED BANNED_BY_SERVER")
	})
}
