// Arguments: what is refused before the SDK sees it, and how the rest arrives.

package agorartm_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

const limit = agorartm.MaxMessageBytes

var badIDs = map[string]string{
	"empty":       "",
	"null":        "null",
	"65 bytes":    strings.Repeat("x", 65),
	"non-ASCII":   "bób",
	"emoji":       "\U0001F600",
	"tab":         "a\tb",
	"newline":     "a\n",
	"DEL":         "a\x7f",
	"NUL":         "a\x00b",
	"only NUL":    "\x00",
	"quote":       `a"b`,
	"apostrophe":  "a'b",
	"star":        "a*b",
	"slash":       "a/b",
	"backslash":   `a\b`,
	"bad UTF-8":   "a\xff",
	"65 in UTF-8": strings.Repeat("é", 33),
}

var badMessages = map[string]struct {
	message *agorartm.Message
	field   string
}{
	"nil":                   {nil, "message"},
	"NUL in text":           {agorartm.NewTextMessage("a\x00b"), "message.Text"},
	"NUL ends text":         {agorartm.NewTextMessage("a\x00"), "message.Text"},
	"NUL in description":    {agorartm.NewRawMessage([]byte{1}, "a\x00b"), "message.Text"},
	"bad UTF-8":             {agorartm.NewTextMessage("a\xff"), "message.Text"},
	"cut UTF-8":             {agorartm.NewTextMessage("gr\xc3"), "message.Text"},
	"bad UTF-8 description": {agorartm.NewRawMessage([]byte{1}, "\xc3("), "message.Text"},
	"text too large":        {agorartm.NewTextMessage(strings.Repeat("x", limit+1)), "message.Text"},
	"raw too large":         {agorartm.NewRawMessage(make([]byte, limit+1), ""), "message.Raw"},
	"sum too large":         {agorartm.NewRawMessage(make([]byte, limit-1), "ab"), "message.Raw"},
	"description too large": {agorartm.NewRawMessage(nil, strings.Repeat("x", limit+1)), "message.Raw"},
	"raw on text":           {&agorartm.Message{Type: agorartm.MessageTypeText, Raw: []byte{1}}, "message.Raw"},
	"a file":                {&agorartm.Message{Type: agorartm.MessageTypeFile}, "message.Media"},
	"an image":              {&agorartm.Message{Type: agorartm.MessageTypeImage}, "message.Media"},
	"no such type":          {&agorartm.Message{Type: 99}, "message.Type"},
}

// refused asserts that the argument was refused by name, and returns why.
func refused(t *testing.T, err error, op, field string) *agorartm.ArgumentError {
	t.Helper()
	opErr(t, err, op, false)
	var arg *agorartm.ArgumentError
	require.ErrorAs(t, err, &arg)
	require.Equal(t, field, arg.Field)
	require.NotEmpty(t, arg.Reason)
	return arg
}

// fact: E-01, E-02, E-03, OB-34
func TestBadIDs(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for name, id := range badIDs {
		t.Run(name, func(t *testing.T) {
			ctx, hi := t.Context(), agorartm.NewTextMessage("hi")
			for _, test := range []struct {
				op, field string
				call      func() error
			}{
				{"NewService", "appID", func() error {
					_, err := agorartm.NewService(id, agorartm.ServiceHandler{})
					return err
				}},
				{"Login", "userID", func() error { return r.service.Login(ctx, "", id) }},
				{"CreateChannel", "channelID", func() error {
					_, err := r.service.CreateChannel(id, agorartm.ChannelHandler{})
					return err
				}},
				{"SendMessageToPeer", "peerID", func() error {
					_, err := r.service.SendMessageToPeer(ctx, id, hi, agorartm.SendMessageOptions{})
					return err
				}},
				{"SendMessageToPeerNoWait", "peerID", func() error {
					_, err := r.service.SendMessageToPeerNoWait(id, hi, agorartm.SendMessageOptions{})
					return err
				}},
			} {
				err := test.call()
				refused(t, err, test.op, test.field)
				answersOnly(t, err, agorartm.ErrInvalidArgument)
				if len(id) > 4 {
					require.NotContains(t, err.Error(), id, "errors do not repeat what was given")
				}
			}
		})
	}
	require.Zero(t, r.fake.Count(fakesdk.Login))
	require.Zero(t, r.fake.Count(fakesdk.SendPeer))
	require.Zero(t, r.fake.Count(fakesdk.CreateMessage))
	require.Equal(t, 1, r.fake.Count(fakesdk.CreateChannel), "the rig's own")
}

