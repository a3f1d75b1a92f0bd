// Every code of every enum, as return value and as callback.

package agorartm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

var sentinels = []error{
	agorartm.ErrClosed, agorartm.ErrTimeout, agorartm.ErrResultLost, agorartm.ErrTooOften,
	agorartm.ErrNotLoggedIn, agorartm.ErrNotInitialized, agorartm.ErrInvalidArgument,
	agorartm.ErrTokenExpired, agorartm.ErrInvalidToken, agorartm.ErrPeerUnreachable,
	agorartm.ErrAlreadyLoggedIn, agorartm.ErrAlreadyJoined, agorartm.ErrNotInChannel,
	agorartm.ErrKicked, agorartm.ErrLimitExceeded, agorartm.ErrRejected, agorartm.ErrNotAuthorized,
	agorartm.ErrNotFound, agorartm.ErrInterrupted, agorartm.ErrIncompatible,
	agorartm.ErrChannelExists, agorartm.ErrServicesOpen, agorartm.ErrSDKRequired, agorartm.ErrNative,
}

// answersOnly asserts that of all sentinels err answers only this one, or none.
func answersOnly(t *testing.T, err, sentinel error) {
	t.Helper()
	for _, s := range sentinels {
		require.Equal(t, s == sentinel, errors.Is(err, s), "%v: %v", err, s)
	}
}

// fact: C-01, R-02, OB-04, OB-08, OB-09
func TestEveryCode(t *testing.T) {
	t.Parallel()
	eachOperation(t, func(t *testing.T, o operation) {
		r := newRig(t, setup{})
		codes := map[uint32]error{777: nil} // of a later library
		for code, sentinel := range o.failure {
			codes[code] = sentinel
		}
		for code, sentinel := range codes {
			for name, b := range map[string]fakesdk.Behavior{
				"returned":         {Return: int(code)},
				"returned negated": {Return: -int(code)},
				"called back":      {Result: int(code)},
			} {
				what := fmt.Sprintf("%d %s", code, name)
				r.fake.Next(o.op, b)
				err := o.call(r, t.Context())
				e := opErr(t, err, o.name, b.Return == 0)
				require.Equal(t, o.code(code), e.Err, what)
				require.ErrorIs(t, err, o.code(code), what)
				require.NotErrorIs(t, err, o.code(code+1), what)
				require.Equal(t, sentinel == agorartm.ErrTimeout, e.Timeout(), what)
				answersOnly(t, err, sentinel)
			}
		}
		require.NoError(t, o.call(r, t.Context()))
	})
}

// The typed code comes out with errors.As.
func TestCodesWithErrorsAs(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.Next(fakesdk.Login, fakesdk.Behavior{Result: 5})
	var login agorartm.LoginErrCode
	require.ErrorAs(t, r.service.Login(t.Context(), "secret", "alice"), &login)
	require.Equal(t, agorartm.LoginErrInvalidToken, login)

	r.fake.Next(fakesdk.Join, fakesdk.Behavior{Return: 7})
	var join agorartm.JoinChannelErr
	require.ErrorAs(t, r.room.Join(t.Context()), &join)
	require.Equal(t, agorartm.JoinChannelErrTooOften, join)
}

// fact: P-04
func TestCachedByServerIsNoError(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.On(fakesdk.SendPeer, fakesdk.Behavior{Result: 4})
	options := agorartm.SendMessageOptions{EnableOfflineMessaging: true}
	res, err := r.service.SendMessageToPeer(t.Context(), "bob", agorartm.NewTextMessage("hi"), options)
	require.NoError(t, err)
	require.True(t, res.CachedByServer)

	id, err := r.service.SendMessageToPeerNoWait("bob", agorartm.NewTextMessage("hi"), options)
	require.NoError(t, err)
	e := wait(t, r.peerResults)
	require.NoError(t, e.Err)
	require.Equal(t, agorartm.SendResult{MessageID: id, CachedByServer: true}, e.SendResult)

	calls := r.fake.Calls(fakesdk.SendPeer)
	require.Len(t, calls, 2)
	require.Equal(t, res.MessageID, calls[0].ID)
	require.True(t, calls[0].Offline)
	require.False(t, calls[0].Historical)
	require.Equal(t, id, calls[1].ID)
}

// fact: L-03, C-01, OB-02
func TestInitializeCodes(t *testing.T) {
	t.Parallel()
	for code, sentinel := range map[int]error{
		1: nil, 2: nil, 3: agorartm.ErrInvalidArgument, 4: agorartm.ErrInvalidArgument, -1: nil, 777: nil,
	} {
		fake := newFake(t)
		fake.Next(fakesdk.Initialize, fakesdk.Behavior{Return: code})
		service, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{})
		require.Nil(t, service)
		opErr(t, err, "NewService", false)
		if code < 0 {
			code = -code
		}
		require.ErrorIs(t, err, agorartm.InitErrCode(code))
		answersOnly(t, err, sentinel)
		require.Equal(t, 1, fake.Count(fakesdk.Release))
	}
}

// Where the SDK gives no object, the call says so.
func TestNullObjectsOfTheSDK(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.Next(fakesdk.CreateChannel, fakesdk.Behavior{Return: 1})
	_, err := r.service.CreateChannel("other", agorartm.ChannelHandler{})
	opErr(t, err, "CreateChannel", false)
	answersOnly(t, err, agorartm.ErrNative)
	other, err := r.service.CreateChannel("other", agorartm.ChannelHandler{})
	require.NoError(t, err, "the id is free")
	require.Equal(t, "other", other.ID())

	for _, o := range operations {
		if !o.message {
			continue
		}
		r.fake.Next(fakesdk.CreateMessage, fakesdk.Behavior{Return: 1})
		err := o.call(r, t.Context())
		opErr(t, err, o.name, false)
		answersOnly(t, err, agorartm.ErrNative)
		require.Zero(t, r.fake.Count(o.op))
	}
	require.False(t, r.service.InFlight())
}
