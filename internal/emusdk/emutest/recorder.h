// recorder.h: what the scenarios share: a log that can be waited on, handlers that write to it, and
// services that release themselves.
#ifndef EMUSDK_EMUTEST_RECORDER_H_
#define EMUSDK_EMUTEST_RECORDER_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "IAgoraRtmCallManager.h"
#include "IAgoraRtmService.h"

namespace emutest {

namespace rtm = agora::rtm;

// Lines in the order they came. All methods may be called from any thread.
class Log {
 public:
  template <typename... T>
  void line(const T&... parts) {
    std::ostringstream out;
    (out << ... << parts);
    const std::lock_guard<std::mutex> lock(mutex_);
    lines_.push_back(out.str());
    changed_.notify_all();
  }

  // Waits until `line` was written `count` times; writes a FAILED line if that takes too long.
  void await(const std::string& line, int count = 1) {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool seen = changed_.wait_for(lock, std::chrono::seconds(20), [&] {
      int n = 0;
      for (const auto& l : lines_) n += l == line;
      return n >= count;
    });
    if (!seen) lines_.push_back("FAILED: waited for: " + line);
  }

  std::string text() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::string all;
    for (const auto& line : lines_) all += line + "\n";
    return all;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

// A door that threads wait at until it is opened.
class Gate {
 public:
  explicit Gate(Log& log) : log_(log) {}
  void open() {
    const std::lock_guard<std::mutex> lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(20), [&] { return open_; })) {
      log_.line("FAILED: a gate stayed shut");
    }
  }

 private:
  Log& log_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

// Releases what it holds the synchronous way.
struct Releaser {
  void operator()(rtm::IRtmService* service) const { service->release(true); }
  template <typename T>
  void operator()(T* object) const {
    object->release();
  }
};
using Service = std::unique_ptr<rtm::IRtmService, Releaser>;
using Channel = std::unique_ptr<rtm::IChannel, Releaser>;
using Message = std::unique_ptr<rtm::IMessage, Releaser>;
using FileMessage = std::unique_ptr<rtm::IFileMessage, Releaser>;
using ImageMessage = std::unique_ptr<rtm::IImageMessage, Releaser>;
using Attribute = std::unique_ptr<rtm::IRtmChannelAttribute, Releaser>;
using Calls = std::unique_ptr<rtm::IRtmCallManager, Releaser>;
using LocalInvitation = std::unique_ptr<rtm::ILocalCallInvitation, Releaser>;
using RemoteInvitation = std::unique_ptr<rtm::IRemoteCallInvitation, Releaser>;

std::string describe(const rtm::IMessage* message);
std::string describe(const rtm::IFileMessage* message);
std::string describe(const rtm::IImageMessage* message);
std::string describe(const rtm::PeerOnlineStatus* peers, int count);
std::string describe(const rtm::RtmAttribute* attributes, int count);
std::string describe(const rtm::IRtmChannelAttribute** attributes, int count);
std::string describe(const rtm::ChannelMemberCount* counts, int count);
std::string describe(rtm::IChannelMember** members, int count);

// Writes every callback as `name: callback(arguments)`, then calls the hook with the callback's
// name.
class ServiceHandler : public rtm::IRtmServiceEventHandler {
 public:
  ServiceHandler(Log& log, std::string name) : log_(log), name_(std::move(name)) {}

  // `hook` is called at the end of each callback that starts from now on.
  void afterEach(std::function<void(const std::string&)> hook) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hook_ = std::move(hook);
  }

  void onLoginSuccess() override { note("onLoginSuccess"); }
  void onLoginFailure(rtm::LOGIN_ERR_CODE code) override { note("onLoginFailure", code); }
  void onRenewTokenResult(const char* token, rtm::RENEW_TOKEN_ERR_CODE code) override {
    note("onRenewTokenResult", token, ",", code);
  }
  void onTokenExpired() override { note("onTokenExpired"); }
  void onTokenPrivilegeWillExpire() override { note("onTokenPrivilegeWillExpire"); }
  void onLogout(rtm::LOGOUT_ERR_CODE code) override { note("onLogout", code); }
  void onConnectionStateChanged(rtm::CONNECTION_STATE state,
                                rtm::CONNECTION_CHANGE_REASON reason) override {
    note("onConnectionStateChanged", state, ",", reason);
  }
  void onSendMessageResult(long long id, rtm::PEER_MESSAGE_ERR_CODE code) override {
    note("onSendMessageResult", id > 0 ? "id" : "no id", ",", code);
  }
  void onMessageReceivedFromPeer(const char* peer, const rtm::IMessage* message) override {
    note("onMessageReceivedFromPeer", peer, ",", describe(message));
  }

