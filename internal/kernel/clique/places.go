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

	// Up to 64 vertices, those of class 0 first; one of two classes is there twice.
	rows    [64]uint64 // of which, what can come next
	class   [3]uint64
	step    [64]int // in count, from one simplex to that with the vertex
	columns [64 + 64]uint16
}

// placeSteps are the steps in count from one simplex to that with one vertex more, by
// its class.
var placeSteps = [3]int{placeSide * placeSide, placeSide, 1}

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
	words := (m.D + 63) / 64
	total := 0
	for q := range s {
		s[q] = s[q][:min(words, len(s[q]))]
		total += popcount(s[q])
	}
	return p.sets(m, s, total, 0, n, 0)
}

// sets is Add for sets of so many vertices in all; those of classes below phase are over.
func (p *Places) sets(m *Matrix, s [3][]uint64, total, phase int, n [3]int, depth int) bool {
	last, ok := p.last(n)
	switch {
	case total == 0:
		return true
	case !ok:
		return false
	case last || total > 64:
		return p.large(m, s, phase, n, last, depth)
	}
	p.compress(m, s, total, phase)
	return p.small(^uint64(0)>>(64-total), placeAt(n[0], n[1], n[2]), n[0]+n[1]+n[2]+2)
}

// compress writes the connections out among the vertices of s, of classes from phase on.
func (p *Places) compress(m *Matrix, s [3][]uint64, total, phase int) {
	var end [3]int
	k := 0
	for q := range s {
		if q >= phase {
			k += listSet(s[q], p.columns[k:])
		}
		end[q] = k
	}
	pickRows(p.rows[:], 1, m, p.columns[:total], p.columns[:], total)
	first := 0
	for q, last := range end {
		before := upTo(first) // of an earlier class none comes any more
		for j := first; j < last; j++ {
			p.step[j&63] = placeSteps[q]
			p.rows[j&63] &^= before
		}
		p.class[q] = upTo(last) &^ before
		first = last
	}
}

// stopped reports whether Stop was set, looking at it now and then.
func (p *Places) stopped() bool { return stopped(p.Stop, &p.budget) }

// last tells whether one vertex more is the most that is counted, and whether
// there is room to count it.
func (p *Places) last(n [3]int) (last, ok bool) {
	k := n[0] + n[1] + n[2] + 2 // dimension of those with one vertex more
	return p.MaxDim > 0 && k >= p.MaxDim, k < placeSide
}

// small treats the set x of the compressed vertices, those that can come next to a
// simplex that is counted at a place of count; k is the dimension of those with one
// vertex more.
func (p *Places) small(x uint64, at, k int) bool {
	if p.stopped() || k >= placeSide {
		return false
	}
	for q, class := range p.class {
		p.count[at+placeSteps[q]] += uint64(bits.OnesCount64(x & class))
	}
	if p.MaxDim > 0 && k >= p.MaxDim {
		return true
	}
	for y := x; y != 0; y &= y - 1 {
		j := bits.TrailingZeros64(y) & 63
		next, to := x&p.rows[j], at+p.step[j]
		switch {
		case next == 0:
		case next&(next-1) == 0 && k+1 < placeSide:
			p.count[to+p.step[bits.TrailingZeros64(next)&63]]++
		case !p.small(next, to, k+1):
			return false
		}
	}
	return true
}

// large is sets, vertex by vertex, or, at the last level, without.
func (p *Places) large(m *Matrix, s [3][]uint64, phase int, n [3]int, last bool, depth int) bool {
	if p.stopped() {
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
		last, ok := p.last(one)
		at := placeAt(one[0], one[1], one[2])
		for w, word := range s[q] {
			for x := word; x != 0; x &= x - 1 {
				row := m.Row(w<<6 | bits.TrailingZeros64(x))[:words]
				var next [3][]uint64
				var size [3]int
				for c := q; c < 3; c++ {
					next[c] = p.stack[depth][c*words : (c+1)*words]
					size[c] = and(next[c], s[c], row)
				}
				left := size[0] + size[1] + size[2]
				if last && ok {
					for c := q; c < 3; c++ {
						p.count[at+placeSteps[c]] += uint64(size[c])
					}
				} else if !p.sets(m, next, left, q, one, depth+1) {
					return false
				}
			}
		}
	}
	return true
}
