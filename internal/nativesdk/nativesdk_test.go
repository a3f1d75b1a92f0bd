// Tests of the factory table.
package nativesdk_test

import (
	"sync"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/nativesdk"
)

func TestLookupFollowsSet(t *testing.T) {
	t.Parallel()
	var a, b byte // only their addresses matter
	first, second := unsafe.Pointer(&a), unsafe.Pointer(&b)
	const app, other = "lookup-follows-set", "lookup-follows-set-2"

	require.Nil(t, nativesdk.Lookup(app), "nothing set: the linked SDK")
	nativesdk.Set(app, first)
	nativesdk.Set(other, second)
	require.Equal(t, first, nativesdk.Lookup(app))
	require.Equal(t, second, nativesdk.Lookup(other))

	nativesdk.Set(app, second)
	require.Equal(t, second, nativesdk.Lookup(app), "the last one set counts")

	nativesdk.Unset(app)
	require.Nil(t, nativesdk.Lookup(app))
	require.Equal(t, second, nativesdk.Lookup(other), "another App ID is not touched")

	nativesdk.Set(other, nil)
	require.Nil(t, nativesdk.Lookup(other), "nil unsets")
	nativesdk.Unset(other) // unknown: no effect
}

func TestTableIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	var a byte
	p := unsafe.Pointer(&a)
	var wg sync.WaitGroup
	for _, app := range []string{"concurrent-1", "concurrent-2", "concurrent-3"} {
		wg.Go(func() {
			for range 200 {
				nativesdk.Set(app, p)
				if nativesdk.Lookup(app) != p {
					t.Errorf("%s: lost", app)
				}
				nativesdk.Unset(app)
			}
		})
	}
	wg.Wait()
}
