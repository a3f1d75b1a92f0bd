// clang-format off
//go:build !agora_sdk

// clang-format on

// IRtmService of the scripted SDK: its result callbacks.
#include "fake_attribute.h"
#include "fake_message.h"
#include "fake_service.h"
#include "fake_versions.h"

namespace fakertm {

using namespace agora::rtm;  // NOLINT: the codes and structs, named as in the interface

namespace {

// The pointers and count that a callback gets for a list.
template <typename T>
const T* ArrayFor(const Script& script, const std::vector<T>& list) {
  return script.nulls(FAKESDK_NULL_ARRAY) ? nullptr : list.data();
}

template <typename T>
int CountFor(const Script& script, const std::vector<T>& list) {
  return script.nulls(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<int>(list.size());
}

const char* IdFor(const Script& script, const std::string& id) {
  return script.nulls(FAKESDK_NULL_ID) ? nullptr : id.c_str();
}

template <typename Message>
Message* Uploaded(Script* script, MESSAGE_TYPE type) {
  Content content;
  content.type = type;
  content.id = script->NextId();
  Media media = script->Upload();
  media.type = type;
  return new Message(script, std::move(content), std::move(media), Life::kUploaded);
}

}  // namespace

int FakeService::Deliver(const Outcome& outcome) {
  switch (outcome.op) {
    case FAKESDK_LOGIN:
      DeliverLogin(outcome);
      return 1;
    case FAKESDK_LOGOUT:
      DeliverLogout(outcome);
      return 1;
    case FAKESDK_RENEW_TOKEN:
      return Each(outcome.late, [&](ServiceHandler* handler) {
        handler->onRenewTokenResult(IdFor(*script(), outcome.user),
                                    static_cast<RENEW_TOKEN_ERR_CODE>(outcome.code));
      });
    case FAKESDK_SEND_PEER:
      return Each(outcome.late, [&](ServiceHandler* handler) {
        handler->onSendMessageResult(outcome.id, static_cast<PEER_MESSAGE_ERR_CODE>(outcome.code));
      });
    case FAKESDK_QUERY_ONLINE:
    case FAKESDK_SUBSCRIBE_ONLINE:
    case FAKESDK_UNSUBSCRIBE_ONLINE:
    case FAKESDK_QUERY_BY_OPTION:
    case FAKESDK_GET_MEMBER_COUNT:
      return DeliverPresence(outcome);
    case FAKESDK_DOWNLOAD_TO_MEMORY:
    case FAKESDK_DOWNLOAD_TO_FILE:
    case FAKESDK_UPLOAD_FILE:
    case FAKESDK_UPLOAD_IMAGE:
    case FAKESDK_CANCEL_DOWNLOAD:
    case FAKESDK_CANCEL_UPLOAD:
      return DeliverMedia(outcome);
    default:
      return DeliverAttributes(outcome);
  }
}

void FakeService::DeliverLogin(const Outcome& outcome) {
  const auto state = [&](CONNECTION_STATE state, CONNECTION_CHANGE_REASON reason) {
    Each(outcome.late,
         [&](ServiceHandler* handler) { handler->onConnectionStateChanged(state, reason); });
  };
  const auto result = [&] {
    Each(outcome.late, [&](ServiceHandler* handler) {
      if (outcome.code == 0) {
        handler->onLoginSuccess();
      } else {
        handler->onLoginFailure(static_cast<LOGIN_ERR_CODE>(outcome.code));
      }
    });
  };
  const auto final_state = [&] {
    if (outcome.code == 0) {
      state(CONNECTION_STATE_CONNECTED, CONNECTION_CHANGE_REASON_LOGIN_SUCCESS);
    } else {
      state(CONNECTION_STATE_DISCONNECTED, outcome.code == LOGIN_ERR_TIMEOUT
                                               ? CONNECTION_CHANGE_REASON_LOGIN_TIMEOUT
                                               : CONNECTION_CHANGE_REASON_LOGIN_FAILURE);
    }
  };
  // Logged in already, or logging in: nothing changes (OB-26).
  const bool no_state = (outcome.flags & FAKESDK_NO_STATE) != 0 || outcome.again ||
                        outcome.code == LOGIN_ERR_ALREADY_LOGGED_IN;
  if (no_state) return result();
  state(CONNECTION_STATE_CONNECTING, CONNECTION_CHANGE_REASON_LOGIN);
  if ((outcome.flags & FAKESDK_STATE_FIRST) != 0) {
    final_state();
    result();
  } else {
    result();
    final_state();
  }
}

void FakeService::DeliverLogout(const Outcome& outcome) {
  const auto result = [&] {
    Each(outcome.late, [&](ServiceHandler* handler) {
      handler->onLogout(static_cast<LOGOUT_ERR_CODE>(outcome.code));
    });
  };
  const auto final_state = [&] {
    Each(outcome.late, [&](ServiceHandler* handler) {
      handler->onConnectionStateChanged(CONNECTION_STATE_DISCONNECTED,
                                        CONNECTION_CHANGE_REASON_LOGOUT);
    });
  };
  const bool no_state =
      (outcome.flags & FAKESDK_NO_STATE) != 0 || outcome.again || outcome.code != 0;
  if (no_state) return result();
  if ((outcome.flags & FAKESDK_STATE_FIRST) != 0) {
    final_state();
    result();
  } else {
    result();
    final_state();
  }
}

int FakeService::DeliverPresence(const Outcome& outcome) {
  const Script& s = *script();
  // A failure has nothing to tell.
  const std::vector<std::string> items =
      outcome.code == 0 ? outcome.items : std::vector<std::string>();
  return Each(outcome.late, [&](ServiceHandler* handler) {
    switch (outcome.op) {
      case FAKESDK_QUERY_ONLINE: {
        std::vector<PeerOnlineStatus> peers;
        for (const auto& peer : items) {
          const int state = script()->PeerState(peer);
          peers.push_back({IdFor(s, peer), state != PEER_ONLINE_STATE_OFFLINE,
                           static_cast<PEER_ONLINE_STATE>(state)});
        }
        handler->onQueryPeersOnlineStatusResult(
            outcome.id, ArrayFor(s, peers), CountFor(s, peers),
            static_cast<QUERY_PEERS_ONLINE_STATUS_ERR>(outcome.code));
        break;
      }
      case FAKESDK_QUERY_BY_OPTION: {
        std::vector<const char*> peers;
        const std::vector<std::string> members =
            outcome.code == 0 ? script()->Members() : std::vector<std::string>();
        for (const auto& peer : members) peers.push_back(IdFor(s, peer));
        handler->onQueryPeersBySubscriptionOptionResult(
            outcome.id, s.nulls(FAKESDK_NULL_ARRAY) ? nullptr : peers.data(), CountFor(s, peers),
            static_cast<QUERY_PEERS_BY_SUBSCRIPTION_OPTION_ERR>(outcome.code));
        break;
      }
      case FAKESDK_GET_MEMBER_COUNT: {
        std::vector<ChannelMemberCount> counts;
        const int members = static_cast<int>(script()->Members().size());
        for (const auto& channel : items) counts.push_back({IdFor(s, channel), members});
        handler->onGetChannelMemberCountResult(
            outcome.id, ArrayFor(s, counts), CountFor(s, counts),
            static_cast<GET_CHANNEL_MEMBER_COUNT_ERR_CODE>(outcome.code));
        break;
      }
      default:
        handler->onSubscriptionRequestResult(
            outcome.id, static_cast<PEER_SUBSCRIPTION_STATUS_ERR>(outcome.code));
    }
  });
}

int FakeService::DeliverMedia(const Outcome& outcome) {
  const Script& s = *script();
  const auto upload_code = static_cast<UPLOAD_MEDIA_ERR_CODE>(outcome.code);
  const auto download_code = static_cast<DOWNLOAD_MEDIA_ERR_CODE>(outcome.code);
  // What was uploaded belongs to the application, but there must be one to take it.
  const bool uploaded =
      outcome.code == 0 && !s.nulls(FAKESDK_NULL_OBJECT) && (!released() || outcome.late);
  switch (outcome.op) {
    case FAKESDK_UPLOAD_FILE: {
      IFileMessage* const message =
          uploaded ? Uploaded<FakeFileMessage>(script(), MESSAGE_TYPE_FILE) : nullptr;
      const int called = Each(outcome.late, [&](ServiceHandler* handler) {
        FAKESDK_MEDIA_CALLBACK(handler->onFileMediaUploadResult(outcome.id, message, upload_code));
      });
      if (called == 0 && message != nullptr) message->release();
      return called;
    }
    case FAKESDK_UPLOAD_IMAGE: {
      IImageMessage* const message =
          uploaded ? Uploaded<FakeImageMessage>(script(), MESSAGE_TYPE_IMAGE) : nullptr;
      const int called = Each(outcome.late, [&](ServiceHandler* handler) {
        FAKESDK_MEDIA_CALLBACK(handler->onImageMediaUploadResult(outcome.id, message, upload_code));
      });
      if (called == 0 && message != nullptr) message->release();
      return called;
    }
    case FAKESDK_DOWNLOAD_TO_FILE:
      return Each(outcome.late, [&](ServiceHandler* handler) {
        FAKESDK_MEDIA_CALLBACK(handler->onMediaDownloadToFileResult(outcome.id, download_code));
      });
    case FAKESDK_DOWNLOAD_TO_MEMORY: {
      const bool ok = outcome.code == 0;
      // A block of its own, so that a use after the callback is seen by a sanitizer.
      const std::string memory(ok ? script()->Download() : "");
      const long long length =
          s.nulls(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<long long>(memory.size());
      const char* const pointer = !ok || s.nulls(FAKESDK_NULL_DATA) ? nullptr : memory.data();
      return Each(outcome.late, [&](ServiceHandler* handler) {
        FAKESDK_MEDIA_CALLBACK(
            handler->onMediaDownloadToMemoryResult(outcome.id, pointer, length, download_code));
      });
    }
    default:
      return Each(outcome.late, [&](ServiceHandler* handler) {
        FAKESDK_MEDIA_CALLBACK(handler->onMediaCancelResult(
            outcome.id, static_cast<CANCEL_MEDIA_ERR_CODE>(outcome.code)));
      });
  }
}

int FakeService::DeliverAttributes(const Outcome& outcome) {
  const Script& s = *script();
  const auto code = static_cast<ATTRIBUTE_OPERATION_ERR>(outcome.code);
  const Attributes found = outcome.code == 0 ? script()->GetAttributes() : Attributes();
  return Each(outcome.late, [&](ServiceHandler* handler) {
    switch (outcome.op) {
      case FAKESDK_SET_USER_ATTRIBUTES:
        handler->onSetLocalUserAttributesResult(outcome.id, code);
        break;
      case FAKESDK_UPDATE_USER_ATTRIBUTES:
        handler->onAddOrUpdateLocalUserAttributesResult(outcome.id, code);
        break;
      case FAKESDK_DELETE_USER_ATTRIBUTES:
        handler->onDeleteLocalUserAttributesResult(outcome.id, code);
        break;
      case FAKESDK_CLEAR_USER_ATTRIBUTES:
        handler->onClearLocalUserAttributesResult(outcome.id, code);
        break;
      case FAKESDK_GET_USER_ATTRIBUTES: {
        const bool null = s.nulls(FAKESDK_NULL_VALUE);
        std::vector<RtmAttribute> list;
        for (const auto& attribute : found) {
          list.push_back({null ? nullptr : attribute.first.c_str(),
                          null ? nullptr : attribute.second.c_str()});
        }
        handler->onGetUserAttributesResult(outcome.id, IdFor(s, outcome.user), ArrayFor(s, list),
                                           CountFor(s, list), code);
        break;
      }
      case FAKESDK_SET_CHANNEL_ATTRIBUTES:
        handler->onSetChannelAttributesResult(outcome.id, code);
        break;
      case FAKESDK_UPDATE_CHANNEL_ATTRIBUTES:
        handler->onAddOrUpdateChannelAttributesResult(outcome.id, code);
        break;
      case FAKESDK_DELETE_CHANNEL_ATTRIBUTES:
        handler->onDeleteChannelAttributesResult(outcome.id, code);
        break;
      case FAKESDK_CLEAR_CHANNEL_ATTRIBUTES:
        handler->onClearChannelAttributesResult(outcome.id, code);
        break;
      case FAKESDK_GET_CHANNEL_ATTRIBUTES: {
        const Script::Writer writer = script()->GetWriter();
        ShownAttributes list(script(), found, writer.first, writer.second);
        handler->onGetChannelAttributesResult(outcome.id, list.array(), list.count(), code);
        break;
      }
      default:
        Die("not a result of a service");
    }
  });
}

}  // namespace fakertm
