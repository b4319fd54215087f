package motifs

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// graphOf builds a graph from its connections.
func graphOf(t testing.TB, n int, edges [][2]uint32) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for _, e := range edges {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	return g
}

// randomGraph draws each ordered pair with probability p, and a pair that is
// connected is made mutual with probability r beside chance.
func randomGraph(t testing.TB, n int, p, r float64, seed uint64) *connectome.Graph {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	var edges [][2]uint32
	for i := range uint32(n) {
		for j := range uint32(n) {
			if i != j && rng.Float64() < p {
				edges = append(edges, [2]uint32{i, j})
				if rng.Float64() < r {
					edges = append(edges, [2]uint32{j, i})
				}
			}
		}
	}
	return graphOf(t, n, edges)
}

// skewedGraph has a few neurons connected to nearly all, many to few, and some
// to none.
func skewedGraph(t testing.TB, n int, seed uint64) *connectome.Graph {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 2))
	var edges [][2]uint32
	for i := range uint32(n) {
		for j := range uint32(n) {
			if i != j && j%7 != 3 && rng.Float64() < 3/(3+float64(i))+2/(2+float64(j))-0.05 {
				edges = append(edges, [2]uint32{i, j})
			}
		}
	}
	return graphOf(t, n, edges)
}

type namedGraph struct {
	name string
	g    *connectome.Graph
}

// testGraphs are small graphs of every density and shape, for comparisons with
// the references.
func testGraphs(t testing.TB) []namedGraph {
	t.Helper()
	var all []namedGraph
	add := func(name string, g *connectome.Graph) { all = append(all, namedGraph{name, g}) }
	for _, n := range []int{0, 1, 2, 3, 4, 5} {
		add(fmt.Sprintf("empty%d", n), graphOf(t, n, nil))
		add(fmt.Sprintf("complete%d", n), randomGraph(t, n, 1, 0, 0))
	}
	seed := uint64(1)
	for _, n := range []int{3, 7, 20, 63, 64, 65, 80} {
		for _, p := range []float64{0.02, 0.1, 0.3, 0.6, 0.95} {
			for _, r := range []float64{0, 0.3} {
				add(fmt.Sprintf("random n=%d p=%g r=%g", n, p, r), randomGraph(t, n, p, r, seed))
				seed++
			}
		}
	}
	for s := range uint64(4) {
		add(fmt.Sprintf("skewed %d", s), skewedGraph(t, 60, s))
	}
	add("complete 40", randomGraph(t, 40, 1, 0, 0))
	add("cycle 50", cycleGraph(t, 50))
	add("tournament 30", tournament(t, 30))
	return all
}

func cycleGraph(t testing.TB, n uint32) *connectome.Graph {
	var edges [][2]uint32
	for v := range n {
		edges = append(edges, [2]uint32{v, (v + 1) % n})
	}
	return graphOf(t, int(n), edges)
}

// tournament is transitive: u → v for all u < v.
func tournament(t testing.TB, n uint32) *connectome.Graph {
	var edges [][2]uint32
	for u := range n {
		for v := u + 1; v < n; v++ {
			edges = append(edges, [2]uint32{u, v})
		}
	}
	return graphOf(t, int(n), edges)
}

// relabelled returns g with its neurons renumbered at random.
func relabelled(t testing.TB, g *connectome.Graph, seed uint64) *connectome.Graph {
	to := rand.New(rand.NewPCG(seed, 3)).Perm(g.N())
	var edges [][2]uint32
	for v := range uint32(g.N()) {
		for _, w := range g.Out(v) {
			edges = append(edges, [2]uint32{uint32(to[v]), uint32(to[w])})
		}
	}
	return graphOf(t, g.N(), edges)
}
