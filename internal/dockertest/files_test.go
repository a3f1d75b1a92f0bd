// What Dockerfile, .dockerignore and compose.yaml promise, as far as reading
// them shows it.

package dockertest_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReader(t *testing.T) {
	t.Parallel()
	list := instructions("# c\nFROM --platform=x a:b AS c\n\nRUN set -e; \\\n  # not this\n    two \\\n    three\n" +
		"copy --from=c /x /y\nHEALTHCHECK --interval=1s \\\n  CMD [\"a\", \"b c\"]\nCMD [\"d\"]\n")
	require.Len(t, list, 5)
	require.Equal(t, instruction{
		line: 2, name: "FROM", flags: map[string]string{"platform": "x"},
		text: "a:b AS c", words: []string{"a:b", "AS", "c"},
	}, list[0])
	require.Equal(t, 4, list[1].line)
	require.Equal(t, "set -e; \\\n    two \\\n    three", list[1].text)
	require.Equal(t, "COPY", list[2].name)
	require.Equal(t, map[string]string{"from": "c"}, list[2].flags)
	require.Equal(t, []string{"a", "b c"}, list[3].words)
	require.Equal(t, map[string]string{"interval": "1s"}, list[3].flags)
	require.True(t, list[3].exec)
	require.True(t, list[4].exec)
}

func TestBuildStage(t *testing.T) {
	t.Parallel()
	d := readDockerfile(t)
	build := d.stages[0]
	require.Regexp(t, `^golang:[\d.]+-bookworm$`, build.image)
	gomod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(gomod)
	require.NotNil(t, version)
	require.Equal(t, string(version[1]), d.args["GO_VERSION"], "go.mod asks for another Go")

	defaults := map[string]string{}
	for _, arg := range build.all("ARG") {
		name, value, ok := strings.Cut(arg.text, "=")
		require.True(t, ok, arg.text)
		defaults[name] = unquote(value)
	}
	// None of them given means: the engine.
	require.Equal(t, map[string]string{"SDK_VERSION": "", "SDK_ARCHIVE": "", "SDK_SHA256": ""}, defaults)

	for _, dir := range programs(t, build) {
		text, err := os.ReadFile(filepath.Join(root, dir, "main.go"))
		require.NoError(t, err)
		require.Regexp(t, `(?m)^package main$`, string(text))
	}
	for _, step := range build.steps {
		switch step.name {
		case "RUN":
			out, err := exec.Command("sh", "-n", "-c", step.text).CombinedOutput()
			require.NoError(t, err, "line %d: %s", step.line, out)
		case "ADD":
			require.Fail(t, "ADD fetches and unpacks without saying so", "line %d", step.line)
		}
	}
}

func TestFinalStage(t *testing.T) {
	t.Parallel()
	d := readDockerfile(t)
	build, final := d.stages[0], d.stages[1]
	require.Equal(t, "debian:bookworm-slim", final.image, "not of the Debian that the programs are linked on")

	has := map[string]bool{}
	for _, dir := range programs(t, build) {
		has[path.Base(dir)] = true
	}
	// It gets all it has from the build stage, and runs as somebody else than root.
	for _, step := range final.all("COPY") {
		require.Equal(t, build.alias, step.flags["from"], "line %d", step.line)
	}
	users := final.all("USER")
	require.Len(t, users, 1)
	// By number, so that an orchestrator can see that it is not root.
	require.Regexp(t, `^[1-9]\d*:[1-9]\d*$`, users[0].text)
	for _, step := range final.steps {
		if step.name == "RUN" || step.name == "COPY" {
			require.Less(t, step.line, users[0].line, "line %d is not root's", step.line)
		}
	}
	for _, name := range []string{"HEALTHCHECK", "CMD"} {
		found := final.all(name)
		require.Len(t, found, 1)
		require.True(t, found[0].exec, "%s goes through a shell", name)
		require.True(t, has[found[0].words[0]], "the image has no %s", found[0].words[0])
	}
	for _, name := range []string{"interval", "timeout", "start-period", "retries"} {
		require.NotEmpty(t, final.all("HEALTHCHECK")[0].flags[name], name)
	}
}

