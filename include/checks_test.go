package include_test

// The C++ programs that check the headers, written from the description of the interface.

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// prelude is what the generated programs start with.
const prelude = `
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

// The interface has methods that return "const long long".
#pragma GCC diagnostic ignored "-Wignored-qualifiers"

int failures = 0;

void check(bool ok, const char* what) {
  if (!ok) {
    std::printf("wrong: %s\n", what);
    ++failures;
  }
}

// Converts to anything, so that the initializers an aggregate takes can be counted.
struct Any {
  template <typename T>
  operator T() const;
};

template <typename T, typename... Args>
auto braces(int) -> decltype(T{std::declval<Args>()...}, std::true_type());
template <typename T, typename... Args>
std::false_type braces(...);

// A pointer to a virtual method is its offset in the vtable plus 1; or, on ARM, the offset, with
// the mark in the second word.
template <typename Method>
void check_slot(Method method, std::ptrdiff_t want, const char* what) {
  std::ptrdiff_t word[2];
  static_assert(sizeof method == sizeof word, "Itanium C++ ABI");
  std::memcpy(word, &method, sizeof word);
  const std::ptrdiff_t slot = static_cast<std::ptrdiff_t>(sizeof(void*));
  std::ptrdiff_t offset = -1;
  if (word[1] & 1) {
    offset = word[0];
  } else if (word[0] & 1) {
    offset = word[0] - 1;
  }
  check(offset == want * slot, what);
}

#define STRINGIZE(...) #__VA_ARGS__
#define TEXT_OF(...) STRINGIZE(__VA_ARGS__)

using namespace agora::rtm;

`

// program collects a C++ source file: declarations and the statements of its main.
type program struct {
	t     *testing.T
	decls strings.Builder
	stmts strings.Builder
	all   map[string]spec.Class
}

func (p *program) decl(format string, args ...any) { fmt.Fprintf(&p.decls, format+"\n", args...) }
func (p *program) stmt(format string, args ...any) {
	fmt.Fprintf(&p.stmts, "  "+format+"\n", args...)
}

// check adds a test at run time.
func (p *program) check(condition, what string) { p.stmt("check(%s, %q);", condition, what) }

// assert adds a test at compile time.
func (p *program) assert(condition, what string) { p.decl("static_assert(%s, %q);", condition, what) }

func (p *program) text() string {
	return p.decls.String() + "\nint main() {\n" + p.stmts.String() + "  return failures != 0;\n}\n"
}

// layoutProgram checks all there is to know about the headers, as a program of the SDK's user.
func layoutProgram(t *testing.T, api *spec.API) string {
	p := &program{t: t, all: map[string]spec.Class{}}
	p.decl("#include \"IAgoraRtmCallManager.h\"\n#include %q", factoryHeader)
	p.decl("%s", prelude)
	p.decl("using namespace agora;\nusing namespace agora::base;")
	for _, c := range api.Classes {
		p.all[c.Name] = c
	}
	for _, m := range api.Macros {
		p.macro(m)
	}
	for _, e := range api.Enums {
		p.enum(e)
	}
	enums := map[string]bool{}
	for _, e := range api.Enums {
		enums[e.Name] = true
	}
	for _, s := range api.Structs {
		p.structure(s, enums)
	}
	for _, c := range api.Classes {
		p.class(c)
	}
	for _, f := range api.Functions {
		p.function(f)
	}
	return p.text()
}

func (p *program) macro(m spec.Macro) {
	switch {
	case m.Value != "":
		p.check(fmt.Sprintf("std::strcmp(%s, %q) == 0", m.Name, m.Value), m.Name)
	case m.ValueLinux != nil:
		p.decl("#ifndef %s\n#error %s is not defined\n#endif", m.Name, m.Name)
		p.check(fmt.Sprintf("std::strcmp(TEXT_OF(%s), %q) == 0", m.Name, *m.ValueLinux), m.Name)
	default: // for the including program to define
		p.decl("#ifdef %s\n#error %s is defined\n#endif", m.Name, m.Name)
	}
}

