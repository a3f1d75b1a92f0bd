// IChannel of the scripted SDK, and the members it shows.
#ifndef FAKE_CHANNEL_H_
#define FAKE_CHANNEL_H_

#include <string>
#include <vector>

#include "IAgoraRtmService.h"
#include "fake_script.h"
#include "fake_service.h"

namespace fakertm {

using ChannelHandler = agora::rtm::IChannelEventHandler;

class FakeChannel final : public agora::rtm::IChannel, public Object {
 public:
  FakeChannel(FakeService* service, const std::string& id, ChannelHandler* handler)
      : Object(service->script(), &Script::channels), service_(service), id_(id), slot_(handler) {}

  int join() override;
  int leave() override;
  int sendMessage(const agora::rtm::IMessage* message) override;
  int sendMessage(const agora::rtm::IMessage* message,
                  const agora::rtm::SendMessageOptions& options) override;
  const char* getId() const override;
  int getMembers() override;
  void release() override;

  const std::string& id() const { return id_; }
  Slot<ChannelHandler>& slot() { return slot_; }
  // Calls the result callback of op; returns whether there is a handler to call.
  bool Deliver(int op, int code, long long id, bool late);

 private:
  // Aborts when the channel or its service was released.
  void MustLive(const char* method) const;
  int Ask(int op, const char* method);
  int Send(const agora::rtm::IMessage* message, const agora::rtm::SendMessageOptions& options);

  FakeService* const service_;
  const std::string id_;
  Slot<ChannelHandler> slot_;
};

// A member, alive during a callback.
class FakeMember final : public agora::rtm::IChannelMember, public Object {
 public:
  FakeMember(Script* script, std::string user, std::string channel)
      : Object(script, &Script::members), user_(std::move(user)), channel_(std::move(channel)) {}

  const char* getUserId() const override;
  const char* getChannelId() const override;
  void release() override;

  void EndShow();

 private:
  const std::string user_, channel_;
};

// ShownMembers makes an array of members for the duration of a callback.
class ShownMembers {
 public:
  ShownMembers(Script* script, const std::vector<std::string>& users, const std::string& channel);
  ~ShownMembers();
  ShownMembers(const ShownMembers&) = delete;
  ShownMembers& operator=(const ShownMembers&) = delete;

  agora::rtm::IChannelMember** array();
  agora::rtm::IChannelMember* first() { return pointers_.front(); }
  int count() const;

 private:
  Script* const script_;
  std::vector<FakeMember*> objects_;  // own themselves, as all released objects do
  std::vector<agora::rtm::IChannelMember*> pointers_;
};

}  // namespace fakertm

#endif  // FAKE_CHANNEL_H_
