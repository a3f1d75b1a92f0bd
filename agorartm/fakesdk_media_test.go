// Uploads, downloads, and file and image messages, over the scripted SDK. The
// tests of all operations cover the transfers, too: see mediaOperations.

package agorartm_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

// fact: D-01, D-06, D-08, D-09, D-15
var uploadFailures = map[uint32]error{
	1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrTimeout, 4: agorartm.ErrLimitExceeded,
	5: agorartm.ErrLimitExceeded, 6: agorartm.ErrInterrupted,
	101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
}

var downloadFailures = map[uint32]error{
	1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrTimeout, 4: agorartm.ErrNotFound,
	5: agorartm.ErrLimitExceeded, 6: agorartm.ErrInterrupted,
	101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
}

var mediaOperations = []operation{
	{
		name: "UploadFile", op: fakesdk.UploadFile, timeout: 120, hasID: true,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.service.UploadFile(ctx, "/a/file")
			return err
		},
		code: func(c uint32) error { return agorartm.UploadMediaErrCode(c) }, failure: uploadFailures,
	},
	{
		name: "UploadImage", op: fakesdk.UploadImage, timeout: 120, hasID: true,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.service.UploadImage(ctx, "/an/image")
			return err
		},
		code: func(c uint32) error { return agorartm.UploadMediaErrCode(c) }, failure: uploadFailures,
	},
	{
		name: "DownloadMediaToMemory", op: fakesdk.DownloadToMemory, timeout: 120, hasID: true,
		call: func(r *rig, ctx context.Context) error {
			_, err := r.service.DownloadMediaToMemory(ctx, "media")
			return err
		},
		code: func(c uint32) error { return agorartm.DownloadMediaErrCode(c) }, failure: downloadFailures,
	},
	{
		name: "DownloadMediaToFile", op: fakesdk.DownloadToFile, timeout: 120, hasID: true,
		call: func(r *rig, ctx context.Context) error {
			return r.service.DownloadMediaToFile(ctx, "media", "/a/file")
		},
		code: func(c uint32) error { return agorartm.DownloadMediaErrCode(c) }, failure: downloadFailures,
	},
}

func init() { operations = append(operations, mediaOperations...) }

var photo = fakesdk.Media{
	ID: "photo", FileName: "photo.png", Thumbnail: []byte{1, 0, 2}, Size: 1 << 40,
	Width: 640, Height: 480, ThumbnailWidth: 64, ThumbnailHeight: 48,
}

// fact: D-03, D-05, D-13
func TestUploadGivesTheWholeMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetUpload(photo) }})
	image, err := r.service.UploadImage(t.Context(), "/an/image")
	require.NoError(t, err)
	require.Equal(t, &agorartm.Message{Type: agorartm.MessageTypeImage, Media: &agorartm.Media{
		ID: "photo", FileName: "photo.png", Thumbnail: []byte{1, 0, 2}, Size: 1 << 40,
		Width: 640, Height: 480, ThumbnailWidth: 64, ThumbnailHeight: 48,
	}}, image)
	file, err := r.service.UploadFile(t.Context(), "a/file")
	require.NoError(t, err)
	require.Equal(t, &agorartm.Message{Type: agorartm.MessageTypeFile, Media: &agorartm.Media{
		ID: "photo", FileName: "photo.png", Thumbnail: []byte{1, 0, 2}, Size: 1 << 40,
	}}, file)
	absolute, err := filepath.Abs("a/file")
	require.NoError(t, err)
	calls := r.fake.Calls(fakesdk.UploadImage, fakesdk.UploadFile)
	require.Equal(t, "/an/image", calls[0].Target)
	require.Equal(t, absolute, calls[1].Target, "relative paths are made absolute")
}

// fact: D-07
func TestDownloadGivesTheData(t *testing.T) {
	t.Parallel()
	for _, want := range [][]byte{{0, 1, 2, 0xff}, {}} {
		r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetDownload(want) }})
		got, err := r.service.DownloadMediaToMemory(t.Context(), "media")
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.NoError(t, r.service.DownloadMediaToFile(t.Context(), "media", "to/file"))
		absolute, err := filepath.Abs("to/file")
		require.NoError(t, err)
		calls := r.fake.Calls(fakesdk.DownloadToMemory, fakesdk.DownloadToFile)
		require.Equal(t, "media", calls[0].Target)
		require.Equal(t, "media", calls[1].Target)
		require.Equal(t, absolute, calls[1].Text)
	}
}

