package synth

import "math/rand/v2"

// alias draws an index with a given probability in constant time, from one
// 64-bit number: Walker's alias method (Vose 1991,
// https://doi.org/10.1109/32.92917). Probabilities are exact to 2^-32.
type alias struct {
	keep  []uint32 // share of column k that is k's own, in units of 2^-32
	other []uint32 // whose the rest is
}

// build sets up the table for weights, which are not negative, and returns
// their sum. pending is scratch for as many items as there are weights; scaled
// is overwritten with scratch too.
func (a alias) build(weights, scaled []float64, pending []uint32) float64 {
	n := len(weights)
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if sum == 0 {
		return 0
	}
	// Columns that lack something grow from the left of pending, those that have
	// too much from its right.
	low, high := 0, n
	for k, w := range weights {
		scaled[k] = w * float64(n) / sum
		if scaled[k] < 1 {
			pending[low] = uint32(k)
			low++
		} else {
			high--
			pending[high] = uint32(k)
		}
	}
	for low > 0 && high < n {
		low--
		poor, rich := pending[low], pending[high]
		a.keep[poor] = uint32(min(scaled[poor]*(1<<32), 1<<32-1))
		a.other[poor] = rich
		scaled[rich] -= 1 - scaled[poor]
		if scaled[rich] < 1 {
			high++
			pending[low] = rich
			low++
		}
	}
	for _, k := range pending[:low] { // full but for rounding
		a.keep[k], a.other[k] = 1<<32-1, k
	}
	for _, k := range pending[high:] {
		a.keep[k], a.other[k] = 1<<32-1, k
	}
	return sum
}

// draw returns an index.
func (a alias) draw(rng *rand.Rand) uint32 {
	x := rng.Uint64()
	k := x >> 32 * uint64(len(a.keep)) >> 32
	if uint32(x) < a.keep[k] {
		return uint32(k)
	}
	return a.other[k]
}
