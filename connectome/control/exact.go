package control

import (
	"math/rand/v2"
	"slices"
)

// cellSet is a set of cells of a block, in parts by row, each ascending.
type cellSet struct {
	parts  [][]cell
	starts []uint64 // first row of each part, ascending; then the number of rows
	width  uint64
}

func (s *cellSet) len() int {
	n := 0
	for _, p := range s.parts {
		n += len(p)
	}
	return n
}

// part returns the part that holds a row.
func (s *cellSet) part(row uint64) int {
	i, found := slices.BinarySearch(s.starts, row)
	if !found {
		i--
	}
	return i
}

// fit makes the set hold exactly want cells: it drops members chosen at random,
// or adds others chosen at random, and does not ask which rows they are in.
//
// If every cell was a member independently with the same probability, the set
// that comes out is every set of want cells with equal probability. Before fit,
// all sets of equal size were equally likely; dropping or adding cells without
// regard to where they are keeps it so, by symmetry. Since the number of members
// is off by about its square root, this costs little, and leaves the parts to be
// drawn at the same time.
//
// Members should be at most about half of the cells, or adding takes long.
func (s *cellSet) fit(rng *rand.Rand, want int) {
	have := s.len()
	if have > want {
		s.drop(rng, have-want)
	} else {
		s.add(rng, want-have)
	}
}

func (s *cellSet) drop(rng *rand.Rand, n int) {
	have := uint64(s.len())
	chosen := make(map[uint64]bool, n)
	ranks := make([]uint64, 0, n)
	for len(ranks) < n {
		if r := rng.Uint64N(have); !chosen[r] {
			chosen[r] = true
			ranks = append(ranks, r)
		}
	}
	slices.Sort(ranks)
	first := uint64(0)
	for i, p := range s.parts {
		kept := p[:0]
		for k, c := range p {
			if len(ranks) > 0 && ranks[0] == first+uint64(k) {
				ranks = ranks[1:]
				continue
			}
			kept = append(kept, c)
		}
		first += uint64(len(p))
		s.parts[i] = kept
	}
}

func (s *cellSet) add(rng *rand.Rand, n int) {
	rows := s.starts[len(s.starts)-1]
	chosen := make(map[cell]bool, n)
	added := make([][]cell, len(s.parts))
	for len(chosen) < n {
		c := newCell(rng.Uint64N(rows), rng.Uint64N(s.width))
		i := s.part(c.row())
		if _, member := slices.BinarySearch(s.parts[i], c); !member && !chosen[c] {
			chosen[c] = true
			added[i] = append(added[i], c)
		}
	}
	for i, extra := range added {
		slices.Sort(extra)
		s.parts[i] = merge(s.parts[i], extra)
	}
}

// merge merges two ascending lists, into the memory of the first if it has room.
func merge(a, b []cell) []cell {
	i, j := len(a)-1, len(b)-1
	a = append(a, b...)
	for k := len(a) - 1; j >= 0; k-- {
		if i >= 0 && a[i] > b[j] {
			a[k] = a[i]
			i--
		} else {
			a[k] = b[j]
			j--
		}
	}
	return a
}
