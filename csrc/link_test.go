//go:build !agora_sdk

package csrc_test

// The Go test binary holds the shim too, and wants a createRtmService to link.
import _ "github.com/go-rtm/agora-rtm-go/internal/emusdk"
