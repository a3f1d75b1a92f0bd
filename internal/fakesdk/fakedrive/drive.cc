// clang-format off
//go:build !agora_sdk

// clang-format on

// A C++ application of the RTM SDK, remote-controlled.
#include "drive.h"

#include <chrono>
#include <condition_variable>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "IAgoraRtmCallManager.h"

using namespace agora::rtm;  // NOLINT: everything here is the SDK's

namespace {

std::string Text(const char* s) { return s == nullptr ? "<null>" : s; }

// Lines, and which of them were written inside a call.
class Log {
 public:
  // Marks the calling thread as being inside a call, for its lines.
  class InCall {
   public:
    explicit InCall(Log* log) : log_(log) {
      std::lock_guard<std::mutex> lock(log_->mu_);
      log_->callers_.insert(std::this_thread::get_id());
    }
    ~InCall() {
      std::lock_guard<std::mutex> lock(log_->mu_);
      log_->callers_.erase(std::this_thread::get_id());
    }
    InCall(const InCall&) = delete;
    InCall& operator=(const InCall&) = delete;

   private:
    Log* const log_;
  };

  template <typename... Parts>
  void Add(const Parts&... parts) {
    std::ostringstream line;
    (line << ... << parts);
    std::lock_guard<std::mutex> lock(mu_);
    if (callers_.count(std::this_thread::get_id()) != 0) {
      lines_.push_back("inline " + line.str());
    } else {
      lines_.push_back(line.str());
    }
    cv_.notify_all();
  }
  std::string All() {
    std::lock_guard<std::mutex> lock(mu_);
    std::string all;
    for (const auto& line : lines_) all += line + "\n";
    return all;
  }
  bool Wait(size_t n, int timeout_ms) {
    std::unique_lock<std::mutex> lock(mu_);
    return cv_.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                        [&] { return lines_.size() >= n; });
  }

 private:
  std::mutex mu_;
  std::condition_variable cv_;
  std::vector<std::string> lines_;
  std::multiset<std::thread::id> callers_;
};

std::string Describe(const IMessage* message) {
  if (message == nullptr) return "<null>";
  std::ostringstream s;
  s << Text(message->getText());
  if (message->getMessageType() == MESSAGE_TYPE_RAW) {
    s << " raw=" << (message->getRawMessageData() == nullptr ? "<null>" : "")
      << message->getRawMessageLength();
  }
  if (message->getServerReceivedTs() != 0) s << " ts=" << message->getServerReceivedTs();
  if (message->isOfflineMessage()) s << " offline";
  return s.str();
}

template <typename Message>
std::string DescribeMedia(const Message* message) {
  if (message == nullptr) return "<null>";
  std::ostringstream s;
  s << Describe(message) << " type=" << message->getMessageType()
    << " media=" << Text(message->getMediaId()) << " name=" << Text(message->getFileName())
    << " size=" << message->getSize() << " thumbnail=" << message->getThumbnailLength();
  return s.str();
}

class ServiceEvents final : public IRtmServiceEventHandler {
 public:
  ServiceEvents(Log* log, IRtmService** service) : log_(log), service_(service) {}

