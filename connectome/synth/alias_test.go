package synth

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ctopo/ctopo/internal/run"
)

// share is the probability of each index, as the table holds it.
func (a alias) share() []float64 {
	p := make([]float64, len(a.keep))
	for k, keep := range a.keep {
		own := float64(keep) / (1 << 32)
		p[k] += own / float64(len(p))
		p[a.other[k]] += (1 - own) / float64(len(p))
	}
	return p
}

func TestAlias(t *testing.T) {
	rng := run.Rand(1)
	many := make([]float64, 1000)
	for k := range many {
		many[k] = rng.ExpFloat64()
	}
	for name, weights := range map[string][]float64{
		"one":     {3},
		"equal":   {1, 1, 1, 1},
		"zeros":   {0, 2, 0, 0, 1},
		"one big": {1e-9, 1, 1e-9},
		"many":    many,
	} {
		t.Run(name, func(t *testing.T) {
			n := len(weights)
			a := alias{keep: make([]uint32, n), other: make([]uint32, n)}
			sum := a.build(weights, make([]float64, n), make([]uint32, n))
			for k, p := range a.share() {
				assert.InDelta(t, weights[k]/sum, p, 2e-9*float64(n), "index %d", k)
			}
			const draws = 100_000
			seen := make([]int, n)
			for range draws {
				seen[a.draw(rng)]++
			}
			for k, w := range weights {
				expected := w / sum * draws
				assert.InDelta(t, expected, seen[k], 5*max(1, sqrt(expected)), "index %d", k)
			}
		})
	}
}

func TestAliasOfNothing(t *testing.T) {
	a := alias{keep: make([]uint32, 2), other: make([]uint32, 2)}
	require.Zero(t, a.build([]float64{0, 0}, make([]float64, 2), make([]uint32, 2)))
}
