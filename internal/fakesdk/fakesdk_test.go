//go:build !agora_sdk

// Tests of the scripted SDK itself: each thing it promises, seen through a C++ application.
package fakesdk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk/fakedrive"
	"github.com/go-rtm/agora-rtm-go/internal/nativesdk"
)

// start returns a script and an application on it; both end with the test, which fails when
// something was not released.
func start(t *testing.T, prepare ...func(*fakesdk.Fake)) (*fakesdk.Fake, *fakedrive.Driver) {
	t.Helper()
	fake := fakesdk.New()
	for _, f := range prepare {
		f(fake)
	}
	drive := fakedrive.New(fakesdk.Factory(), fake.AppID())
	t.Cleanup(func() {
		drive.Free()
		require.NoError(t, fake.Close())
	})
	return fake, drive
}

func TestModes(t *testing.T) {
	t.Parallel()
	const ok = "login = 0"
	success := []string{"state 2 1", "onLoginSuccess", "state 3 2"}
	inline := []string{"inline state 2 1", "inline onLoginSuccess", "inline state 3 2"}
	for _, c := range []struct {
		name     string
		behavior fakesdk.Behavior
		// The log, in order; with anyOrder the call's own line may be anywhere.
		want     []string
		anyOrder bool
	}{
		{"normal", fakesdk.Behavior{}, append([]string{ok}, success...), true},
		{"early", fakesdk.Behavior{Mode: fakesdk.Early}, append(slices.Clone(success), ok), false},
		{"inline", fakesdk.Behavior{Mode: fakesdk.Inline}, append(slices.Clone(inline), ok), false},
		{"never", fakesdk.Behavior{Mode: fakesdk.Never}, []string{ok}, false},
		{"late, not released", fakesdk.Behavior{Mode: fakesdk.Late}, []string{ok}, false},
		{
			"twice",
			fakesdk.Behavior{Mode: fakesdk.Early, Twice: true},
			append(slices.Clone(success), "onLoginSuccess", ok), false,
		},
		{
			"state first",
			fakesdk.Behavior{Mode: fakesdk.Early, StateFirst: true},
			[]string{"state 2 1", "state 3 2", "onLoginSuccess", ok},
			false,
		},
		{
			"no state",
			fakesdk.Behavior{Mode: fakesdk.Early, NoState: true},
			[]string{"onLoginSuccess", ok},
			false,
		},
		{
			"failure",
			fakesdk.Behavior{Mode: fakesdk.Early, Result: 5},
			[]string{"state 2 1", "onLoginFailure 5", "state 1 3", ok},
			false,
		},
		{
			"timeout",
			fakesdk.Behavior{Mode: fakesdk.Early, Result: 9},
			[]string{"state 2 1", "onLoginFailure 9", "state 1 4", ok},
			false,
		},
		{
			"already",
			fakesdk.Behavior{Mode: fakesdk.Early, Result: 8},
			[]string{"onLoginFailure 8", ok},
			false,
		},
		{"return code", fakesdk.Behavior{Mode: fakesdk.Early, Return: 10}, []string{"login = 10"}, false},
		{
			"both ways",
			fakesdk.Behavior{Mode: fakesdk.Inline, Return: -1, Result: 1, Also: true, NoState: true},
			[]string{"inline onLoginFailure 1", "login = -1"},
			false,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake, drive := start(t)
			fake.On(fakesdk.Login, c.behavior)
			drive.Do("login", "token", "alice")
			got := drive.Wait(len(c.want))
			if c.anyOrder {
				require.ElementsMatch(t, c.want, got)
				return
			}
			require.Equal(t, c.want, got)
		})
	}
}

