// This file writes the C++ to Go tables of the README.

package main

import (
	"fmt"
	"strings"
)

// The generated part of the README stands between these two lines.
const (
	markerBegin = "<!-- apicheck: what follows is written by go run ./scripts/apicheck -write -->"
	markerEnd   = "<!-- apicheck: end -->"
)

// tables returns what stands between the markers.
func (c *coverage) tables() string {
	var b strings.Builder
	row := func(cpp, goText string) { fmt.Fprintf(&b, "| `%s` | %s |\n", cpp, goText) }
	head := func(title string) { fmt.Fprintf(&b, "\n%s\n\n| C++ | Go |\n|---|---|\n", title) }

	head("### Types and functions")
	for _, it := range c.items {
		switch it.kind {
		case kindClass, kindStruct, kindFunction, kindMacro:
			row(it.name, c.goText(it.goNames, it))
		}
	}

	b.WriteString("\n### Methods, callbacks and fields\n\n<details>\n<summary>All of them, by class</summary>\n")
	for i, owner := range c.items {
		if owner.kind != kindClass && owner.kind != kindStruct {
			continue
		}
		head("#### `" + owner.name + "`")
		done := map[string]bool{}
		for _, it := range c.items[i+1:] {
			if it.group != owner.name {
				break
			}
			if !done[it.name] {
				done[it.name] = true
				row(it.name, c.goText(c.overloads(it.path()), it))
			}
		}
	}

	b.WriteString("\n</details>\n")
	head("### Enums")
	for _, it := range c.items {
		if it.kind == kindEnum {
			row(it.name, c.goText(it.goNames, it))
		}
	}
	b.WriteByte('\n')
	return b.String()
}

// overloads unites the Go names of all overloads.
func (c *coverage) overloads(path string) []string {
	all := new(item)
	for _, it := range c.items {
		if it.path() == path {
			for _, name := range it.goNames {
				all.addGo(name)
			}
		}
	}
	return all.goNames
}

// goText is the right side of a row. A callback that is no field of a handler is what a method
// returns.
func (c *coverage) goText(names []string, it *item) string {
	if len(names) == 0 {
		if it.unneeded {
			return "nothing to do"
		}
		return "missing"
	}
	var handlers, others []string
	for _, name := range names {
		owner, _, _ := strings.Cut(name, ".")
		if it.kind == kindMethod && strings.HasSuffix(it.group, "EventHandler") && !strings.HasSuffix(owner, "Handler") {
			others = append(others, "`"+name+"`")
		} else {
			handlers = append(handlers, "`"+name+"`")
		}
	}
	if len(others) == 0 || it.isEvent() {
		return strings.Join(append(handlers, others...), ", ")
	}
	verb := " returns"
	if len(others) > 1 {
		verb = " return"
	}
	text := "what " + strings.Join(others, ", ") + verb
	if len(handlers) > 0 {
		text += "; " + strings.Join(handlers, ", ")
	}
	return text
}

// isEvent tells a callback that comes unasked from one that reports a result.
func (it *item) isEvent() bool {
	for _, end := range []string{"Changed", "Received", "FromPeer"} {
		if strings.HasSuffix(it.name, end) {
			return true
		}
	}
	return false
}

// replaceTables puts the tables into the README's text.
func replaceTables(readme, tables string) (string, error) {
	before, rest, ok := strings.Cut(readme, markerBegin+"\n")
	if !ok {
		return "", fmt.Errorf("the README has no line %s", markerBegin)
	}
	_, after, ok := strings.Cut(rest, markerEnd+"\n")
	if !ok {
		return "", fmt.Errorf("the README has no line %s", markerEnd)
	}
	return before + markerBegin + "\n" + tables + markerEnd + "\n" + after, nil
}
