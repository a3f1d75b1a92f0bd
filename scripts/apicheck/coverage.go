// This file compares the C++ interface with the Go API: which Go identifiers stand for what.

package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// kind is what sort of declaration an item is.
type kind int

const (
	kindFunction kind = iota
	kindMacro
	kindClass
	kindMethod
	kindStruct
	kindField
	kindEnum
	kindValue
)

// item is one part of the C++ interface.
type item struct {
	kind kind
	// group is the class, struct or enum it is or belongs to; of a function or macro, its name.
	group string
	// name is the last part of its name.
	name string
	// signature is the declaration of a method or function.
	signature string
	// goNames are the Go identifiers that stand for it.
	goNames []string
	// unneeded tells that Go needs no counterpart.
	unneeded bool
}

// path is the C++ name, which overloads share.
func (it *item) path() string {
	if it.kind == kindMethod || it.kind == kindField {
		return it.group + "::" + it.name
	}
	return it.name
}

// String says what is missing.
func (it *item) String() string {
	if it.signature != "" {
		return it.path() + "   " + it.signature
	}
	return it.path()
}

// line is the text of the "Implements:" line: the signature, or the name of what has none.
func (it *item) line() string {
	switch it.kind {
	case kindClass:
		return "class " + it.name
	case kindStruct:
		return "struct " + it.name
	case kindMacro:
		return it.name
	}
	return it.signature
}

// addGo enters a Go identifier once.
func (it *item) addGo(name string) {
	if !slices.Contains(it.goNames, name) {
		it.goNames = append(it.goNames, name)
	}
}

// items lists the interface in the order of the headers.
func (h *header) items() (all []*item) {
	for _, f := range h.Functions {
		all = append(all, &item{kind: kindFunction, group: f.Name, name: f.Name, signature: f.Signature})
	}
	for _, name := range h.Macros {
		all = append(all, &item{kind: kindMacro, group: name, name: name})
	}
	for _, c := range h.Classes {
		all = append(all, &item{kind: kindClass, group: c.Name, name: c.Name})
		for _, m := range c.Methods {
			all = append(all, &item{kind: kindMethod, group: c.Name, name: m.Name, signature: m.Signature})
		}
	}
	for _, s := range h.Structs {
		all = append(all, &item{kind: kindStruct, group: s.Name, name: s.Name})
		for _, f := range s.Fields {
			all = append(all, &item{kind: kindField, group: s.Name, name: f.Name})
		}
	}
	for _, e := range h.Enums {
		all = append(all, &item{kind: kindEnum, group: e.Name, name: e.Name})
		for _, v := range e.Values {
			all = append(all, &item{kind: kindValue, group: e.Name, name: v.Name})
		}
	}
	return all
}

// coverage is what stands for what, and what is wrong.
type coverage struct {
	items []*item
	// wrong are mistakes in "Implements:" lines and in the table.
	wrong []string
}

// missing lists what nothing stands for.
func (c *coverage) missing() (missing []*item) {
	for _, it := range c.items {
		if len(it.goNames) == 0 && !it.unneeded {
			missing = append(missing, it)
		}
	}
	return missing
}

func (c *coverage) complain(format string, args ...any) {
	c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
}

// cover compares the two sides. The table names what no "Implements:" line can stand at.
func cover(h *header, api goAPI, table map[string][]string) *coverage {
	c := &coverage{items: h.items()}
	c.lines(api)
	c.table(api, table)
	c.fields(api)
	c.enums(h, api)
	return c
}

// lines follows the "Implements:" lines. A line says no class: it means that of the Go type it
// stands at, or the only one that has such a declaration.
func (c *coverage) lines(api goAPI) {
	bySignature := map[string][]*item{}
	for _, it := range c.items {
		if line := it.line(); line != "" {
			bySignature[line] = append(bySignature[line], it)
		}
	}
	classes := map[string][]string{} // of a Go type
	for name, g := range api {
		for _, declaration := range g.implements() {
			if class, ok := strings.CutPrefix(normalise(declaration), "class "); ok {
				classes[name] = append(classes[name], class)
			}
		}
	}
	for _, name := range api.names() {
		g := api[name]
		for _, declaration := range g.implements() {
			candidates := bySignature[normalise(declaration)]
			own := slices.DeleteFunc(slices.Clone(candidates), func(it *item) bool {
				return !slices.Contains(classes[g.owner()], it.group)
			})
			if len(own) > 0 {
				candidates = own
			}
			switch {
			case len(candidates) == 0:
				c.complain("%s implements what the headers do not declare: %s", name, declaration)
			case len(own) == 0 && len(candidates) > 1:
				c.complain("%s does not say whose declaration it implements: %s (its type needs an \"Implements: class\" line)", name, declaration)
			default:
				for _, it := range candidates {
					if g.means(it.name) {
						it.addGo(name)
					}
				}
			}
		}
	}
}

// table enters what the table says.
func (c *coverage) table(api goAPI, table map[string][]string) {
	for _, path := range sortedKeys(table) {
		goNames := table[path]
		for _, name := range goNames {
			if api[name] == nil {
				c.complain("the table says %s is %s, which package agorartm does not have", path, name)
			}
		}
		found := false
		for _, it := range c.items {
			if it.path() != path {
				continue
			}
			found = true
			it.unneeded = len(goNames) == 0
			for _, name := range goNames {
				if api[name] != nil {
					it.addGo(name)
				}
			}
		}
		if !found {
			c.complain("the table has %s, which the headers do not declare", path)
		}
	}
}

// fields finds members of structs by their names: peerId is PeerID.
func (c *coverage) fields(api goAPI) {
	types := map[string][]string{}
	for _, it := range c.items {
		switch it.kind {
		case kindStruct:
			types[it.name] = it.goNames
		case kindField:
			for _, typ := range types[it.group] {
				if name := typ + "." + exported(it.name); api[name] != nil {
					it.addGo(name)
				}
			}
		}
	}
}

// exported turns a C++ member's name into the Go one.
func exported(name string) string {
	if stem, ok := strings.CutSuffix(name, "Id"); ok {
		name = stem + "ID"
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// enums finds enums and their values by the comments of the generated constants: each begins with
// its Go name, "is" and its C++ name. The numbers have to agree as well.
func (c *coverage) enums(h *header, api goAPI) {
	stands := map[string]*goName{}
	for _, name := range api.names() {
		words := strings.Fields(api[name].doc)
		if len(words) > 2 && words[0] == name && words[1] == "is" {
			if cpp, ok := strings.CutSuffix(words[2], ":"); ok {
				stands[cpp] = api[name]
			}
		}
	}
	numbers := map[string]uint32{}
	for _, e := range h.Enums {
		for _, v := range e.Values {
			numbers[v.Name] = v.Value
		}
	}
	for _, it := range c.items {
		g := stands[it.name]
		if g == nil || it.kind != kindEnum && it.kind != kindValue {
			continue
		}
		it.addGo(g.name)
		if want := strconv.FormatUint(uint64(numbers[it.name]), 10); it.kind == kindValue && g.value != want {
			c.complain("%s is %s, but %s is %s", it.name, want, g.name, g.value)
		}
	}
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