// Each call with a callback gives its code to it, and only to it.
func TestResultsOfEachCall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		op   fakesdk.Op
		call []string
		ok   string
		fail string
	}{
		{fakesdk.Logout, []string{"logout"}, "onLogout 0;state 1 6", "onLogout 102"},
		{fakesdk.RenewToken, []string{"renewToken", "new"}, "onRenewTokenResult new 0", "onRenewTokenResult new 102"},
		{fakesdk.SendPeer, []string{"send", "bob", "hi"}, "onSendMessageResult small 0", "onSendMessageResult small 102"},
		{fakesdk.Join, []string{"join"}, "onJoinSuccess", "onJoinFailure 102"},
		{fakesdk.Leave, []string{"leave"}, "onLeave 0", "onLeave 102"},
		{fakesdk.SendChannel, []string{"sendChannel", "hi"}, "channel onSendMessageResult 0", "channel onSendMessageResult 102"},
		{fakesdk.GetMembers, []string{"getMembers"}, "onGetMembers 2 0 alice bob", "onGetMembers 0 102 <null>"},
		{
			fakesdk.QueryOnline,
			[]string{"query", "bob"},
			"onQueryPeersOnlineStatusResult 1 0 bob",
			"onQueryPeersOnlineStatusResult 0 102 <null>",
		},
		{
			fakesdk.GetUserAttributes,
			[]string{"getUserAttributes", "bob"},
			"onGetUserAttributesResult bob 1 0 k=v",
			"onGetUserAttributesResult bob 0 102 <none>",
		},
	} {
		t.Run(c.op.String(), func(t *testing.T) {
			t.Parallel()
			fake, drive := start(t)
			fake.SetMembers("alice", "bob")
			fake.SetAttributes(fakesdk.Attribute{Key: "k", Value: "v"})
			drive.Do("createChannel", "room")
			fake.On(c.op, fakesdk.Behavior{Mode: fakesdk.Early, Result: 102})
			fake.Next(c.op, fakesdk.Behavior{Mode: fakesdk.Early})
			fake.Next(c.op, fakesdk.Behavior{Return: 101})

			do := func() int { return drive.Do(c.call[0], c.call[1:]...) }
			require.Zero(t, do())
			require.Equal(t, 101, do(), "the second one-shot")
			require.Zero(t, do(), "back to the sticky one")
			drive.Do("releaseChannel")

			want := slices.Concat([]string{"createChannel = 1"}, strings.Split(c.ok, ";"),
				[]string{c.call[0] + " = 0", c.call[0] + " = 101"}, []string{c.fail},
				[]string{c.call[0] + " = 0", "releaseChannel = 0"})
			for i, line := range want { // an empty array may come as a null or as an empty one
				want[i] = strings.TrimSuffix(line, " <null>")
			}
			got := drive.Log()
			for i, line := range got {
				got[i] = strings.TrimSuffix(line, " <null>")
			}
			require.Equal(t, want, got)
		})
	}
}

func TestLateResultsComeAfterRelease(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Late, Twice: true})
	fake.On(fakesdk.Join, fakesdk.Behavior{Mode: fakesdk.Late})
	drive.Do("createChannel", "room")
	drive.Do("join")
	drive.Do("send", "bob", "hi")
	drive.Do("releaseChannel")
	require.Equal(t, 3, fake.Held())
	drive.Do("release")
	require.Equal(t, fakesdk.Live{}, fake.Live(), "released, threads included")
	before := drive.Log()

	require.Equal(t, 3, fake.ReleaseLate())
	require.Equal(t, []string{"onJoinSuccess", "onSendMessageResult small 0", "onSendMessageResult small 0"},
		drive.Log()[len(before):])
	require.Zero(t, fake.ReleaseLate(), "only once")
}

func TestNoCallbackAfterRelease(t *testing.T) {
	t.Parallel()
	for _, async := range []string{"release", "releaseAsync"} {
		t.Run(async, func(t *testing.T) {
			t.Parallel()
			fake, drive := start(t)
			drive.Do("createChannel", "room")
			drive.Do("releaseChannel")
			require.False(t, fake.FireMemberJoined("room", "bob"), "the channel is released")
			drive.Do(async)
			n := len(drive.Log())
			require.False(t, fake.FireTokenExpired())
			require.Nil(t, fake.StartStream(fakesdk.Stream{Count: 1, Size: 20}))
			require.Len(t, drive.Log(), n)

			fake.EventsAfterRelease()
			require.True(t, fake.FireTokenExpired(), "unless asked for")
			require.True(t, fake.FireMemberJoined("room", "bob"))
			took, delivered := fake.Stream(fakesdk.Stream{Count: 1, Size: 20})
			require.Equal(t, 1, delivered)
			require.Positive(t, took)
			require.Len(t, drive.Log(), n+3)
		})
	}
}

