// How programs for Agora's RTM SDK 0.9 to 1.2.1 begin: the object they get their IRtmService from.
// The binary interface of this header is the vendor's, the text is our own. The order of virtual
// methods is the order of vtable slots and must not change; headers_test.go checks it against
// internal/spec/rtm-api.json. Deprecated since 1.2.2, where createRtmService takes its place.
//
// The IRtmService that comes out is that of IAgoraRtmService.h beside this file. The SDKs of old
// had fewer methods and callbacks, in other vtable slots: a program written for them is to be
// compiled again with these headers, and cannot be run as it is.

#ifndef AGORA_SERVICE_H_
#define AGORA_SERVICE_H_

#include "IAgoraRtmService.h"

namespace agora {

namespace rtc {

class IRtcEngine;  // of the RTC SDK

}  // namespace rtc

namespace base {

// Settings of the service object; there are none.
struct AgoraServiceContext {};

// Makes RTM services.
class IAgoraService {
 public:
  virtual ~IAgoraService() {}

  // Frees the object. The RTM services it made are released before.
  virtual void release() = 0;

  // Comes before all else. Returns 0, or a negative number on failure.
  virtual int initialize(const AgoraServiceContext& context) = 0;

  // Returns the version of the library. Its build number goes to `build`, which may be null.
  virtual const char* getVersion(int* build) = 0;

  // Returns null: this SDK has no RTC.
  virtual rtc::IRtcEngine* createRtcEngine() = 0;

  // Makes a service, or returns null. Any number may exist in a process. IRtmService::initialize
  // comes next.
  virtual rtm::IRtmService* createRtmService() = 0;
};

}  // namespace base
}  // namespace agora

// Makes a service object, or returns null. IAgoraService::initialize comes next.
AGORA_API agora::base::IAgoraService* AGORA_CALL createAgoraService();

// Returns the version of the library, such as "1.5.0", before there is any object. Its build number
// goes to `build`, which may be null.
AGORA_API const char* AGORA_CALL getAgoraSdkVersion(int* build);

// The SDKs of old have two more functions, getAgoraSdkErrorDescription and
// setAgoraSdkExternalSymbolLoader, which have nothing to do with RTM. They are left out.

#endif  // AGORA_SERVICE_H_
