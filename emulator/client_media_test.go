// This file tests uploads and downloads as the client sees them, and messages that carry files.

package emulator_test

import (
	"bytes"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
	"golang.org/x/image/bmp"
)

// describeMedia writes an event of a transfer down in words.
func describeMedia(e *emulator.Event) string {
	switch e.Kind {
	case emulator.EventFileMediaUploadResult, emulator.EventImageMediaUploadResult:
		return fmt.Sprintf("upload %d = %d", e.ID, e.Code)
	case emulator.EventMediaDownloadToFileResult, emulator.EventMediaDownloadToMemoryResult:
		return fmt.Sprintf("download %d = %d", e.ID, e.Code)
	case emulator.EventMediaCancelResult:
		return fmt.Sprintf("cancel %d = %d", e.ID, e.Code)
	case emulator.EventMediaUploadingProgress:
		return fmt.Sprintf("up %d %d/%d", e.ID, e.Details.Current, e.Details.Total)
	case emulator.EventMediaDownloadingProgress:
		return fmt.Sprintf("down %d %d/%d", e.ID, e.Details.Current, e.Details.Total)
	default:
		return e.Kind.String()
	}
}

// fileWith writes a file and returns its path.
func fileWith(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

// fileOf returns the path of a file of n bytes.
func fileOf(t *testing.T, n int64) string {
	t.Helper()
	path := fileWith(t, nil)
	require.NoError(t, os.Truncate(path, n))
	return path
}

// upload uploads a file and returns what came of it.
func (u *user) upload(data []byte) *emulator.Media {
	u.t.Helper()
	require.Zero(u.t, u.UploadFile(1, fileWith(u.t, data)))
	raw := u.takeRaw()
	require.Len(u.t, raw, 1)
	require.Equal(u.t, emulator.EventFileMediaUploadResult, raw[0].Kind)
	require.Zero(u.t, raw[0].Code)
	return raw[0].Details.Media
}

// requireFiles requires that a directory holds these files and no others.
func requireFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	require.Equal(t, want, got)
}

// transferCase is one of the four calls that begin a transfer.
type transferCase struct {
	name   string
	begin  func(u *user, id int64, path, mediaID string) int32
	result string // the word for its result
	moving string // and its progress
	cancel func(*emulator.Client, int64) int32
	other  func(*emulator.Client, int64) int32 // the cancel of the other direction
}

var transferCases = []transferCase{
	{
		"UploadFile", func(u *user, id int64, path, _ string) int32 { return u.UploadFile(id, path) },
		"upload", "up", (*emulator.Client).CancelMediaUpload, (*emulator.Client).CancelMediaDownload,
	},
	{
		"UploadImage", func(u *user, id int64, path, _ string) int32 { return u.UploadImage(id, path) },
		"upload", "up", (*emulator.Client).CancelMediaUpload, (*emulator.Client).CancelMediaDownload,
	},
	{"DownloadMediaToMemory", func(u *user, id int64, _, mediaID string) int32 {
		return u.DownloadMediaToMemory(id, mediaID)
	}, "download", "down", (*emulator.Client).CancelMediaDownload, (*emulator.Client).CancelMediaUpload},
	{"DownloadMediaToFile", func(u *user, id int64, path, mediaID string) int32 {
		return u.DownloadMediaToFile(id, mediaID, path+".copy")
	}, "download", "down", (*emulator.Client).CancelMediaDownload, (*emulator.Client).CancelMediaUpload},
}

// eachTransfer tests all four calls: path is a file of 35 bytes that has been uploaded as mediaID.
func eachTransfer(t *testing.T, test func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(id int64) int32, dir string)) {
	for _, c := range transferCases {
		onCloudsNamed(t, c.name, func(t *testing.T, app *emulator.App) {
			u := login(t, app, "alice")
			m := u.upload(make([]byte, 35))
			path := fileWith(t, make([]byte, 35))
			test(t, app, u, c, func(id int64) int32 { return c.begin(u, id, path, m.ID) }, filepath.Dir(path))
		})
	}
}

