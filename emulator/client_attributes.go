// This file holds attributes of the client. All results come within 5 s, with the id of the call.

package emulator

// SetLocalUserAttributes replaces the attributes of this user. The result is EventSetLocalUserAttributesResult.
func (c *Client) SetLocalUserAttributes(id int64, attributes []Attribute) int32 { panic("to do") }

// AddOrUpdateLocalUserAttributes adds or changes attributes of this user. The result is
// EventAddOrUpdateLocalUserAttributesResult.
func (c *Client) AddOrUpdateLocalUserAttributes(id int64, attributes []Attribute) int32 {
	panic("to do")
}

// DeleteLocalUserAttributesByKeys removes attributes of this user. The result is
// EventDeleteLocalUserAttributesResult.
func (c *Client) DeleteLocalUserAttributesByKeys(id int64, keys []string) int32 { panic("to do") }

// ClearLocalUserAttributes removes all attributes of this user. The result is
// EventClearLocalUserAttributesResult.
func (c *Client) ClearLocalUserAttributes(id int64) int32 { panic("to do") }

// GetUserAttributes reads all attributes of a user. The result is EventGetUserAttributesResult.
func (c *Client) GetUserAttributes(id int64, userID string) int32 { panic("to do") }

// GetUserAttributesByKeys reads some attributes of a user. The result is EventGetUserAttributesResult.
func (c *Client) GetUserAttributesByKeys(id int64, userID string, keys []string) int32 {
	panic("to do")
}

// SetChannelAttributes replaces the attributes of a channel and, with notify, tells its members. The result is
// EventSetChannelAttributesResult.
func (c *Client) SetChannelAttributes(id int64, channelID string, attributes []Attribute, notify bool) int32 {
	panic("to do")
}

// AddOrUpdateChannelAttributes adds or changes attributes of a channel. The result is
// EventAddOrUpdateChannelAttributesResult.
func (c *Client) AddOrUpdateChannelAttributes(id int64, channelID string, attributes []Attribute, notify bool) int32 {
	panic("to do")
}

// DeleteChannelAttributesByKeys removes attributes of a channel. The result is
// EventDeleteChannelAttributesResult.
func (c *Client) DeleteChannelAttributesByKeys(id int64, channelID string, keys []string, notify bool) int32 {
	panic("to do")
}

// ClearChannelAttributes removes all attributes of a channel. The result is EventClearChannelAttributesResult.
func (c *Client) ClearChannelAttributes(id int64, channelID string, notify bool) int32 {
	panic("to do")
}

// GetChannelAttributes reads all attributes of a channel. The result is EventGetChannelAttributesResult.
func (c *Client) GetChannelAttributes(id int64, channelID string) int32 { panic("to do") }

// GetChannelAttributesByKeys reads some attributes of a channel. The result is
// EventGetChannelAttributesResult.
func (c *Client) GetChannelAttributesByKeys(id int64, channelID string, keys []string) int32 {
	panic("to do")
}

func (s *sink) AttributesUpdated(channelID string, attributes []Attribute) {}
