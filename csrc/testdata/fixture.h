// fixture.h: a service on the scripted SDK, and what tests of it need.
#ifndef AGORA_RTM_GO_CSRC_TESTDATA_FIXTURE_H_
#define AGORA_RTM_GO_CSRC_TESTDATA_FIXTURE_H_

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "check.h"
#include "fakesdk.h"
#include "recorder.h"
#include "rtm_shim.h"

// A service on a script of its own, drained on this thread.
struct Fixture {
  fakesdk_script* script = fakesdk_new();
  EventFd fd;
  Recorder seen;
  rtm_service* service = nullptr;

  explicit Fixture(void* factory = fakesdk_factory()) {
    static const rtm_callbacks table = RecordingTable();
    rtm_shim_set_callbacks(&table);
    service = rtm_service_new({factory, fd.get(), 1000, 1 << 20});
    CHECK(service != nullptr);
    const std::string app_id = fakesdk_app_id(script);
    CHECK(rtm_service_initialize(service, app_id.data(), app_id.size()) == 0);
  }
  ~Fixture() {
    if (service != nullptr) End();
    CHECK(fakesdk_close(script) == 0);  // every SDK object was released
  }
  void End() {
    rtm_service_detach(service);
    rtm_service_release(service);
    rtm_service_drain(service, &seen);
    rtm_service_free(service);
    service = nullptr;
  }
  // Drains until the line has come.
  void Await(const std::string& line) {
    while (!seen.Has(line)) {
      if (rtm_service_drain(service, &seen).events == 0 && !fd.Take(10000)) {
        std::fprintf(stderr, "never came: %s\n", line.c_str());
        std::exit(1);
      }
    }
  }
  void Login() {
    CHECK(rtm_service_login(service, "token", 3, "alice!", 5) == 0);
    Await("login ok");
    Await("state 3/2");  // comes after, and is not to be among what a test counts
  }
};

inline fakesdk_call LastCall(fakesdk_script* s, int op) {
  fakesdk_call call{};
  for (int i = fakesdk_calls(s) - 1; i >= 0; --i) {
    CHECK(fakesdk_call_at(s, i, &call) == 1);
    if (call.op == op) return call;
  }
  CHECK(!"the call was made");
  return call;
}

inline std::string Sent(const rtm_send_result& r) { return "sent " + std::to_string(r.id) + " 0"; }

inline rtm_string Str(const char* s) { return {s, std::char_traits<char>::length(s)}; }

// A list as Go packs it.
class List {
 public:
  List(std::initializer_list<std::string> strings) {
    for (const auto& s : strings) {
      const auto len = static_cast<uint32_t>(s.size());
      bytes_.append(reinterpret_cast<const char*>(&len), sizeof len);
      bytes_ += s;
      ++count_;
    }
  }
  operator rtm_list() const { return {bytes_.data(), bytes_.size(), count_}; }  // NOLINT

 private:
  std::string bytes_;
  int32_t count_ = 0;
};

inline std::vector<std::string> Items(const fakesdk_call& call) {
  return {call.items, call.items + call.count};
}
inline std::vector<std::string> Values(const fakesdk_call& call) {
  return {call.values, call.values + call.count};
}

inline void Do(fakesdk_script* script, int op, int mode, int ret = 0, int code = 0, int flags = 0) {
  fakesdk_behavior b{};
  b.mode = mode;
  b.ret = ret;
  b.code = code;
  b.flags = flags;
  fakesdk_on(script, op, &b);
}

inline fakesdk_event EventOf(int kind) {
  fakesdk_event e{};
  e.kind = kind;
  e.wait = 1;
  return e;
}

#endif  // AGORA_RTM_GO_CSRC_TESTDATA_FIXTURE_H_
