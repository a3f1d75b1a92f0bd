// Media: files and images. They are uploaded once, and travel as messages that
// carry a media id, by which they are downloaded.

package agorartm

import "math"

// Media is the file of a file message, or the image of an image message. To
// send a file, upload it (Service.UploadFile, Service.UploadImage), or take the
// media id of one that was uploaded within the last 7 days.
//
// Files and images are deprecated upstream since 1.5.0; they still work.
//
// Implements: class IFileMessage
// Implements: class IImageMessage
type Media struct {
	// ID is the media id: what the file is downloaded by. The server keeps a file
	// for 7 days.
	//
	// Implements: const char* getMediaId() const
	ID string
	// FileName is a label, UTF-8 without NUL bytes.
	//
	// Implements: void setFileName(const char* fileName)
	// Implements: const char* getFileName() const
	FileName string
	// Size is the size of the file in bytes. It is of the upload, travels with a
	// message that this Service has uploaded the file of, and is 0 otherwise.
	// Ignored when sending.
	//
	// Implements: long long getSize() const
	Size int64
	// Thumbnail is a small picture in any format. On a received message it is a
	// copy that the receivers share.
	//
	// Implements: void setThumbnail(const uint8_t* thumbnail, int length)
	// Implements: void setThumbnail(const uint8_t* thumbnail, long long length)
	// Implements: const char* getThumbnailData() const
	// Implements: const long long getThumbnailLength() const
	Thumbnail []byte
	// Width and Height are the size of an image in pixels. UploadImage finds them
	// out for JPEG, PNG and BMP. They are labels: set others as you like. Ignored
	// on files, as the two below.
	//
	// Implements: void setWidth(int width)
	// Implements: int getWidth() const
	// Implements: void setHeight(int height)
	// Implements: int getHeight() const
	Width, Height int
	// ThumbnailWidth and ThumbnailHeight are the size of the thumbnail in pixels.
	// Nobody finds them out.
	//
	// Implements: void setThumbnailWidth(int width)
	// Implements: int getThumbnailWidth() const
	// Implements: void setThumbnailHeight(int height)
	// Implements: int getThumbnailHeight() const
	ThumbnailWidth, ThumbnailHeight int
}

// NewFileMessageByMediaID returns a message with a file that was uploaded
// before. Nothing is looked up; fill in the other fields of Media as you like.
//
// Implements: IFileMessage* createFileMessageByMediaId(const char* mediaId)
func NewFileMessageByMediaID(mediaID string) *Message {
	return &Message{Type: MessageTypeFile, Media: &Media{ID: mediaID}}
}

// NewImageMessageByMediaID returns a message with an image that was uploaded
// before, by the rules of NewFileMessageByMediaID.
//
// Implements: IImageMessage* createImageMessageByMediaId(const char* mediaId)
func NewImageMessageByMediaID(mediaID string) *Message {
	return &Message{Type: MessageTypeImage, Media: &Media{ID: mediaID}}
}

// MediaOperationProgress is how far an upload or download is.
//
// Implements: struct MediaOperationProgress
type MediaOperationProgress struct {
	// TotalSize is the number of bytes to transfer.
	TotalSize int64
	// CurrentSize is the number of bytes transferred.
	CurrentSize int64
}

// MediaProgressEvent is how far one of the uploads or downloads is.
type MediaProgressEvent struct {
	// RequestID tells the transfers of this moment apart.
	RequestID int64
	MediaOperationProgress
}

func (m *Message) isMedia() bool {
	return m.Type == MessageTypeFile || m.Type == MessageTypeImage
}

// checkMedia reports what keeps a file or image message from being sent.
func (m *Message) checkMedia() error {
	media := m.Media
	switch {
	case media == nil:
		return badArgument("message.Media", "is nil on a file or image message")
	case m.Raw != nil:
		return badArgument("message.Raw", "is set on a file or image message")
	}
	if err := checkMediaID("message.Media.ID", media.ID); err != nil {
		return err
	}
	if len(media.FileName)+len(media.Thumbnail)+len(m.Text) > MaxMessageBytes {
		return badArgument("message.Media", "is, with file name, thumbnail and text, larger than 32 KB")
	}
	if err := checkText("message.Media.FileName", media.FileName); err != nil {
		return err
	}
	for _, pixels := range []struct {
		field string
		n     int
	}{
		{"Width", media.Width},
		{"Height", media.Height},
		{"ThumbnailWidth", media.ThumbnailWidth},
		{"ThumbnailHeight", media.ThumbnailHeight},
	} {
		if pixels.n < 0 || pixels.n > math.MaxInt32 {
			return badArgument("message.Media."+pixels.field, "is negative or beyond 32 bits")
		}
	}
	return checkText("message.Text", m.Text)
}

func checkMediaID(field, id string) error {
	if id == "" {
		return badArgument(field, "is empty")
	}
	return checkText(field, id)
}
