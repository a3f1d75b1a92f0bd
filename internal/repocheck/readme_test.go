// The README against the code: its commands, its links. The C++ to Go
// tables are the business of scripts/apicheck.

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

var (
	codeBlock  = regexp.MustCompile("(?s)```.*?```")
	shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)\n```")
	link       = regexp.MustCompile(`\]\(([^)#]+)(?:#[^)]*)?\)`)
)

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
