// presence.cc: presence and member counts: the calls of IRtmService, and their events.
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

constexpr int kMaxQueriedPeers = 256;
constexpr int kMaxCountedChannels = 32;

std::vector<PeerOnlineStatus> peersOf(const emusdk_event& event) {
  std::vector<PeerOnlineStatus> peers;
  peers.reserve(static_cast<size_t>(event.count));
  EntryReader entries(event);
  for (int i = 0; i < event.count; i++) {
    const char* const id = entries.text();
    const auto state = static_cast<PEER_ONLINE_STATE>(entries.number());
    peers.push_back({id, state != PEER_ONLINE_STATE_OFFLINE, state});
  }
  return peers;
}

std::vector<const char*> usersOf(const emusdk_event& event) {
  std::vector<const char*> users;
  users.reserve(static_cast<size_t>(event.count));
  EntryReader entries(event);
  for (int i = 0; i < event.count; i++) users.push_back(entries.text());
  return users;
}

std::vector<ChannelMemberCount> countsOf(const emusdk_event& event) {
  std::vector<ChannelMemberCount> counts;
  counts.reserve(static_cast<size_t>(event.count));
  EntryReader entries(event);
  for (int i = 0; i < event.count; i++) {
    const char* const id = entries.text();
    counts.push_back({id, static_cast<int>(entries.number())});
  }
  return counts;
}

}  // namespace

int Service::queryPeersOnlineStatus(const char* peerIds[], int peerCount,
                                    long long& requestId) noexcept {
  const CharsList peers(peerIds, peerCount, kMaxQueriedPeers);
  return request(requestId, [&](long long id) {
    return emusdk_query_peers_online_status(go_.handle(), id, peers.data(), peers.size());
  });
}

int Service::subscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                        long long& requestId) noexcept {
  const CharsList peers(peerIds, peerCount);
  return request(requestId, [&](long long id) {
    return emusdk_subscribe_peers_online_status(go_.handle(), id, peers.data(), peers.size());
  });
}

int Service::unsubscribePeersOnlineStatus(const char* peerIds[], int peerCount,
                                          long long& requestId) noexcept {
  const CharsList peers(peerIds, peerCount);
  return request(requestId, [&](long long id) {
    return emusdk_unsubscribe_peers_online_status(go_.handle(), id, peers.data(), peers.size());
  });
}

int Service::queryPeersBySubscriptionOption(PEER_SUBSCRIPTION_OPTION option,
                                            long long& requestId) noexcept {
  return request(requestId, [&](long long id) {
    return emusdk_query_peers_by_subscription_option(go_.handle(), id,
                                                     static_cast<int32_t>(option));
  });
}

int Service::getChannelMemberCount(const char* channelIds[], int channelCount,
                                   long long& requestId) noexcept {
  const CharsList channels(channelIds, channelCount, kMaxCountedChannels);
  return request(requestId, [&](long long id) {
    return emusdk_get_channel_member_count(go_.handle(), id, channels.data(), channels.size());
  });
}

bool Dispatcher::dispatchPresence(const emusdk_event& event) {
  using Handler = IRtmServiceEventHandler;
  switch (event.kind) {
    case EMUSDK_EVENT_QUERY_PEERS_ONLINE_STATUS_RESULT: {
      const auto peers = peersOf(event);
      eachHandler([&](Handler& h) {
        h.onQueryPeersOnlineStatusResult(event.id, peers.data(), event.count,
                                         static_cast<QUERY_PEERS_ONLINE_STATUS_ERR>(event.code));
      });
      return true;
    }
    case EMUSDK_EVENT_SUBSCRIPTION_REQUEST_RESULT:
      eachHandler([&](Handler& h) {
        h.onSubscriptionRequestResult(event.id,
                                      static_cast<PEER_SUBSCRIPTION_STATUS_ERR>(event.code));
      });
      return true;
    case EMUSDK_EVENT_QUERY_PEERS_BY_SUBSCRIPTION_OPTION_RESULT:
      eachHandler([&](Handler& h) {
        auto users = usersOf(event);  // anew for each handler, as its parameter is not const
        h.onQueryPeersBySubscriptionOptionResult(
            event.id, users.data(), event.count,
            static_cast<QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR>(event.code));
      });
      return true;
    case EMUSDK_EVENT_PEERS_ONLINE_STATUS_CHANGED: {
      const auto peers = peersOf(event);
      eachHandler([&](Handler& h) { h.onPeersOnlineStatusChanged(peers.data(), event.count); });
      return true;
    }
    case EMUSDK_EVENT_GET_CHANNEL_MEMBER_COUNT_RESULT: {
      const auto counts = countsOf(event);
      eachHandler([&](Handler& h) {
        h.onGetChannelMemberCountResult(event.id, counts.data(), event.count,
                                        static_cast<GET_CHANNEL_MEMBER_COUNT_ERR_CODE>(event.code));
      });
      return true;
    }
    default:
      return false;
  }
}

}  // namespace emusdk
