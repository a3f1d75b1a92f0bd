//go:build agora_sdk

// The vendor's library supplies createRtmService; see csrc/link_*.go.

package agorartm

const backend = BackendSDK
