package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func TestCountSimplicesBySequence(t *testing.T) { onEachPath(t, testSequences) }

func testSequences(t *testing.T) {
	for _, g := range []*connectome.Graph{randomDigraph(t, 30, 0.25, 1), hubGraph(t, 130, 3, 0.04, 2), hubGraph(t, 130, 3, 0.04, 2).Transposed()} {
		m := ref.NewMatrix(g)
		labels := cyclicLabels(g.N(), 3)
		want := [][]uint64{}
		for _, tuple := range ref.DirectedSimplices(g.N(), 5, func(u, v int) bool { return m[u][v] }, true).Tuples {
			if len(tuple) > 6 {
				continue
			}
			q, size := 0, 1
			for _, v := range tuple {
				q, size = 3*q+v%3, 3*size
			}
			for len(want) < len(tuple) {
				want = append(want, nil)
			}
			k := len(tuple) - 1
			if want[k] == nil {
				want[k] = make([]uint64, size)
			}
			want[k][q]++
		}
		got, err := CountSimplicesBySequence(context.Background(), g, labels, SimplexOptions{MaxDim: 5})
		require.NoError(t, err)
		assert.Equal(t, want, got.Counts)
	}
}

func TestSequenceTable(t *testing.T) {
	g := simplexGraph(t, 3, func(u, v int) bool { return u < v })
	s, err := CountSimplicesBySequence(context.Background(), g, cyclicLabels(3, 2), SimplexOptions{})
	require.NoError(t, err)
	table := s.Table()
	c, ok := table.Column("sequence")
	require.True(t, ok)
	assert.Equal(t, "t0>t1>t0", c.Text(table.Rows()-1))
	many := cyclicLabels(40, 40)
	_, err = CountSimplicesBySequence(context.Background(), randomDigraph(t, 40, 0.6, 1), many, SimplexOptions{})
	assert.ErrorContains(t, err, "limit the dimension")
}

// All counts are the same for any number of threads.
func TestSimplexThreads(t *testing.T) {
	g := hubGraph(t, 500, 6, 0.06, 5)
	ctx := context.Background()
	count := func(threads int) []any {
		opt := SimplexOptions{Options: Options{Threads: threads}, Maximal: true}
		all, err := CountSimplices(ctx, g, opt)
		require.NoError(t, err)
		by, err := CountSimplicesBy(ctx, g, cyclicLabels(500, 4), opt)
		require.NoError(t, err)
		sequences, err := CountSimplicesBySequence(ctx, g, cyclicLabels(500, 2), opt)
		require.NoError(t, err)
		neurons, err := CountSimplicesPerNeuron(ctx, g, opt)
		require.NoError(t, err)
		edges, err := CountSimplicesPerEdge(ctx, g, opt)
		require.NoError(t, err)
		positions, err := SimplexPositions(ctx, g, opt)
		require.NoError(t, err)
		return []any{all, by, sequences, neurons, edges, positions}
	}
	want := count(1)
	for _, threads := range []int{2, 7} {
		assert.Equal(t, want, count(threads), "%d threads", threads)
	}
}
