package clique

import "math/bits"

// pairState is what pairRows works on: it takes rows i to end-1 of a matrix and adds to
// the packed counts of its connections and vertices, four levels of them. Of each row
// the vertices, up to 64, are compressed to a matrix of one word a vertex. Each
// connection a → b there is noted with its place among the counts, and counts one, its
// own 2-level simplex; those whose rows have vertices in common are expanded, and what
// the simplices that go on from there come to is added once to each connection that
// they have in common and to that of each vertex with those before it. It stops
//
//	pairsDone  after the last row;
//	pairsWide  at a row of more than 64 vertices, before adding anything of it;
//	pairsFull  at a row that has more simplices of a level than a lane holds, or
//	           more than deep has room for, with some of it added;
//	pairsOver  at a row that was added, and after which held would show that a lane
//	           may pass its bits;
//	pairsDeep  at a row that was added but for the levels beyond the fourth, which
//	           go on from the sets in deep.
//
// In the last three cases held does not hold the row. What was added of a row is taken
// back by taking the row again with unit -1, since it stops at the same step; that lanes
// may have run over does not matter then.
//
// The kernel knows the offsets of the fields, which a test compares with its.
type pairState struct {
	rows   *uint64 // row 0
	stride uint64  // bytes a row
	i, end uint64
	words  uint64  // words a row that are in use
	made   uint64  // not 0: m is the matrix of row i already
	base   *uint32 // as in edgeIndex
	before *uint16
	cols   *uint16
	edge   *uint64 // packed counts
	vertex *uint64
	unit   uint64 // 1, or -1 to take back
	held   uint64
	most   uint64    // that a lane may hold
	over   uint64    // the bits of all lanes that must stay unused
	keep   [3]uint64 // of levels 2, 3 and 4: all bits if they are counted
	reason uint64
	total  uint64 // simplices of the row, packed
	n2, n3 uint64 // those of levels 2 and 3
	deepN  uint64
	_      [9]uint64 // scratch of the kernel
	m      [64 + 8]uint64
	part   [64 + 8]uint64   // by vertex
	_      [64]uint16       // scratch
	tab    [64 * 64]uintptr // of connection a → b at a<<6|b: the place of its count, in bytes from edge or, in assembly, from 0
	flat   [64*63 + 1]flatSet
	deep   [deepRoom + 64]deepSet
	guard  uint64
}

const (
	pairsDone = iota
	pairsWide
	pairsFull
	pairsOver
	pairsDeep
)

// deepRoom is how many deep sets a row may have.
const deepRoom = 1 << 10

// flatSet is a connection a → b and the vertices that go on from both.
type flatSet struct {
	set uint64
	ab  uint64 // a<<9 | b<<3, in assembly from the address of tab on
}

// deepSet is a 3-level simplex a, b, c, d and the vertices that go on from it.
type deepSet struct {
	set  uint64
	ab   uint16 // a<<9 | b<<3
	c, d uint8
	_    uint32
}

const minusOne = ^uint64(0)

// smallLevels is how many levels smallPairs counts.
const smallLevels = 2 * EdgeLevels

// smallPairs counts in rows of up to 64 vertices.
type smallPairs struct {
	pairState
	levels   int     // to count; 0 means all
	from     uintptr // what the places in tab begin at
	list     []uint32
	prefix   [smallLevels]uint8
	partHigh [64]uint64
	high     [EdgeLevels]uint64 // simplices of levels 4 to 7
	tooMany  bool
}

func newSmallPairs() *smallPairs { return &smallPairs{} }

// begin prepares for rows of f's matrix, of which so many levels are counted: 0 for
// all, or 2 or more.
func (k *smallPairs) begin(f *pairFrame, levels int) {
	k.unit, k.held = 1, f.held[0]
	k.most, k.over = laneMost(), laneOver()
	for r := range k.keep {
		k.keep[r] = 0
		if levels == 0 || levels > 2+r {
			k.keep[r] = ^uint64(0)
		}
	}
	k.tooMany, k.levels = false, levels
}