  void onLoginSuccess() override { log_->Add("onLoginSuccess"); }
  void onLoginFailure(LOGIN_ERR_CODE code) override { log_->Add("onLoginFailure ", code); }
  void onRenewTokenResult(const char* token, RENEW_TOKEN_ERR_CODE code) override {
    log_->Add("onRenewTokenResult ", Text(token), " ", code);
  }
  void onTokenExpired() override {
    log_->Add("onTokenExpired");
    std::unique_lock<std::mutex> lock(mu_);
    cv_.wait(lock, [this] { return !hold_; });
  }
  void onTokenPrivilegeWillExpire() override { log_->Add("onTokenPrivilegeWillExpire"); }
  void onLogout(LOGOUT_ERR_CODE code) override { log_->Add("onLogout ", code); }
  void onConnectionStateChanged(CONNECTION_STATE state, CONNECTION_CHANGE_REASON reason) override {
    log_->Add("state ", state, " ", reason);
    // A state that nothing else uses asks for a release on the SDK's own thread.
    if (state == CONNECTION_STATE_ABORTED && reason == CONNECTION_CHANGE_REASON_BANNED_BY_SERVER) {
      IRtmService* const service = *service_;
      *service_ = nullptr;
      service->release(true);
      log_->Add("released inside");
    }
  }
  void onSendMessageResult(long long id, PEER_MESSAGE_ERR_CODE code) override {
    log_->Add("onSendMessageResult ", id > (1LL << 40) ? "big" : "small", " ", code);
  }
  void onMessageReceivedFromPeer(const char* peer, const IMessage* message) override {
    log_->Add("onMessageReceivedFromPeer ", Text(peer), " ", Describe(message));
    kept = message;
  }
  void onQueryPeersOnlineStatusResult(long long, const PeerOnlineStatus* peers, int count,
                                      QUERY_PEERS_ONLINE_STATUS_ERR code) override {
    log_->Add("onQueryPeersOnlineStatusResult ", count, " ", code, " ",
              peers == nullptr ? "<null>" : Text(peers[0].peerId),
              peers == nullptr || peers[0].onlineState == PEER_ONLINE_STATE_ONLINE
                  ? ""
                  : " " + std::to_string(peers[0].onlineState));
  }
  void onGetUserAttributesResult(long long, const char* user, const RtmAttribute* attributes,
                                 int count, ATTRIBUTE_OPERATION_ERR code) override {
    log_->Add("onGetUserAttributesResult ", Text(user), " ", count, " ", code, " ",
              attributes == nullptr || count < 1
                  ? "<none>"
                  : Text(attributes[0].key) + "=" + Text(attributes[0].value));
  }
  void onPeersOnlineStatusChanged(const PeerOnlineStatus peers[], int count) override {
    log_->Add("onPeersOnlineStatusChanged ", count, " ",
              peers == nullptr ? "<null>" : Text(peers[count - 1].peerId), " ",
              peers == nullptr ? -1 : static_cast<int>(peers[count - 1].onlineState));
  }

  void onFileMessageReceivedFromPeer(const char* peer, const IFileMessage* message) override {
    log_->Add("onFileMessageReceivedFromPeer ", Text(peer), " ", DescribeMedia(message));
  }
  void onImageMessageReceivedFromPeer(const char* peer, const IImageMessage* message) override {
    log_->Add("onImageMessageReceivedFromPeer ", Text(peer), " ", DescribeMedia(message), " ",
              message == nullptr ? 0 : message->getWidth());
  }
  void onMediaUploadingProgress(long long id, const MediaOperationProgress& p) override {
    log_->Add("onMediaUploadingProgress ", id, " ", p.currentSize, "/", p.totalSize);
  }
  void onMediaDownloadingProgress(long long id, const MediaOperationProgress& p) override {
    log_->Add("onMediaDownloadingProgress ", id, " ", p.currentSize, "/", p.totalSize);
  }
  void onFileMediaUploadResult(long long, IFileMessage* message,
                               UPLOAD_MEDIA_ERR_CODE code) override {
    log_->Add("onFileMediaUploadResult ", code, " ", DescribeMedia(message));
    if (message != nullptr) message->release();
  }
  void onMediaDownloadToMemoryResult(long long, const char* memory, long long length,
                                     DOWNLOAD_MEDIA_ERR_CODE code) override {
    log_->Add("onMediaDownloadToMemoryResult ", code, " ",
              std::string(memory, static_cast<size_t>(length)));
  }

  // Makes onTokenExpired wait until it is told false.
  void Hold(bool hold) {
    std::lock_guard<std::mutex> lock(mu_);
    hold_ = hold;
    cv_.notify_all();
  }

  const IMessage* kept = nullptr;  // to be used after its callback, which is wrong

 private:
  std::mutex mu_;
  std::condition_variable cv_;
  bool hold_ = false;
  Log* const log_;
  IRtmService** const service_;
};

class ChannelEvents final : public IChannelEventHandler {
 public:
  ChannelEvents(Log* log, IChannel** channel) : log_(log), channel_(channel) {}

