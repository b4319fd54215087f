package triad

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// apart is the share of connections between neurons more than some positions
// apart.
func apart(g *Graph, order []uint32, limit int) float64 {
	at := make([]int, g.N)
	for p, v := range order {
		at[v] = p
	}
	n := 0
	for u := range uint32(g.N) {
		for _, v := range g.out(u) {
			if d := at[u] - at[v]; d > limit || -d > limit {
				n++
			}
		}
	}
	return float64(n) / float64(len(g.Out))
}

// TestNearOrder finds the neighbourhoods of a ring that is listed at random.
func TestNearOrder(t *testing.T) {
	g := asymmetricGraph(12_000, 20, ring(12_000, 60))
	order := g.nearOrder()
	sorted := slices.Sorted(slices.Values(order))
	assert.Equal(t, ascending(g.N), sorted, "every neuron once")
	assert.Greater(t, apart(g, ascending(g.N), 500), 0.9, "as listed")
	assert.Less(t, apart(g, order, 500), 0.1, "as ordered")
}

// TestNearOrderOfParts orders graphs that do not hang together.
func TestNearOrderOfParts(t *testing.T) {
	for _, g := range []*Graph{
		asymmetricGraph(1, 0, nil),
		asymmetricGraph(500, 0, nil),
		asymmetricGraph(999, 5, func(rng *rand.Rand, u int) int { return u/3*3 + rng.IntN(3) }),
	} {
		assert.Equal(t, ascending(g.N), slices.Sorted(slices.Values(g.nearOrder())))
	}
}

// TestNearOrderStops gives up at once, and in the middle.
func TestNearOrderStops(t *testing.T) {
	g := asymmetricGraph(500, 5, ring(500, 10))
	for _, calls := range []int{0, 3, nearLandmarks + 2} {
		left := calls
		g.Stop = func() bool { left--; return left < 0 }
		assert.Nil(t, g.nearOrder(), "after %d", calls)
	}
	g.Stop = func() bool { return false }
	assert.Len(t, g.nearOrder(), g.N)
}

// TestOrders counts the same in every order, of which the last is drawn.
func TestOrders(t *testing.T) {
	g := asymmetricGraph(3000, 30, ring(3000, 200))
	drawn := ascending(g.N)
	rand.New(rand.NewPCG(3, 3)).Shuffle(g.N, func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
	var want Plain
	for i, order := range [][]uint32{nil, ascending(g.N), g.nearOrder(), drawn} {
		s, err := NewStrips(g, NewLayout(g, nil, 1, order)).Filled(inTurn)
		require.NoError(t, err)
		var got Plain
		rows := s.NewRows()
		for strip := range s.Strips() {
			s.CountPlain(rows, strip, &got)
		}
		if i == 0 {
			want = got
			assert.NotZero(t, want.Cycles)
			continue
		}
		assert.Equal(t, want, got)
	}
}

// TestChooseOrder orders a large graph with neighbourhoods, and no other.
func TestChooseOrder(t *testing.T) {
	if testing.Short() {
		t.Skip("a large graph")
	}
	const n = 60_000
	g := asymmetricGraph(n, 80, ring(n, 250))
	plan := Choose(g, Automatic)
	assert.Equal(t, ByStrips, plan.Method)
	require.Len(t, plan.Order, n)
	assert.Less(t, apart(g, plan.Order, 2500), 0.1)
	plan = Choose(asymmetricGraph(n, 80, func(rng *rand.Rand, _ int) int { return rng.IntN(n) }), Automatic)
	assert.Equal(t, ByTiles, plan.Method)
}
