// The way down: every call into the C shim stands here, and nothing else does.

package agorartm

// #cgo CFLAGS: -I${SRCDIR}/../csrc
// #include "rtm_shim.h"
//
// extern void agorartmOnLoginSuccess(void*);
// extern void agorartmOnLoginFailure(void*, int32_t);
// extern void agorartmOnRenewTokenResult(void*, int32_t);
// extern void agorartmOnTokenExpired(void*);
// extern void agorartmOnTokenPrivilegeWillExpire(void*);
// extern void agorartmOnLogout(void*, int32_t);
// extern void agorartmOnConnectionStateChanged(void*, int32_t, int32_t);
// extern void agorartmOnSendMessageResult(void*, int64_t, int32_t);
// extern void agorartmOnMessagesReceivedFromPeer(void*, const rtm_message*, size_t);
// extern void agorartmOnChannelJoinSuccess(void*, uint64_t);
// extern void agorartmOnChannelJoinFailure(void*, uint64_t, int32_t);
// extern void agorartmOnChannelLeave(void*, uint64_t, int32_t);
// extern void agorartmOnChannelMessagesReceived(void*, uint64_t, const rtm_message*, size_t);
// extern void agorartmOnChannelSendMessageResult(void*, uint64_t, int64_t, int32_t);
// extern void agorartmOnChannelMemberJoined(void*, uint64_t, const char*, size_t);
// extern void agorartmOnChannelMemberLeft(void*, uint64_t, const char*, size_t);
// extern void agorartmOnChannelGetMembers(void*, uint64_t, const char*, size_t, int32_t, int32_t);
// extern void agorartmOnChannelMemberCountUpdated(void*, uint64_t, int32_t);
// extern void agorartmOnChannelAttributesUpdated(void*, uint64_t, const rtm_attribute*, size_t);
// extern void agorartmOnQueryPeersOnlineStatusResult(void*, int64_t, const rtm_peer_status*, size_t, int32_t);
// extern void agorartmOnSubscriptionRequestResult(void*, int64_t, int32_t);
// extern void agorartmOnQueryPeersBySubscriptionOptionResult(void*, int64_t, const rtm_string*, size_t, int32_t);
// extern void agorartmOnPeersOnlineStatusChanged(void*, const rtm_peer_status*, size_t);
// extern void agorartmOnSetLocalUserAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnAddOrUpdateLocalUserAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnDeleteLocalUserAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnClearLocalUserAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnGetUserAttributesResult(void*, int64_t, const char*, size_t, const rtm_attribute*, size_t, int32_t);
// extern void agorartmOnSetChannelAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnAddOrUpdateChannelAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnDeleteChannelAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnClearChannelAttributesResult(void*, int64_t, int32_t);
// extern void agorartmOnGetChannelAttributesResult(void*, int64_t, const rtm_attribute*, size_t, int32_t);
// extern void agorartmOnGetChannelMemberCountResult(void*, int64_t, const rtm_channel_count*, size_t, int32_t);
// extern void agorartmOnMediaUploadingProgress(void*, int64_t, int64_t, int64_t);
// extern void agorartmOnMediaDownloadingProgress(void*, int64_t, int64_t, int64_t);
// extern void agorartmOnFileMediaUploadResult(void*, int64_t, rtm_media_message*, const rtm_media*, int32_t);
// extern void agorartmOnImageMediaUploadResult(void*, int64_t, rtm_media_message*, const rtm_media*, int32_t);
// extern void agorartmOnMediaDownloadToFileResult(void*, int64_t, int32_t);
// extern void agorartmOnMediaDownloadToMemoryResult(void*, int64_t, const char*, size_t, int32_t);
// extern void agorartmOnMediaCancelResult(void*, int64_t, int32_t);
// extern void agorartmOnLocalInvitationReceivedByPeer(void*, uint64_t, int32_t);
// extern void agorartmOnLocalInvitationCanceled(void*, uint64_t, int32_t);
// extern void agorartmOnLocalInvitationFailure(void*, uint64_t, int32_t, int32_t);
// extern void agorartmOnLocalInvitationAccepted(void*, uint64_t, int32_t, const char*, size_t);
// extern void agorartmOnLocalInvitationRefused(void*, uint64_t, int32_t, const char*, size_t);
// extern void agorartmOnRemoteInvitationReceived(void*, uint64_t, int32_t, rtm_remote_invitation*, rtm_string, rtm_string, rtm_string);
// extern void agorartmOnRemoteInvitationRefused(void*, uint64_t, int32_t);
// extern void agorartmOnRemoteInvitationAccepted(void*, uint64_t, int32_t);
// extern void agorartmOnRemoteInvitationCanceled(void*, uint64_t, int32_t);
// extern void agorartmOnRemoteInvitationFailure(void*, uint64_t, int32_t, int32_t);
//
// static void install_callbacks(void) {
//   const rtm_callbacks table = {
//       .on_login_success = agorartmOnLoginSuccess,
//       .on_login_failure = agorartmOnLoginFailure,
//       .on_renew_token_result = agorartmOnRenewTokenResult,
//       .on_token_expired = agorartmOnTokenExpired,
//       .on_token_privilege_will_expire = agorartmOnTokenPrivilegeWillExpire,
//       .on_logout = agorartmOnLogout,
//       .on_connection_state_changed = agorartmOnConnectionStateChanged,
//       .on_send_message_result = agorartmOnSendMessageResult,
//       .on_messages_received_from_peer = agorartmOnMessagesReceivedFromPeer,
//       .on_channel_join_success = agorartmOnChannelJoinSuccess,
//       .on_channel_join_failure = agorartmOnChannelJoinFailure,
//       .on_channel_leave = agorartmOnChannelLeave,
//       .on_channel_messages_received = agorartmOnChannelMessagesReceived,
//       .on_channel_send_message_result = agorartmOnChannelSendMessageResult,
//       .on_channel_member_joined = agorartmOnChannelMemberJoined,
//       .on_channel_member_left = agorartmOnChannelMemberLeft,
//       .on_channel_get_members = agorartmOnChannelGetMembers,
//       .on_channel_member_count_updated = agorartmOnChannelMemberCountUpdated,
//       .on_channel_attributes_updated = agorartmOnChannelAttributesUpdated,
//       .on_query_peers_online_status_result = agorartmOnQueryPeersOnlineStatusResult,
//       .on_subscription_request_result = agorartmOnSubscriptionRequestResult,
//       .on_query_peers_by_subscription_option_result = agorartmOnQueryPeersBySubscriptionOptionResult,
//       .on_peers_online_status_changed = agorartmOnPeersOnlineStatusChanged,
//       .on_set_local_user_attributes_result = agorartmOnSetLocalUserAttributesResult,
//       .on_add_or_update_local_user_attributes_result = agorartmOnAddOrUpdateLocalUserAttributesResult,
//       .on_delete_local_user_attributes_result = agorartmOnDeleteLocalUserAttributesResult,
//       .on_clear_local_user_attributes_result = agorartmOnClearLocalUserAttributesResult,
//       .on_get_user_attributes_result = agorartmOnGetUserAttributesResult,
//       .on_set_channel_attributes_result = agorartmOnSetChannelAttributesResult,
//       .on_add_or_update_channel_attributes_result = agorartmOnAddOrUpdateChannelAttributesResult,
//       .on_delete_channel_attributes_result = agorartmOnDeleteChannelAttributesResult,
//       .on_clear_channel_attributes_result = agorartmOnClearChannelAttributesResult,
//       .on_get_channel_attributes_result = agorartmOnGetChannelAttributesResult,
//       .on_get_channel_member_count_result = agorartmOnGetChannelMemberCountResult,
//       .on_media_uploading_progress = agorartmOnMediaUploadingProgress,
//       .on_media_downloading_progress = agorartmOnMediaDownloadingProgress,
//       .on_file_media_upload_result = agorartmOnFileMediaUploadResult,
//       .on_image_media_upload_result = agorartmOnImageMediaUploadResult,
//       .on_media_download_to_file_result = agorartmOnMediaDownloadToFileResult,
//       .on_media_download_to_memory_result = agorartmOnMediaDownloadToMemoryResult,
//       .on_media_cancel_result = agorartmOnMediaCancelResult,
//       .on_local_invitation_received_by_peer = agorartmOnLocalInvitationReceivedByPeer,
//       .on_local_invitation_canceled = agorartmOnLocalInvitationCanceled,
//       .on_local_invitation_failure = agorartmOnLocalInvitationFailure,
//       .on_local_invitation_accepted = agorartmOnLocalInvitationAccepted,
//       .on_local_invitation_refused = agorartmOnLocalInvitationRefused,
//       .on_remote_invitation_received = agorartmOnRemoteInvitationReceived,
//       .on_remote_invitation_refused = agorartmOnRemoteInvitationRefused,
//       .on_remote_invitation_accepted = agorartmOnRemoteInvitationAccepted,
//       .on_remote_invitation_canceled = agorartmOnRemoteInvitationCanceled,
//       .on_remote_invitation_failure = agorartmOnRemoteInvitationFailure,
//   };
//   rtm_shim_set_callbacks(&table);
// }
import "C"