// A result that waits in the queue when its channel is released does not come any more.
func TestQueuedResultEndsWithItsChannel(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	drive.Do("createChannel", "room")
	drive.Do("hold")
	require.True(t, fake.NoWait().FireTokenExpired()) // its callback keeps the SDK's only thread
	drive.Wait(3)
	drive.Do("join")
	drive.Do("releaseChannel")
	drive.Do("letGo")
	require.True(t, fake.FireTokenWillExpire()) // behind the result in the queue
	require.Equal(t, []string{
		"createChannel = 1", "hold = 0", "onTokenExpired", "join = 0", "releaseChannel = 0",
		"letGo = 0", "onTokenPrivilegeWillExpire",
	}, drive.Log())
}

// What is queued when the service is released is dropped, and whoever waits for it hears so: here
// an early call, behind a callback that keeps the SDK's only thread.
func TestQueuedResultEndsWithItsService(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Early})
	drive.Do("hold")
	require.True(t, fake.NoWait().FireTokenExpired())
	drive.Wait(2)
	sent := make(chan int)
	go func() { sent <- drive.Do("send", "bob", "hi") }()
	require.True(t, fake.WaitCalls(fakesdk.SendPeer, 1, 10*time.Second))
	released := make(chan int)
	go func() { released <- drive.Do("release") }()
	select {
	case <-sent:
	case <-time.After(10 * time.Second):
		t.Error("the call waits for a callback that cannot come")
	}
	drive.Do("letGo") // release waits for the callback that runs
	<-released
	require.NotContains(t, drive.Log(), "onSendMessageResult small 0")
}

func TestReleaseOnAnSDKThread(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	require.True(t, fake.FireState(5, 7)) // the application releases its service in there
	require.Equal(t, []string{"state 5 7", "released inside"}, drive.Wait(2))
	require.False(t, fake.FireTokenExpired())
	require.Zero(t, fake.Live().Services)
}

func TestEvents(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	drive.Do("createChannel", "room")
	for _, c := range []struct {
		fire func() bool
		want string
	}{
		{
			func() bool { return fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hi", Time: 7}) },
			"onMessageReceivedFromPeer bob hi ts=7",
		},
		{func() bool {
			return fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "d", Data: []byte{0, 1}, Offline: true})
		}, "onMessageReceivedFromPeer bob d raw=2 offline"},
		{
			func() bool { return fake.FireChannelMessage("room", fakesdk.Message{From: "bob", Text: "hi"}) },
			"onMessageReceived bob hi",
		},
		{func() bool { return fake.FireState(4, 5) }, "state 4 5"},
		{fake.FireTokenExpired, "onTokenExpired"},
		{fake.FireTokenWillExpire, "onTokenPrivilegeWillExpire"},
		{func() bool { return fake.FireMemberJoined("room", "bob") }, "onMemberJoined bob"},
		{func() bool { return fake.FireMemberLeft("room", "bob") }, "onMemberLeft bob"},
		{func() bool { return fake.FireMemberCount("room", 3) }, "onMemberCountUpdated 3"},
		{func() bool {
			return fake.FireAttributes("room", "bob", 9, fakesdk.Attribute{Key: "k", Value: "v"})
		}, "onAttributesUpdated 1 k=v by bob"},
		{func() bool {
			return fake.FirePeersOnline(fakesdk.PeerState{Peer: "bob"}, fakesdk.PeerState{Peer: "carol", State: 2})
		}, "onPeersOnlineStatusChanged 2 carol 2"},
		{
			func() bool { return fake.FireResult(fakesdk.Result{Op: fakesdk.Leave, Channel: "room", Code: 4}) },
			"onLeave 4",
		},
		{
			func() bool { return fake.FireResult(fakesdk.Result{Op: fakesdk.SendPeer, ID: 1 << 50, Code: 2}) },
			"onSendMessageResult big 2",
		},
		{func() bool { return fake.FireResult(fakesdk.Result{Op: fakesdk.Login}) }, "onLoginSuccess"},
	} {
		require.True(t, c.fire(), c.want)
		log := drive.Log()
		require.Equal(t, c.want, log[len(log)-1])
	}
	require.False(t, fake.FireMemberJoined("elsewhere", "bob"), "no such channel")
	drive.Do("releaseChannel")

	n := len(drive.Log())
	require.True(t, fake.NoWait().FireTokenExpired())
	require.Equal(t, "onTokenExpired", drive.Wait(n + 1)[n])
	require.Zero(t, fake.Live().Received, "nothing shown is left")
	require.Zero(t, fake.Live().Members)
}

