// This file holds Client: what runs inside one IRtmService, its making and its end.

package emulator

import (
	"sync"
	"time"
)

// Client is one instance of the SDK's service. Its methods return the values of the SDK's enums: 0 means
// that the request was taken and its result will come as an event; anything else, that it was refused and
// nothing will come. All methods are safe from any goroutine, and from inside the function given to Next.
type Client struct {
	events eventQueue

	// turn is held while this client calls its Session: the server sees requests in the order in which
	// they were made. Sinks never take it.
	turn sync.Mutex

	mu       sync.Mutex // guards what follows
	app      *App       // nil before Initialize
	released bool
	state    int32
	user     string // empty when DISCONNECTED
	token    string
	cut      bool // the user's link is down by App.Interrupt
	broken   bool // the session said that its link is down

	login      loginStep
	loginFault int32   // the code the login is to fail with, or 0
	sess       Session // nil when there is none to talk to
	sink       *sink   // of sess; what older sinks bring is ignored
	ready      bool    // the session answers: logged in, or resumed
	resume     resumeStep
	relogin    uint64 // the request behind resume
	alarm      *Timer // takes CONNECTED to RECONNECTING
	told       bool   // onTokenExpired has been given for this token

	leaving bool // a logout is on its way
	mute    bool // and its result will not be told

	requests requestTable
	sweep    *Timer // for the first request to time out
	sweepAt  time.Duration
	delays   map[*Timer]struct{} // of delayed results and requests

	log clientLog

	outbox  outbox
	closing []Session // to be closed once no lock is held
	running bool      // somebody is in run, who will see what is changed now

	windows  windows
	channels map[string]*Channel // those not released, by id
	joined   int                 // channels joined, joining or leaving

	calls     invitations
	transfers transfers

	subscribed peerSet // peers, if all requests under way succeed
}

// NewClient returns a client that has to be initialised.
func NewClient() *Client {
	c := &Client{state: ConnectionStateDisconnected, log: newClientLog(), channels: make(map[string]*Channel), subscribed: make(peerSet)}
	c.events.init(&c.mu)
	return c
}

// Initialize puts the client into the App of this id, which has to be 32 hexadecimal digits.
func (c *Client) Initialize(appID string) int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.released:
		return InitErrFailure
	case c.app != nil:
		return InitErrAlreadyInitialized
	case !validAppID(appID):
		return InitErrInvalidAppID
	}
	app := Open(appID)
	for !app.add(c) { // closed just now
		app = Open(appID)
	}
	c.app = app
	c.logf(logInfo, "initialized, App ID %s", appID)
	return InitErrOK
}

// Next waits for events, then calls f for each, in order, until there are none left or f returns false; that
// event stays the first. It returns false, without calling f, once the client is released. Only one
// goroutine calls it at a time. The Event is valid only during the call.
func (c *Client) Next(f func(*Event) bool) bool { return c.events.next(f) }

// Release ends the client: its user is logged out without a result, its events are dropped, Next returns
// false. More calls do nothing.
func (c *Client) Release() {
	defer c.transfers.disk.Wait() // with no lock held
	c.mu.Lock()
	c.events.close() // at once: the turn may have to be waited for
	c.mu.Unlock()
	c.turn.Lock()
	defer c.turn.Unlock()
	c.mu.Lock()
	if c.released {
		c.mu.Unlock()
		return
	}
	c.released = true
	c.logf(logInfo, "released")
	log := c.log.file
	c.log.file = nil
	app := c.app
	c.forgetInvitations()
	c.endTransfers()
	c.reset()
	c.requests = requestTable{}
	c.sweep.Stop()
	for t := range c.delays {
		t.Stop()
	}
	c.delays = nil
	c.mu.Unlock()
	c.run()
	if app != nil {
		app.remove(c)
	}
	log.release()
}

// Ready is the code with which every request is refused now: 101 before Initialize, 102 while no user is logged
// in, or 0.
func (c *Client) Ready() int32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refusal()
}

// refusal returns why the client takes no requests now, or 0. All enums have the same numbers for it.
func (c *Client) refusal() int32 {
	switch {
	case c.app == nil || c.released:
		return LoginErrNotInitialized
	case c.leaving || c.state == ConnectionStateDisconnected || c.state == ConnectionStateConnecting:
		return LogoutErrUserNotLoggedIn
	default:
		return 0
	}
}

// emit queues an event. The caller holds c.mu, so that events come in the order of what they tell.
func (c *Client) emit(e Event) {
	if c.logs() {
		c.logEvent(&e)
	}
	if !c.events.push(&e, int(c.app.queueLimit.Load())) && c.app.drop() {
		c.logf(logError, "event queue full, callbacks dropped")
	}
}

// setState changes the connection state and tells so.
func (c *Client) setState(state, reason int32) {
	if c.state == state {
		return
	}
	c.state = state
	c.emit(Event{Kind: EventConnectionStateChanged, Code: state, Reason: reason})
}

// established tells whether there is a login to keep up.
func (c *Client) established() bool {
	return c.state == ConnectionStateConnected || c.state == ConnectionStateReconnecting
}
