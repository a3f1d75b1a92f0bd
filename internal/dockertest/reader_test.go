// Package dockertest_test holds the tests of Dockerfile, .dockerignore and
// compose.yaml. No Docker engine takes part: this file reads what they say, the
// other files check it, and carry it out (tag docker, see .ci/run docker).

package dockertest_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// root is the repository, and the build context.
const root = "../.."

// instruction is one of a Dockerfile, without its flags.
type instruction struct {
	line  int
	name  string            // in capitals
	flags map[string]string // "from": "build"
	text  string            // the rest, continued lines joined as the shell would
	words []string          // the text, as words or a JSON array
	exec  bool              // it was a JSON array
}

// stage is a FROM and what follows it.
type stage struct {
	image, alias string
	steps        []instruction
}

func (s stage) all(name string) (found []instruction) {
	for _, step := range s.steps {
		if step.name == name {
			found = append(found, step)
		}
	}
	return found
}

// dockerfile is a whole one. ARGs before the first FROM count for FROM lines.
type dockerfile struct {
	args   map[string]string
	stages []stage
}

var flagWord = regexp.MustCompile(`^--([a-z-]+)=(\S+)\s+`)

// instructions splits a Dockerfile: comments go, also between continued lines.
func instructions(text string) (list []instruction) {
	var joined strings.Builder
	begun := 0
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "#") || trimmed == "" {
			continue
		}
		if joined.Len() == 0 {
			begun = i + 1
		}
		if rest, continued := strings.CutSuffix(line, `\`); continued {
			joined.WriteString(rest + "\\\n")
			continue
		}
		joined.WriteString(line)
		name, rest, _ := strings.Cut(strings.TrimSpace(joined.String()), " ")
		joined.Reset()
		in := instruction{line: begun, name: strings.ToUpper(name), flags: map[string]string{}}
		rest = strings.TrimSpace(rest)
		if in.name == "HEALTHCHECK" {
			rest = strings.ReplaceAll(rest, "\\\n", "")
		}
		for m := flagWord.FindStringSubmatch(rest); m != nil; m = flagWord.FindStringSubmatch(rest) {
			in.flags[m[1]] = m[2]
			rest = rest[len(m[0]):]
		}
		in.text = rest
		command := strings.TrimSpace(strings.TrimPrefix(rest, "CMD "))
		if json.Unmarshal([]byte(command), &in.words) == nil {
			in.exec = true
		} else {
			in.words = strings.Fields(rest)
		}
		list = append(list, in)
	}
	return list
}

func readDockerfile(t *testing.T) dockerfile {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	require.NoError(t, err)
	d := dockerfile{args: map[string]string{}}
	for _, in := range instructions(string(text)) {
		switch {
		case in.name == "FROM":
			s := stage{image: os.Expand(in.words[0], func(name string) string { return d.args[name] })}
			if len(in.words) == 3 && strings.EqualFold(in.words[1], "AS") {
				s.alias = in.words[2]
			}
			d.stages = append(d.stages, s)
		case len(d.stages) == 0:
			require.Equal(t, "ARG", in.name, "line %d", in.line)
			name, value, _ := strings.Cut(in.text, "=")
			d.args[name] = unquote(value)
		default:
			last := &d.stages[len(d.stages)-1]
			last.steps = append(last.steps, in)
		}
	}
	require.Len(t, d.stages, 2)
	return d
}

func unquote(s string) string { return strings.Trim(s, `"`) }

// ignored reads .dockerignore: patterns of whole names, ** for any directory.
func ignored(t *testing.T) func(name string) bool {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, ".dockerignore"))
	require.NoError(t, err)
	var patterns []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			require.False(t, strings.HasPrefix(line, "!"), "the reader knows no exceptions")
			patterns = append(patterns, line)
		}
	}
	return func(name string) bool {
		for ; name != "."; name = path.Dir(name) {
			for _, pattern := range patterns {
				against := name
				if rest, anywhere := strings.CutPrefix(pattern, "**/"); anywhere {
					pattern, against = rest, path.Base(name)
				}
				if ok, err := path.Match(pattern, against); ok && err == nil {
					return true
				}
			}
		}
		return false
	}
}

