// This file holds link: one connection, with a queue of what is to be sent over it.

package remote

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

var (
	errLinkDown   = errors.New("remote: the connection is down")
	errSlowReader = errors.New("remote: the other side reads too slowly")
)

// link is one connection. Both sides send through a queue and a goroutine that empties it: what is sent leaves in
// the order in which it was queued, and nobody who holds a lock waits for a network.
type link struct {
	conn   *jsonrpc2.Conn
	frames *framed
	ready  chan struct{} // closed when conn can be used
	done   chan struct{} // closed when the link has ended

	mu     sync.Mutex
	filled sync.Cond // there is something in the queue, or the link has ended
	room   sync.Cond // there is less in the queue, or the link has ended
	queue  []item
	size   int // bytes in the queue, and of what is being written
	limit  int
	over   bool
	cause  error
}

// item is something to be sent.
type item struct {
	size int
	send func(*jsonrpc2.Conn) error
}

// discard is a logger that does not log: errors of a link are logged by its owner, once.
type discard struct{}

func (discard) Printf(string, ...any) {}

// handler passes on what comes in, once the link can be used.
type handler struct {
	link   *link
	handle func(*link, *jsonrpc2.Request)
}

func (h handler) Handle(_ context.Context, _ *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-h.link.ready
	h.handle(h.link, req)
}

// newLink begins to read. Requests go to handle in the order of arrival, one at a time. The read deadline of conn
// holds until live is called.
func newLink(conn net.Conn, lim Limits, frame int, handle func(*link, *jsonrpc2.Request)) *link {
	l := &link{
		frames: newFramed(conn, frame, lim.Stall),
		ready:  make(chan struct{}),
		done:   make(chan struct{}),
		limit:  lim.Queue,
	}
	l.filled.L, l.room.L = &l.mu, &l.mu
	l.conn = jsonrpc2.NewConn(context.Background(), l.frames, handler{l, handle}, jsonrpc2.SetLogger(discard{}))
	close(l.ready)
	go l.write()
	go func() {
		<-l.conn.DisconnectNotify()
		l.close(nil)
	}()
	return l
}

// live lets the other side send frames of this size, and end the link by so much silence.
func (l *link) live(frame int, silence time.Duration) {
	l.frames.limit.Store(int64(frame))
	l.frames.silence.Store(int64(silence))
}

// close ends the link; what is queued is lost. The first cause is kept.
func (l *link) close(cause error) {
	<-l.ready
	l.mu.Lock()
	if l.over {
		l.mu.Unlock()
		return
	}
	if cause == nil {
		cause = l.frames.cause()
	}
	l.over, l.cause, l.queue = true, cause, nil
	l.filled.Broadcast()
	l.room.Broadcast()
	l.mu.Unlock()
	_ = l.conn.Close()
	close(l.done)
}

// why returns the cause of the end, or nil.
func (l *link) why() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cause
}

// push queues an item. If the queue is full it waits for room, or else ends the link: the other side does not read
// what it has asked for. It reports false if the link has ended.
func (l *link) push(it item, wait bool) bool {
	l.mu.Lock()
	for wait && !l.over && l.full(it) {
		l.room.Wait()
	}
	switch {
	case l.over:
		l.mu.Unlock()
		return false
	case l.full(it):
		l.mu.Unlock()
		go l.close(errSlowReader) // the caller may hold any lock
		return false
	}
	l.queue = append(l.queue, it)
	l.size += it.size
	if len(l.queue) == 1 {
		l.filled.Signal()
	}
	l.mu.Unlock()
	return true
}

// full tells whether there is no room for the item now. A queue that is empty has room for any.
func (l *link) full(it item) bool { return l.size > 0 && l.size+it.size > l.limit }

// notify queues a notification.
func (l *link) notify(method string, params any, size int, wait bool) bool {
	return l.push(item{size, func(c *jsonrpc2.Conn) error {
		return c.Notify(context.Background(), method, params)
	}}, wait)
}

// reply queues the answer to a call, behind what has been queued before.
func (l *link) reply(id jsonrpc2.ID, result any) {
	l.push(item{itemSize, func(c *jsonrpc2.Conn) error {
		return c.Reply(context.Background(), id, result)
	}}, false)
}

// fail queues an error as the answer to a call.
func (l *link) fail(id jsonrpc2.ID, code int64, text string) {
	l.push(item{itemSize, func(c *jsonrpc2.Conn) error {
		return c.ReplyWithError(context.Background(), id, &jsonrpc2.Error{Code: code, Message: text})
	}}, false)
}

// call makes a call, behind what has been queued before, and waits for its answer. It must not be made by
// the handler of this link.
func (l *link) call(ctx context.Context, method string, params, result any) error {
	made := make(chan jsonrpc2.Waiter, 1)
	if !l.push(item{itemSize, func(c *jsonrpc2.Conn) error {
		w, err := c.DispatchCall(ctx, method, params)
		if err == nil {
			made <- w
		}
		return err
	}}, true) {
		return errLinkDown
	}
	select {
	case w := <-made:
		err := w.Wait(ctx, result)
		if errors.Is(err, jsonrpc2.ErrClosed) {
			return errLinkDown
		}
		return err
	case <-l.done:
		return errLinkDown
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write empties the queue until the link ends.
func (l *link) write() {
	var batch []item
	for {
		l.mu.Lock()
		for len(l.queue) == 0 && !l.over {
			l.filled.Wait()
		}
		if l.over {
			l.mu.Unlock()
			return
		}
		batch, l.queue = l.queue, batch[:0]
		l.mu.Unlock()
		for i, it := range batch {
			if err := it.send(l.conn); err != nil {
				l.close(err)
				return
			}
			batch[i] = item{}
			l.mu.Lock()
			l.size -= it.size
			l.room.Broadcast()
			l.mu.Unlock()
		}
		if err := l.frames.flush(); err != nil {
			l.close(err)
			return
		}
		if cap(batch) > keepQueue {
			batch = nil
		}
	}
}

const (
	itemSize  = 128  // what an item costs besides its texts
	keepQueue = 1024 // items of a queue whose memory is kept
)
