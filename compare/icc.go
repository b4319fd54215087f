package compare

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// VarianceComponents splits the variance of a statistic into that between groups
// (animals) and that within them (instances of one animal), by one-way analysis of
// variance with random effects.
type VarianceComponents struct {
	Groups  int
	N       int
	Mean    float64 // of all values
	Between float64 // variance between groups; 0 where the estimate is negative
	Within  float64 // variance within groups
	ICC     float64 // ICC(1): (MSB - MSW)/(MSB + (k-1) MSW), which may be negative
	F       float64 // MSB/MSW
	P       float64 // of F, for normal values
}

// Components estimates variance components of values in groups, which may be of
// different sizes: k then is (N - Σ n²/N)/(groups - 1). NaN where there are fewer
// than two groups, or no group of two.
//
// Shrout and Fleiss 1979, https://doi.org/10.1037/0033-2909.86.2.420; for groups
// of different sizes Donner 1986, https://doi.org/10.2307/1403259.
func Components(groups [][]float64) VarianceComponents {
	v := VarianceComponents{Mean: math.NaN(), Between: math.NaN(), Within: math.NaN(), ICC: math.NaN(), F: math.NaN(), P: math.NaN()}
	var kept [][]float64
	sum, squares := 0.0, 0.0
	for _, g := range groups {
		if g = defined(g); len(g) > 0 {
			kept = append(kept, g)
			v.N += len(g)
			squares += float64(len(g)) * float64(len(g))
			for _, x := range g {
				sum += x
			}
		}
	}
	v.Groups = len(kept)
	if v.N == 0 {
		return v
	}
	v.Mean = sum / float64(v.N)
	if v.Groups < 2 || v.N == v.Groups {
		return v
	}
	between, within := 0.0, 0.0
	for _, g := range kept {
		mean := meanOf(g)
		between += float64(len(g)) * (mean - v.Mean) * (mean - v.Mean)
		for _, x := range g {
			within += (x - mean) * (x - mean)
		}
	}
	dfB, dfW := float64(v.Groups-1), float64(v.N-v.Groups)
	msb, msw := between/dfB, within/dfW
	k := (float64(v.N) - squares/float64(v.N)) / dfB
	v.Within = msw
	v.Between = math.Max(0, (msb-msw)/k)
	v.ICC = (msb - msw) / (msb + (k-1)*msw)
	v.F = msb / msw
	if !math.IsNaN(v.F) {
		v.P = distuv.F{D1: dfB, D2: dfW}.Survival(v.F)
	}
	return v
}

// meanOf is the mean; that of equal values is exactly theirs.
func meanOf(x []float64) float64 {
	sum, same := 0.0, true
	for _, v := range x {
		sum += v
		same = same && v == x[0]
	}
	if same && len(x) > 0 {
		return x[0]
	}
	return sum / float64(len(x))
}
