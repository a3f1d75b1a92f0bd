// Package fakesdk is a scripted RTM SDK: the C++ interfaces of include/, answering as a test tells
// them to. It is for the tests of what stands on those interfaces, the binding first.
//
// # Use
//
//	fake := fakesdk.New()                  // a script under a fresh App ID
//	defer func() { require.NoError(t, fake.Close()) }() // also says what was not released
//	service, err := agorartm.NewService(fake.AppID(), handler) // finds it through nativesdk
//
//	fake.On(fakesdk.Login, fakesdk.Behavior{Mode: fakesdk.Inline})       // from now on
//	fake.Next(fakesdk.SendPeer, fakesdk.Behavior{Return: 102})           // the next one only
//	fake.FirePeerMessage(fakesdk.Message{From: "bob", Text: "hello"})    // an event
//	require.Zero(t, fake.Count(fakesdk.SendPeer))                        // nothing was sent
//
// Code that takes a factory instead of an App ID gets [Factory]; the service still finds its script
// by the App ID given to initialize, and an unknown one is refused with INIT_ERR_INVALID_APP_ID (3).
//
// # What it does
//
// Every call of [Op] succeeds by default and answers on an SDK thread. A [Behavior] changes that:
// return value, callback code, when and on which thread the callback runs, twice, never, or after
// the service was released. Nothing is enforced that was not scripted: one may send before login.
// Only the null checks are those of the real library: null where that dies, the fake aborts the
// process with a line on standard error that says why (null text, null raw data with a length, null
// content, null ids at creation); null or malformed arguments that the real one refuses are refused
// with the same code.
//
// Use of an object after its release, a second release, the release of a message that the SDK owns,
// and the release of a channel inside one of its own callbacks (a deadlock in the real library)
// abort as well. So does the use of a channel or call manager after its service was released.
//
// # Threads
//
// Each service has its own SDK threads ([Fake.SetThreads], one by default), which start in
// initialize ([Fake.StartThreadsIn]) and so inherit the signal mask of that call. Callbacks without
// a chosen thread take turns on them. Fire methods wait until the handlers have returned, unless
// asked not to with [Source.NoWait].
//
// # As the vendor's library
//
// With -tags agora_sdk none of the C++ is compiled here: it is then in the library that stands in for
// the vendor's (internal/sdkvariants), and services come from that library's createRtmService.
package fakesdk

/*
#include <stdlib.h>
#include "fakesdk.h"
*/
import "C"

import (
	"embed"
	"fmt"
	"sync"
	"time"
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/include" // header edits rebuild this package
	"github.com/go-rtm/agora-rtm-go/internal/nativesdk"
)

// The build cache sees header edits through this.
//
//go:embed *.h
var _ embed.FS

// Factory returns the C++ function that creates services of this SDK, as a C function pointer of
// the type of createRtmService.
func Factory() unsafe.Pointer { return C.fakesdk_factory() }

// Fake is the script of one App ID: what its services do, and what they were seen doing. All
// methods are safe for concurrent use. After [Fake.Close] only AppID and Live may be called.
type Fake struct {
	Source
	script *C.fakesdk_script
	appID  string

	mu     sync.Mutex // guards closed, and the record against being forgotten while it is read
	closed bool
}

// New makes a script under a fresh App ID and registers the factory for it with package nativesdk.
func New() *Fake {
	f := &Fake{script: C.fakesdk_new()}
	f.Source.fake = f
	f.appID = C.GoString(C.fakesdk_app_id(f.script))
	if linkedHere {
		nativesdk.Set(f.appID, Factory())
	}
	return f
}

// AppID returns the App ID under which services find this script: 32 hexadecimal digits.
func (f *Fake) AppID() string { return f.appID }

// Close ends the script. The error lists objects that were created and never released; their memory
// is kept then, so that whoever still holds them does not crash. A second Close does nothing.
func (f *Fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	nativesdk.Unset(f.appID)
	live := liveOf(f.script)
	if n := C.fakesdk_close(f.script); n != 0 {
		return fmt.Errorf("fakesdk: %d objects were not released: %+v", int64(n), live)
	}
	return nil
}

// SetThreads sets how many SDK threads a service has; for services whose threads have not started.
func (f *Fake) SetThreads(n int) { f.set(C.FAKESDK_OPTION_THREADS, n) }

// StartThreadsIn sets the call in which the SDK threads start: [Initialize] (the default) or another
// call of the service. Before it, events and callbacks start them.
func (f *Fake) StartThreadsIn(op Op) { f.set(C.FAKESDK_OPTION_START_IN, int(op)) }

// BigIDs makes message and request ids large 64-bit numbers, as some libraries have (OB-12).
func (f *Fake) BigIDs() { f.set(C.FAKESDK_OPTION_BIG_IDS, 1) }

// Quiet turns off the record of calls and the checks for use after release of messages and
// attributes, so that benchmarks neither pay for them nor grow. Calls are still counted.
func (f *Fake) Quiet() { f.set(C.FAKESDK_OPTION_QUIET, 1) }

// EventsAfterRelease makes the Fire methods and streams call handlers even after their service or
// channel was released, on a thread of the script: a library that does not stop. By default they do
// nothing then.
func (f *Fake) EventsAfterRelease() { f.set(C.FAKESDK_OPTION_AFTER_RELEASE, 1) }

// SetNulls chooses what is null or negative in all callbacks from now on.
func (f *Fake) SetNulls(nulls Nulls) { f.set(C.FAKESDK_OPTION_NULLS, int(nulls)) }

func (f *Fake) set(option C.fakesdk_option, value int) {
	C.fakesdk_set(f.script, C.int(option), C.int(value))
}

