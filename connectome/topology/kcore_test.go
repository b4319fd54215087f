package topology

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ref"
)

func coresOf(t testing.TB, c *connectome.Connectome) *KCore {
	t.Helper()
	r, err := KCores(context.Background(), c, Options{})
	require.NoError(t, err)
	return r
}

func TestCoresAgreeWithReference(t *testing.T) {
	for name, g := range commonGraphs(t) {
		t.Run(name, func(t *testing.T) {
			r := coresOf(t, circuitOf(t, g))
			m := ref.NewMatrix(g)
			for _, test := range []struct {
				twice bool
				got   Cores
			}{{false, r.Neighbors}, {true, r.Total}} {
				want := ref.CoreNumbers(m, test.twice)
				assert.Equal(t, want, test.got.Number, "twice: %v", test.twice)
				present := map[uint32]bool{}
				for _, k := range want {
					present[k] = true
					assert.LessOrEqual(t, k, test.got.Degeneracy)
				}
				assert.Len(t, test.got.Cores, len(present))
				for _, core := range test.got.Cores {
					assert.True(t, present[core.K])
					neurons, connections := int64(0), int64(0)
					for v := range want {
						if want[v] < core.K {
							continue
						}
						neurons++
						for w := range want {
							if m[v][w] && want[w] >= core.K {
								connections++
							}
						}
					}
					assert.Equal(t, Core{core.K, neurons, connections}, core)
				}
			}
		})
	}
}

func TestCoresClosedForms(t *testing.T) {
	const n = 30
	for _, test := range []struct {
		name             string
		connects         func(i, j int) bool
		neighbors, total uint32
		innermost        float64
	}{
		{"empty", func(i, j int) bool { return false }, 0, 0, n},
		{"complete", func(i, j int) bool { return true }, n - 1, 2 * (n - 1), n},
		{"cycle", func(i, j int) bool { return j == (i+1)%n }, 2, 2, n},
		{"path", func(i, j int) bool { return j == i+1 }, 1, 1, n},
		{"star", func(i, j int) bool { return i == 3 || j == 3 }, 1, 2, n},
		{"tournament", func(i, j int) bool { return i < j }, n - 1, n - 1, n},
		{"clique with tails", func(i, j int) bool { return i < 8 && j < 8 || j == i-8 }, 7, 14, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := coresOf(t, circuitOf(t, graphByRule(t, n, test.connects)))
			assert.Equal(t, test.neighbors, r.Neighbors.Degeneracy)
			assert.Equal(t, test.total, r.Total.Degeneracy)
			assert.Equal(t, test.innermost, scalar(t, r.Scalars(), All, "innermost"))
			assert.EqualValues(t, test.total, scalar(t, r.Scalars(), All, "degeneracy_total"))
		})
	}
}

func TestCoreScalars(t *testing.T) {
	// A triangle of L5_MC, one of which has a mutual partner, an L23_PC.
	c := circuitWith(t, graphWith(t, 5, [][2]uint32{{0, 1}, {1, 2}, {0, 2}, {2, 3}, {3, 2}}),
		[]string{"L5_MC", "L5_MC", "L5_MC", "L23_PC", "L23_PC"})
	r := coresOf(t, c)
	s := r.Scalars()
	pc := Group{Kind: GroupMType, Name: "L23_PC"}
	for _, want := range []struct {
		group     Group
		statistic string
		value     float64
	}{
		{All, "degeneracy", 2}, {All, "innermost", 3}, {All, "core_mean", 7. / 5},
		{All, "degeneracy_total", 2}, {All, "innermost_total", 4}, {All, "core_mean_total", 8. / 5},
		{pc, "innermost", 0}, {pc, "core_mean", 0.5}, {pc, "core_mean_total", 1},
		{Group{Kind: GroupLayer, Name: "L5"}, "core_mean", 2}, {Group{Kind: GroupClass, Name: "E"}, "innermost_total", 1},
	} {
		assertFloat(t, want.value, scalar(t, s, want.group, want.statistic), want.group.String()+" "+want.statistic)
	}
	assert.Equal(t, `[["kcore"],["neighbours","0","5","5"],["neighbours","1","4","5"],["neighbours","2","3","3"],`+
		`["total","0","5","5"],["total","2","4","5"]]`, tableText(t, r.Tables()[0]))
}

func TestCoresStop(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := KCores(ctx, circuitOf(t, graphWith(t, 3, nil)), Options{})
	require.ErrorIs(t, err, context.Canceled)
}
