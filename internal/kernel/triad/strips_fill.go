package triad

// Filler is the scratch of one worker that fills chunks.
type Filler struct {
	entries []uint32 // positions, row by row: first v of u → v, then v of v → u
	row     []rowOf
	count   []pairCount // by block and row; once runs have places, where entries go
	strip   []uint32
}

type rowOf struct{ ahead, back, end uint32 }
type pairCount struct{ ahead, back uint32 }

// Fill lists the pairs of one chunk. Chunks may be filled at the same time by
// workers with a Filler each.
func (s *Strips) Fill(f *Filler, chunk int) {
	c := s.chunks[chunk]
	blocks, strips, rows := len(s.blocks), s.Strips(), c.hi-c.lo
	f.entries, f.row = f.entries[:0], f.row[:0]
	f.count = append(f.count[:0], make([]pairCount, rows*blocks)...)
	f.strip = append(f.strip[:0], make([]uint32, strips+1)...)
	p := &s.pieces[chunk]
	p.runPtr, p.stripPtr = make([]uint32, blocks+1), make([]uint32, strips+1)

	for u := c.lo; u < c.hi; u++ {
		s.collect(f, u)
		r, count := f.row[u-c.lo], f.count[u-c.lo:]
		for _, v := range f.entries[r.ahead:r.back] {
			count[int(s.block[v/wordBits])*rows].ahead++
			f.strip[v/StripBits+1]++
		}
		for _, v := range f.entries[r.back:r.end] {
			count[int(s.block[v/wordBits])*rows].back++
			f.strip[v/StripBits+1]++
		}
	}
	for t := range strips {
		f.strip[t+1] += f.strip[t]
	}
	copy(p.stripPtr, f.strip)
	s.placeRuns(f, p, c)
	p.bits = make([]uint32, len(f.entries))
	for u := c.lo; u < c.hi; u++ {
		s.placeEntries(f, p, u, c)
	}
}

// collect appends the neighbours of u beyond it that are not mutual.
func (s *Strips) collect(f *Filler, u int) {
	var r rowOf
	r.ahead = uint32(len(f.entries))
	v := s.At[u]
	mut := s.g.mut(v)
	f.entries = appendBeyond(f.entries, s.Pos, int64(u), s.g.out(v), mut)
	r.back = uint32(len(f.entries))
	f.entries = appendBeyond(f.entries, s.Pos, int64(u), s.g.in(v), mut)
	r.end = uint32(len(f.entries))
	f.row = append(f.row, r)
}

// appendBeyond appends the positions pos beyond u of those in list that are not
// in skip, which ascends as list does. Whether a position is beyond u is a coin toss: it moves the cursor
// without a branch.
func appendBeyond(dst, pos []uint32, u int64, list, skip []uint32) []uint32 {
	n := len(dst)
	if cap(dst) < n+len(list) {
		dst = append(dst, make([]uint32, len(list))...)
	}
	dst = dst[:n+len(list)]
	next := Nobody
	if len(skip) > 0 {
		next, skip = skip[0], skip[1:]
	}
	for _, w := range list {
		if w == next {
			next = Nobody
			if len(skip) > 0 {
				next, skip = skip[0], skip[1:]
			}
			continue
		}
		p := pos[w]
		dst[n] = p
		n += int(uint64(u-int64(p)) >> 63)
	}
	return dst[:n]
}

// placeRuns writes the heads of the runs of a chunk and turns counts into the
// places of their entries.
func (s *Strips) placeRuns(f *Filler, p *piece, c span) {
	rows := c.hi - c.lo
	heads := runHeader * min(rows*len(s.blocks), len(f.entries))
	p.runs = make([]uint32, 0, heads+len(f.entries)+1) // kernels look one word ahead
	for b := range s.blocks {
		count := f.count[b*rows:][:rows]
		for r := range count {
			n := &count[r]
			if n.ahead|n.back == 0 {
				continue
			}
			at := uint32(len(p.runs)) + runHeader
			p.runs = append(p.runs, uint32((c.lo+r)*rowWords), n.ahead, n.back)
			p.runs = p.runs[:len(p.runs)+int(n.ahead+n.back)]
			n.ahead, n.back = at, at+n.ahead
		}
		p.runPtr[b+1] = uint32(len(p.runs))
	}
}

// placeEntries writes the entries and bits of row u.
func (s *Strips) placeEntries(f *Filler, p *piece, u int, c span) {
	rows, r := c.hi-c.lo, f.row[u-c.lo]
	at := f.count[u-c.lo:]
	base := uint32(u * rowWords * wordBits)
	for _, v := range f.entries[r.ahead:r.back] {
		to := &at[int(s.block[v/wordBits])*rows]
		p.runs[to.ahead] = v * rowWords
		to.ahead++
		bit := &f.strip[v/StripBits]
		p.bits[*bit] = base + v%StripBits
		*bit++
	}
	base += StripBits
	for _, v := range f.entries[r.back:r.end] {
		to := &at[int(s.block[v/wordBits])*rows]
		p.runs[to.back] = v * rowWords
		to.back++
		bit := &f.strip[v/StripBits]
		p.bits[*bit] = base + v%StripBits
		*bit++
	}
}
