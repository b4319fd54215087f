package clique

import (
	"math/bits"
	"sync/atomic"
)

// Counter counts simplices inside sets of local vertices. It holds scratch
// memory, so each worker needs one of its own.
//
// A count is a sum of numbers of set bits found one row at a time: to pass 2^64
// in this way takes centuries. Only the closed forms (see [Counter.Count]) can
// give larger numbers; Overflow tells that one of them did.
type Counter struct {
	Overflow bool         // a count passed 2^64: results are void
	Stop     *atomic.Bool // set by others to make Count return early; may be nil

	narrow  [64]uint64
	all     []uint64
	scratch [][]uint64 // candidate sets of the wide levels, by depth
	budget  int        // nodes until Stop is looked at again
}

// pollNodes is how many nodes of the recursion are visited between two looks at
// Counter.Stop: some milliseconds' work.
const pollNodes = 1 << 18

// Count adds to levels[l] the number of l-simplices of m inside the set p (l =
// 0: the vertices of p), for l < len(levels). p has m.NW words.
//
// Sets that are transitive tournaments or complete digraphs, which hold more
// simplices than can be visited, are counted in closed form.
//
// Complexity: O(s_{L-1}·NW) for L levels, where s_l is the number of l-simplices;
// the last level is counted without being visited.
func (c *Counter) Count(m *Matrix, p []uint64, levels []uint64) {
	c.count(m, p, popcount(p), levels, 0)
}

// CountAll is Count for the set of all vertices.
func (c *Counter) CountAll(m *Matrix, levels []uint64) {
	c.all = m.All(c.all)
	c.count(m, c.all, m.D, levels, 0)
}

// CountRow is Count for the set that row i of m holds.
func (c *Counter) CountRow(m *Matrix, i int, levels []uint64) {
	c.Count(m, m.Row(i), levels)
}

func (c *Counter) count(m *Matrix, p []uint64, n int, levels []uint64, depth int) {
	if len(levels) == 0 || n == 0 {
		return
	}
	levels[0] += uint64(n)
	if len(levels) == 1 || n == 1 {
		return
	}
	if n <= 64 {
		Compress(&c.narrow, m, p, n)
		c.countNarrow(&c.narrow, n, levels)
		return
	}
	c.countWide(m, p, n, levels, depth)
}

// countWide counts inside a set of more than 64 vertices, which levels[0]
// already holds.
func (c *Counter) countWide(m *Matrix, p []uint64, n int, levels []uint64, depth int) {
	edges := SumAnd(m, p)
	if len(levels) == 2 {
		levels[1] += edges
		return
	}
	if c.closedForm(m, p, n, edges, levels) {
		return
	}
	for len(c.scratch) <= depth {
		c.scratch = append(c.scratch, nil)
	}
	c.scratch[depth] = grown(c.scratch[depth], m.NW)
	q := c.scratch[depth]
	for w, word := range p {
		for ; word != 0; word &= word - 1 {
			if c.stopped() {
				return
			}
			i := w<<6 | bits.TrailingZeros64(word)
			size := and(q, p, m.Row(i))
			c.count(m, q, size, levels[1:], depth+1)
		}
	}
}

// and stores a AND b in dst and returns its number of set bits.
func and(dst, a, b []uint64) int {
	n := 0
	a, b = a[:len(dst)], b[:len(dst)]
	for w := range dst {
		x := a[w] & b[w]
		dst[w] = x
		n += bits.OnesCount64(x)
	}
	return n
}

// stopped reports whether Stop was set, looking at it now and then.
func (c *Counter) stopped() bool {
	c.budget--
	if c.budget > 0 {
		return false
	}
	if c.Stop != nil && c.Stop.Load() {
		return true
	}
	c.budget = pollNodes
	return false
}
