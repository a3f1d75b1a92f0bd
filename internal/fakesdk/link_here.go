//go:build !agora_sdk

// The default build: the scripted SDK is compiled into the test.

package fakesdk

// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../include
import "C"

// linkedHere tells whether services have to be taken from this package's factory, because the
// linked createRtmService is that of another SDK.
const linkedHere = true
