package motifs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/kernel/clique"
	"github.com/ctopo/ctopo/internal/ref"
	"github.com/ctopo/ctopo/internal/run"
	"github.com/ctopo/ctopo/internal/shared"
)

// simplexGraph builds a graph from the connections that edge tells.
func simplexGraph(t testing.TB, n int, edge func(u, v int) bool) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for u := range n {
		for v := range n {
			if u != v && edge(u, v) {
				require.NoError(t, b.Add(uint32(u), uint32(v)))
			}
		}
	}
	g, _ := b.Build()
	return g
}

// randomDigraph draws each connection with probability p.
func randomDigraph(t testing.TB, n int, p float64, seed uint64) *connectome.Graph {
	r := run.Rand(seed)
	return simplexGraph(t, n, func(u, v int) bool { return r.Float64() < p })
}

// hubGraph is a random graph in which some neurons connect to nearly all, and a
// few of those to each other in one order.
func hubGraph(t testing.TB, n, hubs int, p float64, seed uint64) *connectome.Graph {
	r := run.Rand(seed)
	return simplexGraph(t, n, func(u, v int) bool {
		x := r.Float64()
		switch {
		case u < hubs && v < hubs:
			return u < v && x < 0.9
		case u < hubs || v < hubs:
			return x < 0.8
		}
		return x < p
	})
}

type simplexCase struct {
	name   string
	graph  *connectome.Graph
	maxDim int
}

// simplexCases are seeded graphs of every density, small enough for the
// reference, some with common neighbourhoods of more than 64 and 512 neurons.
func simplexCases(t testing.TB) []simplexCase {
	if simplexCasesMade != nil {
		return simplexCasesMade
	}
	var cases []simplexCase
	for i, p := range []float64{0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.5} {
		cases = append(cases, simplexCase{fmt.Sprintf("n30 p%g", p), randomDigraph(t, 30, p, uint64(i)), 40})
	}
	if !testing.Short() {
		cases = append(cases, simplexCase{"n90 p0.9 to 2", randomDigraph(t, 90, 0.9, 13), 2})
	}
	simplexCasesMade = append(cases,
		simplexCase{"n12 p0.8", randomDigraph(t, 12, 0.8, 10), 4},
		simplexCase{"n9 p0.95", randomDigraph(t, 9, 0.95, 11), 6},
		simplexCase{"n80 p0.15", randomDigraph(t, 80, 0.15, 12), 40},
		simplexCase{"hubs", hubGraph(t, 140, 5, 0.05, 15), 40},
		simplexCase{"hubs to 3", hubGraph(t, 100, 12, 0.05, 16), 3},
	)
	return simplexCasesMade
}

// onEachPath runs a test as it comes, then with every set cut down to pairs and
// triples as those too large for a matrix are, then by scanning lists.
func onEachPath(t *testing.T, test func(t *testing.T)) {
	t.Run("default", test)
	t.Run("ranked", func(t *testing.T) {
		defer rankedAlways()()
		test(t)
	})
	t.Run("split", func(t *testing.T) {
		defer func(limit int) { matrixLimit = limit }(matrixLimit)
		matrixLimit = 10
		test(t)
	})
	if testing.Short() {
		return
	}
	t.Run("scan", func(t *testing.T) {
		defer func(use bool) { clique.UseStrips = use }(clique.UseStrips)
		clique.UseStrips = !clique.UseStrips
		test(t)
	})
}

// Made once for all tests, none of which runs in parallel.
var (
	simplexCasesMade []simplexCase
	references       = map[*connectome.Graph]*ref.Simplices{}
)

// reference counts by the slow recursion; a graph always comes with the same limit.
func reference(g *connectome.Graph, maxDim int) *ref.Simplices {
	if references[g] == nil {
		m := ref.NewMatrix(g)
		references[g] = ref.DirectedSimplices(g.N(), maxDim, func(u, v int) bool { return m[u][v] }, false)
	}
	return references[g]
}

func TestCountSimplices(t *testing.T) { onEachPath(t, testCountSimplicesCases) }

