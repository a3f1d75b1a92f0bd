// This file tests the library as C++ programs have it: built by scripts/dropin.sh, linked by the
// compiler, run. .ci/run runs it with the address sanitizer as well.

package main_test

import (
	"bufio"
	"context"
	"debug/elf"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/emulator/remote"
)

var (
	// Of each way to end a program.
	exits = flag.Int("exits", 5, "how many times each way to end a program is tried")
	runs  = flag.Int("runs", 2, "how many times the example is run")
	// The library and the programs get these flags of the compiler.
	sanitize = flag.String("sanitize", "", "value of -fsanitize for the C++ of library and programs")
)

const (
	repository = "../.."
	library    = "libagora_rtm_sdk.so"
	// patience bounds a program, however busy the machine is. Building takes longer.
	patience      = time.Minute
	buildPatience = 10 * time.Minute
)

// run runs a command, whose output it returns when it ends with exit code 0.
func run(t *testing.T, limit time.Duration, env []string, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = environ(env...)
	cmd.WaitDelay = time.Second
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	require.NoError(t, err, "%s %v\n%s\n%s", name, args, stdout, &stderr)
	return string(stdout)
}

// environ is the environment of the programs: their cloud is in the process unless env says otherwise.
func environ(env ...string) []string {
	return append(append(os.Environ(), emulator.HostVariable+"="), env...)
}

// layout is the library with the interface of one version. It is built once, by the first test that
// wants it.
type layout struct {
	version string
	define  string // for the programs
	built   sync.Once
	dir     string
}

var (
	layout15 = &layout{version: "1.5"}
	layout14 = &layout{version: "1.4", define: "-DAGORA_RTM_LAYOUT_1_4"}
)

// base is where the libraries go; they outlive the tests that build them.
var base string

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if base, err = os.MkdirTemp("", "dropin"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(base)
	os.Exit(code)
}

// look makes files inputs of the test: go test has to know what only its children read, or it answers
// with the result of a run before they changed. What the library is made of, it knows.
func look(t *testing.T, files ...string) {
	t.Helper()
	for _, file := range files {
		_, err := os.Stat(filepath.Join(repository, file))
		require.NoError(t, err)
	}
}

// build returns the directory of the library.
func (l *layout) build(t *testing.T) string {
	t.Helper()
	l.built.Do(func() {
		look(t, "scripts/dropin.sh", "cmd/libagora_rtm_sdk/exports.map", "internal/emusdk/layout_1_4.go")
		dir := filepath.Join(base, l.version)
		args := []string{"--layout", l.version, "--out", dir}
		var env []string
		if *sanitize != "" {
			args = append(args, "--symbols")
			env = []string{"CGO_CXXFLAGS=-O1 -g -fno-omit-frame-pointer -fsanitize=" + *sanitize, "CGO_LDFLAGS=-fsanitize=" + *sanitize}
		}
		t.Log(run(t, buildPatience, env, filepath.Join(repository, "scripts/dropin.sh"), args...))
		l.dir = dir
	})
	require.NotEmpty(t, l.dir, "the library was not built")
	return l.dir
}

// The sources of the programs.
const (
	sessionSource = "cmd/libagora_rtm_sdk/testdata/session.cc"
	exitsSource   = "cmd/libagora_rtm_sdk/testdata/exits.cc"
	chatSource    = "examples/cpp/chat.cc"
	talkSource    = "examples/cpp/talk.cc"
)

// compile makes a program, linked to the library.
func (l *layout) compile(t *testing.T, source string) string {
	t.Helper()
	dir := l.build(t)
	return l.link(t, source, "-L"+dir, "-lagora_rtm_sdk", "-lpthread", "-Wl,-rpath,"+dir)
}

// link makes a program for the layout with the flags of a linker.
func (l *layout) link(t *testing.T, source string, flags ...string) string {
	t.Helper()
	look(t, source)
	program := filepath.Join(t.TempDir(), "program")
	cxx := strings.Fields(compiler())
	args := append(cxx[1:], "-std=c++11", "-g", "-Wall", "-Wextra", "-Werror", "-I"+filepath.Join(repository, "include"))
	if l.define != "" {
		args = append(args, l.define)
	}
	if *sanitize != "" {
		args = append(args, "-fsanitize="+*sanitize)
	}
	args = append(args, "-o", program, filepath.Join(repository, source))
	args = append(args, flags...)
	run(t, buildPatience, nil, cxx[0], args...)
	return program
}