// fact: D-04, E-07
func TestBadTransferArguments(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	ctx := t.Context()
	for _, bad := range []string{"", "a\x00b", "\xff"} {
		_, err := r.service.UploadFile(ctx, bad)
		refused(t, err, "UploadFile", "path")
		_, err = r.service.UploadImage(ctx, bad)
		refused(t, err, "UploadImage", "path")
		refused(t, r.service.DownloadMediaToFile(ctx, "media", bad), "DownloadMediaToFile", "path")
		refused(t, r.service.DownloadMediaToFile(ctx, bad, "/a/file"), "DownloadMediaToFile", "mediaID")
		_, err = r.service.DownloadMediaToMemory(ctx, bad)
		refused(t, err, "DownloadMediaToMemory", "mediaID")
	}
	_, err := r.service.UploadFile(ctx, "/a/file", nil)
	refused(t, err, "UploadFile", "opts")
	_, err = r.service.UploadFile(ctx, "/a/file", agorartm.WithProgress(nil))
	refused(t, err, "UploadFile", "WithProgress")
	for _, o := range mediaOperations {
		require.Zero(t, r.fake.Count(o.op))
	}
}

// The context's end cancels the transfer, and what comes of it all the same is
// thrown away.
//
// fact: D-11
func TestCancelledTransferIsCancelled(t *testing.T) {
	t.Parallel()
	for _, o := range mediaOperations {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			for _, cancelling := range []fakesdk.Behavior{{}, {Return: 2}, {Result: 1}} {
				r := newRig(t, setup{})
				cancelOp, otherOp := fakesdk.CancelDownload, fakesdk.CancelUpload
				if strings.HasPrefix(o.name, "Upload") {
					cancelOp, otherOp = otherOp, cancelOp
				}
				r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late, Twice: true})
				r.fake.Next(cancelOp, cancelling)
				ctx, cancel := context.WithCancel(t.Context())
				transfer := r.begin(ctx, o)
				require.Eventually(t, func() bool { return r.fake.Held() == 2 }, inTime, time.Millisecond)
				cancel()
				e := opErr(t, wait(t, transfer), o.name, true)
				require.Equal(t, context.Canceled, e.Err)
				require.Equal(t, 1, r.fake.Count(cancelOp))
				require.Zero(t, r.fake.Count(otherOp))
				require.Equal(t, r.fake.Calls(o.op)[0].ID, r.fake.Calls(cancelOp)[0].ID)
				require.Equal(t, 2, r.fake.ReleaseLate())
				r.settle()
				require.Zero(t, r.fake.Live().Messages, "the late message of an upload is released")
				require.False(t, r.service.InFlight())
			}
		})
	}
}

// A transfer that is not cancelled is not cancelled.
func TestEndedTransferIsNotCancelled(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	for _, o := range mediaOperations {
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, o.call(r, ctx))
		r.fake.Next(o.op, fakesdk.Behavior{Result: 6})
		require.ErrorIs(t, o.call(r, ctx), agorartm.ErrInterrupted)
		cancel()
		refused(t, o.call(r, ctx), o.name, "ctx")
	}
	require.Zero(t, r.fake.Count(fakesdk.CancelUpload))
	require.Zero(t, r.fake.Count(fakesdk.CancelDownload))
}

