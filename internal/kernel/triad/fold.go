package triad

import (
	"encoding/binary"
	"math/bits"
)

// Folded finds the triangles of a large sparse graph, in which rows of bits are
// nearly empty and lists long. Columns w are cut into wide strips, and a row
// shows the neighbours in a strip folded to 1,024 bits, w modulo 1,024: a filter.
// Only pairs u < v whose filters have a bit in common, by chance or not, are
// looked at again, in the short lists of their neighbours in the strip.
//
// As in Strips, pairs are listed by blocks of v, so that the rows of v stay in
// the second-level cache; but runs of u would be too short here, so that a pair
// is an entry of its own and the filter has no branches.
//
// Complexity: O(pairs · N / Width) for the filter, and for what passes it.
// Memory: 12 bytes a pair; 200 bytes a neuron and worker.
type Folded struct {
	*Oriented
	Width  int // columns of a strip
	pieces []foldedPiece
	blocks int
}

// foldedPiece is what the pairs of a chunk's rows are: pairs by block of v and
// dyad, and entries by strip of w.
type foldedPiece struct {
	pairs    []uint64 // places of the rows u and v, 32 bits each
	pairPtr  []uint32 // by 3·block + dyad - 1
	entries  []uint32 // row within the chunk, column within the strip, dyad
	entryPtr []uint32 // by strip
}

const (
	foldWords     = 16 // a row's filter
	foldBits      = 64 * foldWords
	foldBlock     = 1 << 11 // rows v: 256 KB of filters
	foldList      = 32      // entries of a row that are compared at once
	foldChunk     = 1 << 10 // rows u
	foldMaxWidth  = 1 << 16
	entryRowShift = 18 // dyad: 2 bits, column: 16
	entryMask     = 1<<entryRowShift - 1
)

// NewFolded makes an empty list of pairs with strips of width columns, a power
// of two from 1,024 to 65,536: Fill every chunk before counting.
func NewFolded(o *Oriented, width int) *Folded {
	return &Folded{Oriented: o, Width: width, pieces: make([]foldedPiece, (o.N+foldChunk-1)/foldChunk), blocks: (o.N + foldBlock - 1) / foldBlock}
}

// Chunks returns the number of chunks to fill.
func (f *Folded) Chunks() int { return len(f.pieces) }

// Strips returns the number of strips to count.
func (f *Folded) Strips() int { return (f.N + f.Width - 1) / f.Width }

// Fill lists the pairs of one chunk. Chunks may be filled at the same time.
func (f *Folded) Fill(chunk int) {
	lo, hi := chunk*foldChunk, min((chunk+1)*foldChunk, f.N)
	row := f.Next[f.Ptr[lo]:f.Ptr[hi]]
	p := &f.pieces[chunk]
	p.pairs, p.entries = make([]uint64, len(row)), make([]uint32, len(row))
	p.pairPtr, p.entryPtr = make([]uint32, 3*f.blocks+1), make([]uint32, f.Strips()+1)
	width := uint32(f.Width)
	for _, e := range row {
		v := e >> 2
		p.pairPtr[3*(v/foldBlock)+e&3]++
		p.entryPtr[v/width+1]++
	}
	for b := range 3 * f.blocks {
		p.pairPtr[b+1] += p.pairPtr[b]
	}
	for s := range f.Strips() {
		p.entryPtr[s+1] += p.entryPtr[s]
	}
	pair, entry := append([]uint32(nil), p.pairPtr...), append([]uint32(nil), p.entryPtr...)
	for u := lo; u < hi; u++ {
		for _, e := range f.Next[f.Ptr[u]:f.Ptr[u+1]] {
			v := e >> 2
			to := &pair[3*(v/foldBlock)+e&3-1]
			p.pairs[*to] = uint64(u*foldWords) | uint64(v*foldWords)<<32
			*to++
			to = &entry[v/width]
			p.entries[*to] = uint32(u-lo)<<entryRowShift | v%width<<2 | e&3
			*to++
		}
	}
}

// FoldedRows is one worker's memory for a strip.
type FoldedRows struct {
	filter []uint64
	first  []uint32 // by row: where its list starts
	list   []uint32 // column within the strip<<2 | dyad
	short  []uint16 // by row: the columns within the strip, up to foldList
	whole  bool     // no row has more
	flags  []uint8  // by pair of a batch
	hits   []uint64
	found  Triangles
}

const foldBatch = 1024 // pairs filtered at a time

