package graphml

import (
	"fmt"
	"strconv"

	"github.com/ctopo/ctopo/connectome"
	"github.com/ctopo/ctopo/internal/ident"
)

// connectome makes a connectome of what was read.
func (r *reader) connectome() (*connectome.Connectome, error) {
	place := make([]uint32, len(r.order)) // of a node by the number of its id
	for v, k := range r.order {
		place[k] = uint32(v)
	}
	g, err := r.build(place)
	if err != nil {
		return nil, err
	}
	cells, err := r.cells()
	if err != nil {
		return nil, err
	}
	c, err := connectome.New(g, cells, connectome.Source{})
	if err != nil {
		return nil, err
	}
	c.LoopsDropped, c.DuplicatesCollapsed = r.loops, r.duplicates
	return c, nil
}

// build builds the graph. Without weights it is built again with some if edges turn
// out to be listed again.
func (r *reader) build(place []uint32) (g *connectome.Graph, err error) {
	for _, weighted := range []bool{r.weighed > 0, true} {
		b, err := connectome.NewBuilder(len(place))
		if err != nil {
			return nil, err
		}
		b.Grow(len(r.src))
		for e, u := range r.src {
			if weighted {
				err = b.AddWeighted(place[u], place[r.dst[e]], r.weights[e])
			} else {
				err = b.Add(place[u], place[r.dst[e]])
			}
			if err != nil {
				return nil, err
			}
		}
		r.loops = b.Loops()
		if g, r.duplicates = b.Build(); weighted || r.duplicates == 0 {
			break
		}
	}
	if missing := int64(len(r.src)) - r.weighed; r.weighed > 0 && missing > 0 {
		r.note(fmt.Sprintf("%d edges have no weight, as others have, and weigh 1", missing))
	}
	if r.weighed == 0 && r.duplicates > 0 {
		r.note("edges are listed again and have no weights: their weight is how often")
	}
	return g, nil
}

// cells describes the nodes.
func (r *reader) cells() (*connectome.Cells, error) {
	n := len(r.nodes)
	kinds, opt := make([]string, n), connectome.CellOptions{}
	layers, classes, positions := make([]string, n), make([]connectome.Class, n), make([]connectome.Position, n)
	layered, classed, placed := false, false, 0
	for v, node := range r.nodes {
		kinds[v], layers[v], classes[v], positions[v] = node.kind, node.layer, node.class, node.place
		layered = layered || node.layer != ""
		classed = classed || node.class != connectome.ClassUnknown
		if node.axes == 7 {
			placed++
		}
	}
	if layered {
		opt.Layers = layers
	}
	if classed {
		opt.Classes = classes
	}
	switch {
	case placed == n:
		opt.Positions = positions
	case placed > 0:
		r.note(fmt.Sprintf("%d of %d nodes lack a position: positions are not taken", n-placed, n))
	}
	opt.IDs, opt.Names = r.names()
	return connectome.NewCells(connectome.NewSortedLabels(kinds), opt)
}

// names returns the ids of the nodes: both nil if they are 0, 1, 2 and so on.
func (r *reader) names() (numbers []int64, names []string) {
	generated := true
	var inOrder, byName ident.IDs
	for v, k := range r.order {
		id := r.ids.ID(k)
		generated = generated && id == "n"+strconv.Itoa(v)
		inOrder.Add(id)
		if name, err := ident.Clean(r.nodes[v].name); err == nil {
			byName.Add(name)
		}
	}
	ids := &inOrder
	if generated {
		if byName.Len() != len(r.order) { // not all are named, or some alike
			return nil, nil
		}
		ids = &byName
	}
	if ids.Consecutive() {
		return nil, nil
	}
	return ids.Lists()
}
