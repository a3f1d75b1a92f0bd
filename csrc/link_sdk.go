//go:build agora_sdk && !agora_nolink

// Link mode agora_sdk: the vendor's headers and library, found through the
// pkg-config file agora-rtm.

package csrc

// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden
// #cgo pkg-config: agora-rtm
import "C"
