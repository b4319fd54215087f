package triad

import "unsafe"

// Rows is one worker's rows of a strip, aligned to cache lines.
type Rows struct {
	words  []uint64
	dirty  []bool   // by chunk: its rows may have bits
	sifted []uint32 // runs of which something is left
}

// NewRows makes room for the rows of a strip.
func (s *Strips) NewRows() *Rows {
	return &Rows{words: aligned(s.Width * rowWords), dirty: make([]bool, len(s.chunks))}
}

// aligned returns n words that start a cache line.
func aligned(n int) []uint64 {
	const line = 8
	b := make([]uint64, n+line)
	off := 0
	for n > 0 && uintptr(unsafe.Pointer(&b[off]))%(8*line) != 0 {
		off++
	}
	return b[off : off+n : off+n]
}

// load sets the bits of a strip's rows. Rows at and beyond the strip's end stay
// empty up to the end of the block that the strip ends in.
func (s *Strips) load(rows *Rows, strip int) {
	end := (strip + 1) * StripBits
	for _, b := range s.blocks {
		if b.lo < end && b.hi > end {
			end = b.hi
		}
	}
	for i := range s.pieces {
		if s.chunks[i].lo >= end {
			break
		}
		if rows.dirty[i] {
			clear(rows.words[s.chunks[i].lo*rowWords : s.chunks[i].hi*rowWords])
		}
		p := &s.pieces[i]
		bits := p.bits[p.stripPtr[strip]:p.stripPtr[strip+1]]
		for _, b := range bits {
			rows.words[b/wordBits] |= 1 << (b % wordBits)
		}
		rows.dirty[i] = len(bits) > 0
	}
}

// in returns the runs of a chunk in a block; none if all its rows are empty in
// the strip.
func (p *piece) in(block, strip int) []uint32 {
	if p.stripPtr[strip] == p.stripPtr[strip+1] {
		return nil
	}
	return p.runs[p.runPtr[block]:p.runPtr[block+1]]
}

// sift returns the entries of a list whose rows have a bit in common, where
// looking for them first is cheaper than counting the bits of all.
func (k *Rows) sift(list []uint32) []uint32 {
	if !sifts() {
		return list
	}
	k.room(len(list))
	return k.sifted[:sift(list, &k.words[0], &k.sifted[0])]
}

// room makes sifted hold a list of n words and the word that kernels look ahead.
func (k *Rows) room(n int) {
	if len(k.sifted) <= n {
		k.sifted = make([]uint32, n+n/4+runHeader+1)
	}
}

// Plain is what CountPlain counts, word by word of the strips: triangles of
// asymmetric pairs, and those of them that are cycles.
type Plain struct{ All, Cycles uint64 }

// CountPlain adds the triangles of asymmetric pairs whose last position is in
// the strip. Strips may be counted at the same time by workers with Rows each.
func (s *Strips) CountPlain(rows *Rows, strip int, sum *Plain) {
	s.load(rows, strip)
	end := (strip + 1) * StripBits
	var acc [2 * stripWord]uint64
	for b, block := range s.blocks {
		if block.lo >= end {
			break
		}
		for i := range s.pieces {
			if s.chunks[i].lo >= block.hi {
				break
			}
			if runs := rows.sift(s.pieces[i].in(b, strip)); len(runs) > 0 {
				plain(runs, &rows.words[0], &acc)
			}
		}
	}
	for w := range stripWord {
		sum.All += acc[w]
		sum.Cycles += acc[stripWord+w]
	}
}
