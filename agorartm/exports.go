// The way up: the functions the shim calls while it drains an event queue, on
// the drain goroutine. Each finds the service's core by its handle, copies what
// it keeps into Go, and returns; no user code runs here.

package agorartm

// #include "rtm_shim.h"
import "C"

import (
	"encoding/binary"
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// coreOf returns the core of a drain in progress. It is never nil: the handle
// is freed after the last drain.
func coreOf(h unsafe.Pointer) *core { return handle.Lookup[core](h) }

// view shows C memory as bytes, for the length of the callback.
func view(p *C.char, n C.size_t) []byte { return unsafe.Slice((*byte)(unsafe.Pointer(p)), int(n)) }

// receivedMessage shows a message for the length of the callback.
type receivedMessage struct {
	user, text, raw []byte
	id, ts          int64
	media           *Media // a copy; of file and image messages only
	messageType     uint32
	offline         bool
}

func received(m *C.rtm_message) receivedMessage {
	return receivedMessage{
		media:       mediaOf(m.media),
		user:        view(m.user, m.user_len),
		text:        view(m.text, m.text_len),
		raw:         view(m.raw, m.raw_len),
		id:          int64(m.id),
		ts:          int64(m.server_ts),
		messageType: uint32(m._type),
		offline:     m.offline != 0,
	}
}

// textOf copies a string of the callback.
func textOf(s C.rtm_string) string { return string(view(s.data, s.len)) }

// mediaOf copies the description of a file; nil stays nil.
func mediaOf(m *C.rtm_media) *Media {
	if m == nil {
		return nil
	}
	media := &Media{
		ID:              textOf(m.id),
		FileName:        textOf(m.file_name),
		Size:            int64(m.size),
		Width:           int(m.width),
		Height:          int(m.height),
		ThumbnailWidth:  int(m.thumbnail_width),
		ThumbnailHeight: int(m.thumbnail_height),
	}
	if thumbnail := view(m.thumbnail.data, m.thumbnail.len); len(thumbnail) > 0 {
		media.Thumbnail = append([]byte(nil), thumbnail...)
	}
	return media
}

// mapped copies an array of the callback, item by item. It is never nil.
func mapped[From, To any](first *From, count int, copied func(*From) To) []To {
	items := unsafe.Slice(first, count)
	all := make([]To, len(items))
	for i := range items {
		all[i] = copied(&items[i])
	}
	return all
}

func peerStatusOf(p *C.rtm_peer_status) PeerOnlineStatus {
	return PeerOnlineStatus{PeerID: textOf(p.peer), State: PeerOnlineState(p.state)}
}

func attributeOf(a *C.rtm_attribute) Attribute {
	return Attribute{Key: textOf(a.key), Value: textOf(a.value)}
}

func channelAttributeOf(a *C.rtm_attribute) ChannelAttribute {
	return ChannelAttribute{
		Key:              textOf(a.key),
		Value:            textOf(a.value),
		LastUpdateUserID: textOf(a.last_update_user),
		LastUpdateTime:   millis(int64(a.last_update_ts)),
	}
}

func channelCountOf(n *C.rtm_channel_count) ChannelMemberCount {
	return ChannelMemberCount{ChannelID: textOf(n.channel), Count: int(n.count)}
}

func stringOf(s *C.rtm_string) string { return textOf(*s) }

//export agorartmOnLoginSuccess
func agorartmOnLoginSuccess(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.loginEnded(outcome{})
}

//export agorartmOnLoginFailure
func agorartmOnLoginFailure(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.loginEnded(outcome{code: uint32(code)})
}

//export agorartmOnRenewTokenResult
func agorartmOnRenewTokenResult(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.renew.end(outcome{code: uint32(code)})
}

//export agorartmOnTokenExpired
func agorartmOnTokenExpired(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.tokenExpired()
}

//export agorartmOnTokenPrivilegeWillExpire
func agorartmOnTokenPrivilegeWillExpire(h unsafe.Pointer) {
	c := coreOf(h)
	defer c.containPanic()
	c.tokenWillExpire()
}

//export agorartmOnLogout
func agorartmOnLogout(h unsafe.Pointer, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.logoutEnded(outcome{code: uint32(code)})
}

//export agorartmOnConnectionStateChanged
func agorartmOnConnectionStateChanged(h unsafe.Pointer, state, reason C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.stateChanged(ConnectionState(state), ConnectionChangeReason(reason))
}

//export agorartmOnSendMessageResult
func agorartmOnSendMessageResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.peerSendEnded(int64(id), outcome{code: uint32(code)})
}

