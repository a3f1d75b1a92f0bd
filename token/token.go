// Package token makes and checks the tokens with which a user logs in to RTM. It is pure Go, keeps no state,
// and never puts a token or a certificate into an error.
//
// There are two formats, told apart by their first three characters:
//
//   - AccessToken, "006": lives 24 hours from its making, whatever is asked for. [BuildLegacyRTM] makes it.
//   - AccessToken2, "007", for SDKs from 1.5.0 on: lives as long as it says, at most 24 hours. [BuildRTM]
//     makes it; [AccessToken2] has all its fields, and can also hold the privileges of other products.
//
// [VerifyRTM] checks both. Tokens are made on a server of yours, which keeps the App Certificate, never in the
// program that uses them:
//
//	text, err := token.BuildRTM(appID, certificate, "alice", time.Hour)
package token

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"
)

// What is wrong with a token, or with what is to become one. Errors of this package wrap one of these.
var (
	// ErrMalformed means that the text is no token of either format.
	ErrMalformed = errors.New("token: malformed")
	// ErrAppID means that the token is for another App ID.
	ErrAppID = errors.New("token: for another App ID")
	// ErrUser means that the token is for another user.
	ErrUser = errors.New("token: for another user")
	// ErrSignature means that the token was not made with this certificate, or was changed.
	ErrSignature = errors.New("token: wrong signature")
	// ErrNoPrivilege means that the token does not allow its user to log in to RTM.
	ErrNoPrivilege = errors.New("token: no privilege to log in")
	// ErrExpired means that the token is good, but has run out.
	ErrExpired = errors.New("token: expired")
	// ErrArgument means that a token cannot be made of, or checked with, what was given.
	ErrArgument = errors.New("token: invalid argument")
)

// MaxLife is how long a token lives at most, whatever it says.
const MaxLife = 24 * time.Hour

// Bounds of what is read: a token is a few hundred bytes long.
const (
	maxText = 4 << 10  // characters of a token
	maxBody = 16 << 10 // bytes of an AccessToken2 without its compression
)

const (
	versionLength   = 3
	version2        = "007"
	version1        = "006"
	appIDLength     = 32
	signatureLength = 32
	maxUserID       = 64
)

// CheckFormat reports whether the text is a token of either format: nil, or an error that wraps ErrMalformed.
// Whose it is, who made it and whether it has run out remain to be seen.
func CheckFormat(text string) error {
	_, err := parse(text)
	return err
}

// VerifyRTM checks that the token, of either format, lets this user log in to RTM at the time now. It returns
// the time at which the token runs out; with ErrExpired, too. From that time on the token is of no use.
//
// The certificate has to be one, 32 hexadecimal digits, as has the App ID. A time of issue in the future is no
// error: clocks differ.
func VerifyRTM(text, appID, certificate, userID string, now time.Time) (time.Time, error) {
	if !hexDigits(appID) || !hexDigits(certificate) {
		return time.Time{}, fmt.Errorf("%w: App ID and certificate have to be 32 hexadecimal digits", ErrArgument)
	}
	p, err := parse(text)
	if err != nil {
		return time.Time{}, err
	}
	if p.appID() != appID {
		return time.Time{}, ErrAppID
	}
	// The old format holds no user id but its checksum, and is signed with the id: another user is
	// found out before the signature is.
	if !p.isFor(userID) {
		return time.Time{}, ErrUser
	}
	if !hmac.Equal(p.signed(), p.sign(certificate, userID)) {
		return time.Time{}, ErrSignature
	}
	expiry, granted := p.rtmLogin()
	switch {
	case !granted:
		return time.Time{}, ErrNoPrivilege
	case !now.Before(expiry):
		return expiry, ErrExpired
	default:
		return expiry, nil
	}
}

// parsed is a token of either format.
type parsed interface {
	appID() string
	// isFor reports whether the token may be this user's.
	isFor(userID string) bool
	// signed returns the signature in the token, sign the one that it ought to have.
	signed() []byte
	sign(certificate, userID string) []byte
	// rtmLogin returns when the privilege to log in ends, and whether there is one.
	rtmLogin() (time.Time, bool)
}

// parse takes a token of either format apart.
func parse(text string) (parsed, error) {
	if len(text) > maxText {
		return nil, malformed("too long")
	}
	switch {
	case strings.HasPrefix(text, version2):
		return parse2(text[versionLength:])
	case strings.HasPrefix(text, version1):
		return parse1(text[versionLength:])
	default:
		return nil, malformed("unknown version")
	}
}

func malformed(why string) error { return fmt.Errorf("%w: %s", ErrMalformed, why) }

// decode reads base64, strictly: a token can be written in one way only.
func decode(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") { // the decoder skips these
		return nil, malformed("not base64")
	}
	data, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, malformed("not base64")
	}
	return data, nil
}

// hexDigits tells whether s looks like an App ID or a certificate: 32 hexadecimal digits.
func hexDigits(s string) bool {
	if len(s) != appIDLength {
		return false
	}
	for i := range len(s) {
		switch b := s[i]; {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'f', 'A' <= b && b <= 'F':
		default:
			return false
		}
	}
	return true
}

// checkBuild checks what a token for RTM is made of.
func checkBuild(appID, certificate, userID string) error {
	switch {
	case !hexDigits(appID):
		return fmt.Errorf("%w: the App ID has to be 32 hexadecimal digits", ErrArgument)
	case !hexDigits(certificate):
		return fmt.Errorf("%w: the certificate has to be 32 hexadecimal digits", ErrArgument)
	case userID == "" || len(userID) > maxUserID:
		return fmt.Errorf("%w: the user id has to be 1 to %d bytes long", ErrArgument, maxUserID)
	default:
		return nil
	}
}
