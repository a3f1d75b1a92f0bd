//go:build docker

// The stages carried out without Docker: each in a directory tree that
// debootstrap has filled with the Debian of its FROM line, entered by unshare.
// Then what the image runs is run, and the services of compose.yaml talk to one
// another. Needs root, debootstrap and a Debian mirror: see .ci/run docker.

package dockertest_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"debug/elf"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	baseDir = flag.String("base", "", "`directory` of a Debian that debootstrap has made, or shall make")
	mirror  = flag.String("mirror", "http://deb.debian.org/debian", "`URL` of a Debian mirror")
)

const patience = 10 * time.Minute

// What golang:*-bookworm brings beyond Debian's slim image, as far as builds
// use it: no unzip, so the Dockerfile has to see to that.
var toolchain = []string{"ca-certificates", "curl", "g++", "gcc", "git", "libc6-dev", "make", "pkg-config"}

// The environment that an image begins with.
var (
	golangEnv = map[string]string{
		"PATH":        "/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"GOPATH":      "/go",
		"GOTOOLCHAIN": "local",
	}
	debianEnv = map[string]string{"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
)

// tree is a root directory, and the state that the instructions so far have left.
type tree struct {
	root    string
	env     map[string]string
	workdir string
	user    string // uid:gid, or empty for root
}

// command makes a command inside the tree, in a process namespace of its own: it
// ends with all its children.
func (tr *tree) command(ctx context.Context, env map[string]string, words ...string) *exec.Cmd {
	args := []string{
		"--mount", "--pid", "--fork", "--kill-child", "--mount-proc",
		"--root", tr.root, "--wd", tr.workdir,
		// Process 1 stays root: whoever changes its user is not ended with its parent.
		"/bin/sh", "-c", `"$@" & wait $!`, "init", "/usr/bin/env", "-i",
	}
	all := maps.Clone(tr.env)
	all["HOME"] = tr.home()
	maps.Copy(all, env)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		args = append(args, name+"="+all[name])
	}
	if uid, gid, ok := strings.Cut(tr.user, ":"); ok {
		args = append(args, "setpriv", "--reuid", uid, "--regid", gid, "--clear-groups", "--no-new-privs")
	}
	return exec.CommandContext(ctx, "unshare", append(args, words...)...)
}

// home is what HOME is set to: that of the user, from the tree's own list.
func (tr *tree) home() string {
	uid, _, _ := strings.Cut(tr.user, ":")
	text, _ := os.ReadFile(tr.path("/etc/passwd"))
	for line := range strings.Lines(string(text)) {
		if fields := strings.Split(line, ":"); len(fields) > 5 && fields[2] == cmp.Or(uid, "0") {
			return fields[5]
		}
	}
	return "/"
}

// run runs a command to its end and returns what it printed, and its exit code.
func (tr *tree) run(t *testing.T, env map[string]string, words ...string) (string, int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := tr.command(ctx, env, words...)
	out, err := cmd.CombinedOutput()
	require.NotNil(t, cmd.ProcessState, "%v", err)
	return string(out), cmd.ProcessState.ExitCode()
}

func (tr *tree) mustRun(t *testing.T, words ...string) string {
	t.Helper()
	out, code := tr.run(t, nil, words...)
	require.Zero(t, code, "%q\n%s", words, out)
	return out
}

func (tr *tree) path(name string) string { return filepath.Join(tr.root, name) }

func onHost(t *testing.T, words ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, words[0], words[1:]...).CombinedOutput()
	require.NoError(t, err, "%q\n%s", words, out)
	return string(out)
}

