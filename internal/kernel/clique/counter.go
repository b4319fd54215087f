package clique

import (
	"math/bits"
	"sync/atomic"
)

// Counter counts simplices inside the rows of local matrices. It holds scratch
// memory, so each worker needs one of its own.
//
// Counts are sums of numbers of set bits found one row at a time: to pass 2^64 in
// this way takes centuries. Only closed forms (see [Counter.Rows]) can give
// larger numbers; Overflow tells that one of them did.
type Counter struct {
	Tally    *Tally
	Levels   int          // levels to count; 0 means all
	Stop     *atomic.Bool // set by others to make Rows return early; may be nil
	Overflow bool         // a count passed 2^64: the tally is void

	small   [64]uint64 // a set of up to 64 vertices as a matrix of its own
	local   []uint64   // counts by level of one slot, before they go to the tally
	scratch [][]uint64 // candidate sets of the wide levels, by depth
	budget  int        // nodes until Stop is looked at again
	vector  vectorState
}

// pollNodes is how many nodes of the recursion are visited between two looks at
// Counter.Stop: some milliseconds' work.
const pollNodes = 1 << 16

// Rows counts, for each row i from first to last-1, the simplices of m inside the
// set that the row holds: level base+l of the tally's slot slot[i] (slot 0 if slot
// is nil) grows by the number of l-simplices (l = 0: the vertices of the set).
//
// Sets that are transitive tournaments or complete digraphs, which may hold more
// simplices than can be visited, are counted in closed form.
//
// Complexity: O(s_{L-1}) single-word steps for L levels, where s_l is the number
// of l-simplices; the last level is counted without being visited. Sets of more
// than 64 vertices take one step for each 64 until they shrink to fewer.
func (c *Counter) Rows(m *Matrix, first, last int, slot []uint32, base int) {
	if c.Levels > 0 && base >= c.Levels || first >= last || c.vectorRows(m, first, last, slot, base) {
		return
	}
	for i := first; i < last && !c.stopped(); i++ {
		p := m.Row(i)
		n := popcount(p)
		c.count(m, p, n, c.room(base, n), 0)
		c.flush(base, 0, slotOf(slot, i))
	}
}

// Add adds n simplices to a level, if that is one to be counted.
func (c *Counter) Add(level, slot int, n uint64) {
	if c.Levels > 0 && level >= c.Levels {
		return
	}
	c.Tally.grow(level + 1)
	if c.Tally.add(level, slot, n) {
		c.Overflow = true
	}
}

func slotOf(slot []uint32, i int) int {
	if slot == nil {
		return 0
	}
	return int(slot[i])
}

// room returns the local counts of the levels from level on that a set of n
// vertices can reach.
func (c *Counter) room(level, n int) []uint64 {
	if c.Levels > 0 {
		n = max(0, min(n, c.Levels-level))
	}
	if len(c.local) < n {
		c.local = make([]uint64, 2*n)
	}
	return c.local[:n]
}

// flush adds the local counts, the first few skipped, to the tally, from level
// base on. Beyond a level without simplices there are none.
func (c *Counter) flush(base, skip, slot int) {
	for l := skip; l < len(c.local) && c.local[l] != 0; l++ {
		c.Tally.grow(base + l + 1)
		if c.Tally.add(base+l, slot, c.local[l]) {
			c.Overflow = true
		}
		c.local[l] = 0
	}
}

// count adds the simplices inside p, which has n vertices, to levels.
func (c *Counter) count(m *Matrix, p []uint64, n int, levels []uint64, depth int) {
	if len(levels) == 0 || n == 0 {
		return
	}
	levels[0] += uint64(n)
	if len(levels) == 1 || n == 1 {
		return
	}
	if n <= 64 {
		compress(&c.small, m, p, n)
		c.countSmall(&c.small, n, levels)
		return
	}
	c.countWide(m, p, n, levels, depth)
}

// countWide counts inside a set of more than 64 vertices, which levels[0]
// already holds.
func (c *Counter) countWide(m *Matrix, p []uint64, n int, levels []uint64, depth int) {
	edges := connectionsIn(m, p)
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
func (c *Counter) stopped() bool { return stopped(c.Stop, &c.budget) }

// stopped reports whether stop was set. It looks when the budget, which is lowered
// each time, is used up; once stop was found set it stays so.
func stopped(stop *atomic.Bool, budget *int) bool {
	*budget--
	if *budget > 0 {
		return false
	}
	if stop != nil && stop.Load() {
		return true
	}
	*budget = pollNodes
	return false
}
