// Channel attributes of the scripted SDK.
#ifndef FAKE_ATTRIBUTE_H_
#define FAKE_ATTRIBUTE_H_

#include <string>
#include <vector>

#include "IAgoraRtmService.h"
#include "fake_script.h"

namespace fakertm {

class FakeAttribute final : public agora::rtm::IRtmChannelAttribute, public Object {
 public:
  // One of the application's own: empty.
  explicit FakeAttribute(Script* script) : Object(script, &Script::attributes), shown_(false) {}
  // One that the SDK shows in a callback.
  FakeAttribute(Script* script, std::string key, std::string value, std::string user, long long ts)
      : Object(script, &Script::received),
        shown_(true),
        key_(std::move(key)),
        value_(std::move(value)),
        user_(std::move(user)),
        ts_(ts) {}

  void setKey(const char* key) override;
  const char* getKey() const override;
  void setValue(const char* value) override;
  const char* getValue() const override;
  const char* getLastUpdateUserId() const override;
  long long getLastUpdateTs() const override;
  void release() override;

  // Ends the life of one that is shown.
  void EndShow();

 private:
  const bool shown_;
  std::string key_, value_, user_;
  long long ts_ = 0;
};

// ShownAttributes makes an array of attributes for the duration of a callback.
class ShownAttributes {
 public:
  ShownAttributes(Script* script, const Attributes& attributes, const std::string& user,
                  long long ts);
  ~ShownAttributes();
  ShownAttributes(const ShownAttributes&) = delete;
  ShownAttributes& operator=(const ShownAttributes&) = delete;

  const agora::rtm::IRtmChannelAttribute** array();
  int count() const;

 private:
  Script* const script_;
  std::vector<FakeAttribute*> objects_;  // own themselves, as all released objects do
  std::vector<const agora::rtm::IRtmChannelAttribute*> pointers_;
};

}  // namespace fakertm

#endif  // FAKE_ATTRIBUTE_H_
