package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/ref"
)

func TestCountTriadsPerEdgeAgainstReference(t *testing.T) {
	for i, test := range testGraphs(t) {
		if test.g.N() > 60 && i%4 != 0 {
			continue // the reference is slow
		}
		t.Run(test.name, func(t *testing.T) {
			want := ref.TriadsPerEdge(test.g)
			for _, threads := range []int{1, 2, 7} {
				got, err := CountTriadsPerEdge(context.Background(), test.g, Options{Threads: threads})
				require.NoError(t, err)
				require.Equal(t, int(test.g.Connections()), got.Len())
				seen := 0
				got.Each(func(u, v uint32, counts Counts) bool {
					seen++
					return assert.Equal(t, Counts(want[[2]uint32{u, v}]), counts, "%d → %d", u, v)
				})
				require.Equal(t, got.Len(), seen)
			}
		})
	}
}

// TestPerEdgeSums checks that a triad is counted at each of its connections.
func TestPerEdgeSums(t *testing.T) {
	g := randomGraph(t, 700, 0.05, 0.1, 1)
	c, err := CountTriadsPerEdge(context.Background(), g, Options{})
	require.NoError(t, err)
	var sum Counts
	c.Each(func(_, _ uint32, counts Counts) bool {
		for k, n := range counts {
			sum[k] += n
		}
		return true
	})
	for k, n := range count(t, g).Counts {
		assert.Equal(t, n*uint64(len(Triad(k).Edges())), sum[k], "%v", Triad(k))
	}
}

func TestPerEdgeCounts(t *testing.T) {
	g := graphOf(t, 4, [][2]uint32{{0, 1}, {0, 2}, {1, 2}})
	c, err := CountTriadsPerEdge(context.Background(), g, Options{})
	require.NoError(t, err)
	counts, err := c.Counts(0, 2)
	require.NoError(t, err)
	assert.Equal(t, Counts{T030T: 1, T012: 1}, counts)
	_, err = c.Counts(2, 0)
	assert.ErrorContains(t, err, "neuron 2 does not connect to 0")
	_, err = c.Counts(4, 0)
	assert.ErrorContains(t, err, "numbered 0 to 3")
}
