// Which SDK this build stands on.

package agorartm

import (
	"log/slog"
	"os"
	"sync"
)

// BackendKind names what a build stands on.
type BackendKind string

const (
	// BackendEmbedded is the embedded engine: an RTM cloud inside this process.
	// It reaches no other process, unless AGORA_RTM_EMULATOR_HOST names an
	// agora-rtm-emulator. The default build has it.
	BackendEmbedded BackendKind = "embedded engine"
	// BackendSDK is the vendor's library (-tags agora_sdk).
	BackendSDK BackendKind = "official SDK"
)

// Backend tells what this build stands on.
func Backend() BackendKind { return backend }

// SDKVersion returns the version text of the native library, such as "1.5.0";
// that of the embedded engine says so.
//
// Implements: const char* getRtmSdkVersion()
func SDKVersion() string { return nativeVersion() }

var announceOnce sync.Once

// emulatorHost is the environment variable that puts the engine's cloud into an
// agora-rtm-emulator, which several processes share.
const emulatorHost = "AGORA_RTM_EMULATOR_HOST"

// announceBackend says once per process that messages do not go to Agora.
func announceBackend(log *slog.Logger) {
	if Backend() != BackendEmbedded {
		return
	}
	announceOnce.Do(func() {
		if log == nil {
			log = slog.Default()
		}
		if host := os.Getenv(emulatorHost); host != "" {
			log.Info("agorartm: this build carries the embedded engine, and its cloud is the emulator at "+emulatorHost+"; "+
				"build with -tags agora_sdk for Agora's service", "host", host, "version", SDKVersion())
			return
		}
		log.Info("agorartm: this build carries the embedded engine, which reaches no other machine; "+
			"build with -tags agora_sdk for Agora's service", "version", SDKVersion())
	})
}