  void onImageMessageReceivedFromPeer(const char* peer,
                                      const rtm::IImageMessage* message) override {
    note("onImageMessageReceivedFromPeer", peer, ",", describe(message));
  }
  void onFileMessageReceivedFromPeer(const char* peer, const rtm::IFileMessage* message) override {
    note("onFileMessageReceivedFromPeer", peer, ",", describe(message));
  }
  void onMediaUploadingProgress(long long id, const rtm::MediaOperationProgress& p) override {
    if (p.currentSize <= 0 || p.currentSize >= p.totalSize) log_.line("FAILED: progress");
    result("onMediaUploadingProgress", id, "of ", p.totalSize);
  }
  void onMediaDownloadingProgress(long long id, const rtm::MediaOperationProgress& p) override {
    if (p.currentSize <= 0 || p.currentSize >= p.totalSize) log_.line("FAILED: progress");
    result("onMediaDownloadingProgress", id, "of ", p.totalSize);
  }
  void onFileMediaUploadResult(long long id, rtm::IFileMessage* message,
                               rtm::UPLOAD_MEDIA_ERR_CODE code) override {
    file.reset(message);
    result("onFileMediaUploadResult", id, describe(message), ",", code);
  }
  void onImageMediaUploadResult(long long id, rtm::IImageMessage* message,
                                rtm::UPLOAD_MEDIA_ERR_CODE code) override {
    image.reset(message);
    result("onImageMediaUploadResult", id, describe(message), ",", code);
  }
  void onMediaDownloadToFileResult(long long id, rtm::DOWNLOAD_MEDIA_ERR_CODE code) override {
    result("onMediaDownloadToFileResult", id, code);
  }
  void onMediaDownloadToMemoryResult(long long id, const char* memory, long long length,
                                     rtm::DOWNLOAD_MEDIA_ERR_CODE code) override {
    const std::string data =
        memory == nullptr ? "null" : "'" + std::string(memory, static_cast<size_t>(length)) + "'";
    result("onMediaDownloadToMemoryResult", id, data, ",", length, ",", code);
  }
  void onMediaCancelResult(long long id, rtm::CANCEL_MEDIA_ERR_CODE code) override {
    result("onMediaCancelResult", id, code);
  }
  void onQueryPeersOnlineStatusResult(long long id, const rtm::PeerOnlineStatus* peers, int count,
                                      rtm::QUERY_PEERS_ONLINE_STATUS_ERR code) override {
    result("onQueryPeersOnlineStatusResult", id, describe(peers, count), ",", count, ",", code);
  }
  void onSubscriptionRequestResult(long long id, rtm::PEER_SUBSCRIPTION_STATUS_ERR code) override {
    result("onSubscriptionRequestResult", id, code);
  }
  void onQueryPeersBySubscriptionOptionResult(
      long long id, const char* peers[], int count,
      rtm::QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR code) override {
    std::string all;
    for (int i = 0; i < count; i++) all += std::string(i > 0 ? " " : "") + peers[i];
    result("onQueryPeersBySubscriptionOptionResult", id, all, ",", count, ",", code);
  }
  void onPeersOnlineStatusChanged(const rtm::PeerOnlineStatus peers[], int count) override {
    note("onPeersOnlineStatusChanged", describe(peers, count), ",", count);
  }
  void onSetLocalUserAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onSetLocalUserAttributesResult", id, code);
  }
  void onAddOrUpdateLocalUserAttributesResult(long long id,
                                              rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onAddOrUpdateLocalUserAttributesResult", id, code);
  }
  void onDeleteLocalUserAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onDeleteLocalUserAttributesResult", id, code);
  }
  void onClearLocalUserAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onClearLocalUserAttributesResult", id, code);
  }
  void onGetUserAttributesResult(long long id, const char* user,
                                 const rtm::RtmAttribute* attributes, int count,
                                 rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onGetUserAttributesResult", id, user, ",", describe(attributes, count), ",", count, ",",
           code);
  }
  void onSetChannelAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onSetChannelAttributesResult", id, code);
  }
  void onAddOrUpdateChannelAttributesResult(long long id,
                                            rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onAddOrUpdateChannelAttributesResult", id, code);
  }
  void onDeleteChannelAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onDeleteChannelAttributesResult", id, code);
  }
  void onClearChannelAttributesResult(long long id, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onClearChannelAttributesResult", id, code);
  }
  void onGetChannelAttributesResult(long long id, const rtm::IRtmChannelAttribute* attributes[],
                                    int count, rtm::ATTRIBUTE_OPERATION_ERR code) override {
    result("onGetChannelAttributesResult", id, describe(attributes, count), ",", count, ",", code);
  }
  void onGetChannelMemberCountResult(long long id, const rtm::ChannelMemberCount* counts, int count,
                                     rtm::GET_CHANNEL_MEMBER_COUNT_ERR_CODE code) override {
    result("onGetChannelMemberCountResult", id, describe(counts, count), ",", count, ",", code);
  }

  // The uploads that came last. To be looked at when their callback has been written.
  FileMessage file;
  ImageMessage image;

  // The request id of the last call of this callback.
  long long lastId(const std::string& callback) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = ids_.find(callback);
    return found == ids_.end() ? 0 : found->second;
  }

  // Whether all callbacks so far came on one thread other than `thread`.
  bool onOneThreadBeside(std::thread::id thread) const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return !many_threads_ && thread_ != std::thread::id() && thread_ != thread;
  }
  std::thread::id thread() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return thread_;
  }

 protected:
  template <typename... T>
  void result(const std::string& callback, long long id, const T&... arguments) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ids_[callback] = id;
    }
    note(callback, arguments...);
  }
  template <typename... T>
  void note(const std::string& callback, const T&... arguments) {
    std::function<void(const std::string&)> hook;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      hook = hook_;
      const auto here = std::this_thread::get_id();
      if (thread_ == std::thread::id()) thread_ = here;
      many_threads_ = many_threads_ || thread_ != here;
    }
    log_.line(name_, ": ", callback, "(", arguments..., ")");
    if (hook) hook(callback);
  }

 private:
  Log& log_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::function<void(const std::string&)> hook_;
  std::thread::id thread_;
  bool many_threads_ = false;
  std::map<std::string, long long> ids_;
};

