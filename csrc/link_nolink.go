//go:build agora_sdk && agora_nolink

// Link mode agora_sdk,agora_nolink: the vendor's headers and library as the
// caller's CGO_CXXFLAGS and CGO_LDFLAGS say.

package csrc

// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden
import "C"
