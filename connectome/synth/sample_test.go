package synth

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// smallPathway is a few cells with their rates, computed pair by pair.
func smallPathway(n int) (cells []connectome.Position, out, in []float64, prob *[windows]float64) {
	rng := run.Rand(7)
	for range n {
		x, z := place(rng, radius)
		cells = append(cells, connectome.Position{X: middleX + x, Z: middleZ + z})
		out, in = append(out, 0.1+rng.Float64()), append(in, 0.1+2*rng.Float64())
	}
	return cells, out, in, &numbers().pathways[0].prob
}

// Pairs come in proportion to out(i)·in(j)·f(d(i, j)), whatever the tiles.
func TestRates(t *testing.T) {
	const n, draws = 12, 400_000
	place, out, in, prob := smallPathway(n)
	var l lookup
	l.fill(prob, 1000)
	var rate [n][n]float64
	sum := 0.0
	for i := range n {
		for j := range n {
			if i != j {
				d := distance(place[i].X-place[j].X, place[i].Z-place[j].Z)
				rate[i][j] = out[i] * in[j] * float64(l.p[int(d/lookupStep)])
				sum += rate[i][j]
			}
		}
	}
	for _, side := range []int{1, 3, 8} {
		g := newGrid(side, radius)
		pre, post := newUrn(g, place, out), newUrn(g, place, in)
		var s sampler
		s.prepare(pre, post, prob, 1000)
		drawn, err := s.more(t.Context(), run.Rand(1, uint64(side)), pre, post, true, nil, draws)
		require.NoError(t, err)
		var seen [n][n]int
		for _, p := range drawn {
			seen[p>>32][uint32(p)]++
		}
		for i := range n {
			assert.Zero(t, seen[i][i], "a loop")
			for j := range n {
				expected := rate[i][j] / sum * draws
				assert.InDelta(t, expected, seen[i][j], 5*max(1, sqrt(expected)), "side %d: %d to %d", side, i, j)
			}
		}
	}
}

// Nearly all pairs of a small pathway: duplicates abound, the count is kept.
func TestDrawIsExactAndDistinct(t *testing.T) {
	const n = 30
	place, out, in, prob := smallPathway(n)
	for _, side := range sides {
		g := newGrid(side, radius)
		pre, post := newUrn(g, place, out), newUrn(g, place, in)
		for _, count := range []int64{0, 1, 10, n * (n - 1) / 2} {
			var s sampler
			r, err := s.draw(t.Context(), run.Rand(1), pre, post, true, prob, 1000, count)
			require.NoError(t, err)
			assert.Len(t, r.target, int(count))
			assert.EqualValues(t, count, r.first[n])
			for i := range n {
				row := r.target[r.first[i]:r.first[i+1]]
				assert.True(t, slices.IsSorted(row))
				assert.Len(t, slices.Compact(slices.Clone(row)), len(row))
				assert.NotContains(t, row, uint32(i))
			}
		}
	}
}

func TestSortPairs(t *testing.T) {
	r := sortPairs([]pair{2<<32 | 5, 0<<32 | 9, 2<<32 | 1, 2<<32 | 5, 0<<32 | 9}, 4)
	assert.Equal(t, []uint32{0, 1, 1, 3, 3}, r.first)
	assert.Equal(t, []uint32{9, 1, 5}, r.target)
	assert.True(t, r.has(2<<32|5))
	assert.False(t, r.has(2<<32|9))
	assert.False(t, r.has(1<<32|9))
}

func TestDrawStops(t *testing.T) {
	place, out, in, prob := smallPathway(30)
	g := newGrid(1, radius)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var s sampler
	pre, post := newUrn(g, place, out), newUrn(g, place, in)
	s.prepare(pre, post, prob, 1000)
	_, err := s.more(ctx, run.Rand(1), pre, post, true, nil, 1<<40)
	assert.ErrorIs(t, err, context.Canceled)
}
