// Package agorartm is a Go binding of the Agora RTM C++ SDK 1.x for Linux:
// messages between users and in channels, in real time.
//
// A [Service] is one user's connection. It logs in, sends messages to peers and
// makes [Channel] objects, which join, send and list members:
//
//	service, err := agorartm.NewService(appID, agorartm.ServiceHandler{
//		OnMessageReceivedFromPeer: func(e agorartm.PeerMessageEvent) {
//			fmt.Println(e.PeerID, "says", e.Message.Text)
//		},
//	})
//	if err != nil {
//		return err
//	}
//	defer service.Close()
//	if err := service.Login(ctx, token, "alice"); err != nil {
//		return err
//	}
//	_, err = service.SendMessageToPeer(ctx, "bob", agorartm.NewTextMessage("hello"), agorartm.SendMessageOptions{})
//
// Names are those of the SDK without the I: IRtmService is [Service], IChannel
// is [Channel]. The comment of whatever stands for a part of the C++ interface
// ends with the C++ declaration, after "Implements:".
//
// # What the program runs on
//
// The default build carries the embedded engine: an RTM cloud inside the
// process, behind the SDK's own C++ interface. It needs no account, no download
// and no network, and it reaches no other process: services of one process and
// one App ID reach each other, and that is all, unless the environment variable
// AGORA_RTM_EMULATOR_HOST names an agora-rtm-emulator that processes share. With -tags agora_sdk the same
// binding is built for the vendor's library and Agora's servers instead.
//
// [Backend] tells which of them a build has. A program that must not run on the
// engine by accident passes [WithRequireSDK] to [NewService].
//
// # Requests
//
// A method that asks the server for something takes a context, blocks until the
// SDK has reported the result, and returns it. Any number of goroutines may
// call, from handlers too. When the context ends, the wait ends; the request
// does not, for the SDK has no way to take it back. [OpError] tells the
// difference in its field Accepted.
//
// A request of which the SDK never reports the result ends as well: with
// [ErrResultLost], when the connection it was made on is over, or when the
// SDK's own timeout and a grace have passed (see [WithResultGrace]).
//
// [Service.SendMessageToPeerNoWait] and [Channel.SendMessageNoWait] do not wait;
// their results come as events.
//
// # Presence, attributes, counts
//
// A service asks for the online state of users ([Service.QueryPeersOnlineStatus])
// or is told of its changes ([Service.SubscribePeersOnlineStatus]). Users have
// attributes, which they set themselves, and channels have some that anyone may
// set ([Service.SetLocalUserAttributes], [Service.SetChannelAttributes] and
// those beside them). [Service.GetChannelMemberCount] counts the members of
// channels that the user need not be in.
//
// # Tokens
//
// A project with an App Certificate wants a token at login and a new one before
// it runs out. With [WithTokenSource] the service fetches and renews by itself;
// without, the program calls [Service.RenewToken].
//
// # Events
//
// Whatever comes unasked goes to the handlers in [ServiceHandler] and
// [ChannelHandler]. The handlers of one service run one after the other, in the
// order of arrival, on a goroutine of their own. A handler may block, and may
// call anything, Close included; meanwhile results still reach the calls that
// wait for them, and later events wait in a queue. The queue is bounded: when
// handlers are too slow for too long, the oldest messages are dropped, counted
// and reported (see [WithEventQueueLimits]). Events other than messages are
// never dropped.
//
// What a handler gets is a copy that it may keep.
//
// # Errors
//
// Every error of a method is an [*OpError]. Ask what it means with errors.Is
// and one of the shared errors ([ErrTimeout], [ErrTooOften], [ErrPeerUnreachable],
// ...), or for the exact code with errors.As and the type of the operation's
// codes ([LoginErrCode], [PeerMessageErrCode], [JoinChannelErr], ...). Arguments
// are checked before anything is sent; [ArgumentError] names the one that was
// refused. No error contains a token or the content of a message.
//
// # Lifetime
//
// A Service and a Channel hold native memory and must be closed.
// [Service.Close] closes the channels too; [Service.Shutdown] leaves, logs out
// and lets the handlers have the last events first. After that every method
// returns [ErrClosed].
//
// # Testing
//
// On the embedded engine a test can take hold of the cloud through package
// emulator: cut a user's link, ban a user, lose or delay a result, let a token
// expire, stop the clock. See the example named Faults.
package agorartm
