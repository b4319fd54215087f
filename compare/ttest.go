package compare

import (
	"math"

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
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile((1+level)/2) * sd / math.Sqrt(n)
	return Interval{mean - half, mean + half}
}
