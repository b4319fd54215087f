package topology

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func pathsOf(t testing.TB, c *connectome.Connectome, opt Options) *PathLengths {
	t.Helper()
	p, err := Paths(context.Background(), c, opt)
	require.NoError(t, err)
	return p
}

// slowPaths adds up the distances of ref.Distances.
func slowPaths(c *connectome.Connectome, sources []uint32) (pathways map[PathwayLengths]uint64, from, into []DistanceSum) {
	n, of := c.Graph.N(), c.Cells.MTypes().Of
	pathways = map[PathwayLengths]uint64{}
	from, into = make([]DistanceSum, n), make([]DistanceSum, n)
	for _, s := range sources {
		for v, d := range ref.Distances(c.Graph, s) {
			if d < 1 {
				continue
			}
			pathways[PathwayLengths{Pre: of[s], Post: of[v], Length: uint32(d)}]++
			for _, sum := range []*DistanceSum{&from[s], &into[v]} {
				sum.Reached++
				sum.Total += uint64(d)
				sum.Max = max(sum.Max, uint32(d))
			}
		}
	}
	return pathways, from, into
}

func allOf(c *connectome.Connectome) []uint32 { return allNeurons(c.Graph.N()) }

// assertPaths compares everything that Paths counts with the slow sums.
func assertPaths(t *testing.T, c *connectome.Connectome, sources []uint32, got *PathLengths) {
	t.Helper()
	pathways, from, into := slowPaths(c, sources)
	assert.Equal(t, from, got.From)
	assert.Equal(t, into, got.Into)
	assert.Len(t, got.Pathways, len(pathways))
	lengths := make([]uint64, len(got.Lengths))
	reachable, total := uint64(0), uint64(0)
	for _, r := range got.Pathways {
		key := r
		key.Pairs = 0
		assert.Equal(t, pathways[key], r.Pairs, "%+v", key)
		lengths[r.Length] += r.Pairs
		reachable += r.Pairs
		total += r.Pairs * uint64(r.Length)
	}
	assert.Equal(t, lengths, got.Lengths)
	assert.Equal(t, reachable, got.Reachable)
	assert.Equal(t, total, got.Total)
	assert.Equal(t, uint64(len(sources))*uint64(max(0, c.Graph.N()-1))-reachable, got.Unreachable)
	assert.Equal(t, len(sources), got.Sources)
}

func TestPathsAgreeWithReference(t *testing.T) {
	circuits := typedCircuits(t, false)
	for k, p := range []float64{0.0015, 0.004, 0.02} { // more sources than one batch holds
		circuits[fmt.Sprintf("large p=%v", p)] = typedCircuit(t, uint64(k), 1100, p, someTypes, false)
	}
	for name, c := range circuits {
		for _, threads := range []int{1, 2, 7} {
			if testing.Short() && c.Graph.N() > 500 && threads != 7 {
				continue
			}
			t.Run(fmt.Sprintf("%s/threads=%d", name, threads), func(t *testing.T) {
				assertPaths(t, c, allOf(c), pathsOf(t, c, Options{Threads: threads}))
			})
		}
	}
}

func TestPathsPublished(t *testing.T) {
	for _, test := range publishedGraphs(t) {
		t.Run(test.Name, func(t *testing.T) {
			p := pathsOf(t, circuitOf(t, test.graph(t)), Options{})
			assert.Equal(t, test.PathSum, p.Total)
			assert.Equal(t, test.Reachable, p.Reachable)
			for d, n := range p.Lengths {
				assert.Equal(t, test.PathLengths[strconv.Itoa(d)], n, "length %d", d)
			}
			want := math.NaN()
			if test.MeanPath != nil {
				want = *test.MeanPath
			}
			assertFloat(t, want, p.Mean(), "mean")
		})
	}
}

