// This file holds the notices of a sink: how they leave the server, and how they reach the client's sink.

package remote

import "github.com/go-rtm/agora-rtm-go/emulator"

// The notices both sides look at.
const (
	noticeLogin        = "loginResult"
	noticeResumed      = "resumed"
	noticeResult       = "result"
	noticeTokenExpired = "tokenExpired"
	noticeClosed       = "closed"
	// noticePart brings a part of a file, to be kept for the reply behind it.
	noticePart = "part"
	// noticeUnknown answers a Resume of a session the server does not know.
	noticeUnknown = "unknown"
)

// notices are the calls of a sink.
var notices = map[string]func(emulator.Sink, *notice){
	noticeLogin:        func(k emulator.Sink, n *notice) { k.LoginResult(n.Code) },
	noticeResumed:      func(k emulator.Sink, _ *notice) { k.Resumed() },
	noticeResult:       func(k emulator.Sink, n *notice) { k.Result(n.Number, n.Code) },
	noticeTokenExpired: func(k emulator.Sink, _ *notice) { k.TokenExpired() },
	noticeClosed:       func(k emulator.Sink, n *notice) { k.Closed(emulator.ClosedReason(n.Code)) },

	"members":           func(k emulator.Sink, n *notice) { k.Members(n.Number, plain(n.List), n.Code) },
	"reply":             func(k emulator.Sink, n *notice) { k.Reply(n.Number, n.Code, n.Details.plain(n.Data)) },
	"peersOnlineStatus": func(k emulator.Sink, n *notice) { k.PeersOnlineStatus(plainPeers(n.Peers)) },
	"attributesUpdated": func(k emulator.Sink, n *notice) {
		k.AttributesUpdated(string(n.Channel), n.Attributes.plain())
	},
	"invited": func(k emulator.Sink, n *notice) {
		k.Invited(n.Call, string(n.User), string(n.Text), string(n.Channel))
	},
	"invitationWaits":    func(k emulator.Sink, n *notice) { k.InvitationWaits(n.Call, n.Flag) },
	"invitationAccepted": func(k emulator.Sink, n *notice) { k.InvitationAccepted(n.Call, string(n.Text)) },
	"invitationRefused":  func(k emulator.Sink, n *notice) { k.InvitationRefused(n.Call, string(n.Text)) },
	"invitationCanceled": func(k emulator.Sink, n *notice) { k.InvitationCanceled(n.Call) },
	"peerMessage":        func(k emulator.Sink, n *notice) { k.PeerMessage(string(n.User), n.Message.plain()) },
	"channelMessage": func(k emulator.Sink, n *notice) {
		k.ChannelMessage(string(n.Channel), string(n.User), n.Message.plain())
	},
	"memberJoined":    func(k emulator.Sink, n *notice) { k.MemberJoined(string(n.Channel), string(n.User)) },
	"memberLeft":      func(k emulator.Sink, n *notice) { k.MemberLeft(string(n.Channel), string(n.User)) },
	"memberCount":     func(k emulator.Sink, n *notice) { k.MemberCount(string(n.Channel), n.Count) },
	"kicked":          func(k emulator.Sink, n *notice) { k.Kicked(string(n.Channel)) },
	"tokenWillExpire": func(k emulator.Sink, _ *notice) { k.TokenWillExpire() },
}

// LoginResult and the others are the sink of a session on the server.
func (s *served) LoginResult(code int32) {
	s.mu.Lock()
	reviving := s.reviving
	s.live, s.ended = code == emulator.LoginErrOK, code != emulator.LoginErrOK
	s.mu.Unlock()
	if code == emulator.LoginErrOK {
		s.instance.app.own(s)
	} else {
		s.instance.forget(s)
	}
	switch {
	case !reviving:
		s.tell(noticeLogin, &notice{Code: code})
	case code == emulator.LoginErrOK:
		s.tell(noticeResumed, &notice{})
	case code == emulator.LoginErrTokenExpired || code == emulator.LoginErrInvalidToken:
		s.tell(noticeTokenExpired, &notice{}) // another token helps
	default:
		s.tell(noticeClosed, &notice{Code: int32(emulator.ClosedBanned)})
	}
}

