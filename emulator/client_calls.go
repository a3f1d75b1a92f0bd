// This file holds call invitations of the client. Invitations are named by keys, unique in the process; the
// calls return InvitationAPICallErr codes.

package emulator

// NewLocalInvitation makes an invitation to the callee, whose id is checked by SendLocalInvitation, and returns
// its key.
func (c *Client) NewLocalInvitation(calleeID string) uint64 { panic("to do") }

// SendLocalInvitation sends the invitation. What becomes of it comes as EventLocalInvitation events.
func (c *Client) SendLocalInvitation(key uint64, content, channelID string) int32 { panic("to do") }

// CancelLocalInvitation takes an invitation back that was sent and has not ended.
func (c *Client) CancelLocalInvitation(key uint64) int32 { panic("to do") }

// AcceptRemoteInvitation accepts an invitation that came with EventRemoteInvitationReceived.
func (c *Client) AcceptRemoteInvitation(key uint64, response string) int32 { panic("to do") }

// RefuseRemoteInvitation refuses an invitation that came with EventRemoteInvitationReceived.
func (c *Client) RefuseRemoteInvitation(key uint64, response string) int32 { panic("to do") }

// ReleaseInvitation forgets a local or remote invitation: it runs on without events.
func (c *Client) ReleaseInvitation(key uint64) { panic("to do") }
