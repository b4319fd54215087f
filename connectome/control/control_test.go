package control

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// testGraph returns a graph in which each ordered pair is connected with the
// probability that p gives it.
func testGraph(t testing.TB, n int, seed uint64, p func(i, j int) float64) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		for j := range n {
			if i != j && rng.Float64() < p(i, j) {
				require.NoError(t, b.Add(uint32(i), uint32(j)))
			}
		}
	}
	g, _ := b.Build()
	return g
}

// somata puts n neurons into a box, at random.
func somata(n int) []connectome.Position {
	rng := rand.New(rand.NewPCG(5, uint64(n)))
	where := make([]connectome.Position, n)
	for v := range where {
		where[v] = connectome.Position{X: 100 * rng.Float64(), Y: 300 * rng.Float64(), Z: 100 * rng.Float64()}
	}
	return where
}

// samplerOf makes a sampler of a graph, whose neurons are put somewhere if the
// model needs it.
func samplerOf(t testing.TB, model Model, g *connectome.Graph, labels connectome.Labels) Sampler {
	t.Helper()
	cells, err := connectome.NewCells(labelsOf(1, make([]uint32, g.N())...), connectome.CellOptions{Positions: somata(g.N())})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	s, err := SamplerFor(model, c, labels)
	require.NoError(t, err)
	return s
}

func uniform(p float64) func(i, j int) float64 { return func(int, int) float64 { return p } }

// labelsOf makes labels of the given numbers.
func labelsOf(types int, of ...uint32) connectome.Labels {
	l := connectome.Labels{Of: of}
	for k := range types {
		l.Names = append(l.Names, fmt.Sprintf("T%d", k))
	}
	return l
}

// blockGraph has types that do not stand together, one of one neuron, one
// without any, and pathways of every density from none to complete.
func blockGraph(t testing.TB, n int) (*connectome.Graph, connectome.Labels) {
	of := make([]uint32, n)
	for v := range of {
		of[v] = uint32(v % 3)
	}
	of[n/2] = 4
	density := [5][5]float64{{0.05, 0.9, 1, 0, 0.5}, {0, 1, 0.02, 0, 1}, {0.6, 0.3, 0.99, 0, 0.2}, {}, {0.4, 0, 0.7, 0, 0}}
	g := testGraph(t, n, 7, func(i, j int) float64 { return density[of[i]][of[j]] })
	return g, labelsOf(5, of...)
}

func TestExactModelsKeepTheirCounts(t *testing.T) {
	ctx := context.Background()
	g, labels := blockGraph(t, 120)
	want, err := CountBlocks(g, labels)
	require.NoError(t, err)
	for _, model := range []Model{ER, Pathway} {
		s, err := NewSampler(model, g, labels)
		require.NoError(t, err)
		for index := range uint64(20) {
			d, err := s.Draw(ctx, 11, index, 2)
			require.NoError(t, err)
			require.Equal(t, g.Connections(), d.Connections(), "%s draw %d", model, index)
			require.False(t, g.Equal(d), "%s draw %d is the graph itself", model, index)
			if model == Pathway {
				got, err := CountBlocks(d, labels)
				require.NoError(t, err)
				require.Equal(t, want, got, "%s draw %d", model, index)
			}
		}
	}
}

