// channel.cc: IChannel.
#include "channel.h"

#include <utility>

#include "dispatcher.h"

namespace emusdk {

using agora::rtm::IChannelEventHandler;
using agora::rtm::IMessage;
using agora::rtm::SendMessageOptions;

std::shared_ptr<Channel> Channel::create(std::shared_ptr<Dispatcher> dispatcher, GoChannel&& go,
                                         const char* id, IChannelEventHandler* handler) {
  auto channel = std::make_shared<Channel>(std::move(dispatcher), std::move(go), id, handler);
  channel->self_ = channel;
  return channel;
}

Channel::Channel(std::shared_ptr<Dispatcher> dispatcher, GoChannel&& go, const char* id,
                 IChannelEventHandler* handler)
    : dispatcher_(std::move(dispatcher)),
      go_(std::move(go)),
      id_(id == nullptr ? "" : id),
      handler_(handler) {}

Channel::~Channel() = default;

int Channel::join() noexcept { return go_.join(); }

int Channel::leave() noexcept { return go_.leave(); }

int Channel::sendMessage(const IMessage* message) noexcept {
  return go_.sendMessage(message, SendMessageOptions());
}

int Channel::sendMessage(const IMessage* message, const SendMessageOptions& options) noexcept {
  return go_.sendMessage(message, options);
}

int Channel::getMembers() noexcept { return go_.getMembers(); }

void Channel::release() noexcept { dispatcher_->release(*this); }

}  // namespace emusdk
