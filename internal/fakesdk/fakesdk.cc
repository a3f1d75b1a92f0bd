// clang-format off
//go:build !agora_sdk

// clang-format on

// The C API of the scripted SDK, over the classes of the other files.
#include "fakesdk.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "fake_events.h"
#include "fake_registry.h"
#include "fake_script.h"
#include "fake_service.h"

using fakertm::Attributes;
using fakertm::Die;
using fakertm::FakeService;
using fakertm::Script;

namespace {

int CheckedOp(int op) {
  if (op < 0 || op >= FAKESDK_OPS) Die("no such call");
  return op;
}

// Writes to a socket without another end; takes away the signal that is then pending on the thread
// if it is blocked.
int WriteToClosedSocket() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return errno;
  close(ends[1]);
  const int result = write(ends[0], "x", 1) < 0 ? errno : 0;
  close(ends[0]);
  sigset_t mask, sigpipe;
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  if (sigismember(&mask, SIGPIPE) == 1) {
    sigemptyset(&sigpipe);
    sigaddset(&sigpipe, SIGPIPE);
    const timespec now = {0, 0};
    sigtimedwait(&sigpipe, nullptr, &now);
  }
  return result;
}

}  // namespace

agora::rtm::IRtmService* fakesdk_create_service() { return new FakeService; }

fakesdk_script* fakesdk_new(void) { return fakertm::NewScript(); }

const char* fakesdk_app_id(const fakesdk_script* script) { return script->app_id().c_str(); }

long long fakesdk_close(fakesdk_script* script) { return fakertm::CloseScript(script); }

void* fakesdk_factory(void) { return reinterpret_cast<void*>(&fakesdk_create_service); }

void fakesdk_on(fakesdk_script* script, int op, const fakesdk_behavior* behavior) {
  script->On(CheckedOp(op), behavior == nullptr ? fakesdk_behavior() : *behavior);
}

void fakesdk_next(fakesdk_script* script, int op, const fakesdk_behavior* behavior) {
  script->Next(CheckedOp(op), behavior == nullptr ? fakesdk_behavior() : *behavior);
}

void fakesdk_set(fakesdk_script* script, int option, int value) {
  if (option < 0 || option > FAKESDK_OPTION_AFTER_RELEASE) Die("no such option");
  script->SetOption(option, value);
}

void fakesdk_set_members(fakesdk_script* script, const char* const* users, int count) {
  script->SetMembers(std::vector<std::string>(users, users + count));
}

void fakesdk_set_attributes(fakesdk_script* script, const char* const* keys,
                            const char* const* values, int count) {
  Attributes attributes;
  for (int i = 0; i < count; ++i) attributes.emplace_back(keys[i], values[i]);
  script->SetAttributes(std::move(attributes));
}

void fakesdk_set_attribute_writer(fakesdk_script* script, const char* user, long long ts) {
  script->SetWriter({user, ts});
}

void fakesdk_set_peer_states(fakesdk_script* script, const char* const* peers, const int* states,
                             int count) {
  std::map<std::string, int> all;
  for (int i = 0; i < count; ++i) all[peers[i]] = states[i];
  script->SetPeerStates(std::move(all));
}

void fakesdk_set_upload(fakesdk_script* script, const fakesdk_media* media) {
  script->SetUpload(fakertm::Media(*media));
}

void fakesdk_set_download(fakesdk_script* script, const void* data, int length) {
  script->SetDownload(std::string(static_cast<const char*>(data), static_cast<size_t>(length)));
}

int fakesdk_release_late(fakesdk_script* script) { return script->ReleaseLate(); }

int fakesdk_held(fakesdk_script* script) { return script->Held(); }

void fakesdk_unblock(fakesdk_script* script) { script->Unblock(); }

int fakesdk_wait_blocked(fakesdk_script* script, int n, int timeout_ms) {
  return script->WaitBlocked(n, timeout_ms) ? 1 : 0;
}

int fakesdk_fire(fakesdk_script* script, const fakesdk_event* event) {
  return fakertm::Fire(script, *event) ? 1 : 0;
}

fakesdk_stream* fakesdk_stream_start(fakesdk_script* script, const fakesdk_stream_spec* spec) {
  return fakertm::StartStream(script, *spec);
}

long long fakesdk_stream_wait(fakesdk_stream* stream, int* delivered) {
  return fakertm::WaitStream(stream, delivered);
}

int fakesdk_write_to_closed_socket(fakesdk_script* script, int thread) {
  FakeService* const service = script->LastService();
  if (service == nullptr || service->released()) return -1;
  int result = -1;
  return service->RunOnThread(thread, [&] { result = WriteToClosedSocket(); }) ? result : -1;
}

int fakesdk_sigpipe_blocked(fakesdk_script* script, int thread) {
  FakeService* const service = script->LastService();
  return service == nullptr ? -1 : service->pool().SigpipeBlocked(thread);
}

int fakesdk_calls(fakesdk_script* script) { return script->Calls(); }

int fakesdk_call_at(fakesdk_script* script, int i, fakesdk_call* call) {
  return script->CallAt(i, call) ? 1 : 0;
}

void fakesdk_forget_calls(fakesdk_script* script) { script->ForgetCalls(); }

long long fakesdk_count(fakesdk_script* script, int op) { return script->Count(CheckedOp(op)); }

int fakesdk_wait_calls(fakesdk_script* script, int op, long long n, int timeout_ms) {
  return script->WaitCalls(CheckedOp(op), n, timeout_ms) ? 1 : 0;
}

void fakesdk_get_live(const fakesdk_script* script, fakesdk_live* live) {
  *live = (script == nullptr ? Script::Orphans() : script)->Live();
}
