// A descriptor of a chosen number, to see who writes to it.

package agorartm_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// takeDescriptor makes fd, which must be free, the writing end of a pipe. peek
// returns what was written to it.
func takeDescriptor(t *testing.T, fd int) (peek func() []byte) {
	t.Helper()
	_, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	require.ErrorIs(t, err, unix.EBADF, "not closed")
	var pipe [2]int
	require.NoError(t, unix.Pipe2(pipe[:], unix.O_NONBLOCK|unix.O_CLOEXEC))
	if pipe[1] != fd {
		if pipe[0] == fd {
			moved, err := unix.Dup(pipe[0])
			require.NoError(t, err)
			pipe[0] = moved
		}
		require.NoError(t, unix.Dup3(pipe[1], fd, unix.O_CLOEXEC))
		require.NoError(t, unix.Close(pipe[1]))
	}
	t.Cleanup(func() {
		_ = unix.Close(pipe[0])
		_ = unix.Close(fd)
	})
	return func() []byte {
		b := make([]byte, 64)
		n, err := unix.Read(pipe[0], b)
		if errors.Is(err, unix.EAGAIN) {
			return nil
		}
		require.NoError(t, err)
		return b[:n]
	}
}
