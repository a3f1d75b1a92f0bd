// Command media shows files and images: an upload with a progress bar, a message
// that carries the image, and the download at the other end. (Agora has
// deprecated media in 1.5.0; it still works for those who use it.)
package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"github.com/schollz/progressbar/v3"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("media", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	if agorartm.Backend() == agorartm.BackendEmbedded {
		// A transfer inside one process takes no time. For the bar to have
		// something to show, it goes at 1 MB/s, and time ten times as fast.
		app := emulator.Open(appID)
		defer app.Close()
		app.SetMediaSpeed(1 << 20)
		app.Clock().SetScale(10)
	}
	dir, err := os.MkdirTemp("", "media")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	picture := filepath.Join(dir, "picture.png")
	if err := paint(picture, 1600, 1200); err != nil {
		return err
	}

	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer alice.Close()
	images := make(chan agorartm.PeerMessageEvent, 1)
	bob, err := run.LogIn(ctx, appID, "bob", agorartm.ServiceHandler{
		OnImageMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) { images <- e },
	})
	if err != nil {
		return err
	}
	defer bob.Close()

	uploading := newBar("alice uploads  ")
	message, err := alice.UploadImage(ctx, picture, agorartm.WithProgress(uploading.show))
	if err != nil {
		return err
	}
	uploading.finish(message.Media.Size)
	fmt.Fprintf(out, "1. alice has uploaded an image of %d x %d pixels\n", message.Media.Width, message.Media.Height)

	message.Media.FileName = "stripes.png"
	message.Text = "look at this"
	if _, err := alice.SendMessageToPeer(ctx, "bob", message, agorartm.SendMessageOptions{}); err != nil {
		return err
	}
	received, err := run.Next(ctx, images)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "2. %s sent bob %s: %q\n", received.PeerID, received.Message.Media.FileName, received.Message.Text)

	downloading := newBar("bob downloads  ")
	copied := filepath.Join(dir, "copy.png")
	err = bob.DownloadMediaToFile(ctx, received.Message.Media.ID, copied, agorartm.WithProgress(downloading.show))
	if err != nil {
		return err
	}
	downloading.finish(received.Message.Media.Size)
	same, err := equal(picture, copied)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "3. bob has downloaded it; the same file: %t\n", same)

	data, err := bob.DownloadMediaToMemory(ctx, received.Message.Media.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "4. and once more, into memory; as large: %t\n", int64(len(data)) == message.Media.Size)

	if err := bob.Shutdown(ctx); err != nil {
		return err
	}
	return alice.Shutdown(ctx)
}

// bar is a progress bar on the terminal.
type bar struct{ *progressbar.ProgressBar }

func newBar(what string) bar {
	return bar{progressbar.NewOptions64(1,
		progressbar.OptionSetWriter(os.Stderr),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetPredictTime(false),
		progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetWidth(30),
	)}
}

// show is called about once a second while data moves, on the goroutine of the
// handlers.
func (b bar) show(p agorartm.MediaOperationProgress) {
	b.ChangeMax64(p.TotalSize)
	_ = b.Set64(p.CurrentSize)
}

// finish fills the bar: no last report of 100 % is promised.
func (b bar) finish(size int64) {
	b.ChangeMax64(size)
	_ = b.Set64(size)
	fmt.Fprintln(os.Stderr)
}

// paint writes an image with enough colours in it not to be compressed to
// nothing.
func paint(path string, width, height int) error {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	seed := uint32(1)
	for y := range height {
		for x := range width {
			seed = seed*1664525 + 1013904223
			img.SetRGBA(x, y, color.RGBA{R: uint8(seed >> 24), G: uint8(seed >> 16), B: uint8(x ^ y), A: 255})
		}
	}
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, img); err != nil {
		return err
	}
	return os.WriteFile(path, encoded.Bytes(), 0o600)
}

func equal(one, other string) (bool, error) {
	a, err := os.ReadFile(one)
	if err != nil {
		return false, err
	}
	b, err := os.ReadFile(other)
	return bytes.Equal(a, b), err
}
