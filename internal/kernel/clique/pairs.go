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
	// or inside it; of all calls since Reset. Edge[l][i*D+j] is that of bit j of row i.
	Vertex, Edge [][]uint64

	top    pairFrame
	small  smallPairs
	frames []*pairFrame
}

// pairFrame is what is counted in one matrix.
type pairFrame struct {
	total             []uint64
	row, vertex, edge [][]uint64 // row: by vertex, inside the row at hand
	sub               Matrix
	list              []uint32
}

func (f *pairFrame) room(level, size int) {
	for len(f.total) <= level {
		f.total = append(f.total, 0)
	}
	for len(f.row) <= level {
		f.row = append(f.row, make([]uint64, size))
		f.vertex = append(f.vertex, make([]uint64, size))
		f.edge = append(f.edge, make([]uint64, size*size))
	}
}

// reset makes f zero for a matrix of size vertices. Entries of edge that are not
// zero are the caller's to clear: with Clear, or as they are read.
func (f *pairFrame) reset(size int) {
	clear(f.total)
	for l := range f.row {
		f.row[l], f.vertex[l] = zeroed(f.row[l], size), zeroed(f.vertex[l], size)
		if cap(f.edge[l]) < size*size {
			f.edge[l] = make([]uint64, size*size)
		}
		f.edge[l] = f.edge[l][:size*size]
	}
}

// Reset prepares for a matrix of size vertices. Edge must be zero: whoever reads
// an entry of it clears it.
func (p *Pairs) Reset(size int) {
	p.top.reset(size)
	p.Vertex, p.Edge = p.top.vertex, p.top.edge
}

// Row counts the simplices inside row i of m, the l-simplices at level base+l. It
// reports false if it was stopped.
//
// Complexity: a step for every simplex that is not of the last level and one for
// every connection of the new vertex for each of the others.
func (p *Pairs) Row(m *Matrix, i, base int) bool {
	clear(p.top.total)
	p.take(m, i, base, &p.top, 0)
	p.Total, p.Vertex, p.Edge = p.top.total, p.top.vertex, p.top.edge
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
	before := append([]uint64(nil), f.total...)
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
		from, vertex, edge := f.row[l], f.vertex[l], f.edge[l][i*m.D:]
		for _, j := range g.list {
			vertex[j] += from[j]
			edge[j] += from[j]
			from[j] = 0
		}
	}
}

// inside counts the simplices inside the n vertices of g.list.
func (p *Pairs) inside(m *Matrix, n, base int, f, g *pairFrame, depth int) {
	f.room(base, m.D)
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
		f.room(base+l, m.D)
		f.total[base+l] += p.small.total[l]
		to, from := f.row[base+l], &p.small.part[l]
		for a, j := range g.list {
			to[j] += from[a&63]
		}
		p.small.flush(l, m.D, g.list, f.edge[base+l])
	}
}

// wide takes the vertices of a set of more than 64 one by one, inside a matrix of
// their own.
func (p *Pairs) wide(m *Matrix, base int, f, g *pairFrame, depth int) {
	n := len(g.list)
	submatrix(&g.sub, m, g.list)
	g.reset(n)
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
		f.room(l, m.D)
		f.total[l] += g.total[l]
		for a, i := range g.list {
			f.row[l][i] += g.vertex[l][a]
			for w, x := range g.sub.Row(a) {
				for ; x != 0; x &= x - 1 {
					b := w<<6 | bits.TrailingZeros64(x)
					f.edge[l][int(i)*m.D+int(g.list[b])] += g.edge[l][a*n+b]
					g.edge[l][a*n+b] = 0
				}
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

// flush adds the pairs of a level to edge and clears them.
func (k *smallPairs) flush(level, size int, list []uint32, edge []uint64) {
	pair := &k.pair[level]
	for a, i := range list {
		row := edge[int(i)*size:]
		for x := k.m[a&63]; x != 0; x &= x - 1 {
			b := bits.TrailingZeros64(x) & 63
			if level == 1 {
				row[list[b]]++
				continue
			}
			at := (a&63)<<6 | b
			if n := pair[at]; n > 0 {
				row[list[b]] += n
				pair[at] = 0
			}
		}
	}
}
