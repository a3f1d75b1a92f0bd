// Package scripts_test drives fetch_sdk.sh with archives made on the spot and a
// server on the loopback address, as its users would.
package scripts_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The exit codes that the help text lists.
const (
	exitUsage    = 2
	exitTool     = 3
	exitDownload = 4
	exitArchive  = 5
	exitChecksum = 6
	exitChanged  = 7
	exitContent  = 8
	exitMachine  = 9
	exitInstall  = 10
)

const patience = time.Minute

// script is a run of fetch_sdk.sh.
type script struct {
	code           int
	stdout, stderr string
}

func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	path, err := filepath.Abs("fetch_sdk.sh")
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = dir
	return cmd
}

func run(t *testing.T, dir string, args ...string) script {
	t.Helper()
	cmd := command(t, dir, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	require.NotNil(t, cmd.ProcessState, "%v", err)
	return script{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// fails runs the script, which has to fail with the code and one line.
func fails(t *testing.T, dir string, code int, message string, args ...string) {
	t.Helper()
	got := run(t, dir, append(args, "--quiet")...)
	require.Equal(t, code, got.code, "%s", got.stderr)
	require.Regexp(t, "^fetch_sdk.sh: .*"+message+".*\n$", got.stderr)
	require.Equal(t, 1, strings.Count(got.stderr, "\n"), "%s", got.stderr)
	require.Empty(t, got.stdout)
}

// libraries holds a shared library per SONAME, compiled once.
var libraries = struct {
	sync.Mutex
	bySoname map[string][]byte
}{bySoname: map[string][]byte{}}

func library(t *testing.T, soname string) []byte {
	t.Helper()
	libraries.Lock()
	defer libraries.Unlock()
	if lib := libraries.bySoname[soname]; lib != nil {
		return lib
	}
	dir := t.TempDir()
	source, out := filepath.Join(dir, "x.c"), filepath.Join(dir, "x.so")
	require.NoError(t, os.WriteFile(source, []byte("int nothing;\n"), 0o600))
	args := []string{"-shared", "-fPIC", "-o", out, source}
	if soname != "" {
		args = append(args, "-Wl,-soname,"+soname)
	}
	text, err := exec.Command("cc", args...).CombinedOutput()
	require.NoError(t, err, "%s", text)
	lib, err := os.ReadFile(out)
	require.NoError(t, err)
	// The tests run on any machine: the field that says which is set by hand.
	lib[18], lib[19] = 0x3e, 0
	libraries.bySoname[soname] = lib
	return lib
}

// forMachine is a library with another e_machine.
func forMachine(lib []byte, machine byte) []byte {
	lib = bytes.Clone(lib)
	lib[18] = machine
	return lib
}

const (
	machineARM64 = 0xb7
	machineRISCV = 0xf3
)

// files are the content of an archive.
type files map[string][]byte

const root = "Agora_RTM_SDK_for_Linux/libs/"

func sdk(t *testing.T) files {
	t.Helper()
	return files{
		root + "include/IAgoraRtmService.h":     []byte("// service\n"),
		root + "include/IAgoraRtmCallManager.h": []byte("// calls\n"),
		root + "libagora_rtm_sdk.so":            library(t, ""),
	}
}

func (f files) names() []string {
	var names []string
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (f files) zip(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range f.names() {
		file, err := w.Create(name)
		require.NoError(t, err)
		_, err = file.Write(f[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func (f files) tarGz(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	w := tar.NewWriter(zipped)
	for _, name := range f.names() {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(f[name]))}))
		_, err := w.Write(f[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, zipped.Close())
	return out.Bytes()
}

// write puts an archive into the directory.
func write(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// tree lists the files below dir and what is in them.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			all[name], err = os.Readlink(path)
			return err
		}
		content, err := os.ReadFile(path)
		all[name] = string(content)
		return err
	})
	require.NoError(t, err)
	delete(all, "lib/.fetch_sdk.busy")
	return all
}

// noLeftovers looks for what only a run in progress may have.
func noLeftovers(t *testing.T, prefix string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(prefix, ".fetch_sdk.*.tmp"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestInstall(t *testing.T) {
	t.Parallel()
	both := sdk(t)
	both["Agora_RTM_SDK_for_Linux/arm64/libagora_rtm_sdk.so"] = forMachine(library(t, ""), machineARM64)
	flat := files{
		"include/IAgoraRtmService.h":     []byte("//\n"),
		"include/IAgoraRtmCallManager.h": []byte("//\n"),
		"libagora_rtm_sdk.so":            library(t, ""),
	}
	deep := files{}
	for name, content := range sdk(t) {
		deep["a/b/c/"+name] = content
	}
	jni := sdk(t)
	jni[root+"libagora_rtm_sdk.so"] = library(t, "libagora-rtm-sdk-jni.so")
	renamed := files{
		root + "include/IAgoraRtmService.h":     []byte("//\n"),
		root + "include/IAgoraRtmCallManager.h": []byte("//\n"),
		root + "libagora-rtm-sdk-jni.so":        library(t, "libagora-rtm-sdk-jni.so"),
	}
	arm := sdk(t)
	arm[root+"libagora_rtm_sdk.so"] = forMachine(library(t, ""), machineARM64)

	tests := []struct {
		name    string
		archive []byte
		args    []string
		dir     string            // below lib/
		links   map[string]string // in its lib/
	}{
		{name: "zip", archive: sdk(t).zip(t), args: []string{"--arch", "amd64"}, dir: "agora-rtm-1.5.0-amd64"},
		{name: "tar.gz", archive: sdk(t).tarGz(t), args: []string{"--arch=amd64"}, dir: "agora-rtm-1.5.0-amd64"},
		{name: "flat", archive: flat.zip(t), args: []string{"--arch", "x86_64"}, dir: "agora-rtm-1.5.0-amd64"},
		{name: "deep", archive: deep.zip(t), args: []string{"--arch", "amd64"}, dir: "agora-rtm-1.5.0-amd64"},
		{name: "arm64", archive: arm.zip(t), args: []string{"--arch", "aarch64"}, dir: "agora-rtm-1.5.0-arm64"},
		{name: "arm64 of both", archive: both.zip(t), args: []string{"--arch", "arm64"}, dir: "agora-rtm-1.5.0-arm64"},
		{
			name: "1.4.0, whose SONAME is another", archive: jni.zip(t), args: []string{"--arch", "amd64", "--version", "1.4.0"},
			dir: "agora-rtm-1.4.0-amd64", links: map[string]string{"libagora-rtm-sdk-jni.so": "libagora_rtm_sdk.so"},
		},
		{
			name: "1.4.1, whose file name is another", archive: renamed.zip(t), args: []string{"--arch", "amd64", "--version=1.4.1"},
			dir: "agora-rtm-1.4.1-amd64", links: map[string]string{"libagora-rtm-sdk-jni.so": "libagora_rtm_sdk.so"},
		},
		{name: "checksum", archive: flat.zip(t), args: []string{"--arch", "amd64", "--sha256", strings.ToUpper(sum(flat.zip(t)))}, dir: "agora-rtm-1.5.0-amd64"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "with a space")
			require.NoError(t, os.Mkdir(dir, 0o700))
			args := append([]string{"--archive", write(t, dir, "sdk", tt.archive)}, tt.args...)
			got := run(t, dir, args...)
			require.Zero(t, got.code, "%s", got.stderr)
			installed := filepath.Join(dir, "lib", tt.dir)
			require.FileExists(t, filepath.Join(installed, "include", "IAgoraRtmService.h"))
			require.FileExists(t, filepath.Join(installed, "lib", "libagora_rtm_sdk.so"))
			for link, target := range tt.links {
				to, err := os.Readlink(filepath.Join(installed, "lib", link))
				require.NoError(t, err)
				require.Equal(t, target, to)
			}
			// What it prints is what a shell needs.
			shell := exec.Command("bash", "-euc", `eval "$(cat)"; pkg-config --modversion agora-rtm; pkg-config --cflags --libs agora-rtm`)
			shell.Stdin = strings.NewReader(got.stdout)
			out, err := shell.CombinedOutput()
			require.NoError(t, err, "%s", out)
			version := strings.Split(tt.dir, "-")[2]
			require.True(t, strings.HasPrefix(string(out), version+"\n"), "%s", out)
			for _, flag := range []string{"-I", "-L", "-Wl,-rpath,", "-lagora_rtm_sdk"} {
				require.Contains(t, string(out), flag)
			}
			noLeftovers(t, filepath.Join(dir, "lib"))

			// A second run finds the work done.
			before := tree(t, dir)
			again := run(t, dir, args...)
			require.Zero(t, again.code)
			require.Equal(t, got.stdout, again.stdout)
			require.Contains(t, again.stderr, "there already")
			require.Equal(t, before, tree(t, dir))
		})
	}
}

// The directory may move: the pkg-config file finds its own place.
func TestRelocatable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.Zero(t, run(t, dir, "--arch", "amd64", "--archive", write(t, dir, "sdk", sdk(t).zip(t))).code)
	require.NoError(t, os.Rename(filepath.Join(dir, "lib"), filepath.Join(dir, "moved")))
	cmd := exec.Command("pkg-config", "--cflags", "agora-rtm")
	cmd.Env = append(os.Environ(), "PKG_CONFIG_PATH="+filepath.Join(dir, "moved", "agora-rtm-1.5.0-amd64", "lib", "pkgconfig"))
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	include := strings.TrimPrefix(strings.TrimSpace(string(out)), "-I")
	require.FileExists(t, filepath.Join(include, "IAgoraRtmService.h"))
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	without := func(suffix string) files {
		f := sdk(t)
		for name := range f {
			if strings.HasSuffix(name, suffix) {
				delete(f, name)
			}
		}
		return f
	}
	text := sdk(t)
	text[root+"libagora_rtm_sdk.so"] = []byte("#!/bin/sh\n")
	riscv := sdk(t)
	riscv[root+"libagora_rtm_sdk.so"] = forMachine(library(t, ""), machineRISCV)
	good := sdk(t).zip(t)
	tampered := bytes.Clone(good)
	tampered[len(tampered)/2] ^= 0xff // in the compressed library: its CRC finds it

	tests := []struct {
		name    string
		archive []byte
		args    []string
		code    int
		message string
	}{
		{"truncated zip", good[:len(good)-100], nil, exitArchive, "damaged"},
		{"tampered zip", tampered, nil, exitArchive, "damaged"},
		{"truncated tar.gz", sdk(t).tarGz(t)[:200], nil, exitArchive, "damaged"},
		{"no archive at all", []byte("<html>not found</html>"), nil, exitArchive, "damaged"},
		{"empty", nil, nil, exitArchive, "damaged"},
		{"other checksum", good, []string{"--sha256", strings.Repeat("0", 64)}, exitChecksum, "has the checksum " + sum(good)},
		{"no header", without("Service.h").zip(t), nil, exitContent, "no IAgoraRtmService.h"},
		{"no second header", without("Manager.h").zip(t), nil, exitContent, "no IAgoraRtmCallManager.h"},
		{"no library", without(".so").zip(t), nil, exitContent, "no libagora_rtm_sdk.so"},
		{"library is a script", text.zip(t), nil, exitContent, "64-bit ELF"},
		{"library of another machine", good, []string{"--arch", "arm64"}, exitMachine, "not for arm64"},
		{"library of a third machine", riscv.zip(t), nil, exitMachine, "not for amd64"},
		{"strange SONAME", func() []byte {
			f := sdk(t)
			f[root+"libagora_rtm_sdk.so"] = library(t, "../../evil.so")
			return f.zip(t)
		}(), nil, exitContent, "SONAME"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			// What is there already stays, whatever happens.
			require.Zero(t, run(t, dir, "--arch", "amd64", "--version", "1.4.10", "--archive", write(t, dir, "old", good)).code)
			args := append([]string{"--arch", "amd64", "--archive", write(t, dir, "sdk", tt.archive)}, tt.args...)
			before := tree(t, dir)
			fails(t, dir, tt.code, tt.message, args...)
			require.Equal(t, before, tree(t, dir))
			noLeftovers(t, filepath.Join(dir, "lib"))
		})
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--nosuch"},
		{"stray"},
		{"--version"},
		{"--version", "1.5"},
		{"--version", "../1.5.0"},
		{"--arch", "386"},
		{"--arch="},
		{"--sha256", "abc"},
		{"--url", "http://x/", "--archive", "y"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			fails(t, dir, exitUsage, "", args...)
			require.Empty(t, tree(t, dir))
		})
	}
	help := run(t, t.TempDir(), "--help")
	require.Zero(t, help.code)
	for _, option := range []string{"--version", "--arch", "--prefix", "--url", "--archive", "--sha256", "--help"} {
		require.Contains(t, help.stdout, option)
	}
}

