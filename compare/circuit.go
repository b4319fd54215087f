package compare

import (
	"fmt"
	"hash/fnv"
	"math"
	"slices"

	"github.com/ctopo/ctopo/connectome"
)

// Circuit is what must agree between a reconstruction and its control: the cells
// and the number of connections.
type Circuit struct {
	Neurons     int
	Connections int64
	MTypes      []string
	Cells       []int64 // of each m-type
	Pathways    []int64 // connections by m-types of source and target, row by row
	Positions   uint64  // hash of all positions, in any order; 0 if unknown
}

// NewCircuit takes down what must agree. O(N + E).
func NewCircuit(c *connectome.Connectome) Circuit {
	types := c.Cells.MTypes()
	t := len(types.Names)
	k := Circuit{Neurons: c.Graph.N(), Connections: c.Graph.Connections(), MTypes: types.Names, Cells: types.Counts(),
		Pathways: make([]int64, t*t), Positions: hashPositions(c.Cells.Positions())}
	for v := range uint32(c.Graph.N()) {
		row := k.Pathways[int(types.Of[v])*t:]
		for _, w := range c.Graph.Out(v) {
			row[types.Of[w]]++
		}
	}
	return k
}

func hashPositions(positions []connectome.Position) uint64 {
	if positions == nil {
		return 0
	}
	h := fnv.New64a()
	var b [24]byte
	sum := uint64(0) // does not depend on their order, which not every format keeps
	for _, p := range positions {
		for i, x := range [3]float64{p.X, p.Y, p.Z} {
			bits := math.Float64bits(x)
			for k := range 8 {
				b[8*i+k] = byte(bits >> (8 * k))
			}
		}
		h.Reset()
		h.Write(b[:]) // never fails
		sum += h.Sum64()
	}
	return sum
}

// MismatchError says that a control is not one of a reconstruction.
type MismatchError struct {
	Reconstruction, Control string // their names
	What                    string // what does not agree
}

func (e *MismatchError) Error() string {
	return fmt.Sprintf("compare: %s and its control %s: %s", e.Reconstruction, e.Control, e.What)
}

// differs returns how two circuits differ that should have the same cells and the
// same number of connections; nothing if they do not.
func (k Circuit) differs(o Circuit) string {
	switch {
	case k.Neurons != o.Neurons:
		return fmt.Sprintf("%d neurons and %d", k.Neurons, o.Neurons)
	case !slices.Equal(k.MTypes, o.MTypes):
		return "their m-types are not the same"
	case !slices.Equal(k.Cells, o.Cells):
		i := 0
		for k.Cells[i] == o.Cells[i] {
			i++
		}
		return fmt.Sprintf("%d neurons of %s and %d", k.Cells[i], k.MTypes[i], o.Cells[i])
	case k.Positions != o.Positions && k.Positions != 0 && o.Positions != 0:
		return "the neurons are at other positions"
	case k.Connections != o.Connections:
		return fmt.Sprintf("%d connections and %d", k.Connections, o.Connections)
	}
	return ""
}

// SamePathways reports whether two circuits have as many connections in each
// pathway.
func (k Circuit) SamePathways(o Circuit) bool {
	return slices.Equal(k.MTypes, o.MTypes) && slices.Equal(k.Pathways, o.Pathways)
}
