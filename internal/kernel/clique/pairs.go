package clique

import "sync/atomic"

// Pairs counts, for each connection of a local matrix, the simplices inside rows
// that hold it. It holds scratch memory: each worker needs one of its own.
//
// The counts of four levels are one word, 16 bits each, so that one addition
// counts them all; where they could pass 15 bits they are spilled to counts of 64
// bits (see pairFrame.hold).
type Pairs struct {
	Stop *atomic.Bool

	top    pairFrame
	small  *smallPairs
	levels int // to count in top; 0 means all
	row    []uint64
	frames []*pairFrame
}

// Reset prepares for the rows of a matrix, of which so many levels are counted; 0
// means all.
func (p *Pairs) Reset(m *Matrix, levels int) {
	p.levels = levels
	p.top.reset(m)
}

// Total returns, by level, the number of simplices inside the rows taken since
// Reset.
func (p *Pairs) Total() []uint64 { return p.top.totals(nil) }

// Blocks returns the number of blocks of [EdgeLevels] levels that hold counts.
func (p *Pairs) Blocks() int { return p.top.used }

// Block returns the counts of the levels from b*EdgeLevels on.
func (p *Pairs) Block(b int) *PairBlock { return p.top.blocks[b] }

// Bits returns the number of the first set bit of row i of the matrix and that beyond
// its last.
func (p *Pairs) Bits(i int) (first, end int) {
	return int(p.top.index.base[i]), int(p.top.index.base[i+1])
}

// Rows counts the simplices inside rows first to last-1 of m, the l-simplices at level
// l. It reports false if it was stopped.
//
// Complexity: a step for every simplex and each of its connections with its last
// vertex.
func (p *Pairs) Rows(m *Matrix, first, last int) bool {
	p.rows(m, first, last, p.levels, &p.top, 0)
	return !p.stopped()
}

func (p *Pairs) stopped() bool { return p.Stop != nil && p.Stop.Load() }

func (p *Pairs) frame(depth int) *pairFrame {
	for len(p.frames) <= depth {
		p.frames = append(p.frames, new(pairFrame))
	}
	return p.frames[depth]
}

// rows counts inside rows, to so many levels or all if levels is 0.
func (p *Pairs) rows(m *Matrix, first, last, levels int, f *pairFrame, depth int) {
	if levels == 1 {
		f.vertices(first, last)
		return
	}
	if p.small == nil {
		p.small = newSmallPairs()
	}
	k := p.small
	for i := first; i < last && !p.stopped(); {
		k.begin(f, levels)
		i = k.run(f, i, min(i+pairRowsAtOnce, last))
		f.held[0] = k.held
		again := false
		switch k.reason {
		case pairsDone:
			continue
		case pairsDeep:
			if k.addDeep(f, i, 1) {
				i++
				continue
			}
			k.addDeep(f, i, minusOne)
			k.takeBack(f, i)
			again = k.fits() && f.spillAt(i)
		case pairsOver:
			k.takeBack(f, i)
			again = k.fits() && f.spillAt(i)
		case pairsFull:
			k.takeBack(f, i)
		}
		if !again {
			p.wide(m, i, levels, f, depth)
			i++
		}
	}
}

// pairRowsAtOnce is how many rows are taken between two looks at Stop.
const pairRowsAtOnce = 64

// vertices counts one level alone.
func (f *pairFrame) vertices(first, last int) {
	b := f.block(0)
	for i := first; i < last; i++ {
		row := f.index.row(i)
		f.count(0, uint64(len(row)))
		b.Vertex[i] += uint64(len(row))
		for a, j := range row {
			b.Edge[int(f.index.base[i])+a]++
			b.Vertex[j]++
		}
	}
}

// wide takes the vertices of a row one by one, inside a matrix of their own, whose
// level 0 is level 1 of f.
func (p *Pairs) wide(m *Matrix, i, levels int, f *pairFrame, depth int) {
	g := p.frame(depth)
	g.list = g.list[:0]
	for _, j := range f.index.row(i) {
		g.list = append(g.list, uint32(j))
	}
	submatrix(&g.sub, m, g.list)
	g.reset(&g.sub)
	p.rows(&g.sub, 0, len(g.list), max(levels-1, 0), g, depth+1)
	if p.stopped() {
		return
	}
	p.row = g.totals(append(p.row[:0], uint64(len(g.list))))
	packed := f.hold(i, p.row)
	own, first := f.block(0), int(f.index.base[i])
	for a, j := range f.index.row(i) {
		own.addEdge(first+a, 1, packed)
		own.addVertex(int(j), 1, packed)
	}
	for l, n := range p.row {
		b := f.block(l / EdgeLevels)
		if packed {
			b.Vertex[i] += n << (l % EdgeLevels * laneBits)
		} else if n > 0 {
			b.widen()
			b.WideVertex[EdgeLevels*i+l%EdgeLevels] += n
		}
	}
	for b := range g.used {
		f.merge(i, b, g, packed)
	}
}

// merge adds a block of g, what was counted inside row i, one level up.
func (f *pairFrame) merge(i, block int, g *pairFrame, packed bool) {
	from := g.blocks[block]
	var all uint64
	for _, n := range from.Vertex {
		all |= n
	}
	first := int(f.index.base[i])
	for q := range 2 {
		if nextLevel(all, q) == 0 {
			continue
		}
		to := f.block(block + q)
		for a, j := range f.index.row(i) {
			n := nextLevel(from.Vertex[a], q)
			to.addEdge(first+a, n, packed)
			to.addVertex(int(j), n, packed)
		}
		e := 0
		for a, u := range g.list {
			for _, b := range g.index.row(a) {
				if n := nextLevel(from.Edge[e], q); n != 0 {
					to.addEdge(f.index.at(uint16(u), uint16(g.list[b])), n, packed)
				}
				e++
			}
		}
	}
	if from.Wide {
		f.mergeWide(i, block*EdgeLevels+1, from, g)
	}
}

// nextLevel returns the part of packed counts, moved to the next level, that falls into
// the same block (q = 0) or the next.
func nextLevel(n uint64, q int) uint64 {
	if q == 0 {
		return n << laneBits
	}
	return n >> (64 - laneBits)
}

// mergeWide adds wide counts at the given level and those above.
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
	first := int(f.index.base[i])
	e := 0
	for a, u := range g.list {
		for r, n := range from.WideVertex[EdgeLevels*a : EdgeLevels*(a+1)] {
			add(first+a, r, n, true)
			add(int(u), r, n, false)
		}
		for _, b := range g.index.row(a) {
			for r, n := range from.WideEdge[EdgeLevels*e : EdgeLevels*(e+1)] {
				add(f.index.at(uint16(u), uint16(g.list[b])), r, n, true)
			}
			e++
		}
	}
}