func TestNulls(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	drive.Do("createChannel", "room")
	last := func() string {
		log := drive.Log()
		return log[len(log)-1]
	}
	message := fakesdk.Message{From: "bob", Text: "hi", Data: []byte("xyz")}
	fake.On(fakesdk.GetMembers, fakesdk.Behavior{Mode: fakesdk.Early})
	fake.SetMembers("alice", "bob")
	members := func() bool {
		drive.Do("getMembers")
		return true
	}
	for _, c := range []struct {
		nulls fakesdk.Nulls
		fire  func() bool
		want  string
	}{
		{
			fakesdk.NullID, func() bool { return fake.FirePeerMessage(message) },
			"onMessageReceivedFromPeer <null> hi raw=3",
		},
		{
			fakesdk.NullText, func() bool { return fake.FirePeerMessage(message) },
			"onMessageReceivedFromPeer bob <null> raw=3",
		},
		{
			fakesdk.NullData, func() bool { return fake.FirePeerMessage(message) },
			"onMessageReceivedFromPeer bob hi raw=<null>3",
		},
		{
			fakesdk.NegativeCount, func() bool { return fake.FirePeerMessage(message) },
			"onMessageReceivedFromPeer bob hi raw=-1",
		},
		{
			fakesdk.NullObject, func() bool { return fake.FirePeerMessage(message) },
			"onMessageReceivedFromPeer bob <null>",
		},
		{fakesdk.NullObject, func() bool { return fake.FireMemberJoined("room", "bob") }, "onMemberJoined <null>"},
		{fakesdk.NullID, func() bool { return fake.FireMemberJoined("room", "bob") }, "onMemberJoined <null>"},
		{fakesdk.NullArray, members, "onGetMembers 2 0 <null>"},
		{fakesdk.NullObject, members, "onGetMembers 2 0 <null> <null>"},
		{fakesdk.NullID | fakesdk.NegativeCount, members, "onGetMembers -1 0"},
		{fakesdk.NullValue, func() bool {
			return fake.FireAttributes("room", "bob", 9, fakesdk.Attribute{Key: "k", Value: "v"})
		}, "onAttributesUpdated 1 <null>=<null> by bob"},
	} {
		fake.SetNulls(c.nulls)
		require.True(t, c.fire(), c.want)
		got := last()
		if strings.HasPrefix(got, "getMembers") {
			log := drive.Log()
			got = log[len(log)-2]
		}
		require.Equal(t, c.want, got)
	}
	fake.SetNulls(0)
	drive.Do("releaseChannel")
}

func TestMediaEvents(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	media := fakesdk.Media{ID: "id", FileName: "f", Thumbnail: []byte{1, 2}, Size: 9, Width: 5}
	image := media
	image.Image = true
	last := func() string { return drive.Log()[len(drive.Log())-1] }

	require.True(t, fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "t", Media: &media}))
	require.Equal(t, "onFileMessageReceivedFromPeer bob t type=3 media=id name=f size=9 thumbnail=2", last())
	require.True(t, fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "t", Media: &image}))
	require.Equal(t, "onImageMessageReceivedFromPeer bob t type=4 media=id name=f size=9 thumbnail=2 5", last())
	fake.SetNulls(fakesdk.NullID)
	require.True(t, fake.FirePeerMessage(fakesdk.Message{From: "bob", Media: &media}))
	require.Equal(t, "onFileMessageReceivedFromPeer <null>  type=3 media=<null> name=f size=9 thumbnail=2", last())
	fake.SetNulls(0)
	require.True(t, fake.FireUploading(3, 1, 2))
	require.Equal(t, "onMediaUploadingProgress 3 1/2", last())
	require.True(t, fake.FireDownloading(4, 1<<40, 1<<41))
	require.Equal(t, "onMediaDownloadingProgress 4 1099511627776/2199023255552", last())

	fake.SetUpload(media)
	fake.SetDownload([]byte("bytes"))
	fake.On(fakesdk.UploadFile, fakesdk.Behavior{Mode: fakesdk.Early})
	fake.On(fakesdk.DownloadToMemory, fakesdk.Behavior{Mode: fakesdk.Early})
	n := len(drive.Log())
	drive.Do("upload", "/file")
	drive.Do("download", "id")
	require.Equal(t, []string{
		"onFileMediaUploadResult 0  type=3 media=id name=f size=9 thumbnail=2", "upload = 0",
		"onMediaDownloadToMemoryResult 0 bytes", "download = 0",
	}, drive.Log()[n:])
	drive.Do("sendImage", "bob", "id")
	require.Equal(t, &fakesdk.Media{Image: true, ID: "id", FileName: "name", Width: 7},
		fake.Calls(fakesdk.SendPeer)[0].Media)
	require.Zero(t, fake.Live().Received)
	require.Zero(t, fake.Live().Messages)
}