func compiler() string {
	if cxx := os.Getenv("CXX"); cxx != "" {
		return cxx
	}
	return "g++"
}

var lastApp atomic.Uint32

// newApp returns an App ID that no other program of this test uses.
func newApp() string { return fmt.Sprintf("%024x%08x", os.Getpid(), lastApp.Add(1)) }

func eachLayout(t *testing.T, test func(t *testing.T, l *layout)) {
	for _, l := range []*layout{layout15, layout14} {
		t.Run(l.version, func(t *testing.T) {
			t.Parallel()
			test(t, l)
		})
	}
}

// exported are the functions of the headers.
var exported = []string{
	"createRtmService", "getRtmSdkVersion", "setRtmServiceContext", "createAgoraService", "getAgoraSdkVersion",
}

// The library has the name programs ask the loader for, and shows them the functions of the headers
// alone: anything else could take the place of a function of theirs.
//
// fact: A-02
func TestExports(t *testing.T) {
	t.Parallel()
	eachLayout(t, func(t *testing.T, l *layout) {
		file, err := elf.Open(filepath.Join(l.build(t), library))
		require.NoError(t, err)
		defer file.Close()
		name, err := file.DynString(elf.DT_SONAME)
		require.NoError(t, err)
		require.Equal(t, []string{library}, name)
		symbols, err := file.DynamicSymbols()
		require.NoError(t, err)
		var defined []string
		for _, symbol := range symbols {
			if symbol.Section != elf.SHN_UNDEF {
				defined = append(defined, symbol.Name)
			}
		}
		require.ElementsMatch(t, exported, defined)
		if *sanitize == "" {
			require.Nil(t, file.Section(".symtab"), "not stripped")
		}
	})
}

// What every session tells, in both layouts.
const session = `onConnectionStateChanged 2 1
onLoginSuccess
onConnectionStateChanged 3 2
onRenewTokenResult next 0
onSendMessageResult 3
onGetChannelMemberCountResult 1 0 room
onLogout 0
onConnectionStateChanged 1 6
`

// A program that was compiled with the headers of a layout gets its callbacks from the library of
// that layout.
//
// fact
func TestSession(t *testing.T) {
	t.Parallel()
	versions := map[*layout]string{layout15: "1.5.0-embedded", layout14: "1.4.10-embedded"}
	eachLayout(t, func(t *testing.T, l *layout) {
		program := l.compile(t, sessionSource)
		require.Equal(t, "version "+versions[l]+"\n"+session, run(t, patience, nil, program, newApp(), "new"))
	})
}

// A program that was linked to the vendor's library runs with this one: the loader finds it by the
// name that program has for it, which in 1.4.0 and 1.4.1 is not that of the file.
func TestProgramOfTheVendors(t *testing.T) {
	t.Parallel()
	for name, l := range map[string]*layout{library: layout15, "libagora-rtm-sdk-jni.so": layout14} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			vendors := filepath.Join(dir, library)
			stubs := filepath.Join(dir, "stubs.cc")
			var text strings.Builder
			for _, symbol := range exported {
				fmt.Fprintf(&text, "extern \"C\" void %s() {}\n", symbol)
			}
			require.NoError(t, os.WriteFile(stubs, []byte(text.String()), 0o644))
			cxx := strings.Fields(compiler())
			run(t, buildPatience, nil, cxx[0], append(cxx[1:], "-shared", "-fPIC", "-Wl,-soname,"+name, "-o", vendors, stubs)...)
			program := l.link(t, sessionSource, "-L"+dir, "-lagora_rtm_sdk", "-lpthread")
			require.Contains(t, run(t, patience, []string{"LD_LIBRARY_PATH=" + l.build(t)}, program, newApp(), "new"), session)
		})
	}
}

// The creation path of programs for 0.9 to 1.2.1.
//
// fact
func TestAgoraService(t *testing.T) {
	t.Parallel()
	program := layout15.compile(t, sessionSource)
	require.Equal(t, `version 1.5.0-embedded 0
again
not before initialize
same 0
no RTC
two services
`+session, run(t, patience, nil, program, newApp(), "old"))
}

