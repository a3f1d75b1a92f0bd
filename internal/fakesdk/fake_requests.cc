// clang-format off
//go:build !agora_sdk

// clang-format on

// IRtmService of the scripted SDK: the calls with a request id (presence, attributes, counts,
// media).
#include "fake_attribute.h"
#include "fake_message.h"
#include "fake_service.h"
#include "fake_versions.h"

namespace fakertm {

using agora::rtm::ChannelAttributeOptions;
using agora::rtm::IRtmChannelAttribute;
using agora::rtm::RtmAttribute;

namespace {

constexpr int kInvalidPeers = agora::rtm::QUERY_PEERS_ONLINE_STATUS_ERR_INVALID_ARGUMENT;
constexpr int kInvalidAttributes = agora::rtm::ATTRIBUTE_OPERATION_ERR_INVALID_ARGUMENT;
constexpr int kInvalidMedia = agora::rtm::DOWNLOAD_MEDIA_ERR_INVALID_ARGUMENT;

// The list as strings; a null entry becomes an empty one.
std::vector<std::string> Strings(const char* const* list, int count) {
  std::vector<std::string> strings;
  for (int i = 0; list != nullptr && i < count; ++i) {
    strings.emplace_back(list[i] == nullptr ? "" : list[i]);
  }
  return strings;
}

}  // namespace

template <typename Fill>
int FakeService::Request(int op, const char* method, int refuse, long long* request_id,
                         std::string user, std::vector<std::string> items, const Fill& fill) {
  return Ask(op, method, refuse, request_id, fill,
             [this, op, user, items](int code, int, bool late, bool, long long id) {
               Outcome outcome;
               outcome.op = op;
               outcome.code = code;
               outcome.id = id;
               outcome.late = late;
               outcome.user = user;
               outcome.items = items;
               Deliver(outcome);
             });
}

int FakeService::PeersRequest(int op, const char* method, const char* const* peers, int count,
                              long long* request_id) {
  const int refuse = peers == nullptr || count <= 0 ? kInvalidPeers : 0;
  return Request(op, method, refuse, request_id, "", Strings(peers, count),
                 [&](Record* record) { record->SetItems(peers, count); });
}

int FakeService::queryPeersOnlineStatus(const char* peers[], int count, long long& request_id) {
  return PeersRequest(FAKESDK_QUERY_ONLINE, "IRtmService::queryPeersOnlineStatus", peers, count,
                      &request_id);
}

int FakeService::subscribePeersOnlineStatus(const char* peers[], int count, long long& request_id) {
  return PeersRequest(FAKESDK_SUBSCRIBE_ONLINE, "IRtmService::subscribePeersOnlineStatus", peers,
                      count, &request_id);
}

int FakeService::unsubscribePeersOnlineStatus(const char* peers[], int count,
                                              long long& request_id) {
  return PeersRequest(FAKESDK_UNSUBSCRIBE_ONLINE, "IRtmService::unsubscribePeersOnlineStatus",
                      peers, count, &request_id);
}

int FakeService::getChannelMemberCount(const char* channels[], int count, long long& request_id) {
  return PeersRequest(FAKESDK_GET_MEMBER_COUNT, "IRtmService::getChannelMemberCount", channels,
                      count, &request_id);
}

int FakeService::queryPeersBySubscriptionOption(agora::rtm::PEER_SUBSCRIPTION_OPTION option,
                                                long long& request_id) {
  return Request(FAKESDK_QUERY_BY_OPTION, "IRtmService::queryPeersBySubscriptionOption", 0,
                 &request_id, "", {}, [&](Record* record) { record->call.number = option; });
}

IRtmChannelAttribute* FakeService::createChannelAttribute() {
  const int ret = Tell(FAKESDK_CREATE_ATTRIBUTE, "IRtmService::createChannelAttribute", 0,
                       [](Record* record) { record->call.ret = record->call.ret == 0 ? 1 : 0; });
  return ret != 0 ? nullptr : new FakeAttribute(script());
}

int FakeService::UserAttributesRequest(int op, const char* method, const RtmAttribute* attributes,
                                       int count, long long* request_id) {
  const int refuse = attributes == nullptr || count <= 0 ? kInvalidAttributes : 0;
  return Request(op, method, refuse, request_id, "", {}, [&](Record* record) {
    for (int i = 0; attributes != nullptr && i < count; ++i) {
      record->items.emplace_back(attributes[i].key);
      record->values.emplace_back(attributes[i].value);
    }
  });
}

int FakeService::setLocalUserAttributes(const RtmAttribute* attributes, int count,
                                        long long& request_id) {
  return UserAttributesRequest(FAKESDK_SET_USER_ATTRIBUTES, "IRtmService::setLocalUserAttributes",
                               attributes, count, &request_id);
}

int FakeService::addOrUpdateLocalUserAttributes(const RtmAttribute* attributes, int count,
                                                long long& request_id) {
  return UserAttributesRequest(FAKESDK_UPDATE_USER_ATTRIBUTES,
                               "IRtmService::addOrUpdateLocalUserAttributes", attributes, count,
                               &request_id);
}

int FakeService::ChannelAttributesRequest(int op, const char* method, const char* channel_id,
                                          const IRtmChannelAttribute* const* attributes, int count,
                                          const ChannelAttributeOptions& options,
                                          long long* request_id) {
  const bool invalid = channel_id == nullptr || attributes == nullptr || count <= 0;
  return Request(op, method, invalid ? kInvalidAttributes : 0, request_id, "", {},
                 [&](Record* record) {
                   record->target = channel_id;
                   record->call.notify = options.enableNotificationToChannelMembers ? 1 : 0;
                   for (int i = 0; attributes != nullptr && i < count; ++i) {
                     if (attributes[i] == nullptr) continue;
                     record->items.emplace_back(attributes[i]->getKey());
                     record->values.emplace_back(attributes[i]->getValue());
                   }
                 });
}

int FakeService::setChannelAttributes(const char* channel_id,
                                      const IRtmChannelAttribute* attributes[], int count,
                                      const ChannelAttributeOptions& options,
                                      long long& request_id) {
  return ChannelAttributesRequest(FAKESDK_SET_CHANNEL_ATTRIBUTES,
                                  "IRtmService::setChannelAttributes", channel_id, attributes,
                                  count, options, &request_id);
}

int FakeService::addOrUpdateChannelAttributes(const char* channel_id,
                                              const IRtmChannelAttribute* attributes[], int count,
                                              const ChannelAttributeOptions& options,
                                              long long& request_id) {
  return ChannelAttributesRequest(FAKESDK_UPDATE_CHANNEL_ATTRIBUTES,
                                  "IRtmService::addOrUpdateChannelAttributes", channel_id,
                                  attributes, count, options, &request_id);
}

// Everything that names keys, or a user or channel whose attributes are meant.
int FakeService::KeysRequest(int op, const char* method, const char* target, bool needs_target,
                             const char* const* keys, int count, bool needs_keys, bool notify,
                             long long* request_id) {
  const bool invalid =
      (needs_target && target == nullptr) || (needs_keys && (keys == nullptr || count <= 0));
  return Request(op, method, invalid ? kInvalidAttributes : 0, request_id,
                 target == nullptr ? "" : target, {}, [&](Record* record) {
                   record->target = target;
                   record->call.notify = notify ? 1 : 0;
                   record->SetItems(keys, count);
                 });
}

int FakeService::deleteLocalUserAttributesByKeys(const char* keys[], int count,
                                                 long long& request_id) {
  return KeysRequest(FAKESDK_DELETE_USER_ATTRIBUTES, "IRtmService::deleteLocalUserAttributesByKeys",
                     nullptr, false, keys, count, true, false, &request_id);
}

int FakeService::clearLocalUserAttributes(long long& request_id) {
  return KeysRequest(FAKESDK_CLEAR_USER_ATTRIBUTES, "IRtmService::clearLocalUserAttributes",
                     nullptr, false, nullptr, 0, false, false, &request_id);
}

int FakeService::getUserAttributes(const char* user_id, long long& request_id) {
  return KeysRequest(FAKESDK_GET_USER_ATTRIBUTES, "IRtmService::getUserAttributes", user_id, true,
                     nullptr, 0, false, false, &request_id);
}

int FakeService::getUserAttributesByKeys(const char* user_id, const char* keys[], int count,
                                         long long& request_id) {
  return KeysRequest(FAKESDK_GET_USER_ATTRIBUTES, "IRtmService::getUserAttributesByKeys", user_id,
                     true, keys, count, true, false, &request_id);
}

int FakeService::deleteChannelAttributesByKeys(const char* channel_id, const char* keys[],
                                               int count, const ChannelAttributeOptions& options,
                                               long long& request_id) {
  return KeysRequest(FAKESDK_DELETE_CHANNEL_ATTRIBUTES,
                     "IRtmService::deleteChannelAttributesByKeys", channel_id, true, keys, count,
                     true, options.enableNotificationToChannelMembers, &request_id);
}

int FakeService::clearChannelAttributes(const char* channel_id,
                                        const ChannelAttributeOptions& options,
                                        long long& request_id) {
  return KeysRequest(FAKESDK_CLEAR_CHANNEL_ATTRIBUTES, "IRtmService::clearChannelAttributes",
                     channel_id, true, nullptr, 0, false,
                     options.enableNotificationToChannelMembers, &request_id);
}

int FakeService::getChannelAttributes(const char* channel_id, long long& request_id) {
  return KeysRequest(FAKESDK_GET_CHANNEL_ATTRIBUTES, "IRtmService::getChannelAttributes",
                     channel_id, true, nullptr, 0, false, false, &request_id);
}

int FakeService::getChannelAttributesByKeys(const char* channel_id, const char* keys[], int count,
                                            long long& request_id) {
  return KeysRequest(FAKESDK_GET_CHANNEL_ATTRIBUTES, "IRtmService::getChannelAttributesByKeys",
                     channel_id, true, keys, count, true, false, &request_id);
}

template <typename Message>
Message* FakeService::ByMediaId(const char* method, const char* media_id,
                                agora::rtm::MESSAGE_TYPE type) {
  if (media_id == nullptr) return nullptr;
  Content content;
  content.type = type;
  content.id = script()->NextId();
  const int ret = Tell(FAKESDK_CREATE_MESSAGE, method, 0, [&](Record* record) {
    record->call.ret = record->call.ret == 0 ? 1 : 0;
    record->call.type = type;
    record->call.id = content.id;
    record->target = media_id;
  });
  if (ret != 0) return nullptr;
  Media media;
  media.type = type;
  media.id = media_id;
  return new Message(script(), std::move(content), std::move(media), Life::kOwn);
}

agora::rtm::IFileMessage* FakeService::createFileMessageByMediaId(const char* media_id) {
  return ByMediaId<FakeFileMessage>("IRtmService::createFileMessageByMediaId", media_id,
                                    agora::rtm::MESSAGE_TYPE_FILE);
}

agora::rtm::IImageMessage* FakeService::createImageMessageByMediaId(const char* media_id) {
  return ByMediaId<FakeImageMessage>("IRtmService::createImageMessageByMediaId", media_id,
                                     agora::rtm::MESSAGE_TYPE_IMAGE);
}

int FakeService::downloadMediaToMemory(const char* media_id, long long& request_id) {
  return Request(FAKESDK_DOWNLOAD_TO_MEMORY, "IRtmService::downloadMediaToMemory",
                 media_id == nullptr ? kInvalidMedia : 0, &request_id, "", {},
                 [&](Record* record) { record->target = media_id; });
}

int FakeService::downloadMediaToFile(const char* media_id, const char* file,
                                     long long& request_id) {
  return Request(FAKESDK_DOWNLOAD_TO_FILE, "IRtmService::downloadMediaToFile",
                 media_id == nullptr || file == nullptr ? kInvalidMedia : 0, &request_id, "", {},
                 [&](Record* record) {
                   record->target = media_id;
                   record->text = file;
                 });
}

int FakeService::createFileMessageByUploading(const char* file, long long& request_id) {
  return Request(FAKESDK_UPLOAD_FILE, "IRtmService::createFileMessageByUploading",
                 file == nullptr ? kInvalidMedia : 0, &request_id, "", {},
                 [&](Record* record) { record->target = file; });
}

int FakeService::createImageMessageByUploading(const char* file, long long& request_id) {
  return Request(FAKESDK_UPLOAD_IMAGE, "IRtmService::createImageMessageByUploading",
                 file == nullptr ? kInvalidMedia : 0, &request_id, "", {},
                 [&](Record* record) { record->target = file; });
}

int FakeService::cancelMediaDownload(long long request_id) {
  return Ask(
      FAKESDK_CANCEL_DOWNLOAD, "IRtmService::cancelMediaDownload", 0, nullptr,
      [&](Record* record) { record->call.id = request_id; },
      [this, request_id](int code, int, bool late, bool, long long) {
        Each(late, [&](ServiceHandler* handler) {
          FAKESDK_MEDIA_CALLBACK(handler->onMediaCancelResult(
              request_id, static_cast<agora::rtm::CANCEL_MEDIA_ERR_CODE>(code)));
        });
      });
}

int FakeService::cancelMediaUpload(long long request_id) {
  return Ask(
      FAKESDK_CANCEL_UPLOAD, "IRtmService::cancelMediaUpload", 0, nullptr,
      [&](Record* record) { record->call.id = request_id; },
      [this, request_id](int code, int, bool late, bool, long long) {
        Each(late, [&](ServiceHandler* handler) {
          FAKESDK_MEDIA_CALLBACK(handler->onMediaCancelResult(
              request_id, static_cast<agora::rtm::CANCEL_MEDIA_ERR_CODE>(code)));
        });
      });
}

}  // namespace fakertm
