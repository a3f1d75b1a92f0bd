// Command factcheck lists which of the numbered facts about the SDK's behaviour (internal/spec/facts.txt)
// are proved by a test. A test names what it proves in a comment:
//
//	// fact: S-09, S-10
//	// fact: S-26: an outage of less than 30 s changes nothing for others
//	// fact: I-10 to I-14
//
// What no test names has to have its reason in reasons.go. Without one, and when a comment names
// what is no fact, or when a reason is given for what a test proves, it exits with 1. What is proved only in
// part says so in reasons.go, too, and is counted as covered.
//
//	go run ./scripts/factcheck      # numbers by area, and what is uncovered
//	go run ./scripts/factcheck -v   # also which tests prove what
//
// Run it in the root directory of the module, or say -root.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// areas are the topics of the facts, by the letters of their numbers.
var areas = map[string]string{
	"A":  "interface and ABI",
	"C":  "conflicts between sources",
	"D":  "media",
	"E":  "ids and encoding",
	"F":  "frequency limits",
	"G":  "channel messages",
	"H":  "channels",
	"I":  "call invitations",
	"J":  "setParameters",
	"K":  "tokens",
	"L":  "lifecycle",
	"M":  "messages",
	"N":  "channel attributes",
	"O":  "presence",
	"OB": "observed on real libraries",
	"P":  "peer messages",
	"Q":  "logs",
	"R":  "return values and callbacks",
	"S":  "login and connection states",
	"T":  "threads and queue",
	"U":  "user attributes",
	"V":  "server-side extras",
	"W":  "could not be determined",
	"X":  "service context",
	"Y":  "member count query",
	"Z":  "ordering",
}

func main() {
	root := flag.String("root", ".", "root directory of the module")
	verbose := flag.Bool("v", false, "also list the tests of each fact")
	flag.Parse()

	found, err := scan(os.DirFS(*root), spec.Facts())
	if err != nil {
		fmt.Fprintln(os.Stderr, "factcheck:", err)
		os.Exit(2)
	}
	if !check(spec.Facts(), found, reasons, partly).report(os.Stdout, *verbose) {
		os.Exit(1)
	}
}

// verdict is what is known about one fact.
type verdict struct {
	spec.Fact
	places []place
	reason reason
	partly string // what is left to prove, of one that is covered
}

func (v *verdict) covered() bool { return len(v.places) > 0 }

// result is the outcome of a check.
type result struct {
	verdicts []*verdict
	wrong    []string
}

// check brings facts, comments and reasons together.
func check(facts []spec.Fact, found *comments, reasons map[string]reason, partly map[string]string) *result {
	r := &result{wrong: slices.Clone(found.wrong)}
	known := map[string]*verdict{}
	for _, f := range facts {
		v := &verdict{Fact: f, places: found.places[f.ID], reason: reasons[f.ID], partly: partly[f.ID]}
		known[f.ID] = v
		r.verdicts = append(r.verdicts, v)
	}
	for _, v := range r.verdicts {
		switch {
		case v.covered() && v.reason.kind != "":
			r.complain("%s has a reason for not being covered (%s), but %s names it", v.ID, v.reason.kind, v.places[0])
		case v.covered():
		case v.reason.kind == "":
			r.complain("%s is neither covered nor has it a reason: %s", v.ID, v.Text)
		case v.reason.kind == resolved && (known[v.reason.text] == nil || !known[v.reason.text].covered()):
			r.complain("%s is said to be resolved by %s, which no test covers", v.ID, v.reason.text)
		}
	}
	for _, id := range sortedKeys(found.places) {
		if known[id] == nil {
			r.complain("%s names %s, which is no fact", found.places[id][0], id)
		}
	}
	for _, id := range sortedKeys(reasons) {
		if known[id] == nil {
			r.complain("reasons.go has %s, which is no fact", id)
		}
	}
	for _, id := range sortedKeys(partly) {
		switch v := known[id]; {
		case v == nil:
			r.complain("reasons.go has %s as partly covered, which is no fact", id)
		case !v.covered():
			r.complain("%s is said to be partly covered, but no test names it", id)
		}
	}
	return r
}

func (r *result) complain(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

// report prints the result; it returns whether all is well.
func (r *result) report(out io.Writer, verbose bool) bool {
	byArea := map[string][]*verdict{}
	for _, v := range r.verdicts {
		byArea[v.Area()] = append(byArea[v.Area()], v)
	}
	covered, halves, excused := 0, 0, 0
	for _, area := range sortedKeys(byArea) {
		n := 0
		for _, v := range byArea[area] {
			if v.covered() {
				n++
				if v.partly != "" {
					halves++
				}
			} else if v.reason.kind != "" {
				excused++
			}
		}
		covered += n
		fmt.Fprintf(out, "%-2s  %3d of %3d covered  %s\n", area, n, len(byArea[area]), areas[area])
		for _, v := range byArea[area] {
			switch {
			case !v.covered() && v.reason.kind == "":
				fmt.Fprintf(out, "      %-5s UNCOVERED  %s\n", v.ID, v.Text)
			case !v.covered():
				fmt.Fprintf(out, "      %-5s %s\n", v.ID, v.reason)
			case verbose:
				fmt.Fprintf(out, "      %-5s %s\n", v.ID, joinPlaces(v.places))
				if v.partly != "" {
					fmt.Fprintf(out, "            partly: %s\n", v.partly)
				}
			}
		}
	}
	fmt.Fprintf(out, "\n%d facts: %d covered (%d of them partly), %d with a reason, %d without\n",
		len(r.verdicts), covered, halves, excused, len(r.verdicts)-covered-excused)
	for _, text := range r.wrong {
		fmt.Fprintln(out, "wrong:", text)
	}
	return len(r.wrong) == 0
}

func joinPlaces(places []place) string {
	texts := make([]string, 0, len(places))
	for _, p := range places {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, ", ")
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
