// This file reads the Go API and its "Implements:" lines from the source files.

package main

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// goName is one exported identifier of the package: "NewService", "Service.Login", "Message.Text".
type goName struct {
	name string
	doc  string
	// value is that of a constant.
	value string
	// siblings are the names of all fields that are declared together and share the comment.
	siblings []string
}

// means tells whether a line of the comment that names a C++ method is about g. Of fields that share
// a comment, it is the one whose name is part of the method's: setWidth is Width, not Height.
func (g *goName) means(method string) bool {
	about := func(field string) bool {
		return strings.Contains(strings.ToLower(method), strings.ToLower(field))
	}
	if len(g.siblings) < 2 || !slices.ContainsFunc(g.siblings, about) {
		return true
	}
	_, field, _ := strings.Cut(g.name, ".")
	return about(field)
}

// implements returns the C++ declarations that the doc comment says it implements, as they are
// written there.
func (g *goName) implements() (declarations []string) {
	for _, m := range implementsLine.FindAllStringSubmatch(g.doc, -1) {
		declarations = append(declarations, strings.TrimSpace(m[1]))
	}
	return declarations
}

var implementsLine = regexp.MustCompile(`(?m)^Implements:(.*)$`)

// owner returns the type that a method or field belongs to, the name itself for all others.
func (g *goName) owner() string {
	owner, _, _ := strings.Cut(g.name, ".")
	return owner
}

// goAPI is the exported API of a package by name.
type goAPI map[string]*goName

// names returns all names in order.
func (api goAPI) names() []string {
	names := make([]string, 0, len(api))
	for name := range api {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// add enters a name with its comments, if all of it is exported.
func (api goAPI) add(name, value string, docs ...*ast.CommentGroup) {
	for part := range strings.SplitSeq(name, ".") {
		if !ast.IsExported(part) {
			return
		}
	}
	g := api[name]
	if g == nil { // else: one per build tag
		g = &goName{name: name, value: value}
		api[name] = g
	}
	for _, doc := range docs {
		g.doc += doc.Text()
	}
}

// readGoAPI reads the API of the package in a directory, whatever build tags its files have.
func readGoAPI(tree fs.FS, dir string) (goAPI, error) {
	api := goAPI{}
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
		file, err := goparser.ParseFile(token.NewFileSet(), name, text, goparser.ParseComments|goparser.SkipObjectResolution)
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
				api.add(prefix+decl.Name.Name, "", decl.Doc)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					api.addSpec(decl, spec)
				}
			}
		}
	}
	return api, nil
}

// addSpec enters a constant, variable or type.
func (api goAPI) addSpec(decl *ast.GenDecl, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for i, n := range spec.Names {
			value := ""
			if decl.Tok == token.CONST && i < len(spec.Values) {
				value = literal(spec.Values[i])
			}
			api.add(n.Name, value, spec.Doc)
		}
	case *ast.TypeSpec:
		api.add(spec.Name.Name, "", decl.Doc, spec.Doc)
		if st, ok := spec.Type.(*ast.StructType); ok {
			for _, field := range st.Fields.List {
				var together []string
				for _, n := range field.Names {
					together = append(together, n.Name)
				}
				for _, n := range together {
					name := spec.Name.Name + "." + n
					api.add(name, "", field.Doc, field.Comment)
					if g := api[name]; g != nil {
						g.siblings = together
					}
				}
			}
		}
	}
}

// literal returns a number as it is written, else nothing.
func literal(x ast.Expr) string {
	if lit, ok := x.(*ast.BasicLit); ok {
		if number, err := strconv.ParseUint(lit.Value, 0, 32); err == nil {
			return strconv.FormatUint(number, 10)
		}
	}
	return ""
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
