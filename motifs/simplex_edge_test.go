package motifs

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCountSimplicesPerEdge(t *testing.T) { onEachPath(t, testCountSimplicesPerEdgeCases) }

func testCountSimplicesPerEdgeCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			got, err := CountSimplicesPerEdge(context.Background(), c.graph, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			require.Len(t, got.Counts, len(want.Counts))
			e := 0
			for v := range uint32(c.graph.N()) {
				for _, w := range c.graph.Out(v) {
					for k := 1; k < len(got.Counts); k++ {
						require.Equal(t, want.Edge[k][[2]int{int(v), int(w)}], got.Counts[k][e], "dimension %d, %d → %d", k, v, w)
					}
					e++
				}
			}
		})
	}
}

// Counts spill to wider ones after few additions.
func TestCountSimplicesPerEdgeSpilled(t *testing.T) {
	defer func(bits uint64) { spillBits = bits }(spillBits)
	spillBits = 0xfffc_fffc_fffc_fffc
	onEachPath(t, testCountSimplicesPerEdgeCases)
}

// Rows have more connections than records can number.
func TestCountSimplicesPerEdgeLongRows(t *testing.T) {
	defer func(places int64) { recordPlaces = places }(recordPlaces)
	recordPlaces = 9
	testCountSimplicesPerEdgeCases(t)
}

// In a transitive tournament each connection is in C(n-2, k-1) k-simplices. Those
// here have rows with more simplices, or longer ones, than are counted in one go.
func TestCountSimplicesPerEdgeTournament(t *testing.T) {
	for _, c := range []struct{ n, maxDim int }{{18, 0}, {45, 5}, {40, 6}, {70, 4}} {
		g := simplexGraph(t, c.n, func(u, v int) bool { return u < v })
		got, err := CountSimplicesPerEdge(context.Background(), g, SimplexOptions{MaxDim: c.maxDim})
		require.NoError(t, err)
		dims := c.n
		if c.maxDim > 0 {
			dims = c.maxDim + 1
		}
		require.Len(t, got.Counts, dims)
		assert.Equal(t, c.maxDim == 0, got.Complete)
		want := uint64(1)
		for k := 1; k < dims; k++ {
			for _, n := range got.Counts[k] {
				require.Equal(t, want, n, "%d neurons, dimension %d", c.n, k)
			}
			want = want * uint64(c.n-1-k) / uint64(k)
		}
	}
}

func TestCountSimplicesPerEdgeThreads(t *testing.T) {
	g := randomDigraph(t, 300, 0.1, 5)
	want, err := CountSimplicesPerEdge(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	for _, threads := range []int{2, 7} {
		got, err := CountSimplicesPerEdge(context.Background(), g, SimplexOptions{Options: Options{Threads: threads}})
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

// A tournament of 200 holds more simplices than can be visited, all of them in the
// rows of one root.
func TestCountSimplicesPerEdgeCancelled(t *testing.T) {
	g := simplexGraph(t, 200, func(u, v int) bool { return u < v })
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := CountSimplicesPerEdge(ctx, g, SimplexOptions{Options: Options{Threads: 1}})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 2*time.Second)
}

func TestCountSimplicesPerEdgeColumn(t *testing.T) {
	g := columnFromEnv(t)
	got, err := CountSimplicesPerEdge(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	require.Len(t, got.Counts, len(columnSimplices))
	for k := 1; k < len(columnSimplices); k++ {
		assert.Equal(t, columnSimplices[k]*uint64(k*(k+1)/2), total(got.Counts[k]), "dimension %d", k)
	}
}
