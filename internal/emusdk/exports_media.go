// This file holds the Go functions that the C++ side calls for files and images.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"bytes"
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// newMedia copies the file of a message. Of a thumbnail that is too large it copies as much as it takes to have
// the message refused.
func newMedia(m *C.struct_emusdk_media) *emulator.Media {
	media := &emulator.Media{
		ID:              C.GoString(m.id),
		Size:            int64(m.size),
		FileName:        C.GoString(m.file_name),
		Width:           int32(m.width),
		Height:          int32(m.height),
		ThumbnailWidth:  int32(m.thumbnail_width),
		ThumbnailHeight: int32(m.thumbnail_height),
	}
	if m.thumbnail_len > 0 {
		thumbnail := unsafe.Slice((*byte)(unsafe.Pointer(m.thumbnail)), int(min(m.thumbnail_len, maxCopied)))
		media.Thumbnail = bytes.Clone(thumbnail)
	}
	return media
}

//export emusdk_upload_file
func emusdk_upload_file(h unsafe.Pointer, id C.int64_t, path *C.char, pathLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.UploadFile(int64(id), text(path, pathLen)) })
}

//export emusdk_upload_image
func emusdk_upload_image(h unsafe.Pointer, id C.int64_t, path *C.char, pathLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.UploadImage(int64(id), text(path, pathLen)) })
}

//export emusdk_download_media_to_memory
func emusdk_download_media_to_memory(h unsafe.Pointer, id C.int64_t, media *C.char, mediaLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.DownloadMediaToMemory(int64(id), text(media, mediaLen)) })
}

//export emusdk_download_media_to_file
func emusdk_download_media_to_file(h unsafe.Pointer, id C.int64_t, media *C.char, mediaLen C.size_t, path *C.char, pathLen C.size_t) C.int32_t {
	return withClient(h, func(c *client) int32 {
		return c.DownloadMediaToFile(int64(id), text(media, mediaLen), text(path, pathLen))
	})
}

//export emusdk_cancel_media_upload
func emusdk_cancel_media_upload(h unsafe.Pointer, id C.int64_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.CancelMediaUpload(int64(id)) })
}

//export emusdk_cancel_media_download
func emusdk_cancel_media_download(h unsafe.Pointer, id C.int64_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.CancelMediaDownload(int64(id)) })
}
