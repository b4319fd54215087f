package topology

import (
	"context"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func hubsOf(t testing.TB, n int, edges [][2]uint32, fraction float64) *HubLists {
	t.Helper()
	h, err := Hubs(context.Background(), circuitOf(t, graphWith(t, n, edges)), Options{HubFraction: fraction})
	require.NoError(t, err)
	return h
}

// fan connects neuron u to the k neurons that follow it.
func fan(n, u, k uint32) (edges [][2]uint32) {
	for i := range k {
		edges = append(edges, [2]uint32{u, (u + i + 1) % n})
	}
	return edges
}

func TestHubs(t *testing.T) {
	// Out-degrees 9, 5, 5, 2, 1 and 0; neuron 1 and 2 tie.
	var edges [][2]uint32
	for u, k := range []uint32{5, 9, 5, 2, 1} {
		edges = append(edges, fan(20, uint32(u), k)...)
	}
	for _, c := range []struct {
		fraction  float64
		threshold int64
		neurons   []uint32
		rank      []int64
	}{
		{0.05, 9, []uint32{1}, []int64{1}},
		{0.0001, 9, []uint32{1}, []int64{1}},
		{0.1, 5, []uint32{1, 0, 2}, []int64{1, 2, 2}}, // the tie takes both
		{0.15, 5, []uint32{1, 0, 2}, []int64{1, 2, 2}},
		{0.2, 2, []uint32{1, 0, 2, 3}, []int64{1, 2, 2, 4}},
		{0.9, 1, []uint32{1, 0, 2, 3, 4}, []int64{1, 2, 2, 4, 5}}, // no hub is without connections
		{1, 1, []uint32{1, 0, 2, 3, 4}, []int64{1, 2, 2, 4, 5}},
	} {
		h := hubsOf(t, 20, edges, c.fraction).Of[OutDegree]
		assert.Equal(t, HubList{c.threshold, c.neurons, c.rank}, h, "%v", c.fraction)
	}
}

// Fractions whose product with N rounds to above a whole number.
func TestHubFractionIsExact(t *testing.T) {
	degrees := make([]int64, 31300)
	for v := range degrees {
		degrees[v] = int64(v + 1)
	}
	for _, c := range []struct {
		fraction float64
		want     int
	}{{0.01, 313}, {0.07, 2191}, {0.29, 9077}, {0.010001, 314}} {
		assert.Len(t, topOf(degrees, c.fraction).Neurons, c.want, "%v", c.fraction)
	}
}

func TestHubEnrichment(t *testing.T) {
	var edges [][2]uint32
	for u := range uint32(40) {
		edges = append(edges, fan(40, u, 1+u%9)...)
	}
	c := circuitOf(t, graphWith(t, 40, edges))
	h, err := Hubs(context.Background(), c, Options{HubFraction: 0.2})
	require.NoError(t, err)
	seen := 0
	for _, e := range h.Enrichment {
		if e.Kind != OutDegree || e.Group.Kind != GroupMType {
			continue
		}
		seen++
		neurons, hubs := int64(0), int64(0)
		for v := range uint32(40) {
			if c.Cells.MTypes().Name(v) == e.Name {
				neurons++
				if len(c.Graph.Out(v)) >= 8 {
					hubs++
				}
			}
		}
		all := int64(len(h.Of[OutDegree].Neurons))
		require.Equal(t, int64(8), all, "out-degrees 8 and 9")
		assert.Equal(t, [2]int64{neurons, hubs}, [2]int64{e.Neurons, e.Hubs})
		assert.InDelta(t, float64(neurons*all)/40, e.Expected, 1e-12)
		assert.InDelta(t, float64(hubs)*40/float64(neurons*all), e.Ratio, 1e-12)
		assert.InDelta(t, exactTail(40, neurons, all, hubs), e.P, 1e-12)
	}
	assert.Equal(t, len(occupied(c.Cells.MTypes()).Names), seen)
}

// exactTail is the definition in rational numbers.
func exactTail(all, marked, drawn, atLeast int64) float64 {
	sum := new(big.Int)
	for i := atLeast; i <= min(marked, drawn); i++ {
		sum.Add(sum, new(big.Int).Mul(new(big.Int).Binomial(marked, i), choices(all-marked, drawn-i)))
	}
	p, _ := new(big.Rat).SetFrac(sum, new(big.Int).Binomial(all, drawn)).Float64()
	return p
}

func choices(n, k int64) *big.Int {
	if k < 0 || k > n {
		return new(big.Int)
	}
	return new(big.Int).Binomial(n, k)
}

func TestHypergeometricTail(t *testing.T) {
	for _, c := range [][4]int64{
		{40, 10, 8, 0}, {40, 10, 8, 1}, {40, 10, 8, 3}, {40, 10, 8, 8}, {40, 38, 8, 6}, {40, 38, 8, 7}, {1, 1, 1, 1}, {10, 0, 5, 0},
		{31315, 2403, 314, 24}, {31315, 2403, 314, 100}, {31315, 28, 314, 5}, {31315, 5877, 314, 0}, {31315, 400, 314, 314},
	} {
		want := exactTail(c[0], c[1], c[2], c[3])
		if want < 1e-300 {
			assert.Less(t, hypergeometricTail(c[0], c[1], c[2], c[3]), 1e-290)
			continue
		}
		assert.InEpsilon(t, want, hypergeometricTail(c[0], c[1], c[2], c[3]), 1e-9, "%v", c)
	}
}

func TestHubsOfLittle(t *testing.T) {
	for n := range 3 {
		h := hubsOf(t, n, nil, 0)
		assert.Equal(t, 0.01, h.Fraction)
		for _, kind := range clubKinds {
			assert.Empty(t, h.Of[kind].Neurons)
		}
		for _, e := range h.Enrichment {
			assert.True(t, math.IsNaN(e.Ratio) && math.IsNaN(e.P))
		}
		assert.Zero(t, h.Tables()[0].Rows())
	}
	for _, fraction := range []float64{-0.1, 1.5, math.NaN()} {
		_, err := Hubs(context.Background(), circuitOf(t, graphWith(t, 3, nil)), Options{HubFraction: fraction})
		assert.ErrorContains(t, err, "topology: hubs: a share of", "%v", fraction)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Hubs(ctx, circuitOf(t, graphWith(t, 3, nil)), Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

func TestHubTables(t *testing.T) {
	h := hubsOf(t, 20, append(fan(20, 0, 12), fan(20, 3, 7)...), 0.05)
	table := h.Tables()[0]
	assert.Equal(t, []string{"kind", "neuron", "mtype", "layer", "class", "in", "out", "total", "rank"}, columnNames(table))
	require.Positive(t, table.Rows())
	row := func(i int) (cells []string) {
		for _, c := range table.Columns {
			cells = append(cells, c.Text(i))
		}
		return cells
	}
	assert.Equal(t, []string{"total", "0", "L23_PC", "L23", "E", "0", "12", "12", "1"}, row(0))
	values := make(map[string]float64)
	for _, s := range h.Scalars() {
		values[s.Group.String()+" "+s.Statistic] = s.Value
	}
	assert.Equal(t, 12.0, values["all out_threshold"])
	assert.Equal(t, 1.0, values["all out_hubs"])
	assert.Equal(t, 1.0, values["mtype=L23_PC out_hubs"])
	assert.Greater(t, values["mtype=L23_PC out_enrichment"], 1.0)
	assert.Contains(t, values, "layer=L6 total_p")
}
