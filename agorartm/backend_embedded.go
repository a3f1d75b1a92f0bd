//go:build !agora_sdk && cgo

// The default build: the embedded engine supplies createRtmService.

package agorartm

import _ "github.com/go-rtm/agora-rtm-go/internal/emusdk" // defines createRtmService

const backend = BackendEmbedded
