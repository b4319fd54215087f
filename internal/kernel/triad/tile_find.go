package triad

import (
	"encoding/binary"
	"math/bits"
)

// Tile is what a worker needs to search tiles.
type Tile struct {
	marks [1 << tileFold]uint8 // by column: the code of u's entry; 0 for none
	spans []uint64             // of each neighbour v of u: end of its row <<32 | start
	hits  []uint64
	most  int // hits that one row can have
	found Triangles
}

// NewTile makes a worker's tile.
func (t *Tiled) NewTile() *Tile {
	most := 0
	for _, p := range t.ranges {
		most = max(most, (p.hi-p.lo+tileAhead-1)/tileAhead)
	}
	return &Tile{most: most, hits: make([]uint64, 2*most+tileBatch)}
}

// row returns where the entries of rank u are.
func (p *tileRange) row(u int) (lo, hi uint32) { return p.starts[u], p.starts[u+1] }

// Find finds the triangles u < v < w of an item and hands them to visit in
// batches, which are valid during the call. Items may be searched at the same
// time by workers with a Tile each.
func (t *Tiled) Find(k *Tile, item int, visit func(*Triangles)) {
	i := &t.items[item]
	v, w := &t.ranges[i.v], &t.ranges[i.w]
	k.found.reset()
	for u := i.lo; u < i.hi; u++ {
		lo, hi := w.row(u)
		first, end := v.row(u)
		if lo == hi || first == end {
			continue
		}
		k.mark(w.columns[lo:hi], w.codes[lo:hi])
		k.span(t, v, w, first, end)
		for done := 0; done < int(end-first); {
			n, hits := lookUp(k.spans[done:], &w.columns[0], &k.marks[0], &w.codes[0], k.hits, k.most)
			for _, hit := range k.hits[:hits] {
				k.look(t, u, v, w, first, done+int(hit>>32), uint32(hit))
			}
			done += n
		}
		for _, c := range w.columns[lo:hi] {
			k.marks[c&(1<<tileFold-1)] = 0
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

// mark marks the entries of u.
func (k *Tile) mark(columns []uint16, codes []uint8) {
	codes = codes[:len(columns)]
	for i, c := range columns {
		m := &k.marks[c&(1<<tileFold-1)]
		if code := codes[i]; *m == 0 {
			*m = code
		} else {
			*m = several
		}
	}
}

// span lists where the rows of u's neighbours v are in w's range, and as many more
// spans as are fetched ahead.
func (k *Tile) span(t *Tiled, v, w *tileRange, first, end uint32) {
	n := int(end - first)
	if cap(k.spans) < n+tileAhead {
		k.spans = make([]uint64, n+tileAhead, 2*n+tileAhead)
	}
	k.spans = k.spans[:n]
	starts, columns, codes := w.starts[v.lo:], v.columns[first:end], v.codes[first:end]
	codes = codes[:len(columns)]
	spans := k.spans[:len(columns)]
	for i, c := range columns {
		at := int(codes[i]>>2)<<(t.fold&31) | int(c)
		row := starts[at : at+2]
		spans[i] = uint64(row[1])<<32 | uint64(row[0])
	}
}

const (
	bytesLow  = 0x7f7f7f7f7f7f7f7f
	bytesFold = 0xfcfcfcfcfcfcfcfc
)

// zeroBytes returns the highest bit of each byte that is zero.
func zeroBytes(x uint64) uint64 { return ^((x&bytesLow + bytesLow) | x | bytesLow) }

// look adds the triangles of u and its i-th neighbour v with the entries of v from
// a place on, up to tileAhead, that have a mark of their fold.
func (k *Tile) look(t *Tiled, u int, v, w *tileRange, first uint32, i int, at uint32) {
	marks := uint64(0)
	columns := (*[tileAhead]uint16)(w.columns[at:])
	for i, c := range columns {
		marks |= uint64(k.marks[c&(1<<tileFold-1)]) << (8 * i)
	}
	codes := binary.LittleEndian.Uint64(w.codes[at:])
	found := zeroBytes((marks^codes)&bytesFold)&^zeroBytes(marks) | zeroBytes(^marks)
	if left := uint32(k.spans[i]>>32) - at; left < tileAhead {
		found &= 1<<(8*left) - 1
	}
	for ; found != 0; found &= found - 1 {
		bit := bits.TrailingZeros64(found) &^ 7
		code, mark := uint8(codes>>bit), uint8(marks>>bit)
		column := columns[bit/8]
		if mark == several {
			mark = w.entry(u, column, code)
		}
		if mark != 0 {
			pair := first + uint32(i)
			k.found.add(uint32(u), uint32(t.rank(v, v.columns[pair], v.codes[pair])), uint32(t.rank(w, column, code)),
				uint32(v.codes[pair]&3), uint32(mark&3), uint32(code&3))
		}
	}
}

// entry returns the code of u's entry of a column, of the same fold as another
// code; 0 if there is none.
func (p *tileRange) entry(u int, column uint16, code uint8) uint8 {
	for i, end := p.row(u); i < end; i++ {
		if p.columns[i] == column && p.codes[i]>>2 == code>>2 {
			return p.codes[i]
		}
	}
	return 0
}

// rank returns the rank of an entry of a range.
func (t *Tiled) rank(p *tileRange, column uint16, code uint8) int {
	return p.lo + int(code>>2)<<t.fold + int(column)
}
