package connectome

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// Selection says which neurons to keep. What is left empty does not restrict.
type Selection struct {
	MTypes []string // glob patterns (path.Match) that match whole m-type names
	Layers []string // layer names, whole
	Class  Class    // ClassUnknown keeps all
}

// Empty reports whether the selection keeps everything.
func (s Selection) Empty() bool {
	return len(s.MTypes) == 0 && len(s.Layers) == 0 && s.Class == ClassUnknown
}

// Select returns the sub-circuit induced by the neurons that meet every
// condition of s. They keep ids, positions and order. A pattern, layer or class
// that no cell has is an error, and so is a selection that leaves none.
func (c *Connectome) Select(s Selection) (*Connectome, error) {
	if s.Empty() {
		return c, nil
	}
	mtypes, err := matchTypes(s.MTypes, c.Cells.mtype.Names)
	if err != nil {
		return nil, err
	}
	for _, layer := range s.Layers {
		if !slices.Contains(c.Cells.layer.Names, layer) {
			return nil, fmt.Errorf("connectome: no cell is in layer %q: the layers are %s", layer, list(c.Cells.layer.Names))
		}
	}
	if s.Class != ClassUnknown && !slices.Contains(c.Cells.class.Names, s.Class.String()) {
		if !slices.ContainsFunc(c.Cells.class.Names, func(name string) bool { return name != "" }) {
			return nil, fmt.Errorf("connectome: no cell is of class %s, as no class is known: a table of cells or of cell types tells them", s.Class)
		}
		return nil, fmt.Errorf("connectome: no cell is of class %s: the classes are %s", s.Class, list(c.Cells.class.Names))
	}
	var keep []uint32
	for v, k := range c.Cells.mtype.Of {
		if mtypes != nil && !mtypes[k] ||
			len(s.Layers) > 0 && !slices.Contains(s.Layers, c.Cells.layer.Name(uint32(v))) ||
			s.Class != ClassUnknown && c.Cells.Class(uint32(v)) != s.Class {
			continue
		}
		keep = append(keep, uint32(v))
	}
	if len(keep) == 0 {
		return nil, fmt.Errorf("connectome: no cell meets all the conditions of the selection")
	}
	return c.Induced(keep)
}

// matchTypes tells which names match one of the patterns; nil if there are none.
func matchTypes(patterns, names []string) ([]bool, error) {
	if len(patterns) == 0 {
		return nil, nil
	}
	keep := make([]bool, len(names))
	for _, p := range patterns {
		found := false
		for k, name := range names {
			ok, err := path.Match(p, name)
			if err != nil {
				return nil, fmt.Errorf("connectome: m-type pattern %q: %w", p, err)
			}
			if ok || p == name {
				keep[k], found = true, true
			}
		}
		if !found {
			return nil, fmt.Errorf("connectome: no m-type matches %q: the m-types are %s", p, list(nearest(p, names)))
		}
	}
	return keep, nil
}

// nearest sorts names by how many of their first letters they share with a pattern, in
// either case, so that what was meant is among those that an error lists.
func nearest(pattern string, names []string) []string {
	shared := func(name string) int {
		a, b := strings.ToLower(pattern), strings.ToLower(name)
		n := 0
		for n < len(a) && n < len(b) && a[n] == b[n] {
			n++
		}
		return n
	}
	sorted := slices.Clone(names)
	slices.SortStableFunc(sorted, func(a, b string) int { return shared(b) - shared(a) })
	return sorted
}

func list(names []string) string {
	const most = 12
	shown := slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "" })
	if len(shown) == 0 {
		return "unknown"
	}
	if len(shown) > most {
		return strings.Join(shown[:most], ", ") + fmt.Sprintf(" and %d more", len(shown)-most)
	}
	return strings.Join(shown, ", ")
}

// Induced returns the sub-circuit of the neurons listed and all connections
// among them. Neurons keep ids, labels and positions; index i of the result is
// vertices[i]. A neuron that is out of range or listed twice is an error.
//
// Complexity: O(N + Σ outdegree of the neurons kept).
func (c *Connectome) Induced(vertices []uint32) (*Connectome, error) {
	g, err := c.Graph.Induced(vertices)
	if err != nil {
		return nil, err
	}
	d := *c
	d.Graph, d.Cells = g, c.Cells.pick(vertices)
	return &d, nil
}

// Induced returns the subgraph of the neurons listed, renumbered in that order,
// and all connections among them, with their weights.
func (g *Graph) Induced(vertices []uint32) (*Graph, error) {
	const absent = ^uint32(0)
	renumber := make([]uint32, g.n)
	for v := range renumber {
		renumber[v] = absent
	}
	ascending := true
	for i, v := range vertices {
		if uint64(v) >= uint64(g.n) {
			return nil, fmt.Errorf("connectome: sub-circuit: neuron %d: neurons are numbered 0 to %d", v, g.n-1)
		}
		if renumber[v] != absent {
			return nil, fmt.Errorf("connectome: sub-circuit: neuron %d is listed twice", v)
		}
		renumber[v] = uint32(i)
		ascending = ascending && (i == 0 || vertices[i-1] < v)
	}
	out := csr{ptr: make([]int64, len(vertices)+1)}
	var weights []float64
	for i, v := range vertices {
		row, w := g.Out(v), g.OutWeights(v)
		for e, target := range row {
			if k := renumber[target]; k != absent {
				out.idx = append(out.idx, k)
				if w != nil {
					weights = append(weights, w[e])
				}
			}
		}
		out.ptr[i+1] = int64(len(out.idx))
	}
	if g.weights != nil && weights == nil {
		weights = []float64{}
	}
	if !ascending {
		out.sortRows(len(vertices), weights)
	}
	return newGraph(len(vertices), out, weights), nil
}
