//go:build linkmodes

// Small consumer modules get this one as go get would bring it, from a proxy made on the spot, so
// that its directory is read-only and holds nothing that a release would not. They are then built in
// each link mode, and run.

package linkmodes_test

import (
	"archive/zip"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/sdkvariants"
)

const (
	root    = "../.."
	module  = "github.com/go-rtm/agora-rtm-go"
	version = "v0.99.0"
)

const program = `package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"` + module + `/agorartm"
)

func main() {
	fmt.Println("backend:", agorartm.Backend(), agorartm.SDKVersion())
	service, err := agorartm.NewService("0123456789abcdef0123456789abcdef", agorartm.ServiceHandler{})
	if errors.Is(err, agorartm.InitErrInvalidAppID) {
		fmt.Println("unknown App ID") // what the stand-in says of all but its own
		return
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	defer service.Close()
	if err := service.Login(context.Background(), "", "alice"); err != nil {
		panic(err)
	}
	fmt.Println("logged in")
}
`

// workshop is where the consumers are built.
type workshop struct {
	proxy, cache, prefix string
	pkgConfig            string
}

func TestLinkModes(t *testing.T) {
	w := newWorkshop(t)
	sdk := filepath.Dir(w.pkgConfig) // .../lib
	pkgConfig := "PKG_CONFIG_PATH=" + w.pkgConfig
	const (
		engine = "backend: embedded engine"
		vendor = "backend: official SDK 1.5.0\nunknown App ID\n"
	)
	for _, mode := range []struct {
		name   string
		vendor bool
		args   []string
		env    []string
		prints string
	}{
		{name: "default", prints: engine},
		{name: "trimpath", args: []string{"-trimpath"}, prints: engine},
		{name: "vendor", vendor: true, prints: engine},
		{name: "agora_sdk", args: []string{"-tags", "agora_sdk"}, env: []string{pkgConfig}, prints: vendor},
		{
			name: "agora_sdk trimpath", args: []string{"-trimpath", "-tags", "agora_sdk"},
			// The build cache does not look at what pkg-config says, and without paths nothing else tells
			// this run, whose SDK is elsewhere, from the one before.
			env:    []string{pkgConfig, fmt.Sprintf("CGO_CPPFLAGS=-DLINKMODES_RUN=%d", time.Now().UnixNano())},
			prints: vendor,
		},
		{name: "agora_sdk vendor", vendor: true, args: []string{"-tags", "agora_sdk"}, env: []string{pkgConfig}, prints: vendor},
		{
			name: "agora_nolink", args: []string{"-tags", "agora_sdk,agora_nolink"},
			env: []string{
				"PKG_CONFIG=false", // must not be asked
				"CGO_CXXFLAGS=-O0 -I" + filepath.Join(filepath.Dir(sdk), "include"),
				"CGO_LDFLAGS=-L" + sdk + " -Wl,-rpath," + sdk + " -lagora_rtm_sdk -lpthread",
			},
			prints: vendor,
		},
		{
			name: "with the RTC SDK", args: []string{"-tags", "agora_sdk"},
			env: []string{pkgConfig, "CGO_CXXFLAGS=-O0 -DAGORA_SDK_BOTH_RTM_AND_RTC"}, prints: vendor,
		},
	} {
		t.Run(mode.name, func(t *testing.T) {
			dir := w.consumer(t)
			if mode.vendor {
				out, err := w.goCommand(t, dir, nil, "mod", "vendor")
				require.NoError(t, err, out)
				mode.env = append(mode.env, "GOFLAGS=-mod=vendor -buildvcs=false")
			}
			out, err := w.goCommand(t, dir, mode.env, append(append([]string{"build", "-o", "program"}, mode.args...), ".")...)
			require.NoError(t, err, out)
			got, err := exec.Command(filepath.Join(dir, "program")).Output()
			require.NoError(t, err)
			require.True(t, strings.HasPrefix(string(got), mode.prints), "%s", got)
			if mode.prints == engine {
				require.Contains(t, string(got), "logged in")
			}
		})
	}

	// The loader takes any library of the name.
	//
	// fact: A-07
	t.Run("library of another version", func(t *testing.T) {
		dir := w.consumer(t)
		out, err := w.goCommand(t, dir, []string{pkgConfig}, "build", "-o", "program", "-tags", "agora_sdk", ".")
		require.NoError(t, err, out)
		cmd := exec.Command(filepath.Join(dir, "program"))
		cmd.Env = append(os.Environ(), "LD_LIBRARY_PATH="+filepath.Dir(w.install(t, "1.4.10")))
		got, err := cmd.Output()
		require.Error(t, err)
		require.Contains(t, string(got), "official SDK 1.4.10\n")
		require.Contains(t, string(got), `compiled with headers of 1.5.0, and the library it loaded says it is "1.4.10"`)
	})

	t.Run("without cgo", func(t *testing.T) {
		for _, tags := range []string{"", "agora_sdk"} {
			out, err := w.goCommand(t, w.consumer(t), []string{"CGO_ENABLED=0"}, "build", "-tags", tags, ".")
			require.Error(t, err)
			lines := strings.Split(out, "\n")
			require.Greater(t, len(lines), 1, out)
			require.Contains(t, lines[1], "undefined: agorartm_needs_cgo__build_with_CGO_ENABLED_1")
			require.Equal(t, 1, strings.Count(out, "undefined:"), "and nothing else: %s", out)
		}
	})
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	w := &workshop{proxy: t.TempDir(), prefix: t.TempDir()}
	// Not t.TempDir, which cannot remove what is read-only.
	cache, err := os.MkdirTemp("", "linkmodes-")
	require.NoError(t, err)
	w.cache = cache
	t.Cleanup(func() {
		out, err := w.goCommand(t, root, nil, "clean", "-modcache")
		require.NoError(t, err, out)
		require.NoError(t, os.RemoveAll(cache))
	})
	w.publish(t)
	w.pkgConfig = w.install(t, "1.5.0")
	return w
}

