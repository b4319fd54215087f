package synth

import (
	"math"
	"math/rand/v2"
)

// power is the distribution of a propensity,
//
//	x = (k + 1)·u^k
//
// with u uniform in (0, 1): of mean 1, variance k²/(2k + 1) and bounded, unlike
// the log-normal. Published numbers of simplices grow with dimension as they do
// where a few cells have some times the mean, not ten times.
type power float64

// powerOf returns the distribution of that variance.
func powerOf(variance float64) power {
	return power(variance + math.Sqrt(float64(variance*variance)+variance))
}

// variance of the propensity.
func (k power) variance() float64 { return float64(k*k) / float64(2*k+1) }

// of returns the propensity for u.
func (k power) of(u float64) float64 {
	return float64(k+1) * math.Pow(u, float64(k))
}

// leastPropensity is that of cells that connect as good as never. It is not 0,
// so that small pathways can be filled.
const leastPropensity = 1.0 / 256

// rank says which of the cells of an m-type connect more readily: the share of
// its cells that do so less.
type rank struct{ out, in float64 }

// drawRank draws a cell's ranks. It draws as often for each kind.
func (m *model) drawRank(rng *rand.Rand, kind Kind) rank {
	place := rank{rng.Float64(), rng.Float64()}
	own := rank{rng.Float64(), rng.Float64()}
	if isOwn := rng.Float64() < m.own; isOwn && kind != Control {
		return own
	}
	return place
}
