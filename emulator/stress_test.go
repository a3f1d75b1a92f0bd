// This file tests that the rules hold while many clients do everything at once.

package emulator_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/stretchr/testify/require"
)

// player is a client that does things at random, and a consumer that checks what it is told.
type player struct {
	t    *testing.T
	name string
	c    *emulator.Client
	done chan struct{}

	mu       sync.Mutex
	open     map[int64]bool  // messages taken and not answered
	state    int32           // last told
	seen     map[string]int  // last number of each sender
	joined   map[uint64]bool // channels by key: between onJoinSuccess and onLeave
	pending  map[string]int  // answers due, by kind
	problems []string
}

func newPlayer(t *testing.T, app *emulator.App, name string) *player {
	p := &player{
		t: t, name: name, c: emulator.NewClient(), done: make(chan struct{}),
		open: make(map[int64]bool), state: emulator.ConnectionStateDisconnected,
		seen: make(map[string]int), joined: make(map[uint64]bool), pending: make(map[string]int),
	}
	require.Zero(t, p.c.Initialize(app.ID()))
	go func() {
		defer close(p.done)
		for p.c.Next(p.check) {
		}
	}()
	return p
}

func (p *player) problem(format string, args ...any) {
	p.problems = append(p.problems, p.name+": "+fmt.Sprintf(format, args...))
}

// check holds an event against the rules.
func (p *player) check(e *emulator.Event) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e.Kind {
	case emulator.EventConnectionStateChanged:
		if e.Code == p.state { // fact: S-34
			p.problem("state %d twice", e.Code)
		}
		p.state = e.Code
		if e.Code == emulator.ConnectionStateDisconnected || e.Code == emulator.ConnectionStateAborted {
			clear(p.joined) // fact: S-20, S-24
		}
	case emulator.EventPeerSendResult, emulator.EventChannelSendResult:
		if !p.open[e.ID] { // fact: R-03: one result for each request
			p.problem("result of message %d, which is not open", e.ID)
		}
		delete(p.open, e.ID)
	case emulator.EventPeerMessage, emulator.EventChannelMessage:
		// fact: Z-02, P-14: in order, none twice
		key := fmt.Sprint(e.User, " ", e.Channel)
		n, err := strconv.Atoi(e.Message.Text)
		if err != nil || n <= p.seen[key] {
			p.problem("message %q of %s after %d", e.Message.Text, key, p.seen[key])
		}
		p.seen[key] = n
		p.inside(e)
	case emulator.EventJoinSuccess:
		if p.joined[e.Channel] {
			p.problem("joined twice")
		}
		p.joined[e.Channel] = true
		p.pending["join"]--
	case emulator.EventJoinFailure:
		p.pending["join"]--
	case emulator.EventLeave:
		if e.Code == emulator.LeaveChannelErrOK || e.Code == emulator.LeaveChannelErrKicked {
			delete(p.joined, e.Channel)
		}
	case emulator.EventMembers:
		p.pending["members"]--
	case emulator.EventMemberJoined, emulator.EventMemberLeft, emulator.EventMemberCount:
		p.inside(e)
	case emulator.EventChannelAttributesUpdated:
		p.inside(e)
	case emulator.EventSubscriptionRequestResult:
		p.pending["subscription"]--
	case emulator.EventAddOrUpdateChannelAttributesResult, emulator.EventSetLocalUserAttributesResult:
		p.pending["write"]--
	case emulator.EventGetChannelAttributesResult, emulator.EventGetUserAttributesResult, emulator.EventQueryPeersOnlineStatusResult:
		p.pending["read"]--
	case emulator.EventLogout:
		p.pending["logout"]--
	}
	for kind, n := range p.pending {
		if n < 0 {
			p.problem("too many results of %s", kind)
		}
	}
	return true
}

