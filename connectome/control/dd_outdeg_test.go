package control

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// binsByDefinition returns the bin of every ordered pair, and p_bin.
func binsByDefinition(g *connectome.Graph, where []connectome.Position) (bin [][]int, p []float64) {
	n := g.N()
	farthest := 0.0
	d := make([][]float64, n)
	for i := range n {
		d[i] = make([]float64, n)
		for j := range n {
			d[i][j] = math.Sqrt(math.Pow(where[i].X-where[j].X, 2) + math.Pow(where[i].Y-where[j].Y, 2) + math.Pow(where[i].Z-where[j].Z, 2))
			farthest = max(farthest, d[i][j])
		}
	}
	pairs, connected := make([]float64, 50), make([]float64, 50)
	bin = make([][]int, n)
	for i := range n {
		bin[i] = make([]int, n)
		for j := range n {
			k := 0
			for k < 49 && d[i][j] >= 0.1+farthest*float64(k+1)/50 {
				k++
			}
			bin[i][j] = k
			if i != j {
				pairs[k]++
			}
			if g.Connected(uint32(i), uint32(j)) {
				connected[k]++
			}
		}
	}
	p = make([]float64, 50)
	for k := range p {
		if pairs[k] > 0 {
			p[k] = connected[k] / pairs[k]
		}
	}
	return bin, p
}

// successive returns the probability of drawing a set, one after another in any
// order, each in proportion to its weight among those that are left.
func successive(weight []float64, set, drawn uint64) float64 {
	if set == drawn {
		return 1
	}
	left, sum := 0.0, 0.0
	for j, w := range weight {
		if drawn>>j&1 == 0 {
			left += w
		}
	}
	for j, w := range weight {
		if set>>j&1 == 1 && drawn>>j&1 == 0 && w > 0 {
			sum += w / left * successive(weight, set, drawn|1<<j)
		}
	}
	return sum
}

// Every row of small graphs, as a set of targets, against its probability; by
// rejection, by keys, and by both in turn.
func TestOutdegRowsFollowTheirDistribution(t *testing.T) {
	g := testGraph(t, 6, 3, func(i, j int) float64 { return 0.5 })
	where := []connectome.Position{{}, {X: 0.05}, {X: 40}, {X: 80}, {X: 41, Y: 20}, {X: 100}}
	bin, p := binsByDefinition(g, where)
	limits := []int{1000, 1, -1}
	if testing.Short() {
		limits = limits[2:]
	}
	for _, limit := range limits {
		t.Run(fmt.Sprint(limit), func(t *testing.T) {
			s, err := newOutdegSampler(g, where)
			require.NoError(t, err)
			s.limit = limit
			const draws = 20_000
			seen := make([]map[uint64]int, g.N())
			for v := range seen {
				seen[v] = make(map[uint64]int)
			}
			for i := range uint64(draws) {
				if limit < 0 { // a row of k targets has limit + 16k tries: leave it one
					s.limit = 1 - 16*len(g.Out(uint32(i%6)))
				}
				d, err := s.Draw(context.Background(), 5, i, 1)
				require.NoError(t, err)
				for v := range seen {
					set := uint64(0)
					for _, w := range d.Out(uint32(v)) {
						set |= 1 << w
					}
					seen[v][set]++
				}
			}
			for v := range seen {
				weight := make([]float64, g.N())
				for j := range weight {
					if j != v {
						weight[j] = p[bin[v][j]]
					}
				}
				chi2, freedom, total := 0.0, -1, 0.0
				for set := range uint64(1) << g.N() {
					q := 0.0
					if ones(set) == len(g.Out(uint32(v))) {
						q = successive(weight, set, 0)
					}
					total += q
					if q == 0 {
						require.Zero(t, seen[v][set], "neuron %d cannot draw %b", v, set)
						continue
					}
					chi2 += (float64(seen[v][set]) - q*draws) * (float64(seen[v][set]) - q*draws) / (q * draws)
					freedom++
				}
				require.InDelta(t, 1, total, 1e-9)
				assert.InDelta(t, freedom, chi2, 4.5*math.Sqrt(2*float64(max(freedom, 1))), "neuron %d", v)
			}
		})
	}
}

func ones(set uint64) (n int) {
	for ; set != 0; set &= set - 1 {
		n++
	}
	return n
}

