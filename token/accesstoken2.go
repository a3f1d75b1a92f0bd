// This file holds AccessToken2 ("007").

package token

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
)

// ServiceType is a product of Agora that a token can hold privileges for.
type ServiceType uint16

// The services this package knows.
const (
	ServiceRTC  ServiceType = 1
	ServiceRTM  ServiceType = 2
	ServiceChat ServiceType = 5
)

// Privilege is something a token allows, within one service.
type Privilege uint16

// The privileges of RTM and RTC.
const (
	// PrivilegeLogin lets the user log in to RTM, or to Chat.
	PrivilegeLogin Privilege = 1

	// PrivilegeJoinChannel and those behind it are of RTC.
	PrivilegeJoinChannel  Privilege = 1
	PrivilegePublishAudio Privilege = 2
	PrivilegePublishVideo Privilege = 3
	PrivilegePublishData  Privilege = 4
)

// Service is what a token allows in one product.
type Service struct {
	// Type is the product.
	Type ServiceType
	// Privileges are what is allowed, each for a time that runs from the issue of the token. In a token they are whole
	// seconds; parts are rounded up.
	Privileges map[Privilege]time.Duration
	// UserID is who is allowed. RTC calls it uid, and means anybody if it is empty.
	UserID string
	// Channel is the channel of RTC; other services have none.
	Channel string
}

// AccessToken2 is a token of the newer format. It can be built and parsed; the signature is checked by VerifyRTM.
type AccessToken2 struct {
	// AppID is the App ID the token is for.
	AppID string
	// IssuedAt is the time of issue, from which ExpiresIn and privileges are counted. In a token it is in whole seconds.
	IssuedAt time.Time
	// ExpiresIn is how long the token lives; RTM makes it 24 hours if it is more. 0 means not at
	// all. In a token it is in whole seconds; parts are rounded up.
	ExpiresIn time.Duration
	// Salt makes two tokens differ that have all else in common. Any number will do.
	Salt uint32
	// Services are what the token allows, at most one of each type.
	Services []Service
	// Unread is, after parsing, how many services there are beyond Services. A service of a type this package
	// does not know cannot be read, nor can those behind it. Build refuses a token that has any.
	Unread int
}

// BuildRTM makes an AccessToken2 ("007") with which the user can log in to RTM from now on, by the clock
// of this machine, for the given time: at most 24 hours, which is also what more is taken for. 0 makes a token
// that has run out already.
func BuildRTM(appID, certificate, userID string, validFor time.Duration) (string, error) {
	if err := checkBuild(appID, certificate, userID); err != nil {
		return "", err
	}
	var salt [4]byte
	rand.Read(salt[:])
	validFor = min(validFor, MaxLife)
	t := AccessToken2{
		AppID:     appID,
		IssuedAt:  time.Now(),
		ExpiresIn: validFor,
		Salt:      binary.LittleEndian.Uint32(salt[:]),
		Services: []Service{{
			Type:       ServiceRTM,
			UserID:     userID,
			Privileges: map[Privilege]time.Duration{PrivilegeLogin: validFor},
		}},
	}
	return t.Build(certificate)
}

// Build makes the text of the token, signed with the certificate. Fields that a token cannot hold are refused
// with ErrArgument, as is a token that gets longer than what this package reads.
func (t *AccessToken2) Build(certificate string) (string, error) {
	if !hexDigits(t.AppID) || !hexDigits(certificate) {
		return "", fmt.Errorf("%w: App ID and certificate have to be 32 hexadecimal digits", ErrArgument)
	}
	body, err := t.body()
	if err != nil {
		return "", err
	}
	var content packer
	content.string(string(sign2(body, certificate)))
	content.data = append(content.data, body...)

	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write(content.data) // a Buffer takes everything
	w.Close()
	text := version2 + base64.StdEncoding.EncodeToString(packed.Bytes())
	if len(content.data) > maxBody || len(text) > maxText {
		return "", fmt.Errorf("%w: the token gets too long", ErrArgument)
	}
	return text, nil
}

// body packs all that is signed. What does not fit the 16 bits of a length makes the token too long as well, and
// Build refuses it for that.
func (t *AccessToken2) body() ([]byte, error) {
	issued := t.IssuedAt.Unix()
	expire, ok := seconds(t.ExpiresIn)
	switch {
	case !ok || issued < 0 || issued > math.MaxUint32:
		return nil, fmt.Errorf("%w: a time is out of range", ErrArgument)
	case t.Unread != 0:
		return nil, fmt.Errorf("%w: there are services that could not be read", ErrArgument)
	}
	var p packer
	p.string(t.AppID)
	p.uint32(uint32(issued))
	p.uint32(expire)
	p.uint32(t.Salt)
	p.uint16(uint16(len(t.Services)))
	services := slices.Clone(t.Services)
	slices.SortFunc(services, func(a, b Service) int { return cmp.Compare(a.Type, b.Type) })
	for i := range services {
		if i > 0 && services[i].Type == services[i-1].Type {
			return nil, fmt.Errorf("%w: service %d comes twice", ErrArgument, services[i].Type)
		}
		if err := services[i].pack(&p); err != nil {
			return nil, err
		}
	}
	return p.data, nil
}