  void onJoinSuccess() override { log_->Add("onJoinSuccess"); }
  void onJoinFailure(JOIN_CHANNEL_ERR code) override { log_->Add("onJoinFailure ", code); }
  void onLeave(LEAVE_CHANNEL_ERR code) override { log_->Add("onLeave ", code); }
  void onMessageReceived(const char* user, const IMessage* message) override {
    log_->Add("onMessageReceived ", Text(user), " ", Describe(message));
  }
  void onSendMessageResult(long long, CHANNEL_MESSAGE_ERR_CODE code) override {
    log_->Add("channel onSendMessageResult ", code);
  }
  void onMemberJoined(IChannelMember* member) override {
    log_->Add("onMemberJoined ", member == nullptr ? "<null>" : Text(member->getUserId()));
  }
  void onMemberLeft(IChannelMember* member) override {
    log_->Add("onMemberLeft ", member == nullptr ? "<null>" : Text(member->getUserId()));
    if (release_in_callback) (*channel_)->release();
  }
  void onGetMembers(IChannelMember** members, int count, GET_MEMBERS_ERR code) override {
    std::string users;
    for (int i = 0; members != nullptr && i < count; ++i) {
      users += " " + (members[i] == nullptr ? "<null>" : Text(members[i]->getUserId()));
    }
    log_->Add("onGetMembers ", count, " ", code, members == nullptr ? " <null>" : users);
  }
  void onAttributesUpdated(const IRtmChannelAttribute* attributes[], int count) override {
    log_->Add("onAttributesUpdated ", count, " ",
              attributes == nullptr
                  ? "<null>"
                  : Text(attributes[0]->getKey()) + "=" + Text(attributes[0]->getValue()) + " by " +
                        Text(attributes[0]->getLastUpdateUserId()));
  }
  void onMemberCountUpdated(int count) override { log_->Add("onMemberCountUpdated ", count); }

  bool release_in_callback = false;

 private:
  Log* const log_;
  IChannel** const channel_;
};

class CallEvents final : public IRtmCallEventHandler {
 public:
  explicit CallEvents(Log* log) : log_(log) {}

  void onLocalInvitationReceivedByPeer(ILocalCallInvitation* i) override { Add("received", i); }
  void onLocalInvitationCanceled(ILocalCallInvitation* i) override { Add("canceled", i); }
  void onLocalInvitationFailure(ILocalCallInvitation* i, LOCAL_INVITATION_ERR_CODE code) override {
    Add("failure " + std::to_string(code), i);
  }
  void onLocalInvitationAccepted(ILocalCallInvitation* i, const char* response) override {
    Add("accepted " + Text(response), i);
  }
  void onLocalInvitationRefused(ILocalCallInvitation* i, const char* response) override {
    Add("refused " + Text(response), i);
  }
  void onRemoteInvitationReceived(IRemoteCallInvitation* i) override {
    Add("remote received", i);
    remote = i;
  }
  void onRemoteInvitationRefused(IRemoteCallInvitation* i) override { Add("remote refused", i); }
  void onRemoteInvitationAccepted(IRemoteCallInvitation* i) override { Add("remote accepted", i); }
  void onRemoteInvitationCanceled(IRemoteCallInvitation* i) override { Add("remote canceled", i); }
  void onRemoteInvitationFailure(IRemoteCallInvitation* i,
                                 REMOTE_INVITATION_ERR_CODE code) override {
    Add("remote failure " + std::to_string(code), i);
  }

  IRemoteCallInvitation* remote = nullptr;

 private:
  template <typename Invitation>
  void Add(const std::string& what, Invitation* i) {
    log_->Add(what, " state ", i == nullptr ? -1 : static_cast<int>(i->getState()));
  }

  Log* const log_;
};

}  // namespace

struct fakedrive {
  explicit fakedrive(void* factory)
      : service(reinterpret_cast<IRtmService* (*)()>(factory)()),
        service_events(&log, &service),
        channel_events(&log, &channel),
        call_events(&log) {}
  ~fakedrive() {
    if (channel_open && service != nullptr) channel->release();
    if (service != nullptr) service->release(true);
  }

