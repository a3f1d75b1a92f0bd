// This file tests making and checking tokens of both formats.

package token_test

import (
	"bytes"
	"compress/zlib"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
	"time"

	"github.com/AgoraIO-Community/go-tokenbuilder/rtmtokenbuilder"
	"github.com/go-rtm/agora-rtm-go/token"
	"github.com/stretchr/testify/require"
)

const (
	appID       = "970CA35de60c44645bbae8a215061b33"
	certificate = "5CFd2fd1755d40ecb72977518be15d3b"

	// vector was made elsewhere, for the two above.
	vector = "007eJxSYJjqLJBlM239wwWvmBZ7tW619coNnPKSXaHayfKzZODswxMVGCzNDZwdjU1TUs0Mkk1MzExMk5ISUy0SjQxNDcwMk4yN3b8IMEQwMTAwMjAwMDMwgiGIr8BgnmJuZGxmmppkaWFsYmFqbGmeapxqnGaZYmJmkJSSksjFYGRhYWRsYmhkbswE18fJUJJaXBJfWpxaxAoXRFYKCAAA///aoiqr"
)

func vectorFields() token.AccessToken2 {
	login := map[token.Privilege]time.Duration{token.PrivilegeLogin: 10 * time.Minute}
	return token.AccessToken2{
		AppID: appID, IssuedAt: time.Unix(1111111, 0), ExpiresIn: 10 * time.Minute, Salt: 1,
		Services: []token.Service{
			{
				Type: token.ServiceRTC, Channel: "7d72365eb983485397e3e3f9d460bdda", UserID: "2882341273",
				Privileges: map[token.Privilege]time.Duration{token.PrivilegeJoinChannel: 10 * time.Minute},
			},
			{Type: token.ServiceRTM, UserID: "test_user", Privileges: login},
			{Type: token.ServiceChat, UserID: "2882341273", Privileges: login},
		},
	}
}

func TestVector(t *testing.T) {
	t.Parallel()
	parsed, err := token.ParseAccessToken2(vector)
	require.NoError(t, err)
	require.Equal(t, vectorFields(), *parsed)

	expiry, err := token.VerifyRTM(vector, appID, certificate, "test_user", time.Unix(1111111+599, 0))
	require.NoError(t, err)
	require.True(t, expiry.Equal(time.Unix(1111111+600, 0)))

	// The same fields give the same content and signature; only the compression may differ.
	fields := vectorFields()
	built, err := fields.Build(certificate)
	require.NoError(t, err)
	require.Equal(t, content(t, vector), content(t, built))
}

// content undoes compression and encoding.
func content(t *testing.T, text string) []byte {
	t.Helper()
	packed, err := base64.StdEncoding.DecodeString(text[3:])
	require.NoError(t, err)
	r, err := zlib.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	var data bytes.Buffer
	_, err = data.ReadFrom(r)
	require.NoError(t, err)
	return data.Bytes()
}

// pack does what content undoes.
func pack(data []byte) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(data)
	w.Close()
	return "007" + base64.StdEncoding.EncodeToString(packed.Bytes())
}

