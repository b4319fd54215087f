package control

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// placed makes a connectome of a graph, types and positions.
func placed(t testing.TB, g *connectome.Graph, labels connectome.Labels, where []connectome.Position) *connectome.Connectome {
	t.Helper()
	cells, err := connectome.NewCells(labels, connectome.CellOptions{Positions: where})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	return c
}

// binByDefinition returns the bin of a distance.
func binByDefinition(p, q connectome.Position, width float64) int {
	return int(math.Sqrt(math.Pow(p.X-q.X, 2)+math.Pow(p.Y-q.Y, 2)+math.Pow(p.Z-q.Z, 2)) / width)
}

// byBin counts connections by the types of their neurons and the bin of their
// distance, and if rows is true by the neuron that sends them.
func byBin(g *connectome.Graph, c *connectome.Connectome, width float64, rows bool) map[[3]int]int {
	count, types, where := make(map[[3]int]int), c.Cells.MTypes(), c.Cells.Positions()
	for v := range uint32(g.N()) {
		for _, w := range g.Out(v) {
			from := int(types.Of[v])
			if rows {
				from = int(v)
			}
			count[[3]int{from, int(types.Of[w]), binByDefinition(where[v], where[w], width)}]++
		}
	}
	return count
}

func TestGBKeepsItsCounts(t *testing.T) {
	ctx := context.Background()
	const n = 300
	g, labels := blockGraph(t, n)
	for _, width := range []float64{75, 100, 3.7, 1000} {
		c := placed(t, g, labels, somata(n))
		for model, rows := range map[Model]bool{GB: false, GBOutdeg: true} {
			s, err := SamplerWith(model, c, Parameters{Bin: width})
			require.NoError(t, err)
			want := byBin(g, c, width, rows)
			for index := range uint64(5) {
				d, err := s.Draw(ctx, 3, index, 2)
				require.NoError(t, err)
				require.Equal(t, want, byBin(d, c, width, rows), "%s of %v µm, draw %d", model, width, index)
				require.False(t, g.Equal(d), "%s of %v µm, draw %d is the graph itself", model, width, index)
			}
		}
	}
	d, err := Draw(ctx, GB, placed(t, g, labels, somata(n)), 3, Options{Bin: 100})
	require.NoError(t, err)
	s, err := SamplerWith(GB, placed(t, g, labels, somata(n)), Parameters{Bin: 100})
	require.NoError(t, err)
	want, err := s.Draw(ctx, 3, 0, 1)
	require.NoError(t, err)
	assert.True(t, want.Equal(d.Graph))
}

// Every set of pairs that a pathway and a bin, or a row of them, can draw is counted:
// all are equally likely. Those of two types in two places hold none, some and all
// of their pairs.
func TestGBDrawsAllSetsAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	where := []connectome.Position{{}, {X: 10}, {Y: 5}, {X: 7}, {X: 200}, {X: 210, Y: 5}, {X: 205}, {X: 195}}
	labels := labelsOf(2, 0, 0, 0, 1, 0, 0, 1, 1)
	g := testGraph(t, len(where), 12, uniform(0.35))
	c := placed(t, g, labels, where)
	for model, rows := range map[Model]bool{GB: false, GBOutdeg: true} {
		t.Run(string(model), func(t *testing.T) {
			pairs := make(map[[3]int]int)
			for i := range where {
				for j := range where {
					if i == j {
						continue
					}
					from := int(labels.Of[i])
					if rows {
						from = i
					}
					pairs[[3]int{from, int(labels.Of[j]), binByDefinition(where[i], where[j], 75)}]++
				}
			}
			s, err := SamplerWith(model, c, Parameters{})
			require.NoError(t, err)
			const draws = 20_000
			seen := make(map[[3]int]map[string]int)
			for index := range uint64(draws) {
				d, err := s.Draw(context.Background(), 9, index, 1)
				require.NoError(t, err)
				sets := make(map[[3]int]string)
				for v := range uint32(len(where)) {
					for _, w := range d.Out(v) {
						from := int(labels.Of[v])
						if rows {
							from = int(v)
						}
						cell := [3]int{from, int(labels.Of[w]), binByDefinition(where[v], where[w], 75)}
						sets[cell] += fmt.Sprint(v, w, " ")
					}
				}
				for cell, set := range sets {
					if seen[cell] == nil {
						seen[cell] = make(map[string]int)
					}
					seen[cell][set]++
				}
			}
			some := 0
			for cell, k := range byBin(g, c, 75, rows) {
				graphs := choose(int64(pairs[cell]), int64(k))
				require.Len(t, seen[cell], int(math.Round(graphs)), "cell %v: %d of %d pairs", cell, k, pairs[cell])
				if graphs > 1.5 {
					some++
				}
				chi2, expected := 0.0, draws/graphs
				for _, x := range seen[cell] {
					chi2 += (float64(x) - expected) * (float64(x) - expected) / expected
				}
				assert.InDelta(t, graphs-1, chi2, 4.5*math.Sqrt(2*max(graphs-1, 1)), "cell %v: %d of %d pairs", cell, k, pairs[cell])
			}
			require.Greater(t, some, 4, "cells that can be drawn in more than one way")
		})
	}
}