// fact: D-03, D-04, D-06
func TestMediaThereAndBack(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		data := []byte("some bytes")
		m := alice.upload(data)
		require.Equal(t, &emulator.Media{ID: m.ID, Size: 10}, m)
		require.Equal(t, 1, app.Stats().Media)
		require.EqualValues(t, 10, app.Stats().MediaBytes)

		require.Zero(t, bob.DownloadMediaToMemory(7, m.ID))
		raw := bob.takeRaw()
		require.Len(t, raw, 1)
		require.Equal(t, emulator.EventMediaDownloadToMemoryResult, raw[0].Kind)
		require.EqualValues(t, 7, raw[0].ID)
		require.Equal(t, data, raw[0].Details.Data)

		path := filepath.Join(t.TempDir(), "copy")
		for range 2 { // the second replaces the first
			require.Zero(t, bob.DownloadMediaToFile(8, m.ID, path))
			bob.expect("download 8 = 0")
			got, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, data, got)
			requireFiles(t, filepath.Dir(path), "copy")
			require.NoError(t, os.WriteFile(path, []byte("something else, and longer"), 0o600))
		}
	})
}

// fact: D-01, D-13, D-15, OB-22, R-08
func TestUploadArguments(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		dir := t.TempDir()
		for name, c := range map[string]struct {
			path string
			want int32
		}{
			"no path":        {"", emulator.UploadMediaErrInvalidArgument},
			"relative":       {"file", emulator.UploadMediaErrInvalidArgument},
			"missing":        {filepath.Join(dir, "none"), emulator.UploadMediaErrFailure},
			"directory":      {dir, emulator.UploadMediaErrFailure},
			"empty":          {fileOf(t, 0), emulator.UploadMediaErrInvalidArgument},
			"too large":      {fileOf(t, 31457281), emulator.UploadMediaErrSizeOverflow},
			"as large as is": {fileOf(t, 31457280), emulator.UploadMediaErrOK},
			"small":          {fileOf(t, 1), emulator.UploadMediaErrOK},
		} {
			require.Equal(t, c.want, u.UploadFile(1, c.path), name)
			require.Equal(t, c.want, u.UploadImage(2, c.path), name)
			if c.want == emulator.UploadMediaErrOK {
				require.ElementsMatch(t, []string{"upload 1 = 0", "upload 2 = 0"}, u.take(), name)
			} else {
				u.expect()
			}
		}
		out, never := connect(t, app, "bob"), emulator.NewClient()
		for _, path := range []string{"", fileOf(t, 1)} {
			require.Equal(t, emulator.UploadMediaErrNotLoggedIn, out.UploadFile(1, path))
			require.Equal(t, emulator.UploadMediaErrNotLoggedIn, out.UploadImage(1, path))
			require.Equal(t, emulator.UploadMediaErrNotInitialized, never.UploadFile(1, path))
			require.Equal(t, emulator.UploadMediaErrNotInitialized, never.UploadImage(1, path))
		}
		out.expect()
		never.Release()
	})
}

