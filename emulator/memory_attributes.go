// This file holds attributes of users and channels in the memory cloud.

package emulator

func (s *memSession) WriteUserAttributes(req uint64, change AttributeChange)      {}
func (s *memSession) ReadUserAttributes(req uint64, userID string, keys []string) {}
func (s *memSession) WriteChannelAttributes(req uint64, channelID string, change AttributeChange, notify bool) {
}
func (s *memSession) ReadChannelAttributes(req uint64, channelID string, keys []string) {}
