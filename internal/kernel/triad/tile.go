package triad

import "math/bits"

// Tiled finds the triangles of a large sparse graph, in which rows of bits are
// nearly empty. What is looked at together is a tile: of the rows v in a range of
// ranks, the entries in a range of 65,536, as columns of 16 bits. For u < v < w,
// the neighbours w of u are marks in 8 KB of bits, and the columns of each
// neighbour v are looked up there, eight before a branch. There are so many rows
// in a tile that a cache holds it.
//
// Complexity: O(Σ over pairs u < v of the length of v's list), as for a Scanner,
// and O(pairs · wide ranges + N · tiles) beside. Memory: 4 bytes a pair, and 4 for
// each neuron and range of rows, which are fewer than pairs; some 5 MB a worker.
type Tiled struct {
	*Oriented
	shift  int      // a range of rows has 2^shift ranks
	ranges int      // of rows
	cut    []uint32 // by rank and range, ranges+1 a rank: where in the rank's list a range starts
	items  []tileItem
}

// tileItem is the part lo..hi-1 of the rows u of a tile: entries of the rows v in
// a range that lie in a wide range of w.
type tileItem struct{ v, w, lo, hi int }

const (
	tileShift  = 16
	tileWidth  = 1 << tileShift
	tileAhead  = 8 // columns that are looked up, and pairs that are looked at, beyond the end
	tileBatch  = 1 << 10
	tileChunks = tileWidth / tileAhead // that a list can have
	tileBytes  = 3 << 19
)

// NewTiled makes room for tiles: Sort all ranks before use.
func NewTiled(o *Oriented) *Tiled { return newTiled(o, tileRows(o.N, len(o.Next))) }

func newTiled(o *Oriented, shift int) *Tiled {
	t := &Tiled{Oriented: o, shift: shift}
	t.ranges = rangesOf(o.N, t.shift)
	t.cut = make([]uint32, o.N*(t.ranges+1))
	wide := rangesOf(o.N, tileShift)
	parts := max(1, tasks/max(1, t.ranges*wide/2))
	for v := range t.ranges {
		for w := v >> (tileShift - t.shift); w < wide; w++ {
			end := min((v+1)<<t.shift, o.N)
			for part := range parts {
				t.items = append(t.items, tileItem{v, w, end * part / parts, end * (part + 1) / parts})
			}
		}
	}
	return t
}

// tileRows returns the binary logarithm of the number of rows of a tile: as many
// as have about tileBytes, but not so many ranges that cut has more entries than
// there are pairs.
func tileRows(n, pairs int) int {
	row := 2 * float64(pairs) / float64(n) * min(1, tileWidth/float64(n))
	shift := tileShift
	for shift > 11 && row*float64(int(1)<<shift) > tileBytes && (n>>(shift-1)+2)*n < pairs {
		shift--
	}
	return shift
}

func rangesOf(n, shift int) int { return (n + 1<<shift - 1) >> shift }

// Items returns the number of work items.
func (t *Tiled) Items() int { return len(t.items) }

// Sort orders the lists of ranks lo..hi-1 by range. Different ranks may be sorted
// at the same time.
func (t *Tiled) Sort(lo, hi int) {
	var row []uint32
	to := make([]uint32, t.ranges+1)
	for u := lo; u < hi; u++ {
		list, cut := t.Next[t.Ptr[u]:t.Ptr[u+1]], t.cut[u*(t.ranges+1):][:t.ranges+1]
		for _, e := range list {
			cut[e>>(2+t.shift)+1]++
		}
		for r := range t.ranges {
			cut[r+1] += cut[r]
		}
		if t.ranges == 1 {
			continue
		}
		row = append(row[:0], list...)
		copy(to, cut)
		for _, e := range row {
			at := &to[e>>(2+t.shift)]
			list[*at] = e
			*at++
		}
	}
}

// in returns the entries of u's list in ranges from..to-1.
func (t *Tiled) in(u, from, to int) []uint32 {
	cut, at := t.cut[u*(t.ranges+1):][:t.ranges+1], t.Ptr[u]
	return t.Next[at+int64(cut[from]) : at+int64(cut[to])]
}

