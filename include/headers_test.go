package include_test

// The tests compile and run the C++ programs of checks_test.go against the headers, and against
// headers with a mistake in them.

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// standards are the language versions of the SDK's users and of this repository.
var standards = []string{"c++11", "c++17"}

// factoryHeader declares what has this generation in the description.
const (
	factoryHeader     = "IAgoraService.h"
	factoryGeneration = "0.9.x-factory"
)

// load returns what the headers declare: the current interface and, of the factory of old, what has
// to do with RTM.
func load(t *testing.T) *spec.API {
	t.Helper()
	all, err := spec.Load()
	require.NoError(t, err)
	api := all.Current()
	for _, s := range all.Structs {
		if s.APIGeneration == factoryGeneration {
			api.Structs = append(api.Structs, s)
		}
	}
	for _, c := range all.Classes {
		if c.APIGeneration == factoryGeneration {
			api.Classes = append(api.Classes, numbered(c))
		}
	}
	for _, f := range all.Functions {
		if f.APIGeneration == factoryGeneration && f.Name != "getAgoraSdkErrorDescription" && f.Name != "setAgoraSdkExternalSymbolLoader" {
			api.Functions = append(api.Functions, f)
		}
	}
	return api
}

// numbered gives the methods of a class without a base the slots that follow from their order.
func numbered(c spec.Class) spec.Class {
	c.Methods = slices.Clone(c.Methods)
	for i := range c.Methods {
		c.Methods[i].Slot = 2 + i
	}
	return c
}

// load14 is load for the layout of 1.4.10, which differs from the target in what it has not; the
// names of that come, too.
func load14(t *testing.T) (*spec.API, []string) {
	t.Helper()
	api := load(t)
	var missing []string
	variant := slices.IndexFunc(api.Variants, func(v spec.Variant) bool { return v.ID == "1.4.10" })
	require.NotEqual(t, -1, variant)
	require.NotEmpty(t, api.Variants[variant].Difference)
	for _, difference := range api.Variants[variant].Difference {
		name, ok := strings.CutPrefix(difference, "no ")
		require.True(t, ok, difference)
		removed := 0
		for i, e := range api.Enums {
			kept := slices.DeleteFunc(slices.Clone(e.Values), func(v spec.EnumValue) bool { return v.Name == name })
			removed += len(e.Values) - len(kept)
			api.Enums[i].Values = kept
		}
		for i, c := range api.Classes {
			kept := slices.DeleteFunc(slices.Clone(c.Methods), func(m spec.Method) bool { return m.Name == name })
			if len(kept) < len(c.Methods) {
				removed += len(c.Methods) - len(kept)
				c.Methods = kept
				api.Classes[i] = numbered(c)
			}
		}
		require.Equal(t, 1, removed, difference)
		missing = append(missing, name)
	}
	return api, missing
}

// headers are the files of include/.
func headers(t *testing.T) []string {
	t.Helper()
	return append(load(t).Meta.ABI.Headers, factoryHeader)
}

func compiler() string {
	if cxx := os.Getenv("CXX"); cxx != "" {
		return cxx
	}
	return "g++"
}

