package triad

// Marker counts what two neurons have in common: it marks the neighbours of one
// and scans the lists of the other.
//
// Memory: one byte a neuron.
type Marker struct {
	g     *Graph
	shift []uint8 // 16 · the dyad of the marked neuron and w; 0 for none
	found []uint64
	hits  []Hit
}

// NewMarker returns a marker: one for each worker.
func NewMarker(g *Graph) *Marker { return &Marker{g: g, shift: make([]uint8, g.N)} }

// Mark marks the neighbours of x.
func (m *Marker) Mark(x uint32) {
	for _, w := range m.g.out(x) {
		m.shift[w] = 16 * forward
	}
	for _, w := range m.g.in(x) {
		m.shift[w] += 16 * backward
	}
}

// Unmark takes the marks of x off.
func (m *Marker) Unmark(x uint32) {
	for _, w := range m.g.out(x) {
		m.shift[w] = 0
	}
	for _, w := range m.g.in(x) {
		m.shift[w] = 0
	}
}

// Common is a number of neurons w by the dyads xw and yw: the first index is
// that of y, the second that of x, which is marked. Entries of dyad 0 mean
// nothing.
type Common [4][4]uint64

// Common counts the common neighbours of the marked neuron and y.
//
// Complexity: O(degree of y).
func (m *Marker) Common(y uint32) (c Common) {
	m.tally(m.g.out(y), &c[forward])
	m.tally(m.g.in(y), &c[backward])
	m.tally(m.g.mut(y), &c[mutual])
	for k := range c[mutual] {
		c[forward][k] -= c[mutual][k]
		c[backward][k] -= c[mutual][k]
	}
	return c
}

// tally adds the neurons of a list by their marks.
func (m *Marker) tally(list []uint32, count *[4]uint64) {
	const most = 1<<16 - 1 // entries that four counters of 16 bits can take
	for len(list) > 0 {
		n := min(len(list), most)
		sum := uint64(0)
		for _, w := range list[:n] {
			sum += 1 << (m.shift[w] & 63)
		}
		for k := range count {
			count[k] += sum >> (16 * k) & most
		}
		list = list[n:]
	}
}

// Mutual is a number of closed triads with a mutual pair, by class.
type Mutual struct{ D, U, C, Q, K uint64 }

// CountMutual adds the triads of the mutual pairs that belong to x: those with a
// partner of lower degree, or of equal degree and higher number. Triads with two
// mutual pairs are added twice in all, those with three, three times.
func (m *Marker) CountMutual(x uint32, sum *Mutual) {
	marked := false
	for _, y := range m.g.mut(x) {
		if dx, dy := m.g.Degree(x), m.g.Degree(y); dx < dy || dx == dy && x > y {
			continue
		}
		if !marked {
			m.Mark(x)
			marked = true
		}
		c := m.Common(y)
		sum.D += c[backward][backward]
		sum.U += c[forward][forward]
		sum.C += c[forward][backward] + c[backward][forward]
		sum.Q += c[mutual][forward] + c[mutual][backward] + c[forward][mutual] + c[backward][mutual]
		sum.K += c[mutual][mutual]
	}
	if marked {
		m.Unmark(x)
	}
}

// MutualWork returns the number of list entries that CountMutual scans for x.
func (g *Graph) MutualWork(x uint32) int64 {
	work := int64(0)
	for _, y := range g.mut(x) {
		if dx, dy := g.Degree(x), g.Degree(y); dx > dy || dx == dy && x < y {
			work += int64(dy)
		}
	}
	if work > 0 {
		work += 2 * int64(g.Degree(x))
	}
	return work
}
