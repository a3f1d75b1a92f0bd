// This file holds attributes of users and channels between a client and the cloud.

package emulator

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
	// notify, every member is told all attributes it has then by Sink.AttributesUpdated.
	WriteChannelAttributes(req uint64, channelID string, change AttributeChange, notify bool)
	// ReadChannelAttributes reads those of a channel, as ReadUserAttributes does.
	ReadChannelAttributes(req uint64, channelID string, keys []string)
}

// AttributeSink is the part of Sink about attributes of channels.
type AttributeSink interface {
	// AttributesUpdated brings all attributes of a channel the session is a member of.
	AttributesUpdated(channelID string, attributes []Attribute)
}
