package clique

import "slices"

// Scanner builds local matrices by scanning adjacency lists. Most entries of a list
// are not in the set that is looked for: a bit a vertex, which stays in the nearest
// cache, tells which are, and those are collected without a branch.
type Scanner struct {
	in   []uint64 // the set, as bits
	pos  []int32  // local index of each vertex of the set
	hits []uint32
	from []uint32 // by vertex: where BuildListed last began in its list
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
	s.BuildBeside(m, rows, columns, nil, ptr, idx)
}

// BuildBeside is BuildCross with more columns, from the next multiple of 64 on.
func (s *Scanner) BuildBeside(m *Matrix, rows, columns, more []uint32, ptr []int64, idx []uint32) {
	first := (len(columns) + 63) / 64
	if len(more) == 0 {
		m.ResetTo(len(rows), len(columns))
	} else {
		m.ResetTo(len(rows), 64*first+len(more))
	}
	s.set(m, 0, rows, columns, ptr, idx)
	if len(more) > 0 {
		s.set(m, first, rows, more, ptr, idx)
	}
}

// set sets the bits of columns, which are at words of each row from the first on.
func (s *Scanner) set(m *Matrix, first int, rows, columns []uint32, ptr []int64, idx []uint32) {
	s.Mark(columns)
	for i, v := range rows {
		row := m.Row(i)[first:]
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

// Listing tells where in the lists the set bits of a matrix come from, so that what
// is counted of a connection can be added where it belongs.
type Listing struct {
	// At holds, for each set bit, row by row, its place in the list of the row.
	At []uint32
	// From is, by row, the first place that was looked at.
	From []uint32

	hits []uint32
}

// listsAhead is how many lists before its use a list is fetched.
const listsAhead = 6

// entry is what lists can be made of: half the memory if 16 bits number all vertices.
type entry interface{ uint16 | uint32 }

// BuildListed is Build that looks only at vertices beyond a given one (-1: at all)
// in the lists, which ascend. Of the rows of vertices that are set in some, unless that
// is nil, it keeps only the bits of those.
func BuildListed[T entry](s *Scanner, m *Matrix, set []uint32, some []uint64, ptr []int64, idx []T, beyond int, l *Listing) {
	m.ResetTo(len(set), len(set))
	l.At, l.From = l.At[:0], grown(l.From, len(set)+1)
	s.Mark(set)
	if s.from == nil {
		s.from = make([]uint32, len(s.pos))
	}
	for i, v := range set {
		list := idx[ptr[v]:ptr[v+1]]
		l.From[i] = beyondOne(s, v, list, beyond)
		list = list[l.From[i]:]
		var soon []T
		if i+listsAhead < len(set) {
			w := set[i+listsAhead]
			soon = idx[ptr[w]+int64(s.from[w]) : ptr[w+1]]
		}
		row, keep := m.Row(i), uint64(0) // of the bits of some that are not set, none or all
		if some == nil || some[i>>6]>>(i&63)&1 == 0 {
			keep = ^uint64(0)
		}
		if len(l.hits) <= len(list) {
			l.hits = make([]uint32, 2*len(list)+1)
		}
		hits := l.hits[:marked(list, s.in, l.hits, soon)]
		l.At = slices.Grow(l.At, 2*len(hits))
		for _, at := range hits {
			w := uint32(list[at])
			j := int(s.pos[w]) // the later of two
			if j > 0 && set[j-1] == w {
				l.add(row, j-1, some, keep, at+l.From[i])
			}
			l.add(row, j, some, keep, at+l.From[i])
		}
	}
	s.Unmark(set)
}

// beyondOne returns the first place of v's list whose entry is beyond one, -1 for none.
// It begins where it ended the last time: callers mostly look for the next one.
func beyondOne[T entry](s *Scanner, v uint32, list []T, one int) uint32 {
	if one < 0 {
		return 0
	}
	at := int(s.from[v])
	if at > 0 && int(list[at-1]) > one {
		at, _ = slices.BinarySearch(list[:at], T(one+1))
	}
	for at < len(list) && int(list[at]) <= one {
		at++
	}
	s.from[v] = uint32(at)
	return uint32(at)
}

// add sets bit j of a row and notes its place, or does nothing if the bit is not kept.
func (l *Listing) add(row []uint64, j int, some []uint64, keep uint64, at uint32) {
	if keep == 0 {
		keep = some[j>>6] >> (j & 63)
	}
	row[j>>6] |= keep & 1 << (j & 63)
	l.At = append(l.At, at)[:len(l.At)+int(keep&1)]
}

// markedGo stores the places of the marked entries of a list in hits, which has room
// for one more than there are entries, and returns their number.
func markedGo[T entry](list []T, in []uint64, hits []uint32) (k int) {
	for i, v := range list {
		hits[k] = uint32(i)
		k += int(in[v>>6] >> (v & 63) & 1)
	}
	return k
}
