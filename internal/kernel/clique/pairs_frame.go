package clique

import "math/bits"

const (
	// EdgeLevels is how many levels of the counts of a connection lie side by side.
	EdgeLevels = 4

	laneBits = 64 / EdgeLevels
	laneMax  = 1<<laneBits - 1
)

// laneLimit is the largest count that is held in 16 bits. It is a variable for
// tests.
var laneLimit uint64 = laneMax

// PairBlock holds four levels of counts of the connections and vertices of a
// matrix. A count is the sum of a packed one and, where Wide is set, a wide one.
// Connections are numbered as the set bits of the matrix, row by row.
type PairBlock struct {
	Edge, Vertex         []uint64 // packed: 16 bits a level, the lowest first
	WideEdge, WideVertex []uint64 // a word a level: level r of e at [e*EdgeLevels+r]
	Wide                 bool
}

// widen makes room for wide counts.
func (b *PairBlock) widen() {
	if !b.Wide {
		b.Wide = true
		b.WideEdge = zeroed(b.WideEdge, EdgeLevels*len(b.Edge))
		b.WideVertex = zeroed(b.WideVertex, EdgeLevels*len(b.Vertex))
	}
}

func (b *PairBlock) addEdge(e int, n uint64, packed bool) {
	if packed {
		b.Edge[e] += n
		return
	}
	b.widen()
	addLanes(b.WideEdge[EdgeLevels*e:], n)
}

func (b *PairBlock) addVertex(j int, n uint64, packed bool) {
	if packed {
		b.Vertex[j] += n
		return
	}
	b.widen()
	addLanes(b.WideVertex[EdgeLevels*j:], n)
}

// addLanes adds packed counts to wide ones.
func addLanes(to []uint64, n uint64) {
	for r := range to[:EdgeLevels] {
		to[r] += n >> (laneBits * r) & laneMax
	}
}

// spill makes all packed counts wide.
func (b *PairBlock) spill() {
	b.widen()
	for e, n := range b.Edge {
		addLanes(b.WideEdge[EdgeLevels*e:], n)
	}
	for j, n := range b.Vertex {
		addLanes(b.WideVertex[EdgeLevels*j:], n)
	}
	clear(b.Edge)
	clear(b.Vertex)
}

// Narrow makes those counts packed that fit, so that few wide ones are left.
func (b *PairBlock) Narrow() {
	if b.Wide {
		narrow(b.Edge, b.WideEdge)
		narrow(b.Vertex, b.WideVertex)
	}
}

func narrow(packed, wide []uint64) {
	for i := range packed {
		counts := wide[EdgeLevels*i : EdgeLevels*(i+1)]
		for r, n := range counts {
			if n > 0 && n+packed[i]>>(laneBits*r)&laneMax <= laneMax {
				packed[i] += n << (laneBits * r)
				counts[r] = 0
			}
		}
	}
}

// pairFrame is what is counted in one matrix.
type pairFrame struct {
	index  edgeIndex
	total  []uint64 // by level
	held   []uint64 // by level: no packed count is larger
	since  int      // rows since the packed counts were spilled
	blocks []*PairBlock
	used   int // blocks that are in use; others hold what is over
	sub    Matrix
	list   []uint32
}

// reset makes f zero for a matrix.
func (f *pairFrame) reset(m *Matrix) {
	f.index.build(m)
	clear(f.total)
	clear(f.held)
	f.since, f.used = 0, 0
}

// block returns a block, zero when it is first wanted.
func (f *pairFrame) block(b int) *PairBlock {
	for f.used <= b {
		if f.used == len(f.blocks) {
			f.blocks = append(f.blocks, new(PairBlock))
		}
		p := f.blocks[f.used]
		p.Edge = zeroed(p.Edge, int(f.index.base[f.index.m.D]))
		p.Vertex = zeroed(p.Vertex, f.index.m.D)
		p.Wide = false
		f.used++
	}
	return f.blocks[b]
}

// count adds to the totals.
func (f *pairFrame) count(total []uint64) {
	for len(f.total) < len(total) {
		f.total, f.held = append(f.total, 0), append(f.held, 0)
	}
	for l, n := range total {
		f.total[l] += n
	}
}

// fits reports whether a row's counts, none of which passes its totals by level,
// can be added to the packed ones. If they could pass the limit all are spilled,
// unless that would take longer than adding those of the row to the wide ones.
func (f *pairFrame) fits(total []uint64) bool {
	over := false
	for l, n := range total {
		if n > laneLimit {
			return false
		}
		over = over || f.held[l]+n > laneLimit
	}
	f.since++
	if over {
		if 16*f.since < f.index.m.D {
			return false
		}
		for _, b := range f.blocks[:f.used] {
			b.spill()
		}
		clear(f.held)
		f.since = 0
	}
	for l, n := range total {
		f.held[l] += n
	}
	return true
}

// addTotals adds a row's totals to its vertex.
func (f *pairFrame) addTotals(i int, total []uint64, packed bool) {
	for l, n := range total {
		if n == 0 {
			continue
		}
		b := f.block(l / EdgeLevels)
		if packed {
			b.Vertex[i] += n << (l % EdgeLevels * laneBits)
		} else {
			b.widen()
			b.WideVertex[EdgeLevels*i+l%EdgeLevels] += n
		}
	}
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
