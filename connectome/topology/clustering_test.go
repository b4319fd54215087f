package topology

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/cpu"
	"github.com/ctopo/ctopo/internal/kernel/triad"
	"github.com/ctopo/ctopo/internal/ref"
)

func clusteringOf(t testing.TB, g *connectome.Graph, threads int) *Clustering {
	t.Helper()
	c, err := ClusteringCoefficients(context.Background(), circuitOf(t, g), Options{Threads: threads})
	require.NoError(t, err)
	return c
}

// assertClustering compares a result with the reference, neuron by neuron.
func assertClustering(t *testing.T, want []ref.Clustering, got *Clustering) {
	t.Helper()
	var fagiolo, wattsStrogatz float64
	for v, w := range want {
		require.Equal(t, w, ref.Clustering{DirectedTriangles: got.DirectedTriangles[v], DirectedPairs: got.DirectedPairs[v],
			Triangles: got.Triangles[v], Pairs: got.Pairs[v]}, "neuron %d", v)
		if w.DirectedPairs > 0 {
			fagiolo += float64(w.DirectedTriangles) / float64(w.DirectedPairs)
		}
		if w.Pairs > 0 {
			wattsStrogatz += float64(w.Triangles) / float64(w.Pairs)
		}
	}
	n := float64(len(want))
	assertFloat(t, fagiolo/n, got.FagioloMean, "Fagiolo")
	assertFloat(t, wattsStrogatz/n, got.WattsStrogatzMean, "Watts-Strogatz")
}

// TestClusteringAgreesWithReference takes graphs of every density through every
// method of finding triangles, every instruction set and three numbers of threads.
func TestClusteringAgreesWithReference(t *testing.T) {
	graphs := commonGraphs(t)
	rng := rand.New(rand.NewPCG(8, 8))
	graphs["more than a strip"] = graphByRule(t, 530, func(i, j int) bool { return rng.Float64() < 0.05 })
	want := map[string][]ref.Clustering{}
	for name, g := range graphs {
		want[name] = ref.ClusteringOf(g)
	}
	defer func() { method = triad.Automatic }()
	for i, m := range []triad.Method{triad.Automatic, triad.ByStrips, triad.ByTiles, triad.ByScan} {
		for _, p := range triad.Kernels.Paths() {
			t.Run(fmt.Sprintf("%s/%v", [...]string{"automatic", "strips", "tiles", "scan"}[i], p), func(t *testing.T) {
				method = m
				defer triad.Kernels.Use(p)()
				for name, g := range graphs {
					for _, threads := range []int{1, 2, 7} {
						if testing.Short() && (threads != 2 || g.N() > 64 && p != cpu.PathGeneric) {
							continue
						}
						t.Log(name, threads)
						assertClustering(t, want[name], clusteringOf(t, g, threads))
					}
				}
			})
		}
	}
}

// TestClusteringPublished checks means and transitivity of the graphs that three
// independent programs agree on.
func TestClusteringPublished(t *testing.T) {
	for _, p := range publishedGraphs(t) {
		t.Run(p.Name, func(t *testing.T) {
			c := circuitOf(t, p.graph(t))
			r, err := ClusteringCoefficients(context.Background(), c, Options{})
			require.NoError(t, err)
			assertFloat(t, p.Fagiolo, r.FagioloMean, "Fagiolo")
			assertFloat(t, p.WattsStrogatz, r.WattsStrogatzMean, "Watts-Strogatz")
			assert.Equal(t, r.FagioloMean, scalar(t, r.Scalars(), All, "fagiolo_mean"))
			assert.Equal(t, r.WattsStrogatzMean, scalar(t, r.Scalars(), All, "watts_strogatz_mean"))
			transitivity, err := GlobalClustering(context.Background(), c, Options{})
			require.NoError(t, err)
			if transitivity.Triples > 0 {
				assertFloat(t, p.Transitivity, transitivity.Value, "transitivity")
			} else {
				assert.True(t, math.IsNaN(transitivity.Value))
			}
		})
	}
}

