package motifs

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// cyclicLabels labels neuron v with name v mod types.
func cyclicLabels(n, types int) connectome.Labels {
	l := connectome.Labels{Of: make([]uint32, n)}
	for k := range types {
		l.Names = append(l.Names, fmt.Sprint("t", k))
	}
	for v := range l.Of {
		l.Of[v] = uint32(v % types)
	}
	return l
}

func TestCountSimplicesBy(t *testing.T) { onEachPath(t, testCountSimplicesByCases) }

func testCountSimplicesByCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			labels := cyclicLabels(c.graph.N(), 3)
			got, err := CountSimplicesBy(context.Background(), c.graph, labels, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			require.Len(t, got.Counts, len(want.Counts))
			for k := range want.Counts {
				byType := make([][]uint64, 3)
				for a := range byType {
					byType[a] = make([]uint64, 3)
				}
				for ends, n := range want.Ends[k] {
					byType[ends[0]%3][ends[1]%3] += n
				}
				assert.Equal(t, byType, got.Counts[k], "dimension %d", k)
			}
			back, err := CountSimplicesBy(context.Background(), c.graph.Transposed(), labels, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			for k := range want.Counts {
				for a := range 3 {
					for b := range 3 {
						assert.Equal(t, got.Counts[k][a][b], back.Counts[k][b][a])
					}
				}
			}
		})
	}
}

func TestSimplicesByTypeTable(t *testing.T) {
	g := simplexGraph(t, 3, func(u, v int) bool { return u < v })
	s, err := CountSimplicesBy(context.Background(), g, cyclicLabels(3, 2), SimplexOptions{})
	require.NoError(t, err)
	table := s.Table()
	assert.Equal(t, 6, table.Rows())
	last := table.Rows() - 1
	for name, want := range map[string]string{"dim": "2", "source": "t0", "sink": "t0", "count": "1"} {
		c, ok := table.Column(name)
		require.True(t, ok)
		assert.Equal(t, want, c.Text(last), name)
	}
	_, err = CountSimplicesBy(context.Background(), g, cyclicLabels(2, 2), SimplexOptions{})
	assert.Error(t, err)
	_, err = CountSimplicesBy(context.Background(), g, cyclicLabels(3, 2), SimplexOptions{Reciprocal: true})
	assert.Error(t, err)
}
