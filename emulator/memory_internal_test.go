// This file tests that the memory cloud forgets users there is nothing to know about.

package emulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// nobody is a Sink that listens to nothing.
type nobody struct{ Sink }

func (nobody) LoginResult(int32)                      {}
func (nobody) Resumed()                               {}
func (nobody) Result(uint64, int32)                   {}
func (nobody) Members(uint64, []string, int32)        {}
func (nobody) PeersOnlineStatus([]PeerStatus)         {}
func (nobody) PeerMessage(string, *Message)           {}
func (nobody) ChannelMessage(_, _ string, _ *Message) {}
func (nobody) MemberJoined(_, _ string)               {}
func (nobody) MemberLeft(_, _ string)                 {}
func (nobody) MemberCount(string, int)                {}
func (nobody) Kicked(string)                          {}
func (nobody) TokenWillExpire()                       {}
func (nobody) TokenExpired()                          {}
func (nobody) Closed(ClosedReason)                    {}
func (nobody) LinkDown()                              {}
func (nobody) LinkUp()                                {}

func TestMemoryForgetsUsers(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*memory){
		"logged out": func(c *memory) {
			s := c.NewSession("alice", nobody{})
			s.Login("")
			s.Logout(1)
		},
		"silent": func(c *memory) {
			s := c.NewSession("alice", nobody{})
			s.Login("")
			s.Interrupt()
			s.Close()
			c.clock.Advance(time.Minute)
		},
		"unbanned": func(c *memory) {
			c.Ban("alice")
			c.Unban("alice")
		},
		"refused": func(c *memory) {
			c.ExpireToken("alice", 0)
			c.NewSession("alice", nobody{}).Login("")
		},
		"subscribed": func(c *memory) {
			s := c.NewSession("alice", nobody{})
			s.Login("")
			s.Subscribe(1, []string{"alice", "bob", "carol"})
			s.Unsubscribe(2, []string{"bob"})
			s.Close()
		},
		"attributes": func(c *memory) {
			s := c.NewSession("alice", nobody{})
			s.Login("")
			list := []Attribute{{Key: "a", Value: "1"}}
			s.WriteUserAttributes(1, AttributeChange{Kind: AttributeSet, Attributes: list})
			s.WriteChannelAttributes(2, "room", AttributeChange{Kind: AttributeSet, Attributes: list}, true)
			s.WriteChannelAttributes(3, "other", AttributeChange{Kind: AttributeSet, Attributes: list}, true)
			s.WriteChannelAttributes(4, "other", AttributeChange{Kind: AttributeClear}, true)
			s.Close()
			c.clock.Advance(time.Hour)
		},
		"message too old": func(c *memory) {
			s := c.NewSession("bob", nobody{})
			s.Login("")
			s.SendToPeer(1, "alice", &Message{Type: MessageTypeText}, SendOptions{EnableOfflineMessaging: true})
			s.Close()
			c.clock.Advance(8 * 24 * time.Hour)
			c.Stats()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := NewClock()
			clock.Freeze()
			c := NewMemory(clock).(*memory)
			leave(c)
			require.Empty(t, c.users)
			require.Empty(t, c.channels)
			require.Empty(t, c.watchers)
			require.Empty(t, c.attributes)
			require.Zero(t, clock.Timers())
		})
	}
}

// A timer that has been replaced while it waited for the cloud's mutex does nothing.
func TestMemoryIgnoresStaleTimers(t *testing.T) {
	t.Parallel()
	clock := NewClock()
	clock.Freeze()
	c := NewMemory(clock).(*memory)
	s := c.NewSession("alice", nobody{}).(*memSession)
	s.Login("")
	c.lostSight(s, new(Timer))
	require.Equal(t, PeerOnlineStateOnline, c.peerState("alice"))
	c.silent(s, new(Timer))
	require.Equal(t, PeerOnlineStateOnline, c.peerState("alice"))
	require.Zero(t, clock.Timers())
}