// fact: K-03, K-05, K-06
func TestVerify(t *testing.T) {
	t.Parallel()
	const user = "alice"
	now := time.Now().Truncate(time.Second)
	build := func(change func(*token.AccessToken2)) func(*testing.T) string {
		return func(t *testing.T) string {
			tok := token.AccessToken2{
				AppID: appID, IssuedAt: now, ExpiresIn: time.Hour, Salt: 7,
				Services: []token.Service{{
					Type: token.ServiceRTM, UserID: user,
					Privileges: map[token.Privilege]time.Duration{token.PrivilegeLogin: time.Hour},
				}},
			}
			change(&tok)
			text, err := tok.Build(certificate)
			require.NoError(t, err)
			return text
		}
	}
	fixed := func(text string) func(*testing.T) string { return func(*testing.T) string { return text } }
	good := func(*token.AccessToken2) {}
	life := func(d time.Duration) func(*token.AccessToken2) {
		return func(tok *token.AccessToken2) {
			tok.ExpiresIn = d
			tok.Services[0].Privileges[token.PrivilegeLogin] = d
		}
	}
	other := strings.Repeat("a", 32)
	tests := []struct {
		name                   string
		text                   func(*testing.T) string
		app, certificate, user string
		at, expiry             time.Time
		err                    error
	}{
		{name: "good", text: build(good), expiry: now.Add(time.Hour)},
		{name: "last moment", text: build(good), at: now.Add(time.Hour - 1), expiry: now.Add(time.Hour)},
		{name: "expired", text: build(good), at: now.Add(time.Hour), expiry: now.Add(time.Hour), err: token.ErrExpired},
		{name: "no life", text: build(life(0)), expiry: now, err: token.ErrExpired},
		{name: "more than a day", text: build(life(25 * time.Hour)), expiry: now.Add(24 * time.Hour)},
		{name: "more than a day is over", text: build(life(25 * time.Hour)), at: now.Add(24 * time.Hour), expiry: now.Add(24 * time.Hour), err: token.ErrExpired},
		{name: "privilege ends first", text: build(func(tok *token.AccessToken2) {
			tok.Services[0].Privileges[token.PrivilegeLogin] = time.Minute
		}), expiry: now.Add(time.Minute)},
		{name: "token ends first", text: build(func(tok *token.AccessToken2) { tok.ExpiresIn = time.Minute }), expiry: now.Add(time.Minute)},
		{name: "part of a second", text: build(life(time.Millisecond)), expiry: now.Add(time.Second)},
		{name: "issued in the future", text: build(func(tok *token.AccessToken2) { tok.IssuedAt = now.Add(time.Hour) }), expiry: now.Add(2 * time.Hour)},
		{name: "other privilege", text: build(func(tok *token.AccessToken2) {
			tok.Services[0].Privileges = map[token.Privilege]time.Duration{9: time.Hour}
		}), err: token.ErrNoPrivilege},
		{name: "other service", text: build(func(tok *token.AccessToken2) { tok.Services[0].Type = token.ServiceChat }), err: token.ErrNoPrivilege},
		{name: "no service", text: build(func(tok *token.AccessToken2) { tok.Services = nil }), err: token.ErrNoPrivilege},
		{name: "another user", text: build(good), user: "bob", err: token.ErrUser},
		{name: "another app", text: build(good), app: other, err: token.ErrAppID},
		{name: "case of the app", text: build(good), app: strings.ToLower(appID), err: token.ErrAppID},
		{name: "another certificate", text: build(good), certificate: other, err: token.ErrSignature},
		{name: "empty certificate", text: build(good), certificate: "-", err: token.ErrArgument},
		{name: "app is none", text: build(good), app: "app", err: token.ErrArgument},
		{name: "empty", text: fixed(""), err: token.ErrMalformed},
		{name: "app id", text: fixed(appID), err: token.ErrMalformed},
		{name: "other version", text: fixed("008" + vector[3:]), err: token.ErrMalformed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			text := tt.text(t)
			pick := func(given, usual string) string {
				switch given {
				case "":
					return usual
				case "-":
					return ""
				}
				return given
			}
			at := tt.at
			if at.IsZero() {
				at = now
			}
			cert := pick(tt.certificate, certificate)
			expiry, err := token.VerifyRTM(text, pick(tt.app, appID), cert, pick(tt.user, user), at)
			require.ErrorIs(t, err, tt.err)
			require.True(t, expiry.Equal(tt.expiry), "expiry %v, want %v", expiry, tt.expiry)
			if err != nil && text != "" {
				require.NotContains(t, err.Error(), text)
				require.NotContains(t, err.Error(), certificate)
			}
		})
	}
}

