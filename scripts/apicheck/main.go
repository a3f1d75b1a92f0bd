// Command apicheck compares the Go API with the C++ headers: every "Implements:" line of package
// agorartm must be a declaration of the headers, and every class, method, callback, accessor,
// function, struct, field, enum value and text macro of the headers must have its Go counterpart, named
// by such a line or by the table in table.go. It also checks that the README's tables say the same.
//
//	go run ./scripts/apicheck          # lists what is missing or wrong, and then exits with 1
//	go run ./scripts/apicheck -table   # prints the C++ to Go tables
//	go run ./scripts/apicheck -write   # writes them into the README
//
// Run it in the root directory of the module, or say -root.
package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// headers are the files of the interface, in the order in which they include each other.
var headers = []string{"include/IAgoraRtmService.h", "include/IAgoraRtmCallManager.h"}

func main() {
	root := flag.String("root", ".", "root directory of the module")
	table := flag.Bool("table", false, "print the C++ to Go tables")
	write := flag.Bool("write", false, "write the tables into the README")
	flag.Parse()

	ok, err := run(os.Stdout, *root, *table, *write)
	if err != nil {
		fmt.Fprintln(os.Stderr, "apicheck:", err)
		os.Exit(2)
	}
	if !ok {
		os.Exit(1)
	}
}

// run does what the flags say and reports whether nothing is missing or wrong.
func run(out io.Writer, root string, table, write bool) (bool, error) {
	c, err := compare(os.DirFS(root))
	if err != nil {
		return false, err
	}
	if table {
		_, err := io.WriteString(out, c.tables())
		return true, err
	}
	name := filepath.Join(root, "README.md")
	old, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	readme, err := replaceTables(string(old), c.tables())
	if err != nil {
		return false, err
	}
	if write {
		return true, os.WriteFile(name, []byte(readme), 0o644)
	}
	return c.report(out, readme == string(old)), nil
}

// compare reads both sides.
func compare(tree fs.FS) (*coverage, error) {
	h, err := readHeaders(tree)
	if err != nil {
		return nil, err
	}
	api, err := readGoAPI(tree, "agorartm")
	if err != nil {
		return nil, err
	}
	return cover(h, api, counterparts), nil
}

func readHeaders(tree fs.FS) (*header, error) {
	h := new(header)
	for _, name := range headers {
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return nil, err
		}
		if err := h.parse(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return h, nil
}

// report prints what is missing and wrong; it returns whether that is nothing.
func (c *coverage) report(out io.Writer, readmeFresh bool) bool {
	for _, text := range c.wrong {
		fmt.Fprintln(out, "wrong:", text)
	}
	missing := c.missing()
	for _, it := range missing {
		fmt.Fprintln(out, "missing:", it)
	}
	if !readmeFresh {
		fmt.Fprintln(out, "wrong: the README's tables are stale: go run ./scripts/apicheck -write")
	}
	fmt.Fprintf(out, "%d of %d parts of the C++ interface have their Go counterpart\n", len(c.items)-len(missing), len(c.items))
	return len(c.wrong) == 0 && len(missing) == 0 && readmeFresh
}
