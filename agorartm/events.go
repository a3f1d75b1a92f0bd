// Events: what handlers get, one value per callback.

package agorartm

import "time"

// ServiceHandler is the set of notifications of a Service. Every field may be
// nil; what nobody handles is not even copied.
//
// Handlers of one service (its channels' included) run one after the other, in
// arrival order, on one goroutine that is neither the SDK's thread nor the one
// that delivers results: a handler may take its time and may call any method,
// Close included. While it runs, later events wait in a bounded queue; see
// WithEventQueueLimits and OnDropped.
//
// Implements: class IRtmServiceEventHandler
type ServiceHandler struct {
	// OnConnectionStateChanged reports every change of the connection state.
	//
	// Implements: void onConnectionStateChanged(CONNECTION_STATE state, CONNECTION_CHANGE_REASON reason)
	OnConnectionStateChanged func(ConnectionStateChangedEvent)
	// OnMessageReceivedFromPeer delivers a text or raw message of a peer.
	//
	// Implements: void onMessageReceivedFromPeer(const char* peerId, const IMessage* message)
	OnMessageReceivedFromPeer func(PeerMessageEvent)
	// OnFileMessageReceivedFromPeer delivers a file message of a peer. Files are
	// deprecated upstream since 1.5.0, and so are images; they still work.
	//
	// Implements: void onFileMessageReceivedFromPeer(const char* peerId, const IFileMessage* message)
	OnFileMessageReceivedFromPeer func(PeerMessageEvent)
	// OnImageMessageReceivedFromPeer delivers an image message of a peer.
	//
	// Implements: void onImageMessageReceivedFromPeer(const char* peerId, const IImageMessage* message)
	OnImageMessageReceivedFromPeer func(PeerMessageEvent)
	// OnMediaUploadingProgress reports how far the uploads are, once a second
	// while data moves; see WithProgress for a single one.
	//
	// Implements: void onMediaUploadingProgress(long long requestId, const MediaOperationProgress& progress)
	OnMediaUploadingProgress func(MediaProgressEvent)
	// OnMediaDownloadingProgress reports how far the downloads are, by the same
	// rules.
	//
	// Implements: void onMediaDownloadingProgress(long long requestId, const MediaOperationProgress& progress)
	OnMediaDownloadingProgress func(MediaProgressEvent)
	// OnSendMessageResult reports how a message sent with
	// SendMessageToPeerNoWait ended.
	//
	// Implements: void onSendMessageResult(long long messageId, PEER_MESSAGE_ERR_CODE errorCode)
	OnSendMessageResult func(SendMessageResultEvent)
	// OnTokenExpired reports that the token has run out.
	//
	// Implements: void onTokenExpired()
	OnTokenExpired func(TokenExpiredEvent)
	// OnTokenPrivilegeWillExpire reports that the token runs out in 30 seconds.
	//
	// Implements: void onTokenPrivilegeWillExpire()
	OnTokenPrivilegeWillExpire func(TokenPrivilegeWillExpireEvent)
	// OnTokenRenewal reports every renewal from the token source, one that hangs
	// included; see WithTokenSource.
	OnTokenRenewal func(TokenRenewalEvent)
	// OnPeersOnlineStatusChanged reports subscribed users: all those of a
	// SubscribePeersOnlineStatus once it has succeeded, later those that changed.
	//
	// Implements: void onPeersOnlineStatusChanged(const PeerOnlineStatus peersStatus[], int peerCount)
	OnPeersOnlineStatusChanged func(PeersOnlineStatusChangedEvent)
	// OnDropped reports that messages were dropped because handlers were slower
	// than messages came. It runs before the next event that was kept.
	OnDropped func(DroppedEvent)
}