// fact: D-06, D-15, OB-22
func TestDownloadArguments(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		m := u.upload([]byte("x"))
		path := filepath.Join(t.TempDir(), "copy")
		for _, bad := range []string{"", "two words", "tab\t", "ä", strings.Repeat("x", 257)} {
			require.Equal(t, emulator.DownloadMediaErrInvalidArgument, u.DownloadMediaToMemory(1, bad), bad)
			require.Equal(t, emulator.DownloadMediaErrInvalidArgument, u.DownloadMediaToFile(1, bad, path), bad)
		}
		for _, bad := range []string{"", "relative"} {
			require.Equal(t, emulator.DownloadMediaErrInvalidArgument, u.DownloadMediaToFile(1, m.ID, bad), bad)
		}
		u.expect()
		require.Zero(t, u.DownloadMediaToMemory(1, "unknown"))
		u.expect("download 1 = 4")
		require.Zero(t, u.DownloadMediaToFile(2, "unknown", path))
		u.expect("download 2 = 4")
		requireFiles(t, filepath.Dir(path))
		out, never := connect(t, app, "bob"), emulator.NewClient()
		for _, id := range []string{"", m.ID} {
			require.Equal(t, emulator.DownloadMediaErrNotLoggedIn, out.DownloadMediaToMemory(1, id))
			require.Equal(t, emulator.DownloadMediaErrNotLoggedIn, out.DownloadMediaToFile(1, id, path))
			require.Equal(t, emulator.DownloadMediaErrNotInitialized, never.DownloadMediaToMemory(1, id))
			require.Equal(t, emulator.DownloadMediaErrNotInitialized, never.DownloadMediaToFile(1, id, path))
		}
		require.Equal(t, emulator.CancelMediaErrNotLoggedIn, out.CancelMediaUpload(1))
		require.Equal(t, emulator.CancelMediaErrNotLoggedIn, out.CancelMediaDownload(1))
		require.Equal(t, emulator.CancelMediaErrNotInitialized, never.CancelMediaUpload(1))
		require.Equal(t, emulator.CancelMediaErrNotInitialized, never.CancelMediaDownload(1))
		out.expect()
		never.Release()
	})
}

// fact: D-06: a download that fails leaves nothing behind, and what was there stays
func TestDownloadCannotWrite(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		m := u.upload([]byte("x"))
		dir := t.TempDir()
		require.NoError(t, os.Mkdir(filepath.Join(dir, "taken"), 0o700))
		for _, path := range []string{
			filepath.Join(dir, "none", "copy"), filepath.Join(dir, "taken"), filepath.Join(dir, strings.Repeat("x", 300)),
		} {
			require.Zero(t, u.DownloadMediaToFile(1, m.ID, path))
			u.expect("download 1 = 1")
			requireFiles(t, dir, "taken")
			requireFiles(t, filepath.Join(dir, "taken"))
		}
	})
}

// fact: D-06: what is replaced is the file, not the way to it, and it keeps its mode
func TestDownloadReplaces(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		m := u.upload([]byte("new"))
		dir := t.TempDir()
		in := func(name string) string { return filepath.Join(dir, name) }
		require.NoError(t, os.MkdirAll(in("deep/deeper"), 0o700))
		require.NoError(t, os.WriteFile(in("solid"), []byte("old one"), 0o600))
		for name, to := range map[string]string{
			"to a file": in("file"), "relative": "file", "to a link": "relative", "to nothing": "deep/none",
			"directory": "deep/deeper", "through": "directory/../file",
			"loop": "loop", "to a directory": "deep/", "to no directory": "none/file",
		} {
			require.NoError(t, os.Symlink(to, in(name)))
		}
		for path, want := range map[string]string{ // where it ends up
			"file": "file", "to a file": "file", "relative": "file", "to a link": "file",
			"to nothing": "deep/none", "through": "deep/file", "directory/../also": "deep/also",
			"loop": "", "to a directory": "", "to no directory": "", "deep/": "", "deep/..": "", "solid/": "",
		} {
			for _, mode := range []os.FileMode{0, 0o600, 0o666, 0o755} {
				if want == "" {
					require.Zero(t, u.DownloadMediaToFile(1, m.ID, dir+"/"+path), path)
					u.expect("download 1 = 1")
					continue
				}
				_ = os.Remove(in(want))
				if mode != 0 {
					require.NoError(t, os.WriteFile(in(want), []byte("old one"), mode))
					require.NoError(t, os.Chmod(in(want), mode))
				}
				require.Zero(t, u.DownloadMediaToFile(1, m.ID, dir+"/"+path), path)
				u.expect("download 1 = 0")
				info, err := os.Lstat(in(want))
				require.NoError(t, err, path)
				require.True(t, info.Mode().IsRegular(), path)
				if mode != 0 {
					require.Equal(t, mode, info.Mode().Perm(), path)
				}
				got, err := os.ReadFile(in(want))
				require.NoError(t, err)
				require.Equal(t, "new", string(got), path)
			}
		}
		for _, link := range []string{"to a file", "relative", "to a link", "to nothing", "through"} {
			info, err := os.Lstat(in(link))
			require.NoError(t, err)
			require.Equal(t, os.ModeSymlink, info.Mode().Type(), link)
		}
		got, err := os.ReadFile(in("solid"))
		require.NoError(t, err)
		require.Equal(t, "old one", string(got))
		requireFiles(t, in("deep"), "also", "deeper", "file", "none")
		requireFiles(t, in("deep/deeper"))
	})
}