// Every draw of three or four neurons is a number, so that all graphs that a
// model can draw are counted and compared with their probabilities.
func TestDrawsFollowTheirDistribution(t *testing.T) {
	three := testGraph(t, 3, 1, func(i, j int) float64 { return map[int]float64{1: 1, 3: 1, 7: 1}[i*3+j] })
	dense := testGraph(t, 3, 1, func(i, j int) float64 { return float64(min(1, (i*3+j)%7)) })
	typed := testGraph(t, 4, 1, func(i, j int) float64 {
		return map[int]float64{0*4 + 1: 1, 0*4 + 2: 1, 3*4 + 1: 1, 3*4 + 2: 1, 1*4 + 0: 1, 1*4 + 3: 1, 2*4 + 0: 1, 2*4 + 1: 1}[i*4+j]
	})
	blocks := labelsOf(2, 0, 1, 1, 0)
	cases := []struct {
		model  Model
		g      *connectome.Graph
		labels connectome.Labels
	}{
		{ER, three, connectome.Labels{}}, {ER, dense, connectome.Labels{}},
		{GNP, three, connectome.Labels{}}, {GNP, dense, connectome.Labels{}},
		{Dyad, three, connectome.Labels{}}, {Dyad, dense, connectome.Labels{}},
		{Pathway, typed, blocks}, {PathwayBernoulli, typed, blocks},
	}
	for _, c := range cases {
		t.Run(fmt.Sprintf("%s of %d in %d", c.model, c.g.Connections(), c.g.N()), func(t *testing.T) {
			s, err := NewSampler(c.model, c.g, c.labels)
			require.NoError(t, err)
			const draws = 20_000
			seen := make(map[uint64]int)
			for i := range uint64(draws) {
				d, err := s.Draw(context.Background(), 5, i, 1)
				require.NoError(t, err)
				seen[number(d)]++
			}
			chi2, freedom, total := 0.0, -1, 0.0
			for code := range uint64(1) << (c.g.N() * c.g.N()) {
				p := probability(c.model, c.g, c.labels, code)
				total += p
				if p == 0 {
					require.Zero(t, seen[code], "impossible graph %b", code)
					continue
				}
				expected := p * draws
				chi2 += (float64(seen[code]) - expected) * (float64(seen[code]) - expected) / expected
				freedom++
			}
			require.InDelta(t, 1, total, 1e-9, "the reference's probabilities")
			// Four standard deviations of χ² above and below its mean.
			assert.InDelta(t, freedom, chi2, 4*math.Sqrt(2*float64(max(freedom, 1))))
		})
	}
}

// number is the adjacency read as bits i·n + j.
func number(g *connectome.Graph) (code uint64) {
	for i := range uint32(g.N()) {
		for _, j := range g.Out(i) {
			code |= 1 << (i*uint32(g.N()) + j)
		}
	}
	return code
}

// probability is the definition of each model, for one graph given as bits.
func probability(model Model, g *connectome.Graph, labels connectome.Labels, code uint64) float64 {
	n := g.N()
	if labels.Of == nil {
		labels = labelsOf(1, make([]uint32, n)...)
	}
	blocks, err := CountBlocks(g, labels)
	if err != nil {
		panic(err)
	}
	edge := func(i, j int) bool { return code>>(i*n+j)&1 == 1 }
	got := make([]int64, len(blocks.Edges))
	p, dyads := 1.0, float64(n*(n-1)/2)
	mutual := float64(g.MutualPairs())
	for i := range n {
		if edge(i, i) {
			return 0
		}
		for j := range n {
			a, b := int(labels.Of[i]), int(labels.Of[j])
			if i != j && edge(i, j) {
				got[a*blocks.Types+b]++
			}
			switch {
			case i == j:
			case model == GNP || model == PathwayBernoulli:
				if edge(i, j) {
					p *= blocks.Probability(a, b)
				} else {
					p *= 1 - blocks.Probability(a, b)
				}
			case model == Dyad && i < j && edge(i, j) && edge(j, i):
				p *= mutual / dyads
			case model == Dyad && i < j && (edge(i, j) || edge(j, i)):
				p *= (float64(g.Connections()) - 2*mutual) / (2 * dyads)
			case model == Dyad && i < j:
				p *= (dyads - float64(g.Connections()) + mutual) / dyads
			}
		}
	}
	if model == ER || model == Pathway {
		for k, e := range blocks.Edges {
			if got[k] != e {
				return 0
			}
			p /= choose(blocks.Pairs(k/blocks.Types, k%blocks.Types), e)
		}
	}
	return p
}

func choose(n, k int64) float64 {
	c := 1.0
	for i := range k {
		c *= float64(n-i) / float64(k-i)
	}
	return c
}

