// buffer.cc: how large the buffer of events is, batch by batch.
#include "event_buffer.h"
#include "recorder.h"

namespace emutest {

namespace {

void eventBuffer(Context& c) {
  emusdk::EventBuffer buffer;
  const auto show = [&](const char* when) { c.log.line(when, ": ", buffer.capacity()); };
  const auto batches = [&](int n, size_t size) {
    for (int i = 0; i < n; i++) buffer.used(size);
  };
  show("at first");
  buffer.require(100);
  show("for a record that fits");
  buffer.require(5001);
  show("for one of 5001 bytes");
  buffer.used(5001);
  show("after a batch that filled it");
  batches(15, 10);
  show("after 15 small ones");
  buffer.used(3000);
  batches(15, 10);
  show("after one in between and 15 small ones");
  batches(1, 10);
  show("after the 16th");
  batches(16, 10);
  show("after 16 more");
  batches(16, 10);
  show("after 16 more");
  batches(10, 60000);
  show("after many large ones");
  buffer.require(1000000);
  show("for one of 1000000 bytes");
  buffer.used(1000000);
  show("after it");
  static_cast<char*>(buffer.data())[buffer.capacity() - 1] = 'x';
}
const Register r1("event buffer", eventBuffer);

}  // namespace

}  // namespace emutest
