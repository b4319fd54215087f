package triad

// Strips counts the triangles of asymmetric pairs u < v < w by position, on rows
// of bits. A strip is 512 columns w wide; its row of v holds v's targets and
// sources among them, 64 bytes each. For every pair u < v the rows of u and v
// are intersected in the strips that can hold a w beyond v.
//
// Two things keep the rows of v in the second-level cache: pairs are listed by
// blocks of blockRows rows v, and within a block by u, whose row stays in
// registers while its list is walked. What is counted stays in registers for a
// whole list of runs; words of a strip belong to one group each, so that the
// lanes are sums by the group of w.
//
// Memory: 8 bytes a pair and 12 for each u and block with a pair; Width·128
// bytes a worker.
//
// Complexity: O(pairs · strips beyond v).
type Strips struct {
	*Layout
	g      *Graph
	full   bool
	blocks []span   // runs of rows v, each within one group
	block  []uint32 // block by word
	chunks []span   // runs of rows u, each within one group
	pieces []piece  // by chunk
}

// span is a run of positions within one group.
type span struct{ lo, hi, group int }

// piece is what the pairs of one chunk's rows u are: runs of entries by block
// of v, and bits to set by strip of w.
type piece struct {
	runs     []uint32
	runPtr   []uint32 // by block
	bits     []uint32
	stripPtr []uint32 // by strip
}

const (
	rowWords  = 2 * stripWord // a strip's row: targets, then sources
	blockRows = 2048          // 256 KB of rows
	chunkRows = 512
	runHeader = 3 // u's place, entries v of u → v, entries v of v → u
)

// MaxWidth is the largest layout that strips can hold: bits are addressed by 32
// bits.
const MaxWidth = 1 << 22

// NewStrips makes empty strips: Fill every chunk before counting. Full strips
// list and show each pair at both its ends, as CountNeurons needs it; the others
// only at its lower position.
func NewStrips(g *Graph, l *Layout, full bool) *Strips {
	s := &Strips{Layout: l, g: g, full: full, block: make([]uint32, len(l.word))}
	for i, group := range l.Groups {
		for lo := group.Lo; lo < group.Hi; lo += blockRows {
			b := span{lo, min(lo+blockRows, group.Hi), i}
			for w := lo / wordBits; w*wordBits < b.hi; w++ {
				s.block[w] = uint32(len(s.blocks))
			}
			s.blocks = append(s.blocks, b)
		}
		for lo := group.Lo; lo < group.Hi; lo += chunkRows {
			s.chunks = append(s.chunks, span{lo, min(lo+chunkRows, group.Hi), i})
		}
	}
	s.pieces = make([]piece, len(s.chunks))
	return s
}

// Chunks returns the number of chunks to fill.
func (s *Strips) Chunks() int { return len(s.chunks) }

// Strips returns the number of strips to count.
func (s *Strips) Strips() int { return s.Width / StripBits }

// Filler is the scratch of one worker that fills chunks.
type Filler struct {
	entries []uint32 // positions, row by row: first v of u → v, then v of v → u
	row     []rowOf
	count   []pairCount // by row and block
	at      []pairCount // by block: where the next entries of a run go
	strip   []uint32
}

type rowOf struct{ ahead, back, end uint32 }
type pairCount struct{ ahead, back uint32 }

