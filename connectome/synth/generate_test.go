package synth_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/connectome/synth"
)

func generate(t testing.TB, opt synth.Options) *connectome.Connectome {
	t.Helper()
	c, err := synth.Generate(t.Context(), opt)
	require.NoError(t, err)
	return c
}

// same reports whether cells, positions and connections are the same.
func same(t *testing.T, a, b *connectome.Connectome) bool {
	t.Helper()
	return assert.Equal(t, a.Cells, b.Cells) && assert.True(t, a.Graph.Equal(b.Graph), "connections")
}

func TestSameForAnyNumberOfThreads(t *testing.T) {
	for _, opt := range []synth.Options{
		{Scale: 0.1, Seed: 5},
		{Scale: 0.05, Seed: 5, Kind: synth.Control, Instance: 2},
		{Scale: 0.05, Seed: 5, Kind: synth.Individual, Animal: 15, MC: 3},
	} {
		opt.Threads = 1
		first := generate(t, opt)
		for _, opt.Threads = range []int{2, 7} {
			same(t, first, generate(t, opt))
		}
	}
}

func TestEveryOptionMatters(t *testing.T) {
	base := synth.Options{Scale: 0.02}
	graphs := map[string]*connectome.Connectome{}
	for name, opt := range map[string]synth.Options{
		"base":       base,
		"seed":       {Scale: 0.02, Seed: 1},
		"scale":      {Scale: 0.03},
		"mc":         {Scale: 0.02, MC: 1},
		"control":    {Scale: 0.02, Kind: synth.Control},
		"control 1":  {Scale: 0.02, Kind: synth.Control, Instance: 1},
		"individual": {Scale: 0.02, Kind: synth.Individual},
		"animal":     {Scale: 0.02, Kind: synth.Individual, Animal: 14},
	} {
		graphs[name] = generate(t, opt)
	}
	for a, ga := range graphs {
		for b, gb := range graphs {
			assert.Equal(t, a == b, ga.Graph.Equal(gb.Graph), "%s and %s", a, b)
		}
	}
	same(t, graphs["individual"], generate(t, synth.Options{Scale: 0.02, Kind: synth.Individual, Animal: synth.FirstAnimal}))
}

// pathways counts connections by m-types.
func pathways(c *connectome.Connectome) map[[2]string]int64 {
	mtype := c.Cells.MTypes()
	count := make([][]int64, len(mtype.Names))
	for a := range count {
		count[a] = make([]int64, len(mtype.Names))
	}
	for v := range uint32(c.Graph.N()) {
		for _, w := range c.Graph.Out(v) {
			count[mtype.Of[v]][mtype.Of[w]]++
		}
	}
	byName := map[[2]string]int64{}
	for a, pre := range mtype.Names {
		for b, post := range mtype.Names {
			if count[a][b] > 0 {
				byName[[2]string{pre, post}] = count[a][b]
			}
		}
	}
	return byName
}

func TestControlsBelongToTheirInstance(t *testing.T) {
	for mc := range 3 {
		average := generate(t, synth.Options{Scale: 0.05, Seed: 9, MC: mc})
		for k := range 2 {
			control := generate(t, synth.Options{Scale: 0.05, Seed: 9, MC: mc, Kind: synth.Control, Instance: k})
			assert.Equal(t, average.Cells, control.Cells, "same cells, same positions")
			assert.Equal(t, average.Graph.Connections(), control.Graph.Connections())
			assert.Equal(t, pathways(average), pathways(control))
			assert.False(t, average.Graph.Equal(control.Graph))
			assert.Greater(t, simplices(average.Graph), simplices(control.Graph), "the control has less structure")
		}
	}
}

// simplices counts directed 2-simplices: u → v, u → w, v → w.
func simplices(g *connectome.Graph) (count int64) {
	for u := range uint32(g.N()) {
		for _, v := range g.Out(u) {
			a, b := g.Out(u), g.Out(v)
			for i, j := 0, 0; i < len(a) && j < len(b); {
				switch {
				case a[i] < b[j]:
					i++
				case a[i] > b[j]:
					j++
				default:
					count, i, j = count+1, i+1, j+1
				}
			}
		}
	}
	return count
}