import (
	"encoding/binary"
	"unsafe"

	_ "github.com/go-rtm/agora-rtm-go/csrc" // the shim
)

func init() { C.install_callbacks() }

// Failures of the shim itself.
const (
	nativeErrException   = int32(C.RTM_SHIM_ERR_EXCEPTION)
	nativeErrNullObject  = int32(C.RTM_SHIM_ERR_NULL_OBJECT)
	nativeErrUnsupported = int32(C.RTM_SHIM_ERR_UNSUPPORTED)
)

// The interfaces the shim tells apart.
const (
	layout12  = int(C.RTM_LAYOUT_1_2)
	layout13  = int(C.RTM_LAYOUT_1_3)
	layout14  = int(C.RTM_LAYOUT_1_4)
	layout150 = int(C.RTM_LAYOUT_1_5_0)
	layout151 = int(C.RTM_LAYOUT_1_5_1)
)

// nativeLayout is the interface of the headers that the shim was compiled with.
func nativeLayout() int { return int(C.rtm_shim_layout()) }

// cstr passes a string's bytes; the shim copies them before it returns.
func cstr(s string) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(s))), C.size_t(len(s))
}

func cbytes(b []byte) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(b))), C.size_t(len(b))
}

func cstring(s string) C.rtm_string {
	data, n := cstr(s)
	return C.rtm_string{data: data, len: n}
}