// TestClusteringClosedForms checks graphs whose coefficients are known.
func TestClusteringClosedForms(t *testing.T) {
	const n = 40
	for _, test := range []struct {
		name                   string
		p                      func(i, j int) bool
		fagiolo, wattsStrogatz float64
		value, directed        float64
	}{
		{"complete", func(i, j int) bool { return true }, 1, 1, 1, 1},
		// All neighbours are connected, each in one of two directions.
		{"tournament", func(i, j int) bool { return i < j }, 0.5, 1, 1, 0.5},
		{"cycle", func(i, j int) bool { return j == (i+1)%n }, 0, 0, 0, 0},
		{"star", func(i, j int) bool { return j == 0 }, 0, 0, 0, 0},
		// Each neuron with its four nearest on a ring, both ways: 3 of 6 pairs of neighbours.
		{"ring", func(i, j int) bool { d := (j - i + n) % n; return d <= 2 || d >= n-2 }, 0.5, 0.5, 0.5, 0.5},
		// The same in one direction: half of that.
		{"ring one way", func(i, j int) bool { return (j-i+n)%n <= 2 }, 0.25, 0.5, 0.5, 0.25},
		{"empty", func(i, j int) bool { return false }, 0, 0, math.NaN(), math.NaN()},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := clusteringOf(t, graphByRule(t, n, test.p), 0)
			assertFloat(t, test.fagiolo, c.FagioloMean, "Fagiolo")
			assertFloat(t, test.wattsStrogatz, c.WattsStrogatzMean, "Watts-Strogatz")
			assertFloat(t, test.value, c.Transitivity().Value, "transitivity")
			assertFloat(t, test.directed, c.Transitivity().Directed, "directed transitivity")
		})
	}
}

func TestClusteringOfNobody(t *testing.T) {
	c := clusteringOf(t, graphWith(t, 0, nil), 0)
	assert.True(t, math.IsNaN(c.FagioloMean))
	assert.True(t, math.IsNaN(c.WattsStrogatzMean))
	assert.True(t, math.IsNaN(c.Transitivity().Value))
	assert.Equal(t, 0, c.Tables()[0].Rows())
}

// TestClusteringByGroup: a triangle in one m-type, a connection in another.
func TestClusteringByGroup(t *testing.T) {
	g := graphWith(t, 6, [][2]uint32{{0, 1}, {1, 2}, {2, 0}, {0, 3}, {3, 4}})
	c := circuitWith(t, g, []string{"L23_PC", "L23_PC", "L23_PC", "L6_MC", "L6_MC", "L6_MC"})
	r, err := ClusteringCoefficients(context.Background(), c, Options{})
	require.NoError(t, err)
	s := r.Scalars()
	for _, pc := range []Group{{GroupMType, "L23_PC", ""}, {GroupLayer, "L23", ""}, {GroupClass, "E", ""}} {
		// Neuron 0: k = 3, so 1 of 6; neurons 1 and 2: k = 2, so 1 of 2.
		assertFloat(t, (1./6+1./2+1./2)/3, scalar(t, s, pc, "fagiolo_mean"), pc.String())
		assertFloat(t, (1./3+1+1)/3, scalar(t, s, pc, "watts_strogatz_mean"), pc.String())
		assert.Equal(t, 0.0, scalar(t, s, pc, "fagiolo_undefined"))
	}
	mc := Group{GroupMType, "L6_MC", ""}
	assert.Equal(t, 0.0, scalar(t, s, mc, "fagiolo_mean"))
	assert.Equal(t, 2.0, scalar(t, s, mc, "watts_strogatz_undefined"))

	table := r.Tables()[0]
	fagiolo, _ := table.Column("fagiolo")
	assert.Equal(t, "0.5", fagiolo.Text(1))
	assert.Equal(t, "", fagiolo.Text(4))
}

func TestClusteringStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := ClusteringCoefficients(ctx, circuitOf(t, graphByRule(t, 50, func(i, j int) bool { return true })), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
