// This file holds attributes of users and channels between a client and the cloud.

package emulator

import (
	"slices"
	"time"
	"unicode"
	"unicode/utf8"
)

// Limits of attributes. Those on number and total hold for one call, and for what is there after it.
const (
	maxAttributes            = 32
	maxAttributeKey          = 32
	maxAttributeValue        = 8 << 10
	maxUserAttributeBytes    = 16 << 10 // keys and values
	maxChannelAttributeBytes = 32 << 10

	// channelAttributeLife is how long the attributes of an empty channel are kept.
	channelAttributeLife = 120 * time.Second
)

// AttributeChangeKind says what a write does to attributes.
type AttributeChangeKind int

// The kinds of AttributeChange.
const (
	// AttributeSet replaces all attributes.
	AttributeSet AttributeChangeKind = iota + 1
	// AttributeUpdate adds attributes or replaces their values.
	AttributeUpdate
	// AttributeDelete removes attributes by key.
	AttributeDelete
	// AttributeClear removes all attributes.
	AttributeClear
)

// AttributeChange is one write of attributes.
type AttributeChange struct {
	// Kind says what is done.
	Kind AttributeChangeKind
	// Attributes are what AttributeSet and AttributeUpdate write. Of several with one key the last wins.
	Attributes []Attribute
	// Keys are what AttributeDelete removes. Those that do not exist are no error.
	Keys []string
}

// AttributeSession is the part of Session about attributes. Writes are answered by Sink.Result, reads by
// Sink.Reply with Details.Attributes, both with an AttributeOperationErr code.
type AttributeSession interface {
	// WriteUserAttributes changes the attributes of the session's own user. They last as long as the session, outages
	// included: while the user is removed they cannot be read, and are back with Resume.
	WriteUserAttributes(req uint64, change AttributeChange)
	// ReadUserAttributes reads those of any user who is online: all, or with keys not nil those that exist of
	// them, in the order of keys.
	ReadUserAttributes(req uint64, userID string, keys []string)
	// WriteChannelAttributes changes the attributes of a channel, of which the user need not be a member. With
	// notify, every member is told all attributes it has then by Sink.AttributesUpdated, after the answer.
	WriteChannelAttributes(req uint64, channelID string, change AttributeChange, notify bool)
	// ReadChannelAttributes reads those of a channel, as ReadUserAttributes does.
	ReadChannelAttributes(req uint64, channelID string, keys []string)
}

// AttributeSink is the part of Sink about attributes of channels.
type AttributeSink interface {
	// AttributesUpdated brings all attributes of a channel the session is a member of. A member who was
	// interrupted gets them when it resumes, the latest once per channel.
	AttributesUpdated(channelID string, attributes []Attribute)
}

// apply returns what the change makes of the attributes, which it does not touch: those who have read them
// share them. ok is false if there would be too many, or too many bytes. The stamp's UpdatedBy and UpdatedAt
// go to what is written.
func (ch AttributeChange) apply(old []Attribute, limit int, stamp Attribute) (result []Attribute, ok bool) {
	switch ch.Kind {
	case AttributeUpdate:
		result = slices.Clone(old)
	case AttributeDelete:
		for _, a := range old {
			if !slices.Contains(ch.Keys, a.Key) {
				result = append(result, a)
			}
		}
		return result, true
	case AttributeClear:
		return nil, true
	}
	for _, a := range ch.Attributes {
		stamp.Key, stamp.Value = a.Key, a.Value
		if i := indexOfKey(result, a.Key); i >= 0 {
			result[i] = stamp
		} else {
			result = append(result, stamp)
		}
	}
	return result, len(result) <= maxAttributes && sizeOf(result) <= limit
}

// pick returns the attributes with these keys that exist, each once; all if keys is nil.
func pick(all []Attribute, keys []string) []Attribute {
	if keys == nil {
		return all
	}
	var some []Attribute
	for _, key := range keys {
		if i := indexOfKey(all, key); i >= 0 && indexOfKey(some, key) < 0 {
			some = append(some, all[i])
		}
	}
	return some
}

// indexOfKey returns the place of the attribute with this key, or -1.
func indexOfKey(attributes []Attribute, key string) int {
	return slices.IndexFunc(attributes, func(a Attribute) bool { return a.Key == key })
}

// sizeOf returns the bytes of all keys and values.
func sizeOf(attributes []Attribute) int {
	n := 0
	for _, a := range attributes {
		n += len(a.Key) + len(a.Value)
	}
	return n
}

// checkAttributes returns why one call cannot write these attributes, or 0.
func checkAttributes(attributes []Attribute, limit int) int32 {
	if len(attributes) == 0 {
		return AttributeOperationErrInvalidArgument
	}
	for _, a := range attributes {
		if !validKey(a.Key) || a.Value == "" {
			return AttributeOperationErrInvalidArgument
		}
	}
	tooLong := func(a Attribute) bool { return len(a.Value) > maxAttributeValue }
	if len(attributes) > maxAttributes || sizeOf(attributes) > limit || slices.ContainsFunc(attributes, tooLong) {
		return AttributeOperationErrSizeOverflow
	}
	return AttributeOperationErrOK
}

// checkKeys returns why one call cannot name these keys, or 0.
func checkKeys(keys []string) int32 {
	invalid := func(key string) bool { return !validKey(key) }
	if len(keys) == 0 || len(keys) > maxAttributes || slices.ContainsFunc(keys, invalid) {
		return AttributeOperationErrInvalidArgument
	}
	return AttributeOperationErrOK
}

// validKey tells whether an attribute can have this key: up to 32 bytes of UTF-8 without spaces and control
// characters.
func validKey(key string) bool {
	if key == "" || len(key) > maxAttributeKey || !utf8.ValidString(key) {
		return false
	}
	for _, r := range key {
		if r == ' ' || unicode.IsControl(r) {
			return false
		}
	}
	return true
}