// clist packs strings for the shim, which copies them before it returns.
func clist(items []string) C.rtm_list {
	size := 4 * len(items)
	for _, s := range items {
		size += len(s)
	}
	packed := make([]byte, 0, size)
	for _, s := range items {
		packed = binary.NativeEndian.AppendUint32(packed, uint32(len(s)))
		packed = append(packed, s...)
	}
	data, n := cbytes(packed)
	return C.rtm_list{data: data, len: n, count: C.int32_t(len(items))}
}

// cattributes packs each attribute as two strings.
func cattributes(attributes []Attribute) C.rtm_list {
	items := make([]string, 0, 2*len(attributes))
	for _, a := range attributes {
		items = append(items, a.Key, a.Value)
	}
	return clist(items)
}

func cflag(set bool) C.int {
	if set {
		return 1
	}
	return 0
}

func nativeVersion() string { return C.GoString(C.rtm_shim_sdk_version()) }

// retiredHandlers counts the C++ handler objects kept after their release.
func retiredHandlers() int { return int(C.rtm_shim_retired_handlers()) }

// liveMediaMessages counts the uploaded messages that the binding owns now.
func liveMediaMessages() int { return int(C.rtm_shim_live_media_messages()) }

// liveInvitations counts the invitations that the binding owns now.
func liveInvitations() int { return int(C.rtm_shim_live_invitations()) }

func setNativeServiceContext(areaCode uint32, proxyType int32) int32 {
	return int32(C.rtm_shim_set_service_context(C.uint32_t(areaCode), C.int32_t(proxyType)))
}

// nativeService is an IRtmService with its handler and event queue.
type nativeService struct{ p *C.rtm_service }

func newNativeService(create unsafe.Pointer, eventFD, maxEvents, maxBytes int) (nativeService, bool) {
	p := C.rtm_service_new(C.rtm_service_config{
		create_service: create,
		event_fd:       C.int(eventFD),
		max_events:     C.size_t(maxEvents),
		max_bytes:      C.size_t(maxBytes),
	})
	return nativeService{p}, p != nil
}