func TestInvitationEvents(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	fake.On(fakesdk.SendInvitation, fakesdk.Behavior{Mode: fakesdk.Never})
	require.Zero(t, drive.Do("invite", "bob", "content"))
	sent := fake.Calls(fakesdk.SendInvitation)[0]
	require.Equal(t, []string{"bob", "content", "signal"}, []string{sent.Target, sent.Text, sent.Channel})
	require.True(t, fake.FireInvitation("carol", "content", "signal"))
	for _, c := range []struct {
		fire func() bool
		want string
	}{
		{func() bool { return fake.FireLocalReceived("bob") }, "received state 2"},
		{func() bool { return fake.FireLocalAccepted("bob", "yes") }, "accepted yes state 3"},
		{func() bool { return fake.FireLocalRefused("bob", "no") }, "refused no state 4"},
		{func() bool { return fake.FireLocalCanceled("bob") }, "canceled state 5"},
		{func() bool { return fake.FireLocalFailure("bob", 3) }, "failure 3 state 6"},
		{func() bool { return fake.FireRemoteReceived("carol") }, "remote received state 1"},
		{func() bool { return fake.FireRemoteRefused("carol") }, "remote refused state 3"},
		{func() bool { return fake.FireRemoteAccepted("carol") }, "remote accepted state 4"},
		{func() bool { return fake.FireRemoteCanceled("carol") }, "remote canceled state 5"},
		{func() bool { return fake.FireRemoteFailure("carol", 2) }, "remote failure 2 state 6"},
	} {
		require.True(t, c.fire(), c.want)
		log := drive.Log()
		require.Equal(t, c.want, log[len(log)-1])
	}
	require.False(t, fake.FireLocalAccepted("carol", ""), "no such invitation")
	fake.SetNulls(fakesdk.NullObject | fakesdk.NullText)
	require.True(t, fake.FireLocalAccepted("bob", "yes"))
	log := drive.Log()
	require.Equal(t, "accepted <null> state -1", log[len(log)-1])
	fake.SetNulls(0)
	drive.Do("releaseCalls")
	require.False(t, fake.FireLocalReceived("bob"), "released")
	require.Zero(t, fake.Live().Invitations)
}

// What queries and attribute reads give can be set.
func TestScriptedReads(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	fake.SetPeerStates(fakesdk.PeerState{Peer: "bob", State: 2})
	fake.SetAttributeWriter("eve", 7)
	fake.On(fakesdk.QueryOnline, fakesdk.Behavior{Mode: fakesdk.Early})
	drive.Do("query", "bob")
	require.Equal(t, "onQueryPeersOnlineStatusResult 1 0 bob 2", drive.Log()[0])
}

func TestStreamIsNumbered(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		stream fakesdk.Stream
		want   string
	}{
		{"peer", fakesdk.Stream{From: "bob", Count: 3, Size: 14, First: 8}, "onMessageReceivedFromPeer bob "},
		{"channel", fakesdk.Stream{From: "bob", Count: 3, Size: 14, First: 8, Channel: "room"}, "onMessageReceived bob "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			fake, drive := start(t)
			drive.Do("createChannel", "room")
			took, delivered := fake.Stream(c.stream)
			require.Equal(t, 3, delivered)
			require.Positive(t, took)
			require.Equal(t, []string{c.want + "000000000008xx", c.want + "000000000009xx", c.want + "000000000010xx"},
				drive.Log()[1:])
			drive.Do("releaseChannel")
		})
	}
	n, err := fakesdk.Number("000000000010xx")
	require.NoError(t, err)
	require.Equal(t, 10, n)
	_, err = fakesdk.Number([]byte("short"))
	require.Error(t, err)
}