// Whenever a logout comes, a file that was there is the old one or the new one.
// fact: D-06, D-12
func TestLogoutLosesNoFile(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		app.LiftFrequencyLimits(true)
		u := login(t, app, "alice")
		m := u.upload([]byte("new"))
		dir := t.TempDir()
		for range 300 {
			for id := range int64(9) {
				path := filepath.Join(dir, fmt.Sprint(id))
				require.NoError(t, os.WriteFile(path, []byte("old"), 0o600))
				require.Zero(t, u.DownloadMediaToFile(id, m.ID, path))
			}
			require.Zero(t, u.Logout())
			u.take()
			for id := range int64(9) {
				got, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(id)))
				require.NoError(t, err)
				require.Contains(t, []string{"old", "new"}, string(got))
			}
			require.Zero(t, u.Login("", "alice"))
			u.take()
		}
		requireFiles(t, dir, "0", "1", "2", "3", "4", "5", "6", "7", "8")
	})
}

// fact: D-02: after 7 days
func TestMediaGone(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		m := u.upload([]byte("x"))
		pass(7*24*time.Hour - time.Second)
		require.Zero(t, u.DownloadMediaToMemory(1, m.ID))
		u.expect("download 1 = 0")
		pass(time.Second)
		require.Zero(t, u.DownloadMediaToMemory(2, m.ID))
		u.expect("download 2 = 4")
		require.Zero(t, app.Stats().Media)

		app.SetMediaLimits(3, time.Hour)
		require.Zero(t, u.UploadFile(3, fileOf(t, 4)))
		u.expect("upload 3 = 1")
	})
}

// fact: D-05
func TestImageSize(t *testing.T) {
	picture := image.NewGray(image.Rect(0, 0, 31, 17))
	encode := func(write func(*bytes.Buffer) error) []byte {
		var b bytes.Buffer
		require.NoError(t, write(&b))
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		data          []byte
		width, height int32
	}{
		"jpeg":    {encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture, nil) }), 31, 17},
		"png":     {encode(func(b *bytes.Buffer) error { return png.Encode(b, picture) }), 31, 17},
		"bmp":     {encode(func(b *bytes.Buffer) error { return bmp.Encode(b, picture) }), 31, 17},
		"gif":     {encode(func(b *bytes.Buffer) error { return gif.Encode(b, picture, nil) }), 0, 0}, // known to this test, but no size
		"no such": {[]byte("no image"), 0, 0},
	} {
		onCloudsNamed(t, name, func(t *testing.T, app *emulator.App) {
			u := login(t, app, "alice")
			path := fileWith(t, c.data)
			require.Zero(t, u.UploadImage(5, path))
			raw := u.takeRaw()
			require.Len(t, raw, 1)
			require.Equal(t, emulator.EventImageMediaUploadResult, raw[0].Kind)
			require.EqualValues(t, 5, raw[0].ID)
			m := raw[0].Details.Media
			require.Equal(t, &emulator.Media{ID: m.ID, Size: int64(len(c.data)), Width: c.width, Height: c.height}, m)
			// A file is only a file.
			require.Zero(t, u.UploadFile(6, path))
			m = u.takeRaw()[0].Details.Media
			require.Zero(t, m.Width)
			require.Zero(t, m.Height)
		})
	}
}

