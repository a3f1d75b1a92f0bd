// This file holds what travels: the parameters of requests and of notices, and how they become what package
// emulator knows.

package remote

import (
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// protocolVersion is raised by every change that an older side would misunderstand.
const protocolVersion = 1

// text is a string that need not be UTF-8. JSON knows no other, so the rest travels as bytes.
type text string

type textBytes struct {
	Bytes []byte `json:"bytes"`
}

// MarshalJSON writes a JSON string, or an object with the bytes.
func (t text) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(t)) {
		return json.Marshal(string(t))
	}
	return json.Marshal(textBytes{[]byte(t)})
}

// UnmarshalJSON reads either.
func (t *text) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var b textBytes
		if err := json.Unmarshal(data, &b); err != nil {
			return err
		}
		*t = text(b.Bytes)
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

// texts and plain convert lists; nil stays nil, which is not the same as an empty list.
func texts(list []string) []text {
	return convert(list, func(s string) text { return text(s) })
}

func plain(list []text) []string {
	return convert(list, func(t text) string { return string(t) })
}

func convert[A, B any](list []A, f func(A) B) []B {
	if list == nil {
		return nil
	}
	result := make([]B, len(list))
	for i, v := range list {
		result[i] = f(v)
	}
	return result
}

// request is what a session asks. Each method uses some of the fields.
type request struct {
	Session    uint64     `json:"s,omitzero"`
	Number     uint64     `json:"r,omitzero"`
	Again      bool       `json:"again,omitzero"`
	User       text       `json:"user,omitzero"`
	Token      text       `json:"token,omitzero"`
	Channel    text       `json:"channel,omitzero"`
	Message    *message   `json:"message,omitzero"`
	Offline    bool       `json:"offline,omitzero"`
	History    bool       `json:"history,omitzero"`
	List       []text     `json:"list,omitzero"` // of channels, peers or keys
	Peers      []text     `json:"peers,omitzero"`
	Kind       int        `json:"kind,omitzero"`
	Attributes attributes `json:"attributes,omitzero"`
	Notify     bool       `json:"notify,omitzero"`
	Call       uint64     `json:"call,omitzero"`
	Text       text       `json:"text,omitzero"`
	Data       []byte     `json:"data,omitzero"`
}

func (r *request) options() emulator.SendOptions {
	return emulator.SendOptions{EnableOfflineMessaging: r.Offline, EnableHistoricalMessaging: r.History}
}

func (r *request) change() emulator.AttributeChange {
	return emulator.AttributeChange{
		Kind: emulator.AttributeChangeKind(r.Kind), Attributes: r.Attributes.plain(), Keys: plain(r.List),
	}
}

// size is about what the request takes in a queue.
func (r *request) size() int {
	return itemSize + len(r.User) + len(r.Token) + len(r.Channel) + len(r.Text) + len(r.Data) +
		r.Message.size() + listSize(r.List) + listSize(r.Peers) + r.Attributes.size()
}

func listSize(list []text) (n int) {
	for _, t := range list {
		n += 16 + len(t)
	}
	return n
}

// notice is what a sink is told.
type notice struct {
	Session    uint64     `json:"s"`
	Number     uint64     `json:"r,omitzero"`
	Code       int32      `json:"code,omitzero"`
	User       text       `json:"user,omitzero"`
	Channel    text       `json:"channel,omitzero"`
	Message    *message   `json:"message,omitzero"`
	List       []text     `json:"list,omitzero"`
	Peers      []peer     `json:"peers,omitzero"`
	Attributes attributes `json:"attributes,omitzero"`
	Details    *details   `json:"details,omitzero"`
	Call       uint64     `json:"call,omitzero"`
	Text       text       `json:"text,omitzero"`
	Count      int        `json:"count,omitzero"`
	Flag       bool       `json:"flag,omitzero"`
	Data       []byte     `json:"data,omitzero"`
}

// size is about what the notice takes in a queue. Data is part of a file, which the cloud has in memory anyway.
func (n *notice) size() int {
	size := itemSize + len(n.User) + len(n.Channel) + len(n.Text) + n.Message.size() + listSize(n.List) +
		64*len(n.Peers) + n.Attributes.size()
	if d := n.Details; d != nil {
		size += itemSize + listSize(d.Users) + 64*len(d.Peers) + 64*len(d.Counts) + d.Attributes.size()
	}
	return size
}

type message struct {
	Type    int32     `json:"type"`
	Text    text      `json:"text,omitzero"`
	Raw     []byte    `json:"raw,omitzero"`
	Media   *media    `json:"media,omitzero"`
	Time    time.Time `json:"time,omitzero"`
	Offline bool      `json:"offline,omitzero"`
}

func wireMessage(m *emulator.Message) *message {
	if m == nil {
		return nil
	}
	return &message{m.Type, text(m.Text), m.Raw, wireMedia(m.Media), m.ServerTime, m.Offline}
}

func (m *message) plain() *emulator.Message {
	if m == nil {
		return nil
	}
	return &emulator.Message{
		Type: m.Type, Text: string(m.Text), Raw: m.Raw, Media: m.Media.plain(), ServerTime: m.Time, Offline: m.Offline,
	}
}

func (m *message) size() int {
	if m == nil {
		return 0
	}
	n := itemSize + len(m.Text) + len(m.Raw)
	if m.Media != nil {
		n += len(m.Media.FileName) + len(m.Media.Thumbnail)
	}
	return n
}

