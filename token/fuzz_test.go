// This file holds the fuzz tests: what is no token is refused in peace, what is built is read.

package token_test

import (
	"errors"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/token"
	"github.com/stretchr/testify/require"
)

// FuzzVerify reads any text: it neither panics nor is taken for good, and what can be parsed can be built again.
func FuzzVerify(f *testing.F) {
	old, err := token.BuildLegacyRTM(appID, certificate, "alice")
	require.NoError(f, err)
	for _, text := range []string{"", "006", "007", "tok", appID, vector, old, vector[:60]} {
		f.Add(text)
	}
	const nobodys = "00000000000000000000000000000000" // a certificate with which nothing was signed
	f.Fuzz(func(t *testing.T, text string) {
		_, err := token.VerifyRTM(text, appID, nobodys, "test_user", time.Unix(1111111, 0))
		require.Error(t, err)
		require.Equal(t, token.CheckFormat(text) != nil, errors.Is(err, token.ErrMalformed))
		parsed, err := token.ParseAccessToken2(text)
		if err != nil || parsed.Unread != 0 {
			return
		}
		built, err := parsed.Build(certificate)
		if err != nil {
			require.ErrorIs(t, err, token.ErrArgument) // it inflates to more than can be packed again
			return
		}
		again, err := token.ParseAccessToken2(built)
		require.NoError(t, err)
		require.Equal(t, parsed.AppID, again.AppID)
		require.ElementsMatch(t, parsed.Services, again.Services)
	})
}

// FuzzContent is FuzzVerify behind the compression, where random bytes hardly ever come.
func FuzzContent(f *testing.F) {
	head := append([]byte{32, 0}, make([]byte, 32)...)
	f.Add(append(head, body(1, service(2, privileges(1, 600), "test_user"))...))
	f.Add(append(head, body(2, service(2, privileges(1, 600), "test_user"), service(77, nil, "more"))...))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		parsed, err := token.ParseAccessToken2(pack(data))
		if err != nil {
			require.ErrorIs(t, err, token.ErrMalformed)
			return
		}
		if parsed.Unread != 0 {
			return
		}
		_, err = parsed.Build(certificate)
		if err != nil {
			require.ErrorIs(t, err, token.ErrArgument)
		}
	})
}

// FuzzRoundTrip builds tokens of any fields: what can be built verifies.
func FuzzRoundTrip(f *testing.F) {
	f.Add("alice", "room", uint32(1111111), uint32(600), uint32(1), uint16(4), uint32(60))
	f.Add("", "", uint32(0), uint32(0), uint32(0), uint16(0), uint32(0))
	f.Fuzz(func(t *testing.T, user, channel string, issued, expire, salt uint32, privilege uint16, life uint32) {
		seconds := func(n uint32) time.Duration { return time.Duration(n) * time.Second }
		tok := token.AccessToken2{
			AppID: appID, IssuedAt: time.Unix(int64(issued), 0), ExpiresIn: seconds(expire), Salt: salt,
			Services: []token.Service{
				{Type: token.ServiceRTC, Channel: channel, UserID: user, Privileges: map[token.Privilege]time.Duration{
					token.Privilege(privilege): seconds(life),
				}},
				{Type: token.ServiceRTM, UserID: user, Privileges: map[token.Privilege]time.Duration{
					token.PrivilegeLogin: seconds(life),
				}},
			},
		}
		text, err := tok.Build(certificate)
		if err != nil {
			require.ErrorIs(t, err, token.ErrArgument)
			require.Greater(t, len(user)+len(channel), 1000)
			return
		}
		parsed, err := token.ParseAccessToken2(text)
		require.NoError(t, err)
		require.Equal(t, tok, *parsed)
		end := tok.IssuedAt.Add(min(seconds(expire), seconds(life), 24*time.Hour))
		expiry, err := token.VerifyRTM(text, appID, certificate, user, end.Add(-1))
		require.NoError(t, err)
		require.True(t, expiry.Equal(end))
		_, err = token.VerifyRTM(text, appID, certificate, user, end)
		require.ErrorIs(t, err, token.ErrExpired)
		_, err = token.VerifyRTM(text, appID, certificate, user+"x", end.Add(-1))
		require.ErrorIs(t, err, token.ErrUser)
	})
}