func TestBuildContext(t *testing.T) {
	t.Parallel()
	skip := ignored(t)
	for name, want := range map[string]bool{
		".git/HEAD":                        true,
		"README.md":                        true,
		"build/libagora_rtm_sdk.so":        true,
		"lib/agora-rtm-1.5.0-amd64/lib/x":  true,
		"csrc/csrc.test":                   true,
		"examples/duet/agorartm.log":       true,
		"lib/Agora_RTM_SDK_for_Linux.zip":  false, // SDK_ARCHIVE
		"agorartm/service.go":              false,
		"include/IAgoraRtmService.h":       false,
		"scripts/fetch_sdk.sh":             false,
		"emulator/cloudtest/cloudtest.go":  false,
		"internal/spec/rtm-api.json":       false,
		"internal/emusdk/README.md":        false,
		"cmd/agora-rtm-emulator/README.md": false,
	} {
		require.Equal(t, want, skip(name), name)
	}
	// All that packages are made of is in it, what they embed too.
	context := map[string]bool{}
	for _, name := range buildContext(t) {
		context[name] = true
	}
	var sources []string
	for _, kind := range []string{"GoFiles", "CgoFiles", "CXXFiles", "HFiles", "EmbedFiles"} {
		sources = append(sources, `{{range .`+kind+`}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`)
	}
	list := exec.Command("go", "list", "-f", strings.Join(sources, ""), "./...")
	list.Dir = root
	out, err := list.Output()
	require.NoError(t, err)
	base, err := filepath.Abs(root)
	require.NoError(t, err)
	files := strings.Fields(string(out))
	require.Greater(t, len(files), 100)
	for _, file := range files {
		name, err := filepath.Rel(base, file)
		require.NoError(t, err)
		require.True(t, context[filepath.ToSlash(name)], "%s does not reach the build", name)
	}
	for _, step := range readDockerfile(t).stages[0].all("COPY") {
		for _, name := range step.words[:len(step.words)-1] {
			require.True(t, name == "." || context[name], "line %d: no %s", step.line, name)
		}
	}
}

func TestCompose(t *testing.T) {
	t.Parallel()
	services := readCompose(t)
	build := readDockerfile(t).stages[0]
	has := map[string]bool{}
	for _, dir := range programs(t, build) {
		has[path.Base(dir)] = true
	}
	require.Len(t, services, 3)
	for name, s := range services {
		require.Equal(t, ".", s.Build, name)
		require.True(t, has[s.Command[0]], "%s: the image has no %s", name, s.Command[0])
		require.Equal(t, len(s.Secrets) == 0, s.ReadOnly, name)
		require.Equal(t, []string{"/tmp"}, s.Tmpfs, name)
		require.Equal(t, []string{"ALL"}, s.CapDrop, name)
		// No secret is written in the file: whoever starts it has to give one.
		require.Regexp(t, variable, s.Environment["AGORA_RTM_EMULATOR_SECRET"], name)
	}
	emulator := services["emulator"]
	user := readDockerfile(t).stages[1].all("USER")[0].text
	require.Len(t, emulator.Secrets, 1)
	require.Equal(t, user, emulator.Secrets[0].UID+":"+emulator.Secrets[0].GID)
	require.Equal(t, 0o400, emulator.Secrets[0].Mode)
	require.Equal(t, "/run/secrets/"+emulator.Secrets[0].Source, after(t, emulator.Command, "-secret-file"))
	require.NotNil(t, emulator.Healthcheck)
	require.Equal(t, "CMD", emulator.Healthcheck.Test[0])
	require.True(t, has[emulator.Healthcheck.Test[1]])
	_, port, _ := strings.Cut(emulator.Environment["AGORA_RTM_EMULATOR_HOST"], ":")
	require.Equal(t, []string{port}, emulator.Expose)
	require.Contains(t, emulator.Command, "0.0.0.0:"+port)

	for _, names := range [][2]string{{"alice", "bob"}, {"bob", "alice"}} {
		s := services[names[0]]
		require.Equal(t, []string{"duet", "-user", names[0], "-peer", names[1]}, s.Command[:5])
		require.Equal(t, "emulator:"+port, s.Environment["AGORA_RTM_EMULATOR_HOST"])
		require.Equal(t, "service_healthy", s.DependsOn["emulator"].Condition)
		// They have the health check of the image, which looks at the file they write.
		require.Nil(t, s.Healthcheck)
		check := readDockerfile(t).stages[1].all("HEALTHCHECK")[0].words
		require.Equal(t, after(t, check, "-heartbeat"), after(t, s.Command, "-heartbeat"))
	}
}

// after is the word that follows another.
func after(t *testing.T, words []string, word string) string {
	t.Helper()
	for i := range words[:len(words)-1] {
		if words[i] == word {
			return words[i+1]
		}
	}
	require.Fail(t, "missing", "%s in %q", word, words)
	return ""
}
