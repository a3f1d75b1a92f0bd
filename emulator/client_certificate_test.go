// This file tests Apps with a certificate: which tokens let a user log in, and how long.

package emulator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/token"
	"github.com/stretchr/testify/require"
)

const certificate = "5CFd2fd1755d40ecb72977518be15d3b"

// tokenFor makes a token of the newer format, from the date of the App's clock on.
func tokenFor(t *testing.T, app *emulator.App, name string, life time.Duration) string {
	t.Helper()
	tok := token.AccessToken2{
		AppID: app.ID(), IssuedAt: app.Clock().Now(), ExpiresIn: life, Salt: 1,
		Services: []token.Service{{
			Type: token.ServiceRTM, UserID: name,
			Privileges: map[token.Privilege]time.Duration{token.PrivilegeLogin: life},
		}},
	}
	text, err := tok.Build(certificate)
	require.NoError(t, err)
	return text
}

// oldTokenFor makes one of the older format, from the date in the bubble on.
func oldTokenFor(t *testing.T, app *emulator.App, name string) string {
	t.Helper()
	text, err := token.BuildLegacyRTM(app.ID(), certificate, name)
	require.NoError(t, err)
	return text
}

// fact: K-02, K-03, K-05, S-31, S-04
func TestLoginWithCertificate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		other, err := emulator.OpenWith(freshAppID(), emulator.NewMemory)
		require.NoError(t, err)
		defer other.Close()
		otherCertificate, err := token.BuildRTM(app.ID(), strings.Repeat("a", 32), "alice", time.Hour)
		require.NoError(t, err)
		none, err := (&token.AccessToken2{AppID: app.ID(), IssuedAt: app.Clock().Now(), ExpiresIn: time.Hour}).Build(certificate)
		require.NoError(t, err)
		pass(time.Second)
		tests := []struct {
			name, token string
			code        int32
		}{
			{"new", tokenFor(t, app, "alice", time.Hour), emulator.LoginErrOK},
			{"old", oldTokenFor(t, app, "alice"), emulator.LoginErrOK},
			{"missing", "", emulator.LoginErrInvalidToken},
			{"App ID", app.ID(), emulator.LoginErrInvalidToken}, // fact: OB-39
			{"another user", tokenFor(t, app, "bob", time.Hour), emulator.LoginErrInvalidToken},
			{"old, another user", oldTokenFor(t, app, "bob"), emulator.LoginErrInvalidToken},
			{"another App", tokenFor(t, other, "alice", time.Hour), emulator.LoginErrInvalidToken},
			{"old, another App", oldTokenFor(t, other, "alice"), emulator.LoginErrInvalidToken},
			{"another certificate", otherCertificate, emulator.LoginErrInvalidToken},
			{"no privilege", none, emulator.LoginErrInvalidToken},
			{"no life", tokenFor(t, app, "alice", 0), emulator.LoginErrTokenExpired}, // fact: K-06
		}
		for _, tt := range tests {
			u := connect(t, app, "alice")
			require.Zero(t, u.Login(tt.token, "alice"), tt.name)
			notes := u.take()
			if tt.code == emulator.LoginErrOK {
				require.Equal(t, []string{"state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS"}, notes, tt.name)
			} else {
				require.Equal(t, []string{"state CONNECTING LOGIN", "login failed " + string('0'+rune(tt.code)), "state DISCONNECTED LOGIN_FAILURE"}, notes, tt.name)
			}
			u.Release()
		}
	})
}

