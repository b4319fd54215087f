package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// exactPairs is the number of pairs up to which Wilcoxon's distribution is worked
// out: 2^50 cases are whole numbers of a float64.
const exactPairs = 50

// Wilcoxon is the signed-rank test of pairs: whether x[i] - y[i] is symmetric
// about zero. Differences of zero are left out, as Wilcoxon did; equal ones share
// their ranks. Statistic is W+, the sum of the ranks of positive differences.
//
// Up to 50 pairs P is exact, given the ranks, ties and all; beyond that it is
// normal, with corrections for ties and continuity. It is undefined if no
// difference is left.
//
// Complexity: O(n³) for n pairs up to 50, else O(n log n). Wilcoxon 1945,
// https://doi.org/10.2307/3001968.
func Wilcoxon(x, y []float64) Test {
	var size []float64
	var positive []bool
	for _, d := range differences(x, y) {
		if d != 0 {
			size = append(size, math.Abs(d))
			positive = append(positive, d > 0)
		}
	}
	test := Test{Name: "wilcoxon", N: len(size), Statistic: math.NaN(), P: math.NaN()}
	if len(size) == 0 {
		return test
	}
	ranks, ties := midranks(size)
	plus := 0
	for i, r := range ranks {
		if positive[i] {
			plus += r
		}
	}
	test.Statistic = float64(plus) / 2
	if len(size) <= exactPairs {
		test.P, test.Exact = twoSided(subsetSums(ranks), plus), true
		test.Least = math.Exp2(1 - float64(len(size)))
		return test
	}
	n := float64(len(size))
	mean, variance := n*(n+1)/4, n*(n+1)*(2*n+1)/24-ties/48
	test.P = normalP(test.Statistic-mean, variance)
	return test
}

// subsetSums returns for each sum the number of subsets that have it.
func subsetSums(values []int) []float64 {
	total := 0
	for _, v := range values {
		total += v
	}
	count := make([]float64, total+1)
	count[0] = 1
	reach := 0
	for _, v := range values {
		for s := reach; s >= 0; s-- {
			count[s+v] += count[s]
		}
		reach += v
	}
	return count
}

// normalP is the two-sided p of a deviation of whole or half steps, with the
// correction of half a step for continuity.
func normalP(deviation, variance float64) float64 {
	if variance <= 0 {
		return math.NaN()
	}
	z := math.Max(0, math.Abs(deviation)-0.5) / math.Sqrt(variance)
	return math.Min(1, 2*distuv.UnitNormal.Survival(z))
}