// ChannelHandler is the set of notifications of a Channel. The rules of
// ServiceHandler apply.
//
// Implements: class IChannelEventHandler
type ChannelHandler struct {
	// OnMessageReceived delivers a text or raw message of another member.
	//
	// Implements: void onMessageReceived(const char* userId, const IMessage* message)
	OnMessageReceived func(ChannelMessageEvent)
	// OnFileMessageReceived delivers a file message of another member. Files are
	// deprecated upstream since 1.5.0, and so are images; they still work.
	//
	// Implements: void onFileMessageReceived(const char* userId, const IFileMessage* message)
	OnFileMessageReceived func(ChannelMessageEvent)
	// OnImageMessageReceived delivers an image message of another member.
	//
	// Implements: void onImageMessageReceived(const char* userId, const IImageMessage* message)
	OnImageMessageReceived func(ChannelMessageEvent)
	// OnSendMessageResult reports how a message sent with SendMessageNoWait ended.
	//
	// Implements: void onSendMessageResult(long long messageId, CHANNEL_MESSAGE_ERR_CODE state)
	OnSendMessageResult func(ChannelSendMessageResultEvent)
	// OnMemberJoined reports another member (channels of up to 512 members).
	//
	// Implements: void onMemberJoined(IChannelMember* member)
	OnMemberJoined func(MemberEvent)
	// OnMemberLeft reports that another member left, logged out, or was lost.
	//
	// Implements: void onMemberLeft(IChannelMember* member)
	OnMemberLeft func(MemberEvent)
	// OnMemberCountUpdated reports the number of members, the own user
	// included, at most once a second (above 512 members every 3 seconds).
	//
	// Implements: void onMemberCountUpdated(int memberCount)
	OnMemberCountUpdated func(MemberCountEvent)
	// OnLeave reports that the channel was left without a call of Leave, such
	// as LeaveChannelErrKicked. The result of Leave is what Leave returns.
	//
	// Implements: void onLeave(LEAVE_CHANNEL_ERR errorCode)
	OnLeave func(LeaveEvent)
	// OnAttributesUpdated reports the channel's attributes after a change that
	// was made with ChannelAttributeOptions.EnableNotificationToChannelMembers.
	//
	// Implements: void onAttributesUpdated(const IRtmChannelAttribute* attributes[], int numberOfAttributes)
	OnAttributesUpdated func(AttributesUpdatedEvent)
}

// ConnectionStateChangedEvent is one change of the connection state.
type ConnectionStateChangedEvent struct {
	// State is the new state.
	State ConnectionState
	// Reason is why it changed.
	Reason ConnectionChangeReason
}

// PeerMessageEvent is a message of a peer.
type PeerMessageEvent struct {
	// PeerID is the sender.
	PeerID string
	// Message is a copy that the handler owns.
	Message Message
}

// SendMessageResultEvent is how a peer message sent without waiting ended.
type SendMessageResultEvent struct {
	SendResult
	// Err is nil on success (CachedByServer included), else an *OpError.
	Err error
}

// TokenExpiredEvent says that the token has run out: in RECONNECTING, call
// RenewToken; after ConnectionStateAborted, Logout and Login with a new token.
type TokenExpiredEvent struct{}

// TokenPrivilegeWillExpireEvent says that the token runs out in 30 seconds:
// call RenewToken.
type TokenPrivilegeWillExpireEvent struct{}

// TokenRenewalEvent is how one renewal from the token source ended.
type TokenRenewalEvent struct {
	// Err is nil on success, else an *OpError with the error of the source or of
	// RenewToken; the renewal is tried again.
	Err error
}

// PeersOnlineStatusChangedEvent is the state of subscribed users.
type PeersOnlineStatusChangedEvent struct {
	// Peers are the users reported; the slice belongs to the handler.
	Peers []PeerOnlineStatus
}

// DroppedEvent counts messages that never reached a handler.
type DroppedEvent struct {
	// Count is the number dropped since the last report.
	Count uint64
	// Total is the number dropped since the service was made.
	Total uint64
}