type media struct {
	ID              text   `json:"id,omitzero"`
	Size            int64  `json:"size,omitzero"`
	FileName        text   `json:"fileName,omitzero"`
	Thumbnail       []byte `json:"thumbnail,omitzero"`
	Width           int32  `json:"width,omitzero"`
	Height          int32  `json:"height,omitzero"`
	ThumbnailWidth  int32  `json:"thumbnailWidth,omitzero"`
	ThumbnailHeight int32  `json:"thumbnailHeight,omitzero"`
}

func wireMedia(m *emulator.Media) *media {
	if m == nil {
		return nil
	}
	return &media{
		text(m.ID), m.Size, text(m.FileName), m.Thumbnail, m.Width, m.Height, m.ThumbnailWidth, m.ThumbnailHeight,
	}
}

func (m *media) plain() *emulator.Media {
	if m == nil {
		return nil
	}
	return &emulator.Media{
		ID: string(m.ID), Size: m.Size, FileName: string(m.FileName), Thumbnail: m.Thumbnail,
		Width: m.Width, Height: m.Height, ThumbnailWidth: m.ThumbnailWidth, ThumbnailHeight: m.ThumbnailHeight,
	}
}

type peer struct {
	ID    text  `json:"id"`
	State int32 `json:"state"`
}

func wirePeers(list []emulator.PeerStatus) []peer {
	return convert(list, func(p emulator.PeerStatus) peer { return peer{text(p.PeerID), p.State} })
}

func plainPeers(list []peer) []emulator.PeerStatus {
	return convert(list, func(p peer) emulator.PeerStatus {
		return emulator.PeerStatus{PeerID: string(p.ID), State: p.State}
	})
}

type attribute struct {
	Key   text      `json:"key"`
	Value text      `json:"value"`
	By    text      `json:"by,omitzero"`
	At    time.Time `json:"at,omitzero"`
}

type attributes []attribute

func wireAttributes(list []emulator.Attribute) attributes {
	return convert(list, func(a emulator.Attribute) attribute {
		return attribute{text(a.Key), text(a.Value), text(a.UpdatedBy), a.UpdatedAt}
	})
}

func (list attributes) plain() []emulator.Attribute {
	return convert(list, func(a attribute) emulator.Attribute {
		return emulator.Attribute{Key: string(a.Key), Value: string(a.Value), UpdatedBy: string(a.By), UpdatedAt: a.At}
	})
}

func (list attributes) size() (n int) {
	for i := range list {
		n += itemSize + len(list[i].Key) + len(list[i].Value)
	}
	return n
}

type count struct {
	Channel text `json:"channel"`
	Count   int  `json:"count"`
}

// details are emulator.Details as an answer has them. The bytes of a file come before, in parts.
type details struct {
	Peers      []peer     `json:"peers,omitzero"`
	Users      []text     `json:"users,omitzero"`
	Attributes attributes `json:"attributes,omitzero"`
	Counts     []count    `json:"counts,omitzero"`
	Media      *media     `json:"media,omitzero"`
	File       bool       `json:"file,omitzero"`
}

func wireDetails(d *emulator.Details) *details {
	if d == nil {
		return nil
	}
	return &details{
		Peers:      wirePeers(d.Peers),
		Users:      texts(d.Users),
		Attributes: wireAttributes(d.Attributes),
		Counts: convert(d.Counts, func(c emulator.ChannelCount) count {
			return count{text(c.ChannelID), c.Count}
		}),
		Media: wireMedia(d.Media),
		File:  d.Data != nil,
	}
}

func (d *details) plain(file []byte) *emulator.Details {
	if d == nil {
		return nil
	}
	p := &emulator.Details{
		Peers:      plainPeers(d.Peers),
		Users:      plain(d.Users),
		Attributes: d.Attributes.plain(),
		Counts: convert(d.Counts, func(c count) emulator.ChannelCount {
			return emulator.ChannelCount{ChannelID: string(c.Channel), Count: c.Count}
		}),
		Media: d.Media.plain(),
	}
	if d.File {
		p.Data = file
		if file == nil {
			p.Data = []byte{}
		}
	}
	return p
}

// Files travel in parts, so that no frame is large and others get their turn.
const (
	partSize    = 256 << 10
	maxFileSize = 64 << 20 // of one file; the client's own limit is lower
)

// opening is how a connection begins: the client asks for a challenge, and then says who it is.
type opening struct {
	Version int `json:"version"`
}

type challenge struct {
	Version int    `json:"version"`
	Nonce   string `json:"nonce"`
}

type hello struct {
	App      string `json:"app"`
	Instance string `json:"instance"`
	Proof    []byte `json:"proof,omitzero"`
}

type welcome struct {
	// Known tells that the server still has the sessions of this instance.
	Known bool `json:"known"`
}

// keep lists the sessions a client has not closed, after an outage.
type keep struct {
	Sessions []uint64 `json:"sessions"`
}

// knob are the parameters of what is done to a cloud.
type knob struct {
	User     text          `json:"user,omitzero"`
	Channel  text          `json:"channel,omitzero"`
	Text     text          `json:"text,omitzero"`
	Number   int64         `json:"number,omitzero"`
	Duration time.Duration `json:"duration,omitzero"`
	Flag     bool          `json:"flag,omitzero"`
}

// The codes of errors of a call.
const (
	codeRefused  = 1 // the handshake has failed, for good
	codeFull     = 2 // there is no room now
	codeNotDone  = 3 // what was asked of the cloud is not possible
	codeProtocol = 4 // the request is none
)
