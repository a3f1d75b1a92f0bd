// attributes.h: IRtmChannelAttribute, a value object.
#ifndef EMUSDK_ATTRIBUTES_H_
#define EMUSDK_ATTRIBUTES_H_

#include <string>

#include "IAgoraRtmService.h"
#include "owner.h"

namespace emusdk {

class EntryReader;

class ChannelAttribute final : public agora::rtm::IRtmChannelAttribute {
 public:
  // Null when there is no memory.
  static agora::rtm::IRtmChannelAttribute* create() noexcept;

  ChannelAttribute() = default;
  // One that a callback lends.
  explicit ChannelAttribute(EntryReader& entry);
  ~ChannelAttribute() override = default;

  // A null string counts as empty.
  void setKey(const char* key) noexcept override;
  const char* getKey() const noexcept override { return key_.c_str(); }
  void setValue(const char* value) noexcept override;
  const char* getValue() const noexcept override { return value_.c_str(); }
  // The server sets these two; an attribute the application made has neither.
  const char* getLastUpdateUserId() const noexcept override { return updated_by_.c_str(); }
  long long getLastUpdateTs() const noexcept override { return updated_at_; }
  void release() noexcept override {
    if (owner_ == Owner::kApplication) delete this;
  }

 private:
  const Owner owner_ = Owner::kApplication;
  std::string key_;
  std::string value_;
  const std::string updated_by_;
  const long long updated_at_ = 0;
};

}  // namespace emusdk

#endif  // EMUSDK_ATTRIBUTES_H_
