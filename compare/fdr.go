package compare

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/ctopo/ctopo/connectome/topology"
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

// FamilyOf names the tests that the p value of a number is adjusted together with: those
// of the same measure about the same kind of thing, such as "degree" for the whole
// circuit and "degree by pathway". So what is found about the whole does not depend on
// how many parts were looked at besides.
func FamilyOf(statistic, key string) string {
	kind, _, grouped := strings.Cut(key, "=")
	if grouped {
		if k, err := topology.ParseGroupKind(kind); err == nil && k != topology.GroupAll {
			return statistic + " by " + kind
		}
	}
	return statistic
}

// adjustFamilies adjusts p values within each family, and tells how many of the
// family's are defined.
func adjustFamilies(families []string, p []float64) (adjusted []float64, tests []int) {
	at := make(map[string][]int)
	for i, f := range families {
		at[f] = append(at[f], i)
	}
	adjusted, tests = make([]float64, len(p)), make([]int, len(p))
	for _, rows := range at {
		ps := make([]float64, len(rows))
		n := 0
		for k, i := range rows {
			ps[k] = p[i]
			if !math.IsNaN(p[i]) {
				n++
			}
		}
		for k, q := range BenjaminiHochberg(ps) {
			adjusted[rows[k]], tests[rows[k]] = q, n
		}
	}
	return adjusted, tests
}
