package motifs

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
)

// rankedAlways makes plans ranked however few neurons and connections there are, and
// returns what takes that back.
func rankedAlways() (restore func()) {
	n, degree := rankedMin, rankedDegree
	rankedMin, rankedDegree = 0, 0
	return func() { rankedMin, rankedDegree = n, degree }
}

func countPlan(t *testing.T, g *connectome.Graph, threads int) *simplexPlan {
	t.Helper()
	p, err := newCountPlan(context.Background(), g, 0, Options{Threads: threads}, true)
	require.NoError(t, err)
	return p
}

// The candidates of a root are its connections with neurons of higher rank, ascending,
// and each connection is at one root.
func TestRankedCandidates(t *testing.T) {
	for _, g := range []*connectome.Graph{
		randomDigraph(t, 300, 0.05, 3), randomDigraph(t, 5000, 0.001, 4), hubGraph(t, 140, 5, 0.05, 15),
	} {
		p := countPlan(t, g, 1)
		require.NotNil(t, p.ranking, "the plan is ranked")
		require.Len(t, p.list.idx, int(g.Connections()))
		assert.Equal(t, p.list, countPlan(t, g, 7).list)
		assert.Equal(t, p.ranking, countPlan(t, g, 7).ranking)
		degree := func(v uint32) int { return len(g.Out(v)) + len(g.In(v)) }
		for u, v := range p.of {
			require.EqualValues(t, u, p.rank[v])
			if u > 0 {
				require.LessOrEqual(t, degree(p.of[u-1]), degree(v))
			}
			set, after := p.list.of(uint32(u)), p.afterRoot(uint32(u))
			for k, w := range set {
				late := after[k>>6]>>(k&63)&1 != 0
				require.Greater(t, w, uint32(u))
				if k > 0 {
					require.True(t, set[k-1] < w || set[k-1] == w && late, "ascending, before the root before after it")
				}
				from, to := p.of[w], v
				if late {
					from, to = to, from
				}
				require.True(t, g.Connected(from, to))
			}
			for k, w := range p.row.of(uint32(u)) {
				require.True(t, g.Connected(v, p.of[w]))
				require.True(t, k == 0 || p.row.of(uint32(u))[k-1] < w)
			}
			require.Equal(t, len(g.Out(v)), p.row.degree(uint32(u)))
		}
	}
}

// Neurons that are all mutually connected are counted in closed form, and so need a
// plan in which they are found as such.
func TestRankedMutualCliques(t *testing.T) {
	complete := func(n int) *connectome.Graph {
		return simplexGraph(t, 40, func(u, v int) bool { return u < n && v < n || u == v+1 })
	}
	assert.NotNil(t, countPlan(t, complete(11), 1).ranking)
	assert.Nil(t, countPlan(t, complete(12), 1).ranking)
	got, err := CountSimplices(context.Background(), simplexGraph(t, 20, func(u, v int) bool { return true }), SimplexOptions{})
	require.NoError(t, err)
	want := uint64(1)
	for k := range 20 {
		want *= uint64(20 - k)
		require.Equal(t, want, got.Counts[k])
	}
}

func TestRankedCancelled(t *testing.T) {
	defer rankedAlways()()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	g := randomDigraph(t, 300, 0.05, 3)
	got, err := CountSimplices(ctx, g, SimplexOptions{})
	require.ErrorIs(t, err, context.Canceled)
	assert.Equal(t, []uint64{300, uint64(g.Connections())}, got.Counts)
	assert.False(t, got.Complete)
}
