// This file lets the engine use the cloud of another process, where AGORA_RTM_EMULATOR_HOST names one.

package emusdk

import _ "github.com/go-rtm/agora-rtm-go/emulator/remote" // is called by emulator.Open
