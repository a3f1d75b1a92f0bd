// This file tests that nothing is lost on the wire, and that nothing that comes over it does harm.

package remote

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-rtm/agora-rtm-go/emulator"
	"github.com/sourcegraph/jsonrpc2"
	"github.com/stretchr/testify/require"
)

// fill sets every field that can be set, so that one that is added and not carried is found.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d \xff<&", *n)) // not UTF-8
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(int64(*n), 5).UTC()))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic(v.Kind())
	}
}

// over sends v through JSON.
func over[T any](t *testing.T, v T) (result T) {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &result))
	return result
}

// fact: M-10
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	var (
		n       int
		m       emulator.Message
		d       emulator.Details
		change  emulator.AttributeChange
		options emulator.SendOptions
		st      emulator.CloudStats
	)
	fill(reflect.ValueOf(&m).Elem(), &n)
	require.Equal(t, &m, over(t, wireMessage(&m)).plain())
	fill(reflect.ValueOf(&d).Elem(), &n)
	file := d.Data
	d.Current, d.Total, d.Invitation, d.ChannelID = 0, 0, 0, "" // of events only, not of answers
	require.Equal(t, &d, over(t, wireDetails(&d)).plain(file))
	fill(reflect.ValueOf(&change).Elem(), &n)
	r := over(t, changeRequest(1, change))
	require.Equal(t, change, r.change())
	fill(reflect.ValueOf(&options).Elem(), &n)
	r = over(t, request{Offline: true, History: true})
	require.Equal(t, options, r.options())
	fill(reflect.ValueOf(&st).Elem(), &n)
	require.Equal(t, st, over(t, st))

	// What is not there is not there afterwards, and what is empty is.
	require.Equal(t, &emulator.Message{}, over(t, wireMessage(&emulator.Message{})).plain())
	require.Nil(t, over(t, wireMessage(nil)).plain())
	require.Equal(t, &emulator.Details{}, over(t, wireDetails(&emulator.Details{})).plain(nil))
	require.Nil(t, over(t, wireDetails(nil)).plain(nil))
	empty := &emulator.Details{
		Peers: []emulator.PeerStatus{}, Users: []string{}, Attributes: []emulator.Attribute{},
		Counts: []emulator.ChannelCount{}, Data: []byte{},
	}
	require.Equal(t, empty, over(t, wireDetails(empty)).plain(nil))
	r = over(t, request{})
	require.Nil(t, plain(r.List))
	r = over(t, request{List: texts([]string{})})
	require.NotNil(t, plain(r.List))
}

// Every method of a session and a sink has its counterpart.
func TestEveryMethodTravels(t *testing.T) {
	t.Parallel()
	first := func(name string) string { return strings.ToLower(name[:1]) + name[1:] }
	own := []string{"login", "logout", "resume", "interrupt", "restore", "close", "storeMedia"}
	for m := range reflect.TypeFor[emulator.Session]().Methods() {
		_, found := requests[first(m.Name)]
		require.True(t, found || slices.Contains(own, first(m.Name)), m.Name)
	}
	for m := range reflect.TypeFor[emulator.Sink]().Methods() {
		_, found := notices[first(m.Name)]
		require.True(t, found || m.Name == "LinkDown" || m.Name == "LinkUp", m.Name)
	}
	for m := range reflect.TypeFor[emulator.Cloud]().Methods() {
		_, found := knobs[first(m.Name)]
		require.True(t, found || m.Name == "NewSession" || m.Name == "Close", m.Name)
	}
}

// scene is a server with a client that is logged in, for the fuzzers.
func scene(t testing.TB) (*serverConn, *link) {
	t.Helper()
	c, err := newConfig([]Option{WithLogger(slog.New(slog.DiscardHandler))})
	require.NoError(t, err)
	s := &Server{config: c, apps: make(map[string]*app), conns: make(map[*serverConn]struct{})}
	near, far := net.Pipe()
	go func() { _, _ = io.Copy(io.Discard, near) }()
	sc := newServerConn(s, far)
	in, _ := s.use("app").open("instance")
	require.True(t, in.attach(sc, sc.link))
	sc.instance = in
	t.Cleanup(func() {
		sc.link.close(nil)
		_ = near.Close()
		for _, a := range s.apps {
			a.close()
		}
	})
	for number, user := range []string{"alice", "bob"} {
		params := json.RawMessage(fmt.Sprintf(`{"s":%d,"user":%q}`, number, user))
		require.NoError(t, sc.dispatch(sc.link, &jsonrpc2.Request{Method: "login", Params: &params, Notif: true}))
		params = json.RawMessage(fmt.Sprintf(`{"s":%d,"channel":"room"}`, number))
		require.NoError(t, sc.dispatch(sc.link, &jsonrpc2.Request{Method: "join", Params: &params, Notif: true}))
	}
	return sc, sc.link
}

