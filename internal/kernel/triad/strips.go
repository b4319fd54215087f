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

// NewStrips makes empty strips: Fill every chunk before counting. Each pair is
// listed and shown at its lower position.
func NewStrips(g *Graph, l *Layout) *Strips {
	s := &Strips{Layout: l, g: g, block: make([]uint32, len(l.word))}
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