// A text that is no token is found out by the SDK itself.
// fact: OB-25
func TestLoginWithNoToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := connect(t, app, "alice")
		// fact: K-01: without a certificate nothing is checked
		for _, tok := range []string{"tok", "", app.ID(), "006", oldTokenFor(t, app, "bob")} {
			require.Zero(t, u.Login(tok, "alice"))
			u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
			require.Zero(t, u.Logout())
			u.take()
			pass(time.Second)
		}
		require.NoError(t, app.SetCertificate(certificate))
		for range 5 { // which does not count as a login
			require.Equal(t, emulator.LoginErrInvalidToken, u.Login("tok", "alice"))
			require.Equal(t, emulator.LoginErrInvalidToken, u.Login("006", "alice"))
		}
		require.Equal(t, emulator.LoginErrInvalidArgument, u.Login("tok", "")) // arguments first
		u.expect()
		require.Zero(t, u.Login(tokenFor(t, app, "alice", time.Hour), "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

func TestSetCertificate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		require.Error(t, app.SetCertificate("short"))
		require.Error(t, app.SetCertificate(strings.Repeat("g", 32)))
		bob := connect(t, app, "bob")
		require.Zero(t, bob.Login("any", "bob"))
		bob.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")

		// One who is logged in stays, also through an outage.
		require.NoError(t, app.SetCertificate(certificate))
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS")
		u.Logout()
		u.take()
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login failed 5", "state DISCONNECTED LOGIN_FAILURE")

		pass(time.Second)
		require.NoError(t, app.SetCertificate(""))
		require.Zero(t, u.Login("any", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
		pass(48 * time.Hour)
		u.expect()
	})
}

// fact: S-11, K-04, K-08, K-09
func TestTokenLife(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, app *emulator.App) string
		life time.Duration
	}{
		{"new", func(t *testing.T, app *emulator.App) string { return tokenFor(t, app, "alice", time.Hour) }, time.Hour},
		// fact: K-06
		{"more than a day", func(t *testing.T, app *emulator.App) string { return tokenFor(t, app, "alice", 48*time.Hour) }, 24 * time.Hour},
		{"old", func(t *testing.T, app *emulator.App) string { return oldTokenFor(t, app, "alice") }, 24 * time.Hour},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				require.NoError(t, app.SetCertificate(certificate))
				text := tt.make(t, app)
				pass(10 * time.Minute) // it lives from its making, not from the login
				u := loginWith(t, app, "alice", text)
				pass(tt.life - 10*time.Minute - 30*time.Second - time.Millisecond)
				u.expect()
				pass(time.Millisecond)
				u.expect("token will expire")
				pass(30*time.Second - time.Millisecond)
				u.expect()
				// fact: K-04: the token is good for many logins, each as long as the token
				again := connect(t, app, "alice")
				require.Zero(t, again.Login(text, "alice"))
				again.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS", "token will expire")
				u.expect("state ABORTED REMOTE_LOGIN")
				pass(time.Millisecond)
				again.expect("token expired", "state ABORTED TOKEN_EXPIRED")
				require.Zero(t, app.Stats().Sessions)

				require.Zero(t, again.Logout())
				again.take()
				pass(time.Second)
				require.Zero(t, again.Login(text, "alice"))
				again.expect("state CONNECTING LOGIN", "login failed 6", "state DISCONNECTED LOGIN_FAILURE")
			})
		})
	}
}

// fact: K-08: with 30 s or less left, the warning comes right after the login
func TestTokenWarningAtLogin(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		u := connect(t, app, "alice")
		require.Zero(t, u.Login(tokenFor(t, app, "alice", 30*time.Second), "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS", "token will expire")
		pass(30 * time.Second)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: K-12
func TestRenewWithCertificate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		app.LiftFrequencyLimits(true)
		first := tokenFor(t, app, "alice", time.Minute)
		u := loginWith(t, app, "alice", first)
		renew := func(text string, code int32) {
			t.Helper()
			require.Zero(t, u.RenewToken(text))
			events := u.takeRaw()
			require.Len(t, events, 1)
			require.Equal(t, emulator.EventRenewTokenResult, events[0].Kind)
			require.Equal(t, text, events[0].Text)
			require.Equal(t, code, events[0].Code)
		}
		require.Equal(t, emulator.RenewTokenErrInvalidArgument, u.RenewToken(""))
		renew("tok", emulator.RenewTokenErrInvalidToken)
		renew(app.ID(), emulator.RenewTokenErrInvalidToken)
		renew(tokenFor(t, app, "bob", time.Hour), emulator.RenewTokenErrInvalidToken)
		renew(tokenFor(t, app, "alice", 0), emulator.RenewTokenErrTokenExpired)
		pass(30 * time.Second)
		u.expect("token will expire") // refused tokens have changed nothing

		// The same token again: no longer life, no second warning.
		renew(first, emulator.RenewTokenErrOK)
		pass(29 * time.Second)
		u.expect()
		renew(tokenFor(t, app, "alice", time.Hour), emulator.RenewTokenErrOK)
		pass(time.Hour - 31*time.Second)
		u.expect()
		pass(time.Second)
		u.expect("token will expire")

		// One that lives less long counts as well.
		require.Zero(t, u.RenewToken(tokenFor(t, app, "alice", 10*time.Second)))
		got := u.take()
		require.Len(t, got, 2)
		require.Equal(t, "token will expire", got[1]) // the result comes first
		pass(10*time.Second - 1)
		u.expect()
		pass(1)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
		// fact: K-12: in ABORTED it is too late
		renew(tokenFor(t, app, "alice", time.Hour), emulator.RenewTokenErrFailure)
	})
}

