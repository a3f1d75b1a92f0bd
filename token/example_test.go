// This file shows how tokens are made and checked.

package token_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/go-rtm/agora-rtm-go/token"
)

func ExampleBuildRTM() {
	text, err := token.BuildRTM(appID, certificate, "alice", time.Hour)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = token.VerifyRTM(text, appID, certificate, "alice", time.Now())
	fmt.Println("for alice:", err)
	_, err = token.VerifyRTM(text, appID, certificate, "bob", time.Now())
	fmt.Println("for bob:", err)
	// Output:
	// for alice: <nil>
	// for bob: token: for another user
}

func ExampleVerifyRTM() {
	text, err := token.BuildLegacyRTM(appID, certificate, "alice")
	if err != nil {
		fmt.Println(err)
		return
	}
	expiry, err := token.VerifyRTM(text, appID, certificate, "alice", time.Now())
	fmt.Println("runs out in", time.Until(expiry).Round(time.Hour), err)

	_, err = token.VerifyRTM(text, appID, certificate, "alice", expiry)
	fmt.Println("expired:", errors.Is(err, token.ErrExpired))
	// Output:
	// runs out in 24h0m0s <nil>
	// expired: true
}

// One token may serve several products.
func ExampleAccessToken2() {
	t := token.AccessToken2{
		AppID:     appID,
		IssuedAt:  time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		ExpiresIn: time.Hour,
		Salt:      42,
		Services: []token.Service{
			{Type: token.ServiceRTC, Channel: "room", UserID: "1", Privileges: map[token.Privilege]time.Duration{
				token.PrivilegeJoinChannel: time.Hour,
			}},
			{Type: token.ServiceRTM, UserID: "alice", Privileges: map[token.Privilege]time.Duration{
				token.PrivilegeLogin: time.Minute,
			}},
		},
	}
	text, err := t.Build(certificate)
	if err != nil {
		fmt.Println(err)
		return
	}
	parsed, err := token.ParseAccessToken2(text)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range parsed.Services {
		fmt.Println(s.Type, s.UserID, s.Privileges)
	}
	// Output:
	// 1 1 map[1:1h0m0s]
	// 2 alice map[1:1m0s]
}
