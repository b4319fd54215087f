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

func graphOf(t testing.TB, n int, connections ...[2]uint32) *connectome.Graph {
	t.Helper()
	b, err := connectome.NewBuilder(n)
	require.NoError(t, err)
	for _, c := range connections {
		require.NoError(t, b.Add(c[0], c[1]))
	}
	g, _ := b.Build()
	return g
}

func degreesOf(g *connectome.Graph) (out, in []int) {
	for v := range uint32(g.N()) {
		out, in = append(out, len(g.Out(v))), append(in, len(g.In(v)))
	}
	return out, in
}

// circulant connects each of n neurons to those so many further on.
func circulant(t testing.TB, n uint32, steps ...uint32) *connectome.Graph {
	var c [][2]uint32
	for v := range n {
		for _, s := range steps {
			c = append(c, [2]uint32{v, (v + s) % n})
		}
	}
	return graphOf(t, int(n), c...)
}

// All graphs that have the degrees come out equally often, from whichever of them
// the walk starts; with rows of sources as with rows of targets.
func TestConfigurationIsUniform(t *testing.T) {
	cases := []struct {
		name   string
		g      *connectome.Graph
		graphs int // 0: whatever the reference finds
	}{
		{"directed 3-cycle, out of reach of swaps", circulant(t, 3, 1), 2},
		{"3-cycle and a source of all, out of reach of swaps", graphOf(t, 4, [][2]uint32{{0, 1}, {1, 2}, {2, 0}, {3, 0}, {3, 1}, {3, 2}}...), 2},
		{"two of four", circulant(t, 4, 1, 2), 9},
		{"permutations of five without fixed points", circulant(t, 5, 1), 44},
		{"two of five", circulant(t, 5, 1, 2), 216},
		{"uneven", graphOf(t, 5, [][2]uint32{{0, 1}, {0, 2}, {0, 3}, {1, 0}, {1, 2}, {2, 0}, {3, 4}, {4, 0}}...), 0},
		{"uneven, more", graphOf(t, 5, [][2]uint32{{0, 1}, {0, 2}, {0, 3}, {0, 4}, {1, 2}, {1, 3}, {2, 3}, {3, 4}, {4, 0}, {4, 2}}...), 0},
		{"mutual pairs", graphOf(t, 4, [][2]uint32{{0, 1}, {1, 0}, {2, 3}, {3, 2}, {1, 2}}...), 0},
	}
	if testing.Short() {
		cases = cases[:4]
	}
	for _, c := range cases {
		for _, transposed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, transposed %v", c.name, transposed), func(t *testing.T) {
				s := newConfigurationSampler(c.g)
				if s.transposed != transposed {
					s.transposed = transposed
					ptr, _ := c.g.OutCSR()
					if transposed {
						ptr, _ = c.g.InCSR()
					}
					s.active, s.rounds = plan(ptr)
				}
				seen := make(map[uint64]int)
				out, in := degreesOf(c.g)
				ref.EachWithDegrees(out, in, func(m ref.Matrix) {
					code := uint64(0)
					for i := range m {
						for j := range m {
							if m[i][j] {
								code |= 1 << (i*len(m) + j)
							}
						}
					}
					seen[code] = 0
				})
				graphs := len(seen)
				if c.graphs > 0 {
					require.Equal(t, c.graphs, graphs)
				}
				assertUniform(t, s, seen)
			})
		}
	}
}

// assertUniform draws graphs, and compares how often each of those that are the keys of seen
// came out with how often all should have.
func assertUniform(t *testing.T, s Sampler, seen map[uint64]int) {
	t.Helper()
	graphs := len(seen)
	draws := 1000 + 10*graphs
	for i := range uint64(draws) {
		d, err := s.Draw(context.Background(), 17, i, 1)
		require.NoError(t, err)
		seen[number(d)]++
	}
	require.Len(t, seen, graphs, "a graph of other degrees came out")
	expected, chi2 := float64(draws)/float64(graphs), 0.0
	for _, x := range seen {
		chi2 += (float64(x) - expected) * (float64(x) - expected) / expected
	}
	freedom := float64(graphs - 1)
	assert.InDelta(t, freedom, chi2, 4*math.Sqrt(2*freedom), "%d graphs", graphs)
}

func TestConfigurationKeepsDegrees(t *testing.T) {
	uneven := func(i, j int) float64 { return 0.9 / (1 + float64(i%17)) / (1 + float64(j%5)) }
	for name, g := range map[string]*connectome.Graph{
		"sparse": testGraph(t, 300, 1, uniform(0.01)),
		"dense":  testGraph(t, 150, 2, uniform(0.6)),
		"uneven": testGraph(t, 333, 3, uneven),
		"fan":    testGraph(t, 200, 4, func(i, j int) float64 { return float64(max(0, 1-i)) }),
	} {
		s := newConfigurationSampler(g)
		out, in := degreesOf(g)
		for index := range uint64(5) {
			d, err := s.Draw(context.Background(), 3, index, 2)
			require.NoError(t, err)
			gotOut, gotIn := degreesOf(d) // FromCSR has checked loops and duplicates
			require.Equal(t, out, gotOut, name)
			require.Equal(t, in, gotIn, name)
			require.Equal(t, name == "fan", g.Equal(d), name)
		}
	}
}

