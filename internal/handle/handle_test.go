package handle_test

import (
	"bytes"
	"runtime/pprof"
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/handle"
)

type (
	session struct{ id int }
	other   session
)

// The tests look at the process-wide count, so none of them runs in parallel with another.

func TestLookupFindsTheValue(t *testing.T) {
	a, b := &session{id: 1}, &session{id: 2}
	ha, hb := handle.New(a), handle.New(b)
	defer ha.Free()
	defer hb.Free()

	require.NotEqual(t, ha.Pointer(), hb.Pointer())
	require.Same(t, a, handle.Lookup[session](ha.Pointer()))
	require.Same(t, b, handle.Lookup[session](hb.Pointer()))
}

func TestLookupOfWhatIsNotThere(t *testing.T) {
	h := handle.New(&session{id: 1})
	defer h.Free()
	unknown := new(byte)

	require.Nil(t, handle.Lookup[session](nil))
	require.Nil(t, handle.Lookup[session](unsafe.Pointer(unknown)))
	require.Nil(t, handle.Lookup[other](h.Pointer()), "another type")
}

func TestNewRefusesNil(t *testing.T) {
	before := handle.Live()
	require.Panics(t, func() { handle.New[session](nil) })
	require.Equal(t, before, handle.Live())
}

func TestFreeTwice(t *testing.T) {
	before := handle.Live()
	h := handle.New(&session{id: 1})
	p := h.Pointer()
	require.Equal(t, before+1, handle.Live())

	h.Free()
	require.Nil(t, h.Pointer())
	require.Nil(t, handle.Lookup[session](p))
	require.Equal(t, before, handle.Live())

	h.Free() // releasing the key again would abort the process
	require.Equal(t, before, handle.Live())
}

// An address is reused quickly: the second Free of one handle must not release another handle that
// has got the same address since.
func TestFreeTwiceSparesTheNextHandle(t *testing.T) {
	first := handle.New(&session{id: 1})
	address := first.Pointer()
	first.Free()

	var all []*handle.Handle[session]
	defer func() {
		for _, h := range all {
			h.Free()
		}
	}()
	for range 1000 {
		h := handle.New(&session{id: 2})
		all = append(all, h)
		if h.Pointer() == address {
			break
		}
	}
	first.Free()
	for _, h := range all {
		require.NotNil(t, handle.Lookup[session](h.Pointer()))
	}
}

// All goroutines free the same handles in the same order: one that finds a handle freed catches up
// with the others at once, so their calls keep meeting at the same handle.
func TestFreeAtOnce(t *testing.T) {
	before := handle.Live()
	handles := make([]*handle.Handle[session], 50000)
	for i := range handles {
		handles[i] = handle.New(&session{id: i})
	}
	start := make(chan struct{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			<-start
			for _, h := range handles {
				h.Free()
			}
		})
	}
	close(start)
	wg.Wait()
	require.Equal(t, before, handle.Live())
}

func TestManyGoroutines(t *testing.T) {
	before := handle.Live()
	var wg sync.WaitGroup
	wrong := make(chan int, 8)
	for g := range 8 {
		wg.Go(func() {
			for i := range 500 {
				v := &session{id: g*1000 + i}
				h := handle.New(v)
				if handle.Lookup[session](h.Pointer()) != v {
					wrong <- v.id
					return
				}
				h.Free()
			}
		})
	}
	wg.Wait()
	require.Empty(t, wrong)
	require.Equal(t, before, handle.Live())
}

func TestProfileNamesWhoMadeIt(t *testing.T) {
	profile := pprof.Lookup(handle.ProfileName)
	require.NotNil(t, profile)
	before := profile.Count()

	h := handle.New(&session{id: 1})
	require.Equal(t, before+1, profile.Count())
	var text bytes.Buffer
	require.NoError(t, profile.WriteTo(&text, 1))
	require.Contains(t, text.String(), "TestProfileNamesWhoMadeIt")

	h.Free()
	require.Equal(t, before, profile.Count())
}

func BenchmarkLookup(b *testing.B) {
	v := &session{id: 1}
	h := handle.New(v)
	defer h.Free()
	p := h.Pointer()
	b.ReportAllocs()
	for b.Loop() {
		if handle.Lookup[session](p) != v {
			b.Fatal("another value")
		}
	}
}

func BenchmarkNewFree(b *testing.B) {
	v := &session{id: 1}
	b.ReportAllocs()
	for b.Loop() {
		handle.New(v).Free()
	}
}