// A change of any byte is found out.
func TestVerifyChanged(t *testing.T) {
	t.Parallel()
	data := content(t, vector)
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		_, err := token.VerifyRTM(pack(changed), appID, certificate, "test_user", time.Unix(1111111, 0))
		require.Error(t, err, "byte %d", i)
	}
}

func TestMalformed2(t *testing.T) {
	t.Parallel()
	good := content(t, vector)
	bomb := pack(append(bytes.Clone(good), make([]byte, 1<<20)...))
	require.Less(t, len(bomb), 4096) // so that it is not refused for its length
	packed, err := base64.StdEncoding.DecodeString(vector[3:])
	require.NoError(t, err)
	wrongSum := bytes.Clone(packed)
	wrongSum[len(wrongSum)-1] ^= 1
	sized := func(n int) string {
		data := func(user int) []byte {
			return append(bytes.Clone(good[:34]), body(1, service(2, privileges(1, 600), strings.Repeat("a", user)))...)
		}
		return pack(data(n - len(data(0))))
	}
	require.NoError(t, token.CheckFormat(sized(16<<10)))
	twice := append(bytes.Clone(good[:34]), body(2,
		service(2, privileges(1, 600), "test_user"), service(2, privileges(1, 600), "test_user"))...)
	tests := map[string]string{
		"not base64":           "007" + "?",
		"line break":           vector[:10] + "\n" + vector[10:],
		"spare bits":           spareBits(t),
		"no padding":           "007YQ",
		"not compressed":       "007" + base64.StdEncoding.EncodeToString(good),
		"cut off":              "007" + base64.StdEncoding.EncodeToString(packed[:len(packed)-8]),
		"wrong checksum":       "007" + base64.StdEncoding.EncodeToString(wrongSum),
		"garbage behind":       "007" + base64.StdEncoding.EncodeToString(append(bytes.Clone(packed), 0)),
		"garbage inside":       pack(append(bytes.Clone(good), 0)),
		"inflates without end": bomb,
		"inflates to too much": sized(16<<10 + 1),
		"too long":             vector + strings.Repeat("A", 5000),
		"signature too short":  pack(append([]byte{31, 0}, good[3:]...)),
		"no app":               pack(append(bytes.Clone(good[:34]), bytes.Repeat([]byte{0}, 16)...)),
		"privilege twice":      pack(append(bytes.Clone(good[:34]), body(1, service(2, privileges(1, 600, 1, 600), "test_user"))...)),
		"service twice":        pack(twice),
	}
	for name, text := range tests {
		require.ErrorIs(t, token.CheckFormat(text), token.ErrMalformed, name)
		_, err := token.ParseAccessToken2(text)
		require.ErrorIs(t, err, token.ErrMalformed, name)
	}
	for n := range good {
		require.ErrorIs(t, token.CheckFormat(pack(good[:n])), token.ErrMalformed, "the first %d bytes", n)
	}
	// The pieces the tests above are made of are good.
	require.NoError(t, token.CheckFormat(pack(append(bytes.Clone(good[:34]), body(1, service(2, privileges(1, 600), "test_user"))...))))
	require.NoError(t, token.CheckFormat(vector))
}

// spareBits returns a token in whose last character bits are set that mean nothing.
func spareBits(t *testing.T) string {
	t.Helper()
	head := append([]byte{32, 0}, make([]byte, 32)...)
	for user := "a"; ; user += "b" {
		text := pack(append(head, body(1, service(2, privileges(1, 600), user))...))
		if bare := strings.TrimSuffix(text, "="); len(text)-len(bare) == 1 && !strings.HasSuffix(bare, "=") {
			require.NoError(t, token.CheckFormat(text))
			const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
			last := strings.IndexByte(digits, bare[len(bare)-1])
			return bare[:len(bare)-1] + string(digits[last+1]) + "="
		}
	}
}

