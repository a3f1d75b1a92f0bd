// This file holds the parser of the C++ headers in include/: as much of C++ as they use.

package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// header is what the C++ headers declare.
type header struct {
	Functions []cppMethod
	Classes   []cppClass
	Structs   []cppStruct
	Enums     []cppEnum
	// Macros are those that stand for a text.
	Macros []string
}

// cppClass is an interface class.
type cppClass struct {
	Name, Base string
	Methods    []cppMethod
}

// cppMethod is a virtual method or a free function. Signature is its declaration with the spacing of
// normalise, without virtual and "= 0".
type cppMethod struct {
	Name, Signature string
}

// cppStruct is a struct with plain members.
type cppStruct struct {
	Name   string
	Fields []cppField
}

// cppField is one member of a struct.
type cppField struct {
	Name, Type string
}

// cppEnum is an enumeration.
type cppEnum struct {
	Name   string
	Values []cppValue
}

// cppValue is one enumerator.
type cppValue struct {
	Name  string
	Value uint32
}

var (
	// Names of unused parameters stand in comments; they belong to the signature.
	commentedName = regexp.MustCompile(`/\*(\w+)\*/`)
	blockComment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	lineComment   = regexp.MustCompile(`(?m)//.*$`)
	textMacro     = regexp.MustCompile(`(?m)^\s*#\s*define\s+(\w+)\s+"`)
	preprocessor  = regexp.MustCompile(`(?m)^\s*#.*$`)
	cppToken      = regexp.MustCompile(`\w+|::|\S`)
	word          = regexp.MustCompile(`^\w`)
)

// tokens splits C++ text into words and signs, without comments, preprocessor lines and the macros
// that say how a function is called.
func tokens(text string) []string {
	text = commentedName.ReplaceAllString(text, "$1")
	text = blockComment.ReplaceAllString(text, " ")
	text = lineComment.ReplaceAllString(text, "")
	text = preprocessor.ReplaceAllString(text, "")
	var all []string
	for _, token := range cppToken.FindAllString(text, -1) {
		if token != "AGORA_API" && token != "AGORA_CALL" {
			all = append(all, token)
		}
	}
	return all
}

// join writes tokens with one spacing.
func join(list []string) string {
	var b strings.Builder
	for i, token := range list {
		if i > 0 && spaced(list[i-1], token) {
			b.WriteByte(' ')
		}
		b.WriteString(token)
	}
	return b.String()
}

func spaced(before, token string) bool {
	switch {
	case before == "," || before == "=" || token == "=":
		return true
	case word.MatchString(token):
		return word.MatchString(before) || before == "*" || before == "&" || before == ")"
	}
	return false
}

// normalise gives a declaration the spacing that header has, and leaves out the namespace of RTM.
func normalise(declaration string) string {
	return strings.ReplaceAll(join(tokens(declaration)), "agora::rtm::", "")
}

// parser walks over the tokens of one header.
type parser struct {
	list []string
	at   int
	out  *header
}

// parse adds to h what a header's text declares.
func (h *header) parse(text string) error {
	for _, m := range textMacro.FindAllStringSubmatch(text, -1) {
		h.Macros = append(h.Macros, m[1])
	}
	p := &parser{list: tokens(text), out: h}
	if err := p.declarations(); err != nil {
		return err
	}
	if p.at < len(p.list) {
		return p.unexpected("the end")
	}
	return nil
}

// next takes a token; at the end it is empty.
func (p *parser) next() string {
	token := p.peek()
	p.at++
	return token
}

func (p *parser) peek() string {
	if p.at < len(p.list) {
		return p.list[p.at]
	}
	return ""
}

func (p *parser) unexpected(wanted string) error {
	from := max(min(p.at, len(p.list))-5, 0)
	return fmt.Errorf("header: want %s after %q", wanted, join(p.list[from:min(p.at, len(p.list))]))
}

// expect takes the tokens given.
func (p *parser) expect(wanted ...string) error {
	for _, token := range wanted {
		if p.next() != token {
			return p.unexpected(token)
		}
	}
	return nil
}

