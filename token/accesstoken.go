// This file holds the older format, AccessToken ("006").

package token

import (
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"time"

	"github.com/AgoraIO-Community/go-tokenbuilder/rtmtokenbuilder"
)

// privilegeLogin1 is the privilege to log in to RTM. Its value is ignored.
const privilegeLogin1 = 1000

// BuildLegacyRTM makes an AccessToken ("006") with which the user can log in for 24 hours from now, by the
// clock of this machine. SDKs before 1.5.0 need it; for later ones use BuildRTM.
func BuildLegacyRTM(appID, certificate, userID string) (string, error) {
	if err := checkBuild(appID, certificate, userID); err != nil {
		return "", err
	}
	// The builder sets the life of the token itself: the last argument means nothing.
	text, err := rtmtokenbuilder.BuildToken(appID, certificate, userID, rtmtokenbuilder.RoleRtmUser, 0)
	if err != nil {
		return "", fmt.Errorf("token: build: %w", err)
	}
	return text, nil
}

// accessToken is an AccessToken taken apart.
type accessToken struct {
	app        string
	signature  []byte
	userSum    uint32 // checksum of the user id
	deviceSum  uint32 // checksum of what RTM leaves empty
	message    []byte // what is signed besides the ids
	expiry     uint32 // Unix seconds
	privileges map[uint16]uint32
}

// parse1 takes an AccessToken apart, given without its version.
func parse1(text string) (*accessToken, error) {
	if len(text) < appIDLength || !hexDigits(text[:appIDLength]) {
		return nil, malformed("no App ID")
	}
	data, err := decode(text[appIDLength:])
	if err != nil {
		return nil, err
	}
	t := &accessToken{app: text[:appIDLength]}
	outer := unpacker{data: data}
	t.signature = outer.bytes()
	t.userSum = outer.uint32()
	t.deviceSum = outer.uint32()
	t.message = outer.bytes()
	inner := unpacker{data: t.message}
	inner.uint32() // the salt
	t.expiry = inner.uint32()
	t.privileges = inner.privileges()
	if !outer.end() || !inner.end() || len(t.signature) != signatureLength {
		return nil, malformed("content")
	}
	return t, nil
}

func (t *accessToken) appID() string { return t.app }

func (t *accessToken) isFor(userID string) bool {
	return t.userSum == crc32.ChecksumIEEE([]byte(userID)) && t.deviceSum == 0
}

func (t *accessToken) signed() []byte { return t.signature }

func (t *accessToken) sign(certificate, userID string) []byte {
	mac := hmac.New(sha256.New, []byte(certificate))
	mac.Write([]byte(t.app + userID))
	mac.Write(t.message)
	return mac.Sum(nil)
}

func (t *accessToken) rtmLogin() (time.Time, bool) {
	_, granted := t.privileges[privilegeLogin1]
	return time.Unix(int64(t.expiry), 0), granted
}
