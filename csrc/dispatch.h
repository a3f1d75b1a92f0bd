// dispatch.h: hands event records to the functions of the callback table.
#ifndef AGORA_RTM_GO_CSRC_DISPATCH_H_
#define AGORA_RTM_GO_CSRC_DISPATCH_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "event.h"
#include "rtm_shim.h"

namespace rtm_shim {

// Walks one batch of events. Arrays are built in vectors that it keeps for the
// rest of the batch.
class Dispatcher {
 public:
  // `arena` holds the strings of the events, `owned` the objects of the owning
  // ones, in their order.
  Dispatcher(const rtm_callbacks& table, void* handle, const char* arena,
             std::unique_ptr<Owned>* owned)
      : table_(table), h_(handle), arena_(arena), owned_(owned) {}

  // Hands over the event at `e`, or the run of messages that begins there, and
  // returns how many events that were. Throws when memory is short: then the
  // one event is lost.
  size_t Next(const Event* e, const Event* end);

 private:
  size_t Messages(const Event* first, const Event* end);
  void Results(const Event& e);
  void Lists(const Event& e);
  void Media(const Event& e);
  void Calls(const Event& e);

  const rtm_callbacks& table_;
  void* const h_;
  const char* const arena_;
  std::unique_ptr<Owned>* owned_;
  std::vector<rtm_peer_status> peers_;
  std::vector<rtm_string> strings_;
  std::vector<rtm_attribute> attributes_;
  std::vector<rtm_channel_count> counts_;
};

}  // namespace rtm_shim

#endif  // AGORA_RTM_GO_CSRC_DISPATCH_H_
