package control

import (
	"math"
	"math/bits"
)

// aliasTable draws numbers with given weights in constant time.
//
// Vose 1991, https://doi.org/10.1109/32.92917.
type aliasTable struct {
	keep  []uint64 // column k keeps its own number with probability keep[k]/2^64
	other []uint32 // and gives this one else
	scale []float64
	small []uint32
	large []uint32
}

// set makes the table draw k with probability weight[k] / Σ weight, in O(len).
// It reports false, and the table must not be used, if no weight is positive.
func (t *aliasTable) set(weight []float64) bool {
	total := 0.0
	for _, w := range weight {
		total += w
	}
	if total <= 0 {
		return false
	}
	t.keep, t.other, t.scale = t.keep[:0], t.other[:0], t.scale[:0]
	t.small, t.large = t.small[:0], t.large[:0]
	each := float64(len(weight)) / total
	for k, w := range weight {
		t.keep = append(t.keep, math.MaxUint64)
		t.other = append(t.other, uint32(k))
		t.scale = append(t.scale, float64(w*each))
		if t.scale[k] < 1 {
			t.small = append(t.small, uint32(k))
		} else {
			t.large = append(t.large, uint32(k))
		}
	}
	for len(t.small) > 0 && len(t.large) > 0 {
		s, l := t.small[len(t.small)-1], t.large[len(t.large)-1]
		t.small = t.small[:len(t.small)-1]
		t.keep[s], t.other[s] = uint64(float64(t.scale[s]*0x1p64)), l
		t.scale[l] -= 1 - t.scale[s]
		if t.scale[l] < 1 {
			t.large = t.large[:len(t.large)-1]
			t.small = append(t.small, l)
		}
	}
	// What rounding has left over keeps its own number, unless it has no weight.
	for _, k := range t.small {
		if weight[k] == 0 {
			t.keep[k], t.other[k] = 0, largest(weight)
		}
	}
	return true
}

func largest(weight []float64) uint32 {
	best := 0
	for k, w := range weight {
		if w > weight[best] {
			best = k
		}
	}
	return uint32(best)
}

// draw turns 64 random bits into a number: the leading bits choose a column, the
// rest whether it keeps its own.
func (t *aliasTable) draw(random uint64) uint32 {
	column, rest := bits.Mul64(random, uint64(len(t.keep)))
	if rest < t.keep[column] {
		return uint32(column)
	}
	return t.other[column]
}
