// lists.h: packed lists of strings (rtm_list) as the arrays the SDK takes.
#ifndef AGORA_RTM_GO_CSRC_LISTS_H_
#define AGORA_RTM_GO_CSRC_LISTS_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "rtm_shim.h"

namespace rtm_shim {

// The strings of a list, NUL-terminated in one arena. Throws when the list is
// not what its count says: nothing malformed goes down.
class StringList {
 public:
  explicit StringList(rtm_list list);
  StringList(const StringList&) = delete;
  StringList& operator=(const StringList&) = delete;
  // Never null.
  const char** data() { return pointers_.data(); }
  const char* at(size_t i) const { return pointers_[i]; }
  int count() const { return count_; }

 private:
  std::unique_ptr<char[]> arena_;
  std::vector<const char*> pointers_;  // one more than count, null
  int count_ = 0;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_LISTS_H_
