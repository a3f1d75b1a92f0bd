package agorartm_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

func TestCodeTexts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		code         error
		name, reason string
	}{
		{agorartm.LoginErrInvalidToken, "LOGIN_ERR_INVALID_TOKEN", "token is invalid (LOGIN_ERR_INVALID_TOKEN, 5)"},
		{agorartm.LoginErrOK, "LOGIN_ERR_OK", "success (LOGIN_ERR_OK, 0)"},
		{agorartm.LoginErrCode(77), "LOGIN_ERR_CODE(77)", "unknown code LOGIN_ERR_CODE(77)"},
		{
			agorartm.JoinChannelErrTimeout, "JOIN_CHANNEL_TIMEOUT",
			"join got no answer within 5 s (JOIN_CHANNEL_TIMEOUT, 4)",
		},
		{
			agorartm.PeerMessageErrIncompatibleMessage, "PEER_MESSAGE_ERR_IMCOMPATIBLE_MESSAGE",
			"peer's SDK is too old for this kind of message (PEER_MESSAGE_ERR_IMCOMPATIBLE_MESSAGE, 8)",
		},
		{
			agorartm.LocalInvitationErrNotLoggedIn, "LOCAL_INVITATION_ERR_NOT_LOGGEDIN",
			"user is not logged in (LOCAL_INVITATION_ERR_NOT_LOGGEDIN, 4)",
		},
	} {
		require.Equal(t, test.name, test.code.(fmt.Stringer).String())
		require.EqualError(t, test.code, test.reason)
	}
}

func TestNamesOfOtherEnums(t *testing.T) {
	t.Parallel()
	for want, value := range map[string]fmt.Stringer{
		"CONNECTION_STATE_CONNECTED":            agorartm.ConnectionStateConnected,
		"CONNECTION_STATE(0)":                   agorartm.ConnectionState(0),
		"CONNECTION_CHANGE_REASON_REMOTE_LOGIN": agorartm.ConnectionChangeReasonRemoteLogin,
		"MESSAGE_TYPE_RAW":                      agorartm.MessageTypeRaw,
		"LOG_FILTER_WARN":                       agorartm.LogFilterWarn,
		"AREA_CODE_GLOB":                        agorartm.AreaCodeGlob,
		"RTM_TCP_PROXY":                         agorartm.CloudProxyTCP,
	} {
		require.Equal(t, want, value.String())
		require.NotImplements(t, (*error)(nil), value, "it reports no outcome")
	}
}

func TestCodesAnswerForSharedErrors(t *testing.T) {
	t.Parallel()
	shared := []error{
		agorartm.ErrTimeout, agorartm.ErrTooOften, agorartm.ErrNotLoggedIn, agorartm.ErrNotInitialized,
		agorartm.ErrInvalidArgument, agorartm.ErrTokenExpired, agorartm.ErrInvalidToken,
		agorartm.ErrPeerUnreachable, agorartm.ErrAlreadyLoggedIn, agorartm.ErrAlreadyJoined,
		agorartm.ErrNotInChannel, agorartm.ErrKicked, agorartm.ErrLimitExceeded, agorartm.ErrRejected,
		agorartm.ErrNotAuthorized, agorartm.ErrNotFound, agorartm.ErrInterrupted, agorartm.ErrIncompatible,
	}
	met := map[error]bool{}
	for _, test := range []struct {
		code error
		want error
	}{
		{agorartm.LoginErrTimeout, agorartm.ErrTimeout},
		{agorartm.PeerMessageErrSentTimeout, agorartm.ErrTimeout},
		{agorartm.JoinChannelErrTimeout, agorartm.ErrTimeout},
		{agorartm.JoinChannelErrJoinSameChannelTooOften, agorartm.ErrTooOften},
		{agorartm.LogoutErrUserNotLoggedIn, agorartm.ErrNotLoggedIn},
		{agorartm.UploadMediaErrNotLoggedIn, agorartm.ErrNotLoggedIn},
		{agorartm.LocalInvitationErrNotLoggedIn, agorartm.ErrNotLoggedIn},
		{agorartm.LoginErrNotInitialized, agorartm.ErrNotInitialized},
		{agorartm.InitErrInvalidAppID, agorartm.ErrInvalidArgument},
		{agorartm.PeerMessageErrInvalidUserID, agorartm.ErrInvalidArgument},
		{agorartm.LoginErrTokenExpired, agorartm.ErrTokenExpired},
		{agorartm.RenewTokenErrInvalidToken, agorartm.ErrInvalidToken},
		{agorartm.PeerMessageErrPeerUnreachable, agorartm.ErrPeerUnreachable},
		{agorartm.LoginErrAlreadyLoggedIn, agorartm.ErrAlreadyLoggedIn},
		{agorartm.JoinChannelErrAlreadyJoined, agorartm.ErrAlreadyJoined},
		{agorartm.LeaveChannelErrNotInChannel, agorartm.ErrNotInChannel},
		{agorartm.LeaveChannelErrKicked, agorartm.ErrKicked},
		{agorartm.JoinChannelErrExceedLimit, agorartm.ErrLimitExceeded},
		{agorartm.DownloadMediaErrConcurrencyLimitExceeded, agorartm.ErrLimitExceeded},
		{agorartm.LoginErrRejected, agorartm.ErrRejected},
		{agorartm.LoginErrNotAuthorized, agorartm.ErrNotAuthorized},
		{agorartm.AttributeOperationErrUserNotFound, agorartm.ErrNotFound},
		{agorartm.DownloadMediaErrInterrupted, agorartm.ErrInterrupted},
		{agorartm.PeerMessageErrIncompatibleMessage, agorartm.ErrIncompatible},

		{agorartm.LoginErrOK, nil},
		{agorartm.LoginErrUnknown, nil},
		{agorartm.PeerMessageErrCachedByServer, nil},
		{agorartm.LoginErrCode(77), nil},
	} {
		wrapped := fmt.Errorf("op: %w", test.code)
		require.ErrorIs(t, wrapped, test.code)
		for _, target := range shared {
			require.Equal(t, target == test.want, errors.Is(wrapped, target), "%v is %v", test.code, target)
		}
		require.NotErrorIs(t, wrapped, nil)
		met[test.want] = true
	}
	for _, target := range shared {
		require.True(t, met[target], "no code stands for %v", target)
	}
}

// A code is one thing and the same number of another enum is another.
func TestCodesOfDifferentEnumsDiffer(t *testing.T) {
	t.Parallel()
	require.NotErrorIs(t, agorartm.LoginErrTimeout, agorartm.LoginErrCode(agorartm.LoginErrTooOften))
	require.NotErrorIs(t, agorartm.LoginErrInvalidArgument, agorartm.JoinChannelErr(agorartm.LoginErrInvalidArgument))
}

func TestIsOfNothing(t *testing.T) {
	t.Parallel()
	require.False(t, agorartm.LoginErrOK.Is(nil))
	require.False(t, agorartm.LoginErrUnknown.Is(nil))
}
