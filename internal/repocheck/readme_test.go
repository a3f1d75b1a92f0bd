// The README against the code: its commands, its C++ to Go tables, its links.

package repocheck_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(root, name)
	require.NoError(t, err)
	return string(text)
}

// section returns what stands under a heading, up to the next of its level.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	level, _, _ := strings.Cut(heading, " ")
	_, rest, ok := strings.Cut("\n"+text, "\n"+heading+"\n")
	require.True(t, ok, "the README has no heading %q", heading)
	body, _, _ := strings.Cut(rest, "\n"+level+" ")
	return body
}

var (
	codeBlock  = regexp.MustCompile("(?s)```.*?```")
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)\n```")
	tableRow   = regexp.MustCompile(`(?m)^\| (.*) \| (.*) \|$`)
	listRow    = regexp.MustCompile("(?m)^- (.*?): (.*)$")
	quoted     = regexp.MustCompile("`([^`]+)`")
	link       = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
)

func quotes(text string) (all []string) {
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

// The first thing in the README is two commands. CI runs the one, a test of
// the quickstart the program of the other.
func TestReadmeCommands(t *testing.T) {
	t.Parallel()
	readme := readText(t, "README.md")
	title, rest, _ := strings.Cut(readme, "\n\n")
	require.True(t, strings.HasPrefix(title, "# "), title)
	block := shellBlock.FindStringSubmatchIndex(rest)
	require.NotNil(t, block)
	require.Zero(t, block[0], "the commands are not the first thing after the title")
	commands := strings.Split(rest[block[2]:block[3]], "\n")
	require.Len(t, commands, 2)

	program := strings.TrimPrefix(commands[0], "go run ./")
	require.NotEqual(t, commands[0], program)
	_, err := fs.Stat(root, path.Join(program, "main.go"))
	require.NoError(t, err)

	// CI takes the command from its own text, as its first step.
	ci := readText(t, ".ci/run")
	steps := regexp.MustCompile(`(?m)^readonly STEPS=\(\n\s*(\S+)`).FindStringSubmatch(ci)
	require.NotNil(t, steps)
	body := regexp.MustCompile(`(?m)^step_` + steps[1] + `\(\) \{ # .*\n  run (.*)\n\}$`).FindStringSubmatch(ci)
	require.NotNil(t, body, "the first step, %s, is not one command", steps[1])
	require.Equal(t, commands[1], body[1])
}

// Each step of CI is in its list and the other way round, and the runs that
// find what the plain one does not are among them.
func TestCISteps(t *testing.T) {
	t.Parallel()
	ci := readText(t, ".ci/run")
	list := regexp.MustCompile(`(?ms)^readonly STEPS=\(\n(.*?)^\)$`).FindStringSubmatch(ci)
	require.NotNil(t, list)
	var defined []string
	for _, m := range regexp.MustCompile(`(?m)^step_(\w+)\(\) \{ # `).FindAllStringSubmatch(ci, -1) {
		defined = append(defined, m[1])
	}
	require.Equal(t, strings.Fields(list[1]), defined)
	for _, command := range []string{
		"go test -race -shuffle=on -count=1 -v ./...",
		"GOEXPERIMENT=cgocheck2 go test ./...",
		"CGO_ENABLED=0 go build ./emulator/...",
		"-bench .",
	} {
		require.True(t, strings.Contains(ci, command), "CI does not run %s", command)
	}
}

func TestReadmeSecondParagraphNamesTheEngine(t *testing.T) {
	t.Parallel()
	paragraphs := strings.Split(shellBlock.ReplaceAllString(readText(t, "README.md"), ""), "\n\n")
	var prose []string
	for _, p := range paragraphs {
		if p = strings.TrimSpace(p); p != "" && !strings.HasPrefix(p, "#") {
			prose = append(prose, p)
		}
	}
	for _, word := range []string{"embedded engine", "-tags agora_sdk", "agorartm.Backend()", "agorartm.WithRequireSDK()"} {
		require.Contains(t, prose[1], word)
	}
}

// Every name in the C++ to Go tables exists; every part of the C++ interface is
// in a table or in the list of what is not bound; every "Implements:" line of
// the code has its row.
func TestReadmeTables(t *testing.T) {
	t.Parallel()
	text := section(t, readText(t, "README.md"), "## From C++ to Go")
	tables, missing, ok := strings.Cut(text, "### Not bound yet")
	require.True(t, ok)
	api, err := readAPI(root, "agorartm")
	require.NoError(t, err)
	cpp := readCppAPI(t)

	bound := map[string]bool{}
	pairs := map[[2]string]bool{} // method name without its class, Go name
	for _, row := range tableRow.FindAllStringSubmatch(tables, -1) {
		if row[1] == "C++" {
			continue
		}
		left, right := quotes(row[1]), quotes(row[2])
		require.NotEmpty(t, left, row[0])
		for _, name := range left {
			require.True(t, cpp.names[name], "%s is not in the SDK's headers", name)
			require.False(t, bound[name], "%s stands twice", name)
			bound[name] = true
			_, method, isMethod := strings.Cut(name, "::")
			if !isMethod {
				method = name
			}
			for _, goName := range right {
				pairs[[2]string{method, goName}] = true
			}
		}
		if len(right) == 0 {
			require.Equal(t, "nothing to do", row[2])
		}
		for _, goName := range right {
			_, exists := api[goName]
			require.True(t, exists, "agorartm.%s does not exist", goName)
		}
	}

	absent := map[string]bool{}
	for _, row := range listRow.FindAllStringSubmatch(missing, -1) {
		prefix := ""
		if class := quotes(row[1]); len(class) == 1 {
			prefix = class[0] + "::"
			if !bound[class[0]] {
				absent[class[0]] = true
			}
		}
		for _, name := range quotes(row[2]) {
			require.False(t, bound[prefix+name], "%s%s is in a table and among those not bound", prefix, name)
			absent[prefix+name] = true
		}
	}
	for name := range absent {
		require.True(t, cpp.names[name], "%s is not in the SDK's headers", name)
	}
	for name := range cpp.names {
		require.True(t, bound[name] || absent[name], "the README does not say where %s is", name)
	}

	for _, enum := range cpp.enums {
		require.True(t, bound[enum], "enum %s has no row", enum)
	}
	cppName := regexp.MustCompile(`(\w+)(?:\(|$)`)
	for goName, doc := range api {
		for _, signature := range implements(doc) {
			name := cppName.FindStringSubmatch(strings.TrimPrefix(signature, "class "))[1]
			require.True(t, pairs[[2]string{name, goName}], "no row leads from %s to %s, as its comment does", signature, goName)
		}
	}
}

// Types of enums say which they are, so the rows cannot be mixed up.
func TestReadmeEnumRows(t *testing.T) {
	t.Parallel()
	tables := section(t, section(t, readText(t, "README.md"), "## From C++ to Go"), "### Enums")
	api, err := readAPI(root, "agorartm")
	require.NoError(t, err)
	rows := 0
	for _, row := range tableRow.FindAllStringSubmatch(tables, -1) {
		if row[1] == "C++" {
			continue
		}
		enum, goName := quotes(row[1])[0], quotes(row[2])[0]
		require.True(t, strings.HasPrefix(api[goName], goName+" is "+enum+": "), "%s is not %s", goName, enum)
		rows++
	}
	require.Len(t, readCppAPI(t).enums, rows)
}

func TestLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	pages := []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}
	docs, err := fs.Glob(root, "docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, docs)
	for _, page := range append(pages, docs...) {
		for _, m := range link.FindAllStringSubmatch(codeBlock.ReplaceAllString(readText(t, page), ""), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			_, err := fs.Stat(root, path.Join(path.Dir(page), m[1]))
			require.NoError(t, err, "%s links to %s", page, m[1])
		}
	}
	require.Contains(t, readText(t, "README.md"), "](docs/callbacks.md)")
}