//export agorartmOnMessagesReceivedFromPeer
func agorartmOnMessagesReceivedFromPeer(h unsafe.Pointer, messages *C.rtm_message, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if !c.wantsPeerMessages() {
		return
	}
	all := unsafe.Slice(messages, int(count))
	for i := range all {
		c.notifyMessage(eventPeerMessage, nil, received(&all[i]))
	}
}

//export agorartmOnChannelJoinSuccess
func agorartmOnChannelJoinSuccess(h unsafe.Pointer, key C.uint64_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.joinEnded(outcome{})
	}
}

//export agorartmOnChannelJoinFailure
func agorartmOnChannelJoinFailure(h unsafe.Pointer, key C.uint64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.joinEnded(outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelLeave
func agorartmOnChannelLeave(h unsafe.Pointer, key C.uint64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.leaveEnded(outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelMessagesReceived
func agorartmOnChannelMessagesReceived(h unsafe.Pointer, key C.uint64_t, messages *C.rtm_message, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	ch := c.channel(uint64(key))
	if ch == nil || !ch.wantsMessages() {
		return
	}
	all := unsafe.Slice(messages, int(count))
	for i := range all {
		c.notifyMessage(eventChannelMessage, ch, received(&all[i]))
	}
}

//export agorartmOnChannelSendMessageResult
func agorartmOnChannelSendMessageResult(h unsafe.Pointer, key C.uint64_t, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.sendEnded(int64(id), outcome{code: uint32(code)})
	}
}

//export agorartmOnChannelMemberJoined
func agorartmOnChannelMemberJoined(h unsafe.Pointer, key C.uint64_t, user *C.char, userLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberJoined, user: c.intern(view(user, userLen))})
	}
}

//export agorartmOnChannelMemberLeft
func agorartmOnChannelMemberLeft(h unsafe.Pointer, key C.uint64_t, user *C.char, userLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberLeft, user: c.intern(view(user, userLen))})
	}
}

//export agorartmOnChannelGetMembers
func agorartmOnChannelGetMembers(h unsafe.Pointer, key C.uint64_t, users *C.char, usersLen C.size_t, count, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	ch := c.channel(uint64(key))
	if ch == nil {
		return
	}
	members := make([]string, 0, int(count))
	for packed := view(users, usersLen); len(packed) >= 4; {
		n := binary.NativeEndian.Uint32(packed)
		members = append(members, string(packed[4:4+n]))
		packed = packed[4+n:]
	}
	ch.members.end(outcome{code: uint32(code), value: members})
}

//export agorartmOnChannelMemberCountUpdated
func agorartmOnChannelMemberCountUpdated(h unsafe.Pointer, key C.uint64_t, count C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil {
		ch.notify(event{kind: eventMemberCount, code: uint32(count)})
	}
}

//export agorartmOnChannelAttributesUpdated
func agorartmOnChannelAttributesUpdated(h unsafe.Pointer, key C.uint64_t, attributes *C.rtm_attribute, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if ch := c.channel(uint64(key)); ch != nil && ch.wantsAttributes() {
		ch.attributesUpdated(mapped(attributes, int(count), channelAttributeOf))
	}
}

