// Package naive is the yardstick of the benchmarks: the binding one would write first, of two things
// only, sending a text message to a peer and receiving them.
//
// A cgo.Handle goes through the SDK as a void*, the SDK's thread calls the exported Go functions
// directly, strings are made with C.CString and C.GoString, a Go channel hands the messages over,
// and there is no queue: a reader that does not read stops the SDK's thread. Nothing is checked. Do
// not use it for anything else; package agorartm is the binding.
package naive

/*
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../include
#include <stdlib.h>
#include "naive.h"
*/
import "C"

import (
	"embed"
	"fmt"
	"runtime/cgo"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/include" // header edits rebuild this package
)

// The build cache sees header edits through this.
//
//go:embed *.h
var _ embed.FS

// Message is a received text message.
type Message struct {
	Peer, Text string
	Time       int64 // getServerReceivedTs
}

// Service is one IRtmService.
type Service struct {
	native   *C.naive_service
	handle   cgo.Handle
	messages chan Message
	login    chan int
	done     chan struct{}

	waiting atomic.Int64 // SendWait calls in flight
	mu      sync.Mutex
	results map[int64]chan int // by message id; made by whoever comes first, waiter or result
}

// NewService makes and initializes a service with a factory of the type of createRtmService.
func NewService(appID string, factory unsafe.Pointer) (*Service, error) {
	s := &Service{
		messages: make(chan Message, 1024),
		login:    make(chan int, 1),
		done:     make(chan struct{}),
		results:  map[int64]chan int{},
	}
	s.handle = cgo.NewHandle(s)
	id := C.CString(appID)
	defer C.free(unsafe.Pointer(id))
	var code C.int
	s.native = C.naive_create(factory, id, C.uintptr_t(s.handle), &code)
	if s.native == nil {
		s.handle.Delete()
		return nil, fmt.Errorf("naive: initialize: code %d", int(code))
	}
	return s, nil
}

// Login logs the user in and waits for the result.
func (s *Service) Login(token, user string) error {
	t, u := C.CString(token), C.CString(user)
	defer C.free(unsafe.Pointer(t))
	defer C.free(unsafe.Pointer(u))
	if code := C.naive_login(s.native, t, u); code != 0 {
		return fmt.Errorf("naive: login: code %d", int(code))
	}
	if code := <-s.login; code != 0 {
		return fmt.Errorf("naive: login: result %d", code)
	}
	return nil
}

// Send sends a text message and returns its id; the result is not waited for.
func (s *Service) Send(peer, text string) (int64, error) {
	p, t := C.CString(peer), C.CString(text)
	defer C.free(unsafe.Pointer(p))
	defer C.free(unsafe.Pointer(t))
	var id C.longlong
	if code := C.naive_send(s.native, p, t, &id); code != 0 {
		return 0, fmt.Errorf("naive: send: code %d", int(code))
	}
	return int64(id), nil
}

// SendLoop sends a text message n times without coming back to Go, and returns how long that took:
// the SDK's own share of a send.
func (s *Service) SendLoop(peer, text string, n int) time.Duration {
	p, t := C.CString(peer), C.CString(text)
	defer C.free(unsafe.Pointer(p))
	defer C.free(unsafe.Pointer(t))
	return time.Duration(C.naive_send_loop(s.native, p, t, C.int(n)))
}

// SendWait sends a text message and waits for its result.
func (s *Service) SendWait(peer, text string) error {
	s.waiting.Add(1)
	defer s.waiting.Add(-1)
	id, err := s.Send(peer, text)
	if err != nil {
		return err
	}
	code := <-s.result(id)
	s.mu.Lock()
	delete(s.results, id)
	s.mu.Unlock()
	if code != 0 {
		return fmt.Errorf("naive: send: result %d", code)
	}
	return nil
}

// result returns the channel for the result of a message.
func (s *Service) result(id int64) chan int {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.results[id]
	if !ok {
		c = make(chan int, 1)
		s.results[id] = c
	}
	return c
}

// Messages returns the channel of received messages. It is never closed.
func (s *Service) Messages() <-chan Message { return s.messages }

// Close releases the service; no method may be running or called afterwards.
func (s *Service) Close() {
	close(s.done)
	C.naive_release(s.native)
	s.handle.Delete()
}
