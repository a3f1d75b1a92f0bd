package main

import (
	"bytes"
	"strings"
	"text/template"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// bindingEnum is one enum as the template of agorartm/codes_gen.go sees it.
type bindingEnum struct {
	Name    string // Go type
	Table   string // Go variable
	CName   string
	About   string
	IsError bool
	Values  []bindingValue
}

type bindingValue struct {
	Name     string // Go constant
	CName    string
	Value    uint32
	Meaning  string
	Sentinel string // Go expression
	Note     string
}

var bindingTemplate = template.Must(template.New("codes").Funcs(
	template.FuncMap{"comment": comment},
).Parse(generatedBy + `
// This file holds the SDK's enums as Go types. Those that report an outcome are errors: each knows
// what it means and which of this package's shared errors it stands for.

package agorartm

import "strconv"
{{range .}}
{{comment "" (printf "%s is %s: %s." .Name .CName .About)}}
type {{.Name}} uint32

// Values of {{.Name}}.
const (
{{- $type := .Name}}
{{- range .Values}}
{{comment "\t" (printf "%s is %s: %s." .Name .CName .Meaning)}}
	{{- with .Note}}
	//
	// {{.}}
	{{- end}}
	{{.Name}} {{$type}} = {{.Value}}
{{- end}}
)

var {{.Table}} = []enumValue{
{{- range .Values}}
	{ {{- .Value}}, "{{.CName}}", "{{.Meaning}}", {{.Sentinel -}} },
{{- end}}
}

// String returns the C++ name of c.
func (c {{.Name}}) String() string {
	return enumString("{{.CName}}", {{.Table}}, uint32(c))
}
{{- if .IsError}}

// Error says what c means and gives its C++ name and number.
func (c {{.Name}}) Error() string {
	return enumError("{{.CName}}", {{.Table}}, uint32(c))
}

// Is tells errors.Is which of this package's shared errors c stands for.
func (c {{.Name}}) Is(target error) bool {
	return enumIs({{.Table}}, uint32(c), target)
}
{{- end}}
{{end}}
// enumValue is what there is to know about one value of an enum. The shared error is nil when the
// value stands for itself.
type enumValue struct {
	value   uint32
	name    string
	meaning string
	shared  error
}

func findEnumValue(table []enumValue, value uint32) *enumValue {
	for i := range table {
		if table[i].value == value {
			return &table[i]
		}
	}
	return nil
}

func enumString(enum string, table []enumValue, value uint32) string {
	if v := findEnumValue(table, value); v != nil {
		return v.name
	}
	return enum + "(" + strconv.FormatUint(uint64(value), 10) + ")"
}

func enumError(enum string, table []enumValue, value uint32) string {
	if v := findEnumValue(table, value); v != nil {
		return v.meaning + " (" + v.name + ", " + strconv.FormatUint(uint64(value), 10) + ")"
	}
	return "unknown code " + enumString(enum, table, value)
}

func enumIs(table []enumValue, value uint32, target error) bool {
	v := findEnumValue(table, value)
	return v != nil && v.shared != nil && v.shared == target
}
`))

// bindingCodes writes agorartm/codes_gen.go.
func bindingCodes(api *spec.API) ([]byte, error) {
	enums := make([]bindingEnum, 0, len(api.Enums))
	for i := range api.Enums {
		e, err := newBindingEnum(&api.Enums[i])
		if err != nil {
			return nil, err
		}
		enums = append(enums, e)
	}
	var b bytes.Buffer
	if err := bindingTemplate.Execute(&b, enums); err != nil {
		return nil, err
	}
	return gofmt(b.Bytes())
}

func newBindingEnum(e *spec.Enum) (bindingEnum, error) {
	about, err := enumMeaning(e.Name)
	if err != nil {
		return bindingEnum{}, err
	}
	name := typeName(e.Name)
	b := bindingEnum{
		Name:    name,
		Table:   lowerFirst(name) + "Values",
		CName:   e.Name,
		About:   about,
		IsError: isError(e),
	}
	for _, v := range e.Values {
		text, err := meaning(v.Name)
		if err != nil {
			return bindingEnum{}, err
		}
		shared := ""
		if b.IsError {
			if shared, err = sentinel(v.Name); err != nil {
				return bindingEnum{}, err
			}
		}
		value := bindingValue{
			Name: valueName(v.Name), CName: v.Name, Value: v.Value, Meaning: text, Sentinel: "nil",
		}
		if shared != "" {
			value.Sentinel = shared
		}
		if v.DeprecatedSince != "" {
			value.Note = "Deprecated: no longer used since SDK " + v.DeprecatedSince + "."
		}
		b.Values = append(b.Values, value)
	}
	return b, nil
}

func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }
