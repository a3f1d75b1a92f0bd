// This file holds what the tests of the client share: users who note their events, and two clouds to run
// against.

package emulator_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

var lastApp atomic.Uint64

// freshAppID returns an App ID no other test uses.
func freshAppID() string { return fmt.Sprintf("%032x", lastApp.Add(1)) }

// clouds are the clouds every test of the client runs against: what it tells must not depend on answers
// coming before the call returns.
var clouds = map[string]func(*emulator.Clock) emulator.Cloud{
	"memory": emulator.NewMemory,
	"async":  newAsyncCloud,
}

// onClouds runs a test once per cloud, in a bubble of fake time.
func onClouds(t *testing.T, test func(t *testing.T, app *emulator.App)) {
	t.Parallel()
	for name, newCloud := range clouds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				app, err := emulator.OpenWith(freshAppID(), newCloud)
				require.NoError(t, err)
				// Runs after the clients have been released.
				t.Cleanup(func() {
					synctest.Wait()
					require.Zero(t, app.Stats().Clients)
					app.Close()
					require.Zero(t, app.Clock().Timers(), "timers left behind")
				})
				test(t, app)
			})
		})
	}
}

// pass lets time go by, and all that follows happen.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// interrupt cuts the user's link, and lets the server lose sight of the user.
func interrupt(app *emulator.App, userID string) {
	app.Interrupt(userID)
	synctest.Wait()
}

// user is a client whose events are noted.
type user struct {
	*emulator.Client
	t    *testing.T
	name string

	mu     sync.Mutex
	notes  []string
	raw    []emulator.Event
	labels map[uint64]string
}

// connect makes an initialised client that is released with the test.
func connect(t *testing.T, app *emulator.App, name string) *user {
	t.Helper()
	u := &user{Client: emulator.NewClient(), t: t, name: name, labels: make(map[uint64]string)}
	require.Equal(t, emulator.InitErrOK, u.Initialize(app.ID()))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for u.Next(u.note) {
		}
	}()
	t.Cleanup(func() {
		u.Release()
		<-done
	})
	return u
}

// login makes a client that is logged in, its events so far forgotten.
func login(t *testing.T, app *emulator.App, name string) *user {
	t.Helper()
	u := connect(t, app, name)
	require.Equal(t, emulator.LoginErrOK, u.Login("", name))
	u.expect("state CONNECTING LOGIN", "login ok", "state CONNECTED LOGIN_SUCCESS")
	return u
}

// channel returns the user's channel object, whose events are noted under the channel's id.
func (u *user) channel(id string) *emulator.Channel {
	ch := u.CreateChannel(id)
	u.mu.Lock()
	defer u.mu.Unlock()
	u.labels[ch.Key()] = id
	return ch
}

// join returns the user's channel object once it is joined, events so far forgotten.
func (u *user) join(id string) *emulator.Channel {
	u.t.Helper()
	ch := u.channel(id)
	require.Equal(u.t, emulator.JoinChannelErrOK, ch.Join())
	synctest.Wait()
	require.Contains(u.t, u.take(), id+": joined")
	return ch
}

// take returns the events noted since the last call.
func (u *user) take() []string {
	synctest.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	notes := u.notes
	u.notes, u.raw = nil, nil
	return notes
}

// takeRaw is take for the events themselves.
func (u *user) takeRaw() []emulator.Event {
	synctest.Wait()
	u.mu.Lock()
	defer u.mu.Unlock()
	raw := u.raw
	u.notes, u.raw = nil, nil
	return raw
}

// expect requires that exactly these events have come since the last look.
func (u *user) expect(want ...string) {
	u.t.Helper()
	got := u.take()
	if len(want) == 0 {
		require.Empty(u.t, got, "events of %s", u.name)
		return
	}
	require.Equal(u.t, want, got, "events of %s", u.name)
}

// send sends a text to a peer and requires that it is taken.
func (u *user) send(peer string, id int64, s string, o ...emulator.SendOptions) {
	u.t.Helper()
	require.Equal(u.t, emulator.PeerMessageErrOK, u.SendMessageToPeer(peer, id, text(s), append(o, emulator.SendOptions{})[0]))
}

// post sends a text to a channel and requires that it is taken.
func (u *user) post(ch *emulator.Channel, id int64, s string) {
	u.t.Helper()
	require.Equal(u.t, emulator.ChannelMessageErrOK, ch.SendMessage(id, text(s), emulator.SendOptions{}))
}

func text(s string) *emulator.Message {
	return &emulator.Message{Type: emulator.MessageTypeText, Text: s}
}

var offline = emulator.SendOptions{EnableOfflineMessaging: true}

var stateNames = map[int32]string{
	emulator.ConnectionStateDisconnected: "DISCONNECTED", emulator.ConnectionStateConnecting: "CONNECTING",
	emulator.ConnectionStateConnected: "CONNECTED", emulator.ConnectionStateReconnecting: "RECONNECTING",
	emulator.ConnectionStateAborted: "ABORTED",
}

