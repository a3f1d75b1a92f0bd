package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

const root = "../../.." // of the module

func load(t *testing.T) *spec.API {
	t.Helper()
	api, err := spec.Load()
	require.NoError(t, err)
	return api
}

func TestFilesAreUpToDate(t *testing.T) {
	t.Parallel()
	for _, o := range outputs {
		want, err := o.write(load(t))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(o.path)))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "%s is stale: run go generate ./internal/spec", o.path)
	}
}

func TestRunWritesTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, run(dir))
	for _, o := range outputs {
		want, err := o.write(load(t))
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(o.path)))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), o.path)
	}
}

func TestTypeNames(t *testing.T) {
	t.Parallel()
	for enum, want := range map[string]string{
		"LOGIN_ERR_CODE":                   "LoginErrCode",
		"JOIN_CHANNEL_ERR":                 "JoinChannelErr",
		"CONNECTION_STATE":                 "ConnectionState",
		"RTM_AREA_CODE":                    "AreaCode",
		"RTM_CLOUD_PROXY_TYPE":             "CloudProxyType",
		"LOG_FILTER_TYPE":                  "LogFilterType",
		"SET_RTM_SERVICE_CONTEXT_ERR_CODE": "SetServiceContextErrCode",
		"INVITATION_API_CALL_ERR_CODE":     "InvitationAPICallErrCode",
	} {
		require.Equal(t, want, typeName(enum))
	}
}

func TestValueNames(t *testing.T) {
	t.Parallel()
	for identifier, want := range map[string]string{
		"LOGIN_ERR_OK":                           "LoginErrOK",
		"LOGIN_ERR_INVALID_TOKEN":                "LoginErrInvalidToken",
		"INIT_ERR_INVALID_APP_ID":                "InitErrInvalidAppID",
		"JOIN_CHANNEL_TIMEOUT":                   "JoinChannelErrTimeout",
		"PEER_MESSAGE_ERR_INVALID_USERID":        "PeerMessageErrInvalidUserID",
		"PEER_MESSAGE_ERR_IMCOMPATIBLE_MESSAGE":  "PeerMessageErrIncompatibleMessage",
		"LOCAL_INVITATION_ERR_NOT_LOGGEDIN":      "LocalInvitationErrNotLoggedIn",
		"CONNECTION_CHANGE_REASON_LOGIN_SUCCESS": "ConnectionChangeReasonLoginSuccess",
		"AREA_CODE_CN":                           "AreaCodeCN",
		"AREA_CODE_IN":                           "AreaCodeIN",
		"AREA_CODE_GLOB":                         "AreaCodeGlob",
		"LOG_FILTER_OFF":                         "LogFilterOff",
		"RTM_NONE_PROXY":                         "CloudProxyNone",
		"RTM_TCP_PROXY":                          "CloudProxyTCP",
	} {
		require.Equal(t, want, valueName(identifier))
	}
}

// Every Go name is there once, and belongs to the type its name begins with.
func TestNamesAreUnique(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, e := range load(t).Enums {
		name := typeName(e.Name)
		require.Empty(t, names[name], e.Name)
		names[name] = e.Name
		stem := strings.TrimSuffix(strings.TrimSuffix(name, "Code"), "Type")
		for _, v := range e.Values {
			name := valueName(v.Name)
			require.Empty(t, names[name], v.Name)
			names[name] = v.Name
			require.True(t, strings.HasPrefix(name, stem), "%s in %s", name, e.Name)
		}
	}
}

