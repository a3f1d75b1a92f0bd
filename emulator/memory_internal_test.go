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
			require.Zero(t, clock.Timers())
		})
	}
}