// inside requires that the event's channel is joined.
// fact: Z-07
func (p *player) inside(e *emulator.Event) {
	if e.Channel != 0 && !p.joined[e.Channel] {
		p.problem("%v of a channel that is not joined", e.Kind)
	}
}

// expectResult notes that a result is due before the call, since it may come before the call returns,
// and takes that back if the call is refused.
func (p *player) expectResult(kind string, call func() int32) {
	p.add(kind, 1)
	if call() != 0 {
		p.add(kind, -1)
	}
}

func (p *player) add(kind string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending[kind] += n
}

// message is expectResult for messages.
func (p *player) message(id int64, call func() int32) {
	p.mu.Lock()
	p.open[id] = true
	p.mu.Unlock()
	if call() != 0 {
		p.mu.Lock()
		delete(p.open, id)
		p.mu.Unlock()
	}
}

// settled tells that no request is open.
func (p *player) settled() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.pending {
		if n != 0 {
			return false
		}
	}
	return len(p.open) == 0
}

// play does n things at random.
func (p *player) play(app *emulator.App, rnd *rand.Rand, n, players int, calm bool) {
	for i := 1; i <= n; i++ {
		room := p.c.CreateChannel(fmt.Sprint("room", rnd.IntN(3)))
		m := text(strconv.Itoa(i))
		peer := fmt.Sprint("p", rnd.IntN(players))
		switch op := rnd.IntN(100); {
		case op < 50:
			p.message(int64(i), func() int32 {
				return p.c.SendMessageToPeer(peer, int64(i), m, emulator.SendOptions{EnableOfflineMessaging: op < 10})
			})
		case op < 70:
			p.message(int64(i), func() int32 { return room.SendMessage(int64(i), m, emulator.SendOptions{}) })
		case op < 80:
			p.expectResult("join", room.Join)
		case op < 85:
			room.Leave()
		case op < 86:
			p.expectResult("members", room.GetMembers)
		case op < 87:
			p.expectResult("subscription", func() int32 { return p.c.SubscribePeersOnlineStatus(int64(i), []string{peer}) })
		case op < 88:
			p.expectResult("subscription", func() int32 { return p.c.UnsubscribePeersOnlineStatus(int64(i), []string{peer}) })
		case op < 89:
			list := []emulator.Attribute{{Key: p.name, Value: strconv.Itoa(i)}}
			p.expectResult("write", func() int32 { return p.c.AddOrUpdateChannelAttributes(int64(i), room.ID(), list, true) })
			p.expectResult("write", func() int32 { return p.c.SetLocalUserAttributes(int64(i), list) })
		case op < 90:
			p.expectResult("read", func() int32 { return p.c.GetChannelAttributes(int64(i), room.ID()) })
			p.expectResult("read", func() int32 { return p.c.GetUserAttributes(int64(i), peer) })
			p.expectResult("read", func() int32 { return p.c.QueryPeersOnlineStatus(int64(i), []string{peer}) })
		case calm:
		case op < 92:
			app.Interrupt(peer)
		case op < 96:
			app.Restore(peer)
		case op < 97:
			_ = app.KickFromChannel(room.ID(), peer)
		case op < 98:
			p.expectResult("logout", p.c.Logout)
			p.c.Login("", p.name)
		case op < 99:
			app.DelayNextResult(peer, emulator.OperationSendMessageToPeer, time.Duration(rnd.IntN(12))*time.Second)
		default:
			if op := emulator.Operation(1 + rnd.IntN(int(emulator.OperationGetChannelMemberCount))); op != emulator.OperationLogout { // which would never be answered
				app.DropNextResult(peer, op)
			}
		}
	}
}

// fact: T-06
func TestStress(t *testing.T) {
	for _, calm := range []bool{true, false} {
		for name, newCloud := range clouds {
			t.Run(fmt.Sprintf("%s calm=%v", name, calm), func(t *testing.T) {
				t.Parallel()
				stress(t, newCloud, calm)
			})
		}
	}
}

