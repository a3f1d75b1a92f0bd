package spec_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

func load(t *testing.T) *spec.API {
	t.Helper()
	api, err := spec.Load()
	require.NoError(t, err)
	return api
}

func TestComplete(t *testing.T) {
	t.Parallel()
	api := load(t)
	require.Equal(t, "1.5.0", api.Meta.TargetVersion)
	require.Equal(t, []string{"IAgoraRtmService.h", "IAgoraRtmCallManager.h"}, api.Meta.ABI.Headers)

	values := 0
	for _, e := range api.Enums {
		values += len(e.Values)
	}
	require.Len(t, api.Enums, 32)
	require.Equal(t, 209, values)
	require.Len(t, api.Structs, 8)
	require.Len(t, api.Functions, 7)
	require.Len(t, api.Macros, 7)
	require.Len(t, api.Variants, 5)

	methods := map[string]int{}
	for _, c := range api.Classes {
		methods[c.Name] = len(c.Methods)
	}
	require.Equal(t, map[string]int{
		"IRtmChannelAttribute": 7, "IMessage": 9, "IFileMessage": 7, "IImageMessage": 15,
		"IChannelMember": 3, "IChannelEventHandler": 12, "IChannel": 7,
		"IRtmServiceEventHandler": 33, "IRtmService": 45,
		"ILocalCallInvitation": 8, "IRemoteCallInvitation": 7, "IRtmCallEventHandler": 10, "IRtmCallManager": 6,
		"IAgoraService": 5,
	}, methods)
}

func TestEnumsAreSound(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, e := range load(t).Enums {
		require.Equal(t, spec.Namespace, e.Namespace, e.Name)
		require.Equal(t, "unsigned int", e.UnderlyingType, e.Name)
		require.False(t, names[e.Name], e.Name)
		names[e.Name] = true
		numbers := map[uint32]bool{}
		for _, v := range e.Values {
			require.NotEmpty(t, v.Since, v.Name)
			require.False(t, names[v.Name], v.Name)
			names[v.Name] = true
			require.False(t, numbers[v.Value], v.Name)
			numbers[v.Value] = true
		}
	}
}

func TestMethodsAreSound(t *testing.T) {
	t.Parallel()
	classes := map[string]spec.Class{}
	for _, c := range load(t).Current().Classes {
		first := 2 // after the two destructors
		if c.Base != "" {
			require.Contains(t, classes, c.Base, "bases come before %s", c.Name)
			first += len(classes[c.Base].Methods)
		}
		classes[c.Name] = c
		require.Contains(t, []string{"public virtual", "protected virtual"}, c.Destructor, c.Name)
		for i, m := range c.Methods {
			what := c.Name + "::" + m.Name
			require.Equal(t, first+i, m.Slot, what)
			require.Equal(t, c.ImplementedBy == "SDK", m.Pure, what)
			require.Equal(t, m.Signature, signature(m), what)
		}
	}
}

// signature puts a method together from its parts.
func signature(m spec.Method) string {
	params := make([]string, 0, len(m.Params))
	for _, p := range m.Params {
		typ, array := strings.CutSuffix(p.Type, " []")
		text := typ + " " + p.Name
		if array {
			text += "[]"
		}
		if p.Default != "" {
			text += " = " + p.Default
		}
		params = append(params, text)
	}
	text := m.ReturnType + " " + m.Name + "(" + strings.Join(params, ", ") + ")"
	if m.Const {
		text += " const"
	}
	return text
}

func TestCurrentLeavesOutTheOldFactory(t *testing.T) {
	t.Parallel()
	api := load(t)
	current := api.Current()
	require.Len(t, current.Structs, 7)
	require.Len(t, current.Classes, 13)
	require.Len(t, current.Functions, 3)
	require.Len(t, current.Enums, len(api.Enums))
	require.Len(t, api.Classes, 14, "the whole is as it was")

	headers := map[string]bool{}
	for _, c := range current.Classes {
		require.Equal(t, spec.Namespace, c.Namespace, c.Name)
		headers[c.Header] = true
	}
	for _, h := range api.Meta.ABI.Headers {
		require.True(t, headers[h], h)
	}
	require.Len(t, headers, len(api.Meta.ABI.Headers))
}
