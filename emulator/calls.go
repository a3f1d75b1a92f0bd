// This file holds call invitations between a client and the cloud.

package emulator

import "time"

// CallSession is the part of Session about call invitations. An invitation has a number on either side: the
// caller chooses one that is unique in its session, the callee learns another with Sink.Invited, which the cloud
// uses once only.
//
// It goes back and forth as between two phones: Invite, and the callee's AcknowledgeInvitation; then
// AcceptInvitation or RefuseInvitation, and of an acceptance the caller's ConfirmAcceptance. CancelInvitation
// ends it as long as the callee's decision has not arrived: what comes first counts. The client keeps the times;
// the server only forgets an invitation when nobody can be waiting for it any more.
type CallSession interface {
	// Invite invites a user, and is answered by Sink.Result with LocalInvitationErrOK when the callee has
	// acknowledged. If the callee is not there it is delivered once that has changed, within 30 s;
	// Sink.InvitationWaits tells how that stands.
	Invite(req, call uint64, calleeID, content, channelID string)
	// CancelInvitation takes an invitation back. It is answered by Sink.Result with 0, behind the notice of a
	// decision that was faster.
	CancelInvitation(req, call uint64)
	// AcknowledgeInvitation says that the invitation has come to the callee. It is not answered.
	AcknowledgeInvitation(id uint64)
	// AcceptInvitation accepts, and is answered by Sink.Result with a RemoteInvitationErr code: OK when the
	// caller has confirmed, PeerOffline if the caller is not there, InvitationExpire if the invitation has
	// ended. While the caller is interrupted there is no answer, and after 10 s there will be none.
	AcceptInvitation(req, id uint64, response string)
	// RefuseInvitation refuses, and is answered by Sink.Result with RemoteInvitationErrOK, or InvitationExpire
	// if the invitation has ended.
	RefuseInvitation(req, id uint64, response string)
	// ConfirmAcceptance says that the acceptance has come to the caller. It is not answered.
	ConfirmAcceptance(call uint64)
}

// CallSink is the part of Sink about call invitations.
type CallSink interface {
	// Invited brings an invitation. It comes again after an outage if it was not acknowledged.
	Invited(id uint64, callerID, content, channelID string)
	// InvitationWaits tells the caller that the callee is offline, and when that is over.
	InvitationWaits(call uint64, offline bool)
	// InvitationAccepted tells the caller. It comes again after an outage if it was not confirmed.
	InvitationAccepted(call uint64, response string)
	// InvitationRefused tells the caller.
	InvitationRefused(call uint64, response string)
	// InvitationCanceled tells the callee.
	InvitationCanceled(id uint64)
}

// The times of an invitation.
const (
	inviteTimeout    = 30 * time.Second // from sending to the callee's acknowledgement
	invitationLife   = 60 * time.Second // from the acknowledgement to the decision
	confirmTimeout   = 10 * time.Second // from the acceptance to the caller's confirmation
	maxInvitation    = 8 * 1024         // bytes of content or response
	maxLegacyChannel = 64               // bytes of the channel id
)