// body packs what follows the signature, but for the services.
func body(n uint16, services ...[]byte) []byte {
	b := str(appID)
	b = binary.LittleEndian.AppendUint32(b, 1111111)
	b = binary.LittleEndian.AppendUint32(b, 600)
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint16(b, n)
	return append(b, bytes.Join(services, nil)...)
}

func service(kind uint16, privileges []byte, user string) []byte {
	b := binary.LittleEndian.AppendUint16(nil, kind)
	return append(append(b, privileges...), str(user)...)
}

func privileges(pairs ...uint32) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(len(pairs)/2))
	for i := 0; i < len(pairs); i += 2 {
		b = binary.LittleEndian.AppendUint16(b, uint16(pairs[i]))
		b = binary.LittleEndian.AppendUint32(b, pairs[i+1])
	}
	return b
}

func str(s string) []byte {
	return append(binary.LittleEndian.AppendUint16(nil, uint16(len(s))), s...)
}

// sign signs the content of an AccessToken2 anew, by the rules written down once more.
func sign(content []byte) []byte {
	sum := func(key, data []byte) []byte {
		mac := hmac.New(sha256.New, key)
		mac.Write(data)
		return mac.Sum(nil)
	}
	key := sum(content[42:46], sum(content[34:38], []byte(certificate)))
	return append(append([]byte{32, 0}, sum(key, content)...), content...)
}

// Reading stops at a service of another type; what was read counts.
func TestUnknownService(t *testing.T) {
	t.Parallel()
	now := time.Unix(1111111, 0)
	rtm := service(2, privileges(1, 600), "alice")
	text := pack(sign(body(3, rtm, service(77, nil, "what"), []byte("ever"))))
	parsed, err := token.ParseAccessToken2(text)
	require.NoError(t, err)
	require.Len(t, parsed.Services, 1)
	require.Equal(t, 2, parsed.Unread)
	_, err = token.VerifyRTM(text, appID, certificate, "alice", now)
	require.NoError(t, err)
	_, err = parsed.Build(certificate)
	require.ErrorIs(t, err, token.ErrArgument)

	_, err = token.VerifyRTM(pack(sign(body(2, service(77, nil, "what"), rtm))), appID, certificate, "alice", now)
	require.ErrorIs(t, err, token.ErrNoPrivilege)
}

func TestBuildRefuses(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*token.AccessToken2) string{
		"app":                 func(tok *token.AccessToken2) string { tok.AppID = "app"; return certificate },
		"app not hexadecimal": func(tok *token.AccessToken2) string { tok.AppID = strings.Repeat("g", 32); return certificate },
		"certificate":         func(tok *token.AccessToken2) string { return "" },
		"time before 1970":    func(tok *token.AccessToken2) string { tok.IssuedAt = time.Unix(-1, 0); return certificate },
		"time too late":       func(tok *token.AccessToken2) string { tok.IssuedAt = time.Unix(1<<32, 0); return certificate },
		"negative life":       func(tok *token.AccessToken2) string { tok.ExpiresIn = -1; return certificate },
		"life too long":       func(tok *token.AccessToken2) string { tok.ExpiresIn = 1 << 62; return certificate },
		"service twice": func(tok *token.AccessToken2) string {
			tok.Services[0].Type = token.ServiceChat
			tok.Services[0].Channel = ""
			return certificate
		},
		"unknown service":    func(tok *token.AccessToken2) string { tok.Services[0].Type = 77; return certificate },
		"channel of RTM":     func(tok *token.AccessToken2) string { tok.Services[1].Channel = "c"; return certificate },
		"negative privilege": func(tok *token.AccessToken2) string { tok.Services[1].Privileges[1] = -1; return certificate },
		"user id does not fit": func(tok *token.AccessToken2) string {
			tok.Services[1].UserID = strings.Repeat("a", 1<<16)
			return certificate
		},
		"too long to be read": func(tok *token.AccessToken2) string {
			tok.Services[1].UserID = strings.Repeat("a", 1<<15)
			return certificate
		},
		"many services":   func(tok *token.AccessToken2) string { tok.Services = make([]token.Service, 1<<16); return certificate },
		"unread services": func(tok *token.AccessToken2) string { tok.Unread = 1; return certificate },
	}
	for name, change := range tests {
		tok := vectorFields()
		_, err := tok.Build(change(&tok))
		require.ErrorIs(t, err, token.ErrArgument, name)
	}
}

