// clang-format off
//go:build !agora_sdk

// clang-format on

// Channel attributes of the scripted SDK.
#include "fake_attribute.h"

namespace fakertm {

void FakeAttribute::setKey(const char* key) {
  Alive("IRtmChannelAttribute::setKey");
  if (key == nullptr) Die("IRtmChannelAttribute::setKey: null");
  key_ = key;
}

const char* FakeAttribute::getKey() const {
  Alive("IRtmChannelAttribute::getKey");
  return shown_ && script()->nulls(FAKESDK_NULL_VALUE) ? nullptr : key_.c_str();
}

void FakeAttribute::setValue(const char* value) {
  Alive("IRtmChannelAttribute::setValue");
  if (value == nullptr) Die("IRtmChannelAttribute::setValue: null");
  value_ = value;
}

const char* FakeAttribute::getValue() const {
  Alive("IRtmChannelAttribute::getValue");
  return shown_ && script()->nulls(FAKESDK_NULL_VALUE) ? nullptr : value_.c_str();
}

const char* FakeAttribute::getLastUpdateUserId() const {
  Alive("IRtmChannelAttribute::getLastUpdateUserId");
  return shown_ && script()->nulls(FAKESDK_NULL_ID) ? nullptr : user_.c_str();
}

long long FakeAttribute::getLastUpdateTs() const {
  Alive("IRtmChannelAttribute::getLastUpdateTs");
  return ts_;
}

void FakeAttribute::release() {
  if (shown_) Die("IRtmChannelAttribute::release: a received attribute belongs to the SDK");
  MarkReleased("IRtmChannelAttribute::release");
  Retire(false);
}

void FakeAttribute::EndShow() {
  MarkReleased("end of the callback");
  Retire(false);
}

ShownAttributes::ShownAttributes(Script* script, const Attributes& attributes,
                                 const std::string& user, long long ts)
    : script_(script) {
  for (const auto& attribute : attributes) {
    objects_.push_back(new FakeAttribute(script, attribute.first, attribute.second, user, ts));
    pointers_.push_back(script->nulls(FAKESDK_NULL_OBJECT) ? nullptr : objects_.back());
  }
}

ShownAttributes::~ShownAttributes() {
  for (FakeAttribute* object : objects_) object->EndShow();
}

const agora::rtm::IRtmChannelAttribute** ShownAttributes::array() {
  return script_->nulls(FAKESDK_NULL_ARRAY) ? nullptr : pointers_.data();
}

int ShownAttributes::count() const {
  return script_->nulls(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<int>(objects_.size());
}

}  // namespace fakertm