// wide returns the ranges that make up a wide one.
func (t *Tiled) wide(w int) (from, to int) {
	narrow := tileShift - t.shift
	return w << narrow, min((w+1)<<narrow, t.ranges)
}

// Tile is one worker's tile and marks.
type Tile struct {
	v, w    int
	starts  []uint32 // by row v within its wide range; true of the rows of the tile
	columns []uint16 // of w within its range
	dyads   []uint8  // of v and w, by column
	marks   [tileWidth / wordBits]uint64
	dyad    [tileWidth]uint8 // of u and w, where marked
	hits    []uint64
	found   Triangles
}

// NewTile makes an empty tile.
func (t *Tiled) NewTile() *Tile {
	return &Tile{v: -1, starts: make([]uint32, tileWidth+1), hits: make([]uint64, 2*tileChunks)}
}

// load makes the tile of an item the one at hand.
func (k *Tile) load(t *Tiled, v, w int) {
	if k.v == v && k.w == w {
		return
	}
	k.v, k.w = v, w
	k.columns, k.dyads = k.columns[:0], k.dyads[:0]
	from, to := t.wide(w)
	for r := v << t.shift; r < min((v+1)<<t.shift, t.N); r++ {
		starts := k.starts[r&(tileWidth-1):]
		starts[0] = uint32(len(k.columns))
		for _, e := range t.in(r, from, to) {
			k.columns = append(k.columns, uint16(e>>2))
			k.dyads = append(k.dyads, uint8(e&3))
		}
		starts[1] = uint32(len(k.columns))
	}
	for range tileAhead {
		k.columns, k.dyads = append(k.columns, 0), append(k.dyads, 0)
	}
}

// Find finds the triangles u < v < w of an item and hands them to visit in
// batches, which are valid during the call. Items may be searched at the same
// time by workers with a Tile each.
func (t *Tiled) Find(k *Tile, item int, visit func(*Triangles)) {
	i := &t.items[item]
	k.load(t, i.v, i.w)
	k.found.reset()
	from, to := t.wide(i.w)
	for u := i.lo; u < i.hi; u++ {
		pairs, marked := t.in(u, i.v, i.v+1), t.in(u, from, to)
		if len(pairs) == 0 || len(marked) == 0 {
			continue
		}
		for _, e := range marked {
			w := e >> 2 & (tileWidth - 1)
			k.marks[w/wordBits] |= 1 << (w % wordBits)
			k.dyad[w] = uint8(e & 3)
		}
		for len(pairs) > 0 {
			done, hits := lookUp(pairs, &k.starts[0], &k.columns[0], &k.marks[0], &k.dyads[0], k.hits)
			for _, hit := range k.hits[:hits] {
				k.add(uint32(u), pairs[hit>>32], uint32(hit))
			}
			pairs = pairs[done:]
		}
		for _, e := range marked {
			w := e >> 2 & (tileWidth - 1)
			k.marks[w/wordBits] = 0
		}
		if len(k.found.U) >= tileBatch {
			visit(&k.found)
			k.found.reset()
		}
	}
	if len(k.found.U) > 0 {
		visit(&k.found)
	}
}

// add adds the triangles of u and a pair's v with one of some columns from a
// place on that is marked.
func (k *Tile) add(u, pair, at uint32) {
	v := pair >> 2
	base := uint32(k.w) << tileShift
	set := uint64(0) // of the columns, those that are marked
	for i, w := range (*[tileAhead]uint16)(k.columns[at:]) {
		set |= k.marks[w/wordBits] >> (w % wordBits) & 1 << i
	}
	if left := k.starts[v&(tileWidth-1)+1] - at; left < tileAhead {
		set &= 1<<left - 1
	}
	for ; set != 0; set &= set - 1 {
		i := at + uint32(bits.TrailingZeros64(set))
		w := uint32(k.columns[i])
		k.found.add(u, v, base+w, pair&3, uint32(k.dyad[w]), uint32(k.dyads[i]))
	}
}
