// What calls do: the calls (Op), when they answer (Mode), and all of it together (Behavior).

package fakesdk

/*
#include "fakesdk.h"
*/
import "C"

import "fmt"

// Op is a call of the SDK.
type Op int

// The calls that answer with a callback.
const (
	Login                   Op = C.FAKESDK_LOGIN
	Logout                  Op = C.FAKESDK_LOGOUT
	RenewToken              Op = C.FAKESDK_RENEW_TOKEN
	SendPeer                Op = C.FAKESDK_SEND_PEER // IRtmService::sendMessageToPeer, both
	Join                    Op = C.FAKESDK_JOIN
	Leave                   Op = C.FAKESDK_LEAVE
	SendChannel             Op = C.FAKESDK_SEND_CHANNEL // IChannel::sendMessage, both
	GetMembers              Op = C.FAKESDK_GET_MEMBERS
	QueryOnline             Op = C.FAKESDK_QUERY_ONLINE
	SubscribeOnline         Op = C.FAKESDK_SUBSCRIBE_ONLINE
	UnsubscribeOnline       Op = C.FAKESDK_UNSUBSCRIBE_ONLINE
	QueryByOption           Op = C.FAKESDK_QUERY_BY_OPTION
	SetUserAttributes       Op = C.FAKESDK_SET_USER_ATTRIBUTES
	UpdateUserAttributes    Op = C.FAKESDK_UPDATE_USER_ATTRIBUTES
	DeleteUserAttributes    Op = C.FAKESDK_DELETE_USER_ATTRIBUTES
	ClearUserAttributes     Op = C.FAKESDK_CLEAR_USER_ATTRIBUTES
	GetUserAttributes       Op = C.FAKESDK_GET_USER_ATTRIBUTES // with keys or without
	SetChannelAttributes    Op = C.FAKESDK_SET_CHANNEL_ATTRIBUTES
	UpdateChannelAttributes Op = C.FAKESDK_UPDATE_CHANNEL_ATTRIBUTES
	DeleteChannelAttributes Op = C.FAKESDK_DELETE_CHANNEL_ATTRIBUTES
	ClearChannelAttributes  Op = C.FAKESDK_CLEAR_CHANNEL_ATTRIBUTES
	GetChannelAttributes    Op = C.FAKESDK_GET_CHANNEL_ATTRIBUTES // with keys or without
	GetMemberCount          Op = C.FAKESDK_GET_MEMBER_COUNT
	DownloadToMemory        Op = C.FAKESDK_DOWNLOAD_TO_MEMORY
	DownloadToFile          Op = C.FAKESDK_DOWNLOAD_TO_FILE
	UploadFile              Op = C.FAKESDK_UPLOAD_FILE
	UploadImage             Op = C.FAKESDK_UPLOAD_IMAGE
	CancelDownload          Op = C.FAKESDK_CANCEL_DOWNLOAD
	CancelUpload            Op = C.FAKESDK_CANCEL_UPLOAD
	SendInvitation          Op = C.FAKESDK_SEND_INVITATION
	CancelInvitation        Op = C.FAKESDK_CANCEL_INVITATION
	AcceptInvitation        Op = C.FAKESDK_ACCEPT_INVITATION
	RefuseInvitation        Op = C.FAKESDK_REFUSE_INVITATION
)

// The calls without a callback. Of a [Behavior] they take only Return (where the method returns a
// number; a Return other than 0 makes those that create something return null) and Block.
const (
	Initialize         Op = C.FAKESDK_INITIALIZE
	Release            Op = C.FAKESDK_RELEASE
	AddHandler         Op = C.FAKESDK_ADD_HANDLER
	RemoveHandler      Op = C.FAKESDK_REMOVE_HANDLER
	CreateChannel      Op = C.FAKESDK_CREATE_CHANNEL
	ReleaseChannel     Op = C.FAKESDK_RELEASE_CHANNEL
	GetCallManager     Op = C.FAKESDK_GET_CALL_MANAGER
	ReleaseCallManager Op = C.FAKESDK_RELEASE_CALL_MANAGER
	CreateInvitation   Op = C.FAKESDK_CREATE_INVITATION
	CreateMessage      Op = C.FAKESDK_CREATE_MESSAGE
	CreateAttribute    Op = C.FAKESDK_CREATE_ATTRIBUTE
	SetParameters      Op = C.FAKESDK_SET_PARAMETERS
	SetLogFile         Op = C.FAKESDK_SET_LOG_FILE
	SetLogFilter       Op = C.FAKESDK_SET_LOG_FILTER
	SetLogFileSize     Op = C.FAKESDK_SET_LOG_FILE_SIZE
)

