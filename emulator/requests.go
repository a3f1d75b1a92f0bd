// This file holds the table of requests that wait for their answer.

package emulator

import (
	"slices"
	"time"
)

// The client's own times.
const (
	loginTimeout     = 12 * time.Second
	interruptedAfter = 4 * time.Second // outage after which the state is RECONNECTING
)

// timeouts are the times a request may take. Requests of one class time out in the order they were made,
// so each class is a plain list and no request needs a timer.
var timeouts = [...]time.Duration{5 * time.Second, deliveryTimeout, loginTimeout, inviteTimeout, mediaIdleTimeout}

// timeoutClass says which of timeouts holds for an operation.
func timeoutClass(op Operation) int {
	switch op {
	case OperationLogin:
		return 2
	case OperationRenewToken, OperationSendMessageToPeer, OperationSendChannelMessage,
		OperationQueryPeersOnlineStatus, OperationSubscribePeersOnlineStatus, OperationUnsubscribePeersOnlineStatus,
		OperationCancelLocalInvitation, OperationAcceptRemoteInvitation, OperationRefuseRemoteInvitation:
		return 1
	case OperationSendLocalInvitation:
		return 3
	case OperationUploadMedia, OperationDownloadMedia:
		return 4
	default:
		return 0
	}
}

// timeoutCode is the result of a request that was not answered.
func timeoutCode(op Operation) int32 {
	switch op {
	case OperationLogin:
		return LoginErrTimeout
	case OperationRenewToken:
		return RenewTokenErrFailure
	case OperationSendMessageToPeer:
		return PeerMessageErrSentTimeout
	case OperationJoin:
		return JoinChannelErrTimeout
	case OperationLeave:
		return LeaveChannelErrFailure
	case OperationSendChannelMessage:
		return ChannelMessageErrSentTimeout
	case OperationGetMembers:
		return GetMembersErrTimeout
	case OperationQueryPeersOnlineStatus:
		return QueryPeersOnlineStatusErrTimeout
	case OperationSubscribePeersOnlineStatus, OperationUnsubscribePeersOnlineStatus:
		return PeerSubscriptionStatusErrTimeout
	case OperationQueryPeersBySubscriptionOption:
		return QueryPeersBySubscriptionOptionErrTimeout
	case OperationSetLocalUserAttributes, OperationAddOrUpdateLocalUserAttributes,
		OperationDeleteLocalUserAttributes, OperationClearLocalUserAttributes, OperationGetUserAttributes,
		OperationSetChannelAttributes, OperationAddOrUpdateChannelAttributes,
		OperationDeleteChannelAttributes, OperationClearChannelAttributes, OperationGetChannelAttributes:
		return AttributeOperationErrTimeout
	case OperationGetChannelMemberCount:
		return GetChannelMemberCountErrTimeout
	case OperationSendLocalInvitation:
		return LocalInvitationErrPeerNoResponse
	case OperationCancelLocalInvitation:
		return InvitationAPICallErrAlreadyEnd
	case OperationAcceptRemoteInvitation:
		return RemoteInvitationErrAcceptFailure
	case OperationRefuseRemoteInvitation:
		return RemoteInvitationErrInvitationExpire
	case OperationUploadMedia:
		return UploadMediaErrTimeout
	case OperationDownloadMedia:
		return DownloadMediaErrTimeout
	default: // a logout nobody answered has worked as far as the client is concerned
		return LogoutErrOK
	}
}

// request is one that waits for its answer.
type request struct {
	op       Operation
	id       int64                        // message or request id
	ch       *Channel                     // of channel operations
	token    string                       // of a renewal
	done     func(code int32, d *Details) // of a request made with ask; emits its result
	fault    fault                        // what happens to the answer of a message, or has happened to a request that failed
	deadline time.Duration                // 0 until stamp

	age        uint64
	generation uint32
	live       bool
	prev, next int32 // neighbours in the class, or the next free slot
}

// requestTable hands out numbers for requests and finds them again. It allocates only while it grows.
type requestTable struct {
	slots []request // slot 0 is never used: 0 means none
	free  int32
	count int
	age   uint64
	first [len(timeouts)]int32
	last  [len(timeouts)]int32
}

// add enters a request and returns its number, which is never 0. Its time runs from the next stamp: most
// requests are answered before, and need not look at the clock.
func (t *requestTable) add(r request) uint64 {
	if len(t.slots) == 0 {
		t.slots = append(t.slots, request{})
	}
	i := t.free
	if i != 0 {
		t.free = t.slots[i].next
	} else {
		i = int32(len(t.slots))
		t.slots = append(t.slots, request{})
	}
	class := timeoutClass(r.op)
	t.age++
	r.age, r.live, r.generation = t.age, true, t.slots[i].generation+1
	r.prev, r.next = t.last[class], 0
	if r.prev != 0 {
		t.slots[r.prev].next = i
	} else {
		t.first[class] = i
	}
	t.last[class] = i
	t.slots[i] = r
	t.count++
	return uint64(r.generation)<<32 | uint64(i)
}

// stamp starts the time of the requests entered since it was called last.
func (t *requestTable) stamp(now time.Duration) {
	for class, i := range t.last {
		for ; i != 0 && t.slots[i].deadline == 0; i = t.slots[i].prev {
			t.slots[i].deadline = now + timeouts[class]
		}
	}
}

// get returns the request with this number, or nil if it has ended. The pointer is good until the next
// add.
func (t *requestTable) get(number uint64) *request {
	i := number & 0xffffffff
	if i == 0 || i >= uint64(len(t.slots)) {
		return nil
	}
	if r := &t.slots[i]; r.live && r.generation == uint32(number>>32) {
		return r
	}
	return nil
}

// take removes the request with this number.
func (t *requestTable) take(number uint64) (request, bool) {
	r := t.get(number)
	if r == nil {
		return request{}, false
	}
	return t.remove(int32(number & 0xffffffff)), true
}

func (t *requestTable) remove(i int32) request {
	r := t.slots[i]
	class := timeoutClass(r.op)
	if r.prev != 0 {
		t.slots[r.prev].next = r.next
	} else {
		t.first[class] = r.next
	}
	if r.next != 0 {
		t.slots[r.next].prev = r.prev
	} else {
		t.last[class] = r.prev
	}
	t.slots[i] = request{generation: r.generation, next: t.free}
	t.free = i
	t.count--
	return r
}

// head returns the slot that times out first, or 0.
func (t *requestTable) head() int32 {
	var head int32
	for _, i := range t.first {
		if i != 0 && (head == 0 || t.slots[i].deadline < t.slots[head].deadline) {
			head = i
		}
	}
	return head
}

// takeDue removes the first request whose time is over.
func (t *requestTable) takeDue(now time.Duration) (request, bool) {
	i := t.head()
	if i == 0 || t.slots[i].deadline > now {
		return request{}, false
	}
	return t.remove(i), true
}

// takeAll removes all requests and returns them in the order they were made.
func (t *requestTable) takeAll() []request {
	if t.count == 0 {
		return nil
	}
	all := make([]request, 0, t.count)
	for i := t.head(); i != 0; i = t.head() {
		all = append(all, t.remove(i))
	}
	slices.SortFunc(all, func(a, b request) int { return int(int64(a.age) - int64(b.age)) })
	return all
}
