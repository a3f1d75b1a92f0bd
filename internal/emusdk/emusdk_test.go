// This file tests the SDK as C++ programs see it, through the scenarios of package emutest.

package emusdk_test

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/emusdk/emutest"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

var lastApp atomic.Uint64

// newApp returns an App of its own for the test, without frequency limits.
func newApp(t *testing.T) *emulator.App {
	t.Helper()
	app := emulator.Open(fmt.Sprintf("%032x", 0xe305<<32|lastApp.Add(1)))
	app.LiftFrequencyLimits(true)
	t.Cleanup(app.Close)
	return app
}

// run runs a scenario, and fails the test if it waited for something in vain.
func run(t *testing.T, scenario string, n int) []string {
	t.Helper()
	lines := emutest.Run(scenario, newApp(t).ID(), n)
	text := strings.Join(lines, "\n")
	require.False(t, strings.Contains(text, "FAILED"), text)
	return lines
}

// of returns the lines of one writer, without its name.
func of(lines []string, who string) []string {
	var own []string
	for _, line := range lines {
		if rest, found := strings.CutPrefix(line, who+": "); found {
			own = append(own, rest)
		}
	}
	return own
}

// threads counts the threads of the process.
func threads(t *testing.T) int {
	t.Helper()
	tasks, err := os.ReadDir("/proc/self/task")
	require.NoError(t, err)
	return len(tasks)
}

// requireAllGone waits until no handle is left: a service frees its handle when its thread ends. Not
// for parallel tests.
func requireAllGone(t *testing.T) {
	t.Helper()
	require.Eventually(t, func() bool { return handle.Live() == 0 }, 20*time.Second, time.Millisecond,
		"handles are left")
}

// fact: M-01 M-02 M-03 M-06 M-07 M-08 M-09 R-06 OB-29 OB-30
func TestMessages(t *testing.T) {
	require.Equal(t, []string{
		"empty: type 1 text '' raw 0 ts 0",
		"text: type 1 text 'hi' raw 0 ts 0",
		"null text: type 1 text '' raw 0 ts 0",
		"raw: type 2 text '' raw 3 ts 0",
		"described: type 2 text 'what' raw 3 ts 0",
		"null description: type 2 text '' raw 3 ts 0",
		"no data: type 2 text '' raw 0 ts 0",
		"text set: type 1 text 'other' raw 0 ts 0",
		"described set: type 2 text 'changed' raw 3 ts 0",
		"raw set to null: type 2 text '' raw 3 ts 0",
		"raw bytes kept: 1",
		"negative length: 1",
		"least length: 1",
		"null data: 1",
		"null data described: 1",
		"large text: 100000",
		"ids: 1 1 1",
	}, run(t, "messages", 0))
}

func TestChannelAttributeObject(t *testing.T) {
	require.Equal(t, []string{"'' '' '' 0", "'topic' 'weather' '' 0", "'' '' '' 0"}, run(t, "attributes", 0))
}

func TestEventBuffer(t *testing.T) {
	require.Equal(t, []string{
		"at first: 4096",
		"for a record that fits: 4096",
		"for one of 5001 bytes: 5008",
		"after a batch that filled it: 10016",
		"after 15 small ones: 10016",
		"after one in between and 15 small ones: 10016",
		"after the 16th: 5008",
		"after 16 more: 4096",
		"after 16 more: 4096",
		"after many large ones: 65536",
		"for one of 1000000 bytes: 1000000",
		"after it: 65536",
	}, run(t, "event buffer", 0))
}

// fact: L-03 L-05 OB-21
func TestInitialize(t *testing.T) {
	require.Equal(t, []string{
		"null handler: 4",
		"null app id: 3",
		"empty app id: 3",
		"abc: 3",
		"good: 0",
		"again: 2",
		"again, null handler: 2",
	}, run(t, "initialize", 0))
}

