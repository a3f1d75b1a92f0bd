// clang-format off
//go:build !agora_sdk

// clang-format on

// Single events of the scripted SDK.
#include "fake_events.h"

#include <time.h>

#include <thread>

#include "fake_attribute.h"
#include "fake_calls.h"
#include "fake_channel.h"
#include "fake_message.h"
#include "fake_service.h"
#include "fake_versions.h"

namespace fakertm {

using namespace agora::rtm;  // NOLINT: the codes and structs, named as in the interface

namespace {

// Event is a fakesdk_event with memory of its own: it may be fired after the caller has gone on.
struct Event {
  explicit Event(const fakesdk_event& event)
      : fields(event),
        channel(event.channel == nullptr ? "" : event.channel),
        user(event.user == nullptr ? "" : event.user) {
    content.text = event.text == nullptr ? "" : event.text;
    content.ts = event.ts;
    content.id = event.id;
    content.offline = event.offline != 0;
    if (event.data != nullptr) {
      content.type = MESSAGE_TYPE_RAW;
      content.raw.assign(static_cast<const char*>(event.data), event.length);
    }
    if (event.media != nullptr) {
      media = Media(*event.media);
      content.type = static_cast<MESSAGE_TYPE>(media.type);
    }
    const bool list =
        event.kind == FAKESDK_EVENT_ATTRIBUTES || event.kind == FAKESDK_EVENT_PEERS_ONLINE;
    for (int i = 0; list && i < event.count; ++i) {
      attributes.emplace_back(event.items[i], event.values == nullptr ? "" : event.values[i]);
      numbers.push_back(event.numbers == nullptr ? 0 : event.numbers[i]);
    }
  }