// All graphs of one pathway and one bin, and of two bins together, by χ².
func TestGBOfTinyBlocks(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	for name, where := range map[string][]connectome.Position{
		"one bin":  {{}, {X: 1}, {Y: 1}},
		"two bins": {{}, {X: 1}, {Y: 100}},
	} {
		g := testGraph(t, 3, 1, func(i, j int) float64 { return map[int]float64{1: 1, 2: 1, 7: 1}[i*3+j] })
		c := placed(t, g, labelsOf(1, 0, 0, 0), where)
		s, err := SamplerWith(GB, c, Parameters{})
		require.NoError(t, err)
		graphs := 1.0
		for cell, k := range byBin(g, c, 75, false) {
			pairs := map[string]int64{"one bin": 6, "two bins": 2 + 2*int64(cell[2])}[name] // 2 near, 4 far
			graphs *= choose(pairs, int64(k))
		}
		const draws = 20_000
		seen := make(map[uint64]float64)
		for index := range uint64(draws) {
			d, err := s.Draw(context.Background(), 4, index, 1)
			require.NoError(t, err)
			seen[number(d)]++
		}
		require.Len(t, seen, int(graphs), name)
		chi2 := 0.0
		for _, x := range seen {
			chi2 += (x - draws/graphs) * (x - draws/graphs) / (draws / graphs)
		}
		assert.InDelta(t, graphs-1, chi2, 4.5*math.Sqrt(2*(graphs-1)), name)
	}
}

// What is missing can be drawn by proposals, or by going through all pairs: either
// way each pair that is left is added as often.
func TestBinFitAddsAlike(t *testing.T) {
	if testing.Short() {
		t.Skip("thousands of draws")
	}
	const n = 20
	g := testGraph(t, n, 6, uniform(0.5))
	c := placed(t, g, labelsOf(1, make([]uint32, n)...), somata(n))
	sampler, err := SamplerWith(GB, c, Parameters{Bin: 1000})
	require.NoError(t, err)
	s := sampler.(*gbSampler)
	require.NoError(t, s.prepare(context.Background(), 1))
	for _, all := range []bool{false, true} {
		times := make(map[cell]float64)
		const draws, have, add = 3000, 100, 30
		for index := range uint64(draws) {
			f := &binFit{gbSampler: s, from: s.somata.types[0], to: s.somata.types[0], rng: testRand(index), missing: []int64{add, 0}, lacking: add}
			taken := newCellTable(have + add)
			for k := range have { // a pair of different neurons each
				taken.add(newCell(uint64(k%n), uint64((k%n+1+k/n)%n)))
			}
			if all {
				require.NoError(t, f.addFromAll(context.Background(), taken))
			} else {
				f.add(taken)
			}
			require.Len(t, f.added, add)
			for _, x := range f.added {
				times[x]++
			}
		}
		require.Len(t, times, n*(n-1)-have)
		// A sample without replacement spreads less than χ² by what it holds of all.
		chi2, expected, freedom := 0.0, float64(add*draws)/float64(len(times)), float64(len(times)-1)
		for x, seen := range times {
			require.NotEqual(t, x.row(), x.col())
			require.GreaterOrEqual(t, (x.col()+n-x.row())%n, uint64(1+have/n), "a pair that was connected")
			chi2 += (seen - expected) * (seen - expected) / expected
		}
		chi2 /= 1 - float64(add)/float64(len(times))
		assert.InDelta(t, freedom, chi2, 4.5*math.Sqrt(2*freedom), "all = %v", all)
	}
}

func TestRuler(t *testing.T) {
	for _, width := range []float64{75, 100, 0.1, 5} {
		r, err := newRuler(width, []connectome.Position{{}, {X: 400}})
		require.NoError(t, err)
		for k := range r.bins() - 1 {
			edge := float64(k) * width
			assert.Equal(t, k, r.of(edge*edge))
			next := float64(k+1) * width
			assert.Equal(t, k, r.of(math.Nextafter(next*next, 0)))
		}
	}
	_, err := newRuler(0.001, []connectome.Position{{}, {X: 400}})
	assert.ErrorContains(t, err, "wider bins")
}

func TestProbabilitiesLargest(t *testing.T) {
	rng := testRand(1)
	for _, n := range []int{1, 2, 3, 17, 64} {
		p := make([]float64, n)
		for k := range p {
			p[k] = math.Round(rng.Float64()*8) / 8
		}
		table := newProbabilities(p)
		for lo := range n {
			for hi := lo; hi < n; hi++ {
				best := p[lo]
				for _, x := range p[lo : hi+1] {
					best = max(best, x)
				}
				require.Equal(t, best, p[table.largest(lo, hi)])
			}
		}
	}
}

func TestGBErrors(t *testing.T) {
	g := testGraph(t, 3, 1, uniform(0.5))
	c := placed(t, g, labelsOf(1, 0, 0, 0), []connectome.Position{{}, {X: 1}, {X: math.Inf(1)}})
	for _, model := range []Model{GB, GBOutdeg} {
		_, err := SamplerWith(model, c, Parameters{})
		assert.ErrorContains(t, err, "neuron 2 is at (+Inf, 0, 0)")
		_, err = SamplerWith(model, placed(t, g, labelsOf(1, 0, 0, 0), nil), Parameters{})
		assert.ErrorContains(t, err, "needs soma positions")
		good := placed(t, g, labelsOf(1, 0, 0, 0), somata(3))
		_, err = SamplerWith(model, good, Parameters{Bin: -1})
		assert.ErrorContains(t, err, "give a width above 0")
		_, err = SamplerWith(model, good, Parameters{Bin: 1e-9})
		assert.ErrorContains(t, err, "wider bins")
		_, err = SamplerWith(model, good, Parameters{Labels: labelsOf(1, 0)})
		assert.ErrorContains(t, err, "labels of 1 cells given for 3 neurons")
	}
}

func testRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 77)) }