func TestDrawsDoNotDependOnThreads(t *testing.T) {
	ctx := context.Background()
	n := 700
	if testing.Short() {
		n = 300
	}
	g, labels := blockGraph(t, n)
	for _, model := range Models() {
		s := samplerOf(t, model, g, labels)
		one, err := s.Draw(ctx, 3, 4, 1)
		require.NoError(t, err)
		for _, threads := range []int{2, 7, 0} {
			many, err := s.Draw(ctx, 3, 4, threads)
			require.NoError(t, err)
			require.True(t, one.Equal(many), "%s with %d threads", model, threads)
		}
		other, err := s.Draw(ctx, 3, 5, 1)
		require.NoError(t, err)
		require.False(t, one.Equal(other), "%s: draws 4 and 5", model)
		seed, err := s.Draw(ctx, 4, 4, 1)
		require.NoError(t, err)
		require.False(t, one.Equal(seed), "%s: seeds 3 and 4", model)
	}
}

// A seed means the same graph in every version and on every 64-bit processor.
func TestDrawsArePinned(t *testing.T) {
	g, labels := blockGraph(t, 300)
	want := map[Model]uint64{
		ER: 0x53fbc31c11e55b2a, GNP: 0x9e4f3c8ed3a4004e, Dyad: 0xdb8a3b04b557560c,
		AdjustedER: 0xa0bf7f3f3a7b56ff, Bishuffled: 0xf803cf4967c5c41d, Underlying: 0xdbcd8397de9000da,
		Pathway: 0x7dec2d526e69574a, PathwayBernoulli: 0x68236f16b4bd5fd, Configuration: 0x23b77e7046629096,
		ConfigurationBlocks: 0xa3aed62e8a4e85ce, ConfigurationMutual: 0xb9bc96de16e6ac2e, DDOutdeg: 0x7e216c480cc629f4,
		GB: 0x9fba792e1256fb4f, GBOutdeg: 0x3ffc480c17f3a63e,
		DD: 0xcaeee0037cf7fbeb, DDZ: 0x322730893a22a943, DD2: 0xc0e6205c2efcb5f1, DD3: 0x7bc33715450f86e5, OD: 0x74af77c105a0f8da, LD: 0xfcd1a649fb37075a,
	}
	for _, model := range Models() {
		s := samplerOf(t, model, g, labels)
		d, err := s.Draw(context.Background(), 2024, 1, 0)
		require.NoError(t, err)
		hash := fnv.New64a()
		for v := range uint32(d.N()) {
			for _, w := range d.Out(v) {
				_, _ = hash.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, v), w))
			}
		}
		assert.Equal(t, want[model], hash.Sum64(), "%s: %#x", model, hash.Sum64())
	}
}

// Means and spreads of connections and mutual pairs over draws, against the
// models' own: gnp and dyad spread, er does not.
func TestMomentsOfDraws(t *testing.T) {
	ctx := context.Background()
	g := testGraph(t, 150, 9, uniform(0.06))
	pairs := float64(150*149) / 2
	e, m := float64(g.Connections()), float64(g.MutualPairs())
	p := e / (2 * pairs)
	cases := []struct {
		model                            Model
		edges, edgesVar, mutual, mutualV float64
	}{
		{GNP, e, 2 * pairs * p * (1 - p), pairs * p * p, pairs * p * p * (1 - p*p)},
		{ER, e, 0, pairs * p * (e - 1) / (2*pairs - 1), math.NaN()},
		{Dyad, e, pairs * (2*p + 2*m/pairs - 4*p*p), m, m * (1 - m/pairs)},
	}
	for _, c := range cases {
		t.Run(string(c.model), func(t *testing.T) {
			s, err := NewSampler(c.model, g, connectome.Labels{})
			require.NoError(t, err)
			const draws = 2000
			var edges, mutual []float64
			for i := range uint64(draws) {
				d, err := s.Draw(ctx, 1, i, 1)
				require.NoError(t, err)
				edges, mutual = append(edges, float64(d.Connections())), append(mutual, float64(d.MutualPairs()))
			}
			assertMoments(t, "connections", edges, c.edges, c.edgesVar)
			assertMoments(t, "mutual pairs", mutual, c.mutual, c.mutualV)
		})
	}
}