func (p *program) enum(e spec.Enum) {
	p.assert(fmt.Sprintf("std::is_same<std::underlying_type<%s>::type, %s>::value", e.Name, e.UnderlyingType),
		"underlying type of "+e.Name)
	for _, v := range e.Values {
		p.assert(fmt.Sprintf("std::is_same<decltype(%s), %s>::value", v.Name, e.Name), "enum of "+v.Name)
		p.assert(fmt.Sprintf("%s == %du", v.Name, v.Value), "value of "+v.Name)
	}
}

// sizeOf returns the size of a C++ type of the interface, which is also its alignment.
func sizeOf(t *testing.T, cpp string, enums map[string]bool) int {
	sizes := map[string]int{"bool": 1, "int": 4, "long long": 8}
	switch {
	case strings.HasSuffix(cpp, "*"):
		return 8
	case enums[cpp]:
		return 4
	}
	require.Contains(t, sizes, cpp)
	return sizes[cpp]
}

func (p *program) structure(s spec.Struct, enums map[string]bool) {
	p.assert(fmt.Sprintf("sizeof(%s) == %d", s.Name, s.Size), "size of "+s.Name)
	p.assert(fmt.Sprintf("std::is_standard_layout<%s>::value", s.Name), "layout of "+s.Name)
	offset, sum := 0, 0
	for _, f := range s.Fields {
		size := sizeOf(p.t, f.Type, enums)
		offset = (offset + size - 1) / size * size
		member := s.Name + "::" + f.Name
		p.assert(fmt.Sprintf("offsetof(%s, %s) == %d", s.Name, f.Name, offset), "offset of "+member)
		p.assert(fmt.Sprintf("std::is_same<decltype(%s), %s>::value", member, f.Type), "type of "+member)
		offset += size
		sum += size
	}
	if !s.HasConstructor && !s.Initializers {
		// A field could hide in the padding; the number of initializers shows it.
		takes := func(n int) string {
			return fmt.Sprintf("decltype(braces<%s%s>(0))::value", s.Name, strings.Repeat(", Any", n))
		}
		p.assert("std::is_trivial<"+s.Name+">::value", s.Name+" has no constructor")
		p.assert(takes(len(s.Fields)), "fields of "+s.Name)
		p.assert("!"+takes(len(s.Fields)+1), "more fields in "+s.Name)
		return
	}
	require.Equal(p.t, s.Size, sum, "%s has padding a field could hide in", s.Name)
	p.stmt("{")
	p.stmt("  alignas(%s) unsigned char memory[sizeof(%s)];", s.Name, s.Name)
	p.stmt("  std::memset(memory, 0xa5, sizeof memory);")
	p.stmt("  %s* made = new (memory) %s;", s.Name, s.Name)
	for _, f := range s.Fields {
		require.NotEmpty(p.t, f.Default)
		p.check(fmt.Sprintf("made->%s == static_cast<%s>(%s)", f.Name, f.Type, f.Default),
			"default of "+s.Name+"::"+f.Name)
	}
	p.stmt("}")
}

// paramTypes returns the parameter list of a method without names.
func paramTypes(m spec.Method) string {
	types := make([]string, 0, len(m.Params))
	for _, param := range m.Params {
		types = append(types, param.Type)
	}
	return strings.Join(types, ", ")
}

func constness(m spec.Method) string {
	if m.Const {
		return " const"
	}
	return ""
}

// methods returns the virtual methods of a class with those of its base first.
func (p *program) methods(c spec.Class) []spec.Method {
	if c.Base == "" {
		return c.Methods
	}
	return append(append([]spec.Method{}, p.methods(p.all[c.Base])...), c.Methods...)
}