// A request of whatever form is carried out or refused, and never a panic.
func FuzzRequest(f *testing.F) {
	for _, seed := range [][2]string{
		{"sendToPeer", `{"s":1,"r":2,"user":"alice","message":{"type":1,"text":{"bytes":"/w=="}}}`},
		{"sendToChannel", `{"s":1,"r":2,"channel":"room","message":{"type":3,"media":{"id":"x"}}}`},
		{"sendToPeer", `{"s":1,"r":2,"user":"alice"}`},
		{"writeUserAttributes", `{"s":1,"r":3,"kind":1,"attributes":[{"key":"a","value":"b"}]}`},
		{"writeChannelAttributes", `{"s":1,"r":3,"channel":"room","kind":77,"list":["a"],"notify":true}`},
		{"readUserAttributes", `{"s":1,"r":4,"user":"alice","list":[]}`},
		{"invite", `{"s":1,"r":5,"call":1,"user":"alice","text":"x"}`},
		{"acceptInvitation", `{"s":0,"r":5,"call":1}`},
		{"part", `{"s":1,"data":"AAAA"}`},
		{"storeMedia", `{"s":1,"r":6}`},
		{"revive", `{"s":9,"user":"carol","token":"t","list":["room"],"peers":["bob"]}`},
		{"resume", `{"s":9}`},
		{"logout", `{"s":1}`},
		{"interrupt", `{"s":1}`},
		{"close", `{"s":18446744073709551615}`},
		{"keep", `{"sessions":[1]}`},
		{"expireToken", `{"user":"alice","duration":-1}`},
		{"setMediaLimits", `{"number":-1}`},
		{"ping", `{}`},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, method, params string) {
		if !json.Valid([]byte(params)) {
			return
		}
		c, l := scene(t)
		raw := json.RawMessage(params)
		for range 2 {
			_ = c.dispatch(l, &jsonrpc2.Request{Method: method, Params: &raw})
		}
		_ = c.dispatch(l, &jsonrpc2.Request{Method: method})
		// The cloud still works.
		raw = json.RawMessage(`{}`)
		require.NoError(t, c.dispatch(l, &jsonrpc2.Request{Method: "stats", Params: &raw}))
	})
}

// Frames of whatever form are read or refused, and take no more memory than they may.
func FuzzFrame(f *testing.F) {
	for _, seed := range []string{
		"Content-Length: 2\r\n\r\n{}", "Content-Length: 3\r\n\r\n{}", "Content-Length: 2\n\n{}", "Content", "",
		"Content-Length: 99999999999\r\n\r\n{}", "content-length: 2\r\n\r\n{}", "Content-Length: 2\r\nX: y\r\n\r\n{}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		var v any
		err := readFrame(bufio.NewReader(strings.NewReader(sent)), 1000, &v)
		if err == nil {
			_, body, found := strings.Cut(sent, "\r\n\r\n")
			require.True(t, found && len(body) > 0 && strings.HasPrefix(sent, frameHeader))
		}
	})
}

// A request that makes the cloud panic costs the client its connection, and nobody else anything.
func TestPanic(t *testing.T) { // alone, for it changes what all servers do
	c, l := scene(t)
	requests["panic"] = func(emulator.Session, *request) { panic("planted") }
	defer delete(requests, "panic")
	raw := json.RawMessage(`{"s":1}`)
	c.handle(l, &jsonrpc2.Request{Method: "panic", Params: &raw})
	<-l.done
	require.ErrorIs(t, l.why(), errProtocol)
	require.Equal(t, 2, c.instance.app.cloud.Stats().UsersOnline)
}
