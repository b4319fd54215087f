package bfs

// Graph is a directed graph in compressed rows, both ways: the targets of v are
// Out[OutPtr[v]:OutPtr[v+1]], In holds its sources.
type Graph struct {
	N      int
	OutPtr []int64
	Out    []uint32
	InPtr  []int64
	In     []uint32
}

func (g *Graph) out(v uint32) []uint32 { return g.Out[g.OutPtr[v]:g.OutPtr[v+1]] }
func (g *Graph) in(v int) []uint32     { return g.In[g.InPtr[v]:g.InPtr[v+1]] }

const (
	// Sources is the number of sources of a search: a row is one cache line.
	Sources  = 512
	rowWords = Sources / 64
)

// row has one bit for each source.
type row [rowWords]uint64

// without returns the bits of r that are not in s.
func (r *row) without(s *row) (d row) {
	for w := range d {
		d[w] = r[w] &^ s[w]
	}
	return d
}

// within reports whether every bit of r is in s.
func (r *row) within(s *row) bool {
	return r[0]&^s[0]|r[1]&^s[1]|r[2]&^s[2]|r[3]&^s[3]|
		r[4]&^s[4]|r[5]&^s[5]|r[6]&^s[6]|r[7]&^s[7] == 0
}

func (r *row) empty() bool { return r[0]|r[1]|r[2]|r[3]|r[4]|r[5]|r[6]|r[7] == 0 }

// add adds the bits of s to r.
func (r *row) add(s *row) {
	for w := range r {
		r[w] |= s[w]
	}
}