// fact: E-01, E-04
func TestGoodIDs(t *testing.T) {
	t.Parallel()
	for _, id := range []string{
		"x", " lead", "nul", "Null", "nulls", strings.Repeat("x", 64),
		"!#$%&()+-:;<=.>?@[]^_{}|~,`", "0123456789",
	} {
		r := newRig(t, setup{})
		require.NoError(t, r.service.Login(t.Context(), "", id))
		require.Equal(t, id, r.fake.Calls(fakesdk.Login)[0].Target)
		_, err := r.service.SendMessageToPeer(t.Context(), id, agorartm.NewTextMessage("hi"), agorartm.SendMessageOptions{})
		require.NoError(t, err)
		require.Equal(t, id, r.fake.Calls(fakesdk.SendPeer)[0].Target)
		ch, err := r.service.CreateChannel(id, agorartm.ChannelHandler{})
		require.NoError(t, err)
		require.Equal(t, id, ch.ID())
		require.Equal(t, id, r.fake.Calls(fakesdk.CreateChannel)[1].Target)
	}
}

// fact: M-04, M-05
func TestBadMessages(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for name, test := range badMessages {
		t.Run(name, func(t *testing.T) {
			ctx, m, o := t.Context(), test.message, agorartm.SendMessageOptions{}
			for op, call := range map[string]func() error{
				"SendMessageToPeer": func() error {
					_, err := r.service.SendMessageToPeer(ctx, "bob", m, o)
					return err
				},
				"SendMessageToPeerNoWait": func() error {
					_, err := r.service.SendMessageToPeerNoWait("bob", m, o)
					return err
				},
				"Channel.SendMessage": func() error {
					_, err := r.room.SendMessage(ctx, m, o)
					return err
				},
				"Channel.SendMessageNoWait": func() error {
					_, err := r.room.SendMessageNoWait(m, o)
					return err
				},
			} {
				err := call()
				refused(t, err, op, test.field)
				answersOnly(t, err, agorartm.ErrInvalidArgument)
			}
		})
	}
	require.Zero(t, r.fake.Count(fakesdk.SendPeer))
	require.Zero(t, r.fake.Count(fakesdk.SendChannel))
	require.Zero(t, r.fake.Count(fakesdk.CreateMessage))
}

