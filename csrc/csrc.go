// Package csrc holds the C++ shim: rtm_shim.h, a C interface over the C++
// interfaces of the Agora RTM SDK, and the classes behind it.
//
// It has no Go API. Package agorartm includes rtm_shim.h and imports this
// package so that the C++ files are compiled and linked. The shim names no Go
// symbol; Go installs its exported functions as a table of C function pointers
// (rtm_shim_set_callbacks).
package csrc

import (
	"embed"

	_ "github.com/go-rtm/agora-rtm-go/include" // its embedded headers enter this package's build key
)

import "C"

// The build cache hashes embedded files, not included ones: without this, an
// edited header would leave stale objects.
//
//go:embed *.h
var _ embed.FS
