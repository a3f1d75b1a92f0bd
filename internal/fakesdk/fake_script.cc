// clang-format off
//go:build !agora_sdk

// clang-format on

// A script: what the services of one App ID do, and what they were seen doing.
#include "fake_script.h"

#include <chrono>
#include <cstring>
#include <thread>

#include "fake_service.h"

namespace fakertm {

namespace {

// As many released messages are remembered for each script.
constexpr size_t kMaxTombs = 1 << 16;
// What BIG_IDS adds: a time stamp, as one library uses for ids.
constexpr long long kBigId = 1795266819641;

// Ids of messages and requests come from one counter of the process (OB-07, OB-30).
std::atomic<long long> g_next_id{2};

// Waits until done() holds, at most that long, looking every millisecond: what is counted is not
// always notified. The lock is not held in between.
template <typename Done>
bool WaitUntil(int timeout_ms, const Done& done) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  while (!done()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace

void Record::SetMessage(const agora::rtm::IMessage& message) {
  call.id = message.getMessageId();
  call.type = message.getMessageType();
  text = message.getText();
  if (message.getMessageType() == agora::rtm::MESSAGE_TYPE_RAW) {
    has_data = true;
    const int length = message.getRawMessageLength();
    if (length > 0) data.assign(message.getRawMessageData(), length);
  }
  if (call.type == agora::rtm::MESSAGE_TYPE_FILE) {
    SetMedia(static_cast<const agora::rtm::IFileMessage&>(message));
  } else if (call.type == agora::rtm::MESSAGE_TYPE_IMAGE) {
    const auto& image = static_cast<const agora::rtm::IImageMessage&>(message);
    SetMedia(image);
    media.width = image.getWidth();
    media.height = image.getHeight();
    media.thumbnail_width = image.getThumbnailWidth();
    media.thumbnail_height = image.getThumbnailHeight();
  }
}

template <typename Message>
void Record::SetMedia(const Message& message) {
  const auto string = [](const char* s) { return std::string(s == nullptr ? "" : s); };
  has_media = true;
  media.type = call.type;
  media.id = string(message.getMediaId());
  media.file_name = string(message.getFileName());
  const long long length = message.getThumbnailLength();
  const char* const thumbnail = message.getThumbnailData();
  if (thumbnail != nullptr && length > 0) media.thumbnail.assign(thumbnail, length);
  media.size = message.getSize();
}

void Record::SetOptions([[maybe_unused]] const agora::rtm::SendMessageOptions& options) {
#ifndef FAKESDK_NO_SEND_OPTIONS
  call.offline = options.enableOfflineMessaging ? 1 : 0;
  call.historical = options.enableHistoricalMessaging ? 1 : 0;
#endif
}

void Record::SetItems(const char* const* list, int count) {
  for (int i = 0; list != nullptr && i < count; ++i) items.emplace_back(list[i]);
}

void Record::Seal() {
  for (const auto& s : items) item_pointers.push_back(s.c_str());
  values.resize(items.size(), MaybeString(""));
  for (const auto& s : values) value_pointers.push_back(s.c_str());
  call.target = target.c_str();
  call.token = token.c_str();
  call.text = text.c_str();
  call.channel = channel.c_str();
  media_view = media.View();
  call.media = has_media ? &media_view : nullptr;
  call.data = has_data ? data.data() : nullptr;
  call.length = static_cast<int>(has_data ? data.size()
                                          : (call.text == nullptr ? 0 : std::strlen(call.text)));
  call.count = static_cast<int>(items.size());
  call.items = item_pointers.data();
  call.values = value_pointers.data();
}

Script::Script(std::string app_id) : app_id_(std::move(app_id)) {
  for (auto& option : options_) option = 0;
  options_[FAKESDK_OPTION_THREADS] = 1;
  options_[FAKESDK_OPTION_START_IN] = FAKESDK_INITIALIZE;
  for (auto& scripted : scripted_) scripted = false;
  for (auto& count : counts_) count = 0;
  for (auto& behavior : sticky_) behavior = {};
  upload_.id = "uploaded";
}

Script::~Script() {
  // After release(false) threads may still be in a callback that uses what dies here.
  for (FakeService* service : all_services_) service->pool().Stop(true);
}

Script* Script::Orphans() {
  // Never freed: services may outlive main.
  static auto* const orphans = [] {
    auto* const script = new Script("");
    script->SetOption(FAKESDK_OPTION_QUIET, 1);  // nobody reads its record
    return script;
  }();
  return orphans;
}

void Script::On(int op, const fakesdk_behavior& behavior) {
  std::lock_guard<std::mutex> lock(mu_);
  sticky_[op] = behavior;
  scripted_[op] = true;
}

void Script::Next(int op, const fakesdk_behavior& behavior) {
  std::lock_guard<std::mutex> lock(mu_);
  next_[op].push_back(behavior);
  scripted_[op] = true;
}

fakesdk_behavior Script::Pick(int op, int refuse) {
  fakesdk_behavior behavior = {};
  if (refuse != 0) {
    behavior.ret = refuse;
    return behavior;
  }
  if (!scripted_[op]) return behavior;  // no lock: benchmarks come here
  std::lock_guard<std::mutex> lock(mu_);
  behavior = sticky_[op];
  if (!next_[op].empty()) {
    behavior = next_[op].front();
    next_[op].pop_front();
  }
  return behavior;
}

void Script::Append(std::unique_ptr<Record> record) {
  record->Seal();
  const int op = record->call.op;
  std::lock_guard<std::mutex> lock(mu_);
  calls_.push_back(std::move(record));
  ++counts_[op];
}

void Script::Block() {
  std::unique_lock<std::mutex> lock(mu_);
  const long long round = unblock_round_;
  ++blocked_;
  unblocked_.wait(lock, [&] { return unblock_round_ != round; });
  --blocked_;
}

void Script::Unblock() {
  std::lock_guard<std::mutex> lock(mu_);
  ++unblock_round_;
  unblocked_.notify_all();
}

bool Script::WaitBlocked(int n, int timeout_ms) {
  return WaitUntil(timeout_ms, [&] {
    std::lock_guard<std::mutex> lock(mu_);
    return blocked_ >= n;
  });
}

long long Script::NextId() {
  return ++g_next_id + (option(FAKESDK_OPTION_BIG_IDS) != 0 ? kBigId : 0);
}

void Script::SetMembers(std::vector<std::string> members) {
  std::lock_guard<std::mutex> lock(mu_);
  members_ = std::move(members);
  members_set_ = true;
}

std::vector<std::string> Script::Members() {
  std::lock_guard<std::mutex> lock(mu_);
  if (members_set_) return members_;
  return {user_};
}

void Script::SetUser(const std::string& user) {
  std::lock_guard<std::mutex> lock(mu_);
  user_ = user;
}

void Script::SetAttributes(Attributes attributes) {
  std::lock_guard<std::mutex> lock(mu_);
  attributes_ = std::move(attributes);
}

Attributes Script::GetAttributes() {
  std::lock_guard<std::mutex> lock(mu_);
  return attributes_;
}

void Script::SetWriter(Writer writer) {
  std::lock_guard<std::mutex> lock(mu_);
  writer_ = std::move(writer);
}

Script::Writer Script::GetWriter() {
  std::lock_guard<std::mutex> lock(mu_);
  return writer_;
}

void Script::SetPeerStates(std::map<std::string, int> states) {
  std::lock_guard<std::mutex> lock(mu_);
  peer_states_ = std::move(states);
}

int Script::PeerState(const std::string& peer) {
  std::lock_guard<std::mutex> lock(mu_);
  const auto found = peer_states_.find(peer);
  return found == peer_states_.end() ? agora::rtm::PEER_ONLINE_STATE_ONLINE : found->second;
}

void Script::SetUpload(const Media& media) {
  std::lock_guard<std::mutex> lock(mu_);
  upload_ = media;
}

Media Script::Upload() {
  std::lock_guard<std::mutex> lock(mu_);
  return upload_;
}

void Script::SetDownload(std::string data) {
  std::lock_guard<std::mutex> lock(mu_);
  download_ = std::move(data);
}

std::string Script::Download() {
  std::lock_guard<std::mutex> lock(mu_);
  return download_;
}

int Script::Calls() {
  std::lock_guard<std::mutex> lock(mu_);
  return static_cast<int>(calls_.size());
}

bool Script::CallAt(int i, fakesdk_call* call) {
  std::lock_guard<std::mutex> lock(mu_);
  if (i < 0 || i >= static_cast<int>(calls_.size())) return false;
  *call = calls_[i]->call;
  return true;
}

void Script::ForgetCalls() {
  std::lock_guard<std::mutex> lock(mu_);
  calls_.clear();
  for (auto& count : counts_) count = 0;
}

bool Script::WaitCalls(int op, long long n, int timeout_ms) {
  return WaitUntil(timeout_ms, [&] { return Count(op) >= n; });
}

void Script::Hold(FakeService* service, std::function<void()> run) {
  std::lock_guard<std::mutex> lock(mu_);
  late_.emplace_back(service, std::move(run));
}

int Script::ReleaseLate() {
  std::vector<std::pair<FakeService*, std::function<void()>>> late;
  {
    std::lock_guard<std::mutex> lock(mu_);
    late.swap(late_);
  }
  for (auto& held : late) {
    // A service that is released has no threads any more; its callbacks come all the same.
    if (!held.first->RunOnThread(0, held.second)) std::thread(held.second).join();
  }
  return static_cast<int>(late.size());
}

int Script::Held() {
  std::lock_guard<std::mutex> lock(mu_);
  return static_cast<int>(late_.size());
}

int Script::AddService(FakeService* service) {
  std::lock_guard<std::mutex> lock(mu_);
  all_services_.push_back(service);
  return static_cast<int>(all_services_.size());
}

FakeService* Script::LastService() {
  std::lock_guard<std::mutex> lock(mu_);
  return all_services_.empty() ? nullptr : all_services_.back();
}

void Script::Bury(std::unique_ptr<Object> object, bool for_good) {
  if (!for_good && quiet()) return;  // freed here
  std::unique_ptr<Object> oldest;    // freed without the lock
  std::lock_guard<std::mutex> lock(mu_);
  if (for_good) {
    kept_.push_back(std::move(object));
    return;
  }
  tombs_.push_back(std::move(object));
  if (tombs_.size() <= kMaxTombs) return;
  oldest = std::move(tombs_.front());
  tombs_.pop_front();
}

fakesdk_live Script::Live() const {
  return {services, channels, call_managers, invitations, messages,
          received, members,  attributes,    threads};
}

long long Script::Leaked() const {
  return services + channels + call_managers + invitations + messages + attributes;
}

void Object::MoveTo(Script* script) {
  this->script()->*counter_ -= 1;
  script->*counter_ += 1;
  script_.store(script, std::memory_order_release);
}

void Object::Alive(const char* method) const {
  if (!released()) return;
  Die((std::string(method) + ": the object was released").c_str());
}

void Object::MarkReleased(const char* method) {
  if (released_.exchange(true)) Die((std::string(method) + ": released twice").c_str());
}

void Object::Retire(bool for_good) {
  // Counted last: with nothing alive, the script may be closed at once.
  Script* const script = this->script();
  const Counter counter = counter_;
  script->Bury(std::unique_ptr<Object>(this), for_good);
  script->*counter -= 1;
}

}  // namespace fakertm
