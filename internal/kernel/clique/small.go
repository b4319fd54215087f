package clique

import "math/bits"

// countSmall counts inside a set of n ≤ 64 vertices, one word a row, which
// levels[0] already holds.
func (c *Counter) countSmall(m *[64]uint64, n int, levels []uint64) {
	edges := 0
	for _, row := range m[:n] {
		edges += bits.OnesCount64(row)
	}
	if len(levels) == 2 {
		levels[1] += uint64(edges)
		return
	}
	if c.closedSmall(m, n, edges, levels) {
		return
	}
	levels[1] += uint64(edges)
	for _, row := range m[:n] {
		if row&(row-1) != 0 {
			c.extend(m, row, levels[2:])
		}
	}
}

// extend counts the simplices that continue inside the candidates q, two at
// least, which the level above already holds.
func (c *Counter) extend(m *[64]uint64, q uint64, levels []uint64) {
	if c.stopped() {
		return
	}
	n := 0
	if len(levels) == 1 {
		for x := q; x != 0; x &= x - 1 {
			n += bits.OnesCount64(q & m[bits.TrailingZeros64(x)&63])
		}
		levels[0] += uint64(n)
		return
	}
	for x := q; x != 0; x &= x - 1 {
		y := q & m[bits.TrailingZeros64(x)&63]
		n += bits.OnesCount64(y)
		if y&(y-1) != 0 {
			c.extend(m, y, levels[1:])
		}
	}
	levels[0] += uint64(n)
}
