package topology

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

// TestEntropyAgreesWithReference works the entropies out pair by pair: each pair
// contributes -log2 of the probability of what it is, connected or not.
func TestEntropyAgreesWithReference(t *testing.T) {
	for _, n := range []int{40, 150} {
		c := placedCircuit(t, n, anywhere)
		where, types := c.Cells.Positions(), c.Cells.MTypes()
		want := map[string]float64{
			"er":      ref.PairEntropy(c.Graph, func(i, j int) [3]int { return [3]int{} }),
			"pathway": ref.PairEntropy(c.Graph, func(i, j int) [3]int { return [3]int{int(types.Of[i]), int(types.Of[j])} }),
			"distance": ref.PairEntropy(c.Graph, func(i, j int) [3]int {
				d := math.Hypot(math.Hypot(where[i].X-where[j].X, where[i].Y-where[j].Y), where[i].Z-where[j].Z)
				return [3]int{int(types.Of[i]), int(types.Of[j]), int(d / 75)}
			}),
		}
		for _, threads := range []int{1, 2, 7} {
			r, err := ConnectivityEntropy(context.Background(), c, Options{Threads: threads})
			require.NoError(t, err)
			require.Len(t, r.Models, 3)
			for k, name := range []string{"er", "pathway", "distance"} {
				m := r.Models[k]
				assert.Equal(t, name, m.Model)
				assert.InEpsilon(t, want[name], m.Bits, 1e-10, name)
				assert.InEpsilon(t, want[name]/want["er"], m.RelativeToER, 1e-10, name)
				assert.InEpsilon(t, want[name]/float64(c.Graph.Connections()), m.BitsPerConnection, 1e-10, name)
			}
		}
	}
}

// TestEntropyClosedForms: half of all pairs connected is one bit a pair; types
// that say which half leave nothing open.
func TestEntropyClosedForms(t *testing.T) {
	g := graphByRule(t, 40, func(i, j int) bool { return i < j })
	r, err := ConnectivityEntropy(context.Background(), circuitWith(t, g, make([]string, 40)), Options{})
	require.NoError(t, err)
	assert.Equal(t, []Entropy{{"er", 40 * 39, 1, 2}}, r.Models, "no types, no pathways; no positions, no distances")

	names := make([]string, 40)
	for v := range names {
		names[v] = []string{"A", "B"}[v%2]
	}
	g = graphByRule(t, 40, func(i, j int) bool { return i%2 == 0 && j%2 == 1 })
	r, err = ConnectivityEntropy(context.Background(), circuitWith(t, g, names), Options{})
	require.NoError(t, err)
	assert.Zero(t, r.Models[1].Bits)
	p := 400.0 / (40 * 39)
	assert.InEpsilon(t, -40*39*(p*math.Log2(p)+(1-p)*math.Log2(1-p)), r.Models[0].Bits, 1e-12)
	assert.Zero(t, r.Models[1].RelativeToER)
}

func TestEntropyWithoutConnections(t *testing.T) {
	for _, n := range []int{0, 1, 2, 30} {
		r, err := ConnectivityEntropy(context.Background(), circuitWith(t, graphByRule(t, n, func(i, j int) bool { return false }), make([]string, n)), Options{})
		require.NoError(t, err)
		for _, m := range r.Models {
			assert.Zero(t, m.Bits)
			assertFloat(t, math.NaN(), m.RelativeToER, m.Model)
			assertFloat(t, math.NaN(), m.BitsPerConnection, m.Model)
		}
	}
}

// TestEntropyOfFewConnections: where p is small, h(p) ≈ p log2(e/p).
func TestEntropyOfFewConnections(t *testing.T) {
	assert.InEpsilon(t, math.Log2(math.E*1e18), entropyBits(1e18, 1), 1e-12)
	assert.InEpsilon(t, math.Log2(math.E*1e18), entropyBits(1e18, 1e18-1), 1e-12)
}

func TestEntropyScalars(t *testing.T) {
	c := placedCircuit(t, 40, anywhere)
	r, err := ConnectivityEntropy(context.Background(), c, Options{})
	require.NoError(t, err)
	var names []string
	for _, s := range r.Scalars() {
		assert.Equal(t, All, s.Group)
		names = append(names, s.Statistic)
	}
	assert.Equal(t, []string{"er_bits", "er_bits_per_connection",
		"pathway_bits", "pathway_relative_to_er", "pathway_bits_per_connection",
		"distance_bits", "distance_relative_to_er", "distance_bits_per_connection"}, names)
	require.Len(t, r.Tables(), 1)
	assert.Equal(t, 3, r.Tables()[0].Rows())
	assert.Equal(t, []string{"model", "bits", "relative_to_er", "bits_per_connection"}, columnNames(r.Tables()[0]))
}

func columnNames(table connectome.Table) (names []string) {
	for _, c := range table.Columns {
		names = append(names, c.Name)
	}
	return names
}