// The same for a channel.
class ChannelHandler : public rtm::IChannelEventHandler {
 public:
  ChannelHandler(Log& log, std::string name) : log_(log), name_(std::move(name)) {}

  void afterEach(std::function<void(const std::string&)> hook) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hook_ = std::move(hook);
  }

  bool counts = false;  // whether onMemberCountUpdated is written: when it comes is not fixed

  void onJoinSuccess() override { note("onJoinSuccess"); }
  void onJoinFailure(rtm::JOIN_CHANNEL_ERR code) override { note("onJoinFailure", code); }
  void onLeave(rtm::LEAVE_CHANNEL_ERR code) override { note("onLeave", code); }
  void onMessageReceived(const char* user, const rtm::IMessage* message) override {
    note("onMessageReceived", user, ",", describe(message));
  }
  void onImageMessageReceived(const char* user, const rtm::IImageMessage* message) override {
    note("onImageMessageReceived", user, ",", describe(message));
  }
  void onFileMessageReceived(const char* user, const rtm::IFileMessage* message) override {
    note("onFileMessageReceived", user, ",", describe(message));
  }
  void onAttributesUpdated(const rtm::IRtmChannelAttribute* attributes[], int count) override {
    note("onAttributesUpdated", describe(attributes, count), ",", count);
  }
  void onSendMessageResult(long long id, rtm::CHANNEL_MESSAGE_ERR_CODE code) override {
    note("onSendMessageResult", id > 0 ? "id" : "no id", ",", code);
  }
  void onMemberJoined(rtm::IChannelMember* member) override {
    note("onMemberJoined", describe(&member, 1));
    member->release();  // must do nothing
  }
  void onMemberLeft(rtm::IChannelMember* member) override {
    note("onMemberLeft", describe(&member, 1));
  }
  void onGetMembers(rtm::IChannelMember** members, int count, rtm::GET_MEMBERS_ERR code) override {
    note("onGetMembers", describe(members, count), ",", count, ",", code);
  }
  void onMemberCountUpdated(int count) override {
    if (counts) note("onMemberCountUpdated", count);
  }

  std::thread::id thread() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return thread_;
  }

 private:
  template <typename... T>
  void note(const std::string& callback, const T&... arguments) {
    std::function<void(const std::string&)> hook;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      hook = hook_;
      thread_ = std::this_thread::get_id();
    }
    log_.line(name_, ": ", callback, "(", arguments..., ")");
    if (hook) hook(callback);
  }

  Log& log_;
  const std::string name_;
  mutable std::mutex mutex_;
  std::function<void(const std::string&)> hook_;
  std::thread::id thread_;
};

