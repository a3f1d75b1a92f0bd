//go:build agora_sdk

// The binding over a library that is linked as the vendor's is: each call works,
// or says that this version of the SDK does not have it. AGORARTM_TEST_SDK is the
// version the library is expected to be of, by default that of the target.

package agorartm_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// sdk is what a version has.
type sdk struct {
	media             bool
	context           bool
	proxy             bool
	sendOptions       bool
	privilegeExpiring bool
}

var sdks = map[string]sdk{
	"1.2.2":  {sendOptions: true},
	"1.4.0":  {media: true, context: true, sendOptions: true},
	"1.4.10": {media: true, context: true, proxy: true, sendOptions: true},
	"1.5.0":  {media: true, context: true, proxy: true, sendOptions: true, privilegeExpiring: true},
	"1.5.1":  {context: true, proxy: true, privilegeExpiring: true},
}

func linkedVersion() string {
	if v := os.Getenv("AGORARTM_TEST_SDK"); v != "" {
		return v
	}
	return "1.5.0"
}

func linked() sdk { return sdks[linkedVersion()] }

// allOperations is the table of operations with those that the version lacks,
// which the other tests are not to see.
var allOperations []operation

func init() {
	allOperations = slices.Clone(operations) // fakesdk_media_test.go comes before
	if !linked().media {
		operations = slices.DeleteFunc(operations, isMedia)
	}
	if !linked().privilegeExpiring {
		fireMark = func(f *fakesdk.Fake) bool { return f.FirePeersOnline(fakesdk.PeerState{Peer: markPeer}) }
	}
}

// requireIf asserts that err is nil where the version has the call, and else
// says that it has not.
func requireIf(t *testing.T, there bool, err error) {
	t.Helper()
	if there {
		require.NoError(t, err)
		return
	}
	require.ErrorIs(t, err, agorartm.ErrUnsupported)
	require.ErrorContains(t, err, "not in SDK "+linkedVersion())
	var op *agorartm.OpError
	require.ErrorAs(t, err, &op)
	require.False(t, op.Accepted)
}

func TestSDKIsLinked(t *testing.T) {
	t.Parallel()
	require.Equal(t, agorartm.BackendSDK, agorartm.Backend())
	require.Equal(t, linkedVersion(), agorartm.SDKVersion())
	require.Contains(t, sdks, linkedVersion())
	serviceOf(t, newFake(t), agorartm.ServiceHandler{}, agorartm.WithRequireSDK())
	maps, err := os.ReadFile("/proc/self/maps")
	require.NoError(t, err)
	require.True(t, strings.Contains(string(maps), "libagora_rtm_sdk.so") ||
		strings.Contains(string(maps), "libagora-rtm-sdk-jni.so"))
}

func TestSDKRequests(t *testing.T) {
	t.Parallel()
	require.True(t, slices.ContainsFunc(allOperations, isMedia))
	for _, o := range allOperations {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			there := linked().media || !isMedia(o)
			requireIf(t, there, o.call(r, t.Context()))
			if !there {
				require.Zero(t, r.fake.Count(o.op))
			}
		})
	}
}

func isMedia(o operation) bool {
	return slices.ContainsFunc(mediaOperations, func(m operation) bool { return m.name == o.name })
}

func TestSDKSendOptions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		options agorartm.SendMessageOptions
		there   bool
	}{
		{"none", agorartm.SendMessageOptions{}, true},
		{"offline", agorartm.SendMessageOptions{EnableOfflineMessaging: true}, linked().sendOptions},
		{"historical", agorartm.SendMessageOptions{EnableHistoricalMessaging: true}, linked().sendOptions},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			_, err := r.service.SendMessageToPeer(t.Context(), "bob", agorartm.NewTextMessage("hi"), test.options)
			requireIf(t, test.there, err)
			calls := r.fake.Calls(fakesdk.SendPeer)
			if !test.there {
				require.Empty(t, calls)
				return
			}
			require.Len(t, calls, 1)
			require.Equal(t, test.options.EnableOfflineMessaging, calls[0].Offline)
			require.Equal(t, test.options.EnableHistoricalMessaging, calls[0].Historical)
		})
	}
}

func TestSDKFileMessages(t *testing.T) {
	t.Parallel()
	for _, message := range []*agorartm.Message{
		agorartm.NewFileMessageByMediaID("media"), agorartm.NewImageMessageByMediaID("media"),
	} {
		r := newRig(t, setup{})
		_, err := r.service.SendMessageToPeer(t.Context(), "bob", message, agorartm.SendMessageOptions{})
		requireIf(t, linked().media, err)
		_, err = r.room.SendMessage(t.Context(), message, agorartm.SendMessageOptions{})
		requireIf(t, linked().media, err)
	}
}

func TestSDKPrivilegeWillExpire(t *testing.T) {
	t.Parallel()
	told := make(chan struct{}, 1)
	r := newRig(t, setup{service: agorartm.ServiceHandler{
		OnTokenPrivilegeWillExpire: func(agorartm.TokenPrivilegeWillExpireEvent) { told <- struct{}{} },
	}})
	require.True(t, r.fake.FireTokenWillExpire())
	if linked().privilegeExpiring {
		wait(t, told)
		return
	}
	r.settle()
	require.Empty(t, told, "the version has no such callback")
}