func (n nativeService) initialize(appID string) int32 {
	id, idLen := cstr(appID)
	return int32(C.rtm_service_initialize(n.p, id, idLen))
}

func (n nativeService) login(token, userID string) int32 {
	t, tLen := cstr(token)
	u, uLen := cstr(userID)
	return int32(C.rtm_service_login(n.p, t, tLen, u, uLen))
}

func (n nativeService) logout() int32 { return int32(C.rtm_service_logout(n.p)) }

func (n nativeService) renewToken(token string) int32 {
	t, tLen := cstr(token)
	return int32(C.rtm_service_renew_token(n.p, t, tLen))
}

func (n nativeService) sendMessageToPeer(peerID string, m *Message, flags int) (id int64, code int32) {
	p, pLen := cstr(peerID)
	t, tLen := cstr(m.Text)
	r, rLen := cbytes(m.Raw)
	res := C.rtm_service_send_message_to_peer(n.p, p, pLen, t, tLen, r, rLen, C.int(flags))
	return int64(res.id), int32(res.code)
}

// requestTaken splits what a request with an id returned.
func requestTaken(res C.rtm_request_result) (id int64, code int32) {
	return int64(res.id), int32(res.code)
}

func (n nativeService) queryPeersOnlineStatus(peers []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_query_peers_online_status(n.p, clist(peers)))
}

func (n nativeService) subscribePeersOnlineStatus(peers []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_subscribe_peers_online_status(n.p, clist(peers)))
}

func (n nativeService) unsubscribePeersOnlineStatus(peers []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_unsubscribe_peers_online_status(n.p, clist(peers)))
}

func (n nativeService) queryPeersBySubscriptionOption(option int32) (id int64, code int32) {
	return requestTaken(C.rtm_service_query_peers_by_subscription_option(n.p, C.int32_t(option)))
}

func (n nativeService) setLocalUserAttributes(a []Attribute) (id int64, code int32) {
	return requestTaken(C.rtm_service_set_local_user_attributes(n.p, cattributes(a)))
}

func (n nativeService) addOrUpdateLocalUserAttributes(a []Attribute) (id int64, code int32) {
	return requestTaken(C.rtm_service_add_or_update_local_user_attributes(n.p, cattributes(a)))
}

func (n nativeService) deleteLocalUserAttributesByKeys(keys []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_delete_local_user_attributes_by_keys(n.p, clist(keys)))
}

func (n nativeService) clearLocalUserAttributes() (id int64, code int32) {
	return requestTaken(C.rtm_service_clear_local_user_attributes(n.p))
}

func (n nativeService) getUserAttributes(userID string) (id int64, code int32) {
	return requestTaken(C.rtm_service_get_user_attributes(n.p, cstring(userID)))
}

func (n nativeService) getUserAttributesByKeys(userID string, keys []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_get_user_attributes_by_keys(n.p, cstring(userID), clist(keys)))
}

func (n nativeService) setChannelAttributes(channelID string, a []Attribute, notify bool) (id int64, code int32) {
	return requestTaken(C.rtm_service_set_channel_attributes(n.p, cstring(channelID), cattributes(a), cflag(notify)))
}

func (n nativeService) addOrUpdateChannelAttributes(channelID string, a []Attribute, notify bool) (id int64, code int32) {
	return requestTaken(C.rtm_service_add_or_update_channel_attributes(n.p, cstring(channelID), cattributes(a), cflag(notify)))
}

func (n nativeService) deleteChannelAttributesByKeys(channelID string, keys []string, notify bool) (id int64, code int32) {
	return requestTaken(C.rtm_service_delete_channel_attributes_by_keys(n.p, cstring(channelID), clist(keys), cflag(notify)))
}

func (n nativeService) clearChannelAttributes(channelID string, notify bool) (id int64, code int32) {
	return requestTaken(C.rtm_service_clear_channel_attributes(n.p, cstring(channelID), cflag(notify)))
}

func (n nativeService) getChannelAttributes(channelID string) (id int64, code int32) {
	return requestTaken(C.rtm_service_get_channel_attributes(n.p, cstring(channelID)))
}

