// This file holds attributes of the client. All results come within 5 s, with the id of the call.

package emulator

import "slices"

// SetLocalUserAttributes replaces the attributes of this user. The result is EventSetLocalUserAttributesResult.
func (c *Client) SetLocalUserAttributes(id int64, attributes []Attribute) int32 {
	bad := checkAttributes(attributes, maxUserAttributeBytes)
	return c.writeUser(OperationSetLocalUserAttributes, EventSetLocalUserAttributesResult, id, bad,
		AttributeChange{Kind: AttributeSet, Attributes: attributes})
}

// AddOrUpdateLocalUserAttributes adds or changes attributes of this user. The result is
// EventAddOrUpdateLocalUserAttributesResult.
func (c *Client) AddOrUpdateLocalUserAttributes(id int64, attributes []Attribute) int32 {
	bad := checkAttributes(attributes, maxUserAttributeBytes)
	return c.writeUser(OperationAddOrUpdateLocalUserAttributes, EventAddOrUpdateLocalUserAttributesResult, id, bad,
		AttributeChange{Kind: AttributeUpdate, Attributes: attributes})
}

// DeleteLocalUserAttributesByKeys removes attributes of this user. The result is
// EventDeleteLocalUserAttributesResult.
func (c *Client) DeleteLocalUserAttributesByKeys(id int64, keys []string) int32 {
	return c.writeUser(OperationDeleteLocalUserAttributes, EventDeleteLocalUserAttributesResult, id, checkKeys(keys),
		AttributeChange{Kind: AttributeDelete, Keys: keys})
}

// ClearLocalUserAttributes removes all attributes of this user. The result is
// EventClearLocalUserAttributesResult.
func (c *Client) ClearLocalUserAttributes(id int64) int32 {
	return c.writeUser(OperationClearLocalUserAttributes, EventClearLocalUserAttributesResult, id,
		AttributeOperationErrOK, AttributeChange{Kind: AttributeClear})
}

// GetUserAttributes reads all attributes of a user. The result is EventGetUserAttributesResult.
func (c *Client) GetUserAttributes(id int64, userID string) int32 {
	return c.readUser(id, userID, AttributeOperationErrOK, nil)
}

// GetUserAttributesByKeys reads some attributes of a user. The result is EventGetUserAttributesResult.
func (c *Client) GetUserAttributesByKeys(id int64, userID string, keys []string) int32 {
	return c.readUser(id, userID, checkKeys(keys), keys)
}

// SetChannelAttributes replaces the attributes of a channel and, with notify, tells its members. The result is
// EventSetChannelAttributesResult.
func (c *Client) SetChannelAttributes(id int64, channelID string, attributes []Attribute, notify bool) int32 {
	bad := checkAttributes(attributes, maxChannelAttributeBytes)
	return c.writeChannel(OperationSetChannelAttributes, EventSetChannelAttributesResult, id, channelID, bad,
		AttributeChange{Kind: AttributeSet, Attributes: attributes}, notify)
}

// AddOrUpdateChannelAttributes adds or changes attributes of a channel. The result is
// EventAddOrUpdateChannelAttributesResult.
func (c *Client) AddOrUpdateChannelAttributes(id int64, channelID string, attributes []Attribute, notify bool) int32 {
	bad := checkAttributes(attributes, maxChannelAttributeBytes)
	return c.writeChannel(OperationAddOrUpdateChannelAttributes, EventAddOrUpdateChannelAttributesResult, id, channelID, bad,
		AttributeChange{Kind: AttributeUpdate, Attributes: attributes}, notify)
}

// DeleteChannelAttributesByKeys removes attributes of a channel. The result is
// EventDeleteChannelAttributesResult.
func (c *Client) DeleteChannelAttributesByKeys(id int64, channelID string, keys []string, notify bool) int32 {
	return c.writeChannel(OperationDeleteChannelAttributes, EventDeleteChannelAttributesResult, id, channelID, checkKeys(keys),
		AttributeChange{Kind: AttributeDelete, Keys: keys}, notify)
}

