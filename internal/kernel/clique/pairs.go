package clique

import (
	"math/bits"
	"sync/atomic"
)

// Pairs counts, for each connection of a local matrix, the simplices inside rows
// that hold it. It holds scratch memory: each worker needs one of its own.
type Pairs struct {
	Levels int // levels to count; 0 means all
	Stop   *atomic.Bool

	// Total[l] is the number of l-simplices inside the row of the last call.
	Total []uint64
	// Vertex[l][j] is the number of simplices of level l that hold vertex j: as row i,
	// or inside it; of all calls since Reset.
	Vertex [][]uint64

	top    pairFrame
	small  smallPairs
	frames []*pairFrame
}

// EdgeLevels is how many levels of the counts of a connection lie side by side.
const EdgeLevels = 4

// pairFrame is what is counted in one matrix.
type pairFrame struct {
	index       edgeIndex
	total       []uint64
	row, vertex [][]uint64 // by level and vertex; row: inside the row at hand
	edge        [][]uint64 // [b][e*EdgeLevels+r]: level b*EdgeLevels+r of bit number e of the matrix
	sub         Matrix
	list        []uint32
	before      []uint64
}

// edgeIndex numbers the set bits of a matrix, row by row.
type edgeIndex struct {
	m      *Matrix
	base   []uint32 // by row: the number of its first bit
	before []uint16 // by word: the set bits of the row before it
}

func (x *edgeIndex) build(m *Matrix) {
	x.m = m
	x.base, x.before = grown(x.base, m.D+1), grown(x.before, m.D*m.NW)
	at := uint32(0)
	for i := range m.D {
		x.base[i] = at
		n := 0
		for w, word := range m.Row(i) {
			x.before[i*m.NW+w] = uint16(n)
			n += bits.OnesCount64(word)
		}
		at += uint32(n)
	}
	x.base[m.D] = at
}

// at returns the number of bit j of row i, which must be set.
func (x *edgeIndex) at(i, j uint32) int {
	w := int(i)*x.m.NW + int(j>>6)
	return int(x.base[i]) + int(x.before[w]) + bits.OnesCount64(x.m.Bits[w]&(1<<(j&63)-1))
}

func (f *pairFrame) room(level int) {
	size := f.index.m.D
	for len(f.total) <= level {
		f.total = append(f.total, 0)
	}
	for len(f.row) <= level {
		f.row = append(f.row, make([]uint64, size))
		f.vertex = append(f.vertex, make([]uint64, size))
	}
	for len(f.edge)*EdgeLevels <= level {
		f.edge = append(f.edge, make([]uint64, EdgeLevels*int(f.index.base[size])))
	}
}

// reset makes f zero for a matrix.
func (f *pairFrame) reset(m *Matrix) {
	f.index.build(m)
	clear(f.total)
	for l := range f.row {
		f.row[l], f.vertex[l] = zeroed(f.row[l], m.D), zeroed(f.vertex[l], m.D)
	}
	for b := range f.edge {
		f.edge[b] = zeroed(f.edge[b], EdgeLevels*int(f.index.base[m.D]))
	}
}

// Reset prepares for the rows of a matrix.
func (p *Pairs) Reset(m *Matrix) {
	p.top.reset(m)
	p.Vertex = p.top.vertex
}

// Edge appends to counts those of bit number e of the matrix, by level; bits are
// numbered row by row.
func (p *Pairs) Edge(counts []uint64, e int) []uint64 {
	for _, block := range p.top.edge {
		counts = append(counts, block[e*EdgeLevels:(e+1)*EdgeLevels]...)
	}
	return counts
}

// Row counts the simplices inside row i of m, the l-simplices at level base+l. It
// reports false if it was stopped.
//
// Complexity: a step for every simplex that is not of the last level and one for
// every connection of the new vertex for each of the others.
func (p *Pairs) Row(m *Matrix, i, base int) bool {
	clear(p.top.total)
	p.take(m, i, base, &p.top, 0)
	p.Total, p.Vertex = p.top.total, p.top.vertex
	return p.Stop == nil || !p.Stop.Load()
}

func (p *Pairs) frame(depth int) *pairFrame {
	for len(p.frames) <= depth {
		p.frames = append(p.frames, new(pairFrame))
	}
	return p.frames[depth]
}

