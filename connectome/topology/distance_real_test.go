//go:build cgo

package topology

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/shared"
)

// TestDistancePublished: targets of L5_TTPC2 in mc2 lie 103.8 µm below their sources
// on average.
func TestDistancePublished(t *testing.T) {
	d, err := Distance(context.Background(), portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5"), Options{})
	require.NoError(t, err)
	assert.InDelta(t, -103.8, scalar(t, d.Scalars(), All, "mean_dy_um"), 0.05)
}

// TestDistanceHorizontalPublished compares with the portal's probabilities by
// horizontal distance: [0,25), [0,50), then 50 µm about each multiple of 25. They are
// means of seven instances; this is one of them, so that they differ by sampling and
// by the instances' densities, 102,732 connections against 100,287 in the mean.
func TestDistanceHorizontalPublished(t *testing.T) {
	d, err := CountDistances(context.Background(), portalCircuit(t, "data", "portal", "mc2_L5_TTPC2.h5"), Options{})
	require.NoError(t, err)
	h := d.Whole(Horizontal, 1)
	published := publishedProbabilities(t, "L5_TTPC2", "L5_TTPC2")
	density := 102732 / published["connections_mean"]
	for _, test := range []struct {
		column string
		lo, hi int // bins of 25 µm
	}{{"p_12.5um", 0, 1}, {"p_25um", 0, 2}, {"p_50um", 1, 3}, {"p_75um", 2, 4}, {"p_100um", 3, 5}, {"p_125um", 4, 6},
		{"p_150um", 5, 7}, {"p_175um", 6, 8}, {"p_200um", 7, 9}, {"p_225um", 8, 10}, {"p_250um", 9, 11}, {"p_300um", 11, 13}} {
		pairs, connections := int64(0), int64(0)
		for k := test.lo; k < test.hi; k++ {
			pairs += h.Pairs[k]
			connections += h.Connections[k]
		}
		assert.InEpsilon(t, published[test.column]*density, float64(connections)/float64(pairs), 0.06, test.column)
	}
}

func publishedProbabilities(t *testing.T, pre, post string) map[string]float64 {
	t.Helper()
	f, err := os.Open(shared.Path(t, "data", "reference", "pathway_distance_probability.csv.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	rows, err := csv.NewReader(z).ReadAll()
	require.NoError(t, err)
	values := map[string]float64{}
	for _, row := range rows[1:] {
		for k, name := range rows[0] {
			if row[0] == pre && row[1] == post && k > 1 {
				values[name], err = strconv.ParseFloat(row[k], 64)
				require.NoError(t, err)
			}
		}
	}
	require.NotEmpty(t, values)
	return values
}

// TestDistanceOfColumn compares a part of a real column with the reference.
func TestDistanceOfColumn(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds under the race detector")
	}
	c := portalCircuit(t, "data", "sscx", "r0c10.h5")
	var some []uint32
	for v := uint32(0); v < uint32(c.Graph.N()); v += 17 {
		some = append(some, v)
	}
	part, err := c.Induced(some)
	require.NoError(t, err)
	d, err := CountDistances(context.Background(), part, Options{})
	require.NoError(t, err)
	assertDistances(t, part, d, 1, ref.DistanceCounts(part, part.Cells.MTypes().Of, 25))
}

// BenchmarkDistanceSSCx counts the pairs of a real column of 6,719 neurons.
func BenchmarkDistanceSSCx(b *testing.B) {
	benchmarkDistances(b, portalCircuit(b, "data", "sscx", "r0c10.h5"))
}

// BenchmarkDistanceColumn counts the pairs of a full column (see columnFromEnv), its
// neurons of 55 m-types in turn and at random places.
func BenchmarkDistanceColumn(b *testing.B) {
	g := columnFromEnv(b)
	rng := rand.New(rand.NewPCG(1, 1))
	labels := connectome.Labels{Names: connectome.PortalMTypes[:], Of: make([]uint32, g.N())}
	at := make([]connectome.Position, g.N())
	for v := range at {
		labels.Of[v] = uint32(v * len(labels.Names) / g.N())
		at[v] = connectome.Position{X: 460 * rng.Float64(), Y: 2082 * rng.Float64(), Z: 460 * rng.Float64()}
	}
	cells, err := connectome.NewCells(labels, connectome.CellOptions{Positions: at})
	require.NoError(b, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(b, err)
	benchmarkDistances(b, c)
}

func benchmarkDistances(b *testing.B, c *connectome.Connectome) {
	for b.Loop() {
		_, err := CountDistances(context.Background(), c, Options{})
		require.NoError(b, err)
	}
	pairs := float64(c.Graph.N()) * float64(c.Graph.N()-1) / 2
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N)/pairs, "ns/pair")
}
