//go:build !agora_sdk

// Package fakedrive is a small C++ application of the RTM SDK for the tests of package fakesdk: Go
// tells it which calls to make, and it writes a log of calls and callbacks.
package fakedrive

/*
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../../include
#include <stdlib.h>
#include "drive.h"
*/
import "C"

import (
	"embed"
	"strings"
	"time"
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/include" // header edits rebuild this package
)

// The build cache sees header edits through this.
//
//go:embed *.h
var _ embed.FS

// Driver is the application: one service, one channel at a time, one message kept.
type Driver struct{ drive *C.fakedrive }

// New makes the application and initializes its service.
func New(factory unsafe.Pointer, appID string) *Driver {
	id := C.CString(appID)
	defer C.free(unsafe.Pointer(id))
	return &Driver{C.fakedrive_new(factory, id)}
}

// Free releases what is not released and ends the application.
func (d *Driver) Free() { C.fakedrive_free(d.drive) }

// Null is an argument that goes down as a null pointer.
const Null = "\x00null"

// Do makes a call and returns what it returned (1 and 0 for pointers). Callbacks inside it are
// logged as "inline ...", then the call itself as "name = returned". The names are those of
// drive.cc.
func (d *Driver) Do(call string, args ...string) int {
	name := C.CString(call)
	defer C.free(unsafe.Pointer(name))
	var p [2]*C.char
	for i, arg := range args {
		if arg == Null {
			continue
		}
		p[i] = C.CString(arg)
		defer C.free(unsafe.Pointer(p[i]))
	}
	return int(C.fakedrive_do(d.drive, name, p[0], p[1]))
}

// Log returns the lines so far, without the first, which is that of initialize.
func (d *Driver) Log() []string {
	lines := strings.Split(strings.TrimSpace(C.GoString(C.fakedrive_log(d.drive))), "\n")
	return lines[1:]
}

// Wait waits until Log has n lines, and returns it as it is then.
func (d *Driver) Wait(n int) []string {
	C.fakedrive_wait(d.drive, C.int(n+1), C.int((10 * time.Second).Milliseconds()))
	return d.Log()
}