// run takes rows until it has done them all or one needs more; it returns that.
func (k *smallPairs) run(f *pairFrame, first, last int) int {
	if k.vector(f, first, last) {
		return int(k.i)
	}
	for i := first; i < last; i++ {
		if k.reason = k.runGo(f, i); k.reason != pairsDone {
			return i
		}
	}
	return last
}

// runGo is pairRows without assembly, for one row.
func (k *smallPairs) runGo(f *pairFrame, i int) (reason uint64) {
	row := f.index.row(i)
	n := len(row)
	switch {
	case n == 0:
		return pairsDone
	case n > 64:
		return pairsWide
	}
	k.list = k.list[:0]
	for _, j := range row {
		k.list = append(k.list, uint32(j))
	}
	compressList((*[64]uint64)(k.m[:64]), f.index.m, k.list)
	to := f.blocks[0]
	k.from = 0
	for a := range n {
		k.part[a&63] = k.unit
	}
	n1, sets := k.connectionsGo(f, to.Edge, row)
	k.n2, k.n3, k.deepN = 0, 0, 0
	if k.keep[0] != 0 && !k.expandGo(to.Edge, k.flat[:sets]) {
		return pairsFull
	}
	own := to.Edge[f.index.base[i]:f.index.base[i+1]]
	for a, j := range row {
		own[a] += k.part[a&63]
		to.Vertex[j] += k.part[a&63]
	}
	k.total = uint64(n) | uint64(n1)<<laneBits | k.n2<<(2*laneBits) | k.n3<<(3*laneBits)
	if k.n2 > k.most || k.n3 > k.most {
		return pairsFull
	}
	to.Vertex[i] += k.unit * k.total
	switch held := k.held + k.total; {
	case (held|k.total)&k.over != 0:
		return pairsOver
	case k.deepN > 0:
		return pairsDeep
	default:
		k.held = held
		return pairsDone
	}
}

// connectionsGo notes the connections among the vertices of a row and returns their number, and
// how many have vertices that go on from them.
func (k *smallPairs) connectionsGo(f *pairFrame, edge []uint64, row []uint16) (n, sets int) {
	one := k.unit << laneBits
	for a, j := range row {
		x := k.m[a&63]
		size := bits.OnesCount64(x)
		n += size
		k.part[a&63] += uint64(size) * one
		for y := x; y != 0; y &= y - 1 {
			b := bits.TrailingZeros64(y) & 63
			at := f.index.at(j, row[b])
			k.tab[a&63<<6|b] = uintptr(at) * 8
			edge[at] += one
			k.part[b] += one
			k.flat[sets] = flatSet{x & k.m[b], uint64(a&63<<9 | b<<3)}
			if k.flat[sets].set != 0 {
				sets++
			}
		}
	}
	return n, sets
}

// expandGo counts what goes on from sets, and reports false if that is too much.
func (k *smallPairs) expandGo(edge []uint64, sets []flatSet) bool {
	for _, s := range sets {
		if k.n2 > k.most || k.n3 > k.most {
			return false
		}
		k.n2 += uint64(bits.OnesCount64(s.set))
		a, b := int(s.ab>>9), int(s.ab>>3&63)
		var sum uint64
		for x := s.set; x != 0; x &= x - 1 {
			c := bits.TrailingZeros64(x) & 63
			w := s.set & k.m[c] & k.keep[1]
			n := uint64(bits.OnesCount64(w))
			k.n3 += n
			t := k.unit<<(2*laneBits) + n*(k.unit<<(3*laneBits))
			edge[k.tab[a<<6|c]/8] += t
			edge[k.tab[b<<6|c]/8] += t
			k.part[c] += t
			sum += t
			if w != 0 && !k.lastGo(edge, a, b, c, w) {
				return false
			}
		}
		edge[k.tab[a<<6|b]/8] += sum
		k.part[a] += sum
		k.part[b] += sum
	}
	return true
}

