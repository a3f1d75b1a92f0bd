// TestMain of the package: what is left at the end of all tests, and the
// child processes some tests start.

package agorartm_test

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/go-rtm/agora-rtm-go/internal/handle"
	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

// inTime bounds every wait for something that must happen.
const inTime = 30 * time.Second

// childEnv names the environment variable that turns the test binary into a
// child of one of its tests.
const childEnv = "AGORARTM_TEST_CHILD"

// children are the programs a test may run in a process of its own. What they
// return is the exit code.
var children = map[string]func() int{
	"sigpipe": childSIGPIPE,
	"stdout":  childStdout,
	"panic":   childPanic,
	"context": childContext,
}

func TestMain(m *testing.M) {
	if name := os.Getenv(childEnv); name != "" {
		os.Exit(children[name]())
	}
	code := m.Run()
	if code == 0 {
		code = nothingLeft()
	}
	os.Exit(code)
}

// nothingLeft waits for what is still ending and reports what does not.
func nothingLeft() int {
	deadline := time.Now().Add(inTime)
	for {
		// Find waits a while by itself.
		leak, live := goleak.Find(), handle.Live()
		if leak == nil && live == 0 {
			return 0
		}
		if time.Now().After(deadline) {
			fmt.Fprintf(os.Stderr, "left after all tests: %d handles; goroutines: %v\n", live, leak)
			return 1
		}
	}
}

// child makes the command that runs the named child.
func child(t *testing.T, name string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := testexec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childEnv+"="+name)
	return cmd
}
