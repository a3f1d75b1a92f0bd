// Checks of arguments. The native library aborts on some bad input and cuts
// other at a NUL, so nothing doubtful is passed down.

package agorartm

import (
	"context"
	"errors"
	"fmt"
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

// checkIDs checks a list of ids, which must not be empty.
func checkIDs(field string, ids []string) error {
	if len(ids) == 0 {
		return badArgument(field, "is empty")
	}
	for i, id := range ids {
		if err := checkID(field, id); err != nil {
			return at(i, err)
		}
	}
	return nil
}

// at names the entry of a list that was refused.
func at(i int, err error) error {
	e := err.(*ArgumentError)
	name, rest, ok := strings.Cut(e.Field, ".")
	e.Field = name + "[" + strconv.Itoa(i) + "]"
	if ok {
		e.Field += "." + rest
	}
	return err
}

// coded gives a refused argument the code that the SDK has for it.
func coded(code, err error) error {
	if e, ok := err.(*ArgumentError); ok {
		e.Err = withCode(code)
	}
	return err
}

// checkCount refuses a list that is too long, with the SDK's code for that.
func checkCount(field string, n, limit int, code error) error {
	if n <= limit {
		return nil
	}
	return &ArgumentError{
		Field: field, Reason: "has more than " + strconv.Itoa(limit) + " entries", Err: withCode(code),
	}
}

// tooLarge refuses an argument that is longer than a limit, with the SDK's code
// for that.
func tooLarge(field string, limit int, code error) error {
	return &ArgumentError{
		Field: field, Reason: "is longer than " + strconv.Itoa(limit) + " bytes", Err: withCode(code),
	}
}

// checkAttributeOwner checks the id of a user or channel that has attributes.
func checkAttributeOwner(field, id string) error {
	return coded(AttributeOperationErrInvalidArgument, checkID(field, id))
}

// checkAttributeKeys checks the keys of attributes to be read or removed.
func checkAttributeKeys(keys []string) error {
	const field, invalid = "keys", AttributeOperationErrInvalidArgument
	if len(keys) == 0 {
		return coded(invalid, badArgument(field, "is empty"))
	}
	for i, key := range keys {
		if err := checkAttributeKey(field, key); err != nil {
			return at(i, err)
		}
	}
	return checkCount(field, len(keys), MaxAttributes, invalid)
}

// checkAttributeKey leaves it to the SDK which characters are visible.
func checkAttributeKey(field, key string) error {
	const invalid = AttributeOperationErrInvalidArgument
	switch {
	case key == "":
		return coded(invalid, badArgument(field, "is empty"))
	case len(key) > MaxAttributeKeyBytes:
		return tooLarge(field, MaxAttributeKeyBytes, invalid)
	}
	return coded(invalid, checkText(field, key))
}

// checkAttributes checks attributes to be written, which may have maxBytes
// together.
func checkAttributes(attributes []Attribute, maxBytes int) error {
	const (
		field    = "attributes"
		invalid  = AttributeOperationErrInvalidArgument
		overflow = AttributeOperationErrSizeOverflow
	)
	if len(attributes) == 0 {
		return coded(invalid, badArgument(field, "is empty"))
	}
	size := 0
	for i, a := range attributes {
		size += len(a.Key) + len(a.Value)
		err := checkAttributeKey(field+".Key", a.Key)
		switch {
		case err != nil:
		case a.Value == "":
			err = coded(invalid, badArgument(field+".Value", "is empty"))
		case len(a.Value) > MaxAttributeValueBytes:
			err = tooLarge(field+".Value", MaxAttributeValueBytes, overflow)
		default:
			err = coded(invalid, checkText(field+".Value", a.Value))
		}
		if err != nil {
			return at(i, err)
		}
	}
	if size > maxBytes {
		return tooLarge(field, maxBytes, overflow)
	}
	return checkCount(field, len(attributes), MaxAttributes, overflow)
}

// withCode makes sure that a code answers to ErrInvalidArgument, too.
func withCode(code error) error {
	if errors.Is(code, ErrInvalidArgument) {
		return code
	}
	return fmt.Errorf("%w: %w", ErrInvalidArgument, code)
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