var opNames = [...]string{
	Login: "Login", Logout: "Logout", RenewToken: "RenewToken", SendPeer: "SendPeer", Join: "Join",
	Leave: "Leave", SendChannel: "SendChannel", GetMembers: "GetMembers",
	QueryOnline: "QueryOnline", SubscribeOnline: "SubscribeOnline",
	UnsubscribeOnline: "UnsubscribeOnline", QueryByOption: "QueryByOption",
	SetUserAttributes: "SetUserAttributes", UpdateUserAttributes: "UpdateUserAttributes",
	DeleteUserAttributes: "DeleteUserAttributes", ClearUserAttributes: "ClearUserAttributes",
	GetUserAttributes: "GetUserAttributes", SetChannelAttributes: "SetChannelAttributes",
	UpdateChannelAttributes: "UpdateChannelAttributes",
	DeleteChannelAttributes: "DeleteChannelAttributes",
	ClearChannelAttributes:  "ClearChannelAttributes", GetChannelAttributes: "GetChannelAttributes",
	GetMemberCount: "GetMemberCount", DownloadToMemory: "DownloadToMemory",
	DownloadToFile: "DownloadToFile", UploadFile: "UploadFile", UploadImage: "UploadImage",
	CancelDownload: "CancelDownload", CancelUpload: "CancelUpload",
	SendInvitation: "SendInvitation", CancelInvitation: "CancelInvitation",
	AcceptInvitation: "AcceptInvitation", RefuseInvitation: "RefuseInvitation",
	Initialize: "Initialize", Release: "Release", AddHandler: "AddHandler",
	RemoveHandler: "RemoveHandler", CreateChannel: "CreateChannel",
	ReleaseChannel: "ReleaseChannel", GetCallManager: "GetCallManager",
	ReleaseCallManager: "ReleaseCallManager", CreateInvitation: "CreateInvitation",
	CreateMessage: "CreateMessage", CreateAttribute: "CreateAttribute",
	SetParameters: "SetParameters", SetLogFile: "SetLogFile", SetLogFilter: "SetLogFilter",
	SetLogFileSize: "SetLogFileSize",
}

// String returns the name of the call.
func (op Op) String() string {
	if op >= 0 && int(op) < len(opNames) {
		return opNames[op]
	}
	return fmt.Sprintf("Op(%d)", int(op))
}

// Mode says when and where the result callback of a call runs.
type Mode int

const (
	// Normal: on an SDK thread, soon; before or after the call has returned.
	Normal Mode = C.FAKESDK_NORMAL
	// Early: on an SDK thread, and the call returns only when the callback has.
	Early Mode = C.FAKESDK_EARLY
	// Inline: on the caller's thread, inside the call.
	Inline Mode = C.FAKESDK_INLINE
	// Late: held until [Fake.ReleaseLate], even past the release of channel and service. Handlers
	// are then called although they should not be.
	Late Mode = C.FAKESDK_LATE
	// Never: accepted, then lost.
	Never Mode = C.FAKESDK_NEVER
)

// Behavior is what a call does. The zero value: it returns 0 and succeeds on an SDK thread.
//
// A successful Login fires the state CONNECTING, then onLoginSuccess, then CONNECTED; a failed one
// CONNECTING, onLoginFailure, DISCONNECTED (reason LOGIN_FAILURE; LOGIN_TIMEOUT for code 9); code 8
// fires onLoginFailure alone. Logout fires onLogout, then DISCONNECTED; with a code onLogout alone.
// States come with the result: where it is late or lost, so are they.
type Behavior struct {
	// Mode says when and where the callback runs.
	Mode Mode
	// Return is what the call returns. Other than 0 there is no callback, unless Also is set.
	Return int
	// Result is the code in the callback; other than 0 the call failed.
	Result int
	// Thread is the SDK thread of the callback, counted from 1; with 0 the threads take turns.
	Thread int
	// Twice makes the result callback come twice; the second one without states.
	Twice bool
	// Also makes the callback come although the call returns a failure. With Inline, Return -1 and
	// Result 1 this is OB-11: one failure, reported twice, before the call returned.
	Also bool
	// StateFirst, for Login and Logout, puts the final state callback before the result.
	StateFirst bool
	// NoState, for Login and Logout, leaves the state callbacks out.
	NoState bool
	// Block keeps the call inside the SDK until [Fake.Unblock].
	Block bool
}

func (b Behavior) c() *C.fakesdk_behavior {
	flags := 0
	for _, f := range []struct {
		on  bool
		bit int
	}{
		{b.Twice, C.FAKESDK_TWICE},
		{b.Also, C.FAKESDK_ALSO},
		{b.StateFirst, C.FAKESDK_STATE_FIRST},
		{b.NoState, C.FAKESDK_NO_STATE},
		{b.Block, C.FAKESDK_BLOCK},
	} {
		if f.on {
			flags |= f.bit
		}
	}
	return &C.fakesdk_behavior{
		mode: C.int(b.Mode), ret: C.int(b.Return), code: C.int(b.Result),
		thread: C.int(b.Thread), flags: C.int(flags),
	}
}

// On sets what the call does from now on.
func (f *Fake) On(op Op, b Behavior) { C.fakesdk_on(f.script, C.int(op), b.c()) }

// Next queues what the next such call does, once; it comes before what On said.
func (f *Fake) Next(op Op, b Behavior) { C.fakesdk_next(f.script, C.int(op), b.c()) }