func TestStreamStampsAndStopsAtRelease(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	before := fakesdk.Monotonic()
	running := fake.StartStream(fakesdk.Stream{From: "bob", Count: 1 << 30, Size: 12, Stamp: true, Pause: time.Microsecond})
	log := drive.Wait(2)
	require.Contains(t, log[0], " ts=")
	drive.Do("release")
	require.Less(t, before, fakesdk.Monotonic())
	_, delivered := running.Wait()
	require.Greater(t, delivered, 1)
	require.Less(t, delivered, 1<<30, "release ends the stream")
}

// Events of chosen threads run at the same time; a chosen thread that does not exist is an error.
func TestThreads(t *testing.T) {
	t.Parallel()
	fake, drive := start(t, func(f *fakesdk.Fake) { f.SetThreads(3) })
	require.Equal(t, 3, fake.Live().Threads)
	var running []*fakesdk.Running
	for thread := 1; thread <= 3; thread++ {
		running = append(running, fake.Thread(thread).StartStream(fakesdk.Stream{
			From: "bob", Count: 1 << 30, Size: 12, Pause: time.Microsecond, First: thread * 100_000,
		}))
	}
	// Endless streams: each is seen only if they run side by side.
	require.Eventually(t, func() bool {
		log := strings.Join(drive.Log(), "\n")
		return strings.Contains(log, " 000000100000") && strings.Contains(log, " 000000200000") &&
			strings.Contains(log, " 000000300000")
	}, 10*time.Second, time.Millisecond)
	drive.Do("release")
	for _, r := range running {
		r.Wait()
	}
	require.Zero(t, fake.Live().Threads)
}

func TestRecordOfCalls(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	drive.Do("login", fakedrive.Null, "alice")
	drive.Do("send", "bob", "hi")
	drive.Do("sendRaw", "bob", "bytes")
	drive.Do("query", "carol")
	require.True(t, fake.WaitCalls(fakesdk.SendPeer, 2, time.Second))
	require.False(t, fake.WaitCalls(fakesdk.SendPeer, 3, time.Millisecond))
	require.Equal(t, 2, fake.Count(fakesdk.SendPeer))

	calls := fake.Calls(fakesdk.Initialize, fakesdk.Login, fakesdk.SendPeer, fakesdk.QueryOnline)
	require.Len(t, calls, 5)
	require.Equal(t, fake.AppID(), calls[0].Target)
	require.Equal(t, fakesdk.Call{Op: fakesdk.Login, Service: 1, Target: "alice", TokenNull: true}, calls[1])
	for i := range calls {
		calls[i].ID = min(calls[i].ID, 1) // there is one; which one is open
	}
	require.Equal(t, fakesdk.Call{
		Op: fakesdk.SendPeer, Service: 1, Target: "bob", Text: "hi", MessageType: 1,
		ID: 1, Offline: true, TokenNull: true,
	}, calls[2])
	require.Equal(t, fakesdk.Call{
		Op: fakesdk.SendPeer, Service: 1, Target: "bob", Text: "d", Data: []byte("bytes"),
		MessageType: 2, ID: 1, Offline: true, TokenNull: true,
	}, calls[3])
	require.Equal(t, []string{"carol"}, calls[4].Items)

	fake.ForgetCalls()
	require.Empty(t, fake.Calls())
	require.Zero(t, fake.Count(fakesdk.SendPeer))
	fake.Quiet()
	drive.Do("send", "bob", "hi")
	require.Empty(t, fake.Calls(), "quiet: not recorded")
	require.Equal(t, 1, fake.Count(fakesdk.SendPeer), "but counted")
}

