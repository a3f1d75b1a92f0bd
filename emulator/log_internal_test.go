// This file tests what of log files cannot be brought about from outside: trouble with the disk.

package emulator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func readString(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

// fact: Q-02
func TestLogRotation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, second string }{
		{"x.log", "x_1.log"}, {"x", "x_1"}, {"x.y.log", "x.y_1.log"},
	} {
		path := filepath.Join(t.TempDir(), tt.name)
		f, err := openLog(path, 10)
		require.NoError(t, err)
		f.write([]byte("one\ntwo\nthree\nlonger than all\nfour\n"), 10)
		f.release()
		require.Equal(t, "four\n", readString(t, path))
		require.Equal(t, "longer than all\n", readString(t, filepath.Join(filepath.Dir(path), tt.second)))

		// The size is known when the file is opened again.
		f, err = openLog(path, 10)
		require.NoError(t, err)
		f.add([]byte("5\n"))
		f.add([]byte("6789\n"))
		f.release()
		require.Equal(t, "6789\n", readString(t, path))
		require.Equal(t, "four\n5\n", readString(t, filepath.Join(filepath.Dir(path), tt.second)))
		logFiles.Lock()
		require.NotContains(t, logFiles.open, path)
		logFiles.Unlock()
	}
}

// A disk that is too slow loses lines, and says so.
func TestLogLines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.log")
	f, err := openLog(path, 1<<30)
	require.NoError(t, err)
	f.mu.Lock()
	f.writing = true // somebody writes, and does not come to an end
	f.mu.Unlock()
	line := []byte(strings.Repeat("x", 1023) + "\n")
	for range maxPending/len(line) + 3 {
		f.add(line)
	}
	f.drain()
	f.add([]byte("more\n"))
	f.release()
	text := readString(t, path)
	require.True(t, strings.HasSuffix(text, "x\n3 lines lost\nmore\n"))
	require.Len(t, text, maxPending+len("3 lines lost\nmore\n"))
}

// A file that cannot be moved away does not grow all the same.
func TestLogCannotRotate(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.log")
	require.NoError(t, os.Mkdir(secondLog(path), 0o700))
	f, err := openLog(path, 10)
	require.NoError(t, err)
	f.write([]byte("12345678\n23456789\n"), 10)
	f.release()
	require.Equal(t, "23456789\n", readString(t, path))
}

// A file that fails is given up, but not its path.
func TestLogFails(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.log")
	broken, err := openLog(path, 1<<20)
	require.NoError(t, err)
	require.NoError(t, broken.file.Close())
	broken.write([]byte("one\n"), 1<<20)
	broken.write([]byte("two\n"), 1<<20)
	good, err := openLog(path, 1<<20)
	require.NoError(t, err)
	require.NotSame(t, broken, good)
	broken.release()
	again, err := openLog(path, 1<<20)
	require.NoError(t, err)
	require.Same(t, good, again)
	good.add([]byte("three\n"))
	good.release()
	again.release()
	require.Equal(t, "three\n", readString(t, path))
}
