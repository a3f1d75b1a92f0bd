//go:build !agora_sdk

// The default link mode: the project's own headers; the embedded engine
// (internal/emusdk) supplies createRtmService.

package csrc

// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../include
import "C"
