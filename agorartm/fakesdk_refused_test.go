// Refused arguments: the error carries the code that the SDK has for it.

package agorartm_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// refusal is a method that is given one bad argument.
type refusal struct {
	op, field string
	code      error // nil: the SDK has none for it
	call      func(ctx context.Context) error
}

// refusals are those of every method that refuses arguments.
func refusals(r *callRig) []refusal {
	type ctx = context.Context
	const bad = "a\x00b"
	var (
		s       = r.service
		local   = r.invite()
		remote  = r.receive()
		hi      = agorartm.NewTextMessage("hi")
		large   = agorartm.NewTextMessage(strings.Repeat("x", limit+1))
		long    = strings.Repeat("x", agorartm.MaxInvitationBytes+1)
		none    = agorartm.SendMessageOptions{}
		options = agorartm.ChannelAttributeOptions{}
		badAttr = []agorartm.Attribute{{Key: "", Value: "v"}}
	)
	const (
		userID     = agorartm.PeerMessageErrInvalidUserID
		peer       = agorartm.PeerMessageErrInvalidMessage
		channel    = agorartm.ChannelMessageErrInvalidMessage
		login      = agorartm.LoginErrInvalidArgument
		renew      = agorartm.RenewTokenErrInvalidArgument
		upload     = agorartm.UploadMediaErrInvalidArgument
		download   = agorartm.DownloadMediaErrInvalidArgument
		invitation = agorartm.InvitationAPICallErrInvalidArgument
		failure    = agorartm.SetServiceContextErrFailure
		query      = agorartm.QueryPeersOnlineStatusErrInvalidArgument
		subscribe  = agorartm.PeerSubscriptionStatusErrInvalidArgument
		attribute  = agorartm.AttributeOperationErrInvalidArgument
		count      = agorartm.GetChannelMemberCountErrInvalidArgument
	)
	return []refusal{
		{"NewService", "appID", agorartm.InitErrInvalidAppID, func(ctx) error { return only(agorartm.NewService(bad, agorartm.ServiceHandler{})) }},
		{"SetServiceContext", "context.AreaCode", failure, func(ctx) error { return agorartm.SetServiceContext(agorartm.ServiceContext{}) }},
		{"SetServiceContext", "context.ProxyType", failure, func(ctx) error {
			return agorartm.SetServiceContext(agorartm.ServiceContext{AreaCode: agorartm.AreaCodeGlob, ProxyType: 9})
		}},
		{"Login", "userID", login, func(c ctx) error { return s.Login(c, "", bad) }},
		{"Login", "token", login, func(c ctx) error { return s.Login(c, bad, "alice") }},
		{"RenewToken", "token", renew, func(c ctx) error { return s.RenewToken(c, "") }},
		{"RenewToken", "token", renew, func(c ctx) error { return s.RenewToken(c, bad) }},
		{"SendMessageToPeer", "peerID", userID, func(c ctx) error { return only(s.SendMessageToPeer(c, bad, hi, none)) }},
		{"SendMessageToPeer", "message", peer, func(c ctx) error { return only(s.SendMessageToPeer(c, "bob", nil, none)) }},
		{"SendMessageToPeer", "message.Text", peer, func(c ctx) error { return only(s.SendMessageToPeer(c, "bob", large, none)) }},
		{"SendMessageToPeerNoWait", "peerID", userID, func(ctx) error { return only(s.SendMessageToPeerNoWait(bad, hi, none)) }},
		{"SendMessageToPeerNoWait", "message.Text", peer, func(ctx) error { return only(s.SendMessageToPeerNoWait("bob", large, none)) }},
		{"SendMessageToPeer", "message.Media.ID", peer, func(c ctx) error {
			return only(s.SendMessageToPeer(c, "bob", agorartm.NewFileMessageByMediaID(""), none))
		}},
		{"Channel.SendMessage", "message", channel, func(c ctx) error { return only(r.room.SendMessage(c, nil, none)) }},
		{"Channel.SendMessage", "message.Text", channel, func(c ctx) error { return only(r.room.SendMessage(c, large, none)) }},
		{"Channel.SendMessageNoWait", "message.Text", channel, func(ctx) error { return only(r.room.SendMessageNoWait(large, none)) }},
		{"UploadFile", "path", upload, func(c ctx) error { return only(s.UploadFile(c, bad)) }},
		{"UploadImage", "path", upload, func(c ctx) error { return only(s.UploadImage(c, "")) }},
		{"DownloadMediaToMemory", "mediaID", download, func(c ctx) error { return only(s.DownloadMediaToMemory(c, "")) }},
		{"DownloadMediaToFile", "mediaID", download, func(c ctx) error { return s.DownloadMediaToFile(c, bad, "/a/file") }},
		{"DownloadMediaToFile", "path", download, func(c ctx) error { return s.DownloadMediaToFile(c, "media", "") }},
		{"LocalInvitation.SetContent", "content", invitation, func(ctx) error { return local.SetContent(long) }},
		{"LocalInvitation.SetContent", "content", invitation, func(ctx) error { return local.SetContent(bad) }},
		{"LocalInvitation.SetChannelID", "channelID", invitation, func(ctx) error { return local.SetChannelID(long) }},
		{"LocalInvitation.SetChannelID", "channelID", invitation, func(ctx) error { return local.SetChannelID(bad) }},
		{"RemoteInvitation.SetResponse", "response", invitation, func(ctx) error { return remote.SetResponse(long) }},
		{"RemoteInvitation.SetResponse", "response", invitation, func(ctx) error { return remote.SetResponse(bad) }},
		{"QueryPeersOnlineStatus", "peerIDs[0]", query, func(c ctx) error { return only(s.QueryPeersOnlineStatus(c, []string{bad})) }},
		{"SubscribePeersOnlineStatus", "peerIDs[0]", subscribe, func(c ctx) error { return s.SubscribePeersOnlineStatus(c, []string{bad}) }},
		{"UnsubscribePeersOnlineStatus", "peerIDs[0]", subscribe, func(c ctx) error { return s.UnsubscribePeersOnlineStatus(c, []string{bad}) }},
		{"GetChannelMemberCount", "channelIDs[0]", count, func(c ctx) error { return only(s.GetChannelMemberCount(c, []string{bad})) }},
		{"SetLocalUserAttributes", "attributes[0].Key", attribute, func(c ctx) error { return s.SetLocalUserAttributes(c, badAttr) }},
		{"AddOrUpdateLocalUserAttributes", "attributes[0].Key", attribute, func(c ctx) error { return s.AddOrUpdateLocalUserAttributes(c, badAttr) }},
		{"DeleteLocalUserAttributesByKeys", "keys", attribute, func(c ctx) error { return s.DeleteLocalUserAttributesByKeys(c, nil) }},
		{"GetUserAttributes", "userID", attribute, func(c ctx) error { return only(s.GetUserAttributes(c, bad)) }},
		{"GetUserAttributesByKeys", "keys[0]", attribute, func(c ctx) error { return only(s.GetUserAttributesByKeys(c, "bob", []string{bad})) }},
		{"SetChannelAttributes", "channelID", attribute, func(c ctx) error { return s.SetChannelAttributes(c, bad, nil, options) }},
		{"AddOrUpdateChannelAttributes", "attributes[0].Key", attribute, func(c ctx) error { return s.AddOrUpdateChannelAttributes(c, "room", badAttr, options) }},
		{"DeleteChannelAttributesByKeys", "keys", attribute, func(c ctx) error { return s.DeleteChannelAttributesByKeys(c, "room", nil, options) }},
		{"ClearChannelAttributes", "channelID", attribute, func(c ctx) error { return s.ClearChannelAttributes(c, bad, options) }},
		{"GetChannelAttributes", "channelID", attribute, func(c ctx) error { return only(s.GetChannelAttributes(c, bad)) }},
		{"GetChannelAttributesByKeys", "channelID", attribute, func(c ctx) error { return only(s.GetChannelAttributesByKeys(c, bad, []string{"k"})) }},

		// Where the SDK gives null, or a number of no enum, there is no code.
		{"CreateChannel", "channelID", nil, func(ctx) error { return only(s.CreateChannel(bad, agorartm.ChannelHandler{})) }},
		{"CallManager.CreateLocalInvitation", "calleeID", nil, func(ctx) error { return only(r.manager.CreateLocalInvitation(bad)) }},
		{"SetLogFile", "path", nil, func(ctx) error { return s.SetLogFile("") }},
		{"SetLogFilter", "filter", nil, func(ctx) error { return s.SetLogFilter(3) }},
		{"SetLogFileSize", "kb", nil, func(ctx) error { return s.SetLogFileSize(1) }},
		{"SetParameters", "json", nil, func(ctx) error { return s.SetParameters(bad) }},
		{"UploadFile", "opts", nil, func(c ctx) error { return only(s.UploadFile(c, "/a/file", nil)) }},
	}
}

