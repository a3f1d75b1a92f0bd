// This file holds the part of the late cloud about call invitations and media.

package emulator_test

func (s *asyncSession) Invite(req, call uint64, calleeID, content, channelID string) {
	s.up.do(func() { s.inner.Invite(req, call, calleeID, content, channelID) })
}

func (s *asyncSession) CancelInvitation(req, call uint64) {
	s.up.do(func() { s.inner.CancelInvitation(req, call) })
}

func (s *asyncSession) AcknowledgeInvitation(id uint64) {
	s.up.do(func() { s.inner.AcknowledgeInvitation(id) })
}

func (s *asyncSession) AcceptInvitation(req, id uint64, response string) {
	s.up.do(func() { s.inner.AcceptInvitation(req, id, response) })
}

func (s *asyncSession) RefuseInvitation(req, id uint64, response string) {
	s.up.do(func() { s.inner.RefuseInvitation(req, id, response) })
}

func (s *asyncSession) ConfirmAcceptance(call uint64) {
	s.up.do(func() { s.inner.ConfirmAcceptance(call) })
}

func (s *asyncSession) StoreMedia(req uint64, data []byte) {
	s.up.do(func() { s.inner.StoreMedia(req, data) })
}

func (s *asyncSession) FetchMedia(req uint64, mediaID string) {
	s.up.do(func() { s.inner.FetchMedia(req, mediaID) })
}

func (s *asyncSink) Invited(id uint64, callerID, content, channelID string) {
	s.down.do(func() { s.inner.Invited(id, callerID, content, channelID) })
}

func (s *asyncSink) InvitationWaits(call uint64, offline bool) {
	s.down.do(func() { s.inner.InvitationWaits(call, offline) })
}

func (s *asyncSink) InvitationAccepted(call uint64, response string) {
	s.down.do(func() { s.inner.InvitationAccepted(call, response) })
}

func (s *asyncSink) InvitationRefused(call uint64, response string) {
	s.down.do(func() { s.inner.InvitationRefused(call, response) })
}

func (s *asyncSink) InvitationCanceled(id uint64) {
	s.down.do(func() { s.inner.InvitationCanceled(id) })
}
