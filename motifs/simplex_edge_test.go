package motifs

import (
	"context"
	"testing"

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

func TestCountSimplicesPerEdgeColumn(t *testing.T) {
	g := columnFromEnv(t)
	got, err := CountSimplicesPerEdge(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	require.Len(t, got.Counts, len(columnSimplices))
	for k := 1; k < len(columnSimplices); k++ {
		assert.Equal(t, columnSimplices[k]*uint64(k*(k+1)/2), total(got.Counts[k]), "dimension %d", k)
	}
}
