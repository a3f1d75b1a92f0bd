// service_later.cc: the methods of IRtmService that the engine does not carry out yet: presence,
// user and channel attributes, member counts, media, calls. Until they arrive they check what they
// can and answer FAILURE; none of them sets a request id.
#include <cstddef>

#include "service.h"

namespace emusdk {

using namespace agora::rtm;  // NOLINT: this file is signatures

namespace {

bool isEmpty(const char* s) { return s == nullptr || *s == '\0'; }

// What all of them answer: not initialized and not logged in first, then the argument, then
// FAILURE. Every enum concerned has 101 and 102 for the first two.
int refuse(const GoClient& go, int argument_code, int failure) {
  const int code = go.ready();
  if (code != 0) return code;
  return argument_code != 0 ? argument_code : failure;
}

int attributeArgument(bool valid) { return valid ? 0 : ATTRIBUTE_OPERATION_ERR_INVALID_ARGUMENT; }

int refuseAttributes(const GoClient& go, bool valid) {
  return refuse(go, attributeArgument(valid), ATTRIBUTE_OPERATION_ERR_FAILURE);
}

constexpr int kMaxAttributes = 32;
constexpr int kMaxQueriedPeers = 256;
constexpr int kMaxSubscribedPeers = 512;
constexpr int kMaxCountedChannels = 32;

bool someAttributes(const void* list, int count) {
  return list != nullptr && count > 0 && count <= kMaxAttributes;
}

bool someKeys(const void* list, int count) { return list != nullptr && count > 0; }

}  // namespace

int Service::downloadMediaToMemory(const char* mediaId, long long&) noexcept {
  return refuse(go_, isEmpty(mediaId) ? DOWNLOAD_MEDIA_ERR_INVALID_ARGUMENT : 0,
                DOWNLOAD_MEDIA_ERR_FAILURE);
}

int Service::downloadMediaToFile(const char* mediaId, const char* filePath, long long&) noexcept {
  return refuse(go_,
                isEmpty(mediaId) || isEmpty(filePath) ? DOWNLOAD_MEDIA_ERR_INVALID_ARGUMENT : 0,
                DOWNLOAD_MEDIA_ERR_FAILURE);
}

// No transfer can be running.
int Service::cancelMediaDownload(long long) noexcept {
  return refuse(go_, CANCEL_MEDIA_ERR_NOT_EXIST, CANCEL_MEDIA_ERR_FAILURE);
}

int Service::cancelMediaUpload(long long) noexcept {
  return refuse(go_, CANCEL_MEDIA_ERR_NOT_EXIST, CANCEL_MEDIA_ERR_FAILURE);
}

IRtmCallManager* Service::getRtmCallManager(IRtmCallEventHandler*) noexcept { return nullptr; }

IFileMessage* Service::createFileMessageByMediaId(const char*) noexcept { return nullptr; }

IImageMessage* Service::createImageMessageByMediaId(const char*) noexcept { return nullptr; }

int Service::createFileMessageByUploading(const char* filePath, long long&) noexcept {
  return refuse(go_, isEmpty(filePath) ? UPLOAD_MEDIA_ERR_INVALID_ARGUMENT : 0,
                UPLOAD_MEDIA_ERR_FAILURE);
}

int Service::createImageMessageByUploading(const char* filePath, long long&) noexcept {
  return refuse(go_, isEmpty(filePath) ? UPLOAD_MEDIA_ERR_INVALID_ARGUMENT : 0,
                UPLOAD_MEDIA_ERR_FAILURE);
}

int Service::queryPeersOnlineStatus(const char* peerIds[], int peerCount, long long&) noexcept {
  const bool valid = peerIds != nullptr && peerCount > 0 && peerCount <= kMaxQueriedPeers;
  return refuse(go_, valid ? 0 : QUERY_PEERS_ONLINE_STATUS_ERR_INVALID_ARGUMENT,
                QUERY_PEERS_ONLINE_STATUS_ERR_FAILURE);
}

int Service::subscribePeersOnlineStatus(const char* peerIds[], int peerCount, long long&) noexcept {
  int code = 0;
  if (peerIds == nullptr || peerCount <= 0) {
    code = PEER_SUBSCRIPTION_STATUS_ERR_INVALID_ARGUMENT;
  } else if (peerCount > kMaxSubscribedPeers) {
    code = PEER_SUBSCRIPTION_STATUS_ERR_OVERFLOW;
  }
  return refuse(go_, code, PEER_SUBSCRIPTION_STATUS_ERR_FAILURE);
}

int Service::unsubscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                          long long&) noexcept {
  const bool valid = peerIds != nullptr && peerCount > 0;
  return refuse(go_, valid ? 0 : PEER_SUBSCRIPTION_STATUS_ERR_INVALID_ARGUMENT,
                PEER_SUBSCRIPTION_STATUS_ERR_FAILURE);
}

