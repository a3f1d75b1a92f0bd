// process.h: what all services of the process share.
#ifndef EMUSDK_PROCESS_H_
#define EMUSDK_PROCESS_H_

namespace emusdk {

// Held by each service from its creation to its release: while one is held, the service context
// cannot be set.
class InstanceToken {
 public:
  InstanceToken();
  ~InstanceToken();
  InstanceToken(const InstanceToken&) = delete;
  InstanceToken& operator=(const InstanceToken&) = delete;
};

}  // namespace emusdk

#endif  // EMUSDK_PROCESS_H_
