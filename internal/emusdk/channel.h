// channel.h: IChannel.
#ifndef EMUSDK_CHANNEL_H_
#define EMUSDK_CHANNEL_H_

#include <memory>
#include <string>

#include "IAgoraRtmService.h"
#include "bridge.h"

namespace emusdk {

class Dispatcher;

// The application owns it through `self_` until release(); the dispatcher shares it, so that a
// callback that releases its own channel does not pull the object from under itself. It may outlive
// its service.
class Channel final : public agora::rtm::IChannel {
 public:
  static std::shared_ptr<Channel> create(std::shared_ptr<Dispatcher> dispatcher, GoChannel&& go,
                                         const char* id, agora::rtm::IChannelEventHandler* handler);

  Channel(std::shared_ptr<Dispatcher> dispatcher, GoChannel&& go, const char* id,
          agora::rtm::IChannelEventHandler* handler);
  ~Channel() override;

  int join() noexcept override;
  int leave() noexcept override;
  int sendMessage(const agora::rtm::IMessage* message) noexcept override;
  int sendMessage(const agora::rtm::IMessage* message,
                  const agora::rtm::SendMessageOptions& options) noexcept override;
  const char* getId() const noexcept override { return id_.c_str(); }
  int getMembers() noexcept override;
  void release() noexcept override;

  uint64_t key() const noexcept { return go_.key(); }
  agora::rtm::IChannelEventHandler* handler() const noexcept { return handler_; }
  // The two steps of a release that the dispatcher takes under its lock: leave the engine, then
  // give up the application's share.
  void leaveEngine() noexcept { go_.release(); }
  std::shared_ptr<Channel> takeSelf() noexcept { return std::move(self_); }

 private:
  const std::shared_ptr<Dispatcher> dispatcher_;
  const GoChannel go_;
  const std::string id_;
  agora::rtm::IChannelEventHandler* const handler_;  // may be null: no events
  std::shared_ptr<Channel> self_;                    // guarded by the dispatcher's mutex
};

}  // namespace emusdk

#endif  // EMUSDK_CHANNEL_H_
