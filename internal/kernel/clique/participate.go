package clique

import (
	"math/bits"
	"sync/atomic"
)

// Participation counts, for each vertex of a local matrix, the simplices inside
// rows that hold it. It holds scratch memory: each worker needs one of its own.
type Participation struct {
	Levels int // levels to count; 0 means all
	Stop   *atomic.Bool

	// Total[l] is the number of l-simplices inside the row of the last call.
	Total []uint64
	// Part[l][j] is the number of l-simplices that hold vertex j inside the rows of
	// all calls since Reset.
	Part [][]uint64

	size   int
	small  smallPart
	frames []*partFrame
}

// partFrame is what is counted inside one set of more than 64 vertices.
type partFrame struct {
	total []uint64
	part  [][]uint64
	sub   Matrix
	list  []uint32
}

// Reset makes all counts zero, for a matrix of size vertices.
func (p *Participation) Reset(size int) {
	p.size = size
	for l := range p.Part {
		p.Part[l] = zeroed(p.Part[l], size)
	}
}

// zeroed returns n zeros, in s if that is large enough.
func zeroed(s []uint64, n int) []uint64 {
	if cap(s) < n {
		return make([]uint64, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Row counts the simplices inside row i of m: level base+l of Total and Part is
// that of the l-simplices. It reports false if it was stopped.
//
// Complexity: a step for every simplex that is not of the last level, one for
// every vertex of that, and for dimensions above 4 one for each of its vertices.
func (p *Participation) Row(m *Matrix, i, base int) bool {
	clear(p.Total)
	row := m.Row(i)
	if n := popcount(row); n > 0 {
		f := partFrame{total: p.Total, part: p.Part}
		p.inside(m, row, n, base, &f, 0)
		p.Total, p.Part = f.total, f.part
	}
	return p.Stop == nil || !p.Stop.Load()
}

// room makes levels 0 to level exist in f.
func (f *partFrame) room(level, size int) {
	for len(f.total) <= level {
		f.total = append(f.total, 0)
	}
	for len(f.part) <= level {
		f.part = append(f.part, make([]uint64, size))
	}
}

// inside counts in f the simplices inside p, whose n vertices are of level base.
func (p *Participation) inside(m *Matrix, row []uint64, n, base int, f *partFrame, depth int) {
	if p.Levels > 0 && base >= p.Levels {
		return
	}
	f.room(base, m.D)
	f.total[base] += uint64(n)
	g := p.frame(depth)
	g.list = members(g.list[:0], row)
	for _, j := range g.list {
		f.part[base][j]++
	}
	if p.Levels > 0 && base+1 >= p.Levels || n == 1 {
		return
	}
	if n > 64 {
		p.wide(m, base, f, g, depth)
		return
	}
	compressList(&p.small.m, m, g.list)
	limit := n
	if p.Levels > 0 {
		limit = min(limit, p.Levels-base)
	}
	p.small.stop = p.Stop
	levels := p.small.count(n, limit)
	for l := 1; l < levels; l++ {
		f.room(base+l, m.D)
		f.total[base+l] += p.small.total[l]
		to, from := f.part[base+l], &p.small.part[l]
		for a, j := range g.list {
			to[j] += from[a&63]
		}
	}
}

func (p *Participation) frame(depth int) *partFrame {
	for len(p.frames) <= depth {
		p.frames = append(p.frames, new(partFrame))
	}
	return p.frames[depth]
}

// wide takes the vertices of a set of more than 64 one by one, inside a matrix of
// their own.
func (p *Participation) wide(m *Matrix, base int, f, g *partFrame, depth int) {
	n := len(g.list)
	submatrix(&g.sub, m, g.list)
	for l := range g.part {
		g.part[l] = zeroed(g.part[l], n)
	}
	for a := range n {
		if p.Stop != nil && p.Stop.Load() {
			return
		}
		row := g.sub.Row(a)
		size := popcount(row)
		if size == 0 {
			continue
		}
		clear(g.total)
		p.inside(&g.sub, row, size, base+1, g, depth+1)
		f.room(len(g.total)-1, m.D)
		for l, t := range g.total {
			if t > 0 {
				f.total[l] += t
				g.part[l][a] += t
			}
		}
	}
	for l := base + 1; l < len(g.total); l++ {
		for a, j := range g.list {
			f.part[l][j] += g.part[l][a]
		}
	}
}

// smallPart counts participation in a matrix of one word a row.
type smallPart struct {
	m      [64]uint64
	total  [64]uint64
	part   [64][64]uint64
	prefix [64]uint8
	used   int
	stop   *atomic.Bool
	budget int // nodes until stop is looked at again
}

// count counts levels 1 to limit-1 among the first n vertices and returns one
// more than the last level that has simplices, 1 if there are none.
func (k *smallPart) count(n, limit int) int {
	for l := 1; l < k.used; l++ {
		k.total[l] = 0
		clear(k.part[l][:])
	}
	k.used = 1
	if limit < 2 {
		return 1
	}
	p1, p2 := &k.part[1], &k.part[2]
	var t1, t2 uint64
	for a, row := range k.m[:n] {
		if row == 0 {
			continue
		}
		var s2 uint64
		for x := row; x != 0; x &= x - 1 {
			b := bits.TrailingZeros64(x) & 63
			p1[b]++
			y := row & k.m[b]
			if y == 0 || limit == 2 {
				continue
			}
			c2 := uint64(bits.OnesCount64(y))
			p2[b] += c2
			s2 += c2
			for z := y; z != 0; z &= z - 1 {
				c := bits.TrailingZeros64(z) & 63
				p2[c]++
				if w := y & k.m[c]; w != 0 && limit > 3 {
					k.prefix[0], k.prefix[1], k.prefix[2] = uint8(a), uint8(b), uint8(c)
					k.deeper(w, 3, limit)
				}
			}
		}
		c1 := uint64(bits.OnesCount64(row))
		p1[a&63] += c1
		p2[a&63] += s2
		t1 += c1
		t2 += s2
	}
	k.total[1], k.total[2] = t1, t2
	switch {
	case t2 > 0:
		k.used = max(k.used, 3)
	case t1 > 0:
		k.used = max(k.used, 2)
	}
	return k.used
}

// deeper counts the simplices that begin with the prefix and go on in w, whose
// vertices complete those of the given level.
func (k *smallPart) deeper(w uint64, level, limit int) {
	if stopped(k.stop, &k.budget) {
		return
	}
	k.used = max(k.used, level+1)
	part := &k.part[level]
	n := uint64(bits.OnesCount64(w))
	k.total[level] += n
	for _, v := range k.prefix[:level] {
		part[v&63] += n
	}
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		part[d]++
		if y := w & k.m[d]; y != 0 && level+1 < limit {
			k.prefix[level] = uint8(d)
			k.deeper(y, level+1, limit)
		}
	}
}
