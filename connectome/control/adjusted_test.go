package control

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

// Numbers sorted in parts are those sorted at once, and a cancelled sort says so.
func TestSortBelow(t *testing.T) {
	for _, n := range []uint64{1, 2, 255, 256, 257, 1000, 1 << 40} {
		rng := run.Rand(n)
		x := make([]uint64, 3000)
		for i := range x {
			x[i] = rng.Uint64N(n)
		}
		x[0] = n - 1
		want := slices.Sorted(slices.Values(x))
		require.NoError(t, sortBelow(context.Background(), x, n))
		assert.Equal(t, want, x, "below %d", n)
	}
	require.NoError(t, sortBelow(context.Background(), nil, 0))
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	assert.ErrorIs(t, sortBelow(cancelled, []uint64{2, 1}, 3), context.Canceled)
	_, err := drawRanks(cancelled, run.Rand(1), 10, 8)
	assert.ErrorIs(t, err, context.Canceled)
}
