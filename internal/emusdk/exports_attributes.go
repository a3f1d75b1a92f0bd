// This file holds the Go functions that the C++ side calls for attributes of users and channels.

package emusdk

/*
#include "wire.h"
*/
import "C"

import (
	"unsafe"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

// attributeCall is withClient for the calls about attributes, whose enum has another number for a failure.
func attributeCall(h unsafe.Pointer, f func(*client) int32) (code C.int32_t) {
	defer guard(&code, emulator.AttributeOperationErrFailure)
	c := handle.Lookup[client](h)
	if c == nil {
		return C.int32_t(codeNotInitialized)
	}
	return C.int32_t(f(c))
}

// attributes copies n attributes, nil for none.
func attributes(list *C.struct_emusdk_attribute, n C.int32_t) []emulator.Attribute {
	if n <= 0 {
		return nil
	}
	all := make([]emulator.Attribute, n)
	for i, a := range unsafe.Slice(list, int(n)) {
		all[i] = emulator.Attribute{Key: C.GoString(a.key), Value: C.GoString(a.value)}
	}
	return all
}

//export emusdk_set_local_user_attributes
func emusdk_set_local_user_attributes(h unsafe.Pointer, id C.int64_t, list *C.struct_emusdk_attribute, n C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 { return c.SetLocalUserAttributes(int64(id), attributes(list, n)) })
}

//export emusdk_add_or_update_local_user_attributes
func emusdk_add_or_update_local_user_attributes(h unsafe.Pointer, id C.int64_t, list *C.struct_emusdk_attribute, n C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.AddOrUpdateLocalUserAttributes(int64(id), attributes(list, n))
	})
}

//export emusdk_delete_local_user_attributes
func emusdk_delete_local_user_attributes(h unsafe.Pointer, id C.int64_t, keys **C.char, n C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.DeleteLocalUserAttributesByKeys(int64(id), texts(keys, n))
	})
}

//export emusdk_clear_local_user_attributes
func emusdk_clear_local_user_attributes(h unsafe.Pointer, id C.int64_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 { return c.ClearLocalUserAttributes(int64(id)) })
}

//export emusdk_get_user_attributes
func emusdk_get_user_attributes(h unsafe.Pointer, id C.int64_t, user *C.char, userLen C.size_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 { return c.GetUserAttributes(int64(id), text(user, userLen)) })
}

//export emusdk_get_user_attributes_by_keys
func emusdk_get_user_attributes_by_keys(h unsafe.Pointer, id C.int64_t, user *C.char, userLen C.size_t, keys **C.char, n C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.GetUserAttributesByKeys(int64(id), text(user, userLen), texts(keys, n))
	})
}

//export emusdk_set_channel_attributes
func emusdk_set_channel_attributes(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t, list *C.struct_emusdk_attribute, n C.int32_t, notify C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.SetChannelAttributes(int64(id), text(channel, channelLen), attributes(list, n), notify != 0)
	})
}

//export emusdk_add_or_update_channel_attributes
func emusdk_add_or_update_channel_attributes(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t, list *C.struct_emusdk_attribute, n C.int32_t, notify C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.AddOrUpdateChannelAttributes(int64(id), text(channel, channelLen), attributes(list, n), notify != 0)
	})
}

//export emusdk_delete_channel_attributes
func emusdk_delete_channel_attributes(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t, keys **C.char, n C.int32_t, notify C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.DeleteChannelAttributesByKeys(int64(id), text(channel, channelLen), texts(keys, n), notify != 0)
	})
}

//export emusdk_clear_channel_attributes
func emusdk_clear_channel_attributes(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t, notify C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.ClearChannelAttributes(int64(id), text(channel, channelLen), notify != 0)
	})
}

//export emusdk_get_channel_attributes
func emusdk_get_channel_attributes(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.GetChannelAttributes(int64(id), text(channel, channelLen))
	})
}

//export emusdk_get_channel_attributes_by_keys
func emusdk_get_channel_attributes_by_keys(h unsafe.Pointer, id C.int64_t, channel *C.char, channelLen C.size_t, keys **C.char, n C.int32_t) C.int32_t {
	return attributeCall(h, func(c *client) int32 {
		return c.GetChannelAttributesByKeys(int64(id), text(channel, channelLen), texts(keys, n))
	})
}
