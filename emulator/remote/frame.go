// This file holds the frame of one JSON-RPC message: a Content-Length line, an empty line, the message.

package remote

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	frameHeader    = "Content-Length: "
	maxFrameDigits = 9
)

var (
	errFrameHeader = errors.New("remote: a frame does not begin with its length")
	errFrameSize   = errors.New("remote: a frame is too large")
)

// framed reads and writes the frames of one connection. It is stricter than the streams that come with the
// library: no other header lines, which a web page could smuggle in; no frame above the limit; and no
// endless patience.
type framed struct {
	conn    net.Conn
	r       *bufio.Reader
	w       *bufio.Writer
	limit   atomic.Int64  // bytes of a frame that is read
	silence atomic.Int64  // how long a frame may take to arrive, in nanoseconds; 0: as conn is set
	stall   time.Duration // how long a frame may take to be written
	broken  atomic.Pointer[error]
}

func newFramed(conn net.Conn, limit int, stall time.Duration) *framed {
	c := &framed{conn: conn, r: bufio.NewReader(conn), w: bufio.NewWriterSize(conn, 32<<10), stall: stall}
	c.limit.Store(int64(limit))
	return c
}

// WriteObject leaves what is small to flush.
func (c *framed) WriteObject(obj any) error {
	data, err := json.Marshal(obj)
	if err != nil {
		return err
	}
	if err := c.conn.SetWriteDeadline(time.Now().Add(c.stall)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.w, "%s%d\r\n\r\n", frameHeader, len(data)); err != nil {
		return err
	}
	_, err = c.w.Write(data)
	return err
}

// flush sends what has been written.
func (c *framed) flush() error {
	if err := c.conn.SetWriteDeadline(time.Now().Add(c.stall)); err != nil {
		return err
	}
	return c.w.Flush()
}

// Close closes the connection; what has not been flushed is lost.
func (c *framed) Close() error { return c.conn.Close() }

// ReadObject reads a frame.
func (c *framed) ReadObject(v any) error {
	if d := time.Duration(c.silence.Load()); d > 0 {
		if err := c.conn.SetReadDeadline(time.Now().Add(d)); err != nil {
			return err
		}
	}
	err := readFrame(c.r, c.limit.Load(), v)
	if err != nil {
		c.broken.CompareAndSwap(nil, &err)
	}
	return err
}

// cause returns why reading ended, or nil.
func (c *framed) cause() error {
	if err := c.broken.Load(); err != nil {
		return *err
	}
	return nil
}

// readFrame reads one frame of at most limit bytes and decodes it into v.
func readFrame(r *bufio.Reader, limit int64, v any) error {
	// Byte by byte, so that a stranger is refused at the first one that is wrong.
	for i := range len(frameHeader) {
		b, err := r.ReadByte()
		if err != nil {
			if i > 0 && errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		if b != frameHeader[i] {
			return errFrameHeader
		}
	}
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	digits, found := strings.CutSuffix(string(line), "\r\n")
	if !found || digits == "" || len(digits) > maxFrameDigits || strings.Trim(digits, "0123456789") != "" {
		return errFrameHeader
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return errFrameHeader
	}
	if n > limit {
		return errFrameSize
	}
	if line, err = r.ReadSlice('\n'); err != nil {
		return err
	}
	if string(line) != "\r\n" {
		return errFrameHeader
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}
