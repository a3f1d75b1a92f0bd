// This file holds one connection of the server: the handshake, and what requests do.

package remote

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"sync"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/sourcegraph/jsonrpc2"
)

// maxID bounds the ids a client makes itself known with.
const maxID = 64

var errProtocol = errors.New("remote: the other side does not keep to the protocol")

// serverConn is one connection of a server.
type serverConn struct {
	server   *Server
	link     *link
	addr     string
	finished chan struct{} // closed when the sessions have been interrupted

	handling sync.Mutex // held while a request is carried out; guards what follows
	gone     bool
	nonce    string
	instance *instance // nil before the handshake
}

func newServerConn(s *Server, conn net.Conn) *serverConn {
	c := &serverConn{server: s, addr: conn.RemoteAddr().String(), finished: make(chan struct{})}
	c.link = newLink(conn, s.limits, min(handshakeFrame, s.limits.Frame), c.handle)
	return c
}

// wait waits for the end of the connection, and then cuts its sessions off.
func (c *serverConn) wait() {
	<-c.link.done
	c.handling.Lock()
	c.gone = true
	in := c.instance
	c.handling.Unlock()
	if in != nil {
		in.detach(c, c.server.limits.Lease)
		c.server.release(in.app)
		c.server.log().Info("emulator: client gone", "client", c.addr, "app", in.app.id, "error", c.link.why())
	} else if err := c.link.why(); err != nil {
		c.server.log().Debug("emulator: stranger gone", "client", c.addr, "error", err)
	}
	c.server.remove(c)
	close(c.finished)
}

// handle carries out a request. One that cannot be a client's ends the connection, be it that the cloud panics.
func (c *serverConn) handle(l *link, req *jsonrpc2.Request) {
	c.handling.Lock()
	defer c.handling.Unlock()
	if c.gone {
		return
	}
	defer func() {
		if what := recover(); what != nil {
			c.server.log().Error("emulator: a request has failed", "method", req.Method, "panic", what,
				"stack", string(debug.Stack()))
			l.close(errProtocol)
		}
	}()
	var err error
	if c.instance == nil {
		err = c.handshake(l, req)
	} else {
		err = c.dispatch(l, req)
	}
	if err != nil {
		c.server.log().Warn("emulator: client cut off", "client", c.addr, "method", clip(req.Method), "error", err)
		l.close(err)
	}
}

// clip keeps what a stranger sends out of the log.
func clip(method string) string { return method[:min(len(method), 32)] }

// decode reads the parameters of a request.
func decode(req *jsonrpc2.Request, v any) error {
	if req.Params == nil {
		return errProtocol
	}
	if err := json.Unmarshal(*req.Params, v); err != nil {
		return errProtocol // the error may quote what was sent
	}
	return nil
}

// proof is what shows that one knows the secret.
func proof(secret, nonce string, h *hello) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "%d %q %q %q", protocolVersion, nonce, h.App, h.Instance)
	return mac.Sum(nil)
}

// handshake learns whose connection it is. A refusal leaves the connection useless, to end by the client or the
// deadline.
func (c *serverConn) handshake(l *link, req *jsonrpc2.Request) error {
	switch {
	case req.Notif:
		return errProtocol
	case req.Method == "open":
		var o opening
		if err := decode(req, &o); err != nil || c.nonce != "" {
			return errProtocol
		}
		if o.Version == protocolVersion {
			c.nonce = rand.Text()
		}
		l.reply(req.ID, challenge{protocolVersion, c.nonce})
		return nil
	case req.Method != "hello" || c.nonce == "":
		return errProtocol
	}
	var h hello
	if err := decode(req, &h); err != nil {
		return err
	}
	nonce := c.nonce
	c.nonce = "" // one try
	if h.App == "" || h.Instance == "" || len(h.App) > maxID || len(h.Instance) > maxID {
		return errProtocol
	}
	if secret := c.server.secret; secret != "" && !hmac.Equal(h.Proof, proof(secret, nonce, &h)) {
		c.server.log().Warn("emulator: client refused, wrong secret", "client", c.addr)
		l.fail(req.ID, codeRefused, "the secret is wrong, see "+SecretVariable)
		return nil
	}
	a := c.server.use(h.App)
	if a == nil {
		l.fail(req.ID, codeFull, "the server has no room for another App ID")
		return nil
	}
	known := c.attach(l, a, h.Instance)
	l.live(c.server.limits.Frame, c.server.limits.Silence)
	l.reply(req.ID, welcome{Known: known})
	c.server.log().Info("emulator: client connected", "client", c.addr, "app", a.id)
	return nil
}

// attach makes this the connection of an instance. An older one that has not been found dead yet is.
func (c *serverConn) attach(l *link, a *app, id string) (known bool) {
	for {
		in, known := a.open(id)
		if in.attach(c, l) {
			c.instance = in
			return known
		}
		if old := in.holder(); old != nil {
			old.link.close(nil)
			<-old.finished
		}
	}
}

