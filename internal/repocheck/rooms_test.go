// Package repocheck_test holds checks of the repository as a whole. This file:
// what may be where. Each rule is tried on a tree that breaks it, too.

package repocheck_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

const modulePath = "github.com/go-rtm/agora-rtm-go"

// root is the repository.
var root = os.DirFS("../..")

// A rule looks at a file, known by its slash-separated path, and says what is
// wrong with it.
type rule func(tree fs.FS, name string, f *sourceFile) []string

// sourceFile is a Go, C or C++ file.
type sourceFile struct {
	text    string
	imports []string // of a Go file
}

func (f *sourceFile) usesCgo() bool { return slices.Contains(f.imports, "C") }

var rules = map[string]rule{
	"import C only in its rooms":              cgoRooms,
	"go-pointer only in internal/handle":      goPointerRoom,
	"emulator stands alone":                   emulatorAlone,
	"import directions":                       importDirections,
	"the wire only in emulator/remote":        wireRoom,
	"SDK headers only below the shim":         headerRooms,
	"C++ names no Go symbol in csrc":          shimNamesNoGo,
	"headers enter the build cache":           headersEmbedded,
	"cgo lines carry no warnings, no debug":   cgoFlags,
	"no finalizers":                           noFinalizers,
	"no cgo call promised not to call back":   noNocallback,
	"library packages do not write to stdout": quietLibraries,
}

// in reports whether a file is one of those named, or under a directory (which
// is named with a slash at its end).
func in(name string, rooms ...string) bool {
	for _, room := range rooms {
		if name == room || strings.HasSuffix(room, "/") && strings.HasPrefix(name, room) {
			return true
		}
	}
	return false
}

func cgoRooms(_ fs.FS, name string, f *sourceFile) []string {
	if f.usesCgo() && !in(name, "agorartm/native.go", "agorartm/exports.go", "csrc/", "internal/emusdk/", "internal/fakesdk/", "bench/naive/", "cmd/") {
		return []string{`imports "C"`}
	}
	return nil
}

func goPointerRoom(_ fs.FS, name string, f *sourceFile) []string {
	if slices.Contains(f.imports, "github.com/mattn/go-pointer") && !in(name, "internal/handle/") {
		return []string{"imports go-pointer"}
	}
	return nil
}

func emulatorAlone(_ fs.FS, name string, f *sourceFile) (bad []string) {
	if !in(name, "emulator/") {
		return nil
	}
	for _, imported := range f.imports {
		// Tokens are a leaf of their own, which imports nothing of ours.
		if ours(imported) && !in(imported+"/", modulePath+"/emulator/") && imported != modulePath+"/token" {
			// Tests may check themselves against the facts.
			if strings.HasSuffix(name, "_test.go") && imported == modulePath+"/internal/spec" {
				continue
			}
			bad = append(bad, "imports "+imported)
		}
	}
	return bad
}

// The library behind the wire can be exchanged for another as long as one package knows it.
func wireRoom(_ fs.FS, name string, f *sourceFile) []string {
	if slices.Contains(f.imports, "github.com/sourcegraph/jsonrpc2") && !in(name, "emulator/remote/") {
		return []string{"imports jsonrpc2"}
	}
	return nil
}

func ours(imported string) bool { return in(imported+"/", modulePath+"/") }

func importDirections(_ fs.FS, name string, f *sourceFile) (bad []string) {
	if strings.HasSuffix(name, "_test.go") {
		return nil
	}
	// What a package may import of ours; packages not named here may import all.
	allowed := map[string][]string{
		"agorartm":           {"csrc", "internal/emusdk", "internal/handle", "internal/nativesdk"},
		"agorartm/rtmtest":   {"agorartm", "emulator"},
		"csrc":               {"include"},
		"include":            {},
		"internal/emusdk":    {"emulator", "emulator/remote", "include", "internal/handle"},
		"internal/fakesdk":   {"include", "internal/nativesdk", "internal/handle"},
		"internal/handle":    {},
		"internal/nativesdk": {},
		"token":              {},
	}
	permitted, known := allowed[path.Dir(name)]
	if !known {
		return nil
	}
	for _, imported := range f.imports {
		if ours(imported) && !slices.Contains(permitted, strings.TrimPrefix(imported, modulePath+"/")) {
			bad = append(bad, "imports "+imported)
		}
	}
	return bad
}

var includesSDK = regexp.MustCompile(`(?m)^(?://)?\s*#\s*include\s*["<](IAgora\w+\.h)[">]`)

func headerRooms(_ fs.FS, name string, f *sourceFile) (bad []string) {
	if in(name, "csrc/", "include/", "internal/emusdk/", "internal/fakesdk/", "bench/naive/", "cmd/libagora_rtm_sdk/", "examples/cpp/") && !strings.HasSuffix(name, ".go") ||
		strings.HasSuffix(name, "_test.go") || in(name, "internal/spec/gen/") { // these write C++ into strings
		return nil
	}
	for _, m := range includesSDK.FindAllStringSubmatch(f.text, -1) {
		bad = append(bad, "includes "+m[1])
	}
	return bad
}

