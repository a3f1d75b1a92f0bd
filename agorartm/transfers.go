// Transfers: uploads and downloads in flight. They differ from other requests
// with an id in that progress moves their deadline on, and the end of their
// context cancels them.

package agorartm

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
)

// mediaTimeout is how long a transfer may stand still, in sweeps.
const mediaTimeout = 120

// TransferOption sets one option of an upload or download.
type TransferOption func(*transferConfig) error

type transferConfig struct{ progress func(MediaOperationProgress) }

// WithProgress has progress called while the transfer goes on: at most once a
// second, and not at all for a short one; neither a first nor a last report is
// promised. The calls come one after the other on the goroutine of the
// service's handlers, and so not while another handler runs. None starts after
// the method has returned; and the one that runs has returned by then, unless
// the context has ended or the service is closed.
func WithProgress(progress func(MediaOperationProgress)) TransferOption {
	return func(c *transferConfig) error {
		if progress == nil {
			return badArgument("WithProgress", "is nil")
		}
		c.progress = progress
		return nil
	}
}

// reporter is the progress function of one transfer.
type reporter struct {
	progress func(MediaOperationProgress)
	turn     chan struct{} // holds a token while progress runs
	over     atomic.Bool   // progress is not to be called any more
}

// report calls the function. Dispatcher only.
func (r *reporter) report(p MediaOperationProgress) {
	r.turn <- struct{}{}
	defer func() { <-r.turn }()
	if !r.over.Load() {
		r.progress(p)
	}
}

// finish waits for the call that runs, unless ctx ends or the service closes.
func (r *reporter) finish(ctx context.Context, closing <-chan struct{}) {
	select {
	case r.turn <- struct{}{}:
		<-r.turn
	case <-ctx.Done():
	case <-closing:
	}
}

// transferKey names a transfer in flight.
type transferKey struct {
	kind requestKind
	id   int64
}

// reporters are the progress functions of the transfers in flight.
type reporters struct {
	mu  sync.Mutex
	all map[transferKey]*reporter
}

func (r *reporters) add(key transferKey, progress func(MediaOperationProgress)) *reporter {
	rep := &reporter{progress: progress, turn: make(chan struct{}, 1)}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all == nil {
		r.all = make(map[transferKey]*reporter)
	}
	r.all[key] = rep
	return rep
}

// remove lets no call of rep start any more.
func (r *reporters) remove(key transferKey, rep *reporter) {
	rep.over.Store(true)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all[key] == rep {
		delete(r.all, key)
	}
}

// find returns the reporter of an id, or nil.
func (r *reporters) find(id int64, kinds [2]requestKind) *reporter {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, kind := range kinds {
		if rep := r.all[transferKey{kind, id}]; rep != nil {
			return rep
		}
	}
	return nil
}

// transfer runs an upload or download: native starts it, cancel cancels it by
// its id.
func (c *core) transfer(ctx context.Context, op string, kind requestKind, opts []TransferOption,
	native func() (id int64, code int32), cancel func(id int64) int32, typed func(uint32) error,
) (outcome, error) {
	var cfg transferConfig
	for _, opt := range opts {
		if opt == nil {
			return outcome{}, opError(op, false, badArgument("opts", "has a nil option"))
		}
		if err := opt(&cfg); err != nil {
			return outcome{}, opError(op, false, err)
		}
	}
	t := &c.requests[kind]
	id, epoch, err := t.issue(op, &c.guard, native, typed)
	if err != nil {
		return outcome{}, err
	}
	if cfg.progress != nil {
		key := transferKey{kind, id}
		rep := c.reporters.add(key, cfg.progress)
		defer rep.finish(ctx, c.closing)
		defer c.reporters.remove(key, rep)
	}
	out, err := c.await(ctx, op, t, epoch, id, mediaTimeout, typed)
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		c.cancelTransfer(id, cancel)
	}
	return out, err
}

// cancelTransfer cancels a transfer that its caller has given up. It may have
// ended meanwhile, so the answer says nothing.
func (c *core) cancelTransfer(id int64, cancel func(id int64) int32) {
	if !c.guard.enter() {
		return // the end of the service is the end of the transfer
	}
	defer c.guard.leave()
	cancel(id)
}

