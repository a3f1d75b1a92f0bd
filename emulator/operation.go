// This file names the operations whose results the fault knobs act on.

package emulator

import "strconv"

// Operation is a kind of request that is answered by a result callback.
type Operation int

// The operations of a client.
const (
	OperationLogin Operation = iota + 1
	OperationLogout
	OperationRenewToken
	OperationSendMessageToPeer
	OperationJoin
	OperationLeave
	OperationSendChannelMessage
	OperationGetMembers
)

var operationNames = [...]string{
	OperationLogin:              "Login",
	OperationLogout:             "Logout",
	OperationRenewToken:         "RenewToken",
	OperationSendMessageToPeer:  "SendMessageToPeer",
	OperationJoin:               "Join",
	OperationLeave:              "Leave",
	OperationSendChannelMessage: "SendChannelMessage",
	OperationGetMembers:         "GetMembers",
}

// String names the operation.
func (o Operation) String() string { return nameOf(operationNames[:], int(o), "Operation") }

// nameOf looks v up in names, and writes values without a name as kind(v).
func nameOf(names []string, v int, kind string) string {
	if v > 0 && v < len(names) && names[v] != "" {
		return names[v]
	}
	return kind + "(" + strconv.Itoa(v) + ")"
}