func (p *program) class(c spec.Class) {
	p.decl("")
	p.assert(fmt.Sprintf("sizeof(%s) == sizeof(void*)", c.Name), c.Name+" has no data")
	p.assert(fmt.Sprintf("std::has_virtual_destructor<%s>::value", c.Name), "destructor of "+c.Name)
	destructible := "!"
	if !c.ProtectedDestructor() {
		destructible = ""
	}
	p.assert(fmt.Sprintf("%sstd::is_destructible<%s>::value", destructible, c.Name),
		"access to the destructor of "+c.Name)
	if c.Base != "" {
		p.assert(fmt.Sprintf("std::is_convertible<%s*, %s*>::value", c.Name, c.Base), "base of "+c.Name)
	}

	methods := p.methods(c)
	for _, m := range c.Methods {
		what := c.Name + "::" + m.Signature
		p.stmt("check_slot(static_cast<%s (%s::*)(%s)%s>(&%s::%s), %d, %q);",
			m.ReturnType, c.Name, paramTypes(m), constness(m), c.Name, m.Name, m.Slot, "slot of "+what)
	}

	// A method of a derived class comes after all the others.
	p.decl("struct Last_%s : %s {\n  virtual void last();\n};", c.Name, c.Name)
	p.stmt("check_slot(&Last_%s::last, %d, %q);", c.Name, 2+len(methods), "number of methods of "+c.Name)

	// A class that overrides everything can be made, and sees the default arguments.
	p.decl("struct All_%s : %s {", c.Name, c.Name)
	for _, m := range methods {
		body := "std::abort();"
		params := make([]string, 0, len(m.Params))
		for i, param := range m.Params {
			params = append(params, param.Type)
			if param.Default != "" {
				params[i] += " given"
				body = fmt.Sprintf("check(given == %s, %q);", param.Default, "default argument of "+m.Name)
			}
		}
		p.decl("  %s %s(%s)%s override { %s }", m.ReturnType, m.Name, strings.Join(params, ", "), constness(m), body)
		if strings.HasPrefix(body, "check") {
			p.stmt("{\n    All_%s all;\n    static_cast<%s&>(all).%s();\n  }", c.Name, c.Name, m.Name)
		}
	}
	p.decl("};")
	p.assert(fmt.Sprintf("!std::is_abstract<All_%s>::value", c.Name), "pure methods of "+c.Name)

	if c.ImplementedBy == "application" {
		p.assert(fmt.Sprintf("!std::is_abstract<%s>::value", c.Name), c.Name+" has bodies")
		return
	}
	for i, m := range c.Methods {
		require.True(p.t, m.Pure)
		name := fmt.Sprintf("Without%d_%s", i, c.Name)
		p.decl("struct %s : %s {", name, c.Name)
		for j, other := range methods {
			if j != len(methods)-len(c.Methods)+i {
				p.decl("  %s %s(%s)%s override;", other.ReturnType, other.Name, paramTypes(other), constness(other))
			}
		}
		p.decl("};")
		p.assert(fmt.Sprintf("std::is_abstract<%s>::value", name), c.Name+"::"+m.Signature+" is pure")
	}
}

func (p *program) function(f spec.Function) {
	result, params, ok := strings.Cut(f.Signature, " "+f.Name+"(")
	require.True(p.t, ok)
	// Linking shows whether it has C linkage: stubsProgram defines the bare names alone.
	p.stmt("{\n    typedef %s Function(%s;", result, params)
	p.stmt("  Function* volatile function = &%s;", f.Name)
	p.stmt("  check(function != nullptr, %q);\n  }", f.Name)
}

// stubsProgram defines the library's functions as plain symbols, without the headers.
func stubsProgram(api *spec.API) string {
	var b strings.Builder
	for _, f := range api.Functions {
		fmt.Fprintf(&b, "extern \"C\" void %s() {}\n", f.Symbol)
	}
	return b.String()
}

// guardProgram takes for itself every name that the headers promise to hide on demand.
func guardProgram(t *testing.T, api *spec.API) string {
	p := &program{t: t}
	guards := 0
	for _, e := range api.Enums {
		if e.Guard != nil {
			p.decl("#define %s", e.Guard.HiddenWhenDefined)
			guards++
		}
	}
	require.Positive(t, guards)
	p.decl(`#include "IAgoraRtmCallManager.h"`)
	p.decl("%s", prelude)
	p.decl("namespace agora {\nnamespace rtm {")
	for _, e := range api.Enums {
		if e.Guard != nil {
			p.decl("struct %s {};", e.Name)
			for _, v := range e.Values {
				p.decl("extern char %s;", v.Name)
			}
		}
	}
	p.decl("}  // namespace rtm\n}  // namespace agora")
	p.check("RtmServiceContext().areaCode == -1", "area code")
	return p.text()
}