// However a program ends, the library does not hold it up nor crash it.
func TestExits(t *testing.T) {
	t.Parallel()
	program := layout15.compile(t, exitsSource)
	for _, way := range []string{"unused", "created", "idle", "released", "callback", "quick"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			// The services that live to the end are no leaks.
			env := []string{"ASAN_OPTIONS=detect_leaks=0"}
			for range *exits {
				require.Empty(t, run(t, patience, env, program, newApp(), way))
			}
		})
	}
}

// The program of examples/cpp; CI builds and runs it by its Makefile, too.
func TestExample(t *testing.T) {
	t.Parallel()
	program := layout15.compile(t, chatSource)
	// The last time at a cloud in another process.
	env := make([][]string, *runs+1)
	env[*runs] = []string{emulator.HostVariable + "=" + listen(t)}
	for _, env := range env {
		require.Equal(t, `RTM SDK 1.5.0-embedded
1. alice and bob are logged in
2. alice to bob: Hello, Bob!
3. bob to alice: 4 bytes, of which the first is 0
4. alice sees bob join the lobby
5. alice in the lobby: Hello, everyone!
6. its members: alice bob
7. of alice bob reads: mood=splendid
8. of the lobby bob is told: topic=tea by alice
9. alice calls bob: lunch?
10. bob accepts: with pleasure
11. alice sees bob leave
`, run(t, patience, env, program, newApp()))
	}
}

// listen runs a cloud for several processes and returns its address.
func listen(t *testing.T) string {
	t.Helper()
	server, err := remote.Listen("127.0.0.1:0", remote.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Close()) })
	return server.Addr()
}

// talker is a running examples/cpp/talk.
type talker struct {
	cmd            *exec.Cmd
	stdin          io.WriteCloser
	stdout, stderr *bufio.Scanner
}

// Two users in two processes talk through the cloud in a third.
func TestTalk(t *testing.T) {
	t.Parallel()
	program := layout15.compile(t, talkSource)
	host, app := listen(t), newApp()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	start := func(user, peer string) *talker {
		cmd := exec.CommandContext(ctx, program, user, peer, app)
		cmd.Env = environ(emulator.HostVariable + "=" + host)
		stdin, err := cmd.StdinPipe()
		require.NoError(t, err)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		stderr, err := cmd.StderrPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		talker := &talker{cmd, stdin, bufio.NewScanner(stdout), bufio.NewScanner(stderr)}
		require.True(t, talker.stderr.Scan())
		require.Equal(t, "(connected)", talker.stderr.Text())
		return talker
	}
	alice, bob := start("alice", "bob"), start("bob", "alice")
	say := func(from *talker, text string) {
		_, err := io.WriteString(from.stdin, text+"\n")
		require.NoError(t, err)
	}
	hear := func(to *talker, line string) {
		require.True(t, to.stdout.Scan())
		require.Equal(t, line, to.stdout.Text())
	}
	say(alice, "hello")
	hear(bob, "alice: hello")
	say(bob, "hi, alice")
	hear(alice, "bob: hi, alice")
	require.NoError(t, bob.stdin.Close())
	require.NoError(t, bob.cmd.Wait())
	say(alice, "are you there?")
	require.True(t, alice.stderr.Scan())
	require.Equal(t, "(not delivered: the peer is not online)", alice.stderr.Text())
	require.NoError(t, alice.stdin.Close())
	require.Error(t, alice.cmd.Wait())
	require.Equal(t, 1, alice.cmd.ProcessState.ExitCode())

	// Alone there is nobody to talk to.
	cmd := exec.CommandContext(ctx, program, "alice", "bob", app)
	cmd.Env = environ()
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(out), "bob cannot be reached: start agora-rtm-emulator")
}

// Wrong words get a line that says so.
func TestScript(t *testing.T) {
	t.Parallel()
	look(t, "scripts/dropin.sh")
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"--layout", "2.2"}, "dropin.sh: no layout 2.2; there are 1.5 and 1.4\n"},
		{[]string{"--layout"}, "dropin.sh: --layout needs a value\n"},
		{[]string{"--nosuch"}, "dropin.sh: unexpected argument --nosuch; see --help\n"},
	} {
		cmd := exec.CommandContext(t.Context(), filepath.Join(repository, "scripts/dropin.sh"), tt.args...)
		out, err := cmd.CombinedOutput()
		require.Error(t, err)
		require.Equal(t, 2, cmd.ProcessState.ExitCode())
		require.Equal(t, tt.says, string(out))
	}
}
