package formats

import (
	"fmt"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Holds tells what a format has room for.
type Holds struct {
	IDs       bool // numbers or names of neurons; otherwise they are numbered
	Types     bool // m-types
	Classes   bool // layers and synapse classes, beyond what names tell
	Positions bool
	Weights   bool
	Isolated  bool // neurons without connections
	Order     bool // of neurons
}

// Holds returns what a format has room for.
func (f Format) Holds() Holds {
	if row := lookup(f); row != nil {
		return row.holds
	}
	return Holds{}
}

// Lost tells what of a connectome a format has no room for, in a few words each;
// nothing if all of it is kept.
func Lost(c *connectome.Connectome, f Format) []string {
	h := f.Holds()
	var lost []string
	cells := c.Cells
	if !h.IDs && (cells.Named() || cells.Numbered()) {
		lost = append(lost, "the neurons' ids")
	}
	if !h.Types && typed(cells) {
		lost = append(lost, "cell types")
	}
	if !h.Classes && (saysMore(cells) || !h.Types && hasClasses(cells)) {
		lost = append(lost, "layers and synapse classes")
	}
	if !h.Positions && cells.Positions() != nil {
		lost = append(lost, "positions")
	}
	if !h.Weights && c.Graph.Weighted() {
		lost = append(lost, "the connections' weights")
	}
	if !h.Isolated {
		if n := isolated(c.Graph); n > 0 {
			lost = append(lost, fmt.Sprintf("%d neurons without connections", n))
		}
	}
	if f == Portal && slices.ContainsFunc(cells.MTypes().Names, func(name string) bool { return name != "" && groupName(name) != name }) {
		lost = append(lost, "a / in the names of cell types, which becomes _")
	}
	if !h.Order && !inTypeOrder(cells.MTypes()) {
		lost = append(lost, "the order of neurons")
	}
	return lost
}

// Keepers returns the formats that have room for all of a connectome.
func Keepers(c *connectome.Connectome) []Format {
	var keep []Format
	for _, f := range table {
		if f.write != nil && len(Lost(c, f.name)) == 0 {
			keep = append(keep, f.name)
		}
	}
	return keep
}

// inTypeOrder reports whether cells are sorted by the names of their types.
func inTypeOrder(mtypes connectome.Labels) bool {
	for v := 1; v < len(mtypes.Of); v++ {
		if mtypes.Name(uint32(v)) < mtypes.Name(uint32(v-1)) {
			return false
		}
	}
	return true
}

// saysMore reports whether layers or classes differ from what m-types' names say.
func saysMore(cells *connectome.Cells) bool {
	named, err := connectome.NewCells(cells.MTypes(), connectome.CellOptions{})
	return err != nil || !sameLabels(named.Layers(), cells.Layers()) || !sameLabels(named.Classes(), cells.Classes())
}

func hasClasses(cells *connectome.Cells) bool {
	some := func(name string) bool { return name != "" }
	return slices.ContainsFunc(cells.Layers().Names, some) || slices.ContainsFunc(cells.Classes().Names, some)
}

func sameLabels(a, b connectome.Labels) bool {
	if len(a.Of) != len(b.Of) {
		return false
	}
	for v := range a.Of {
		if a.Name(uint32(v)) != b.Name(uint32(v)) {
			return false
		}
	}
	return true
}

// isolated counts the neurons at the end that have no connections: the others are
// told by those that have.
func isolated(g *connectome.Graph) int {
	n := 0
	for v := g.N() - 1; v >= 0 && len(g.Out(uint32(v))) == 0 && len(g.In(uint32(v))) == 0; v-- {
		n++
	}
	return n
}
