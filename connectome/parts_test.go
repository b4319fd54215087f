package connectome

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// randomGraph draws a graph of n neurons, some of whose pairs are mutual.
func randomGraph(t testing.TB, n, edges int, seed uint64) *Graph {
	t.Helper()
	b, err := NewBuilder(n)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(seed, 1))
	for range edges {
		u, v := r.Uint32N(uint32(n)), r.Uint32N(uint32(n))
		require.NoError(t, b.Add(u, v))
		if r.IntN(4) == 0 {
			require.NoError(t, b.Add(v, u))
		}
	}
	g, _ := b.Build()
	return g
}

func TestFromPartsGivesTheGraphBack(t *testing.T) {
	for _, size := range []struct{ n, edges int }{{0, 0}, {1, 0}, {2, 5}, {7, 30}, {64, 900}, {65, 10}, {1000, 300}, {3000, 400_000}, {200_000, 3000}} {
		g := randomGraph(t, max(size.n, 1), size.edges, uint64(size.n))
		if size.n == 0 {
			b, err := NewBuilder(0)
			require.NoError(t, err)
			g, _ = b.Build()
		}
		h, err := FromParts(context.Background(), g.N(), g.Parts())
		require.NoError(t, err, size)
		assert.True(t, g.Equal(h), size)
		assert.Equal(t, g.Parts(), h.Parts(), size)
	}
}

func (p Parts) clone() Parts {
	c := func(r Rows) Rows { return Rows{slices.Clone(r.Ptr), slices.Clone(r.Idx)} }
	return Parts{Out: c(p.Out), In: c(p.In), Mutual: c(p.Mutual), Weights: slices.Clone(p.Weights)}
}

// TestFromPartsRefuses takes parts that are those of no graph.
func TestFromPartsRefuses(t *testing.T) {
	// 0 ⇄ 1, 0 → 2, 2 → 1, 3 alone
	b, err := NewBuilder(4)
	require.NoError(t, err)
	for _, e := range [][2]uint32{{0, 1}, {1, 0}, {0, 2}, {2, 1}} {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	for _, tc := range []struct {
		name, says string
		change     func(p *Parts)
	}{
		{"short offsets", "offsets of targets do not fit", func(p *Parts) { p.Out.Ptr = p.Out.Ptr[:4] }},
		{"no offsets", "offsets of sources do not fit", func(p *Parts) { p.In.Ptr = nil }},
		{"offsets that start late", "do not fit", func(p *Parts) { p.In.Ptr[0] = 1 }},
		{"offsets that end early", "do not fit", func(p *Parts) { p.Mutual.Ptr[4] = 1 }},
		{"offsets that descend", "offsets of targets descend at neuron 1", func(p *Parts) { p.Out.Ptr[1] = 4 }},
		{"offsets beyond the end and back", "descend", func(p *Parts) { p.Out.Ptr[2] = 1 << 60 }},
		{"negative offsets", "descend", func(p *Parts) { p.Out.Ptr[1] = -1 }},
		{"fewer sources", "3 sources for 4 targets", func(p *Parts) { p.In.Idx = p.In.Idx[:3]; p.In.Ptr[2] = 2; p.In.Ptr[3] = 3; p.In.Ptr[4] = 3 }},
		{"weights", "1 weights for 4 connections", func(p *Parts) { p.Weights = []float64{1} }},
		{"a target out of range", "4 after 1 among its targets", func(p *Parts) { p.Out.Idx[1] = 4 }},
		{"a target far out of range", "4294967295 after 1", func(p *Parts) { p.Out.Idx[1] = 1<<32 - 1 }},
		{"targets that descend", "1 after 2 among its targets", func(p *Parts) { p.Out.Idx[0], p.Out.Idx[1] = 2, 1 }},
		{"a target twice", "2 after 2 among its targets", func(p *Parts) { p.Out.Idx[0] = 2 }},
		{"a loop", "neuron 0: 0 after -1 among its targets", func(p *Parts) { p.Out.Idx[0] = 0 }},
		{"a source out of range", "among its sources", func(p *Parts) { p.In.Idx[0] = 9 }},
		{"another target", "not those that have them as targets", func(p *Parts) { p.Out.Idx[1] = 3 }},
		{"another source", "are also its sources", func(p *Parts) { p.In.Idx[0] = 2 }},
		{"a mutual pair left out", "its mutual partners are not", func(p *Parts) { p.Mutual = Rows{make([]int64, 5), nil} }},
		{"half a mutual pair", "not so of each other", func(p *Parts) { p.Mutual = Rows{[]int64{0, 1, 1, 1, 1}, []uint32{1}} }},
		{"a mutual pair too many", "its mutual partners are not", func(p *Parts) { p.Mutual = Rows{[]int64{0, 2, 3, 4, 4}, []uint32{1, 2, 0, 0}} }},
		{"a neuron that is its own mutual partner", "its mutual partners are not", func(p *Parts) { p.Mutual = Rows{[]int64{0, 2, 3, 3, 3}, []uint32{0, 1, 0}} }},
		{"a mutual partner out of range", "its mutual partners are not", func(p *Parts) { p.Mutual.Idx[0] = 77 }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := g.Parts().clone()
			tc.change(&p)
			_, err := FromParts(context.Background(), 4, p)
			require.Error(t, err)
			assert.Contains(t, err.Error(), tc.says)
		})
	}
	_, err = FromParts(context.Background(), -1, Parts{})
	require.Error(t, err)
}

