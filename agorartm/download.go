// Downloads, to memory and to files.

package agorartm

import "context"

// DownloadMediaToMemory downloads the file of a media id, which is of a file or
// image message, or of an upload. The data belongs to the caller. At most 9
// uploads and downloads of a service go on at a time.
//
// Cancelling ctx cancels the download: the method returns at once with the
// context's error.
//
// Files and images are deprecated upstream since 1.5.0; they still work.
//
// Errors: ErrInvalidArgument (mediaID, opts, ctx), DownloadMediaErrCode
// (ErrNotFound, ErrLimitExceeded, ErrTimeout after 120 seconds without
// progress, ErrInterrupted, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int downloadMediaToMemory(const char* mediaId, long long& requestId)
// Implements: int cancelMediaDownload(long long requestId)
func (s *Service) DownloadMediaToMemory(ctx context.Context, mediaID string, opts ...TransferOption) ([]byte, error) {
	c := s.core
	out, err := c.download(ctx, "DownloadMediaToMemory", requestDownloadToMemory, mediaID, opts,
		func() (int64, int32) { return c.native.downloadMediaToMemory(mediaID) })
	return valueOf[[]byte](out), err
}

// DownloadMediaToFile downloads the file of a media id to a path, which may be
// relative to the working directory, by the rules of DownloadMediaToMemory.
// After an error the file may be there or not, in part or whole.
//
// Implements: int downloadMediaToFile(const char* mediaId, const char* filePath, long long& requestId)
// Implements: int cancelMediaDownload(long long requestId)
func (s *Service) DownloadMediaToFile(ctx context.Context, mediaID, path string, opts ...TransferOption) error {
	const op = "DownloadMediaToFile"
	path, err := mediaPath(path)
	if err = coded(DownloadMediaErrInvalidArgument, err); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err = c.download(ctx, op, requestDownloadToFile, mediaID, opts,
		func() (int64, int32) { return c.native.downloadMediaToFile(mediaID, path) })
	return err
}

func (c *core) download(ctx context.Context, op string, kind requestKind, mediaID string, opts []TransferOption,
	native func() (int64, int32),
) (outcome, error) {
	if err := checkContext(ctx); err != nil {
		return outcome{}, opError(op, false, err)
	}
	if err := coded(DownloadMediaErrInvalidArgument, checkMediaID("mediaID", mediaID)); err != nil {
		return outcome{}, opError(op, false, err)
	}
	return c.transfer(ctx, op, kind, opts, native, c.native.cancelMediaDownload, codeError[DownloadMediaErrCode])
}
