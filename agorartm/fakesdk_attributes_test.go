// Attributes of users and channels: what goes down, what comes back, what is
// refused.

package agorartm_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// fact: N-11
func TestAttributesGoDownWhole(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for _, o := range requestOperations() {
		require.NoError(t, o.call(r, t.Context()))
	}
	keys, values := []string{"k", "grüße"}, []string{"v", "\U0001F600"}
	for _, write := range []struct {
		op            fakesdk.Op
		target        string
		items, values []string
	}{
		{fakesdk.SetUserAttributes, "", keys, values},
		{fakesdk.UpdateUserAttributes, "", keys, values},
		{fakesdk.DeleteUserAttributes, "", someKeys, nil},
		{fakesdk.ClearUserAttributes, "", nil, nil},
		{fakesdk.SetChannelAttributes, "lobby", keys, values},
		{fakesdk.UpdateChannelAttributes, "lobby", keys, values},
		{fakesdk.DeleteChannelAttributes, "lobby", someKeys, nil},
		{fakesdk.ClearChannelAttributes, "lobby", nil, nil},
	} {
		calls := r.fake.Calls(write.op)
		require.Len(t, calls, 1, write.op)
		require.Equal(t, write.target, calls[0].Target, write.op)
		require.Equal(t, write.items, calls[0].Items, write.op)
		if write.values != nil {
			require.Equal(t, write.values, calls[0].Values, write.op)
		}
		require.False(t, calls[0].Notify, write.op)
	}
	for op, target := range map[fakesdk.Op]string{fakesdk.GetUserAttributes: "bob", fakesdk.GetChannelAttributes: "lobby"} {
		calls := r.fake.Calls(op)
		require.Len(t, calls, 2)
		require.Equal(t, target, calls[0].Target)
		require.Empty(t, calls[0].Items)
		require.Equal(t, target, calls[1].Target)
		require.Equal(t, someKeys, calls[1].Items)
	}
	require.Zero(t, r.fake.Live().Attributes, "the SDK's objects are given back")
}

// fact: N-04
func TestChannelAttributeOptions(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for op, call := range map[fakesdk.Op]func(context.Context, agorartm.ChannelAttributeOptions) error{
		fakesdk.SetChannelAttributes: func(ctx context.Context, o agorartm.ChannelAttributeOptions) error {
			return r.service.SetChannelAttributes(ctx, "lobby", someAttributes, o)
		},
		fakesdk.UpdateChannelAttributes: func(ctx context.Context, o agorartm.ChannelAttributeOptions) error {
			return r.service.AddOrUpdateChannelAttributes(ctx, "lobby", someAttributes, o)
		},
		fakesdk.DeleteChannelAttributes: func(ctx context.Context, o agorartm.ChannelAttributeOptions) error {
			return r.service.DeleteChannelAttributesByKeys(ctx, "lobby", someKeys, o)
		},
		fakesdk.ClearChannelAttributes: func(ctx context.Context, o agorartm.ChannelAttributeOptions) error {
			return r.service.ClearChannelAttributes(ctx, "lobby", o)
		},
	} {
		for _, notify := range []bool{true, false} {
			options := agorartm.ChannelAttributeOptions{EnableNotificationToChannelMembers: notify}
			require.NoError(t, call(t.Context(), options))
			calls := r.fake.Calls(op)
			require.Equal(t, notify, calls[len(calls)-1].Notify, op)
		}
	}
}

