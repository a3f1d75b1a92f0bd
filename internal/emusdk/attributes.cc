// attributes.cc: IRtmChannelAttribute; the attribute calls of IRtmService, and their events.
#include "attributes.h"

#include <array>
#include <deque>
#include <memory>
#include <vector>

#include "_cgo_export.h"
#include "chars.h"
#include "dispatcher.h"
#include "payload.h"
#include "request.h"
#include "service.h"

namespace emusdk {

using namespace agora::rtm;  // NOLINT: this file speaks of little else

namespace {

constexpr int kMaxAttributes = 32;

void assign(std::string& to, const char* from) noexcept {
  try {
    to = from == nullptr ? "" : from;
  } catch (...) {
    // No memory: the text stays as it was.
  }
}

// Attributes as the Go side takes them: at most one more than a call may bring, which is enough to
// have the call refused. A null attribute has neither key nor value; a null array has none.
class AttributeList {
 public:
  AttributeList(const RtmAttribute* list, int count) noexcept {
    fill(list, count, [&](int i) { return emusdk_attribute{list[i].key, list[i].value}; });
  }
  AttributeList(const IRtmChannelAttribute* const* list, int count) noexcept {
    fill(list, count, [&](int i) {
      const IRtmChannelAttribute* const a = list[i];
      return a == nullptr ? emusdk_attribute{} : emusdk_attribute{a->getKey(), a->getValue()};
    });
  }
  emusdk_attribute* data() noexcept { return attributes_.data(); }
  int size() const noexcept { return size_; }

 private:
  template <typename F>
  void fill(const void* list, int count, F attribute) noexcept {
    if (list == nullptr) return;
    for (; size_ < count && size_ <= kMaxAttributes; size_++) {
      attributes_[static_cast<size_t>(size_)] = attribute(size_);
    }
  }

  std::array<emusdk_attribute, kMaxAttributes + 1> attributes_{};
  int size_ = 0;
};

int32_t notify(const ChannelAttributeOptions& options) {
  return options.enableNotificationToChannelMembers ? 1 : 0;
}

std::vector<RtmAttribute> userAttributesOf(const emusdk_event& event) {
  std::vector<RtmAttribute> attributes;
  attributes.reserve(static_cast<size_t>(event.count));
  EntryReader entries(event);
  for (int i = 0; i < event.count; i++) {
    const char* const key = entries.text();
    const char* const value = entries.text();
    entries.text();  // attributes of users do not say who wrote them, and when
    entries.number();
    attributes.push_back({key, value});
  }
  return attributes;
}

// The attributes of a channel as objects that live during the callbacks of one event.
class ReceivedAttributes {
 public:
  explicit ReceivedAttributes(const emusdk_event& event) {
    EntryReader entries(event);
    for (int i = 0; i < event.count; i++) pointers_.push_back(&attributes_.emplace_back(entries));
  }
  const IRtmChannelAttribute** data() noexcept { return pointers_.data(); }

 private:
  std::deque<ChannelAttribute> attributes_;  // they stay where they are
  std::vector<const IRtmChannelAttribute*> pointers_;
};

}  // namespace

IRtmChannelAttribute* ChannelAttribute::create() noexcept {
  try {
    return std::make_unique<ChannelAttribute>().release();
  } catch (...) {
    return nullptr;
  }
}

// The members are declared in the order of the entry.
ChannelAttribute::ChannelAttribute(EntryReader& entry)
    : owner_(Owner::kCallback),
      key_(entry.bytes()),
      value_(entry.bytes()),
      updated_by_(entry.bytes()),
      updated_at_(entry.number()) {}

void ChannelAttribute::setKey(const char* key) noexcept { assign(key_, key); }

void ChannelAttribute::setValue(const char* value) noexcept { assign(value_, value); }

int Service::setLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                    long long& requestId) noexcept {
  AttributeList list(attributes, numberOfAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_set_local_user_attributes(go_.handle(), id, list.data(), list.size());
  });
}

int Service::addOrUpdateLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes,
                                            long long& requestId) noexcept {
  AttributeList list(attributes, numberOfAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_add_or_update_local_user_attributes(go_.handle(), id, list.data(), list.size());
  });
}

int Service::deleteLocalUserAttributesByKeys(const char* attributeKeys[], int numberOfKeys,
                                             long long& requestId) noexcept {
  const CharsList keys(attributeKeys, numberOfKeys, kMaxAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_delete_local_user_attributes(go_.handle(), id, keys.data(), keys.size());
  });
}

int Service::clearLocalUserAttributes(long long& requestId) noexcept {
  return request(requestId, [&](long long id) {
    return emusdk_clear_local_user_attributes(go_.handle(), id);
  });
}

int Service::getUserAttributes(const char* userId, long long& requestId) noexcept {
  const Chars user(userId);
  return request(requestId, [&](long long id) {
    return emusdk_get_user_attributes(go_.handle(), id, user.data(), user.size());
  });
}

int Service::getUserAttributesByKeys(const char* userId, const char* attributeKeys[],
                                     int numberOfKeys, long long& requestId) noexcept {
  const Chars user(userId);
  const CharsList keys(attributeKeys, numberOfKeys, kMaxAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_get_user_attributes_by_keys(go_.handle(), id, user.data(), user.size(),
                                              keys.data(), keys.size());
  });
}