// Messages, states and members arrive by the right callback: the handler's table
// of methods is the library's.
func TestSDKEvents(t *testing.T) {
	t.Parallel()
	events := make(chan any, 10)
	r := newRig(t, setup{
		service: agorartm.ServiceHandler{
			OnMessageReceivedFromPeer:  func(e agorartm.PeerMessageEvent) { events <- e.Message.Text },
			OnTokenExpired:             func(agorartm.TokenExpiredEvent) { events <- "token" },
			OnConnectionStateChanged:   func(e agorartm.ConnectionStateChangedEvent) { events <- e.State },
			OnPeersOnlineStatusChanged: func(e agorartm.PeersOnlineStatusChangedEvent) { events <- e.Peers[0].PeerID },
		},
		room: agorartm.ChannelHandler{
			OnMessageReceived:    func(e agorartm.ChannelMessageEvent) { events <- e.Message.Text },
			OnMemberJoined:       func(e agorartm.MemberEvent) { events <- "+" + e.Member.UserID },
			OnMemberLeft:         func(e agorartm.MemberEvent) { events <- "-" + e.Member.UserID },
			OnMemberCountUpdated: func(e agorartm.MemberCountEvent) { events <- e.Count },
			OnAttributesUpdated:  func(e agorartm.AttributesUpdatedEvent) { events <- e.Attributes[0].Key },
		},
	})
	for _, test := range []struct {
		fired bool
		want  any
	}{
		{r.fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "to me"}), "to me"},
		{r.fake.FireTokenExpired(), "token"},
		{r.fake.FireState(4, 3), agorartm.ConnectionStateReconnecting},
		{r.fake.FirePeersOnline(fakesdk.PeerState{Peer: "carol"}), "carol"},
		{r.fake.FireChannelMessage(roomID, fakesdk.Message{From: "bob", Text: "to all"}), "to all"},
		{r.fake.FireMemberJoined(roomID, "dave"), "+dave"},
		{r.fake.FireMemberLeft(roomID, "dave"), "-dave"},
		{r.fake.FireMemberCount(roomID, 7), 7},
		{r.fake.FireAttributes(roomID, "bob", 1, fakesdk.Attribute{Key: "k", Value: "v"}), "k"},
	} {
		require.True(t, test.fired)
		require.Equal(t, test.want, wait(t, events))
	}
}

func TestSDKServiceContext(t *testing.T) {
	// Not parallel: only while no service is open.
	for _, test := range []struct {
		context agorartm.ServiceContext
		there   bool
	}{
		{agorartm.ServiceContext{AreaCode: agorartm.AreaCodeEU}, linked().context},
		{agorartm.ServiceContext{AreaCode: agorartm.AreaCodeGlob, ProxyType: agorartm.CloudProxyTCP}, linked().proxy},
	} {
		err := agorartm.SetServiceContext(test.context)
		if errors.Is(err, agorartm.ErrServicesOpen) {
			require.FailNow(t, "a service is open")
		}
		requireIf(t, test.there, err)
	}
}

func TestSDKInvitations(t *testing.T) {
	t.Parallel()
	r := newCallRig(t, setup{})
	local := r.send()
	require.True(t, r.fake.FireLocalAccepted("bob", "yes"))
	require.Equal(t, "local accepted", wait(t, r.steps).name)
	wait(t, local.Done())
	remote := r.receive()
	require.NoError(t, remote.Accept())
	require.Equal(t, "remote accepted", wait(t, r.steps).name)
}

func TestSDKSettings(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	require.NoError(t, r.service.SetLogFile(t.TempDir()+"/log"))
	require.NoError(t, r.service.SetLogFilter(agorartm.LogFilterInfo))
	require.NoError(t, r.service.SetLogFileSize(512))
	require.NoError(t, r.service.SetParameters("{}"))
}

// The library aborts on null, and loses results of what was sent while
// connecting: neither is to be noticed above.
//
// fact: OB-28, OB-34
func TestSDKQuirks(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{script: func(f *fakesdk.Fake) {
		f.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Never})
	}})
	r.login()
	lost := r.begin(t.Context(), operationNamed("SendMessageToPeer"))
	require.NoError(t, r.service.Logout(t.Context()))
	require.ErrorIs(t, wait(t, lost), agorartm.ErrResultLost)

	r.fake.On(fakesdk.SendPeer, fakesdk.Behavior{})
	_, err := r.service.SendMessageToPeer(t.Context(), "bob", agorartm.NewRawMessage(nil, ""), agorartm.SendMessageOptions{})
	require.NoError(t, err)
	_, err = r.service.SendMessageToPeer(t.Context(), "bob", nil, agorartm.SendMessageOptions{})
	require.ErrorIs(t, err, agorartm.ErrInvalidArgument)
}