func stress(t *testing.T, newCloud func(*emulator.Clock) emulator.Cloud, calm bool) {
	const count, steps = 6, 3000
	app, err := emulator.OpenWith(freshAppID(), newCloud)
	require.NoError(t, err)
	defer app.Close()
	app.LiftFrequencyLimits(true)
	if !calm {
		app.Clock().SetScale(200) // so that 10 s pass in 50 ms
	}
	players := make([]*player, count)
	for i := range players {
		p := newPlayer(t, app, fmt.Sprint("p", i))
		require.Zero(t, p.c.Login("", p.name))
		players[i] = p
	}
	var wg sync.WaitGroup
	for i, p := range players {
		rnd := rand.New(rand.NewPCG(1, uint64(i)))
		wg.Go(func() { p.play(app, rnd, steps, count, calm) })
		// Others use the same client, and channels come and go.
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(2, uint64(i)))
			for range steps / 10 {
				p.c.CreateChannel(fmt.Sprint("own", rnd.IntN(3))).GetMembers()
				ch := p.c.CreateChannel(fmt.Sprint("own", rnd.IntN(3)))
				if rnd.IntN(2) == 0 {
					ch.Release()
				}
				app.Stats()
			}
		})
	}
	wg.Wait()
	for _, p := range players {
		app.Restore(p.name)
	}
	for _, p := range players {
		require.Eventually(t, p.settled, 20*time.Second, time.Millisecond, "%s waits for results: %v %v", p.name, p.open, p.pending)
	}
	require.Zero(t, app.Stats().DroppedCallbacks)
	for _, p := range players {
		wg.Go(p.c.Release)
	}
	wg.Wait()
	for _, p := range players {
		<-p.done
		require.Empty(t, p.problems)
	}
	require.Eventually(t, func() bool {
		s := app.Stats()
		return s.Clients == 0 && s.UsersOnline == 0 && s.Channels == 0 && s.Subscriptions == 0 && s.UserAttributes == 0
	}, 10*time.Second, time.Millisecond)
}

// Clients come and go while others send to them and the App is used.
func TestReleaseUnderFire(t *testing.T) {
	t.Parallel()
	app := emulator.Open(freshAppID())
	defer app.Close()
	app.LiftFrequencyLimits(true)
	stop := make(chan struct{})
	var shooters, targets sync.WaitGroup
	for i := range 2 {
		shooter := emulator.NewClient()
		require.Zero(t, shooter.Initialize(app.ID()))
		require.Zero(t, shooter.Login("", fmt.Sprint("s", i)))
		room := shooter.CreateChannel("room")
		require.Zero(t, room.Join())
		defer shooter.Release()
		go func() {
			for shooter.Next(func(*emulator.Event) bool { return true }) {
			}
		}()
		shooters.Go(func() {
			m := text("x")
			for {
				select {
				case <-stop:
					return
				default:
					shooter.SendMessageToPeer("target", 1, m, emulator.SendOptions{})
					room.SendMessage(1, m, emulator.SendOptions{})
				}
			}
		})
	}
	for range 4 {
		targets.Go(func() {
			for i := range 100 {
				c := emulator.NewClient()
				if c.Initialize(app.ID()) != 0 || c.Login("", "target") != 0 || c.CreateChannel("room").Join() > 102 {
					t.Error("refused")
				}
				seen := make(chan struct{})
				go func() {
					defer close(seen)
					n := 0
					for c.Next(func(*emulator.Event) bool {
						if n++; n == i%20 {
							c.Release() // in the handler
						}
						return true
					}) {
					}
				}()
				var releases sync.WaitGroup
				for range 3 {
					releases.Go(c.Release)
				}
				releases.Wait()
				<-seen
			}
		})
	}
	targets.Wait()
	close(stop)
	shooters.Wait()
	st := app.Stats()
	require.Equal(t, 2, st.Clients)
	require.Equal(t, 2, st.UsersOnline)
}
