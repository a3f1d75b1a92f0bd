// Checks of arguments. The native library aborts on some bad input and cuts
// other at a NUL, so nothing doubtful is passed down.

package agorartm

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of the SDK.
const (
	// MaxIDBytes is the longest user id, peer id or channel id. Ids have at least
	// one byte, are case-sensitive, are not the text "null", and consist of ASCII
	// letters, digits, spaces and !#$%&()+-:;<=.>?@[]^_{}|~,` (so no quotes,
	// slashes, backslashes, asterisks or control bytes).
	MaxIDBytes = 64
	// MaxMessageBytes is the largest message: a text, or raw data with its description.
	MaxMessageBytes = 32 * 1024
)

// idBytes marks the bytes allowed in ids.
var idBytes = func() (ok [256]bool) {
	const punctuation = " !#$%&()+-:;<=.>?@[]^_{}|~,`"
	for c := range ok {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		ok[c] = letter || strings.IndexByte(punctuation, byte(c)) >= 0
	}
	return ok
}()

func checkID(field, id string) error {
	switch {
	case id == "":
		return badArgument(field, "is empty")
	case len(id) > MaxIDBytes:
		return badArgument(field, "is longer than "+strconv.Itoa(MaxIDBytes)+" bytes")
	case id == "null":
		return badArgument(field, `is the text "null", which the SDK reserves`)
	}
	for i := range len(id) {
		if !idBytes[id[i]] {
			return badArgument(field, "has a byte that ids may not have, at offset "+strconv.Itoa(i))
		}
	}
	return nil
}

// checkText is for any text that goes down as a NUL-terminated string.
func checkText(field, text string) error {
	if strings.IndexByte(text, 0) >= 0 {
		return badArgument(field, "contains a NUL byte")
	}
	if !utf8.ValidString(text) {
		return badArgument(field, "is not valid UTF-8")
	}
	return nil
}

func checkToken(token string) error {
	if strings.IndexByte(token, 0) >= 0 {
		return badArgument("token", "contains a NUL byte")
	}
	return nil
}

func checkContext(ctx context.Context) error {
	if ctx == nil {
		return badArgument("ctx", "is nil")
	}
	if err := ctx.Err(); err != nil {
		return &ArgumentError{Field: "ctx", Reason: "is done already: " + err.Error(), Err: err}
	}
	return nil
}