// Progress reaches the function of the transfer and the service's handlers, in
// order, and moves the deadline on.
//
// fact: D-10
func TestTransferProgress(t *testing.T) {
	t.Parallel()
	const grace = 3
	for _, o := range []struct {
		name  string
		op    fakesdk.Op
		fire  func(f *fakesdk.Fake, id, current, total int64) bool
		other func(f *fakesdk.Fake, id, current, total int64) bool
		call  func(*rig, context.Context, agorartm.TransferOption) error
	}{
		{
			"UploadFile", fakesdk.UploadFile,
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireUploading(id, current, total) },
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireDownloading(id, current, total) },
			func(r *rig, ctx context.Context, opt agorartm.TransferOption) error {
				_, err := r.service.UploadFile(ctx, "/a/file", opt)
				return err
			},
		},
		{
			"UploadImage", fakesdk.UploadImage,
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireUploading(id, current, total) },
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireDownloading(id, current, total) },
			func(r *rig, ctx context.Context, opt agorartm.TransferOption) error {
				_, err := r.service.UploadImage(ctx, "/a/file", opt)
				return err
			},
		},
		{
			"DownloadMediaToMemory", fakesdk.DownloadToMemory,
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireDownloading(id, current, total) },
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireUploading(id, current, total) },
			func(r *rig, ctx context.Context, opt agorartm.TransferOption) error {
				_, err := r.service.DownloadMediaToMemory(ctx, "media", opt)
				return err
			},
		},
		{
			"DownloadMediaToFile", fakesdk.DownloadToFile,
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireDownloading(id, current, total) },
			func(f *fakesdk.Fake, id, current, total int64) bool { return f.FireUploading(id, current, total) },
			func(r *rig, ctx context.Context, opt agorartm.TransferOption) error {
				return r.service.DownloadMediaToFile(ctx, "media", "/a/file", opt)
			},
		},
	} {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			ups, downs := make(chan agorartm.MediaProgressEvent, 100), make(chan agorartm.MediaProgressEvent, 100)
			r := newRig(t, setup{
				service: agorartm.ServiceHandler{
					OnMediaUploadingProgress:   func(e agorartm.MediaProgressEvent) { ups <- e },
					OnMediaDownloadingProgress: func(e agorartm.MediaProgressEvent) { downs <- e },
				},
				options: []agorartm.Option{agorartm.WithResultGrace(grace * time.Second)},
			})
			mine, others := ups, downs
			if strings.HasPrefix(o.name, "Download") {
				mine, others = downs, ups
			}
			r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late})
			own := make(chan agorartm.MediaOperationProgress, 100)
			transfer := start(func() error {
				return o.call(r, t.Context(), agorartm.WithProgress(func(p agorartm.MediaOperationProgress) { own <- p }))
			})
			require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
			id := r.fake.Calls(o.op)[0].ID
			// The id is known to the binding a moment after the call has returned.
			require.Eventually(t, func() bool {
				require.True(t, o.fire(r.fake, id, 0, 1<<40))
				r.settle()
				return len(own) > 0
			}, inTime, time.Millisecond)
			for len(own) > 0 {
				<-own
			}
			for len(mine) > 0 {
				require.Equal(t, agorartm.MediaProgressEvent{
					RequestID: id, MediaOperationProgress: agorartm.MediaOperationProgress{TotalSize: 1 << 40},
				}, <-mine)
			}
			for n := int64(1); n < 5; n++ {
				// Together longer than the time for an answer.
				for range 60 {
					r.service.Sweep()
				}
				require.True(t, o.fire(r.fake, id, n, 1<<40))
				want := agorartm.MediaOperationProgress{TotalSize: 1 << 40, CurrentSize: n}
				require.Equal(t, want, wait(t, own))
				require.Equal(t, agorartm.MediaProgressEvent{RequestID: id, MediaOperationProgress: want}, wait(t, mine))
				running(t, transfer)
			}
			require.True(t, o.fire(r.fake, id+1000, 7, 8), "of another transfer")
			require.EqualValues(t, 7, wait(t, mine).CurrentSize)
			require.True(t, o.other(r.fake, id, 7, 8), "of the other direction")
			require.EqualValues(t, 7, wait(t, others).CurrentSize)
			r.settle()
			require.Empty(t, own)

			require.Equal(t, 1, r.fake.ReleaseLate())
			require.NoError(t, wait(t, transfer))
			require.True(t, o.fire(r.fake, id, 9, 9))
			r.settle()
			require.Empty(t, own, "none starts after the method has returned")

			// Without progress it ends in its time.
			r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Never})
			transfer = start(func() error {
				return o.call(r, t.Context(), agorartm.WithProgress(func(agorartm.MediaOperationProgress) {}))
			})
			require.Eventually(t, r.service.InFlight, inTime, time.Millisecond)
			require.True(t, r.fake.WaitCalls(o.op, 2, inTime))
			require.Eventually(t, func() bool {
				r.service.Sweep()
				return len(transfer) > 0
			}, inTime, time.Microsecond)
			require.ErrorIs(t, wait(t, transfer), agorartm.ErrResultLost)
		})
	}
}

