package compare

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// Effect is an effect size and its interval of confidence.
type Effect struct {
	Size float64
	Interval
}

// EffectPaired is the standardized mean of differences, Cohen's d_z, with Hedges'
// correction for small samples: mean/sd · (1 - 3/(4(n-1) - 1)), sd with ddof 1.
// The interval holds the sizes under which Student's t of the differences is
// neither too small nor too large; it is exact for normal differences.
// (Bootstrap intervals of it cover 84 % instead of 95 % for seven pairs and an
// effect of 5, as reconstructions and controls have.) Undefined for fewer than two
// differences and where all are zero; the size is ±Inf where they are all the same.
//
// Hedges 1981, https://doi.org/10.3102/10769986006002107; Cumming and Finch 2001,
// https://doi.org/10.1177/0013164401614002.
func EffectPaired(d []float64, level float64) Effect {
	d = defined(d)
	if len(d) < 2 {
		return Effect{math.NaN(), noInterval}
	}
	mean, sd := meanSD(d)
	n := float64(len(d))
	return effect(mean/sd, math.Sqrt(n), n-1, level)
}

// EffectUnpaired is the difference of two means over the pooled standard deviation,
// Hedges' g, with an interval as in [EffectPaired]. Undefined where there are fewer
// than three values, or an empty sample.
func EffectUnpaired(x, y []float64, level float64) Effect {
	x, y = defined(x), defined(y)
	n, m := float64(len(x)), float64(len(y))
	df := n + m - 2
	if n == 0 || m == 0 || df < 1 {
		return Effect{math.NaN(), noInterval}
	}
	mx, my := meanOf(x), meanOf(y)
	square := 0.0
	for _, v := range x {
		square += (v - mx) * (v - mx)
	}
	for _, v := range y {
		square += (v - my) * (v - my)
	}
	return effect((mx-my)/math.Sqrt(square/df), math.Sqrt(n*m/(n+m)), df, level)
}

// effect corrects a size whose t is root times it.
func effect(size, root, df, level float64) Effect {
	c := correction(df)
	i := noncentrality(size*root, df, level)
	return Effect{size * c, Interval{i.Low / root * c, i.High / root * c}}
}

// correction is Hedges' factor, which takes out the bias of small samples. With
// one degree of freedom the approximation has no meaning: 1.
func correction(df float64) float64 {
	if df < 2 {
		return 1
	}
	return 1 - 3/(4*df-1)
}

// zScore is (x - mean)/sd over the draws, sd with ddof 1: NaN for fewer than two
// draws and for 0/0, ±Inf where the draws are all the same and x is not.
func zScore(x float64, draws []float64) float64 {
	if len(draws) < 2 {
		return math.NaN()
	}
	mean, sd := meanSD(draws)
	return (x - mean) / sd
}

// meanSD returns mean and standard deviation, ddof 1; the latter is exactly zero
// where all values are the same, whatever rounding does to their mean.
func meanSD(x []float64) (mean, sd float64) {
	for _, v := range x {
		if v != x[0] {
			return stat.MeanStdDev(x, nil)
		}
	}
	if len(x) == 1 {
		return x[0], math.NaN()
	}
	return x[0], 0
}
