package clique

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
	s.BuildCross(m, set, set, ptr, idx)
}

// BuildCross is Build with other columns than rows: bit j of row i is set if
// columns[j] is in the list of rows[i].
func (s *Scanner) BuildCross(m *Matrix, rows, columns []uint32, ptr []int64, idx []uint32) {
	m.ResetTo(len(rows), len(columns))
	s.Mark(columns)
	for i, v := range rows {
		row := m.Row(i)
		for _, w := range idx[ptr[v]:ptr[v+1]] {
			if j := s.pos[w]; j >= 0 {
				row[j>>6] |= 1 << (j & 63)
			}
		}
	}
	s.Unmark(columns)
}