func TestPathsClosedForms(t *testing.T) {
	const n = 600
	never := math.NaN()
	harmonic := 0.0
	for d := 1; d < n; d++ {
		harmonic += 1 / float64(d)
	}
	// The path's pairs at distance d are the n-d that are so far apart.
	pathEfficiency := (float64(n)*harmonic - (n - 1)) / (n * (n - 1))
	for _, test := range []struct {
		name                                                   string
		connects                                               func(i, j int) bool
		mean, diameter, unreachable, efficiency, median, total float64
	}{
		{"empty", func(i, j int) bool { return false }, never, never, 1, 0, never, 0},
		{"complete", func(i, j int) bool { return true }, 1, 1, 0, 1, 1, n * (n - 1)},
		{"cycle", func(i, j int) bool { return j == (i+1)%n }, n / 2, n - 1, 0, harmonic / (n - 1), n / 2, n * n * (n - 1) / 2},
		{"path", func(i, j int) bool { return j == i+1 }, (n + 1) / 3., n - 1, 0.5, pathEfficiency, 176, (n - 1) * n * (n + 1) / 6},
		{"star out", func(i, j int) bool { return i == 7 }, 1, 1, 1 - 1./n, 1. / n, 1, n - 1},
		{"star both ways", func(i, j int) bool { return i == 7 || j == 7 },
			(2*(n-1) + 2*(n-1)*(n-2)) / float64(n*(n-1)), 2, 0, (2 + (n-2)/2.) / n, 2, 2*(n-1) + 2*(n-1)*(n-2)},
		{"two halves", func(i, j int) bool { return i%2 == j%2 }, 1, 1, n / 2 * n / float64(n*(n-1)),
			(n/2. - 1) / (n - 1), 1, n * (n/2 - 1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := circuitOf(t, graphByRule(t, n, test.connects))
			p := pathsOf(t, c, Options{})
			assertFloat(t, test.mean, p.Mean(), "mean")
			assertFloat(t, test.diameter, p.Diameter(), "diameter")
			assertFloat(t, test.unreachable, p.UnreachableShare(), "unreachable")
			assertFloat(t, test.efficiency, p.Efficiency(), "efficiency")
			assertFloat(t, test.median, p.Median(), "median")
			assert.EqualValues(t, test.total, p.Total)
		})
	}
}

func TestMedianBetweenTwoLengths(t *testing.T) {
	p := &PathLengths{Lengths: []uint64{0, 3, 2, 1}, Reachable: 6}
	assert.Equal(t, 1.5, p.Median())
	p = &PathLengths{Lengths: []uint64{0, 3, 3, 1}, Reachable: 7}
	assert.Equal(t, 2.0, p.Median())
}

func TestPathsOfLittle(t *testing.T) {
	for n, undefined := range []bool{true, true, false} {
		p := pathsOf(t, circuitOf(t, graphWith(t, n, nil)), Options{PathSources: 5})
		assert.Equal(t, undefined, math.IsNaN(p.UnreachableShare()), "n=%d", n)
		assert.True(t, math.IsNaN(p.Mean()))
		assert.True(t, math.IsNaN(p.Diameter()))
		assert.True(t, math.IsNaN(p.Median()))
		assert.True(t, math.IsNaN(p.MeanSE()))
		assert.Equal(t, n, p.Sources)
		p.Scalars()
		// Pairs without a path, of the circuit and of the pathways from one of two neurons to the other.
		assert.Equal(t, []int{0, 0, 3}[n], p.Tables()[0].Rows(), "n=%d", n)
	}
}

func TestPathScalars(t *testing.T) {
	// L5_MC: 0 → 1 → 2, L23_PC: 2 → 3; 4 is alone.
	c := circuitWith(t, graphWith(t, 5, [][2]uint32{{0, 1}, {1, 2}, {2, 3}}),
		[]string{"L5_MC", "L5_MC", "L23_PC", "L23_PC", "L23_PC"})
	p := pathsOf(t, c, Options{})
	s := p.Scalars()
	mc, pc := Group{Kind: GroupMType, Name: "L5_MC"}, Group{Kind: GroupMType, Name: "L23_PC"}
	for _, want := range []struct {
		group     Group
		statistic string
		value     float64
	}{
		{All, "mean", 10. / 6}, {All, "diameter", 3}, {All, "unreachable", 14. / 20}, {All, "reachable", 6},
		{All, "efficiency", (3 + 2/2. + 1/3.) / 20}, {All, "median", 1.5}, {All, "sources", 5},
		{mc, "mean_out", 9. / 5}, {mc, "mean_in", 1}, {mc, "unreachable_out", 3. / 8}, {mc, "unreachable_in", 7. / 8},
		{pc, "mean_out", 1}, {pc, "mean_in", 9. / 5}, {pc, "unreachable_out", 11. / 12}, {pc, "unreachable_in", 7. / 12},
		{Group{Kind: GroupLayer, Name: "L5"}, "mean_out", 9. / 5}, {Group{Kind: GroupClass, Name: "E"}, "mean_in", 9. / 5},
		{Pathway("L5_MC", "L23_PC"), "mean", 2}, {Pathway("L23_PC", "L23_PC"), "mean", 1}, {Pathway("L5_MC", "L5_MC"), "mean", 1},
	} {
		assertFloat(t, want.value, scalar(t, s, want.group, want.statistic), want.group.String()+" "+want.statistic)
	}
	for _, x := range s {
		assert.NotEqual(t, Pathway("L23_PC", "L5_MC"), x.Group, "a pathway without paths")
	}
	assert.Equal(t, `[["paths"],["","","1","3","5"],["","","2","2","5"],["","","3","1","5"],["","","","14","5"],`+
		`["L5_MC","L5_MC","1","1","2"],["L5_MC","L5_MC","","1","2"],`+
		`["L5_MC","L23_PC","1","1","2"],["L5_MC","L23_PC","2","2","2"],["L5_MC","L23_PC","3","1","2"],["L5_MC","L23_PC","","2","2"],`+
		`["L23_PC","L5_MC","","6","3"],["L23_PC","L23_PC","1","1","3"],["L23_PC","L23_PC","","5","3"]]`,
		tableText(t, p.Tables()[0]))
	assert.Equal(t, 2.0, p.MeanFrom(0))
	assert.True(t, math.IsNaN(p.MeanFrom(4)))
}

