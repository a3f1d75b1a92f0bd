// The Go API as the source files declare it, and its "Implements:" lines
// against the facts about the C++ interface.

package repocheck_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

// goAPI maps every exported name of a package ("NewService", "Service.Login",
// "Message.Text") to its doc comment.
type goAPI map[string]string

// readAPI reads the API of the package in a directory, whatever build tags its
// files have.
func readAPI(tree fs.FS, dir string) (goAPI, error) {
	api := goAPI{}
	add := func(name string, docs ...*ast.CommentGroup) {
		if parts := strings.Split(name, "."); slices.ContainsFunc(parts, func(s string) bool { return !ast.IsExported(s) }) {
			return
		}
		var text strings.Builder
		for _, doc := range docs {
			text.WriteString(doc.Text())
		}
		api[name] += text.String()
	}
	files, err := fs.Glob(tree, path.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				prefix := ""
				if decl.Recv != nil {
					prefix = receiver(decl.Recv.List[0].Type) + "."
				}
				add(prefix+decl.Name.Name, decl.Doc)
			case *ast.GenDecl:
				for _, s := range decl.Specs {
					switch s := s.(type) {
					case *ast.ValueSpec:
						for _, n := range s.Names {
							add(n.Name, s.Doc)
						}
					case *ast.TypeSpec:
						add(s.Name.Name, decl.Doc, s.Doc)
						if st, ok := s.Type.(*ast.StructType); ok {
							for _, f := range st.Fields.List {
								for _, n := range f.Names {
									add(s.Name.Name+"."+n.Name, f.Doc)
								}
							}
						}
					}
				}
			}
		}
	}
	return api, nil
}

// receiver returns the name of a receiver's type.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// cppAPI is what the headers of SDK 1.5.0 declare.
type cppAPI struct {
	names      map[string]bool // "IChannel", "IChannel::join", "createRtmService", "JOIN_CHANNEL_ERR"
	signatures map[string]bool // of methods and functions; "class IChannel"
	enums      []string
}

func readCppAPI(t *testing.T) cppAPI {
	t.Helper()
	facts, err := spec.Load()
	require.NoError(t, err)
	facts = facts.Current()
	api := cppAPI{names: map[string]bool{}, signatures: map[string]bool{}}
	for _, c := range facts.Classes {
		api.names[c.Name] = true
		api.signatures["class "+c.Name] = true
		for _, m := range c.Methods {
			api.names[c.Name+"::"+m.Name] = true
			api.signatures[m.Signature] = true
		}
	}
	for _, f := range facts.Functions {
		api.names[f.Name] = true
		api.signatures[f.Signature] = true
	}
	for _, s := range facts.Structs {
		api.names[s.Name] = true
		api.signatures["struct "+s.Name] = true
	}
	for _, e := range facts.Enums {
		api.names[e.Name] = true
		api.enums = append(api.enums, e.Name)
	}
	return api
}

var implementsLine = regexp.MustCompile(`(?m)^Implements: (.*)$`)

// implements returns the C++ declarations that a doc comment names.
func implements(doc string) (signatures []string) {
	for _, m := range implementsLine.FindAllStringSubmatch(doc, -1) {
		signatures = append(signatures, m[1])
	}
	return signatures
}

func TestImplementsLinesAreTheSDKs(t *testing.T) {
	t.Parallel()
	api, err := readAPI(root, "agorartm")
	require.NoError(t, err)
	cpp := readCppAPI(t)
	found := 0
	for name, doc := range api {
		for _, signature := range implements(doc) {
			found++
			require.True(t, cpp.signatures[signature], "%s implements what the SDK does not declare: %s", name, signature)
		}
	}
	require.Greater(t, found, 35, "the lines were not found")
}
