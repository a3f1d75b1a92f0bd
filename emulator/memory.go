// This file holds the memory cloud: its state, and the life of a session from login to its end.

package emulator

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// memory is a Cloud inside this process. One mutex guards all of it and is held while sinks are called:
// that is what puts the answers and notices of a session, and the messages of a channel, in one order.
type memory struct {
	clock *Clock

	mu       sync.Mutex
	closed   bool
	users    map[string]*memUser
	channels map[string]*memChannel
	tokens   tokenRules
	calls    memCalls
	media    memMedia
	// attributes are those of channels, by channel id, and attributeLife how long an empty channel keeps them.
	attributes    map[string]*memAttributes
	attributeLife time.Duration
	watchers      map[string]map[*memSession]*subscription // by the peer they watch
	seq           uint64                                   // numbers what may be missed and delivered later, over all channels and users
}

// NewMemory returns a cloud that lives in this process and runs on clock.
func NewMemory(clock *Clock) Cloud {
	return &memory{
		clock:         clock,
		users:         make(map[string]*memUser),
		channels:      make(map[string]*memChannel),
		attributes:    make(map[string]*memAttributes),
		attributeLife: channelAttributeLife,
		watchers:      make(map[string]map[*memSession]*subscription),
		media:         newMemMedia(),
	}
}

// memUser is what the server knows of one user id. It exists only while it has something to say.
type memUser struct {
	id      string
	session *memSession // the latest that may still come back, online or removed
	banned  bool
	refused int32 // the code with which logins are refused by RefuseLogins, or 0
	offline []stored
	// expired are tokens that have run out. The empty token is never among them: a project without
	// tokens has none that could run out.
	expired map[string]struct{}
	// nextExpiry is the end of the token of the next login, when ExpireToken came before it.
	nextExpiry *time.Duration
}

// phase is how far a session has got.
type phase uint8

const (
	phaseNew     phase = iota // not logged in yet
	phaseOnline               // on the online list, perhaps interrupted
	phaseRemoved              // silent for 30 s, may resume
	phaseEnded                // over
)

// memSession is one login. Its fields are guarded by the cloud's mutex.
type memSession struct {
	cloud *memory
	user  string
	sink  Sink

	phase phase
	up    bool         // the link works
	live  bool         // the link works and the server talks to this session: logged in, or resumed
	gone  bool         // the client has closed it while the link was down; nobody will resume
	ended ClosedReason // why it ended, to be told at the next Resume; 0: not, or told

	token   string
	bound   time.Duration // elapsed time at which the token ends by what is in it; 0: it does not
	expired bool          // the token ran out
	warned  bool          // the warning has been given for this token
	warn    bool          // it fell due while the link was down
	expiry  *Timer
	warning *Timer

	silence     *Timer // runs while online and not live
	silentSince time.Duration
	unreachable bool   // silent for 6 s, of which subscribers are told
	lostAt      uint64 // memory.seq when the link went down: what is later was missed
	waiting     waiting
	members     map[string]*member
	kicked      map[string]struct{} // channels the server removed it from while interrupted
	counts      map[string]int      // member counts known when it was removed

	calls map[uint64]*memCall // invitations it sent, by its number for them

	attributes    []Attribute     // of the user; replaced as a whole, never changed
	subscriptions []*subscription // in the order they were made
}

// waiting is what a session gets when it resumes.
type waiting struct {
	answers []answer
	peers   []held
	notices []notice
	calls   []func(Sink) // notices about invitations
}

// answer is a result that came while the link was down.
type answer struct {
	req  uint64
	code int32
}

// notice is a member who came or went while the link was down.
type notice struct {
	channel, user string
	joined        bool
}

func (c *memory) NewSession(userID string, sink Sink) Session {
	return &memSession{cloud: c, user: userID, sink: sink, up: true}
}

// userOf returns the record of the user, made if need be. A caller that may leave it empty ends with
// forget.
func (c *memory) userOf(id string) *memUser {
	u := c.users[id]
	if u == nil {
		u = &memUser{id: id}
		c.users[id] = u
	}
	return u
}

// forget drops the record if there is nothing left in it.
func (c *memory) forget(u *memUser) {
	if u.session == nil && !u.banned && u.refused == 0 && len(u.offline) == 0 && len(u.expired) == 0 && u.nextExpiry == nil {
		delete(c.users, u.id)
	}
}

