// This file holds messages and the options of sending them.

package emulator

import "time"

// Message is what is sent and received. It must not be changed once it has been sent: all receivers
// share one Message, so that a message to a full channel is never copied.
type Message struct {
	// Type is a MessageType value: text, raw, file or image.
	Type int32
	// Text is the text of a text message, or the description of any other.
	Text string
	// Raw is the data of a raw message.
	Raw []byte
	// Media is the file of a file or image message.
	Media *Media
	// ServerTime is when the server took the message; zero on a message made locally.
	ServerTime time.Time
	// Offline tells that the server kept the message while the receiver was offline.
	Offline bool
}

// maxMessageSize is the largest sum of text and data, or of text, file name and thumbnail, that a message may
// carry; the edge is included.
const maxMessageSize = 32 * 1024

// valid tells whether m may be sent: present, of a type this cloud carries, and not too large.
func (m *Message) valid() bool {
	if m == nil {
		return false
	}
	switch m.Type {
	case MessageTypeText, MessageTypeRaw:
		return len(m.Text)+len(m.Raw) <= maxMessageSize
	case MessageTypeFile, MessageTypeImage:
		return m.Media != nil && m.Media.ID != "" &&
			len(m.Text)+len(m.Media.FileName)+len(m.Media.Thumbnail) <= maxMessageSize
	default:
		return false
	}
}

// SendOptions are the options of a send call.
type SendOptions struct {
	// EnableOfflineMessaging has the server keep a peer message for a receiver who is offline.
	// Channel messages ignore it.
	EnableOfflineMessaging bool
	// EnableHistoricalMessaging is accepted and has no effect, as no call reads history.
	EnableHistoricalMessaging bool
}
