// This file holds files and images of the client. A transfer is a task, named by the id of the call that began
// it; at most 9 run at once.

package emulator

// UploadFile uploads a file. The result is EventFileMediaUploadResult with this id, after
// EventMediaUploadingProgress once a second while data moves.
func (c *Client) UploadFile(id int64, path string) int32 { panic("to do") }

// UploadImage uploads an image, whose size in pixels is found out. The result is EventImageMediaUploadResult
// with this id.
func (c *Client) UploadImage(id int64, path string) int32 { panic("to do") }

// DownloadMediaToMemory downloads a file. The result is EventMediaDownloadToMemoryResult with this id, after
// EventMediaDownloadingProgress.
func (c *Client) DownloadMediaToMemory(id int64, mediaID string) int32 { panic("to do") }

// DownloadMediaToFile downloads a file to a path. The result is EventMediaDownloadToFileResult with this id.
func (c *Client) DownloadMediaToFile(id int64, mediaID, path string) int32 { panic("to do") }

// CancelMediaUpload cancels the upload of this id: EventMediaCancelResult, then the task's result.
func (c *Client) CancelMediaUpload(id int64) int32 { panic("to do") }

// CancelMediaDownload cancels the download of this id: EventMediaCancelResult, then the task's result.
func (c *Client) CancelMediaDownload(id int64) int32 { panic("to do") }
