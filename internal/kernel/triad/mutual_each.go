package triad

// Hit is a third neuron of a triad with a mutual pair x ↔ y: the neuron w and
// the dyads xw and yw.
type Hit struct {
	W      uint32
	DX, DY uint8
}

// onlyY flags those that y is mutual with, beside the marks of x.
const onlyY = 1

// Hits finds the closed triads with a mutual pair. It calls visit for each pair
// x ↔ y where y has the lower degree, or the same degree and a higher number,
// with the third neurons of the triads that are reported at that pair. A triad
// with several mutual pairs is reported once: with two, at the pair whose end
// sends to the other end; with three, at that of the two lowest numbers. The
// slice is valid during the call.
//
// Complexity: O(MutualWork).
func (m *Marker) Hits(x uint32, visit func(y uint32, hits []Hit)) {
	marked := false
	for _, y := range m.g.mut(x) {
		if dx, dy := m.g.Degree(x), m.g.Degree(y); dx < dy || dx == dy && x > y {
			continue
		}
		if !marked {
			m.Mark(x)
			marked = true
		}
		mut := m.g.mut(y)
		for _, w := range mut {
			m.shift[w] |= onlyY
		}
		m.found = m.found[:0]
		m.collect(m.g.out(y), forward)
		m.collect(m.g.in(y), backward)
		m.reported(x, y, mut)
		visit(y, m.hits)
		for _, w := range mut {
			m.shift[w] &^= onlyY
		}
	}
	if marked {
		m.Unmark(x)
	}
}

// collect appends those of a list of y that are marked, with their marks.
// Whether one is marked is hard to foresee: the cursor moves without a branch.
func (m *Marker) collect(list []uint32, dy uint32) {
	n := len(m.found)
	if cap(m.found) < n+len(list) {
		m.found = append(m.found, make([]uint64, len(list))...)
	}
	found := m.found[:n+len(list)]
	for _, w := range list {
		s := m.shift[w]
		found[n] = uint64(w)<<32 | uint64(dy)<<8 | uint64(s)
		n += int((uint32(s) + 255) >> 8)
	}
	m.found = found[:n]
}

// reported turns what collect has found into hits and adds those that are mutual
// with y.
func (m *Marker) reported(x, y uint32, mut []uint32) {
	m.hits = m.hits[:0]
	for _, f := range m.found {
		dx, dy := uint8(f)/16, uint8(f>>8)
		// Of 210 with the centre x, only the end y that sends to w reports.
		if f&onlyY == 0 && (dx != mutual || dy == forward) {
			m.hits = append(m.hits, Hit{uint32(f >> 32), dx, dy})
		}
	}
	for _, w := range mut {
		if dx := m.shift[w] / 16; dx == forward || dx == mutual && w > max(x, y) {
			m.hits = append(m.hits, Hit{w, dx, mutual})
		}
	}
}
