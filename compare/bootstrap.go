package compare

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"

	"github.com/ctopo/ctopo/internal/run"
)

// Interval is an interval of confidence.
type Interval struct{ Low, High float64 }

var noInterval = Interval{math.NaN(), math.NaN()}

// MeanInterval returns the bootstrap-t interval of a mean: how far the means of
// resamples are from the sample's, in standard errors of their own, tells how far
// that may be from the truth. Of the bootstrap intervals it is the one that covers
// at its level for few values, such as seven pairs; percentile and BCa intervals
// are too narrow then. Undefined for fewer than four values.
//
// Complexity: O(n · resamples). Efron 1981, https://doi.org/10.2307/3314608.
func MeanInterval(x []float64, level float64, resamples int, seed uint64) Interval {
	x = defined(x)
	if len(x) < 4 {
		return noInterval
	}
	mean, sd := meanSD(x)
	sample := make([]float64, len(x))
	return studentized(mean, sd/math.Sqrt(float64(len(x))), level, resamples, seed, func(rng *rand.Rand) float64 {
		resample(rng, sample, x)
		m, s := meanSD(sample)
		return (m - mean) / (s / math.Sqrt(float64(len(x))))
	})
}

// DifferenceInterval is [MeanInterval] for the difference of the means of two
// samples, whose variances may differ. Undefined if a sample has fewer than four
// values.
func DifferenceInterval(x, y []float64, level float64, resamples int, seed uint64) Interval {
	x, y = defined(x), defined(y)
	if len(x) < 4 || len(y) < 4 {
		return noInterval
	}
	difference, se := welch(x, y)
	sx, sy := make([]float64, len(x)), make([]float64, len(y))
	return studentized(difference, se, level, resamples, seed, func(rng *rand.Rand) float64 {
		resample(rng, sx, x)
		resample(rng, sy, y)
		d, e := welch(sx, sy)
		return (d - difference) / e
	})
}

// welch returns the difference of two means and its standard error.
func welch(x, y []float64) (difference, se float64) {
	mx, sx := meanSD(x)
	my, sy := meanSD(y)
	return mx - my, math.Sqrt(sx*sx/float64(len(x)) + sy*sy/float64(len(y)))
}

func resample(rng *rand.Rand, to, from []float64) {
	for i := range to {
		to[i] = from[rng.IntN(len(from))]
	}
}

// studentized turns quantiles of a studentized statistic into an interval.
// Resamples whose values are all the same have no standard error and are left out.
func studentized(value, se, level float64, resamples int, seed uint64, draw func(*rand.Rand) float64) Interval {
	rng := run.Rand(seed)
	var t []float64
	for range resamples {
		if v := draw(rng); !math.IsNaN(v) && !math.IsInf(v, 0) {
			t = append(t, v)
		}
	}
	if se == 0 {
		return Interval{value, value}
	}
	if len(t) < 20 {
		return noInterval
	}
	slices.Sort(t)
	at := func(q float64) float64 { return value - se*stat.Quantile(q, stat.LinInterp, t, nil) }
	return Interval{at((1 + level) / 2), at((1 - level) / 2)}
}
