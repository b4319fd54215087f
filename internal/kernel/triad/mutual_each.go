package triad

// EachMutual calls visit once for each closed triad with a mutual pair that is
// found from a pair x ↔ y where y has the lower degree, or the same degree and a
// higher number. dx and dy are the dyads xw and yw. Of the pairs of a triad with
// several, one reports it: with two mutual pairs, that whose end sends to the
// other end; with three, that of the two lowest numbers.
//
// Complexity: O(MutualWork).
func (m *Marker) EachMutual(x uint32, visit func(y, w uint32, dx, dy uint8)) {
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
		m.eachOf(m.g.out(y), mut, func(w uint32, dx uint8) {
			visit(y, w, dx, forward) // of 210, the end y sends to the end w
		})
		m.eachOf(m.g.in(y), mut, func(w uint32, dx uint8) {
			if dx != mutual {
				visit(y, w, dx, backward)
			}
		})
		for _, w := range mut {
			switch dx := m.shift[w] / 16; {
			case dx == forward, dx == mutual && w > max(x, y):
				visit(y, w, dx, mutual)
			}
		}
	}
	if marked {
		m.Unmark(x)
	}
}

// eachOf calls visit for those in list that are marked and not in skip.
func (m *Marker) eachOf(list, skip []uint32, visit func(w uint32, dx uint8)) {
	for _, w := range list {
		s := m.shift[w]
		if len(skip) > 0 && skip[0] == w {
			skip = skip[1:]
			continue
		}
		if s != 0 {
			visit(w, s/16)
		}
	}
}