// The first archive of a version is remembered; another one is refused until
// its checksum is given.
func TestLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := write(t, dir, "first", sdk(t).zip(t))
	changed := sdk(t)
	changed[root+"include/IAgoraRtmService.h"] = []byte("// changed\n")
	second := write(t, dir, "second", changed.zip(t))
	header := filepath.Join(dir, "lib", "agora-rtm-1.5.0-amd64", "include", "IAgoraRtmService.h")
	read := func() string {
		text, err := os.ReadFile(header)
		require.NoError(t, err)
		return string(text)
	}
	require.Zero(t, run(t, dir, "--arch", "amd64", "--archive", first).code)
	fails(t, dir, exitChanged, "if the change is meant, give --sha256 "+sum(changed.zip(t)), "--arch", "amd64", "--archive", second)
	require.Equal(t, "// service\n", read())
	// Another version has a line of its own.
	require.Zero(t, run(t, dir, "--arch", "amd64", "--version", "1.4.10", "--archive", second).code)
	require.Zero(t, run(t, dir, "--arch", "amd64", "--archive", second, "--sha256", sum(changed.zip(t))).code)
	require.Equal(t, "// changed\n", read())
	fails(t, dir, exitChanged, "", "--arch", "amd64", "--archive", first)
	lock, err := os.ReadFile(filepath.Join(dir, "lib", "fetch_sdk.lock"))
	require.NoError(t, err)
	require.Regexp(t, `^# .*\n1\.4\.10 amd64 \w{64}\n1\.5\.0 amd64 \w{64}\n$`, string(lock))
	// What nobody points at any more is gone.
	stores, err := filepath.Glob(filepath.Join(dir, "lib", ".agora-rtm-1.5.0-*"))
	require.NoError(t, err)
	require.Len(t, stores, 1)
}