var reasonNames = map[int32]string{
	emulator.ConnectionChangeReasonLogin: "LOGIN", emulator.ConnectionChangeReasonLoginSuccess: "LOGIN_SUCCESS",
	emulator.ConnectionChangeReasonLoginFailure: "LOGIN_FAILURE", emulator.ConnectionChangeReasonLoginTimeout: "LOGIN_TIMEOUT",
	emulator.ConnectionChangeReasonInterrupted: "INTERRUPTED", emulator.ConnectionChangeReasonLogout: "LOGOUT",
	emulator.ConnectionChangeReasonBannedByServer: "BANNED_BY_SERVER", emulator.ConnectionChangeReasonRemoteLogin: "REMOTE_LOGIN",
	emulator.ConnectionChangeReasonTokenExpired: "TOKEN_EXPIRED",
}

// note writes an event down in words.
func (u *user) note(e *emulator.Event) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.raw = append(u.raw, *e)
	u.notes = append(u.notes, u.describe(e))
	return true
}

func (u *user) describe(e *emulator.Event) string {
	body := ""
	if e.Message != nil {
		body = e.Message.Text + string(e.Message.Raw)
		if e.Message.Offline {
			body += " (offline)"
		}
	}
	prefix := ""
	if e.Channel != 0 {
		label, known := u.labels[e.Channel]
		if !known {
			label = "?"
		}
		prefix = label + ": "
	}
	switch e.Kind {
	case emulator.EventLoginSuccess:
		return "login ok"
	case emulator.EventLoginFailure:
		return fmt.Sprintf("login failed %d", e.Code)
	case emulator.EventRenewTokenResult:
		return fmt.Sprintf("renew %s = %d", e.Text, e.Code)
	case emulator.EventTokenExpired:
		return "token expired"
	case emulator.EventTokenPrivilegeWillExpire:
		return "token will expire"
	case emulator.EventLogout:
		return fmt.Sprintf("logout = %d", e.Code)
	case emulator.EventConnectionStateChanged:
		return "state " + stateNames[e.Code] + " " + reasonNames[e.Reason]
	case emulator.EventPeerSendResult:
		return fmt.Sprintf("sent %d = %d", e.ID, e.Code)
	case emulator.EventPeerMessage:
		return e.User + " says " + body
	case emulator.EventJoinSuccess:
		return prefix + "joined"
	case emulator.EventJoinFailure:
		return fmt.Sprintf("%sjoin failed %d", prefix, e.Code)
	case emulator.EventLeave:
		return fmt.Sprintf("%sleft = %d", prefix, e.Code)
	case emulator.EventChannelMessage:
		return prefix + e.User + " says " + body
	case emulator.EventChannelSendResult:
		return fmt.Sprintf("%ssent %d = %d", prefix, e.ID, e.Code)
	case emulator.EventMemberJoined:
		return prefix + "+" + e.User
	case emulator.EventMemberLeft:
		return prefix + "-" + e.User
	case emulator.EventMembers:
		return fmt.Sprintf("%smembers %s = %d", prefix, strings.Join(e.Users, ","), e.Code)
	case emulator.EventMemberCount:
		return fmt.Sprintf("%scount %d", prefix, e.Count)
	case emulator.EventQueryPeersOnlineStatusResult:
		return fmt.Sprintf("query %d %s = %d", e.ID, peerStates(e.Details), e.Code)
	case emulator.EventSubscriptionRequestResult:
		return fmt.Sprintf("subscription %d = %d", e.ID, e.Code)
	case emulator.EventQueryPeersBySubscriptionOptionResult:
		return fmt.Sprintf("subscribed %d %s = %d", e.ID, strings.Join(e.Users, ","), e.Code)
	case emulator.EventPeersOnlineStatusChanged:
		return "peers " + peerStates(e.Details)
	case emulator.EventGetChannelMemberCountResult:
		return fmt.Sprintf("counts %d %s = %d", e.ID, memberCounts(e.Details), e.Code)
	case emulator.EventSetLocalUserAttributesResult, emulator.EventAddOrUpdateLocalUserAttributesResult,
		emulator.EventDeleteLocalUserAttributesResult, emulator.EventClearLocalUserAttributesResult,
		emulator.EventSetChannelAttributesResult, emulator.EventAddOrUpdateChannelAttributesResult,
		emulator.EventDeleteChannelAttributesResult, emulator.EventClearChannelAttributesResult:
		return fmt.Sprintf("%s %d = %d", e.Kind, e.ID, e.Code)
	case emulator.EventGetUserAttributesResult:
		return fmt.Sprintf("user %s %d %s = %d", e.User, e.ID, attributes(e.Details), e.Code)
	case emulator.EventGetChannelAttributesResult:
		return fmt.Sprintf("channel %d %s = %d", e.ID, attributes(e.Details), e.Code)
	case emulator.EventChannelAttributesUpdated:
		return prefix + "attributes " + attributes(e.Details)
	default:
		return describeCall(e)
	}
}
