package clique

const (
	// EdgeLevels is how many levels of the counts of a connection lie side by side.
	EdgeLevels = 4

	laneBits = 64 / EdgeLevels
	laneMax  = 1<<laneBits - 1
	// ones has a one in each lane.
	ones = 1<<laneBits | 1 | 1<<(2*laneBits) | 1<<(3*laneBits)
)

// laneUsed is how many bits of a lane are used before it is spilled: with one less
// than there are, the sum of two is seen to be too large. It is a variable for tests.
var laneUsed = laneBits - 1

// laneMost is the largest count that is held in a lane.
func laneMost() uint64 { return 1<<laneUsed - 1 }

// laneOver has the bits of each lane that are not used.
func laneOver() uint64 { return (laneMax - laneMost()) * ones }

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
	index   edgeIndex
	total   []uint64 // by level, of what is not in held
	held    []uint64 // by block: all that was packed since the last spill; no packed count is larger
	spilled int      // the row before which the packed counts were spilled
	blocks  []*PairBlock
	used    int // blocks that are in use; others hold what is over
	sub     Matrix
	list    []uint32
}

// reset makes f zero for a matrix.
func (f *pairFrame) reset(m *Matrix) {
	f.index.build(m)
	clear(f.total)
	f.held = f.held[:0]
	f.spilled, f.used = 0, 0
	f.block(0)
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
		f.held = append(f.held, 0)
		f.used++
	}
	return f.blocks[b]
}

// count adds to the totals.
func (f *pairFrame) count(level int, n uint64) {
	for len(f.total) <= level {
		f.total = append(f.total, 0)
	}
	f.total[level] += n
}

// totals appends the totals by level.
func (f *pairFrame) totals(to []uint64) []uint64 {
	first := len(to)
	to = append(to, f.total...)
	for b, held := range f.held {
		for r := range EdgeLevels {
			level := first + EdgeLevels*b + r
			if level == len(to) {
				to = append(to, 0)
			}
			to[level] += held >> (laneBits * r) & laneMax
		}
	}
	for len(to) > first && to[len(to)-1] == 0 {
		to = to[:len(to)-1]
	}
	return to
}

// hold notes that a row's counts, none of which passes its totals by level, are added
// to the packed ones, if they can be. Else it reports false and notes the totals alone.
func (f *pairFrame) hold(row int, total []uint64) bool {
	if !f.room(total) {
		if !f.spillAt(row) || !f.room(total) {
			for l, n := range total {
				f.count(l, n)
			}
			return false
		}
	}
	for l, n := range total {
		f.held[l/EdgeLevels] += n << (l % EdgeLevels * laneBits)
	}
	return true
}

// room reports whether totals by level can be held.
func (f *pairFrame) room(total []uint64) bool {
	for l, n := range total {
		f.block(l / EdgeLevels)
		if n > laneMost() || n+f.held[l/EdgeLevels]>>(l%EdgeLevels*laneBits)&laneMax > laneMost() {
			return false
		}
	}
	return true
}

// spillAt spills the packed counts before a row is added, unless that would take
// longer than to add it to the wide ones.
func (f *pairFrame) spillAt(row int) bool {
	if 16*(row-f.spilled+1) < f.index.m.D {
		return false
	}
	f.spilled = row
	for b, held := range f.held {
		for r := range EdgeLevels {
			f.count(EdgeLevels*b+r, held>>(laneBits*r)&laneMax)
		}
		f.blocks[b].spill()
	}
	clear(f.held)
	return true
}