func TestDownload(t *testing.T) {
	t.Parallel()
	archive := sdk(t).zip(t)
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/good":
			_, _ = w.Write(archive)
		case "/moved":
			http.Redirect(w, r, "/good", http.StatusFound)
		case "/short": // promises more than it sends
			w.Header().Set("Content-Length", fmt.Sprint(len(archive)))
			_, _ = w.Write(archive[:len(archive)/2])
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	for path, code := range map[string]int{"/good": 0, "/moved": 0, "/short": exitDownload, "/missing": exitDownload} {
		dir := t.TempDir()
		if code != 0 {
			fails(t, dir, code, "cannot download "+server.URL+path, "--arch", "amd64", "--url", server.URL+path)
			require.Empty(t, tree(t, dir), path)
			continue
		}
		got := run(t, dir, "--arch", "amd64", "--url", server.URL+path)
		require.Zero(t, got.code, "%s", got.stderr)
		require.Contains(t, got.stderr, "Fetching "+server.URL+path)
		require.FileExists(t, filepath.Join(dir, "lib/agora-rtm-1.5.0-amd64/include/IAgoraRtmService.h"))
	}
	server.Close()
	fails(t, t.TempDir(), exitDownload, "cannot download", "--arch", "amd64", "--url", server.URL+"/good")
}

