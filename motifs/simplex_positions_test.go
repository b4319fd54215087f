package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/kernel/clique"
)

func TestSimplexPositions(t *testing.T) { onEachPath(t, testSimplexPositionsCases) }

func testSimplexPositionsCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			got, err := SimplexPositions(context.Background(), c.graph, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			require.Len(t, got.B, len(want.Counts))
			for k, b := range got.B {
				for i := range b {
					for j := range b {
						require.Equal(t, want.Back[k][[2]int{i, j}], b[i][j], "dimension %d, %d → %d", k, i, j)
					}
				}
			}
			back, err := SimplexPositions(context.Background(), c.graph.Transposed(), SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			for k, b := range got.B {
				for i := range b {
					for j := range b {
						assert.Equal(t, b[i][j], back.B[k][k-j][k-i])
					}
				}
			}
		})
	}
}

// The share of reciprocated connections grows with the dimension, most between
// neighbouring places, as published for a real column.
func TestSimplexPositionsColumn(t *testing.T) {
	g := columnFromEnv(t)
	got, err := SimplexPositions(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	assert.Equal(t, uint64(2*g.MutualPairs()), got.B[1][1][0])
	share := func(k, i, j int) float64 { return float64(got.B[k][i][j]) / float64(got.B[k][j][i]) }
	for k := 2; k < 6; k++ {
		assert.Greater(t, share(k, k, k-1), share(k-1, k-1, k-2), "dimension %d", k)
		assert.Greater(t, share(k, k, k-1), share(k, k, 0), "dimension %d", k)
	}
}

// Matrices are of ranks where plans are ranked and have strips.
func TestSimplexPositionsRanked(t *testing.T) {
	if !clique.UseStrips {
		t.Skip("no strips without vector instructions")
	}
	for _, maxDim := range []int{0, 3} {
		g := randomDigraph(t, 500, 0.12, 8)
		opt := SimplexOptions{MaxDim: maxDim, Options: Options{Threads: 2}}
		want, err := SimplexPositions(context.Background(), g, opt)
		require.NoError(t, err)
		restore := rankedAlways()
		defer restore()
		plan, err := newCountPlan(context.Background(), g, maxDim, opt.Options, false)
		require.NoError(t, err)
		require.NotNil(t, plan.ranking)
		require.NotNil(t, plan.strips)
		got, err := SimplexPositions(context.Background(), g, opt)
		restore()
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}