// codeIn returns the code of an SDK enum that err wraps, or nil.
func codeIn(err error) error {
	var found error
	for _, e := range unwrapped(err) {
		if reflect.TypeOf(e).Kind() == reflect.Uint32 {
			found = e
		}
	}
	return found
}

// unwrapped returns err and all that it wraps.
func unwrapped(err error) []error {
	all := []error{err}
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			all = append(all, unwrapped(inner)...)
		}
	case interface{ Unwrap() error }:
		all = append(all, unwrapped(e.Unwrap())...)
	}
	return all
}

// fact: E-03, M-05, I-06
func TestRefusedArgumentsCarryTheSDKsCode(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	done, cancel := context.WithCancel(t.Context())
	cancel()
	made := len(r.fake.Calls())
	all := refusals(r)
	made = len(r.fake.Calls()) - made
	require.Equal(t, 1, made, "the rig's own invitation")
	before := len(r.fake.Calls())
	for _, refusal := range all {
		err := refusal.call(t.Context())
		what := refusal.op + " " + refusal.field
		arg := refused(t, err, refusal.op, refusal.field)
		require.Equal(t, refusal.code, codeIn(err), what)
		if refusal.code != nil {
			require.ErrorIs(t, err, refusal.code, what)
		}
		answersOnly(t, err, agorartm.ErrInvalidArgument)
		require.Contains(t, err.Error(), refusal.op+": "+refusal.field+" "+arg.Reason, "messages name the field")

		// Of a context that is done the SDK knows nothing.
		if err := refusal.call(done); errors.Is(err, context.Canceled) {
			refused(t, err, refusal.op, "ctx")
			require.NoError(t, codeIn(err), what)
		}
	}
	require.Len(t, r.fake.Calls(), before, "nothing went down")
	require.Zero(t, r.fake.Count(fakesdk.Login))
}
