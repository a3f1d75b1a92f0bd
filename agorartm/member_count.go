// Member counts: how many users are in channels, joined or not.

package agorartm

import (
	"cmp"
	"context"
)

// MaxChannelsInCount is how many channels one GetChannelMemberCount may name.
const MaxChannelsInCount = 32

// ChannelMemberCount is the number of members of a channel.
//
// Implements: struct ChannelMemberCount
type ChannelMemberCount struct {
	// ChannelID is the channel.
	ChannelID string
	// Count is the number of its members; 0 for a channel that nobody is in.
	Count int
}

// GetChannelMemberCount returns how many members up to 32 channels have, in the
// order of channelIDs. The user need not be in them. It may be called once a
// second. Cancelling ctx stops the wait, not the request.
//
// Errors: ErrInvalidArgument (channelIDs, ctx), GetChannelMemberCountErrCode
// (ErrLimitExceeded, ErrTimeout, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int getChannelMemberCount(const char* channelIds[], int channelCount, long long& requestId)
func (s *Service) GetChannelMemberCount(ctx context.Context, channelIDs []string) ([]ChannelMemberCount, error) {
	const op = "GetChannelMemberCount"
	if err := cmp.Or(checkContext(ctx),
		coded(GetChannelMemberCountErrInvalidArgument, checkIDs("channelIDs", channelIDs)),
		checkCount("channelIDs", len(channelIDs), MaxChannelsInCount, GetChannelMemberCountErrExceedLimit)); err != nil {
		return nil, opError(op, false, err)
	}
	c := s.core
	out, err := c.ask(ctx, op, requestMemberCount, memberCountTimeout,
		func() (int64, int32) { return c.native.getChannelMemberCount(channelIDs) },
		codeError[GetChannelMemberCountErrCode])
	if err != nil {
		return nil, err
	}
	return valueOf[[]ChannelMemberCount](out), nil
}
