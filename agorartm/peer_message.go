// Peer messages: from this user to another.

package agorartm

import "context"

// SendMessageToPeer sends a message of any type to one user and returns when
// the SDK knows how it ended: nil means that the peer has it or, with
// SendResult.CachedByServer, that the server keeps it until the peer logs in.
//
// Cancelling ctx stops the wait, not the message: see OpError.Accepted.
//
// Errors: ErrInvalidArgument (peerID, message, ctx), PeerMessageErrCode
// (ErrPeerUnreachable, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int sendMessageToPeer(const char* peerId, const IMessage* message, const SendMessageOptions& options)
// Implements: int sendMessageToPeer(const char* peerId, const IMessage* message)
func (s *Service) SendMessageToPeer(ctx context.Context, peerID string, message *Message, options SendMessageOptions) (SendResult, error) {
	const op = "SendMessageToPeer"
	if err := checkContext(ctx); err != nil {
		return SendResult{}, opError(op, false, err)
	}
	id, out, err := s.sendToPeer(ctx, op, peerID, message, options, false)
	if err != nil {
		return SendResult{MessageID: id}, err
	}
	return peerSendResult(op, id, out)
}

// SendMessageToPeerNoWait sends like SendMessageToPeer, but returns as soon as
// the SDK has taken the message; how it ends is reported to
// ServiceHandler.OnSendMessageResult under the id returned here. This is the
// way of the C++ SDK, and the fast one from a single goroutine.
//
// Errors: as SendMessageToPeer, of what is known at once.
//
// Implements: int sendMessageToPeer(const char* peerId, const IMessage* message, const SendMessageOptions& options)
func (s *Service) SendMessageToPeerNoWait(peerID string, message *Message, options SendMessageOptions) (messageID int64, err error) {
	messageID, _, err = s.sendToPeer(context.Background(), "SendMessageToPeerNoWait", peerID, message, options, true)
	return messageID, err
}

func (s *Service) sendToPeer(ctx context.Context, op, peerID string, m *Message, o SendMessageOptions, posted bool) (int64, outcome, error) {
	if err := coded(PeerMessageErrInvalidUserID, checkID("peerID", peerID)); err != nil {
		return 0, outcome{}, opError(op, false, err)
	}
	if err := coded(PeerMessageErrInvalidMessage, m.check()); err != nil {
		return 0, outcome{}, opError(op, false, err)
	}
	c := s.core
	native := func() (int64, int32) { return c.native.sendMessageToPeer(peerID, m, sendFlags(m, o)) }
	if m.isMedia() {
		native = func() (int64, int32) {
			return c.sendMedia(m, func(uploaded nativeMediaMessage) (int64, int32) {
				return c.native.sendMediaMessageToPeer(peerID, uploaded, m, sendFlags(m, o))
			})
		}
	}
	return c.send(ctx, op, &c.peerSends, &c.guard, nil, posted, native, peerMessageError)
}

// peerMessageError makes the error of a code. Cached by the server is none.
func peerMessageError(code uint32) error {
	if code == uint32(PeerMessageErrCachedByServer) {
		return nil
	}
	return codeError[PeerMessageErrCode](code)
}

// peerSendResult says what an outcome means to the sender.
func peerSendResult(op string, id int64, out outcome) (SendResult, error) {
	return SendResult{
		MessageID:      id,
		CachedByServer: out.err == nil && out.code == uint32(PeerMessageErrCachedByServer),
	}, opError(op, true, out.errorOf(peerMessageError))
}
