package motifs

import (
	"cmp"
	"iter"
	"slices"
)

// WithAbsent returns the census with further rows, of count 0: those that it lacks
// though the null model expects at least as many triads of them as given, and
// more than none. below is the number of rows that it lacks and of which the null
// model expects fewer, but more than none.
//
// What never occurs is as telling as what occurs often: a class that is expected a
// thousand times between three types, and is not there, has no row in the census.
// Nearly all of some T³ rows are expected at least once in a million circuits, so
// the bound keeps the table in proportion.
//
// Complexity: O(16 T³) for T types if the expectation is exact, a second for 55;
// else in proportion to the rows that draws, or pathways, make possible.
func (e *TypedExpectation) WithAbsent(c *TypedCensus, least float64) (full *TypedCensus, below int) {
	there := make(map[typedRow]bool, len(c.Counts))
	for _, n := range c.Counts {
		there[typedRow{n.Triad, n.Types}] = true
	}
	full = &TypedCensus{Types: c.Types, Counts: slices.Clone(c.Counts)}
	for row, mean := range e.means() {
		switch {
		case there[row] || !(mean > 0):
		case mean >= least:
			full.Counts = append(full.Counts, TypedCount{row.triad, row.types, 0})
		default:
			below++
		}
	}
	slices.SortFunc(full.Counts, func(x, y TypedCount) int {
		return cmp.Or(cmp.Compare(x.Triad, y.Triad), slices.Compare(x.Types[:], y.Types[:]))
	})
	return full, below
}

// means returns the mean of every row that may be expected, in no order.
func (e *TypedExpectation) means() iter.Seq2[typedRow, float64] {
	return func(yield func(typedRow, float64) bool) {
		for row, m := range e.rows {
			if !yield(row, m.mean) {
				return
			}
		}
		for row := range e.drawn {
			if mean, _ := e.drawn[row].moments(e.Samples); !yield(row, mean) {
				return
			}
		}
		if e.pairs == nil {
			return
		}
		for row := range typedRows(uint32(e.pairs.Types())) {
			if !yield(row, e.pairs.typedMean(row.triad, row.types)) {
				return
			}
		}
	}
}

// typedRows lists the rows that a census by so many types may have.
func typedRows(types uint32) iter.Seq[typedRow] {
	return func(yield func(typedRow) bool) {
		for t := range Triad(NumTriads) {
			for a := range types {
				for b := range types {
					for d := range types {
						of := [3]uint32{a, b, d}
						if canonical(t, of) == of && !yield(typedRow{t, of}) {
							return
						}
					}
				}
			}
		}
	}
}

// typedMean returns the exact mean of one row: see typed.
func (m *PairModel) typedMean(t Triad, types [3]uint32) float64 {
	triples := m.triplesOf([3]int{int(types[0]), int(types[1]), int(types[2])})
	if triples == 0 {
		return 0
	}
	p := 0.0
	for _, code := range drawingsOf(t, types) {
		p += m.probability([3]int{int(types[0]), int(types[1]), int(types[2])}, code, -1)
	}
	return float64(triples * p)
}