// buildContext lists the files that reach a build.
func buildContext(t *testing.T) (names []string) {
	t.Helper()
	skip := ignored(t)
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == ".":
			return err
		case skip(name) && d.IsDir():
			return fs.SkipDir
		case !skip(name) && !d.IsDir():
			names = append(names, name)
		}
		return nil
	})
	require.NoError(t, err)
	return names
}

// service is one of compose.yaml, with what the tests want to know.
type service struct {
	Build       string            `yaml:"build"`
	Image       string            `yaml:"image"`
	Command     []string          `yaml:"command"`
	Environment map[string]string `yaml:"environment"`
	ReadOnly    bool              `yaml:"read_only"`
	Tmpfs       []string          `yaml:"tmpfs"`
	CapDrop     []string          `yaml:"cap_drop"`
	SecurityOpt []string          `yaml:"security_opt"`
	Restart     string            `yaml:"restart"`
	Init        bool              `yaml:"init"`
	Expose      []string          `yaml:"expose"`
	Secrets     []secret          `yaml:"secrets"`
	Healthcheck *struct {
		Test        []string `yaml:"test"`
		Interval    string   `yaml:"interval"`
		Timeout     string   `yaml:"timeout"`
		StartPeriod string   `yaml:"start_period"`
		Retries     int      `yaml:"retries"`
	} `yaml:"healthcheck"`
	DependsOn map[string]struct {
		Condition string `yaml:"condition"`
	} `yaml:"depends_on"`
}

// secret is a file that a service finds in /run/secrets.
type secret struct {
	Source string `yaml:"source"`
	UID    string `yaml:"uid"`
	GID    string `yaml:"gid"`
	Mode   int    `yaml:"mode"`
}

// readCompose reads the services. A key that the tests do not know is an error:
// it may be a slip of the pen.
func readCompose(t *testing.T) map[string]service {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "compose.yaml"))
	require.NoError(t, err)
	var top map[string]yaml.Node
	require.NoError(t, yaml.Unmarshal(text, &top))
	for name := range top {
		require.True(t, name == "services" || name == "secrets" || strings.HasPrefix(name, "x-"), name)
	}
	// Merge keys first, then strictly.
	var merged struct {
		Services map[string]map[string]any    `yaml:"services"`
		Secrets  map[string]map[string]string `yaml:"secrets"`
	}
	require.NoError(t, yaml.Unmarshal(text, &merged))
	text, err = yaml.Marshal(merged.Services)
	require.NoError(t, err)
	var services map[string]service
	strict := yaml.NewDecoder(strings.NewReader(string(text)))
	strict.KnownFields(true)
	require.NoError(t, strict.Decode(&services))
	for name, s := range services {
		for _, secret := range s.Secrets {
			require.Equal(t, map[string]string{"environment": "AGORA_RTM_EMULATOR_SECRET"}, merged.Secrets[secret.Source], name)
			// Of these Compose makes a copy in the container.
			require.False(t, s.ReadOnly, name)
		}
	}
	return services
}

// variable is how compose.yaml asks for one of the environment, and insists.
var variable = regexp.MustCompile(`^\$\{([A-Z_]+):\?[^}]+\}$`)

// programs are those that the build stage makes, and the image has.
func programs(t *testing.T, build stage) (dirs []string) {
	t.Helper()
	for _, run := range build.all("RUN") {
		if strings.Contains(run.text, "go build") {
			for _, word := range strings.Fields(run.text) {
				if dir, ok := strings.CutPrefix(word, "./"); ok {
					dirs = append(dirs, dir)
				}
			}
		}
	}
	slices.Sort(dirs)
	require.NotEmpty(t, dirs)
	return dirs
}