// install builds the stand-in of a version, installs it as a user would, and returns the directory of
// its pkg-config file.
func (w *workshop) install(t *testing.T, version string) string {
	t.Helper()
	absolute, err := filepath.Abs(root)
	require.NoError(t, err)
	all, err := sdkvariants.All()
	require.NoError(t, err)
	for _, v := range all {
		if v.Version == version {
			pkgConfig, err := v.Install(t.Context(), absolute, w.prefix)
			require.NoError(t, err)
			return pkgConfig
		}
	}
	require.FailNow(t, "no such variant", version)
	return ""
}

// publish makes a proxy that has this module at one version.
func (w *workshop) publish(t *testing.T) {
	t.Helper()
	dir := filepath.Join(w.proxy, filepath.FromSlash(module), "@v")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"list":            version + "\n",
		version + ".info": `{"Version":"` + version + `"}`,
		version + ".mod":  string(mod),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	file, err := os.Create(filepath.Join(dir, version+".zip"))
	require.NoError(t, err)
	z := zip.NewWriter(file)
	tree := os.DirFS(root)
	require.NoError(t, fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			// As in a release: no other modules, nothing that git ignores.
			_, nested := fs.Stat(tree, path+"/go.mod")
			if path != "." && (nested == nil || strings.HasPrefix(d.Name(), ".") || path == "lib") {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		data, err := fs.ReadFile(tree, path)
		if err != nil {
			return err
		}
		entry, err := z.Create(module + "@" + version + "/" + path)
		if err != nil {
			return err
		}
		_, err = entry.Write(data)
		return err
	}))
	require.NoError(t, z.Close())
	require.NoError(t, file.Close())
}

// consumer makes a module that uses the binding.
func (w *workshop) consumer(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(program), 0o644))
	for _, args := range [][]string{
		{"mod", "init", "example.com/consumer"},
		{"get", module + "@" + version},
		{"mod", "tidy"},
	} {
		out, err := w.goCommand(t, dir, nil, args...)
		require.NoError(t, err, out)
	}
	return dir
}

// goCommand runs the go tool as a consumer offline would.
func (w *workshop) goCommand(t *testing.T, dir string, env []string, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	downloads := filepath.Join(moduleCache(t), "cache", "download")
	cmd.Env = append(append(os.Environ(),
		"GOPROXY=file://"+w.proxy+",file://"+downloads, "GOMODCACHE="+w.cache, "GOWORK=off",
		"GOFLAGS=-buildvcs=false", "GOSUMDB=off", "GONOSUMDB=*", "GOTOOLCHAIN=local",
		"CGO_CXXFLAGS=-O0",
	), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func moduleCache(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOMODCACHE").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}
