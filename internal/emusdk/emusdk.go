// Package emusdk gives the RTM cloud of package emulator the C++ face of the Agora RTM SDK. It
// defines createRtmService, getRtmSdkVersion and setRtmServiceContext, so a program that links it
// finds the whole of include/ without the vendor's library. Go programs import it for that effect
// only.
//
// # The way down
//
// The C++ classes are thin, one file per topic (service.cc, channel.cc, presence.cc, attributes.cc,
// media.cc, call_manager.cc, ...): they check what the engine cannot see, such as null pointers, and
// call the exported functions of the Go file of the same topic (exports.go, exports_presence.go,
// ...). [emulator.Client] and [emulator.Channel] stand behind opaque handles which C++ owns. A
// request gets its id in C++, before it is made (request.h).
//
// # The way up
//
// Events are pulled. Each service has one C++ thread, started by initialize, that blocks in
// emusdk_wait, gets a batch of event records (wire.h), and calls the application's handlers with no
// Go frame below them (dispatcher.cc, and the file of the topic). Go holds no C++ pointer.
//
// # Release
//
// IRtmService::release stops callbacks, tells the client (which wakes the thread), and then waits
// for the thread or lets it go. The service object belongs to both, and goes with the last one. So
// release works on every thread, the service's own included. IChannel::release waits for a running
// callback of that channel, unless it is called inside one; so does IRtmCallManager::release. Call
// invitations are the application's until it releases them, also after their manager.
package emusdk

/*
#cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../../include
#cgo CFLAGS: -fvisibility=hidden
*/
import "C"

import (
	"embed"

	_ "github.com/go-rtm/agora-rtm-go/include" // makes its headers inputs of the build
)

// The build cache looks at embedded files, and not at headers.
//
//go:embed *.h
var _ embed.FS
