package topology

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func componentsOf(t testing.TB, c *connectome.Connectome) *Components {
	t.Helper()
	r, err := ConnectedComponents(context.Background(), c, Options{})
	require.NoError(t, err)
	return r
}

// assertComponents checks which neurons belong together, and the order of the
// components.
func assertComponents(t *testing.T, same [][]bool, got ComponentSet) {
	t.Helper()
	size := make([]int64, len(got.Sizes))
	for v := range same {
		size[got.Of[v]]++
		for w := range same {
			if same[v][w] != (got.Of[v] == got.Of[w]) {
				require.Fail(t, "apart or together", "%d and %d", v, w)
			}
		}
	}
	assert.Equal(t, size, got.Sizes)
	first := func(k int) int { return slices.Index(got.Of, uint32(k)) }
	for k := 1; k < len(size); k++ {
		assert.True(t, size[k] < size[k-1] || size[k] == size[k-1] && first(k) > first(k-1), "component %d", k)
	}
}

func TestComponentsAgreeWithReference(t *testing.T) {
	graphs := commonGraphs(t)
	graphs["chain of cycles"] = graphByRule(t, 60, func(i, j int) bool {
		return i/6 == j/6 && j%6 == (i+1)%6 || j == i+7
	})
	graphs["cycles apart"] = graphByRule(t, 60, func(i, j int) bool { return i%7 == j%7 && (j == i+7 || i >= 53 && j < 7) })
	graphs["backwards"] = graphByRule(t, 50, func(i, j int) bool { return j == i-1 || i == 20 && j == 40 })
	for name, g := range graphs {
		t.Run(name, func(t *testing.T) {
			r := componentsOf(t, circuitOf(t, g))
			assertComponents(t, ref.SameComponent(g, false), r.Weak)
			assertComponents(t, ref.SameComponent(g, true), r.Strong)
			assert.Len(t, topo.TarjanSCC(g), len(r.Strong.Sizes))
			isolated := int64(0)
			for v := range uint32(g.N()) {
				if len(g.Out(v)) == 0 && len(g.In(v)) == 0 {
					isolated++
				}
			}
			assert.Equal(t, isolated, r.Isolated)
		})
	}
}

// A recursive search would need a stack as deep as this path is long.
func TestComponentsOfALongPath(t *testing.T) {
	n := 400_000
	if testing.Short() {
		n = 40_000
	}
	path, cycle := make([][2]uint32, n-1), make([][2]uint32, n)
	for v := range cycle {
		cycle[v] = [2]uint32{uint32(v), uint32((v + 1) % n)}
	}
	copy(path, cycle)
	r := componentsOf(t, circuitWith(t, graphWith(t, n, path), make([]string, n)))
	assert.Len(t, r.Weak.Sizes, 1)
	assert.Len(t, r.Strong.Sizes, n)
	r = componentsOf(t, circuitWith(t, graphWith(t, n, cycle), make([]string, n)))
	assert.Equal(t, []int64{int64(n)}, r.Strong.Sizes)
}

func TestComponentScalars(t *testing.T) {
	// 0, 1 and 2 in a cycle, 3 → 0, 4 ↔ 5, 6 alone.
	c := circuitWith(t, graphWith(t, 7, [][2]uint32{{0, 1}, {1, 2}, {2, 0}, {3, 0}, {4, 5}, {5, 4}}),
		[]string{"L5_MC", "L5_MC", "L23_PC", "L23_PC", "L23_PC", "L23_PC", "L1_DAC"})
	r := componentsOf(t, c)
	s := r.Scalars()
	for statistic, want := range map[string]float64{
		"weak_components": 3, "weak_largest": 4, "weak_largest_share": 4. / 7,
		"strong_components": 4, "strong_largest": 3, "strong_largest_share": 3. / 7, "isolated": 1,
	} {
		assertFloat(t, want, scalar(t, s, All, statistic), statistic)
	}
	assert.Equal(t, 1.0, scalar(t, s, Group{Kind: GroupMType, Name: "L5_MC"}, "strong_largest_share"))
	assert.Equal(t, 0.25, scalar(t, s, Group{Kind: GroupLayer, Name: "L23"}, "strong_largest_share"))
	assert.Equal(t, 0.5, scalar(t, s, Group{Kind: GroupClass, Name: "E"}, "weak_largest_share"))
	assert.Equal(t, `[["components"],["weak","4","1"],["weak","2","1"],["weak","1","1"],`+
		`["strong","3","1"],["strong","2","1"],["strong","1","2"]]`, tableText(t, r.Tables()[0]))
}

func TestComponentsStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := ConnectedComponents(ctx, circuitOf(t, graphWith(t, 3, nil)), Options{})
	require.ErrorIs(t, err, context.Canceled)
}

// BenchmarkLinearColumn takes the measures that go over the connections of the
// column that CTOPO_COLUMN names a few times.
func BenchmarkLinearColumn(b *testing.B) {
	c := circuitOf(b, columnFromEnv(b))
	for name, measure := range map[string]func() error{
		"components":    func() error { _, err := ConnectedComponents(context.Background(), c, Options{}); return err },
		"kcore":         func() error { _, err := KCores(context.Background(), c, Options{}); return err },
		"assortativity": func() error { _, err := DegreeAssortativity(context.Background(), c, Options{}); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				require.NoError(b, measure())
			}
		})
	}
}
