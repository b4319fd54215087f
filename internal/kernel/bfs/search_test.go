package bfs

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// graphOf makes a graph of n vertices with the connections for which has is true.
func graphOf(n int, has func(u, v int) bool) *Graph {
	g := &Graph{N: n, OutPtr: make([]int64, n+1), InPtr: make([]int64, n+1)}
	for u := range n {
		for v := range n {
			if u != v && has(u, v) {
				g.Out = append(g.Out, uint32(v))
			}
			if u != v && has(v, u) {
				g.In = append(g.In, uint32(v))
			}
		}
		g.OutPtr[u+1], g.InPtr[u+1] = int64(len(g.Out)), int64(len(g.In))
	}
	return g
}

func random(n int, p float64, seed uint64) *Graph {
	rng := rand.New(rand.NewPCG(seed, 1))
	m := make([]bool, n*n)
	for i := range m {
		m[i] = rng.Float64() < p
	}
	return graphOf(n, func(u, v int) bool { return m[u*n+v] })
}

// distances is the definition: a vertex is at the smallest distance d at which
// some source of one of its connections is at d-1. Unreachable is 0.
func distances(g *Graph, source uint32) []uint32 {
	d := make([]uint32, g.N)
	for length, found := uint32(1), true; found; length++ {
		found = false
		for u := range uint32(g.N) {
			if (length == 1) != (u == source) || length > 1 && d[u] != length-1 {
				continue
			}
			for _, v := range g.out(u) {
				if v != source && d[v] == 0 {
					d[v], found = length, true
				}
			}
		}
	}
	return d
}

// slow makes the tally that searches from the sources should.
func slow(g *Graph, sources, group []uint32, groups int) *Tally {
	t := NewTally(group, groups)
	for _, s := range sources {
		for v, d := range distances(g, s) {
			if d > 0 {
				t.Pairs[Key{group[s], group[v], d}]++
				t.From[s].add(1, d)
				t.Into[v].add(1, d)
			}
		}
	}
	return t
}

// sample draws k vertices and their groups, ascending by group.
func sample(rng *rand.Rand, k int, group []uint32, groups int) (sources, of []uint32) {
	drawn := rng.Perm(len(group))[:k]
	for g := range groups {
		for _, v := range drawn {
			if int(group[v]) == g {
				sources, of = append(sources, uint32(v)), append(of, uint32(g))
			}
		}
	}
	return sources, of
}

func TestSearchIsBreadthFirst(t *testing.T) {
	graphs := map[string]*Graph{
		"none":        graphOf(0, nil),
		"one":         graphOf(1, func(int, int) bool { return true }),
		"two":         graphOf(2, func(u, _ int) bool { return u == 0 }),
		"empty":       graphOf(9, func(int, int) bool { return false }),
		"complete":    graphOf(70, func(int, int) bool { return true }),
		"path":        graphOf(130, func(u, v int) bool { return v == u+1 }),
		"cycle":       graphOf(67, func(u, v int) bool { return v == (u+1)%67 }),
		"star out":    graphOf(80, func(u, _ int) bool { return u == 3 }),
		"star in":     graphOf(80, func(_, v int) bool { return v == 3 }),
		"two halves":  graphOf(90, func(u, v int) bool { return u%2 == v%2 && (u*7+v*3)%11 < 2 }),
		"tournament":  graphOf(40, func(u, v int) bool { return u < v }),
		"cycles meet": graphOf(61, func(u, v int) bool { return v == (u+1)%31 || u >= 30 && v == u+1 || u == 60 && v == 0 }),
	}
	for i, p := range []float64{0.002, 0.005, 0.01, 0.03, 0.2, 0.9} {
		graphs[fmt.Sprintf("random %v", p)] = random(150, p, uint64(i))
		graphs[fmt.Sprintf("large %v", p)] = random(600, p, uint64(i))
	}
	for name, g := range graphs {
		for _, groups := range []int{1, 3, 70} {
			rng := rand.New(rand.NewPCG(uint64(g.N), uint64(groups)))
			group := make([]uint32, g.N)
			for v := range group {
				group[v] = uint32(rng.IntN(groups))
			}
			if g.N > 500 && groups != 3 || testing.Short() && (g.N > 500 && name != "large 0.01" || groups == 1) {
				continue
			}
			sources, of := sample(rng, min(g.N, Sources), group, groups)
			want := slow(g, sources, group, groups)
			for _, p := range kernels.Paths() {
				for _, only := range []direction{cheaper, pushing, pulling} {
					t.Run(fmt.Sprintf("%s/%d groups/%v/%d", name, groups, p, only), func(t *testing.T) {
						defer kernels.Use(p)()
						got := NewTally(group, groups)
						s := NewSearch(g, got)
						s.only = only
						require.NoError(t, s.Run(context.Background(), sources, of))
						assert.Equal(t, want.Pairs, got.Pairs)
						assert.Equal(t, want.From, got.From)
						assert.Equal(t, want.Into, got.Into)
					})
				}
			}
		}
	}
}

// Searches use the memory of those before them, and other tallies' finds are
// added.
func TestSearchesAndTalliesAddUp(t *testing.T) {
	g := random(300, 0.012, 9)
	const groups = 4
	group := make([]uint32, g.N)
	for v := range group {
		group[v] = uint32(v * groups / g.N)
	}
	all := make([]uint32, g.N)
	for v := range all {
		all[v] = uint32(v)
	}
	want := slow(g, all, group, groups)
	sum := NewTally(group, groups)
	for part := range 2 {
		tally := NewTally(group, groups)
		s := NewSearch(g, tally)
		for lo := part * 40; lo < g.N; lo += 80 {
			hi := min(lo+40, g.N)
			require.NoError(t, s.Run(context.Background(), all[lo:hi], group[lo:hi]))
		}
		sum.Merge(tally)
	}
	assert.Equal(t, want.Pairs, sum.Pairs)
	assert.Equal(t, want.From, sum.From)
	assert.Equal(t, want.Into, sum.Into)
}

func TestSearchStops(t *testing.T) {
	g := random(50, 0.1, 1) // needs a second level
	group := make([]uint32, g.N)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, only := range []direction{pushing, pulling} {
		s := NewSearch(g, NewTally(group, 1))
		s.only = only
		require.ErrorIs(t, s.Run(ctx, []uint32{0, 1}, group[:2]), context.Canceled)
	}
}
