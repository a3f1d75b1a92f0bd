// This file holds the rules for ids of apps, users and channels.

package emulator

// maxIDLength is the longest user or channel id, in bytes.
const maxIDLength = 64

// idBytes marks the bytes an id may consist of: letters, digits, space and the listed punctuation. The
// backquote is not in the published list but was seen to be accepted.
var idBytes = func() (allowed [256]bool) {
	const listed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" +
		" !#$%&()+-:;<=.>?@[]^_{}|~,`"
	for i := range len(listed) {
		allowed[listed[i]] = true
	}
	return
}()

// validID tells whether id can name a user or a channel.
func validID(id string) bool {
	if id == "" || len(id) > maxIDLength || id == "null" {
		return false
	}
	for i := range len(id) {
		if !idBytes[id[i]] {
			return false
		}
	}
	return true
}

// validIDs tells whether there are ids, and each can name a user or a channel.
func validIDs(ids []string) bool {
	for _, id := range ids {
		if !validID(id) {
			return false
		}
	}
	return len(ids) > 0
}

// validAppID tells whether id looks like an App ID: 32 hexadecimal digits.
func validAppID(id string) bool {
	if len(id) != 32 {
		return false
	}
	for i := range len(id) {
		switch b := id[i]; {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'f', 'A' <= b && b <= 'F':
		default:
			return false
		}
	}
	return true
}
