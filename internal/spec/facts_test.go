package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/go-rtm/agora-rtm-go/internal/spec"
)

func TestFacts(t *testing.T) {
	t.Parallel()
	facts := spec.Facts()
	require.Greater(t, len(facts), 340)
	ids := map[string]bool{}
	areas := map[string]int{}
	for _, f := range facts {
		require.Regexp(t, `^[A-Z]{1,2}-\d\d$`, f.ID)
		require.NotEmpty(t, f.Text, f.ID)
		require.False(t, ids[f.ID], f.ID)
		ids[f.ID] = true
		areas[f.Area()]++
	}
	for _, id := range []string{"A-01", "S-02", "S-34", "I-10", "I-39", "C-30", "W-08", "OB-01", "OB-40"} {
		require.True(t, ids[id], id)
	}
	require.Len(t, areas, 26)
}
