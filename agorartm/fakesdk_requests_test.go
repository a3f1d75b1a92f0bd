// The operations with a request id: presence, attributes, member counts.

package agorartm_test

import (
	"context"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/internal/fakesdk"
)

var (
	somePeers      = []string{"bob", "carol"}
	someKeys       = []string{"k", "other"}
	someAttributes = []agorartm.Attribute{{Key: "k", Value: "v"}, {Key: "grüße", Value: "\U0001F600"}}
	noNotice       = agorartm.ChannelAttributeOptions{}
)

// asks makes the operation of a request with an id.
func asks(name string, op fakesdk.Op, timeout int64, code func(uint32) error, failure map[uint32]error,
	call func(context.Context, *agorartm.Service) error,
) operation {
	return operation{
		name: name, op: op, timeout: timeout, hasID: true, code: code, failure: failure,
		call: func(r *rig, ctx context.Context) error { return call(ctx, r.service) },
	}
}

// only drops what a request brings.
func only[T any](_ T, err error) error { return err }

// requestOperations are the rows of the table of operations.
func requestOperations() []operation {
	type ctx = context.Context
	type service = *agorartm.Service
	return []operation{
		asks("QueryPeersOnlineStatus", fakesdk.QueryOnline, 10, queryCode, queryFailures, func(c ctx, s service) error {
			return only(s.QueryPeersOnlineStatus(c, somePeers))
		}),
		asks("SubscribePeersOnlineStatus", fakesdk.SubscribeOnline, 10, subscriptionCode, subscriptionFailures, func(c ctx, s service) error {
			return s.SubscribePeersOnlineStatus(c, somePeers)
		}),
		asks("UnsubscribePeersOnlineStatus", fakesdk.UnsubscribeOnline, 10, subscriptionCode, subscriptionFailures, func(c ctx, s service) error {
			return s.UnsubscribePeersOnlineStatus(c, somePeers)
		}),
		asks("QueryPeersBySubscriptionOption", fakesdk.QueryByOption, 5, byOptionCode, byOptionFailures, func(c ctx, s service) error {
			return only(s.QueryPeersBySubscriptionOption(c, agorartm.PeerSubscriptionOptionOnlineStatus))
		}),
		asks("SetLocalUserAttributes", fakesdk.SetUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.SetLocalUserAttributes(c, someAttributes)
		}),
		asks("AddOrUpdateLocalUserAttributes", fakesdk.UpdateUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.AddOrUpdateLocalUserAttributes(c, someAttributes)
		}),
		asks("DeleteLocalUserAttributesByKeys", fakesdk.DeleteUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.DeleteLocalUserAttributesByKeys(c, someKeys)
		}),
		asks("ClearLocalUserAttributes", fakesdk.ClearUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.ClearLocalUserAttributes(c)
		}),
		asks("GetUserAttributes", fakesdk.GetUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return only(s.GetUserAttributes(c, "bob"))
		}),
		asks("GetUserAttributesByKeys", fakesdk.GetUserAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return only(s.GetUserAttributesByKeys(c, "bob", someKeys))
		}),
		asks("SetChannelAttributes", fakesdk.SetChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.SetChannelAttributes(c, "lobby", someAttributes, noNotice)
		}),
		asks("AddOrUpdateChannelAttributes", fakesdk.UpdateChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.AddOrUpdateChannelAttributes(c, "lobby", someAttributes, noNotice)
		}),
		asks("DeleteChannelAttributesByKeys", fakesdk.DeleteChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.DeleteChannelAttributesByKeys(c, "lobby", someKeys, noNotice)
		}),
		asks("ClearChannelAttributes", fakesdk.ClearChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return s.ClearChannelAttributes(c, "lobby", noNotice)
		}),
		asks("GetChannelAttributes", fakesdk.GetChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return only(s.GetChannelAttributes(c, "lobby"))
		}),
		asks("GetChannelAttributesByKeys", fakesdk.GetChannelAttributes, 5, attributeCode, attributeFailures, func(c ctx, s service) error {
			return only(s.GetChannelAttributesByKeys(c, "lobby", someKeys))
		}),
		asks("GetChannelMemberCount", fakesdk.GetMemberCount, 5, countCode, countFailures, func(c ctx, s service) error {
			return only(s.GetChannelMemberCount(c, []string{"lobby", "other"}))
		}),
	}
}

func queryCode(c uint32) error        { return agorartm.QueryPeersOnlineStatusErr(c) }
func subscriptionCode(c uint32) error { return agorartm.PeerSubscriptionStatusErr(c) }
func byOptionCode(c uint32) error     { return agorartm.QueryPeersBySubscriptionOptionErr(c) }
func attributeCode(c uint32) error    { return agorartm.AttributeOperationErr(c) }
func countCode(c uint32) error        { return agorartm.GetChannelMemberCountErrCode(c) }

var (
	queryFailures = map[uint32]error{
		1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrRejected, 4: agorartm.ErrTimeout,
		5: agorartm.ErrTooOften, 101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
	}
	subscriptionFailures = map[uint32]error{
		1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrRejected, 4: agorartm.ErrTimeout,
		5: agorartm.ErrTooOften, 6: agorartm.ErrLimitExceeded,
		101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
	}
	byOptionFailures = map[uint32]error{
		1: nil, 2: agorartm.ErrTimeout, 3: agorartm.ErrTooOften,
		101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
	}
	attributeFailures = map[uint32]error{
		1: agorartm.ErrNotLoggedIn, 2: nil, 3: agorartm.ErrInvalidArgument, 4: agorartm.ErrLimitExceeded,
		5: agorartm.ErrTooOften, 6: agorartm.ErrNotFound, 7: agorartm.ErrTimeout,
		101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
	}
	countFailures = map[uint32]error{
		1: nil, 2: agorartm.ErrInvalidArgument, 3: agorartm.ErrTooOften, 4: agorartm.ErrTimeout,
		5: agorartm.ErrLimitExceeded, 101: agorartm.ErrNotInitialized, 102: agorartm.ErrNotLoggedIn,
	}
)