// Out-degrees are kept, and the numbers of connections by distance nearly so.
func TestOutdegKeeps(t *testing.T) {
	const n = 400
	where := somata(n)
	g := testGraph(t, n, 8, func(i, j int) float64 {
		return (0.1 + float64(i%7)/40) * math.Exp(-distance(where[i], where[j])/60)
	})
	bin, p := binsByDefinition(g, where)
	s, err := newOutdegSampler(g, where)
	require.NoError(t, err)
	const draws = 50
	mean := make([]float64, 50)
	pairs := make([]float64, 50)
	for index := range uint64(draws) {
		d, err := s.Draw(context.Background(), 1, index, 2)
		require.NoError(t, err)
		for v := range uint32(n) {
			require.Len(t, d.Out(v), len(g.Out(v)))
			for _, w := range d.Out(v) {
				mean[bin[v][w]] += 1.0 / draws
			}
		}
	}
	assert.InDeltaSlice(t, p, s.p, 1e-12)
	for i := range n {
		for j := range n {
			if i != j {
				pairs[bin[i][j]]++
			}
		}
	}
	for k := range mean {
		want := p[k] * pairs[k]
		if want > 300 { // drawing without replacement and unequal rows bend it a little
			assert.InEpsilon(t, want, mean[k], 0.1, "bin %d", k)
		}
		if want == 0 {
			assert.Zero(t, mean[k], "bin %d", k)
		}
	}
}

func TestOutdegNeedsPositions(t *testing.T) {
	g := testGraph(t, 4, 1, uniform(0.5))
	_, err := NewSampler(DDOutdeg, g, connectome.Labels{})
	assert.ErrorContains(t, err, "dd-outdeg needs soma positions")
	cells, err := connectome.NewCells(labelsOf(1, 0, 0, 0, 0), connectome.CellOptions{})
	require.NoError(t, err)
	c, err := connectome.New(g, cells, connectome.Source{})
	require.NoError(t, err)
	_, err = SamplerFor(DDOutdeg, c, connectome.Labels{})
	assert.ErrorContains(t, err, "dd-outdeg needs soma positions, which this connectome lacks")
	_, err = newOutdegSampler(g, []connectome.Position{{}, {X: 1}, {Y: math.NaN()}, {}})
	assert.ErrorContains(t, err, "neuron 2 is at (0, NaN, 0)")
}

// Somata in one place, and on a lattice where many distances are equal.
func TestOutdegOfDegenerateSomata(t *testing.T) {
	for name, at := range map[string]func(v int) connectome.Position{
		"one place": func(int) connectome.Position { return connectome.Position{X: 7, Y: 7, Z: 7} },
		"lattice": func(v int) connectome.Position {
			return connectome.Position{X: float64(v % 4), Y: float64(v / 4 % 4), Z: float64(v / 16)}
		},
		"line": func(v int) connectome.Position { return connectome.Position{Z: float64(v)} },
	} {
		g := testGraph(t, 64, 2, uniform(0.3))
		where := make([]connectome.Position, g.N())
		for v := range where {
			where[v] = at(v)
		}
		s, err := newOutdegSampler(g, where)
		require.NoError(t, err)
		d, err := s.Draw(context.Background(), 1, 1, 2)
		require.NoError(t, err, name)
		for v := range uint32(g.N()) {
			require.Len(t, d.Out(v), len(g.Out(v)), name)
		}
		require.False(t, g.Equal(d), name)
	}
}

func TestLeaves(t *testing.T) {
	for _, n := range []int{0, 1, 2, 17, 150} {
		where := somata(n)
		l := newLeaves(where, 5)
		sorted := slices.Sorted(slices.Values(l.order))
		farthest := 0.0
		for v := range n {
			require.Equal(t, uint32(v), sorted[v])
			for w := range n {
				farthest = max(farthest, distance(where[v], where[w]))
			}
		}
		assert.Equal(t, farthest, l.farthest())
		for a := range l.boxes {
			require.LessOrEqual(t, l.starts[a+1]-l.starts[a], 5)
			require.Positive(t, l.starts[a+1]-l.starts[a])
			for b := range l.boxes {
				lo, hi := l.boxes[a].span(l.boxes[b])
				for _, p := range l.where[l.starts[a]:l.starts[a+1]] {
					for _, q := range l.where[l.starts[b]:l.starts[b+1]] {
						require.GreaterOrEqual(t, distance(p, q), lo)
						require.LessOrEqual(t, distance(p, q), hi)
					}
				}
			}
		}
	}
}

func TestAliasTable(t *testing.T) {
	var a aliasTable
	assert.False(t, a.set(nil))
	assert.False(t, a.set([]float64{0, 0}))
	for _, weight := range [][]float64{{1}, {0, 3, 0}, {1, 2, 3, 4}, {1e-12, 1, 0}, {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}} {
		require.True(t, a.set(weight))
		// What each number is drawn with, exactly: a column's share, kept or given away.
		got, total := make([]float64, len(weight)), 0.0
		for k, keep := range a.keep {
			kept := float64(keep) / 0x1p64
			got[k] += kept / float64(len(weight))
			got[a.other[k]] += (1 - kept) / float64(len(weight))
			total += weight[k]
		}
		for k := range weight {
			assert.InDelta(t, weight[k]/total, got[k], 1e-15, "%v", weight)
			if weight[k] == 0 {
				assert.Zero(t, got[k], "%v", weight)
			}
		}
		rng := rand.New(rand.NewPCG(1, 2))
		for range 1000 {
			require.Positive(t, weight[a.draw(rng.Uint64())])
		}
	}
}