func (s *Service) pack(p *packer) error {
	m := make(map[uint16]uint32, len(s.Privileges))
	for k, d := range s.Privileges {
		v, ok := seconds(d)
		if !ok {
			return fmt.Errorf("%w: the time of a privilege is out of range", ErrArgument)
		}
		m[uint16(k)] = v
	}
	p.uint16(uint16(s.Type))
	p.privileges(m)
	switch s.Type {
	case ServiceRTC:
		p.string(s.Channel)
	case ServiceRTM, ServiceChat:
		if s.Channel != "" {
			return fmt.Errorf("%w: service %d has no channel", ErrArgument, s.Type)
		}
	default:
		return fmt.Errorf("%w: unknown service %d", ErrArgument, s.Type)
	}
	p.string(s.UserID)
	return nil
}

// seconds rounds a duration up to whole seconds; it fails if a token cannot hold them.
func seconds(d time.Duration) (uint32, bool) {
	s := int64(d / time.Second)
	if d%time.Second > 0 {
		s++
	}
	return uint32(s), d >= 0 && s <= math.MaxUint32
}

// ParseAccessToken2 takes the text of a token apart. It does not check the signature.
func ParseAccessToken2(text string) (*AccessToken2, error) {
	p, err := parse(text)
	if err != nil {
		return nil, err
	}
	t, ok := p.(*accessToken2)
	if !ok {
		return nil, malformed("not an AccessToken2")
	}
	return &t.AccessToken2, nil
}

// accessToken2 is an AccessToken2 taken apart.
type accessToken2 struct {
	AccessToken2
	signature []byte
	content   []byte // what is signed
}

// parse2 takes an AccessToken2 apart, given without its version.
func parse2(text string) (*accessToken2, error) {
	packed, err := decode(text)
	if err != nil {
		return nil, err
	}
	data, err := inflate(packed)
	if err != nil {
		return nil, err
	}
	u := unpacker{data: data}
	t := &accessToken2{signature: u.bytes()}
	t.content = u.data
	t.AppID = u.string()
	t.IssuedAt = time.Unix(int64(u.uint32()), 0)
	t.ExpiresIn = time.Duration(u.uint32()) * time.Second
	t.Salt = u.uint32()
	for n := int(u.uint16()); n > 0 && !u.bad; n-- {
		s, known := unpackService(&u)
		if !known && !u.bad {
			t.Unread = n
			break
		}
		if slices.ContainsFunc(t.Services, func(o Service) bool { return o.Type == s.Type }) {
			return nil, malformed("a service comes twice")
		}
		t.Services = append(t.Services, s)
	}
	if u.bad || t.Unread == 0 && !u.end() || len(t.signature) != signatureLength || !hexDigits(t.AppID) {
		return nil, malformed("content")
	}
	return t, nil
}

// inflate undoes the compression, of no more than a token may have.
func inflate(packed []byte) ([]byte, error) {
	in := bytes.NewReader(packed)
	r, err := zlib.NewReader(in)
	if err != nil {
		return nil, malformed("compression")
	}
	data, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	switch {
	case err != nil:
		return nil, malformed("compression")
	case len(data) > maxBody:
		return nil, malformed("too long")
	case in.Len() != 0:
		return nil, malformed("something follows the content")
	}
	return data, nil
}

// unpackService takes a service; known is false if its type is not, and then nothing behind it can be read.
func unpackService(u *unpacker) (s Service, known bool) {
	s.Type = ServiceType(u.uint16())
	switch s.Type {
	case ServiceRTC, ServiceRTM, ServiceChat:
	default:
		return Service{}, false
	}
	m := u.privileges()
	s.Privileges = make(map[Privilege]time.Duration, len(m))
	for k, v := range m {
		s.Privileges[Privilege(k)] = time.Duration(v) * time.Second
	}
	if s.Type == ServiceRTC {
		s.Channel = u.string()
	}
	s.UserID = u.string()
	return s, true
}

func (t *accessToken2) appID() string { return t.AppID }

func (t *accessToken2) isFor(userID string) bool {
	s := t.rtm()
	return s == nil || s.UserID == userID // without RTM it is nobody's; that it allows nothing is found out later
}

func (t *accessToken2) signed() []byte { return t.signature }

func (t *accessToken2) sign(certificate, _ string) []byte { return sign2(t.content, certificate) }

// sign2 signs the content, which begins with the App ID, the time of issue, the life and the salt. The key
// is made of the certificate, the time of issue and the salt.
func sign2(content []byte, certificate string) []byte {
	const issuedAt = 2 + appIDLength
	const salt = issuedAt + 4 + 4
	key := hmacSum(content[issuedAt:issuedAt+4], []byte(certificate))
	key = hmacSum(content[salt:salt+4], key)
	return hmacSum(key, content)
}

func hmacSum(key, data []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(data)
	return mac.Sum(nil)
}

// rtm returns the service RTM, or nil.
func (t *accessToken2) rtm() *Service {
	i := slices.IndexFunc(t.Services, func(s Service) bool { return s.Type == ServiceRTM })
	if i < 0 {
		return nil
	}
	return &t.Services[i]
}

func (t *accessToken2) rtmLogin() (time.Time, bool) {
	s := t.rtm()
	if s == nil {
		return time.Time{}, false
	}
	life, granted := s.Privileges[PrivilegeLogin]
	return t.IssuedAt.Add(min(life, t.ExpiresIn, MaxLife)), granted
}