// NewRows makes room for a strip.
func (f *Folded) NewRows() *FoldedRows {
	return &FoldedRows{filter: aligned(f.N * foldWords), first: make([]uint32, f.N+1), short: make([]uint16, f.N*foldList), flags: make([]uint8, foldBatch+8)}
}

// load fills the filters and lists of a strip.
func (f *Folded) load(k *FoldedRows, strip int) (rows int) {
	rows = min((strip+1)*f.Width, f.N)
	clear(k.filter[:rows*foldWords])
	k.list, k.whole = k.list[:0], true
	for i := range f.pieces {
		lo, hi := i*foldChunk, min((i+1)*foldChunk, rows)
		if lo >= rows {
			break
		}
		p := &f.pieces[i]
		next := lo
		for _, e := range p.entries[p.entryPtr[strip]:p.entryPtr[strip+1]] {
			u := lo + int(e>>entryRowShift)
			for ; next <= u; next++ {
				k.first[next] = uint32(len(k.list))
			}
			column := e & entryMask >> 2
			bit := column % foldBits
			k.filter[u*foldWords+int(bit/64)] |= 1 << (bit % 64)
			if n := len(k.list) - int(k.first[u]); n < foldList {
				k.short[u*foldList+n] = uint16(column)
			} else {
				k.whole = false
			}
			k.list = append(k.list, e&entryMask)
		}
		for ; next < hi; next++ {
			k.first[next] = uint32(len(k.list))
		}
	}
	k.first[rows] = uint32(len(k.list))
	return rows
}

// Find finds the triangles whose highest rank is in the strip and hands them to
// visit in batches, which are valid during the call. Strips may be searched at
// the same time by workers with FoldedRows each.
func (f *Folded) Find(k *FoldedRows, strip int, visit func(*Triangles)) {
	rows := f.load(k, strip)
	for b := range f.blocks {
		if b*foldBlock >= rows {
			break
		}
		for i := range f.pieces {
			if i*foldChunk >= min((b+1)*foldBlock, rows) {
				break
			}
			p := &f.pieces[i]
			for dyad := uint32(forward); dyad <= mutual; dyad++ {
				pairs := p.pairs[p.pairPtr[3*b+int(dyad)-1]:p.pairPtr[3*b+int(dyad)]]
				for len(pairs) > 0 {
					n := min(len(pairs), foldBatch)
					f.findIn(k, pairs[:n], rows, dyad, strip, visit)
					pairs = pairs[n:]
				}
			}
		}
	}
}

// findIn finds the triangles of one batch of pairs.
func (f *Folded) findIn(k *FoldedRows, pairs []uint64, rows int, dyad uint32, strip int, visit func(*Triangles)) {
	t := &k.found
	t.reset()
	base := uint32(strip * f.Width)
	for _, pair := range f.candidates(k, pairs) {
		u, v := uint32(pair)/foldWords, uint32(pair>>32)/foldWords
		if int(v) >= rows {
			continue // its row is that of another strip
		}
		ours := k.list[k.first[u]:k.first[u+1]]
		for _, b := range k.list[k.first[v]:k.first[v+1]] {
			for _, a := range ours {
				if a^b < 4 {
					t.add(u, v, base+a>>2, dyad, a&3, b&3)
				}
			}
		}
	}
	if len(t.U) > 0 {
		visit(t)
	}
}

// candidates returns the pairs whose rows may have a neighbour in common: those
// that pass the filter and, if no list is too long for it, whose lists do have
// one. Entries of short beyond a row's list are left from other strips: they may
// let a pair pass, never hold one back.
func (f *Folded) candidates(k *FoldedRows, pairs []uint64) []uint64 {
	filter(pairs, &k.filter[0], &k.flags[0])
	k.hits = k.keep(k.hits[:0], pairs)
	if !k.whole || !matches() || len(k.hits) == 0 {
		return k.hits
	}
	match(k.hits, &k.first[0], &k.short[0], &k.flags[0])
	return k.keep(k.hits[:0], k.hits)
}

// keep appends to dst the pairs whose flags are not 0. dst may be pairs[:0].
func (k *FoldedRows) keep(dst, pairs []uint64) []uint64 {
	clear(k.flags[len(pairs) : len(pairs)+8]) // up to the next whole word
	for i := 0; i < len(pairs); i += 8 {
		word := binary.LittleEndian.Uint64(k.flags[i:])
		for word != 0 {
			j := bits.TrailingZeros64(word) / 8
			word &^= 0xff << (8 * j)
			dst = append(dst, pairs[i+j])
		}
	}
	return dst
}