func testCountSimplicesCases(t *testing.T) {
	for _, c := range simplexCases(t) {
		t.Run(c.name, func(t *testing.T) {
			want := reference(c.graph, c.maxDim)
			for _, g := range []*connectome.Graph{c.graph, c.graph.Transposed()} {
				got, err := CountSimplices(context.Background(), g, SimplexOptions{MaxDim: c.maxDim})
				require.NoError(t, err)
				assert.Equal(t, want.Counts, got.Counts)
			}
		})
	}
}

func TestCountSimplicesMaxDim(t *testing.T) {
	g := randomDigraph(t, 60, 0.2, 3)
	all, err := CountSimplices(context.Background(), g, SimplexOptions{})
	require.NoError(t, err)
	require.True(t, all.Complete)
	require.Greater(t, len(all.Counts), 4)
	for k := 1; k < len(all.Counts)+1; k++ {
		some, err := CountSimplices(context.Background(), g, SimplexOptions{MaxDim: k})
		require.NoError(t, err)
		assert.Equal(t, all.Counts[:min(k+1, len(all.Counts))], some.Counts, "to dimension %d", k)
		assert.Equal(t, k >= len(all.Counts), some.Complete, "to dimension %d", k)
	}
}

func TestCountSimplicesClosedForms(t *testing.T) {
	tournament := func(u, v int) bool { return u < v }
	complete := func(u, v int) bool { return true }
	binomial := func(n, k int) uint64 {
		c := uint64(1)
		for i := 1; i <= k; i++ {
			c = c * uint64(n-k+i) / uint64(i)
		}
		return c
	}
	falling := func(n, k int) uint64 {
		c := uint64(1)
		for i := range k {
			c *= uint64(n - i)
		}
		return c
	}
	for _, c := range []struct {
		name  string
		n     int
		edge  func(u, v int) bool
		count func(n, k int) uint64
	}{
		{"tournament", 5, tournament, binomial},
		{"tournament", 13, tournament, binomial},
		{"tournament", 30, tournament, binomial},
		{"complete", 3, complete, falling},
		{"complete", 8, complete, falling},
		{"complete", 20, complete, falling},
	} {
		t.Run(fmt.Sprint(c.name, c.n), func(t *testing.T) {
			got, err := CountSimplices(context.Background(), simplexGraph(t, c.n, c.edge), SimplexOptions{})
			require.NoError(t, err)
			require.Len(t, got.Counts, c.n)
			for k, n := range got.Counts {
				assert.Equal(t, c.count(c.n, k+1), n, "dimension %d", k)
			}
			if c.name == "tournament" {
				chi, ok := got.Euler()
				assert.True(t, ok)
				assert.EqualValues(t, 1, chi)
			}
		})
	}
}

func TestCountSimplicesSmallest(t *testing.T) {
	for n := range 3 {
		got, err := CountSimplices(context.Background(), simplexGraph(t, n, func(u, v int) bool { return false }), SimplexOptions{})
		require.NoError(t, err)
		assert.True(t, got.Complete)
		if n == 0 {
			assert.Empty(t, got.Counts)
		} else {
			assert.Equal(t, []uint64{uint64(n)}, got.Counts)
		}
		assert.Equal(t, len(got.Counts), got.Table().Rows())
	}
}

func TestCountSimplicesOverflow(t *testing.T) {
	tournament := func(u, v int) bool { return u < v }
	for _, n := range []int{68, 71, 130, 300} {
		_, err := CountSimplices(context.Background(), simplexGraph(t, n, tournament), SimplexOptions{})
		assert.ErrorIs(t, err, ErrOverflow, "%d neurons", n)
	}
	// The largest binomial coefficient of 67, C(67,33), still fits.
	got, err := CountSimplices(context.Background(), simplexGraph(t, 67, tournament), SimplexOptions{})
	require.NoError(t, err)
	assert.EqualValues(t, uint64(14226520737620288370), got.Counts[32])
	_, err = CountSimplices(context.Background(), simplexGraph(t, 25, func(u, v int) bool { return true }), SimplexOptions{})
	assert.ErrorIs(t, err, ErrOverflow)
}

