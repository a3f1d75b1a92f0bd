// This file holds the files of transfers: reading what is uploaded and writing what is downloaded.

package emulator

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // the formats whose size is found out
	_ "image/png"
	"io/fs"
	"os"
	"path/filepath"

	_ "golang.org/x/image/bmp"
)

// checkUpload returns why the file cannot be uploaded, or UploadMediaErrOK.
func checkUpload(path string) int32 {
	if !filepath.IsAbs(path) {
		return UploadMediaErrInvalidArgument
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() { // opening a pipe would block
		return UploadMediaErrFailure
	}
	f, err := os.Open(path)
	if err != nil {
		return UploadMediaErrFailure
	}
	_ = f.Close()
	switch {
	case info.Size() == 0:
		return UploadMediaErrInvalidArgument
	case info.Size() > maxMediaSize:
		return UploadMediaErrSizeOverflow
	default:
		return UploadMediaErrOK
	}
}

// readUpload reads the file of an upload and lets its bytes move. The caller holds mu.
func (c *Client) readUpload(t *transfer) {
	c.transfers.disk.Add(1)
	go func() {
		defer c.transfers.disk.Done()
		data, err := os.ReadFile(t.path)
		if err == nil && (len(data) == 0 || len(data) > maxMediaSize) {
			err = errors.New("emulator: the file has changed its size")
		}
		var width, height int32
		if err == nil && t.result == EventImageMediaUploadResult {
			width, height = imageSize(data)
		}
		c.turn.Lock()
		defer c.turn.Unlock()
		c.mu.Lock()
		switch {
		case t.ended:
		case err != nil:
			c.endTransfer(t, UploadMediaErrFailure, nil)
		default:
			t.width, t.height = width, height
			c.startMoving(t, data)
		}
		c.mu.Unlock()
		c.run()
	}()
}

// imageSize returns the size in pixels of a JPEG, PNG or BMP image, or 0 and 0.
func imageSize(data []byte) (width, height int32) {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0
	}
	switch format { // others may have been registered elsewhere in the program
	case "jpeg", "png", "bmp":
		return int32(config.Width), int32(config.Height)
	default:
		return 0, 0
	}
}

// writeDownload writes the file of a download and ends it. The caller holds mu.
func (c *Client) writeDownload(t *transfer) {
	data := t.data
	c.transfers.disk.Add(1)
	go func() {
		defer c.transfers.disk.Done()
		path, old, err := target(t.path)
		var temp string
		if err == nil {
			temp, err = writeBeside(path, old, data)
		}
		c.mu.Lock()
		wanted := !t.ended
		t.final = wanted && err == nil
		c.mu.Unlock()
		switch {
		case err != nil:
		case !wanted:
			_ = os.Remove(temp)
		default:
			if err = os.Rename(temp, path); err != nil {
				_ = os.Remove(temp)
			}
		}
		code := DownloadMediaErrOK
		if err != nil {
			code = DownloadMediaErrFailure
		}
		c.mu.Lock()
		// A logout may have ended it just now. The file stays, as what was there before is gone.
		c.endTransfer(t, code, nil)
		c.mu.Unlock()
	}()
}

// maxLinks is how many symbolic links may follow one another, as in Linux.
const maxLinks = 40

// target returns which file a path stands for, past symbolic links, and what is known about it if it is there. It
// fails if that may not be written: replacing a file asks for the right to write to it, too.
func target(path string) (string, fs.FileInfo, error) {
	for range maxLinks {
		dir, name := filepath.Split(path) // which cleans nothing: ".." may follow a link
		dir, err := filepath.EvalSymlinks(dir)
		if err != nil {
			return "", nil, err
		}
		path = filepath.Join(dir, name) // of no name it is a directory
		info, err := os.Lstat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return path, nil, nil
		case err != nil:
			return "", nil, err
		case info.Mode().IsRegular():
			return path, info, checkWritable(path)
		}
		link, err := os.Readlink(path) // which fails for what is no link
		if err != nil {
			return "", nil, err
		}
		if !filepath.IsAbs(link) {
			link = dir + string(filepath.Separator) + link
		}
		path = link
	}
	return "", nil, fmt.Errorf("emulator: %q: too many links", path)
}

// writeBeside writes data to a new file in the directory of path, to be renamed to it. It has the mode of the old
// one, if there is one.
func writeBeside(path string, old fs.FileInfo, data []byte) (temp string, err error) {
	mode := fs.FileMode(0o666)
	if old != nil {
		mode = old.Mode().Perm()
	}
	temp = filepath.Join(filepath.Dir(path), ".agora-"+rand.Text()+".part")
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return "", err
	}
	if old != nil {
		err = f.Chmod(mode) // what the umask has taken away
	}
	if err == nil {
		_, err = f.Write(data)
	}
	err = errors.Join(err, f.Close())
	if err != nil {
		_ = os.Remove(temp)
		return "", err
	}
	return temp, nil
}

// checkWritable tells whether a file may be written.
func checkWritable(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
