// This file holds Event, the record a Client hands to the code that calls the user's handlers.

package emulator

import "time"

// EventKind says which callback an Event stands for.
type EventKind uint32

// The kinds of events, one per callback, each with the fields of Event it fills.
const (
	EventLoginSuccess             EventKind = iota + 1 // onLoginSuccess: nothing
	EventLoginFailure                                  // onLoginFailure: Code
	EventRenewTokenResult                              // onRenewTokenResult: Text (the token), Code
	EventTokenExpired                                  // onTokenExpired: nothing
	EventTokenPrivilegeWillExpire                      // onTokenPrivilegeWillExpire: nothing
	EventLogout                                        // onLogout: Code
	EventConnectionStateChanged                        // onConnectionStateChanged: Code (the state), Reason
	EventPeerSendResult                                // onSendMessageResult of the service: ID, Code
	EventPeerMessage                                   // onMessageReceivedFromPeer: User, Message
	EventJoinSuccess                                   // onJoinSuccess: Channel
	EventJoinFailure                                   // onJoinFailure: Channel, Code
	EventLeave                                         // onLeave: Channel, Code
	EventChannelMessage                                // onMessageReceived: Channel, User, Message
	EventChannelSendResult                             // onSendMessageResult of the channel: Channel, ID, Code
	EventMemberJoined                                  // onMemberJoined: Channel, User
	EventMemberLeft                                    // onMemberLeft: Channel, User
	EventMembers                                       // onGetMembers: Channel, Users, Code
	EventMemberCount                                   // onMemberCountUpdated: Channel, Count

	// Behind these, results of calls with a request id, and the rarer notices.
	EventQueryPeersOnlineStatusResult         // onQueryPeersOnlineStatusResult: ID, Code, Details.Peers
	EventSubscriptionRequestResult            // onSubscriptionRequestResult: ID, Code
	EventQueryPeersBySubscriptionOptionResult // onQueryPeersBySubscriptionOptionResult: ID, Code, Users
	EventPeersOnlineStatusChanged             // onPeersOnlineStatusChanged: Details.Peers
	EventSetLocalUserAttributesResult         // onSetLocalUserAttributesResult: ID, Code
	EventAddOrUpdateLocalUserAttributesResult // onAddOrUpdateLocalUserAttributesResult: ID, Code
	EventDeleteLocalUserAttributesResult      // onDeleteLocalUserAttributesResult: ID, Code
	EventClearLocalUserAttributesResult       // onClearLocalUserAttributesResult: ID, Code
	EventGetUserAttributesResult              // onGetUserAttributesResult: ID, Code, User (whose), Details.Attributes
	EventSetChannelAttributesResult           // onSetChannelAttributesResult: ID, Code
	EventAddOrUpdateChannelAttributesResult   // onAddOrUpdateChannelAttributesResult: ID, Code
	EventDeleteChannelAttributesResult        // onDeleteChannelAttributesResult: ID, Code
	EventClearChannelAttributesResult         // onClearChannelAttributesResult: ID, Code
	EventGetChannelAttributesResult           // onGetChannelAttributesResult: ID, Code, Details.Attributes
	EventChannelAttributesUpdated             // onAttributesUpdated: Channel, Details.Attributes
	EventGetChannelMemberCountResult          // onGetChannelMemberCountResult: ID, Code, Details.Counts
	EventFileMediaUploadResult                // onFileMediaUploadResult: ID, Code, Details.Media
	EventImageMediaUploadResult               // onImageMediaUploadResult: ID, Code, Details.Media
	EventMediaDownloadToFileResult            // onMediaDownloadToFileResult: ID, Code
	EventMediaDownloadToMemoryResult          // onMediaDownloadToMemoryResult: ID, Code, Details.Data
	EventMediaCancelResult                    // onMediaCancelResult: ID (of the task), Code
	EventMediaUploadingProgress               // onMediaUploadingProgress: ID, Details.Current, Details.Total
	EventMediaDownloadingProgress             // onMediaDownloadingProgress: ID, Details.Current, Details.Total
	EventLocalInvitationReceivedByPeer        // onLocalInvitationReceivedByPeer: Details.Invitation
	EventLocalInvitationCanceled              // onLocalInvitationCanceled: Details.Invitation
	EventLocalInvitationFailure               // onLocalInvitationFailure: Details.Invitation, Code
	EventLocalInvitationAccepted              // onLocalInvitationAccepted: Details.Invitation, Text (the response)
	EventLocalInvitationRefused               // onLocalInvitationRefused: Details.Invitation, Text (the response)
	EventRemoteInvitationReceived             // onRemoteInvitationReceived: Details.Invitation, User (the caller), Text (the content), Details.ChannelID
	EventRemoteInvitationRefused              // onRemoteInvitationRefused: Details.Invitation
	EventRemoteInvitationAccepted             // onRemoteInvitationAccepted: Details.Invitation
	EventRemoteInvitationCanceled             // onRemoteInvitationCanceled: Details.Invitation
	EventRemoteInvitationFailure              // onRemoteInvitationFailure: Details.Invitation, Code
)

