// The end of a call, in a form that the legacy Signaling SDK understands.

package agorartm

import "strings"

// endCallPrefix begins the text of such a message.
const endCallPrefix = "AgoraRTMLegacyEndcallCompatibleMessagePrefix"

// NewEndCallMessage returns a text message that ends a call of a channel for
// peers on the legacy Signaling SDK, which take it for their endCall. To peers
// on RTM it is a text like any other; see ParseEndCallMessage. The extra text
// may be empty and must not contain an underscore.
//
// Errors: ErrInvalidArgument (channelID, extra).
//
// Implements: AGORA_RTM_ENDCALL_PREFIX
func NewEndCallMessage(channelID, extra string) (*Message, error) {
	const op = "NewEndCallMessage"
	if err := checkID("channelID", channelID); err != nil {
		return nil, opError(op, false, err)
	}
	if err := checkText("extra", extra); err != nil {
		return nil, opError(op, false, err)
	}
	if strings.Contains(extra, "_") {
		return nil, opError(op, false, badArgument("extra", "contains an underscore"))
	}
	message := NewTextMessage(endCallPrefix + "_" + channelID + "_" + extra)
	if len(message.Text) > MaxMessageBytes {
		return nil, opError(op, false, badArgument("extra", "makes the message larger than 32 KB"))
	}
	return message, nil
}

// ParseEndCallMessage splits the text of a message that NewEndCallMessage, or
// its like in another language, has made. ok is false for any other text.
func ParseEndCallMessage(text string) (channelID, extra string, ok bool) {
	rest, ok := strings.CutPrefix(text, endCallPrefix+"_")
	if !ok {
		return "", "", false
	}
	// The channel may have underscores, the extra text has none.
	i := strings.LastIndexByte(rest, '_')
	if i < 1 {
		return "", "", false
	}
	return rest[:i], rest[i+1:], true
}
