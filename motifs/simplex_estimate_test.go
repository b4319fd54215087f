package motifs

import (
	"context"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/shared"
)

func TestEstimateSimplices(t *testing.T) {
	g := hubGraph(t, 300, 6, 0.1, 3)
	exact, err := CountSimplices(context.Background(), g, SimplexOptions{})
	require.NoError(t, err)
	e, err := EstimateSimplices(context.Background(), g, 200000, 1, SimplexOptions{})
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(e.Counts), 5)
	for k := range 5 {
		assert.InDelta(t, float64(exact.Counts[k]), e.Counts[k], 5*e.Errors[k]+1e-9, "dimension %d", k)
		assert.LessOrEqual(t, e.Errors[k], 0.05*e.Counts[k], "dimension %d", k)
	}
	for _, threads := range []int{1, 2, 7} {
		same, err := EstimateSimplices(context.Background(), g, 2000, 1, SimplexOptions{Options: Options{Threads: threads}})
		require.NoError(t, err)
		other, err := EstimateSimplices(context.Background(), g, 2000, 1, SimplexOptions{})
		require.NoError(t, err)
		assert.Equal(t, other.Counts, same.Counts)
		assert.Equal(t, other.Errors, same.Errors)
	}
}

// No chain is too long: the larva has more simplices than anybody can count.
func TestEstimateSimplicesLarva(t *testing.T) {
	g := readEdges(t, shared.Path(t, "data", "larva", "edges.csv"))
	e, err := EstimateSimplices(context.Background(), g, 50000, 1, SimplexOptions{})
	require.NoError(t, err)
	for k, want := range map[int]float64{2: 1291929, 3: 18312679, 4: 351270586} {
		assert.InDelta(t, want, e.Counts[k], 5*e.Errors[k], "dimension %d", k)
	}
	assert.Greater(t, len(e.Counts), 8)
}

func TestEstimateSimplicesSmallest(t *testing.T) {
	for n := range 3 {
		e, err := EstimateSimplices(context.Background(), simplexGraph(t, n, func(u, v int) bool { return false }), 10, 1, SimplexOptions{})
		require.NoError(t, err)
		assert.Equal(t, []float64{float64(n)}, e.Counts)
		assert.Equal(t, 1, e.Table().Rows())
	}
}

// An estimate needs to know what a plan costs and not to make its strips, which take
// more memory than all else.
func TestEstimateSimplicesMemory(t *testing.T) {
	g := randomDigraph(t, 3000, 0.05, 6)
	plan, strips := outlineSimplexPlan(g, 0)
	if !strips {
		t.Skip("no strips without vector instructions")
	}
	require.Nil(t, plan.strips)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	e, err := EstimateSimplices(context.Background(), g, 10, 1, SimplexOptions{Options: Options{Threads: 1}})
	runtime.ReadMemStats(&after)
	require.NoError(t, err)
	assert.Positive(t, e.Time)
	assert.Less(t, int64(after.TotalAlloc-before.TotalAlloc), clique.StripsBytes(g.N()))
}
