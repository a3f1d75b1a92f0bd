// This file writes events as records for C++; wire.h describes them.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
)

// released is what wait returns in place of a size.
const released = C.EMUSDK_RELEASED

const (
	headSize  = int(unsafe.Sizeof(C.struct_emusdk_event{}))
	alignment = 8
)

// Records are read where they lie, so the head must keep the next one aligned.
var _ = [1]struct{}{}[headSize%alignment]

// The kinds of wire.h are those of package emulator: each line indexes out of range if not.
var (
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGIN_SUCCESS-emulator.EventLoginSuccess]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGIN_FAILURE-emulator.EventLoginFailure]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_RENEW_TOKEN_RESULT-emulator.EventRenewTokenResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_TOKEN_EXPIRED-emulator.EventTokenExpired]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_TOKEN_PRIVILEGE_WILL_EXPIRE-emulator.EventTokenPrivilegeWillExpire]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOGOUT-emulator.EventLogout]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CONNECTION_STATE_CHANGED-emulator.EventConnectionStateChanged]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_PEER_SEND_RESULT-emulator.EventPeerSendResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_PEER_MESSAGE-emulator.EventPeerMessage]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_JOIN_SUCCESS-emulator.EventJoinSuccess]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_JOIN_FAILURE-emulator.EventJoinFailure]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LEAVE-emulator.EventLeave]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CHANNEL_MESSAGE-emulator.EventChannelMessage]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CHANNEL_SEND_RESULT-emulator.EventChannelSendResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_JOINED-emulator.EventMemberJoined]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_LEFT-emulator.EventMemberLeft]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBERS-emulator.EventMembers]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEMBER_COUNT-emulator.EventMemberCount]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_QUERY_PEERS_ONLINE_STATUS_RESULT-emulator.EventQueryPeersOnlineStatusResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_SUBSCRIPTION_REQUEST_RESULT-emulator.EventSubscriptionRequestResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_QUERY_PEERS_BY_SUBSCRIPTION_OPTION_RESULT-emulator.EventQueryPeersBySubscriptionOptionResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_PEERS_ONLINE_STATUS_CHANGED-emulator.EventPeersOnlineStatusChanged]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_SET_LOCAL_USER_ATTRIBUTES_RESULT-emulator.EventSetLocalUserAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_ADD_OR_UPDATE_LOCAL_USER_ATTRIBUTES_RESULT-emulator.EventAddOrUpdateLocalUserAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_DELETE_LOCAL_USER_ATTRIBUTES_RESULT-emulator.EventDeleteLocalUserAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CLEAR_LOCAL_USER_ATTRIBUTES_RESULT-emulator.EventClearLocalUserAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_GET_USER_ATTRIBUTES_RESULT-emulator.EventGetUserAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_SET_CHANNEL_ATTRIBUTES_RESULT-emulator.EventSetChannelAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_ADD_OR_UPDATE_CHANNEL_ATTRIBUTES_RESULT-emulator.EventAddOrUpdateChannelAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_DELETE_CHANNEL_ATTRIBUTES_RESULT-emulator.EventDeleteChannelAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CLEAR_CHANNEL_ATTRIBUTES_RESULT-emulator.EventClearChannelAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_GET_CHANNEL_ATTRIBUTES_RESULT-emulator.EventGetChannelAttributesResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_CHANNEL_ATTRIBUTES_UPDATED-emulator.EventChannelAttributesUpdated]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_GET_CHANNEL_MEMBER_COUNT_RESULT-emulator.EventGetChannelMemberCountResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_FILE_MEDIA_UPLOAD_RESULT-emulator.EventFileMediaUploadResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_IMAGE_MEDIA_UPLOAD_RESULT-emulator.EventImageMediaUploadResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_FILE_RESULT-emulator.EventMediaDownloadToFileResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEDIA_DOWNLOAD_TO_MEMORY_RESULT-emulator.EventMediaDownloadToMemoryResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEDIA_CANCEL_RESULT-emulator.EventMediaCancelResult]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEDIA_UPLOADING_PROGRESS-emulator.EventMediaUploadingProgress]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_MEDIA_DOWNLOADING_PROGRESS-emulator.EventMediaDownloadingProgress]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOCAL_INVITATION_RECEIVED_BY_PEER-emulator.EventLocalInvitationReceivedByPeer]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOCAL_INVITATION_CANCELED-emulator.EventLocalInvitationCanceled]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOCAL_INVITATION_FAILURE-emulator.EventLocalInvitationFailure]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOCAL_INVITATION_ACCEPTED-emulator.EventLocalInvitationAccepted]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_LOCAL_INVITATION_REFUSED-emulator.EventLocalInvitationRefused]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_REMOTE_INVITATION_RECEIVED-emulator.EventRemoteInvitationReceived]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_REMOTE_INVITATION_REFUSED-emulator.EventRemoteInvitationRefused]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_REMOTE_INVITATION_ACCEPTED-emulator.EventRemoteInvitationAccepted]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_REMOTE_INVITATION_CANCELED-emulator.EventRemoteInvitationCanceled]
	_ = [1]struct{}{}[C.EMUSDK_EVENT_REMOTE_INVITATION_FAILURE-emulator.EventRemoteInvitationFailure]
)

// batch is the buffer of one wait, and how far it is filled.
type batch struct {
	buf  []byte
	used int
	need int // size of the record that did not fit
}

func (b *batch) reset(buf []byte) { *b = batch{buf: buf} }

// put appends a record for e. It returns false, and leaves the batch as it was, if there is no room.
func (b *batch) put(e *emulator.Event) bool {
	message, text, id, count := e.Message, e.Text, e.ID, e.Count
	var raw []byte
	if message != nil {
		text, raw = message.Text, message.Raw
	}
	var rare rareFields
	if e.Users != nil || e.Details != nil || (message != nil && message.Media != nil) {
		rare = rareFieldsOf(e)
		count = rare.count
		if rare.id != 0 {
			id = rare.id
		}
		if rare.data != nil {
			raw = rare.data
		}
	}
	size := headSize + len(e.User) + 1 + len(text) + 1 + len(raw) + 1 + len(rare.entries)
	size = (size + alignment - 1) &^ (alignment - 1)
	if size > len(b.buf)-b.used {
		b.need = size
		return false
	}

	record := b.buf[b.used : b.used+size]
	head := (*C.struct_emusdk_event)(unsafe.Pointer(unsafe.SliceData(record)))
	*head = C.struct_emusdk_event{
		size:     C.uint32_t(size),
		kind:     C.uint32_t(e.Kind),
		code:     C.int32_t(e.Code),
		reason:   C.int32_t(e.Reason),
		channel:  C.uint64_t(e.Channel),
		id:       C.int64_t(id),
		count:    C.int32_t(count),
		user_len: C.uint32_t(len(e.User)),
		text_len: C.uint32_t(len(text)),
		raw_len:  C.uint32_t(len(raw)),
	}
	if message != nil {
		head.message_type = C.int32_t(message.Type)
		if !message.ServerTime.IsZero() {
			head.server_ts = C.int64_t(message.ServerTime.UnixMilli())
		}
		if message.Offline {
			head.offline = 1
		}
	}
	rest := record[headSize:]
	rest = putString(rest, e.User)
	rest = putString(rest, text)
	rest = putString(rest, raw)
	copy(rest, rare.entries)
	b.used += size
	return true
}

// putString writes s and a NUL to dst, and returns what is left of dst.
func putString[T string | []byte](dst []byte, s T) []byte {
	n := copy(dst, s)
	dst[n] = 0
	return dst[n+1:]
}
