// What not every version of the SDK has. A stand-in library of such a version
// (internal/sdkvariants) is compiled with FAKESDK_NO_* defined and with the missing
// classes declared outside the SDK's headers; what remains are the callbacks that
// its handlers do not have.
#ifndef FAKE_VERSIONS_H_
#define FAKE_VERSIONS_H_

#ifdef FAKESDK_NO_MEDIA
#define FAKESDK_MEDIA_CALLBACK(...) static_cast<void>(handler)
#else
#define FAKESDK_MEDIA_CALLBACK(...) __VA_ARGS__
#endif

#ifdef FAKESDK_NO_PRIVILEGE_WILL_EXPIRE
#define FAKESDK_PRIVILEGE_WILL_EXPIRE_CALLBACK(...) static_cast<void>(handler)
#else
#define FAKESDK_PRIVILEGE_WILL_EXPIRE_CALLBACK(...) __VA_ARGS__
#endif

#endif  // FAKE_VERSIONS_H_
