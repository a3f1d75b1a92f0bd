// Tests of the commands made, which need not be there.

package testexec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/testexec"
)

func TestCommandContext(t *testing.T) { // not parallel: it sets the environment
	tests := []struct {
		words    string
		emulated bool
		want     []string
	}{
		{"", false, []string{"./prog", "a b", "c"}},
		{"  ", false, []string{"./prog", "a b", "c"}},
		{"qemu", true, []string{"qemu", "./prog", "a b", "c"}},
		{"qemu -L  /usr/x", true, []string{"qemu", "-L", "/usr/x", "./prog", "a b", "c"}},
	}
	for _, tt := range tests {
		t.Setenv(testexec.Env, tt.words)
		require.Equal(t, tt.want, testexec.CommandContext(t.Context(), "./prog", "a b", "c").Args, "%q", tt.words)
		require.Equal(t, tt.emulated, testexec.Emulated(), "%q", tt.words)
	}
	t.Setenv(testexec.Env, "qemu")
	require.Equal(t, []string{"qemu", "./prog"}, testexec.CommandContext(t.Context(), "./prog").Args)
}
