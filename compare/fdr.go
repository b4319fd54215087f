package compare

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg adjusts the p values of many tests for the false discovery
// rate: of the tests whose adjusted p is at most q, a share of q is expected to be
// wrong. Undefined values stay undefined and do not count as tests.
//
// Benjamini and Hochberg 1995, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x.
func BenjaminiHochberg(p []float64) []float64 {
	adjusted := make([]float64, len(p))
	var order []int
	for i, v := range p {
		adjusted[i] = math.NaN()
		if !math.IsNaN(v) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	least := 1.0
	for k := len(order) - 1; k >= 0; k-- {
		least = math.Min(least, p[order[k]]*float64(len(order))/float64(k+1))
		adjusted[order[k]] = least
	}
	return adjusted
}
