package control

import "math/bits"

// probabilities is a table of probabilities, by bin, that tells the largest of any
// run of bins in constant time.
//
// Bender and Farach-Colton 2000, https://doi.org/10.1007/10719839_9: a sparse
// table. Memory: O(bins log bins).
type probabilities struct {
	p      []float64
	rate   []float64  // -ln(1-p)
	levels [][]uint16 // levels[k][i] is the bin of the largest of p[i:i+2^k]
}

func newProbabilities(p []float64) *probabilities {
	t := &probabilities{p: p, rate: make([]float64, len(p))}
	level := make([]uint16, len(p))
	for i, x := range p {
		t.rate[i] = -log1m(x)
		level[i] = uint16(i)
	}
	t.levels = append(t.levels, level)
	for width := 1; 2*width <= len(p); width *= 2 {
		next := make([]uint16, len(p)-2*width+1)
		for i := range next {
			next[i] = t.larger(level[i], level[i+width])
		}
		t.levels = append(t.levels, next)
		level = next
	}
	return t
}

func (t *probabilities) larger(a, b uint16) uint16 {
	if t.p[b] > t.p[a] {
		return b
	}
	return a
}

// largest returns the bin of the largest probability of bins lo to hi.
func (t *probabilities) largest(lo, hi int) int {
	k := bits.Len(uint(hi-lo+1)) - 1
	return int(t.larger(t.levels[k][lo], t.levels[k][hi-1<<k+1]))
}

// fractions returns k/n for each of some numbers; 0 for 0 of 0.
func fractions(some, all []int64) []float64 {
	p := make([]float64, len(some))
	for i, k := range some {
		if k > 0 {
			p[i] = float64(k) / float64(all[i])
		}
	}
	return p
}
