// This file holds App: the control surface of everything that shares one App ID.

package emulator

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// App is everything that shares one App ID: a cloud, a clock, and the clients in it. Its methods are for
// tests; all are safe from any goroutine, and from inside handlers.
type App struct {
	id     string
	clock  *Clock
	cloud  Cloud
	faults faults
	media  mediaKnobs

	lifted     atomic.Bool  // no frequency limits
	strict     atomic.Bool  // texts have to be UTF-8
	certified  atomic.Bool  // there is a certificate
	keepOld    atomic.Bool  // KeepOldTokenSessions
	queueLimit atomic.Int64 // events per client
	dropped    atomic.Uint64
	loggedAt   atomic.Int64 // when a drop was last logged, Unix nanoseconds

	mu          sync.Mutex // a leaf: nothing is called under it
	clients     map[*Client]struct{}
	interrupted map[string]struct{} // users whose link is down
	closed      bool
}

func newApp(id string, newCloud func(*Clock) Cloud) *App {
	a := &App{
		id:          id,
		clock:       NewClock(),
		clients:     make(map[*Client]struct{}),
		interrupted: make(map[string]struct{}),
	}
	a.cloud = newCloud(a.clock)
	a.queueLimit.Store(defaultQueueLimit)
	return a
}

// ID returns the App ID.
func (a *App) ID() string { return a.id }

// Clock returns the clock of this App. It follows real time until it is told otherwise.
func (a *App) Clock() *Clock { return a.clock }

// Interrupt cuts the link of every client of this user, now and until Restore, for clients that log
// in later too: those find no server, and their login times out after 12 s. A connected client goes to
// RECONNECTING after 4 s. Other users see nothing for 30 s, then the user is offline.
func (a *App) Interrupt(userID string) { a.setLink(userID, true) }

// Restore mends the link that Interrupt cut.
func (a *App) Restore(userID string) { a.setLink(userID, false) }

func (a *App) setLink(userID string, down bool) {
	a.mu.Lock()
	if down {
		a.interrupted[userID] = struct{}{}
	} else {
		delete(a.interrupted, userID)
	}
	clients := a.clientList()
	a.mu.Unlock()
	for _, c := range clients {
		c.syncLink(userID)
	}
}

// isInterrupted tells whether the user's link is down.
func (a *App) isInterrupted(userID string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, down := a.interrupted[userID]
	return down || a.closed
}

// clientList copies the clients. The caller holds a.mu.
func (a *App) clientList() []*Client {
	clients := make([]*Client, 0, len(a.clients))
	for c := range a.clients {
		clients = append(clients, c)
	}
	return clients
}

// Ban ends the user's session with the reason BANNED_BY_SERVER and refuses logins with
// LoginErrRejected until Unban. One who is interrupted learns of it when the link is back.
func (a *App) Ban(userID string) { a.cloud.Ban(userID) }

// Unban lets a banned user log in again.
func (a *App) Unban(userID string) { a.cloud.Unban(userID) }

// KickFromChannel removes the user from the channel: the others see the user leave, the user is told
// LeaveChannelErrKicked. It fails if the user is not in the channel.
func (a *App) KickFromChannel(channelID, userID string) error {
	return a.cloud.KickFromChannel(channelID, userID)
}

// DropNextResult loses the answer to the next request of this kind that the user makes, so that it ends
// with its timeout. Of a message only the answer is lost; any other request is lost itself,
// so nothing has been done. A logout has no timeout: it takes effect, only its result never comes. A
// login is also what a client does to reconnect; it then tries again after 12 s. Faults for one
// user and kind are used up in the order they were armed.
func (a *App) DropNextResult(userID string, op Operation) {
	a.faults.arm(userID, op, fault{drop: true})
}

// DelayNextResult holds up the answer to the next request of this kind that the user makes, by the
// time of the App's clock. Of a message only the answer is late; any other request itself reaches the
// server late. If that is later than its timeout, it ends with the timeout.
func (a *App) DelayNextResult(userID string, op Operation, d time.Duration) {
	a.faults.arm(userID, op, fault{delay: d})
}

// FailNextResult has the next request of this kind that the user makes answered with this code, one of the enum of
// its result, such as PeerMessageErrIncompatibleMessage. It waits for the link like any other, but does not reach the
// cloud: a message is not delivered, and who fails to log out or to leave has not. A login that fails leads back to
// DISCONNECTED; a client that reconnects just tries again. An upload fails once its bytes have moved.
//
// Of invitations, a LocalInvitationErr code ends one that is being sent, and the callee never hears of it; a
// RemoteInvitationErr code ends one that is being accepted or refused, and the caller waits until it expires.
// A cancellation has no codes, and is made again at once. The code 0 arms nothing.
func (a *App) FailNextResult(userID string, op Operation, code int32) {
	if code != 0 {
		a.faults.arm(userID, op, fault{fail: code})
	}
}

// ExpireToken lets the user's token run out now; see ExpireTokenIn.
func (a *App) ExpireToken(userID string) { a.cloud.ExpireToken(userID, 0) }

