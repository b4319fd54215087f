package clique

import "math/bits"

// ClosedMin is the size from which sets are tried for a closed form: below it
// visiting is as fast.
const ClosedMin = 12

// closedSmall is closedForm for a matrix of one word a row.
func (c *Counter) closedSmall(m *[64]uint64, n, edges int, levels []uint64) bool {
	if n < ClosedMin || edges < n*(n-1)/2 {
		return false
	}
	all := ^uint64(0) >> (64 - n)
	small := Matrix{D: n, NW: 1, Bits: m[:n]}
	return c.closedForm(&small, []uint64{all}, n, uint64(edges), levels)
}

// closedForm counts inside p without visiting if p is a transitive tournament,
// whose l-simplices are its subsets, C(n, l+1), or a complete digraph, in which
// every ordered choice is one: n!/(n-l-1)!. levels[0] already holds the
// vertices. It reports whether it did.
func (c *Counter) closedForm(m *Matrix, p []uint64, n int, edges uint64, levels []uint64) bool {
	size := uint64(n)
	switch {
	case n < ClosedMin:
		return false
	case edges == size*(size-1):
		c.fill(levels, n, func(l int) uint64 { return 1 })
		return true
	case edges == size*(size-1)/2 && tournament(m, p, n):
		c.fill(levels, n, func(l int) uint64 { return uint64(l + 1) })
		return true
	}
	return false
}

// fill adds Π_{i=1..l} (n-i)/divisor(i) times n to each level l ≥ 1: binomial
// coefficients for the divisor i+1, falling factorials for 1.
func (c *Counter) fill(levels []uint64, n int, divisor func(int) uint64) {
	count := uint64(n)
	for l := 1; l < len(levels) && l < n; l++ {
		hi, lo := bits.Mul64(count, uint64(n-l))
		d := divisor(l)
		if hi >= d {
			c.Overflow = true
			return
		}
		count, _ = bits.Div64(hi, lo, d)
		var carry uint64
		levels[l], carry = bits.Add64(levels[l], count, 0)
		if carry != 0 {
			c.Overflow = true
		}
	}
}

// tournament reports whether p, which has n(n-1)/2 connections inside, is a
// transitive tournament: taken from the vertex with the most followers down,
// each is followed by exactly those not yet taken.
func tournament(m *Matrix, p []uint64, n int) bool {
	byDegree := make([]int32, n)
	for i := range byDegree {
		byDegree[i] = -1
	}
	q := make([]uint64, len(p))
	for w, word := range p {
		for ; word != 0; word &= word - 1 {
			i := w<<6 | bits.TrailingZeros64(word)
			k := and(q, p, m.Row(i))
			if byDegree[k] >= 0 {
				return false
			}
			byDegree[k] = int32(i)
		}
	}
	left := append([]uint64(nil), p...)
	for k := n - 1; k >= 0; k-- {
		i := int(byDegree[k])
		left[i>>6] &^= 1 << (i & 63)
		for w, x := range left {
			if x&^m.Row(i)[w] != 0 {
				return false
			}
		}
	}
	return true
}
