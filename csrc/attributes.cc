// attributes.cc: attributes of users and channels behind the C ABI.
#include "attributes.h"

#include <memory>
#include <stdexcept>
#include <vector>

#include "guard.h"
#include "lists.h"
#include "service.h"

namespace rtm = agora::rtm;
using rtm_shim::CString;
using rtm_shim::Packer;
using rtm_shim::Releaser;
using rtm_shim::Request;
using rtm_shim::StringList;

namespace rtm_shim {

int32_t PackAttributes(Packer& packed, const rtm::IRtmChannelAttribute* const* attributes,
                       int count) {
  int32_t packed_count = 0;
  for (int i = 0; attributes != nullptr && i < count; ++i) {
    const rtm::IRtmChannelAttribute* const a = attributes[i];
    if (a == nullptr) continue;
    packed.Number(static_cast<int64_t>(a->getLastUpdateTs()));
    packed.String(ViewOf(a->getKey()));
    packed.String(ViewOf(a->getValue()));
    packed.String(ViewOf(a->getLastUpdateUserId()));
    ++packed_count;
  }
  return packed_count;
}

void ServiceHandler::onSetLocalUserAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kSetLocalUserAttributesResult, requestId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onAddOrUpdateLocalUserAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kAddOrUpdateLocalUserAttributesResult, requestId,
             static_cast<int32_t>(errorCode));
}

void ServiceHandler::onDeleteLocalUserAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kDeleteLocalUserAttributesResult, requestId,
             static_cast<int32_t>(errorCode));
}

void ServiceHandler::onClearLocalUserAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kClearLocalUserAttributesResult, requestId,
             static_cast<int32_t>(errorCode));
}

void ServiceHandler::onGetUserAttributesResult(long long requestId, const char* userId,
                                               const rtm::RtmAttribute* attributes,
                                               int numberOfAttributes,
                                               rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  Event e;
  e.kind = EventKind::kGetUserAttributesResult;
  e.id = requestId;
  e.code = static_cast<int32_t>(errorCode);
  PushList(*queue_, e, userId, rtm::ATTRIBUTE_OPERATION_ERR_FAILURE, [&](Packer& packed) {
    if (attributes == nullptr || numberOfAttributes < 0) return 0;
    for (int i = 0; i < numberOfAttributes; ++i) {
      packed.Number(int64_t{0});
      packed.String(ViewOf(attributes[i].key));
      packed.String(ViewOf(attributes[i].value));
      packed.String({});
    }
    return numberOfAttributes;
  });
}

void ServiceHandler::onSetChannelAttributesResult(long long requestId,
                                                  rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kSetChannelAttributesResult, requestId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onAddOrUpdateChannelAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kAddOrUpdateChannelAttributesResult, requestId,
             static_cast<int32_t>(errorCode));
}

