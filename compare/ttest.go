package compare

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Test is the outcome of a test of significance. All tests are two-sided.
type Test struct {
	Name      string  // "paired_t", "wilcoxon", …
	Statistic float64 // what the test is named for: t, W+, U, D, a mean difference
	P         float64 // NaN where the test says nothing
	N         int     // observations, or pairs, that it rests on
	Exact     bool    // P is of the exact distribution, not of an approximation
	Least     float64 // the smallest P that so few observations can give; 0 if any
}

// PairedT is Student's t test of pairs: whether the mean of x[i] - y[i] is zero,
// for differences that are independent and normal. P is undefined for fewer than
// two pairs, and where all differences are the same: those of small counts may well be,
// and no spread is no evidence of any. (R refuses such data, SciPy says p = 0.)
//
// Student 1908, https://doi.org/10.1093/biomet/6.1.1.
func PairedT(x, y []float64) Test {
	d := differences(x, y)
	test := Test{Name: "paired_t", N: len(d), Statistic: math.NaN(), P: math.NaN()}
	if len(d) < 2 {
		return test
	}
	mean, sd := meanSD(d)
	test.Statistic = mean / (sd / math.Sqrt(float64(len(d))))
	if !math.IsNaN(test.Statistic) && sd > sameSpread*math.Abs(mean) {
		test.P = 2 * distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(len(d) - 1)}.Survival(math.Abs(test.Statistic))
	}
	return test
}

// sameSpread is the spread of differences, of their mean, that is rounding alone.
const sameSpread = 1e-12

// differences returns x - y, pairs in which either is undefined left out.
func differences(x, y []float64) []float64 {
	if len(x) != len(y) {
		panic("compare: pairs of lists of different lengths")
	}
	d := make([]float64, 0, len(x))
	for i := range x {
		if v := x[i] - y[i]; !math.IsNaN(v) {
			d = append(d, v)
		}
	}
	return d
}

// StudentInterval returns the interval of a mean by Student's t: mean ± t·sd/√n, with
// n − 1 degrees of freedom. It holds zero exactly where the paired test's p is above
// 1 − level. Values that are not numbers are left out; undefined for fewer than two.
func StudentInterval(x []float64, level float64) Interval {
	x = defined(x)
	if len(x) < 2 {
		return noInterval
	}
	mean, sd := meanSD(x)
	n := float64(len(x))
	return around(mean, sd/math.Sqrt(n), n-1, level)
}

// around is the interval of a value by Student's t.
func around(value, se, df, level float64) Interval {
	if se == 0 {
		return Interval{value, value}
	}
	half := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile((1+level)/2) * se
	return Interval{value - half, value + half}
}

// RatioInterval returns the interval of a mean of ratios by Student's t, on the scale of
// their logarithm: mean · exp(± t·sd/(mean·√n)), the delta method, with n − 1 degrees of
// freedom. It is never below zero, and as far above the mean as below it on the log axis
// that ratios are drawn on. Values that are not numbers are left out; undefined for fewer
// than two, where one is infinite, and for a mean that is not above zero.
func RatioInterval(ratios []float64, level float64) Interval {
	x := defined(ratios)
	if len(x) < 2 || slices.ContainsFunc(x, func(r float64) bool { return math.IsInf(r, 0) }) {
		return noInterval
	}
	mean, sd := meanSD(x)
	if sd == 0 {
		return Interval{mean, mean}
	}
	if mean <= 0 {
		return noInterval
	}
	n := float64(len(x))
	i := around(math.Log(mean), sd/(mean*math.Sqrt(n)), n-1, level)
	return Interval{math.Exp(i.Low), math.Exp(i.High)}
}
