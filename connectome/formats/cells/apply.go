package cells

import (
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Cells describes neurons by the rows of the table: rows[v] is that of neuron v, -1
// if it has none, which is then of unknown type. numbers or names are the neurons'
// ids; both nil if they have none of their own.
func (t *Table) Cells(rows []int, numbers []int64, names []string) (*connectome.Cells, error) {
	unlisted := slices.Contains(rows, -1)
	labels := t.types
	empty, found := slices.BinarySearch(labels.Names, "")
	if unlisted && !found {
		labels.Names = slices.Insert(slices.Clone(labels.Names), 0, "")
	}
	shift := uint32(len(labels.Names) - len(t.types.Names))
	labels.Of = make([]uint32, len(rows))
	opt := connectome.CellOptions{IDs: numbers, Names: names}
	if t.layers != nil {
		opt.Layers = make([]string, len(rows))
	}
	if t.classes != nil {
		opt.Classes = make([]connectome.Class, len(rows))
	}
	if t.positions != nil && !unlisted {
		opt.Positions = make([]connectome.Position, len(rows))
	}
	for v, row := range rows {
		if row < 0 {
			labels.Of[v] = uint32(empty)
			continue
		}
		labels.Of[v] = t.types.Of[row] + shift
		if opt.Layers != nil {
			opt.Layers[v] = t.layers[row]
		}
		if opt.Classes != nil {
			opt.Classes[v] = t.classes[row]
		}
		if opt.Positions != nil {
			opt.Positions[v] = t.positions[row]
		}
	}
	return connectome.NewCells(labels, opt)
}

// Apply describes the neurons of a connectome by a table: by their ids, or by their
// numbers, from 0, where they have none. What it replaces is forgotten. It returns
// how many neurons the table does not list, which are then of unknown type, and how
// many of its cells the connectome does not have.
//
// Errors: a table without ids that has not a row for each neuron; one that lists
// none of the neurons; one that lists numbers of neurons that there are not, where
// neurons have no ids of their own.
func (t *Table) Apply(c *connectome.Connectome) (described *connectome.Connectome, unlisted, extra int, err error) {
	n := c.Graph.N()
	if !t.HasIDs() && t.n != n {
		return nil, 0, 0, fmt.Errorf("%s: %d rows for %d neurons: give one to each, or add a column id", t.Source.Path, t.n, n)
	}
	rows, numbers := make([]int, n), make([]int64, n)
	var names []string
	for v := range n {
		id := c.Cells.ID(uint32(v))
		row, ok := t.Row(id)
		if !t.HasIDs() {
			row, ok = v, true
		}
		if !ok {
			row = -1
			unlisted++
		}
		rows[v], numbers[v] = row, c.Cells.NumericID(uint32(v))
		if c.Cells.Named() {
			names = append(names, id)
		}
	}
	extra = t.n - (n - unlisted)
	switch {
	case n > 0 && unlisted == n:
		return nil, 0, 0, fmt.Errorf("%s: none of the %d neurons is in it, such as %s; it lists %s: are these other ids?", t.Source.Path, n, c.Cells.ID(0), t.ID(0))
	case extra > 0 && !c.Cells.Named() && !c.Cells.Numbered():
		return nil, 0, 0, fmt.Errorf("%s: %d of its cells are not among the %d neurons, which are numbered 0 to %d: are they of another circuit?", t.Source.Path, extra, n, n-1)
	}
	if names != nil || !c.Cells.Numbered() {
		numbers = nil
	}
	d := *c
	if d.Cells, err = t.Cells(rows, numbers, names); err != nil {
		return nil, 0, 0, err
	}
	return &d, unlisted, extra, nil
}