// ChannelMessageEvent is a message of another member of a channel.
type ChannelMessageEvent struct {
	// Channel is where it was sent.
	Channel *Channel
	// UserID is the sender.
	UserID string
	// Message is a copy that the handler owns.
	Message Message
}

// ChannelSendMessageResultEvent is how a channel message sent without waiting ended.
type ChannelSendMessageResultEvent struct {
	// Channel is where it was sent.
	Channel *Channel
	SendResult
	// Err is nil on success, else an *OpError.
	Err error
}

// MemberEvent is another member that joined or left.
type MemberEvent struct {
	// Channel is the channel joined or left.
	Channel *Channel
	// Member is who it was.
	Member ChannelMember
}

// MemberCountEvent is the number of members of a channel.
type MemberCountEvent struct {
	// Channel is the channel counted.
	Channel *Channel
	// Count is the number of its members, the own user included.
	Count int
}

// LeaveEvent says that the user is no longer in the channel.
type LeaveEvent struct {
	// Channel is the channel left.
	Channel *Channel
	// Code tells why, such as LeaveChannelErrKicked.
	Code LeaveChannelErr
}

// AttributesUpdatedEvent is a change of a channel's attributes.
type AttributesUpdatedEvent struct {
	// Channel is the channel they belong to.
	Channel *Channel
	// Attributes are all attributes of the channel; the slice belongs to the
	// handler.
	Attributes []ChannelAttribute
}

// ChannelMember is one member of a channel.
//
// Implements: class IChannelMember
type ChannelMember struct {
	// UserID is the member.
	//
	// Implements: const char* getUserId() const
	UserID string
	// ChannelID is the channel.
	//
	// Implements: const char* getChannelId() const
	ChannelID string
}

type eventKind uint8

const (
	_ eventKind = iota
	eventConnectionStateChanged
	eventPeerMessage
	eventPeerSendResult
	eventTokenExpired
	eventTokenPrivilegeWillExpire
	eventChannelMessage
	eventChannelSendResult
	eventMemberJoined
	eventMemberLeft
	eventMemberCount
	eventLeave
	eventAttributesUpdated
	eventPeersOnlineStatusChanged
	eventTokenRenewal
	eventMediaUploadingProgress
	eventMediaDownloadingProgress
	eventLocalInvitationReceivedByPeer
	eventLocalInvitationCanceled
	eventLocalInvitationFailure
	eventLocalInvitationAccepted
	eventLocalInvitationRefused
	eventRemoteInvitationReceived
	eventRemoteInvitationRefused
	eventRemoteInvitationAccepted
	eventRemoteInvitationCanceled
	eventRemoteInvitationFailure
	eventFlush // nothing for handlers: tells whoever waits that all before is handled
)

func (k eventKind) isMessage() bool { return k == eventPeerMessage || k == eventChannelMessage }

// event is one queued notification, of any kind.
type event struct {
	kind    eventKind
	offline bool
	code    uint32 // code, state or count
	detail  uint32 // reason, or message type
	seq     uint64
	channel *channelCore
	id      int64
	ts      int64 // milliseconds
	user    string
	text    string
	raw     []byte
	more    any // what few kinds have: an error, *Media, chan struct{} of a flush, ...
}

func (e *event) size() int {
	n := len(e.user) + len(e.text) + len(e.raw)
	if media, ok := e.more.(*Media); ok {
		n += len(media.ID) + len(media.FileName) + len(media.Thumbnail)
	}
	return n
}

// outcome is how the send ended that the event reports.
func (e *event) outcome() outcome {
	err, _ := e.more.(error)
	return outcome{code: e.code, err: err}
}

func (e *event) message() Message {
	media, _ := e.more.(*Media)
	return Message{
		Media:              media,
		Type:               MessageType(e.detail),
		Text:               e.text,
		Raw:                e.raw,
		ID:                 e.id,
		ServerReceivedTime: millis(e.ts),
		Offline:            e.offline,
	}
}

// millis turns the SDK's milliseconds into a time; 0 means none.
func millis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