// debian returns the tree that debian:bookworm-slim stands for.
var debian = sync.OnceValues(func() (string, error) {
	dir := *baseDir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "dockertest"); err != nil {
			return "", err
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "etc/debian_version")); err == nil {
		return dir, nil
	}
	out, err := exec.Command("debootstrap", "--variant=minbase", "bookworm", dir, *mirror).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("debootstrap from %s: %w\n%s", *mirror, err, out)
	}
	// It is a root directory from now on, for whoever the users in it are.
	return dir, os.Chmod(dir, 0o755)
})

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if dir, err := debian(); err == nil && *baseDir == "" {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// from is a copy of Debian with an image's environment.
func from(t *testing.T, image string) *tree {
	t.Helper()
	base, err := debian()
	require.NoError(t, err)
	tr := &tree{root: filepath.Join(t.TempDir(), "root"), env: maps.Clone(debianEnv), workdir: "/"}
	onHost(t, "cp", "-a", "--reflink=auto", base, tr.root)
	for _, name := range []string{"/etc/resolv.conf", "/etc/hosts"} {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(tr.path(name), text, 0o644))
	}
	if strings.HasPrefix(image, "golang:") {
		tr.env = maps.Clone(golangEnv)
		tr.mustRun(t, "sh", "-ec", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive "+
			"apt-get install -qq -y --no-install-recommends "+strings.Join(toolchain, " "))
		onHost(t, "cp", "-a", strings.TrimSpace(onHost(t, "go", "env", "GOROOT")), tr.path("/usr/local/go"))
		// The modules come from this machine's store, in place of a proxy.
		modules := strings.TrimSpace(onHost(t, "go", "env", "GOMODCACHE"))
		onHost(t, "go", "-C", root, "mod", "download")
		onHost(t, "cp", "-a", filepath.Join(modules, "cache/download"), tr.path("/proxy"))
		// Not in tr.env: the image knows nothing of this.
		for name, value := range map[string]string{"GOPROXY": "file:///proxy", "GOSUMDB": "off"} {
			tr.mustRun(t, "go", "env", "-w", name+"="+value)
		}
	}
	return tr
}

// do carries out one instruction. Files come from the build context, or from
// the tree of the stage that --from names.
func (tr *tree) do(t *testing.T, in instruction, args map[string]string, extra map[string]string, before *tree) {
	t.Helper()
	switch in.name {
	case "ARG":
		name, value, _ := strings.Cut(in.text, "=")
		if _, given := args[name]; !given {
			args[name] = unquote(value)
		}
	case "WORKDIR":
		tr.workdir = in.text
		require.NoError(t, os.MkdirAll(tr.path(in.text), 0o755))
	case "USER":
		tr.user = in.text
	case "RUN":
		out, code := tr.run(t, args, "/bin/sh", "-c", in.text)
		require.Zero(t, code, "line %d\n%s", in.line, out)
	case "COPY":
		target := in.words[len(in.words)-1]
		for _, source := range in.words[:len(in.words)-1] {
			if in.flags["from"] != "" {
				require.NotNil(t, before)
				// Of a directory its contents.
				if strings.HasSuffix(source, "/") {
					source += "."
				}
				require.NoError(t, os.MkdirAll(tr.path(target), 0o755))
				onHost(t, "cp", "-a", before.root+source, tr.path(target))
				continue
			}
			tr.copyContext(t, source, filepath.Join(tr.workdir, target), extra)
		}
	case "HEALTHCHECK", "CMD": // for whoever starts the image
	default:
		require.Fail(t, "unknown instruction", "line %d: %s", in.line, in.name)
	}
}

// copyContext copies a file of the build context, or all of it.
func (tr *tree) copyContext(t *testing.T, source, target string, extra map[string]string) {
	t.Helper()
	copied := 0
	put := func(file, name string) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		info, err := os.Stat(file)
		require.NoError(t, err)
		to := tr.path(filepath.Join(target, name))
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o755))
		require.NoError(t, os.WriteFile(to, text, info.Mode().Perm()))
		copied++
	}
	for _, name := range buildContext(t) {
		if source == "." || source == name {
			put(filepath.Join(root, name), name)
		}
	}
	skip := ignored(t)
	for name, file := range extra {
		if source == "." && !skip(name) {
			put(file, name)
		}
	}
	require.Positive(t, copied, "COPY %s", source)
}

// image is what docker build would make.
type image struct {
	tree
	cmd, check []string
}

// assemble carries out both stages. The tree of the first is kept between
// builds, as the builder's cache would; extra are files more in the context.
func assemble(t *testing.T, builder *tree, args map[string]string, extra map[string]string) *image {
	t.Helper()
	d := readDockerfile(t)
	for _, name := range []string{"/src", "/out", "/opt/agora"} {
		require.NoError(t, os.RemoveAll(builder.path(name)))
	}
	builder.workdir = "/"
	for _, in := range d.stages[0].steps {
		builder.do(t, in, args, extra, nil)
	}
	final := &image{tree: *from(t, d.stages[1].image)}
	for _, in := range d.stages[1].steps {
		final.do(t, in, map[string]string{}, nil, builder)
		switch in.name {
		case "CMD":
			final.cmd = in.words
		case "HEALTHCHECK":
			final.check = in.words
		}
	}
	return final
}

