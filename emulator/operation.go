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
	OperationUploadMedia
	OperationDownloadMedia
	OperationSendLocalInvitation
	OperationCancelLocalInvitation
	OperationAcceptRemoteInvitation
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
