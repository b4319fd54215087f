package clique

import (
	"math/bits"
	"sync/atomic"
)

// placeSide is one more than the most vertices of one class that are counted: with
// more there would be 2^64 simplices.
const placeSide = 64

// Places counts the simplices that hold one given connection, by how many of
// their vertices lie before, between and beyond its ends. The vertices that can
// are in three sets, in the order in which a chain of rows meets them.
type Places struct {
	MaxDim int // highest dimension; 0 means all
	Stop   *atomic.Bool

	count  []uint64 // [n0][n1][n2]
	stack  [][]uint64
	budget int // nodes until Stop is looked at again
}

// At returns how many simplices were counted with that many vertices of each set.
func (p *Places) At(n0, n1, n2 int) uint64 {
	if len(p.count) == 0 {
		return 0
	}
	return p.count[placeAt(n0, n1, n2)]
}

func placeAt(n0, n1, n2 int) int { return (n0*placeSide+n1)*placeSide + n2 }

// Count counts so many simplices with n[q] vertices of class q. It reports false if
// that are too many vertices.
func (p *Places) Count(n [3]int, simplices int) bool {
	if n[0]+n[1]+n[2]+1 >= placeSide {
		return simplices == 0
	}
	if p.count == nil {
		p.count = make([]uint64, placeSide*placeSide*placeSide)
	}
	p.count[placeAt(n[0], n[1], n[2])] += uint64(simplices)
	return true
}

// Add counts the simplices that go on from one with n[q] vertices of class q, which
// was counted: s[q] is the set of class q that can, as bits of a row of m. Bit j of
// row i tells that j can come after i in the chain. It reports false if it was
// stopped or there are too many vertices to count.
func (p *Places) Add(m *Matrix, s [3][]uint64, n [3]int) bool {
	if p.MaxDim > 0 && n[0]+n[1]+n[2]+1 >= p.MaxDim {
		return true
	}
	if m.D <= 64 {
		var w [3]uint64
		for q := range s {
			if len(s[q]) > 0 {
				w[q] = s[q][0]
			}
		}
		return p.small(m, w[0], w[1], w[2], n)
	}
	words := (m.D + 63) / 64
	for q := range s {
		s[q] = s[q][:words]
	}
	return p.large(m, s, 0, n, 0)
}

// stopped reports whether Stop was set, looking at it now and then.
func (p *Places) stopped() bool { return stopped(p.Stop, &p.budget) }

// last tells whether one vertex more is the most that is counted, and whether
// there is room to count it.
func (p *Places) last(n [3]int) (last, ok bool) {
	k := n[0] + n[1] + n[2] + 2 // dimension of those with one vertex more
	return p.MaxDim > 0 && k >= p.MaxDim, k < placeSide
}

// small treats sets of one word each.
func (p *Places) small(m *Matrix, s0, s1, s2 uint64, n [3]int) bool {
	if p.stopped() {
		return false
	}
	last, ok := p.last(n)
	if !ok {
		return false
	}
	at := placeAt(n[0], n[1], n[2])
	p.count[at+placeSide*placeSide] += uint64(bits.OnesCount64(s0))
	p.count[at+placeSide] += uint64(bits.OnesCount64(s1))
	p.count[at+1] += uint64(bits.OnesCount64(s2))
	if last {
		return true
	}
	for x := s0; x != 0; x &= x - 1 {
		r := m.Bits[bits.TrailingZeros64(x)*m.NW]
		if r&(s0|s1|s2) != 0 && !p.small(m, s0&r, s1&r, s2&r, [3]int{n[0] + 1, n[1], n[2]}) {
			return false
		}
	}
	for x := s1; x != 0; x &= x - 1 {
		r := m.Bits[bits.TrailingZeros64(x)*m.NW]
		if r&(s1|s2) != 0 && !p.small(m, 0, s1&r, s2&r, [3]int{n[0], n[1] + 1, n[2]}) {
			return false
		}
	}
	for x := s2; x != 0; x &= x - 1 {
		r := m.Bits[bits.TrailingZeros64(x)*m.NW]
		if r&s2 != 0 && !p.small(m, 0, 0, s2&r, [3]int{n[0], n[1], n[2] + 1}) {
			return false
		}
	}
	return true
}

// large treats sets of several words; those of classes below phase are over.
func (p *Places) large(m *Matrix, s [3][]uint64, phase int, n [3]int, depth int) bool {
	if p.stopped() {
		return false
	}
	last, ok := p.last(n)
	if !ok {
		return false
	}
	for q := phase; q < 3; q++ {
		one := n
		one[q]++
		p.count[placeAt(one[0], one[1], one[2])] += uint64(popcount(s[q]))
	}
	if last {
		return true
	}
	for len(p.stack) <= depth {
		p.stack = append(p.stack, nil)
	}
	words := len(s[2])
	p.stack[depth] = grown(p.stack[depth], 3*words)
	for q := phase; q < 3; q++ {
		one := n
		one[q]++
		for w, word := range s[q] {
			for x := word; x != 0; x &= x - 1 {
				row := m.Row(w<<6 | bits.TrailingZeros64(x))[:words]
				var next [3][]uint64
				left := 0
				for c := q; c < 3; c++ {
					next[c] = p.stack[depth][c*words : (c+1)*words]
					left += and(next[c], s[c], row)
				}
				if left > 0 && !p.large(m, next, q, one, depth+1) {
					return false
				}
			}
		}
	}
	return true
}
