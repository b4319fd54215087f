package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/ref"
)

func TestCountSimplicesMaximal(t *testing.T) { onEachPath(t, testCountSimplicesMaximalCases) }

func testCountSimplicesMaximalCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			got, err := CountSimplices(context.Background(), c.graph, SimplexOptions{MaxDim: c.maxDim, Maximal: true})
			require.NoError(t, err)
			assert.Equal(t, want.Counts, got.Counts)
			assert.Equal(t, want.Maximal, got.Maximal)
		})
	}
}

func TestCountSimplicesMaximalReciprocal(t *testing.T) {
	g := randomDigraph(t, 25, 0.6, 4)
	m := ref.NewMatrix(g)
	want := ref.DirectedSimplices(g.N(), 30, func(u, v int) bool { return u < v && m[u][v] && m[v][u] }, false)
	got, err := CountSimplices(context.Background(), g, SimplexOptions{Reciprocal: true, Maximal: true})
	require.NoError(t, err)
	assert.Equal(t, want.Maximal, got.Maximal)
}

func TestCountSimplicesMaximalColumn(t *testing.T) {
	g := columnFromEnv(t)
	all, maximal, err := countMaximal(context.Background(), g, newSimplexPlan(g, 0), SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	assert.Equal(t, columnSimplices, all)
	assert.Equal(t, columnSimplices[10], maximal[10])
}