// While reconnecting, transfers rest and their time does not run.
//
// fact: D-12
func TestTransfersRestWhileReconnecting(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	require.True(t, r.fake.FireState(4, 3))
	r.settle()
	require.Equal(t, agorartm.ConnectionStateReconnecting, r.service.ConnectionState())
	o := operationNamed("DownloadMediaToFile")
	r.fake.Next(o.op, fakesdk.Behavior{Mode: fakesdk.Late})
	transfer := r.begin(t.Context(), o)
	require.Eventually(t, func() bool { return r.fake.Held() == 1 }, inTime, time.Millisecond)
	for range 1000 {
		r.service.Sweep()
	}
	running(t, transfer)
	require.Equal(t, 1, r.fake.ReleaseLate())
	require.NoError(t, wait(t, transfer))
}

// When the method returns, the progress call that ran has returned; but a call
// that hangs holds up neither the end of the context nor Close.
func TestLastProgressCall(t *testing.T) {
	t.Parallel()
	type hung struct {
		*rig
		transfer <-chan error
		letGo    chan struct{}
		cancel   context.CancelFunc
	}
	hang := func(t *testing.T) hung {
		h := hung{rig: newRig(t, setup{}), letGo: make(chan struct{})}
		h.fake.Next(fakesdk.UploadFile, fakesdk.Behavior{Mode: fakesdk.Late})
		var ctx context.Context
		ctx, h.cancel = context.WithCancel(t.Context())
		entered := make(chan struct{}, 100)
		h.transfer = start(func() error {
			_, err := h.service.UploadFile(ctx, "/a/file", agorartm.WithProgress(func(agorartm.MediaOperationProgress) {
				entered <- struct{}{}
				<-h.letGo
			}))
			return err
		})
		require.Eventually(t, func() bool { return h.fake.Held() == 1 }, inTime, time.Millisecond)
		id := h.fake.Calls(fakesdk.UploadFile)[0].ID
		require.Eventually(t, func() bool {
			h.fake.FireUploading(id, 1, 2)
			return len(entered) > 0
		}, inTime, time.Millisecond)
		return h
	}
	t.Run("result", func(t *testing.T) {
		t.Parallel()
		h := hang(t)
		require.Equal(t, 1, h.fake.ReleaseLate())
		time.Sleep(aMoment) // would return meanwhile, if it did not wait
		running(t, h.transfer)
		close(h.letGo)
		require.NoError(t, wait(t, h.transfer))
	})
	t.Run("context", func(t *testing.T) {
		t.Parallel()
		h := hang(t)
		h.cancel()
		require.ErrorIs(t, wait(t, h.transfer), context.Canceled)
		close(h.letGo)
		h.fake.ReleaseLate()
	})
	t.Run("close", func(t *testing.T) {
		t.Parallel()
		h := hang(t)
		require.NoError(t, h.service.Close())
		require.ErrorIs(t, wait(t, h.transfer), agorartm.ErrClosed)
		close(h.letGo)
	})
}

// An upload without a message, or without a media id, is no success.
func TestUploadOfNothing(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]func(*fakesdk.Fake){
		"null": func(f *fakesdk.Fake) { f.SetNulls(fakesdk.NullObject) },
		"id":   func(f *fakesdk.Fake) { f.SetUpload(fakesdk.Media{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, setup{script: script})
			for _, o := range mediaOperations[:2] {
				err := o.call(r, t.Context())
				opErr(t, err, o.name, true)
				answersOnly(t, err, agorartm.ErrNative)
			}
			require.Zero(t, r.fake.Live().Messages)
		})
	}
	r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetNulls(fakesdk.NullData | fakesdk.NegativeCount) }})
	data, err := r.service.DownloadMediaToMemory(t.Context(), "media")
	require.NoError(t, err)
	require.Empty(t, data)
}