func TestCountSimplicesThreads(t *testing.T) {
	g := randomDigraph(t, 400, 0.1, 5)
	want, err := CountSimplices(context.Background(), g, SimplexOptions{Options: Options{Threads: 1}})
	require.NoError(t, err)
	for _, threads := range []int{2, 7} {
		got, err := CountSimplices(context.Background(), g, SimplexOptions{Options: Options{Threads: threads}})
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestCountSimplicesReciprocal(t *testing.T) {
	for _, p := range []float64{0.1, 0.4, 0.7} {
		g := randomDigraph(t, 25, p, 9)
		m := ref.NewMatrix(g)
		want := ref.DirectedSimplices(g.N(), 30, func(u, v int) bool { return u < v && m[u][v] && m[v][u] }, false)
		got, err := CountSimplices(context.Background(), g, SimplexOptions{Reciprocal: true})
		require.NoError(t, err)
		assert.Equal(t, want.Counts, got.Counts)
	}
}

func TestCountSimplicesCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := randomDigraph(t, 50, 0.3, 1)
	got, err := CountSimplices(ctx, g, SimplexOptions{})
	assert.True(t, errors.Is(err, context.Canceled))
	require.NotNil(t, got)
	assert.Equal(t, []uint64{50, uint64(g.Connections())}, got.Counts)
	assert.False(t, got.Complete)
	_, ok := got.Euler()
	assert.False(t, ok)
}

func TestSimplicesExpectation(t *testing.T) {
	s := Simplices{Neurons: 10, Connections: 45, Counts: []uint64{10, 45, 60}, Complete: true}
	assert.InDelta(t, 10, s.ExpectedGNP(0), 1e-12)
	assert.InDelta(t, 45, s.ExpectedGNP(1), 1e-12)
	assert.Equal(t, 118433.0, (&Simplices{Neurons: 3554, Connections: 118433}).ExpectedGNP(1), "not less by rounding")
	assert.InDelta(t, 720*math.Pow(0.5, 3), s.ExpectedGNP(2), 1e-9)
	assert.InDelta(t, 60.0/720, s.Density(2), 1e-12)
	chi, ok := s.Euler()
	assert.True(t, ok)
	assert.EqualValues(t, 25, chi)
}

// The counts are those of the data's README: each was found by at least two
// independent programs.
func TestSimplicesKnownCounts(t *testing.T) {
	for _, c := range []struct {
		name   string
		maxDim int
		want   []uint64
	}{
		{"celegans", 0, []uint64{419, 4647, 14324, 22904, 27602, 30437, 26234, 13653, 2699}},
		{"larva", 4, []uint64{0, 118433, 1291929, 18312679, 351270586}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := readEdges(t, shared.Path(t, "data", c.name, "edges.csv"))
			got, err := CountSimplices(context.Background(), g, SimplexOptions{MaxDim: c.maxDim})
			require.NoError(t, err)
			// The list of connections does not hold neurons without any.
			assert.Equal(t, c.want[1:], got.Counts[1:])
		})
	}
}

func TestPassesOf(t *testing.T) {
	second := 1e9
	for _, c := range []struct {
		name   string
		cost   []float64
		maxDim int
		want   []int
	}{
		{"short", []float64{0, 0, second, 2 * second}, 0, []int{0}},
		{"long", []float64{0, 0, second, 2 * second, 3 * second, 100 * second, 2000 * second}, 0, []int{4, 5, 0}},
		{"steep", []float64{0, 0, second, 10 * second, 100 * second, 1000 * second}, 5, []int{3, 4, 5}},
		{"flat", []float64{0, 0, 10 * second, 11 * second, 12 * second}, 4, []int{4}},
	} {
		t.Run(c.name, func(t *testing.T) { assert.Equal(t, c.want, passesOf(c.cost, 1, c.maxDim)) })
	}
}

// The larva has far more simplices than can be counted: cancelling gives those
// dimensions that a pass completed, within a second.
func TestCountSimplicesCancelledInTime(t *testing.T) {
	g := readEdges(t, shared.Path(t, "data", "larva", "edges.csv"))
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	start := time.Now()
	got, err := CountSimplices(ctx, g, SimplexOptions{})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 3*time.Second)
	require.NotNil(t, got)
	assert.False(t, got.Complete)
	want := []uint64{118433, 1291929, 18312679, 351270586}
	require.GreaterOrEqual(t, len(got.Counts), 4)
	n := min(len(got.Counts)-1, len(want))
	assert.Equal(t, want[:n], got.Counts[1:n+1])
}
