// Package emutest drives package emusdk from C++, as an application of the SDK does, for its tests:
// a _test.go file cannot use cgo. Each scenario is one C++ function that writes down what it sees.
package emutest

/*
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../../include -I${SRCDIR}/..
#include <stdlib.h>
#include "emutest.h"
*/
import "C"

import (
	"embed"
	"strings"
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/include"         // makes its headers inputs of the build
	_ "github.com/go-rtm/agora-rtm-go/internal/emusdk" // the SDK under test
)

//go:embed *.h
var _ embed.FS

// Run runs the scenario of that name against an App ID, and returns the lines it wrote. A line that
// starts with "FAILED" tells what the scenario waited for in vain. n means what the scenario says.
func Run(scenario, appID string, n int) []string {
	name, id := C.CString(scenario), C.CString(appID)
	defer C.free(unsafe.Pointer(name))
	defer C.free(unsafe.Pointer(id))
	out := C.emutest_run(name, id, C.int(n))
	defer C.free(unsafe.Pointer(out))
	text := strings.TrimSuffix(C.GoString(out), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
