// This file holds files and images of the client. A transfer is a task, named by the id of the call that began
// it; at most 9 run at once.

package emulator

import (
	"math"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// transfers are the transfers of one client.
type transfers struct {
	list []*transfer    // those running, in the order they began
	disk sync.WaitGroup // goroutines at work on files
}

// transfer is one upload or download. An upload reads its file, moves the bytes and stores them; a download
// fetches the bytes, moves them and writes its file. Files are read and written on a goroutine, with no lock
// held, as a disk may be slow.
type transfer struct {
	id     int64
	op     Operation // OperationUploadMedia or OperationDownloadMedia
	result EventKind
	path   string
	ended  bool
	final  bool // the file of a download is being put in place: too late to cancel

	data          []byte
	width, height int32 // of an image uploaded
	moved         int64
	movedAt       time.Duration // elapsed time of the last traffic
	lookedAt      time.Duration // and of the last look
	reportedAt    time.Duration // and of the last report, or of the beginning
	tick          *Timer
	request       uint64
}

// UploadFile uploads a file. The result is EventFileMediaUploadResult with this id, after
// EventMediaUploadingProgress once a second while data moves.
func (c *Client) UploadFile(id int64, path string) int32 {
	return c.upload(id, path, EventFileMediaUploadResult)
}

// UploadImage uploads an image, whose size in pixels is found out. The result is EventImageMediaUploadResult
// with this id.
func (c *Client) UploadImage(id int64, path string) int32 {
	return c.upload(id, path, EventImageMediaUploadResult)
}

func (c *Client) upload(id int64, path string, result EventKind) int32 {
	code := c.Ready()
	if code == 0 {
		code = checkUpload(path)
	}
	if code != UploadMediaErrOK {
		return code
	}
	t := &transfer{id: id, op: OperationUploadMedia, result: result, path: path}
	return c.begin(t, c.readUpload)
}

// DownloadMediaToMemory downloads a file. The result is EventMediaDownloadToMemoryResult with this id, after
// EventMediaDownloadingProgress.
func (c *Client) DownloadMediaToMemory(id int64, mediaID string) int32 {
	return c.download(id, mediaID, "", EventMediaDownloadToMemoryResult)
}

// DownloadMediaToFile downloads a file to an absolute path. The file is there, complete, or not at all; one that is
// there already is replaced in one piece and keeps its mode, and a symbolic link keeps pointing at it. The result is
// EventMediaDownloadToFileResult with this id. A logout at the last moment, which interrupts the transfer, may leave
// the complete file.
func (c *Client) DownloadMediaToFile(id int64, mediaID, path string) int32 {
	return c.download(id, mediaID, path, EventMediaDownloadToFileResult)
}

func (c *Client) download(id int64, mediaID, path string, result EventKind) int32 {
	if code := c.Ready(); code != 0 {
		return code
	}
	if !validMediaID(mediaID) || result == EventMediaDownloadToFileResult && !filepath.IsAbs(path) {
		return DownloadMediaErrInvalidArgument
	}
	t := &transfer{id: id, op: OperationDownloadMedia, result: result, path: path}
	return c.begin(t, func(t *transfer) {
		t.request = c.queue(outgoing{
			op: OperationDownloadMedia,
			do: func(sess Session, number uint64) { sess.FetchMedia(number, mediaID) },
			done: func(code int32, d *Details) {
				if code != DownloadMediaErrOK {
					c.endTransfer(t, code, nil)
					return
				}
				c.startMoving(t, d.Data)
			},
		})
	})
}

// begin enters a transfer and starts it, with turn and mu held. The codes are the same up and down.
func (c *Client) begin(t *transfer, start func(*transfer)) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := c.refusal()
	switch {
	case code != 0:
	case c.state == ConnectionStateAborted:
		c.emit(Event{Kind: t.result, ID: t.id, Code: UploadMediaErrInterrupted})
	case len(c.transfers.list) >= maxTransfers:
		code = UploadMediaErrConcurrencyLimitExceeded
	default:
		c.transfers.list = append(c.transfers.list, t)
		start(t)
	}
	c.mu.Unlock()
	c.run()
	return code
}

// endTransfer ends a transfer with its result. The caller holds mu.
func (c *Client) endTransfer(t *transfer, code int32, d *Details) {
	if t.ended {
		return
	}
	t.ended = true
	t.data = nil
	c.stopDelay(t.tick)
	c.requests.take(t.request)
	c.transfers.list = slices.DeleteFunc(c.transfers.list, func(other *transfer) bool { return other == t })
	c.emit(Event{Kind: t.result, ID: t.id, Code: code, Details: d})
}

