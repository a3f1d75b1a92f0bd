// User attributes: written by their own user, read by anyone.

package agorartm

import (
	"cmp"
	"context"
)

// Limits of the SDK.
const (
	// MaxAttributeKeyBytes is the longest key of an attribute.
	MaxAttributeKeyBytes = 32
	// MaxAttributeValueBytes is the longest value of an attribute.
	MaxAttributeValueBytes = 8 * 1024
	// MaxAttributes is how many attributes a user or a channel may have.
	MaxAttributes = 32
	// MaxUserAttributesBytes is the size of all attributes of a user, keys and values.
	MaxUserAttributesBytes = 16 * 1024
)

// Attribute is one attribute of a user, or one to be written to a channel.
//
// Implements: struct RtmAttribute
type Attribute struct {
	// Key is the name: 1 to 32 bytes of visible characters.
	Key string
	// Value is the value: 1 to 8192 bytes of UTF-8.
	Value string
}

// SetLocalUserAttributes replaces all attributes of the own user by these: at
// most 32, of 16 KB together; of a key given twice the last counts. Attributes
// are gone after Logout, and are not announced to anyone. Writes of all kinds
// together may be made 100 times in 5 seconds. Cancelling ctx stops the wait,
// not the request.
//
// Errors: ErrInvalidArgument (attributes, ctx), AttributeOperationErr
// (ErrLimitExceeded, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int setLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes, long long& requestId)
func (s *Service) SetLocalUserAttributes(ctx context.Context, attributes []Attribute) error {
	const op = "SetLocalUserAttributes"
	if err := cmp.Or(checkContext(ctx), checkUserAttributes(attributes)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestSetUserAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.setLocalUserAttributes(attributes) },
		codeError[AttributeOperationErr])
	return err
}

// AddOrUpdateLocalUserAttributes sets these attributes of the own user and
// leaves the others as they are. The limits of SetLocalUserAttributes hold for
// all of them together. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (attributes, ctx), AttributeOperationErr
// (ErrLimitExceeded, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int addOrUpdateLocalUserAttributes(const RtmAttribute* attributes, int numberOfAttributes, long long& requestId)
func (s *Service) AddOrUpdateLocalUserAttributes(ctx context.Context, attributes []Attribute) error {
	const op = "AddOrUpdateLocalUserAttributes"
	if err := cmp.Or(checkContext(ctx), checkUserAttributes(attributes)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestAddOrUpdateUserAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.addOrUpdateLocalUserAttributes(attributes) },
		codeError[AttributeOperationErr])
	return err
}

// DeleteLocalUserAttributesByKeys removes attributes of the own user; keys it
// does not have are no error. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (keys, ctx), AttributeOperationErr (ErrTimeout,
// ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's
// error.
//
// Implements: int deleteLocalUserAttributesByKeys(const char* attributeKeys[], int numberOfKeys, long long& requestId)
func (s *Service) DeleteLocalUserAttributesByKeys(ctx context.Context, keys []string) error {
	const op = "DeleteLocalUserAttributesByKeys"
	if err := cmp.Or(checkContext(ctx), checkAttributeKeys(keys)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestDeleteUserAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.deleteLocalUserAttributesByKeys(keys) },
		codeError[AttributeOperationErr])
	return err
}

// ClearLocalUserAttributes removes all attributes of the own user. Cancelling
// ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (ctx), AttributeOperationErr (ErrTimeout,
// ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the context's
// error.
//
// Implements: int clearLocalUserAttributes(long long& requestId)
func (s *Service) ClearLocalUserAttributes(ctx context.Context) error {
	const op = "ClearLocalUserAttributes"
	if err := checkContext(ctx); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.ask(ctx, op, requestClearUserAttributes, attributesTimeout, c.native.clearLocalUserAttributes, codeError[AttributeOperationErr])
	return err
}

// GetUserAttributes returns all attributes of a user, the own one included, in
// no order. A user who is offline is not found. Reads may be made 400 times in
// 5 seconds. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (userID, ctx), AttributeOperationErr (ErrNotFound,
// ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed, ErrResultLost, the
// context's error.
//
// Implements: int getUserAttributes(const char* userId, long long& requestId)
func (s *Service) GetUserAttributes(ctx context.Context, userID string) ([]Attribute, error) {
	const op = "GetUserAttributes"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("userID", userID)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestGetUserAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.getUserAttributes(userID) },
		codeError[AttributeOperationErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]Attribute](out), nil
}

// GetUserAttributesByKeys returns the attributes of a user that have one of the
// keys. It is GetUserAttributes otherwise. Cancelling ctx stops the wait, not
// the request.
//
// Errors: ErrInvalidArgument (userID, keys, ctx), AttributeOperationErr
// (ErrNotFound, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int getUserAttributesByKeys(const char* userId, const char* attributeKeys[], int numberOfKeys, long long& requestId)
func (s *Service) GetUserAttributesByKeys(ctx context.Context, userID string, keys []string) ([]Attribute, error) {
	const op = "GetUserAttributesByKeys"
	if err := cmp.Or(checkContext(ctx), checkAttributeOwner("userID", userID), checkAttributeKeys(keys)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestGetUserAttributes, attributesTimeout,
		func() (int64, int32) { return c.native.getUserAttributesByKeys(userID, keys) },
		codeError[AttributeOperationErr])
	if err != nil {
		return nil, err
	}
	return valueOf[[]Attribute](out), nil
}

func checkUserAttributes(attributes []Attribute) error {
	return checkAttributes(attributes, MaxUserAttributesBytes)
}
