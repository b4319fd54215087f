package portal

import (
	"sync"
)

// A strip is all rows of one presynaptic m-type. It is read in parts, each a
// rectangle of one block, in the order of blocks, then rows of chunks, then
// columns. So the parts that hold some row come in the order of their columns,
// and putting them one after the other gives the row in ascending order.
type strip struct {
	rows    int
	batches []*batchResult
	pending sync.WaitGroup // batches that workers still have
}

// part is a rectangle as lists of columns: the rows from row on have counts[i]
// entries each, one after the other in cols.
type part struct {
	row    int // within the strip
	counts []uint32
	cols   []uint32
}

type batchResult struct{ parts []part }

// assemble returns the out-degrees of the strip's rows, and the rows one after
// the other. It gives the parts up.
//
// Complexity: O(connections + rows of all parts).
func (s *strip) assemble() (degrees, idx []uint32) {
	degrees = make([]uint32, s.rows)
	for _, b := range s.batches {
		for _, p := range b.parts {
			for i, k := range p.counts {
				degrees[p.row+i] += k
			}
		}
	}
	next := make([]int, s.rows)
	total := 0
	for r, k := range degrees {
		next[r] = total
		total += int(k)
	}
	idx = make([]uint32, total)
	for _, b := range s.batches {
		for _, p := range b.parts {
			cols := p.cols
			for i, k := range p.counts {
				if k != 0 {
					at := next[p.row+i]
					copy(idx[at:at+int(k)], cols)
					next[p.row+i] = at + int(k)
					cols = cols[k:]
				}
			}
		}
	}
	s.batches = nil
	return degrees, idx
}

// slab hands out pieces of large allocations, so that the lists of a hundred
// thousand small rectangles do not become as many objects.
type slab struct{ free []uint32 }

func (s *slab) take(n int) []uint32 {
	const size = 1 << 15
	if n > len(s.free) {
		if n > size/4 {
			return make([]uint32, n)
		}
		s.free = make([]uint32, size)
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

func (s *slab) copyOf(x []uint32) []uint32 {
	out := s.take(len(x))
	copy(out, x)
	return out
}
