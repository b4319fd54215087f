package control

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/run"
)

// skeleton lists the connected pairs of a graph, whatever their direction.
func skeleton(g *connectome.Graph) []string {
	var pairs []string
	for u := range uint32(g.N()) {
		for v := u + 1; v < uint32(g.N()); v++ {
			if g.Connected(u, v) || g.Connected(v, u) {
				pairs = append(pairs, fmt.Sprint(u, v))
			}
		}
	}
	return pairs
}

func TestReciprocalModelsKeepTheirCounts(t *testing.T) {
	ctx := context.Background()
	for _, p := range []float64{0, 0.02, 0.3, 0.9, 1} {
		g := testGraph(t, 40, 3, uniform(p))
		for _, model := range []Model{AdjustedER, Bishuffled, Underlying} {
			s := samplerOf(t, model, g, connectome.Labels{})
			for index := range uint64(5) {
				d, err := s.Draw(ctx, 9, index, 1)
				require.NoError(t, err)
				assert.Equal(t, g.Connections(), d.Connections(), "%s %v", model, p)
				assert.Equal(t, g.MutualPairs(), d.MutualPairs(), "%s %v", model, p)
				if model != AdjustedER {
					assert.Equal(t, skeleton(g), skeleton(d), "%s %v", model, p)
				}
				for u := range uint32(d.N()) {
					for _, v := range d.Out(u) {
						switch model {
						case Bishuffled: // a direction that is new is that of a mutual pair
							assert.True(t, g.Connected(u, v) || d.Connected(v, u), "%d→%d", u, v)
						case Underlying:
							assert.True(t, u < v || d.Connected(v, u), "%d→%d", u, v)
						}
					}
				}
			}
		}
	}
}

// Every graph that a model can draw is drawn equally often: χ² over all of them.
func TestReciprocalModelsAreUniform(t *testing.T) {
	b, err := connectome.NewBuilder(4)
	require.NoError(t, err)
	for _, e := range [][2]uint32{{0, 1}, {1, 0}, {1, 2}, {3, 2}, {3, 0}} {
		require.NoError(t, b.Add(e[0], e[1]))
	}
	g, _ := b.Build()
	for model, graphs := range map[Model]int{
		AdjustedER: 15 * 4 * 8, // 4 of 6 pairs, 1 of 4 mutual, 3 one way
		Underlying: 4,          // which of the 4 pairs is mutual
	} {
		const draws = 60_000
		s := samplerOf(t, model, g, connectome.Labels{})
		count := map[string]int{}
		for index := range uint64(draws) {
			d, err := s.Draw(context.Background(), 17, index, 1)
			require.NoError(t, err)
			ptr, idx := d.OutCSR()
			count[fmt.Sprint(ptr, idx)]++
		}
		assert.Len(t, count, graphs, "%s", model)
		chi2, mean := 0.0, float64(draws)/float64(graphs)
		for _, n := range count {
			chi2 += (float64(n) - mean) * (float64(n) - mean) / mean
		}
		// Mean graphs-1, standard deviation sqrt(2(graphs-1)).
		freedom := float64(graphs - 1)
		assert.Less(t, chi2, freedom+5*math.Sqrt(2*freedom), "%s", model)
	}
	// bishuffled: the pair that is mutual is any of 4; if it is not {0,1}, that one
	// keeps either direction.
	s, first := samplerOf(t, Bishuffled, g, connectome.Labels{}), [2]int{}
	stays, draws := 0, 40_000
	for index := range uint64(draws) {
		d, err := s.Draw(context.Background(), 5, index, 1)
		require.NoError(t, err)
		switch a, b := d.Connected(0, 1), d.Connected(1, 0); {
		case a && b:
			stays++
		case a:
			first[0]++
		default:
			first[1]++
		}
	}
	assert.InDelta(t, 0.25, float64(stays)/float64(draws), 0.01)
	assert.InDelta(t, 0.5, float64(first[0])/float64(first[0]+first[1]), 0.015)
}

func TestDrawRanks(t *testing.T) {
	for _, want := range []int{0, 1, 7, 50, 93, 100} {
		ranks, err := drawRanks(context.Background(), run.Rand(uint64(want)), 100, want)
		require.NoError(t, err)
		require.Len(t, ranks, want)
		for i, r := range ranks {
			assert.Less(t, r, uint64(100))
			assert.True(t, i == 0 || ranks[i-1] < r)
		}
	}
}