// Sent by the uploaded message while the service has it, else by media id.
//
// fact: D-04
func TestMediaMessagesGoDownWhole(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{script: func(f *fakesdk.Fake) { f.SetUpload(photo) }})
	image, err := r.service.UploadImage(t.Context(), "/an/image")
	require.NoError(t, err)
	image.Text = "look"
	byID := agorartm.NewImageMessageByMediaID("other")
	require.Equal(t, &agorartm.Message{Type: agorartm.MessageTypeImage, Media: &agorartm.Media{ID: "other"}}, byID)
	byID.Media.Width = 3
	file := agorartm.NewFileMessageByMediaID("photo") // kept as an image, not as a file
	file.Media.FileName = "name"
	file.Media.Thumbnail = []byte{9}
	relabelled := agorartm.NewImageMessageByMediaID("photo")

	options := agorartm.SendMessageOptions{EnableOfflineMessaging: true}
	for _, m := range []*agorartm.Message{image, byID, file, relabelled} {
		_, err := r.service.SendMessageToPeer(t.Context(), "bob", m, options)
		require.NoError(t, err)
		_, err = r.room.SendMessage(t.Context(), m, agorartm.SendMessageOptions{})
		require.NoError(t, err)
	}
	want := []fakesdk.Media{
		func() fakesdk.Media { m := photo; m.Image = true; return m }(),
		{Image: true, ID: "other", Width: 3},
		{ID: "photo", FileName: "name", Thumbnail: []byte{9}},
		{Image: true, ID: "photo", Size: photo.Size}, // the labels of the message, not those of the upload
	}
	for _, op := range []fakesdk.Op{fakesdk.SendPeer, fakesdk.SendChannel} {
		calls := r.fake.Calls(op)
		require.Len(t, calls, len(want))
		for i, call := range calls {
			require.Equal(t, want[i], *call.Media, i)
			require.Equal(t, op == fakesdk.SendPeer, call.Offline)
		}
		require.Equal(t, "look", calls[0].Text)
	}
	require.Equal(t, 1, r.fake.Live().Messages, "the kept one")

	id, err := r.service.SendMessageToPeerNoWait("bob", image, agorartm.SendMessageOptions{})
	require.NoError(t, err)
	require.Equal(t, id, wait(t, r.peerResults).MessageID)
}

// The service keeps the newest uploads only.
func TestKeptUploadsAreBounded(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	upload := func(n int) {
		r.fake.SetUpload(fakesdk.Media{ID: fmt.Sprint("media ", n), Size: int64(n)})
		_, err := r.service.UploadFile(t.Context(), "/a/file")
		require.NoError(t, err)
	}
	sizeSent := func(n int) int64 {
		_, err := r.room.SendMessage(t.Context(), agorartm.NewFileMessageByMediaID(fmt.Sprint("media ", n)), agorartm.SendMessageOptions{})
		require.NoError(t, err)
		calls := r.fake.Calls(fakesdk.SendChannel)
		return calls[len(calls)-1].Media.Size
	}
	for n := 1; n <= 256; n++ {
		upload(n)
	}
	require.EqualValues(t, 1, sizeSent(1))
	upload(256) // again
	require.EqualValues(t, 1, sizeSent(1))
	require.Equal(t, 256, r.fake.Live().Messages)
	upload(257)
	require.Equal(t, 256, r.fake.Live().Messages)
	require.Zero(t, sizeSent(1), "the oldest went")
	require.EqualValues(t, 2, sizeSent(2))
	require.EqualValues(t, 257, sizeSent(257))
}

// An upload that is replaced while it is being sent stays until it is.
func TestUploadReplacedWhileItIsSent(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	m, err := r.service.UploadFile(t.Context(), "/a/file")
	require.NoError(t, err)
	r.fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Block: true})
	t.Cleanup(r.fake.Unblock)
	sent := start(func() error {
		_, err := r.service.SendMessageToPeer(t.Context(), "bob", m, agorartm.SendMessageOptions{})
		return err
	})
	require.True(t, r.fake.WaitBlocked(1, inTime))
	_, err = r.service.UploadFile(t.Context(), "/a/file")
	require.NoError(t, err)
	require.Equal(t, 2, r.fake.Live().Messages)
	r.fake.Unblock()
	require.NoError(t, wait(t, sent))
	require.Equal(t, 1, r.fake.Live().Messages)
}