// Both Go files say the same numbers as the description.
func TestConstantsHaveTheSDKsValues(t *testing.T) {
	t.Parallel()
	api := load(t)
	for _, test := range []struct {
		write func(*spec.API) ([]byte, error)
		value func(uint32) int64
		typ   func(spec.Enum) string
	}{
		{bindingCodes, func(v uint32) int64 { return int64(v) }, func(e spec.Enum) string { return typeName(e.Name) }},
		{emulatorCodes, func(v uint32) int64 { return int64(int32(v)) }, func(spec.Enum) string { return "int32" }},
	} {
		text, err := test.write(api)
		require.NoError(t, err)
		values, types := constants(t, text)
		seen := 0
		for _, e := range api.Enums {
			for _, v := range e.Values {
				name := valueName(v.Name)
				require.Contains(t, values, name)
				require.Equal(t, test.value(v.Value), values[name], name)
				require.Equal(t, test.typ(e), types[name], name)
				seen++
			}
		}
		require.Len(t, values, seen)
	}
}

// constants reads the typed constants of a Go file, each with its doc comment.
func constants(t *testing.T, source []byte) (values map[string]int64, types map[string]string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.ParseComments)
	require.NoError(t, err)
	values, types = map[string]int64{}, map[string]string{}
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		require.NotEmpty(t, group.Doc.Text())
		for _, s := range group.Specs {
			constant := s.(*ast.ValueSpec)
			name := constant.Names[0].Name
			require.Equal(t, []string{name, "is"}, strings.Fields(constant.Doc.Text())[:2])
			text := ""
			switch x := constant.Values[0].(type) {
			case *ast.BasicLit:
				text = x.Value
			case *ast.UnaryExpr:
				text = x.Op.String() + x.X.(*ast.BasicLit).Value
			}
			values[name], err = strconv.ParseInt(text, 10, 64)
			require.NoError(t, err, name)
			types[name] = constant.Type.(*ast.Ident).Name
		}
	}
	return values, types
}

func TestMeaningsAreAllUsed(t *testing.T) {
	t.Parallel()
	enums, values := map[string]bool{}, map[string]bool{}
	for _, e := range load(t).Enums {
		enums[e.Name] = true
		for _, v := range e.Values {
			values[v.Name] = true
		}
	}
	for name := range enumMeanings {
		require.True(t, enums[name], name)
	}
	for name := range valueMeanings {
		require.True(t, values[name], name)
	}
	for _, s := range suffixMeanings {
		require.True(t, anyUses(values, s.suffix), s.suffix)
	}
	for _, s := range sentinels {
		require.True(t, anyUses(values, s.suffix), s.suffix)
	}
	for name := range exceptions {
		require.True(t, values[name], name)
	}
}

func anyUses(names map[string]bool, suffix string) bool {
	for name := range names {
		if strings.HasSuffix(name, suffix) {
			return true
		}
	}
	return false
}

// Texts of meanings serve in the middle of an error text.
func TestMeaningsReadAsErrors(t *testing.T) {
	t.Parallel()
	for _, e := range load(t).Enums {
		for _, v := range e.Values {
			text, err := meaning(v.Name)
			require.NoError(t, err)
			require.NotEmpty(t, text)
			require.NotContains(t, `."`, text[len(text)-1:], v.Name)
			require.NotContains(t, text, `"`, v.Name)
		}
	}
}

// A value that nobody has described must not slip through without a text or a shared error.
func TestNewValuesAreNotForgotten(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*spec.API)
	}{
		{"value without a meaning", func(api *spec.API) {
			api.Enums[0].Values = append(api.Enums[0].Values, spec.EnumValue{Name: "INIT_ERR_NEW", Value: 77})
		}},
		{"enum without a meaning", func(api *spec.API) { api.Enums[0].Name = "NEW_ERR" }},
	} {
		for _, write := range []func(*spec.API) ([]byte, error){bindingCodes, emulatorCodes} {
			api := load(t)
			test.change(api)
			_, err := write(api)
			require.Error(t, err, test.name)
		}
	}
	_, err := sentinel("INIT_ERR_NEW")
	require.Error(t, err)
}

