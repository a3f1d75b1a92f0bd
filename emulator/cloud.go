// This file holds the interface between a client and the cloud.

package emulator

import "time"

// Cloud is the server side of one App ID, in whole operations. NewMemory makes the one that lives in
// this process; package cloudtest tests that an implementation behaves as the interface says.
// All methods are safe from any goroutine.
type Cloud interface {
	// NewSession returns a session for the user that is not logged in yet. What the server tells it
	// goes to sink.
	NewSession(userID string, sink Sink) Session

	// Ban ends the user's session and refuses later logins until Unban.
	Ban(userID string)
	// Unban lets a banned user log in again.
	Unban(userID string)
	// KickFromChannel removes the user from the channel. It fails if the user is not in it.
	KickFromChannel(channelID, userID string) error
	// ExpireToken lets the token of the user's session run out after the duration, with a warning 30 s
	// before. If the user has no session, that happens to the token of the next login.
	ExpireToken(userID string, in time.Duration)
	// SetCertificate lets the cloud take only tokens that were made with this certificate for this App ID,
	// each as long as it says, from the next login or renewal on. Without a certificate it takes any.
	SetCertificate(appID, certificate string)
	// KeepOldTokenSessions says whether sessions outlive a token of the older format: its end then ends none
	// that is online, without a warning, and is told to one that resumes.
	KeepOldTokenSessions(keep bool)
	// RefuseLogins lets the user's logins be answered with this LoginErr code; LoginErrOK ends that. An empty user id
	// stands for every user.
	RefuseLogins(userID string, code int32)
	// SetChannelAttributeLife sets how long the attributes of a channel are kept once nobody is in it; less
	// than 0 is 0. What runs already is not changed. The default is 120 s.
	SetChannelAttributeLife(d time.Duration)
	// SetMediaLimits sets how many bytes of files are kept in all, the oldest going first, and for how long.
	SetMediaLimits(total int64, life time.Duration)
	// Stats counts what the cloud holds.
	Stats() CloudStats
	// Close drops all state and timers. Sessions stay silent from then on.
	Close()
}

// CloudStats says what a Cloud holds.
type CloudStats struct {
	// UsersOnline is the number of users who count as online: logged in, and not silent for 30 s.
	UsersOnline int
	// Sessions is the number of sessions the cloud remembers, those it waits to return included.
	Sessions int
	// Channels is the number of channels with at least one member.
	Channels int
	// OfflineMessages is the number of messages kept for users who are offline.
	OfflineMessages int
	// Invitations is the number of call invitations that can still be decided, or wait for their callee.
	Invitations int
	// Media and MediaBytes are the number and size of the files kept.
	Media      int
	MediaBytes int64
	// Subscriptions is the number of peers all sessions together are subscribed to.
	Subscriptions int
	// UserAttributes is the number of attributes of all sessions.
	UserAttributes int
	// ChannelAttributes is the number of attributes of all channels, those of empty ones included.
	ChannelAttributes int
}

// Session is one login of one user, as the client holds it: the near end of a link to the server.
//
// Requests carry a number the client chooses and are answered by Sink.Result, Sink.Members or Sink.Reply with the
// same number; 0 is that of a client who does not wait for the answer. A request made while the link is down, or on a session that has ended, is lost: no
// answer ever comes. Methods do not wait for the answer; it may come before they return. Interrupt,
// Restore and Close have taken effect when they return.
type Session interface {
	PresenceSession
	AttributeSession
	CallSession
	MediaSession

	// Login is answered by Sink.LoginResult; a refusal ends the session. A user has at most one session that is online: an
	// earlier one ends with ClosedRemoteLogin. After success come the messages kept while the user
	// was offline, oldest first.
	Login(token string)
	// Resume takes the session up again after the link was restored. channels are those the client
	// believes to be a member of: if the server has removed the user meanwhile, it is put back into
	// them. Answered by Sink.Resumed and then, in this order, changed states of subscribed peers, the
	// answers that were held back, the peer messages of the outage, channel by channel the messages of the
	// last 30 s but at most the newest 32, changed attributes of channels, the members who came and went
	// while the user still counted as online, and changed member counts. Or it is answered by Sink.Closed,
	// or by Sink.TokenExpired (then RenewToken and another Resume help).
	Resume(channels []string)
	// Logout takes the user offline at once and leaves all channels; answered with LogoutErrOK. The
	// session has ended and its sink is told nothing more.
	Logout(req uint64)
	// RenewToken replaces the token; answered with a RenewTokenErr code.
	RenewToken(req uint64, token string)
	// SendToPeer is answered with a PeerMessageErr code: OK when the peer has received the message.
	// A peer who is online but interrupted receives it, and the answer comes, when it resumes;
	// at the latest when it has been silent for 30 s the answer is as for one who is offline.
	SendToPeer(req uint64, peerID string, m *Message, o SendOptions)
	// Join is answered with a JoinChannelErr code, before anything else about that channel; the
	// member count follows.
	Join(req uint64, channelID string)
	// Leave is answered with a LeaveChannelErr code; nothing about that channel comes after it.
	Leave(req uint64, channelID string)
	// SendToChannel is answered with a ChannelMessageErr code.
	SendToChannel(req uint64, channelID string, m *Message, o SendOptions)
	// Members is answered by Sink.Members: at most 512 members, a random choice if there are more.
	Members(req uint64, channelID string)
	// Interrupt cuts the link between this session and the server, which is not told: it counts 30 s
	// of silence before it removes the user from the online list and the channels. Idempotent.
	Interrupt()
	// Restore mends the link. Only Resume, Login, RenewToken and Logout work until Sink.Resumed. Idempotent.
	Restore()
	// Close ends the session without an answer, as when the client is released: nothing is sent to
	// the sink after it returns. The user is offline at once, or after 30 s of silence if the link is
	// down. Idempotent.
	Close()
}

