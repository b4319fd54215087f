package clique

import "math/bits"

// Matrix is a square bit matrix in rows of whole words: bit j of row i tells
// that local vertex j may follow local vertex i. The diagonal is zero.
type Matrix struct {
	D    int      // vertices
	NW   int      // words a row
	Bits []uint64 // row i is Bits[i*NW : (i+1)*NW]
}

// Reset makes m a zero matrix of d vertices, reusing its memory.
func (m *Matrix) Reset(d int) {
	m.D, m.NW = d, (d+63)/64
	n := m.D * m.NW
	if cap(m.Bits) < n {
		m.Bits = make([]uint64, n, n+n/4)
		return
	}
	m.Bits = m.Bits[:n]
	clear(m.Bits)
}

// Row returns row i.
func (m *Matrix) Row(i int) []uint64 { return m.Bits[i*m.NW : (i+1)*m.NW] }

// Set sets bit j of row i.
func (m *Matrix) Set(i, j int) { m.Bits[i*m.NW+j>>6] |= 1 << (j & 63) }

// All returns the set of all vertices of m, in dst if that is large enough.
func (m *Matrix) All(dst []uint64) []uint64 {
	dst = grown(dst, m.NW)
	for w := range dst {
		dst[w] = ^uint64(0)
	}
	if r := m.D & 63; r != 0 {
		dst[m.NW-1] = 1<<r - 1
	}
	return dst
}

func grown(s []uint64, n int) []uint64 {
	if cap(s) < n {
		return make([]uint64, n)
	}
	return s[:n]
}

func popcount(p []uint64) int {
	n := 0
	for _, w := range p {
		n += bits.OnesCount64(w)
	}
	return n
}

// Scanner builds local matrices by scanning adjacency lists.
type Scanner struct {
	pos []int32 // local index of each vertex of the set, -1 elsewhere
}

// NewScanner returns a scanner for graphs of n vertices; it holds 4n bytes.
func NewScanner(n int) *Scanner {
	s := &Scanner{pos: make([]int32, n)}
	for v := range s.pos {
		s.pos[v] = -1
	}
	return s
}

// Mark makes set the set that Marked tells; the marks must be taken back with
// Unmark before the scanner is used for anything else.
func (s *Scanner) Mark(set []uint32) {
	for i, v := range set {
		s.pos[v] = int32(i)
	}
}

// Unmark takes the marks of set back.
func (s *Scanner) Unmark(set []uint32) {
	for _, v := range set {
		s.pos[v] = -1
	}
}

// Marked appends the marked entries of list to dst.
func (s *Scanner) Marked(dst, list []uint32) []uint32 {
	for _, v := range list {
		if s.pos[v] >= 0 {
			dst = append(dst, v)
		}
	}
	return dst
}

// Build makes m the matrix of the vertices in set: bit j of row i is set if
// set[j] is in the list of set[i], idx[ptr[v]:ptr[v+1]] for vertex v.
//
// Complexity: one look-up for each entry of the lists of the set.
func (s *Scanner) Build(m *Matrix, set []uint32, ptr []int64, idx []uint32) {
	m.Reset(len(set))
	s.Mark(set)
	for i, v := range set {
		row := m.Row(i)
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			if j := s.pos[w]; j >= 0 {
				row[j>>6] |= 1 << (j & 63)
			}
		}
	}
	s.Unmark(set)
}