// fact: K-05, K-06
func TestBuildRTM(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		validFor   time.Duration
		life       time.Duration
		expiredNow bool
	}{
		{"an hour", time.Hour, time.Hour, false},
		{"a day", 24 * time.Hour, 24 * time.Hour, false},
		{"more than a day", 25 * time.Hour, 24 * time.Hour, false},
		{"parts of a second", 1500 * time.Millisecond, 2 * time.Second, false},
		{"none", 0, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			before := time.Now().Truncate(time.Second)
			text, err := token.BuildRTM(appID, certificate, "alice", tt.validFor)
			require.NoError(t, err)
			parsed, err := token.ParseAccessToken2(text)
			require.NoError(t, err)
			require.WithinRange(t, parsed.IssuedAt, before, time.Now())
			require.Equal(t, tt.life, parsed.ExpiresIn)
			expiry, err := token.VerifyRTM(text, appID, certificate, "alice", parsed.IssuedAt)
			require.True(t, expiry.Equal(parsed.IssuedAt.Add(tt.life)))
			if tt.expiredNow {
				require.ErrorIs(t, err, token.ErrExpired)
			} else {
				require.NoError(t, err)
			}
		})
	}

	one, err := token.BuildRTM(appID, certificate, "alice", time.Hour)
	require.NoError(t, err)
	two, err := token.BuildRTM(appID, certificate, "alice", time.Hour)
	require.NoError(t, err)
	require.NotEqual(t, one, two, "the salt is not random")

	builders := map[string]func(app, cert, user string) (string, error){
		"007": func(app, cert, user string) (string, error) {
			return token.BuildRTM(app, cert, user, time.Hour)
		},
		"006": token.BuildLegacyRTM,
	}
	for name, build := range builders {
		for _, bad := range [][3]string{
			{"", certificate, "alice"},
			{appID, "", "alice"},
			{appID, certificate, ""},
			{appID, certificate, strings.Repeat("a", 65)},
		} {
			_, err := build(bad[0], bad[1], bad[2])
			require.ErrorIs(t, err, token.ErrArgument, "%s: %q", name, bad)
		}
		_, err := build(appID, certificate, strings.Repeat("a", 64))
		require.NoError(t, err)
	}
	_, err = token.BuildRTM(appID, certificate, "alice", -time.Second)
	require.ErrorIs(t, err, token.ErrArgument)
}

