// attributes.h: IRtmChannelAttribute, a value object.
#ifndef EMUSDK_ATTRIBUTES_H_
#define EMUSDK_ATTRIBUTES_H_

#include <string>

#include "IAgoraRtmService.h"

namespace emusdk {

class ChannelAttribute final : public agora::rtm::IRtmChannelAttribute {
 public:
  // Null when there is no memory.
  static agora::rtm::IRtmChannelAttribute* create() noexcept;

  ChannelAttribute() = default;
  ~ChannelAttribute() override = default;

  // A null string counts as empty.
  void setKey(const char* key) noexcept override;
  const char* getKey() const noexcept override { return key_.c_str(); }
  void setValue(const char* value) noexcept override;
  const char* getValue() const noexcept override { return value_.c_str(); }
  // The server sets these two; an attribute the application made has neither.
  const char* getLastUpdateUserId() const noexcept override { return ""; }
  long long getLastUpdateTs() const noexcept override { return 0; }
  void release() noexcept override { delete this; }

 private:
  std::string key_;
  std::string value_;
};

}  // namespace emusdk

#endif  // EMUSDK_ATTRIBUTES_H_
