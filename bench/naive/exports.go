// The Go functions that the SDK's thread calls.

package naive

/*
#include <stdint.h>
*/
import "C"

import "runtime/cgo"

func fromHandle(handle C.uintptr_t) *Service { return cgo.Handle(handle).Value().(*Service) }

//export naiveMessage
func naiveMessage(handle C.uintptr_t, peer, text *C.char, time C.longlong) {
	s := fromHandle(handle)
	select {
	case s.messages <- Message{C.GoString(peer), C.GoString(text), int64(time)}:
	case <-s.done:
	}
}

//export naiveResult
func naiveResult(handle C.uintptr_t, id C.longlong, code C.int) {
	s := fromHandle(handle)
	if s.waiting.Load() == 0 {
		return // of Send: nobody will ask
	}
	select {
	case s.result(int64(id)) <- int(code):
	default: // a second result
	}
}

//export naiveLogin
func naiveLogin(handle C.uintptr_t, code C.int) {
	select {
	case fromHandle(handle).login <- int(code):
	default:
	}
}

//export naiveEmpty
func naiveEmpty() {}
