package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

func sample() []spec.Fact {
	return []spec.Fact{
		{ID: "A-01", Text: "first"},
		{ID: "A-02", Text: "second"},
		{ID: "OB-20", Text: "third"},
		{ID: "C-01", Text: "fourth"},
	}
}

func tree(name, text string) fstest.MapFS {
	return fstest.MapFS{name: {Data: []byte(text)}}
}

func TestWhereCommentsAreLookedFor(t *testing.T) {
	t.Parallel()
	const text = "x()\n\t// fact: A-01,\n\t// OB-20\n\ty() // facts: A-02: said of y\n// fact: C-01\r\n// fact: the sky\n// fact: section 20\n"
	for name, looked := range map[string]bool{
		"emulator/x_test.go":                true,
		"emulator/cloudtest/x.go":           true,
		"internal/emusdk/emutest/x.cc":      true,
		"internal/emusdk/emutest/sub/x.h":   true,
		"csrc/testdata/x.cc":                true,
		"emulator/x.go":                     false,
		"csrc/x.cc":                         false,
		"csrc/testdata/x.txt":               false,
		"lib/x_test.go":                     false,
		".git/x_test.go":                    false,
		"scripts/factcheck/factany_test.go": false,
	} {
		found, err := scan(tree(name, text), sample())
		require.NoError(t, err)
		if !looked {
			require.Empty(t, found.places, name)
			require.Empty(t, found.wrong, name)
			continue
		}
		require.Equal(t, map[string][]place{
			"A-01": {{name, 2}}, "OB-20": {{name, 2}}, "A-02": {{name, 4}}, "C-01": {{name, 5}},
		}, found.places)
		require.Equal(t, []string{name + ":6 names no fact: the sky", name + ":7 names no fact: section 20"}, found.wrong)
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		text    string
		reasons map[string]reason
		partly  map[string]string
		wrong   string
	}{
		{
			"all well", "// fact: A-01, A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"",
		},
		{
			"neither", "// fact: A-01",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"A-02 is neither covered nor has it a reason: second",
		},
		{
			"both", "// fact: A-01, A-02",
			map[string]reason{"A-02": {history, "of old"}, "OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"A-02 has a reason for not being covered (history), but x_test.go:1 names it",
		},
		{
			"unknown in a comment", "// fact: A-01, A-02, A-03",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"x_test.go:1 names A-03, which is no fact",
		},
		{
			"unknown in the table", "// fact: A-01, A-02",
			map[string]reason{"A-09": {history, "of old"}, "OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"reasons.go has A-09, which is no fact",
		},
		{
			"resolved by what is not covered", "// fact: A-01",
			map[string]reason{"A-02": {history, "of old"}, "OB-20": {other, "of old"}, "C-01": {resolved, "A-02"}},
			nil,
			"C-01 is said to be resolved by A-02, which no test covers",
		},
		{
			"resolved by what is no fact", "// fact: A-01, A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-09"}},
			nil,
			"C-01 is said to be resolved by A-09, which no test covers",
		},
		{
			"partly", "// fact: A-01, A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			map[string]string{"A-02": "half of it"},
			"",
		},
		{
			"partly, but not covered", "// fact: A-01, A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			map[string]string{"OB-20": "half of it"},
			"OB-20 is said to be partly covered, but no test names it",
		},
		{
			"partly what is no fact", "// fact: A-01, A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			map[string]string{"A-09": "half of it"},
			"reasons.go has A-09 as partly covered, which is no fact",
		},
		{
			"a range", "// fact: A-01 to A-09",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"",
		},
		{
			"the same with dots", "// fact: A-01..A-02",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"",
		},
		{
			"not a range", "// fact: A-01, A-02, A-02 to C-01",
			map[string]reason{"OB-20": {other, "of old"}, "C-01": {resolved, "A-01"}},
			nil,
			"x_test.go:1: not a range: A-02 to C-01",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found, err := scan(tree("x_test.go", tt.text+"\n"), sample())
			require.NoError(t, err)
			r := check(sample(), found, tt.reasons, tt.partly)
			var out strings.Builder
			require.Equal(t, tt.wrong == "", r.report(&out, false))
			if tt.wrong == "" {
				require.Empty(t, r.wrong)
			} else {
				require.Equal(t, []string{tt.wrong}, r.wrong)
				require.Contains(t, out.String(), "wrong: "+tt.wrong+"\n")
			}
		})
	}
}

func TestReport(t *testing.T) {
	t.Parallel()
	found, err := scan(tree("x_test.go", "// fact: A-01\n\n// fact: A-01, OB-20\n"), sample())
	require.NoError(t, err)
	r := check(sample(), found, map[string]reason{"C-01": {resolved, "A-01"}}, map[string]string{"OB-20": "the rest is elsewhere"})
	var out strings.Builder
	require.False(t, r.report(&out, true))
	require.Equal(t, "A     1 of   2 covered  interface and ABI\n"+
		"      A-01  x_test.go:1, x_test.go:3\n"+
		"      A-02  UNCOVERED  second\n"+
		"C     0 of   1 covered  conflicts between sources\n"+
		"      C-01  resolved by A-01\n"+
		"OB    1 of   1 covered  observed on real libraries\n"+
		"      OB-20 x_test.go:3\n"+
		"            partly: the rest is elsewhere\n"+
		"\n4 facts: 2 covered (1 of them partly), 1 with a reason, 1 without\n"+
		"wrong: A-02 is neither covered nor has it a reason: second\n", out.String())
}

func TestTablesAreSound(t *testing.T) {
	t.Parallel()
	kinds := []string{history, abi, vendorSide, document, unseen, resolved, other}
	for id, why := range reasons {
		require.Contains(t, kinds, why.kind, id)
		require.NotEmpty(t, why.text, id)
	}
	for id, what := range partly {
		require.NotEmpty(t, what, id)
	}
	used := map[string]bool{}
	for _, f := range spec.Facts() {
		require.NotEmpty(t, areas[f.Area()], f.ID)
		used[f.Area()] = true
	}
	require.Len(t, areas, len(used))
}

// This repository: every fact is covered or has its reason.
func TestRepository(t *testing.T) {
	t.Parallel()
	found, err := scan(os.DirFS("../.."), spec.Facts())
	require.NoError(t, err)
	wrong := check(spec.Facts(), found, reasons, partly).wrong
	require.Empty(t, wrong, strings.Join(wrong, "\n"))
}