// container is a command that runs in an image.
type container struct {
	image *image
	env   map[string]string
	cmd   *exec.Cmd
	log   lockedBuffer
}

func (im *image) start(t *testing.T, env map[string]string, words ...string) *container {
	t.Helper()
	c := &container{image: im, env: env, cmd: im.command(t.Context(), env, words...)}
	c.cmd.Stdout, c.cmd.Stderr = &c.log, &c.log
	require.NoError(t, c.cmd.Start())
	t.Cleanup(func() {
		_ = c.cmd.Process.Kill() // and by --kill-child what it has started
		_ = c.cmd.Wait()
		if t.Failed() {
			t.Logf("%q printed\n%s", words, c.log.String())
		}
	})
	return c
}

// healthy asks the health check until it says yes.
func (c *container) healthy(t *testing.T, check ...string) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, code := c.image.run(t, c.env, check...)
		return code == 0
	}, time.Minute, 200*time.Millisecond, "never healthy")
}

func (c *container) says(t *testing.T, pattern string) {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	require.Eventually(t, func() bool { return wanted.MatchString(c.log.String()) },
		time.Minute, 50*time.Millisecond, "%s", pattern)
}

// lockedBuffer is written by a command while a test reads it.
type lockedBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// runpath is where a program looks for its libraries.
func runpath(t *testing.T, file string) []string {
	t.Helper()
	program, err := elf.Open(file)
	require.NoError(t, err)
	defer program.Close()
	for _, tag := range []elf.DynTag{elf.DT_RUNPATH, elf.DT_RPATH} {
		if paths, err := program.DynString(tag); err == nil && len(paths) > 0 {
			return strings.Split(paths[0], ":")
		}
	}
	return nil
}

// The subtests share the builder and follow one another.
func TestStages(t *testing.T) {
	builder := from(t, readDockerfile(t).stages[0].image)
	var engine *image
	t.Run("build with the engine", func(t *testing.T) {
		// Lives as long as the tests that follow.
		engine = assemble(t, builder, map[string]string{}, nil)
		t.Run("runs", func(t *testing.T) { runsOnTheEngine(t, engine) })
		t.Run("compose", func(t *testing.T) { talk(t, engine) })
	})
	t.Run("build with the SDK", func(t *testing.T) {
		const archive = "lib/Agora_RTM_SDK_for_Linux_v1_5_0.zip"
		im := assemble(t, builder, map[string]string{"SDK_ARCHIVE": archive, "SDK_VERSION": "1.5.0"},
			map[string]string{archive: standIn(t)})
		runsOnTheSDK(t, im)
	})
}

func runsOnTheEngine(t *testing.T, im *image) {
	require.Equal(t, "10001\n10001\n", im.mustRun(t, "sh", "-c", "id -u; id -g"))
	require.Contains(t, runpath(t, im.path("/usr/local/bin/quickstart")), "$ORIGIN/../lib")
	require.NotContains(t, im.mustRun(t, "ldd", "/usr/local/bin/quickstart"), "not found")
	_, code := im.run(t, nil, "sh", "-c", "command -v gcc || command -v go")
	require.NotZero(t, code, "a compiler is in the image")
	require.Contains(t, im.mustRun(t, "quickstart"), "runs on the embedded engine")

	// Unhealthy before it runs, healthy when it does, unhealthy long after.
	out, code := im.run(t, nil, im.check...)
	require.Equal(t, 1, code, "%s", out)
	c := im.start(t, nil, im.cmd...)
	c.healthy(t, im.check...)
	c.says(t, "alice hears bob: hello alice, for the 3rd time")
	heartbeat := after(t, im.check, "-heartbeat")
	require.NoError(t, c.cmd.Process.Kill())
	_ = c.cmd.Wait()
	long := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(im.path(heartbeat), long, long))
	out, code = im.run(t, nil, im.check...)
	require.Equal(t, 1, code, "%s", out)
	require.Contains(t, out, "was not heard for 1h0m0s")
	require.NoError(t, os.Remove(im.path(heartbeat)))
}

