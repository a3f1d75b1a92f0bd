// This file holds call invitations between a client and the cloud.

package emulator

// CallSession is the part of Session about call invitations.
type CallSession interface{}

// CallSink is the part of Sink about call invitations.
type CallSink interface{}
