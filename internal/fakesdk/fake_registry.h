// Which script belongs to which App ID.
#ifndef FAKE_REGISTRY_H_
#define FAKE_REGISTRY_H_

#include "fake_script.h"

namespace fakertm {

class FakeService;

// A new script under a fresh App ID.
fakesdk_script* NewScript();
// Ties the service to the script of the App ID; false when there is none.
bool Adopt(const char* app_id, FakeService* service);
// Ends a script; see fakesdk_close.
long long CloseScript(fakesdk_script* script);

}  // namespace fakertm

#endif  // FAKE_REGISTRY_H_
