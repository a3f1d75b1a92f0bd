// Package testexec starts the programs that tests build, also where they are
// for another machine than this one. A test binary for arm64 that runs under
// qemu-user cannot start a second one by itself: it goes to this machine's
// kernel, which knows the format of its own programs only.
package testexec

import (
	"context"
	"os"
	"os/exec"
	"strings"
)

// Env names the environment variable with the words before the name of a
// program that is started, such as "qemu-aarch64-static -L /usr/aarch64-linux-gnu".
// It is what go test calls -exec, for the programs that tests start themselves.
const Env = "AGORA_RTM_TEST_EXEC"

// Emulated reports whether programs run in an emulator, which does not have all
// that a kernel has: no ptrace, for example.
func Emulated() bool { return len(words()) > 0 }

// CommandContext is exec.CommandContext for a program made by a test: its own
// binary, or what it has compiled.
func CommandContext(ctx context.Context, program string, args ...string) *exec.Cmd {
	words := append(words(), program)
	return exec.CommandContext(ctx, words[0], append(words[1:], args...)...)
}

func words() []string { return strings.Fields(os.Getenv(Env)) }