// take counts inside row i, and counts i and its connections with it.
func (p *Pairs) take(m *Matrix, i, base int, f *pairFrame, depth int) {
	row := m.Row(i)
	n := popcount(row)
	if n == 0 || p.Levels > 0 && base >= p.Levels {
		return
	}
	g := p.frame(depth)
	g.list = members(g.list[:0], row)
	g.before = append(g.before[:0], f.total...)
	before := g.before
	p.inside(m, n, base, f, g, depth)
	for l := range f.total {
		t := f.total[l]
		if l < len(before) {
			t -= before[l]
		}
		if t == 0 {
			continue
		}
		f.vertex[l][i] += t
		from, vertex := f.row[l], f.vertex[l]
		edge := f.edge[l/EdgeLevels][EdgeLevels*int(f.index.base[i])+l%EdgeLevels:]
		for a, j := range g.list {
			vertex[j] += from[j]
			edge[EdgeLevels*a] += from[j]
			from[j] = 0
		}
	}
}

// inside counts the simplices inside the n vertices of g.list.
func (p *Pairs) inside(m *Matrix, n, base int, f, g *pairFrame, depth int) {
	f.room(base)
	f.total[base] += uint64(n)
	for _, j := range g.list {
		f.row[base][j]++
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
	levels := p.small.count(n, limit)
	for l := 1; l < levels; l++ {
		f.room(base + l)
		f.total[base+l] += p.small.total[l]
		to, from := f.row[base+l], &p.small.part[l]
		for a, j := range g.list {
			to[j] += from[a&63]
		}
		p.small.flush(l, g.list, f, base+l)
	}
}

// wide takes the vertices of a set of more than 64 one by one, inside a matrix of
// their own.
func (p *Pairs) wide(m *Matrix, base int, f, g *pairFrame, depth int) {
	n := len(g.list)
	submatrix(&g.sub, m, g.list)
	g.reset(&g.sub)
	for a := range n {
		if p.Stop != nil && p.Stop.Load() {
			return
		}
		p.take(&g.sub, a, base+1, g, depth+1)
	}
	for l := base + 1; l < len(g.total); l++ {
		if g.total[l] == 0 {
			continue
		}
		f.room(l)
		f.total[l] += g.total[l]
		for a, i := range g.list {
			f.row[l][i] += g.vertex[l][a]
		}
	}
	e := 0
	for a, i := range g.list {
		for w, x := range g.sub.Row(a) {
			for ; x != 0; x &= x - 1 {
				to := EdgeLevels * f.index.at(i, g.list[w<<6|bits.TrailingZeros64(x)])
				for b, from := range g.edge {
					if b >= len(f.edge) {
						break // nothing was counted there
					}
					for r, n := range from[EdgeLevels*e : EdgeLevels*(e+1)] {
						f.edge[b][to+r] += n
					}
				}
				e++
			}
		}
	}
}

// smallPairs counts vertices and connections in a matrix of one word a row.
type smallPairs struct {
	smallPart
	pair [64][64 * 64]uint64 // [level][a<<6|b], from level 2 on
}

// count is smallPart.count, for connections too.
func (k *smallPairs) count(n, limit int) int {
	for l := 1; l < k.used; l++ {
		k.total[l] = 0
		clear(k.part[l][:])
	}
	k.used = 1
	if limit < 2 {
		return 1
	}
	for a, row := range k.m[:n] {
		k.prefix[0] = uint8(a)
		if row != 0 {
			k.deeper(row, 1, limit)
		}
	}
	return k.used
}

func (k *smallPairs) deeper(w uint64, level, limit int) {
	k.used = max(k.used, level+1)
	part, pair := &k.part[level], &k.pair[level]
	n := uint64(bits.OnesCount64(w))
	k.total[level] += n
	prefix := k.prefix[:level]
	for q, v := range prefix {
		part[v&63] += n
		if level == 1 {
			continue // every pair once: see flush
		}
		for _, u := range prefix[:q] {
			pair[int(u&63)<<6|int(v&63)] += n
		}
	}
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		part[d]++
		if level > 1 {
			for _, v := range prefix {
				pair[int(v&63)<<6|d]++
			}
		}
		if y := w & k.m[d]; y != 0 && level+1 < limit {
			k.prefix[level] = uint8(d)
			k.deeper(y, level+1, limit)
		}
	}
}

// flush adds the pairs of a level to those of f's matrix and clears them.
func (k *smallPairs) flush(level int, list []uint32, f *pairFrame, to int) {
	pair := &k.pair[level]
	edge := f.edge[to/EdgeLevels][to%EdgeLevels:]
	for a, i := range list {
		for x := k.m[a&63]; x != 0; x &= x - 1 {
			b := bits.TrailingZeros64(x) & 63
			n := uint64(1)
			if level > 1 {
				at := (a&63)<<6 | b
				if n = pair[at]; n == 0 {
					continue
				}
				pair[at] = 0
			}
			edge[EdgeLevels*f.index.at(i, list[b])] += n
		}
	}
}
