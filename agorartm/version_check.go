// Whether the library that was loaded is one that the program was compiled for.

package agorartm

import (
	"fmt"
	"regexp"
	"strconv"
)

// A C++ class is a table of functions by position, so that a program compiled
// with the headers of one version crashes in a library of another whose classes
// have more or fewer methods. The loader does not notice: the library's name is
// the same.

// sdkVersion is the three numbers a version text begins with.
type sdkVersion [3]int

func (v sdkVersion) before(other sdkVersion) bool {
	for i := range v {
		if v[i] != other[i] {
			return v[i] < other[i]
		}
	}
	return false
}

// layouts are the versions of the library whose classes look as the headers say:
// from the first, up to but not including the last.
var layouts = map[int]struct{ from, to sdkVersion }{
	layout12:  {sdkVersion{1, 2, 0}, sdkVersion{1, 3, 0}},
	layout13:  {sdkVersion{1, 3, 0}, sdkVersion{1, 4, 0}},
	layout14:  {sdkVersion{1, 4, 0}, sdkVersion{1, 5, 0}},
	layout150: {sdkVersion{1, 5, 0}, sdkVersion{1, 5, 1}},
	layout151: {sdkVersion{1, 5, 1}, sdkVersion{1, 6, 0}},
}

// What is behind the numbers does not matter: the embedded engine has a suffix.
var versionText = regexp.MustCompile(`^[vV]?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?:[^0-9].*)?$`)

func parseVersion(text string) (v sdkVersion, ok bool) {
	m := versionText.FindStringSubmatch(text)
	if m == nil {
		return v, false
	}
	for i := range v {
		v[i], _ = strconv.Atoi(m[i+1]) // digits, and few
	}
	return v, true
}

// checkVersion compares the layout of the headers with the version text of the
// library.
func checkVersion(layout int, library string) error {
	want := layouts[layout]
	v, ok := parseVersion(library)
	if ok && !v.before(want.from) && v.before(want.to) {
		return nil
	}
	return fmt.Errorf("%w: this program was compiled with headers of %s, and the library it loaded says it is %q; "+
		"build and run with one SDK", ErrVersionMismatch, versionsOf(want.from, want.to), library)
}

// versionsOf names the versions of a layout, such as "1.4.x" or "1.5.0".
func versionsOf(from, to sdkVersion) string {
	switch {
	case from[1] != to[1] && from[2] == 0:
		return fmt.Sprintf("%d.%d.x", from[0], from[1])
	case from[1] == to[1]:
		return fmt.Sprintf("%d.%d.%d", from[0], from[1], from[2])
	default:
		return fmt.Sprintf("%d.%d.%d or later", from[0], from[1], from[2])
	}
}