// talk starts the services of compose.yaml, in the order that it asks for.
func talk(t *testing.T, im *image) {
	const word = "a word for this test"
	hosts, err := os.ReadFile(im.path("/etc/hosts"))
	require.NoError(t, err)
	// The name that a service has in Docker's network.
	require.NoError(t, os.WriteFile(im.path("/etc/hosts"), append(hosts, "\n127.0.0.1 emulator\n"...), 0o644))
	services := readCompose(t)
	start := func(name string) *container {
		s := services[name]
		env := maps.Clone(s.Environment)
		for key, value := range env {
			if variable.MatchString(value) {
				env[key] = word
			}
		}
		for _, secret := range s.Secrets {
			file := im.path("/run/secrets/" + secret.Source)
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, []byte(word), os.FileMode(secret.Mode)))
			onHost(t, "chown", secret.UID+":"+secret.GID, file)
		}
		return im.start(t, env, s.Command...)
	}
	// The two share a file system here, as they do not in Docker: bob's heartbeat
	// is his own.
	s := services["bob"]
	s.Command = slices.Clone(s.Command)
	s.Command[slices.Index(s.Command, "-heartbeat")+1] = "/tmp/bob.heartbeat"
	services["bob"] = s

	emulator := start("emulator")
	emulator.healthy(t, services["emulator"].Healthcheck.Test[1:]...)
	alice, bob := start("alice"), start("bob")
	alice.says(t, "alice hears bob: hello alice, for the 2nd time")
	bob.says(t, "bob hears alice: hello bob, for the 2nd time")
	alice.healthy(t, im.check...)

	// Without the word nobody gets in.
	wrong := maps.Clone(emulator.env)
	wrong["AGORA_RTM_EMULATOR_SECRET"] = "not the word for this test"
	out, code := im.run(t, wrong, services["emulator"].Healthcheck.Test[1:]...)
	require.Equal(t, 1, code, "%s", out)
	for _, c := range []*container{emulator, alice, bob} {
		require.NotContains(t, c.log.String(), word)
	}
}

// standIn is an archive as the vendor makes them, with a library that says who
// it is and gives no service. Its SONAME is that of 1.4.0, the hardest case.
func standIn(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	source, library, archive := filepath.Join(dir, "sdk.cc"), filepath.Join(dir, "sdk.so"), filepath.Join(dir, "sdk.zip")
	include, err := filepath.Abs(filepath.Join(root, "include"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(source, []byte(`#include "IAgoraRtmService.h"
namespace agora {
namespace rtm {
IRtmService* createRtmService() { return nullptr; }
const char* getRtmSdkVersion() { return "1.5.0"; }
SET_RTM_SERVICE_CONTEXT_ERR_CODE setRtmServiceContext(const RtmServiceContext&) {
  return SET_RTM_SERVICE_CONTEXT_ERR_OK;
}
}  // namespace rtm
}  // namespace agora
`), 0o600))
	onHost(t, "g++", "-std=c++11", "-shared", "-fPIC", "-I"+include, "-Wl,-soname,libagora-rtm-sdk-jni.so", "-o", library, source)

	const libs = "Agora_RTM_SDK_for_Linux/libs/"
	files := map[string]string{libs + "libagora_rtm_sdk.so": library}
	headers, err := filepath.Glob(filepath.Join(include, "*.h"))
	require.NoError(t, err)
	require.NotEmpty(t, headers)
	for _, header := range headers {
		files[libs+"include/"+filepath.Base(header)] = header
	}
	out, err := os.Create(archive)
	require.NoError(t, err)
	z := zip.NewWriter(out)
	for name, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		w, err := z.Create(name)
		require.NoError(t, err)
		_, err = w.Write(text)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	require.NoError(t, out.Close())
	return archive
}

func runsOnTheSDK(t *testing.T, im *image) {
	require.Contains(t, im.mustRun(t, "ldd", "/usr/local/bin/quickstart"),
		"libagora-rtm-sdk-jni.so => /usr/local/bin/../lib/libagora-rtm-sdk-jni.so")
	info, err := os.Lstat(im.path("/usr/local/lib/libagora-rtm-sdk-jni.so"))
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&os.ModeSymlink)
	out, code := im.run(t, nil, "quickstart")
	require.Contains(t, out, "runs on the official SDK, version 1.5.0.")
	require.Equal(t, 1, code, "the stand-in gives no service")
	// The daemon needs no SDK.
	require.NotContains(t, im.mustRun(t, "ldd", "/usr/local/bin/duet"), "not found")
}
