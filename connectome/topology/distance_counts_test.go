package topology

import (
	"context"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// lattice is a circuit whose neurons lie 25 µm apart on a grid, some of them at the
// same place or height: all distances are on or beside the edges of bins.
func lattice(t testing.TB, n int) *connectome.Connectome {
	t.Helper()
	c := typedCircuit(t, 3, n, 0.3, someTypes, false)
	rng := rand.New(rand.NewPCG(7, 7))
	at := make([]connectome.Position, n)
	for v := range at {
		at[v] = connectome.Position{X: float64(25 * rng.IntN(4)), Y: float64(25 * rng.IntN(5)), Z: float64(25 * rng.IntN(3))}
		if rng.IntN(4) == 0 {
			at[v].X = math.Nextafter(at[v].X, -1) // the smallest step off an edge
		}
	}
	return withPositions(t, c, at)
}

func withPositions(t testing.TB, c *connectome.Connectome, at []connectome.Position) *connectome.Connectome {
	t.Helper()
	cells, err := connectome.NewCells(c.Cells.MTypes(), connectome.CellOptions{Positions: at})
	require.NoError(t, err)
	c, err = connectome.New(c.Graph, cells, c.Source)
	require.NoError(t, err)
	return c
}

func TestDistanceCountsAgreeWithReference(t *testing.T) {
	circuits := typedCircuits(t, true)
	circuits["lattice"] = lattice(t, 60)
	circuits["example"] = exampleCircuit(t, "small")
	for name, c := range circuits {
		t.Run(name, func(t *testing.T) {
			for _, merge := range []int{1, 3, 4} {
				if name == "example" && merge == 3 {
					continue // 55 m-types take a while
				}
				want := ref.DistanceCounts(c, c.Cells.MTypes().Of, int64(25*merge))
				for _, block := range []int{pairBlock, 100} {
					d, err := countDistances(context.Background(), c, Options{Threads: merge}, block)
					require.NoError(t, err)
					assertDistances(t, c, d, merge, want)
				}
			}
		})
	}
}

func assertDistances(t *testing.T, c *connectome.Connectome, d *DistanceCounts, merge int, want map[ref.DistanceBin]ref.DistanceCount) {
	t.Helper()
	number := map[string]uint32{}
	for k, name := range c.Cells.MTypes().Names {
		number[name] = uint32(k)
	}
	got := map[ref.DistanceBin]ref.DistanceCount{}
	for g := Euclidean; g <= Below; g++ {
		whole := d.Whole(g, merge)
		for a, pre := range d.MTypes {
			for b, post := range d.MTypes {
				h := d.Pathway(a, b, g, merge)
				for k, pairs := range h.Pairs {
					whole.Pairs[k] -= pairs
					whole.Connections[k] -= h.Connections[k]
					whole.Reciprocated[k] -= h.Reciprocated[k]
					if pairs > 0 || h.Connections[k] > 0 {
						got[ref.DistanceBin{Pre: number[pre], Post: number[post], Geometry: g.String(), Bin: k}] = ref.DistanceCount{Pairs: pairs, Connections: h.Connections[k], Reciprocated: h.Reciprocated[k]}
					}
				}
			}
		}
		assert.Equal(t, make([]int64, len(whole.Pairs)), whole.Pairs, "the whole is the sum")
		assert.Equal(t, make([]int64, len(whole.Pairs)), whole.Connections, "the whole is the sum")
		assert.Equal(t, make([]int64, len(whole.Pairs)), whole.Reciprocated, "the whole is the sum")
		assert.EqualValues(t, 25*merge, whole.Width)
	}
	require.True(t, maps.Equal(want, got), "want %d bins, got %d", len(want), len(got))
}

func TestDistanceHistogramProbability(t *testing.T) {
	h := DistanceHistogram{Width: 25, Pairs: []int64{4, 0}, Connections: []int64{1, 0}}
	assert.Equal(t, 0.25, h.Probability(0))
	assert.True(t, math.IsNaN(h.Probability(1)))
}

func TestDistanceSumsDoNotDependOnThreads(t *testing.T) {
	c := typedCircuit(t, 8, 200, 0.1, someTypes, true)
	first, err := countDistances(context.Background(), c, Options{Threads: 1}, 300)
	require.NoError(t, err)
	for _, threads := range []int{2, 7} {
		d, err := countDistances(context.Background(), c, Options{Threads: threads}, 300)
		require.NoError(t, err)
		assert.Equal(t, first, d)
	}
}

func TestDistanceCountsRefuse(t *testing.T) {
	c := typedCircuit(t, 1, 3, 0.5, someTypes, false)
	many := make([]string, 1200)
	for k := range many {
		many[k] = fmt.Sprint(k)
	}
	for name, test := range map[string]struct {
		c    *connectome.Connectome
		want string
	}{
		"no positions": {c, "topology: distance: the neurons have no positions"},
		"not a number": {withPositions(t, c, []connectome.Position{{}, {Y: math.NaN()}, {}}), "topology: distance: the position of neuron 1 is not finite"},
		"infinite":     {withPositions(t, c, []connectome.Position{{}, {Z: math.Inf(-1)}, {}}), "topology: distance: the position of neuron 1 is not finite"},
		"far":          {withPositions(t, c, []connectome.Position{{}, {X: 1e9}, {}}), "topology: distance: neurons are 1e+09 µm apart"},
		"farther":      {withPositions(t, c, []connectome.Position{{}, {X: 1e300}, {X: -1e300}}), "topology: distance: neurons are +Inf µm apart"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CountDistances(context.Background(), test.c, Options{})
			var missing *Unavailable
			require.ErrorAs(t, err, &missing)
			assert.Contains(t, err.Error(), test.want)
		})
	}
	// As many m-types as neurons, in 80 bins.
	cells, err := connectome.NewCells(connectome.NewLabels(many), connectome.CellOptions{Positions: append(make([]connectome.Position, len(many)-1), connectome.Position{Y: 1999})})
	require.NoError(t, err)
	types, err := connectome.New(graphByRule(t, len(many), func(i, j int) bool { return false }), cells, connectome.Source{})
	require.NoError(t, err)
	_, err = CountDistances(context.Background(), types, Options{})
	require.ErrorContains(t, err, "1200 m-types in 80 bins")

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = CountDistances(ctx, exampleCircuit(t, "small"), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// BenchmarkCountDistances counts the pairs of neurons of the example column.
func BenchmarkCountDistances(b *testing.B) {
	c := exampleCircuit(b, "column")
	threads := runtime.GOMAXPROCS(0)
	for b.Loop() {
		_, err := CountDistances(context.Background(), c, Options{Threads: threads})
		require.NoError(b, err)
	}
	n := float64(c.Graph.N())
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(n*(n-1)/2), "ns/pair")
}