var eventNames = [...]string{
	EventLoginSuccess:                         "LoginSuccess",
	EventLoginFailure:                         "LoginFailure",
	EventRenewTokenResult:                     "RenewTokenResult",
	EventTokenExpired:                         "TokenExpired",
	EventTokenPrivilegeWillExpire:             "TokenPrivilegeWillExpire",
	EventLogout:                               "Logout",
	EventConnectionStateChanged:               "ConnectionStateChanged",
	EventPeerSendResult:                       "PeerSendResult",
	EventPeerMessage:                          "PeerMessage",
	EventJoinSuccess:                          "JoinSuccess",
	EventJoinFailure:                          "JoinFailure",
	EventLeave:                                "Leave",
	EventChannelMessage:                       "ChannelMessage",
	EventChannelSendResult:                    "ChannelSendResult",
	EventMemberJoined:                         "MemberJoined",
	EventMemberLeft:                           "MemberLeft",
	EventMembers:                              "Members",
	EventMemberCount:                          "MemberCount",
	EventQueryPeersOnlineStatusResult:         "QueryPeersOnlineStatusResult",
	EventSubscriptionRequestResult:            "SubscriptionRequestResult",
	EventQueryPeersBySubscriptionOptionResult: "QueryPeersBySubscriptionOptionResult",
	EventPeersOnlineStatusChanged:             "PeersOnlineStatusChanged",
	EventSetLocalUserAttributesResult:         "SetLocalUserAttributesResult",
	EventAddOrUpdateLocalUserAttributesResult: "AddOrUpdateLocalUserAttributesResult",
	EventDeleteLocalUserAttributesResult:      "DeleteLocalUserAttributesResult",
	EventClearLocalUserAttributesResult:       "ClearLocalUserAttributesResult",
	EventGetUserAttributesResult:              "GetUserAttributesResult",
	EventSetChannelAttributesResult:           "SetChannelAttributesResult",
	EventAddOrUpdateChannelAttributesResult:   "AddOrUpdateChannelAttributesResult",
	EventDeleteChannelAttributesResult:        "DeleteChannelAttributesResult",
	EventClearChannelAttributesResult:         "ClearChannelAttributesResult",
	EventGetChannelAttributesResult:           "GetChannelAttributesResult",
	EventChannelAttributesUpdated:             "ChannelAttributesUpdated",
	EventGetChannelMemberCountResult:          "GetChannelMemberCountResult",
	EventFileMediaUploadResult:                "FileMediaUploadResult",
	EventImageMediaUploadResult:               "ImageMediaUploadResult",
	EventMediaDownloadToFileResult:            "MediaDownloadToFileResult",
	EventMediaDownloadToMemoryResult:          "MediaDownloadToMemoryResult",
	EventMediaCancelResult:                    "MediaCancelResult",
	EventMediaUploadingProgress:               "MediaUploadingProgress",
	EventMediaDownloadingProgress:             "MediaDownloadingProgress",
	EventLocalInvitationReceivedByPeer:        "LocalInvitationReceivedByPeer",
	EventLocalInvitationCanceled:              "LocalInvitationCanceled",
	EventLocalInvitationFailure:               "LocalInvitationFailure",
	EventLocalInvitationAccepted:              "LocalInvitationAccepted",
	EventLocalInvitationRefused:               "LocalInvitationRefused",
	EventRemoteInvitationReceived:             "RemoteInvitationReceived",
	EventRemoteInvitationRefused:              "RemoteInvitationRefused",
	EventRemoteInvitationAccepted:             "RemoteInvitationAccepted",
	EventRemoteInvitationCanceled:             "RemoteInvitationCanceled",
	EventRemoteInvitationFailure:              "RemoteInvitationFailure",
}