// ClearChannelAttributes removes all attributes of a channel. The result is EventClearChannelAttributesResult.
func (c *Client) ClearChannelAttributes(id int64, channelID string, notify bool) int32 {
	return c.writeChannel(OperationClearChannelAttributes, EventClearChannelAttributesResult, id, channelID,
		AttributeOperationErrOK, AttributeChange{Kind: AttributeClear}, notify)
}

// GetChannelAttributes reads all attributes of a channel. The result is EventGetChannelAttributesResult.
func (c *Client) GetChannelAttributes(id int64, channelID string) int32 {
	return c.readChannel(id, channelID, AttributeOperationErrOK, nil)
}

// GetChannelAttributesByKeys reads some attributes of a channel. The result is
// EventGetChannelAttributesResult.
func (c *Client) GetChannelAttributesByKeys(id int64, channelID string, keys []string) int32 {
	return c.readChannel(id, channelID, checkKeys(keys), keys)
}

// clone takes a copy, for a request that is sent later.
func (ch AttributeChange) clone() AttributeChange {
	ch.Attributes, ch.Keys = slices.Clone(ch.Attributes), slices.Clone(ch.Keys)
	return ch
}

// charge returns the check of a call to ask: bad, if the arguments are, or whether it comes too often.
func (c *Client) charge(bad int32, w *window, l limit) func() int32 {
	return func() int32 {
		if bad == AttributeOperationErrOK && !c.allow(w, l) {
			return AttributeOperationErrTooOften
		}
		return bad
	}
}

// writeUser changes the attributes of this user; bad is what the arguments deserve.
func (c *Client) writeUser(op Operation, kind EventKind, id int64, bad int32, change AttributeChange) int32 {
	change = change.clone()
	return c.ask(op, c.charge(bad, &c.windows.writeUserAttributes, limitWriteAttributes),
		func(sess Session, number uint64) { sess.WriteUserAttributes(number, change) },
		func(code int32, _ *Details) { c.emit(Event{Kind: kind, ID: id, Code: code}) })
}

// readUser reads attributes of a user; bad is what the keys deserve.
func (c *Client) readUser(id int64, userID string, bad int32, keys []string) int32 {
	if !validID(userID) {
		bad = AttributeOperationErrInvalidArgument
	}
	keys = slices.Clone(keys)
	return c.ask(OperationGetUserAttributes, c.charge(bad, &c.windows.readUserAttributes, limitReadAttributes),
		func(sess Session, number uint64) { sess.ReadUserAttributes(number, userID, keys) },
		func(code int32, d *Details) {
			c.emit(Event{Kind: EventGetUserAttributesResult, ID: id, Code: code, User: userID, Details: d})
		})
}

// writeChannel changes the attributes of a channel; bad is what the other arguments deserve.
func (c *Client) writeChannel(op Operation, kind EventKind, id int64, channelID string, bad int32, change AttributeChange, notify bool) int32 {
	if !validID(channelID) {
		bad = AttributeOperationErrInvalidArgument
	}
	change = change.clone()
	return c.ask(op, c.charge(bad, &c.windows.writeChannelAttributes, limitWriteAttributes),
		func(sess Session, number uint64) { sess.WriteChannelAttributes(number, channelID, change, notify) },
		func(code int32, _ *Details) { c.emit(Event{Kind: kind, ID: id, Code: code}) })
}

// readChannel reads attributes of a channel; bad is what the keys deserve.
func (c *Client) readChannel(id int64, channelID string, bad int32, keys []string) int32 {
	if !validID(channelID) {
		bad = AttributeOperationErrInvalidArgument
	}
	keys = slices.Clone(keys)
	return c.ask(OperationGetChannelAttributes, c.charge(bad, &c.windows.readChannelAttributes, limitReadAttributes),
		func(sess Session, number uint64) { sess.ReadChannelAttributes(number, channelID, keys) },
		func(code int32, d *Details) {
			c.emit(Event{Kind: EventGetChannelAttributesResult, ID: id, Code: code, Details: d})
		})
}

func (s *sink) AttributesUpdated(channelID string, attributes []Attribute) {
	s.channelEvent(channelID, Event{Kind: EventChannelAttributesUpdated, Details: &Details{Attributes: attributes}})
}