// SetMembers sets who is in every channel, for getMembers and the member counts. By default that is
// the user who logged in last.
func (f *Fake) SetMembers(users ...string) {
	var a arena
	defer a.free()
	C.fakesdk_set_members(f.script, a.strings(users), C.int(len(users)))
}

// SetAttributes sets what every read of user or channel attributes gives. By default nothing.
func (f *Fake) SetAttributes(attributes ...Attribute) {
	var a arena
	defer a.free()
	keys, values := a.attributes(attributes)
	C.fakesdk_set_attributes(f.script, keys, values, C.int(len(attributes)))
}

// SetAttributeWriter sets who wrote the channel attributes that reads give, and when
// (milliseconds). By default that is "" and 0.
func (f *Fake) SetAttributeWriter(user string, at int64) {
	var a arena
	defer a.free()
	C.fakesdk_set_attribute_writer(f.script, a.string(user), C.longlong(at))
}

// SetPeerStates sets what queries give of these peers. By default every peer is online.
func (f *Fake) SetPeerStates(peers ...PeerState) {
	var a arena
	defer a.free()
	var names []string
	for _, p := range peers {
		names = append(names, p.Peer)
	}
	C.fakesdk_set_peer_states(f.script, a.strings(names), a.states(peers), C.int(len(peers)))
}

// SetUpload sets what uploads from now on result in (whether an image decides the call). By default
// the media id is "uploaded" and all else empty.
func (f *Fake) SetUpload(m Media) {
	var a arena
	defer a.free()
	C.fakesdk_set_upload(f.script, a.media(m))
}

// SetDownload sets what downloads to memory give. By default "media".
func (f *Fake) SetDownload(data []byte) {
	var a arena
	defer a.free()
	C.fakesdk_set_download(f.script, a.bytes(data), C.int(len(data)))
}

// ReleaseLate delivers the results held back by [Late], in order, and returns how many callbacks
// ran. They run on an SDK thread, or when their service is released on a thread of the script's own.
func (f *Fake) ReleaseLate() int { return int(C.fakesdk_release_late(f.script)) }

// Held returns how many results are held back by [Late].
func (f *Fake) Held() int { return int(C.fakesdk_held(f.script)) }

// Unblock lets the calls go on that are stuck inside the SDK by [Behavior.Block]. Calls that come
// later are stuck again.
func (f *Fake) Unblock() { C.fakesdk_unblock(f.script) }

// WaitBlocked waits until n calls are stuck by [Behavior.Block] and returns whether they are.
func (f *Fake) WaitBlocked(n int, timeout time.Duration) bool {
	return C.fakesdk_wait_blocked(f.script, C.int(n), C.int(timeout.Milliseconds())) != 0
}

// WriteToClosedSocket makes an SDK thread write to a socket whose other end is closed and returns
// the error number: EPIPE when SIGPIPE is blocked or ignored on that thread; if it is not, the
// signal ends the process. Threads count from 1; 0 takes the next one. It returns -1 when there is
// no such thread.
func (f *Fake) WriteToClosedSocket(thread int) int {
	return int(C.fakesdk_write_to_closed_socket(f.script, C.int(thread)))
}

// SIGPIPEBlocked reports whether SIGPIPE was blocked on the SDK thread (counted from 1) when it
// started, and whether there is such a thread.
func (f *Fake) SIGPIPEBlocked(thread int) (blocked, ok bool) {
	n := C.fakesdk_sigpipe_blocked(f.script, C.int(thread))
	return n == 1, n >= 0
}

// Attribute is a key and value of a user or channel.
type Attribute struct{ Key, Value string }

// Nulls says what is null or negative in callbacks.
type Nulls int

// What can be null or negative in callbacks; to be combined with |.
const (
	NullID        Nulls = C.FAKESDK_NULL_ID        // user, peer and channel ids, the renewed token
	NullText      Nulls = C.FAKESDK_NULL_TEXT      // text of messages, content and response
	NullData      Nulls = C.FAKESDK_NULL_DATA      // raw data and media, with a length above 0
	NullObject    Nulls = C.FAKESDK_NULL_OBJECT    // message, member, attribute, invitation pointers
	NullArray     Nulls = C.FAKESDK_NULL_ARRAY     // arrays, with a count above 0
	NullValue     Nulls = C.FAKESDK_NULL_VALUE     // keys and values of attributes
	NegativeCount Nulls = C.FAKESDK_NEGATIVE_COUNT // counts and lengths are -1
)

// arena keeps C copies of Go values until free.
type arena []unsafe.Pointer

func (a *arena) string(s string) *C.char {
	p := C.CString(s)
	*a = append(*a, unsafe.Pointer(p))
	return p
}

func (a *arena) alloc(size int) unsafe.Pointer {
	p := C.malloc(C.size_t(size))
	*a = append(*a, p)
	return p
}

func (a *arena) bytes(b []byte) unsafe.Pointer {
	p := a.alloc(len(b) + 1) // never an empty block: that may be null
	copy(unsafe.Slice((*byte)(p), len(b)), b)
	return p
}

func (a *arena) strings(list []string) **C.char {
	p := a.alloc((len(list) + 1) * int(unsafe.Sizeof((*C.char)(nil))))
	array := unsafe.Slice((**C.char)(p), len(list))
	for i, s := range list {
		array[i] = a.string(s)
	}
	return (**C.char)(p)
}

func (a *arena) attributes(list []Attribute) (keys, values **C.char) {
	var k, v []string
	for _, at := range list {
		k, v = append(k, at.Key), append(v, at.Value)
	}
	return a.strings(k), a.strings(v)
}

func (a *arena) free() {
	for _, p := range *a {
		C.free(p)
	}
}