// fact: D-10
func TestMediaProgress(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, _ string) {
		app.SetMediaSpeed(10)
		require.Zero(t, begin(3))
		u.expect()
		for i := range 3 {
			pass(time.Second)
			u.expect(fmt.Sprintf("%s 3 %d/35", c.moving, 10*i+10))
		}
		pass(500*time.Millisecond - 1)
		u.expect()
		pass(1)
		u.expect(c.result + " 3 = 0")
		pass(5 * time.Minute)
		u.expect()
		// fact: D-10: none while nothing moves, and never less than before
		require.Zero(t, begin(4))
		pass(2 * time.Second)
		u.expect(c.moving+" 4 10/35", c.moving+" 4 20/35")
		app.StallMedia("alice", true)
		pass(100 * time.Second)
		u.expect()
		app.StallMedia("alice", false)
		pass(time.Second)
		u.expect(c.moving + " 4 30/35")
		app.SetMediaSpeed(-1) // at once
		pass(time.Second)
		u.expect(c.result + " 4 = 0")
		// fact: D-10: not sooner, either, when it gets slower within a second
		app.SetMediaSpeed(100)
		require.Zero(t, begin(5))
		synctest.Wait()
		app.SetMediaSpeed(10)
		pass(time.Second)
		u.expect()
		app.SetMediaSpeed(20)
		pass(350 * time.Millisecond)
		u.expect(c.moving + " 5 24/35")
		app.SetMediaSpeed(4)
		pass(600 * time.Millisecond)
		u.expect()
		pass(950 * time.Millisecond)
		u.expect(c.moving + " 5 30/35")
		app.SetMediaSpeed(-1)
		pass(time.Second)
		u.expect(c.result + " 5 = 0")
	})
}

// With a clock that runs, as it does in most programs, some time has passed at each look.
// fact: D-10: once per second, and nothing for what takes less
func TestMediaProgressInRealTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		size int64
		most int // reports; fewer if the timers are late
	}{
		{"less than a second", 10_000, 0},
		{"more than two", 250_000, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			app := emulator.Open(freshAppID())
			defer app.Close()
			app.SetMediaSpeed(100_000)
			c := emulator.NewClient()
			defer c.Release()
			require.Zero(t, c.Initialize(app.ID()))
			require.Zero(t, c.Login("", "alice"))
			// until returns the events before one of this kind.
			until := func(kind emulator.EventKind) (before []emulator.Event) {
				found := false
				for !found {
					require.True(t, c.Next(func(e *emulator.Event) bool {
						if found {
							return false
						}
						found = e.Kind == kind
						if !found {
							before = append(before, *e)
						}
						return true
					}))
				}
				return before
			}
			until(emulator.EventConnectionStateChanged)
			until(emulator.EventConnectionStateChanged)
			require.Zero(t, c.UploadFile(1, fileOf(t, tt.size)))
			reports := until(emulator.EventFileMediaUploadResult)
			require.LessOrEqual(t, len(reports), tt.most)
			for i, e := range reports {
				require.Equal(t, emulator.EventMediaUploadingProgress, e.Kind)
				require.GreaterOrEqual(t, e.Details.Current, int64(i+1)*100_000)
				require.Equal(t, tt.size, e.Details.Total)
			}
		})
	}
}

// fact: D-09
func TestMediaStalled(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, dir string) {
		app.StallMedia("bob", true) // another one
		app.StallMedia("alice", true)
		require.Zero(t, begin(3))
		pass(120*time.Second - 1)
		u.expect()
		pass(1)
		u.expect(c.result + " 3 = 3")
		requireFiles(t, dir, "file")
		app.StallMedia("alice", false)
		require.Zero(t, begin(4))
		u.expect(c.result + " 4 = 0")
		// Traffic begins the 120 s anew.
		app.SetMediaSpeed(10)
		require.Zero(t, begin(5))
		pass(time.Second)
		app.StallMedia("alice", true)
		pass(119 * time.Second)
		u.expect(c.moving + " 5 10/35")
		pass(2 * time.Second)
		u.expect(c.result + " 5 = 3")
	})
}