//export agorartmOnQueryPeersOnlineStatusResult
func agorartmOnQueryPeersOnlineStatusResult(h unsafe.Pointer, id C.int64_t, peers *C.rtm_peer_status, count C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestQueryPeers, int64(id), uint32(code), mapped(peers, int(count), peerStatusOf))
}

//export agorartmOnSubscriptionRequestResult
func agorartmOnSubscriptionRequestResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestSubscription, int64(id), uint32(code), nil)
}

//export agorartmOnQueryPeersBySubscriptionOptionResult
func agorartmOnQueryPeersBySubscriptionOptionResult(h unsafe.Pointer, id C.int64_t, peers *C.rtm_string, count C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestQueryByOption, int64(id), uint32(code), mapped(peers, int(count), stringOf))
}

//export agorartmOnPeersOnlineStatusChanged
func agorartmOnPeersOnlineStatusChanged(h unsafe.Pointer, peers *C.rtm_peer_status, count C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	if c.wantsPresence() {
		c.presenceChanged(mapped(peers, int(count), peerStatusOf))
	}
}

//export agorartmOnSetLocalUserAttributesResult
func agorartmOnSetLocalUserAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestSetUserAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnAddOrUpdateLocalUserAttributesResult
func agorartmOnAddOrUpdateLocalUserAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestAddOrUpdateUserAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnDeleteLocalUserAttributesResult
func agorartmOnDeleteLocalUserAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestDeleteUserAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnClearLocalUserAttributesResult
func agorartmOnClearLocalUserAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestClearUserAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnGetUserAttributesResult
func agorartmOnGetUserAttributesResult(h unsafe.Pointer, id C.int64_t, user *C.char, userLen C.size_t, attributes *C.rtm_attribute, count C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestGetUserAttributes, int64(id), uint32(code), mapped(attributes, int(count), attributeOf))
}

//export agorartmOnSetChannelAttributesResult
func agorartmOnSetChannelAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestSetChannelAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnAddOrUpdateChannelAttributesResult
func agorartmOnAddOrUpdateChannelAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestAddOrUpdateChannelAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnDeleteChannelAttributesResult
func agorartmOnDeleteChannelAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestDeleteChannelAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnClearChannelAttributesResult
func agorartmOnClearChannelAttributesResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestClearChannelAttributes, int64(id), uint32(code), nil)
}

//export agorartmOnGetChannelAttributesResult
func agorartmOnGetChannelAttributesResult(h unsafe.Pointer, id C.int64_t, attributes *C.rtm_attribute, count C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestGetChannelAttributes, int64(id), uint32(code), mapped(attributes, int(count), channelAttributeOf))
}

//export agorartmOnGetChannelMemberCountResult
func agorartmOnGetChannelMemberCountResult(h unsafe.Pointer, id C.int64_t, counts *C.rtm_channel_count, count C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.requestEnded(requestMemberCount, int64(id), uint32(code), mapped(counts, int(count), channelCountOf))
}

//export agorartmOnMediaUploadingProgress
func agorartmOnMediaUploadingProgress(h unsafe.Pointer, id, current, total C.int64_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaProgress(true, int64(id), int64(current), int64(total))
}

//export agorartmOnMediaDownloadingProgress
func agorartmOnMediaDownloadingProgress(h unsafe.Pointer, id, current, total C.int64_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaProgress(false, int64(id), int64(current), int64(total))
}

//export agorartmOnFileMediaUploadResult
func agorartmOnFileMediaUploadResult(h unsafe.Pointer, id C.int64_t, message *C.rtm_media_message, media *C.rtm_media, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaUploaded(false, int64(id), nativeMediaMessage{message}, mediaOf(media), uint32(code))
}

//export agorartmOnImageMediaUploadResult
func agorartmOnImageMediaUploadResult(h unsafe.Pointer, id C.int64_t, message *C.rtm_media_message, media *C.rtm_media, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaUploaded(true, int64(id), nativeMediaMessage{message}, mediaOf(media), uint32(code))
}

