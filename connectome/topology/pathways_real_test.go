//go:build cgo

package topology

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPathwaysPublished checks the published degrees, mutual pairs and bias of
// L5_TTPC2 in mc2.
func TestPathwaysPublished(t *testing.T) {
	c := portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5")
	table, err := Pathways(context.Background(), c, Options{})
	require.NoError(t, err)
	r := table.Row("L5_TTPC2", "L5_TTPC2")
	require.NotNil(t, r)
	assert.EqualValues(t, 2003, r.PreCells)
	assert.EqualValues(t, 102732, r.Connections)
	assert.EqualValues(t, 1752, r.MutualPairs)
	sample := math.Sqrt(2003. / 2002) // the published ones are divided by n-1
	for _, x := range [][2]float64{{51.289, r.ConvergentMean}, {25.388, r.ConvergentSD * sample}, {51.289, r.DivergentMean},
		{33.225, r.DivergentSD * sample}, {1.934, r.CommonNeighborBias}} {
		assert.InDelta(t, x[0], x[1], 0.0005)
	}
}

// TestPathwaysOfColumn counts a real column of 59 m-types connection by connection.
func TestPathwaysOfColumn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	c := portalCircuit(t, "data", "sscx", "r0c10.h5")
	table, err := Pathways(context.Background(), c, Options{})
	require.NoError(t, err)
	labels := c.Cells.MTypes()
	type pathway struct{ pre, post string }
	type end struct {
		pathway
		neuron uint32
	}
	out, in := map[end]float64{}, map[end]float64{}
	connections := map[pathway]int64{}
	mutual := map[pathway]int64{}
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			p := pathway{labels.Name(v), labels.Name(w)}
			connections[p]++
			out[end{p, v}]++
			in[end{p, w}]++
			if c.Graph.Connected(w, v) && (p.pre != p.post || v < w) {
				mutual[p]++
			}
		}
	}
	divergent, convergent := map[pathway]float64{}, map[pathway]float64{}
	for e, k := range out {
		divergent[e.pathway] += k * k
	}
	for e, k := range in {
		convergent[e.pathway] += k * k
	}
	for _, r := range table.Rows {
		p := pathway{r.Pre, r.Post}
		require.Equal(t, connections[p], r.Connections, p)
		require.Equal(t, mutual[p], r.MutualPairs, p)
		n := float64(r.PreCells)
		mean := float64(r.Connections) / n
		require.InDelta(t, math.Sqrt(divergent[p]/n-mean*mean), r.DivergentSD, 1e-7)
		n = float64(r.PostCells)
		mean = float64(r.Connections) / n
		require.InDelta(t, math.Sqrt(convergent[p]/n-mean*mean), r.ConvergentSD, 1e-7)
	}
	require.Len(t, table.Rows, 59*59)
}

// BenchmarkDensitySSCx counts the pathways of a real column of 59 m-types.
func BenchmarkDensitySSCx(b *testing.B) {
	c := portalCircuit(b, "data", "sscx", "r0c10.h5")
	for b.Loop() {
		_, err := Density(context.Background(), c, Options{})
		require.NoError(b, err)
	}
	b.ReportMetric(float64(c.Graph.Connections())*float64(b.N)/b.Elapsed().Seconds(), "edges/s")
}
