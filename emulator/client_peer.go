// This file holds peer messages of the client.

package emulator

// SendMessageToPeer sends a message to another user. The result is EventPeerSendResult with this message id,
// within 10 s. A nil message is refused as invalid.
func (c *Client) SendMessageToPeer(peerID string, messageID int64, m *Message, o SendOptions) int32 {
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	code := c.refusal()
	switch {
	case code != 0:
	case !validID(peerID):
		code = PeerMessageErrInvalidUserID
	case !m.valid() || !c.carries(m):
		code = PeerMessageErrInvalidMessage
	case !c.takeSend():
		code = PeerMessageErrTooOften
	default:
		c.submit(outgoing{op: OperationSendMessageToPeer, target: peerID, message: m, options: o}, messageID)
		return PeerMessageErrOK
	}
	c.mu.Unlock()
	return code
}

// carries tells whether the texts of a message may be sent.
func (c *Client) carries(m *Message) bool {
	if m.Media != nil {
		return c.app.carries(m.Text, m.Media.FileName)
	}
	return c.app.carries(m.Text)
}

// takeSend checks the limit that peer and channel messages share.
func (c *Client) takeSend() bool {
	return c.app.lifted.Load() || c.windows.send.take(limitSend, c.app.clock.elapsed())
}