// dispatch carries out a request of a client who is known.
func (c *serverConn) dispatch(l *link, req *jsonrpc2.Request) error {
	in := c.instance
	if f := knobs[req.Method]; f != nil {
		return c.turn(l, req, f)
	}
	switch req.Method {
	case "ping":
	case "keep":
		var k keep
		if err := decode(req, &k); err != nil {
			return err
		}
		in.keep(k.Sessions)
	case "bye":
		in.leave()
	default:
		return c.request(l, req)
	}
	if !req.Notif {
		l.reply(req.ID, true)
	}
	return nil
}

// turn turns a knob.
func (c *serverConn) turn(l *link, req *jsonrpc2.Request, f func(emulator.Cloud, *knob) (any, error)) error {
	var k knob
	if err := decode(req, &k); err != nil {
		return err
	}
	result, err := f(c.instance.app.cloud, &k)
	switch {
	case req.Notif:
	case err != nil:
		l.fail(req.ID, codeNotDone, err.Error())
	default:
		l.reply(req.ID, result)
	}
	return nil
}

// request carries out a request of a session. A session that is not there has ended: what it asks is lost.
func (c *serverConn) request(l *link, req *jsonrpc2.Request) error {
	var r request
	if err := decode(req, &r); err != nil {
		return err
	}
	s := c.instance.session(r.Session)
	switch req.Method {
	case "login":
		return c.login(s, &r)
	case "revive":
		return c.revive(l, s, &r)
	case "resume":
		if s != nil {
			s.inner.Resume(plain(r.List))
		} else {
			l.notify(noticeUnknown, &notice{Session: r.Session}, itemSize, false)
		}
		return nil
	case "interrupt", "restore", "close":
		if s != nil {
			s.link(req.Method)
		}
		if !req.Notif {
			l.reply(req.ID, true)
		}
		return nil
	}
	f := requests[req.Method]
	switch {
	case req.Method == "sendToPeer" || req.Method == "sendToChannel":
		if r.Message == nil {
			return errProtocol
		}
	case req.Method == "part":
		if len(r.Data) > maxFileSize || s != nil && len(s.file)+len(r.Data) > maxFileSize {
			return errProtocol
		}
		f = func(emulator.Session, *request) { s.file = append(s.file, r.Data...) }
	case req.Method == "storeMedia":
		f = func(inner emulator.Session, r *request) {
			file := s.file
			s.file = nil
			inner.StoreMedia(r.Number, file)
		}
	case req.Method == "logout":
		f = func(inner emulator.Session, r *request) {
			s.mu.Lock()
			s.leaving, s.logout = true, r.Number
			s.mu.Unlock()
			inner.Logout(r.Number)
		}
	case f == nil:
		return errProtocol
	}
	if s != nil {
		f(s.inner, &r)
	}
	return nil
}

// link does what the client does to the link of one session.
func (s *served) link(method string) {
	switch method {
	case "interrupt":
		s.interrupt()
	case "restore":
		s.inner.Restore()
	default:
		s.drop()
	}
}

// add makes the session of a request.
func (c *serverConn) add(r *request) (*served, error) {
	if r.User == "" || len(r.User) > maxID {
		return nil, errProtocol
	}
	s := c.instance.add(r.Session, string(r.User), c.server.limits.Sessions)
	if s == nil {
		return nil, errors.New("remote: too many sessions")
	}
	return s, nil
}

// login logs a session in. Again means that an answer has been lost, and with it what the login before had done.
func (c *serverConn) login(s *served, r *request) error {
	if s != nil && r.Again {
		s.drop()
		s = nil
	}
	if s == nil {
		var err error
		if s, err = c.add(r); err != nil {
			return err
		}
	}
	s.inner.Login(string(r.Token))
	return nil
}

// revive makes a session anew that this server does not know, by what the client knows of it. It must not push out
// somebody who has logged in as this user meanwhile.
func (c *serverConn) revive(l *link, s *served, r *request) error {
	if s != nil {
		s.drop()
	}
	if c.instance.app.owned(string(r.User)) {
		l.notify(noticeClosed, &notice{Session: r.Session, Code: int32(emulator.ClosedRemoteLogin)}, itemSize, false)
		return nil
	}
	s, err := c.add(r)
	if err != nil {
		return err
	}
	revive := func(on bool) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.reviving = on
	}
	revive(true)
	defer revive(false)
	s.inner.Login(string(r.Token))
	// If that was refused, the rest is lost on it. Nobody waits for the answers.
	if len(r.Attributes) > 0 {
		s.inner.WriteUserAttributes(0, emulator.AttributeChange{
			Kind: emulator.AttributeSet, Attributes: r.Attributes.plain(),
		})
	}
	if len(r.Peers) > 0 {
		s.inner.Subscribe(0, plain(r.Peers))
	}
	for _, id := range r.List {
		s.inner.Join(0, string(id))
	}
	return nil
}