func (n nativeService) getChannelAttributesByKeys(channelID string, keys []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_get_channel_attributes_by_keys(n.p, cstring(channelID), clist(keys)))
}

func (n nativeService) getChannelMemberCount(channelIDs []string) (id int64, code int32) {
	return requestTaken(C.rtm_service_get_channel_member_count(n.p, clist(channelIDs)))
}

func (n nativeService) createFileMessageByUploading(path string) (id int64, code int32) {
	return requestTaken(C.rtm_service_create_file_message_by_uploading(n.p, cstring(path)))
}

func (n nativeService) createImageMessageByUploading(path string) (id int64, code int32) {
	return requestTaken(C.rtm_service_create_image_message_by_uploading(n.p, cstring(path)))
}

func (n nativeService) downloadMediaToMemory(mediaID string) (id int64, code int32) {
	return requestTaken(C.rtm_service_download_media_to_memory(n.p, cstring(mediaID)))
}

func (n nativeService) downloadMediaToFile(mediaID, path string) (id int64, code int32) {
	return requestTaken(C.rtm_service_download_media_to_file(n.p, cstring(mediaID), cstring(path)))
}

func (n nativeService) cancelMediaDownload(id int64) int32 {
	return int32(C.rtm_service_cancel_media_download(n.p, C.int64_t(id)))
}

func (n nativeService) cancelMediaUpload(id int64) int32 {
	return int32(C.rtm_service_cancel_media_upload(n.p, C.int64_t(id)))
}

func (n nativeService) setParameters(json string) int32 {
	return int32(C.rtm_service_set_parameters(n.p, cstring(json)))
}

func (n nativeService) setLogFile(path string) int32 {
	return int32(C.rtm_service_set_log_file(n.p, cstring(path)))
}

func (n nativeService) setLogFilter(filter uint32) int32 {
	return int32(C.rtm_service_set_log_filter(n.p, C.uint32_t(filter)))
}

func (n nativeService) setLogFileSize(kb int32) int32 {
	return int32(C.rtm_service_set_log_file_size(n.p, C.int32_t(kb)))
}

// nativeMediaMessage is an uploaded IFileMessage or IImageMessage. Its owner
// releases it before the service.
type nativeMediaMessage struct{ p *C.rtm_media_message }

func (m nativeMediaMessage) none() bool { return m.p == nil }
func (m nativeMediaMessage) release()   { C.rtm_media_message_release(m.p) }

// cmedia describes the file of a message; nil is one without any.
func cmedia(m *Media) C.rtm_media {
	if m == nil {
		return C.rtm_media{}
	}
	thumbnail, n := cbytes(m.Thumbnail)
	return C.rtm_media{
		id:               cstring(m.ID),
		file_name:        cstring(m.FileName),
		thumbnail:        C.rtm_string{data: thumbnail, len: n},
		size:             C.int64_t(m.Size),
		width:            C.int32_t(m.Width),
		height:           C.int32_t(m.Height),
		thumbnail_width:  C.int32_t(m.ThumbnailWidth),
		thumbnail_height: C.int32_t(m.ThumbnailHeight),
	}
}

// sendMediaMessageToPeer sends a file or image message: the uploaded one, or,
// when that is none, one made from the media id.
func (n nativeService) sendMediaMessageToPeer(peerID string, uploaded nativeMediaMessage, m *Message, flags int) (id int64, code int32) {
	p, pLen := cstr(peerID)
	res := C.rtm_service_send_media_message_to_peer(n.p, p, pLen, C.int32_t(m.Type), uploaded.p,
		cstring(m.Text), cmedia(m.Media), C.int(flags))
	return int64(res.id), int32(res.code)
}

// drain hands what is queued to the exported functions, on this goroutine.
func (n nativeService) drain(handle unsafe.Pointer) (dropped uint64, idle bool) {
	res := C.rtm_service_drain(n.p, handle)
	return uint64(res.dropped), res.idle != 0
}

func (n nativeService) wake()    { C.rtm_service_wake(n.p) }
func (n nativeService) detach()  { C.rtm_service_detach(n.p) }
func (n nativeService) release() { C.rtm_service_release(n.p) }
func (n nativeService) free()    { C.rtm_service_free(n.p) }

