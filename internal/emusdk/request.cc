// request.cc: the counter of ids.
#include "request.h"

#include <atomic>

namespace emusdk {

long long nextId() noexcept {
  static std::atomic<long long> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace emusdk
