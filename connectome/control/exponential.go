package control

import (
	"math"
	"math/bits"
)

// The logarithms of this file use nothing but additions, multiplications and
// divisions, each rounded by itself (float64(…) forbids fusing them), so that
// the same seed draws the same graph on every 64-bit processor: the standard
// library's differ in the last bit between architectures. That of exponential is
// also faster, as it looks a division up.

// logBits is the number of leading bits of a fraction that its logarithm is
// looked up by; the rest, less than 2^-8 of it, is left to a polynomial.
const logBits = 7

// logTable holds, for each run of fractions in [1, 2), about the inverse of its
// middle, and minus the logarithm of that inverse.
var logTable = func() (table [1 << logBits]struct{ inverse, log float64 }) {
	for i := range table {
		inverse := 1 / (1 + (float64(i)+0.5)/(1<<logBits))
		table[i].inverse = inverse
		table[i].log = -log1m(1 - inverse)
	}
	return table
}()

// log1m returns ln(1-p) for p in [0, 1], by -2 artanh(p/(2-p)) for p ≤ ½ and
// ln(1-p) = -e ln 2 + ln(m) for 1-p = m·2^-e, m in [½, 1), else. Relative error
// some 1e-16; slow, for tables.
func log1m(p float64) float64 {
	switch {
	case p >= 1:
		return math.Inf(-1)
	case p > 0.5:
		m, e := math.Frexp(1 - p)
		return float64(float64(e)*math.Ln2) + log1m(1-m)
	}
	s := p / (2 - p) // at most 1/3: 20 terms leave 3^-41
	square := float64(s * s)
	sum := 0.0
	for k := 39; k >= 1; k -= 2 {
		sum = float64(sum*square) + 1/float64(k)
	}
	return -float64(2 * float64(s*sum))
}

// exponential turns 64 random bits into an exponential variate of mean 1: -ln U
// for U = (⌊bits/2^11⌋ + 1)/2^53, uniform on (0, 1]. The error is a few 1e-16,
// about the distance between neighbouring values of U, or a last bit.
func exponential(random uint64) float64 {
	x := random>>11 + 1
	shift := bits.LeadingZeros64(x)
	fraction := x << shift << 1 >> 12 // what follows the leading bit
	m := math.Float64frombits(1023<<52 | fraction)
	entry := &logTable[fraction>>(52-logBits)]
	r := float64(m*entry.inverse) - 1
	// ln(1+r) for |r| < 2^-8, to r^7/7 < 2^-58.
	square := float64(r * r)
	low := r - float64(square*0.5)
	high := float64(1.0/3) - float64(r*0.25) + float64(square*(0.2-float64(r*(1.0/6))))
	ln := entry.log + (low + float64(float64(r*square)*high))
	return float64(float64(shift-10)*math.Ln2) - ln
}