// Received files and images go to the handlers of their own, whole.
//
// fact: P-02
func TestReceivedMediaMessages(t *testing.T) {
	t.Parallel()
	type got struct {
		handler, from string
		message       agorartm.Message
	}
	all := make(chan got, 100)
	peer := func(handler string) func(agorartm.PeerMessageEvent) {
		return func(e agorartm.PeerMessageEvent) { all <- got{handler, e.PeerID, e.Message} }
	}
	room := func(handler string) func(agorartm.ChannelMessageEvent) {
		return func(e agorartm.ChannelMessageEvent) { all <- got{handler, e.UserID, e.Message} }
	}
	r := newRig(t, setup{
		service: agorartm.ServiceHandler{
			OnMessageReceivedFromPeer:      peer("peer text"),
			OnFileMessageReceivedFromPeer:  peer("peer file"),
			OnImageMessageReceivedFromPeer: peer("peer image"),
		},
		room: agorartm.ChannelHandler{
			OnMessageReceived:      room("room text"),
			OnFileMessageReceived:  room("room file"),
			OnImageMessageReceived: room("room image"),
		},
	})
	labels := agorartm.Media{ID: "photo", FileName: "photo.png", Thumbnail: []byte{1, 0, 2}, Size: 1 << 40}
	imageLabels := labels
	imageLabels.Width, imageLabels.Height, imageLabels.ThumbnailWidth, imageLabels.ThumbnailHeight = 640, 480, 64, 48
	image := photo
	image.Image = true
	for _, c := range []struct {
		kind  string
		media *fakesdk.Media
		want  agorartm.Message
	}{
		{"text", nil, agorartm.Message{Type: agorartm.MessageTypeText}},
		{"file", &photo, agorartm.Message{Type: agorartm.MessageTypeFile, Media: &labels}},
		{"image", &image, agorartm.Message{Type: agorartm.MessageTypeImage, Media: &imageLabels}},
	} {
		c.want.ID, c.want.Text, c.want.ServerReceivedTime = 5, "hi", time.UnixMilli(77)
		m := fakesdk.Message{From: "bob", Text: "hi", Time: 77, ID: 5, Media: c.media}
		require.True(t, r.fake.FirePeerMessage(m))
		require.Equal(t, got{"peer " + c.kind, "bob", c.want}, wait(t, all))
		require.True(t, r.fake.FireChannelMessage(roomID, m))
		require.Equal(t, got{"room " + c.kind, "bob", c.want}, wait(t, all))
	}
	r.settle()
	require.Empty(t, all)
}

// fact: M-04, M-05
func TestBadMediaMessages(t *testing.T) {
	t.Parallel()
	r := newRig(t, setup{})
	media := func(change func(*agorartm.Message)) *agorartm.Message {
		m := agorartm.NewImageMessageByMediaID("media")
		change(m)
		return m
	}
	name := strings.Repeat("n", 1024)
	for field, m := range map[string]*agorartm.Message{
		"message.Media":          {Type: agorartm.MessageTypeFile},
		"message.Media ":         {Type: agorartm.MessageTypeText, Media: &agorartm.Media{ID: "x"}},
		"message.Media  ":        {Media: &agorartm.Media{ID: "x"}},
		"message.Media.ID":       agorartm.NewFileMessageByMediaID(""),
		"message.Media.ID ":      agorartm.NewFileMessageByMediaID("a\x00b"),
		"message.Raw":            media(func(m *agorartm.Message) { m.Raw = []byte{} }),
		"message.Text":           media(func(m *agorartm.Message) { m.Text = "a\x00b" }),
		"message.Media.FileName": media(func(m *agorartm.Message) { m.Media.FileName = "\xff" }),
		"message.Media.Width":    media(func(m *agorartm.Message) { m.Media.Width = -1 }),
		"message.Media.Height":   media(func(m *agorartm.Message) { m.Media.Height = 1 << 31 }),
		"message.Media   ": media(func(m *agorartm.Message) {
			m.Media.FileName, m.Media.Thumbnail, m.Text = name, make([]byte, 30*1024), name+"x"
		}),
		"message.Media.ThumbnailWidth":  media(func(m *agorartm.Message) { m.Media.ThumbnailWidth = -1 }),
		"message.Media.ThumbnailHeight": media(func(m *agorartm.Message) { m.Media.ThumbnailHeight = -1 }),
	} {
		field = strings.TrimSpace(field)
		_, err := r.service.SendMessageToPeer(t.Context(), "bob", m, agorartm.SendMessageOptions{})
		refused(t, err, "SendMessageToPeer", field)
		_, err = r.room.SendMessage(t.Context(), m, agorartm.SendMessageOptions{})
		refused(t, err, "Channel.SendMessage", field)
	}
	require.Zero(t, r.fake.Count(fakesdk.SendPeer))
	largest := media(func(m *agorartm.Message) {
		m.Media.FileName, m.Media.Thumbnail, m.Text = name, make([]byte, 30*1024), name
	})
	_, err := r.service.SendMessageToPeer(t.Context(), "bob", largest, agorartm.SendMessageOptions{})
	require.NoError(t, err)
}