int Service::queryPeersBySubscriptionOption(PEER_SUBSCRIPTION_OPTION, long long&) noexcept {
  return refuse(go_, 0, QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_FAILURE);
}

int Service::setLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                    long long&) noexcept {
  return refuseAttributes(go_, someAttributes(attributes, numberOfAttributes));
}

int Service::addOrUpdateLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                            long long&) noexcept {
  return refuseAttributes(go_, someAttributes(attributes, numberOfAttributes));
}

int Service::deleteLocalUserAttributesByKeys(const char* attributeKeys[], int numberOfKeys,
                                             long long&) noexcept {
  return refuseAttributes(go_, someKeys(attributeKeys, numberOfKeys));
}

int Service::clearLocalUserAttributes(long long&) noexcept { return refuseAttributes(go_, true); }

int Service::getUserAttributes(const char* userId, long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(userId));
}

int Service::getUserAttributesByKeys(const char* userId, const char* attributeKeys[],
                                     int numberOfKeys, long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(userId) && someKeys(attributeKeys, numberOfKeys));
}

int Service::setChannelAttributes(const char* channelId, const IRtmChannelAttribute* attributes[],
                                  int numberOfAttributes, const ChannelAttributeOptions&,
                                  long long&) noexcept {
  return refuseAttributes(go_,
                          !isEmpty(channelId) && someAttributes(attributes, numberOfAttributes));
}

int Service::addOrUpdateChannelAttributes(const char* channelId,
                                          const IRtmChannelAttribute* attributes[],
                                          int numberOfAttributes, const ChannelAttributeOptions&,
                                          long long&) noexcept {
  return refuseAttributes(go_,
                          !isEmpty(channelId) && someAttributes(attributes, numberOfAttributes));
}

int Service::deleteChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                           int numberOfKeys, const ChannelAttributeOptions&,
                                           long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(channelId) && someKeys(attributeKeys, numberOfKeys));
}

int Service::clearChannelAttributes(const char* channelId, const ChannelAttributeOptions&,
                                    long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(channelId));
}

int Service::getChannelAttributes(const char* channelId, long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(channelId));
}

int Service::getChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                        int numberOfKeys, long long&) noexcept {
  return refuseAttributes(go_, !isEmpty(channelId) && someKeys(attributeKeys, numberOfKeys));
}

int Service::getChannelMemberCount(const char* channelIds[], int channelCount,
                                   long long&) noexcept {
  int code = 0;
  if (channelIds == nullptr || channelCount <= 0) {
    code = GET_CHANNEL_MEMBER_COUNT_ERR_INVALID_ARGUMENT;
  } else if (channelCount > kMaxCountedChannels) {
    code = GET_CHANNEL_MEMBER_COUNT_ERR_EXCEED_LIMIT;
  }
  return refuse(go_, code, GET_CHANNEL_MEMBER_COUNT_ERR_FAILURE);
}

}  // namespace emusdk
