// This file finds the comments in which tests name the facts they prove.

package main

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// place is where a comment stands.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// comments is what was found.
type comments struct {
	places map[string][]place // by fact
	wrong  []string
}

var (
	factComment = regexp.MustCompile(`//\s*[Ff]acts?:(.*)$`)
	// One number, or a range of them.
	factIDs = regexp.MustCompile(`\b([A-Z]{1,2})-(\d\d)\b(?:\s*(?:to|\.\.)\s*([A-Z]{1,2})-(\d\d)\b)?`)
)

// scan looks at all tests of a tree. A range means the facts there are.
func scan(tree fs.FS, facts []spec.Fact) (*comments, error) {
	known := map[string]bool{}
	for _, f := range facts {
		known[f.ID] = true
	}
	found := &comments{places: map[string][]place{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && strings.HasPrefix(base, ".") || name == "lib" || name == "scripts/factcheck" {
				return fs.SkipDir
			}
			return nil
		}
		if !isTest(name) {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		lines := strings.Split(string(text), "\n")
		for i, line := range lines {
			if m := factComment.FindStringSubmatch(strings.TrimRight(line, "\r")); m != nil {
				list := m[1]
				for next := i + 1; strings.HasSuffix(strings.TrimSpace(list), ",") && next < len(lines); next++ {
					list += strings.TrimPrefix(strings.TrimSpace(lines[next]), "//")
				}
				found.add(place{name, i + 1}, list, known)
			}
		}
		return nil
	})
	return found, err
}

// add enters the facts that a comment names; words between them are for the reader.
func (c *comments) add(at place, list string, known map[string]bool) {
	all := factIDs.FindAllStringSubmatch(list, -1)
	if len(all) == 0 {
		c.wrong = append(c.wrong, fmt.Sprintf("%s names no fact: %s", at, strings.TrimSpace(list)))
	}
	for _, m := range all {
		area, first, lastArea, last := m[1], m[2], m[3], m[4]
		if lastArea == "" {
			c.enter(at, area+"-"+first)
			continue
		}
		if area != lastArea || first >= last {
			c.wrong = append(c.wrong, fmt.Sprintf("%s: not a range: %s", at, m[0]))
			continue
		}
		low, _ := strconv.Atoi(first)
		high, _ := strconv.Atoi(last)
		for n := low; n <= high; n++ {
			if id := fmt.Sprintf("%s-%02d", area, n); known[id] {
				c.enter(at, id)
			}
		}
	}
}

func (c *comments) enter(at place, id string) {
	c.places[id] = append(c.places[id], at)
}

// isTest tells the files that hold tests: Go's own, and the suites and C++ scenarios that they run.
func isTest(name string) bool {
	if strings.HasSuffix(name, "_test.go") {
		return true
	}
	switch path.Ext(name) {
	case ".go", ".cc", ".h":
		dir := "/" + path.Dir(name) + "/"
		for _, room := range []string{"/cloudtest/", "/emutest/", "/fakedrive/", "/testdata/"} {
			if strings.Contains(dir, room) {
				return true
			}
		}
	}
	return false
}
