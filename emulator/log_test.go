// This file tests the log of a client.

package emulator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

var logLine = regexp.MustCompile(`^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (INFO |WARN |ERROR|CRITICAL) +client (\d+): (.*)$`)

// readLog returns the lines of a log file as "LEVEL text".
func readLog(t *testing.T, path string) (lines []string) {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	for line := range strings.Lines(string(data)) {
		m := logLine.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		require.NotNil(t, m, "%q", line)
		lines = append(lines, strings.TrimSpace(m[2])+" "+m[4])
	}
	return lines
}

// fact
func TestLog(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		path := filepath.Join(t.TempDir(), "log.txt")
		u := &user{Client: emulator.NewClient(), t: t, name: "alice", labels: make(map[uint64]string)}
		require.Zero(t, u.SetLogFile(path)) // before Initialize
		require.Equal(t, emulator.InitErrOK, u.Initialize(app.ID()))
		done := make(chan struct{})
		go func() {
			defer close(done)
			for u.Next(u.note) {
			}
		}()
		require.Zero(t, u.Login("secret one", "alice"))
		synctest.Wait()
		require.Equal(t, emulator.LoginErrAlreadyLoggedIn, u.Login("secret two", "alice"))
		ch := u.join("room")
		require.Equal(t, emulator.JoinChannelErrAlreadyJoined, ch.Join())
		u.send("alice", 1, "secret three")
		u.post(ch, 2, "secret four")
		require.Zero(t, ch.GetMembers())
		synctest.Wait()
		require.Zero(t, ch.Leave())
		synctest.Wait()
		require.Equal(t, emulator.LeaveChannelErrNotInChannel, ch.Leave())
		require.Equal(t, emulator.GetMembersErrNotInChannel, ch.GetMembers())
		require.Equal(t, emulator.RenewTokenErrInvalidArgument, u.RenewToken(""))
		require.Equal(t, emulator.QueryPeersOnlineStatusErrInvalidArgument, u.QueryPeersOnlineStatus(1, nil))
		require.Zero(t, u.SetParameters(`{"secret": "five"}`))
		app.ExpireTokenIn("alice", time.Second)
		synctest.Wait()
		require.Zero(t, u.RenewToken("secret six"))
		app.DropNextResult("alice", emulator.OperationJoin)
		require.Zero(t, ch.Join())
		pass(5 * time.Second)
		interrupt(app, "alice")
		pass(5 * time.Second)
		app.Restore("alice")
		synctest.Wait()
		require.Zero(t, u.Logout())
		synctest.Wait()
		app.Ban("alice")
		require.Zero(t, u.Login("secret seven", "alice"))
		synctest.Wait()
		u.Release()
		<-done

		require.Equal(t, []string{
			"INFO initialized, App ID " + app.ID(),
			`INFO login of "alice"`,
			"INFO connection state CONNECTING, reason 1",
			"INFO LoginSuccess, code 0",
			"INFO connection state CONNECTED, reason 2",
			"WARN Login refused, code 8",
			`INFO JoinSuccess, code 0, channel "room"`,
			"WARN Join refused, code 6",
			`INFO Members, code 0, channel "room"`,
			`INFO Leave, code 0, channel "room"`,
			"WARN Leave refused, code 3",
			"WARN GetMembers refused, code 5",
			"WARN RenewToken refused, code 2",
			"WARN QueryPeersOnlineStatus refused, code 2",
			"INFO parameters set",
			"WARN TokenPrivilegeWillExpire, code 0",
			"INFO RenewTokenResult, code 0",
			"WARN Join timed out",
			`WARN JoinFailure, code 4, channel "room"`,
			"WARN connection state RECONNECTING, reason 5",
			"INFO connection state CONNECTED, reason 2",
			"INFO logout",
			"INFO Logout, code 0",
			"INFO connection state DISCONNECTED, reason 6",
			`INFO login of "alice"`,
			"INFO connection state CONNECTING, reason 1",
			"ERROR LoginFailure, code 2",
			"INFO connection state DISCONNECTED, reason 3",
			"INFO released",
		}, readLog(t, path))
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NotContains(t, string(data), "secret")
		// The date is that of the App's clock, which in a bubble begins in 2000.
		require.True(t, strings.HasPrefix(string(data), "2000-01-01T00:00:00.000Z "), "%.40s", data)
	})
}

