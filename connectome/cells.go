package connectome

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Labels gives each cell one of a few names: its m-type, its layer, its class,
// or any other label that a caller makes up.
type Labels struct {
	Names []string // the distinct names, in the order in which tables list them
	Of    []uint32 // Of[v] is the index into Names of cell v's name
}

// Name returns the name of cell v's label.
func (l Labels) Name(v uint32) string { return l.Names[l.Of[v]] }

// Counts returns how many cells bear each name.
func (l Labels) Counts() []int64 {
	count := make([]int64, len(l.Names))
	for _, k := range l.Of {
		count[k]++
	}
	return count
}

// NewLabels makes labels from one name a cell, listing names in the order of
// their first cell.
func NewLabels(names []string) Labels {
	l := Labels{Of: make([]uint32, len(names))}
	seen := make(map[string]uint32)
	for v, name := range names {
		k, ok := seen[name]
		if !ok {
			k = uint32(len(l.Names))
			seen[name] = k
			l.Names = append(l.Names, name)
		}
		l.Of[v] = k
	}
	return l
}

func (l Labels) validate(what string, n int) error {
	if len(l.Of) != n {
		return fmt.Errorf("connectome: %s of %d cells given for %d", what, len(l.Of), n)
	}
	for v, k := range l.Of {
		if int(k) >= len(l.Names) {
			return fmt.Errorf("connectome: cell %d: %s number %d of %d", v, what, k, len(l.Names))
		}
	}
	return nil
}

// pick returns the labels of some cells, names that none of them bears left out.
func (l Labels) pick(cells []uint32) Labels {
	used := make([]bool, len(l.Names))
	for _, v := range cells {
		used[l.Of[v]] = true
	}
	p := Labels{Of: make([]uint32, len(cells))}
	renumber := make([]uint32, len(l.Names))
	for k, name := range l.Names {
		if used[k] {
			renumber[k] = uint32(len(p.Names))
			p.Names = append(p.Names, name)
		}
	}
	for i, v := range cells {
		p.Of[i] = renumber[l.Of[v]]
	}
	return p
}

// Position is a soma's position in µm. Y is vertical and grows towards the pia.
type Position struct{ X, Y, Z float64 }

// Cells tells what each neuron is. Layers and classes follow from the m-type,
// unless they were given for each cell.
type Cells struct {
	mtype     Labels
	layer     Labels
	class     Labels
	types     []CellType // one for each m-type name
	positions []Position // nil if unknown
	ids       []int64    // nil if the format has no ids of its own, or strings
	names     []string   // nil if the format's ids are not strings
}

// CellOptions is what is known of the cells beyond their m-types.
type CellOptions struct {
	Types     []CellType // class and layer by m-type; nil takes what the names say, by [TypesFromNames]
	Layers    []string   // layers, one a cell, where cells of an m-type differ; nil takes those of the m-types
	Classes   []Class    // synapse classes, one a cell, in the same way
	Positions []Position // soma positions in µm, one a cell; nil if unknown
	IDs       []int64    // the format's own ids, one a cell; nil if it has none
	Names     []string   // the format's own ids where those are strings
}

// NewCells describes cells by their m-types. An m-type that opt.Types does not
// list is an error.
func NewCells(mtype Labels, opt CellOptions) (*Cells, error) {
	n := len(mtype.Of)
	if err := mtype.validate("m-types", n); err != nil {
		return nil, err
	}
	for what, got := range map[string]int{"positions": len(opt.Positions), "ids": len(opt.IDs), "id names": len(opt.Names), "layers": len(opt.Layers), "classes": len(opt.Classes)} {
		if got != 0 && got != n {
			return nil, fmt.Errorf("connectome: %d %s for %d cells", got, what, n)
		}
	}
	c := &Cells{mtype: mtype, positions: opt.Positions, ids: opt.IDs, names: opt.Names}
	if opt.Types == nil {
		opt.Types = TypesFromNames(mtype.Names)
	}
	c, err := c.withTypes(opt.Types)
	if err != nil {
		return nil, err
	}
	c.ofEach(opt.Layers, opt.Classes)
	return c, nil
}

// ofEach sets layers and classes of each cell; nil leaves those of the m-types.
// Types then tell what all cells of an m-type share.
func (c *Cells) ofEach(layers []string, classes []Class) {
	if layers != nil {
		c.layer = sortedLabels(layers, slices.Sort[[]string])
		shared := sharedBy(c.mtype, layers)
		for k := range c.types {
			c.types[k].Layer = shared[k]
		}
	}
	if classes != nil {
		names := make([]string, len(classes))
		for v, class := range classes {
			names[v] = class.String()
		}
		c.class = sortedLabels(names, sortClasses)
		shared := sharedBy(c.mtype, classes)
		for k := range c.types {
			c.types[k].Class = shared[k]
		}
	}
}

// sharedBy returns, for each name of the labels, the value that all cells of the
// name have, or the zero value.
func sharedBy[T comparable](l Labels, values []T) []T {
	var zero T
	shared, seen := make([]T, len(l.Names)), make([]bool, len(l.Names))
	for v, k := range l.Of {
		switch {
		case !seen[k]:
			shared[k], seen[k] = values[v], true
		case shared[k] != values[v]:
			shared[k] = zero
		}
	}
	return shared
}

