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
		temp, err := writeBeside(t.path, data)
		c.mu.Lock()
		wanted := !t.ended
		t.final = wanted && err == nil
		c.mu.Unlock()
		switch {
		case err != nil:
		case !wanted:
			_ = os.Remove(temp)
		default:
			if err = os.Rename(temp, t.path); err != nil {
				_ = os.Remove(temp)
			}
		}
		code := DownloadMediaErrOK
		if err != nil {
			code = DownloadMediaErrFailure
		}
		c.mu.Lock()
		late := t.ended && t.final // by a logout just now
		c.endTransfer(t, code, nil)
		c.mu.Unlock()
		if late && err == nil {
			_ = os.Remove(t.path)
		}
	}()
}

// writeBeside writes data to a new file in the directory of path, to be renamed to it.
func writeBeside(path string, data []byte) (temp string, err error) {
	if err := checkWritable(path); err != nil {
		return "", err
	}
	temp = filepath.Join(filepath.Dir(path), ".agora-"+rand.Text()+".part")
	f, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err != nil {
		_ = os.Remove(temp)
		return "", err
	}
	return temp, nil
}

// checkWritable tells whether path may be written: replacing a file asks for the right to write to it, too.
func checkWritable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("emulator: %q is no file", path)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
