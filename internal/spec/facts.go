// This file holds the list of the numbered facts about the SDK's behaviour, which tests refer to.

package spec

import (
	_ "embed" // for facts.txt
	"strings"
)

//go:generate go run ./factsgen

//go:embed facts.txt
var factsDocument string

// Fact is one numbered statement about how the SDK behaves.
type Fact struct {
	// ID is its number: an area, a dash, digits ("S-09").
	ID string
	// Text is the beginning of what it says.
	Text string
}

// Area returns the letters of the fact's number.
func (f Fact) Area() string {
	area, _, _ := strings.Cut(f.ID, "-")
	return area
}

// Facts returns all facts in the order in which they are written down.
func Facts() (facts []Fact) {
	for line := range strings.Lines(factsDocument) {
		line = strings.TrimSpace(line)
		if id, text, ok := strings.Cut(line, " "); ok && !strings.HasPrefix(line, "#") {
			facts = append(facts, Fact{ID: id, Text: strings.TrimSpace(text)})
		}
	}
	return facts
}
