// This file holds presence and member counts in the memory cloud.

package emulator

func (s *memSession) QueryOnline(req uint64, peers []string)       {}
func (s *memSession) Subscribe(req uint64, peers []string)         {}
func (s *memSession) Unsubscribe(req uint64, peers []string)       {}
func (s *memSession) Subscriptions(req uint64)                     {}
func (s *memSession) MemberCounts(req uint64, channelIDs []string) {}
