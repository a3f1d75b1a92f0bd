// This file holds the requests of a client's session that the server only has to be sent.

package remote

import (
	"slices"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

func (s *session) SendToPeer(req uint64, peerID string, m *emulator.Message, o emulator.SendOptions) {
	s.send("sendToPeer", request{
		Number: req, User: text(peerID), Message: wireMessage(m),
		Offline: o.EnableOfflineMessaging, History: o.EnableHistoricalMessaging,
	}, nil)
}

func (s *session) Join(req uint64, channelID string) {
	s.send("join", request{Number: req, Channel: text(channelID)}, nil)
}

func (s *session) Leave(req uint64, channelID string) {
	s.send("leave", request{Number: req, Channel: text(channelID)}, nil)
}

func (s *session) SendToChannel(req uint64, channelID string, m *emulator.Message, o emulator.SendOptions) {
	s.send("sendToChannel", request{
		Number: req, Channel: text(channelID), Message: wireMessage(m),
		Offline: o.EnableOfflineMessaging, History: o.EnableHistoricalMessaging,
	}, nil)
}

func (s *session) Members(req uint64, channelID string) {
	s.send("members", request{Number: req, Channel: text(channelID)}, nil)
}

func (s *session) QueryOnline(req uint64, peers []string) {
	s.send("queryOnline", request{Number: req, List: texts(peers)}, nil)
}

func (s *session) Subscribe(req uint64, peers []string) {
	peers = slices.Clone(peers)
	s.send("subscribe", request{Number: req, List: texts(peers)}, func() {
		for _, p := range peers {
			if !slices.Contains(s.peers, p) {
				s.peers = append(s.peers, p)
			}
		}
	})
}

func (s *session) Unsubscribe(req uint64, peers []string) {
	peers = slices.Clone(peers)
	s.send("unsubscribe", request{Number: req, List: texts(peers)}, func() {
		s.peers = slices.DeleteFunc(s.peers, func(p string) bool { return slices.Contains(peers, p) })
	})
}

func (s *session) Subscriptions(req uint64) { s.send("subscriptions", request{Number: req}, nil) }

func (s *session) MemberCounts(req uint64, channelIDs []string) {
	s.send("memberCounts", request{Number: req, List: texts(channelIDs)}, nil)
}

func (s *session) WriteUserAttributes(req uint64, change emulator.AttributeChange) {
	change.Attributes, change.Keys = slices.Clone(change.Attributes), slices.Clone(change.Keys)
	s.send("writeUserAttributes", changeRequest(req, change), func() {
		s.attributes = changed(s.attributes, change)
	})
}

func changeRequest(req uint64, change emulator.AttributeChange) request {
	return request{
		Number: req, Kind: int(change.Kind), Attributes: wireAttributes(change.Attributes), List: texts(change.Keys),
	}
}

// changed returns the attributes after a change the server has granted.
func changed(old []emulator.Attribute, change emulator.AttributeChange) []emulator.Attribute {
	if change.Kind == emulator.AttributeSet || change.Kind == emulator.AttributeClear {
		old = nil
	}
	replaced := func(a emulator.Attribute) bool {
		return slices.Contains(change.Keys, a.Key) ||
			slices.ContainsFunc(change.Attributes, func(b emulator.Attribute) bool { return a.Key == b.Key })
	}
	kept := slices.DeleteFunc(slices.Clone(old), replaced)
	return append(kept, change.Attributes...)
}

func (s *session) ReadUserAttributes(req uint64, userID string, keys []string) {
	s.send("readUserAttributes", request{Number: req, User: text(userID), List: texts(keys)}, nil)
}

func (s *session) WriteChannelAttributes(req uint64, channelID string, change emulator.AttributeChange, notify bool) {
	r := changeRequest(req, change)
	r.Channel, r.Notify = text(channelID), notify
	s.send("writeChannelAttributes", r, nil)
}

func (s *session) ReadChannelAttributes(req uint64, channelID string, keys []string) {
	s.send("readChannelAttributes", request{Number: req, Channel: text(channelID), List: texts(keys)}, nil)
}

func (s *session) Invite(req, call uint64, calleeID, content, channelID string) {
	s.send("invite", request{
		Number: req, Call: call, User: text(calleeID), Text: text(content), Channel: text(channelID),
	}, nil)
}

func (s *session) CancelInvitation(req, call uint64) {
	s.send("cancelInvitation", request{Number: req, Call: call}, nil)
}

func (s *session) AcknowledgeInvitation(id uint64) {
	s.send("acknowledgeInvitation", request{Call: id}, nil)
}

func (s *session) AcceptInvitation(req, id uint64, response string) {
	s.send("acceptInvitation", request{Number: req, Call: id, Text: text(response)}, nil)
}

func (s *session) RefuseInvitation(req, id uint64, response string) {
	s.send("refuseInvitation", request{Number: req, Call: id, Text: text(response)}, nil)
}

func (s *session) ConfirmAcceptance(call uint64) {
	s.send("confirmAcceptance", request{Call: call}, nil)
}

// StoreMedia sends the file in parts. They and the request stay together, as a client makes one request of a
// session at a time.
func (s *session) StoreMedia(req uint64, data []byte) {
	for part := range slices.Chunk(data, partSize) {
		s.send("part", request{Data: part}, nil)
	}
	s.send("storeMedia", request{Number: req}, nil)
}

func (s *session) FetchMedia(req uint64, mediaID string) {
	s.send("fetchMedia", request{Number: req, Text: text(mediaID)}, nil)
}
