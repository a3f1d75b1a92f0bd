// The headers against rtm-api.json, and the shim against the headers.

package sdkvariants

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

func all(t *testing.T) []*Variant {
	t.Helper()
	variants, err := All()
	require.NoError(t, err)
	return variants
}

// headers writes the headers of a version and returns their directory.
func headers(t *testing.T, v *Variant) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range v.Headers() {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// compile has the compiler check sources against headers.
func compile(t *testing.T, headers string, args ...string) (string, error) {
	t.Helper()
	// Only the compiler reads the shim; looking at it here keeps go test from answering with the
	// result of a run before it changed.
	shim, err := filepath.Glob("../../csrc/*")
	require.NoError(t, err)
	for _, file := range shim {
		_, err := os.Stat(file)
		require.NoError(t, err)
	}
	command := append(strings.Fields(compiler()), "-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-isystem", headers)
	out, err := exec.Command(command[0], append(command[1:], args...)...).CombinedOutput()
	return string(out), err
}

func TestVariants(t *testing.T) {
	t.Parallel()
	var versions []string
	for _, v := range all(t) {
		versions = append(versions, v.Version)
	}
	require.Equal(t, []string{"1.2.2", "1.4.0", "1.4.10", "1.5.0", "1.5.1"}, versions)
}

// What each version has, told independently of the generator's reading.
//
// fact
func TestWhatVersionsHave(t *testing.T) {
	t.Parallel()
	for _, v := range all(t) {
		header := v.Headers()[ServiceHeader]
		has := func(text string) bool { return strings.Contains(header, text) }
		require.Equal(t, v.Version != "1.2.2" && v.Version != "1.5.1", has("class IFileMessage"), v.ID)
		require.Equal(t, v.Version != "1.2.2" && v.Version != "1.5.1", has("onMediaCancelResult("), v.ID)
		require.Equal(t, v.Version != "1.2.2" && v.Version != "1.5.1", has(" downloadMediaToFile("), v.ID)
		require.Equal(t, v.Version >= "1.5.0", has("onTokenPrivilegeWillExpire("), v.ID)
		require.Equal(t, v.Version >= "1.5.0", has("LEAVE_CHANNEL_ERR_KICKED"), v.ID)
		require.Equal(t, v.Version != "1.2.2", has("setRtmServiceContext("), v.ID)
		require.Equal(t, v.Version != "1.2.2" && v.Version != "1.4.0", has("proxyType"), v.ID)
		require.Equal(t, v.Version != "1.5.1", has("enableOfflineMessaging"), v.ID)
		require.Equal(t, v.Version != "1.2.2", has("MESSAGE_TYPE_FILE"), v.ID)
		require.Equal(t, v.Version != "1.2.2", has("stdint.h"), v.ID)
		require.Equal(t, v.Version != "1.2.2" && v.Version != "1.4.0", has("AGORA_SDK_BOTH_RTM_AND_RTC"), v.ID)
		require.True(t, has("getRtmSdkVersion()"), v.ID)
		require.True(t, has("createRtmService()"), v.ID)
	}
}

// The order of methods is what decides the slots.
//
// fact
func TestSlots(t *testing.T) {
	t.Parallel()
	slotOf := map[string]func(spec.Method) *int{
		"1.4.0":  func(m spec.Method) *int { return m.Slot140 },
		"1.4.10": func(m spec.Method) *int { return m.Slot140 },
		"1.5.0":  func(m spec.Method) *int { return &m.Slot },
		"1.5.1":  func(m spec.Method) *int { return m.Slot151 },
	}
	for _, v := range all(t) {
		slot := slotOf[v.Version]
		if slot == nil {
			continue // 1.2.2: the slots follow from what is absent
		}
		inherited := map[string]int{}
		for _, c := range v.api.Classes {
			next := 2
			if c.Base != "" {
				next = inherited[c.Base]
			}
			for _, m := range c.Methods {
				got := slot(m)
				require.NotNil(t, got, "%s: %s::%s", v.ID, c.Name, m.Name)
				require.Equal(t, next, *got, "%s: %s::%s", v.ID, c.Name, m.Name)
				next++
			}
			inherited[c.Name] = next
		}
	}
}

func TestUnknownDifferenceIsAnError(t *testing.T) {
	t.Parallel()
	api, err := spec.Load()
	require.NoError(t, err)
	for _, v := range []spec.Variant{
		{ID: "x", Difference: []string{"something quite different"}},
		{ID: "x", ClassOrder: map[string][]string{"IChannel": {"fly()"}}},
	} {
		_, err := newVariant(api.Current(), v)
		require.Error(t, err)
	}
}

// The files of the shim in which versions make a difference. The others are compiled with each
// version by the step "variants" of .ci/run.
var versioned = []string{
	"channel.cc", "enum_check_gen.cc", "media.cc", "media_message.cc", "message.cc", "service.cc",
}

func TestShimCompiles(t *testing.T) {
	t.Parallel()
	for _, v := range all(t) {
		t.Run(v.ID, func(t *testing.T) {
			t.Parallel()
			dir := headers(t, v)
			for _, source := range versioned {
				out, err := compile(t, dir, "-I../../csrc", "../../csrc/"+source)
				require.NoError(t, err, out)
			}
			// fact: A-10
			out, err := compile(t, dir, "-DAGORA_SDK_BOTH_RTM_AND_RTC", "-I../../csrc", "../../csrc/enum_check_gen.cc", "../../csrc/service.cc")
			require.NoError(t, err, out)
		})
	}
}

// 1.2.2: whoever includes the header has included <cstdint> before.
func TestHeaderOf122WantsStdint(t *testing.T) {
	t.Parallel()
	v := all(t)[0]
	require.Equal(t, "1.2.2", v.Version)
	source := filepath.Join(t.TempDir(), "alone.cc")
	require.NoError(t, os.WriteFile(source, []byte("#include \"IAgoraRtmService.h\"\n"), 0o644))
	out, err := compile(t, headers(t, v), source)
	require.Error(t, err)
	require.Contains(t, out, "uint8_t")
}

// A header that says something else than the shim stops the build: it is not taken for one that
// lacks something.
func TestOtherHeadersStopTheBuild(t *testing.T) {
	t.Parallel()
	const none = "\x00"
	for _, test := range []struct{ name, source, from, to, says string }{
		{"other value", "enum_check_gen.cc", "LEAVE_CHANNEL_ERR_KICKED = 0x4", "LEAVE_CHANNEL_ERR_KICKED = 0x5", "LEAVE_CHANNEL_ERR_KICKED"},
		{"wider enum", "enum_check_gen.cc", "UPLOAD_MEDIA_ERR_OK = 0x0", "UPLOAD_MEDIA_ERR_OK = -1", "UPLOAD_MEDIA_ERR"},
		{
			"other progress callback", "media.cc", "onMediaUploadingProgress(long long requestId,", "onMediaUploadingProgress(int requestId,",
			"onMediaUploadingProgress is no override",
		},
		{
			"other message callback", "channel.cc", "onFileMessageReceived(const char* userId,", "onFileMessageReceived(char* userId,",
			"onFileMessageReceived is no override",
		},
		{
			"other token callback", "service.cc", "onTokenPrivilegeWillExpire()", "onTokenPrivilegeWillExpire(int)",
			"onTokenPrivilegeWillExpire is no override",
		},
		{"right", "service.cc", none, none, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v := all(t)[3]
			require.Equal(t, "1.5.0", v.Version)
			dir := headers(t, v)
			text := v.Headers()[ServiceHeader]
			changed := strings.Replace(text, test.from, test.to, 1)
			require.Equal(t, test.from == none, text == changed)
			require.NoError(t, os.WriteFile(filepath.Join(dir, ServiceHeader), []byte(changed), 0o644))
			out, err := compile(t, dir, "-I../../csrc", "../../csrc/"+test.source)
			if test.says == "" {
				require.NoError(t, err, out)
				return
			}
			require.Error(t, err)
			require.Contains(t, out, test.says)
		})
	}
}