// fact: L-06 OB-20
func TestCallsBeforeInitialize(t *testing.T) {
	require.Equal(t, []string{
		"login: 101 null 101",
		"channel made, id 'c'",
		"renewToken: 101 null 101",
		"sendMessageToPeer: 101 null 101",
		"channel: 101 101 101 101",
		"logout: 101",
		"media: 101 101 101 101 101 101",
		"presence: 101 101 101 101",
		"user attributes: 101 101 101 101 101 101",
		"channel attributes: 101 101 101 101 101 101",
		"member count: 101",
		"request id untouched",
		"bad media: 101 101 101 101",
		"bad presence: 101 101 101 101 101",
		"bad user attributes: 101 101 101 101 101",
		"bad channel attributes: 101 101 101 101",
		"bad member count: 101 101 101",
		"setParameters: -7",
		"logs: 0",
	}, run(t, "before initialize", 0))
}

// fact: L-08 OB-22
func TestCallsBeforeLogin(t *testing.T) {
	require.Equal(t, []string{
		"channel made, id 'c'",
		"renewToken: 102 null 102",
		"sendMessageToPeer: 102 null 102",
		"channel: 102 102 102 102",
		"media: 102 102 102 102 102 102",
		"presence: 102 102 102 102",
		"user attributes: 102 102 102 102 102 102",
		"channel attributes: 102 102 102 102 102 102",
		"member count: 102",
		"request id untouched",
	}, without(run(t, "before login", 0), "logout: ", "a: "))
}

// fact: O-01 U-08 U-10 N-12 Y-01 D-06 E-05 R-05 R-08
func TestBadArguments(t *testing.T) {
	require.Equal(t, []string{
		"bad media: 2 2 2 2",
		"bad presence: 2 2 2 2 2",
		"bad user attributes: 3 3 3 3 3",
		"bad channel attributes: 3 3 3 3",
		"bad member count: 2 2 5",
		"too many: 2 5 4 3",
		"null entry: 2 2 3",
		"request id untouched",
	}, without(run(t, "bad arguments", 0), "alice: "))
}

// without drops the lines that start with one of the prefixes.
func without(lines []string, prefixes ...string) []string {
	var rest []string
next:
	for _, line := range lines {
		for _, prefix := range prefixes {
			if strings.HasPrefix(line, prefix) {
				continue next
			}
		}
		rest = append(rest, line)
	}
	return rest
}

// fact: J-01 Q-03 Q-04 OB-33
func TestSettings(t *testing.T) {
	require.Equal(t, []string{
		"setParameters: null -2 empty -2 junk -2 [] -2 json null -2 {} 0 object 0 two -2",
		"setLogFile: 0 null -1",
		"setLogFilter: 0 unknown 0",
		"setLogFileSize: 0 small 0 negative -1 large -1 largest 0",
	}, run(t, "settings", 0))
}

// Not parallel: the context belongs to the process.
//
// fact: X-01 X-05 A-16
func TestServiceContext(t *testing.T) {
	require.Equal(t, []string{
		"first: 0",
		"area 0: 1",
		"with two: 1",
		"with one: 1",
		"after: 0",
		"version: 1.5.0-embedded",
	}, run(t, "context", 0))
}

// fact: S-02 S-03 S-13 S-23 T-02 OB-36 R-01 T-01
func TestSession(t *testing.T) {
	t.Parallel()
	lines := run(t, "session", 0)
	require.Equal(t, []string{
		"onConnectionStateChanged(2,1)",
		"onLoginSuccess()",
		"onConnectionStateChanged(3,2)",
		"onRenewTokenResult(next,0)",
		"onLogout(0)",
		"onConnectionStateChanged(1,6)",
	}, of(lines, "alice"))
	require.Equal(t, []string{"login: 0", "renewToken: 0", "logout: 0", "one thread: 1"},
		without(lines, "alice: "))
}

