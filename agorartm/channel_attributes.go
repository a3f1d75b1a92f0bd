// Channel attributes: written and read by anyone, member or not.

package agorartm

import (
	"cmp"
	"context"
	"time"
)

// MaxChannelAttributesBytes is the size of all attributes of a channel, keys
// and values.
const MaxChannelAttributesBytes = 32 * 1024

// ChannelAttribute is one attribute of a channel.
//
// Implements: class IRtmChannelAttribute
type ChannelAttribute struct {
	// Key is the name.
	//
	// Implements: const char* getKey() const
	Key string
	// Value is the value.
	//
	// Implements: const char* getValue() const
	Value string
	// LastUpdateUserID is who wrote it last.
	//
	// Implements: const char* getLastUpdateUserId() const
	LastUpdateUserID string
	// LastUpdateTime is when that was, by the server's clock, in milliseconds.
	//
	// Implements: long long getLastUpdateTs() const
	LastUpdateTime time.Time
}

// ChannelAttributeOptions are the options of one write.
//
// Implements: struct ChannelAttributeOptions
type ChannelAttributeOptions struct {
	// EnableNotificationToChannelMembers has all members told of the change, the
	// writer included if it is one: see ChannelHandler.OnAttributesUpdated.
	EnableNotificationToChannelMembers bool
}

// SetChannelAttributes replaces all attributes of a channel by these: at most
// 32, of 32 KB together; of a key given twice the last counts. The user need
// not be in the channel. The attributes are gone some minutes after the last
// member has left. Writes of all kinds together may be made 100 times in 5
// seconds. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, attributes, ctx),
// AttributeOperationErr (ErrLimitExceeded, ErrTimeout, ErrTooOften,
// ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's error.
//
// Implements: int setChannelAttributes(const char* channelId, const IRtmChannelAttribute* attributes[], int numberOfAttributes, const ChannelAttributeOptions& options, long long& requestId)
// Implements: IRtmChannelAttribute* createChannelAttribute()
// Implements: void setKey(const char* key)
// Implements: void setValue(const char* value)
func (s *Service) SetChannelAttributes(ctx context.Context, channelID string, attributes []Attribute, options ChannelAttributeOptions) error {
	const op = "SetChannelAttributes"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID), checkChannelAttributes(attributes)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestSetChannelAttributes, attributesTimeout,
		func() (int64, int32) {
			return c.native.setChannelAttributes(channelID, attributes, options.EnableNotificationToChannelMembers)
		},
		codeError[AttributeOperationErr])
	return err
}

// AddOrUpdateChannelAttributes sets these attributes of a channel and leaves
// the others as they are. The limits of SetChannelAttributes hold for all of
// them together. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, attributes, ctx),
// AttributeOperationErr (ErrLimitExceeded, ErrTimeout, ErrTooOften,
// ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's error.
//
// Implements: int addOrUpdateChannelAttributes(const char* channelId, const IRtmChannelAttribute* attributes[], int numberOfAttributes, const ChannelAttributeOptions& options, long long& requestId)
func (s *Service) AddOrUpdateChannelAttributes(ctx context.Context, channelID string, attributes []Attribute, options ChannelAttributeOptions) error {
	const op = "AddOrUpdateChannelAttributes"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID), checkChannelAttributes(attributes)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestAddOrUpdateChannelAttributes, attributesTimeout,
		func() (int64, int32) {
			return c.native.addOrUpdateChannelAttributes(channelID, attributes, options.EnableNotificationToChannelMembers)
		},
		codeError[AttributeOperationErr])
	return err
}

// DeleteChannelAttributesByKeys removes attributes of a channel; keys it does
// not have are no error. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, keys, ctx), AttributeOperationErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int deleteChannelAttributesByKeys(const char* channelId, const char* attributeKeys[], int numberOfKeys, const ChannelAttributeOptions& options, long long& requestId)
func (s *Service) DeleteChannelAttributesByKeys(ctx context.Context, channelID string, keys []string, options ChannelAttributeOptions) error {
	const op = "DeleteChannelAttributesByKeys"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID), checkAttributeKeys(keys)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestDeleteChannelAttributes, attributesTimeout,
		func() (int64, int32) {
			return c.native.deleteChannelAttributesByKeys(channelID, keys, options.EnableNotificationToChannelMembers)
		},
		codeError[AttributeOperationErr])
	return err
}

// ClearChannelAttributes removes all attributes of a channel. Cancelling ctx
// stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, ctx), AttributeOperationErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int clearChannelAttributes(const char* channelId, const ChannelAttributeOptions& options, long long& requestId)
func (s *Service) ClearChannelAttributes(ctx context.Context, channelID string, options ChannelAttributeOptions) error {
	const op = "ClearChannelAttributes"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestClearChannelAttributes, attributesTimeout,
		func() (int64, int32) {
			return c.native.clearChannelAttributes(channelID, options.EnableNotificationToChannelMembers)
		},
		codeError[AttributeOperationErr])
	return err
}

// GetChannelAttributes returns all attributes of a channel, in no order. A
// channel that nobody knows has none. Reads may be made 400 times in 5 seconds.
// Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, ctx), AttributeOperationErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int getChannelAttributes(const char* channelId, long long& requestId)
func (s *Service) GetChannelAttributes(ctx context.Context, channelID string) ([]ChannelAttribute, error) {
	const op = "GetChannelAttributes"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestGetChannelAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.getChannelAttributes(channelID) },
		codeError[AttributeOperationErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]ChannelAttribute](out), nil
}

// GetChannelAttributesByKeys returns the attributes of a channel that have one
// of the keys. It is GetChannelAttributes otherwise. Cancelling ctx stops the
// wait, not the request.
//
// Errors: ErrInvalidArgument (channelID, keys, ctx), AttributeOperationErr
// (ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int getChannelAttributesByKeys(const char* channelId, const char* attributeKeys[], int numberOfKeys, long long& requestId)
func (s *Service) GetChannelAttributesByKeys(ctx context.Context, channelID string, keys []string) ([]ChannelAttribute, error) {
	const op = "GetChannelAttributesByKeys"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("channelID", channelID), checkAttributeKeys(keys)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestGetChannelAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.getChannelAttributesByKeys(channelID, keys) },
		codeError[AttributeOperationErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]ChannelAttribute](out), nil
}

func checkChannelAttributes(attributes []Attribute) error {
	return checkAttributes(attributes, MaxChannelAttributesBytes)
}
