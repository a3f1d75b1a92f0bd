// This file holds the registry of Apps, one per App ID in the process.

package emulator

import (
	"fmt"
	"sync"
)

var registry struct {
	sync.Mutex
	apps map[string]*App
}

// Open returns the App of this id, and makes it on first use, with a cloud in memory.
func Open(appID string) *App {
	registry.Lock()
	defer registry.Unlock()
	a := registry.apps[appID]
	if a == nil {
		a = newApp(appID, NewMemory)
		register(a)
	}
	return a
}

// OpenWith makes the App of this id with another cloud. It fails if the App exists already: clients find
// it by its id, and must all be in one cloud.
func OpenWith(appID string, newCloud func(*Clock) Cloud) (*App, error) {
	registry.Lock()
	defer registry.Unlock()
	if registry.apps[appID] != nil {
		return nil, fmt.Errorf("emulator: app %q is open already", appID)
	}
	a := newApp(appID, newCloud)
	register(a)
	return a, nil
}

// register enters an App. The caller holds the registry's lock.
func register(a *App) {
	if registry.apps == nil {
		registry.apps = make(map[string]*App)
	}
	registry.apps[a.id] = a
}

// unregister takes an App out, unless another has taken its place.
func unregister(a *App) {
	registry.Lock()
	defer registry.Unlock()
	if registry.apps[a.id] == a {
		delete(registry.apps, a.id)
	}
}
