// This file tests presence, attributes, media and calls as C++ programs see them. The scenarios wait for every
// callback with all its fields; what they write beside is compared here.

package emusdk_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/emusdk/emutest"
)

// fact: O-02 O-04 O-05 O-08 O-11 O-12 R-05 Y-02 Z-04
func TestPresence(t *testing.T) {
	t.Parallel()
	require.Empty(t, without(run(t, "presence", 0), "alice: ", "bob: ", "room: "))
}

// fact: U-02 U-04 U-11 U-12 R-05
func TestUserAttributes(t *testing.T) {
	t.Parallel()
	require.Empty(t, without(run(t, "user attributes", 0), "alice: "))
}

// fact: N-02 N-04 N-05 N-08 N-11 N-12 A-12 R-05
func TestChannelAttributes(t *testing.T) {
	t.Parallel()
	lines := run(t, "channel attributes", 0)
	require.Equal(t, []string{"null attribute: 3 id untouched"}, without(lines, "alice: ", "room: "))
	require.Len(t, without(of(lines, "room"), "onJoinSuccess"), 3, "a change without the option is not told")
}

// fact: A-13 D-04 D-05 M-01
func TestMediaMessages(t *testing.T) {
	require.Equal(t, []string{
		"no id: 1111",
		"file: type 3 '' size 0 name '' thumbnail '' id m",
		"image: type 4 '' size 0 name '' thumbnail '' id 0x0 0x0 m",
		"file: type 3 'text' size 0 name 'a.txt' thumbnail 'pic' id",
		"image: type 4 '' size 0 name 'a.png' thumbnail 'pi' id 1x2 3x4",
		"file: type 3 '' size 0 name '' thumbnail '' id",
		"image: type 4 '' size 0 name 'a.png' thumbnail '' id 1x2 3x4",
	}, run(t, "media messages", 0))
}

// fact: D-03 D-05 D-06 D-07 G-03 M-04 P-02 R-05
func TestMedia(t *testing.T) {
	t.Parallel()
	lines := run(t, "media", 0)
	require.Equal(t, []string{"sent: 0000", "too large: 7 4", "copy: hello"},
		without(lines, "alice", "bob", "unknown: "))
}

// fact: D-03 D-11
func TestCancelMedia(t *testing.T) {
	t.Parallel()
	app := newApp(t)
	app.StallMedia("alice", true)
	lines := emutest.Run("cancel media", app.ID(), 0)
	require.Equal(t, []string{"wrong direction: 2", "unknown: 2", "cancel: 0", "again: 2"}, without(lines, "alice: "))
	require.Equal(t, []string{"onMediaCancelResult(0)", "onFileMediaUploadResult(null,6)"}, of(lines, "alice")[3:])
}

// The clock of the App is the real one, so this takes the four seconds that two transfers take.
//
// fact: D-10
func TestMediaProgress(t *testing.T) {
	t.Parallel()
	const speed = 1000
	app := newApp(t)
	app.SetMediaSpeed(speed)
	require.Empty(t, without(emutest.Run("media progress", app.ID(), speed), "alice: "))
}

// fact: I-03 I-05 I-06 I-20 I-32 OB-20 OB-31 OB-32
func TestCallObjects(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"before initialize: 1 same: 11",
		"new: bob 0 '' '' ''",
		"null callee:  0 '' '' ''",
		"empty callee:  0 '' '' ''",
		"set: bob 0 'come' 'old' ''",
		"set to null: bob 0 '' '' ''",
		"null: 1 1 3 3",
		"foreign: 1 1",
		"cancel before send: 2",
		"too long: 1",
		"not logged in: 0 state 0",
		"after the end: 3 3",
	}, without(run(t, "call objects", 0), "alice: "))
}

// fact: I-11 I-12 I-13 I-14 I-18 I-21 I-22 I-23 I-25 I-31 I-32 I-34 I-36
func TestCalls(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"sent twice: 5",
		"foreign: 1 1",
		"accept: 0",
		"after the end: 3 3 3",
		"refuse: 0",
		"cancel: 0",
	}, without(run(t, "calls", 0), "alice: ", "bob: "))
}

// fact: I-10 I-14 I-19 I-22
func TestCallStates(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{
		"sent: 0 state 1",
		"canceled: 0 state 5",
		"accepted: 0 state 2",
		"refused: 0 state 3",
	}, without(run(t, "call states", 0), "alice: ", "bob: "))
}

// fact: I-30
func TestReleaseInvitations(t *testing.T) {
	requireAllGone(t)
	lines := run(t, "release invitations", 0)
	require.NotContains(t, of(lines, "alice"), "onLocalInvitationAccepted(bob 3 'one' 'old' '',)")
	require.NotContains(t, of(lines, "bob"), "onRemoteInvitationCanceled(alice 5 'two' 'old' '')")
	requireAllGone(t)
}

// fact: I-03 I-30 T-04
func TestReleaseCallManager(t *testing.T) {
	for n, name := range []string{"outside", "inside a callback"} {
		t.Run(name, func(t *testing.T) {
			requireAllGone(t)
			lines := without(run(t, "release calls", n), "alice: ", "bob: ", "again: ", "after the release: ")
			require.Equal(t, []string{"old invitation: 1 from alice"}, lines)
			requireAllGone(t)
		})
	}
}

func TestCallsWithoutHandler(t *testing.T) {
	requireAllGone(t)
	require.Empty(t, without(run(t, "no call handler", 0), "alice: ", "bob: "))
	requireAllGone(t)
}

// fact: L-12
func TestCallsWithoutService(t *testing.T) {
	requireAllGone(t)
	require.Equal(t, []string{"without service: callee bob send refused 1"},
		without(run(t, "calls without service", 0), "alice: "))
	requireAllGone(t)
}
