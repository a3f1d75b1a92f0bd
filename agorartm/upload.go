// Uploads, and the uploaded messages that are kept for sending.

package agorartm

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// UploadFile uploads a file of at most 30 MB that is not empty, and returns a
// message to send it with, as often as wanted, by SendMessageToPeer or
// Channel.SendMessage. Set Text and the labels of Media before. The path may be
// relative to the working directory. At most 9 uploads and downloads of a
// service go on at a time.
//
// Cancelling ctx cancels the upload: the method returns at once with the
// context's error, and a result that comes all the same is thrown away.
//
// Files and images are deprecated upstream since 1.5.0; they still work.
//
// Errors: ErrInvalidArgument (path, opts, ctx), UploadMediaErrCode
// (ErrLimitExceeded, ErrTimeout after 120 seconds without progress,
// ErrInterrupted, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, ErrNative, the
// context's error.
//
// Implements: int createFileMessageByUploading(const char* filePath, long long& requestId)
// Implements: int cancelMediaUpload(long long requestId)
func (s *Service) UploadFile(ctx context.Context, path string, opts ...TransferOption) (*Message, error) {
	c := s.core
	return c.upload(ctx, "UploadFile", requestUploadFile, path, opts, c.native.createFileMessageByUploading)
}

// UploadImage uploads an image, by the rules of UploadFile. Width and height
// of JPEG, PNG and BMP are found out and set in the message.
//
// Implements: int createImageMessageByUploading(const char* filePath, long long& requestId)
// Implements: int cancelMediaUpload(long long requestId)
func (s *Service) UploadImage(ctx context.Context, path string, opts ...TransferOption) (*Message, error) {
	c := s.core
	return c.upload(ctx, "UploadImage", requestUploadImage, path, opts, c.native.createImageMessageByUploading)
}

func (c *core) upload(ctx context.Context, op string, kind requestKind, path string, opts []TransferOption,
	native func(path string) (int64, int32),
) (*Message, error) {
	if err := checkContext(ctx); err != nil {
		return nil, opError(op, false, err)
	}
	path, err := mediaPath(path)
	if err = coded(UploadMediaErrInvalidArgument, err); err != nil {
		return nil, opError(op, false, err)
	}
	c.uploads.used.Store(true)
	out, err := c.transfer(ctx, op, kind, opts, func() (int64, int32) { return native(path) },
		c.native.cancelMediaUpload, codeError[UploadMediaErrCode])
	if err != nil {
		return nil, err
	}
	media := valueOf[*Media](out)
	if media == nil {
		return nil, opError(op, true, fmt.Errorf("%w: it made no message of the upload", ErrNative))
	}
	m := &Message{Type: MessageTypeFile, Media: media}
	if kind == requestUploadImage {
		m.Type = MessageTypeImage
	}
	return m, nil
}

// maxKeptUploads is how many uploaded messages a service keeps.
const maxKeptUploads = 256

// uploadKey names an uploaded message.
type uploadKey struct {
	messageType MessageType
	mediaID     string
}

// keptUpload is an uploaded message of the SDK. It is released when it is
// neither kept nor in use.
type keptUpload struct {
	native  nativeMediaMessage
	users   int
	dropped bool
}

// uploadCache keeps uploaded messages of the SDK, the newest, because only by
// them the size of the file travels. Others are sent by their media id.
type uploadCache struct {
	used atomic.Bool // anything was ever uploaded

	mu     sync.Mutex
	closed bool
	kept   map[uploadKey]*keptUpload
	order  []uploadKey // oldest first
}

// keep takes an uploaded message over.
func (u *uploadCache) keep(key uploadKey, native nativeMediaMessage) *keptUpload {
	k := &keptUpload{native: native}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.closed {
		k.drop()
		return k
	}
	u.removeLocked(key)
	if u.kept == nil {
		u.kept = make(map[uploadKey]*keptUpload)
	}
	u.kept[key] = k
	u.order = append(u.order, key)
	if len(u.order) > maxKeptUploads {
		u.removeLocked(u.order[0])
	}
	return k
}

// forget takes k out again.
func (u *uploadCache) forget(key uploadKey, k *keptUpload) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.kept[key] == k {
		u.removeLocked(key)
	}
}

func (u *uploadCache) removeLocked(key uploadKey) {
	if k := u.kept[key]; k != nil {
		k.drop()
		delete(u.kept, key)
		i := slices.Index(u.order, key)
		u.order = slices.Delete(u.order, i, i+1)
	}
}

// drop has the message released as soon as it is not in use. With the cache locked.
func (k *keptUpload) drop() {
	k.dropped = true
	if k.users == 0 {
		k.native.release()
	}
}

// use returns the uploaded message of a media id, or nil. done must follow.
func (u *uploadCache) use(key uploadKey) *keptUpload {
	u.mu.Lock()
	defer u.mu.Unlock()
	k := u.kept[key]
	if k != nil {
		k.users++
	}
	return k
}

func (u *uploadCache) done(k *keptUpload) {
	if k == nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	k.users--
	if k.dropped && k.users == 0 {
		k.native.release()
	}
}

// close releases what is kept. No call is inside the service any more, and
// nothing new comes up; settle waits until what was on its way is here.
func (u *uploadCache) close(settle func()) {
	if u.used.Load() {
		settle()
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.closed = true
	for _, k := range u.kept {
		k.drop()
	}
	u.kept, u.order = nil, nil
}

// sendMedia makes the native call that sends a file or image message.
func (c *core) sendMedia(m *Message, send func(uploaded nativeMediaMessage) (id int64, code int32)) (id int64, code int32) {
	k := c.uploads.use(uploadKey{m.Type, m.Media.ID})
	defer c.uploads.done(k)
	if k == nil {
		return send(nativeMediaMessage{})
	}
	return send(k.native)
}