func TestErrorTypes(t *testing.T) {
	t.Parallel()
	errors := 0
	for _, e := range load(t).Enums {
		switch e.Name {
		case "CONNECTION_STATE", "CONNECTION_CHANGE_REASON", "LEAVE_CHANNEL_REASON", "PEER_ONLINE_STATE",
			"PEER_SUBSCRIPTION_OPTION", "MESSAGE_TYPE", "LOG_FILTER_TYPE", "RTM_AREA_CODE",
			"RTM_CLOUD_PROXY_TYPE", "LOCAL_INVITATION_STATE", "REMOTE_INVITATION_STATE":
			require.False(t, isError(&e), e.Name)
		default:
			require.True(t, isError(&e), e.Name)
			errors++
		}
	}
	require.Equal(t, 21, errors)
}

func TestSentinels(t *testing.T) {
	t.Parallel()
	for identifier, want := range map[string]string{
		"LOGIN_ERR_OK":        "",
		"LOGIN_ERR_UNKNOWN":   "",
		"LOGIN_ERR_TOO_OFTEN": "ErrTooOften",
		"JOIN_CHANNEL_ERR_JOIN_SAME_CHANNEL_TOO_OFTEN":  "ErrTooOften",
		"JOIN_CHANNEL_TIMEOUT":                          "ErrTimeout",
		"PEER_MESSAGE_ERR_SENT_TIMEOUT":                 "ErrTimeout",
		"LOGIN_ERR_ALREADY_LOGGED_IN":                   "ErrAlreadyLoggedIn",
		"LOGOUT_ERR_USER_NOT_LOGGED_IN":                 "ErrNotLoggedIn",
		"DOWNLOAD_MEDIA_ERR_NOT_LOGGED_IN":              "ErrNotLoggedIn",
		"LOCAL_INVITATION_ERR_NOT_LOGGEDIN":             "ErrNotLoggedIn",
		"LOGIN_ERR_INVALID_TOKEN":                       "ErrInvalidToken",
		"LOGIN_ERR_INVALID_APP_ID":                      "ErrInvalidArgument",
		"PEER_MESSAGE_ERR_INVALID_USERID":               "ErrInvalidArgument",
		"UPLOAD_MEDIA_ERR_CONCURRENCY_LIMIT_EXCEEDED":   "ErrLimitExceeded",
		"ATTRIBUTE_OPERATION_ERR_SIZE_OVERFLOW":         "ErrLimitExceeded",
		"PEER_SUBSCRIPTION_STATUS_ERR_OVERFLOW":         "ErrLimitExceeded",
		"JOIN_CHANNEL_ERR_EXCEED_LIMIT":                 "ErrLimitExceeded",
		"REMOTE_INVITATION_ERR_PEER_OFFLINE":            "ErrPeerUnreachable",
		"PEER_MESSAGE_ERR_CACHED_BY_SERVER":             "",
		"ATTRIBUTE_OPERATION_ERR_USER_NOT_FOUND":        "ErrNotFound",
		"INVITATION_API_CALL_ERR_ALREADY_ACCEPT":        "",
		"SET_RTM_SERVICE_CONTEXT_ERR_FAILURE":           "",
		"QUERY_PEERS_ONLINE_STATUS_ERR_NOT_INITIALIZED": "ErrNotInitialized",
	} {
		got, err := sentinel(identifier)
		require.NoError(t, err)
		require.Equal(t, want, got, identifier)
	}
}

func TestCommentsFitTheLine(t *testing.T) {
	t.Parallel()
	require.Equal(t, "// one two", comment("", " one\n two "))
	long := strings.Repeat("word ", 60)
	for _, indent := range []string{"", "\t"} {
		lines := strings.Split(comment(indent, long), "\n")
		require.Len(t, lines, 4)
		words := 0
		for _, line := range lines {
			require.LessOrEqual(t, len(strings.ReplaceAll(line, "\t", "    ")), 100)
			require.True(t, strings.HasPrefix(line, indent+"// word"), line)
			words += strings.Count(line, "word")
		}
		require.Equal(t, 60, words)
	}
}
