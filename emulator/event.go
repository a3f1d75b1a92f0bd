// This file holds Event, the record a Client hands to the code that calls the user's handlers.

package emulator

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
)

var eventNames = [...]string{
	EventLoginSuccess:             "LoginSuccess",
	EventLoginFailure:             "LoginFailure",
	EventRenewTokenResult:         "RenewTokenResult",
	EventTokenExpired:             "TokenExpired",
	EventTokenPrivilegeWillExpire: "TokenPrivilegeWillExpire",
	EventLogout:                   "Logout",
	EventConnectionStateChanged:   "ConnectionStateChanged",
	EventPeerSendResult:           "PeerSendResult",
	EventPeerMessage:              "PeerMessage",
	EventJoinSuccess:              "JoinSuccess",
	EventJoinFailure:              "JoinFailure",
	EventLeave:                    "Leave",
	EventChannelMessage:           "ChannelMessage",
	EventChannelSendResult:        "ChannelSendResult",
	EventMemberJoined:             "MemberJoined",
	EventMemberLeft:               "MemberLeft",
	EventMembers:                  "Members",
	EventMemberCount:              "MemberCount",
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
	// ID is the message id the result belongs to.
	ID int64
	// User is the sender of a message, or the member who came or went.
	User string
	// Text is the token of EventRenewTokenResult.
	Text string
	// Users are the members of EventMembers.
	Users []string
	// Message is the message received; it is shared by all its receivers and never changes.
	Message *Message

	// ch lets the queue skip events of a channel released meanwhile.
	ch *Channel
}
