//go:build !agora_sdk

// Call invitations through the embedded engine, seen from both sides.

package agorartm_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
)

// caller is a user with a call manager, logged in.
type caller struct {
	service *agorartm.Service
	manager *agorartm.CallManager
	steps   chan step
}

func newCaller(t *testing.T, app *emulator.App, user string) *caller {
	t.Helper()
	c := &caller{service: login(t, app, user, agorartm.ServiceHandler{}), steps: make(chan step, 1000)}
	var err error
	c.manager, err = c.service.CallManager(recordSteps(c.steps))
	require.NoError(t, err)
	return c
}

// next returns the next step, which must be of this name.
func (c *caller) next(t *testing.T, name string) step {
	t.Helper()
	s := wait(t, c.steps)
	require.Equal(t, name, s.name)
	return s
}

// calls has alice invite bob, and bob get it.
func calls(t *testing.T, alice, bob *caller) (*agorartm.LocalInvitation, *agorartm.RemoteInvitation) {
	t.Helper()
	i, err := alice.manager.CreateLocalInvitation("bob")
	require.NoError(t, err)
	require.NoError(t, i.SetContent("content"))
	require.NoError(t, i.SetChannelID("channel"))
	require.NoError(t, i.Send())
	remote := bob.next(t, "remote received").remote.Invitation
	alice.next(t, "local received")
	return i, remote
}

// fact: I-11, I-12, I-13, I-18, I-19, I-21, I-22, I-34, I-39
func TestCallThroughTheEngine(t *testing.T) {
	t.Parallel()
	for _, accept := range []bool{true, false} {
		app := newCloud(t)
		alice, bob := newCaller(t, app, "alice"), newCaller(t, app, "bob")
		local, remote := calls(t, alice, bob)
		require.Equal(t, "alice", remote.CallerID())
		require.Equal(t, "content", remote.Content())
		require.Equal(t, "channel", remote.ChannelID())
		require.Equal(t, agorartm.LocalInvitationStateReceivedByRemote, local.State())
		response := strings.Repeat("r", agorartm.MaxInvitationBytes)
		require.NoError(t, remote.SetResponse(response))
		if accept {
			require.NoError(t, remote.Accept())
			got, err := local.Wait(testContext(t))
			require.NoError(t, err)
			require.Equal(t, response, got)
			require.NoError(t, remote.Wait(testContext(t)))
			require.Equal(t, response, alice.next(t, "local accepted").local.Response)
			bob.next(t, "remote accepted")
			require.Equal(t, agorartm.LocalInvitationStateAcceptedByRemote, local.State())
			require.Equal(t, agorartm.RemoteInvitationStateAccepted, remote.State())
		} else {
			require.NoError(t, remote.Refuse())
			got, err := local.Wait(testContext(t))
			require.ErrorIs(t, err, agorartm.ErrInvitationRefused)
			require.Equal(t, response, got)
			require.ErrorIs(t, remote.Wait(testContext(t)), agorartm.ErrInvitationRefused)
			require.Equal(t, response, alice.next(t, "local refused").local.Response)
			bob.next(t, "remote refused")
			require.Equal(t, agorartm.LocalInvitationStateRefusedByRemote, local.State())
			require.Equal(t, agorartm.RemoteInvitationStateRefused, remote.State())
		}
		require.ErrorIs(t, local.Cancel(), agorartm.ErrInvitationEnded)
		require.ErrorIs(t, remote.Accept(), agorartm.ErrInvitationEnded)
		require.False(t, alice.service.InFlight())
		require.False(t, bob.service.InFlight())
	}
}

// fact: I-14, I-23, I-32, I-33
func TestCancelThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice, bob := newCaller(t, app, "alice"), newCaller(t, app, "bob")
	unsent, err := alice.manager.CreateLocalInvitation("bob")
	require.NoError(t, err)
	require.ErrorIs(t, unsent.Cancel(), agorartm.InvitationAPICallErrNotStarted)
	local, remote := calls(t, alice, bob)
	require.ErrorIs(t, local.Send(), agorartm.InvitationAPICallErrAlreadySent)
	require.NoError(t, local.Cancel())
	_, err = local.Wait(testContext(t))
	require.ErrorIs(t, err, agorartm.ErrInvitationCanceled)
	require.ErrorIs(t, remote.Wait(testContext(t)), agorartm.ErrInvitationCanceled)
	alice.next(t, "local canceled")
	bob.next(t, "remote canceled")
}

// Not logged in: taken, then failed.
//
// fact: I-20, OB-32
func TestInviteWithoutLoginThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	s := newService(t, app.ID(), agorartm.ServiceHandler{})
	m, err := s.CallManager(agorartm.CallHandler{})
	require.NoError(t, err)
	i, err := m.CreateLocalInvitation("bob")
	require.NoError(t, err)
	require.NoError(t, i.Send())
	_, err = i.Wait(testContext(t))
	require.ErrorIs(t, err, agorartm.LocalInvitationErrNotLoggedIn)
	require.ErrorIs(t, err, agorartm.ErrNotLoggedIn)
	require.Equal(t, agorartm.LocalInvitationStateFailure, i.State())
}