// Fill lists the pairs of one chunk. Chunks may be filled at the same time by
// workers with a Filler each.
func (s *Strips) Fill(f *Filler, chunk int) {
	c := s.chunks[chunk]
	blocks, strips := len(s.blocks), s.Strips()
	f.entries, f.row = f.entries[:0], f.row[:0]
	f.count = append(f.count[:0], make([]pairCount, (c.hi-c.lo)*blocks)...)
	f.strip = append(f.strip[:0], make([]uint32, strips+1)...)
	f.at = append(f.at[:0], make([]pairCount, blocks)...)
	p := &s.pieces[chunk]
	p.runPtr, p.stripPtr = make([]uint32, blocks+1), make([]uint32, strips+1)

	for u := c.lo; u < c.hi; u++ {
		s.collect(f, u)
		r, count := f.row[u-c.lo], f.count[(u-c.lo)*blocks:][:blocks]
		for _, v := range f.entries[r.ahead:r.back] {
			count[s.block[v/wordBits]].ahead++
			f.strip[v/StripBits+1]++
		}
		for _, v := range f.entries[r.back:r.end] {
			count[s.block[v/wordBits]].back++
			f.strip[v/StripBits+1]++
		}
		for b, n := range count {
			if n.ahead|n.back != 0 {
				p.runPtr[b+1] += runHeader + n.ahead + n.back
			}
		}
	}
	for b := range blocks {
		p.runPtr[b+1] += p.runPtr[b]
	}
	for t := range strips {
		f.strip[t+1] += f.strip[t]
	}
	copy(p.stripPtr, f.strip)
	p.runs, p.bits = make([]uint32, p.runPtr[blocks]), make([]uint32, len(f.entries))
	next := append([]uint32(nil), p.runPtr...)
	for u := c.lo; u < c.hi; u++ {
		s.place(f, p, next, u, c.lo)
	}
}

// collect appends the neighbours of u that are not mutual: those beyond it, or
// all.
func (s *Strips) collect(f *Filler, u int) {
	var r rowOf
	r.ahead = uint32(len(f.entries))
	v := s.At[u]
	mut := s.g.mut(v)
	least := int64(u)
	if s.full {
		least = -1
	}
	f.entries = s.appendBeyond(f.entries, least, s.g.out(v), mut)
	r.back = uint32(len(f.entries))
	f.entries = s.appendBeyond(f.entries, least, s.g.in(v), mut)
	r.end = uint32(len(f.entries))
	f.row = append(f.row, r)
}

// appendBeyond appends the positions beyond u of those in list that are not in
// skip. Whether a position is beyond u is a coin toss: it moves the cursor
// without a branch.
func (l *Layout) appendBeyond(dst []uint32, u int64, list, skip []uint32) []uint32 {
	n := len(dst)
	if cap(dst) < n+len(list) {
		dst = append(dst, make([]uint32, len(list))...)
	}
	dst = dst[:n+len(list)]
	for _, w := range list {
		if len(skip) > 0 && skip[0] == w {
			skip = skip[1:]
			continue
		}
		p := l.Pos[w]
		dst[n] = p
		n += int(uint64(u-int64(p)) >> 63)
	}
	return dst[:n]
}

// place writes the runs and bits of row u, now that their places are known.
func (s *Strips) place(f *Filler, p *piece, next []uint32, u, lo int) {
	blocks := len(s.blocks)
	for b, n := range f.count[(u-lo)*blocks:][:blocks] {
		if n.ahead|n.back == 0 {
			continue
		}
		run := p.runs[next[b]:]
		run[0], run[1], run[2] = uint32(u*rowWords), n.ahead, n.back
		f.at[b] = pairCount{next[b] + runHeader, next[b] + runHeader + n.ahead}
		next[b] += runHeader + n.ahead + n.back
	}
	r := f.row[u-lo]
	base := uint32(u * rowWords * wordBits)
	for _, v := range f.entries[r.ahead:r.back] {
		at := &f.at[s.block[v/wordBits]]
		p.runs[at.ahead] = v * rowWords
		at.ahead++
		to := &f.strip[v/StripBits]
		p.bits[*to] = base + v%StripBits
		*to++
	}
	base += StripBits
	for _, v := range f.entries[r.back:r.end] {
		at := &f.at[s.block[v/wordBits]]
		p.runs[at.back] = v * rowWords
		at.back++
		to := &f.strip[v/StripBits]
		p.bits[*to] = base + v%StripBits
		*to++
	}
}