// online returns the user's session if the user counts as online, live or not.
func (c *memory) online(id string) *memSession {
	if u := c.users[id]; u != nil && u.session != nil && u.session.phase == phaseOnline {
		return u.session
	}
	return nil
}

func (s *memSession) Login(token string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up || s.phase != phaseNew {
		return
	}
	u := c.userOf(s.user)
	defer c.forget(u)
	life, code := s.admit(u, token)
	if code != LoginErrOK {
		s.phase = phaseEnded
		s.sink.LoginResult(code)
		return
	}

	old := u.session
	u.session = s // before the old one ends, which would otherwise leave u empty and forgotten
	var missed []held
	if old != nil {
		missed, old.waiting.peers = old.waiting.peers, nil
		c.end(old, ClosedRemoteLogin)
	}
	s.phase, s.live = phaseOnline, true
	s.sink.LoginResult(LoginErrOK)
	s.useToken(token, life)
	if u.nextExpiry != nil {
		in := *u.nextExpiry - c.clock.elapsed()
		u.nextExpiry = nil
		s.limitToken(in)
	}
	if s.phase == phaseOnline { // and its token has not run out at once
		c.presenceChanged(s.user)
		c.deliverMissed(s, missed)
		c.awaitedCalls(s)
	}
}

// admit says whether the user may log in with the token, and how long the token lives.
func (s *memSession) admit(u *memUser, token string) (tokenLife, int32) {
	c := s.cloud
	switch {
	case u.banned:
		return tokenLife{}, LoginErrRejected
	case u.refused != LoginErrOK:
		return tokenLife{}, u.refused
	case c.tokens.refused != LoginErrOK:
		return tokenLife{}, c.tokens.refused
	}
	life, verdict := c.checkToken(u, token)
	switch verdict {
	case tokenInvalid:
		return tokenLife{}, LoginErrInvalidToken
	case tokenExpired:
		return tokenLife{}, LoginErrTokenExpired
	}
	if n := u.nextExpiry; n != nil && *n <= c.clock.elapsed() {
		u.nextExpiry = nil
		u.expire(token)
		return tokenLife{}, LoginErrTokenExpired
	}
	return life, LoginErrOK
}

// end is the end of a session by the server's will: off the list, out of the channels, and told so, if
// the link is down when it tries to resume.
func (c *memory) end(s *memSession, reason ClosedReason) {
	c.remove(s)
	c.settle(s)
	s.finish()
	if s.up {
		s.sink.Closed(reason)
	} else {
		s.ended = reason
	}
}

// remove takes a session off the online list and out of its channels, and tells the other members.
func (c *memory) remove(s *memSession) {
	if s.phase == phaseOnline {
		s.phase = phaseRemoved
	}
	s.live = false
	s.heard()
	for _, id := range slices.Sorted(maps.Keys(s.members)) {
		c.removeMember(s.members[id])
	}
}

// heard ends the count of silence.
func (s *memSession) heard() {
	s.silence.Stop()
	s.silence, s.unreachable = nil, false
}

// finish marks a session as over and lets go of what it holds.
func (s *memSession) finish() {
	s.phase, s.live = phaseEnded, false
	s.heard()
	s.stopToken()
	s.waiting, s.kicked, s.counts = waiting{}, nil, nil
	s.attributes = nil
	s.unsubscribeAll()
	if u := s.cloud.users[s.user]; u != nil && u.session == s {
		u.session = nil
		s.cloud.presenceChanged(s.user)
		s.cloud.forget(u)
	}
	s.cloud.endCalls(s)
}

func (s *memSession) Logout(req uint64) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up || s.phase == phaseNew || s.phase == phaseEnded {
		return
	}
	c.remove(s)
	c.settle(s)
	s.finish()
	s.sink.Result(req, LogoutErrOK)
}

func (s *memSession) Close() {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	s.sink = nil // neither up nor live, so it is not called again
	s.ended = 0
	switch {
	case c.closed || s.phase == phaseEnded:
	case s.phase == phaseOnline && !s.up:
		// The goodbye does not arrive. The silence timer goes on, and finds nobody to wait for.
		s.gone = true
	default:
		c.remove(s)
		c.settle(s)
		s.finish()
	}
	s.up = false
}