// fact: N-05, S-33
func TestAttributesComeBackWhole(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	r.fake.SetAttributes(fakesdk.Attribute{Key: "k", Value: "v"}, fakesdk.Attribute{Key: "other", Value: "grüße"})
	r.fake.SetAttributeWriter("carol", 1_600_000_000_123)
	users := []agorartm.Attribute{{Key: "k", Value: "v"}, {Key: "other", Value: "grüße"}}
	all, err := r.service.GetUserAttributes(t.Context(), "bob")
	require.NoError(t, err)
	require.Equal(t, users, all)
	all, err = r.service.GetUserAttributesByKeys(t.Context(), "bob", someKeys)
	require.NoError(t, err)
	require.Equal(t, users, all)

	at := time.UnixMilli(1_600_000_000_123)
	channels := []agorartm.ChannelAttribute{
		{Key: "k", Value: "v", LastUpdateUserID: "carol", LastUpdateTime: at},
		{Key: "other", Value: "grüße", LastUpdateUserID: "carol", LastUpdateTime: at},
	}
	attributes, err := r.service.GetChannelAttributes(t.Context(), "lobby")
	require.NoError(t, err)
	require.Equal(t, channels, attributes)
	attributes, err = r.service.GetChannelAttributesByKeys(t.Context(), "lobby", someKeys)
	require.NoError(t, err)
	require.Equal(t, channels, attributes)
}

// fact: N-04
func TestAttributesUpdated(t *testing.T) {
	t.Parallel()
	events := make(chan agorartm.AttributesUpdatedEvent, 10)
	note := agorartm.ChannelHandler{OnAttributesUpdated: func(e agorartm.AttributesUpdatedEvent) { events <- e }}
	r := newRig(t, setup{room: note})
	require.True(t, r.fake.FireAttributes(roomID, "carol", 1_600_000_000_123,
		fakesdk.Attribute{Key: "k", Value: "v"}, fakesdk.Attribute{Key: "other", Value: "w"}))
	e := wait(t, events)
	require.Same(t, r.room, e.Channel)
	at := time.UnixMilli(1_600_000_000_123)
	require.Equal(t, []agorartm.ChannelAttribute{
		{Key: "k", Value: "v", LastUpdateUserID: "carol", LastUpdateTime: at},
		{Key: "other", Value: "w", LastUpdateUserID: "carol", LastUpdateTime: at},
	}, e.Attributes)
	require.True(t, r.fake.FireAttributes(roomID, "carol", 0))
	require.Empty(t, wait(t, events).Attributes)
}

// attributesOfSize makes n attributes of so many bytes, keys included.
func attributesOfSize(n, size int) []agorartm.Attribute {
	all := make([]agorartm.Attribute, n)
	for i := range all {
		key := fmt.Sprintf("k%02d", i)
		all[i] = agorartm.Attribute{Key: key, Value: strings.Repeat("x", size-len(key))}
	}
	return all
}

