// What the scripted SDK tells on its own: events one by one, and streams of messages.
#ifndef FAKE_EVENTS_H_
#define FAKE_EVENTS_H_

#include "fake_script.h"
#include "fakesdk.h"

namespace fakertm {

// CLOCK_MONOTONIC in nanoseconds.
long long Monotonic();

// See the functions of fakesdk.h.
bool Fire(Script* script, const fakesdk_event& event);
fakesdk_stream* StartStream(Script* script, const fakesdk_stream_spec& spec);
long long WaitStream(fakesdk_stream* stream, int* delivered);

}  // namespace fakertm

#endif  // FAKE_EVENTS_H_