// Edge swaps and turned 3-cycles, one at a time, as the definition has them: the
// curveball's draws have the same mean of mutual pairs and of feed-forward
// triangles.
func TestConfigurationAgreesWithSwaps(t *testing.T) {
	if testing.Short() {
		t.Skip("statistics, of one goroutine")
	}
	const n, draws = 60, 300
	g := testGraph(t, n, 12, func(i, j int) float64 { return 0.4 * float64(1+i%6) / 6 * float64(1+j%4) / 4 })
	rng := rand.New(rand.NewPCG(1, 1))
	s := newConfigurationSampler(g)
	var mutual, triangles [2][]float64
	for i := range uint64(draws) {
		d, err := s.Draw(context.Background(), 9, i, 1)
		require.NoError(t, err)
		for k, x := range []*connectome.Graph{d, swapped(t, rng, g)} {
			mutual[k] = append(mutual[k], float64(x.MutualPairs()))
			triangles[k] = append(triangles[k], feedForward(x))
		}
	}
	for what, x := range map[string][2][]float64{"mutual pairs": mutual, "triangles": triangles} {
		a, va := moments(x[0])
		b, vb := moments(x[1])
		assert.InDelta(t, a, b, 4*math.Sqrt((va+vb)/draws), what)
		assert.InDelta(t, 1, va/vb, 4*math.Sqrt(4.0/draws), "%s: variances %v and %v", what, va, vb)
	}
}

func moments(x []float64) (mean, variance float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		variance += (v - mean) * (v - mean) / float64(len(x)-1)
	}
	return mean, variance
}

func feedForward(g *connectome.Graph) (count float64) {
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			for _, w := range g.Out(v) {
				if g.Connected(u, w) {
					count++
				}
			}
		}
	}
	return count
}

// swapped does 20·E swaps, rejected ones included.
func swapped(t testing.TB, rng *rand.Rand, g *connectome.Graph) *connectome.Graph {
	var edges [][2]uint32
	has := make(map[[2]uint32]bool)
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			edges = append(edges, [2]uint32{u, v})
			has[[2]uint32{u, v}] = true
		}
	}
	for range 20 * len(edges) {
		i, j := rng.IntN(len(edges)), rng.IntN(len(edges))
		x, y := [2]uint32{edges[i][0], edges[j][1]}, [2]uint32{edges[j][0], edges[i][1]}
		if x[0] == x[1] || y[0] == y[1] || has[x] || has[y] {
			continue
		}
		delete(has, edges[i])
		delete(has, edges[j])
		has[x], has[y] = true, true
		edges[i], edges[j] = x, y
	}
	return graphOf(t, g.N(), edges...)
}

// Each way of dealing a pool out comes up equally often, for any ratio of lengths;
// what is common and what would be a loop stays.
func TestTradeIsUniform(t *testing.T) {
	for _, c := range []struct {
		rowA, rowB []uint32 // of neurons 10 and 20
		ways       int
	}{
		{[]uint32{2, 3}, []uint32{4, 5, 6}, 10},
		{[]uint32{2}, []uint32{3, 4, 5, 6, 7, 8, 9}, 8},
		{[]uint32{1, 3, 5, 20}, []uint32{3, 4, 10}, 3},
		{[]uint32{1, 3, 5, 20}, []uint32{3, 4, 7, 9, 12, 13}, 21},
		{[]uint32{3, 4, 9}, []uint32{2, 3}, 3},
		{[]uint32{20, 30}, []uint32{30}, 1},
		{nil, []uint32{2}, 1},
	} {
		tr := newTrader(40)
		rng := rand.New(rand.NewPCG(1, 7))
		seen := make(map[string]int)
		const each = 500
		draws := each * c.ways
		for range draws {
			a, b := slices.Clone(c.rowA), slices.Clone(c.rowB)
			tr.trade(rng, 10, 20, a, b)
			slices.Sort(a)
			slices.Sort(b)
			require.Equal(t, slices.Contains(c.rowA, 20), slices.Contains(a, 20))
			require.Equal(t, slices.Contains(c.rowB, 10), slices.Contains(b, 10))
			require.ElementsMatch(t, slices.Concat(c.rowA, c.rowB), slices.Concat(a, b))
			require.Len(t, slices.Compact(slices.Clone(a)), len(c.rowA))
			require.Len(t, slices.Compact(slices.Clone(b)), len(c.rowB))
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

// Rows of all lengths around the words of the masks.
func TestTradeOfAnyLength(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 7))
	tr := newTrader(1500)
	lengths := []int{0, 1, 2, 31, 32, 33, 63, 64, 65, 127, 128, 129, 500, 1000}
	if testing.Short() {
		lengths = []int{0, 1, 32, 64, 129, 1000}
	}
	for _, la := range lengths {
		for _, lb := range lengths {
			draw := func(n int, but uint32) (row []uint32) {
				for _, v := range rng.Perm(1500)[:n+1] {
					if uint32(v) != but && len(row) < n {
						row = append(row, uint32(v))
					}
				}
				slices.Sort(row)
				return row
			}
			a, b := draw(la, 10), draw(lb, 20)
			x, y := slices.Clone(a), slices.Clone(b)
			tr.trade(rng, 10, 20, x, y)
			slices.Sort(x)
			slices.Sort(y)
			require.NotContains(t, x, uint32(10))
			require.NotContains(t, y, uint32(20))
			require.ElementsMatch(t, slices.Concat(a, b), slices.Concat(x, y))
			require.IsIncreasing(t, append([]int64{-1}, widen(x)...))
			require.IsIncreasing(t, append([]int64{-1}, widen(y)...))
		}
	}
}

func TestSixteen(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 7))
	for s := range 17 {
		const words = 4000
		set := 0
		for range words {
			for x := sixteen(rng, s); x != 0; x &= x - 1 {
				set++
			}
		}
		p := float64(s) / 16
		assert.InDelta(t, p, float64(set)/(64*words), 4*math.Sqrt(p*(1-p)/(64*words)), "%d/16", s)
	}
}
