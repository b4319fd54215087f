package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"
)

// exactRanks bounds the work of an exact Mann–Whitney test, in steps.
const exactRanks = 20_000_000

// MannWhitney is the rank-sum test of two samples: whether a value of x is as
// likely above a value of y as below. Statistic is U, the number of pairs in which
// x is above, ties counting a half. Undefined values are left out.
//
// P is exact, given the ranks, ties and all, while that takes a fraction of a
// second (up to some 60 values); beyond that it is normal, with corrections for
// ties and continuity. It is undefined if a sample is empty.
//
// Complexity: O(n m (n+m)²) exact for n and m values, else O((n+m) log(n+m)).
// Mann and Whitney 1947, https://doi.org/10.1214/aoms/1177730491.
func MannWhitney(x, y []float64) Test {
	x, y = defined(x), defined(y)
	n, m := len(x), len(y)
	test := Test{Name: "mann_whitney", N: n + m, Statistic: math.NaN(), P: math.NaN()}
	if n == 0 || m == 0 {
		return test
	}
	ranks, ties := midranks(append(append([]float64{}, x...), y...))
	sum, total := 0, 0
	for i, r := range ranks {
		total += r
		if i < n {
			sum += r
		}
	}
	test.Statistic = float64(sum)/2 - float64(n)*float64(n+1)/2
	if n+m <= 60 && n*(n+m)*total <= exactRanks {
		test.P, test.Exact = twoSided(sumsOfSize(ranks, n), sum), true
		test.Least = 2 / combin.GeneralizedBinomial(float64(n+m), float64(n))
		return test
	}
	N := float64(n + m)
	mean := float64(n) * float64(m) / 2
	variance := float64(n) * float64(m) / 12 * (N + 1 - ties/(N*(N-1)))
	test.P = normalP(test.Statistic-mean, variance)
	return test
}

// sumsOfSize returns for each sum the number of subsets of the given size that
// have it.
func sumsOfSize(values []int, size int) []float64 {
	total := 0
	for _, v := range values {
		total += v
	}
	count := make([][]float64, size+1)
	for k := range count {
		count[k] = make([]float64, total+1)
	}
	count[0][0] = 1
	for i, v := range values {
		for k := min(size, i+1); k >= 1; k-- {
			for s := v; s <= total; s++ {
				count[k][s] += count[k-1][s-v]
			}
		}
	}
	return count[size]
}

// defined returns the values that are numbers.
func defined(x []float64) []float64 {
	var kept []float64
	for _, v := range x {
		if !math.IsNaN(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
