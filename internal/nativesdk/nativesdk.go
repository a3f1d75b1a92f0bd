// Package nativesdk says from which native factory the service of an App ID is created.
//
// Almost always that is the linked SDK (createRtmService), and this package knows nothing. A test
// that wants another SDK under the binding, such as the scripted one of internal/fakesdk, sets a
// factory for an App ID of its own, so that tests with different SDKs run side by side in one
// process.
package nativesdk

import (
	"sync"
	"unsafe"
)

var (
	mu        sync.RWMutex
	factories = map[string]unsafe.Pointer{}
)

// Set makes new services of appID come from createService, a C function pointer of the type of
// createRtmService: no arguments, returns an IRtmService*. A nil pointer is the same as [Unset].
func Set(appID string, createService unsafe.Pointer) {
	if createService == nil {
		Unset(appID)
		return
	}
	mu.Lock()
	defer mu.Unlock()
	factories[appID] = createService
}

// Unset makes new services of appID come from the linked SDK again.
func Unset(appID string) {
	mu.Lock()
	defer mu.Unlock()
	delete(factories, appID)
}

// Lookup returns the factory that was set for appID, or nil: the linked SDK.
func Lookup(appID string) unsafe.Pointer {
	mu.RLock()
	defer mu.RUnlock()
	return factories[appID]
}