// TestFromPartsFindsAnyChange changes one number at a time, of small graphs and of
// one that is checked by several goroutines, and moves connections in ways that
// keep degrees and simple sums.
func TestFromPartsFindsAnyChange(t *testing.T) {
	ctx := context.Background()
	refused := func(t *testing.T, n int, p Parts) {
		t.Helper()
		_, err := FromParts(ctx, n, p)
		require.Error(t, err)
	}
	r := rand.New(rand.NewPCG(3, 3))
	for _, g := range []*Graph{randomGraph(t, 40, 500, 5), randomGraph(t, 500, 900, 6), randomGraph(t, 10_000, 900, 6)} {
		for range 300 {
			p := g.Parts().clone()
			idx := [][]uint32{p.Out.Idx, p.In.Idx, p.Mutual.Idx}[r.IntN(3)]
			at := r.IntN(len(idx))
			for was := idx[at]; idx[at] == was; {
				idx[at] = r.Uint32N(uint32(g.N()))
			}
			refused(t, g.N(), p)
			p = g.Parts().clone()
			ptr := [][]int64{p.Out.Ptr, p.In.Ptr, p.Mutual.Ptr}[r.IntN(3)]
			ptr[1+r.IntN(g.N()-1)] ^= 1 << r.IntN(63)
			refused(t, g.N(), p)
		}
	}
	big := randomGraph(t, 2000, 300_000, 7)
	for range 20 {
		p := big.Parts().clone()
		idx := [][]uint32{p.Out.Idx, p.In.Idx, p.Mutual.Idx}[r.IntN(3)]
		idx[r.IntN(len(idx))]++
		refused(t, big.N(), p)
	}
	// The sources of another graph of the same degrees: a → c, b → d for a → d, b → c.
	one, err := FromCSR(4, []int64{0, 1, 2, 2, 2}, []uint32{2, 3}, nil)
	require.NoError(t, err)
	other, err := FromCSR(4, []int64{0, 1, 2, 2, 2}, []uint32{3, 2}, nil)
	require.NoError(t, err)
	p := one.Parts()
	p.In = other.Parts().In
	refused(t, 4, p)
	// And those of a graph with its connections reversed.
	p = big.Parts()
	p.Out, p.In = p.In, p.Out
	h, err := FromParts(ctx, big.N(), p)
	require.NoError(t, err)
	assert.True(t, big.Transposed().Equal(h))
	p.In = p.Out
	refused(t, big.N(), p)
}

// TestFromPartsFindsSwappedSources exchanges sources of two neurons in ways that keep
// all rows ascending and all degrees, of both sides: a → c, b → d stand as a → d, b → c
// among the sources.
func TestFromPartsFindsSwappedSources(t *testing.T) {
	ctx, r := context.Background(), rand.New(rand.NewPCG(9, 9))
	for _, g := range []*Graph{randomGraph(t, 60, 700, 8), randomGraph(t, 2000, 300_000, 9)} {
		found := 0
		for try := 0; found < 30 && try < 100_000; try++ {
			c, d := r.Uint32N(uint32(g.N())), r.Uint32N(uint32(g.N()))
			if c == d || len(g.In(c)) == 0 || len(g.In(d)) == 0 {
				continue
			}
			a, b := g.In(c)[r.IntN(len(g.In(c)))], g.In(d)[r.IntN(len(g.In(d)))]
			if a == b || a == d || b == c || g.Connected(a, d) || g.Connected(b, c) || g.Connected(c, a) || g.Connected(d, b) || g.Connected(d, a) || g.Connected(c, b) {
				continue // not a swap, or one that mutual pairs would tell
			}
			found++
			p := g.Parts().clone()
			for _, swap := range [][3]uint32{{c, a, b}, {d, b, a}} {
				row := p.In.csr().row(swap[0])
				row[slices.Index(row, swap[1])] = swap[2]
				slices.Sort(row)
			}
			_, err := FromParts(ctx, g.N(), p)
			require.EqualError(t, err, "connectome: the sources of the neurons are not those that have them as targets")
		}
		require.Equal(t, 30, found)
	}
}

func TestFromPartsStopsWithTheContext(t *testing.T) {
	g := randomGraph(t, 100, 500, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := FromParts(ctx, g.N(), g.Parts())
	require.ErrorIs(t, err, context.Canceled)
}