func (s *memSession) Interrupt() {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up {
		return
	}
	s.up = false
	if !s.live {
		return // not logged in, removed, or not yet resumed: the silence goes on
	}
	s.live = false
	s.lostAt = c.seq
	s.silentSince = c.clock.elapsed()
	s.silence = c.clock.afterFunc(unreachableAfter, func(t *Timer) { c.lostSight(s, t) })
}

func (s *memSession) Restore() {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if !s.gone {
		s.up = true
	}
}

// silent removes a session that has not been heard of for 30 s.
func (c *memory) silent(s *memSession, t *Timer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || s.silence != t {
		return // heard of just now
	}
	s.counts = make(map[string]int, len(s.members))
	for id, m := range s.members {
		s.counts[id] = m.told
	}
	s.waiting.notices = nil
	c.remove(s)
	c.settle(s)
	if s.gone {
		s.finish()
		return
	}
	c.presenceChanged(s.user)
	c.abandonCalls(s)
}

func (s *memSession) Resume(channels []string) {
	c := s.cloud
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || !s.up {
		return
	}
	if s.live {
		s.sink.Resumed()
		return
	}
	if s.ended != 0 {
		s.sink.Closed(s.ended)
		s.ended = 0
		return
	}
	if s.phase != phaseOnline && s.phase != phaseRemoved {
		return
	}
	if s.expired {
		s.sink.TokenExpired()
		return
	}

	s.heard()
	s.phase, s.live = phaseOnline, true
	s.sink.Resumed()
	c.missedPresence(s)
	c.presenceChanged(s.user)
	w := s.waiting
	s.waiting = waiting{}
	for _, a := range w.answers {
		s.sink.Result(a.req, a.code)
	}
	if s.warn {
		s.warn = false
		s.sink.TokenWillExpire()
	}
	c.rejoin(s, channels)
	c.deliverMissed(s, w.peers)
	c.makeUp(s, channels, w.notices)
	c.resumeCalls(s, w.calls)
}

// answer tells a session the result of a request, now or when it resumes.
func (s *memSession) answer(req uint64, code int32) {
	switch {
	case s.live:
		s.sink.Result(req, code)
	case s.phase == phaseOnline || s.phase == phaseRemoved:
		s.waiting.answers = append(s.waiting.answers, answer{req, code})
	}
}

func (c *memory) Ban(userID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	u := c.userOf(userID)
	u.banned = true
	if u.session != nil {
		c.end(u.session, ClosedBanned)
	}
}

func (c *memory) Unban(userID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if u := c.users[userID]; u != nil {
		u.banned = false
		c.forget(u)
	}
}

func (c *memory) KickFromChannel(channelID, userID string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.online(userID)
	if s == nil || s.members[channelID] == nil {
		return fmt.Errorf("emulator: user %q is not in channel %q", userID, channelID)
	}
	c.removeMember(s.members[channelID])
	if s.live {
		s.sink.Kicked(channelID)
		return nil
	}
	if s.kicked == nil {
		s.kicked = make(map[string]struct{})
	}
	s.kicked[channelID] = struct{}{}
	return nil
}

func (c *memory) Stats() CloudStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	st := CloudStats{Channels: len(c.channels), Invitations: len(c.calls.byID)}
	c.media.dropOld(c.clock.Now())
	st.Media, st.MediaBytes = len(c.media.byID), c.media.size
	for _, a := range c.attributes {
		st.ChannelAttributes += len(a.list)
	}
	for _, u := range c.users {
		if u.session != nil {
			st.Sessions++
			st.UserAttributes += len(u.session.attributes)
			st.Subscriptions += len(u.session.subscriptions)
			if u.session.phase == phaseOnline {
				st.UsersOnline++
			}
		}
		c.dropOld(u)
		st.OfflineMessages += len(u.offline)
		c.forget(u)
	}
	return st
}

func (c *memory) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.closed = true
	for _, u := range c.users {
		if s := u.session; s != nil {
			s.sink, s.up, s.live = nil, false, false
			s.heard()
			s.stopToken()
		}
	}
	for _, ch := range c.channels {
		ch.counter.Stop()
	}
	for _, a := range c.attributes {
		a.expiry.Stop()
	}
	for _, m := range c.calls.byID {
		m.life.Stop()
	}
	c.calls, c.media = memCalls{}, memMedia{}
	c.users, c.channels, c.attributes, c.watchers = nil, nil, nil, nil
}