// NewSortedLabels makes labels from one name a cell, as [NewLabels] does, but lists
// the names in ascending order.
func NewSortedLabels(names []string) Labels {
	return sortedLabels(names, slices.Sort[[]string])
}

// sortedLabels makes labels from one name a cell, names in an order of their own.
func sortedLabels(names []string, order func([]string)) Labels {
	l := NewLabels(names)
	sorted := slices.Clone(l.Names)
	order(sorted)
	place := make(map[string]uint32, len(sorted))
	for k, name := range sorted {
		place[name] = uint32(k)
	}
	for v, k := range l.Of {
		l.Of[v] = place[l.Names[k]]
	}
	l.Names = sorted
	return l
}

// sortClasses orders E, I, then unknown: an empty name would sort first.
func sortClasses(names []string) {
	slices.SortFunc(names, func(a, b string) int {
		if (a == "") != (b == "") {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
}

// WithTypes returns the same cells with layer and class taken from a table. An
// m-type that the table does not list is an error.
func (c *Cells) WithTypes(types []CellType) (*Cells, error) {
	d := *c
	return d.withTypes(types)
}

func (c *Cells) withTypes(types []CellType) (*Cells, error) {
	byName := make(map[string]CellType, len(types))
	for _, t := range types {
		byName[t.MType] = t
	}
	c.types = make([]CellType, len(c.mtype.Names))
	for k, name := range c.mtype.Names {
		t, ok := byName[name]
		if !ok {
			return nil, fmt.Errorf("connectome: m-type %q is not in the table of cell types: add a row for it", name)
		}
		c.types[k] = t
	}
	c.layer = c.derive(func(t CellType) string { return t.Layer }, slices.Sort[[]string])
	c.class = c.derive(func(t CellType) string { return t.Class.String() }, sortClasses)
	return c, nil
}

// derive labels each cell by a property of its m-type.
func (c *Cells) derive(property func(CellType) string, order func([]string)) Labels {
	used := c.mtype.Counts()
	var names []string
	for k, t := range c.types {
		if used[k] > 0 {
			names = append(names, property(t))
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	order(names)
	byType := make([]uint32, len(c.types))
	for k, t := range c.types {
		byType[k] = uint32(max(0, slices.Index(names, property(t))))
	}
	l := Labels{Names: names, Of: make([]uint32, len(c.mtype.Of))}
	for v, k := range c.mtype.Of {
		l.Of[v] = byType[k]
	}
	return l
}

// N returns the number of cells.
func (c *Cells) N() int { return len(c.mtype.Of) }

// MTypes labels each cell by its morphological type, names in the file's order.
func (c *Cells) MTypes() Labels { return c.mtype }

// Layers labels each cell by its layer, names in ascending order.
func (c *Cells) Layers() Labels { return c.layer }

// Classes labels each cell by its synapse class: E, I, then unknown (empty).
func (c *Cells) Classes() Labels { return c.class }

// Types returns class and layer of each m-type, in the order of MTypes().Names.
// What differs among the cells of an m-type is unknown there.
func (c *Cells) Types() []CellType { return slices.Clone(c.types) }

// Class returns the synapse class of cell v.
func (c *Cells) Class(v uint32) Class {
	switch c.class.Name(v) {
	case "E":
		return Excitatory
	case "I":
		return Inhibitory
	}
	return ClassUnknown
}

// Positions returns the soma positions in µm, nil if they are unknown. The slice
// is the cells' own: it must not be written to.
func (c *Cells) Positions() []Position { return c.positions }

// ID returns what the format calls cell v: its own id where it has one, else
// the 0-based index in file order.
func (c *Cells) ID(v uint32) string {
	if c.names != nil {
		return c.names[v]
	}
	return strconv.FormatInt(c.NumericID(v), 10)
}

// NumericID returns the format's id of cell v as a number, or its 0-based index
// in file order where the format has no ids or names its cells.
func (c *Cells) NumericID(v uint32) int64 {
	if c.ids != nil {
		return c.ids[v]
	}
	return int64(v)
}

// Numbered reports whether the format has numbers of its own for the cells.
// Cells that are neither numbered nor named go by their place.
func (c *Cells) Numbered() bool { return c.ids != nil && c.names == nil }

// Named reports whether the format's ids are strings.
func (c *Cells) Named() bool { return c.names != nil }

// pick returns the cells listed, which keep the ids they had.
func (c *Cells) pick(cells []uint32) *Cells {
	p := &Cells{mtype: c.mtype.pick(cells), ids: make([]int64, len(cells))}
	for i, v := range cells {
		p.ids[i] = c.NumericID(v)
	}
	if c.positions != nil {
		p.positions = make([]Position, len(cells))
		for i, v := range cells {
			p.positions[i] = c.positions[v]
		}
	}
	if c.names != nil {
		p.names = make([]string, len(cells))
		for i, v := range cells {
			p.names[i] = c.names[v]
		}
	}
	// Types of the whole circuit cover those of a part, so this cannot fail.
	p, err := p.withTypes(c.types)
	if err != nil {
		panic(err)
	}
	p.layer, p.class = c.layer.pick(cells), c.class.pick(cells)
	return p
}