// runCompiler compiles without linking when there is no output to write. CXX may carry arguments.
func runCompiler(std, headers, output string, sources ...string) (string, error) {
	// The test cache knows the files that the test looks at, not those that the compiler does.
	present, err := filepath.Glob(filepath.Join(headers, "*.h"))
	if err != nil {
		return "", err
	}
	for _, header := range present {
		if _, err := os.Stat(header); err != nil {
			return "", err
		}
	}

	command := strings.Fields(compiler())
	args := append(command[1:], "-std="+std, "-Wall", "-Wextra", "-pedantic", "-Werror", "-I"+headers)
	if output == "" {
		args = append(args, "-fsyntax-only")
	} else {
		args = append(args, "-o", output)
	}
	text, err := exec.Command(command[0], append(args, sources...)...).CombinedOutput()
	return string(text), err
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// checkHeaders compiles and runs a program against the headers in a directory.
func checkHeaders(t *testing.T, std, headers, program string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	source := write(t, filepath.Join(dir, "check.cc"), program)
	stubs := write(t, filepath.Join(dir, "stubs.cc"), stubsProgram(load(t)))
	binary := filepath.Join(dir, "check")
	if text, err := runCompiler(std, headers, binary, source, stubs); err != nil {
		return text, err
	}
	text, err := exec.Command(binary).CombinedOutput()
	return string(text), err
}

// fact
func TestLayout(t *testing.T) {
	t.Parallel()
	program := layoutProgram(t, load(t))
	for _, std := range standards {
		t.Run(std, func(t *testing.T) {
			t.Parallel()
			text, err := checkHeaders(t, std, ".", program)
			require.NoError(t, err, text)
			require.Empty(t, text)
		})
	}
}

// The same headers are those of 1.4.10 for a program that asks for them.
//
// fact: A-06
func TestLayout14(t *testing.T) {
	t.Parallel()
	const layout = "#define AGORA_RTM_LAYOUT_1_4\n"
	api, missing := load14(t)
	program := layoutProgram(t, api)
	// What is missing leaves its name to others.
	free := "\nnamespace agora {\nnamespace rtm {\nextern char " + strings.Join(missing, ", ") + ";\n}\n}\n"
	for _, std := range standards {
		t.Run(std, func(t *testing.T) {
			t.Parallel()
			text, err := checkHeaders(t, std, ".", layout+program+free)
			require.NoError(t, err, text)
			require.Empty(t, text)
		})
	}
	// They are not those of 1.5.0 then, and the other way round.
	text, err := checkHeaders(t, standards[0], ".", layout+layoutProgram(t, load(t)))
	require.Error(t, err)
	require.Contains(t, text, "onTokenPrivilegeWillExpire")
	text, err = checkHeaders(t, standards[0], ".", program)
	require.Error(t, err)
	require.Contains(t, text, "wrong: slot of IRtmServiceEventHandler::void onLogout(")
}

// fact: A-10
func TestAreaCodesCanBeHidden(t *testing.T) {
	t.Parallel()
	program := guardProgram(t, load(t))
	for _, std := range standards {
		t.Run(std, func(t *testing.T) {
			t.Parallel()
			text, err := checkHeaders(t, std, ".", program)
			require.NoError(t, err, text)
			require.Empty(t, text)
		})
	}
}

// Each header stands alone and gives no warning, and so does a program that includes all twice.
func TestHeadersCompileAlone(t *testing.T) {
	t.Parallel()
	headers := headers(t)
	present, err := filepath.Glob("*.h")
	require.NoError(t, err)
	require.ElementsMatch(t, headers, present)
	for _, header := range append([]string{""}, headers...) {
		for _, std := range standards {
			t.Run(header+"/"+std, func(t *testing.T) {
				t.Parallel()
				include := "#include \"" + header + "\"\n"
				if header == "" {
					include = "#include \"" + strings.Join(headers, "\"\n#include \"") + "\"\n"
				}
				source := write(t, filepath.Join(t.TempDir(), "alone.cc"), include+include)
				text, err := runCompiler(std, ".", "", source)
				require.NoError(t, err, text)
			})
		}
	}
}

// The checks are worth something only if they fail when a header is wrong.
func TestChecksFindMistakes(t *testing.T) {
	t.Parallel()
	const service, calls = "IAgoraRtmService.h", "IAgoraRtmCallManager.h"
	const (
		login  = "  virtual int login(const char* token, const char* userId) = 0;\n"
		logout = "  virtual int logout() = 0;\n"
	)
	swap := func(text, a, b string) string {
		const placeholder = "\x00"
		text = strings.Replace(text, a, placeholder, 1)
		text = strings.Replace(text, b, a, 1)
		return strings.Replace(text, placeholder, b, 1)
	}
	replace := func(old, replacement string) func(string) string {
		return func(text string) string { return strings.Replace(text, old, replacement, 1) }
	}
	for _, mistake := range []struct {
		name   string
		header string
		make   func(string) string
		found  string // what the compiler or the program must say
	}{
		{
			"methods swapped", service, func(s string) string { return swap(s, login, logout) },
			"wrong: slot of IRtmService::int login(",
		},
		{"overloads swapped", service, func(s string) string {
			return swap(s, "createMessage(const char* message)", "createMessage(const uint8_t* rawData, int length)")
		}, "wrong: slot of IRtmService::IMessage* createMessage(const char* message)"},
		{"callback moved to the end", service, func(s string) string {
			const moved = "  virtual void onTokenPrivilegeWillExpire() {}\n"
			s = strings.Replace(s, moved, "", 1)
			head, tail, _ := strings.Cut(s, "class IRtmServiceEventHandler {")
			return head + "class IRtmServiceEventHandler {" + strings.Replace(tail, "};\n", moved+"};\n", 1)
		}, "wrong: slot of IRtmServiceEventHandler::void onTokenPrivilegeWillExpire()"},
		{
			"callback added at the end", calls,
			replace("onRemoteInvitationCanceled(IRemoteCallInvitation* /*remoteInvitation*/) {}\n",
				"onRemoteInvitationCanceled(IRemoteCallInvitation* /*remoteInvitation*/) {}\n  virtual void onMore() {}\n"),
			"wrong: number of methods of IRtmCallEventHandler",
		},
		{
			"callback made pure", service, replace("onTokenExpired() {}", "onTokenExpired() = 0;"),
			"IRtmServiceEventHandler has bodies",
		},
		{
			"method no longer pure", service, replace(logout, "  virtual int logout() { return 0; }\n"),
			"IRtmService::int logout() is pure",
		},
		{
			"method no longer virtual", service,
			replace("virtual const char* getId() const = 0;", "const char* getId() const { return nullptr; }"),
			"getId",
		},
		{"parameter type", service, replace("setLogFileSize(int ", "setLogFileSize(long "), "setLogFileSize"},
		{
			"return type", calls, replace("virtual int cancelLocalInvitation", "virtual bool cancelLocalInvitation"),
			"cancelLocalInvitation",
		},
		{
			"idle const lost", service,
			replace("virtual const long long getThumbnailLength", "virtual long long getThumbnailLength"),
			"getThumbnailLength",
		},
		{"const lost", service, replace("getMessageId() const", "getMessageId()"), "getMessageId"},
		{
			"default argument", service, replace("bool sync = false", "bool sync = true"),
			"wrong: default argument of release",
		},
		{
			"destructor made public", service, replace(" protected:\n  virtual ~IChannel()", " public:\n  virtual ~IChannel()"),
			"access to the destructor of IChannel",
		},
		{
			"destructor made protected", calls,
			replace(" public:\n  virtual ~IRtmCallEventHandler() {}", " protected:\n  virtual ~IRtmCallEventHandler() {}\n\n public:"),
			"access to the destructor of IRtmCallEventHandler",
		},
		{
			"destructor not virtual", service, replace("virtual ~IChannelMember()", "~IChannelMember()"),
			"destructor of IChannelMember",
		},
		{
			"data in a class", calls, replace("class IRtmCallManager {\n", "class IRtmCallManager {\n  int data;\n"),
			"IRtmCallManager has no data",
		},
		{"base lost", service, replace("class IFileMessage : public IMessage", "class IFileMessage"), "IFileMessage"},
		{"enum value", service, replace("LOGIN_ERR_TIMEOUT = 9", "LOGIN_ERR_TIMEOUT = 12"), "value of LOGIN_ERR_TIMEOUT"},
		{"enum values swapped", calls, func(s string) string {
			return swap(s, "LOCAL_INVITATION_STATE_CANCELED", "LOCAL_INVITATION_STATE_FAILURE")
		}, "value of LOCAL_INVITATION_STATE_CANCELED"},
		{
			"enum type", service, replace("enum PEER_ONLINE_STATE {", "enum PEER_ONLINE_STATE : int {"),
			"underlying type of PEER_ONLINE_STATE",
		},
		{
			"field added", service, replace("  long long currentSize;\n", "  long long currentSize;\n  int more;\n"),
			"size of MediaOperationProgress",
		},
		{
			"field added in the padding", service, replace("  bool isOnline;\n", "  bool isOnline;\n  bool more;\n"),
			"more fields in PeerOnlineStatus",
		},
		{"fields swapped", service, func(s string) string {
			return swap(s, "  const char* key;\n", "  const char* value;\n")
		}, "offset of RtmAttribute::key"},
		{"field type", service, replace("  int areaCode", "  unsigned areaCode"), "type of RtmServiceContext::areaCode"},
		{
			"field default", service, replace("enableOfflineMessaging(false)", "enableOfflineMessaging(true)"),
			"wrong: default of SendMessageOptions::enableOfflineMessaging",
		},
		{
			"member initializer", service, replace("proxyType = RTM_NONE_PROXY", "proxyType = RTM_TCP_PROXY"),
			"wrong: default of RtmServiceContext::proxyType",
		},
		{
			"constructor added", service, replace("  int count;\n", "  int count;\n  ChannelMemberCount() {}\n"),
			"ChannelMemberCount has no constructor",
		},
		{"C++ linkage", service, replace("AGORA_API const char*", "const char*"), "getRtmSdkVersion"},
		{"factory: methods swapped", factoryHeader, func(s string) string {
			return swap(s, "  virtual rtc::IRtcEngine* createRtcEngine() = 0;\n", "  virtual rtm::IRtmService* createRtmService() = 0;\n")
		}, "wrong: slot of IAgoraService::rtc::IRtcEngine* createRtcEngine()"},
		{
			"factory: field added", factoryHeader, replace("AgoraServiceContext {}", "AgoraServiceContext { char more; }"),
			"more fields in AgoraServiceContext",
		},
		{
			"factory: destructor made protected", factoryHeader,
			replace(" public:\n  virtual ~IAgoraService() {}", " protected:\n  virtual ~IAgoraService() {}\n\n public:"),
			"access to the destructor of IAgoraService",
		},
		{"factory: C++ linkage", factoryHeader, replace("AGORA_API const char*", "const char*"), "getAgoraSdkVersion"},
		{"factory: function result", factoryHeader, replace("AGORA_API agora::base::IAgoraService*", "AGORA_API void*"), "createAgoraService"},
		{"function result", service, replace("AGORA_API IRtmService*", "AGORA_API void*"), "createRtmService"},
		{"macro", service, replace("CompatibleMessagePrefix\"", "CompatiblePrefix\""), "wrong: AGORA_RTM_ENDCALL_PREFIX"},
		{"visibility", service, replace(`#define AGORA_API extern "C" __attribute__((visibility("default")))`,
			`#define AGORA_API extern "C"`), "wrong: AGORA_API"},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for _, header := range headers(t) {
				original, err := os.ReadFile(header)
				require.NoError(t, err)
				text := string(original)
				if header == mistake.header {
					text = mistake.make(text)
					require.NotEqual(t, string(original), text, "the mistake was not made")
				}
				write(t, filepath.Join(dir, header), text)
			}
			text, err := checkHeaders(t, standards[0], dir, layoutProgram(t, load(t)))
			require.Error(t, err)
			require.Contains(t, text, mistake.found)
		})
	}
}

// A header that declares the area codes in spite of the macro clashes with the RTC SDK's.
func TestGuardCheckFindsMistake(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, header := range headers(t) {
		original, err := os.ReadFile(header)
		require.NoError(t, err)
		write(t, filepath.Join(dir, header),
			strings.Replace(string(original), "#ifndef AGORA_SDK_BOTH_RTM_AND_RTC", "#if 1", 1))
	}
	text, err := checkHeaders(t, standards[0], dir, guardProgram(t, load(t)))
	require.Error(t, err)
	require.Contains(t, text, "RTM_AREA_CODE")
}