// fact: U-05, U-06, U-08, U-09, N-03, N-12
func TestBadAttributes(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	ctx := t.Context()
	const (
		invalid  = agorartm.AttributeOperationErrInvalidArgument
		overflow = agorartm.AttributeOperationErrSizeOverflow
	)
	for op, w := range map[string]struct {
		total int
		call  func([]agorartm.Attribute) error
	}{
		"SetLocalUserAttributes": {16 << 10, func(a []agorartm.Attribute) error {
			return r.service.SetLocalUserAttributes(ctx, a)
		}},
		"AddOrUpdateLocalUserAttributes": {16 << 10, func(a []agorartm.Attribute) error {
			return r.service.AddOrUpdateLocalUserAttributes(ctx, a)
		}},
		"SetChannelAttributes": {32 << 10, func(a []agorartm.Attribute) error {
			return r.service.SetChannelAttributes(ctx, "lobby", a, noNotice)
		}},
		"AddOrUpdateChannelAttributes": {32 << 10, func(a []agorartm.Attribute) error {
			return r.service.AddOrUpdateChannelAttributes(ctx, "lobby", a, noNotice)
		}},
	} {
		t.Run(op, func(t *testing.T) {
			good := agorartm.Attribute{Key: "k", Value: "v"}
			for name, bad := range map[string]struct {
				attributes []agorartm.Attribute
				field      string
				code       error
			}{
				"nil":             {nil, "attributes", invalid},
				"none":            {[]agorartm.Attribute{}, "attributes", invalid},
				"empty key":       {[]agorartm.Attribute{good, {Value: "v"}}, "attributes[1].Key", invalid},
				"empty value":     {[]agorartm.Attribute{good, {Key: "k"}}, "attributes[1].Value", invalid},
				"long key":        {[]agorartm.Attribute{{Key: strings.Repeat("k", 33), Value: "v"}}, "attributes[0].Key", invalid},
				"NUL in key":      {[]agorartm.Attribute{{Key: "a\x00", Value: "v"}}, "attributes[0].Key", invalid},
				"bad UTF-8 key":   {[]agorartm.Attribute{{Key: "a\xff", Value: "v"}}, "attributes[0].Key", invalid},
				"NUL in value":    {[]agorartm.Attribute{{Key: "a", Value: "v\x00"}}, "attributes[0].Value", invalid},
				"bad UTF-8 value": {[]agorartm.Attribute{{Key: "a", Value: "v\xff"}}, "attributes[0].Value", invalid},
				"long value":      {[]agorartm.Attribute{{Key: "a", Value: strings.Repeat("v", 8193)}}, "attributes[0].Value", overflow},
				"too many":        {attributesOfSize(33, 10), "attributes", overflow},
				"too large":       {append(attributesOfSize(8, w.total/8), good), "attributes", overflow},
			} {
				err := w.call(bad.attributes)
				refused(t, err, op, bad.field)
				require.ErrorIs(t, err, bad.code, name)
				require.ErrorIs(t, err, agorartm.ErrInvalidArgument, name)
			}
			require.Empty(t, r.fake.Calls(fakesdk.SetUserAttributes, fakesdk.UpdateUserAttributes,
				fakesdk.SetChannelAttributes, fakesdk.UpdateChannelAttributes))
			require.NoError(t, w.call(attributesOfSize(8, w.total/8)))
			require.NoError(t, w.call(attributesOfSize(32, 10)))
			require.NoError(t, w.call([]agorartm.Attribute{{Key: strings.Repeat("k", 32), Value: strings.Repeat("v", 8192)}}))
			r.fake.ForgetCalls()
		})
	}
}

// fact: U-08, E-05
func TestBadAttributeKeysAndOwners(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	ctx := t.Context()
	const invalid = agorartm.AttributeOperationErrInvalidArgument
	byKeys := map[string]func([]string) error{
		"DeleteLocalUserAttributesByKeys": func(k []string) error { return r.service.DeleteLocalUserAttributesByKeys(ctx, k) },
		"GetUserAttributesByKeys":         func(k []string) error { return only(r.service.GetUserAttributesByKeys(ctx, "bob", k)) },
		"DeleteChannelAttributesByKeys": func(k []string) error {
			return r.service.DeleteChannelAttributesByKeys(ctx, "lobby", k, noNotice)
		},
		"GetChannelAttributesByKeys": func(k []string) error { return only(r.service.GetChannelAttributesByKeys(ctx, "lobby", k)) },
	}
	for op, call := range byKeys {
		for _, bad := range []struct {
			keys  []string
			field string
		}{
			{nil, "keys"},
			{[]string{}, "keys"},
			{[]string{"a", ""}, "keys[1]"},
			{[]string{"a", strings.Repeat("k", 33)}, "keys[1]"},
			{[]string{"a\x00"}, "keys[0]"},
			{[]string{"a\xff"}, "keys[0]"},
			{many(33), "keys"},
		} {
			err := call(bad.keys)
			require.Equal(t, invalid, refused(t, err, op, bad.field).Err)
			answersOnly(t, err, agorartm.ErrInvalidArgument)
		}
	}
	for name, id := range badIDs {
		for op, call := range map[string]func() error{
			"GetUserAttributes":             func() error { return only(r.service.GetUserAttributes(ctx, id)) },
			"GetUserAttributesByKeys":       func() error { return only(r.service.GetUserAttributesByKeys(ctx, id, someKeys)) },
			"SetChannelAttributes":          func() error { return r.service.SetChannelAttributes(ctx, id, someAttributes, noNotice) },
			"AddOrUpdateChannelAttributes":  func() error { return r.service.AddOrUpdateChannelAttributes(ctx, id, someAttributes, noNotice) },
			"DeleteChannelAttributesByKeys": func() error { return r.service.DeleteChannelAttributesByKeys(ctx, id, someKeys, noNotice) },
			"ClearChannelAttributes":        func() error { return r.service.ClearChannelAttributes(ctx, id, noNotice) },
			"GetChannelAttributes":          func() error { return only(r.service.GetChannelAttributes(ctx, id)) },
			"GetChannelAttributesByKeys":    func() error { return only(r.service.GetChannelAttributesByKeys(ctx, id, someKeys)) },
		} {
			field := "channelID"
			if strings.Contains(op, "User") {
				field = "userID"
			}
			err := call()
			require.Equal(t, invalid, refused(t, err, op, field).Err, name)
			answersOnly(t, err, agorartm.ErrInvalidArgument)
		}
	}
	require.Empty(t, r.fake.Calls(fakesdk.GetUserAttributes, fakesdk.GetChannelAttributes, fakesdk.SetChannelAttributes,
		fakesdk.DeleteUserAttributes, fakesdk.DeleteChannelAttributes, fakesdk.ClearChannelAttributes))
	for _, call := range byKeys {
		require.NoError(t, call(many(32)))
	}
}

