// This file holds the registry of Apps, one per App ID in the process, and where their clouds are.

package emulator

import (
	"fmt"
	"log/slog"
	"os"
	"sync"
)

// HostVariable is the environment variable that names the server of the clouds: the host and port of an
// agora-rtm-emulator, which several processes share. Without it every process has its own, in memory.
const HostVariable = "AGORA_RTM_EMULATOR_HOST"

var registry struct {
	sync.Mutex
	apps   map[string]*App
	remote func(host, appID string) Cloud
}

// RegisterRemote says how Open gets at the cloud of an App ID at a host. Package emulator/remote does that when it is
// imported.
func RegisterRemote(open func(host, appID string) Cloud) {
	registry.Lock()
	defer registry.Unlock()
	registry.remote = open
}

// Open returns the App of this id, and makes it on first use, with a cloud in memory, or at the host that
// AGORA_RTM_EMULATOR_HOST names at that moment. Then the clock of the App is that of its clients only.
func Open(appID string) *App {
	registry.Lock()
	defer registry.Unlock()
	a := registry.apps[appID]
	if a == nil {
		a = newApp(appID, usualCloud(appID))
		register(a)
	}
	return a
}

// usualCloud returns how Open makes a cloud. The caller holds the registry's lock.
func usualCloud(appID string) func(*Clock) Cloud {
	host := os.Getenv(HostVariable)
	switch {
	case host == "":
		return NewMemory
	case registry.remote == nil:
		slog.Error("emulator: this program does not import emulator/remote, so it stays alone", HostVariable, host)
		return NewMemory
	}
	open := registry.remote
	return func(*Clock) Cloud { return open(host, appID) }
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
