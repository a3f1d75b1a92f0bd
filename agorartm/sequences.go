// Messages as sequences, for programs that prefer a loop to a handler.

package agorartm

import (
	"context"
	"iter"
	"sync"
)

// PeerMessages attaches a handler like AddEventHandler and returns its messages
// as a sequence, from now on, to be ranged over once. It ends when ctx is done
// or the service is closed, and detaches when the loop is left.
//
// The body of the loop takes the place of the handler: until it comes back for
// the next message, later events of the service wait. So range over it soon,
// or cancel ctx: what is never ranged over stays attached, and in memory, until
// ctx ends, even when the service is closed. A nil ctx is one that never ends.
func (s *Service) PeerMessages(ctx context.Context) iter.Seq[PeerMessageEvent] {
	return sequence(ctx, s.core.closing, func(handler func(PeerMessageEvent)) (remove func()) {
		return s.core.handlers.add(ServiceHandler{OnMessageReceivedFromPeer: handler})
	})
}

// Messages returns the messages of the channel as a sequence, by the rules of
// Service.PeerMessages. It ends when the channel is closed, too.
func (ch *Channel) Messages(ctx context.Context) iter.Seq[ChannelMessageEvent] {
	return sequence(ctx, ch.core.closing, func(handler func(ChannelMessageEvent)) (remove func()) {
		return ch.core.handlers.add(ChannelHandler{OnMessageReceived: handler})
	})
}

// sequence hands the events of an attached handler to a loop, one by one.
func sequence[E any](ctx context.Context, closing <-chan struct{}, attach func(func(E)) (remove func())) iter.Seq[E] {
	if ctx == nil {
		ctx = context.Background()
	}
	events := make(chan E)
	over := make(chan struct{})
	remove := attach(func(e E) {
		select {
		case events <- e:
		case <-ctx.Done():
		case <-closing:
		case <-over:
		}
	})
	stop := sync.OnceFunc(func() {
		close(over)
		remove()
	})
	forget := context.AfterFunc(ctx, stop)
	return func(yield func(E) bool) {
		defer forget()
		defer stop()
		for {
			select {
			case e := <-events:
				if !yield(e) {
					return
				}
			case <-over:
				return
			case <-ctx.Done():
				return
			case <-closing:
				return
			}
		}
	}
}
