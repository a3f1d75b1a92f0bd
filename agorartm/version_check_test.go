// Tests of the comparison of library and headers.

package agorartm

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// fact
func TestLibraryOfAnotherLayoutIsRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		layout  int
		headers string
		fits    []string
		not     []string
	}{
		{layout12, "1.2.x", []string{"1.2.2", "1.2.0", "1.2.2.30"}, []string{"1.1.9", "1.3.0", "1.4.0", "1.5.0", "12.2.2"}},
		{layout13, "1.3.x", []string{"1.3.0", "1.3.1"}, []string{"1.2.2", "1.4.0"}},
		{layout14, "1.4.x", []string{"1.4.0", "1.4.10", "v1.4.2", "1.4.10-beta"}, []string{"1.3.9", "1.5.0", "1.5.0-emulator", "1.40.0"}},
		{layout150, "1.5.0", []string{"1.5.0", "1.5.0-emulator", "1.5.0 (build 7)"}, []string{"1.4.10", "1.5.1", "1.5.10", "1.6.0"}},
		{layout151, "1.5.1 or later", []string{"1.5.1", "1.5.2"}, []string{"1.5.0", "1.4.10", "2.0.0", "2.1.4"}},
	} {
		for _, version := range test.fits {
			require.NoError(t, checkVersion(test.layout, version), version)
		}
		for _, version := range append(test.not, "", "1.5", "unknown", "1.4.x", "2.3.0") {
			err := checkVersion(test.layout, version)
			require.ErrorIs(t, err, ErrVersionMismatch, "%s with headers of %s", version, test.headers)
			require.ErrorContains(t, err, "headers of "+test.headers+",")
			require.ErrorContains(t, err, `"`+version+`"`)
		}
	}
	require.Error(t, checkVersion(0, "1.5.0"), "no layout")
}

// fact: A-16
func TestLinkedLibraryFits(t *testing.T) {
	t.Parallel()
	require.NoError(t, checkVersion(nativeLayout(), SDKVersion()))
}