  fakesdk_event fields;  // its pointers are not used
  std::string channel, user;
  Content content;
  Media media;
  Attributes attributes;  // or peers and nothing
  std::vector<int> numbers;
};

const char* UserOf(const Script& script, const Event& event) {
  return script.nulls(FAKESDK_NULL_ID) ? nullptr : event.user.c_str();
}

Content ContentOf(Script* script, const Event& event) {
  Content content = event.content;
  if (content.id == 0) content.id = script->NextId();
  if (event.fields.stamp != 0) content.ts = Monotonic();
  return content;
}

MediaOperationProgress ProgressOf(const Event& event) {
  MediaOperationProgress progress;
  progress.totalSize = event.fields.total;
  progress.currentSize = event.fields.current;
  return progress;
}

bool FireAtChannel(Script* script, FakeService* service, const Event& event, bool late) {
  FakeChannel* const channel = service->Channel(event.channel, late);
  if (channel == nullptr) return false;
  const int kind = event.fields.kind;
  if (kind == FAKESDK_EVENT_RESULT) {
    return channel->Deliver(event.fields.op, event.fields.code, event.fields.id, late);
  }
  return channel->slot().Call(late, [&](ChannelHandler* handler) {
    switch (kind) {
      case FAKESDK_EVENT_CHANNEL_MESSAGE: {
        const Content content = ContentOf(script, event);
        if (content.type == MESSAGE_TYPE_FILE) {
          Shown<FakeFileMessage> message(script, content, event.media, Life::kShown);
          FAKESDK_MEDIA_CALLBACK(
              handler->onFileMessageReceived(UserOf(*script, event), message.get()));
        } else if (content.type == MESSAGE_TYPE_IMAGE) {
          Shown<FakeImageMessage> message(script, content, event.media, Life::kShown);
          FAKESDK_MEDIA_CALLBACK(
              handler->onImageMessageReceived(UserOf(*script, event), message.get()));
        } else {
          ShownMessage message(script, content);
          handler->onMessageReceived(UserOf(*script, event), message.get());
        }
        break;
      }
      case FAKESDK_EVENT_MEMBER_JOINED: {
        ShownMembers members(script, {event.user}, event.channel);
        handler->onMemberJoined(members.first());
        break;
      }
      case FAKESDK_EVENT_MEMBER_LEFT: {
        ShownMembers members(script, {event.user}, event.channel);
        handler->onMemberLeft(members.first());
        break;
      }
      case FAKESDK_EVENT_MEMBER_COUNT:
        handler->onMemberCountUpdated(script->nulls(FAKESDK_NEGATIVE_COUNT) ? -1
                                                                            : event.fields.count);
        break;
      default: {
        ShownAttributes list(script, event.attributes, event.user, event.content.ts);
        handler->onAttributesUpdated(list.array(), list.count());
      }
    }
  });
}

bool FireInvitation(Script* script, FakeService* service, const Event& event, bool late) {
  FakeCallManager* const manager = service->CallManager(late);
  if (manager == nullptr) return false;
  if (event.fields.kind != FAKESDK_EVENT_INVITATION) {
    return manager->Fire(event.fields.kind, event.user, event.content.text, event.fields.code,
                         late);
  }
  return manager->slot().Call(late, [&](CallHandler* handler) {
    if (script->nulls(FAKESDK_NULL_OBJECT)) return handler->onRemoteInvitationReceived(nullptr);
    // The application owns what it is given here.
    auto* const invitation =
        new FakeRemoteInvitation(script, event.user, event.content.text, event.channel);
    manager->Add(invitation);
    invitation->SetState(REMOTE_INVITATION_STATE_INVITATION_RECEIVED);
    handler->onRemoteInvitationReceived(invitation);
  });
}

bool FireAtService(Script* script, FakeService* service, const Event& event, bool late) {
  if (event.fields.kind == FAKESDK_EVENT_RESULT) {
    Outcome outcome;
    outcome.op = event.fields.op;
    outcome.code = event.fields.code;
    outcome.id = event.fields.id;
    outcome.flags = FAKESDK_NO_STATE;
    outcome.late = late;
    outcome.user = event.user;
    return service->Deliver(outcome) > 0;
  }
  const int called = service->Each(late, [&](ServiceHandler* handler) {
    switch (event.fields.kind) {
      case FAKESDK_EVENT_PEER_MESSAGE: {
        const Content content = ContentOf(script, event);
        if (content.type == MESSAGE_TYPE_FILE) {
          Shown<FakeFileMessage> message(script, content, event.media, Life::kShown);
          FAKESDK_MEDIA_CALLBACK(
              handler->onFileMessageReceivedFromPeer(UserOf(*script, event), message.get()));
        } else if (content.type == MESSAGE_TYPE_IMAGE) {
          Shown<FakeImageMessage> message(script, content, event.media, Life::kShown);
          FAKESDK_MEDIA_CALLBACK(
              handler->onImageMessageReceivedFromPeer(UserOf(*script, event), message.get()));
        } else {
          ShownMessage message(script, content);
          handler->onMessageReceivedFromPeer(UserOf(*script, event), message.get());
        }
        break;
      }
      case FAKESDK_EVENT_UPLOADING:
        FAKESDK_MEDIA_CALLBACK(
            handler->onMediaUploadingProgress(event.fields.id, ProgressOf(event)));
        break;
      case FAKESDK_EVENT_DOWNLOADING:
        FAKESDK_MEDIA_CALLBACK(
            handler->onMediaDownloadingProgress(event.fields.id, ProgressOf(event)));
        break;
      case FAKESDK_EVENT_STATE:
        handler->onConnectionStateChanged(
            static_cast<CONNECTION_STATE>(event.fields.code),
            static_cast<CONNECTION_CHANGE_REASON>(event.fields.count));
        break;
      case FAKESDK_EVENT_TOKEN_EXPIRED:
        handler->onTokenExpired();
        break;
      case FAKESDK_EVENT_TOKEN_WILL_EXPIRE:
        FAKESDK_PRIVILEGE_WILL_EXPIRE_CALLBACK(handler->onTokenPrivilegeWillExpire());
        break;
      case FAKESDK_EVENT_PEERS_ONLINE: {
        std::vector<PeerOnlineStatus> peers;
        for (size_t i = 0; i < event.attributes.size(); ++i) {
          const char* const peer =
              script->nulls(FAKESDK_NULL_ID) ? nullptr : event.attributes[i].first.c_str();
          peers.push_back({peer, event.numbers[i] != PEER_ONLINE_STATE_OFFLINE,
                           static_cast<PEER_ONLINE_STATE>(event.numbers[i])});
        }
        handler->onPeersOnlineStatusChanged(
            script->nulls(FAKESDK_NULL_ARRAY) ? nullptr : peers.data(),
            script->nulls(FAKESDK_NEGATIVE_COUNT) ? -1 : static_cast<int>(peers.size()));
        break;
      }
      default:
        Die("no such event");
    }
  });
  return called > 0;
}

bool IsOfCalls(int kind) {
  return kind == FAKESDK_EVENT_INVITATION ||
         (kind >= FAKESDK_EVENT_LOCAL_RECEIVED && kind <= FAKESDK_EVENT_REMOTE_RECEIVED);
}

bool IsOfChannel(const fakesdk_event& event) {
  switch (event.kind) {
    case FAKESDK_EVENT_CHANNEL_MESSAGE:
    case FAKESDK_EVENT_MEMBER_JOINED:
    case FAKESDK_EVENT_MEMBER_LEFT:
    case FAKESDK_EVENT_MEMBER_COUNT:
    case FAKESDK_EVENT_ATTRIBUTES:
      return true;
    case FAKESDK_EVENT_RESULT:
      return event.op == FAKESDK_JOIN || event.op == FAKESDK_LEAVE ||
             event.op == FAKESDK_SEND_CHANNEL || event.op == FAKESDK_GET_MEMBERS;
    default:
      return false;
  }
}

}  // namespace

long long Monotonic() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

bool Fire(Script* script, const fakesdk_event& fields) {
  FakeService* const service = script->LastService();
  if (service == nullptr) return false;
  const bool late = script->option(FAKESDK_OPTION_AFTER_RELEASE) != 0;
  const Event event(fields);
  bool called = false;
  const auto fire = [script, service, late](const Event& event) {
    if (IsOfChannel(event.fields)) return FireAtChannel(script, service, event, late);
    if (IsOfCalls(event.fields.kind)) {
      return FireInvitation(script, service, event, late);
    }
    return FireAtService(script, service, event, late);
  };
  if (service->pool().OnThread()) return fire(event);  // fired inside a callback
  if (service->released()) {                           // without late, its gates are closed
    std::thread([&] { called = fire(event); }).join();
    return called;
  }
  if (fields.wait != 0) {
    return service->RunOnThread(fields.thread, [&] { called = fire(event); }) && called;
  }
  service->StartThreads();
  return service->pool().Post(fields.thread, [fire, event] { fire(event); }) != nullptr;
}

}  // namespace fakertm
