package clique

import (
	"math/bits"
	"sync/atomic"
)

// Pairs counts, for each connection of a local matrix, the simplices inside rows
// that hold it. It holds scratch memory: each worker needs one of its own.
//
// The counts of four levels are one word, 16 bits each, so that one addition
// counts them all; where they could pass 16 bits they are spilled to counts of 64
// bits (see pairFrame.fits).
type Pairs struct {
	Levels int // levels to count; 0 means all
	Stop   *atomic.Bool

	top    pairFrame
	small  smallPairs
	row    []uint64 // totals of a row, by level
	frames []*pairFrame
}

// Reset prepares for the rows of a matrix.
func (p *Pairs) Reset(m *Matrix) { p.top.reset(m) }

// Total returns, by level, the number of simplices inside the rows taken since
// Reset.
func (p *Pairs) Total() []uint64 { return p.top.total }

// Blocks returns the number of blocks of [EdgeLevels] levels that hold counts.
func (p *Pairs) Blocks() int { return p.top.used }

// Block returns the counts of the levels from b*EdgeLevels on.
func (p *Pairs) Block(b int) *PairBlock { return p.top.blocks[b] }

// Row counts the simplices inside row i of m, the l-simplices at level base+l. It
// reports false if it was stopped.
//
// Complexity: a step for every simplex and each of its connections with its last
// vertex.
func (p *Pairs) Row(m *Matrix, i, base int) bool {
	p.take(m, i, base, &p.top, 0)
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
	if n > 64 || !p.narrow(m, i, base, f, g.list) {
		p.wide(m, i, base, f, g, depth)
	}
}

// narrow counts inside a row of up to 64 vertices, those listed; it reports false,
// with nothing counted, if counts pass 16 bits or there are too many levels.
func (p *Pairs) narrow(m *Matrix, i, base int, f *pairFrame, list []uint32) bool {
	k, n := &p.small, len(list)
	limit := n
	if p.Levels > 0 {
		limit = min(limit, p.Levels-base)
	}
	if limit > 1 {
		compressList(&k.m, m, list)
	}
	if !k.count(n, limit) {
		return false
	}
	p.row = zeroed(p.row, base+smallLevels)
	for r := range EdgeLevels {
		p.row[base+r] = k.total >> (laneBits * r) & laneMax
		p.row[base+EdgeLevels+r] = k.totalHi >> (laneBits * r) & laneMax
	}
	f.count(p.row)
	packed := f.fits(p.row)
	k.addTo(f, i, base, list, limit > 1, packed)
	f.addTotals(i, p.row, packed)
	return true
}

// wide takes the vertices of a set one by one, inside a matrix of their own.
func (p *Pairs) wide(m *Matrix, i, base int, f, g *pairFrame, depth int) {
	submatrix(&g.sub, m, g.list)
	g.reset(&g.sub)
	for a := range g.list {
		if p.Stop != nil && p.Stop.Load() {
			return
		}
		p.take(&g.sub, a, base+1, g, depth+1)
	}
	// The vertices themselves are the level that the rows of g left empty.
	one := make([]uint64, base+1)
	one[base] = uint64(len(g.list))
	g.count(one)
	ones := g.block(base / EdgeLevels).Vertex
	for a := range ones {
		ones[a] += 1 << (base % EdgeLevels * laneBits)
	}
	f.count(g.total)
	packed := f.fits(g.total)
	for b := range g.used {
		f.merge(i, b, g, packed)
	}
	f.addTotals(i, g.total, packed)
}

// merge adds block b of g, what was counted inside row i.
func (f *pairFrame) merge(i, b int, g *pairFrame, packed bool) {
	from, to := g.blocks[b], f.block(b)
	row := int(f.index.base[i])
	for a, j := range g.list {
		if n := from.Vertex[a]; n != 0 {
			to.addEdge(row+a, n, packed)
			to.addVertex(int(j), n, packed)
		}
	}
	e := 0
	for a, j := range g.list {
		for w, x := range g.sub.Row(a) {
			for ; x != 0; x &= x - 1 {
				at := f.index.at(j, g.list[w<<6|bits.TrailingZeros64(x)])
				if n := from.Edge[e]; n != 0 {
					to.addEdge(at, n, packed)
				}
				if from.Wide {
					to.widen()
					addWords(to.WideEdge[EdgeLevels*at:], from.WideEdge[EdgeLevels*e:])
				}
				e++
			}
		}
	}
	if from.Wide {
		to.widen()
		for a, j := range g.list {
			addWords(to.WideEdge[EdgeLevels*(row+a):], from.WideVertex[EdgeLevels*a:])
			addWords(to.WideVertex[EdgeLevels*int(j):], from.WideVertex[EdgeLevels*a:])
		}
	}
}

// addWords adds the counts of one vertex or connection.
func addWords(to, from []uint64) {
	for r, n := range from[:EdgeLevels] {
		to[r] += n
	}
}
