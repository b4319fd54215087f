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
	if p.Levels == 0 || base < p.Levels {
		p.take(m, i, base, p.Levels-base, &p.top, 0)
	}
	return p.Stop == nil || !p.Stop.Load()
}

func (p *Pairs) frame(depth int) *pairFrame {
	for len(p.frames) <= depth {
		p.frames = append(p.frames, new(pairFrame))
	}
	return p.frames[depth]
}

// take counts inside row i, and counts i and its connections with it: so many
// levels, or all if Levels is 0, which are those of f from base on.
func (p *Pairs) take(m *Matrix, i, base, levels int, f *pairFrame, depth int) {
	row := m.Row(i)
	n := popcount(row)
	if n == 0 {
		return
	}
	if p.Levels == 0 || levels > n {
		levels = n
	}
	g := p.frame(depth)
	g.list = members(g.list[:0], row)
	if n > 64 || !p.narrow(m, i, base, levels, f, g.list) {
		p.wide(m, i, base, levels, f, g, depth)
	}
}

// narrow counts inside a row of up to 64 vertices, those listed; it reports false,
// with nothing counted, if counts pass 16 bits or there are too many levels.
func (p *Pairs) narrow(m *Matrix, i, base, levels int, f *pairFrame, list []uint32) bool {
	k := &p.small
	if levels > 1 {
		compressList(&k.m, m, list)
	}
	if !k.count(len(list), levels) {
		return false
	}
	p.row = zeroed(p.row, base+smallLevels)
	for r := range EdgeLevels {
		p.row[base+r] = k.total >> (laneBits * r) & laneMax
		p.row[base+EdgeLevels+r] = k.totalHi >> (laneBits * r) & laneMax
	}
	f.count(p.row)
	packed := f.fits(p.row)
	k.addTo(f, i, base, list, levels > 1, packed)
	f.addTotals(i, p.row, packed)
	return true
}

// wide takes the vertices of a set one by one, inside a matrix of their own, whose
// level 0 is level base+1 of f.
func (p *Pairs) wide(m *Matrix, i, base, levels int, f, g *pairFrame, depth int) {
	submatrix(&g.sub, m, g.list)
	g.reset(&g.sub)
	if levels > 1 {
		for a := range g.list {
			if p.Stop != nil && p.Stop.Load() {
				return
			}
			p.take(&g.sub, a, 0, levels-1, g, depth+1)
		}
	}
	p.row = zeroed(p.row, base+1+len(g.total))
	p.row[base] = uint64(len(g.list))
	copy(p.row[base+1:], g.total)
	f.count(p.row)
	packed := f.fits(p.row)
	f.addTotals(i, p.row, packed)
	row, own := int(f.index.base[i]), f.block(base/EdgeLevels)
	for a, j := range g.list {
		one := uint64(1) << (base % EdgeLevels * laneBits)
		own.addEdge(row+a, one, packed)
		own.addVertex(int(j), one, packed)
	}
	for b := range g.used {
		f.merge(i, base+1+b*EdgeLevels, g.blocks[b], g, packed)
	}
}

// merge adds a block of g, what was counted inside row i, at the given level of f
// and those above.
func (f *pairFrame) merge(i, level int, from *PairBlock, g *pairFrame, packed bool) {
	shift := level % EdgeLevels * laneBits
	var all uint64
	for _, n := range from.Vertex {
		all |= n
	}
	for q := range 2 {
		if shifted(all, 0, shift, q) == 0 {
			continue
		}
		to := f.block(level/EdgeLevels + q)
		row := int(f.index.base[i])
		for a, j := range g.list {
			n := shifted(from.Vertex[a], 0, shift, q)
			to.addEdge(row+a, n, packed)
			to.addVertex(int(j), n, packed)
		}
		g.connections(func(e int, i, j uint32) {
			if n := from.Edge[e]; n != 0 {
				to.addEdge(f.index.at(i, j), shifted(n, 0, shift, q), packed)
			}
		})
	}
	if from.Wide {
		f.mergeWide(i, level, from, g)
	}
}

// mergeWide adds wide counts.
func (f *pairFrame) mergeWide(i, level int, from *PairBlock, g *pairFrame) {
	add := func(at, r int, n uint64, ofEdge bool) {
		if n == 0 {
			return
		}
		to := f.block((level + r) / EdgeLevels)
		to.widen()
		counts := to.WideVertex
		if ofEdge {
			counts = to.WideEdge
		}
		counts[EdgeLevels*at+(level+r)%EdgeLevels] += n
	}
	row := int(f.index.base[i])
	for a, j := range g.list {
		for r, n := range from.WideVertex[EdgeLevels*a : EdgeLevels*(a+1)] {
			add(row+a, r, n, true)
			add(int(j), r, n, false)
		}
	}
	g.connections(func(e int, i, j uint32) {
		for r, n := range from.WideEdge[EdgeLevels*e : EdgeLevels*(e+1)] {
			add(f.index.at(i, j), r, n, true)
		}
	})
}

// connections calls yield for each connection of the matrix of g's list, with its
// number and its ends in the matrix that the list is of.
func (g *pairFrame) connections(yield func(e int, i, j uint32)) {
	e := 0
	for a, i := range g.list {
		for w, x := range g.sub.Row(a) {
			for ; x != 0; x &= x - 1 {
				yield(e, i, g.list[w<<6|bits.TrailingZeros64(x)])
				e++
			}
		}
	}
}
