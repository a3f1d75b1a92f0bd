// service.h: IRtmService.
#ifndef EMUSDK_SERVICE_H_
#define EMUSDK_SERVICE_H_

#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "IAgoraRtmService.h"
#include "bridge.h"
#include "dispatcher.h"
#include "process.h"

namespace emusdk {

// The application owns it through `self_` until release(); the service's thread shares it, so the
// last of the two to let go deletes it: a callback that is still running when release(false)
// returns has a live service under it.
class Service final : public agora::rtm::IRtmService {
 public:
  // Null when there is no memory.
  static agora::rtm::IRtmService* create() noexcept;

  Service();
  ~Service() override;

  // service.cc
  int initialize(const char* appId,
                 agora::rtm::IRtmServiceEventHandler* eventHandler) noexcept override;
  void addEventHandler(agora::rtm::IRtmServiceEventHandler* eventHandler) noexcept override;
  void removeEventHandler(agora::rtm::IRtmServiceEventHandler* eventHandler) noexcept override;
  void release(bool sync) noexcept override;
  int login(const char* token, const char* userId) noexcept override;
  int logout() noexcept override;
  int renewToken(const char* token) noexcept override;
  int sendMessageToPeer(const char* peerId, const agora::rtm::IMessage* message) noexcept override;
  int sendMessageToPeer(const char* peerId, const agora::rtm::IMessage* message,
                        const agora::rtm::SendMessageOptions& options) noexcept override;
  agora::rtm::IChannel* createChannel(
      const char* channelId, agora::rtm::IChannelEventHandler* eventHandler) noexcept override;
  agora::rtm::IMessage* createMessage() noexcept override;
  agora::rtm::IMessage* createMessage(const char* message) noexcept override;
  agora::rtm::IMessage* createMessage(const uint8_t* rawData, int length) noexcept override;
  agora::rtm::IMessage* createMessage(const uint8_t* rawData, int length,
                                      const char* description) noexcept override;
  agora::rtm::IRtmChannelAttribute* createChannelAttribute() noexcept override;

  // settings.cc
  int setParameters(const char* parameters) noexcept override;
  int setLogFile(const char* logfile) noexcept override;
  int setLogFilter(agora::rtm::LOG_FILTER_TYPE filter) noexcept override;
  int setLogFileSize(int fileSizeInKBytes) noexcept override;

  // media.cc
  int downloadMediaToMemory(const char* mediaId, long long& requestId) noexcept override;
  int downloadMediaToFile(const char* mediaId, const char* filePath,
                          long long& requestId) noexcept override;
  int cancelMediaDownload(long long requestId) noexcept override;
  int cancelMediaUpload(long long requestId) noexcept override;
  agora::rtm::IFileMessage* createFileMessageByMediaId(const char* mediaId) noexcept override;
  agora::rtm::IImageMessage* createImageMessageByMediaId(const char* mediaId) noexcept override;
  int createFileMessageByUploading(const char* filePath, long long& requestId) noexcept override;
  int createImageMessageByUploading(const char* filePath, long long& requestId) noexcept override;

  // call_manager.cc
  agora::rtm::IRtmCallManager* getRtmCallManager(
      agora::rtm::IRtmCallEventHandler* eventHandler) noexcept override;

  // presence.cc
  int queryPeersOnlineStatus(const char* peerIds[], int peerCount,
                             long long& requestId) noexcept override;
  int subscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                 long long& requestId) noexcept override;
  int unsubscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                   long long& requestId) noexcept override;
  int queryPeersBySubscriptionOption(agora::rtm::PEER_SUBSCRIPTION_OPTION option,
                                     long long& requestId) noexcept override;
  int getChannelMemberCount(const char* channelIds[], int channelCount,
                            long long& requestId) noexcept override;

  // attributes.cc
  int setLocalUserAttributes(const agora::rtm::RtmAttribute* attributes, int numberOfAttributes,
                             long long& requestId) noexcept override;
  int addOrUpdateLocalUserAttributes(const agora::rtm::RtmAttribute* attributes,
                                     int numberOfAttributes,
                                     long long& requestId) noexcept override;
  int deleteLocalUserAttributesByKeys(const char* attributeKeys[], int numberOfKeys,
                                      long long& requestId) noexcept override;
  int clearLocalUserAttributes(long long& requestId) noexcept override;
  int getUserAttributes(const char* userId, long long& requestId) noexcept override;
  int getUserAttributesByKeys(const char* userId, const char* attributeKeys[], int numberOfKeys,
                              long long& requestId) noexcept override;
  int setChannelAttributes(const char* channelId,
                           const agora::rtm::IRtmChannelAttribute* attributes[],
                           int numberOfAttributes,
                           const agora::rtm::ChannelAttributeOptions& options,
                           long long& requestId) noexcept override;
  int addOrUpdateChannelAttributes(const char* channelId,
                                   const agora::rtm::IRtmChannelAttribute* attributes[],
                                   int numberOfAttributes,
                                   const agora::rtm::ChannelAttributeOptions& options,
                                   long long& requestId) noexcept override;
  int deleteChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                    int numberOfKeys,
                                    const agora::rtm::ChannelAttributeOptions& options,
                                    long long& requestId) noexcept override;
  int clearChannelAttributes(const char* channelId,
                             const agora::rtm::ChannelAttributeOptions& options,
                             long long& requestId) noexcept override;
  int getChannelAttributes(const char* channelId, long long& requestId) noexcept override;
  int getChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                 int numberOfKeys, long long& requestId) noexcept override;

 private:
  // The service's thread: waits for events and delivers them until the service is released.
  void run();

  const GoClient go_;
  const std::shared_ptr<Dispatcher> dispatcher_;
  std::mutex mutex_;  // taken before the dispatcher's; never held while waiting for a callback
  std::shared_ptr<Service> self_;
  std::optional<InstanceToken> token_;
  std::thread thread_;
  std::promise<void> finished_;  // set when the last callback has returned
  bool initialized_ = false;
};

}  // namespace emusdk

#endif  // EMUSDK_SERVICE_H_
