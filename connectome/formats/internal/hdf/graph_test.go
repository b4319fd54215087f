package hdf

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// listed is what a file may list.
type listed struct {
	n        int
	from, to []uint32
	weights  []float64
}

// draw draws connections among n neurons, with loops and many that are listed again.
func draw(n, connections int, seed uint64, weighted bool) listed {
	r := run.Rand(seed, 0)
	l := listed{n: n}
	for range connections {
		l.from, l.to = append(l.from, uint32(r.IntN(n))), append(l.to, uint32(r.IntN(n)))
		if weighted {
			l.weights = append(l.weights, float64(r.IntN(3))+0.1)
		}
	}
	return l
}

// reference makes the graph by way of FromRows, rows being filled in the order of the
// list.
func (l listed) reference(t *testing.T) (g *connectome.Graph, loops, duplicates int64) {
	ptr, idx, weights := []int64{0}, []uint32(nil), []float64(nil)
	for v := range uint32(l.n) {
		for e, u := range l.from {
			if u == v {
				w := 1.0
				if l.weights != nil {
					w = l.weights[e]
				}
				idx, weights = append(idx, l.to[e]), append(weights, w)
			}
		}
		ptr = append(ptr, int64(len(idx)))
	}
	g, loops, duplicates, err := connectome.FromRows(l.n, ptr, idx, weights)
	require.NoError(t, err)
	return g, loops, duplicates
}

func TestGraph(t *testing.T) {
	ctx := context.Background()
	for name, l := range map[string]listed{
		"nothing": {}, "no connections": {n: 3},
		"plain": draw(20, 300, 1, false), "weighted": draw(20, 300, 2, true), "sparse": draw(500, 300, 3, true),
		"a loop alone": {n: 2, from: []uint32{1}, to: []uint32{1}},
		"ones":         {n: 3, from: []uint32{2, 0}, to: []uint32{0, 2}, weights: []float64{1, 1}},
		"in order":     {n: 3, from: []uint32{0, 0, 1}, to: []uint32{1, 2, 2}, weights: []float64{1, 2, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			want, wantLoops, wantDuplicates := l.reference(t)
			g, loops, duplicates, err := Graph(ctx, l.n, l.from, l.to, l.weights, nil)
			require.NoError(t, err)
			assert.Equal(t, []int64{wantLoops, wantDuplicates}, []int64{loops, duplicates})
			a, b := want.Parts(), g.Parts()
			assert.Equal(t, a.Out.Ptr, b.Out.Ptr)
			for v := range uint32(l.n) {
				assert.True(t, slices.Equal(want.Out(v), g.Out(v)), "%d: %v, want %v", v, g.Out(v), want.Out(v))
				if b.Weights != nil {
					assert.Equal(t, want.OutWeights(v), g.OutWeights(v), "weights add up from the smallest")
				}
			}
			if b.Weights == nil {
				for _, w := range a.Weights {
					assert.Equal(t, 1.0, w, "only weights that are all 1 are none")
				}
			}
		})
	}
}

func TestGraphCountsProgressAndStops(t *testing.T) {
	l := draw(2000, piece+7, 4, false)
	p := NewProgress(func(_, _ int64) {})
	p.Begin(GraphElements * uint64(len(l.from)))
	_, _, _, err := Graph(context.Background(), l.n, l.from, l.to, nil, p)
	require.NoError(t, err)
	assert.Equal(t, p.total, p.done.Load(), "what it said is what it does")
	p.End(nil)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, _, _, err = Graph(ctx, l.n, l.from, l.to, nil, nil)
	require.ErrorIs(t, err, context.Canceled)
}

func TestProgressTells(t *testing.T) {
	var told []int64
	tell := func(done, total int64) { told = append(told, done, total) }
	p := NewProgress(tell)
	p.Add(5) // before it has begun
	p.Begin(10)
	p.Add(3)
	p.End(nil)
	p.Add(3) // after its end
	p.End(nil)
	assert.Equal(t, []int64{10, 10}, told)

	told = nil
	p = NewProgress(tell)
	p.Begin(10)
	p.Add(3)
	p.End(context.Canceled)
	assert.Equal(t, []int64{3, 10}, told, "what failed is not done")

	told = nil
	NewProgress(tell).End(nil)
	assert.Empty(t, told)
	(*Progress)(nil).Add(1)
}
