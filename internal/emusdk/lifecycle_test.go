// This file tests releases, and handlers and channels that come and go. These tests are not
// parallel: they count what is left behind.

package emusdk_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var login = []string{
	"alice: onConnectionStateChanged(2,1)",
	"alice: onLoginSuccess()",
	"alice: onConnectionStateChanged(3,2)",
}

func after(login []string, lines ...string) []string {
	return append(append([]string(nil), login...), lines...)
}

// fact: L-09 L-10 L-11 L-16 T-04 OB-35
func TestLifecycle(t *testing.T) {
	const received = "alice: onMessageReceivedFromPeer(alice,type 1 'hi' ts)"
	// Sending to oneself gives one of these for each message.
	const result = "alice: onSendMessageResult(id,0)"
	for _, test := range []struct {
		name     string
		scenario string
		n        int
		ignore   string // lines that start with it may stand anywhere
		want     []string
	}{
		{name: "release(true)", scenario: "release(true)", want: after(login, "released")},
		{
			name: "before initialize", scenario: "release before initialize",
			want: []string{"refused: 3", "released"},
		},
		{
			name: "release(false) during a callback", scenario: "release(false)", ignore: result,
			want: after(login, received, "released, context 0", "after the release: message 1, send refused 1"),
		},
		{
			name: "release(true) during a callback", scenario: "release(true) during a callback",
			want: []string{"a: onLogout(102)", "callback ended first: 1"},
		},
		{
			name: "release(true) inside a callback", scenario: "release inside", n: 1, ignore: result,
			want: after(login, received, "after the release: message 1"),
		},
		{
			name: "release(false) inside a callback", scenario: "release inside", n: 0, ignore: result,
			want: after(login, received, "after the release: message 1"),
		},
		{
			name: "release(false) inside a callback of a channel", scenario: "release inside a channel",
			want: after(login, "room: onJoinSuccess()", "room: onSendMessageResult(id,0)", "released"),
		},
		{name: "handlers", scenario: "handlers", want: []string{
			"alice: onLogout(102)", "second: onLogout(102)", "third: onLogout(102)",
			"first one removed",
			"second: onLogout(102)", "third: onLogout(102)",
			"back again, at the end",
			"third: onLogout(102)", "alice: onLogout(102)",
		}},
		{name: "handlers changed inside a callback", scenario: "handlers inside", want: []string{
			"first: onLogout(102)", "changed", "second: onLogout(102)", "third: onLogout(102)",
		}},
		{name: "next handler removed by another thread", scenario: "remove the next handler", want: []string{
			"first: onLogout(102)", "removed", "third: onLogout(102)",
		}},
		{
			name: "running handler removed by another thread", scenario: "remove a running handler",
			ignore: "second: ", want: []string{"first: onLogout(102)", "callback ended first: 1"},
		},
		{
			name: "channel released inside its callback", scenario: "release a channel inside", n: 0,
			ignore: "room: onSendMessageResult", want: after(login,
				"room: onJoinSuccess()", "after the release: room", "again: onJoinSuccess()"),
		},
		{
			name: "channel released inside a callback of the service", scenario: "release a channel inside", n: 1,
			want: after(login,
				"room: onJoinSuccess()", "alice: onRenewTokenResult(t,0)", "again: onJoinSuccess()"),
		},
		{name: "storm", scenario: "storm", n: 200, want: after(login, "done")},
		{name: "release storm", scenario: "release storm", n: 150, ignore: "bob: ", want: nil},
		{name: "signal mask", scenario: "signal mask", want: []string{
			"a: onLogout(102)", "SIGPIPE blocked: 1", "a: onLogout(102)", "SIGPIPE blocked: 0",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			requireAllGone(t)
			lines := run(t, test.scenario, test.n)
			if test.ignore != "" {
				lines = without(lines, test.ignore)
			}
			require.Equal(t, test.want, lines)
			requireAllGone(t)
		})
	}
}

// The last callback of the channel is the one that runs during the release.
//
// fact: L-14 L-15 T-04
func TestReleaseOfARunningChannel(t *testing.T) {
	lines := run(t, "release a running channel", 0)
	require.Len(t, of(lines, "room"), 2, "one callback after onJoinSuccess: %v", lines)
	require.Contains(t, lines, "callback ended first: 1")
	requireAllGone(t)
}

// fact: L-11 L-12 L-16
func TestReleaseIsLogout(t *testing.T) {
	lines := run(t, "release is logout", 0)
	require.Equal(t, []string{"channel without service: join refused 1, id room"}, without(lines, "alice", "bob"))
	require.NotContains(t, lines, "bob: onLogout(0)")
	require.NotContains(t, lines, "bob room: onLeave(0)")
	requireAllGone(t)
}

// Threads of Go come and go a little, so one batch is measured against the one before.
func TestChurn(t *testing.T) {
	run(t, "churn", 200)
	requireAllGone(t)
	before := threads(t)
	run(t, "churn", 200)
	requireAllGone(t)
	require.Eventually(t, func() bool { return threads(t) < before+20 }, 20*time.Second, time.Millisecond,
		"200 services left threads behind; before there were %d", before)
}
