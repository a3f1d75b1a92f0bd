// clang-format off
//go:build !agora_sdk

// clang-format on

// Which script belongs to which App ID.
#include "fake_registry.h"

#include <map>
#include <random>

#include "fake_service.h"

namespace fakertm {

namespace {

struct Registry {
  std::mutex mu;
  std::map<std::string, std::unique_ptr<fakesdk_script>> scripts;
  // Closed while objects of theirs were alive: kept for those who hold them.
  std::vector<std::unique_ptr<fakesdk_script>> closed;
};

Registry& TheRegistry() {
  static auto* const registry = new Registry;  // never freed: threads may outlive main
  return *registry;
}

std::string FreshAppId() {
  static const char kDigits[] = "0123456789abcdef";
  std::random_device random;
  std::string id;
  for (int i = 0; i < 32; ++i) id += kDigits[random() % 16];
  return id;
}

}  // namespace

fakesdk_script* NewScript() {
  auto script = std::make_unique<fakesdk_script>(FreshAppId());
  fakesdk_script* const raw = script.get();
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mu);
  registry.scripts[raw->app_id()] = std::move(script);
  return raw;
}

bool Adopt(const char* app_id, FakeService* service) {
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mu);
  const auto found = registry.scripts.find(app_id);
  if (found == registry.scripts.end()) return false;
  service->Attach(found->second.get());
  return true;
}

long long CloseScript(fakesdk_script* script) {
  std::unique_ptr<fakesdk_script> owned;  // freed without the lock: its threads are joined
  Registry& registry = TheRegistry();
  std::lock_guard<std::mutex> lock(registry.mu);
  const auto found = registry.scripts.find(script->app_id());
  if (found == registry.scripts.end()) Die("fakesdk_close: no such script");
  owned = std::move(found->second);
  registry.scripts.erase(found);
  const long long leaked = owned->Leaked();
  if (leaked != 0) registry.closed.push_back(std::move(owned));
  return leaked;
}

}  // namespace fakertm
