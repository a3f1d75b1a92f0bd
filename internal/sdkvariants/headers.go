// The C++ headers of a version.

package sdkvariants

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// The names of the headers.
const (
	ServiceHeader = "IAgoraRtmService.h"
	CallsHeader   = "IAgoraRtmCallManager.h"
)

// Headers returns the texts of the version's headers by name.
func (v *Variant) Headers() map[string]string {
	return map[string]string{ServiceHeader: v.serviceHeader(), CallsHeader: v.callsHeader()}
}

func (v *Variant) serviceHeader() string {
	var w writer
	w.line("// Interface of SDK %s, made from rtm-api.json for tests.", v.Version)
	w.line("#pragma once")
	if !v.noStdint {
		w.line("#include <stdint.h>")
	}
	for _, m := range v.api.Macros {
		switch {
		case m.Value != "":
			w.line("#define %s %q", m.Name, m.Value)
		case m.ValueLinux != nil:
			w.line("#define %s %s", m.Name, *m.ValueLinux)
		}
	}
	w.line("namespace agora {\nnamespace rtm {")
	for _, e := range v.api.Enums {
		if e.Header == ServiceHeader {
			w.enum(e)
		}
	}
	w.line("class IRtmCallManager;\nclass IRtmCallEventHandler;")
	for _, s := range v.api.Structs {
		w.structure(s)
	}
	for _, c := range v.api.Classes {
		if c.Header == ServiceHeader {
			w.class(c)
		}
	}
	for _, f := range v.api.Functions {
		w.line("AGORA_API %s;", f.Signature)
	}
	w.line("}  // namespace rtm\n}  // namespace agora")
	return w.String()
}

func (v *Variant) callsHeader() string {
	var w writer
	w.line("// Interface of SDK %s, made from rtm-api.json for tests.", v.Version)
	w.line("#pragma once\n#include %q", ServiceHeader)
	w.line("namespace agora {\nnamespace rtm {")
	for _, e := range v.api.Enums {
		if e.Header == CallsHeader {
			w.enum(e)
		}
	}
	for _, c := range v.api.Classes {
		if c.Header == CallsHeader {
			w.class(c)
		}
	}
	w.line("}  // namespace rtm\n}  // namespace agora")
	return w.String()
}

// lacking declares what 1.5.0 has and the version lacks, for the scripted SDK, which is written
// against 1.5.0: none of it gets across the interface.
func (v *Variant) lacking() string {
	var w writer
	w.line("#include <stdint.h>\n#include %q", CallsHeader)
	w.line("namespace agora {\nnamespace rtm {")
	for _, e := range v.target.Enums {
		i := slices.IndexFunc(v.api.Enums, func(own spec.Enum) bool { return own.Name == e.Name })
		if i < 0 {
			w.enum(e)
			continue
		}
		for _, value := range e.Values {
			if !slices.ContainsFunc(v.api.Enums[i].Values, func(own spec.EnumValue) bool { return own.Name == value.Name }) {
				w.line("const %s %s = static_cast<%s>(%d);", e.Name, value.Name, e.Name, value.Value)
			}
		}
	}
	for _, s := range v.target.Structs {
		if !v.Has(s.Name) {
			w.structure(s)
		}
	}
	for _, c := range v.target.Classes {
		if !v.Has(c.Name) {
			w.class(c)
		}
	}
	w.line("}  // namespace rtm\n}  // namespace agora")
	if !v.Has("IFileMessage") {
		w.line("#define FAKESDK_NO_MEDIA")
	}
	if !v.hasMethod("IRtmServiceEventHandler", "onTokenPrivilegeWillExpire") {
		w.line("#define FAKESDK_NO_PRIVILEGE_WILL_EXPIRE")
	}
	for _, s := range v.api.Structs {
		if s.Name == "SendMessageOptions" && len(s.Fields) == 0 {
			w.line("#define FAKESDK_NO_SEND_OPTIONS")
		}
	}
	if !v.Has("setRtmServiceContext") {
		w.line("#define FAKESDK_NO_CONTEXT")
	}
	w.line("#define FAKESDK_VERSION %q", v.Version)
	return w.String()
}

// writer writes declarations.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

func (w *writer) enum(e spec.Enum) {
	if e.Guard != nil {
		w.line("#ifndef %s", e.Guard.HiddenWhenDefined)
	}
	w.line("enum %s {", e.Name)
	for _, v := range e.Values {
		w.line("  %s = %#x,", v.Name, v.Value)
	}
	w.line("};")
	if e.Guard != nil {
		w.line("#endif")
	}
}

func (w *writer) structure(s spec.Struct) {
	w.line("struct %s {", s.Name)
	var inits []string
	for _, f := range s.Fields {
		switch {
		case s.Initializers:
			w.line("  %s %s = %s;", f.Type, f.Name, f.Default)
		default:
			w.line("  %s %s;", f.Type, f.Name)
		}
		inits = append(inits, f.Name+"("+f.Default+")")
	}
	if s.HasConstructor && len(inits) > 0 {
		w.line("  %s() : %s {}", s.Name, strings.Join(inits, ", "))
	}
	w.line("};")
}

func (w *writer) class(c spec.Class) {
	base := ""
	if c.Base != "" {
		base = " : public " + c.Base
	}
	w.line("class %s%s {", c.Name, base)
	if c.DestructorDeclared {
		if c.ProtectedDestructor() {
			w.line(" protected:\n  virtual ~%s() {}", c.Name)
			w.line(" public:")
		} else {
			w.line(" public:\n  virtual ~%s() {}", c.Name)
		}
	} else {
		w.line(" public:")
	}
	for _, m := range c.Methods {
		w.line("  virtual %s %s(%s)%s%s", m.ReturnType, m.Name, parameters(m), constness(m), body(m))
	}
	w.line("};")
}

func parameters(m spec.Method) string {
	var params []string
	for _, p := range m.Params {
		text := p.Type + " " + p.Name
		if element, array := strings.CutSuffix(p.Type, "[]"); array {
			text = element + p.Name + "[]"
		}
		if p.Default != "" {
			text += " = " + p.Default
		}
		params = append(params, text)
	}
	return strings.Join(params, ", ")
}

func constness(m spec.Method) string {
	if m.Const {
		return " const"
	}
	return ""
}

// body is pure, or what the vendor's handlers have: casts without a use, of which -Wall has something
// to say.
func body(m spec.Method) string {
	if m.Pure {
		return " = 0;"
	}
	var casts strings.Builder
	for _, p := range m.Params {
		t := p.Type
		if element, array := strings.CutSuffix(t, "[]"); array {
			t = element + "*"
		}
		fmt.Fprintf(&casts, " (%s)%s;", t, p.Name)
	}
	return " {" + casts.String() + " }"
}