// fact: D-12, R-10, R-11
func TestMediaWhileReconnecting(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, _ string) {
		app.SetMediaSpeed(10)
		require.Zero(t, begin(3))
		pass(2 * time.Second)
		u.expect(c.moving+" 3 10/35", c.moving+" 3 20/35")
		interrupt(app, "alice")
		pass(100 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED")
		require.Zero(t, begin(4)) // begun without a link
		pass(time.Second)
		app.Restore("alice")
		u.expect("state CONNECTED LOGIN_SUCCESS")
		pass(10 * time.Second)
		got := u.take()
		require.Contains(t, got, c.moving+" 3 30/35")
		require.Contains(t, got, c.result+" 3 = 0")
		require.Contains(t, got, c.result+" 4 = 0")
		// One that begins and ends its 120 s without a link.
		interrupt(app, "alice")
		require.Zero(t, begin(5))
		pass(120 * time.Second)
		u.expect("state RECONNECTING INTERRUPTED", c.result+" 5 = 3")
	})
}

// fact: D-11
func TestMediaCancel(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, dir string) {
		require.Equal(t, emulator.CancelMediaErrNotExist, c.cancel(u.Client, 3), "unknown")
		app.SetMediaSpeed(10)
		require.Zero(t, begin(3))
		pass(time.Second)
		u.take()
		require.Equal(t, emulator.CancelMediaErrNotExist, c.other(u.Client, 3), "wrong direction")
		require.Equal(t, emulator.CancelMediaErrOK, c.cancel(u.Client, 3))
		u.expect("cancel 3 = 0", c.result+" 3 = 6")
		require.Equal(t, emulator.CancelMediaErrNotExist, c.cancel(u.Client, 3), "ended")
		pass(5 * time.Minute)
		u.expect()
		requireFiles(t, dir, "file")
		app.SetMediaSpeed(0)
		require.Zero(t, begin(4))
		u.expect(c.result + " 4 = 0")
		require.Equal(t, emulator.CancelMediaErrNotExist, c.cancel(u.Client, 4), "done")
	})
}

// fact: D-08
func TestMediaConcurrency(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, _ string) {
		m := u.upload([]byte("x"))
		app.StallMedia("alice", true)
		path := fileOf(t, 1)
		for i := range 5 {
			require.Zero(t, u.UploadFile(int64(10+i), path))
		}
		for i := range 4 {
			require.Zero(t, u.DownloadMediaToMemory(int64(20+i), m.ID))
		}
		require.Equal(t, emulator.UploadMediaErrConcurrencyLimitExceeded, begin(3))
		synctest.Wait()
		require.Equal(t, emulator.UploadMediaErrConcurrencyLimitExceeded, begin(3))
		u.expect()
		require.Zero(t, u.CancelMediaUpload(12))
		require.Zero(t, begin(3))
		require.Equal(t, emulator.UploadMediaErrConcurrencyLimitExceeded, begin(4))
		u.expect("cancel 12 = 0", "upload 12 = 6")
		app.StallMedia("alice", false)
		pass(time.Second)
		require.Len(t, u.take(), 9)
		require.Zero(t, begin(4))
		u.expect(c.result + " 4 = 0")
	})
}