// assertMoments compares a sample's mean and variance with what they should be,
// within four standard errors of nearly normal data.
func assertMoments(t *testing.T, what string, x []float64, mean, variance float64) {
	t.Helper()
	n := float64(len(x))
	m, v := 0.0, 0.0
	for _, value := range x {
		m += value / n
	}
	for _, value := range x {
		v += (value - m) * (value - m) / (n - 1)
	}
	assert.InDelta(t, mean, m, 4*math.Sqrt(v/n)+1e-9, "%s: mean", what)
	if !math.IsNaN(variance) {
		assert.InDelta(t, variance, v, 4*v*math.Sqrt(2/n)+1e-9, "%s: variance", what)
	}
}

func TestSmallAndExtremeGraphs(t *testing.T) {
	ctx := context.Background()
	for _, n := range []int{0, 1, 2, 3, 65} {
		for _, p := range []float64{0, 1} {
			g := testGraph(t, n, 1, uniform(p))
			for _, model := range Models() {
				s := samplerOf(t, model, g, labelsOf(2, make([]uint32, n)...))
				d, err := s.Draw(ctx, 1, 1, 1)
				require.NoError(t, err)
				require.True(t, g.Equal(d), "%s of n = %d, p = %v can only be the graph itself", model, n, p)
			}
		}
	}
}

func TestErrors(t *testing.T) {
	g := testGraph(t, 5, 1, uniform(0.5))
	_, err := NewSampler("erdos", g, connectome.Labels{})
	assert.ErrorContains(t, err, "the models are er, gnp, dyad")
	_, err = NewSampler(Pathway, g, labelsOf(1, 0, 0, 0))
	assert.ErrorContains(t, err, "labels of 3 cells given for 5 neurons")
	_, err = NewSampler(Pathway, g, labelsOf(1, 0, 0, 0, 0, 1))
	assert.ErrorContains(t, err, "neuron 4 has label number 1 of 1")
	var limit *connectome.LimitError
	_, err = NewSampler(Pathway, g, labelsOf(maxTypes+1, 0, 0, 0, 0, 1))
	assert.ErrorAs(t, err, &limit)

	s, err := NewSampler(GNP, g, connectome.Labels{})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = s.Draw(ctx, 1, 1, 1)
	assert.ErrorIs(t, err, context.Canceled)

	for _, m := range Models() {
		back, err := ParseModel(string(m))
		require.NoError(t, err)
		assert.Equal(t, m, back)
	}
}

func TestDrawKeepsTheCells(t *testing.T) {
	cells, err := connectome.NewCells(labelsOf(2, 0, 1, 0, 1, 1), connectome.CellOptions{IDs: []int64{5, 6, 7, 8, 9}})
	require.NoError(t, err)
	g := testGraph(t, 5, 1, uniform(0.5))
	c, err := connectome.New(g, cells, connectome.Source{Identity: connectome.Identity{Condition: connectome.Average, MC: 3, Animal: -1, Instance: -1}, Path: "x.h5"})
	require.NoError(t, err)
	d, err := Draw(context.Background(), Pathway, c, 1, Options{})
	require.NoError(t, err)
	assert.Same(t, c.Cells, d.Cells)
	assert.Equal(t, c.Graph.Connections(), d.Graph.Connections())
	assert.Equal(t, connectome.Identity{Condition: connectome.Control, MC: 3, Animal: -1, Instance: -1}, d.Source.Identity)
	assert.Equal(t, "model:pathway", d.Source.Path)
	_, err = Draw(context.Background(), "erdos", c, 1, Options{})
	assert.Error(t, err)
}

func TestRowSorter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 63, 64, 65, 1000} {
		s := rowSorter{}
		for range 20 {
			row := make([]uint32, 0, n)
			for _, v := range rng.Perm(n)[:rng.IntN(n+1)] {
				row = append(row, uint32(v))
			}
			s.sort(row, n)
			require.IsIncreasing(t, append([]int64{-1}, widen(row)...))
		}
	}
}

func widen(row []uint32) []int64 {
	out := make([]int64, len(row))
	for i, v := range row {
		out[i] = int64(v)
	}
	return out
}
