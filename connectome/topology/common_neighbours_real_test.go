//go:build cgo

package topology

import (
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/portal"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/shared"
)

// portalCircuit opens a real circuit of the shared data.
func portalCircuit(t testing.TB, elem ...string) *connectome.Connectome {
	t.Helper()
	c, err := portal.Open(context.Background(), shared.Path(t, elem...), portal.Options{})
	require.NoError(t, err)
	return c
}

// TestFactSheetBiasPublished: the anatomy fact sheet gives L5_TTPC2:L5_TTPC2 a
// common-neighbour bias of 1.9; from this sub-circuit it is 1.934.
func TestFactSheetBiasPublished(t *testing.T) {
	got, err := FactSheetBias(context.Background(), portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5").Graph, 0)
	require.NoError(t, err)
	assert.InDelta(t, 1.934, got, 0.0005)
}

// TestCommonNeighborsOfTTPC2: as the circuit is one pathway, the bias of the whole
// and that of the fact sheet are one; the sums over connections are those of the
// 319,940 directed 2-simplices published with the data, in each of which a source
// and a middle neuron share the sink, and middle and sink the source.
func TestCommonNeighborsOfTTPC2(t *testing.T) {
	c := portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5")
	r, err := CountCommonNeighbors(context.Background(), c, Options{})
	require.NoError(t, err)
	assert.Equal(t, uint64(319940), r.Efferent.Whole.Connected)
	assert.Equal(t, uint64(319940), r.Afferent.Whole.Connected)
	assert.InDelta(t, 1.934, r.Efferent.Whole.Bias(), 0.0005)
	assert.Equal(t, []float64{r.Efferent.Whole.Bias()}, r.FactSheetBias)
	// Σ d(d-1) over degrees: twice the in- and outgoing pairs, by mean and sd.
	assert.InDelta(t, 2003*(25.388*25.388+51.289*51.289-51.289), float64(r.Efferent.Whole.All), 0.001*float64(r.Efferent.Whole.All))
	assert.InDelta(t, 2003*(33.225*33.225+51.289*51.289-51.289), float64(r.Afferent.Whole.All), 0.001*float64(r.Afferent.Whole.All))
}

// TestCommonNeighborsOfSSCx compares every third neuron (in short tests, every
// ninth) of a column of 6,719, of 59 m-types, and the connections among them, with
// rows as sets of bits.
func TestCommonNeighborsOfSSCx(t *testing.T) {
	c := portalCircuit(t, "data", "sscx", "r0c10.h5")
	step := uint32(3)
	if testing.Short() {
		step = 9
	}
	var some []uint32
	for v := uint32(0); int(v) < c.Graph.N(); v += step {
		some = append(some, v)
	}
	c, err := c.Induced(some)
	require.NoError(t, err)
	r, err := CountCommonNeighbors(context.Background(), c, Options{})
	require.NoError(t, err)
	types := c.Cells.MTypes()
	n := len(types.Names)
	require.Equal(t, types.Names, r.Types)
	for k, d := range r.directions() {
		g := c.Graph
		if k == 1 {
			g = g.Transposed()
		}
		whole, pairs, connected := make([]uint64, 1000), make([][1000]uint64, n*n), make([]uint64, n*n)
		ref.EachCommon(g, func(i, j uint32, common int) {
			whole[common]++
			a, b := types.Of[i], types.Of[j]
			pairs[int(min(a, b))*n+int(max(a, b))][common]++
			if c.Graph.Connected(i, j) {
				connected[int(a)*n+int(b)] += uint64(common)
			}
			if c.Graph.Connected(j, i) {
				connected[int(b)*n+int(a)] += uint64(common)
			}
		})
		assert.Equal(t, trimmed(whole), d.Histogram)
		for a := range n {
			for b := range n {
				assert.Equal(t, connected[a*n+b], d.Pathway(a, b).Connected)
				if a <= b {
					assert.Equal(t, trimmed(pairs[a*n+b][:]), d.Pairs(a, b))
				}
			}
		}
	}
}

// BenchmarkCommonNeighbors counts both directions by m-type, without controls: the
// column that CTOPO_BENCH_H5 names, SSCx r0c10, L5_TTPC2.
func BenchmarkCommonNeighbors(b *testing.B) {
	for _, circuit := range []struct {
		name string
		path func() string
	}{
		{"column", func() string { return os.Getenv("CTOPO_BENCH_H5") }},
		{"r0c10", func() string { return shared.Path(b, "data", "sscx", "r0c10.h5") }},
		{"L5_TTPC2", func() string { return shared.Path(b, "data", "portal", "mc2_L5_TTPC2.h5") }},
	} {
		b.Run(circuit.name, func(b *testing.B) {
			path := circuit.path()
			if path == "" {
				b.Skip("CTOPO_BENCH_H5 is not set: it names a full column's file")
			}
			c, err := portal.Open(context.Background(), path, portal.Options{})
			require.NoError(b, err)
			b.ReportAllocs()
			for b.Loop() {
				_, err := CountCommonNeighbors(context.Background(), c, Options{})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(c.Graph.Connections())*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
		})
	}
}