// Ctrl-C during a download leaves nothing behind, nor does SIGTERM to the script
// alone.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		signal syscall.Signal
		group  bool
		code   int
	}{
		{"Ctrl-C", syscall.SIGINT, true, 130},
		{"SIGTERM", syscall.SIGTERM, false, 143},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			testInterrupted(t, tt.signal, tt.group, tt.code)
		})
	}
}

func testInterrupted(t *testing.T, signal syscall.Signal, group bool, code int) {
	begun, done := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("PK"))
		w.(http.Flusher).Flush()
		begun <- struct{}{}
		<-done
	}))
	defer server.Close()
	defer close(done)
	dir := t.TempDir()
	cmd := command(t, dir, "--arch", "amd64", "--url", server.URL)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a terminal has it
	require.NoError(t, cmd.Start())
	<-begun
	pid := cmd.Process.Pid
	if group {
		pid = -pid
	}
	require.NoError(t, syscall.Kill(pid, signal))
	require.Error(t, cmd.Wait())
	require.Equal(t, code, cmd.ProcessState.ExitCode())
	require.Empty(t, tree(t, dir))
	noLeftovers(t, filepath.Join(dir, "lib"))
}

// Several runs at once end with one installation.
func TestConcurrentRuns(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive := write(t, dir, "sdk", sdk(t).zip(t))
	var wg sync.WaitGroup
	results := make([]script, 4)
	for i := range results {
		wg.Go(func() { results[i] = run(t, dir, "--arch", "amd64", "--archive", archive) })
	}
	wg.Wait()
	for _, r := range results {
		require.Zero(t, r.code, "%s", r.stderr)
	}
	noLeftovers(t, filepath.Join(dir, "lib"))
}

