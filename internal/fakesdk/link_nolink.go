//go:build agora_sdk && agora_nolink

// The scripted SDK is the library that the caller's CGO_LDFLAGS name.

package fakesdk

import "C"

const linkedHere = false
