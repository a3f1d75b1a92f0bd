// The message that ends a call for the legacy Signaling SDK.

package agorartm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

const endCall = "AgoraRTMLegacyEndcallCompatibleMessagePrefix_"

// fact: P-13
func TestEndCallMessage(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ channel, extra string }{
		{"room", ""}, {"room", "bye"}, {"a_b_", "x"}, {"_", ""}, {"room", "grüße \U0001F600"},
	} {
		message, err := agorartm.NewEndCallMessage(test.channel, test.extra)
		require.NoError(t, err)
		require.Equal(t, agorartm.NewTextMessage(endCall+test.channel+"_"+test.extra), message)
		channel, extra, ok := agorartm.ParseEndCallMessage(message.Text)
		require.True(t, ok)
		require.Equal(t, test.channel, channel)
		require.Equal(t, test.extra, extra)
	}
}

func TestBadEndCallMessage(t *testing.T) {
	t.Parallel()
	for name, id := range badIDs {
		_, err := agorartm.NewEndCallMessage(id, "")
		refused(t, err, "NewEndCallMessage", "channelID")
		answersOnly(t, err, agorartm.ErrInvalidArgument)
		_ = name
	}
	rest := limit - len(endCall) - len("room_")
	for _, extra := range []string{"a_b", "_", "a\x00", "a\xff", strings.Repeat("x", rest+1)} {
		_, err := agorartm.NewEndCallMessage("room", extra)
		refused(t, err, "NewEndCallMessage", "extra")
	}
	_, err := agorartm.NewEndCallMessage("room", strings.Repeat("x", rest))
	require.NoError(t, err)
}

func TestTextsThatEndNoCall(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "hello", endCall, endCall + "room", endCall + "_", " " + endCall + "room_",
		strings.TrimSuffix(endCall, "_"), strings.ToLower(endCall) + "room_",
	} {
		_, _, ok := agorartm.ParseEndCallMessage(text)
		require.False(t, ok, text)
	}
}