// mediaProgress is what a progress event carries.
type mediaProgress struct {
	MediaOperationProgress
	reporter *reporter // nil when the transfer has none
}

// mediaProgress handles the two progress callbacks. Drain goroutine only.
func (c *core) mediaProgress(upload bool, id, current, total int64) {
	kind, kinds := eventMediaDownloadingProgress, [2]requestKind{requestDownloadToMemory, requestDownloadToFile}
	wanted := func(h *ServiceHandler) bool { return h.OnMediaDownloadingProgress != nil }
	if upload {
		kind, kinds = eventMediaUploadingProgress, [2]requestKind{requestUploadFile, requestUploadImage}
		wanted = func(h *ServiceHandler) bool { return h.OnMediaUploadingProgress != nil }
	}
	deadline := c.deadline(mediaTimeout)
	for _, k := range kinds {
		c.requests[k].postpone(id, deadline)
	}
	rep := c.reporters.find(id, kinds)
	if rep == nil && !c.handlers.any(wanted) {
		return
	}
	c.notify(event{kind: kind, id: id, more: &mediaProgress{MediaOperationProgress{total, current}, rep}})
}

// invokeMediaProgress runs the handlers of a progress event, the transfer's own
// first, on the dispatcher's goroutine.
func (c *core) invokeMediaProgress(e *event) {
	p := e.more.(*mediaProgress)
	if p.reporter != nil {
		p.reporter.report(p.MediaOperationProgress)
	}
	ev := MediaProgressEvent{RequestID: e.id, MediaOperationProgress: p.MediaOperationProgress}
	c.handlers.each(func(h *ServiceHandler) {
		if e.kind == eventMediaUploadingProgress {
			deliver(h.OnMediaUploadingProgress, ev)
		} else {
			deliver(h.OnMediaDownloadingProgress, ev)
		}
	})
}

// restTransfers keeps the deadlines of transfers off: while the connection is
// interrupted the SDK lets transfers rest.
func (c *core) restTransfers() {
	if ConnectionState(c.state.Load()) != ConnectionStateReconnecting {
		return
	}
	for kind := requestUploadFile; kind < requestKinds; kind++ {
		c.requests[kind].rest()
	}
}

// mediaUploaded handles the two upload results and owns native. Drain
// goroutine only.
func (c *core) mediaUploaded(image bool, id int64, native nativeMediaMessage, media *Media, code uint32) {
	kind, messageType := requestUploadFile, MessageTypeFile
	if image {
		kind, messageType = requestUploadImage, MessageTypeImage
	}
	out := outcome{code: code}
	var kept *keptUpload
	switch {
	case native.none():
	case code != uint32(UploadMediaErrOK) || media == nil || media.ID == "":
		native.release()
	default:
		// Kept before anybody hears of it, so that nothing owned is on its way
		// when the service closes.
		out.value = media
		kept = c.uploads.keep(uploadKey{messageType, media.ID}, native)
	}
	r, taken, parked := c.requests[kind].offer(id, out)
	if taken {
		r.waiter.done <- out
	} else if !parked && kept != nil {
		c.uploads.forget(uploadKey{messageType, media.ID}, kept) // doubled, or given up
	}
}

// mediaDownloadedToMemory handles onMediaDownloadToMemoryResult. Drain goroutine only.
func (c *core) mediaDownloadedToMemory(id int64, data []byte, code uint32) {
	c.requestEnded(requestDownloadToMemory, id, code, data)
}

// mediaDownloadedToFile handles onMediaDownloadToFileResult. Drain goroutine only.
func (c *core) mediaDownloadedToFile(id int64, code uint32) {
	c.requestEnded(requestDownloadToFile, id, code, nil)
}

// mediaCanceled handles onMediaCancelResult. Nobody waits for it: who cancels
// has gone, and the transfer has its own result.
func (c *core) mediaCanceled(id int64, code uint32) {
	if err := codeError[CancelMediaErrCode](code); err != nil {
		c.log.Debug("agorartm: a transfer was not cancelled", "request", id, "error", err)
	}
}

// mediaPath makes a path as the SDK wants it: absolute and complete.
func mediaPath(path string) (string, error) {
	if path == "" {
		return "", badArgument("path", "is empty")
	}
	if err := checkText("path", path); err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("making the path absolute: %w", err)
	}
	return absolute, checkText("path", absolute)
}
