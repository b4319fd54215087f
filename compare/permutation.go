package compare

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/combin"

	"github.com/ctopo/ctopo/internal/run"
)

// exactCases is the number of rearrangements up to which all are tried.
const exactCases = 1 << 18

// tolerance is the share of a sum by which two rearrangements may differ and still
// count as equal: the same numbers added in another order.
const tolerance = 1e-12

// SignFlip is the permutation test of pairs: whether x[i] - y[i] is symmetric about
// zero. Statistic is the mean difference; P is the share of all ways to give the
// differences signs that are as far from zero. Up to 18 pairs all are tried;
// beyond that draws random ones are, and P is (1 + as far) / (1 + draws), which
// is never 0.
//
// Fisher 1935, The Design of Experiments; Phipson and Smyth 2010,
// https://doi.org/10.2202/1544-6115.1585.
func SignFlip(x, y []float64, draws int, seed uint64) Test {
	d := differences(x, y)
	test := Test{Name: "permutation", N: len(d), Statistic: math.NaN(), P: math.NaN()}
	if len(d) == 0 {
		return test
	}
	sum, size := 0.0, 0.0
	for _, v := range d {
		sum += v
		size += math.Abs(v)
	}
	test.Statistic = sum / float64(len(d))
	far := math.Abs(sum) - tolerance*size
	if len(d) < 63 && 1<<len(d) <= exactCases {
		test.P, test.Exact = allSigns(d, far), true
		test.Least = math.Exp2(1 - float64(len(d)))
		return test
	}
	rng := run.Rand(seed)
	as := 0
	for range draws {
		total := 0.0
		for _, v := range d {
			if rng.Uint64()&1 == 0 {
				v = -v
			}
			total += v
		}
		if math.Abs(total) >= far {
			as++
		}
	}
	test.P = float64(1+as) / float64(1+draws)
	return test
}

// allSigns returns the share of all choices of signs whose sum is as far from zero.
func allSigns(d []float64, far float64) float64 {
	cases := 1 << len(d)
	as := 0
	for signs := range cases {
		total := 0.0
		for i, v := range d {
			if signs>>i&1 == 1 {
				v = -v
			}
			total += v
		}
		if math.Abs(total) >= far {
			as++
		}
	}
	return float64(as) / float64(cases)
}

// Permutation is the permutation test of two samples: whether the mean of x is that
// of y, for values that could be exchanged. Statistic is the difference of the
// means; P is the share of all ways to divide the values that have means as far
// apart. All are tried where there are few; else draws random ones are, as in
// [SignFlip].
func Permutation(x, y []float64, draws int, seed uint64) Test {
	x, y = defined(x), defined(y)
	test := Test{Name: "permutation", N: len(x) + len(y), Statistic: math.NaN(), P: math.NaN()}
	if len(x) == 0 || len(y) == 0 {
		return test
	}
	all := append(append([]float64{}, x...), y...)
	total, size := 0.0, 0.0
	for _, v := range all {
		total += v
		size += math.Abs(v)
	}
	n, m := float64(len(x)), float64(len(y))
	apart := func(sum float64) float64 { return sum/n - (total-sum)/m }
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	test.Statistic = apart(sum)
	far := math.Abs(test.Statistic) - tolerance*size*(1/n+1/m)
	if combin.GeneralizedBinomial(n+m, n) <= exactCases {
		as, cases := 0, 0
		for g := combin.NewCombinationGenerator(len(all), len(x)); g.Next(); cases++ {
			sum := 0.0
			for _, i := range g.Combination(nil) {
				sum += all[i]
			}
			if math.Abs(apart(sum)) >= far {
				as++
			}
		}
		test.P, test.Exact = float64(as)/float64(cases), true
		test.Least = 1 / float64(cases)
		if len(x) == len(y) { // exchanged, the two are as far apart
			test.Least *= 2
		}
		return test
	}
	rng := run.Rand(seed)
	as := 0
	for range draws {
		if math.Abs(apart(sumOfSome(rng, all, len(x)))) >= far {
			as++
		}
	}
	test.P = float64(1+as) / float64(1+draws)
	return test
}

// sumOfSome adds up n values drawn without replacement. It reorders the values.
func sumOfSome(rng *rand.Rand, values []float64, n int) float64 {
	sum := 0.0
	for i := range n {
		j := i + rng.IntN(len(values)-i)
		values[i], values[j] = values[j], values[i]
		sum += values[i]
	}
	return sum
}

// Rank is the Monte Carlo test of one value against draws from a null model: P is
// twice (1 + the draws at or beyond the value, on the side where there are fewer)
// over (1 + draws), at most 1. Statistic is the value's z. Undefined for fewer than
// two draws.
//
// North et al. 2002, https://doi.org/10.1086/341527.
func Rank(value float64, draws []float64) Test {
	draws = defined(draws)
	test := Test{Name: "rank", N: len(draws), Statistic: zScore(value, draws), P: math.NaN(), Exact: true}
	if len(draws) < 2 || math.IsNaN(value) {
		return test
	}
	test.Least = 2 / float64(1+len(draws))
	below, above := 0, 0
	for _, d := range draws {
		if d <= value {
			below++
		}
		if d >= value {
			above++
		}
	}
	test.P = math.Min(1, 2*float64(1+min(below, above))/float64(1+len(draws)))
	return test
}
