package compare

import (
	"math"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"
)

// noncentralT is Student's t with nu degrees of freedom and any noncentrality, as
// places s = χ/√nu and their weights: P(T <= t) is the mean of Φ(t·s - delta).
type noncentralT struct{ s, weight []float64 }

func newNoncentralT(nu float64) noncentralT {
	const places, negligible = 200, 1e-13
	chi2 := distuv.ChiSquared{K: nu}
	d := noncentralT{make([]float64, places), make([]float64, places)}
	quad.Legendre{}.FixedLocations(d.s, d.weight,
		math.Sqrt(chi2.Quantile(negligible)/nu), math.Sqrt(chi2.Quantile(1-negligible)/nu))
	for i, s := range d.s {
		d.weight[i] *= 2 * nu * s * chi2.Prob(nu*s*s)
	}
	return d
}

// CDF returns P(T <= t) for a noncentrality.
func (d noncentralT) CDF(t, delta float64) float64 {
	p := 0.0
	for i, s := range d.s {
		p += d.weight[i] * distuv.UnitNormal.CDF(t*s-delta)
	}
	return math.Min(1, math.Max(0, p))
}

// noncentrality returns the interval of the noncentralities under which a t of nu
// degrees of freedom is neither too small nor too large at a level.
func noncentrality(t, nu, level float64) Interval {
	if math.IsNaN(t) || math.IsInf(t, 0) || nu < 1 {
		return noInterval
	}
	d := newNoncentralT(nu)
	solve := func(p float64) float64 {
		// P falls as the noncentrality grows.
		width := 10 + math.Abs(t)*5
		lo, hi := t-width, t+width
		for hi-lo > 1e-9*(1+math.Abs(t)) {
			mid := (lo + hi) / 2
			if d.CDF(t, mid) > p {
				lo = mid
			} else {
				hi = mid
			}
		}
		return (lo + hi) / 2
	}
	return Interval{solve((1 + level) / 2), solve((1 - level) / 2)}
}
