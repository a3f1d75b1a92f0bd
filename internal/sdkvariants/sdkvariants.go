// Package sdkvariants makes stand-ins for the vendor's SDK, one for each version whose interface is
// known: headers with the interface of that version, and a library of that version over the
// scripted SDK (internal/fakesdk). Packed as the vendor packs them, they go through
// scripts/fetch_sdk.sh like the real ones, so that everything around the vendor's library can be
// tried without it.
//
// The headers follow from internal/spec/rtm-api.json alone; nothing in them is the vendor's text.
package sdkvariants

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// Variant is one version of the SDK.
type Variant struct {
	// ID names it in rtm-api.json.
	ID string
	// Version is what getRtmSdkVersion says.
	Version string
	// SONAME is what the loader knows the library by.
	SONAME string

	api    *spec.API // what the version has
	target *spec.API // what 1.5.0 has
	// The 1.2.2 header uses uint8_t and does not say where it comes from.
	noStdint bool
}

// All returns the variants, in the order of rtm-api.json.
func All() ([]*Variant, error) {
	api, err := spec.Load()
	if err != nil {
		return nil, err
	}
	var all []*Variant
	for _, description := range api.Variants {
		v, err := newVariant(api.Current(), description)
		if err != nil {
			return nil, fmt.Errorf("sdkvariants: %s: %w", description.ID, err)
		}
		all = append(all, v)
	}
	return all, nil
}

var identifier = regexp.MustCompile(`[A-Za-z_][A-Za-z_0-9]*`)

func newVariant(target *spec.API, description spec.Variant) (*Variant, error) {
	version, _, _ := strings.Cut(description.ID, "-")
	v := &Variant{
		ID:      description.ID,
		Version: version,
		SONAME:  "libagora_rtm_sdk.so",
		target:  target,
	}
	if version == "1.4.0" || version == "1.4.1" {
		v.SONAME = "libagora-rtm-sdk-jni.so"
	}
	gone := difference{names: map[string]bool{}, methods: map[string]bool{}, onlyField: map[string]string{}}
	for _, line := range description.Difference {
		if err := gone.read(line); err != nil {
			return nil, err
		}
	}
	v.noStdint = gone.noStdint
	for _, names := range [][]string{description.RemovedClasses, description.RemovedStructs, description.RemovedEnums} {
		for _, name := range names {
			gone.names[name] = true
		}
	}
	var err error
	v.api, err = gone.apply(target, description)
	return v, err
}

// difference is what a version lacks.
type difference struct {
	names     map[string]bool   // classes, structs, enums, values, functions; methods everywhere
	methods   map[string]bool   // Class::method
	onlyField map[string]string // the one field of a struct
	noGuard   bool
	noStdint  bool
}

var (
	methodsLine = regexp.MustCompile(`^(\w+): (\w+(?:, \w+)*)$`)
	namesLine   = regexp.MustCompile(`^(?:classes|enums|values) (\w+(?:, \w+)*)$`)
	mixedLine   = regexp.MustCompile(`^(?:(?:struct|function) \w+(?:, |$))+$`)
	noLine      = regexp.MustCompile(`^no (\w+)$`)
	fieldLine   = regexp.MustCompile(`^(\w+) has only (\w+)$`)
)

// read understands one line of difference_to_target.
func (d *difference) read(line string) error {
	if m := methodsLine.FindStringSubmatch(line); m != nil {
		for _, name := range identifier.FindAllString(m[2], -1) {
			d.methods[m[1]+"::"+name] = true
		}
		return nil
	}
	if m := namesLine.FindStringSubmatch(line); m != nil {
		for _, name := range identifier.FindAllString(m[1], -1) {
			d.names[name] = true
		}
		return nil
	}
	if mixedLine.MatchString(line) {
		for _, name := range identifier.FindAllString(line, -1) {
			d.names[name] = name != "struct" && name != "function"
		}
		return nil
	}
	if m := noLine.FindStringSubmatch(line); m != nil {
		d.names[m[1]] = true
		return nil
	}
	if m := fieldLine.FindStringSubmatch(line); m != nil {
		d.onlyField[m[1]] = m[2]
		return nil
	}
	switch line {
	case "same order as the target with these absent:":
	case "no AGORA_SDK_BOTH_RTM_AND_RTC guard":
		d.noGuard = true
	case "the header uses uint8_t without including <cstdint>: include it first":
		d.noStdint = true
	default:
		return fmt.Errorf("line of rtm-api.json not understood: %q", line)
	}
	return nil
}

// apply takes what is gone from a copy of the target.
func (d *difference) apply(target *spec.API, description spec.Variant) (*spec.API, error) {
	api := *target
	api.Enums, api.Structs, api.Classes, api.Functions = nil, nil, nil, nil
	for _, e := range target.Enums {
		if d.names[e.Name] {
			continue
		}
		e.Values = slices.DeleteFunc(slices.Clone(e.Values), func(v spec.EnumValue) bool { return d.names[v.Name] })
		if d.noGuard {
			e.Guard = nil
		}
		api.Enums = append(api.Enums, e)
	}
	for _, s := range target.Structs {
		if d.names[s.Name] {
			continue
		}
		if only := d.onlyField[s.Name]; only != "" {
			s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(f spec.Field) bool { return f.Name != only })
		}
		if s.AbsentFields[description.ID] != "" {
			s.Fields = nil
		}
		api.Structs = append(api.Structs, s)
	}
	for _, c := range target.Classes {
		if d.names[c.Name] {
			continue
		}
		if order := description.ClassOrder[c.Name]; order != nil {
			methods, err := inOrder(c.Methods, order)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.Name, err)
			}
			c.Methods = methods
		}
		c.Methods = slices.DeleteFunc(slices.Clone(c.Methods), func(m spec.Method) bool {
			return d.names[m.Name] || d.methods[c.Name+"::"+m.Name]
		})
		api.Classes = append(api.Classes, c)
	}
	for _, f := range target.Functions {
		if !d.names[f.Name] {
			api.Functions = append(api.Functions, f)
		}
	}
	return &api, nil
}

// inOrder finds the methods whose signatures, but for the result, are listed.
func inOrder(methods []spec.Method, signatures []string) ([]spec.Method, error) {
	squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	var found []spec.Method
	for _, signature := range signatures {
		i := slices.IndexFunc(methods, func(m spec.Method) bool {
			return strings.TrimPrefix(squeeze(m.Signature), squeeze(m.ReturnType)) == squeeze(signature)
		})
		if i < 0 {
			return nil, fmt.Errorf("no method %s", signature)
		}
		found = append(found, methods[i])
	}
	return found, nil
}

// Has tells whether the version has a class, struct, enum or function of that name.
func (v *Variant) Has(name string) bool {
	return slices.ContainsFunc(v.api.Classes, func(c spec.Class) bool { return c.Name == name }) ||
		slices.ContainsFunc(v.api.Structs, func(s spec.Struct) bool { return s.Name == name }) ||
		slices.ContainsFunc(v.api.Enums, func(e spec.Enum) bool { return e.Name == name }) ||
		slices.ContainsFunc(v.api.Functions, func(f spec.Function) bool { return f.Name == name })
}

// hasMethod tells whether the class has a method of that name.
func (v *Variant) hasMethod(class, method string) bool {
	return slices.ContainsFunc(v.api.Classes, func(c spec.Class) bool {
		return c.Name == class && slices.ContainsFunc(c.Methods, func(m spec.Method) bool { return m.Name == method })
	})
}