func TestSource(t *testing.T) {
	for _, c := range []struct {
		opt  synth.Options
		want connectome.Identity
	}{
		{synth.Options{}, connectome.Identity{Condition: synth.Average, MC: 0, Animal: -1, Instance: -1}},
		{synth.Options{Kind: synth.Individual, MC: 4}, connectome.Identity{Condition: synth.Individual, MC: 4, Animal: 13, Instance: -1}},
		{synth.Options{Kind: synth.Control, Instance: 3}, connectome.Identity{Condition: synth.Control, MC: 0, Animal: -1, Instance: 3}},
	} {
		c.opt.Scale = 0.01
		got := generate(t, c.opt)
		assert.Equal(t, connectome.Source{Identity: c.want, Format: "synth"}, got.Source)
	}
}

func TestBadOptions(t *testing.T) {
	for _, c := range []struct {
		opt  synth.Options
		want string
	}{
		{synth.Options{Scale: -1}, "scale"},
		{synth.Options{Scale: 1000}, "scale"},
		{synth.Options{MC: -1}, "mc -1"},
		{synth.Options{Kind: "average"}, `kind "average"`},
		{synth.Options{Kind: synth.Individual, Animal: 7}, "animal 7"},
		{synth.Options{Kind: synth.Control, Instance: -1}, "instance -1"},
	} {
		_, err := synth.Generate(t.Context(), c.opt)
		assert.ErrorContains(t, err, c.want)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := synth.Generate(ctx, synth.Options{Scale: 4})
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 2*time.Second)
}

func TestProgress(t *testing.T) {
	var last, all int64
	c := generate(t, synth.Options{Scale: 0.05, Progress: func(done, total int64) {
		assert.GreaterOrEqual(t, done, last)
		last, all = done, total
	}})
	assert.Equal(t, c.Graph.Connections(), last)
	assert.Equal(t, c.Graph.Connections(), all)
}

// Small circuits are denser, since their cells are close together, and all
// m-types and most pathways are there.
func TestScales(t *testing.T) {
	before := 1.0
	for _, scale := range []float64{0.02, 0.05, 0.1, 0.3} {
		c := generate(t, synth.Options{Scale: scale, Seed: 2})
		assert.Len(t, c.Cells.MTypes().Names, 55)
		assert.InDelta(t, 31346*scale, c.Graph.N(), 40)
		assert.Less(t, c.Graph.Density(), before)
		before = c.Graph.Density()
	}
	c := generate(t, synth.Options{Scale: 0.05, Seed: 2})
	assert.InDelta(t, 1590, c.Graph.N(), 30)
	assert.InDelta(t, 75_000, c.Graph.Connections(), 3000)
	assert.Greater(t, c.Graph.MutualPairs(), int64(500))
	assert.Greater(t, len(pathways(c)), 1200)
}

func TestExamples(t *testing.T) {
	for _, name := range synth.Examples() {
		c, err := synth.Example(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, "example:"+name, c.Source.Path)
		assert.NotEmpty(t, synth.AboutExample(name))
		again, err := synth.Example(t.Context(), "example:"+name)
		require.NoError(t, err)
		same(t, c, again)
		assert.Equal(t, c.Source, again.Source)
	}
	assert.Equal(t, "column", synth.Examples()[0])
	_, err := synth.Example(t.Context(), "nothing")
	assert.ErrorContains(t, err, "column")
	assert.Empty(t, synth.AboutExample("nothing"))
}

func TestExampleIsQuick(t *testing.T) {
	if testing.Short() { // as under the race detector
		t.Skip("of time")
	}
	best := time.Hour
	for range 5 {
		start := time.Now()
		_, err := synth.Example(t.Context(), "column")
		require.NoError(t, err)
		best = min(best, time.Since(start))
	}
	assert.Less(t, best, 500*time.Millisecond)
}
