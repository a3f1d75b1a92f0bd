//go:build rtm_layout_1_4

// This file builds the engine with the interface of SDK 1.4.x. That is for the drop-in library
// (cmd/libagora_rtm_sdk) and no Go program: the binding is compiled with the interface of 1.5.0.

package emusdk

// #cgo CXXFLAGS: -DAGORA_RTM_LAYOUT_1_4
import "C"
