package topology

import (
	"math"
	"math/bits"
	"slices"
)

// Description summarises whole numbers, such as the degrees of the neurons of a
// group. For no numbers, Count is 0, Min and Max are 0 and the rest is NaN.
type Description struct {
	Count, Sum int64
	Min, Max   int64
	Mean       float64
	SD         float64 // √(Σ(x − mean)² / (Count − 1)); NaN below two numbers

	// Percentiles of the sorted numbers x_0 … x_{n−1}: at h = (n−1)·p/100, and
	// linear between two of them. This is type 7 of Hyndman and Fan 1996,
	// https://doi.org/10.1080/00031305.1996.10473566, as in NumPy and R.
	P5, P25, Median, P75, P95 float64
}

// Describe summarises numbers, which it sorts. Sums are exact, and must fit 64
// bits.
//
// Complexity: O(n log n).
func Describe(x []int64) Description {
	slices.Sort(x)
	d := Description{Count: int64(len(x)), Mean: math.NaN(), SD: math.NaN()}
	for _, p := range []struct {
		to *float64
		p  uint64
	}{{&d.P5, 5}, {&d.P25, 25}, {&d.Median, 50}, {&d.P75, 75}, {&d.P95, 95}} {
		*p.to = percentile(x, p.p)
	}
	if len(x) == 0 {
		return d
	}
	d.Min, d.Max = x[0], x[len(x)-1]
	var m moments
	for _, v := range x {
		d.Sum += v
		m.add(v - d.Min)
	}
	d.Mean = float64(d.Sum) / float64(d.Count)
	d.SD = m.sd()
	return d
}

// percentile returns the p-th of sorted numbers.
func percentile(x []int64, p uint64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	hi, lo := bits.Mul64(uint64(len(x)-1), p)
	k, rest := bits.Div64(hi, lo, 100)
	at := float64(x[k])
	if rest > 0 {
		at += float64(x[k+1]-x[k]) * float64(rest) / 100
	}
	return at
}

// moments is the sums behind a standard deviation, of numbers that are not
// negative. Squares are summed in 128 bits.
type moments struct {
	n, sum uint64
	hi, lo uint64 // Σx²
}

func (m *moments) add(x int64) {
	m.n++
	m.sum += uint64(x)
	hi, lo := bits.Mul64(uint64(x), uint64(x))
	var carry uint64
	m.lo, carry = bits.Add64(m.lo, lo, 0)
	m.hi, _ = bits.Add64(m.hi, hi, carry)
}

// sd returns √((n·Σx² − (Σx)²) / (n(n−1))). The difference is exact as long as it
// fits 128 bits; NaN for n < 2.
func (m *moments) sd() float64 {
	if m.n < 2 {
		return math.NaN()
	}
	hi, lo := bits.Mul64(m.n, m.lo)
	hi += m.n * m.hi
	h, l := bits.Mul64(m.sum, m.sum)
	lo, borrow := bits.Sub64(lo, l, 0)
	hi, _ = bits.Sub64(hi, h, borrow)
	variance := (float64(hi)*(1<<64) + float64(lo)) / float64(m.n) / float64(m.n-1)
	return math.Sqrt(variance)
}

// addTo lists the description, names with a prefix.
func (d Description) addTo(s *Scalars, g Group, prefix string) {
	extreme := func(x int64) float64 {
		if d.Count == 0 {
			return math.NaN()
		}
		return float64(x)
	}
	for _, x := range []struct {
		statistic string
		value     float64
	}{
		{"mean", d.Mean}, {"sd", d.SD}, {"median", d.Median}, {"min", extreme(d.Min)}, {"max", extreme(d.Max)},
		{"p5", d.P5}, {"p25", d.P25}, {"p75", d.P75}, {"p95", d.P95},
	} {
		s.Add(g, prefix+x.statistic, x.value)
	}
}