func TestArgumentsTheRealOneRefuses(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	require.Equal(t, 2, drive.Do("initialize", fake.AppID()), "initialized already")
	require.Equal(t, 3, drive.Do("login", "token", fakedrive.Null))
	require.Equal(t, 6, drive.Do("send", fakedrive.Null, "hi"))
	require.Equal(t, 7, drive.Do("sendNull", "bob"))
	require.Equal(t, 2, drive.Do("renewToken", fakedrive.Null))
	require.Equal(t, 2, fake.Calls(fakesdk.RenewToken)[0].Return)

	unknown := fakedrive.New(fakesdk.Factory(), "0123456789abcdef0123456789abcdef")
	require.Equal(t, 3, unknown.Do("initialize", "no such App ID"))
	require.Equal(t, 4, unknown.Do("initializeNoHandler", fake.AppID()))
	require.Equal(t, 101, unknown.Do("login", "token", "alice"), "not initialized")
	require.Positive(t, fakesdk.Uninitialized().Services)
	unknown.Free()
}

func TestInitializeCanFail(t *testing.T) {
	t.Parallel()
	fake, drive := start(t, func(f *fakesdk.Fake) { f.Next(fakesdk.Initialize, fakesdk.Behavior{Return: 1}) })
	require.Equal(t, 101, drive.Do("logout"))
	require.Equal(t, 1, fake.Live().Services, "known by its App ID all the same")
	require.Zero(t, drive.Do("initialize", fake.AppID()))
	require.Zero(t, drive.Do("logout"))
}

func TestBlockedCalls(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	fake.On(fakesdk.Login, fakesdk.Behavior{Mode: fakesdk.Never, Block: true})
	returned := make(chan int)
	go func() { returned <- drive.Do("login", "token", "alice") }()
	require.True(t, fake.WaitBlocked(1, 10*time.Second))
	select {
	case <-returned:
		t.Fatal("the call did not block")
	default:
	}
	fake.Unblock()
	require.Zero(t, <-returned)
	require.False(t, fake.WaitBlocked(1, time.Millisecond))
}

func TestBigIDs(t *testing.T) {
	t.Parallel()
	fake, drive := start(t, (*fakesdk.Fake).BigIDs)
	fake.On(fakesdk.SendPeer, fakesdk.Behavior{Mode: fakesdk.Early})
	drive.Do("send", "bob", "hi")
	require.Equal(t, "onSendMessageResult big 0", drive.Log()[0])
}

func TestHandlersCanBeAddedAndRemoved(t *testing.T) {
	t.Parallel()
	fake, drive := start(t)
	drive.Do("addHandler")
	drive.Do("addHandler") // a duplicate
	fake.FireTokenExpired()
	drive.Do("removeHandler")
	fake.FireTokenExpired()
	drive.Do("addHandler")
	fake.FireTokenExpired()
	require.Equal(t, []string{
		"addHandler = 0", "addHandler = 0", "onTokenExpired", "onTokenExpired",
		"removeHandler = 0", "onTokenExpired", "addHandler = 0", "onTokenExpired", "onTokenExpired",
	}, drive.Log())
}

func TestFactoryIsRegisteredAndLeaksAreReported(t *testing.T) {
	t.Parallel()
	fake := fakesdk.New()
	require.Len(t, fake.AppID(), 32)
	require.Equal(t, fakesdk.Factory(), nativesdk.Lookup(fake.AppID()))
	drive := fakedrive.New(fakesdk.Factory(), fake.AppID())
	require.Equal(t, 1, fake.Live().Services)
	require.ErrorContains(t, fake.Close(), "Services:1")
	require.NoError(t, fake.Close(), "the second time nothing happens")
	require.Nil(t, nativesdk.Lookup(fake.AppID()))
	drive.Free() // the leaked service still works
}

// With SIGPIPE blocked where the threads were started, a write to a closed socket fails with EPIPE.
func TestSIGPIPEBlocked(t *testing.T) {
	t.Parallel()
	t.Run("blocked", func(t *testing.T) {
		lockThreadWithSIGPIPEBlocked(t)
		fake, _ := start(t)
		blocked, ok := fake.SIGPIPEBlocked(1)
		require.True(t, ok)
		require.True(t, blocked)
		require.Equal(t, int(unix.EPIPE), fake.WriteToClosedSocket(1))
		_, ok = fake.SIGPIPEBlocked(2)
		require.False(t, ok, "there is one thread")
	})
	fake, _ := start(t)
	blocked, _ := fake.SIGPIPEBlocked(1)
	require.False(t, blocked, "Go leaves it unblocked")
}
