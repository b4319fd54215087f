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
	"github.com/ctopo/ctopo/internal/ref"
)

// degreesByKind are the numbers of one-way targets, one-way sources and mutual
// partners of each neuron.
func degreesByKind(g *connectome.Graph) []int {
	var count []int
	for v := range uint32(g.N()) {
		mutual := 0
		for _, w := range g.Out(v) {
			if g.Connected(w, v) {
				mutual++
			}
		}
		count = append(count, len(g.Out(v))-mutual, len(g.In(v))-mutual, mutual)
	}
	return count
}

// All graphs that have the degrees come out equally often, where all can be reached.
func TestConfigurationMutualIsUniform(t *testing.T) {
	cases := []struct {
		name   string
		g      *connectome.Graph
		graphs int // 0: whatever the reference finds
	}{
		{"directed 3-cycle, out of reach of trades", circulant(t, 3, 1), 2},
		{"two mutual pairs", graphOf(t, 4, [][2]uint32{{0, 1}, {1, 0}, {2, 3}, {3, 2}}...), 3},
		{"two mutual pairs and one way between", graphOf(t, 4, [][2]uint32{{0, 1}, {1, 0}, {2, 3}, {3, 2}, {1, 2}}...), 0},
		{"ring of six", circulant(t, 6, 1, 5), 70},
		{"mutual pairs and 3-cycle", graphOf(t, 6, [][2]uint32{{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 3}, {5, 0}, {0, 5}}...), 0},
		{"one way beside mutual", graphOf(t, 5, [][2]uint32{{0, 1}, {1, 0}, {0, 2}, {1, 3}, {2, 4}, {4, 3}, {3, 4}}...), 0},
		{"one way beside mutual, six", graphOf(t, 6, [][2]uint32{{0, 1}, {1, 0}, {0, 2}, {1, 3}, {2, 4}, {4, 3}, {3, 4}, {5, 0}}...), 0},
	}
	if testing.Short() {
		cases = cases[:2]
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			want := fmt.Sprint(degreesByKind(c.g))
			out, in := degreesOf(c.g)
			seen := make(map[uint64]int)
			ref.EachWithDegrees(out, in, func(m ref.Matrix) {
				if g := graphOfMatrix(t, m); fmt.Sprint(degreesByKind(g)) == want {
					seen[number(g)] = 0
				}
			})
			if c.graphs > 0 {
				require.Len(t, seen, c.graphs)
			}
			s, err := NewSampler(ConfigurationMutual, c.g, connectome.Labels{})
			require.NoError(t, err)
			assertUniform(t, s, seen)
		})
	}
}

func TestConfigurationMutualKeepsDegrees(t *testing.T) {
	for name, g := range map[string]*connectome.Graph{
		"sparse": testGraph(t, 300, 1, uniform(0.03)),
		"dense":  testGraph(t, 150, 2, uniform(0.6)),
		"many":   testGraph(t, 1100, 2, uniform(0.01)),
		"uneven": testGraph(t, 333, 3, func(i, j int) float64 { return 0.9 / (1 + float64(i%17)) / (1 + float64(j%5)) }),
	} {
		s, err := NewSampler(ConfigurationMutual, g, connectome.Labels{})
		require.NoError(t, err)
		want := degreesByKind(g)
		for index := range uint64(3) {
			d, err := s.Draw(context.Background(), 3, index, 2)
			require.NoError(t, err)
			require.Equal(t, want, degreesByKind(d), name) // FromCSR has checked loops and duplicates
			require.False(t, g.Equal(d), name)
		}
	}
}

// Dyads are in the rows of side 0 where they are across, whatever the parts.
func TestSplit(t *testing.T) {
	g := testGraph(t, 400, 1, uniform(0.2))
	s, err := newMutualConfigurationSampler(g)
	require.NoError(t, err)
	one, many := newDyadWalk(s, 1), newDyadWalk(s, 3)
	require.Len(t, many.next, 3)
	for k := range uint64(3) {
		require.NoError(t, one.split(context.Background(), 1, rand.New(rand.NewPCG(k, 1))))
		require.NoError(t, many.split(context.Background(), 2, rand.New(rand.NewPCG(k, 1))))
		require.Equal(t, one.pairs, many.pairs)
		require.Equal(t, one.ptr, many.ptr)
		for v := range uint32(g.N()) {
			across := len(one.cells(v))
			for i, e := range one.row(v) {
				require.Equal(t, i < across, one.side[v] != one.side[e>>2])
				require.False(t, i < across && one.side[v] != 0)
			}
		}
		d, err := s.graph(context.Background(), one, 1)
		require.NoError(t, err)
		require.True(t, g.Equal(d), "a split changes no connection")
	}
}