//export agorartmOnMediaDownloadToFileResult
func agorartmOnMediaDownloadToFileResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaDownloadedToFile(int64(id), uint32(code))
}

//export agorartmOnMediaDownloadToMemoryResult
func agorartmOnMediaDownloadToMemoryResult(h unsafe.Pointer, id C.int64_t, memory *C.char, n C.size_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaDownloadedToMemory(int64(id), append(make([]byte, 0, int(n)), view(memory, n)...), uint32(code))
}

//export agorartmOnMediaCancelResult
func agorartmOnMediaCancelResult(h unsafe.Pointer, id C.int64_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.mediaCanceled(int64(id), uint32(code))
}

//export agorartmOnLocalInvitationReceivedByPeer
func agorartmOnLocalInvitationReceivedByPeer(h unsafe.Pointer, key C.uint64_t, state C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.localInvitationEvent(eventLocalInvitationReceivedByPeer, uint64(key), LocalInvitationState(state), 0, "")
}

//export agorartmOnLocalInvitationCanceled
func agorartmOnLocalInvitationCanceled(h unsafe.Pointer, key C.uint64_t, state C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.localInvitationEvent(eventLocalInvitationCanceled, uint64(key), LocalInvitationState(state), 0, "")
}

//export agorartmOnLocalInvitationFailure
func agorartmOnLocalInvitationFailure(h unsafe.Pointer, key C.uint64_t, state C.int32_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.localInvitationEvent(eventLocalInvitationFailure, uint64(key), LocalInvitationState(state), uint32(code), "")
}

//export agorartmOnLocalInvitationAccepted
func agorartmOnLocalInvitationAccepted(h unsafe.Pointer, key C.uint64_t, state C.int32_t, response *C.char, responseLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.localInvitationEvent(eventLocalInvitationAccepted, uint64(key), LocalInvitationState(state), 0, string(view(response, responseLen)))
}

//export agorartmOnLocalInvitationRefused
func agorartmOnLocalInvitationRefused(h unsafe.Pointer, key C.uint64_t, state C.int32_t, response *C.char, responseLen C.size_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.localInvitationEvent(eventLocalInvitationRefused, uint64(key), LocalInvitationState(state), 0, string(view(response, responseLen)))
}

//export agorartmOnRemoteInvitationReceived
func agorartmOnRemoteInvitationReceived(h unsafe.Pointer, key C.uint64_t, state C.int32_t, object *C.rtm_remote_invitation, caller, content, channel C.rtm_string) {
	c := coreOf(h)
	defer c.containPanic()
	c.remoteInvitationReceived(uint64(key), RemoteInvitationState(state), nativeRemoteInvitation{object},
		textOf(caller), textOf(content), textOf(channel))
}

//export agorartmOnRemoteInvitationRefused
func agorartmOnRemoteInvitationRefused(h unsafe.Pointer, key C.uint64_t, state C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.remoteInvitationEvent(eventRemoteInvitationRefused, uint64(key), RemoteInvitationState(state), 0)
}

//export agorartmOnRemoteInvitationAccepted
func agorartmOnRemoteInvitationAccepted(h unsafe.Pointer, key C.uint64_t, state C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.remoteInvitationEvent(eventRemoteInvitationAccepted, uint64(key), RemoteInvitationState(state), 0)
}

//export agorartmOnRemoteInvitationCanceled
func agorartmOnRemoteInvitationCanceled(h unsafe.Pointer, key C.uint64_t, state C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.remoteInvitationEvent(eventRemoteInvitationCanceled, uint64(key), RemoteInvitationState(state), 0)
}

//export agorartmOnRemoteInvitationFailure
func agorartmOnRemoteInvitationFailure(h unsafe.Pointer, key C.uint64_t, state C.int32_t, code C.int32_t) {
	c := coreOf(h)
	defer c.containPanic()
	c.remoteInvitationEvent(eventRemoteInvitationFailure, uint64(key), RemoteInvitationState(state), uint32(code))
}