func (s *served) Resumed() {
	s.mu.Lock()
	s.live = true
	s.mu.Unlock()
	s.instance.app.own(s)
	s.tell(noticeResumed, &notice{})
}

func (s *served) Result(req uint64, code int32) {
	s.mu.Lock()
	if s.leaving && req == s.logout {
		s.ended = true
	}
	ended, reviving := s.ended, s.reviving
	s.mu.Unlock()
	if ended {
		s.instance.forget(s)
	}
	if !reviving {
		s.tell(noticeResult, &notice{Number: req, Code: code})
	}
}

func (s *served) Members(req uint64, users []string, code int32) {
	s.tell("members", &notice{Number: req, List: texts(users), Code: code})
}

func (s *served) Reply(req uint64, code int32, d *emulator.Details) {
	if d != nil {
		for file := d.Data; len(file) > 0; {
			n := min(len(file), partSize)
			s.tell(noticePart, &notice{Data: file[:n]})
			file = file[n:]
		}
	}
	s.tell("reply", &notice{Number: req, Code: code, Details: wireDetails(d)})
}

func (s *served) PeersOnlineStatus(peers []emulator.PeerStatus) {
	s.tell("peersOnlineStatus", &notice{Peers: wirePeers(peers)})
}

func (s *served) AttributesUpdated(channelID string, list []emulator.Attribute) {
	s.tell("attributesUpdated", &notice{Channel: text(channelID), Attributes: wireAttributes(list)})
}

func (s *served) Invited(id uint64, callerID, content, channelID string) {
	s.tell("invited", &notice{Call: id, User: text(callerID), Text: text(content), Channel: text(channelID)})
}

func (s *served) InvitationWaits(call uint64, offline bool) {
	s.tell("invitationWaits", &notice{Call: call, Flag: offline})
}

func (s *served) InvitationAccepted(call uint64, response string) {
	s.tell("invitationAccepted", &notice{Call: call, Text: text(response)})
}

func (s *served) InvitationRefused(call uint64, response string) {
	s.tell("invitationRefused", &notice{Call: call, Text: text(response)})
}

func (s *served) InvitationCanceled(id uint64) { s.tell("invitationCanceled", &notice{Call: id}) }

func (s *served) PeerMessage(from string, m *emulator.Message) {
	s.tell("peerMessage", &notice{User: text(from), Message: wireMessage(m)})
}

func (s *served) ChannelMessage(channelID, from string, m *emulator.Message) {
	s.tell("channelMessage", &notice{Channel: text(channelID), User: text(from), Message: wireMessage(m)})
}

func (s *served) MemberJoined(channelID, userID string) {
	s.tell("memberJoined", &notice{Channel: text(channelID), User: text(userID)})
}

func (s *served) MemberLeft(channelID, userID string) {
	s.tell("memberLeft", &notice{Channel: text(channelID), User: text(userID)})
}

func (s *served) MemberCount(channelID string, n int) {
	s.tell("memberCount", &notice{Channel: text(channelID), Count: n})
}

func (s *served) Kicked(channelID string) { s.tell("kicked", &notice{Channel: text(channelID)}) }

func (s *served) TokenWillExpire() { s.tell("tokenWillExpire", &notice{}) }

func (s *served) TokenExpired() {
	s.mu.Lock()
	s.ended = s.live
	ended := s.ended
	s.mu.Unlock()
	if ended {
		s.instance.forget(s)
	}
	s.tell(noticeTokenExpired, &notice{})
}

func (s *served) Closed(reason emulator.ClosedReason) {
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.instance.forget(s)
	s.tell(noticeClosed, &notice{Code: int32(reason)})
}

// LinkDown and LinkUp tell of links of the cloud itself, which a cloud in memory has not. The client tells its own.
func (s *served) LinkDown() {}

// LinkUp is the other half of LinkDown.
func (s *served) LinkUp() {}
