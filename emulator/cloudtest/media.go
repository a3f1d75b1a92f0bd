// This file tests the store of files.

package cloudtest

import (
	"strings"
	"time"

	"github.com/stretchr/testify/require"
)

// store stores a file and returns its id.
func (c *client) store(s string) string {
	c.w.Helper()
	c.StoreMedia(1, []byte(s))
	c.expect("1 media = 0")
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Equal(c.w, int64(len(s)), c.details.Media.Size)
	return c.details.Media.ID
}

// fetch requires that a file is what it was, or is gone.
func (c *client) fetch(id, want string) {
	c.w.Helper()
	c.FetchMedia(1, id)
	if want == "" {
		c.expect("1 = 4")
		return
	}
	c.expect("1 media = 0")
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Equal(c.w, want, string(c.details.Data))
}

// files requires what the cloud holds.
func (w *world) files(count int, size int64) {
	w.Helper()
	st := w.cloud.Stats()
	require.Equal(w, count, st.Media)
	require.Equal(w, size, st.MediaBytes)
}

// fact: D-02, D-06, D-17
func testMedia(w *world) {
	alice, bob := w.login("alice"), w.login("bob")
	one, two := alice.store("one"), alice.store("other")
	require.NotEqual(w, one, two)
	for _, id := range []string{one, two} {
		require.NotEmpty(w, id)
		require.Empty(w, strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_."), "visible ASCII")
	}
	w.files(2, 8)
	bob.fetch(one, "one")
	bob.fetch(two, "other")
	bob.fetch("unknown", "")
	alice.Logout(9)
	alice.over("out")
	bob.fetch(one, "one") // it does not hang on the session
	bob.cut()
	bob.StoreMedia(2, []byte("lost"))
	bob.FetchMedia(3, one)
	bob.back()
	bob.expect("resumed")
}

// fact: D-02
func testMediaLife(w *world) {
	alice := w.login("alice")
	old := alice.store("old")
	w.clock.Advance(time.Hour)
	young := alice.store("young")
	w.clock.Advance(7*24*time.Hour - time.Hour - 1)
	alice.fetch(old, "old")
	w.clock.Advance(1)
	alice.fetch(old, "")
	alice.fetch(young, "young")
	w.files(1, 5)
	w.cloud.SetMediaLimits(100, time.Hour)
	alice.fetch(young, "")
	w.files(0, 0)
}

// fact: D-17
func testMediaLimits(w *world) {
	alice := w.login("alice")
	w.cloud.SetMediaLimits(10, time.Hour)
	one, two, three := alice.store("1111"), alice.store("2222"), alice.store("33")
	w.files(3, 10)
	four := alice.store("4")
	w.files(3, 7)
	alice.fetch(one, "")
	alice.fetch(two, "2222")
	alice.StoreMedia(2, make([]byte, 11))
	alice.expect("2 = 1") // never fits, and costs the others nothing
	w.files(3, 7)
	w.cloud.SetMediaLimits(3, time.Hour)
	alice.fetch(two, "")
	alice.fetch(three, "33")
	alice.fetch(four, "4")
	w.files(2, 3)
	w.cloud.SetMediaLimits(-1, time.Hour)
	w.files(0, 0)
}