// until takes the tokens before the first of the ends that stands outside of parentheses.
func (p *parser) until(ends ...string) ([]string, error) {
	depth := 0
	for from := p.at; p.at < len(p.list); p.at++ {
		token := p.list[p.at]
		if depth == 0 {
			for _, end := range ends {
				if token == end {
					return p.list[from:p.at], nil
				}
			}
		}
		switch token {
		case "(":
			depth++
		case ")":
			depth--
		}
	}
	return nil, p.unexpected(strings.Join(ends, " or "))
}

// declarations reads a file, or a namespace up to its closing brace.
func (p *parser) declarations() error {
	for {
		var err error
		switch p.peek() {
		case "", "}":
			return nil
		case "namespace":
			p.next()
			p.next() // the name
			if err = p.expect("{"); err == nil {
				if err = p.declarations(); err == nil {
					err = p.expect("}")
				}
			}
		case "enum":
			err = p.enum()
		case "struct":
			err = p.structure()
		case "class":
			err = p.class()
		default:
			var declaration []string
			if declaration, err = p.until(";"); err == nil {
				p.next()
				var f cppMethod
				if f, err = method(declaration); err == nil {
					p.out.Functions = append(p.out.Functions, f)
				}
			}
		}
		if err != nil {
			return err
		}
	}
}

func (p *parser) enum() error {
	p.next()
	e := cppEnum{Name: p.next()}
	if err := p.expect("{"); err != nil {
		return err
	}
	for p.peek() != "}" {
		v := cppValue{Name: p.next()}
		if err := p.expect("="); err != nil {
			return err
		}
		number, err := strconv.ParseUint(p.next(), 0, 32)
		if err != nil {
			return fmt.Errorf("header: %s: %w", v.Name, err)
		}
		v.Value = uint32(number)
		e.Values = append(e.Values, v)
		if p.peek() == "," {
			p.next()
		}
	}
	p.out.Enums = append(p.out.Enums, e)
	return p.expect("}", ";")
}

func (p *parser) structure() error {
	p.next()
	s := cppStruct{Name: p.next()}
	if err := p.expect("{"); err != nil {
		return err
	}
	for p.peek() != "}" {
		if p.peek() == s.Name { // the constructor
			if _, err := p.until("{"); err != nil {
				return err
			}
			if err := p.expect("{", "}"); err != nil {
				return err
			}
			continue
		}
		member, err := p.until("=", ";")
		if err != nil {
			return err
		}
		if len(member) < 2 {
			return p.unexpected("a member of " + s.Name)
		}
		last := len(member) - 1
		s.Fields = append(s.Fields, cppField{Name: member[last], Type: join(member[:last])})
		if _, err := p.until(";"); err != nil {
			return err
		}
		p.next()
	}
	p.out.Structs = append(p.out.Structs, s)
	return p.expect("}", ";")
}

func (p *parser) class() error {
	p.next()
	c := cppClass{Name: p.next()}
	if p.peek() == ";" { // declared only
		p.next()
		return nil
	}
	if p.peek() == ":" {
		if err := p.expect(":", "public"); err != nil {
			return err
		}
		c.Base = p.next()
	}
	if err := p.expect("{"); err != nil {
		return err
	}
	for p.peek() != "}" {
		switch p.peek() {
		case "public", "protected":
			p.next()
			if err := p.expect(":"); err != nil {
				return err
			}
			continue
		case "virtual":
			p.next()
		default:
			return p.unexpected("a virtual method of " + c.Name)
		}
		declaration, err := p.until("=", "{")
		if err != nil {
			return err
		}
		end := []string{"=", "0", ";"}
		if p.peek() == "{" {
			end = []string{"{", "}"}
		}
		if err := p.expect(end...); err != nil {
			return err
		}
		if declaration[0] == "~" {
			continue
		}
		m, err := method(declaration)
		if err != nil {
			return err
		}
		c.Methods = append(c.Methods, m)
	}
	p.out.Classes = append(p.out.Classes, c)
	return p.expect("}", ";")
}

// method makes a method or function from its declaration.
func method(declaration []string) (cppMethod, error) {
	for i, token := range declaration {
		if token == "(" && i > 1 {
			return cppMethod{Name: declaration[i-1], Signature: join(declaration)}, nil
		}
	}
	return cppMethod{}, fmt.Errorf("header: not a function: %s", join(declaration))
}
