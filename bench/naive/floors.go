// The floors: what the machine charges for the parts alone.

package naive

/*
#include "naive.h"
*/
import "C"

import "time"

// EmptyCall is an empty cgo call.
func EmptyCall() { C.naive_empty_call() }

// EmptyForeignCallbacks calls an empty exported Go function n times from a thread that Go did not
// make, and returns how long that took there; starting the thread and its first call are left out.
func EmptyForeignCallbacks(n int) time.Duration {
	return time.Duration(C.naive_foreign_callbacks(C.int(n)))
}

// CopyPayload copies a payload of the given size n times with memcpy and returns how long it took.
func CopyPayload(size, n int) time.Duration {
	return time.Duration(C.naive_copy(C.int(size), C.int(n)))
}
