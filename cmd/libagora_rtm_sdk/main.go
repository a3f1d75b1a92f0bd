// Command libagora_rtm_sdk is a library: the embedded engine as a libagora_rtm_sdk.so for C++
// programs that are written for Agora's RTM SDK. make dropin builds it, by scripts/dropin.sh.
//
// It exports the functions of include/ and nothing else (exports.map). With the build tag
// rtm_layout_1_4 it is for programs that were compiled with headers of 1.4.x.
//
// A Go program must not link it, or load it: two Go runtimes in one process do not get along. It
// imports package agorartm.
package main

/*
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../include
*/
import "C"

import (
	"fmt"
	"os"

	_ "github.com/go-rtm/agora-rtm-go/include"         // makes its headers inputs of the build
	_ "github.com/go-rtm/agora-rtm-go/internal/emusdk" // the SDK
)

// main does not run in a library.
func main() {
	fmt.Fprintln(os.Stderr, "libagora_rtm_sdk is a library, not a program; make dropin builds it")
	os.Exit(2)
}
