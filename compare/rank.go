package compare

import (
	"cmp"
	"math"
	"slices"
)

// midranks returns twice the rank of each value, from 2 for the smallest: equal
// values share the mean of their ranks, and twice that is a whole number. ties is
// Σ (t³ - t) over the runs of t equal values.
func midranks(values []float64) (twice []int, ties float64) {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(values[i], values[j]) })
	twice = make([]int, len(values))
	for lo := 0; lo < len(order); {
		hi := lo + 1
		for hi < len(order) && values[order[hi]] == values[order[lo]] {
			hi++
		}
		for _, i := range order[lo:hi] {
			twice[i] = lo + 1 + hi // (lo+1) + … + hi over hi-lo, twice
		}
		t := float64(hi - lo)
		ties += t*t*t - t
		lo = hi
	}
	return twice, ties
}

// twoSided returns the two-sided p of a sum whose distribution is given by the
// number of equally likely cases for each value: twice the smaller tail that
// holds the value, at most 1.
func twoSided(cases []float64, value int) float64 {
	var below, above, all float64
	for v, n := range cases {
		all += n
		if v <= value {
			below += n
		}
		if v >= value {
			above += n
		}
	}
	return math.Min(1, 2*math.Min(below, above)/all)
}
