// Package spec holds the facts about the C++ interface of the Agora RTM SDK (rtm-api.json) as Go
// values: every enum, struct, class, method and vtable slot.
//
// The code generator in gen, the header checks in include and the coverage checks read it. No
// package that ends up in a user's program does.
package spec

import (
	_ "embed" // for rtm-api.json
	"encoding/json"
	"fmt"
)

//go:generate go run ./gen

//go:embed rtm-api.json
var document []byte

// Namespace is the C++ namespace of everything in the 1.x headers.
const Namespace = "agora::rtm"

// API is the whole interface description.
type API struct {
	Meta      Meta       `json:"meta"`
	Enums     []Enum     `json:"enums"`
	Structs   []Struct   `json:"structs"`
	Classes   []Class    `json:"classes"`
	Functions []Function `json:"functions"`
	Macros    []Macro    `json:"macros"`
	Variants  []Variant  `json:"variants"`
}

// Meta says what the description is about.
type Meta struct {
	Title         string `json:"title"`
	TargetVersion string `json:"target_version"`
	FormatVersion int    `json:"format_version"`
	ABI           struct {
		Platform string   `json:"platform"`
		Headers  []string `json:"headers"`
	} `json:"abi"`
}

// Enum is one C++ enumeration.
type Enum struct {
	Name           string      `json:"name"`
	Namespace      string      `json:"namespace"`
	Header         string      `json:"header"`
	Since          string      `json:"since"`
	UnderlyingType string      `json:"underlying_type_linux"`
	Values         []EnumValue `json:"values"`
	Guard          *Guard      `json:"guard"`
}

// Guard says that a declaration disappears when the including program defines a macro.
type Guard struct {
	HiddenWhenDefined string `json:"hidden_when_macro_defined"`
}

// EnumValue is one enumerator.
type EnumValue struct {
	Name            string `json:"name"`
	Value           uint32 `json:"value"`
	Since           string `json:"since"`
	DeprecatedSince string `json:"deprecated_since"`
	Note            string `json:"note"`
}

// Struct is one C++ struct.
type Struct struct {
	Name           string  `json:"name"`
	Namespace      string  `json:"namespace"`
	HasConstructor bool    `json:"has_constructor"`
	Initializers   bool    `json:"default_member_initializers"`
	Size           int     `json:"sizeof_linux_x86_64"`
	Fields         []Field `json:"fields"`
	APIGeneration  string  `json:"api_generation"`
	// AbsentFields says, by the id of a variant, that the struct is empty there.
	AbsentFields map[string]string `json:"absent_fields_in_variants"`
}

// Field is one member of a struct. Default is empty when the member is left uninitialised.
type Field struct {
	Name            string `json:"name"`
	Type            string `json:"type"`
	Default         string `json:"default"`
	DeprecatedSince string `json:"deprecated_since"`
}

// Class is one C++ interface class. Base is empty when there is none.
type Class struct {
	Name               string   `json:"name"`
	Namespace          string   `json:"namespace"`
	Header             string   `json:"header"`
	Base               string   `json:"base"`
	Destructor         string   `json:"destructor"`
	DestructorDeclared bool     `json:"destructor_declared"`
	ImplementedBy      string   `json:"implemented_by"`
	Methods            []Method `json:"methods"`
	APIGeneration      string   `json:"api_generation"`
}

// ProtectedDestructor tells whether only the class itself may destroy its objects.
func (c *Class) ProtectedDestructor() bool { return c.Destructor == "protected virtual" }

// Method is one virtual method. Slot is its place in the vtable of SDK 1.5.0, where slots 0 and 1
// are the two destructors.
type Method struct {
	Name            string  `json:"name"`
	Signature       string  `json:"signature"`
	ReturnType      string  `json:"return_type"`
	Params          []Param `json:"params"`
	Const           bool    `json:"const"`
	Pure            bool    `json:"pure"`
	Kind            string  `json:"kind"`
	DeprecatedSince string  `json:"deprecated_since"`
	SyncResult      string  `json:"sync_result"`
	Slot            int     `json:"vtable_slot_1_5_0"`
	// The slots of other layouts; nil where the method is not there.
	Slot140 *int `json:"vtable_slot_1_4_0"`
	Slot151 *int `json:"vtable_slot_1_5_1_no_media"`
}

// Param is one parameter of a method. Array parameters carry their brackets in Type
// ("const char* []"); Default is the C++ default argument, or empty.
type Param struct {
	Name      string `json:"name"`
	Type      string `json:"type"`
	Default   string `json:"default"`
	Direction string `json:"direction"`
}

// Function is one free function.
type Function struct {
	Name          string `json:"name"`
	Namespace     string `json:"namespace"`
	Signature     string `json:"signature"`
	Linkage       string `json:"linkage"`
	Symbol        string `json:"symbol"`
	APIGeneration string `json:"api_generation"`
}

// Macro is one preprocessor name the headers define or look at.
type Macro struct {
	Name       string  `json:"name"`
	Kind       string  `json:"kind"`
	Value      string  `json:"value"`
	ValueLinux *string `json:"value_linux"`
}

// Variant is another released layout of the interface and how it differs from the target.
type Variant struct {
	ID         string   `json:"id"`
	Status     string   `json:"status"`
	Difference []string `json:"difference_to_target"`
	// ClassOrder has the methods of the classes that have others than the target, in their order.
	ClassOrder map[string][]string `json:"class_order"`
	// What is gone with all it holds.
	RemovedClasses []string `json:"removed_classes"`
	RemovedStructs []string `json:"removed_structs"`
	RemovedEnums   []string `json:"removed_enums"`
}

// Load parses the description that is built into the package.
func Load() (*API, error) {
	api := new(API)
	if err := json.Unmarshal(document, api); err != nil {
		return nil, fmt.Errorf("spec: rtm-api.json: %w", err)
	}
	return api, nil
}

// Current leaves out what belongs to the old 0.9.x object factory (IAgoraService.h) and returns the
// interface that include/ declares.
func (a *API) Current() *API {
	current := *a
	current.Structs, current.Classes, current.Functions = nil, nil, nil
	for _, s := range a.Structs {
		if s.APIGeneration == "" {
			current.Structs = append(current.Structs, s)
		}
	}
	for _, c := range a.Classes {
		if c.APIGeneration == "" {
			current.Classes = append(current.Classes, c)
		}
	}
	for _, f := range a.Functions {
		if f.APIGeneration == "" {
			current.Functions = append(current.Functions, f)
		}
	}
	return &current
}