// The failures that take time, by the clock of the cloud.
//
// fact: I-15, I-17, I-25
func TestInvitationFailuresThroughTheEngine(t *testing.T) {
	t.Parallel()
	t.Run("offline", func(t *testing.T) {
		t.Parallel()
		app := newCloud(t)
		alice := newCaller(t, app, "alice")
		app.Clock().Freeze()
		i, err := alice.manager.CreateLocalInvitation("nobody")
		require.NoError(t, err)
		require.NoError(t, i.Send())
		app.Clock().Advance(29 * time.Second)
		running(t, i.Done())
		advanceUntil(t, app, i.Done())
		_, err = i.Wait(testContext(t))
		require.ErrorIs(t, err, agorartm.LocalInvitationErrPeerOffline)
		require.ErrorIs(t, alice.next(t, "local failure").local.Err, agorartm.ErrPeerUnreachable)
	})
	t.Run("expired", func(t *testing.T) {
		t.Parallel()
		app := newCloud(t)
		alice, bob := newCaller(t, app, "alice"), newCaller(t, app, "bob")
		app.Clock().Freeze()
		local, remote := calls(t, alice, bob)
		app.Clock().Advance(59 * time.Second)
		running(t, local.Done())
		running(t, remote.Done())
		advanceUntil(t, app, local.Done())
		advanceUntil(t, app, remote.Done())
		_, err := local.Wait(testContext(t))
		require.ErrorIs(t, err, agorartm.LocalInvitationErrInvitationExpire)
		require.ErrorIs(t, remote.Wait(testContext(t)), agorartm.RemoteInvitationErrInvitationExpire)
	})
}

// advanceUntil moves a frozen clock on, second by second, until done is closed.
func advanceUntil(t *testing.T, app *emulator.App, done <-chan struct{}) {
	t.Helper()
	eventually(t, "the end", func() bool {
		app.Clock().Advance(time.Second)
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

// Logout ends open invitations; their failures are told.
//
// fact: I-36
func TestLogoutEndsInvitationsThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice, bob := newCaller(t, app, "alice"), newCaller(t, app, "bob")
	local, remote := calls(t, alice, bob)
	require.NoError(t, alice.service.Logout(testContext(t)))
	require.NoError(t, bob.service.Logout(testContext(t)))
	_, err := local.Wait(testContext(t))
	require.ErrorIs(t, err, agorartm.LocalInvitationErrPeerNoResponse)
	require.ErrorIs(t, remote.Wait(testContext(t)), agorartm.RemoteInvitationErrInvitationExpire)
	alice.next(t, "local failure")
	bob.next(t, "remote failure")
}

// Cancel and Accept at once: both sides come to the same end.
//
// fact: I-35
func TestCancelRacesAcceptThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice, bob := newCaller(t, app, "alice"), newCaller(t, app, "bob")
	ends := map[string]int{}
	for range 200 {
		local, remote := calls(t, alice, bob)
		var wg sync.WaitGroup
		wg.Go(func() { _ = local.Cancel() })
		wg.Go(func() { _ = remote.Accept() })
		wg.Wait()
		_, localErr := local.Wait(testContext(t))
		remoteErr := remote.Wait(testContext(t))
		end := fmt.Sprint(local.State(), " ", remote.State())
		ends[end]++
		if localErr == nil {
			require.NoError(t, remoteErr)
			require.Equal(t, agorartm.LocalInvitationStateAcceptedByRemote, local.State())
			require.Equal(t, agorartm.RemoteInvitationStateAccepted, remote.State())
			alice.next(t, "local accepted")
			bob.next(t, "remote accepted")
			continue
		}
		require.ErrorIs(t, localErr, agorartm.ErrInvitationCanceled)
		require.ErrorIs(t, remoteErr, agorartm.ErrInvitationCanceled)
		alice.next(t, "local canceled")
		bob.next(t, "remote canceled")
	}
	t.Log(ends)
}

// Many calls at once between few users; everything is given back.
//
// fact: I-04
func TestManyCallsThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice := newCaller(t, app, "alice")
	bob := login(t, app, "bob", agorartm.ServiceHandler{})
	_, err := bob.CallManager(agorartm.CallHandler{OnRemoteInvitationReceived: func(e agorartm.RemoteInvitationEvent) {
		_ = e.Invitation.SetResponse("to " + e.Invitation.Content())
		_ = e.Invitation.Accept()
	}})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for caller := range 16 {
		wg.Go(func() {
			for n := range 50 {
				i, err := alice.manager.CreateLocalInvitation("bob")
				if err != nil {
					t.Error(err)
					return
				}
				content := fmt.Sprint(caller, " ", n)
				_ = i.SetContent(content)
				_ = i.Send()
				response, err := i.Wait(testContext(t))
				if err != nil || response != "to "+content {
					t.Error(response, err)
				}
			}
		})
	}
	go func() {
		for range alice.steps {
		}
	}()
	wg.Wait()
	eventually(t, "the confirmations", func() bool { return !bob.InFlight() })
	require.False(t, alice.service.InFlight())
	require.NoError(t, alice.service.Close())
	wait(t, alice.service.Done())
	close(alice.steps)
}