// endTransfers ends all transfers, by a logout or by the end of the session.
func (c *Client) endTransfers() {
	for _, t := range slices.Clone(c.transfers.list) {
		c.endTransfer(t, UploadMediaErrInterrupted, nil)
	}
}

// CancelMediaUpload cancels the upload of this id: EventMediaCancelResult, then the task's result.
func (c *Client) CancelMediaUpload(id int64) int32 {
	return c.cancelTransfer(id, OperationUploadMedia)
}

// CancelMediaDownload cancels the download of this id: EventMediaCancelResult, then the task's result.
func (c *Client) CancelMediaDownload(id int64) int32 {
	return c.cancelTransfer(id, OperationDownloadMedia)
}

func (c *Client) cancelTransfer(id int64, op Operation) int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	if code := c.refusal(); code != 0 {
		return code
	}
	for _, t := range c.transfers.list {
		if t.id == id && t.op == op && !t.final {
			c.emit(Event{Kind: EventMediaCancelResult, ID: id, Code: CancelMediaErrOK})
			c.endTransfer(t, UploadMediaErrInterrupted, nil)
			return CancelMediaErrOK
		}
	}
	return CancelMediaErrNotExist
}

// startMoving begins to move the bytes of a transfer. The caller holds mu.
func (c *Client) startMoving(t *transfer, data []byte) {
	now := c.app.clock.elapsed()
	t.data = data
	t.movedAt, t.lookedAt, t.reportedAt = now, now, now
	c.move(t, now)
}

// move lets what has passed since the last look have moved, and looks again. While the link is down or the
// transfers of the user are stalled nothing moves. The caller holds mu.
func (c *Client) move(t *transfer, now time.Duration) {
	passed := now - t.lookedAt
	t.lookedAt = now
	left := int64(len(t.data)) - t.moved
	wait := mediaInterval
	switch speed := float64(c.app.media.speed.Load()); {
	case !c.ready || c.app.mediaStalled(c.user):
		idle := now - t.movedAt
		if idle >= mediaIdleTimeout {
			c.endTransfer(t, UploadMediaErrTimeout, nil)
			return
		}
		wait = min(wait, mediaIdleTimeout-idle)
	case speed == 0:
		left = 0
	default:
		if n := min(left, int64(math.Round(passed.Seconds()*speed))); n > 0 {
			t.moved += n
			t.movedAt = now
			left -= n
			c.progress(t, left, now)
		}
		wait = min(wait, time.Duration(math.Ceil(float64(left)/speed*float64(time.Second))))
	}
	if left > 0 {
		t.tick = c.after(wait, func() { c.move(t, c.app.clock.elapsed()) })
		return
	}
	t.tick = nil
	c.arrived(t)
}

// progress tells how far a transfer is, unless it is over, or it has been told within the last second.
func (c *Client) progress(t *transfer, left int64, now time.Duration) {
	if left == 0 || now-t.reportedAt < mediaInterval {
		return
	}
	t.reportedAt = now
	kind := EventMediaUploadingProgress
	if t.op == OperationDownloadMedia {
		kind = EventMediaDownloadingProgress
	}
	c.emit(Event{Kind: kind, ID: t.id, Details: &Details{Current: t.moved, Total: t.moved + left}})
}

// arrived goes on when all bytes have moved.
func (c *Client) arrived(t *transfer) {
	switch t.result {
	case EventMediaDownloadToMemoryResult:
		c.endTransfer(t, DownloadMediaErrOK, &Details{Data: t.data})
	case EventMediaDownloadToFileResult:
		c.writeDownload(t)
	default:
		data := t.data
		t.request = c.queue(outgoing{
			op:   OperationUploadMedia,
			do:   func(sess Session, number uint64) { sess.StoreMedia(number, data) },
			done: func(code int32, d *Details) { c.stored(t, code, d) },
		})
	}
}

// stored is the answer to an upload.
func (c *Client) stored(t *transfer, code int32, d *Details) {
	if code != UploadMediaErrOK {
		c.endTransfer(t, code, nil)
		return
	}
	m := &Media{ID: d.Media.ID, Size: d.Media.Size, Width: t.width, Height: t.height}
	c.endTransfer(t, UploadMediaErrOK, &Details{Media: m})
}
