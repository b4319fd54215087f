package compare

import (
	"math"
	"slices"
)

// Distribution is a distribution of whole numbers, or of bins, as counts: how many
// neurons have each degree, how many pairs each distance. Values ascend.
type Distribution struct {
	Values []float64
	Counts []float64
}

// NewDistribution counts values.
func NewDistribution(values []float64) Distribution {
	sorted := slices.Sorted(slices.Values(defined(values)))
	var d Distribution
	for _, v := range sorted {
		if k := len(d.Values); k > 0 && d.Values[k-1] == v {
			d.Counts[k-1]++
			continue
		}
		d.Values, d.Counts = append(d.Values, v), append(d.Counts, 1)
	}
	return d
}

// Total returns the number of observations.
func (d Distribution) Total() float64 {
	total := 0.0
	for _, n := range d.Counts {
		total += n
	}
	return total
}

// steps calls f for each value that either distribution has, ascending, with the
// shares of either that are at or below it, and the distance to the next value.
func steps(a, b Distribution, f func(fa, fb, width float64)) {
	na, nb := a.Total(), b.Total()
	var ca, cb float64
	for i, j := 0, 0; i < len(a.Values) || j < len(b.Values); {
		at := math.Inf(1)
		if i < len(a.Values) {
			at = a.Values[i]
		}
		if j < len(b.Values) {
			at = math.Min(at, b.Values[j])
		}
		if i < len(a.Values) && a.Values[i] == at {
			ca += a.Counts[i]
			i++
		}
		if j < len(b.Values) && b.Values[j] == at {
			cb += b.Counts[j]
			j++
		}
		next := math.Inf(1)
		if i < len(a.Values) {
			next = a.Values[i]
		}
		if j < len(b.Values) {
			next = math.Min(next, b.Values[j])
		}
		width := next - at
		if math.IsInf(next, 1) {
			width = 0
		}
		f(ca/na, cb/nb, width)
	}
}

// KolmogorovSmirnov is the test of two samples for the same distribution. Statistic
// is D, the largest difference of the shares at or below a value. P is exact for
// samples without ties of up to 10,000 pairs of observations; otherwise it is
// Kolmogorov's asymptotic one, which for discrete values, as degrees are, is too
// large rather than too small (Noether 1963, https://doi.org/10.1007/BF02613450).
// The observations must be independent: the neurons of one circuit are not, so
// that P then says how different two circuits are, not whether their makers differ.
//
// Hodges 1958, https://doi.org/10.1007/BF02589501.
func KolmogorovSmirnov(a, b Distribution) Test {
	na, nb := a.Total(), b.Total()
	test := Test{Name: "ks", N: int(na + nb), Statistic: math.NaN(), P: math.NaN()}
	if na == 0 || nb == 0 {
		return test
	}
	d := 0.0
	steps(a, b, func(fa, fb, _ float64) { d = math.Max(d, math.Abs(fa-fb)) })
	test.Statistic = d
	if na*nb <= 10_000 && untied(a, b) {
		test.P, test.Exact = latticeP(int(na), int(nb), d), true
		return test
	}
	test.P = kolmogorovP(d * math.Sqrt(na*nb/(na+nb)))
	return test
}

// untied reports whether no value occurs twice, in either distribution or in both.
func untied(a, b Distribution) bool {
	for _, n := range append(append([]float64{}, a.Counts...), b.Counts...) {
		if n != 1 {
			return false
		}
	}
	for _, v := range a.Values {
		if _, both := slices.BinarySearch(b.Values, v); both {
			return false
		}
	}
	return true
}

// latticeP is the probability that shares differ by d or more somewhere: one less
// the share of paths from (0,0) to (n,m) that stay within.
func latticeP(n, m int, d float64) float64 {
	limit := d * (1 - 1e-9)
	within := func(i, j int) bool {
		return math.Abs(float64(i)/float64(n)-float64(j)/float64(m)) < limit
	}
	// stay[j] is the probability that a random path to (i, j) has stayed within.
	stay := make([]float64, m+1)
	for i := range n + 1 {
		for j := range m + 1 {
			switch {
			case i == 0 && j == 0:
				stay[j] = 1
			case !within(i, j):
				stay[j] = 0
			case j == 0:
				// stay[0] is that of (i-1, 0)
			case i == 0:
				stay[j] = stay[j-1]
			default:
				// Of the paths to (i, j), i/(i+j) come from (i-1, j).
				stay[j] = (stay[j]*float64(i) + stay[j-1]*float64(j)) / float64(i+j)
			}
		}
	}
	return math.Min(1, math.Max(0, 1-stay[m]))
}

// kolmogorovP is P(K >= x) of Kolmogorov's distribution.
func kolmogorovP(x float64) float64 {
	if x < 0.2 {
		return 1
	}
	if x < 1 { // the series in theta form converges fast here
		sum := 0.0
		for k := 1; k < 40; k += 2 {
			sum += math.Exp(-float64(k*k) * math.Pi * math.Pi / (8 * x * x))
		}
		return 1 - math.Sqrt(2*math.Pi)/x*sum
	}
	sum, sign := 0.0, 1.0
	for k := 1; k < 40; k++ {
		sum += sign * math.Exp(-2*float64(k*k)*x*x)
		sign = -sign
	}
	return math.Min(1, 2*sum)
}

// Wasserstein returns the first Wasserstein distance, in units of the values: the
// area between the two cumulative distributions, how far a unit of one must be
// moved on average to make it the other. NaN if either is empty.
func Wasserstein(a, b Distribution) float64 {
	if a.Total() == 0 || b.Total() == 0 {
		return math.NaN()
	}
	area := 0.0
	steps(a, b, func(fa, fb, width float64) { area += math.Abs(fa-fb) * width })
	return area
}
