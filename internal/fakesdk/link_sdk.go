//go:build agora_sdk && !agora_nolink

// The scripted SDK is the library that pkg-config names as the vendor's.

package fakesdk

// #cgo pkg-config: agora-rtm
import "C"

const linkedHere = false
