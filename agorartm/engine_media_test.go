//go:build !agora_sdk

// Files and images through the embedded engine.

package agorartm_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
)

// From a file of one user to a file of another.
//
// fact: D-01, D-03, D-05, D-06, P-02
func TestMediaThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	dir := t.TempDir()
	var picture bytes.Buffer
	require.NoError(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 20))))
	path := filepath.Join(dir, "picture.png")
	require.NoError(t, os.WriteFile(path, picture.Bytes(), 0o600))

	files, images := make(chan agorartm.Message, 10), make(chan agorartm.Message, 10)
	bob := login(t, app, "bob", agorartm.ServiceHandler{
		OnFileMessageReceivedFromPeer:  func(e agorartm.PeerMessageEvent) { files <- e.Message },
		OnImageMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { images <- e.Message },
	})
	join(t, bob, "room", agorartm.ChannelHandler{
		OnFileMessageReceived:  func(e agorartm.ChannelMessageEvent) { files <- e.Message },
		OnImageMessageReceived: func(e agorartm.ChannelMessageEvent) { images <- e.Message },
	})
	alice := login(t, app, "alice", agorartm.ServiceHandler{})
	room := join(t, alice, "room", agorartm.ChannelHandler{})
	ctx := testContext(t)

	imageMessage, err := alice.UploadImage(ctx, path)
	require.NoError(t, err)
	require.NotEmpty(t, imageMessage.Media.ID)
	require.EqualValues(t, picture.Len(), imageMessage.Media.Size)
	require.Equal(t, 30, imageMessage.Media.Width)
	require.Equal(t, 20, imageMessage.Media.Height)
	imageMessage.Text = "look"
	imageMessage.Media.Thumbnail = []byte{1, 0, 2}
	imageMessage.Media.ThumbnailWidth = 3
	fileMessage, err := alice.UploadFile(ctx, path)
	require.NoError(t, err)
	fileMessage.Media.FileName = "picture"
	send := func(m *agorartm.Message) {
		_, err := alice.SendMessageToPeer(ctx, "bob", m, agorartm.SendMessageOptions{})
		require.NoError(t, err)
		_, err = room.SendMessage(ctx, m, agorartm.SendMessageOptions{})
		require.NoError(t, err)
	}
	send(imageMessage)
	send(fileMessage)
	for range 2 {
		got := wait(t, images)
		require.Equal(t, agorartm.MessageTypeImage, got.Type)
		require.Equal(t, "look", got.Text)
		require.Equal(t, imageMessage.Media, got.Media)
		got = wait(t, files)
		require.Equal(t, agorartm.MessageTypeFile, got.Type)
		require.Equal(t, fileMessage.Media, got.Media)

		data, err := bob.DownloadMediaToMemory(ctx, got.Media.ID)
		require.NoError(t, err)
		require.Equal(t, picture.Bytes(), data)
		to := filepath.Join(dir, "to.png")
		require.NoError(t, bob.DownloadMediaToFile(ctx, got.Media.ID, to))
		data, err = os.ReadFile(to)
		require.NoError(t, err)
		require.Equal(t, picture.Bytes(), data)
	}
	send(agorartm.NewFileMessageByMediaID(fileMessage.Media.ID))
	require.Equal(t, &agorartm.Media{ID: fileMessage.Media.ID, Size: fileMessage.Media.Size}, wait(t, files).Media,
		"the size travels, as the service has the upload")
}

// fact: D-01, D-06, D-15
func TestMediaErrorsThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty")
	require.NoError(t, os.WriteFile(empty, nil, 0o600))
	large := filepath.Join(dir, "large")
	require.NoError(t, os.WriteFile(large, []byte{1}, 0o600))
	require.NoError(t, os.Truncate(large, 30<<20+1))
	ctx := testContext(t)
	alice := newService(t, app.ID(), agorartm.ServiceHandler{})
	_, err := alice.UploadFile(ctx, empty)
	require.ErrorIs(t, err, agorartm.ErrNotLoggedIn)
	require.NoError(t, alice.Login(ctx, "", "alice"))
	for path, want := range map[string]error{
		filepath.Join(dir, "missing"): agorartm.UploadMediaErrFailure,
		empty:                         agorartm.UploadMediaErrInvalidArgument,
		large:                         agorartm.UploadMediaErrSizeOverflow,
	} {
		_, err := alice.UploadFile(ctx, path)
		require.ErrorIs(t, err, want)
	}
	_, err = alice.DownloadMediaToMemory(ctx, "unknown")
	require.ErrorIs(t, err, agorartm.DownloadMediaErrNotExist)
	require.ErrorIs(t, err, agorartm.ErrNotFound)
}

// Progress by the clock, and the end of the context, which cancels.
//
// fact: D-10, D-11
func TestMediaProgressThroughTheEngine(t *testing.T) {
	t.Parallel()
	app := newCloud(t)
	path := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(path, make([]byte, 10_000), 0o600))
	events := make(chan agorartm.MediaProgressEvent, 1000)
	alice := login(t, app, "alice", agorartm.ServiceHandler{
		OnMediaUploadingProgress: func(e agorartm.MediaProgressEvent) { events <- e },
	})
	app.Clock().Freeze()
	app.SetMediaSpeed(1000)
	progress := make(chan agorartm.MediaOperationProgress, 1000)
	report := agorartm.WithProgress(func(p agorartm.MediaOperationProgress) { progress <- p })
	var m *agorartm.Message
	uploaded := start(func() (err error) {
		m, err = alice.UploadFile(testContext(t), path, report)
		return err
	})
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = <-uploaded
	}()
	advanceUntil(t, app, ended)
	require.NoError(t, err)
	require.EqualValues(t, 10_000, m.Media.Size)
	require.NotEmpty(t, progress)
	require.NotEmpty(t, events)
	last := int64(0)
	for len(progress) > 0 {
		p := <-progress
		require.EqualValues(t, 10_000, p.TotalSize)
		require.GreaterOrEqual(t, p.CurrentSize, last)
		require.LessOrEqual(t, p.CurrentSize, p.TotalSize)
		last = p.CurrentSize
	}

	ctx, cancel := context.WithCancel(testContext(t))
	downloaded := start(func() error {
		_, err := alice.DownloadMediaToMemory(ctx, m.Media.ID, report)
		return err
	})
	eventually(t, "progress", func() bool {
		app.Clock().Advance(time.Second)
		return len(progress) > 0
	})
	cancel()
	require.ErrorIs(t, wait(t, downloaded), context.Canceled)
	require.False(t, alice.InFlight())

	interrupted := start(func() error { return alice.DownloadMediaToFile(testContext(t), m.Media.ID, path) })
	eventually(t, "the download", alice.InFlight)
	eventually(t, "its end", func() bool {
		app.Clock().Advance(100 * time.Millisecond)
		_ = alice.Logout(testContext(t))
		return len(interrupted) > 0
	})
	err = wait(t, interrupted)
	require.True(t, isInterrupted(err), "%v", err)
}

// isInterrupted tells that a transfer was cut off: by its result, or, when the
// logout was faster, without one.
func isInterrupted(err error) bool {
	for _, want := range []error{agorartm.ErrInterrupted, agorartm.ErrResultLost, agorartm.ErrNotLoggedIn} {
		if errors.Is(err, want) {
			return true
		}
	}
	return false
}
