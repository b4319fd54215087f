package triad

import (
	"math"
	"slices"
)

// Tiled finds the triangles of a large sparse graph, in which rows of bits are
// nearly empty. Ranks are cut into ranges with equal shares of all degrees. What
// is looked at together is a tile: of the rows v in one range, the entries w in
// another. For u < v < w, the neighbours w of u are marks, a byte each, and the
// entries of each neighbour v are looked up among them, eight before a branch.
//
// The marks are 16 KB, which the first-level cache holds: ranges are wider, and
// their columns folded. A mark tells which fold it is of; an entry that meets one
// of another fold is found to be none when it is looked at again. A tile has as
// many rows as the third-level cache holds.
//
// Complexity: O(Σ over pairs u < v of the length of v's list), as for a Scanner,
// and O(pairs · ranges + N · tiles) beside. Memory: 3 bytes a pair, and up to 4
// for each neuron and range, which are fewer than pairs.
type Tiled struct {
	Of     []uint32 // neuron by rank
	g      *Graph
	fold   int         // marks have 2^fold bytes
	own    bool        // ranks are the neurons' own numbers
	place  []uint32    // by neuron: range<<offsetBits | offset in it; ascends with rank
	ranges []tileRange // of w
	items  []tileItem
}

// tileRange holds the entries w of all rows in one range of ranks.
type tileRange struct {
	lo, hi  int      // ranks
	starts  []uint32 // by rank below hi, and one more: where a row starts
	columns []uint16 // offsets of w, folded: their low bits
	codes   []uint8  // their high bits <<2 | dyad
}

// tileItem is the part lo..hi-1 of the rows u of the tile of ranges v and w.
type tileItem struct{ v, w, lo, hi int }

const (
	tileFold   = 14
	tileAhead  = 8       // columns that are looked up, and rows that are fetched, beyond the end
	tileBytes  = 5 << 21 // of a tile's columns
	tileFolds  = 63      // in a range: the last number of six bits stands in for several marks
	tileBatch  = 1 << 10
	offsetBits = 20
	several    = math.MaxUint8 // the mark of several entries with one column
)

// NewTiled makes an empty structure: Count all ranks, Sum, then Fill all ranks.
// Neurons are ranked in the given order; nil ranks them by degree, fewest first.
func NewTiled(g *Graph, order []uint32) *Tiled {
	return newTiled(g, order, tileRanges(g.N, g.Edges()), tileFold)
}

func newTiled(g *Graph, order []uint32, ranges, fold int) *Tiled {
	if order == nil {
		order = byDegree(g)
	}
	t := &Tiled{Of: order, g: g, fold: fold, own: slices.IsSorted(order), place: make([]uint32, g.N)}
	share := 2*g.Edges()/max(ranges, 1) + 1
	sum := 0
	for r, v := range t.Of {
		if last := len(t.ranges) - 1; last < 0 || sum >= share || r-t.ranges[last].lo == tileFolds<<fold {
			t.ranges, sum = append(t.ranges, tileRange{lo: r}), 0
		}
		last := len(t.ranges) - 1
		t.ranges[last].hi = r + 1
		t.place[v] = uint32(last<<offsetBits + r - t.ranges[last].lo)
		sum += g.Degree(v)
	}
	for w := range t.ranges {
		t.ranges[w].starts = make([]uint32, t.ranges[w].hi+1)
	}
	return t
}

// tileRanges returns into how many ranges to cut n ranks so that the columns of
// a tile have tileBytes, but no more than that starts has fewer entries than there
// are pairs.
func tileRanges(n, pairs int) int {
	if n == 0 {
		return 0
	}
	return max(1, min(int(math.Ceil(math.Sqrt(4*float64(pairs)/tileBytes))), pairs/n))
}

// tileRow is the scratch of a worker that lists rows: places, first of v with
// u → v, then with v → u, then mutual ones.
type tileRow struct {
	entries []uint32
	end     [4]int // by dyad
	at      []uint32
}

