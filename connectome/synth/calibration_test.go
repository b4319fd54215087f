package synth

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// wholeColumns skips a test that makes whole columns where that takes too long.
func wholeColumns(t *testing.T) {
	if testing.Short() || racing {
		t.Skip("makes whole columns")
	}
}

// wholeAverage is the whole column mc0, made once.
var wholeAverage = sync.OnceValues(func() (*connectome.Connectome, error) {
	return Generate(context.Background(), Options{Seed: 1})
})

// counted is what is counted in a circuit, by pathway and distance window.
type counted struct {
	connections [nTypes][nTypes]int64
	near        [nTypes][nTypes][windows]int64 // connections
	pairs       [nTypes][nTypes][windows]int64 // ordered pairs
}

// inWindows calls f with the windows that a distance lies in.
func inWindows(d float64, f func(k int)) {
	if d < 25 {
		f(0)
	}
	if d < 50 {
		f(1)
	}
	// Window k > 1 is 25·(k−1) < d < 25·(k+1).
	for k := max(2, int(d/25)); k <= int(d/25)+1 && k < windows; k++ {
		f(k)
	}
}

func count(c *connectome.Connectome) *counted {
	n := &counted{}
	mtype, pos := c.Cells.MTypes(), c.Cells.Positions()
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			a, b := mtype.Of[v], mtype.Of[w]
			n.connections[a][b]++
			inWindows(distance(pos[v].X-pos[w].X, pos[v].Z-pos[w].Z), func(k int) { n.near[a][b][k]++ })
		}
	}
	return n
}

// countPairs counts one pathway's pairs of different cells by distance.
func (n *counted) countPairs(c *connectome.Connectome, a, b uint32) {
	mtype, pos := c.Cells.MTypes(), c.Cells.Positions()
	var post []uint32
	for w, t := range mtype.Of {
		if t == b {
			post = append(post, uint32(w))
		}
	}
	for v, t := range mtype.Of {
		if t != a {
			continue
		}
		for _, w := range post {
			if int(w) != v {
				inWindows(distance(pos[v].X-pos[w].X, pos[v].Z-pos[w].Z), func(k int) { n.pairs[a][b][k]++ })
			}
		}
	}
}

// The whole column against the published numbers.
func TestCalibration(t *testing.T) {
	wholeColumns(t)
	for _, mc := range []int{0, 3} {
		c, err := wholeAverage()
		if mc != 0 {
			c, err = Generate(t.Context(), Options{Seed: 1, MC: mc})
		}
		require.NoError(t, err)
		assert.Equal(t, 31346, c.Graph.N())
		assert.GreaterOrEqual(t, c.Graph.Connections(), int64(7_600_000))
		assert.LessOrEqual(t, c.Graph.Connections(), int64(8_000_000))
		n := count(c)
		large := 0
		known := [nTypes][nTypes]bool{}
		for _, w := range numbers().pathways {
			known[w.pre][w.post] = true
			if w.connections > 1000 {
				large++
				assert.InEpsilon(t, w.connections, n.connections[w.pre][w.post], 0.05, "mc%d: %s to %s", mc,
					connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post])
			}
		}
		assert.Greater(t, large, 350)
		for a := range known {
			for b := range known[a] {
				if !known[a][b] {
					assert.Zero(t, n.connections[a][b], "a pathway that is not published")
				}
			}
		}
		if mc == 0 {
			testDistances(t, c, n)
			testPlaces(t, c)
		}
	}
}

// testDistances compares connection probabilities by distance in the largest
// pathways: with the published ones, times the pathway's relative number of
// connections.
func testDistances(t *testing.T, c *connectome.Connectome, n *counted) {
	compared := 0
	for _, w := range numbers().pathways {
		if w.connections < 60_000 {
			continue
		}
		a, b := uint32(w.pre), uint32(w.post)
		n.countPairs(c, a, b)
		relative := float64(n.connections[a][b]) / w.connections
		for k, p := range w.prob {
			if n.near[a][b][k] < 2000 {
				continue
			}
			compared++
			got := float64(n.near[a][b][k]) / float64(n.pairs[a][b][k])
			assert.InEpsilon(t, p*relative, got, 0.1, "%s to %s at %v µm",
				connectome.PortalMTypes[w.pre], connectome.PortalMTypes[w.post], centers[k])
		}
	}
	assert.Greater(t, compared, 200)
}

// testPlaces checks that cells fill their layers.
func testPlaces(t *testing.T, c *connectome.Connectome) {
	low, high := map[string]float64{}, map[string]float64{}
	layer := c.Cells.Layers()
	for v, p := range c.Cells.Positions() {
		name := layer.Name(uint32(v))
		if _, seen := low[name]; !seen {
			low[name], high[name] = p.Y, p.Y
		}
		low[name], high[name] = min(low[name], p.Y), max(high[name], p.Y)
		assert.LessOrEqual(t, distance(p.X-middleX, p.Z-middleZ), float64(radius)+1e-9)
	}
	for _, l := range layers {
		assert.InDelta(t, l.low, low[l.name], 5, l.name)
		assert.InDelta(t, l.high, high[l.name], 5, l.name)
		assert.GreaterOrEqual(t, low[l.name], l.low)
		assert.LessOrEqual(t, high[l.name], l.high)
	}
}

// simplices2 estimates the number of directed 2-simplices, u → v, u → w, v → w,
// from every fourth source u, within some 1 %.
func simplices2(t *testing.T, g *connectome.Graph) int64 {
	var count atomic.Int64
	marks := make([][]bool, run.Threads(0))
	err := run.Parallel(t.Context(), 0, g.N()/4, nil, func(worker, k int) error {
		u := uint32(4 * k)
		if marks[worker] == nil {
			marks[worker] = make([]bool, g.N())
		}
		target, n := marks[worker], int64(0)
		for _, v := range g.Out(u) {
			target[v] = true
		}
		for _, v := range g.Out(u) {
			for _, w := range g.Out(v) {
				if target[w] {
					n++
				}
			}
		}
		for _, v := range g.Out(u) {
			target[v] = false
		}
		count.Add(n)
		return nil
	})
	require.NoError(t, err)
	return 4 * count.Load()
}

// The structure that sets a reconstruction apart from its control comes near
// the published numbers of mc0: 73,036,616 and 56,864,241 2-simplices, 91,466
// mutual pairs.
func TestStructure(t *testing.T) {
	wholeColumns(t)
	average, err := wholeAverage()
	require.NoError(t, err)
	control, err := Generate(t.Context(), Options{Seed: 1, Kind: Control})
	require.NoError(t, err)
	assert.Equal(t, average.Cells, control.Cells)
	assert.Equal(t, average.Graph.Connections(), control.Graph.Connections())
	a, c := float64(simplices2(t, average.Graph)), float64(simplices2(t, control.Graph))
	assert.InEpsilon(t, 73036616, a, 0.05)
	assert.InEpsilon(t, 56864241, c, 0.05)
	assert.InDelta(t, 1.284, a/c, 0.06)
	assert.InEpsilon(t, 91466, average.Graph.MutualPairs(), 0.1)
}
