package control

// cellTable is a set of cells, by open addressing. The cell that is all ones, which
// no pair of different neurons is, marks free places.
type cellTable struct {
	places []cell
	mask   uint64
}

const noCell = ^cell(0)

// newCellTable makes a set with room for n cells.
func newCellTable(n int) cellTable {
	size := 4
	for size < 2*n {
		size *= 2
	}
	t := cellTable{places: make([]cell, size), mask: uint64(size - 1)}
	for i := range t.places {
		t.places[i] = noCell
	}
	return t
}

// place returns where a cell is, or would be.
func (t *cellTable) place(c cell) uint64 {
	x := uint64(c) * 0x9e3779b97f4a7c15
	i := (x ^ x>>32) & t.mask
	for t.places[i] != c && t.places[i] != noCell {
		i = (i + 1) & t.mask
	}
	return i
}

// add adds a cell and reports whether it was not there.
func (t *cellTable) add(c cell) bool {
	i := t.place(c)
	fresh := t.places[i] == noCell
	t.places[i] = c
	return fresh
}

func (t *cellTable) has(c cell) bool { return t.places[t.place(c)] == c }