  int Do(const std::string& call, const char* a, const char* b) {
    if (call == "initialize") return service->initialize(a, &service_events);
    if (call == "initializeNoHandler") return service->initialize(a, nullptr);
    if (call == "login") return service->login(a, b);
    if (call == "logout") return service->logout();
    if (call == "renewToken") return service->renewToken(a);
    if (call == "send") return Send(service->createMessage(b), a);
    if (call == "sendRaw") {
      return Send(service->createMessage(reinterpret_cast<const uint8_t*>(b), std::strlen(b), "d"),
                  a);
    }
    if (call == "sendNull") return service->sendMessageToPeer(a, nullptr);
    if (call == "upload") {
      long long id = 0;
      return service->createFileMessageByUploading(a, id);
    }
    if (call == "download") {
      long long id = 0;
      return service->downloadMediaToMemory(a, id);
    }
    if (call == "sendImage") {
      IImageMessage* const image = service->createImageMessageByMediaId(b);
      image->setFileName("name");
      image->setWidth(7);
      return Send(image, a);
    }
    if (call == "invite") {
      calls = service->getRtmCallManager(&call_events);
      local = calls->createLocalCallInvitation(a);
      local->setContent(b);
      local->setChannelId("signal");
      return calls->sendLocalInvitation(local);
    }
    if (call == "releaseCalls") {
      local->release();
      if (call_events.remote != nullptr) call_events.remote->release();
      calls->release();
      return 0;
    }
    if (call == "createChannel") {
      channel = service->createChannel(a, &channel_events);
      return channel_open = channel != nullptr;
    }
    if (call == "join") return channel->join();
    if (call == "leave") return channel->leave();
    if (call == "getMembers") return channel->getMembers();
    if (call == "sendChannel") {
      IMessage* const message = service->createMessage(a);
      const int ret = channel->sendMessage(message);
      message->release();
      return ret;
    }
    if (call == "releaseChannel") {
      channel_open = false;
      channel->release();
      return 0;
    }
    if (call == "releaseChannelInCallback") {
      channel_events.release_in_callback = true;
      return 0;
    }
    if (call == "query") {
      const char* peers[] = {a};
      return service->queryPeersOnlineStatus(peers, 1, request);
    }
    if (call == "getUserAttributes") return service->getUserAttributes(a, request);
    if (call == "keepMessage") {
      kept = service->createMessage(a);
      return kept != nullptr;
    }
    if (call == "releaseMessage") {
      kept->release();
      return 0;
    }
    if (call == "useMessage") return kept->getMessageType();
    if (call == "setText") {
      kept->setText(a);
      return 0;
    }
    if (call == "releaseReceived") {
      const_cast<IMessage*>(service_events.kept)->release();
      return 0;
    }
    if (call == "useReceived") return service_events.kept->getMessageType();
    if (call == "createRaw") return service->createMessage(nullptr, std::stoi(a)) != nullptr;
    if (call == "release" || call == "releaseAsync") {
      last_service = service;
      service = nullptr;
      last_service->release(call == "release");
      return 0;
    }
    if (call == "useService") return last_service->logout();
    if (call == "hold" || call == "letGo") {
      service_events.Hold(call == "hold");
      return 0;
    }
    if (call == "addHandler") {
      service->addEventHandler(&more_events);
      return 0;
    }
    if (call == "removeHandler") {
      service->removeEventHandler(&more_events);
      return 0;
    }
    return -1000;
  }

  int Send(IMessage* message, const char* peer) {
    SendMessageOptions options;
    options.enableOfflineMessaging = true;
    const int ret = service->sendMessageToPeer(peer, message, options);
    message->release();
    return ret;
  }

  Log log;
  IRtmService* service = nullptr;
  IRtmService* last_service = nullptr;
  IChannel* channel = nullptr;
  bool channel_open = false;
  IMessage* kept = nullptr;
  long long request = 0;
  ServiceEvents service_events;
  ServiceEvents more_events{&log, &service};
  ChannelEvents channel_events;
  CallEvents call_events;
  IRtmCallManager* calls = nullptr;
  ILocalCallInvitation* local = nullptr;
  std::string text;
};

fakedrive* fakedrive_new(void* factory, const char* app_id) {
  auto* const drive = new fakedrive(factory);
  fakedrive_do(drive, "initialize", app_id, nullptr);
  return drive;
}

void fakedrive_free(fakedrive* drive) { delete drive; }

int fakedrive_do(fakedrive* drive, const char* call, const char* a, const char* b) {
  int ret = 0;
  {
    const Log::InCall inside(&drive->log);
    ret = drive->Do(call, a, b);
  }
  drive->log.Add(call, " = ", ret);
  return ret;
}

const char* fakedrive_log(fakedrive* drive) {
  drive->text = drive->log.All();
  return drive->text.c_str();
}

int fakedrive_wait(fakedrive* drive, int n, int timeout_ms) {
  return drive->log.Wait(n, timeout_ms) ? 1 : 0;
}
