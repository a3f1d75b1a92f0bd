// This file holds the Go functions that the C++ side calls for presence and member counts.

package emusdk

/*
#include "wire.h"
*/
import "C"

import "unsafe"

// texts copies n strings, null ones as empty. It returns nil for none.
func texts(list **C.char, n C.int32_t) []string {
	if n <= 0 {
		return nil
	}
	all := make([]string, n)
	for i, s := range unsafe.Slice(list, int(n)) {
		all[i] = C.GoString(s)
	}
	return all
}

//export emusdk_query_peers_online_status
func emusdk_query_peers_online_status(h unsafe.Pointer, id C.int64_t, peers **C.char, n C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.QueryPeersOnlineStatus(int64(id), texts(peers, n)) })
}

//export emusdk_subscribe_peers_online_status
func emusdk_subscribe_peers_online_status(h unsafe.Pointer, id C.int64_t, peers **C.char, n C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.SubscribePeersOnlineStatus(int64(id), texts(peers, n)) })
}

//export emusdk_unsubscribe_peers_online_status
func emusdk_unsubscribe_peers_online_status(h unsafe.Pointer, id C.int64_t, peers **C.char, n C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.UnsubscribePeersOnlineStatus(int64(id), texts(peers, n)) })
}

//export emusdk_query_peers_by_subscription_option
func emusdk_query_peers_by_subscription_option(h unsafe.Pointer, id C.int64_t, option C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.QueryPeersBySubscriptionOption(int64(id), int32(option)) })
}

//export emusdk_get_channel_member_count
func emusdk_get_channel_member_count(h unsafe.Pointer, id C.int64_t, channels **C.char, n C.int32_t) C.int32_t {
	return withClient(h, func(c *client) int32 { return c.GetChannelMemberCount(int64(id), texts(channels, n)) })
}