int Service::setChannelAttributes(const char* channelId, const IRtmChannelAttribute* attributes[],
                                  int numberOfAttributes, const ChannelAttributeOptions& options,
                                  long long& requestId) noexcept {
  const Chars channel(channelId);
  AttributeList list(attributes, numberOfAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_set_channel_attributes(go_.handle(), id, channel.data(), channel.size(),
                                         list.data(), list.size(), notify(options));
  });
}

int Service::addOrUpdateChannelAttributes(const char* channelId,
                                          const IRtmChannelAttribute* attributes[],
                                          int numberOfAttributes,
                                          const ChannelAttributeOptions& options,
                                          long long& requestId) noexcept {
  const Chars channel(channelId);
  AttributeList list(attributes, numberOfAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_add_or_update_channel_attributes(go_.handle(), id, channel.data(), channel.size(),
                                                   list.data(), list.size(), notify(options));
  });
}

int Service::deleteChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                           int numberOfKeys, const ChannelAttributeOptions& options,
                                           long long& requestId) noexcept {
  const Chars channel(channelId);
  const CharsList keys(attributeKeys, numberOfKeys, kMaxAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_delete_channel_attributes(go_.handle(), id, channel.data(), channel.size(),
                                            keys.data(), keys.size(), notify(options));
  });
}

int Service::clearChannelAttributes(const char* channelId, const ChannelAttributeOptions& options,
                                    long long& requestId) noexcept {
  const Chars channel(channelId);
  return request(requestId, [&](long long id) {
    return emusdk_clear_channel_attributes(go_.handle(), id, channel.data(), channel.size(),
                                           notify(options));
  });
}

int Service::getChannelAttributes(const char* channelId, long long& requestId) noexcept {
  const Chars channel(channelId);
  return request(requestId, [&](long long id) {
    return emusdk_get_channel_attributes(go_.handle(), id, channel.data(), channel.size());
  });
}

int Service::getChannelAttributesByKeys(const char* channelId, const char* attributeKeys[],
                                        int numberOfKeys, long long& requestId) noexcept {
  const Chars channel(channelId);
  const CharsList keys(attributeKeys, numberOfKeys, kMaxAttributes);
  return request(requestId, [&](long long id) {
    return emusdk_get_channel_attributes_by_keys(go_.handle(), id, channel.data(), channel.size(),
                                                 keys.data(), keys.size());
  });
}

bool Dispatcher::dispatchAttributes(const emusdk_event& event) {
  using Handler = IRtmServiceEventHandler;
  const auto code = static_cast<ATTRIBUTE_OPERATION_ERR>(event.code);
  const auto result = [&](void (Handler::*callback)(long long, ATTRIBUTE_OPERATION_ERR)) {
    eachHandler([&](Handler& h) { (h.*callback)(event.id, code); });
    return true;
  };
  switch (event.kind) {
    case EMUSDK_EVENT_SET_LOCAL_USER_ATTRIBUTES_RESULT:
      return result(&Handler::onSetLocalUserAttributesResult);
    case EMUSDK_EVENT_ADD_OR_UPDATE_LOCAL_USER_ATTRIBUTES_RESULT:
      return result(&Handler::onAddOrUpdateLocalUserAttributesResult);
    case EMUSDK_EVENT_DELETE_LOCAL_USER_ATTRIBUTES_RESULT:
      return result(&Handler::onDeleteLocalUserAttributesResult);
    case EMUSDK_EVENT_CLEAR_LOCAL_USER_ATTRIBUTES_RESULT:
      return result(&Handler::onClearLocalUserAttributesResult);
    case EMUSDK_EVENT_SET_CHANNEL_ATTRIBUTES_RESULT:
      return result(&Handler::onSetChannelAttributesResult);
    case EMUSDK_EVENT_ADD_OR_UPDATE_CHANNEL_ATTRIBUTES_RESULT:
      return result(&Handler::onAddOrUpdateChannelAttributesResult);
    case EMUSDK_EVENT_DELETE_CHANNEL_ATTRIBUTES_RESULT:
      return result(&Handler::onDeleteChannelAttributesResult);
    case EMUSDK_EVENT_CLEAR_CHANNEL_ATTRIBUTES_RESULT:
      return result(&Handler::onClearChannelAttributesResult);
    case EMUSDK_EVENT_GET_USER_ATTRIBUTES_RESULT: {
      const auto attributes = userAttributesOf(event);
      eachHandler([&](Handler& h) {
        h.onGetUserAttributesResult(event.id, Payload(event).user, attributes.data(), event.count,
                                    code);
      });
      return true;
    }
    case EMUSDK_EVENT_GET_CHANNEL_ATTRIBUTES_RESULT:
      eachHandler([&](Handler& h) {
        ReceivedAttributes attributes(event);
        h.onGetChannelAttributesResult(event.id, attributes.data(), event.count, code);
      });
      return true;
    case EMUSDK_EVENT_CHANNEL_ATTRIBUTES_UPDATED:
      withChannel(event.channel, [&](Channel&, IChannelEventHandler& h) {
        ReceivedAttributes attributes(event);
        h.onAttributesUpdated(attributes.data(), event.count);
      });
      return true;
    default:
      return false;
  }
}

}  // namespace emusdk
