package clique

// Strips is the bit matrix of a whole graph, cut into strips of StripBits
// columns: a strip is small enough to stay in cache while many local matrices
// take their bits out of it.
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

// NewStrips writes the rows idx[ptr[v]:ptr[v+1]] out as bits.
func NewStrips(n int, ptr []int64, idx []uint32) *Strips {
	s := &Strips{n: n, bits: aligned(int(StripsBytes(n) / 8))}
	for v := range n {
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			at := (int(w/StripBits)*n + v) * stripWords
			s.bits[at+int(w%StripBits)/64] |= 1 << (w & 63)
		}
	}
	return s
}

// part is up to 64 columns of one table of bits that a gather picks: the byte of
// each within the row, the bit within the byte, and where they go.
type part struct {
	index, mask [64]byte
	n           int
}

func (p *part) reset() { p.mask, p.n = [64]byte{}, 0 }

func (p *part) pick(column uint32) {
	p.index[p.n&63] = byte(column >> 3)
	p.mask[p.n&63] = 1 << (column & 7)
	p.n++
}

// Batch builds the local matrices of many roots together, strip by strip.
type Batch struct {
	roots []batchRoot
	words []uint64
}

type batchRoot struct {
	set []uint32
	at  int // first of its words: word q of row k is words[at+q*pitch+k]
	cur int // first entry of set in the strip at hand
}

func (r *batchRoot) pitch() int { return (len(r.set) + 7) &^ 7 }
func (r *batchRoot) size() int  { return r.pitch() * ((len(r.set) + 63) / 64) }

// BatchWords returns the words of memory that a root with d candidates takes.
func BatchWords(d int) int { return (d + 7) &^ 7 * ((d + 63) / 64) }

// Build builds the matrices of the vertices in each of sets, ascending: bit j of
// row i of the matrix of a set is set if s has set[j] in the row of set[i].
//
// Complexity: for each set and each strip that holds some of it, |set| steps for
// every 64 vertices of the set in that strip.
func (b *Batch) Build(s *Strips, sets [][]uint32) {
	b.roots = b.roots[:0]
	at := 0
	for _, set := range sets {
		r := batchRoot{set: set, at: at}
		b.roots = append(b.roots, r)
		at += r.size()
	}
	if cap(b.words) < at {
		b.words = aligned(at)
	}
	b.words = b.words[:at]
	for strip := 0; strip*s.n*stripWords < len(s.bits); strip++ {
		for k := range b.roots {
			b.strip(s, strip, &b.roots[k])
		}
	}
}

// strip takes the bits of one strip to the matrix of one root. Parts never reach
// over the end of a word, so that the first of a word is stored, not added.
func (b *Batch) strip(s *Strips, strip int, r *batchRoot) {
	base := s.bits[strip*s.n*stripWords:]
	var p part
	for r.cur < len(r.set) && int(r.set[r.cur]/StripBits) == strip {
		p.reset()
		first := r.cur
		for r.cur < len(r.set) && (p.n == 0 || r.cur&63 != 0) && int(r.set[r.cur]/StripBits) == strip {
			p.pick(r.set[r.cur] % StripBits)
			r.cur++
		}
		word := b.words[r.at+first>>6*r.pitch():]
		gatherStrip(word[:len(r.set)], r.set, base, &p, first&63)
	}
}

// Matrix makes m the matrix of set number k of the last Build.
func (b *Batch) Matrix(m *Matrix, k int) {
	r := &b.roots[k]
	m.Reset(len(r.set))
	pitch, words := r.pitch(), b.words[r.at:r.at+r.size()]
	for q := 0; q*pitch < len(words); q++ {
		at := q
		for _, w := range words[q*pitch : q*pitch+len(r.set)] {
			m.Bits[at] = w
			at += m.NW
		}
	}
}
