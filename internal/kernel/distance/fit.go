package distance

import "math"

// steps is the number of ratios that the search for the best one begins with.
const steps = 256

// nothing is a ratio of neighbouring bins that is as good as 0.
const nothing = 1e-6

// FitExponential fits p = a·e^{-b·d} to probabilities p[k] at the centres of bins of
// a width, d = (k+½)·width: it minimises the sum of squares over the bins whose p
// is not NaN, all weighted alike. rms is the root mean square of what is left. All
// are NaN if there are fewer than two such bins, if all p are zero, and if the best
// curve falls to nothing or doubles from one bin to the next.
//
// With q = e^{-b·width} the curve is a geometric sequence. For a given q the best
// amplitude is a ratio of two sums, which leaves one unknown: the best q of a grid
// from 0 to 2 is refined by bisection of the derivative. No exponential is taken,
// so that the result does not depend on the processor.
func FitExponential(width float64, p []float64) (a, b, rms float64) {
	first, last, points := span(p)
	if points < 2 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	p = p[first : last+1]
	best, most := 0, 0.
	for i := 0; i <= steps; i++ {
		if s := explained(p, grid(i)); s > most {
			best, most = i, s
		}
	}
	if most == 0 || best == steps {
		return math.NaN(), math.NaN(), math.NaN()
	}
	lo, hi := grid(max(best-1, 0)), grid(best+1)
	for mid := lo + (hi-lo)/2; lo < mid && mid < hi && hi > nothing; mid = lo + (hi-lo)/2 {
		if rising(p, mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	if hi <= nothing {
		return math.NaN(), math.NaN(), math.NaN()
	}
	n, d := sums(p, lo)
	// The amplitude is that at the centre of the first bin: half a bin from 0, and
	// further by the bins left out.
	b = -math.Log(lo) / width
	a = n / d / math.Sqrt(lo)
	for range first {
		a /= lo
	}
	power := n / d
	for _, x := range p {
		if !math.IsNaN(x) {
			rms += float64((x - power) * (x - power))
		}
		power *= lo
	}
	return a, b, math.Sqrt(rms / float64(points))
}

// grid returns the ratios tried: from 0 to 2, evenly.
func grid(i int) float64 { return 2 * float64(i) / steps }

// span returns the first and the last bin that has a p, and the number of those.
func span(p []float64) (first, last, points int) {
	first = -1
	for k, x := range p {
		if math.IsNaN(x) {
			continue
		}
		if first < 0 {
			first = k
		}
		last = k
		points++
	}
	return max(first, 0), last, points
}

// sums returns Σ p[k]·q^k and Σ q^2k over the bins with a p.
func sums(p []float64, q float64) (n, d float64) {
	power := 1.
	for _, x := range p {
		if !math.IsNaN(x) {
			n += float64(x * power)
			d += float64(power * power)
		}
		power *= q
	}
	return n, d
}

// explained returns the sum of squares that the best curve of ratio q explains.
func explained(p []float64, q float64) float64 {
	n, d := sums(p, q)
	return n / d * n
}

// rising reports whether more is explained by a ratio a little larger than q: the
// sign of the derivative of n²/d, which is that of 2n'd - nd' as n and d are positive.
func rising(p []float64, q float64) bool {
	var n, d, dn, dd float64 // dn, dd: derivatives times q
	power := 1.
	for k, x := range p {
		if !math.IsNaN(x) {
			n += float64(x * power)
			d += float64(power * power)
			dn += float64(float64(k) * float64(x*power))
			dd += float64(2 * float64(k) * float64(power*power))
		}
		power *= q
	}
	return float64(2*dn*d) > float64(n*dd)
}
