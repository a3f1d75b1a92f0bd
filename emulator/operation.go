// This file names the operations whose results the fault knobs act on.

package emulator

import "strconv"

// Operation is a kind of request that is answered by a result callback.
type Operation int

// The operations of a client.
const (
	OperationLogin Operation = iota + 1
	OperationLogout
	OperationRenewToken
	OperationSendMessageToPeer
	OperationJoin
	OperationLeave
	OperationSendChannelMessage
	OperationGetMembers
	OperationQueryPeersOnlineStatus
	OperationSubscribePeersOnlineStatus
	OperationUnsubscribePeersOnlineStatus
	OperationQueryPeersBySubscriptionOption
	OperationSetLocalUserAttributes
	OperationAddOrUpdateLocalUserAttributes
	OperationDeleteLocalUserAttributes
	OperationClearLocalUserAttributes
	OperationGetUserAttributes
	OperationSetChannelAttributes
	OperationAddOrUpdateChannelAttributes
	OperationDeleteChannelAttributes
	OperationClearChannelAttributes
	OperationGetChannelAttributes
	OperationGetChannelMemberCount
	// OperationUploadMedia is an upload whose bytes have moved: if it is lost, or late by 120 s, the upload ends
	// with TIMEOUT.
	OperationUploadMedia
	// OperationDownloadMedia is the beginning of a download: the same holds for it.
	OperationDownloadMedia
	// OperationSendLocalInvitation is the invitation on its way: if it is lost, or late by 30 s, the caller is told
	// PEER_NO_RESPONSE, and the callee nothing.
	OperationSendLocalInvitation
	// OperationCancelLocalInvitation is a cancellation: if it is lost the client makes another after 10 s, and
	// only then the callee is told. What the callee decides meanwhile holds.
	OperationCancelLocalInvitation
	// OperationAcceptRemoteInvitation is an acceptance: if it is lost, or late by 10 s, the callee is told
	// ACCEPT_FAILURE, and the caller waits for a decision until the invitation expires.
	OperationAcceptRemoteInvitation
	// OperationRefuseRemoteInvitation is a refusal: if it is lost, or late by 10 s, the callee is told
	// INVITATION_EXPIRE, and the caller waits as above.
	OperationRefuseRemoteInvitation
)

var operationNames = [...]string{
	OperationLogin:                          "Login",
	OperationLogout:                         "Logout",
	OperationRenewToken:                     "RenewToken",
	OperationSendMessageToPeer:              "SendMessageToPeer",
	OperationJoin:                           "Join",
	OperationLeave:                          "Leave",
	OperationSendChannelMessage:             "SendChannelMessage",
	OperationGetMembers:                     "GetMembers",
	OperationQueryPeersOnlineStatus:         "QueryPeersOnlineStatus",
	OperationSubscribePeersOnlineStatus:     "SubscribePeersOnlineStatus",
	OperationUnsubscribePeersOnlineStatus:   "UnsubscribePeersOnlineStatus",
	OperationQueryPeersBySubscriptionOption: "QueryPeersBySubscriptionOption",
	OperationSetLocalUserAttributes:         "SetLocalUserAttributes",
	OperationAddOrUpdateLocalUserAttributes: "AddOrUpdateLocalUserAttributes",
	OperationDeleteLocalUserAttributes:      "DeleteLocalUserAttributes",
	OperationClearLocalUserAttributes:       "ClearLocalUserAttributes",
	OperationGetUserAttributes:              "GetUserAttributes",
	OperationSetChannelAttributes:           "SetChannelAttributes",
	OperationAddOrUpdateChannelAttributes:   "AddOrUpdateChannelAttributes",
	OperationDeleteChannelAttributes:        "DeleteChannelAttributes",
	OperationClearChannelAttributes:         "ClearChannelAttributes",
	OperationGetChannelAttributes:           "GetChannelAttributes",
	OperationGetChannelMemberCount:          "GetChannelMemberCount",
	OperationUploadMedia:                    "UploadMedia",
	OperationDownloadMedia:                  "DownloadMedia",
	OperationSendLocalInvitation:            "SendLocalInvitation",
	OperationCancelLocalInvitation:          "CancelLocalInvitation",
	OperationAcceptRemoteInvitation:         "AcceptRemoteInvitation",
	OperationRefuseRemoteInvitation:         "RefuseRemoteInvitation",
}

// String names the operation.
func (o Operation) String() string { return nameOf(operationNames[:], int(o), "Operation") }

// nameOf looks v up in names, and writes values without a name as kind(v).
func nameOf(names []string, v int, kind string) string {
	if v > 0 && v < len(names) && names[v] != "" {
		return names[v]
	}
	return kind + "(" + strconv.Itoa(v) + ")"
}