// lastGo counts the simplices a, b, c, d with d in w.
func (k *smallPairs) lastGo(edge []uint64, a, b, c int, w uint64) bool {
	if k.deepN > deepRoom {
		return false
	}
	one := k.unit << (3 * laneBits)
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		edge[k.tab[a<<6|d]/8] += one
		edge[k.tab[b<<6|d]/8] += one
		edge[k.tab[c<<6|d]/8] += one
		k.part[d] += one
		k.deep[k.deepN] = deepSet{set: w & k.m[d] & k.keep[2], ab: uint16(a<<9 | b<<3), c: uint8(c), d: uint8(d)}
		if k.deep[k.deepN].set != 0 {
			k.deepN++
		}
	}
	return true
}

// takeBack takes back what was added of row i.
func (k *smallPairs) takeBack(f *pairFrame, i int) {
	k.unit = minusOne
	k.run(f, i, i+1)
	k.unit = 1
}

// fits reports whether a lane holds each of the totals of the row that was taken last.
func (k *smallPairs) fits() bool { return !k.tooMany && k.total&k.over == 0 }

// addDeep adds the levels that go on from the sets in deep, of row i, with unit -1 to
// take them back, and the row to what is held. It reports false if that is too much, and
// must be taken back.
func (k *smallPairs) addDeep(f *pairFrame, i int, unit uint64) bool {
	to := f.block(1)
	row := f.index.row(i)
	clear(k.partHigh[:len(row)])
	k.high, k.tooMany = [EdgeLevels]uint64{}, false
	for _, s := range k.deep[:k.deepN] {
		k.prefix[0], k.prefix[1], k.prefix[2], k.prefix[3] = uint8(s.ab>>9), uint8(s.ab>>3&63), s.c, s.d
		sum := k.deeper(to.Edge, s.set, EdgeLevels, unit)
		for q := range EdgeLevels {
			k.addHigh(to.Edge, k.prefix[q], q, sum)
		}
		if k.tooMany {
			break
		}
	}
	own := to.Edge[f.index.base[i]:f.index.base[i+1]]
	for a, j := range row {
		n := k.partHigh[a&63]
		own[a] += n
		to.Vertex[j] += n
	}
	if k.tooMany {
		return false
	}
	var total uint64
	for r, n := range k.high {
		total |= n << (laneBits * r)
	}
	to.Vertex[i] += unit * total
	if (f.held[1]+total)&k.over != 0 {
		k.tooMany = total&k.over != 0
		return false
	}
	f.held[0] += k.total
	f.held[1] += total
	return true
}

// addHigh adds to vertex d and its connections with the first few of the prefix.
func (k *smallPairs) addHigh(edge []uint64, d uint8, before int, n uint64) {
	k.partHigh[d&63] += n
	for _, v := range k.prefix[:before] {
		edge[(k.tab[int(v&63)<<6|int(d&63)]-k.from)/8] += n
	}
}

// deeper counts the simplices that begin with the prefix and go on in w, whose
// vertices complete those of the given level.
func (k *smallPairs) deeper(edge []uint64, w uint64, level int, unit uint64) (sum uint64) {
	if level == smallLevels {
		k.tooMany = true
		return 0
	}
	high := &k.high[level-EdgeLevels]
	if *high += uint64(bits.OnesCount64(w)); *high > k.most {
		k.tooMany = true
		return 0
	}
	for x := w; x != 0; x &= x - 1 {
		d := bits.TrailingZeros64(x) & 63
		n := unit << (laneBits * (level - EdgeLevels))
		if y := w & k.m[d]; y != 0 && (k.levels == 0 || level+1 < k.levels) && !k.tooMany {
			k.prefix[level] = uint8(d)
			n += k.deeper(edge, y, level+1, unit)
		}
		k.addHigh(edge, uint8(d), level, n)
		sum += n
	}
	return sum
}
