// Package emulator is an RTM cloud and its client in pure Go: what the server does with users,
// messages and channels, and what runs inside one IRtmService.
//
// It has two halves:
//
//   - The cloud ([Cloud], [Session], [Sink]): whole operations such as login, send to a peer, join.
//     [NewMemory] is the implementation inside the process; package cloudtest holds the tests
//     every implementation has to pass.
//   - The client ([Client], [Channel]): connection states, checks of ids, sizes and call
//     frequencies, timeouts, and the queue of callbacks. It knows the cloud only by its interface.
//
// [App] joins the two: all clients initialised with one App ID meet in its cloud. It is also where
// a test takes hold of things: the clock, cutting a user's link, bans, expired tokens, lost results.
//
//	app := emulator.Open(appID)
//	app.Clock().Freeze()
//	app.Interrupt("alice")
//	app.Clock().Advance(4 * time.Second) // alice is told that she is reconnecting
//	app.Restore("alice")                 // and now that she is connected again
//
// # Time
//
// Every timer and every window runs on the App's [Clock]. It follows real time unless it is scaled
// or frozen. No goroutine stays: an idle client costs none.
//
// # Locks
//
// Locks are taken in this order, never the other way round:
//
//	Client.turn > cloud (one mutex in the memory cloud) > Client.mu > App.mu, faults, Clock, log files
//
// So a Sink method may be called with the cloud's mutex held, takes Client.mu, and calls neither Cloud nor Session. A client calls its Session and the Cloud with Client.turn, which
// no Sink takes, and without Client.mu. The callbacks of the clock, and the function given to
// Client.Next, run without any lock.
package emulator