// fact: M-03 M-04 M-05 M-08 P-01 P-02 R-07 P-09
func TestPeerMessages(t *testing.T) {
	t.Parallel()
	lines := run(t, "peers", 0)
	require.Equal(t, []string{
		"null peer: 6 null message: 7",
		"32768 bytes: 0 32769: 7 1000000: 7",
		"raw and description, 32768: 0 32769: 7",
	}, without(lines, "alice: ", "bob: "))
	require.Equal(t, []string{
		"onMessageReceivedFromPeer(alice,type 1 'hi' ts)",
		"onMessageReceivedFromPeer(alice,type 1 '' ts)",
		"onMessageReceivedFromPeer(alice,type 2 'digits' raw '123' ts)",
		"onMessageReceivedFromPeer(alice,type 2 'again' raw '123' ts)",
		"onMessageReceivedFromPeer(alice,type 1 32768 bytes ts)",
		"onMessageReceivedFromPeer(alice,type 2 16384 bytes raw 16384 bytes ts)",
	}, of(lines, "bob")[3:])
}

// fact: M-09 P-04 P-05 P-09
func TestOfflineMessage(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"plain: 0", "offline: 0"}, without(run(t, "offline", 0), "alice: ", "bob: "))
}

// fact: H-02 H-06 H-10 H-17 H-20 G-02 G-03 L-16 T-02 OB-23 G-04
func TestChannels(t *testing.T) {
	t.Parallel()
	lines := run(t, "channels", 0)
	require.Equal(t, []string{
		"same object: 1",
		"send: 0",
		"send: 0 null 4",
		"members: 0",
		"leave: 0",
		"not in channel: 3 5 1",
		"one thread: 1",
	}, without(lines, "alice", "bob", "fresh"))
	require.Equal(t, []string{
		"onJoinSuccess()",
		"onMessageReceived(alice,type 1 'hi' ts)",
		"onMessageReceived(alice,type 2 'digits' raw '123' ts)",
		"onLeave(0)",
		"onJoinSuccess()",
	}, of(lines, "bob room"), "no onLeave for a release")
}

// fact: H-15
func TestMemberCount(t *testing.T) {
	t.Parallel()
	run(t, "member count", 0)
}

// A member list is the largest event there is: the buffer must grow for it.
//
// fact: H-17
func TestManyMembers(t *testing.T) {
	t.Parallel()
	const members = 500
	app := newApp(t)
	for i := range members {
		c := emulator.NewClient()
		t.Cleanup(c.Release)
		require.Zero(t, c.Initialize(app.ID()))
		require.Zero(t, c.Login("", fmt.Sprintf("%064d", i)))
		await(t, c, emulator.EventLoginSuccess)
		require.Zero(t, c.CreateChannel("room").Join())
		await(t, c, emulator.EventJoinSuccess)
	}
	lines := emutest.Run("many members", app.ID(), members)
	require.Contains(t, lines, fmt.Sprintf("members %d bytes %d", members+1, members*64+len("alice")))
	require.NotContains(t, strings.Join(lines, "\n"), "FAILED")
}

// await takes events off c until one of that kind has come.
func await(t *testing.T, c *emulator.Client, kind emulator.EventKind) {
	t.Helper()
	for seen := false; !seen; {
		require.True(t, c.Next(func(e *emulator.Event) bool {
			seen = seen || e.Kind == kind
			return true
		}))
	}
}

// fact: Z-01 Z-02 P-14
func TestExchange(t *testing.T) {
	t.Parallel()
	lines := run(t, "exchange", 100_000)
	require.Contains(t, lines, "alice: received 100000 results 100000 disorder 0")
	require.Contains(t, lines, "bob: received 100000 results 100000 disorder 0")
}

// fact: H-05
func TestChannelWithoutHandler(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"join: 0", "send: 0"}, without(run(t, "no channel handler", 0), "alice", "bob"))
}

func TestForwardReceivedMessage(t *testing.T) {
	t.Parallel()
	run(t, "forward", 0)
}
