// Messages: what is sent and received, to peers and in channels.

package agorartm

import "time"

// Message is a text, raw, file or image message. One value may be sent many
// times, to peers and channels alike; sending only reads it.
type Message struct {
	// Type is the kind of the message. The zero value sends a raw message when
	// Raw is not nil, else a text.
	Type MessageType
	// Text is the text of a message, the description of a raw one: UTF-8 without
	// NUL bytes.
	Text string
	// Raw is the data of a raw message. On a received message it is a copy that
	// the receiver owns.
	Raw []byte
	// Media is the file of a file or image message, and nil on others.
	Media *Media

	// ID is the SDK's id of a received message, unique in this process only.
	// Ignored when sending.
	ID int64
	// ServerReceivedTime is when the server got a received message, in
	// milliseconds; for display, not for ordering. Ignored when sending.
	ServerReceivedTime time.Time
	// Offline tells that the server had kept a received peer message while this
	// user was offline. Ignored when sending.
	Offline bool
}

// NewTextMessage returns a text message.
//
// Implements: IMessage* createMessage(const char* message)
func NewTextMessage(text string) *Message {
	return &Message{Type: MessageTypeText, Text: text}
}

// NewRawMessage returns a raw message; description may be empty. The data is
// not copied until it is sent.
//
// Implements: IMessage* createMessage(const uint8_t* rawData, int length, const char* description)
func NewRawMessage(data []byte, description string) *Message {
	return &Message{Type: MessageTypeRaw, Raw: data, Text: description}
}

func (m *Message) isRaw() bool {
	return m.Type == MessageTypeRaw || m.Type == MessageTypeUndefined && m.Raw != nil
}

// check reports what keeps m from being sent.
func (m *Message) check() error {
	if m == nil {
		return badArgument("message", "is nil")
	}
	if m.isMedia() {
		return m.checkMedia()
	}
	if m.Media != nil {
		return badArgument("message.Media", "is set on a message that is neither file nor image")
	}
	switch m.Type {
	case MessageTypeUndefined, MessageTypeRaw:
	case MessageTypeText:
		if m.Raw != nil {
			return badArgument("message.Raw", "is set on a text message")
		}
	default:
		return badArgument("message.Type", "is not one of a message")
	}
	if len(m.Text)+len(m.Raw) > MaxMessageBytes {
		if m.isRaw() {
			return badArgument("message.Raw", "is, with its description, larger than 32 KB")
		}
		return badArgument("message.Text", "is larger than 32 KB")
	}
	return checkText("message.Text", m.Text)
}

// SendMessageOptions are the options of one send. The zero value is the
// default: no offline store, no history.
type SendMessageOptions struct {
	// EnableOfflineMessaging keeps a peer message on the server while the peer
	// is offline (200 messages a receiver, 7 days). Ignored in channels.
	EnableOfflineMessaging bool
	// EnableHistoricalMessaging marks the message for the server's history, a
	// private beta of the SDK; it has no other effect.
	EnableHistoricalMessaging bool
}

// SendResult is what is known of a message that was sent.
type SendResult struct {
	// MessageID is the SDK's id of the message, unique in this process only. It
	// is set as soon as the SDK took the message, also when the call then fails.
	MessageID int64
	// CachedByServer tells that the peer is offline and the server keeps the
	// message for it (EnableOfflineMessaging).
	CachedByServer bool
}