// Each way of dealing cells out comes up equally often.
func TestDyadTradeIsUniform(t *testing.T) {
	cell := func(v, how uint32) uint32 { return v<<2 | how }
	for _, c := range []struct {
		rowA, rowB []uint32
		ways       int
	}{
		{[]uint32{cell(1, 1), cell(2, 1)}, []uint32{cell(3, 1), cell(4, 1), cell(5, 1)}, 10},
		{[]uint32{cell(1, 1), cell(2, 2)}, []uint32{cell(3, 1), cell(4, 2)}, 4},
		{[]uint32{cell(1, 1), cell(2, 2)}, []uint32{cell(3, 3), cell(4, 3)}, 1},
		{[]uint32{cell(1, 1), cell(2, 3)}, []uint32{cell(1, 3), cell(2, 1)}, 2},
		{[]uint32{cell(1, 1), cell(2, 2), cell(7, 3)}, []uint32{cell(1, 2), cell(2, 1), cell(7, 3), cell(8, 3)}, 2},
		{[]uint32{cell(1, 2), cell(2, 3), cell(5, 3)}, []uint32{cell(1, 3), cell(2, 2), cell(3, 3), cell(4, 3)}, 6},
		{nil, []uint32{cell(1, 2)}, 1},
	} {
		tr := newDyadTrader(10)
		rng := rand.New(rand.NewPCG(1, 7))
		seen := make(map[string]int)
		const each = 500
		for range each * c.ways {
			a, b := slices.Clone(c.rowA), slices.Clone(c.rowB)
			tr.trade(rng, a, b)
			slices.Sort(a)
			slices.Sort(b)
			require.ElementsMatch(t, slices.Concat(c.rowA, c.rowB), slices.Concat(a, b), "columns")
			require.Equal(t, ways(c.rowA), ways(a))
			require.Equal(t, ways(c.rowB), ways(b))
			seen[fmt.Sprint(a, b)]++
		}
		require.Len(t, seen, c.ways)
		chi2 := 0.0
		for _, x := range seen {
			chi2 += float64((x-each)*(x-each)) / each
		}
		freedom := float64(c.ways - 1)
		assert.InDelta(t, freedom, chi2, 4*math.Sqrt(2*freedom))
	}
}

func ways(row []uint32) (count [4]int) {
	for _, e := range row {
		count[e&3]++
	}
	return count
}

// What the moves reach: of all graphs of so few neurons, those that are not connected
// by moves with all others of their degrees are as many as the documentation says.
func TestConfigurationMutualReaches(t *testing.T) {
	for n, want := range map[int]int{3: 0, 4: 108} {
		pairs := n * (n - 1) / 2
		all := ref.Matrix(nil)
		for range n {
			all = append(all, make([]bool, n))
		}
		classes := make(map[string]map[uint64]bool)
		for code := range uint64(1) << (2 * pairs) {
			for i, k := 0, 0; i < n; i++ {
				for j := range i {
					all[i][j], all[j][i] = code>>k&1 == 1, code>>(k+1)&1 == 1
					k += 2
				}
			}
			g := graphOfMatrix(t, all)
			degrees := fmt.Sprint(degreesByKind(g))
			if classes[degrees] == nil {
				classes[degrees] = make(map[uint64]bool)
			}
			classes[degrees][number(g)] = true
		}
		apart := 0
		for _, graphs := range classes {
			for code := range graphs {
				if len(movesFrom(n, code)) < len(graphs) {
					apart++
				}
			}
		}
		assert.Equal(t, want, apart, "%d neurons", n)
	}
	cycle := circulant(t, 5, 1)
	assert.Len(t, movesFrom(5, number(cycle)), 1)
	s, err := NewSampler(ConfigurationMutual, cycle, connectome.Labels{})
	require.NoError(t, err)
	d, err := s.Draw(context.Background(), 1, 1, 1)
	require.NoError(t, err)
	assert.True(t, cycle.Equal(d))
}

// movesFrom returns the graphs that swaps of cells between two rows in two columns, which keep
// what the rows have, and 3-cycles turned round make of a graph.
func movesFrom(n int, code uint64) map[uint64]bool {
	reached, todo := map[uint64]bool{code: true}, []uint64{code}
	add := func(code uint64) {
		if !reached[code] {
			reached[code] = true
			todo = append(todo, code)
		}
	}
	for len(todo) > 0 {
		code, todo = todo[0], todo[1:]
		bit := func(i, j int) uint64 { return code >> (i*n + j) & 1 }
		cell := func(i, j int) uint64 { return bit(i, j) | bit(j, i)<<1 }
		swapped := func(i, j, k int) uint64 { // the difference that it makes to give i and j each other's cell of k
			x := cell(i, k) ^ cell(j, k)
			return x&1<<(i*n+k) | x>>1<<(k*n+i) | x&1<<(j*n+k) | x>>1<<(k*n+j)
		}
		for a := range n {
			for b := range n {
				for c := range n {
					if a == b || b == c || a == c {
						continue
					}
					if cell(a, b) == 1 && cell(b, c) == 1 && cell(c, a) == 1 {
						add(code ^ (1<<(a*n+b) | 1<<(b*n+a) | 1<<(b*n+c) | 1<<(c*n+b) | 1<<(c*n+a) | 1<<(a*n+c)))
					}
					for d := range n {
						if d != a && d != b && d != c && cell(a, c) == cell(b, d) && cell(b, c) == cell(a, d) {
							add(code ^ swapped(a, b, c) ^ swapped(a, b, d))
						}
					}
				}
			}
		}
	}
	return reached
}
