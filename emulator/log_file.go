// This file holds the log files themselves: two of equal size, written behind the back of those who log.

package emulator

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// maxPending is how much may wait to be written, in bytes; what comes on top is lost.
const maxPending = 1 << 20

// logFiles are the log files in use in this process, by path: clients with the same path share one, or they
// would take turns at moving it away.
var logFiles struct {
	sync.Mutex
	open map[string]*logFile
}

// logFile is a log file and the one before it. Lines are written by a goroutine that lives while there are
// any, so that no client waits for a disk.
type logFile struct {
	path  string
	users int // guarded by logFiles

	mu      sync.Mutex // a leaf
	idle    sync.Cond  // on mu
	pending []byte
	lost    int // lines, since one was taken
	limit   int64
	writing bool
	failed  bool // given up; the next to ask for the path gets another

	// Of the goroutine, or of the one who opens and closes.
	file *os.File // nil after a failure
	size int64
}

// openLog returns the log file at this path, whose two halves may grow to limit bytes each. Its user ends with
// release.
func openLog(path string, limit int64) (*logFile, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	logFiles.Lock()
	defer logFiles.Unlock()
	f := logFiles.open[path]
	if f == nil || f.hasFailed() {
		f = &logFile{path: path}
		f.idle.L = &f.mu
		if err := f.openFile(0); err != nil {
			return nil, err
		}
		if logFiles.open == nil {
			logFiles.open = make(map[string]*logFile)
		}
		logFiles.open[path] = f
	}
	f.users++
	f.setLimit(limit)
	return f, nil
}

// openFile opens the file, to append.
func (f *logFile) openFile(flag int) error {
	// A pipe would block.
	if info, err := os.Stat(f.path); err == nil && !info.Mode().IsRegular() {
		return errors.New("not a regular file")
	}
	file, err := os.OpenFile(f.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|flag, 0o644)
	if err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return err
	}
	f.file, f.size = file, info.Size()
	return nil
}

// release closes the file when all is written, once nobody uses it any more.
func (f *logFile) release() {
	if f == nil {
		return
	}
	logFiles.Lock()
	defer logFiles.Unlock()
	if f.users--; f.users > 0 {
		return
	}
	if logFiles.open[f.path] == f {
		delete(logFiles.open, f.path)
	}
	f.mu.Lock()
	for f.writing {
		f.idle.Wait()
	}
	f.mu.Unlock()
	if f.file != nil {
		f.file.Close()
	}
}

func (f *logFile) hasFailed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failed
}

func (f *logFile) setLimit(limit int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.limit = limit
}

// add has a line written, newline included.
func (f *logFile) add(line []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.pending)+len(line) > maxPending {
		f.lost++
		return
	}
	f.pending = append(f.pending, line...)
	if !f.writing {
		f.writing = true
		go f.drain()
	}
}

// drain writes until there is nothing left.
func (f *logFile) drain() {
	var spare []byte
	for {
		f.mu.Lock()
		lines, limit := f.pending, f.limit
		if len(lines) == 0 {
			f.pending = nil
			f.writing = false
			f.idle.Broadcast()
			f.mu.Unlock()
			return
		}
		if f.lost > 0 {
			lines = fmt.Appendf(lines, "%d lines lost\n", f.lost)
			f.lost = 0
		}
		f.pending = spare[:0]
		f.mu.Unlock()
		f.write(lines, limit)
		spare = lines
	}
}

// write writes lines, and begins the file anew before the one with which it would grow beyond limit.
func (f *logFile) write(lines []byte, limit int64) {
	for len(lines) > 0 && f.file != nil {
		n := 0
		for n < len(lines) {
			line := bytes.IndexByte(lines[n:], '\n') + 1
			if f.size+int64(n+line) > limit && f.size+int64(n) > 0 {
				break
			}
			n += line
		}
		if n == 0 {
			f.rotate()
			continue
		}
		if _, err := f.file.Write(lines[:n]); err != nil {
			f.fail(err)
			return
		}
		f.size += int64(n)
		lines = lines[n:]
	}
}

// rotate makes the file the second one, and begins another.
func (f *logFile) rotate() {
	f.file.Close()
	f.file = nil
	err := os.Rename(f.path, secondLog(f.path))
	if err == nil {
		err = f.openFile(0)
	} else {
		err = f.openFile(os.O_TRUNC) // it must not grow, all the same
	}
	if err != nil {
		f.fail(err)
	}
}

// fail gives the file up.
func (f *logFile) fail(err error) {
	if f.file != nil {
		f.file.Close()
		f.file = nil
	}
	f.mu.Lock()
	f.failed = true
	f.mu.Unlock()
	slog.Warn("emulator: log file given up", "path", f.path, "error", err)
}

// secondLog is the name of the older of the two files: name_1.ext.
func secondLog(path string) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + "_1" + ext
}