// Nulls and negative counts in results and events are nothing, not a crash.
func TestNullsInResults(t *testing.T) {
	t.Parallel()
	for bit := fakesdk.NullID; bit <= fakesdk.NegativeCount; bit <<= 1 {
		t.Run(fmt.Sprintf("%#x", int(bit)), func(t *testing.T) {
			t.Parallel()
			events := make(chan struct{}, 10)
			r := newRig(t, setup{
				service: agorartm.ServiceHandler{
					OnPeersOnlineStatusChanged: func(agorartm.PeersOnlineStatusChangedEvent) { events <- struct{}{} },
				},
				room: agorartm.ChannelHandler{OnAttributesUpdated: func(agorartm.AttributesUpdatedEvent) { events <- struct{}{} }},
			})
			r.fake.SetAttributes(fakesdk.Attribute{Key: "k", Value: "v"})
			r.fake.SetNulls(bit)
			for _, o := range requestOperations() {
				require.NoError(t, o.call(r, t.Context()), o.name)
			}
			peers, err := r.service.QueryPeersOnlineStatus(t.Context(), somePeers)
			require.NoError(t, err)
			switch bit {
			case fakesdk.NullArray, fakesdk.NegativeCount:
				require.Empty(t, peers)
			case fakesdk.NullID:
				require.LessOrEqual(t, len(peers), 2)
				for _, p := range peers {
					require.Empty(t, p.PeerID)
				}
			default:
				require.Len(t, peers, 2)
			}
			attributes, err := r.service.GetUserAttributes(t.Context(), "bob")
			require.NoError(t, err)
			switch bit {
			case fakesdk.NullArray, fakesdk.NegativeCount:
				require.Empty(t, attributes)
			case fakesdk.NullValue:
				for _, a := range attributes {
					require.Equal(t, agorartm.Attribute{}, a)
				}
			default:
				require.Equal(t, []agorartm.Attribute{{Key: "k", Value: "v"}}, attributes)
			}
			require.True(t, r.fake.FirePeersOnline(fakesdk.PeerState{Peer: "bob"}))
			wait(t, events)
			require.True(t, r.fake.FireAttributes(roomID, "carol", 5, fakesdk.Attribute{Key: "k", Value: "v"}))
			wait(t, events)
		})
	}
}
