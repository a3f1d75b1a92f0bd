// owner.h: whose an object is.
#ifndef EMUSDK_OWNER_H_
#define EMUSDK_OWNER_H_

namespace emusdk {

// The application releases what it made or was given; release() of what a callback lends it does
// nothing.
enum class Owner { kApplication, kCallback };

}  // namespace emusdk

#endif  // EMUSDK_OWNER_H_