// String names the kind, for logs and test failures.
func (k EventKind) String() string { return nameOf(eventNames[:], int(k), "EventKind") }

// Event is one callback to be made. Which fields are set depends on Kind; the rest are zero.
// An event is valid only while the function given to Client.Next runs: copy what is needed.
type Event struct {
	// Kind says which callback this is.
	Kind EventKind
	// Code is the result code, or the new state of EventConnectionStateChanged.
	Code int32
	// Reason is the reason of EventConnectionStateChanged.
	Reason int32
	// Count is the number of members of EventMemberCount.
	Count int32
	// Channel is the Key of the channel concerned.
	Channel uint64
	// ID is the message or request id the result belongs to.
	ID int64
	// User is the sender of a message, the member who came or went, the caller of an invitation, or whose
	// attributes were read.
	User string
	// Text is the token of EventRenewTokenResult, or the content or response of an invitation.
	Text string
	// Users are the members of EventMembers, or the peers of EventQueryPeersBySubscriptionOptionResult.
	Users []string
	// Message is the message received; it is shared by all its receivers and never changes.
	Message *Message
	// Details holds the fields of rarer events; nil when the kind has none, or the Code is a failure.
	Details *Details

	// ch lets the queue skip events of a channel released meanwhile.
	ch *Channel
}

// Details are the fields of an Event, or of an answer, that few kinds have. Like messages they are shared, and
// never change once they have been handed on.
type Details struct {
	// Peers are online states, in the order of the query.
	Peers []PeerStatus
	// Users are user ids.
	Users []string
	// Attributes are those of a user or a channel.
	Attributes []Attribute
	// Counts are member counts, in the order of the query.
	Counts []ChannelCount
	// Media is what was uploaded.
	Media *Media
	// Data is what was downloaded.
	Data []byte
	// Current and Total tell how far a transfer is, in bytes.
	Current, Total int64
	// Invitation is the key of an invitation.
	Invitation uint64
	// ChannelID is the channel id that came with an invitation.
	ChannelID string
}

// PeerStatus is the online state of one peer.
type PeerStatus struct {
	// PeerID is the user.
	PeerID string
	// State is a PeerOnlineState value.
	State int32
}

// Attribute is one attribute of a user or a channel.
type Attribute struct {
	// Key and Value are the attribute.
	Key, Value string
	// UpdatedBy and UpdatedAt say who wrote it last, and when; of a channel's attributes only.
	UpdatedBy string
	// UpdatedAt is by the date of the cloud's clock.
	UpdatedAt time.Time
}

// ChannelCount is the number of members of one channel.
type ChannelCount struct {
	// ChannelID is the channel.
	ChannelID string
	// Count is the number of its members.
	Count int
}

// Media is what a file or image message tells of its file.
type Media struct {
	// ID is the media id, under which the file can be downloaded.
	ID string
	// Size is in bytes; 0 when unknown, as in a message made from a media id.
	Size int64
	// FileName is a label the sender chose.
	FileName string
	// Thumbnail is a small picture of any format, made by the sender.
	Thumbnail []byte
	// Width and Height are in pixels, of images only; 0 when unknown.
	Width, Height int32
	// ThumbnailWidth and ThumbnailHeight are what the sender says, of images only.
	ThumbnailWidth, ThumbnailHeight int32
}