// fact: K-08: a token that is brought again is no other token
func TestRenewWithSameToken(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := loginWith(t, app, "alice", "one")
		app.ExpireTokenIn("alice", 20*time.Second)
		u.expect("token will expire")
		require.Zero(t, u.RenewToken("one"))
		u.expect("renew one = 0")
		pass(20 * time.Second)
		u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: S-12, K-10, K-11
func TestTokenLifeEndsInOutage(t *testing.T) {
	for _, outage := range []time.Duration{20 * time.Second, 10 * time.Minute} {
		t.Run(outage.String(), func(t *testing.T) {
			onClouds(t, func(t *testing.T, app *emulator.App) {
				require.NoError(t, app.SetCertificate(certificate))
				u := loginWith(t, app, "alice", tokenFor(t, app, "alice", 40*time.Second))
				pass(25 * time.Second)
				u.expect("token will expire")
				interrupt(app, "alice")
				pass(outage)
				app.Restore("alice")
				u.expect("state RECONNECTING INTERRUPTED", "token expired")
				pass(time.Minute)
				u.expect()
				next := tokenFor(t, app, "alice", time.Minute)
				require.Zero(t, u.RenewToken(next))
				u.expect("renew "+next+" = 0", "state CONNECTED LOGIN_SUCCESS")
				pass(30 * time.Second)
				u.expect("token will expire")
				pass(30 * time.Second)
				u.expect("token expired", "state ABORTED TOKEN_EXPIRED")
			})
		})
	}
}

// ExpireTokenIn can make a token live less long, not longer.
func TestExpireTokenWithCertificate(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		u := loginWith(t, app, "alice", tokenFor(t, app, "alice", time.Minute))
		app.ExpireTokenIn("alice", time.Hour)
		pass(time.Minute)
		u.expect("token will expire", "token expired", "state ABORTED TOKEN_EXPIRED")
		u.Release()

		text := tokenFor(t, app, "bob", time.Hour)
		bob := loginWith(t, app, "bob", text)
		app.ExpireToken("bob")
		bob.expect("token expired", "state ABORTED TOKEN_EXPIRED")
		require.Zero(t, bob.Logout())
		bob.take()
		pass(time.Second)
		require.Zero(t, bob.Login(text, "bob"))
		bob.expect("state CONNECTING LOGIN", "login failed 6", "state DISCONNECTED LOGIN_FAILURE")

		app.ExpireTokenIn("carol", time.Hour) // before her login
		carol := loginWith(t, app, "carol", tokenFor(t, app, "carol", time.Minute))
		pass(time.Minute)
		carol.expect("token will expire", "token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// Tokens that ran out by themselves are not remembered by anybody.
func TestExpiredTokensAreForgotten(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		text := tokenFor(t, app, "alice", time.Minute)
		u := loginWith(t, app, "alice", text)
		start := app.Clock().Now()
		pass(time.Minute)
		u.expect("token will expire", "token expired", "state ABORTED TOKEN_EXPIRED")
		u.Release()
		app.Clock().Set(start) // its time has come again
		again := connect(t, app, "alice")
		require.Zero(t, again.Login(text, "alice"))
		again.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}

// fact: K-07, K-09
func TestKeepOldTokenSessions(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		require.NoError(t, app.SetCertificate(certificate))
		app.KeepOldTokenSessions(true)
		old := oldTokenFor(t, app, "alice")
		u := loginWith(t, app, "alice", old)
		bob := loginWith(t, app, "bob", tokenFor(t, app, "bob", time.Hour))
		pass(25 * time.Hour)
		u.expect()
		bob.expect("token will expire", "token expired", "state ABORTED TOKEN_EXPIRED") // the newer format is not spared
		u.send("alice", 1, "self")
		u.expect("alice says self", "sent 1 = 0")

		// It matters when the session is taken up again, after the shortest outage.
		interrupt(app, "alice")
		pass(time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "token expired")
		pass(time.Minute)
		u.expect()
		require.Zero(t, u.RenewToken(old))
		u.expect("renew " + old + " = 5")
		next := oldTokenFor(t, app, "alice")
		require.Zero(t, u.RenewToken(next))
		u.expect("renew "+next+" = 0", "state CONNECTED LOGIN_SUCCESS")

		pass(25 * time.Hour)
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.Restore("alice")
		u.expect("state RECONNECTING INTERRUPTED", "token expired")

		// And at the next login.
		require.Zero(t, u.Logout())
		u.take()
		require.Zero(t, u.Login(next, "alice"))
		u.expect("state CONNECTING LOGIN", "login failed 6", "state DISCONNECTED LOGIN_FAILURE")
		pass(time.Second)
		app.KeepOldTokenSessions(false)
		require.Zero(t, u.Login(oldTokenFor(t, app, "alice"), "alice"))
		u.take()
		pass(24 * time.Hour)
		u.expect("token will expire", "token expired", "state ABORTED TOKEN_EXPIRED")
	})
}

// fact: S-31
func TestRefuseLogins(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		u := connect(t, app, "alice")
		refused := func(code string) {
			t.Helper()
			require.Zero(t, u.Login("", "alice"))
			u.expect("state CONNECTING LOGIN", "login failed "+code, "state DISCONNECTED LOGIN_FAILURE")
		}
		bob := login(t, app, "bob")
		app.RefuseLogins("alice", emulator.LoginErrNotAuthorized)
		refused("7")
		refused("7") // until it is lifted
		app.RefuseLogins("", emulator.LoginErrInvalidAppID)
		refused("7") // the user's own goes first
		app.RefuseLogins("alice", emulator.LoginErrOK)
		refused("4")
		require.Equal(t, 1, app.Stats().UsersOnline)
		interrupt(app, "bob")
		pass(5 * time.Second)
		app.Restore("bob")
		bob.expect("state RECONNECTING INTERRUPTED", "state CONNECTED LOGIN_SUCCESS") // a session is no login
		app.Ban("alice")
		refused("2") // fact: S-31: a ban says so
		app.Unban("alice")
		app.RefuseLogins("", emulator.LoginErrOK)
		require.Zero(t, u.Login("", "alice"))
		u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	})
}
