// The library of a version, and the archive the vendor would pack it in.

package sdkvariants

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// What the library shows: the vendor's functions and the strings by which tests move it.
const exported = "{ global: createRtmService; getRtmSdkVersion; setRtmServiceContext; fakesdk_*; local: *; };\n"

// Build compiles the library and packs it with its headers. The archive is in dir, which also holds
// what is made on the way. root is the module's directory.
func (v *Variant) Build(ctx context.Context, root, dir string) (archive string, err error) {
	include := filepath.Join(dir, "include")
	if err := os.MkdirAll(include, 0o755); err != nil {
		return "", err
	}
	files := map[string]string{
		"lacking.h": v.lacking(),
		"exports":   exported,
	}
	for name, text := range v.Headers() {
		files[filepath.Join("include", name)] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	library := filepath.Join(dir, "libagora_rtm_sdk.so")
	if err := v.compile(ctx, root, dir, library); err != nil {
		return "", err
	}
	archive = filepath.Join(dir, "Agora_RTM_SDK_for_Linux_v"+strings.ReplaceAll(v.Version, ".", "_")+".zip")
	return archive, v.pack(archive, include, library)
}

// compile makes the library: two compilers at a time, as make -j2 would.
func (v *Variant) compile(ctx context.Context, root, dir, library string) error {
	sources, err := filepath.Glob(filepath.Join(root, "internal", "fakesdk", "*.cc"))
	if err != nil {
		return err
	}
	sources = append(sources, filepath.Join(root, "internal", "sdkvariants", "testdata", "exports.cc"))
	// The handlers' bodies in the headers warn, as the vendor's do.
	flags := []string{
		"-std=c++17", "-O0", "-fPIC", "-w", "-fvisibility-inlines-hidden",
		"-include", filepath.Join(dir, "lacking.h"),
		"-I" + filepath.Join(dir, "include"), "-I" + filepath.Join(root, "internal", "fakesdk"),
	}
	var (
		wg      sync.WaitGroup
		slots   = make(chan struct{}, min(2, runtime.NumCPU()))
		errs    = make([]error, len(sources))
		objects = make([]string, len(sources))
	)
	for i, source := range sources {
		objects[i] = filepath.Join(dir, strings.TrimSuffix(filepath.Base(source), ".cc")+".o")
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = run(ctx, dir, compiler(), append(flags, "-c", "-o", objects[i], source)...)
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	link := append([]string{
		"-shared", "-o", library, "-Wl,-soname," + v.SONAME,
		"-Wl,--version-script=" + filepath.Join(dir, "exports"), "-Wl,--no-undefined",
	}, objects...)
	return run(ctx, dir, compiler(), append(link, "-lpthread")...)
}

func compiler() string {
	if cxx := os.Getenv("CXX"); cxx != "" {
		return cxx
	}
	return "g++"
}

// run runs a command; CXX may carry arguments.
func run(ctx context.Context, dir, command string, args ...string) error {
	words := append(strings.Fields(command), args...)
	cmd := exec.CommandContext(ctx, words[0], words[1:]...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(words, " "), err, out)
	}
	return nil
}

// pack lays the files out as the vendor's archives have them.
func (v *Variant) pack(archive, include, library string) (err error) {
	file, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	z := zip.NewWriter(file)
	const top = "Agora_RTM_SDK_for_Linux/libs/"
	add := func(name, from string) error {
		data, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		w, err := z.Create(top + name)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	}
	for _, name := range []string{ServiceHeader, CallsHeader} {
		if err := add("include/"+name, filepath.Join(include, name)); err != nil {
			return err
		}
	}
	if err := add("libagora_rtm_sdk.so", library); err != nil {
		return err
	}
	return z.Close()
}

// Install builds the variant and installs it under prefix with scripts/fetch_sdk.sh. It returns the
// directory to put into PKG_CONFIG_PATH.
func (v *Variant) Install(ctx context.Context, root, prefix string) (pkgConfig string, err error) {
	dir, err := os.MkdirTemp("", "sdkvariants-")
	if err != nil {
		return "", err
	}
	defer func() {
		if e := os.RemoveAll(dir); err == nil {
			err = e
		}
	}()
	archive, err := v.Build(ctx, root, dir)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(archive)
	if err != nil {
		return "", err
	}
	arch := runtime.GOARCH
	// With a checksum, because a rebuilt library is another archive than the lock file remembers.
	if err := run(ctx, root, filepath.Join(root, "scripts", "fetch_sdk.sh"), "--quiet",
		"--version", v.Version, "--arch", arch, "--prefix", prefix,
		"--archive", archive, "--sha256", fmt.Sprintf("%x", sha256.Sum256(data))); err != nil {
		return "", err
	}
	return filepath.Join(prefix, "agora-rtm-"+v.Version+"-"+arch, "lib", "pkgconfig"), nil
}
