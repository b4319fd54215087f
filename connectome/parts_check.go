package connectome

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
)

// form is a random bilinear form: to a connection u → v it gives the number
// x(u)·y(v), modulo 2⁶⁴. Summed over all connections it is xᵀAy, which can be
// added up by rows and by columns alike, so that equal sums tell that both hold
// the same connections (after R. Freivalds, Fast probabilistic algorithms, 1979,
// https://doi.org/10.1007/3-540-09526-8_5).
//
// Each of x and y is a product of two random numbers, one for the low eight bits
// of a neuron's number and one for the others, which keeps the tables in the
// nearest cache. The difference of two sums is then a polynomial of degree four in
// random numbers, whose terms differ and have coefficients of -1, 0 and 1; drawn
// from all 64-bit numbers it is zero with a chance of some 2⁻⁴⁸ unless all are 0.
type form struct{ x, y factors }

type factors struct {
	low  *[256]uint64
	high []uint64
}

func newForm(n int) form {
	var seed [32]byte
	for i := range seed {
		seed[i] = byte(rand.Uint32())
	}
	source := rand.NewChaCha8(seed)
	draw := func() factors {
		f := factors{low: new([256]uint64), high: make([]uint64, n>>8+1)}
		for i := range f.low {
			f.low[i] = source.Uint64()
		}
		for i := range f.high {
			f.high[i] = source.Uint64()
		}
		return f
	}
	return form{x: draw(), y: draw()}
}

func (f *factors) of(v int) uint64 { return f.low[v&255] * f.high[v>>8] }

// sum adds up the factors of a row, which must ascend and end below n.
//
//go:noinline
func (f *factors) sum(row []uint32, n int) (sum uint64, ok bool) {
	low, high := f.low, f.high
	least := 0 // what an entry must be at the least
	for _, w := range row {
		h := int(w >> 8)
		if int(w) < least || h >= len(high) {
			return 0, false
		}
		least = int(w) + 1
		sum += low[w&255] * high[h]
	}
	return sum, least <= n
}

// partsChecker checks a span of neurons.
type partsChecker struct {
	Parts
	form
	n    int
	both []uint64 // a bit for each neuron, all zero between two rows

	rows, columns             uint64 // the form, over Out and over In
	mutualRows, mutualColumns uint64 // the form and its transpose, over Mutual
	err                       error
}

// pause is the number of entries between two looks at the context.
const pause = 1 << 20

func (c *partsChecker) check(ctx context.Context, lo, hi int) {
	entries := 0
	for v := lo; v < hi && c.err == nil; v++ {
		entries += c.checkNeuron(v)
		if entries > pause || v == hi-1 {
			c.err, entries = cmpErr(c.err, ctx.Err()), 0
		}
	}
}

func cmpErr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

// checkNeuron returns the number of entries that it looked at.
func (c *partsChecker) checkNeuron(v int) (entries int) {
	u := uint32(v)
	out, in, mutual := c.Out.csr().row(u), c.In.csr().row(u), c.Mutual.csr().row(u)
	outLater := c.checkRow("targets", out, v, func(sum uint64) { c.rows += c.x.of(v) * sum }, &c.y)
	inLater := c.checkRow("sources", in, v, func(sum uint64) { c.columns += c.y.of(v) * sum }, &c.x)
	later := c.checkRow("mutual partners", mutual, v, func(sum uint64) { c.mutualRows += c.x.of(v) * sum }, &c.y)
	if c.err != nil {
		return 0
	}
	sum, _ := c.x.sum(mutual, c.n)
	c.mutualColumns += c.y.of(v) * sum
	// Of mutual pairs the lower neuron's entry is looked at; by the form, the other
	// is there if that is.
	if !c.sameCommon(later, outLater, inLater) {
		c.err = fmt.Errorf("connectome: neuron %d: its mutual partners are not those of its targets that are also its sources", v)
	}
	return len(out) + len(in)
}

// checkRow checks a row and returns its neurons after v.
func (c *partsChecker) checkRow(name string, row []uint32, v int, add func(sum uint64), f *factors) (later []uint32) {
	sum, ok := f.sum(row, c.n)
	at, itself := slices.BinarySearch(row, uint32(v))
	if !ok || itself {
		c.err = cmpErr(c.err, rowError(name, row, c.n, v))
		return nil
	}
	add(sum)
	return row[at:]
}

// sameCommon reports whether an ascending list is what two others share.
func (c *partsChecker) sameCommon(common, a, b []uint32) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(common) == 0
	}
	bits := c.both
	for _, w := range b {
		bits[w>>6] |= 1 << (w & 63)
	}
	found := 0
	for _, w := range a {
		if bits[w>>6]>>(w&63)&1 != 0 {
			if found == len(common) || common[found] != w {
				return false // the bits are not needed any more
			}
			found++
		}
	}
	if first, last := b[0]>>6, b[len(b)-1]>>6; int(last-first) < 4*len(b) {
		clear(bits[first : last+1])
	} else {
		for _, w := range b {
			bits[w>>6] = 0
		}
	}
	return found == len(common)
}

// rowError names what is wrong with a row of which something is.
func rowError(name string, row []uint32, n, v int) error {
	prev := int64(-1)
	for _, w := range row {
		if int64(w) <= prev || int64(w) >= int64(n) || int(w) == v {
			return fmt.Errorf("connectome: neuron %d: %d after %d among its %s: they must ascend, stay below %d and differ from the neuron", v, w, prev, name, n)
		}
		prev = int64(w)
	}
	return nil
}