void ServiceHandler::onDeleteChannelAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kDeleteChannelAttributesResult, requestId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onClearChannelAttributesResult(
    long long requestId, rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  PushResult(EventKind::kClearChannelAttributesResult, requestId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onGetChannelAttributesResult(long long requestId,
                                                  const rtm::IRtmChannelAttribute* attributes[],
                                                  int numberOfAttributes,
                                                  rtm::ATTRIBUTE_OPERATION_ERR errorCode) noexcept {
  Event e;
  e.kind = EventKind::kGetChannelAttributesResult;
  e.id = requestId;
  e.code = static_cast<int32_t>(errorCode);
  PushList(*queue_, e, nullptr, rtm::ATTRIBUTE_OPERATION_ERR_FAILURE,
           [&](Packer& packed) { return PackAttributes(packed, attributes, numberOfAttributes); });
}

}  // namespace rtm_shim

namespace {

using AttributePtr = std::unique_ptr<rtm::IRtmChannelAttribute, Releaser>;

// A list of keys and values in turn, as the attributes of a user.
class UserAttributes {
 public:
  explicit UserAttributes(rtm_list packed) : list_(packed) {
    if (list_.count() % 2 != 0) throw std::invalid_argument("a key without a value");
    attributes_.reserve(static_cast<size_t>(list_.count()) / 2 + 1);
    for (int i = 0; i < list_.count(); i += 2) {
      attributes_.push_back({list_.at(i), list_.at(i + 1)});
    }
  }
  // Never null.
  const rtm::RtmAttribute* data() const { return attributes_.data(); }
  int count() const { return static_cast<int>(attributes_.size()); }

 private:
  StringList list_;
  std::vector<rtm::RtmAttribute> attributes_;
};

// The same as SDK objects, which the SDK reads during the call only.
class ChannelAttributes {
 public:
  ChannelAttributes(rtm::IRtmService* sdk, rtm_list packed) {
    const UserAttributes pairs(packed);
    const auto count = static_cast<size_t>(pairs.count());
    objects_.reserve(count);
    pointers_.reserve(count + 1);
    for (size_t i = 0; i < count; ++i) {
      AttributePtr attribute(sdk->createChannelAttribute());
      if (!attribute) {
        missing_ = true;
        return;
      }
      attribute->setKey(pairs.data()[i].key);
      attribute->setValue(pairs.data()[i].value);
      pointers_.push_back(attribute.get());
      objects_.push_back(std::move(attribute));
    }
  }
  // Whether the SDK gave null for one.
  bool missing() const { return missing_; }
  // Never null.
  const rtm::IRtmChannelAttribute** data() { return pointers_.data(); }
  int count() const { return static_cast<int>(pointers_.size()); }

 private:
  std::vector<AttributePtr> objects_;
  std::vector<const rtm::IRtmChannelAttribute*> pointers_;
  bool missing_ = false;
};

rtm::ChannelAttributeOptions OptionsOf(int notify) {
  rtm::ChannelAttributeOptions options;
  options.enableNotificationToChannelMembers = notify != 0;
  return options;
}

}  // namespace

rtm_request_result rtm_service_set_local_user_attributes(rtm_service* s,
                                                         rtm_list attributes) noexcept {
  return Request([&](long long& id) {
    const UserAttributes list(attributes);
    return s->sdk->setLocalUserAttributes(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_add_or_update_local_user_attributes(rtm_service* s,
                                                                   rtm_list attributes) noexcept {
  return Request([&](long long& id) {
    const UserAttributes list(attributes);
    return s->sdk->addOrUpdateLocalUserAttributes(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_delete_local_user_attributes_by_keys(rtm_service* s,
                                                                    rtm_list keys) noexcept {
  return Request([&](long long& id) {
    StringList list(keys);
    return s->sdk->deleteLocalUserAttributesByKeys(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_clear_local_user_attributes(rtm_service* s) noexcept {
  return Request([&](long long& id) { return s->sdk->clearLocalUserAttributes(id); });
}

rtm_request_result rtm_service_get_user_attributes(rtm_service* s, rtm_string user) noexcept {
  return Request(
      [&](long long& id) { return s->sdk->getUserAttributes(CString(user).c_str(), id); });
}

rtm_request_result rtm_service_get_user_attributes_by_keys(rtm_service* s, rtm_string user,
                                                           rtm_list keys) noexcept {
  return Request([&](long long& id) {
    StringList list(keys);
    return s->sdk->getUserAttributesByKeys(CString(user).c_str(), list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_set_channel_attributes(rtm_service* s, rtm_string channel,
                                                      rtm_list attributes, int notify) noexcept {
  return Request([&](long long& id) {
    ChannelAttributes list(s->sdk, attributes);
    if (list.missing()) return int{RTM_SHIM_ERR_NULL_OBJECT};
    return s->sdk->setChannelAttributes(CString(channel).c_str(), list.data(), list.count(),
                                        OptionsOf(notify), id);
  });
}

rtm_request_result rtm_service_add_or_update_channel_attributes(rtm_service* s, rtm_string channel,
                                                                rtm_list attributes,
                                                                int notify) noexcept {
  return Request([&](long long& id) {
    ChannelAttributes list(s->sdk, attributes);
    if (list.missing()) return int{RTM_SHIM_ERR_NULL_OBJECT};
    return s->sdk->addOrUpdateChannelAttributes(CString(channel).c_str(), list.data(), list.count(),
                                                OptionsOf(notify), id);
  });
}

rtm_request_result rtm_service_delete_channel_attributes_by_keys(rtm_service* s, rtm_string channel,
                                                                 rtm_list keys,
                                                                 int notify) noexcept {
  return Request([&](long long& id) {
    StringList list(keys);
    return s->sdk->deleteChannelAttributesByKeys(CString(channel).c_str(), list.data(),
                                                 list.count(), OptionsOf(notify), id);
  });
}

rtm_request_result rtm_service_clear_channel_attributes(rtm_service* s, rtm_string channel,
                                                        int notify) noexcept {
  return Request([&](long long& id) {
    return s->sdk->clearChannelAttributes(CString(channel).c_str(), OptionsOf(notify), id);
  });
}

rtm_request_result rtm_service_get_channel_attributes(rtm_service* s, rtm_string channel) noexcept {
  return Request(
      [&](long long& id) { return s->sdk->getChannelAttributes(CString(channel).c_str(), id); });
}

rtm_request_result rtm_service_get_channel_attributes_by_keys(rtm_service* s, rtm_string channel,
                                                              rtm_list keys) noexcept {
  return Request([&](long long& id) {
    StringList list(keys);
    return s->sdk->getChannelAttributesByKeys(CString(channel).c_str(), list.data(), list.count(),
                                              id);
  });
}