// The same for a call manager. States are written as the invitation has them in the callback.
class CallHandler : public rtm::IRtmCallEventHandler {
 public:
  CallHandler(Log& log, std::string name) : log_(log), name_(std::move(name)) {}

  void afterEach(std::function<void(const std::string&)> hook) {
    const std::lock_guard<std::mutex> lock(mutex_);
    hook_ = std::move(hook);
  }

  // What was received, to be looked at when its callback has been written.
  std::vector<RemoteInvitation> remote;

  void onLocalInvitationReceivedByPeer(rtm::ILocalCallInvitation* i) override {
    note("onLocalInvitationReceivedByPeer", describe(*i));
  }
  void onLocalInvitationCanceled(rtm::ILocalCallInvitation* i) override {
    note("onLocalInvitationCanceled", describe(*i));
  }
  void onLocalInvitationFailure(rtm::ILocalCallInvitation* i,
                                rtm::LOCAL_INVITATION_ERR_CODE code) override {
    note("onLocalInvitationFailure", describe(*i), ",", code);
  }
  void onLocalInvitationAccepted(rtm::ILocalCallInvitation* i, const char* response) override {
    note("onLocalInvitationAccepted", describe(*i), ",", response);
  }
  void onLocalInvitationRefused(rtm::ILocalCallInvitation* i, const char* response) override {
    note("onLocalInvitationRefused", describe(*i), ",", response);
  }
  void onRemoteInvitationRefused(rtm::IRemoteCallInvitation* i) override {
    note("onRemoteInvitationRefused", describe(*i));
  }
  void onRemoteInvitationAccepted(rtm::IRemoteCallInvitation* i) override {
    note("onRemoteInvitationAccepted", describe(*i));
  }
  void onRemoteInvitationReceived(rtm::IRemoteCallInvitation* i) override {
    remote.emplace_back(i);
    note("onRemoteInvitationReceived", describe(*i));
  }
  void onRemoteInvitationFailure(rtm::IRemoteCallInvitation* i,
                                 rtm::REMOTE_INVITATION_ERR_CODE code) override {
    note("onRemoteInvitationFailure", describe(*i), ",", code);
  }
  void onRemoteInvitationCanceled(rtm::IRemoteCallInvitation* i) override {
    note("onRemoteInvitationCanceled", describe(*i));
  }

  // Peer, state, content, channel id and response.
  static std::string describe(const rtm::ILocalCallInvitation& i) {
    return text(i.getCalleeId(), i.getState(), i);
  }
  static std::string describe(const rtm::IRemoteCallInvitation& i) {
    return text(i.getCallerId(), i.getState(), i);
  }

 private:
  template <typename Invitation>
  static std::string text(const char* peer, int state, const Invitation& i) {
    std::ostringstream out;
    out << peer << " " << state << " '" << i.getContent() << "' '" << i.getChannelId() << "' '"
        << i.getResponse() << "'";
    return out.str();
  }
  template <typename... T>
  void note(const std::string& callback, const T&... arguments) {
    std::function<void(const std::string&)> hook;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      hook = hook_;
    }
    log_.line(name_, ": ", callback, "(", arguments..., ")");
    if (hook) hook(callback);
  }

  Log& log_;
  const std::string name_;
  std::mutex mutex_;
  std::function<void(const std::string&)> hook_;
};

void keep(std::shared_ptr<void> object);
// An object that lives to the end of the process, for callbacks that may end after their scenario:
// nobody waits for the callback that runs during release(false).
template <typename T, typename... Arguments>
T& forever(Arguments&&... arguments) {
  auto object = std::make_shared<T>(std::forward<Arguments>(arguments)...);
  keep(object);
  return *object;
}

// What a scenario gets.
struct Context {
  std::string app_id;
  int n;
  Log log;
};

// A service that is initialized with `handler`.
Service makeService(Context& c, rtm::IRtmServiceEventHandler* handler);
// The same, logged in. The handler must write as `user`.
Service makeUser(Context& c, rtm::IRtmServiceEventHandler* handler, const std::string& user);
// A channel that is joined. The handler must write as `name`.
Channel makeMember(Context& c, rtm::IRtmService& service, const std::string& id,
                   rtm::IChannelEventHandler* handler, const std::string& name);
int sendText(rtm::IRtmService& service, const std::string& peer, const std::string& text);

using Scenario = void (*)(Context&);
// Static objects of this type put a scenario on the list.
struct Register {
  Register(const char* name, Scenario scenario);
};

}  // namespace emutest

#endif  // EMUSDK_EMUTEST_RECORDER_H_
