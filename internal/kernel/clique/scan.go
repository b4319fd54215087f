package clique

import "slices"

// Scanner builds local matrices by scanning adjacency lists. Most entries of a list
// are not in the set that is looked for: a bit a vertex, which stays in the nearest
// cache, tells which are, and those are collected without a branch.
type Scanner struct {
	in   []uint64 // the set, as bits
	pos  []int32  // local index of each vertex of the set
	hits []uint32
}

// NewScanner returns a scanner for graphs of n vertices; it holds about 4n bytes.
func NewScanner(n int) *Scanner {
	return &Scanner{in: make([]uint64, n/64+1), pos: make([]int32, n)}
}

// Mark makes set the set that Marked tells; the marks must be taken back with
// Unmark before the scanner is used for anything else.
func (s *Scanner) Mark(set []uint32) {
	for i, v := range set {
		s.pos[v] = int32(i)
		s.in[v>>6] |= 1 << (v & 63)
	}
}

// Unmark takes the marks of set back.
func (s *Scanner) Unmark(set []uint32) {
	for _, v := range set {
		s.in[v>>6] = 0
	}
}

// Marked appends the marked entries of list to dst.
func (s *Scanner) Marked(dst, list []uint32) []uint32 {
	k := len(dst)
	dst = slices.Grow(dst, len(list))[:k+len(list)]
	for _, v := range list {
		dst[k] = v
		k += int(s.in[v>>6] >> (v & 63) & 1)
	}
	return dst[:k]
}

// Build makes m the matrix of the vertices in set: bit j of row i is set if
// set[j] is in the list of set[i], idx[ptr[v]:ptr[v+1]] for vertex v. A vertex that is
// twice in set, side by side, has two rows and columns.
//
// Complexity: one look-up for each entry of the lists of the set.
func (s *Scanner) Build(m *Matrix, set []uint32, ptr []int64, idx []uint32) {
	s.BuildCross(m, set, set, ptr, idx)
}

// BuildCross is Build with other columns than rows: bit j of row i is set if
// columns[j] is in the list of rows[i].
func (s *Scanner) BuildCross(m *Matrix, rows, columns []uint32, ptr []int64, idx []uint32) {
	m.ResetTo(len(rows), len(columns))
	s.Mark(columns)
	for i, v := range rows {
		row := m.Row(i)
		s.hits = s.Marked(s.hits[:0], idx[ptr[v]:ptr[v+1]])
		for _, w := range s.hits {
			j := s.pos[w]
			row[j>>6] |= 1 << (j & 63)
			if j > 0 && columns[j-1] == w {
				row[(j-1)>>6] |= 1 << ((j - 1) & 63)
			}
		}
	}
	s.Unmark(columns)
}
