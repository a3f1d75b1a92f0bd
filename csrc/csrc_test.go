// The shim's own tests are C++: a program of csrc/*.cc, the scripted SDK and
// testdata/*.cc, with no Go in it, built with the address and undefined
// behaviour sanitizers. So the shim is known to link and work alone. In an
// emulator (testexec) it is not searched for leaks.

package csrc_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

func TestShim(t *testing.T) {
	program := buildShimTests(t)
	if testexec.Emulated() {
		// The search for leaks stops all threads by ptrace, which qemu does not have.
		t.Setenv("ASAN_OPTIONS", "detect_leaks=0")
	}
	list, err := testexec.CommandContext(t.Context(), program).Output()
	require.NoError(t, err)
	names := strings.Fields(string(list))
	require.Greater(t, len(names), 10)
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
			defer cancel()
			out, err := testexec.CommandContext(ctx, program, name).CombinedOutput()
			require.NoError(t, err, "%s", out)
		})
	}
}

func buildShimTests(t *testing.T) string {
	t.Helper()
	cxx := os.Getenv("CXX")
	if cxx == "" {
		cxx = "g++"
	}
	var sources []string
	for _, pattern := range []string{"*.cc", "testdata/*.cc", "../internal/fakesdk/*.cc"} {
		found, err := filepath.Glob(pattern)
		require.NoError(t, err)
		require.NotEmpty(t, found, pattern)
		sources = append(sources, found...)
	}
	// Only the compiler reads the headers; looking at them here keeps go test from
	// answering with the result of a run before they changed.
	headers, err := filepath.Glob("../include/*.h")
	require.NoError(t, err)
	require.NotEmpty(t, headers)
	sanitizers := []string{"-fsanitize=address,undefined", "-fno-sanitize-recover=all"}
	flags := slices.Concat(sanitizers, strings.Fields("-std=c++17 -g -O0 "+
		"-Wall -Wextra -Werror -I. -Itestdata -I../internal/fakesdk -isystem ../include"))
	dir := t.TempDir()
	type result struct {
		object string
		out    []byte
		err    error
	}
	// Two compilers at a time: one file each, as make -j2 would.
	results := make(chan result)
	slots := make(chan struct{}, 2)
	for _, source := range sources {
		object := filepath.Join(dir, strings.ReplaceAll(strings.TrimPrefix(source, "../"), "/", "_")+".o")
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			args := slices.Concat(flags, []string{"-c", "-o", object, source})
			out, err := exec.Command(cxx, args...).CombinedOutput()
			results <- result{object, out, err}
		}()
	}
	program := filepath.Join(dir, "shim_test")
	link := slices.Concat(sanitizers, []string{"-o", program})
	for range sources {
		r := <-results
		require.NoError(t, r.err, "%s", r.out)
		link = append(link, r.object)
	}
	out, err := exec.Command(cxx, append(link, "-lpthread")...).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}