func shimNamesNoGo(_ fs.FS, name string, f *sourceFile) []string {
	if in(name, "csrc/") && (strings.Contains(f.text, "_cgo_export.h") || strings.Contains(f.text, "\n//export ")) {
		return []string{"names a Go symbol"}
	}
	return nil
}

var embedsHeaders = regexp.MustCompile(`(?m)^//go:embed (.* )?\*\.h\b`)

func headersEmbedded(tree fs.FS, name string, _ *sourceFile) []string {
	if path.Ext(name) != ".h" {
		return nil
	}
	goFiles, _ := fs.Glob(tree, path.Join(path.Dir(name), "*.go"))
	for _, file := range goFiles {
		text, err := fs.ReadFile(tree, file)
		if err == nil && embedsHeaders.Match(text) {
			return nil
		}
	}
	return []string{"is not embedded by its package (//go:embed *.h), so editing it leaves stale objects"}
}

var cgoLine = regexp.MustCompile(`(?m)^(?://)?\s*#cgo\s.*(?:FLAGS:.*\s-(?:W|g|O|fsanitize)|LDFLAGS:)`)

func cgoFlags(_ fs.FS, name string, f *sourceFile) (bad []string) {
	if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
		return nil
	}
	for _, line := range cgoLine.FindAllString(f.text, -1) {
		bad = append(bad, "has "+line)
	}
	return bad
}

func noFinalizers(_ fs.FS, name string, f *sourceFile) []string {
	if path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") && strings.Contains(f.text, "runtime.SetFinalizer(") {
		return []string{"calls runtime.SetFinalizer"}
	}
	return nil
}

var nocallback = regexp.MustCompile(`(?m)^(?://)?\s*#cgo\s+nocallback\b`)

func noNocallback(_ fs.FS, name string, f *sourceFile) []string {
	if path.Ext(name) == ".go" && nocallback.MatchString(f.text) {
		return []string{"has #cgo nocallback"}
	}
	return nil
}

var prints = regexp.MustCompile(`\bfmt\.Print|\bprintln\(`)

func quietLibraries(_ fs.FS, name string, f *sourceFile) []string {
	if in(name, "agorartm/", "emulator/", "internal/emusdk/", "internal/handle/", "internal/nativesdk/", "token/") &&
		path.Ext(name) == ".go" && !strings.HasSuffix(name, "_test.go") && prints.MatchString(withoutComments(f.text)) {
		return []string{"prints"}
	}
	return nil
}

var lineComment = regexp.MustCompile(`(?m)^\s*//.*$`)

func withoutComments(text string) string { return lineComment.ReplaceAllString(text, "") }

// check applies a rule to all files of a tree.
func check(tree fs.FS, r rule) (bad []string, files int, err error) {
	err = fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			// The vendor's files in lib/ are none of ours.
			if base := d.Name(); name != "." && (strings.HasPrefix(base, ".") || base == "testdata") || name == "lib" {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".h", ".c", ".cc"}, path.Ext(name)) {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		f := &sourceFile{text: string(text)}
		if path.Ext(name) == ".go" {
			parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
			if err != nil {
				return err
			}
			for _, spec := range parsed.Imports {
				imported, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					return err
				}
				f.imports = append(f.imports, imported)
			}
		}
		files++
		for _, what := range r(tree, name, f) {
			bad = append(bad, fmt.Sprintf("%s %s", name, what))
		}
		return nil
	})
	return bad, files, err
}

func TestRooms(t *testing.T) {
	t.Parallel()
	for name, r := range rules {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad, files, err := check(root, r)
			require.NoError(t, err)
			require.Greater(t, files, 50, "the walk has missed the tree")
			require.Empty(t, bad)
		})
	}
}