// ExpireTokenIn lets the user's token run out after d, with a warning 30 s before, or at once if d is
// shorter. A connected user is then told so and ends in ABORTED; one who is reconnecting is told when the
// link is back, and goes on after RenewToken. If the user is not logged in, this happens to the token of
// the next login. A token that has run out is refused from then on, but for the empty one.
func (a *App) ExpireTokenIn(userID string, d time.Duration) { a.cloud.ExpireToken(userID, d) }

// SetCertificate gives the App a certificate, 32 hexadecimal digits, and with it the duty to bring a token made with
// it, of either format (see package token): logins with any other token, or none, fail with
// LoginErrInvalidToken, those with one that has run out with LoginErrTokenExpired. A text that is no token at
// all is refused at once, but for the empty one and the App ID, which the SDK is known to pass on. A token then
// ends by the date of the App's clock, as ExpireTokenIn says. Sessions that are there go on until their next login.
//
// An empty certificate is the default: any token is taken, checked for nothing.
func (a *App) SetCertificate(certificate string) error {
	if certificate != "" && !validAppID(certificate) { // they look the same
		return errors.New("emulator: a certificate has to be 32 hexadecimal digits")
	}
	a.cloud.SetCertificate(a.id, certificate)
	a.certified.Store(certificate != "")
	return nil
}

// KeepOldTokenSessions chooses what SDKs before 1.5.0 did when a token of the older format ("006") runs out:
// a session that is connected goes on without a word; one that reconnects, be the outage ever so short, is told
// that the token has expired and goes on after RenewToken. The default is the way of 1.5.0: see ExpireTokenIn.
func (a *App) KeepOldTokenSessions(keep bool) {
	a.keepOld.Store(keep)
	a.cloud.KeepOldTokenSessions(keep)
}

// RefuseLogins lets logins of the user, or of every user if the id is empty, fail with this LoginErr code,
// such as LoginErrNotAuthorized or LoginErrInvalidAppID, until it is called with LoginErrOK. Sessions that are
// there go on.
func (a *App) RefuseLogins(userID string, code int32) { a.cloud.RefuseLogins(userID, code) }

// LiftFrequencyLimits switches the limits on calls per time off, or on again.
func (a *App) LiftFrequencyLimits(lift bool) { a.lifted.Store(lift) }

// SetStrictUTF8 has texts refused that are not UTF-8, as invalid messages and, of invitations, as invalid arguments:
// the text and the file name of a message, the content of an invitation and the response to it. The default is to
// carry any bytes.
func (a *App) SetStrictUTF8(strict bool) { a.strict.Store(strict) }

// carries tells whether these texts may be sent.
func (a *App) carries(texts ...string) bool {
	return !a.strict.Load() || !slices.ContainsFunc(texts, func(s string) bool { return !utf8.ValidString(s) })
}

// SetEventQueueLimit sets how many events may wait for the handlers of one client; more are dropped,
// the newest first, results too. The default is 1048576. Less than 1 is 1.
func (a *App) SetEventQueueLimit(n int) { a.queueLimit.Store(int64(max(n, 1))) }

// SetChannelAttributeLife sets how long the attributes of a channel are kept once nobody is in it: counted
// from the last leave or, if nobody has joined since they were made, from the last write. The default is
// 120 s.
func (a *App) SetChannelAttributeLife(d time.Duration) { a.cloud.SetChannelAttributeLife(d) }

// Stats says what an App holds.
type Stats struct {
	// CloudStats is what the cloud holds.
	CloudStats
	// Clients is the number of clients initialised and not released.
	Clients int
	// DroppedCallbacks is the number of events dropped because a client's queue was full.
	DroppedCallbacks uint64
}

// Stats counts what the App holds.
func (a *App) Stats() Stats {
	st := Stats{CloudStats: a.cloud.Stats(), DroppedCallbacks: a.dropped.Load()}
	a.mu.Lock()
	defer a.mu.Unlock()
	st.Clients = len(a.clients)
	return st
}

// Close forgets all state of this App and takes it out of the registry: the next Open of the id makes a
// new one. Release clients first: those left are cut off for good.
func (a *App) Close() {
	unregister(a)
	a.mu.Lock()
	a.closed = true
	clients := a.clientList()
	a.mu.Unlock()
	for _, c := range clients {
		c.syncLink("")
	}
	a.cloud.Close()
}

// add enters a client; it fails once the App is closed.
func (a *App) add(c *Client) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return false
	}
	a.clients[c] = struct{}{}
	return true
}

// remove takes a released client out.
func (a *App) remove(c *Client) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.clients, c)
}

// drop counts an event that found its queue full, and says so at most once a second: then it reports true.
func (a *App) drop() bool {
	n := a.dropped.Add(1)
	now := time.Now().UnixNano()
	last := a.loggedAt.Load()
	if now-last < int64(time.Second) || !a.loggedAt.CompareAndSwap(last, now) {
		return false
	}
	slog.Warn("emulator: event queue full, callbacks dropped", "app", a.id, "total", n)
	return true
}
