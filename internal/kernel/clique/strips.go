package clique

// Strips is the bit matrix of a whole graph, cut into strips of StripBits
// columns: a strip is small enough to stay in cache while many local matrices
// take their bits out of it. The bytes of a row lie as stripByte tells.
type Strips struct {
	n    int
	bits []uint64 // row v of strip s begins at word (s*n + v) * stripWords
}

const (
	// StripBits is the number of columns of a strip.
	StripBits  = 1024
	stripWords = StripBits / 64
)

// StripsBytes returns the memory that the strips of n vertices take.
func StripsBytes(n int) int64 {
	return int64(n) * int64((n+StripBits-1)/StripBits) * stripWords * 8
}

// stripByte is where in its row of a strip the byte of a column is. Pieces of 16 bytes
// take turns: one of the lower half of the columns, then one of the upper, so that
// what is loaded to the halves of a register comes from the two.
func stripByte(column uint32) uint32 {
	b := column / 8
	return b&15 | b>>4&3<<5 | b>>6<<4
}

// NewStrips returns strips for n vertices without a bit.
func NewStrips(n int) *Strips {
	s := &Strips{n: n, bits: aligned(int(StripsBytes(n) / 8))}
	LargePages(s.bits)
	return s
}

// Fill writes the rows idx[ptr[v]:ptr[v+1]] of vertices lo to hi-1 out as bits.
// Vertices are renumbered by rank unless that is nil. Different vertices may be
// filled at the same time.
//
// The strips are far apart in memory: a row is made in one piece and then cut up.
func (s *Strips) Fill(lo, hi int, ptr []int64, idx, rank []uint32) {
	row := make([]uint64, (s.n+StripBits-1)/StripBits*stripWords)
	for v := lo; v < hi; v++ {
		at := v
		if rank != nil {
			at = int(rank[v])
		}
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			if rank != nil {
				w = rank[w]
			}
			row[w/StripBits*stripWords+stripByte(w%StripBits)/8] |= 1 << (w & 63)
		}
		for first := 0; first < len(row); first += stripWords {
			copy(s.bits[(first/stripWords*s.n+at)*stripWords:][:stripWords], row[first:])
		}
		clear(row)
	}
}

// part is up to 64 columns of one table of bits that a gather picks: the byte of
// each within the row and the bit within the byte.
type part struct {
	index, mask [64]byte
	n           int
}

func (p *part) reset() { p.mask, p.n = [64]byte{}, 0 }

// pick picks a column of a row whose bytes lie in order.
func (p *part) pick(column uint32) { p.add(column/8, column) }

// add picks the bit of a column out of a byte.
func (p *part) add(at, column uint32) {
	p.index[p.n&63] = byte(at)
	p.mask[p.n&63] = 1 << (column & 7)
	p.n++
}

// Batch builds the local matrices of many roots together, strip by strip.
type Batch struct {
	// Room is for how many words there shall be memory once a good part of that is
	// needed: larger and larger pieces of it, one after the other, would all be there
	// until they are collected.
	Room int

	roots []batchRoot
	words []uint64
	part  part
}

type batchRoot struct {
	rows, columns []uint32
	at            int // first of its words: word q of row k is words[at+q*pitch+k]
	cur           int // first of columns in the strip at hand
}

func (r *batchRoot) pitch() int { return (len(r.rows) + 7) &^ 7 }
func (r *batchRoot) size() int  { return BatchWords(len(r.rows), len(r.columns)) }

// BatchWords returns the words of memory that a matrix takes in a batch.
func BatchWords(rows, columns int) int { return (rows + 7) &^ 7 * ((columns + 63) / 64) }

// Build builds matrices: bit j of row i of matrix k is set if s has columns[k][j]
// in the row of rows[k][i]. Columns ascend, and may come twice.
//
// Complexity: for each matrix and each strip that holds some of its columns, as
// many steps as it has rows for every 64 of those columns.
func (b *Batch) Build(s *Strips, rows, columns [][]uint32) {
	b.roots = b.roots[:0]
	at := 0
	for k := range rows {
		r := batchRoot{rows: rows[k], columns: columns[k], at: at}
		b.roots = append(b.roots, r)
		at += r.size()
	}
	if cap(b.words) < at {
		room := at
		if at > b.Room/8 {
			room = max(at, b.Room)
		}
		b.words = aligned(room)
		LargePages(b.words)
	}
	b.words = b.words[:at]
	for strip := 0; strip*s.n*stripWords < len(s.bits); strip++ {
		for k := range b.roots {
			b.strip(s, strip, &b.roots[k])
		}
	}
}

// strip takes the bits of one strip to one matrix. Parts never reach over the end
// of a word, so that the first of a word is stored, not added.
func (b *Batch) strip(s *Strips, strip int, r *batchRoot) {
	if len(r.rows) == 0 {
		return
	}
	base := s.bits[strip*s.n*stripWords:]
	p := &b.part
	for r.cur < len(r.columns) && int(r.columns[r.cur]/StripBits) == strip {
		p.reset()
		first := r.cur
		for r.cur < len(r.columns) && (p.n == 0 || r.cur&63 != 0) && int(r.columns[r.cur]/StripBits) == strip {
			p.add(stripByte(r.columns[r.cur]%StripBits), r.columns[r.cur])
			r.cur++
		}
		word := b.words[r.at+first>>6*r.pitch():]
		gatherStrip(word[:len(r.rows)], r.rows, base, p, first&63)
	}
}

// Matrix makes m matrix number k of the last Build.
func (b *Batch) Matrix(m *Matrix, k int) {
	r := &b.roots[k]
	m.ResetTo(len(r.rows), len(r.columns))
	b.copyTo(m, k, 0)
}

// MatrixBeside makes m matrix number k of the last Build, and beside it, from the next
// multiple of 64 on, the columns of number l, which has the same rows.
func (b *Batch) MatrixBeside(m *Matrix, k, l int) {
	r := &b.roots[k]
	first := (len(r.columns) + 63) / 64
	m.ResetTo(len(r.rows), 64*first+len(b.roots[l].columns))
	b.copyTo(m, k, 0)
	b.copyTo(m, l, first)
}

// copyTo copies matrix number k to words of the rows of m, from the first on.
func (b *Batch) copyTo(m *Matrix, k, first int) {
	r := &b.roots[k]
	pitch, words := r.pitch(), b.words[r.at:r.at+r.size()]
	for q := 0; q*pitch < len(words); q++ {
		at := first + q
		for _, w := range words[q*pitch : q*pitch+len(r.rows)] {
			m.Bits[at] = w
			at += m.NW
		}
	}
}