func TestRulesFindViolations(t *testing.T) {
	t.Parallel()
	const cgo = "package p\n\nimport \"C\"\n"
	imports := func(what string) string { return "package p\n\nimport _ \"" + what + "\"\n" }
	tests := []struct {
		rule       string
		file, text string
		bad        bool
	}{
		{"import C only in its rooms", "agorartm/service.go", cgo, true},
		{"import C only in its rooms", "agorartm/native_test.go", cgo, true},
		{"import C only in its rooms", "agorartm/sub/native.go", cgo, true},
		{"import C only in its rooms", "emulator/cloud.go", "package p\n\nimport (\n\t\"fmt\"\n\t\"C\"\n)\n", true},
		{"import C only in its rooms", "internal/emusdk2/x.go", cgo, true},
		{"import C only in its rooms", "agorartm/native.go", cgo, false},
		{"import C only in its rooms", "internal/emusdk/emutest/x.go", cgo, false},
		{"import C only in its rooms", "lib/vendor.go", cgo, false},
		{"go-pointer only in internal/handle", "internal/emusdk/x.go", imports("github.com/mattn/go-pointer"), true},
		{"go-pointer only in internal/handle", "internal/handle/x.go", imports("github.com/mattn/go-pointer"), false},
		{"emulator stands alone", "emulator/x.go", imports(modulePath + "/agorartm"), true},
		{"emulator stands alone", "emulator/x_test.go", imports(modulePath + "/agorartm"), true},
		{"emulator stands alone", "emulator/x_test.go", imports(modulePath + "/emulator/cloudtest"), false},
		{"emulator stands alone", "emulator/x_test.go", imports(modulePath + "/internal/spec"), false},
		{"emulator stands alone", "emulator/x.go", imports(modulePath + "/token"), false},
		{"emulator stands alone", "emulator/x.go", imports(modulePath + "/token/sub"), true},
		{"import directions", "agorartm/x.go", imports(modulePath + "/emulator"), true},
		{"import directions", "agorartm/x.go", imports(modulePath + "/emulator/remote"), true},
		{"import directions", "internal/emusdk/x.go", imports(modulePath + "/emulator/remote"), false},
		{"the wire only in emulator/remote", "emulator/x.go", imports("github.com/sourcegraph/jsonrpc2"), true},
		{"the wire only in emulator/remote", "emulator/remote/x.go", imports("github.com/sourcegraph/jsonrpc2"), false},
		{"import directions", "token/x.go", imports(modulePath + "/emulator"), true},
		{"import directions", "agorartm/x_test.go", imports(modulePath + "/emulator"), false},
		{"import directions", "agorartm/rtmtest/x.go", imports(modulePath + "/internal/emusdk"), true},
		{"import directions", "agorartm/rtmtest/x.go", imports(modulePath + "/emulator"), false},
		{"import directions", "csrc/x.go", imports(modulePath + "/agorartm"), true},
		{"import directions", "internal/handle/x.go", imports("github.com/mattn/go-pointer"), false},
		{"SDK headers only below the shim", "agorartm/native.go", "package p\n\n// #include \"IAgoraRtmService.h\"\nimport \"C\"\n", true},
		{"SDK headers only below the shim", "csrc/x.go", "package p\n\n// #include \"IAgoraRtmService.h\"\nimport \"C\"\n", true},
		{"SDK headers only below the shim", "cmd/x/x.cc", "#include <IAgoraRtmCallManager.h>\n", true},
		{"SDK headers only below the shim", "csrc/x.cc", "#include \"IAgoraRtmService.h\"\n", false},
		{"C++ names no Go symbol in csrc", "csrc/x.cc", "#include \"_cgo_export.h\"\n", true},
		{"C++ names no Go symbol in csrc", "csrc/x.go", "package p\n\n//export f\nfunc f() {}\n", true},
		{"C++ names no Go symbol in csrc", "internal/emusdk/x.cc", "#include \"_cgo_export.h\"\n", false},
		{"headers enter the build cache", "csrc/x.h", "#pragma once\n", true},
		{"cgo lines carry no warnings, no debug", "csrc/x.go", "package p\n\n// #cgo CXXFLAGS: -std=c++17 -Wall\nimport \"C\"\n", true},
		{"cgo lines carry no warnings, no debug", "csrc/x.go", "package p\n\n/*\n#cgo CFLAGS: -g\n*/\nimport \"C\"\n", true},
		{"cgo lines carry no warnings, no debug", "csrc/x.go", "package p\n\n// #cgo CXXFLAGS: -std=c++17 -fvisibility=hidden -I${SRCDIR}/../include\nimport \"C\"\n", false},
		{"no finalizers", "agorartm/x.go", "package p\n\nfunc f() { runtime.SetFinalizer(nil, nil) }\n", true},
		{"no cgo call promised not to call back", "agorartm/x.go", "package p\n\n// #cgo nocallback f\nimport \"C\"\n", true},
		{"library packages do not write to stdout", "emulator/x.go", "package p\n\nfunc f() { fmt.Println() }\n", true},
		{"library packages do not write to stdout", "emulator/x.go", "package p\n\n//\tfmt.Println()\nfunc f() {}\n", false},
		{"library packages do not write to stdout", "cmd/x/x.go", "package p\n\nfunc f() { fmt.Println() }\n", false},
	}
	tried := map[string]bool{}
	for _, tt := range tests {
		require.Contains(t, rules, tt.rule)
		tried[tt.rule] = tried[tt.rule] || tt.bad
		bad, _, err := check(fstest.MapFS{tt.file: {Data: []byte(tt.text)}}, rules[tt.rule])
		require.NoError(t, err)
		require.Equal(t, tt.bad, len(bad) > 0, "%s: %s\n%s", tt.rule, tt.file, tt.text)
	}
	for name := range rules {
		require.True(t, tried[name], "rule %q is not shown to find anything", name)
	}
	// A header that is embedded is fine.
	bad, _, err := check(fstest.MapFS{
		"csrc/x.h":  {Data: []byte("#pragma once\n")},
		"csrc/x.go": {Data: []byte("package csrc\n\n//go:embed *.h\nvar _ embed.FS\n")},
	}, headersEmbedded)
	require.NoError(t, err)
	require.Empty(t, bad)
}
