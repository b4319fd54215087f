//go:build cgo

package topology

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/shared"
)

// edgesFrom reads a CSV whose first two columns name the neurons; all are of one
// m-type.
func edgesFrom(t testing.TB, elem ...string) *connectome.Connectome {
	t.Helper()
	f, err := os.Open(shared.Path(t, elem...))
	require.NoError(t, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	number := map[string]uint32{}
	var edges [][2]uint32
	for _, row := range rows[1:] {
		var edge [2]uint32
		for end := range edge {
			k, known := number[row[end]]
			if !known {
				k = uint32(len(number))
				number[row[end]] = k
			}
			edge[end] = k
		}
		edges = append(edges, edge)
	}
	mtypes := make([]string, len(number))
	return circuitWith(t, graphWith(t, len(number), edges), mtypes)
}

// TestPathsOfRealCircuits compares with a slow search: of all neurons, or of some
// where that takes long.
func TestPathsOfRealCircuits(t *testing.T) {
	for _, test := range []struct {
		name    string
		c       func(*testing.T) *connectome.Connectome
		sources int
	}{
		{"celegans", func(t *testing.T) *connectome.Connectome { return edgesFrom(t, "data", "celegans", "edges.csv") }, 0},
		{"larva", func(t *testing.T) *connectome.Connectome { return edgesFrom(t, "data", "larva", "edges.csv") }, 50},
		{"L5_TTPC2", func(t *testing.T) *connectome.Connectome {
			return portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5")
		}, 0},
		{"SSCx", func(t *testing.T) *connectome.Connectome { return portalCircuit(t, "data", "sscx", "r0c10.h5") }, 50},
	} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() && test.name != "celegans" {
				t.Skip("large")
			}
			c := test.c(t)
			p := pathsOf(t, c, Options{PathSources: test.sources, Seed: 1})
			var sources []uint32
			for v, drawn := range p.drawn {
				if drawn {
					sources = append(sources, uint32(v))
				}
			}
			assertPaths(t, c, sources, p)
			if test.sources > 0 { // the whole agrees with the part
				all := pathsOf(t, c, Options{})
				for _, v := range sources {
					assert.Equal(t, p.From[v], all.From[v])
				}
				assert.InDelta(t, all.Mean(), p.Mean(), 5*p.MeanSE())
			}
		})
	}
}

// TestPathsOfColumn compares a full column with a slow search from a few neurons.
func TestPathsOfColumn(t *testing.T) {
	c := circuitOf(t, columnFromEnv(t))
	p := pathsOf(t, c, Options{})
	assert.EqualValues(t, c.Graph.Connections(), p.Lengths[1])
	for v := 0; v < c.Graph.N(); v += 2003 {
		var want DistanceSum
		for _, d := range ref.Distances(c.Graph, uint32(v)) {
			if d > 0 {
				want.Reached, want.Total, want.Max = want.Reached+1, want.Total+uint64(d), max(want.Max, uint32(d))
			}
		}
		assert.Equal(t, want, p.From[v])
	}
	if c.Graph.Connections() == 7849680 { // the column made with seed 1, scale 1
		assert.Equal(t, []uint64{0, 7849680, 500562560, 470845294, 1340375, 1}, p.Lengths)
	}
}

// BenchmarkPathsColumn takes the column that CTOPO_COLUMN names.
func BenchmarkPathsColumn(b *testing.B) {
	c := circuitOf(b, columnFromEnv(b))
	for b.Loop() {
		pathsOf(b, c, Options{})
	}
	pairs := float64(c.Graph.N()) * float64(c.Graph.N()-1)
	b.ReportMetric(pairs*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpairs/s")
}

// BenchmarkPathsSSCx takes a real column of 6,719 neurons.
func BenchmarkPathsSSCx(b *testing.B) {
	c := portalCircuit(b, "data", "sscx", "r0c10.h5")
	for b.Loop() {
		pathsOf(b, c, Options{})
	}
}

// TestSSCxAsIgraphHasIt: what igraph 0.10.2 finds in the same graph.
func TestSSCxAsIgraphHasIt(t *testing.T) {
	c := portalCircuit(t, "data", "sscx", "r0c10.h5")
	p := pathsOf(t, c, Options{})
	assert.Equal(t, []uint64{0, 836167, 27196594, 16853281, 251991, 209}, p.Lengths)
	assert.Zero(t, p.Unreachable)
	assertFloat(t, 2.3660249550702486, p.Mean(), "mean")
	a := assortativityOf(t, c)
	for _, x := range [][2]float64{
		{-0.05699723109827367, a.OutIn}, {-0.11906852520461117, a.InOut}, {0.11168475484483355, a.OutOut},
		{0.15167072447123914, a.InIn}, {0.04429290486208348, a.Undirected},
	} {
		assert.InDelta(t, x[0], x[1], 1e-12)
	}
	k := coresOf(t, c)
	assert.EqualValues(t, 155, k.Neighbors.Degeneracy)
	assert.EqualValues(t, 157, k.Total.Degeneracy)
	assertFloat(t, 144.06682542044948, scalar(t, k.Scalars(), All, "core_mean"), "mean core number")
	r := componentsOf(t, c)
	assert.Len(t, r.Weak.Sizes, 1)
	assert.Len(t, r.Strong.Sizes, 1)
}
