//go:build cgo

// Package handle passes Go values through C's void* and back. It is the only importer of
// github.com/mattn/go-pointer, and puts a type, a single release and a count around it.
//
// A handle's pointer is the address of a small piece of C memory, and such an address may be handed
// out again as soon as the handle is freed. So a pointer that outlives its handle can find another
// object: whoever gives one to C must know that C no longer uses it before calling Free.
package handle

import (
	"runtime/pprof"
	"sync/atomic"
	"unsafe"

	"github.com/mattn/go-pointer"
)

// ProfileName is the name of the runtime/pprof profile that shows where live handles were made.
const ProfileName = "agora-rtm-go/handle"

var profile = pprof.NewProfile(ProfileName)

// Handle keeps a *T reachable while C holds a pointer to it. Its methods are safe to call from any
// goroutine.
type Handle[T any] struct {
	key atomic.Pointer[byte] // C memory; nil once freed
}

// New makes a handle for v, which must not be nil. The handle keeps v from being collected until
// Free.
func New[T any](v *T) *Handle[T] {
	if v == nil {
		panic("handle: New of a nil pointer")
	}
	h := new(Handle[T])
	h.key.Store((*byte)(pointer.Save(v)))
	profile.Add(h, 0)
	return h
}

// Pointer returns what to give to C, or nil after Free.
func (h *Handle[T]) Pointer() unsafe.Pointer {
	return unsafe.Pointer(h.key.Load())
}

// Free releases the handle. Calls after the first do nothing.
func (h *Handle[T]) Free() {
	// The swap lets one caller through: releasing a key twice frees its C memory twice, which aborts
	// the process.
	key := h.key.Swap(nil)
	if key == nil {
		return
	}
	pointer.Unref(unsafe.Pointer(key))
	profile.Remove(h)
}

// Lookup returns the value behind a pointer that came back from C, or nil when there is no live
// handle at that address or it is one for another type.
func Lookup[T any](p unsafe.Pointer) *T {
	v, _ := pointer.Restore(p).(*T)
	return v
}

// Live returns how many handles have not been freed.
func Live() int {
	return profile.Count()
}
