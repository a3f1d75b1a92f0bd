//go:build !agora_sdk

// Attributes of users and channels between services on the embedded engine.

package agorartm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// fact: U-01, U-02, U-03, U-04, U-11, U-12
func TestUserAttributesOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	bob := login(t, app, "bob", agorartm.ServiceHandler{})
	ctx := testContext(t)
	has := func(want ...agorartm.Attribute) {
		t.Helper()
		for _, s := range []*agorartm.Service{alice, bob} {
			got, err := s.GetUserAttributes(ctx, "alice")
			require.NoError(t, err)
			require.ElementsMatch(t, want, got)
		}
	}
	a := func(k, v string) agorartm.Attribute { return agorartm.Attribute{Key: k, Value: v} }
	has()
	require.NoError(t, alice.SetLocalUserAttributes(ctx, []agorartm.Attribute{a("mood", "good"), a("grüße", "\U0001F600"), a("mood", "better")}))
	has(a("mood", "better"), a("grüße", "\U0001F600"))
	require.NoError(t, alice.AddOrUpdateLocalUserAttributes(ctx, []agorartm.Attribute{a("mood", "best"), a("hair", "red")}))
	has(a("mood", "best"), a("grüße", "\U0001F600"), a("hair", "red"))
	got, err := bob.GetUserAttributesByKeys(ctx, "alice", []string{"hair", "age"})
	require.NoError(t, err)
	require.Equal(t, []agorartm.Attribute{a("hair", "red")}, got)
	require.NoError(t, alice.DeleteLocalUserAttributesByKeys(ctx, []string{"hair", "age"}))
	has(a("mood", "best"), a("grüße", "\U0001F600"))
	require.NoError(t, alice.ClearLocalUserAttributes(ctx))
	has()
	require.NoError(t, alice.SetLocalUserAttributes(ctx, []agorartm.Attribute{a("mood", "good")}))
	require.NoError(t, alice.Logout(ctx))
	_, err = bob.GetUserAttributes(ctx, "alice")
	opErr(t, err, "GetUserAttributes", true)
	answersOnly(t, err, agorartm.ErrNotFound)
	require.NoError(t, alice.Login(ctx, "", "alice"))
	has()
}

// Limits that hold for what there is after the call are the server's to check.
// fact: U-05
func TestUserAttributesOverflowOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	ctx := testContext(t)
	require.NoError(t, alice.SetLocalUserAttributes(ctx, attributesOfSize(32, 10)))
	err := alice.AddOrUpdateLocalUserAttributes(ctx, []agorartm.Attribute{{Key: "one", Value: "more"}})
	opErr(t, err, "AddOrUpdateLocalUserAttributes", true)
	require.Equal(t, agorartm.AttributeOperationErrSizeOverflow, err.(*agorartm.OpError).Err)
	answersOnly(t, err, agorartm.ErrLimitExceeded)
}

// fact: N-01, N-02, N-04, N-05, N-08
func TestChannelAttributesOnTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	bob := login(t, app, "bob", agorartm.ServiceHandler{})
	ctx := testContext(t)
	updates := make(chan agorartm.AttributesUpdatedEvent, 10)
	lobby := join(t, bob, "lobby", agorartm.ChannelHandler{
		OnAttributesUpdated: func(e agorartm.AttributesUpdatedEvent) { updates <- e },
	})
	before := app.Clock().Now()
	notify := agorartm.ChannelAttributeOptions{EnableNotificationToChannelMembers: true}
	type written struct{ key, value, by string }
	check := func(got []agorartm.ChannelAttribute, want ...written) {
		t.Helper()
		var all []written
		for _, a := range got {
			all = append(all, written{a.Key, a.Value, a.LastUpdateUserID})
			require.False(t, a.LastUpdateTime.Before(before.Truncate(1e6)), "stamped by the server")
		}
		require.ElementsMatch(t, want, all)
	}
	has := func(want ...written) {
		t.Helper()
		got, err := alice.GetChannelAttributes(ctx, "lobby")
		require.NoError(t, err)
		check(got, want...)
	}
	has()
	require.NoError(t, alice.SetChannelAttributes(ctx, "lobby", []agorartm.Attribute{{Key: "topic", Value: "go"}, {Key: "mood", Value: "ok"}}, notify))
	e := next(t, updates)
	require.Same(t, lobby, e.Channel)
	check(e.Attributes, written{"topic", "go", "alice"}, written{"mood", "ok", "alice"})
	require.NoError(t, bob.AddOrUpdateChannelAttributes(ctx, "lobby", []agorartm.Attribute{{Key: "mood", Value: "fine"}}, notify))
	check(next(t, updates).Attributes, written{"topic", "go", "alice"}, written{"mood", "fine", "bob"})
	got, err := alice.GetChannelAttributesByKeys(ctx, "lobby", []string{"mood", "other"})
	require.NoError(t, err)
	check(got, written{"mood", "fine", "bob"})

	// Without the option nobody is told.
	require.NoError(t, alice.DeleteChannelAttributesByKeys(ctx, "lobby", []string{"mood", "other"}, noNotice))
	has(written{"topic", "go", "alice"})
	require.NoError(t, alice.ClearChannelAttributes(ctx, "lobby", notify))
	require.Empty(t, next(t, updates).Attributes)
	has()
}