// fact: K-03, K-04
func TestLegacy(t *testing.T) {
	t.Parallel()
	before := time.Now().Truncate(time.Second)
	text, err := token.BuildLegacyRTM(appID, certificate, "alice")
	require.NoError(t, err)
	require.NoError(t, token.CheckFormat(text))
	// The time that the builder is given means nothing.
	early, err := rtmtokenbuilder.BuildToken(appID, certificate, "alice", rtmtokenbuilder.RoleRtmUser, 1)
	require.NoError(t, err)
	for _, text := range []string{text, early} {
		expiry, err := token.VerifyRTM(text, appID, certificate, "alice", time.Now())
		require.NoError(t, err)
		require.WithinRange(t, expiry, before.Add(24*time.Hour), time.Now().Add(24*time.Hour))
		_, err = token.VerifyRTM(text, appID, certificate, "alice", expiry.Add(-1))
		require.NoError(t, err)
		_, err = token.VerifyRTM(text, appID, certificate, "alice", expiry)
		require.ErrorIs(t, err, token.ErrExpired)
	}

	other := strings.Repeat("a", 32)
	now := time.Now()
	_, err = token.VerifyRTM(text, appID, certificate, "bob", now)
	require.ErrorIs(t, err, token.ErrUser)
	_, err = token.VerifyRTM(text, other, certificate, "alice", now)
	require.ErrorIs(t, err, token.ErrAppID)
	_, err = token.VerifyRTM(text, appID, other, "alice", now)
	require.ErrorIs(t, err, token.ErrSignature)
	_, err = token.VerifyRTM("006"+other+text[35:], other, certificate, "alice", now)
	require.ErrorIs(t, err, token.ErrSignature)
	_, err = token.ParseAccessToken2(text)
	require.ErrorIs(t, err, token.ErrMalformed)

	// Any byte counts.
	data, err := base64.StdEncoding.DecodeString(text[35:])
	require.NoError(t, err)
	for i := range data {
		changed := bytes.Clone(data)
		changed[i] ^= 1
		_, err := token.VerifyRTM(text[:35]+base64.StdEncoding.EncodeToString(changed), appID, certificate, "alice", now)
		require.Error(t, err, "byte %d", i)
	}
}

// many returns n privileges.
func many(n uint32) (pairs []uint32) {
	for i := range n {
		pairs = append(pairs, i, 0)
	}
	return pairs
}

func TestMalformed1(t *testing.T) {
	t.Parallel()
	message := append(binary.LittleEndian.AppendUint32(make([]byte, 4), 1<<31), privileges(1000, 0)...)
	make1 := func(signature, message []byte) []byte {
		b := str(string(signature))
		b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE([]byte("alice")))
		b = binary.LittleEndian.AppendUint32(b, 0)
		return append(b, str(string(message))...)
	}
	encode := func(b []byte) string { return "006" + appID + base64.StdEncoding.EncodeToString(b) }
	good := make1(make([]byte, 32), message)
	require.NoError(t, token.CheckFormat(encode(good)))
	require.NoError(t, token.CheckFormat(encode(make1(make([]byte, 32), append(make([]byte, 8), privileges(many(400)...)...)))))
	tests := map[string]string{
		"no app":              "006",
		"app not hexadecimal": "006" + strings.Repeat("g", 32) + encode(good)[35:],
		"not base64":          "006" + appID + "???",
		"line break":          encode(good) + "\n",
		"too long":            encode(make1(make([]byte, 32), append(make([]byte, 8), privileges(many(600)...)...))),
		"garbage behind":      encode(append(bytes.Clone(good), 0)),
		"garbage inside":      encode(make1(make([]byte, 32), append(bytes.Clone(message), 0))),
		"signature too short": encode(make1(make([]byte, 31), message)),
		"privilege twice":     encode(make1(make([]byte, 32), append(make([]byte, 8), privileges(1000, 0, 1000, 0)...))),
	}
	for name, text := range tests {
		require.ErrorIs(t, token.CheckFormat(text), token.ErrMalformed, name)
	}
	for n := range good {
		require.ErrorIs(t, token.CheckFormat(encode(good[:n])), token.ErrMalformed, "the first %d bytes", n)
	}

	// Signed well, but for something else than RTM.
	sum := func(message []byte) string {
		mac := hmac.New(sha256.New, []byte(certificate))
		mac.Write([]byte(appID + "alice"))
		mac.Write(message)
		return encode(make1(mac.Sum(nil), message))
	}
	_, err := token.VerifyRTM(sum(message), appID, certificate, "alice", time.Unix(1, 0))
	require.NoError(t, err)
	_, err = token.VerifyRTM(sum(append(make([]byte, 8), privileges(1, 0)...)), appID, certificate, "alice", time.Unix(1, 0))
	require.ErrorIs(t, err, token.ErrNoPrivilege)
}
