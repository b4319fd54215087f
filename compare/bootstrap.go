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

// fewestResampled is how many values a bootstrap-t interval takes. Of fewer, too many
// resamples hold hardly more than one value, over and over, and have next to no standard
// error: one of twenty intervals of seven exponential values is 2.7 times as wide as
// Student's, of five 6 times, of four 20 times. Percentile and BCa intervals of so few
// values are too narrow instead.
const fewestResampled = 10

// MeanInterval returns the bootstrap-t interval of a mean: how far the means of
// resamples are from the sample's, in standard errors of their own, tells how far
// that may be from the truth. It covers better than Student's where values are skewed.
// Undefined for fewer than ten values, for which it is unstable: take
// [StudentInterval].
//
// Complexity: O(n · resamples). Efron 1981, https://doi.org/10.2307/3314608.
func MeanInterval(x []float64, level float64, resamples int, seed uint64) Interval {
	x = defined(x)
	if len(x) < fewestResampled {
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
// samples, whose variances may differ. If one has fewer than ten values it is Welch's:
// by Student's t, with the degrees of freedom of Satterthwaite. Undefined if one has fewer
// than two.
//
// Welch 1947, https://doi.org/10.1093/biomet/34.1-2.28.
func DifferenceInterval(x, y []float64, level float64, resamples int, seed uint64) Interval {
	x, y = defined(x), defined(y)
	difference, se, df := welch(x, y)
	switch {
	case len(x) < 2 || len(y) < 2:
		return noInterval
	case len(x) < fewestResampled || len(y) < fewestResampled:
		return around(difference, se, df, level)
	}
	sx, sy := make([]float64, len(x)), make([]float64, len(y))
	return studentized(difference, se, level, resamples, seed, func(rng *rand.Rand) float64 {
		resample(rng, sx, x)
		resample(rng, sy, y)
		d, e, _ := welch(sx, sy)
		return (d - difference) / e
	})
}

// welch returns the difference of two means, its standard error, and the degrees of
// freedom that this has; NaN for fewer than two values.
func welch(x, y []float64) (difference, se, df float64) {
	if len(x) < 2 || len(y) < 2 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	n, m := float64(len(x)), float64(len(y))
	mx, sx := meanSD(x)
	my, sy := meanSD(y)
	a, b := sx*sx/n, sy*sy/m
	return mx - my, math.Sqrt(a + b), (a + b) * (a + b) / (a*a/(n-1) + b*b/(m-1))
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