// What may be sent arrives byte for byte. The fake dies, as the real library
// does, of any null or negative length.
//
// fact: OB-34, M-02, M-11, P-07
func TestMessagesGoDownWhole(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", limit)
	for name, test := range map[string]struct {
		message *agorartm.Message
		text    string
		data    []byte // nil: a text message
	}{
		"empty text":            {agorartm.NewTextMessage(""), "", nil},
		"zero value":            {&agorartm.Message{}, "", nil},
		"short text":            {agorartm.NewTextMessage("grüße \U0001F600"), "grüße \U0001F600", nil},
		"255 bytes":             {agorartm.NewTextMessage(big[:255]), big[:255], nil},
		"256 bytes":             {agorartm.NewTextMessage(big[:256]), big[:256], nil},
		"32 KB text":            {agorartm.NewTextMessage(big), big, nil},
		"nil raw":               {agorartm.NewRawMessage(nil, ""), "", []byte{}},
		"empty raw":             {agorartm.NewRawMessage([]byte{}, ""), "", []byte{}},
		"empty raw, no type":    {&agorartm.Message{Raw: []byte{}}, "", []byte{}},
		"raw, no type":          {&agorartm.Message{Raw: []byte{0, 255}, Text: "d"}, "d", []byte{0, 255}},
		"nil raw described":     {agorartm.NewRawMessage(nil, "about"), "about", []byte{}},
		"raw, no description":   {agorartm.NewRawMessage([]byte("\x00a\x00"), ""), "", []byte("\x00a\x00")},
		"raw with description":  {agorartm.NewRawMessage([]byte{0xff}, "über"), "über", []byte{0xff}},
		"32 KB raw":             {agorartm.NewRawMessage([]byte(big), ""), "", []byte(big)},
		"32 KB raw and text":    {agorartm.NewRawMessage([]byte(big[:limit-5]), "about"), "about", []byte(big[:limit-5])},
		"32 KB of description":  {agorartm.NewRawMessage(nil, big), big, []byte{}},
		"received fields unset": {&agorartm.Message{Text: "t", ID: 9, Offline: true, ServerReceivedTime: time.Now()}, "t", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{})
			peer, err := r.service.SendMessageToPeer(t.Context(), "bob", test.message, agorartm.SendMessageOptions{EnableHistoricalMessaging: true})
			require.NoError(t, err)
			room, err := r.room.SendMessage(t.Context(), test.message, agorartm.SendMessageOptions{EnableOfflineMessaging: true})
			require.NoError(t, err)
			calls := r.fake.Calls(fakesdk.SendPeer, fakesdk.SendChannel)
			require.Len(t, calls, 2)
			for i, call := range calls {
				require.Equal(t, test.text, call.Text)
				require.Equal(t, test.data, call.Data)
				require.Equal(t, test.data != nil, call.MessageType == int(agorartm.MessageTypeRaw))
				require.Equal(t, i == 1, call.Offline)
				require.Equal(t, i == 0, call.Historical)
			}
			require.Equal(t, "bob", calls[0].Target)
			require.Equal(t, roomID, calls[1].Target)
			require.Equal(t, []int64{peer.MessageID, room.MessageID}, []int64{calls[0].ID, calls[1].ID})
			require.Zero(t, r.fake.Live().Messages, "released after the send")
		})
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	const secret = "verysecret"
	r := newRig(t, setup{})
	for _, token := range []string{"\x00", secret + "\x00", "a\x00" + secret} {
		for op, call := range map[string]func() error{
			"Login":      func() error { return r.service.Login(t.Context(), token, "alice") },
			"RenewToken": func() error { return r.service.RenewToken(t.Context(), token) },
		} {
			err := call()
			refused(t, err, op, "token")
			answersOnly(t, err, agorartm.ErrInvalidArgument)
			require.NotContains(t, err.Error(), secret)
		}
	}
	refused(t, r.service.RenewToken(t.Context(), ""), "RenewToken", "token")
	require.Zero(t, r.fake.Count(fakesdk.Login))
	require.Zero(t, r.fake.Count(fakesdk.RenewToken))

	long := strings.Repeat(secret, 500)
	for _, token := range []string{"", "t", "\xff", long} {
		r.fake.ForgetCalls()
		require.NoError(t, r.service.Login(t.Context(), token, "alice"))
		call := r.fake.Calls(fakesdk.Login)[0]
		require.Equal(t, token, call.Token)
		require.False(t, call.TokenNull)
	}
	require.NoError(t, r.service.RenewToken(t.Context(), long))
	require.Equal(t, long, r.fake.Calls(fakesdk.RenewToken)[0].Token)

	for _, op := range []fakesdk.Op{fakesdk.Login, fakesdk.RenewToken} {
		r.fake.Next(op, fakesdk.Behavior{Result: 5})
	}
	require.NotContains(t, r.service.Login(t.Context(), secret, "alice").Error(), secret)
	require.NotContains(t, r.service.RenewToken(t.Context(), secret).Error(), secret)
}

func TestDoneContexts(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	expired, cancel := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer cancel()
	eachOperation(t, func(t *testing.T, o operation) {
		if o.posted {
			return
		}
		r := newRig(t, setup{})
		for _, test := range []struct {
			ctx  context.Context
			want error
		}{
			{nil, agorartm.ErrInvalidArgument}, {cancelled, context.Canceled}, {expired, context.DeadlineExceeded},
		} {
			err := o.call(r, test.ctx)
			arg := refused(t, err, o.name, "ctx")
			require.Equal(t, test.want, arg.Err)
			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.ctx == expired, opErr(t, err, o.name, false).Timeout())
		}
		require.Zero(t, r.fake.Count(o.op))
		require.Zero(t, r.fake.Count(fakesdk.CreateMessage))
		require.False(t, r.service.InFlight())
	})
}

func TestBadOptions(t *testing.T) {
	t.Parallel()
	fake := newFake(t)
	for field, option := range map[string]agorartm.Option{
		"opts":                          nil,
		"WithLogger":                    agorartm.WithLogger(nil),
		"WithEventQueueLimits.messages": agorartm.WithEventQueueLimits(0, limit),
		"WithEventQueueLimits.bytes":    agorartm.WithEventQueueLimits(1, limit-1),
		"WithResultGrace":               agorartm.WithResultGrace(-1),
	} {
		_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}, option)
		refused(t, err, "NewService", field)
	}
	if agorartm.Backend() == agorartm.BackendEmbedded {
		_, err := agorartm.NewService(fake.AppID(), agorartm.ServiceHandler{}, agorartm.WithRequireSDK())
		opErr(t, err, "NewService", false)
		answersOnly(t, err, agorartm.ErrSDKRequired)
	}
	require.Zero(t, fake.Count(fakesdk.Initialize))
}