// nativeChannel is an IChannel with its handler.
type nativeChannel struct{ p *C.rtm_channel }

func (n nativeService) newChannel(id string, key uint64) (nativeChannel, bool) {
	c, cLen := cstr(id)
	p := C.rtm_channel_new(n.p, c, cLen, C.uint64_t(key))
	return nativeChannel{p}, p != nil
}

func (n nativeChannel) join() int32       { return int32(C.rtm_channel_join(n.p)) }
func (n nativeChannel) leave() int32      { return int32(C.rtm_channel_leave(n.p)) }
func (n nativeChannel) getMembers() int32 { return int32(C.rtm_channel_get_members(n.p)) }
func (n nativeChannel) release()          { C.rtm_channel_release(n.p) }

func (n nativeChannel) sendMessage(m *Message, flags int) (id int64, code int32) {
	t, tLen := cstr(m.Text)
	r, rLen := cbytes(m.Raw)
	res := C.rtm_channel_send_message(n.p, t, tLen, r, rLen, C.int(flags))
	return int64(res.id), int32(res.code)
}

// sendMediaMessage is sendMediaMessageToPeer to a channel.
func (n nativeChannel) sendMediaMessage(uploaded nativeMediaMessage, m *Message, flags int) (id int64, code int32) {
	res := C.rtm_channel_send_media_message(n.p, C.int32_t(m.Type), uploaded.p,
		cstring(m.Text), cmedia(m.Media), C.int(flags))
	return int64(res.id), int32(res.code)
}

// nativeCallManager is an IRtmCallManager with its handler. Its owner releases
// its invitations first.
type nativeCallManager struct{ p *C.rtm_call_manager }

func (n nativeService) newCallManager() (nativeCallManager, bool) {
	p := C.rtm_call_manager_new(n.p)
	return nativeCallManager{p}, p != nil
}

func (m nativeCallManager) release() { C.rtm_call_manager_release(m.p) }
func (m nativeCallManager) detach()  { C.rtm_call_manager_detach(m.p) }

// nativeLocalInvitation is an ILocalCallInvitation.
type nativeLocalInvitation struct{ p *C.rtm_local_invitation }

// newLocalInvitation also returns the key that callbacks name the invitation by.
func (m nativeCallManager) newLocalInvitation(callee string) (i nativeLocalInvitation, key uint64, ok bool) {
	var k C.uint64_t
	p := C.rtm_local_invitation_new(m.p, cstring(callee), &k)
	return nativeLocalInvitation{p}, uint64(k), p != nil
}

func (i nativeLocalInvitation) send(content, channelID string) (state, code int32) {
	var st C.int32_t
	res := C.rtm_local_invitation_send(i.p, cstring(content), cstring(channelID), &st)
	return int32(st), int32(res)
}

func (i nativeLocalInvitation) cancel() int32 { return int32(C.rtm_local_invitation_cancel(i.p)) }
func (i nativeLocalInvitation) release()      { C.rtm_local_invitation_release(i.p) }

// nativeRemoteInvitation is an IRemoteCallInvitation.
type nativeRemoteInvitation struct{ p *C.rtm_remote_invitation }

func (i nativeRemoteInvitation) accept(response string) (state, code int32) {
	var st C.int32_t
	res := C.rtm_remote_invitation_accept(i.p, cstring(response), &st)
	return int32(st), int32(res)
}

func (i nativeRemoteInvitation) refuse(response string) (state, code int32) {
	var st C.int32_t
	res := C.rtm_remote_invitation_refuse(i.p, cstring(response), &st)
	return int32(st), int32(res)
}

func (i nativeRemoteInvitation) release() { C.rtm_remote_invitation_release(i.p) }

func sendFlags(m *Message, o SendMessageOptions) (flags int) {
	if m.isRaw() {
		flags |= C.RTM_SEND_RAW
	}
	if o.EnableOfflineMessaging {
		flags |= C.RTM_SEND_ENABLE_OFFLINE_MESSAGING
	}
	if o.EnableHistoricalMessaging {
		flags |= C.RTM_SEND_ENABLE_HISTORICAL_MESSAGING
	}
	return flags
}