// fact: Q-03, OB-33
func TestLogFilter(t *testing.T) {
	t.Parallel()
	const (
		info = "INFO parameters set"
		warn = "WARN Login refused, code 10"
		fail = "ERROR LoginFailure, code 8"
	)
	tests := []struct {
		name    string
		filters []uint32
		want    []string
	}{
		{"default", nil, []string{info, warn, fail}},
		{"info", []uint32{0x8, 0xF}, []string{info, warn, fail}},
		{"warn", []uint32{0xE}, []string{warn, fail}},
		{"error", []uint32{0xC}, []string{fail}},
		{"critical", []uint32{0x8}, nil},
		{"off", []uint32{0}, nil},
		{"unknown values change nothing", []uint32{0xE, 1, 0x10, 0xFFFFFFFF}, []string{warn, fail}},
		{"the mask is reserved", []uint32{0xC, 0x80F}, []string{fail}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := emulator.Open(freshAppID())
			defer app.Close()
			app.Clock().Freeze()
			path := filepath.Join(t.TempDir(), "log.txt")
			c := emulator.NewClient()
			require.Zero(t, c.Initialize(app.ID()))
			for _, f := range tt.filters {
				require.Zero(t, c.SetLogFilter(f))
			}
			require.Zero(t, c.SetLogFile(path))
			app.Interrupt("alice")
			require.Zero(t, c.Login("", "alice"))
			require.Zero(t, c.Login("", "alice")) // fails by an event: a login is under way
			require.Zero(t, c.Logout())
			require.Zero(t, c.Login("", "alice"))
			require.Zero(t, c.Logout())
			require.Equal(t, emulator.LoginErrTooOften, c.Login("", "alice"))
			require.Zero(t, c.SetParameters("{}"))
			c.Release()
			var got []string
			for _, line := range readLog(t, path) {
				if line == info || line == warn || line == fail {
					got = append(got, line)
				}
			}
			require.ElementsMatch(t, tt.want, got)
			if tt.want == nil {
				require.Empty(t, readLog(t, path))
			}
		})
	}
}

// fact: Q-04: 100 MB unless told
func TestLogFileSizeByDefault(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		size  int64
		files []string
	}{
		{"room for more", 100<<20 - 1000, []string{"my.log"}},
		{"full", 100<<20 - 10, []string{"my.log", "my_1.log"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "my.log")
			require.NoError(t, os.WriteFile(path, nil, 0o600))
			require.NoError(t, os.Truncate(path, tt.size)) // a hole, which takes no room
			app := emulator.Open(freshAppID())
			defer app.Close()
			c := emulator.NewClient()
			require.Zero(t, c.SetLogFile(path))
			require.Zero(t, c.Initialize(app.ID()))
			c.Release() // which waits until all is written
			requireFiles(t, filepath.Dir(path), tt.files...)
		})
	}
}

// fact, OB-33
func TestLogFileSize(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "my.log")
	older := filepath.Join(filepath.Dir(path), "my_1.log")
	app := emulator.Open(freshAppID())
	defer app.Close()
	c := emulator.NewClient()
	defer c.Release()
	require.Zero(t, c.Initialize(app.ID()))
	require.Equal(t, int32(-1), c.SetLogFileSize(-1))
	require.Equal(t, int32(-1), c.SetLogFileSize(1<<20+1))
	require.Zero(t, c.SetLogFileSize(1<<20))
	require.Zero(t, c.SetLogFile(path))

	size := func(path string) int64 {
		info, err := os.Stat(path)
		if err != nil {
			return 0
		}
		return info.Size()
	}
	const full = 512 << 10
	write := func() {
		before := size(path) + size(older)
		require.Zero(t, c.SetParameters("{}"))
		require.Eventually(t, func() bool { return size(path)+size(older) != before }, 10*time.Second, 100*time.Microsecond)
	}
	write()
	line := size(path) - int64(len(firstLine(t, path)))
	require.Positive(t, line)
	// Filled up but for one line, by hand.
	pad := full - size(path) - line
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = f.WriteString(strings.Repeat("x", int(pad-1)) + "\n")
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.Zero(t, c.SetLogFile(filepath.Join(t.TempDir(), "other.log")))
	require.Zero(t, c.SetLogFile(path))    // which looks at the size anew
	require.Zero(t, c.SetLogFileSize(100)) // taken for 512, also for a file that is in use
	require.Equal(t, int32(-1), c.SetLogFileSize(-1))
	require.Equal(t, int32(-1), c.SetLogFileSize(1<<20+1))
	write()
	require.Equal(t, int64(full), size(path)) // exactly full is not too large
	require.Zero(t, size(older))
	write()
	require.Equal(t, int64(full), size(older))
	require.Equal(t, line, size(path))
	write()
	require.Equal(t, 2*line, size(path))
}

// firstLine returns what is before the first "parameters set" line.
func firstLine(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	i := strings.LastIndex(strings.TrimSuffix(string(data), "\n"), "\n")
	return string(data[:i+1])
}

// fact: OB-33
func TestLogFileThatCannotBe(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	dir := t.TempDir()
	good := filepath.Join(dir, "good.log")
	pipe := filepath.Join(dir, "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	for _, path := range []string{filepath.Join(dir, "missing", "x.log"), dir, pipe, "zero\x00byte"} {
		c := emulator.NewClient()
		require.Equal(t, int32(-1), c.SetLogFile(""))
		require.Zero(t, c.SetLogFile(good))
		require.Zero(t, c.SetLogFile(path), "%q", path)
		require.Zero(t, c.Initialize(app.ID())) // writes nowhere
		c.Release()
		require.Empty(t, readLog(t, good))
		require.NoFileExists(t, filepath.Join(dir, "missing"))
	}
	c := emulator.NewClient()
	c.Release()
	require.Equal(t, int32(-1), c.SetLogFile(good))
}

