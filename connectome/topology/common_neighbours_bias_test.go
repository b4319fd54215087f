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
	"github.com/ctopo/ctopo/internal/ref"
)

func TestFactSheetBiasAgreesWithReference(t *testing.T) {
	for name, g := range commonGraphs(t) {
		t.Run(name, func(t *testing.T) {
			c := ref.CommonTargets(g)
			var connected, all, connections, pairs float64
			for i := range c {
				for j := range c {
					if i == j {
						continue
					}
					pairs++
					all += float64(c[i][j])
					if g.Connected(uint32(i), uint32(j)) {
						connections++
						connected += float64(c[i][j])
					}
				}
			}
			want := (connected / connections) / (all / pairs)
			if math.IsInf(want, 0) {
				want = math.NaN()
			}
			for _, threads := range []int{1, 2, 7} {
				got, err := FactSheetBias(context.Background(), g, threads)
				require.NoError(t, err)
				assertFloat(t, want, got, name)
			}
		})
	}
}

// TestFactSheetBiasClosedForms checks graphs whose sums are known: in the complete
// graph any two neurons share the n-2 others, whether or not connected.
func TestFactSheetBiasClosedForms(t *testing.T) {
	for _, test := range []struct {
		name string
		n    int
		p    func(i, j int) bool
		want float64
	}{
		{"complete", 200, func(i, j int) bool { return true }, 1},
		{"cycle", 60, func(i, j int) bool { return j == (i+1)%60 }, math.NaN()}, // no two share a target
		{"empty", 60, func(i, j int) bool { return false }, math.NaN()},
		// All to the last neuron: C = 1 for pairs of the others, none of them connected.
		{"star", 60, func(i, j int) bool { return j == 59 }, 0},
		// i → j for i < j: Σ C(n-1-j) over i < j = C(n,3) for the C(n,2) connections; over all
		// ordered pairs Σ d(d-1) = 2 C(n,3): both means are (n-2)/3.
		{"tournament", 60, func(i, j int) bool { return i < j }, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := FactSheetBias(context.Background(), graphByRule(t, test.n, test.p), 0)
			require.NoError(t, err)
			assertFloat(t, test.want, got, test.name)
		})
	}
}

func TestFactSheetBiasStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := FactSheetBias(ctx, graphByRule(t, 100, func(i, j int) bool { return true }), 0)
	require.ErrorIs(t, err, context.Canceled)
}

// assertFloat compares up to rounding; NaN equals NaN.
func assertFloat(t *testing.T, want, got float64, what string) {
	t.Helper()
	if math.IsNaN(want) {
		assert.True(t, math.IsNaN(got), "%s: want undefined, got %v", what, got)
		return
	}
	assert.InDelta(t, want, got, 1e-12*max(1, math.Abs(want)), what)
}

// graphByRule connects i → j where the rule says so.
func graphByRule(t testing.TB, n int, connects func(i, j int) bool) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for i := range n {
		for j := range n {
			if i != j && connects(i, j) {
				require.NoError(t, b.Add(uint32(i), uint32(j)))
			}
		}
	}
	g, _ := b.Build()
	return g
}

// commonGraphs are small graphs of every density and some shapes.
func commonGraphs(t testing.TB) map[string]*connectome.Graph {
	all := map[string]*connectome.Graph{}
	for _, n := range []int{0, 1, 2, 3, 5, 17, 64, 65, 90} {
		for k, p := range []float64{0, 0.02, 0.1, 0.4, 0.9, 1} {
			rng := rand.New(rand.NewPCG(uint64(n), uint64(k)))
			all[fmt.Sprintf("n=%d p=%g", n, p)] = graphByRule(t, n, func(i, j int) bool { return rng.Float64() < p })
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	all["skewed"] = graphByRule(t, 80, func(i, j int) bool {
		return j%7 != 3 && rng.Float64() < 3/(3+float64(i))+2/(2+float64(j))-0.05
	})
	return all
}

func BenchmarkFactSheetBias(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	g := graphByRule(b, 3000, func(i, j int) bool { return rng.IntN(30) == 0 })
	for b.Loop() {
		_, err := FactSheetBias(context.Background(), g, 1)
		require.NoError(b, err)
	}
	b.ReportMetric(float64(g.Connections())*float64(b.N)/b.Elapsed().Seconds(), "connections/s")
}