func TestCannotInstall(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive := write(t, dir, "sdk", sdk(t).zip(t))
	fails(t, dir, exitInstall, "cannot make the directory", "--arch", "amd64", "--archive", archive, "--prefix", filepath.Join(archive, "below"))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "lib", "agora-rtm-1.5.0-amd64"), 0o700))
	fails(t, dir, exitInstall, "in the way", "--arch", "amd64", "--archive", archive)
	fails(t, dir, exitArchive, "cannot read the archive", "--arch", "amd64", "--archive", filepath.Join(dir, "nosuch"))
}

// Without its tools it says which one is missing.
func TestMissingTool(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	for _, tool := range []string{"bash", "uname", "mkdir", "sha256sum"} {
		path, err := exec.LookPath(tool)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(path, filepath.Join(bin, tool)))
	}
	cmd := command(t, t.TempDir(), "--arch", "amd64")
	cmd.Env = []string{"PATH=" + bin}
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, exitTool, cmd.ProcessState.ExitCode(), "%s", out)
	require.Contains(t, string(out), "readelf is not installed")
}

// What is installed needs no network to be there.
func TestThereAlready(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	archive := sdk(t).zip(t)
	first := run(t, dir, "--arch", "amd64", "--archive", write(t, dir, "sdk", archive))
	require.Zero(t, first.code, "%s", first.stderr)
	for _, args := range [][]string{{}, {"--sha256", sum(archive)}} {
		// Were it to download, it would have to miss curl and wget.
		bin := t.TempDir()
		for _, tool := range []string{"bash", "uname", "mkdir", "sha256sum", "readelf", "flock", "rm", "mktemp", "cat", "awk"} {
			path, err := exec.LookPath(tool)
			require.NoError(t, err)
			require.NoError(t, os.Symlink(path, filepath.Join(bin, tool)))
		}
		cmd := command(t, dir, append(args, "--arch", "amd64")...)
		cmd.Env = []string{"PATH=" + bin}
		out, err := cmd.Output()
		require.NoError(t, err)
		require.Equal(t, first.stdout, string(out))
	}
	// Another checksum is another archive, which has to be fetched.
	fails(t, dir, exitDownload, "cannot download", "--arch", "amd64", "--url", "http://127.0.0.1:1/", "--sha256", strings.Repeat("0", 64))
}

// A download whose script was killed does not keep the next run waiting.
func TestAfterKill(t *testing.T) {
	t.Parallel()
	begun, done := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("PK"))
		w.(http.Flusher).Flush()
		begun <- struct{}{}
		<-done
	}))
	defer server.Close()
	defer close(done)
	dir := t.TempDir()
	cmd := command(t, dir, "--arch", "amd64", "--url", server.URL)
	require.NoError(t, cmd.Start())
	<-begun
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	got := run(t, dir, "--arch", "amd64", "--archive", write(t, dir, "sdk", sdk(t).zip(t)))
	require.Zero(t, got.code, "%s", got.stderr)
	noLeftovers(t, filepath.Join(dir, "lib"))
}