// ClosedReason says why the server ended a session.
type ClosedReason int

// The reasons of Sink.Closed.
const (
	// ClosedRemoteLogin: the user has logged in elsewhere.
	ClosedRemoteLogin ClosedReason = iota + 1
	// ClosedBanned: the user has been banned.
	ClosedBanned
)

// Sink is what a Session tells its client. The server calls the sink of one session one call at a
// time, in the order in which things happened: answers and notices form one sequence.
//
// A cloud may hold its locks while it calls a sink, so a sink must be short and must not call the
// Session or the Cloud.
type Sink interface {
	// LoginResult answers Session.Login with a LoginErr code.
	LoginResult(code int32)
	// Resumed answers Session.Resume.
	Resumed()
	// Result answers the request with a code of the request's enum.
	Result(req uint64, code int32)
	// Members answers Session.Members; users is nil unless code is GetMembersErrOK.
	Members(req uint64, users []string, code int32)
	// Reply answers a request that asks for more than a code; d is nil unless the code is 0.
	Reply(req uint64, code int32, d *Details)
	PresenceSink
	AttributeSink
	CallSink
	// PeerMessage brings a message of another user, or of this one.
	PeerMessage(from string, m *Message)
	// ChannelMessage brings a message sent to a channel by another member.
	ChannelMessage(channelID, from string, m *Message)
	// MemberJoined tells of another user who joined the channel. Not told above 512 members.
	MemberJoined(channelID, userID string)
	// MemberLeft tells of another user who left the channel. Not told above 512 members.
	MemberLeft(channelID, userID string)
	// MemberCount tells how many members the channel has: after joining and when the number has
	// changed, at most once in 1 s, or in 3 s above 512 members.
	MemberCount(channelID string, n int)
	// Kicked tells that the server removed this user from the channel.
	Kicked(channelID string)
	// TokenWillExpire tells that the token runs out in 30 s or less; once per token.
	TokenWillExpire()
	// TokenExpired tells that the token has run out. On a session that is online it ends it.
	TokenExpired()
	// Closed tells that the server has ended the session.
	Closed(reason ClosedReason)
	// LinkDown and LinkUp tell of a link that broke and healed by itself. Interrupt and Restore do
	// not cause them, for their caller knows.
	LinkDown()
	// LinkUp is the other half of LinkDown.
	LinkUp()
}

// What the server does by itself, in time and number.
const (
	offlineAfter       = 30 * time.Second // silence after which a user is removed
	deliveryTimeout    = 10 * time.Second // how long a sender waits for a peer to receive
	tokenWarning       = 30 * time.Second // warning before a token runs out
	offlineStoreSize   = 200              // messages kept per receiver
	offlineStoreLife   = 7 * 24 * time.Hour
	backfillSize       = 32               // channel messages made up for after an outage
	backfillLife       = 30 * time.Second // and how old they may be
	noticeLimit        = 512              // members above which no coming and going is told
	membersLimit       = 512              // entries of a member list
	countInterval      = time.Second      // between member counts
	countIntervalCrowd = 3 * time.Second  // the same in a channel above noticeLimit
)