// fact: D-12, R-10, R-12
func TestMediaSessionEnds(t *testing.T) {
	for name, end := range map[string]struct {
		do   func(*testing.T, *emulator.App, *user)
		last []string
	}{
		"logout": {
			func(t *testing.T, _ *emulator.App, u *user) { require.Zero(t, u.Logout()) },
			[]string{"logout = 0", "state DISCONNECTED LOGOUT"},
		},
		"ban": {
			func(_ *testing.T, app *emulator.App, _ *user) { app.Ban("alice") },
			[]string{"state ABORTED BANNED_BY_SERVER"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, dir string) {
				app.SetMediaSpeed(10)
				require.Zero(t, begin(3))
				require.Zero(t, begin(4))
				synctest.Wait()
				end.do(t, app, u)
				u.expect(append([]string{c.result + " 3 = 6", c.result + " 4 = 6"}, end.last...)...)
				requireFiles(t, dir, "file")
				if name == "ban" {
					require.Zero(t, begin(5))
					u.expect(c.result + " 5 = 6")
					require.Equal(t, emulator.CancelMediaErrNotExist, c.cancel(u.Client, 5))
				} else {
					require.EqualValues(t, 102, begin(5))
				}
				pass(5 * time.Minute)
				u.expect()
			})
		})
	}
}

// fact: L-10: nothing outlives the client, not even a goroutine at work on a file
func TestMediaClientReleased(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, dir string) {
		for id := range int64(9) {
			require.Zero(t, begin(id))
		}
		u.Release()
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			require.Contains(t, []string{"file", "file.copy"}, e.Name())
		}
		synctest.Wait()
		require.Zero(t, app.Clock().Timers())
		require.EqualValues(t, 101, begin(10))
	})
}

// fact: L-10
func TestReleaseWaitsForFiles(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		u := login(t, app, "alice")
		m := u.upload(make([]byte, 31457280))
		dir := t.TempDir()
		for id := range int64(9) {
			require.Zero(t, u.DownloadMediaToFile(id, m.ID, filepath.Join(dir, "copy")))
		}
		u.Release()
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			require.Equal(t, "copy", e.Name())
		}
	})
}

// A cancel at once, which may or may not be faster than the goroutine at work on the file.
// fact: D-11
func TestMediaCancelAtOnce(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, dir string) {
		for id := range int64(50) {
			require.Zero(t, begin(id))
			if code := c.cancel(u.Client, id); code == emulator.CancelMediaErrOK {
				u.expect(fmt.Sprintf("cancel %d = 0", id), fmt.Sprintf("%s %d = 6", c.result, id))
				requireFiles(t, dir, "file")
			} else {
				require.Equal(t, emulator.CancelMediaErrNotExist, code)
				u.expect(fmt.Sprintf("%s %d = 0", c.result, id))
			}
			_ = os.Remove(filepath.Join(dir, "file.copy"))
		}
	})
}

// fact: D-09, R-04
func TestFaultsOfMedia(t *testing.T) {
	eachTransfer(t, func(t *testing.T, app *emulator.App, u *user, c transferCase, begin func(int64) int32, _ string) {
		op := emulator.OperationUploadMedia
		if c.result == "download" {
			op = emulator.OperationDownloadMedia
		}
		app.DropNextResult("alice", op)
		require.Zero(t, begin(3))
		pass(120*time.Second - 1)
		u.expect()
		pass(1)
		u.expect(c.result + " 3 = 3")
		app.DelayNextResult("alice", op, 7*time.Second)
		require.Zero(t, begin(4))
		pass(7*time.Second - 1)
		u.expect()
		pass(1)
		u.expect(c.result + " 4 = 0")
		files := app.Stats().Media
		app.FailNextResult("alice", op, emulator.UploadMediaErrFailure)
		require.Zero(t, begin(5))
		u.expect(c.result + " 5 = 1")
		require.Equal(t, files, app.Stats().Media)
		require.Zero(t, begin(6))
		u.expect(c.result + " 6 = 0")
	})
}