// Clients share a file by its path, and each leaves when it likes.
func TestLogFileShared(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	dir := t.TempDir()
	path := filepath.Join(dir, "shared.log")
	one, two := emulator.NewClient(), emulator.NewClient()
	require.Zero(t, one.SetLogFile(path))
	require.Zero(t, two.SetLogFile(filepath.Join(dir, ".", "shared.log")))
	require.Zero(t, one.Initialize(app.ID()))
	one.Release()
	require.Zero(t, two.Initialize(app.ID()))
	require.Zero(t, two.SetLogFile(path)) // the same again
	require.Zero(t, two.SetParameters("{}"))
	two.Release()
	initialized := "INFO initialized, App ID " + app.ID()
	require.Equal(t, []string{initialized, "INFO released", initialized, "INFO parameters set", "INFO released"}, readLog(t, path))
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	numbers := map[string]int{}
	for line := range strings.Lines(string(data)) {
		numbers[logLine.FindStringSubmatch(strings.TrimSpace(line))[3]]++
	}
	require.Len(t, numbers, 2, "the clients cannot be told apart")

	// What is there is kept.
	three := emulator.NewClient()
	require.Zero(t, three.SetLogFile(path))
	three.Release()
	require.Len(t, readLog(t, path), 6)
}

// Many clients write and leave, and change their files.
func TestLogFilesConcurrently(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	dir := t.TempDir()
	done := make(chan struct{})
	const clients, rounds = 8, 20
	for i := range clients {
		go func() {
			defer func() { done <- struct{}{} }()
			c := emulator.NewClient()
			defer c.Release()
			c.Initialize(app.ID())
			for j := range rounds {
				c.SetLogFile(filepath.Join(dir, fmt.Sprint((i+j)%3)))
				c.SetParameters("{}")
			}
		}()
	}
	for range clients {
		<-done
	}
	n := 0
	for i := range 3 {
		n += len(readLog(t, filepath.Join(dir, fmt.Sprint(i))))
	}
	require.Equal(t, clients*(rounds+1), n) // and one "released" each
}

// Unlike the real library, which writes agorartm.log into the working directory; see SetLogFile.
func TestNoLogFileByDefault(t *testing.T) {
	t.Chdir(t.TempDir())
	app := emulator.Open(freshAppID())
	defer app.Close()
	c := emulator.NewClient()
	require.Zero(t, c.Initialize(app.ID()))
	require.Zero(t, c.Login("", "alice"))
	c.Release()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	require.Empty(t, entries)
}

// A client says in its log that it drops callbacks.
// fact: T-03
func TestLogDrops(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	path := filepath.Join(t.TempDir(), "log.txt")
	app.SetEventQueueLimit(1)
	c := emulator.NewClient()
	require.Zero(t, c.Initialize(app.ID()))
	require.Zero(t, c.SetLogFile(path))
	require.Zero(t, c.Login("", "alice"))
	c.Release()
	require.Contains(t, readLog(t, path), "ERROR event queue full, callbacks dropped")
}

// fact: J-01, OB-20, OB-33
func TestSetParameters(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	c := emulator.NewClient()
	require.Equal(t, int32(-7), c.SetParameters("{}"))
	require.Zero(t, c.Initialize(app.ID()))
	for text, want := range map[string]int32{
		"": -2, "junk": -2, "[]": -2, "null": -2, "1": -2, `{"a"`: -2, "{} {}": -2,
		"{}": 0, ` {"unknown": {"key": [1]}} `: 0,
	} {
		require.Equal(t, want, c.SetParameters(text), "%q", text)
	}
	c.Release()
	require.Equal(t, int32(-7), c.SetParameters("{}"))
}

// fact: J-01: the engine's own switches
func TestOwnParameters(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		bad := func() int32 { return u.SendMessageToPeer("bob", 1, text("\xff"), emulator.SendOptions{}) }
		limited := func() bool { // one more than is allowed in a second
			pass(time.Second)
			for range limitRenewals {
				require.Zero(t, u.RenewToken("t"))
			}
			return u.RenewToken("t") == emulator.RenewTokenErrTooOften
		}
		for _, step := range []struct {
			text            string
			want            int32
			strict, limited bool
		}{
			{`{"strict_utf8": true}`, 0, false, true}, // not under the key
			{`{"emulator": {"strict_utf8": true}}`, 0, true, true},
			{`{"emulator": {"lift_frequency_limits": true, "unknown": 1}}`, 0, true, false},
			{`{"emulator": {}}`, 0, true, false},
			{`{"emulator": null}`, 0, true, false},
			{`{"emulator": 1}`, -2, true, false},
			{`{"emulator": {"strict_utf8": false, "lift_frequency_limits": 0}}`, -2, true, false},
			{`{"rtm.x": 1, "emulator": {"strict_utf8": false, "lift_frequency_limits": false}}`, 0, false, true},
		} {
			require.Equal(t, step.want, u.SetParameters(step.text), step.text)
			require.Equal(t, step.strict, bad() == emulator.PeerMessageErrInvalidMessage, step.text)
			require.Equal(t, step.limited, limited(), step.text)
		}
	})
}

// limitRenewals is how often a token may be renewed in a second.
const limitRenewals = 2