func TestManyTypesAreNotToldApart(t *testing.T) {
	mtypes := make([]string, MaxPathTypes+1)
	for v := range mtypes {
		mtypes[v] = fmt.Sprintf("type %d", v)
	}
	g := graphByRule(t, len(mtypes), func(i, j int) bool { return j == (i+1)%len(mtypes) })
	p := pathsOf(t, circuitWith(t, g, mtypes), Options{})
	assert.Nil(t, p.Pathways)
	assert.EqualValues(t, MaxPathTypes, p.Diameter())
	assert.Equal(t, MaxPathTypes, p.Tables()[0].Rows())
	assertFloat(t, (MaxPathTypes+1)/2., scalar(t, p.Scalars(), Group{Kind: GroupMType, Name: "type 9"}, "mean_out"), "mean of a type")
}

func TestPathsFromDrawnSources(t *testing.T) {
	c := typedCircuit(t, 3, 400, 0.008, someTypes, false)
	all := pathsOf(t, c, Options{})
	seen := map[string]bool{}
	for seed := range uint64(5) {
		p := pathsOf(t, c, Options{PathSources: 37, Seed: seed})
		var sources []uint32
		for v, drawn := range p.drawn {
			if drawn {
				sources = append(sources, uint32(v))
			}
		}
		require.Len(t, sources, 37)
		seen[fmt.Sprint(sources)] = true
		assertPaths(t, c, sources, p)
		assert.Equal(t, 37.0, scalar(t, p.Scalars(), All, "sources"))
		assert.Equal(t, p.MeanSE(), scalar(t, p.Scalars(), All, "mean_se"))
	}
	assert.Len(t, seen, 5, "seeds draw different sources")
	assert.Zero(t, all.MeanSE())
	for _, k := range []int{400, 500} {
		assert.Equal(t, all, pathsOf(t, c, Options{PathSources: k}))
	}
	assertSameForAnyThreads(t, func(threads int) Result {
		return pathsOf(t, c, Options{Threads: threads, PathSources: 37, Seed: 2})
	})
}

// TestStandardErrorOfMean: over many draws the mean spreads as its standard error
// says, and is off by next to nothing on average.
func TestStandardErrorOfMean(t *testing.T) {
	c := typedCircuit(t, 4, 120, 0.02, someTypes, false)
	exact := pathsOf(t, c, Options{}).Mean()
	if testing.Short() {
		t.Skip("statistics need many draws")
	}
	const draws = 2000
	sum, squares, errors := 0.0, 0.0, 0.0
	for seed := range uint64(draws) {
		p := pathsOf(t, c, Options{PathSources: 60, Seed: seed, Threads: 1})
		d := p.Mean() - exact
		sum += d
		squares += d * d
		errors += p.MeanSE() * p.MeanSE()
	}
	spread := math.Sqrt(squares / draws)
	assert.InDelta(t, 1, math.Sqrt(errors/draws)/spread, 0.1)
	assert.Less(t, math.Abs(sum/draws), spread/5)
}

func TestDrawFirstIsUniform(t *testing.T) {
	count := map[[2]uint32]int{}
	rng := rand.New(rand.NewPCG(1, 1))
	const draws = 20000
	for range draws {
		list := []uint32{0, 1, 2, 3, 4}
		drawFirst(rng, list, 2)
		count[[2]uint32(list)]++
	}
	require.Len(t, count, 20)
	for pair, n := range count {
		assert.InDelta(t, draws/20, n, 5*math.Sqrt(draws/20), "%v", pair)
	}
}

func TestPathsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Paths(ctx, typedCircuit(t, 1, 70, 0.1, someTypes, false), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

func TestPathsTellProgress(t *testing.T) {
	var last [2]int64
	pathsOf(t, typedCircuit(t, 1, 1100, 0.01, someTypes, false), Options{Progress: func(done, total int64) { last = [2]int64{done, total} }})
	assert.Equal(t, [2]int64{3, 3}, last)
}