// fact: M-01, M-04, M-05, P-02, G-03
func TestMessagesWithMedia(t *testing.T) {
	onClouds(t, func(t *testing.T, app *emulator.App) {
		alice, bob := login(t, app, "alice"), login(t, app, "bob")
		room := alice.join("room")
		bob.join("room")
		pass(2 * time.Second)
		alice.take()
		bob.take()
		big := strings.Repeat("x", 32768)
		media := &emulator.Media{ID: "abc", Size: 7, FileName: "a.png", Thumbnail: []byte{1, 2}, Width: 3, Height: 4, ThumbnailWidth: 5, ThumbnailHeight: 6}
		for name, c := range map[string]struct {
			m    emulator.Message
			good bool
		}{
			"file":               {emulator.Message{Type: emulator.MessageTypeFile, Text: "look", Media: media}, true},
			"image":              {emulator.Message{Type: emulator.MessageTypeImage, Media: media}, true},
			"no media":           {emulator.Message{Type: emulator.MessageTypeFile}, false},
			"image, no media":    {emulator.Message{Type: emulator.MessageTypeImage, Text: "x"}, false},
			"no id":              {emulator.Message{Type: emulator.MessageTypeFile, Media: &emulator.Media{}}, false},
			"undefined type":     {emulator.Message{Type: emulator.MessageTypeUndefined, Media: media}, false},
			"text at the edge":   {emulator.Message{Type: emulator.MessageTypeFile, Text: big, Media: &emulator.Media{ID: big}}, true},
			"text too long":      {emulator.Message{Type: emulator.MessageTypeFile, Text: big + "x", Media: &emulator.Media{ID: "a"}}, false},
			"sum at the edge":    {emulator.Message{Type: emulator.MessageTypeImage, Text: big[:10000], Media: &emulator.Media{ID: "a", FileName: big[:10000], Thumbnail: []byte(big[:12768])}}, true},
			"text beyond":        {emulator.Message{Type: emulator.MessageTypeImage, Text: big[:10001], Media: &emulator.Media{ID: "a", FileName: big[:10000], Thumbnail: []byte(big[:12768])}}, false},
			"file name beyond":   {emulator.Message{Type: emulator.MessageTypeImage, Text: big[:10000], Media: &emulator.Media{ID: "a", FileName: big[:10001], Thumbnail: []byte(big[:12768])}}, false},
			"thumbnail beyond":   {emulator.Message{Type: emulator.MessageTypeImage, Text: big[:10000], Media: &emulator.Media{ID: "a", FileName: big[:10000], Thumbnail: []byte(big[:12769])}}, false},
			"raw is not counted": {emulator.Message{Type: emulator.MessageTypeFile, Raw: []byte(big), Text: "x", Media: media}, true},
		} {
			toPeer, toRoom := emulator.PeerMessageErrOK, emulator.ChannelMessageErrOK
			if !c.good {
				toPeer, toRoom = emulator.PeerMessageErrInvalidMessage, emulator.ChannelMessageErrInvalidMessage
			}
			require.Equal(t, toPeer, alice.SendMessageToPeer("bob", 1, &c.m, emulator.SendOptions{}), name)
			require.Equal(t, toRoom, room.SendMessage(2, &c.m, emulator.SendOptions{}), name)
			raw := bob.takeRaw()
			if !c.good {
				require.Empty(t, raw, name)
				continue
			}
			require.Len(t, raw, 2, name)
			require.Equal(t, emulator.EventPeerMessage, raw[0].Kind, name)
			require.Equal(t, emulator.EventChannelMessage, raw[1].Kind, name)
			for _, e := range raw {
				require.Equal(t, c.m.Type, e.Message.Type, name)
				require.Equal(t, c.m.Text, e.Message.Text, name)
				require.Same(t, c.m.Media, e.Message.Media, name)
			}
		}
		// fact: P-05: kept for later, too
		require.Zero(t, alice.SendMessageToPeer("carol", 1, &emulator.Message{Type: emulator.MessageTypeFile, Media: media}, offline))
		carol := connect(t, app, "carol")
		require.Zero(t, carol.Login("", "carol"))
		raw := carol.takeRaw()
		require.Same(t, media, raw[len(raw)-1].Message.Media)
	})
}
