// dispatch.cc: from event records to the callback table.
#include "dispatch.h"

#include "invitation.h"
#include "media_message.h"
#include "pack.h"

namespace rtm_shim {

namespace {

// The `count` entries behind `packed`, each read by `read`.
template <typename T, typename Read>
void Unpack(std::vector<T>* list, const char* packed, int32_t count, Read&& read) {
  list->clear();
  list->reserve(static_cast<size_t>(count));
  Unpacker u(packed);
  for (int32_t i = 0; i < count; ++i) list->push_back(read(u));
}

rtm_peer_status ReadPeer(Unpacker& u) {
  const auto state = u.Number<int32_t>();
  return {u.String(), state};
}

rtm_channel_count ReadCount(Unpacker& u) {
  const auto count = u.Number<int32_t>();
  return {u.String(), count};
}

rtm_attribute ReadAttribute(Unpacker& u) {
  rtm_attribute a;
  a.last_update_ts = u.Number<int64_t>();
  a.key = u.String();
  a.value = u.String();
  a.last_update_user = u.String();
  return a;
}

}  // namespace

// Same kind, same channel, nothing else in between.
size_t Dispatcher::Messages(const Event* first, const Event* end) {
  rtm_message run[RTM_MESSAGES_AT_ONCE];
  rtm_media media[RTM_MESSAGES_AT_ONCE];  // set where a message has one
  size_t count = 0;
  for (const Event* e = first; e != end && count < RTM_MESSAGES_AT_ONCE; ++e) {
    if (e->kind != first->kind || e->key != first->key) break;
    const char* user = arena_ + e->offset;
    const char* text = user + e->user_len;
    const char* raw = text + e->text_len;
    run[count] = {user, e->user_len, e->id, e->server_ts, e->detail, e->offline,
                  text, e->text_len, raw,   e->raw_len,   nullptr};
    if (IsMedia(e->detail) && e->raw_len > 0) {
      media[count] = ReadMedia(raw);
      run[count].media = &media[count];
      run[count].raw_len = 0;
    }
    ++count;
  }
  if (first->kind == EventKind::kMessageReceivedFromPeer) {
    table_.on_messages_received_from_peer(h_, run, count);
  } else {
    table_.on_channel_messages_received(h_, first->key, run, count);
  }
  return count;
}

size_t Dispatcher::Next(const Event* e, const Event* end) {
  if (e->droppable()) return Messages(e, end);
  Results(*e);
  return 1;
}

// Events that are numbers and single strings; the others go on from here.
void Dispatcher::Results(const Event& e) {
  const char* const user = arena_ + e.offset;
  const char* const raw = user + e.user_len + e.text_len;
  switch (e.kind) {
    case EventKind::kDropped:
      break;
    case EventKind::kLoginSuccess:
      return table_.on_login_success(h_);
    case EventKind::kLoginFailure:
      return table_.on_login_failure(h_, e.code);
    case EventKind::kRenewTokenResult:
      return table_.on_renew_token_result(h_, e.code);
    case EventKind::kTokenExpired:
      return table_.on_token_expired(h_);
    case EventKind::kTokenPrivilegeWillExpire:
      return table_.on_token_privilege_will_expire(h_);
    case EventKind::kLogout:
      return table_.on_logout(h_, e.code);
    case EventKind::kConnectionStateChanged:
      return table_.on_connection_state_changed(h_, e.code, e.detail);
    case EventKind::kSendMessageResult:
      return table_.on_send_message_result(h_, e.id, e.code);
    case EventKind::kChannelJoinSuccess:
      return table_.on_channel_join_success(h_, e.key);
    case EventKind::kChannelJoinFailure:
      return table_.on_channel_join_failure(h_, e.key, e.code);
    case EventKind::kChannelLeave:
      return table_.on_channel_leave(h_, e.key, e.code);
    case EventKind::kChannelSendMessageResult:
      return table_.on_channel_send_message_result(h_, e.key, e.id, e.code);
    case EventKind::kChannelMemberJoined:
      return table_.on_channel_member_joined(h_, e.key, user, e.user_len);
    case EventKind::kChannelMemberLeft:
      return table_.on_channel_member_left(h_, e.key, user, e.user_len);
    case EventKind::kChannelGetMembers:
      return table_.on_channel_get_members(h_, e.key, raw, e.raw_len, e.detail, e.code);
    case EventKind::kChannelMemberCountUpdated:
      return table_.on_channel_member_count_updated(h_, e.key, e.code);
    case EventKind::kSubscriptionRequestResult:
      return table_.on_subscription_request_result(h_, e.id, e.code);
    case EventKind::kSetLocalUserAttributesResult:
      return table_.on_set_local_user_attributes_result(h_, e.id, e.code);
    case EventKind::kAddOrUpdateLocalUserAttributesResult:
      return table_.on_add_or_update_local_user_attributes_result(h_, e.id, e.code);
    case EventKind::kDeleteLocalUserAttributesResult:
      return table_.on_delete_local_user_attributes_result(h_, e.id, e.code);
    case EventKind::kClearLocalUserAttributesResult:
      return table_.on_clear_local_user_attributes_result(h_, e.id, e.code);
    case EventKind::kSetChannelAttributesResult:
      return table_.on_set_channel_attributes_result(h_, e.id, e.code);
    case EventKind::kAddOrUpdateChannelAttributesResult:
      return table_.on_add_or_update_channel_attributes_result(h_, e.id, e.code);
    case EventKind::kDeleteChannelAttributesResult:
      return table_.on_delete_channel_attributes_result(h_, e.id, e.code);
    case EventKind::kClearChannelAttributesResult:
      return table_.on_clear_channel_attributes_result(h_, e.id, e.code);
    case EventKind::kMediaDownloadToFileResult:
      return table_.on_media_download_to_file_result(h_, e.id, e.code);
    case EventKind::kMediaCancelResult:
      return table_.on_media_cancel_result(h_, e.id, e.code);
    default:
      return Lists(e);
  }
}

void Dispatcher::Lists(const Event& e) {
  const char* const user = arena_ + e.offset;
  const char* const raw = user + e.user_len + e.text_len;
  switch (e.kind) {
    case EventKind::kChannelAttributesUpdated:
      Unpack(&attributes_, raw, e.detail, ReadAttribute);
      return table_.on_channel_attributes_updated(h_, e.key, attributes_.data(),
                                                  attributes_.size());
    case EventKind::kQueryPeersOnlineStatusResult:
      Unpack(&peers_, raw, e.detail, ReadPeer);
      return table_.on_query_peers_online_status_result(h_, e.id, peers_.data(), peers_.size(),
                                                        e.code);
    case EventKind::kQueryPeersBySubscriptionOptionResult:
      Unpack(&strings_, raw, e.detail, [](Unpacker& u) { return u.String(); });
      return table_.on_query_peers_by_subscription_option_result(h_, e.id, strings_.data(),
                                                                 strings_.size(), e.code);
    case EventKind::kPeersOnlineStatusChanged:
      Unpack(&peers_, raw, e.detail, ReadPeer);
      return table_.on_peers_online_status_changed(h_, peers_.data(), peers_.size());
    case EventKind::kGetUserAttributesResult:
      Unpack(&attributes_, raw, e.detail, ReadAttribute);
      return table_.on_get_user_attributes_result(h_, e.id, user, e.user_len, attributes_.data(),
                                                  attributes_.size(), e.code);
    case EventKind::kGetChannelAttributesResult:
      Unpack(&attributes_, raw, e.detail, ReadAttribute);
      return table_.on_get_channel_attributes_result(h_, e.id, attributes_.data(),
                                                     attributes_.size(), e.code);
    case EventKind::kGetChannelMemberCountResult:
      Unpack(&counts_, raw, e.detail, ReadCount);
      return table_.on_get_channel_member_count_result(h_, e.id, counts_.data(), counts_.size(),
                                                       e.code);
    default:
      return Media(e);
  }
}

void Dispatcher::Media(const Event& e) {
  const char* const raw = arena_ + e.offset + e.user_len + e.text_len;
  switch (e.kind) {
    case EventKind::kMediaUploadingProgress:
      return table_.on_media_uploading_progress(h_, e.id, e.server_ts, static_cast<int64_t>(e.key));
    case EventKind::kMediaDownloadingProgress:
      return table_.on_media_downloading_progress(h_, e.id, e.server_ts,
                                                  static_cast<int64_t>(e.key));
    case EventKind::kFileMediaUploadResult:
    case EventKind::kImageMediaUploadResult: {
      auto* const message = static_cast<rtm_media_message*>((owned_++)->release());
      const rtm_media media = message == nullptr ? rtm_media{} : ReadMedia(raw);
      const auto result = e.kind == EventKind::kFileMediaUploadResult
                              ? table_.on_file_media_upload_result
                              : table_.on_image_media_upload_result;
      return result(h_, e.id, message, &media, e.code);
    }
    case EventKind::kMediaDownloadToMemoryResult:
      return table_.on_media_download_to_memory_result(h_, e.id, raw, e.raw_len, e.code);
    default:
      return Calls(e);
  }
}

void Dispatcher::Calls(const Event& e) {
  const char* const user = arena_ + e.offset;
  const char* const text = user + e.user_len;
  const char* const raw = text + e.text_len;
  switch (e.kind) {
    case EventKind::kLocalInvitationReceivedByPeer:
      return table_.on_local_invitation_received_by_peer(h_, e.key, e.detail);
    case EventKind::kLocalInvitationCanceled:
      return table_.on_local_invitation_canceled(h_, e.key, e.detail);
    case EventKind::kLocalInvitationFailure:
      return table_.on_local_invitation_failure(h_, e.key, e.detail, e.code);
    case EventKind::kLocalInvitationAccepted:
      return table_.on_local_invitation_accepted(h_, e.key, e.detail, text, e.text_len);
    case EventKind::kLocalInvitationRefused:
      return table_.on_local_invitation_refused(h_, e.key, e.detail, text, e.text_len);
    case EventKind::kRemoteInvitationReceived: {
      auto* const object = static_cast<rtm_remote_invitation*>((owned_++)->release());
      return table_.on_remote_invitation_received(h_, e.key, e.detail, object, {user, e.user_len},
                                                  {text, e.text_len}, {raw, e.raw_len});
    }
    case EventKind::kRemoteInvitationRefused:
      return table_.on_remote_invitation_refused(h_, e.key, e.detail);
    case EventKind::kRemoteInvitationAccepted:
      return table_.on_remote_invitation_accepted(h_, e.key, e.detail);
    case EventKind::kRemoteInvitationCanceled:
      return table_.on_remote_invitation_canceled(h_, e.key, e.detail);
    case EventKind::kRemoteInvitationFailure:
      return table_.on_remote_invitation_failure(h_, e.key, e.detail, e.code);
    default:
      break;
  }
}

}  // namespace rtm_shim