// collect lists the neighbours of higher rank of the neuron of rank r.
func (t *Tiled) collect(row *tileRow, r int) {
	v := t.Of[r]
	mut := t.g.mut(v)
	row.entries = t.appendHigher(row.entries[:0], v, t.g.out(v), mut)
	row.end[forward] = len(row.entries)
	row.entries = t.appendHigher(row.entries, v, t.g.in(v), mut)
	row.end[backward] = len(row.entries)
	row.entries = t.appendHigher(row.entries, v, mut, nil)
	row.end[mutual] = len(row.entries)
}

// appendHigher appends the places of those of list that rank above v and are not in
// skip. Where ranks are the neurons' own numbers, places need not be looked up, which
// is what listing pairs takes long for otherwise.
func (t *Tiled) appendHigher(dst []uint32, v uint32, list, skip []uint32) []uint32 {
	if !t.own {
		return appendBeyond(dst, t.place, int64(t.place[v]), list, skip)
	}
	at, base, end := -1, uint32(0), uint32(0)
	skip = higher(skip, v)
	for _, w := range higher(list, v) {
		if len(skip) > 0 && skip[0] == w {
			skip = skip[1:]
			continue
		}
		for w >= end {
			at++
			end = uint32(t.ranges[at].hi)
			base = uint32(at<<offsetBits - t.ranges[at].lo)
		}
		dst = append(dst, base+w)
	}
	return dst
}

// higher returns those of an ascending list that are greater than v.
func higher(list []uint32, v uint32) []uint32 {
	at, _ := slices.BinarySearch(list, v)
	return list[at:]
}

// Count counts the entries of ranks lo..hi-1. Different ranks may be counted at
// the same time.
func (t *Tiled) Count(lo, hi int) {
	var row tileRow
	for r := lo; r < hi; r++ {
		t.collect(&row, r)
		for _, e := range row.entries {
			t.ranges[e>>offsetBits].starts[r+1]++
		}
	}
}

// Sum makes room for the entries counted; it comes between Count and Fill.
func (t *Tiled) Sum() {
	wedges := 0.0
	above := make([]uint32, t.g.N) // entries by rank
	for w := range t.ranges {
		p := &t.ranges[w]
		for r := range p.hi {
			above[r] += p.starts[r+1]
			p.starts[r+1] += p.starts[r]
		}
		room := int(p.starts[p.hi]) + tileAhead
		p.columns, p.codes = make([]uint16, room), make([]uint8, room)
		inLargePages(p.columns)
	}
	for r, n := range above {
		wedges += float64(n) * float64(t.g.Degree(t.Of[r])-int(n))
	}
	t.cutItems(wedges)
}

// cutItems cuts tiles into items that take some hundredths of a second, and many
// in any case, so that workers end together and soon see a cancelled context.
func (t *Tiled) cutItems(wedges float64) {
	const itemWedges = 1 << 25
	n := len(t.ranges)
	parts := 1 + int(max(tasks, wedges/itemWedges))/max(1, n*(n+1)/2)
	for w := range n {
		for v := range w + 1 {
			for part := range parts {
				lo, hi := part*t.ranges[v].hi/parts, (part+1)*t.ranges[v].hi/parts
				if lo < hi {
					t.items = append(t.items, tileItem{v, w, lo, hi})
				}
			}
		}
	}
}

// Fill lists the entries of ranks lo..hi-1. Different ranks may be filled at the
// same time.
func (t *Tiled) Fill(lo, hi int) {
	row := tileRow{at: make([]uint32, len(t.ranges))}
	for r := lo; r < hi; r++ {
		for w := range t.ranges {
			if r < t.ranges[w].hi {
				row.at[w] = t.ranges[w].starts[r]
			}
		}
		t.collect(&row, r)
		for dyad := forward; dyad <= mutual; dyad++ {
			for _, e := range row.entries[row.end[dyad-1]:row.end[dyad]] {
				p, at := &t.ranges[e>>offsetBits], row.at[e>>offsetBits]
				row.at[e>>offsetBits]++
				offset := e & (1<<offsetBits - 1)
				p.columns[at] = uint16(offset & (1<<t.fold - 1))
				p.codes[at] = uint8(offset>>t.fold<<2) | uint8(dyad)
			}
		}
	}
}

// Items returns the number of work items.
func (t *Tiled) Items() int { return len(t.items) }
