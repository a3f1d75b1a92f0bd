// presence.cc: online states, subscriptions and member counts behind the C ABI.
#include "guard.h"
#include "lists.h"
#include "pack.h"
#include "service.h"

namespace rtm = agora::rtm;
using rtm_shim::Event;
using rtm_shim::EventKind;
using rtm_shim::Packer;
using rtm_shim::Request;
using rtm_shim::StringList;
using rtm_shim::ViewOf;

namespace rtm_shim {

namespace {

Event ListEvent(EventKind kind, long long id, int32_t code) {
  Event e;
  e.kind = kind;
  e.id = id;
  e.code = code;
  return e;
}

int32_t PackPeers(Packer& packed, const rtm::PeerOnlineStatus* peers, int count) {
  if (peers == nullptr || count < 0) return 0;
  for (int i = 0; i < count; ++i) {
    packed.Number(static_cast<int32_t>(peers[i].onlineState));
    packed.String(ViewOf(peers[i].peerId));
  }
  return count;
}

}  // namespace

void ServiceHandler::onQueryPeersOnlineStatusResult(
    long long requestId, const rtm::PeerOnlineStatus* peersStatus, int peerCount,
    rtm::QUERY_PEERS_ONLINE_STATUS_ERR errorCode) noexcept {
  PushList(*queue_,
           ListEvent(EventKind::kQueryPeersOnlineStatusResult, requestId,
                     static_cast<int32_t>(errorCode)),
           nullptr, rtm::QUERY_PEERS_ONLINE_STATUS_ERR_FAILURE,
           [&](Packer& packed) { return PackPeers(packed, peersStatus, peerCount); });
}

void ServiceHandler::onSubscriptionRequestResult(
    long long requestId, rtm::PEER_SUBSCRIPTION_STATUS_ERR errorCode) noexcept {
  PushResult(EventKind::kSubscriptionRequestResult, requestId, static_cast<int32_t>(errorCode));
}

void ServiceHandler::onQueryPeersBySubscriptionOptionResult(
    long long requestId, const char* peerIds[], int peerCount,
    rtm::QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR errorCode) noexcept {
  PushList(*queue_,
           ListEvent(EventKind::kQueryPeersBySubscriptionOptionResult, requestId,
                     static_cast<int32_t>(errorCode)),
           nullptr, rtm::QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR_FAILURE, [&](Packer& packed) {
             if (peerIds == nullptr || peerCount < 0) return 0;
             for (int i = 0; i < peerCount; ++i) packed.String(ViewOf(peerIds[i]));
             return peerCount;
           });
}

void ServiceHandler::onPeersOnlineStatusChanged(const rtm::PeerOnlineStatus peersStatus[],
                                                int peerCount) noexcept {
  PushList(*queue_, ListEvent(EventKind::kPeersOnlineStatusChanged, 0, 0), nullptr, 0,
           [&](Packer& packed) { return PackPeers(packed, peersStatus, peerCount); });
}

void ServiceHandler::onGetChannelMemberCountResult(
    long long requestId, const rtm::ChannelMemberCount* channelMemberCounts, int channelCount,
    rtm::GET_CHANNEL_MEMBER_COUNT_ERR_CODE errorCode) noexcept {
  PushList(*queue_,
           ListEvent(EventKind::kGetChannelMemberCountResult, requestId,
                     static_cast<int32_t>(errorCode)),
           nullptr, rtm::GET_CHANNEL_MEMBER_COUNT_ERR_FAILURE, [&](Packer& packed) {
             if (channelMemberCounts == nullptr || channelCount < 0) return 0;
             for (int i = 0; i < channelCount; ++i) {
               packed.Number(static_cast<int32_t>(channelMemberCounts[i].count));
               packed.String(ViewOf(channelMemberCounts[i].channelId));
             }
             return channelCount;
           });
}

}  // namespace rtm_shim

rtm_request_result rtm_service_query_peers_online_status(rtm_service* s, rtm_list peers) noexcept {
  return Request([&](long long& id) {
    StringList list(peers);
    return s->sdk->queryPeersOnlineStatus(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_subscribe_peers_online_status(rtm_service* s,
                                                             rtm_list peers) noexcept {
  return Request([&](long long& id) {
    StringList list(peers);
    return s->sdk->subscribePeersOnlineStatus(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_unsubscribe_peers_online_status(rtm_service* s,
                                                               rtm_list peers) noexcept {
  return Request([&](long long& id) {
    StringList list(peers);
    return s->sdk->unsubscribePeersOnlineStatus(list.data(), list.count(), id);
  });
}

rtm_request_result rtm_service_query_peers_by_subscription_option(rtm_service* s,
                                                                  int32_t option) noexcept {
  return Request([&](long long& id) {
    return s->sdk->queryPeersBySubscriptionOption(
        static_cast<rtm::PEER_SUBSCRIPTION_OPTION>(option), id);
  });
}

rtm_request_result rtm_service_get_channel_member_count(rtm_service* s,
                                                        rtm_list channels) noexcept {
  return Request([&](long long& id) {
    StringList list(channels);
    return s->sdk->getChannelMemberCount(list.data(), list.count(), id);
  });
}
