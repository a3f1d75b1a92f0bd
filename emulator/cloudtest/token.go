// This file tests that a cloud with a certificate takes the tokens made with it, as long as they live, and
// that logins can be refused.

package cloudtest

import (
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/token"
	"github.com/stretchr/testify/require"
)

const (
	appID       = "970CA35de60c44645bbae8a215061b33"
	certificate = "5CFd2fd1755d40ecb72977518be15d3b"
)

// token makes a token of the newer format, from now on by the clock.
func (w *world) token(user string, life time.Duration) string {
	w.Helper()
	tok := token.AccessToken2{
		AppID: appID, IssuedAt: w.clock.Now(), ExpiresIn: life,
		Services: []token.Service{{
			Type: token.ServiceRTM, UserID: user,
			Privileges: map[token.Privilege]time.Duration{token.PrivilegeLogin: life},
		}},
	}
	text, err := tok.Build(certificate)
	require.NoError(w, err)
	return text
}

// loginWith makes a session that logs in with the token.
func (w *world) loginWith(user, text string, notes ...string) *client {
	w.Helper()
	c := w.session(user)
	c.Login(text)
	c.expect(notes...)
	return c
}

// fact: S-31, K-02, K-03, K-08, K-09, K-12
func testCertificate(w *world) {
	w.clock.Set(time.Now().Truncate(time.Second)) // tokens know seconds
	w.cloud.SetCertificate(appID, certificate)
	w.loginWith("alice", "", "login 5")
	w.loginWith("alice", "tok", "login 5")
	w.loginWith("alice", w.token("bob", time.Hour), "login 5")
	w.loginWith("alice", w.token("alice", 0), "login 6")
	old, err := token.BuildLegacyRTM(appID, certificate, "alice")
	require.NoError(w, err)
	w.loginWith("alice", old, "login 0").Close()

	alice := w.loginWith("alice", w.token("alice", time.Minute), "login 0")
	w.clock.Advance(30*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.expect("token will expire")
	alice.RenewToken(1, w.token("bob", time.Hour))
	alice.RenewToken(2, w.token("alice", 0))
	alice.expect("1 = 6", "2 = 5")
	alice.RenewToken(3, w.token("alice", 20*time.Second))
	alice.expect("3 = 0", "token will expire")
	w.clock.Advance(20*time.Second - 1)
	alice.expect()
	w.clock.Advance(1)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")

	// ExpireToken makes a life shorter, never longer.
	alice = w.loginWith("alice", w.token("alice", 20*time.Second), "login 0", "token will expire")
	w.cloud.ExpireToken("alice", time.Hour)
	w.clock.Advance(20 * time.Second)
	alice.wait(func() bool { return !alice.live })
	alice.expect("token expired")

	// fact: K-01
	w.cloud.SetCertificate(appID, "")
	w.loginWith("alice", "tok", "login 0")
}

// fact: K-07
func testKeepOldTokens(w *world) {
	w.cloud.SetCertificate(appID, certificate)
	w.cloud.KeepOldTokenSessions(true)
	old, err := token.BuildLegacyRTM(appID, certificate, "alice")
	require.NoError(w, err)
	alice := w.loginWith("alice", old, "login 0")
	bob := w.loginWith("bob", w.token("bob", time.Hour), "login 0")
	w.clock.Advance(25 * time.Hour)
	bob.wait(func() bool { return !bob.live })
	bob.expect("token will expire", "token expired")
	alice.expect()
	alice.cut()
	alice.back()
	alice.expect("token expired")
	alice.RenewToken(1, old)
	alice.RenewToken(2, w.token("alice", time.Hour))
	alice.expect("1 = 5", "2 = 0")
	alice.setLive(true)
	alice.Resume(nil)
	alice.expect("resumed")
}

// fact: S-31
func testRefuseLogins(w *world) {
	w.cloud.RefuseLogins("alice", emulator.LoginErrNotAuthorized)
	w.loginWith("alice", "", "login 7")
	w.cloud.RefuseLogins("", emulator.LoginErrInvalidAppID)
	w.loginWith("alice", "", "login 7")
	w.cloud.RefuseLogins("alice", emulator.LoginErrOK)
	w.loginWith("alice", "", "login 4")
	w.cloud.RefuseLogins("", emulator.LoginErrOK)
	w.loginWith("alice", "", "login 0")
}
